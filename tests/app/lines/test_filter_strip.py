"""Lines are filtered by their names and by what was done to them; what is edited afterwards stays in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import Column
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry
from tests.app.hands import KEY, cell, go, here, keys, shortcut, type_on
from tests.samples import DC1, DC2, SCHOOLS


def names(window: MainWindow) -> list[str]:
    """The lines shown; vintages and bands belong to them."""
    lines, ids = window.work.table.lines, window.session.state.portfolio.lines.ids
    return [ids[lines.row_at(lines.index(row, 0)).line] for row in lines.line_rows()]


def start(window: MainWindow, qtbot: QtBot) -> None:
    window.work.table.setFocus()
    shortcut(window.work.table, "Ctrl+Shift+F")
    qtbot.waitUntil(window.work.table.filter.text.hasFocus)


def test_what_is_typed_under_the_header_filters_by_name_with_vintages_and_bands(
    window: MainWindow, qtbot: QtBot
) -> None:
    go(window, cell(window, DC2, Column.QUANTITY))
    start(window, qtbot)
    type_on(window.work.table.filter.text, "ｄｃ２")
    assert names(window) == [DC2]
    assert window.work.table.lines.rowCount() == 1 + 2, "its vintages stay; of one program there is no band"
    assert here(window) == ("dc2", Column.QUANTITY)
    keys(qtbot, window.work.table.filter.text, KEY.Key_Down)
    qtbot.waitUntil(window.work.table.hasFocus)
    assert names(window) == [DC2], "Down leads to the lines, the filter stays"
    start(window, qtbot)
    keys(qtbot, window.work.table.filter.text, KEY.Key_Escape)
    assert names(window) == [DC1, DC2, SCHOOLS]
    assert window.work.table.filter.isHidden()


def test_nothing_found_leaves_a_table_without_lines_that_can_be_worked_on(window: MainWindow, qtbot: QtBot) -> None:
    start(window, qtbot)
    type_on(window.work.table.filter.text, "zzz")
    assert names(window) == []
    keys(qtbot, window.work.table.filter.text, KEY.Key_Down)
    for key in ("Down", "Tab", "Ctrl+D", "Del", "Ctrl+C", "Ctrl+H", "Esc", "Ctrl+Alt+L"):
        shortcut(QApplication.focusWidget() or window.work.table, key)
    assert window.session.is_clean


def test_changed_lines_and_those_without_a_reason(window: MainWindow, qtbot: QtBot) -> None:
    window.session.set_values("x", [Entry(DC1, "rate", 2026, 3_200_000)], "民間との差")
    window.session.set_values("x", [Entry(SCHOOLS, "rate", 2026, 9_100_000)])
    texts = ("Changed only", "Without a reason")
    changed, unreasoned = (each for each in window.findChildren(QToolButton) if each.text() in texts)
    QTest.mouseClick(changed, Qt.MouseButton.LeftButton)
    assert names(window) == [DC1, SCHOOLS]
    window.session.set_values("x", [Entry(SCHOOLS, "rate", 2026, None)])
    assert names(window) == [DC1, SCHOOLS], "no row goes because of an edit"
    window.session.undo_stack.undo()
    QTest.mouseClick(unreasoned, Qt.MouseButton.LeftButton)
    assert names(window) == [SCHOOLS]
    QTest.mouseClick(unreasoned, Qt.MouseButton.LeftButton)
    QTest.mouseClick(changed, Qt.MouseButton.LeftButton)
    assert names(window) == [DC1, DC2, SCHOOLS]
