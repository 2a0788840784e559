"""The hands and eyes of an officer at the window: keys, mouse, clipboard, and what stands where."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLineEdit, QMenu, QTableView, QWidget
from pytestqt.qtbot import QtBot

from planner.app.lines.bulk_dialog import BulkDialog
from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.tables.cell_editor import CellEditor
from planner.app.window.main_window import MainWindow

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier

# ------------------------------------------------------------------- anywhere


def keys(qtbot: QtBot, widget: QWidget, *typed: str | Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    for each in typed:
        if isinstance(each, str):
            QTest.keyClicks(widget, each)
        else:
            QTest.keyClick(widget, each, modifier or Qt.KeyboardModifier.NoModifier)


def shortcut(widget: QWidget, sequence: str) -> None:
    """Press keys by the name of their shortcut."""
    QTest.keySequence(widget, QKeySequence(sequence))
    QApplication.processEvents()


def type_on(target: QWidget, text: str) -> None:
    """Type by key, and what no key has through the input method."""
    for each in text:
        if each.isascii():
            QTest.keyClicks(target, each)
        else:
            event = QInputMethodEvent("", [])
            event.setCommitString(each)
            QApplication.sendEvent(target, event)


def type_over(edit: QLineEdit, text: str) -> None:
    """Type into a field by key and take it with Enter."""
    edit.setFocus()
    edit.selectAll()
    QTest.keyClick(edit, KEY.Key_Delete)
    type_on(edit, text)
    QTest.keyClick(edit, KEY.Key_Return)
    QApplication.processEvents()


class Officer:
    """Does things with real events, and writes the steps down.

    A step is a click, a key, or something typed with the key that takes it.
    """

    def __init__(self) -> None:
        self.steps: list[str] = []

    @staticmethod
    def _focused() -> QWidget:
        QApplication.processEvents()
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def press(self, keys: str) -> None:
        shortcut(self._focused(), keys)
        self.steps.append(keys)

    def type(self, words: str, *, then: Qt.Key | None = Qt.Key.Key_Return) -> None:
        focused = self._focused()
        if isinstance(focused, QTableView):
            QTest.keyClicks(focused, words[0])  # opens the editor
            words, focused = words[1:], self._focused()
        type_on(focused, words)
        if then is not None:
            QTest.keyClick(focused, then)
        QApplication.processEvents()
        self.steps.append(f"“{words}”")

    def click(self, view: QAbstractItemView | QWidget, index: QModelIndex | None = None) -> None:
        target, at = view, view.rect().center()
        if index is not None and isinstance(view, QAbstractItemView):
            view.scrollTo(index)
            target, at = view.viewport(), view.visualRect(index).center()
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        QApplication.processEvents()
        self.steps.append(f"click on {(view.accessibleName() or view.objectName()) if index is None else index.data()}")


def choose(box: QComboBox, data: object) -> None:
    """Choose an entry of a box by its data."""
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def popped_up(qtbot: QtBot) -> QMenu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def answer(window: MainWindow, said: str) -> None:
    """Answer the question for the name of a scenario that was just asked."""
    asked = window.ways.scenario_popup.name
    assert asked.hasFocus()
    type_over(asked, said)


def text(index: QModelIndex) -> str:
    return str(index.data(Qt.ItemDataRole.DisplayRole))


# ------------------------------------------------------------------ the table


def cell(window: MainWindow, line: str, column: Column) -> QModelIndex:
    row = window.work.table.lines.row_of_line(window.session.state.portfolio.line_index[line])
    return window.work.table.lines.index(row, COLUMNS.index(column))


def tree_text(window: MainWindow, program: str, column: int) -> str:
    place = window.session.state.portfolio.program_index[program]
    index = window.work.tree.programs.index_of_program(place)
    return text(index.siblingAtColumn(column))


def editor(window: MainWindow) -> CellEditor:
    found = [each for each in window.work.table.viewport().findChildren(CellEditor) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def naming(window: MainWindow) -> QLineEdit:
    """The field in which the name of a program is typed, in the list."""
    found = [each for each in window.work.tree.viewport().findChildren(QLineEdit) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def go(window: MainWindow, index: QModelIndex) -> None:
    """Put the cursor on a cell, and nothing else into the selection."""
    selection = window.work.table.selectionModel()
    selection.setCurrentIndex(index, selection.SelectionFlag.ClearAndSelect)


def type_into(qtbot: QtBot, window: MainWindow, index: QModelIndex, typed: str) -> None:
    """Type full text, first key starting the edit, Enter ending it."""
    go(window, index)
    QTest.keyClick(window.work.table.viewport(), Qt.Key.Key_F2)
    box = editor(window)
    box.setText(typed)
    box.textEdited.emit(typed)
    QTest.keyClick(box, Qt.Key.Key_Return)
    QApplication.processEvents()


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.work.table.viewport(), key, modifier)


def click(window: MainWindow, index: QModelIndex, modifier: Qt.KeyboardModifier | None = None) -> None:
    table = window.work.table
    table.scrollTo(index)
    place = table.visualRect(index).center()
    modifier = modifier or Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def select(window: MainWindow, first: tuple[str, Column], last: tuple[str, Column]) -> None:
    """Select a block with the mouse."""
    click(window, cell(window, *first))
    click(window, cell(window, *last), SHIFT)


def here(window: MainWindow) -> tuple[str, Column]:
    """The line and column the cursor is on."""
    index = window.work.table.currentIndex()
    row = window.work.table.lines.row_at(index)
    assert row.vintage is None, "the cursor never stands on a vintage"
    return window.session.state.portfolio.lines.ids[row.line].rpartition("/")[2], COLUMNS[index.column()]


def chosen(window: MainWindow) -> list[tuple[str, Column]]:
    """The selected cells that can be edited."""
    ids = window.session.state.portfolio.lines.ids
    lines = window.work.table.lines
    return [
        (ids[lines.row_at(index).line].rpartition("/")[2], COLUMNS[index.column()])
        for index in window.work.table.blocks.cells()
    ]


def values(window: MainWindow, column: Column, *lines: str) -> list[object]:
    return [window.work.table.lines.value_at(cell(window, line, column)) for line in lines]


# ------------------------------------------------------------ the bulk change


def open_bulk_dialog(window: MainWindow) -> BulkDialog:
    """The dialog of the bulk change as its key opens it."""
    window.activateWindow()
    window.work.table.setFocus()
    press(window, KEY.Key_B, CTRL | SHIFT)
    (dialog,) = window.findChildren(BulkDialog)
    return dialog


def type_figure(dialog: BulkDialog, text: str) -> None:
    """Type the figure of a bulk change in place of what is there."""
    dialog.figure.clear()
    type_on(dialog.figure, text)
