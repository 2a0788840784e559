"""The officer's work on scenarios, changes, lines and programs, through the real window with real keys."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from planner.app.lines.evidence_dialog import EvidenceDialog
from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.lines.line_verbs import LineDialog
from planner.app.programs.program_model import CURRENT
from planner.app.scenarios.change_model import REASON, ChangeFilter
from planner.app.tables.program_rows import NAME
from planner.app.window.main_window import MainWindow
from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document
from planner.core.model.document import BASE, Evidence, EvidenceKind
from planner.core.model.lines import Cell
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.handover import Handover
from planner.files.submission.submission import write_submission
from tests.app.hands import (
    answer,
    cell,
    editor,
    go,
    keys,
    naming,
    shortcut,
    text,
    tree_text,
    type_into,
    type_on,
    type_over,
)
from tests.samples import DC1, DC2, SCHOOLS

DC1_AMOUNT = 642 * 3_072_000 + 2 * 642 * 2_400_000
TOTAL = 11_116_800_000 + 240 * 9_000_000


def request(window: MainWindow) -> int:
    return window.session.state.evaluation.total[1].yen


def afresh(window: MainWindow) -> None:
    """All that is shown equals an evaluation from scratch."""
    document = window.session.state.document
    whole = evaluate(evaluate_base(document.portfolio), document.overrides(window.session.state.scenario))
    assert window.session.state.evaluation.total == whole.total


def test_a_line_is_proposed_filled_in_described_and_taken_out_by_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    table = window.work.table
    go(window, cell(window, SCHOOLS, Column.RATE))
    shortcut(table, "Ctrl++")
    (id_,) = (line for line in window.session.state.portfolio.lines.ids if "new" in line)
    type_on(editor(window), "先導枠")
    keys(qtbot, editor(window), Qt.Key.Key_Return)
    assert table.currentIndex() == cell(window, id_, Column.RATE), "named, the cursor waits for its rate"
    assert "先導枠" in window.work.inspector.detail.text()
    keys(qtbot, table.viewport(), "5")
    keys(qtbot, editor(window), "000000", Qt.Key.Key_Tab)
    keys(qtbot, table.viewport(), "7")
    keys(qtbot, editor(window), Qt.Key.Key_Return)
    assert request(window) == TOTAL + 35_000_000
    assert text(cell(window, id_, Column.LABEL)) == "[new] 先導枠"
    go(window, cell(window, id_, Column.RATE))
    window.desk.do(window.work.lines.ask_describe)
    dialog = window.findChildren(LineDialog)[-1]
    dialog.label.setText("先導改革枠")
    dialog.unit.setText("校")
    dialog.accept()
    assert text(cell(window, id_, Column.LABEL)) == "[new] 先導改革枠"
    go(window, cell(window, id_, Column.RATE))
    shortcut(table, "Ctrl+-")
    assert request(window) == TOTAL
    assert table.lines.row_of_line(window.session.state.portfolio.line_index[id_]) == -1
    for _ in range(6):
        window.session.undo_stack.undo()
    assert window.session.state.document == new_document(window.session.state.portfolio)
    for _ in range(6):
        window.session.undo_stack.redo()
    assert request(window) == TOTAL
    afresh(window)


def test_a_line_of_the_base_is_struck_out_and_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    index = cell(window, DC1, Column.RATE)
    go(window, index)
    shortcut(window.work.table, "Ctrl+-")
    assert request(window) == TOTAL - DC1_AMOUNT
    label = cell(window, DC1, Column.LABEL)
    assert text(label) == "[taken out] DC1"
    assert label.data(Qt.ItemDataRole.FontRole).strikeOut()
    assert text(cell(window, DC1, Column.PREVIOUS)) != "0", "what was enacted stays"
    window.session.show(scenario=BASE)
    assert text(label) == "DC1"
    window.session.show(scenario=1)
    window.desk.do(window.work.lines.put_back)
    assert request(window) == TOTAL
    afresh(window)


def test_copies_stand_below_their_lines_and_move_between_programs(window: MainWindow) -> None:
    go(window, cell(window, DC1, Column.RATE))
    shortcut(window.work.table, "Ctrl+Shift+D")
    copy = f"{DC1}-1"
    assert request(window) == TOTAL + DC1_AMOUNT
    assert window.work.table.currentIndex() == cell(window, copy, Column.RATE)
    shortcut(window.work.table, "Alt+Down")
    order = [each for each in window.session.state.portfolio.lines.ids if each.startswith("fellows")]
    assert order == [DC1, DC2, copy]
    assert window.work.table.currentIndex() == cell(window, copy, Column.RATE)
    window.desk.do(window.work.lines.ask_move)
    dialog = window.findChildren(QInputDialog)[-1]
    (target,) = (name for name in dialog.comboBoxItems() if name.endswith("(ssh)"))
    dialog.setTextValue(target)
    dialog.accept()
    assert request(window) == TOTAL + DC1_AMOUNT
    assert tree_text(window, "fellows", CURRENT) == "11,116,800"
    go(window, cell(window, DC1, Column.RATE))
    shortcut(window.work.table, "Alt+Up")
    assert "request sheets" in window.messages.text
    afresh(window)


def test_a_program_is_proposed_beside_another_and_one_taken_out(window: MainWindow) -> None:
    tree, portfolio = window.work.tree, window.session.state.portfolio
    tree.setCurrentIndex(tree.programs.index_of_program(portfolio.program_index["ssh"]))
    shortcut(window, "Ctrl+Shift+P")
    type_over(naming(window), "AI for Science")
    state = window.session.state
    assert state.program is not None
    assert state.portfolio.programs[state.program].name == "AI for Science"
    assert text(tree.currentIndex().siblingAtColumn(NAME)) == "[new] AI for Science"
    type_over(editor(window), "学習環境")
    assert window.work.table.lines.rowCount() == 1
    assert text(window.work.table.lines.index(0, COLUMNS.index(Column.LABEL))) == "[new] 学習環境"
    (line,) = (each for each in state.portfolio.lines.ids if each.startswith("new"))
    type_into(None, window, cell(window, line, Column.RATE), "1億円")  # type: ignore[arg-type]
    type_into(None, window, cell(window, line, Column.QUANTITY), "3")  # type: ignore[arg-type]
    assert request(window) == TOTAL + 300_000_000
    window.session.show(scenario=BASE)
    names = [text(tree.programs.index(i, 0, tree.programs.index(0, 0))) for i in range(2)]
    assert tree.programs.rowCount(tree.programs.index(0, 0)) == 2, names
    window.session.show(scenario=1, program=None)
    tree.setCurrentIndex(tree.programs.index_of_program(state.portfolio.program_index["fellows"]))
    window.desk.do(window.work.lines.take_program_out)
    assert tree_text(window, "fellows", NAME).startswith("[taken out]")
    assert tree_text(window, "fellows", CURRENT) == "0"
    window.desk.do(window.work.lines.ask_program_name)
    assert "keeps the name" in window.messages.text
    afresh(window)


def test_a_locked_scenario_stays_put_while_its_parent_moves(window: MainWindow) -> None:
    window.scenarios.branch("確定案")
    shortcut(window, "Ctrl+L")
    assert window.session.state.document.scenario(2).locked
    assert window.top_bar.pill.accessibleName().endswith("locked")
    before = request(window)
    go(window, cell(window, DC1, Column.RATE))
    QTest.keyClick(window.work.table.viewport(), Qt.Key.Key_Delete)
    type_into(None, window, cell(window, DC1, Column.RATE), "1円")  # type: ignore[arg-type]
    assert "is locked" in window.messages.text
    window.session.show(scenario=1)
    window.session.set_values("e", [Entry(DC1, "rate", 2026, 1)])
    window.session.show(scenario=2)
    assert request(window) == before
    shortcut(window, "Ctrl+L")
    assert not window.session.state.document.scenario(2).locked
    assert request(window) == before
    window.menus.actions["scenario.duplicate"].trigger()
    answer(window, "確定案の写し")
    assert window.session.state.document.scenario(3).name == "確定案の写し"
    assert window.session.state.scenario == 3
    assert request(window) == before
    afresh(window)


def test_reasons_at_once_later_and_for_many(qtbot: QtBot, window: MainWindow) -> None:
    panel, bar = window.work.inspector.changes, window.work.bar.reasoning
    for rate in ("3,100千円", "3,200千円", "3,300千円"):
        type_into(qtbot, window, cell(window, DC1, Column.RATE), rate)
    shortcut(window, "Ctrl+Shift+3")
    assert QApplication.focusWidget() is panel.list
    panel.list.selectAll()
    panel.reason.setText("人事院勧告")  # QTest types ASCII only
    QTest.keyClick(panel.reason, Qt.Key.Key_Return)
    assert [change.why for change in window.session.state.document.changes] == ["人事院勧告"] * 3
    go(window, cell(window, DC1, Column.RATE))
    QTest.mouseClick(bar.ahead, Qt.MouseButton.LeftButton)
    assert bar.ahead.isChecked()
    type_into(qtbot, window, cell(window, SCHOOLS, Column.QUANTITY), "200")
    assert window.session.state.document.changes[-1].why == "人事院勧告"
    QTest.mouseClick(bar.ahead, Qt.MouseButton.LeftButton)
    type_into(qtbot, window, cell(window, SCHOOLS, Column.QUANTITY), "210")
    assert window.session.state.document.changes[-1].why == ""
    panel.shown.setCurrentIndex(list(ChangeFilter).index(ChangeFilter.UNEXPLAINED))
    panel.shown.activated.emit(1)
    assert panel.model.rowCount() == 1
    panel.shown.setCurrentIndex(0)
    panel.shown.activated.emit(0)
    keys(qtbot, panel.search, "dc1")
    assert panel.model.rowCount() == 3
    assert text(panel.model.index(0, REASON)) == "人事院勧告"


def test_the_reason_for_edits_to_come_goes_with_proposals_too(window: MainWindow) -> None:
    go(window, cell(window, DC1, Column.RATE))
    shortcut(window, "Ctrl+Shift+E")
    type_over(window.work.bar.reasoning.reason, "新たな人材育成")
    assert window.work.bar.reasoning.ahead.isChecked()
    for verb in (window.work.lines.add_line, window.work.lines.duplicate_lines, window.work.lines.take_out):
        window.desk.do(verb)
        go(window, cell(window, DC1, Column.RATE))
    window.work.lines.move_to("ssh")
    window.work.tree.setCurrentIndex(window.work.tree.programs.index_of_program(0))
    window.desk.do(window.work.lines.duplicate_program)
    window.work.lines.add_program("AI for Science", part=False)
    window.desk.do(window.work.lines.take_program_out)
    assert [change.why for change in window.session.state.document.changes] == ["新たな人材育成"] * 7


def test_changes_are_taken_back_promoted_and_copied(window: MainWindow, tmp_path: Path) -> None:
    panel, session = window.work.inspector.changes, window.session
    window.scenarios.branch("案A")
    session.show(scenario=1)
    window.scenarios.branch("案B")
    session.show(scenario=2)
    session.set_values("e", [Entry(DC1, "rate", 2026, 3_200_000)], "民間との差")
    session.set_values("e", [Entry(SCHOOLS, "quantity", 2026, 200)])
    both = request(window)
    panel.list.setCurrentIndex(panel.model.index(1, REASON))
    window.desk.do(window.work.changes.promote)
    assert session.state.document.overrides(1)[DC1] == {Cell("rate", 2026): 3_200_000}
    assert session.state.document.overrides(3)[DC1] == {Cell("rate", 2026): 3_200_000}
    assert session.state.document.scenario(2).overrides.keys() == {SCHOOLS}
    assert request(window) == both
    (row,) = (i for i in range(panel.model.rowCount()) if panel.model.change_at(i).cells[0].line_id == SCHOOLS)
    panel.list.setCurrentIndex(panel.model.index(row, REASON))
    window.desk.do(window.work.changes.ask_copy)
    dialog = window.findChildren(QInputDialog)[-1]
    assert dialog.comboBoxItems() == ["作業案", "案B"]
    dialog.setTextValue("案B")
    dialog.accept()
    assert session.state.document.overrides(3)[SCHOOLS] == {Cell("quantity", 2026): 200}
    session.show(scenario=2)
    (row,) = (i for i in range(panel.model.rowCount()) if panel.model.change_at(i).cells[0].line_id == SCHOOLS)
    panel.list.setCurrentIndex(panel.model.index(row, REASON))
    window.desk.do(window.work.changes.revert)
    assert session.state.document.scenario(2).overrides == {}
    window.work.changes.write_csv(tmp_path / "変更.csv")
    with (tmp_path / "変更.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(each["line_id"], each["reason"]) for each in rows][-1][0] == SCHOOLS
    assert {each["scenario"] for each in rows} == {"作業案", "案A"}
    panel.list.clearSelection()
    window.desk.do(window.work.changes.revert)
    assert "No change is selected" in window.messages.text


def test_evidence_is_given_for_rates_shown_below_and_printed(window: MainWindow, tmp_path: Path) -> None:
    go(window, cell(window, DC1, Column.RATE))
    shortcut(window.work.table, "Ctrl+Shift+V")
    dialog = window.findChildren(EvidenceDialog)[-1]
    dialog.document.setText("特別研究員取扱要領")
    dialog.page.setText("第5条")
    dialog.accept()
    held = window.session.state.document.evidence(1)
    assert held == {DC1: {Cell("rate", 2026): Evidence(EvidenceKind.RULE, "特別研究員取扱要領", "第5条")}}
    assert "特別研究員取扱要領" in window.work.inspector.detail.text()
    go(window, cell(window, DC1, Column.RATE))
    window.desk.do(window.work.lines.ask_evidence)
    again = window.findChildren(EvidenceDialog)[-1]
    assert again.document.text() == "特別研究員取扱要領"
    again.document.clear()
    again.accept()
    assert window.session.state.document.evidence(1) == {}
    window.session.undo_stack.undo()
    state = window.session.state
    write_submission(tmp_path / "a.xlsx", Handover(state.document, state.evaluation, 1))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_proposals_on_the_real_request_add_up_and_leave_the_base(
    make_window: Callable[..., MainWindow], language: str, tmp_path: Path
) -> None:
    base = built_in_portfolio()
    window = make_window(new_document(base), language)
    session, totals = window.session, evaluate_base(base).total
    for program in ("fellows", "ssh"):
        state = session.state
        window.work.tree.setCurrentIndex(
            window.work.tree.programs.index_of_program(state.portfolio.program_index[program])
        )
        window.desk.do(window.work.lines.duplicate_program)
    doubled = session.state.evaluation
    index = session.state.portfolio.program_index
    assert doubled.total[1].yen == totals[1].yen + sum(
        doubled.program(index[each])[1].yen for each in ("fellows", "ssh")
    )
    for view in session.state.portfolio.views:
        was = next(each for each in base.views if each.id == view.id)
        before = evaluate(evaluate_base(base)).view(was)[1].yen
        assert doubled.view(view)[1].yen >= before
    assert session.base_evaluation.total[1].yen == totals[1].yen
    state = session.state
    write_submission(tmp_path / "a.xlsx", Handover(state.document, state.evaluation, state.scenario))
    afresh(window)


def test_an_answer_never_falls_on_another_scenario_than_was_asked_about(window: MainWindow) -> None:
    session = window.session
    session.edit("", lambda document: branch(document, 1, "second"))
    session.show(scenario=1)
    window.menus.actions["scenario.rename"].trigger()
    name = window.ways.scenario_popup.name
    session.set_values("", [Entry(DC1, "rate", 2026, 3_200_000)])
    assert name.isVisible(), "an edit of the same scenario changes nothing of the question"
    session.show(scenario=2)
    assert not name.isVisible()
    assert [each.name for each in session.state.document.scenarios] == ["作業案", "second"]
