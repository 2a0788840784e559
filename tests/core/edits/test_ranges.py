"""The register of assumptions: who judged what, the same whoever put it together, nothing that cannot stand."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.edits.ranges import remove_range, set_range
from planner.core.edits.values import Author, new_document
from planner.core.errors import UserError
from planner.core.model.ranges import JudgedRange, Named, Own, Shape
from planner.core.model.sound import sound
from tests.samples import DC1, SCHOOLS, small_portfolio
from tests.strategies import Drawn, examples, portfolios, ranges_of

RATE = Named(SCHOOLS, "rate", 2026)
TANAKA, SATO = Author("tanaka", "2026-08-01T09:00:00+09:00"), Author("sato", "2026-08-02T09:00:00+09:00")


@settings(max_examples=examples(150))
@given(st.data())
def test_it_is_the_same_in_whatever_order_it_is_put_together(data: st.DataObject) -> None:
    drawn: Drawn = data.draw(portfolios())
    first = second = new_document(drawn.portfolio)
    judged = {each.figure: each for each in data.draw(ranges_of(drawn))}
    taken = []
    for each in judged.values():
        with suppress(UserError):
            first = set_range(first, each)
            taken.append(each)
    for each in data.draw(st.permutations(taken)):
        second = set_range(second, each)
    assert first == sound(second)
    assert list(first.ranges) == sorted(taken, key=lambda each: each.figure)
    for each in data.draw(st.permutations(taken)):
        assert first.range_of(each.figure) == each
        first = remove_range(first, each.figure)
    assert first == new_document(drawn.portfolio)


def test_who_judged_last_and_when_is_kept() -> None:
    document = new_document(small_portfolio())
    judged = JudgedRange(RATE, Own(8_000_000, 10_000_000), group=" 物価 ", why=" 見積 ")
    first = set_range(document, judged, TANAKA)
    (kept,) = first.ranges
    assert (kept.group, kept.why, kept.who, kept.when) == ("物価", "見積", *TANAKA)
    assert set_range(first, kept, SATO) is first, "nothing is judged otherwise"
    (later,) = set_range(first, replace(kept, span=Fraction(1, 10), shape=Shape.PERT), SATO).ranges
    assert (later.span, later.shape, later.group, later.who) == (Fraction(1, 10), Shape.PERT, "物価", "sato")
    assert remove_range(first, Named(DC1, "rate", 2026)) is first
    assert remove_range(first, RATE) == document
    assert document.ranges == ()


@pytest.mark.parametrize(
    ("judged", "said"),
    [
        (JudgedRange(RATE, Own(2, 1)), "upside down: from 2 to 1."),
        (JudgedRange(RATE, Own(1, 3, 4)), r"upside down: from 1 to 3 \(4\)"),
        (JudgedRange(RATE, Own(1, 10**15)), "between"),
        (JudgedRange(RATE, Fraction(3, 2)), "0 % to 100 %"),
        (JudgedRange(RATE, why="見積"), "Nothing is judged"),
        (JudgedRange(RATE, Fraction(1, 10), group="a\nb"), "name of a group"),
        (JudgedRange(RATE, Fraction(1, 10), group="a" * 101), "name of a group"),
        (JudgedRange(RATE._replace(line="ssh/x"), Fraction(1, 10)), "no line"),
        (JudgedRange(RATE._replace(field="duration"), Own(1, 2)), "no driver"),
        (JudgedRange(RATE._replace(field="price"), Own(1, 2)), "no driver"),
        (JudgedRange(RATE._replace(year=2027), Fraction(1, 10)), "beyond the plan"),
    ],
)
def test_what_cannot_stand_is_refused(judged: JudgedRange, said: str) -> None:
    with pytest.raises(UserError, match=said):
        set_range(new_document(small_portfolio()), judged, TANAKA)
