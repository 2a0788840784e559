"""The check in the window: filters, each finding settled where it stands, the next one, taking back, CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from planner.app.check.fixes import Way
from planner.app.check.problem_model import FINDING, ProblemFilter
from planner.app.check.problem_panel import ProblemPanel
from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, set_values
from planner.core.errors import Severity
from planner.core.model.document import BASE, Document
from planner.core.model.lines import Cell
from planner.files.document.store import open_document, save_document
from tests.app.hands import type_on
from tests.samples import SCHOOLS


@pytest.fixture
def panel(window: MainWindow) -> ProblemPanel:
    """The check, in front, of a scenario with two edits nobody gave a reason for."""
    window.menus.actions["go.problems"].trigger()
    window.session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, 15_000_000)])
    window.session.set_values("edit", [Entry("fellows/dc/dc1", "quantity", 2026, 700)])
    QApplication.processEvents()
    return window.check.problems


def listed(panel: ProblemPanel) -> list[tuple[str, str]]:
    return [(each.rule, each.where) for each in map(panel.model.problem_at, range(panel.model.rowCount()))]


def choose(box: QComboBox, data: object) -> None:
    """Choose from a box by keys, as a person does."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _step in range(box.findData(data)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == data


def show(panel: ProblemPanel, wanted: ProblemFilter) -> None:
    QTest.mouseClick(panel.chips[wanted], Qt.MouseButton.LeftButton)
    assert panel.wanted is wanted


def select(panel: ProblemPanel, *findings: tuple[str, str]) -> None:
    """Select findings, the cursor on the first of them."""
    selection, flags = panel.list.selectionModel(), QItemSelectionModel.SelectionFlag
    rows = [listed(panel).index(finding) for finding in findings]
    selection.setCurrentIndex(panel.model.index(rows[0], FINDING), flags.ClearAndSelect | flags.Rows)
    for row in rows[1:]:
        selection.select(panel.model.index(row, FINDING), flags.Select | flags.Rows)


def settle(panel: ProblemPanel, way: Way, text: str = "") -> None:
    """Choose a way and type what settles the finding, where it stands."""
    fix = panel.fix
    fix.way.setCurrentIndex(fix.way.findData(way))
    assert fix.chosen is way
    if way is Way.WITHDRAW:
        QTest.mouseClick(fix.write, Qt.MouseButton.LeftButton)
        return
    fix.field.setFocus()
    type_on(fix.field, text)
    QTest.keyClick(fix.field, Qt.Key.Key_Return)


def accept(panel: ProblemPanel, why: str) -> None:
    settle(panel, Way.ACCEPT, why)


JUMP, RANGE = ("jump", f"{SCHOOLS}.rate@2026"), ("range", f"{SCHOOLS}.rate@2026")


def test_findings_are_filtered_by_weight_and_rule(panel: ProblemPanel) -> None:
    show(panel, ProblemFilter.ALL)
    everything = listed(panel)
    assert panel.chips[ProblemFilter.ALL].text() == f"All findings {len(everything)}"
    show(panel, ProblemFilter.SETTLE)
    waiting = listed(panel)
    assert RANGE in waiting and len(waiting) == 5
    show(panel, ProblemFilter.NOTES)
    assert sorted(waiting + listed(panel)) == sorted(everything)
    show(panel, ProblemFilter.SETTLE)
    choose(panel.rule, "jump")
    assert listed(panel) == [JUMP]
    show(panel, ProblemFilter.NOTES)
    assert listed(panel) == []
    assert panel.nothing.isVisible()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_finding_is_settled_where_it_stands_and_the_next_one_follows(
    make_window: Callable[..., MainWindow], document: Document, language: str
) -> None:
    """From F8 to nothing left, by keys alone: evidence, a reason, that it may stand, another value."""
    window = make_window(document, language)
    session = window.session
    session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, 15_000_000)])
    session.set_values("edit", [Entry("fellows/dc/dc1", "quantity", 2026, 500)])
    window.menus.actions["go.problems"].trigger()
    panel, settled = window.check.problems, []
    QTest.keyClick(window, Qt.Key.Key_F8)
    while panel.model.rowCount():
        assert panel.isVisible() and panel.fix.field.hasFocus(), "never away from the list"
        problem = panel.model.problem_at(panel.list.currentIndex().row())
        settled.append((problem.rule, panel.fix.chosen))
        if problem.rule == "range":
            settle(panel, Way.VALUE, "9,500千円")
        else:
            type_on(panel.fix.field, "積算基準 第3条")
            QTest.keyClick(panel.fix.field, Qt.Key.Key_Return)
        assert len(settled) < 9
    assert settled == [
        ("range", Way.ACCEPT),
        ("increase", Way.REASON),  # of the value before and of the one put in its place
        ("quantity-basis", Way.REASON),
        ("rate-basis", Way.EVIDENCE),
    ]
    nothing = "要対応なし" if language == "ja" else "Nothing to settle"
    assert panel.nothing.isVisible() and panel.nothing.text().startswith(nothing)
    made = session.state.document
    assert [each.why for each in made.changes] == ["積算基準 第3条"] * 3
    assert made.evidence(1)[SCHOOLS][Cell("rate", 2026)].document == "積算基準 第3条"
    assert made.overrides(1)[SCHOOLS][Cell("rate", 2026)] == 9_500_000
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.messages.text == nothing
    for _step in settled:
        session.undo_stack.undo()
    assert panel.model.rowCount() == 5, "each of them is one step"


def test_what_cannot_stand_is_refused_and_what_was_typed_stays(panel: ProblemPanel, window: MainWindow) -> None:
    select(panel, RANGE)
    settle(panel, Way.VALUE, "たぶん")
    assert "たぶん" in window.messages.text
    assert panel.fix.field.text() == "たぶん" and RANGE in listed(panel)
    select(panel, JUMP)
    assert panel.fix.field.text() == "", "that was about another finding"
    settle(panel, Way.VALUE, "")
    assert "Nothing is written" in window.messages.text


def test_several_are_settled_with_one_word(panel: ProblemPanel, window: MainWindow) -> None:
    window.session.set_values("edit", [Entry("fellows/dc/dc1", "rate", 2026, 3_200_000)])
    bare = [each for each in listed(panel) if each[0] == "rate-basis"]
    assert len(bare) == 2
    select(panel, *bare)
    assert panel.fix.write.text() == "Write down (2)"
    count = window.session.undo_stack.count()
    settle(panel, Way.EVIDENCE, "pay law")
    assert window.session.undo_stack.count() == count + 1
    assert not [each for each in listed(panel) if each[0] == "rate-basis"]
    select(panel, JUMP, RANGE)
    offered = [panel.fix.way.itemData(place) for place in range(panel.fix.way.count())]
    assert offered == [Way.ACCEPT], "a value is of one cell"


def test_a_ceiling_that_is_not_judged_leads_to_the_lines_without_a_class(
    panel: ProblemPanel, window: MainWindow
) -> None:
    show(panel, ProblemFilter.NOTES)
    select(panel, next(each for each in listed(panel) if each[0] == "ceiling-unknown"))
    assert panel.fix.chosen is Way.CLASSES
    QTest.mouseClick(panel.fix.write, Qt.MouseButton.LeftButton)
    assert window.check.classes.isVisible() and window.check.classes.list.hasFocus()


def test_the_base_is_not_edited_but_its_findings_may_stand(panel: ProblemPanel, window: MainWindow) -> None:
    window.session.show(scenario=BASE)
    show(panel, ProblemFilter.ALL)
    found = {panel.model.problem_at(row).rule: row for row in range(panel.model.rowCount())}
    for row in found.values():
        panel.list.setCurrentIndex(panel.model.index(row, FINDING))
        offered = {panel.fix.way.itemData(place) for place in range(panel.fix.way.count())}
        assert not offered & {Way.VALUE, Way.EVIDENCE}


def test_findings_are_accepted_with_a_reason_and_taken_back(panel: ProblemPanel, window: MainWindow) -> None:
    before = window.status.problems.text()
    select(panel, JUMP, RANGE)
    accept(panel, "price rise")
    assert not {JUMP, RANGE} & set(listed(panel))
    assert panel.fix.field.text() == ""
    assert before.replace("Warnings 5", "Warnings 3") == window.status.problems.text() != before
    show(panel, ProblemFilter.ACCEPTED)
    assert listed(panel) == [RANGE, JUMP]
    index = panel.model.index(0, 1)
    font = index.data(Qt.ItemDataRole.FontRole)
    assert isinstance(font, QFont)
    assert font.strikeOut()
    assert "Accepted: price rise" in str(panel.model.index(0, 3).data())
    select(panel, JUMP)
    settle(panel, Way.WITHDRAW)
    assert listed(panel) == [RANGE]
    window.session.undo_stack.undo()
    assert listed(panel) == [RANGE, JUMP]
    window.session.undo_stack.undo()
    assert listed(panel) == []
    assert window.status.problems.text() == before


def test_without_a_reason_nothing_is_accepted_and_it_is_said(panel: ProblemPanel, window: MainWindow) -> None:
    select(panel, JUMP)
    accept(panel, "")
    assert "only with a reason" in window.messages.text
    assert JUMP in listed(panel)
    assert not window.session.state.document.waivers


def test_findings_of_a_scenario_never_shown_follow_and_nothing_stale_stands_meanwhile(
    qtbot: QtBot, make_window: Callable[..., MainWindow], document: Document
) -> None:
    document = branch(document, BASE, "高い案")
    window = make_window(set_values(document, 2, [Entry("ssh/schools", "rate", 2026, 15_000_000)]))
    model, before = window.check.problems.model, window.status.problems.text()
    window.session.show(scenario=2)
    assert model.pending
    assert model.rowCount() == 0
    assert window.status.problems.text() == "…"
    qtbot.waitUntil(lambda: not model.pending)
    assert model.count(Severity.WARNING) > 0
    assert window.status.problems.text() not in ("…", before)
    window.session.show(scenario=1)
    assert not model.pending, "it was shown before: at once"
    assert window.status.problems.text() == before


def test_what_is_accepted_holds_in_a_branch_and_in_the_file(
    panel: ProblemPanel, window: MainWindow, tmp_path: Path
) -> None:
    select(panel, JUMP)
    accept(panel, "price rise")
    window.scenarios.branch("child")
    assert JUMP not in listed(panel)
    save_document(window.session.state.document, tmp_path / "a.bplan")
    assert open_document(tmp_path / "a.bplan").document.waivers == window.session.state.document.waivers
    show(panel, ProblemFilter.ACCEPTED)
    select(panel, JUMP)
    settle(panel, Way.WITHDRAW)
    assert "accepted in 作業案" in window.messages.text
    window.session.show(scenario=BASE)
    assert listed(panel) == []


def test_f8_goes_from_finding_to_finding_and_to_its_cell(qtbot: QtBot, panel: ProblemPanel, window: MainWindow) -> None:
    choose(panel.rule, "rate-basis")
    show(panel, ProblemFilter.ALL)
    window.pages.show_page("lines")
    QTest.keyClick(window, Qt.Key.Key_F8)
    index = window.work.table.currentIndex()
    row = window.session.state.portfolio.line_index[SCHOOLS]
    assert window.work.table.lines.row_at(index).line == row
    assert COLUMNS[index.column()] is Column.RATE
    choose(panel.rule, "")
    places = listed(panel)
    panel.list.setCurrentIndex(panel.model.index(0, 0))
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert panel.list.currentIndex().row() == 1
    for _step in range(2):
        QTest.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert panel.list.currentIndex().row() == len(places) - 1, "before the first comes the last"


def test_the_finding_chosen_stays_chosen_while_others_come_and_go(panel: ProblemPanel, window: MainWindow) -> None:
    panel.list.setCurrentIndex(panel.model.index(listed(panel).index(JUMP), 0))
    window.session.set_values("edit", [Entry("fellows/dc/dc2", "rate", 2026, 3_100_000)])
    assert panel.model.problem_at(panel.list.currentIndex().row()).rule == "jump"
    window.session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, None)])
    assert JUMP not in listed(panel)
    assert panel.list.currentIndex().row() >= 0, "the next one stands in its place"


def test_double_click_leads_to_the_quantity(panel: ProblemPanel, window: MainWindow) -> None:
    window.session.set_values("edit", [Entry("fellows/dc/dc1", "quantity", 2026, 600)])
    place = listed(panel).index(("quantity-basis", "fellows/dc/dc1.quantity@2026"))
    panel.list.activated.emit(panel.model.index(place, 0))
    assert COLUMNS[window.work.table.currentIndex().column()] is Column.QUANTITY


def test_the_findings_are_written_with_their_reasons(
    make_window: Callable[..., MainWindow], document: Document, tmp_path: Path
) -> None:
    window = make_window(document, "ja")
    window.session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, 15_000_000)])
    panel = window.check.problems
    select(panel, JUMP)
    accept(panel, "物価上昇")
    panel.write(tmp_path / "check.csv")
    with (tmp_path / "check.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(panel.model.found)
    accepted = [row for row in rows if row["了承の理由"]]
    assert [(row["点検項目"], row["場所"], row["了承の理由"]) for row in accepted] == [
        ("大幅な増減", "SSH支援事業 › 基礎枠 R8", "物価上昇")
    ]
    panel.write(tmp_path / "no" / "check.csv")
    assert not (tmp_path / "no").exists()


def test_the_print_unit_decides_which_rounding_is_told(panel: ProblemPanel, window: MainWindow) -> None:
    choose(panel.rule, "printed-rounding")
    show(panel, ProblemFilter.ALL)
    window.session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, 15_002_084)])
    window.work.table.setFocus()
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert listed(panel) == [("printed-rounding", "@2026")]
    assert "11,295 + 3,601, which is 14,896; the total prints 14,895" in str(panel.model.problem_at(0).message)
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert listed(panel) == []
