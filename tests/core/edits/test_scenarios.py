"""The tree of scenarios: nothing done to it moves a figure, and a locked one's never move at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base
from planner.core.edits.changes import copy_change, promote, revert, set_evidence, set_reasons
from planner.core.edits.scenarios import branch, delete_scenario, duplicate, lock, rename, set_note, unlock
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import BASE, Document, Evidence, EvidenceKind
from planner.core.model.lines import Cell
from planner.core.model.sound import sound
from tests.samples import DC1, DC2, SCHOOLS, small_portfolio
from tests.strategies import Drawn, edits_of, examples, trees, values

RULES = Evidence(EvidenceKind.RULE, "特別研究員規程", "第5条")


@pytest.fixture
def document() -> Document:
    return new_document(small_portfolio())


def figures(document: Document, scenario: int) -> Evaluation:
    return evaluate(evaluate_base(document.portfolio), document.overrides(scenario))


def same(a: Evaluation, b: Evaluation) -> bool:
    rows = range(len(a.portfolio.lines))
    return a.total == b.total and [a.line(row) for row in rows] == [b.line(row) for row in rows]


@settings(max_examples=examples(300))
@given(trees(), st.data())
def test_a_locked_scenario_never_moves_and_unlocking_moves_nothing(
    case: tuple[Drawn, Document], data: st.DataObject
) -> None:
    drawn, document = case
    number = data.draw(st.sampled_from(document.scenarios)).number
    before = figures(document, number)
    told = [replace(each, number=0, scenario=0) for each in document.changes_of(number)]
    document = lock(document, number)
    assert same(figures(document, number), before)
    assert [replace(each, number=0, scenario=0) for each in document.changes_of(number)] == told
    for _ in range(data.draw(st.integers(0, 6))):
        document = data.draw(edits_of(drawn, document))
    others = [each.number for each in document.scenarios if each.number != number]
    gone: int | None = data.draw(st.sampled_from([*others, None]))
    if gone is not None:
        document = delete_scenario(document, gone)
    assert same(figures(document, number), before)
    sound(document)
    children = [each.number for each in document.scenarios if each.parent == number]
    below = [figures(document, child) for child in children]
    try:
        document = unlock(document, number)
    except UserError:
        return
    assert not sound(document).scenario(number).locked
    assert same(figures(document, number), before)
    assert all(same(figures(document, child), was) for child, was in zip(children, below, strict=True))


@settings(max_examples=examples(300))
@given(trees(), st.data())
def test_a_duplicate_and_the_heirs_of_a_deleted_scenario_keep_every_figure(
    case: tuple[Drawn, Document], data: st.DataObject
) -> None:
    _, document = case
    number = data.draw(st.sampled_from(document.scenarios)).number
    document = duplicate(document, number, "写し")
    copy = document.scenarios[-1].number
    assert same(figures(document, copy), figures(document, number))
    assert len(document.changes_of(copy)) == len(document.changes_of(number))
    before = {each.number: figures(document, each.number) for each in document.scenarios}
    document = delete_scenario(document, number)
    for each in document.scenarios:
        assert same(figures(document, each.number), before[each.number])
    sound(document)


@settings(max_examples=examples(300))
@given(trees(), st.data())
def test_promoting_a_change_keeps_the_scenarios_figures(case: tuple[Drawn, Document], data: st.DataObject) -> None:
    _, document = case
    if not document.changes:
        return
    change = data.draw(st.sampled_from(document.changes))
    before = figures(document, change.scenario)
    try:
        promoted = promote(document, change.number)
    except UserError:
        return
    assert same(figures(promoted, change.scenario), before)
    parent = document.scenario(change.scenario).parent
    request = document.portfolio.request_year
    for cell in change.cells:
        row = document.portfolio.line_index[cell.line_id]
        if cell.year == request and cell.field in values:
            line = promoted.portfolio.line(row, promoted.overrides(parent).get(cell.line_id))
            assert dict(getattr(line, cell.field)).get(request) == cell.after


def test_a_locked_scenario_refuses_edits_by_name(document: Document) -> None:
    document = lock(document, 1)
    with pytest.raises(UserError, match="locked"):
        set_values(document, 1, [Entry(DC1, "rate", 2026, 1)])
    with pytest.raises(UserError, match="locked"):
        delete_scenario(document, 1)
    with pytest.raises(UserError, match="locked"):
        set_evidence(document, 1, [(DC1, Cell("rate", 2026))], RULES)
    assert lock(document, 1) is document
    assert rename(document, 1, "確定案").scenario(1).name == "確定案"
    child = branch(document, 1, "修正案")
    assert set_values(child, 2, [Entry(DC1, "rate", 2026, 1)]).changes


def test_a_duplicate_of_a_locked_scenario_can_be_edited(document: Document) -> None:
    document = set_values(branch(document, 1, "子"), 1, [Entry(DC1, "rate", 2026, 3_200_000)])
    document = duplicate(lock(document, 2), 2, "写し")
    assert [each.locked for each in document.scenarios] == [False, True, False]
    assert same(figures(document, 2), figures(document, 3))
    assert document.scenario(3).overrides == {}, "what the parent gives is not held twice"
    with pytest.raises(UserError, match="already a scenario"):
        duplicate(document, 1, "写し")


def test_a_note_says_what_a_scenario_is_for(document: Document) -> None:
    assert set_note(document, 1, " 財務省説明用 ").scenario(1).note == "財務省説明用"
    assert set_note(document, 1, "") is document


def test_reasons_for_many_at_once(document: Document) -> None:
    for rate in (1, 2, 3):
        document = set_values(document, 1, [Entry(DC1, "rate", 2026, rate)])
    told = set_reasons(document, [1, 3], " 人事院勧告 ")
    assert [change.why for change in told.changes] == ["人事院勧告", "", "人事院勧告"]
    assert set_reasons(told, [1], "人事院勧告") is told


def test_reverting_is_a_change_of_its_own_and_says_conflicts(document: Document) -> None:
    document = set_values(document, 1, [Entry(DC1, "rate", 2026, 3_200_000), Entry(SCHOOLS, "quantity", 2026, 200)])
    document = set_values(document, 1, [Entry(DC2, "rate", 2026, 3_300_000)])
    reverted = revert(document, 1, "取り消し")
    assert reverted.overrides(1).keys() == {DC2}
    assert len(reverted.changes) == 3
    assert reverted.changes[-1].effect == -(document.changes[0].effect or 0)
    assert reverted.changes[-1].why == "取り消し"
    later = set_values(document, 1, [Entry(DC1, "rate", 2026, 3_400_000)])
    with pytest.raises(UserError, match=r"of its cells 1 .*fellows/dc/dc1\.rate@2026"):
        revert(later, 1, "")
    assert revert(later, 3, "").overrides(1)[DC1] == {Cell("rate", 2026): 3_200_000}
    with pytest.raises(UserError, match="no change 9"):
        revert(document, 9, "")


def test_a_change_goes_to_another_scenario_with_reason_and_evidence(document: Document) -> None:
    document = branch(document, BASE, "別案")
    document = set_values(document, 1, [Entry(DC1, "rate", 2026, 3_200_000)], "民間との差")
    document = set_evidence(document, 1, [(DC1, Cell("rate", 2026))], RULES)
    copied = copy_change(document, 1, 2)
    assert copied.overrides(2) == copied.overrides(1)
    assert copied.evidence(2) == copied.evidence(1) == {DC1: {Cell("rate", 2026): RULES}}
    assert (copied.changes[-1].scenario, copied.changes[-1].why) == (2, "民間との差")
    assert copy_change(copied, 1, 2) is copied or copy_change(copied, 1, 2) == copied
    with pytest.raises(UserError, match="base is not edited"):
        copy_change(document, 1, BASE)


def test_promoting_moves_the_change_to_the_parent(document: Document) -> None:
    document = branch(branch(document, 1, "子"), 1, "もう一つの子")
    document = set_values(document, 2, [Entry(DC1, "rate", 2026, 3_200_000)], "民間との差")
    promoted = promote(document, 1)
    assert promoted.scenario(2).overrides == {}
    assert promoted.overrides(3)[DC1] == promoted.overrides(1)[DC1] == {Cell("rate", 2026): 3_200_000}
    assert [(change.scenario, change.why) for change in promoted.changes] == [(1, "民間との差")]
    with pytest.raises(UserError, match="directly below the base"):
        promote(promoted, promoted.changes[0].number)
    with pytest.raises(UserError, match="locked"):
        promote(lock(document, 1), 1)
    later = set_values(document, 2, [Entry(DC1, "rate", 2026, 1)])
    with pytest.raises(UserError, match="changed again"):
        promote(later, 1)


def test_evidence_flows_down_and_can_be_taken_back(document: Document) -> None:
    cell = (DC1, Cell("rate", 2026))
    document = branch(set_evidence(document, 1, [cell], RULES), 1, "子")
    assert document.evidence(2)[DC1][cell[1]] == RULES
    assert set_evidence(document, 1, [cell], None).evidence(2) == {}
    assert set_evidence(document, 1, [cell], RULES) is document
    assert delete_scenario(document, 1).evidence(2)[DC1][cell[1]] == RULES


def test_a_change_told_twice_is_held_once() -> None:
    """Locked, its parent's reason rewritten, unlocked and locked again: the scenario still tells the change once."""
    document = branch(new_document(small_portfolio()), 1, "子")
    document = lock(set_values(document, 1, [Entry(DC1, "rate", 2026, 3_200_000)], "理由"), 2)
    document = unlock(set_reasons(document, [document.changes[0].number], "別の理由"), 2)
    document = sound(lock(document, 2))
    assert [change.why for change in document.changes if change.scenario == 2] == ["理由"]
    identities = {change.identity for change in document.changes}
    assert len(identities) == 1, "the same edit, in both"
