"""Ceilings pushed down: nothing of the total is lost, what is held stays, each part has its own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import evaluate_base, evaluate_scenario
from planner.core.errors import UserError
from planner.core.merge.board import board, given_ceiling
from planner.core.merge.split import split, with_sent
from planner.core.merge.spread import Weight, amounts_of, spread_over, with_ceilings
from planner.core.merge.summary import summary_of
from planner.core.model.document import Document
from tests.core.merge.offices import edits, in_two_divisions
from tests.strategies import examples

amounts = st.dictionaries(st.sampled_from("甲乙丙丁"), st.integers(-(10**9), 10**15), min_size=1)


@settings(max_examples=examples(200))
@given(amounts, st.integers(0, 10**16), st.data())
def test_shares_and_rest_add_up_to_the_total(drawn: dict[str, int], total: int, data: st.DataObject) -> None:
    held = data.draw(st.dictionaries(st.sampled_from(sorted(drawn)), st.integers(0, 10**15)))
    free = [each for each in drawn if each not in held]
    try:
        found = spread_over(drawn, total, held)
    except UserError:
        assert all(drawn[each] <= 0 for each in free) and total > sum(held.values())
        return
    assert sum(found.shares.values()) + found.rest == total
    assert {each: found.shares[each] for each in held} == held
    assert all(found.shares[each] % 1000 == 0 and found.shares[each] >= 0 for each in free)
    if free and total >= sum(held.values()):
        assert 0 <= found.rest <= 1000 * len(free)
    elif total < sum(held.values()):
        assert found.rest == total - sum(held.values())


def test_a_heading_that_is_not_there_is_refused() -> None:
    with pytest.raises(UserError, match="no heading"):
        spread_over({"甲": 1}, 1000, {"乙": 1})


def spread(
    document: Document, total: int, by: Weight = Weight.PREVIOUS, held: dict[str, int] | None = None
) -> Document:
    view = document.portfolio.views[0]
    evaluation = evaluate_scenario(document, evaluate_base(document.portfolio), 1)
    return with_ceilings(document, view, spread_over(amounts_of(evaluation, view, by), total, held), "枠", "share")


def test_shares_are_ceilings_that_go_out_with_the_parts() -> None:
    document = spread(in_two_divisions(), 4 * 10**9, held={"学校課": 2 * 10**9})
    assert [(each.scope.heading, each.amount) for each in document.ceilings] == [
        ("学校課", 2 * 10**9),
        ("人材課", 2 * 10**9),
    ]
    assert document.ceilings[0].id == "own-1", "the ceiling it had is another one now"
    again = spread(document, 10**9)
    assert [each.id for each in again.ceilings] == [each.id for each in document.ceilings]
    parts = split(document, 1, document.portfolio.views[0])
    assert [[each.amount for each in part.document.ceilings] for part in parts] == [[2 * 10**9], [2 * 10**9]]
    assert [given_ceiling(document, part.part) for part in parts] == [2 * 10**9] * 2


def test_the_board_tells_the_room_that_is_left_on_both_sides() -> None:
    document = spread(in_two_divisions(), 4 * 10**9, by=Weight.REQUEST)
    parts = split(document, 1, document.portfolio.views[0])
    sent = with_sent(document, [each.part for each in parts])
    absent = board(sent, {})
    assert [(each.found, each.request, each.room, each.findings) for each in absent] == [(False, None, None, None)] * 2
    rows = board(sent, {each.part.id: summary for each in parts if (summary := summary_of(each.document))})
    for row in rows:
        assert row.found and row.request is not None and row.ceiling is not None
        assert row.room == row.ceiling - row.request < 0
    whole = evaluate_scenario(document, evaluate_base(document.portfolio), 1)
    assert sum(row.request or 0 for row in rows) == whole.total[1].yen


@settings(max_examples=examples(50))
@given(st.data())
def test_headings_add_up_to_what_the_programs_do(data: st.DataObject) -> None:
    document = data.draw(edits(in_two_divisions()))
    view = document.portfolio.views[0]
    evaluation = evaluate_scenario(document, evaluate_base(document.portfolio), 1)
    for at, by in enumerate((Weight.PREVIOUS, Weight.REQUEST)):
        assert sum(amounts_of(evaluation, view, by).values()) == evaluation.view(view)[at].yen
