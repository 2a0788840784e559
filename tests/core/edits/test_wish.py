"""A wished rise split off: not a yen moves in any year, and the parts are what the officer called them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base
from planner.core.ceilings.classes import classes_of, unclassified
from planner.core.check.examination import examine
from planner.core.edits.changes import set_evidence
from planner.core.edits.plan import set_growth
from planner.core.edits.scenarios import branch, lock
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.edits.wish import split_wish
from planner.core.errors import UserError
from planner.core.explain.difference import explain
from planner.core.explain.factors import Factors
from planner.core.explain.sides import Side
from planner.core.model.ceilings import REQUEST, WISH
from planner.core.model.document import BASE, Document, Evidence, EvidenceKind
from planner.core.model.fields import UNPRICED
from planner.core.model.lines import Cell
from planner.core.model.rules import SAME_PEOPLE
from planner.core.model.sound import sound
from tests.samples import DC1, SCHOOLS, small_portfolio
from tests.strategies import Drawn, examples, trees

RAISED = 3_200_000


@pytest.fixture
def document() -> Document:
    """DC1's rate raised over the base."""
    document = new_document(replace(small_portfolio(), years=(2025, 2026, 2027, 2028, 2029)))
    return set_values(document, 1, [Entry(DC1, "rate", 2026, RAISED)], "民間初任給との差")


def figures(document: Document, scenario: int = 1) -> Evaluation:
    base = evaluate_base(document.portfolio, document.growth(scenario))
    return evaluate(base, document.overrides(scenario))


def yen(document: Document, scenario: int = 1) -> list[int]:
    """The total of each plan year."""
    return [each.yen for each in figures(document, scenario).total]


def counted_twice(document: Document) -> list[str]:
    """Where the check finds more people paid than there are."""
    found = examine(document, figures(document), 1).problems
    return [each.where for each in found if each.rule == SAME_PEOPLE.id]


def amounts(document: Document, line: str) -> tuple[object, ...]:
    return figures(document).line(document.portfolio.line_index[line])


def test_a_raised_rate_becomes_a_request_and_a_wish(document: Document) -> None:
    split, wish = split_wish(document, 1, DC1, "rate", 3_072_000, "若手重点")
    assert yen(split) == yen(document)
    assert amounts(split, wish)[1:] == (642 * 128_000, 2 * 642 * 128_000, 3 * 642 * 128_000, 3 * 642 * 128_000)
    assert amounts(split, DC1) == figures(split, BASE).line(split.portfolio.line_index[DC1])
    assert split.overrides(1)[DC1].keys() == {Cell("demand", 2026)}, "the rate is the base's again"
    rows = [split.portfolio.line_index[each] for each in (DC1, wish)]
    assert rows[1] == rows[0] + 1
    assert [classes_of(figures(split), row)[0] for row in rows] == [REQUEST, WISH]
    assert split.portfolio.lines.labels[rows[1]] == "DC1（要望分）"
    change = split.changes[-1]
    assert (len(split.changes), change.effect, change.why) == (2, 0, "若手重点")
    sound(split)


def test_the_people_of_a_wished_rate_are_those_of_the_line(document: Document) -> None:
    split, wish = split_wish(document, 1, DC1, "rate", 3_072_000)
    assert split.portfolio.lines.of[split.portfolio.line_index[wish]] == DC1
    assert counted_twice(split) == []
    more = set_values(split, 1, [Entry(wish, "quantity", 2026, 700)])
    assert counted_twice(more) == [f"{wish}@2026"]


def test_a_wished_rate_is_explained_as_a_rate(document: Document) -> None:
    """Never as something new: the people are there already."""
    split, wish = split_wish(document, 1, DC1, "rate", 3_072_000)
    before, after = Side(figures(split, BASE), 2026), Side(figures(split), 2026)
    found = explain(before, after).line(split.portfolio.line_index[wish])
    assert found.factors == Factors(rate=642 * 128_000)
    assert explain(after, before).line(split.portfolio.line_index[wish]).factors == Factors(rate=-642 * 128_000)


def test_a_wished_quantity_is_people_of_its_own(document: Document) -> None:
    raised = set_values(document, 1, [Entry(DC1, "quantity", 2026, 700), Entry(DC1, "quantity", 2028, 20)])
    split, wish = split_wish(raised, 1, DC1, "quantity", 642)
    assert yen(split) == yen(raised)
    row = split.portfolio.line_index[wish]
    assert split.portfolio.lines.of[row] == ""
    assert figures(split).drivers(row).quantity == ((2026, 58), (2028, 20)), "no more than there are later"
    assert amounts(split, wish)[1] == 58 * RAISED


def test_a_rate_of_the_year_is_wished_for_all_who_are_there() -> None:
    portfolio = replace(small_portfolio(), years=(2025, 2026, 2027))
    document = set_values(
        new_document(portfolio), 1, [Entry(DC1, "rate_rule", 2026, 0), Entry(DC1, "rate", 2026, RAISED)]
    )
    split, wish = split_wish(document, 1, DC1, "rate", 3_072_000)
    assert yen(split) == yen(document)
    assert amounts(split, wish)[1] == 3 * 642 * 128_000


def test_evidence_of_the_rate_is_evidence_of_its_rise(document: Document) -> None:
    evidence = Evidence(EvidenceKind.RULE, "給与法", "別表")
    document = set_evidence(document, 1, [(DC1, Cell("rate", 2026))], evidence)
    split, wish = split_wish(document, 1, DC1, "rate", 3_072_000)
    assert split.evidence(1)[wish] == {Cell("rate", 2026): evidence}


def test_a_wish_of_a_wish_belongs_to_the_same_line(document: Document) -> None:
    once, first = split_wish(document, 1, DC1, "rate", 3_072_000)
    twice, second = split_wish(once, 1, first, "rate", 100_000)
    assert twice.portfolio.lines.of[twice.portfolio.line_index[second]] == DC1
    assert yen(twice) == yen(document)


@pytest.mark.parametrize(("field", "kept"), [("rate", RAISED), ("rate", 0), ("quantity", 642), ("times", 1)])
def test_what_is_no_rise_is_refused(document: Document, field: str, kept: int) -> None:
    with pytest.raises(UserError, match="no rise"):
        split_wish(document, 1, DC1, field, kept)


def test_what_has_no_amount_is_refused(document: Document) -> None:
    unpriced = set_values(document, 1, [Entry(SCHOOLS, "demand", 2026, UNPRICED)])
    with pytest.raises(UserError, match="no amount in R8"):
        split_wish(unpriced, 1, SCHOOLS, "rate", 1)
    with pytest.raises(UserError, match="base"):
        split_wish(document, BASE, DC1, "rate", 3_072_000)
    with pytest.raises(UserError, match="locked"):
        split_wish(lock(document, 1), 1, DC1, "rate", 3_072_000)


def test_what_rounding_keeps_from_adding_up_is_refused(document: Document) -> None:
    shared = set_values(
        document, 1, [Entry(SCHOOLS, "share", 2026, Fraction(1, 7)), Entry(SCHOOLS, "quantity", 2026, 1)]
    )
    with pytest.raises(UserError, match="in R8 they come to 1,285,715 yen, the line to 1,285,714"):
        split_wish(shared, 1, SCHOOLS, "rate", 4)
    grown = set_growth(document, 1, "wage", Fraction(123, 10_000))
    with pytest.raises(UserError, match=r"in R11 they come to .*before a growth is assumed"):
        split_wish(grown, 1, DC1, "rate", 3_071_999)


@given(trees(), st.data())
@settings(max_examples=examples(150), deadline=None)
def test_no_yen_moves_in_any_year(drawn: tuple[Drawn, Document], data: st.DataObject) -> None:
    portfolio, document = drawn[0].portfolio, drawn[1]
    assume(portfolio.lines.ids)
    scenario = data.draw(st.sampled_from(document.scenarios)).number
    line = data.draw(st.sampled_from(portfolio.lines.ids))
    field = data.draw(st.sampled_from(["rate", "quantity"]))
    held = figures(document, scenario).drivers(portfolio.line_index[line])
    most = max([value.numerator for _, value in getattr(held, field) if value is not None], default=0)
    try:
        split, wish = split_wish(document, scenario, line, field, data.draw(st.integers(1, max(1, most))))
    except UserError:
        return
    sound(split)
    before, after = figures(document, scenario), figures(split, scenario)
    assert yen(split, scenario) == yen(document, scenario)
    for row, id_ in enumerate(portfolio.lines.ids):
        if id_ != line:
            assert after.line(split.portfolio.line_index[id_]) == before.line(row)
    assert yen(split, BASE) == yen(document, BASE)
    rows = [split.portfolio.line_index[each] for each in (line, wish)]
    assert [classes_of(after, row)[0] for row in rows] == [REQUEST, WISH]
    assert len(split.changes) == len(document.changes) + 1


def test_unclassified_lines_are_those_that_lack_a_kind(document: Document) -> None:
    assert unclassified(figures(document)) == [0, 1, 2]
    entries = [Entry(DC1, "demand", 2026, 1), Entry(SCHOOLS, "demand", 2026, 1), Entry(SCHOOLS, "expense", 2026, 2)]
    classed = set_values(document, 1, entries)
    assert unclassified(figures(classed)) == [0, 1]
    gone = set_values(classed, 1, [Entry(DC1, "present", 2026, 0)])
    assert unclassified(figures(gone)) == [1]
    assert unclassified(figures(gone, BASE)) == [0, 1, 2]
    split, wish = split_wish(classed, 1, DC1, "rate", 3_072_000)
    assert unclassified(figures(split)) == [split.portfolio.line_index[each] for each in (DC1, wish, "fellows/dc/dc2")]
    assert unclassified(figures(branch(split, BASE, "other"), 2)) == [0, 2, 3]
