"""The handle of the selection copies it down or to the right; on a double click as far as the column beside it goes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from planner.app.lines.line_columns import Column
from planner.app.window.main_window import MainWindow
from planner.core.model.document import BASE
from tests.app.hands import KEY, SHIFT, cell, chosen, click, go, press, select, values
from tests.samples import DC1, DC2, SCHOOLS

LEFT = Qt.MouseButton.LeftButton


def drag(window: MainWindow, to: QPoint) -> None:
    """Take the handle and let it go somewhere."""
    viewport, at = window.work.table.viewport(), window.work.table.handle.place().center()
    QTest.mousePress(viewport, LEFT, pos=at)
    QTest.mouseMove(viewport, at + QPoint(2, 2))
    QTest.mouseMove(viewport, to)
    QTest.mouseRelease(viewport, LEFT, pos=to)
    QApplication.processEvents()


def middle(window: MainWindow, line: str, column: Column) -> QPoint:
    return window.work.table.visualRect(cell(window, line, column)).center()


def test_dragged_down_it_fills_over_vintages_and_bands_as_one_edit(window: MainWindow) -> None:
    click(window, cell(window, DC1, Column.RATE))
    drag(window, middle(window, SCHOOLS, Column.RATE))
    assert values(window, Column.RATE, DC2, SCHOOLS) == [3_072_000, 3_072_000]
    assert chosen(window) == [(line, Column.RATE) for line in ("dc1", "dc2", "schools")]
    assert window.session.undo_stack.count() == 1


def test_a_block_of_several_lines_is_repeated(window: MainWindow) -> None:
    before = values(window, Column.QUANTITY, DC1, DC2)
    select(window, (DC1, Column.QUANTITY), (DC2, Column.QUANTITY))
    drag(window, middle(window, SCHOOLS, Column.QUANTITY))
    assert values(window, Column.QUANTITY, SCHOOLS) == before[:1]


def test_dragged_to_the_right_it_types_the_same_into_the_columns_there(window: MainWindow) -> None:
    click(window, cell(window, DC1, Column.TIMES))
    drag(window, middle(window, DC1, Column.SHARE))
    assert values(window, Column.SHARE, DC1) == [1]
    click(window, cell(window, DC1, Column.QUANTITY))
    drag(window, middle(window, DC1, Column.TIMES))
    assert values(window, Column.TIMES, DC1) == [642]


def test_what_cannot_stand_changes_nothing_and_says_where(window: MainWindow) -> None:
    for column in (Column.AMOUNT, Column.PREVIOUS, Column.CHANGE, Column.BASIS):
        window.work.table.columns.set_shown(column, False)
    window.work.table.columns.set_shown(Column.DEMAND, True)
    click(window, cell(window, DC1, Column.SHARE))
    drag(window, middle(window, DC1, Column.DEMAND))
    assert window.session.is_clean
    assert "DC1 › Kind of request" in window.messages.text


def test_a_double_click_goes_as_far_as_the_column_beside_it(window: MainWindow) -> None:
    click(window, cell(window, DC1, Column.QUANTITY))
    QTest.mouseDClick(window.work.table.viewport(), LEFT, pos=window.work.table.handle.place().center())
    assert values(window, Column.QUANTITY, DC2, SCHOOLS) == [642, 240], "to the end of the program"
    press(window, KEY.Key_Down, SHIFT)


def test_where_nothing_can_be_typed_there_is_no_handle(window: MainWindow) -> None:
    go(window, cell(window, DC1, Column.AMOUNT))
    assert window.work.table.handle.place().isEmpty()
    go(window, cell(window, DC1, Column.RATE))
    assert not window.work.table.handle.place().isEmpty()
    window.session.show(scenario=BASE)
    assert window.work.table.handle.place().isEmpty()
    window.session.show(scenario=1)
    click(window, cell(window, SCHOOLS, Column.RATE), Qt.KeyboardModifier.ControlModifier)
    assert window.work.table.handle.place().isEmpty(), "two blocks have none"
