"""Edits: pure, recorded, refused with a reason; scenarios inherit, fold when deleted, and compare cell by cell."""

from __future__ import annotations

import uuid
from fractions import Fraction

import pytest

from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base
from planner.core.calculation.in_force import effective
from planner.core.check import examination as checks
from planner.core.check import printed as figures
from planner.core.compare.side_by_side import compare
from planner.core.edits.changes import set_reasons
from planner.core.edits.scenarios import branch, delete_scenario, find_scenario, rename
from planner.core.edits.values import Author, Entry, new_document, set_values
from planner.core.errors import Severity, UserError
from planner.core.model.document import BASE, Document, Scenario, new_identity
from planner.core.model.lines import Cell
from planner.core.model.sound import sound
from tests.samples import DC1, small_portfolio

RATE = Entry(DC1, "rate", 2026, 3_200_000)


@pytest.fixture
def document() -> Document:
    return new_document(small_portfolio())


def evaluation(document: Document, scenario: int) -> Evaluation:
    return evaluate(evaluate_base(document.portfolio), document.overrides(scenario))


def test_an_edit_makes_a_new_document_and_a_record_of_itself(document: Document) -> None:
    edited = set_values(document, 1, [RATE], "処遇改善", Author("mori", "2026-08-01"))
    assert document.changes == ()
    change = edited.changes[0]
    assert [(cell.before, cell.after) for cell in change.cells] == [(3_072_000, 3_200_000)]
    assert (change.effect, change.why, change.who) == (128_000 * 642, "処遇改善", "mori")
    assert edited.scenario(1).overrides == {DC1: {Cell("rate", 2026): 3_200_000}}
    assert edited == set_values(document, 1, [RATE], "処遇改善", Author("abe", "2026-09-01"))


def test_setting_what_is_there_already_changes_nothing(document: Document) -> None:
    assert set_values(document, 1, [RATE._replace(value=3_072_000)]) is document
    edited = set_values(document, 1, [RATE])
    assert set_values(edited, 1, [RATE]) is edited
    assert set_values(document, 1, [RATE._replace(value=None)]) is document


def test_clearing_returns_to_the_parents_value(document: Document) -> None:
    edited = branch(set_values(document, 1, [RATE]), 1, "子")
    child = set_values(edited, 2, [RATE._replace(value=3_300_000)])
    cleared = set_values(child, 2, [RATE._replace(value=None)])
    assert cleared.scenario(2).overrides == {}
    cell = cleared.changes[-1].cells[0]
    assert (cell.before, cell.after, cell.cleared) == (3_300_000, 3_200_000, True)


def test_a_step_holds_until_the_next_whoever_gave_it() -> None:
    document = branch(new_document(small_portfolio()), 1, "子")
    document = set_values(document, 1, [Entry(DC1, "quantity", 2024, 700)])
    document = set_values(document, 2, [Entry(DC1, "quantity", 2026, 600)])
    amounts = evaluation(document, 2).line(document.portfolio.line_index[DC1])
    assert amounts[1] == 600 * 3_072_000 + (700 + 700) * 2_400_000


def test_past_intake_moves_the_stock_from_the_request_year_and_never_the_enacted_one(document: Document) -> None:
    edited = set_values(document, 1, [Entry(DC1, "quantity", 2025, 700)])
    row = document.portfolio.line_index[DC1]
    before, after = evaluation(document, 1).line(row), evaluation(edited, 1).line(row)
    assert after[0] == before[0]
    assert after[1] == 700 * 3_072_000 + (700 + 642) * 2_400_000


@pytest.mark.parametrize(
    ("scenario", "entry", "said"),
    [
        (BASE, RATE, "The base is not edited"),
        (1, RATE._replace(line_id="x"), 'no line "x"'),
        (1, RATE._replace(field="price"), 'no field "price"'),
        (1, RATE._replace(value=10**20), "must lie between"),
        (1, Entry(DC1, "quantity", 2026, -1), "must lie between"),
        (1, Entry(DC1, "times", 2026, Fraction(-3, 12)), "must lie between"),
        (1, Entry(DC1, "times", 2025, Fraction(3, 12)), "is enacted"),
        (1, Entry("ssh/schools", "quantity", 2025, 5), "is enacted"),
        (1, RATE._replace(year=2027), "beyond the plan"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_changes(
    document: Document, scenario: int, entry: Entry, said: str
) -> None:
    with pytest.raises(UserError, match=said):
        set_values(document, scenario, [RATE._replace(value=1), entry])
    assert document == new_document(small_portfolio())


def test_scenarios_are_named_once_and_found_by_name(document: Document) -> None:
    document = branch(document, 1, " 大臣説明案 ")
    assert find_scenario(document, "大臣説明案") == 2
    assert find_scenario(document, "base") == find_scenario(document, "基準") == BASE
    for name in ("作業案", "base", "基準", "", " ", "a\nb", "x" * 101):
        with pytest.raises(UserError):
            branch(document, 1, name)
        with pytest.raises(UserError):
            rename(document, 2, name)
    assert rename(document, 2, "説明案").scenario(2).name == "説明案"
    with pytest.raises(UserError, match="作業案, 大臣説明案"):
        find_scenario(document, "なし")


def test_deleting_folds_a_scenario_into_those_below_it(document: Document) -> None:
    document = set_values(document, 1, [RATE, Entry("ssh/schools", "quantity", 2026, 250)])
    document = branch(branch(document, 1, "甲"), 1, "乙")
    document = set_values(document, 2, [RATE._replace(value=3_300_000)], "甲の理由")
    before = [evaluation(document, number).total for number in (2, 3)]
    folded = delete_scenario(document, 1)
    assert [scenario.parent for scenario in folded.scenarios] == [BASE, BASE]
    assert [evaluation(folded, number).total for number in (2, 3)] == before
    assert sound(folded) is folded
    assert sorted(change.scenario for change in folded.changes) == [2, 2, 3]


def test_values_given_together_all_stand_even_where_one_was_in_force_before(document: Document) -> None:
    """642 people are in force in 2025 already, but no longer once 2024 has another value."""
    entries = [Entry(DC1, "quantity", 2025, 642), Entry(DC1, "quantity", 2024, 600)]
    edited = set_values(document, 1, entries)
    line = edited.portfolio.line(0, edited.overrides(1)[DC1])
    assert [effective(line, "quantity", year) for year in (2023, 2024, 2025, 2026)] == [
        642, 600, 642, 642]  # fmt: skip


def test_a_reason_is_an_edit_of_the_change(document: Document) -> None:
    edited = set_reasons(set_values(document, 1, [RATE]), [1], " 人事院勧告 ")
    assert edited.changes[0].why == "人事院勧告"


@pytest.mark.parametrize(
    "scenarios",
    [
        (Scenario(1, "a", 2), Scenario(2, "b", 1)),
        (Scenario(1, "a", 1),),
        (Scenario(1, "a", 7),),
        (Scenario(1, "a"), Scenario(1, "b")),
        (Scenario(1, "a"), Scenario(2, "a")),
        (Scenario(0, "a"),),
    ],
)
def test_scenarios_that_are_no_tree_are_refused(document: Document, scenarios: tuple[Scenario, ...]) -> None:
    with pytest.raises(UserError, match="damaged"):
        sound(Document(document.portfolio, scenarios))


def test_comparison_names_each_differing_cell_with_its_own_effect(document: Document) -> None:
    document = set_values(branch(document, BASE, "別案"), 2, [RATE, Entry(DC1, "quantity", 2026, 700)])
    compared = compare(document, evaluate_base(document.portfolio), [BASE, 1, 2])
    assert [(each.line_id, each.cell, each.values) for each in compared.differences] == [
        (DC1, Cell("rate", 2026), (3_072_000, 3_072_000, 3_200_000)),
        (DC1, Cell("quantity", 2026), (642, 642, 700)),
    ]
    assert [each.effects for each in compared.differences] == [(0, 0, 128_000 * 642), (0, 0, 58 * 3_072_000)]
    together = compared.evaluations[2].total[1].yen - compared.evaluations[0].total[1].yen
    assert together == 3_200_000 * 700 - 3_072_000 * 642


def test_checks_tell_the_printed_figures_missed_and_values_out_of_range(document: Document) -> None:
    base = {figure.published.year: figure for figure in figures.figures(evaluation(document, BASE))}
    assert base[2025].agrees
    assert base[2026].agrees
    edited = set_values(document, 1, [RATE, Entry("ssh/schools", "rate", 2026, 13_000_000)])
    found = checks.problems(edited, evaluation(edited, 1), 1)
    assert [(each.severity, each.where) for each in found if each.rule in ("range", "moved-figure")] == [
        (Severity.WARNING, "ssh/schools.rate@2026"),
        (Severity.NOTE, "fellows/dc@2026"),
    ]
    quick = figures.figures(evaluation(edited, 1), figures.figures(evaluation(document, BASE)))
    whole = figures.figures(evaluation(edited, 1))
    assert list(quick) == list(whole)
    assert (quick.met, quick.judged, list(quick.missed)) == (whole.met, whole.judged, list(whole.missed))
    assert quick[0] == quick.of(whole[0].program, whole[0].published.year) == whole[0]


def test_changes_are_found_by_their_lines_as_they_stand_now(document: Document) -> None:
    assert document.changes.of_line(DC1) == ()
    edited = set_values(document, 1, [RATE], "理由")
    assert edited.changes.of_line(DC1) == edited.changes
    again = set_values(edited, 1, [RATE._replace(value=3_300_000)])
    assert again.changes.of_line(DC1) == again.changes
    reworded = set_reasons(again, [1], "別の理由")
    assert [change.why for change in reworded.changes.of_line(DC1)] == ["別の理由", ""]
    assert [change.why for change in again.changes.of_line(DC1)] == ["理由", ""]
    assert reworded.changes.of_line("ssh/schools") == new_document(small_portfolio()).changes.of_line(DC1) == ()


def test_the_identity_of_an_edit_is_a_random_uuid(document: Document) -> None:
    first, second = (uuid.UUID(new_identity()) for _time in range(2))
    assert (first.version, first.variant) == (second.version, second.variant) == (4, uuid.RFC_4122)
    assert first != second
    changes = set_values(document, 1, [Entry(document.portfolio.lines.ids[0], "rate", 2026, 7)]).changes
    assert str(uuid.UUID(changes[-1].identity)) == changes[-1].identity
