"""Moving, selecting, sorting and columns in the table of lines, by key and mouse as in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from planner.app.line_columns import COLUMNS, DRIVERS, Column
from planner.app.settings import Settings
from planner.app.window import MainWindow
from planner.core.document import BASE, Document
from planner.core.edits import Entry
from planner.texts import texts_for
from tests.app.test_window import cell, editor, go, keys, type_into

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # menus popping up where there is no screen
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.table.viewport(), key, modifier)


def click(window: MainWindow, index: QModelIndex, modifier: Qt.KeyboardModifier | None = None) -> None:
    table = window.table
    table.scrollTo(index)
    place = table.visualRect(index).center()
    modifier = modifier or Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def here(window: MainWindow) -> tuple[str, Column]:
    """The line and column the cursor is on."""
    index = window.table.currentIndex()
    row = window.table.lines.row_at(index)
    assert row.vintage is None, "the cursor never stands on a vintage"
    return window.session.state.portfolio.lines.ids[row.line].rpartition("/")[2], COLUMNS[index.column()]


def chosen(window: MainWindow) -> list[tuple[str, Column]]:
    """The selected cells that can be edited."""
    ids = window.session.state.portfolio.lines.ids
    lines = window.table.lines
    return [
        (ids[lines.row_at(index).line].rpartition("/")[2], COLUMNS[index.column()])
        for index in window.table.blocks.cells()
    ]


def order(window: MainWindow) -> list[str]:
    """The lines as they stand, from the top."""
    lines = window.table.lines
    ids = window.session.state.portfolio.lines.ids
    return [ids[lines.row_at(lines.index(row, 0)).line].rpartition("/")[2] for row in lines.line_rows()]


def click_header(window: MainWindow, column: Column) -> None:
    header = window.table.horizontalHeader()
    place = COLUMNS.index(column)
    middle = header.sectionViewportPosition(place) + header.sectionSize(place) // 2
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle, header.height() // 2))


def popped_up(qtbot: QtBot) -> QMenu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def texts(actions: list[QAction]) -> list[str]:
    return [action.text() for action in actions if not action.isSeparator()]


# -------------------------------------------------------------------- moving and selecting


def test_arrows_pass_over_vintages_and_ctrl_leads_to_the_edges(window: MainWindow) -> None:
    go(window, cell(window, "fellows/dc/dc1", Column.QUANTITY))
    for key, modifier, there in (
        (KEY.Key_Down, None, ("dc2", Column.QUANTITY)),
        (KEY.Key_Down, None, ("schools", Column.QUANTITY)),
        (KEY.Key_Down, None, ("schools", Column.QUANTITY)),
        (KEY.Key_Up, None, ("dc2", Column.QUANTITY)),
        (KEY.Key_Up, CTRL, ("dc1", Column.QUANTITY)),
        (KEY.Key_Down, CTRL, ("schools", Column.QUANTITY)),
        (KEY.Key_Right, None, ("schools", Column.TIMES)),
        (KEY.Key_Left, CTRL, ("schools", Column.RATE)),
        (KEY.Key_Left, None, ("schools", Column.LABEL)),
        (KEY.Key_Right, CTRL, ("schools", Column.SHARE)),
        (KEY.Key_Right, CTRL, ("schools", Column.BASIS)),
        (KEY.Key_Left, CTRL, ("schools", Column.RATE)),
        (KEY.Key_Left, CTRL, ("schools", Column.PROGRAM)),
        (KEY.Key_End, None, ("schools", Column.BASIS)),
        (KEY.Key_Home, None, ("schools", Column.PROGRAM)),
        (KEY.Key_Home, CTRL, ("dc1", Column.RATE)),
        (KEY.Key_End, CTRL, ("schools", Column.SHARE)),
        (KEY.Key_PageUp, None, ("dc1", Column.SHARE)),
        (KEY.Key_PageDown, None, ("schools", Column.SHARE)),
    ):
        press(window, key, modifier or Qt.KeyboardModifier.NoModifier)
        assert here(window) == there, (key, modifier)
        assert len(window.table.selectedIndexes()) == 1


def test_from_a_vintage_the_arrows_lead_back_to_lines(window: MainWindow) -> None:
    line = cell(window, "fellows/dc/dc1", Column.RATE)
    for key, there in ((KEY.Key_Up, "dc1"), (KEY.Key_Down, "dc2"), (KEY.Key_Return, "dc2")):
        click(window, window.table.lines.index(line.row() + 2, line.column()))
        press(window, key)
        assert here(window)[0] == there


def test_shift_extends_the_selection_and_ctrl_takes_it_to_the_edge(window: MainWindow) -> None:
    click(window, cell(window, "fellows/dc/dc1", Column.RATE))
    press(window, KEY.Key_Down, SHIFT)
    assert chosen(window) == [("dc1", Column.RATE), ("dc2", Column.RATE)]
    press(window, KEY.Key_Down, CTRL | SHIFT)
    press(window, KEY.Key_Right, SHIFT)
    assert chosen(window) == [
        (line, column) for line in ("dc1", "dc2", "schools") for column in (Column.RATE, Column.QUANTITY)
    ]
    press(window, KEY.Key_Right, CTRL | SHIFT)
    assert len(chosen(window)) == 3 * len(DRIVERS)
    press(window, KEY.Key_Up, CTRL | SHIFT)
    assert chosen(window) == [("dc1", column) for column in DRIVERS]
    press(window, KEY.Key_End, CTRL | SHIFT)
    assert len(chosen(window)) == 3 * len(DRIVERS)
    press(window, KEY.Key_Down)
    assert len(chosen(window)) == 1


def test_after_enter_shift_extends_from_where_the_cursor_is(qtbot: QtBot, window: MainWindow) -> None:
    click(window, cell(window, "fellows/dc/dc1", Column.RATE))
    press(window, KEY.Key_Return)
    press(window, KEY.Key_Down, SHIFT)
    assert chosen(window) == [("dc2", Column.RATE), ("schools", Column.RATE)]
    press(window, KEY.Key_Return, SHIFT)
    assert chosen(window) == [("dc2", Column.RATE)], "Shift+Enter moves, it does not select"


def test_the_mouse_adds_cells_with_ctrl_and_blocks_with_shift(window: MainWindow) -> None:
    click(window, cell(window, "fellows/dc/dc1", Column.RATE))
    click(window, cell(window, "ssh/schools", Column.RATE), CTRL)
    assert chosen(window) == [("dc1", Column.RATE), ("schools", Column.RATE)]
    click(window, cell(window, "fellows/dc/dc1", Column.RATE))
    click(window, cell(window, "fellows/dc/dc2", Column.QUANTITY), SHIFT)
    assert len(chosen(window)) == 4
    press(window, KEY.Key_Down, SHIFT)
    assert len(chosen(window)) == 6


def test_whole_columns_rows_and_everything(window: MainWindow) -> None:
    click(window, cell(window, "fellows/dc/dc2", Column.QUANTITY))
    press(window, KEY.Key_Space, CTRL)
    assert chosen(window) == [(line, Column.QUANTITY) for line in ("dc1", "dc2", "schools")]
    assert here(window) == ("dc2", Column.QUANTITY)
    click(window, cell(window, "fellows/dc/dc2", Column.QUANTITY))
    press(window, KEY.Key_Space, SHIFT)
    assert chosen(window) == [("dc2", column) for column in DRIVERS]
    press(window, KEY.Key_A, CTRL)
    assert len(chosen(window)) == 3 * len(DRIVERS)


def test_a_long_table_is_paged_by_screens(make_window: Callable[..., MainWindow], many: Document) -> None:
    window = make_window(many)
    press(window, KEY.Key_Home, CTRL)
    rows = window.table.viewport().height() // window.table.rowHeight(0)
    press(window, KEY.Key_PageDown)
    first = window.table.currentIndex().row()
    assert rows // 2 < first < rows
    press(window, KEY.Key_PageDown, SHIFT)
    assert first < window.table.currentIndex().row() < 2 * rows
    assert len(chosen(window)) > 1
    press(window, KEY.Key_PageUp)
    press(window, KEY.Key_PageUp)
    assert window.table.currentIndex().row() == 0


def test_keys_of_an_input_method_select_nothing(window: MainWindow) -> None:
    click(window, cell(window, "ssh/schools", Column.AMOUNT))
    QApplication.sendEvent(window.table, QInputMethodEvent("か", []))
    for key, modifier in ((KEY.Key_Space, SHIFT), (KEY.Key_Space, CTRL), (KEY.Key_Down, SHIFT)):
        press(window, key, modifier)
        assert len(window.table.selectedIndexes()) == 1
    QApplication.sendEvent(window.table, QInputMethodEvent("", []))
    press(window, KEY.Key_Space, SHIFT)
    assert len(window.table.selectedIndexes()) == len(COLUMNS)


def test_arrows_up_and_down_take_what_was_typed_but_not_while_composing(qtbot: QtBot, window: MainWindow) -> None:
    click(window, cell(window, "fellows/dc/dc1", Column.RATE))
    keys(qtbot, window.table.viewport(), "3")
    box = editor(window)
    box.setText("3200000")
    QApplication.sendEvent(box, QInputMethodEvent("か", []))
    keys(qtbot, box, KEY.Key_Down)
    assert editor(window) is box
    QApplication.sendEvent(box, QInputMethodEvent("", []))
    keys(qtbot, box, KEY.Key_Down)
    assert window.table.lines.value_at(cell(window, "fellows/dc/dc1", Column.RATE)) == 3_200_000
    assert here(window) == ("dc2", Column.RATE)


# -------------------------------------------------------------------- sorting


def test_a_click_sorts_up_then_down_then_as_in_the_sheet(window: MainWindow) -> None:
    sheet = order(window)
    assert sheet == ["dc1", "dc2", "schools"]
    header = window.table.horizontalHeader()
    click(window, cell(window, "fellows/dc/dc2", Column.QUANTITY))
    click_header(window, Column.QUANTITY)
    assert order(window) == ["schools", "dc1", "dc2"], "240, 642, 1,108: as numbers"
    assert here(window) == ("dc2", Column.QUANTITY), "the cursor stays with its line"
    assert header.isSortIndicatorShown()
    assert header.sortIndicatorSection() == COLUMNS.index(Column.QUANTITY)
    click_header(window, Column.QUANTITY)
    assert order(window) == ["dc2", "dc1", "schools"]
    lines = window.table.lines
    below = [lines.row_at(lines.index(row, 0)) for row in range(lines.rowCount())]
    assert [row.vintage for row in below] == [None, 0, 1, None, 0, 1, 2, None], "vintages stay beneath their line"
    click_header(window, Column.QUANTITY)
    assert order(window) == sheet
    assert header.sortIndicatorSection() == -1


def test_rows_never_move_because_of_an_edit(qtbot: QtBot, window: MainWindow) -> None:
    go(window, cell(window, "ssh/schools", Column.AMOUNT))
    press(window, KEY.Key_L, CTRL | SHIFT)
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
    press(window, KEY.Key_L, CTRL | SHIFT)
    assert order(window) == ["schools", "dc2", "dc1"], "sorted again, with the figures as they are now"
    press(window, KEY.Key_L, CTRL | SHIFT)
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
    header = window.table.horizontalHeader()
    place = COLUMNS.index(column)
    edge = QPoint(header.sectionViewportPosition(place) + header.sectionSize(place) - 1, header.height() // 2)
    QTest.mouseMove(header.viewport(), edge)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(header.viewport(), edge + QPoint(by, 0))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(by, 0))


def widths(window: MainWindow) -> dict[Column, int]:
    return {column: window.table.columnWidth(place) for place, column in enumerate(COLUMNS)}


def test_widths_and_hidden_columns_are_there_again_at_the_next_start_and_in_the_other_language(
    qtbot: QtBot, make_window: Callable[..., MainWindow], document: Document
) -> None:
    window = make_window(document)
    usual = widths(window)
    drag_edge(window, Column.LABEL, 60)
    assert widths(window)[Column.LABEL] == usual[Column.LABEL] + 60
    header = window.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(COLUMNS.index(Column.TIMES)) + 5, 5)
    header.customContextMenuRequested.emit(at)
    menu = popped_up(qtbot)
    entries = {action.text(): action for action in menu.actions()}
    assert not entries["Item"].isEnabled()
    entries["Times"].trigger()
    menu.close()
    assert window.table.isColumnHidden(COLUMNS.index(Column.TIMES))
    other = make_window(document, "ja")
    assert other.table.isColumnHidden(COLUMNS.index(Column.TIMES))
    assert widths(other)[Column.LABEL] == usual[Column.LABEL] + 60
    (submenu,) = [menu for menu in other.menus.menus["view"].findChildren(QMenu) if menu.title() == "列"]
    submenu.aboutToShow.emit()
    shown = {action.text(): action.isChecked() for action in submenu.actions() if action.isCheckable()}
    assert [text for text, is_shown in shown.items() if not is_shown] == [texts_for("ja")._("Times")]
    next(action for action in submenu.actions() if action.text() == "列を初期状態に戻す").trigger()
    assert widths(other)[Column.LABEL] == usual[Column.LABEL]
    assert not other.table.isColumnHidden(COLUMNS.index(Column.TIMES))
    assert widths(make_window(document)) == usual


def test_a_double_click_on_the_edge_fits_the_column(window: MainWindow) -> None:
    drag_edge(window, Column.RATE, 200)
    header = window.table.horizontalHeader()
    place = COLUMNS.index(Column.RATE)
    edge = QPoint(header.sectionViewportPosition(place) + header.sectionSize(place) - 1, header.height() // 2)
    QTest.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    fitted = widths(window)[Column.RATE]
    assert fitted == max(window.table.sizeHintForColumn(place), header.sectionSizeHint(place))
    assert window.settings.columns("lines").widths["RATE"] == fitted


def test_the_cursor_leaves_a_column_that_is_hidden_and_tab_passes_it_over(qtbot: QtBot, window: MainWindow) -> None:
    click(window, cell(window, "fellows/dc/dc1", Column.QUANTITY))
    window.table.columns.set_shown(Column.QUANTITY, False)
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
        place = window.table.visualRect(index).center()
        QTest.mouseClick(window.table.viewport(), Qt.MouseButton.RightButton, pos=place)
        where = window.table.viewport().mapToGlobal(place)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, where)
        QApplication.sendEvent(window.table.viewport(), event)
        menu = popped_up(qtbot)
        said = texts(menu.actions())
        menu.close()
        return said

    edits = ["Cut", "Copy", "Paste", "Return to the parent's value", "Fill down", "Fill right", "Bulk change…"]
    assert menu_at(index) == [*edits, "Sort by this column"]
    assert window.table.currentIndex() == index, "a right click takes the cursor along"
    assert menu_at(cell(window, "fellows/dc/dc1", Column.AMOUNT)) == ["Copy", "Sort by this column"]
    window.session.show(scenario=BASE)
    assert menu_at(index) == ["Copy", "Sort by this column"]


def test_a_verb_of_the_tables_menu_works_and_shows_its_keys(qtbot: QtBot, window: MainWindow) -> None:
    type_into(qtbot, window, cell(window, "ssh/schools", Column.RATE), "8百万円")
    go(window, cell(window, "ssh/schools", Column.RATE))
    place = window.table.visualRect(window.table.currentIndex()).center()
    where = window.table.viewport().mapToGlobal(place)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, where)
    QApplication.sendEvent(window.table.viewport(), event)
    menu = popped_up(qtbot)
    entry = next(action for action in menu.actions() if action.text() == "Return to the parent's value")
    assert entry.shortcut().toString() == "Del"
    entry.trigger()
    menu.close()
    assert window.table.lines.value_at(cell(window, "ssh/schools", Column.RATE)) == 9_000_000


def test_scenarios_are_renamed_with_their_own_keys(qtbot: QtBot, window: MainWindow) -> None:
    go(window, cell(window, "ssh/schools", Column.RATE))
    press(window, KEY.Key_R, CTRL)
    assert window.findChild(QInputDialog) is None
    window.table.setFocus()
    press(window, KEY.Key_R, CTRL | SHIFT)
    asked = window.findChild(QInputDialog)
    assert asked is not None
    asked.reject()
    qtbot.waitUntil(lambda: window.findChild(QInputDialog) is None)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.scenario_tree.setFocus()
    QTest.keyClick(window.scenario_tree, KEY.Key_F2)
    dialog = window.findChild(QInputDialog)
    assert dialog is not None
    dialog.setTextValue("大臣説明案")
    dialog.accept()
    assert window.session.state.document.scenarios[0].name == "大臣説明案"
