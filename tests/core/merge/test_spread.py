"""Ceilings pushed down: nothing of the total is lost, what is held stays, each part has its own."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import evaluate_base, evaluate_scenario
from planner.core.edits.ceilings import set_ceiling
from planner.core.errors import UserError
from planner.core.merge.board import board, given_ceiling
from planner.core.merge.merge import Incoming, merge
from planner.core.merge.split import split, with_sent
from planner.core.merge.spread import Weight, amounts_of, spread_over, with_ceilings
from planner.core.merge.summary import Summary, summary_of
from planner.core.model.ceilings import Ceiling, Scope, ScopeKind
from planner.core.model.document import Document
from planner.words.parts import state_text
from planner.words.texts import texts_for
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


def test_the_board_tells_that_a_ceiling_changed_after_its_part_went_out() -> None:
    document = spread(in_two_divisions(), 4 * 10**9, held={"学校課": 2 * 10**9})
    parts = split(document, 1, document.portfolio.views[0])
    sent, summaries = with_sent(document, [each.part for each in parts]), [summary_of(each.document) for each in parts]
    at_hand = {each.part.id: each for each in summaries if each is not None}

    def told(document: Document, at_hand: Mapping[str, Summary] = at_hand) -> list[str]:
        return [each.part.heading for each in board(document, at_hand) if each.has_other_ceilings]

    assert told(sent) == []
    lowered = spread(sent, 3 * 10**9, held={"学校課": 2 * 10**9})
    assert told(lowered) == ["人材課"]
    assert told(lowered, {}) == [], "what a part was given is not known without it"
    standing = next(each for each in board(lowered, at_hand) if each.has_other_ceilings)
    assert state_text(standing, texts_for("ja")) == "未提出 (上限が送付後に変わった)"
    assert state_text(standing, texts_for("en")).endswith("(the ceiling changed after it was sent)")
    back = merge(lowered, [Incoming(each.part.heading, each.document) for each in parts]).document
    assert told(back) == told(back, {}) == ["人材課"], "the part has the old one still"
    renewed = split(lowered, 1, lowered.portfolio.views[0])
    assert told(with_sent(lowered, [each.part for each in renewed]), {}) == []


def test_a_ceiling_that_came_back_with_a_part_has_not_changed_since() -> None:
    document = in_two_divisions()
    part, _schools = split(document, 1, document.portfolio.views[0])
    scope = Scope(ScopeKind.PROGRAM, "fellows")
    limited = set_ceiling(part.document, Ceiling("own-9", 2026, "研究員の枠", scope=scope, amount=10**9))
    back = merge(with_sent(document, [part.part]), [Incoming("p", limited)]).document
    assert len(back.ceilings) == 2
    assert not board(back, {})[0].has_other_ceilings


@settings(max_examples=examples(50))
@given(st.data())
def test_headings_add_up_to_what_the_programs_do(data: st.DataObject) -> None:
    document = data.draw(edits(in_two_divisions()))
    view = document.portfolio.views[0]
    evaluation = evaluate_scenario(document, evaluate_base(document.portfolio), 1)
    for at, by in enumerate((Weight.PREVIOUS, Weight.REQUEST)):
        assert sum(amounts_of(evaluation, view, by).values()) == evaluation.view(view)[at].yen
