"""The hands of an officer at the drawer of what-ifs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import Column
from planner.app.whatif.drawer import Drawer
from planner.app.window.main_window import MainWindow
from tests.app.hands import cell, go, shortcut, type_on


def focused() -> QWidget:
    """Where keys go."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(*keys: Qt.Key) -> None:
    """Press keys wherever the focus is."""
    for key in keys:
        QTest.keyClick(focused(), key)
        QApplication.processEvents()


def type_here(text: str) -> None:
    """Type wherever the focus is: the first key may open a field."""
    for each in text:
        type_on(focused(), each)


def drawer(window: MainWindow) -> Drawer:
    found = window.work.what_if.drawer
    assert found is not None
    return found


def settled(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until what is shown is the answer to what is asked."""
    QApplication.processEvents()
    qtbot.waitUntil(lambda: drawer(window).front.is_settled)


def put_cursor(window: MainWindow, line: str, column: Column, program: str | None = None) -> None:
    """Show a program (all of them unless told) and put the cursor on a cell."""
    places = window.session.state.portfolio.program_index
    window.session.show(program=None if program is None else places[program])
    QApplication.processEvents()
    go(window, cell(window, line, column))
    window.work.table.setFocus()


def ask(qtbot: QtBot, window: MainWindow, amount: str) -> None:
    """Open the drawer by its key and type an amount."""
    shortcut(window, "Ctrl+T")
    type_here(amount)
    settled(qtbot, window)
