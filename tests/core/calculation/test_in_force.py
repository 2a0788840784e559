"""Every value in force knows who gave it, by which change, and what stood before it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.calculation.in_force import CHANGED, ValuesInForce, effective
from planner.core.edits.changes import copy_change, revert, set_evidence
from planner.core.edits.scenarios import branch, delete_scenario, lock, unlock
from planner.core.edits.structure import add_line, remove_lines
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import BASE, Document, Evidence, EvidenceKind
from planner.core.model.fields import ALL_FIELDS
from planner.core.model.lines import Cell
from planner.core.model.origins import Basis
from tests.samples import DC1, DC2, SCHOOLS, small_portfolio
from tests.strategies import YEARS, Drawn, examples, trees

RULES = Evidence(EvidenceKind.RULE, "特別研究員規程", "第5条")
QUOTES = Evidence(EvidenceKind.QUOTE, "見積書", "3頁")
ROW = 0


@pytest.fixture
def document() -> Document:
    """作業案 and below it 子."""
    return branch(new_document(small_portfolio()), 1, "子")


def rated(document: Document, scenario: int, rate: int | None, why: str = "", line: str = DC1) -> Document:
    return set_values(document, scenario, [Entry(line, "rate", 2026, rate)], why)


def test_the_base_gives_its_figures_with_their_sentence(document: Document) -> None:
    values = ValuesInForce(document, 1)
    found = values.value(ROW, "rate", 2028)
    assert (found.value, found.since, found.giver, found.basis) == (3_072_000, 2026, BASE, Basis.PUBLISHED)
    assert found.origin is not None and "3,072千円" in found.origin.quote
    assert values.value(ROW, "times", 2026).basis is None, "a default comes from nowhere"
    assert not values.basis(ROW, 2026).changed


def test_a_value_of_a_scenario_holds_with_the_change_that_set_it(document: Document) -> None:
    document = rated(rated(document, 1, 3_100_000, "一度目"), 1, 3_200_000, "二度目")
    found = ValuesInForce(document, 2).value(ROW, "rate", 2027)
    assert (found.value, found.since, found.giver, found.basis, found.origin) == (3_200_000, 2026, 1, CHANGED, None)
    assert found.change is not None and found.change.why == "二度目"
    assert found.before.value == 3_072_000 and found.before.origin is not None
    assert ValuesInForce(document, BASE).value(ROW, "rate", 2026).basis is Basis.PUBLISHED


def test_the_base_takes_over_again_with_its_next_step(document: Document) -> None:
    document = set_values(document, 1, [Entry(DC1, "rate", 2024, 2_500_000)], "過年度")
    values = ValuesInForce(document, 1)
    assert [values.value(ROW, "rate", year).giver for year in (2023, 2024, 2025, 2026)] == [BASE, 1, 1, BASE]


def test_a_value_back_at_the_base_is_the_bases_whoever_gave_it(document: Document) -> None:
    document = rated(rated(document, 1, 3_200_000, "上げる"), 2, 3_072_000, "戻す")
    found = ValuesInForce(document, 2).value(ROW, "rate", 2026)
    assert found.giver == 2 and not found.is_changed
    assert found.basis is Basis.PUBLISHED and found.origin is not None


def test_a_value_returned_to_the_parent_is_the_parents(document: Document) -> None:
    document = rated(rated(rated(document, 1, 3_200_000, "親"), 2, 3_300_000, "子"), 2, None, "取消")
    found = ValuesInForce(document, 2).value(ROW, "rate", 2026)
    assert (found.value, found.giver) == (3_200_000, 1)
    assert found.change is not None and found.change.why == "親"


def test_a_locked_scenario_keeps_the_changes_of_its_values(document: Document) -> None:
    document = lock(rated(rated(document, 1, 3_200_000, "親"), 2, 900, "別の行", DC2), 2)
    document = rated(document, 1, 3_300_000, "後から")
    for each in (document, unlock(document, 2)):
        found = ValuesInForce(each, 2).value(ROW, "rate", 2026)
        assert (found.value, found.giver) == (3_200_000, 2)
        assert found.change is not None and found.change.why == "親"


def test_a_child_that_takes_over_a_scenario_takes_over_why(document: Document) -> None:
    document = rated(rated(document, 1, 3_200_000, "親"), 2, 3_300_000, "子")
    document = delete_scenario(rated(document, 1, 5_000_000, "親の行", SCHOOLS), 1)
    values = ValuesInForce(document, 2)
    assert [change.why for row in (0, 2) if (change := values.value(row, "rate", 2026).change)] == ["子", "親の行"]


def test_the_latest_of_the_giver_counts_not_one_above_it(document: Document) -> None:
    document = rated(rated(document, 2, 3_300_000, "子"), 1, 3_300_000, "親も")
    change = ValuesInForce(document, 2).value(ROW, "rate", 2026).change
    assert change is not None and change.why == "子"


def test_evidence_goes_with_the_value_it_was_given_for(document: Document) -> None:
    cell = (DC1, Cell("rate", 2026))
    document = set_evidence(rated(document, 1, 3_200_000), 1, [cell], RULES)
    assert ValuesInForce(document, 2).value(ROW, "rate", 2027).evidence == RULES
    below = rated(document, 2, 3_300_000)
    assert ValuesInForce(below, 2).value(ROW, "rate", 2026).evidence is None
    assert below.evidence(2) == {} and lock(below, 2).scenario(2).evidence == {}
    assert delete_scenario(below, 1).evidence(2) == {}
    below = set_evidence(below, 2, [cell], QUOTES)
    assert ValuesInForce(below, 2).value(ROW, "rate", 2026).evidence == QUOTES
    assert ValuesInForce(rated(below, 2, 3_400_000), 2).value(ROW, "rate", 2026).evidence is None
    back = ValuesInForce(rated(below, 2, None), 2).value(ROW, "rate", 2026)
    assert (back.value, back.evidence) == (3_200_000, RULES)


def test_taking_back_and_copying_carry_the_reason_of_the_value(document: Document) -> None:
    document = rated(rated(document, 1, 3_100_000, "一度目"), 1, 3_200_000, "二度目")
    back = ValuesInForce(revert(document, 2, "やめる"), 1).value(ROW, "rate", 2026).change
    assert back is not None and back.why == "やめる"
    copied = ValuesInForce(copy_change(branch(document, BASE, "別案"), 2, 3), 3).value(ROW, "rate", 2026)
    assert copied.giver == 3 and copied.change is not None and copied.change.why == "二度目"


def test_a_line_rests_on_what_its_request_is_made_of(document: Document) -> None:
    assert ValuesInForce(rated(document, 1, 3_200_000), 1).basis(ROW, 2026) == (True, Basis.PUBLISHED)
    assert ValuesInForce(rated(document, 1, 3_200_000), 1).basis(ROW, 2025) == (False, Basis.PUBLISHED)
    document, line = add_line(document, 1, "ssh", "新しい行", why="新規")
    row = document.portfolio.line_index[line]
    document = set_values(document, 1, [Entry(line, "rate", 2026, 100), Entry(line, "quantity", 2026, 2)], "積算")
    values = ValuesInForce(document, 1)
    assert values.basis(row, 2026) == (True, None)
    assert all(use.found.anew for use in values.used(row, 2026))


def test_a_line_uses_the_intakes_that_are_there_and_what_was_changed_of_it(document: Document) -> None:
    used = [(use.found.field, use.years) for use in ValuesInForce(document, 1).used(ROW, 2026)]
    assert used == [
        ("rate", (2026,)),
        ("rate", (2025, 2024)),
        ("quantity", (2026, 2025, 2024)),
        ("times", (2026,)),
        ("share", (2026,)),
    ]
    entries = [Entry(DC1, "duration", 2026, 4), Entry(DC1, "retention", 2, 0)]
    entries += [Entry(DC1, "quantity", 2024, 0), Entry(DC1, "quantity", 2025, 642)]
    used = [(use.found.field, use.years) for use in ValuesInForce(set_values(document, 1, entries), 1).used(ROW, 2026)]
    assert used[:2] == [("rate", (2026,)), ("rate", (2025,))]
    assert used[2:4] == [("quantity", (2026, 2025)), ("quantity", (2024,))], "an intake that a scenario took away"
    assert used[6:] == [("duration", (2026,)), ("retention", (2,))]
    gone = ValuesInForce(remove_lines(document, 1, [DC1], "廃止"), 1).used(ROW, 2026)
    assert [(use.found.field, use.found.value) for use in gone] == [("present", 0)]


@settings(max_examples=examples(100))
@given(trees())
def test_what_is_in_force_is_what_is_reckoned_with(made: tuple[Drawn, Document]) -> None:
    drawn, document = made
    for scenario in (BASE, *(each.number for each in document.scenarios)):
        values, overrides = ValuesInForce(document, scenario), document.overrides(scenario)
        evaluation = evaluate(evaluate_base(drawn.portfolio), overrides)
        for row, line in enumerate(drawn.portfolio.lines.ids):
            cells = overrides.get(line, {})
            assert {cell: given.value for cell, given in values.given(row).items()} == cells
            for field in ALL_FIELDS:
                for year in range(1, 6) if field == "retention" else range(YEARS[0] - 3, YEARS[-1] + 1):
                    found = values.value(row, field, year)
                    assert found.value == effective(evaluation.drivers(row), field, year)
                    if found.giver == BASE:
                        assert (found.value, found.change) == (found.before.value, None)
                    else:
                        assert cells[Cell(field, found.since or 0)] == found.value
                        assert found.change is not None and found.change.scenario == found.giver
                        made_of = found.change.cells_of[line][Cell(field, found.since or 0)]
                        assert (made_of.after, made_of.cleared) == (found.value, False)
