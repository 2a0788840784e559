"""Sorting, columns and menus of the table of lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import AMOUNTS, COLUMNS, DRIVERS, Column
from planner.app.session.settings import Settings
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry, new_document
from planner.core.model.document import BASE, Document
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import (
    ALT,
    CTRL,
    KEY,
    SHIFT,
    answer,
    cell,
    chosen,
    click,
    go,
    here,
    popped_up,
    press,
    shortcut,
    type_into,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # menus popping up where there is no screen


def order(window: MainWindow) -> list[str]:
    """The lines as they stand, from the top."""
    lines = window.work.table.lines
    ids = window.session.state.portfolio.lines.ids
    return [ids[lines.row_at(lines.index(row, 0)).line].rpartition("/")[2] for row in lines.line_rows()]


def click_header(window: MainWindow, column: Column) -> None:
    header = window.work.table.horizontalHeader()
    place = COLUMNS.index(column)
    middle = header.sectionViewportPosition(place) + header.sectionSize(place) // 2
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle, header.height() // 2))


def texts(actions: list[QAction]) -> list[str]:
    return [action.text() for action in actions if not action.isSeparator()]


# -------------------------------------------------------------------- sorting


def test_a_click_sorts_up_then_down_then_as_in_the_sheet(window: MainWindow) -> None:
    sheet = order(window)
    assert sheet == ["dc1", "dc2", "schools"]
    header = window.work.table.horizontalHeader()
    click(window, cell(window, "fellows/dc/dc2", Column.QUANTITY))
    click_header(window, Column.QUANTITY)
    assert order(window) == ["schools", "dc1", "dc2"], "240, 642, 1,108: as numbers"
    assert here(window) == ("dc2", Column.QUANTITY), "the cursor stays with its line"
    assert header.isSortIndicatorShown()
    assert header.sortIndicatorSection() == COLUMNS.index(Column.QUANTITY)
    click_header(window, Column.QUANTITY)
    assert order(window) == ["dc2", "dc1", "schools"]
    lines = window.work.table.lines
    below = [lines.row_at(lines.index(row, 0)) for row in range(lines.rowCount())]
    assert [row.vintage for row in below] == [None, 0, 1, None, 0, 1, 2, None], "vintages stay beneath their line"
    click_header(window, Column.QUANTITY)
    assert order(window) == sheet
    assert header.sortIndicatorSection() == -1


def test_rows_never_move_because_of_an_edit(qtbot: QtBot, window: MainWindow) -> None:
    go(window, cell(window, "ssh/schools", Column.AMOUNT))
    press(window, KEY.Key_L, CTRL | ALT)
    by_amount = ["schools", "dc1", "dc2"]
    assert order(window) == by_amount
    type_into(qtbot, window, cell(window, "ssh/schools", Column.RATE), "900百万円")
    assert order(window) == by_amount
    window.session.show(scenario=BASE)
    window.session.show(scenario=1)
    window.session.undo_stack.undo()
    window.session.undo_stack.redo()
    assert order(window) == by_amount
    go(window, cell(window, "ssh/schools", Column.AMOUNT))
    press(window, KEY.Key_L, CTRL | ALT)
    assert order(window) == ["schools", "dc2", "dc1"], "sorted again, with the figures as they are now"
    press(window, KEY.Key_L, CTRL | ALT)
    assert order(window) == ["dc1", "dc2", "schools"]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (Column.PROGRAM, ["dc1", "dc2", "schools"]),
        (Column.LABEL, ["dc1", "dc2", "schools"]),
        (Column.RATE, ["dc1", "dc2", "schools"]),
        (Column.CHANGE, ["schools", "dc1", "dc2"]),
        (Column.FROM_BASE, ["schools", "dc1", "dc2"]),
    ],
)
def test_every_column_sorts_by_what_it_means(window: MainWindow, column: Column, expected: list[str]) -> None:
    window.session.set_values("less", [Entry("ssh/schools", "rate", 2026, 8_999_999)])
    window.work.table.columns.set_shown(Column.FROM_BASE, True)
    if column is Column.PROGRAM:  # it has a column once the lines stand in another order
        click_header(window, Column.QUANTITY)
    click_header(window, column)
    assert order(window) == expected


def test_missing_figures_come_last_either_way_and_several_programs_are_sorted_as_one(
    make_window: Callable[..., MainWindow], many: Document
) -> None:
    window = make_window(many)
    portfolio = window.session.state.portfolio
    rates = [dict(portfolio.line(row).rate)[2026] for row in range(len(portfolio.lines))]
    known = [f"l{row}" for row, rate in sorted(enumerate(rates), key=lambda each: each[1] or 0) if rate is not None]
    missing = [f"l{row}" for row, rate in enumerate(rates) if rate is None]
    assert missing
    click_header(window, Column.RATE)
    assert order(window) == known + missing
    click_header(window, Column.RATE)
    assert [rates[int(name[1:])] for name in order(window)[: len(known)]] == sorted(
        (rate for rate in rates if rate is not None), reverse=True
    )
    assert order(window)[len(known) :] == missing
    window.session.show(program=2)
    assert len(order(window)) == 50
    assert order(window)[-1] == "l107", "other lines are sorted as they are shown"


# -------------------------------------------------------------------- columns


def drag_edge(window: MainWindow, column: Column, by: int) -> None:
    header = window.work.table.horizontalHeader()
    place = COLUMNS.index(column)
    edge = QPoint(header.sectionViewportPosition(place) + header.sectionSize(place) - 1, header.height() // 2)
    QTest.mouseMove(header.viewport(), edge)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(header.viewport(), edge + QPoint(by, 0))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(by, 0))


def widths(window: MainWindow) -> dict[Column, int]:
    return {column: window.work.table.columnWidth(place) for place, column in enumerate(COLUMNS)}


def test_widths_and_hidden_columns_are_there_again_at_the_next_start_and_in_the_other_language(
    qtbot: QtBot, make_window: Callable[..., MainWindow], document: Document
) -> None:
    window = make_window(document)
    usual = widths(window)
    drag_edge(window, Column.LABEL, 60)
    assert widths(window)[Column.LABEL] == usual[Column.LABEL] + 60
    header = window.work.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(COLUMNS.index(Column.TIMES)) + 5, 5)
    header.customContextMenuRequested.emit(at)
    menu = popped_up(qtbot)
    entries = {action.text(): action for action in menu.actions()}
    assert not entries["Item"].isEnabled()
    entries["Times"].trigger()
    menu.close()
    assert window.work.table.isColumnHidden(COLUMNS.index(Column.TIMES))
    other = make_window(document, "ja")
    assert other.work.table.isColumnHidden(COLUMNS.index(Column.TIMES))
    assert widths(other)[Column.LABEL] == usual[Column.LABEL] + 60
    (submenu,) = [menu for menu in other.menus.menus["view"].findChildren(QMenu) if menu.title() == "列"]
    submenu.aboutToShow.emit()
    shown = {action.text(): action.isChecked() for action in submenu.actions() if action.isCheckable()}
    assert [text for text, is_shown in shown.items() if not is_shown] == [
        *("回数・月数", "基準との差", "要求区分", "経費区分"),
        *("採用期間", "単価の年度", "伸びの種類"),
    ]
    next(action for action in submenu.actions() if action.text() == "列を初期状態に戻す").trigger()
    assert widths(other)[Column.LABEL] == usual[Column.LABEL]
    assert not other.work.table.isColumnHidden(COLUMNS.index(Column.TIMES))
    assert widths(make_window(document)) == usual


def test_a_double_click_on_the_edge_fits_the_column(window: MainWindow) -> None:
    drag_edge(window, Column.RATE, 200)
    header = window.work.table.horizontalHeader()
    place = COLUMNS.index(Column.RATE)
    edge = QPoint(header.sectionViewportPosition(place) + header.sectionSize(place) - 1, header.height() // 2)
    QTest.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    fitted = widths(window)[Column.RATE]
    assert fitted == max(window.work.table.sizeHintForColumn(place), header.sectionSizeHint(place))
    assert window.settings.columns("lines").widths["RATE"] == fitted


def test_the_cursor_leaves_a_column_that_is_hidden_and_tab_passes_it_over(qtbot: QtBot, window: MainWindow) -> None:
    click(window, cell(window, "fellows/dc/dc1", Column.QUANTITY))
    window.work.table.columns.set_shown(Column.QUANTITY, False)
    assert here(window) == ("dc1", Column.RATE)
    press(window, KEY.Key_Tab)
    assert here(window) == ("dc1", Column.TIMES)
    press(window, KEY.Key_Left)
    assert here(window) == ("dc1", Column.RATE)
    press(window, KEY.Key_Space, SHIFT)
    assert chosen(window) == [("dc1", column) for column in DRIVERS if column is not Column.QUANTITY]


@pytest.mark.parametrize("stored", ["", "nonsense", "[]", '{"widths": {"RATE": "wide"}}', '{"hidden": 5}'])
def test_a_store_that_makes_no_sense_means_the_usual_columns(settings: Settings, stored: str) -> None:
    settings._store.setValue("columns/lines", stored)
    assert not settings.columns("lines").widths
    assert not settings.columns("lines").hidden


# -------------------------------------------------------------------- menus


def test_the_menu_of_the_table_has_the_verbs_that_apply(qtbot: QtBot, window: MainWindow) -> None:
    index = cell(window, "fellows/dc/dc1", Column.RATE)

    def menu_at(index: QModelIndex) -> list[str]:
        place = window.work.table.visualRect(index).center()
        QTest.mouseClick(window.work.table.viewport(), Qt.MouseButton.RightButton, pos=place)
        where = window.work.table.viewport().mapToGlobal(place)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, where)
        QApplication.sendEvent(window.work.table.viewport(), event)
        menu = popped_up(qtbot)
        said = texts(menu.actions())
        menu.close()
        return said

    edits = ["Cut", "Copy", "Paste", "Return to the parent's value", "Fill down", "Fill right", "Bulk change…"]
    edits.append("Find and replace…")
    lines = ["Add a line", "Duplicate lines", "Take out of the request", "Put back into the request", "Move up"]
    lines += ["Move down", "Move to another program…", "Classify lines…", "Split a wished rise off…"]
    lines.append("Label and unit…")
    assert menu_at(index) == [*edits, *lines, "Sort by this column"]
    assert window.work.table.currentIndex() == index, "a right click takes the cursor along"
    assert menu_at(cell(window, "fellows/dc/dc1", Column.AMOUNT)) == ["Copy", *lines, "Sort by this column"]
    window.session.show(scenario=BASE)
    assert menu_at(index) == ["Copy", "Sort by this column"]


def test_a_verb_of_the_tables_menu_works_and_shows_its_keys(qtbot: QtBot, window: MainWindow) -> None:
    type_into(qtbot, window, cell(window, "ssh/schools", Column.RATE), "8百万円")
    go(window, cell(window, "ssh/schools", Column.RATE))
    place = window.work.table.visualRect(window.work.table.currentIndex()).center()
    where = window.work.table.viewport().mapToGlobal(place)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, where)
    QApplication.sendEvent(window.work.table, event)
    menu = popped_up(qtbot)
    entry = next(action for action in menu.actions() if action.text() == "Return to the parent's value")
    assert entry.shortcut().toString() == "Del"
    entry.trigger()
    menu.close()
    assert window.work.table.lines.value_at(cell(window, "ssh/schools", Column.RATE)) == 9_000_000


def test_sums_fit_their_columns_where_the_screen_is_low_too(make_window: Callable[..., MainWindow]) -> None:
    window = make_window(new_document(built_in_portfolio()))
    table = window.work.table
    for width, height in ((1366, 690), (960, 462), (900, 450), (1366, 690)):
        window.resize(width, height)
        QApplication.processEvents()
        for place in table.shown_columns():
            needed = table.painting.width(table.lines.looks.total(COLUMNS[place]))
            assert COLUMNS[place] not in AMOUNTS or table.columnWidth(place) >= needed, (width, COLUMNS[place])


def test_scenarios_are_renamed_with_their_own_keys(qtbot: QtBot, window: MainWindow) -> None:
    go(window, cell(window, "ssh/schools", Column.RATE))
    press(window, KEY.Key_R, CTRL)
    assert window.ways.scenario_popup.isHidden()
    window.work.table.setFocus()
    press(window, KEY.Key_R, CTRL | SHIFT)
    assert window.ways.scenario_popup.name.text() == "作業案"
    QTest.keyClick(window.ways.scenario_popup.name, KEY.Key_Escape)
    assert window.ways.scenario_popup.isHidden(), "opened for the question it closes with it"
    assert window.work.table.hasFocus()
    shortcut(window, "Ctrl+Shift+2")
    QTest.keyClick(window.ways.scenario_popup.list, KEY.Key_F2)
    answer(window, "大臣説明案")
    assert window.session.state.document.scenarios[0].name == "大臣説明案"
    assert window.ways.scenario_popup.list.hasFocus()
