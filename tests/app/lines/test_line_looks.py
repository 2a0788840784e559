"""What cells of the table look like: bands, sums, the base's value beneath, corners, bars, signs, and their speech."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.lines.line_looks import CellLook, Sign
from planner.app.widgets import roles, theme
from planner.app.widgets.scenario_mark import mark_colour
from planner.app.window.main_window import MainWindow
from planner.core.edits.changes import set_reasons
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import Document
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import ALT, CTRL, KEY, cell, go, here, press, shortcut, text
from tests.samples import DC1, DC2, SCHOOLS

NAME = COLUMNS.index(Column.LABEL)


def look(window: MainWindow, line: str, column: Column) -> CellLook:
    found = cell(window, line, column).data(roles.LOOK)
    assert isinstance(found, CellLook)
    return found


def bands(window: MainWindow) -> dict[str, int]:
    """The rows of the bands by their names."""
    lines = window.work.table.lines
    rows = [row for row in range(lines.rowCount()) if lines.row_at(lines.index(row, 0)).band is not None]
    return {text(lines.index(row, NAME)): row for row in rows}


def said(window: MainWindow, row: int, column: Column) -> str:
    return text(window.work.table.lines.index(row, COLUMNS.index(column)))


def shown(window: MainWindow, rect: QRect) -> QImage:
    """What is painted there once nothing flashes any more."""
    for flash in (window.work.table.flash, window.work.table.total.flash):
        flash.stop()
    return window.work.table.viewport().grab(rect).toImage()


def colours(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


# --------------------------------------------------------------------- bands


def test_over_the_lines_of_each_program_stands_a_band_with_what_they_add_up_to(window: MainWindow) -> None:
    found = bands(window)
    assert list(found) == ["DC", "SSH"]
    assert said(window, found["DC"], Column.AMOUNT) == "11,116,800"
    assert said(window, found["SSH"], Column.AMOUNT) == "2,160,000"
    assert window.work.table.isColumnHidden(COLUMNS.index(Column.PROGRAM))
    window.session.set_values("x", [Entry(SCHOOLS, "rate", 2026, 10_000_000)])
    assert said(window, found["SSH"], Column.AMOUNT) == "2,400,000"
    assert said(window, found["SSH"], Column.FROM_BASE) == "+240,000"
    window.session.show(program=window.session.state.portfolio.program_index["ssh"])
    assert bands(window) == {}, "of one program alone there is none"


def test_the_band_of_a_program_with_parts_says_that_they_are_not_in_it(make_window: Callable[..., MainWindow]) -> None:
    window = make_window(new_document(built_in_portfolio()), "ja")
    portfolio = window.session.state.portfolio
    window.session.show(program=portfolio.program_index["fellows"])
    found = bands(window)
    assert next(iter(found)) == "特別研究員事業（部分を除く）"
    sums = [int(said(window, row, Column.AMOUNT).replace(",", "")) for row in found.values()]
    assert sum(sums) == window.session.state.evaluation.program(portfolio.program_index["fellows"])[1].yen // 1000
    assert window.work.table.accessibleDescription().startswith("計　特別研究員事業 17,800,000")


def test_bands_are_folded_by_mouse_and_key_and_the_cursor_stays_on_its_line(window: MainWindow) -> None:
    table = window.work.table
    go(window, cell(window, SCHOOLS, Column.QUANTITY))
    row = bands(window)["DC"]
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.lines.index(row, NAME)).center()
    )
    assert [table.lines.row_at(table.lines.index(row, 0)).band for row in range(table.lines.rowCount())][:2] != [None]
    assert table.lines.row_of_line(0) == -1
    assert here(window) == ("schools", Column.QUANTITY)
    table.fold(shut=False)
    assert table.lines.row_of_line(0) >= 0
    go(window, cell(window, DC1, Column.RATE))
    shortcut(table, "Alt+Shift+Left")
    assert table.lines.row_of_line(0) == -1
    shortcut(table, "Alt+Shift+Right")
    assert table.lines.row_of_line(0) >= 0


def test_bands_take_no_part_in_selections_and_in_what_is_copied(window: MainWindow) -> None:
    press(window, KEY.Key_A, CTRL)
    assert not any(index.row() in bands(window).values() for index in window.work.table.selectedIndexes())
    assert len(window.work.table.selected_lines()) == 3


def test_sorted_lines_stand_without_bands_and_with_their_program(window: MainWindow) -> None:
    go(window, cell(window, DC1, Column.AMOUNT))
    press(window, KEY.Key_L, CTRL | ALT)
    assert bands(window) == {}
    assert not window.work.table.isColumnHidden(COLUMNS.index(Column.PROGRAM))
    assert text(cell(window, SCHOOLS, Column.PROGRAM)) == "SSH"


# --------------------------------------------------------------------- values


def test_a_changed_value_has_the_bases_beneath_and_the_corner_of_the_scenario_that_set_it(
    window: MainWindow, document: Document
) -> None:
    child = branch(set_values(document, 1, [Entry(DC1, "rate", 2026, 3_200_000)]), 1, "子")
    window.session.start(set_values(child, 2, [Entry(DC2, "rate", 2026, 3_100_000)]))
    window.session.show(scenario=2)
    own, above = look(window, DC2, Column.RATE), look(window, DC1, Column.RATE)
    assert (own.text, own.below, own.owner, own.inherited) == ("3,100,000", "base 3,072,000", 2, False)
    assert (above.text, above.below, above.owner, above.inherited) == ("3,200,000", "base 3,072,000", 1, True)
    assert look(window, SCHOOLS, Column.RATE) == CellLook("9,000,000", "input", right=True)
    window.work.table.set_compact(True)
    assert look(window, DC2, Column.RATE).below == "", "in low rows the bar over the table says it"
    corner = window.work.table.visualRect(cell(window, DC2, Column.RATE)).topLeft() + QPoint(2, 2)
    go(window, cell(window, SCHOOLS, Column.RATE))
    assert shown(window, QRect(corner, corner)).pixelColor(0, 0) == mark_colour(2)


def test_rows_are_as_high_as_they_are_whatever_was_changed(window: MainWindow) -> None:
    table = window.work.table
    heights = [table.rowHeight(row) for row in range(table.lines.rowCount())]
    assert heights == [theme.px(each) for each in (28, 28, 24, 24, 24, 28, 24, 24, 28, 28)]
    window.session.set_values("x", [Entry(DC1, "rate", 2026, 3_200_000)])
    assert [table.rowHeight(row) for row in range(table.lines.rowCount())] == heights
    table.set_compact(True)
    assert [table.rowHeight(row) for row in range(3)] == [theme.px(each) for each in (24, 24, 22)]
    window.work.table.lines.set_show_vintages(False)
    assert {table.rowHeight(row) for row in range(table.lines.rowCount())} == {theme.px(24)}
    press(window, KEY.Key_L, CTRL | ALT)
    assert {table.rowHeight(row) for row in range(table.lines.rowCount())} == {theme.px(24)}


def test_bars_stand_on_the_scale_of_the_base_and_never_leave_their_room(window: MainWindow) -> None:
    before = look(window, SCHOOLS, Column.CHANGE).bar
    window.session.set_values("x", [Entry(SCHOOLS, "rate", 2026, 10**12)])
    assert look(window, SCHOOLS, Column.CHANGE).bar == 1.0
    window.session.undo_stack.undo()
    assert look(window, SCHOOLS, Column.CHANGE).bar == before


def test_signs_say_whether_a_reason_and_evidence_are_given(window: MainWindow) -> None:
    assert look(window, DC1, Column.BASIS).signs == ()
    window.session.set_values("x", [Entry(DC1, "rate", 2026, 3_200_000)])
    assert look(window, DC1, Column.BASIS).signs == (Sign("note", "warning"), Sign("clip", "warning"))
    window.session.undo_stack.undo()
    window.session.set_values("x", [Entry(DC1, "rate", 2026, 3_200_000)], "民間との差")
    assert look(window, DC1, Column.BASIS).signs == (Sign("note", scenario=1), Sign("clip", "warning"))
    spoken = str(cell(window, DC1, Column.RATE).data(roles.SPOKEN))
    assert spoken == "DC1, Unit rate, 3,200,000 yen, changed from 3,072,000, with a reason"
    assert str(cell(window, SCHOOLS, Column.AMOUNT).data(roles.SPOKEN)) == "schools, Amount, 2,160,000 thousand yen"


def test_a_reason_given_later_is_seen_at_once(window: MainWindow) -> None:
    window.session.set_values("x", [Entry(DC1, "rate", 2026, 3_200_000)])
    assert look(window, DC1, Column.BASIS).signs[0] == Sign("note", "warning")
    number = window.session.state.document.changes[-1].number
    window.session.edit("reason", lambda document: set_reasons(document, [number], "民間との差"))
    assert look(window, DC1, Column.BASIS).signs[0] == Sign("note", scenario=1)


# ------------------------------------------------------------------ selection


def test_the_cell_of_the_cursor_is_framed_and_what_else_is_selected_is_pale(qtbot: QtBot, window: MainWindow) -> None:
    table, tokens = window.work.table, theme.tokens()
    go(window, cell(window, DC1, Column.RATE))
    press(window, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    here_, other = cell(window, DC2, Column.RATE), cell(window, DC1, Column.RATE)
    qtbot.waitUntil(table.hasFocus)
    frame = table.visualRect(here_)
    assert shown(window, QRect(frame.topLeft(), frame.topLeft())).pixelColor(0, 0) == tokens.accent
    assert tokens.accent.name() not in colours(shown(window, table.visualRect(other)))
    assert tokens.selection.name() in colours(shown(window, table.visualRect(other)))
    assert tokens.selection.name() not in colours(shown(window, frame.adjusted(2, 2, -5, -5)))


class Painted(QObject):
    """Notes what of a widget is painted anew."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.areas: list[QRect] = []
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas += [event.region().boundingRect()]
        return False


def test_moving_the_cursor_paints_two_cells_and_the_handle(window: MainWindow, qtbot: QtBot) -> None:
    table = window.work.table
    go(window, cell(window, DC1, Column.RATE))
    QApplication.processEvents()
    painted = Painted(table.viewport())
    press(window, KEY.Key_Right)
    qtbot.waitUntil(lambda: bool(painted.areas))
    row = table.visualRect(cell(window, DC1, Column.RATE)).united(table.visualRect(cell(window, DC1, Column.QUANTITY)))
    assert all(row.adjusted(-6, -6, 6, 6).contains(each) for each in painted.areas)


# --------------------------------------------------------------------- frozen


@pytest.fixture
def narrow(window: MainWindow) -> MainWindow:
    """A window so narrow that the table is scrolled sideways."""
    window.resize(1100, 700)
    for column in (Column.DEMAND, Column.EXPENSE, Column.DURATION):
        window.work.table.columns.set_shown(column, True)
    return window


def test_the_name_stays_while_other_columns_are_scrolled_beneath_it(narrow: MainWindow) -> None:
    table = narrow.work.table
    go(narrow, cell(narrow, DC1, Column.DURATION))
    name = cell(narrow, DC1, Column.LABEL)
    assert table.horizontalOffset() > 0
    assert table.visualRect(name).left() == 0
    assert table.indexAt(table.visualRect(name).center()) == name
    assert text(table.indexAt(QPoint(5, table.visualRect(name).center().y()))) == "DC1"
    for _ in range(3 + len(table.shown_columns())):
        press(narrow, KEY.Key_Left)
        assert table.visualRect(table.currentIndex()).left() >= 0
        beside = table.currentIndex().column() in table.frozen_columns()
        assert beside or table.visualRect(table.currentIndex()).left() >= table.frozen_width()
    assert here(narrow) == ("dc1", Column.LABEL)


def test_a_click_on_the_header_of_a_name_that_stays_sorts_by_it(narrow: MainWindow) -> None:
    table, header = narrow.work.table, narrow.work.table.horizontalHeader()
    go(narrow, cell(narrow, DC1, Column.DURATION))
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert header.sortIndicatorSection() == NAME
    assert table.lines.is_sorted


def test_the_sum_stays_at_the_bottom_and_hides_no_line_that_is_gone_to(
    make_window: Callable[..., MainWindow], many: Document
) -> None:
    window = make_window(many)
    table, total = window.work.table, window.work.table.total
    assert total.area().bottom() == table.viewport().rect().bottom()
    assert total.area().height() == table.foot == theme.px(30)
    assert not table.indexAt(total.area().center()).isValid()
    press(window, KEY.Key_End, CTRL)
    assert table.visualRect(table.currentIndex()).bottom() < table.viewport().height() - table.foot
    press(window, KEY.Key_Home, CTRL)
    for _ in range(60):
        press(window, KEY.Key_Down)
        assert table.visualRect(table.currentIndex()).bottom() < table.viewport().height() - table.foot
    before, foot = table.accessibleDescription(), shown(window, total.area())
    line = window.session.state.portfolio.lines.ids[0]
    window.session.set_values("x", [Entry(line, "rate", 2026, 987_654_321_000), Entry(line, "quantity", 2026, 3)])
    assert table.accessibleDescription() != before
    assert shown(window, total.area()) != foot


def test_what_is_painted_of_a_figure_too_wide_for_its_column_is_no_part_of_it(window: MainWindow) -> None:
    column = COLUMNS.index(Column.AMOUNT)
    window.work.table.setColumnWidth(column, 30)
    go(window, cell(window, SCHOOLS, Column.RATE))
    rect = window.work.table.visualRect(cell(window, DC1, Column.AMOUNT))
    whole = shown(window, rect)
    window.session.set_values("x", [Entry(DC1, "rate", 2026, 9_999_999)])
    assert shown(window, rect) == whole, "#### either way, as in a spreadsheet"
    assert QColor(whole.pixelColor(0, 5)) == theme.tokens().computed
