"""Findings accepted with a reason: where that holds, what cannot be accepted, taking it back."""

from __future__ import annotations

import pytest

from planner.core.edits.scenarios import branch, delete_scenario, duplicate, lock, unlock
from planner.core.edits.values import Author, Entry, new_document, set_values
from planner.core.edits.waivers import accepted, is_waivable, waive, waiver_of, withdraw
from planner.core.errors import Message, UserError
from planner.core.model.document import BASE, Document
from planner.core.model.rules import JUMP, NEGATIVE_RESIDUAL, RULES, UNCOMPUTABLE
from tests.samples import small_portfolio

FINDING = JUMP.finding("ssh/schools.rate@2026", Message.of("jump"), Message.of("check"))
OTHER = NEGATIVE_RESIDUAL.finding("ssh/schools@2026", Message.of("negative"), Message.of("settle"))


@pytest.fixture
def document() -> Document:
    return branch(branch(new_document(small_portfolio()), 1, "子"), BASE, "別")


def reasons(document: Document, scenario: int) -> dict[str, str]:
    return {where: waiver.why for (_rule, where), waiver in accepted(document, scenario).items()}


def test_a_waiver_holds_in_its_scenario_and_below_and_nowhere_else(document: Document) -> None:
    waived = waive(document, 1, [FINDING, OTHER], " 特殊要因 ", Author("me", "now"))
    assert [reasons(waived, number) for number in (BASE, 1, 2, 3)] == [
        {},
        {FINDING.where: "特殊要因", OTHER.where: "特殊要因"},
        {FINDING.where: "特殊要因", OTHER.where: "特殊要因"},
        {},
    ]
    assert waived.waivers[0].who == "me"
    assert reasons(waive(document, BASE, [FINDING], "全体"), 3) == {FINDING.where: "全体"}


def test_another_rule_at_the_same_place_is_not_accepted_with_it(document: Document) -> None:
    waivers = accepted(waive(document, 1, [FINDING], "特殊要因"), 1)
    same_place = RULES["range"].finding(FINDING.where, FINDING.message, FINDING.remedy)
    assert waiver_of(FINDING, waivers) is not None
    assert waiver_of(same_place, waivers) is None


def test_the_nearest_reason_is_shown_and_a_second_one_replaces_the_first(document: Document) -> None:
    twice = waive(waive(document, 1, [FINDING], "親"), 2, [FINDING], "子")
    assert (reasons(twice, 1), reasons(twice, 2)) == ({FINDING.where: "親"}, {FINDING.where: "子"})
    again = waive(twice, 1, [FINDING], "改")
    assert reasons(again, 1) == {FINDING.where: "改"}
    assert len(again.waivers) == 2
    assert waive(again, 1, [FINDING], "改") is again


def test_taking_back_works_where_it_was_accepted_only(document: Document) -> None:
    waived = waive(document, 1, [FINDING, OTHER], "特殊要因")
    assert reasons(withdraw(waived, 1, [FINDING]), 2) == {OTHER.where: "特殊要因"}
    with pytest.raises(UserError, match="accepted in 作業案"):
        withdraw(waived, 2, [FINDING])
    assert withdraw(waived, 3, [FINDING]) is waived


def test_without_a_reason_or_an_amount_nothing_is_accepted(document: Document) -> None:
    with pytest.raises(UserError, match="only with a reason"):
        waive(document, 1, [FINDING], "  ")
    for rule in (UNCOMPUTABLE, RULES["sums"]):
        hopeless = rule.finding("ssh/schools@2026", Message.of("no amount"), Message.of("give the rate"))
        with pytest.raises(UserError, match="cannot be accepted: no amount"):
            waive(document, 1, [FINDING, hopeless], "急ぎ")
        assert not is_waivable(rule.id)
    assert all(is_waivable(rule) for rule in RULES if rule not in ("uncomputable", "sums"))


def test_locked_copied_and_orphaned_scenarios_keep_what_was_accepted(document: Document) -> None:
    waived = waive(waive(document, 1, [FINDING], "親"), 2, [OTHER], "子")
    both = {FINDING.where: "親", OTHER.where: "子"}
    locked = lock(waived, 2)
    assert reasons(locked, 2) == reasons(withdraw(locked, 1, [FINDING]), 2) == both
    assert unlock(locked, 2) == waived
    assert reasons(duplicate(waived, 2, "写し"), 4) == both
    assert reasons(delete_scenario(waived, 1), 2) == both
    clash = waive(waive(waive(document, 2, [FINDING], "子の理由"), 1, [FINDING], "親"), 2, [OTHER], "子")
    assert reasons(delete_scenario(clash, 1), 2) == {FINDING.where: "子の理由", OTHER.where: "子"}


def test_a_waiver_moves_no_figure_and_outlives_edits(document: Document) -> None:
    waived = waive(document, 1, [FINDING], "特殊要因")
    assert waived.scenarios == document.scenarios
    edited = set_values(waived, 1, [Entry("ssh/schools", "rate", 2026, 13_000_000)])
    assert reasons(edited, 1) == {FINDING.where: "特殊要因"}
