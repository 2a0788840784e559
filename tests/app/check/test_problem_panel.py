"""The check in the window: filters, accepting with a reason, taking back, going from finding to finding, CSV."""

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

from planner.app.check.problem_model import ProblemFilter
from planner.app.check.problem_panel import ProblemPanel
from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, set_values
from planner.core.errors import Severity
from planner.core.model.document import BASE, Document
from planner.files.document.store import open_document, save_document
from tests.samples import SCHOOLS


@pytest.fixture
def panel(window: MainWindow) -> ProblemPanel:
    """The check, in front, of a scenario with two edits nobody gave a reason for."""
    window.menus.actions["go.problems"].trigger()
    window.session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, 15_000_000)])
    window.session.set_values("edit", [Entry("fellows/dc/dc1", "quantity", 2026, 700)])
    QApplication.processEvents()
    return window.problem_panel


def listed(panel: ProblemPanel) -> list[tuple[str, str]]:
    return [(each.rule, each.where) for each in map(panel.model.problem_at, range(panel.model.rowCount()))]


def choose(box: QComboBox, data: object) -> None:
    """Choose from a box by keys, as a person does."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _step in range(box.findData(data)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == data


def select(panel: ProblemPanel, *findings: tuple[str, str]) -> None:
    selection = panel.list.selectionModel()
    selection.clear()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for finding in findings:
        selection.select(panel.model.index(listed(panel).index(finding), 0), flags)


def accept(panel: ProblemPanel, why: str) -> None:
    panel.reason.setFocus()
    QTest.keyClicks(panel.reason, why)
    QTest.keyClick(panel.reason, Qt.Key.Key_Return)


JUMP, RANGE = ("jump", f"{SCHOOLS}.rate@2026"), ("range", f"{SCHOOLS}.rate@2026")


def test_findings_are_filtered_by_severity_and_rule(panel: ProblemPanel) -> None:
    everything = listed(panel)
    assert panel.said.text() == f"{len(everything)}/{len(everything)}"
    choose(panel.wanted, ProblemFilter.WARNINGS)
    warnings = listed(panel)
    assert RANGE in warnings
    assert ("execution-rate", "") in set(everything) - set(warnings)
    choose(panel.rule, "jump")
    assert listed(panel) == [JUMP]
    assert panel.said.text() == f"1/{len(everything)}"
    choose(panel.wanted, ProblemFilter.ERRORS)
    assert listed(panel) == []


def test_findings_are_accepted_with_a_reason_and_taken_back(panel: ProblemPanel, window: MainWindow) -> None:
    before = window.status.problems.text()
    select(panel, JUMP, RANGE)
    accept(panel, "price rise")
    assert not {JUMP, RANGE} & set(listed(panel))
    assert panel.reason.text() == ""
    assert before.replace("Warnings 5", "Warnings 3") == window.status.problems.text() != before
    choose(panel.wanted, ProblemFilter.ACCEPTED)
    assert listed(panel) == [RANGE, JUMP]
    index = panel.model.index(0, 1)
    font = index.data(Qt.ItemDataRole.FontRole)
    assert isinstance(font, QFont)
    assert font.strikeOut()
    assert "Accepted: price rise" in str(panel.model.index(0, 3).data())
    select(panel, JUMP)
    QTest.mouseClick(panel.withdraw_button, Qt.MouseButton.LeftButton)
    assert listed(panel) == [RANGE]
    window.session.undo_stack.undo()
    assert listed(panel) == [RANGE, JUMP]
    window.session.undo_stack.undo()
    assert listed(panel) == []
    assert window.status.problems.text() == before


def test_without_a_reason_nothing_is_accepted_and_it_is_said(panel: ProblemPanel, window: MainWindow) -> None:
    select(panel, JUMP)
    QTest.mouseClick(panel.accept_button, Qt.MouseButton.LeftButton)
    assert "only with a reason" in window.messages.text
    assert JUMP in listed(panel)
    assert not window.session.state.document.waivers


def test_findings_of_a_scenario_never_shown_follow_and_nothing_stale_stands_meanwhile(
    qtbot: QtBot, make_window: Callable[..., MainWindow], document: Document
) -> None:
    document = branch(document, BASE, "高い案")
    window = make_window(set_values(document, 2, [Entry("ssh/schools", "rate", 2026, 15_000_000)]))
    model, before = window.problem_panel.model, window.status.problems.text()
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
    choose(panel.wanted, ProblemFilter.ACCEPTED)
    select(panel, JUMP)
    QTest.mouseClick(panel.withdraw_button, Qt.MouseButton.LeftButton)
    assert "accepted in 作業案" in window.messages.text
    window.session.show(scenario=BASE)
    assert listed(panel) == []


def test_f8_goes_from_finding_to_finding_and_to_its_cell(qtbot: QtBot, panel: ProblemPanel, window: MainWindow) -> None:
    choose(panel.rule, "rate-basis")
    choose(panel.wanted, ProblemFilter.ALL)
    window.table.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F8)
    index = window.table.currentIndex()
    row = window.session.state.portfolio.line_index[SCHOOLS]
    assert window.table.lines.row_at(index).line == row
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
    assert "examiner" not in panel.full.toPlainText()


def test_double_click_leads_to_the_quantity(panel: ProblemPanel, window: MainWindow) -> None:
    window.session.set_values("edit", [Entry("fellows/dc/dc1", "quantity", 2026, 600)])
    place = listed(panel).index(("quantity-basis", "fellows/dc/dc1.quantity@2026"))
    panel.list.activated.emit(panel.model.index(place, 0))
    assert COLUMNS[window.table.currentIndex().column()] is Column.QUANTITY


def test_the_findings_are_written_with_their_reasons(
    make_window: Callable[..., MainWindow], document: Document, tmp_path: Path
) -> None:
    window = make_window(document, "ja")
    window.session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, 15_000_000)])
    panel = window.problem_panel
    select(panel, JUMP)
    panel.reason.setText("物価上昇")  # test keys are ASCII
    QTest.keyClick(panel.reason, Qt.Key.Key_Return)
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
    window.session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, 15_002_084)])
    window.table.setFocus()
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert listed(panel) == [("printed-rounding", "@2026")]
    assert "11,295 + 3,601, which is 14,896; the total prints 14,895" in str(panel.model.problem_at(0).message)
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert listed(panel) == []
