"""Journeys through the real window with real keys: what an officer does, and what must then be on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import Column
from planner.app.programs.program_model import CURRENT
from planner.app.tables.marks import Mark
from planner.app.widgets import roles
from planner.app.widgets.tokens import LIGHT, Tokens
from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import branch
from planner.core.errors import UserError
from planner.core.model.document import BASE, Document
from planner.core.money import Unit
from planner.files.document.store import open_document, save_document
from tests.app.hands import answer, cell, editor, go, keys, shortcut, text, tree_text, type_into
from tests.places import ROOT

RISE = 128_000 * (642 + 1108)


def saved(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    """Save to a file and wait until it is there."""
    with qtbot.waitSignal(window.file.saved):
        window.documents.save_to(path)


def test_a_long_name_of_a_scenario_leaves_the_buttons_their_room(qtbot: QtBot, window: MainWindow) -> None:
    window.session.edit("branch", lambda document: branch(document, 1, "Minister briefing, second round, " * 2), 2)
    bar = window.top_bar
    for width in (960, 1100, 1366):
        window.resize(width, 600)
        QApplication.processEvents()
        assert bar.primary.width() >= bar.primary.sizeHint().width(), width
        assert bar.saved.accessibleName() == "● not saved yet"
        assert bar.saved.text() == ("●" if width < 1280 else "● not saved yet")
        assert bar.saved.width() >= bar.saved.sizeHint().width()


def test_one_edit_of_two_cells_moves_line_program_and_total_at_once(qtbot: QtBot, window: MainWindow) -> None:
    rates = [cell(window, line, Column.RATE) for line in ("fellows/dc/dc1", "fellows/dc/dc2")]
    amounts = [cell(window, line, Column.AMOUNT) for line in ("fellows/dc/dc1", "fellows/dc/dc2")]
    before = [text(index) for index in amounts]
    selection = window.work.table.selectionModel()
    go(window, rates[0])
    selection.select(rates[1], selection.SelectionFlag.Select)
    keys(qtbot, window.work.table.viewport(), "3")
    box = editor(window)
    assert box.text() == "3"
    keys(qtbot, box, "200000")
    keys(qtbot, box, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert [text(index) for index in rates] == ["3,200,000", "3,200,000"]
    assert text(amounts[0]) == f"{(642 * 3_200_000 + 2 * 642 * 2_400_000) // 1000:,}"
    assert tree_text(window, "fellows/dc", CURRENT) == f"{(11_116_800_000 + RISE) // 1000:,}"
    assert tree_text(window, "fellows", CURRENT) == f"{(11_116_800_000 + RISE) // 1000:,}"
    assert window.strip.cards["from-base"].text_shown == f"+{RISE // 1000:,}"
    assert window.session.state.totals()[1].yen == 11_116_800_000 + 240 * 9_000_000 + RISE
    assert len(window.session.state.document.changes) == 1
    assert window.session.state.document.changes[0].effect == RISE
    assert rates[0].data(roles.MARK) is Mark.CHANGED
    window.session.undo_stack.undo()
    assert [text(index) for index in amounts] == before
    assert window.strip.cards["from-base"].text_shown == "0"
    assert len(window.session.state.document.changes) == 0


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("３，０７２千円", 3_072_000),
        ("2.4百万円", 2_400_000),
        ("+10%", 3_379_200),
        ("×1.05", 3_225_600),
        ("=2400*1280", 3_072_000),
        ("△5", -5),
    ],
)
def test_what_officers_type_is_understood(qtbot: QtBot, window: MainWindow, typed: str, value: int) -> None:
    index = cell(window, "fellows/dc/dc1", Column.RATE)
    type_into(qtbot, window, index, typed)
    assert window.work.table.lines.value_at(index) == value


def test_what_cannot_stand_is_refused_beside_the_cell_and_kept(qtbot: QtBot, window: MainWindow) -> None:
    index = cell(window, "fellows/dc/dc1", Column.RATE)
    type_into(qtbot, window, index, "1,23")
    box = editor(window)
    assert box.text() == "1,23"
    assert "not a number" in window.work.table.refusal.reason
    assert window.session.is_clean
    window.work.tree.setFocus()
    QApplication.processEvents()
    assert editor(window).text() == "1,23", "going elsewhere does not lose what was typed"
    keys(qtbot, box, Qt.Key.Key_Escape)
    assert text(index) == "3,072,000"
    type_into(qtbot, window, cell(window, "fellows/dc/dc1", Column.QUANTITY), "10^20")
    assert window.work.table.refusal.reason


def test_amounts_of_money_and_negative_months_are_refused_where_they_do_not_belong(
    qtbot: QtBot, window: MainWindow
) -> None:
    for column, typed in ((Column.TIMES, "-3"), (Column.QUANTITY, "3千円"), (Column.RATE, "1" + "0" * 20)):
        type_into(qtbot, window, cell(window, "ssh/schools", column), typed)
        assert window.work.table.refusal.reason
        keys(qtbot, editor(window), Qt.Key.Key_Escape)
        QApplication.processEvents()
    assert window.session.is_clean


def test_rounding_is_said(qtbot: QtBot, window: MainWindow) -> None:
    type_into(qtbot, window, cell(window, "ssh/schools", Column.QUANTITY), "×1.001")
    assert window.work.table.lines.value_at(cell(window, "ssh/schools", Column.QUANTITY)) == 240
    type_into(qtbot, window, cell(window, "ssh/schools", Column.QUANTITY), "240.5校")
    assert window.work.table.lines.value_at(cell(window, "ssh/schools", Column.QUANTITY)) == 241
    assert "Rounded" in window.messages.text


def test_enter_moves_down_over_vintages_and_tab_to_the_next_driver(qtbot: QtBot, window: MainWindow) -> None:
    table = window.work.table
    go(window, cell(window, "fellows/dc/dc1", Column.RATE))
    keys(qtbot, table.viewport(), Qt.Key.Key_Return)
    assert table.currentIndex() == cell(window, "fellows/dc/dc2", Column.RATE)
    keys(qtbot, table.viewport(), Qt.Key.Key_Tab)
    assert table.currentIndex() == cell(window, "fellows/dc/dc2", Column.QUANTITY)
    keys(qtbot, table.viewport(), Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert table.currentIndex() == cell(window, "fellows/dc/dc1", Column.QUANTITY)


def test_delete_returns_to_the_parents_value(qtbot: QtBot, window: MainWindow) -> None:
    index = cell(window, "ssh/schools", Column.RATE)
    type_into(qtbot, window, index, "8百万円")
    assert text(index) == "8,000,000"
    go(window, index)
    keys(qtbot, window.work.table.viewport(), Qt.Key.Key_Delete)
    assert text(index) == "9,000,000"
    assert index.data(roles.MARK) is None
    assert window.session.state.document.changes[-1].cells[0].cleared


def test_a_value_outside_the_published_range_is_marked_and_reported(qtbot: QtBot, window: MainWindow) -> None:
    index = cell(window, "ssh/schools", Column.RATE)
    type_into(qtbot, window, index, "15百万円")
    assert index.data(roles.MARK) is Mark.OUT_OF_RANGE
    assert "Outside the published range" in str(index.data(Qt.ItemDataRole.ToolTipRole))
    rules = [each.rule for each in window.check.problems.model.found if each.where == "ssh/schools.rate@2026"]
    assert rules == ["range", "rate-basis", "jump"]
    assert "Warnings 4" in window.status.problems.text(), "and the increase, which has no reason yet"


def test_a_block_from_a_spreadsheet_lands_whole_or_not_at_all(qtbot: QtBot, window: MainWindow) -> None:
    table = window.work.table
    go(window, cell(window, "fellows/dc/dc1", Column.RATE))
    QGuiApplication.clipboard().setText('"3,200,000"\t６５０人\r\n3,200千円\t1,110\r\n')
    keys(qtbot, table.viewport(), Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    values = [table.lines.value_at(cell(window, f"fellows/dc/{line}", column))
              for line in ("dc1", "dc2") for column in (Column.RATE, Column.QUANTITY)]  # fmt: skip
    assert values == [3_200_000, 650, 3_200_000, 1110]
    assert len(window.session.state.document.changes) == 1
    document = window.session.state.document
    QGuiApplication.clipboard().setText("1\t2\r\n3\tmany\r\n")
    keys(qtbot, table.viewport(), Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.session.state.document is document
    assert "DC2 › Quantity" in window.messages.text
    QGuiApplication.clipboard().setText("\r\n".join("1" * 1 for _ in range(50)))
    keys(qtbot, table.viewport(), Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.session.state.document is document
    assert "does not fit" in window.messages.text


def test_copy_gives_raw_figures_and_paste_brings_them_back(qtbot: QtBot, window: MainWindow) -> None:
    table = window.work.table
    selection = table.selectionModel()
    first, last = cell(window, "fellows/dc/dc1", Column.RATE), cell(window, "ssh/schools", Column.QUANTITY)
    go(window, first)
    for row in range(first.row(), last.row() + 1):
        for column in (first.column(), last.column()):
            selection.select(table.lines.index(row, column), selection.SelectionFlag.Select)
    keys(qtbot, table.viewport(), Qt.Key.Key_C, modifier=Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines() == ["3072000\t642", "3072000\t1108", "9000000\t240"]
    document = window.session.state.document
    go(window, first)
    keys(qtbot, table.viewport(), Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.session.state.document is document


def test_fill_down(qtbot: QtBot, window: MainWindow) -> None:
    table, selection = window.work.table, window.work.table.selectionModel()
    indexes = [cell(window, f"fellows/dc/{line}", Column.QUANTITY) for line in ("dc1", "dc2")]
    go(window, indexes[0])
    selection.select(indexes[1], selection.SelectionFlag.Select)
    keys(qtbot, table.viewport(), Qt.Key.Key_D, modifier=Qt.KeyboardModifier.ControlModifier)
    assert table.lines.value_at(indexes[1]) == 642


def test_the_base_and_computed_cells_take_no_input_and_say_why(qtbot: QtBot, window: MainWindow) -> None:
    go(window, cell(window, "ssh/schools", Column.AMOUNT))
    keys(qtbot, window.work.table.viewport(), "5")
    assert "computed" in window.messages.text
    window.session.show(scenario=BASE)
    go(window, cell(window, "ssh/schools", Column.RATE))
    keys(qtbot, window.work.table.viewport(), "5")
    assert "base is not edited" in window.messages.text
    assert window.session.is_clean


def test_composing_japanese_keeps_the_first_character(qtbot: QtBot, window: MainWindow) -> None:
    go(window, cell(window, "ssh/schools", Column.QUANTITY))
    QApplication.sendEvent(window.work.table, QInputMethodEvent("２", []))
    box = editor(window)
    box.setFocus()
    composed = QInputMethodEvent("２５０", [])
    QApplication.sendEvent(box, composed)
    assert box.composing
    keys(qtbot, box, Qt.Key.Key_Return)
    assert editor(window) is box, "the Enter that confirms a conversion does not leave the cell"
    committed = QInputMethodEvent("", [])
    committed.setCommitString("２５０")
    QApplication.sendEvent(box, committed)
    assert box.text() == "２５０"
    keys(qtbot, box, Qt.Key.Key_Return)
    assert window.work.table.lines.value_at(cell(window, "ssh/schools", Column.QUANTITY)) == 250


def test_branch_edit_switch_and_delete(qtbot: QtBot, window: MainWindow) -> None:
    window.work.table.setFocus()
    shortcut(window, "Ctrl+B")
    answer(window, "大臣説明案")
    assert window.ways.scenario_popup.isHidden()
    assert window.work.table.hasFocus()
    assert window.top_bar.pill.text() == "大臣説明案"
    type_into(qtbot, window, cell(window, "ssh/schools", Column.RATE), "8,000,000")
    assert window.strip.cards["from-base"].text_shown == "△240,000"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert window.top_bar.pill.text() == "作業案"
    assert window.strip.cards["from-base"].text_shown == "0"
    window.session.show(scenario=2)
    window.scenarios.branch("孫")
    window.session.show(scenario=2)
    window.scenarios.delete()
    names = [scenario.name for scenario in window.session.state.document.scenarios]
    assert names == ["作業案", "孫"]
    window.session.show(scenario=3)
    assert window.strip.cards["from-base"].text_shown == "△240,000", "a child keeps the values of a deleted parent"
    with pytest.raises(UserError, match="already a scenario"):
        window.scenarios.branch("孫")


def test_units_change_only_how_amounts_look(qtbot: QtBot, window: MainWindow) -> None:
    index = cell(window, "fellows/dc/dc1", Column.AMOUNT)
    document = window.session.state.document
    shown = []
    for unit in Unit:
        window.work.page.head.choose_unit(unit)
        shown.append(text(index))
    assert shown == ["5,053,824,000", "5,053,824", "5,054", "50.5"]
    assert text(cell(window, "fellows/dc/dc1", Column.RATE)) == "3,072,000"
    assert window.session.state.document is document


def test_reasons_are_written_beside_changes(qtbot: QtBot, window: MainWindow) -> None:
    type_into(qtbot, window, cell(window, "ssh/schools", Column.RATE), "8百万円")
    model = window.work.inspector.changes.model
    assert model.setData(model.index(0, 2), "見積により", int(Qt.ItemDataRole.EditRole))
    assert window.session.state.document.changes[0].why == "見積により"
    assert text(model.index(0, 0)) == "schools Unit rate: 9,000,000 → 8,000,000"
    assert text(model.index(0, 1)) == "△240,000"


def test_save_close_and_open_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_into(qtbot, window, cell(window, "ssh/schools", Column.RATE), "8百万円")
    assert window.isWindowModified()
    path = tmp_path / "要求.bplan"
    saved(qtbot, window, path)
    assert not window.isWindowModified()
    assert open_document(path).document == window.session.state.document
    assert window.settings.recent == [path]
    type_into(qtbot, window, cell(window, "ssh/schools", Column.RATE), "7百万円")
    answers = iter([QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard])
    monkeypatch.setattr(QMessageBox, "warning", lambda *_: next(answers))
    with qtbot.waitSignal(window.file.read):
        window.documents.open(path)
    assert not window.session.is_clean, "cancelled: the document stays open"
    with qtbot.waitSignal(window.file.read):
        window.documents.open(path)
    assert window.session.is_clean
    assert text(cell(window, "ssh/schools", Column.RATE)) == "8,000,000"


def test_a_file_that_cannot_be_opened_leaves_the_document(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    document = window.session.state.document
    bad = tmp_path / "bad.bplan"
    bad.write_bytes(b"not a document")
    for path in (bad, tmp_path, tmp_path / "absent.bplan"):
        with qtbot.waitSignal(window.file.refused):
            window.documents.open(path)
        assert str(path) in window.messages.text
    assert window.session.state.document is document
    with qtbot.waitSignal(window.file.not_saved):
        window.documents.save_to(tmp_path / "no" / "where.bplan")
    assert "cannot be written" in window.messages.text


def test_a_file_changed_underneath_is_not_overwritten(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "a.bplan"
    saved(qtbot, window, path)
    save_document(window.session.state.document, tmp_path / "b.bplan")
    window.scenarios.branch("theirs")
    save_document(window.session.state.document, path)
    theirs = path.read_bytes()
    window.scenarios.branch("mine")
    with qtbot.waitSignal(window.file.not_saved):
        window.documents.save_to(path)
    assert window.documents.conflict is not None
    assert "changed by someone else" in window.documents.conflict.said.text()
    assert path.read_bytes() == theirs


def test_models_keep_the_promises_of_qt(qtbot: QtBot, window: MainWindow) -> None:
    models = (
        window.work.table.lines,
        window.work.tree.programs,
        window.work.inspector.changes.model,
        window.check.problems.model,
    )
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning) for model in models
    ]
    type_into(qtbot, window, cell(window, "fellows/dc/dc1", Column.RATE), "3,200,000")
    window.scenarios.branch("b")
    window.session.show(program=2)
    window.session.show(program=None, unit=Unit.OKU)
    window.session.undo_stack.undo()
    window.session.undo_stack.undo()
    assert len(testers) == len(models)


def test_every_shortcut_is_listed_and_used_once(window: MainWindow) -> None:
    listed = [keys for keys, _ in window.menus.help.shortcuts()]
    assert len(set(listed)) == len(listed)
    assert {"Ctrl+S", "Ctrl+E", "Ctrl+B", "Ctrl+Z"} <= set(listed)
    assert {"Ctrl+D", "Ctrl+R", "Ctrl+Shift+R", "Ctrl+Shift+B", "Ctrl+Alt+L", "Ctrl+V", "Del"} <= set(listed)


def test_no_key_does_two_things(window: MainWindow) -> None:
    """Heard everywhere: once. Heard in a part of the window: once there, and not everywhere too."""
    heard: dict[str, list[str]] = {}
    for action in window.findChildren(QAction):
        for sequence in action.shortcuts():
            heard.setdefault(sequence.toString(), []).append(action.text())
    assert {key: texts for key, texts in heard.items() if len(texts) > 1} == {}
    assert len(heard) > 30


def test_the_readme_lists_every_key(window: MainWindow) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme[readme.index("## Keyboard") : readme.index("## Command line")].replace("Delete", "Del")
    keys = {key for listed, _ in window.menus.help.shortcuts() for key in re.split(r" / |; ", listed)}
    grouped = {f"Ctrl+{n}" for n in range(1, 7)} | {f"Alt+{n}" for n in range(1, 5)}
    grouped |= {f"Ctrl+Shift+{n}" for n in range(1, 4)}
    missing = {key for key in keys - grouped if key not in table and not key.startswith(("Shift+ ", "Ctrl+←"))}
    assert missing == set()
    assert "Ctrl+1 … 6" in table and "Ctrl+Shift+1 … 3" in table


@pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen
def test_the_keyboard_is_listed_in_the_window(qtbot: QtBot, window: MainWindow) -> None:
    window.menus.actions["help.keys"].trigger()
    guide = window.menus.help.guide
    assert guide is not None
    said = guide.view.toPlainText()
    for keys_, what in window.menus.help.shortcuts():
        assert keys_ in said
        assert what in said


def test_a_problem_leads_to_its_line(qtbot: QtBot, make_window: Callable[..., MainWindow], document: Document) -> None:
    window = make_window(document)
    window.work.tree.setCurrentIndex(window.work.tree.programs.index_of_program(0))
    type_into(qtbot, window, cell(window, "fellows/dc/dc1", Column.RATE), "1百万円")
    window.work.tree.setCurrentIndex(window.work.tree.programs.index_of_program(2))
    type_into(qtbot, window, cell(window, "ssh/schools", Column.RATE), "1百万円")
    window.work.tree.setCurrentIndex(window.work.tree.programs.index_of_program(0))
    wheres = [
        window.check.problems.model.problem_at(row).where for row in range(window.check.problems.model.rowCount())
    ]
    row = wheres.index("ssh/schools.rate@2026")
    window.check.problems.list.activated.emit(window.check.problems.model.index(row, 0))
    assert window.work.table.currentIndex().row() == cell(window, "ssh/schools", Column.RATE).row()
    assert "SSH" in window.work.inspector.detail.text()


class Windows(QObject):
    """Notes every part that is shown as a window of its own."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_part_of_a_page_flashes_up_as_a_window_of_its_own(
    make_window: Callable[..., MainWindow], dressed: Callable[[Tokens], None], document: Document, language: str
) -> None:
    """It would take the focus from the window, in which keys are heard."""
    dressed(LIGHT)
    application = QApplication.instance()
    assert application is not None
    windows = Windows(application)
    application.installEventFilter(windows)
    window = make_window(document, language)
    for page in window.pages.pages:
        window.pages.show_page(page)
        QApplication.processEvents()
    application.removeEventFilter(windows)
    assert windows.shown == ["MainWindow"]
    assert window.isActiveWindow()
