"""Moving and selecting in the table of lines, by key and mouse as in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import DRIVERS, Column
from planner.app.widgets import theme
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry
from planner.core.model.document import Document
from tests.app.hands import CTRL, KEY, SHIFT, cell, chosen, click, editor, go, here, keys, press


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
        (KEY.Key_Left, CTRL, ("schools", Column.LABEL)),
        (KEY.Key_End, None, ("schools", Column.BASIS)),
        (KEY.Key_Home, None, ("schools", Column.LABEL)),
        (KEY.Key_Home, CTRL, ("dc1", Column.RATE)),
        (KEY.Key_End, CTRL, ("schools", Column.SHARE)),
        (KEY.Key_PageUp, None, ("dc1", Column.SHARE)),
        (KEY.Key_PageDown, None, ("schools", Column.SHARE)),
    ):
        press(window, key, modifier or Qt.KeyboardModifier.NoModifier)
        assert here(window) == there, (key, modifier)
        assert len(window.work.table.selectedIndexes()) == 1


def test_from_a_vintage_the_arrows_lead_back_to_lines(window: MainWindow) -> None:
    line = cell(window, "fellows/dc/dc1", Column.RATE)
    for key, there in ((KEY.Key_Up, "dc1"), (KEY.Key_Down, "dc2"), (KEY.Key_Return, "dc2")):
        click(window, window.work.table.lines.index(line.row() + 2, line.column()))
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


def test_the_selection_is_added_up_exactly(window: MainWindow) -> None:
    said = window.work.selection_sum
    click(window, cell(window, "fellows/dc/dc1", Column.AMOUNT))
    assert said.text() == ""
    click(window, cell(window, "ssh/schools", Column.AMOUNT), SHIFT)
    total = 11_116_800_000 + 240 * 9_000_000
    assert said.text() == f"3 figures · sum {total:,} · average {total // 3:,}", "vintages are not counted twice"
    click(window, cell(window, "fellows/dc/dc1", Column.RATE))
    click(window, cell(window, "fellows/dc/dc2", Column.RATE), SHIFT)
    assert said.text() == "2 figures · sum 6,144,000 · average 3,072,000"
    window.session.set_values("e", [Entry("fellows/dc/dc1", "rate", 2026, 3_072_001)])
    assert said.text() == "2 figures · sum 6,144,001 · average 3,072,000.50"
    click(window, cell(window, "fellows/dc/dc1", Column.RATE))
    click(window, cell(window, "fellows/dc/dc2", Column.QUANTITY), SHIFT)
    assert said.text() == "", "yen and people are not added up"


def test_a_long_table_is_paged_by_screens(make_window: Callable[..., MainWindow], many: Document) -> None:
    window = make_window(many)
    press(window, KEY.Key_Home, CTRL)
    rows = window.work.table.viewport().height() // window.work.table.rowHeight(0)
    press(window, KEY.Key_PageDown)
    first = window.work.table.currentIndex().row()
    assert rows // 2 < first < rows
    press(window, KEY.Key_PageDown, SHIFT)
    assert first < window.work.table.currentIndex().row() < 2 * rows
    assert len(chosen(window)) > 1
    press(window, KEY.Key_PageUp)
    press(window, KEY.Key_PageUp)
    assert window.work.table.currentIndex().row() == 1, "beneath the band of its program"


def test_rows_stand_as_close_as_those_of_other_tables(
    make_window: Callable[..., MainWindow], document: Document, qapp: QApplication
) -> None:
    for compact, high in ((False, 28), (True, 24)):
        qapp.setProperty("compact", compact)
        window = make_window(document)
        assert window.work.table.rowHeight(0) == theme.px(high) == theme.row_height()
        low = next(iter(window.work.table.lines.vintage_rows()))
        assert window.work.table.rowHeight(low) < window.work.table.rowHeight(0)
    qapp.setProperty("compact", None)


def test_keys_of_an_input_method_select_nothing(window: MainWindow) -> None:
    click(window, cell(window, "ssh/schools", Column.AMOUNT))
    QApplication.sendEvent(window.work.table, QInputMethodEvent("か", []))
    for key, modifier in ((KEY.Key_Space, SHIFT), (KEY.Key_Space, CTRL), (KEY.Key_Down, SHIFT)):
        press(window, key, modifier)
        assert len(window.work.table.selectedIndexes()) == 1
    QApplication.sendEvent(window.work.table, QInputMethodEvent("", []))
    press(window, KEY.Key_Space, SHIFT)
    assert len(window.work.table.selectedIndexes()) == len(window.work.table.shown_columns())


def test_arrows_up_and_down_take_what_was_typed_but_not_while_composing(qtbot: QtBot, window: MainWindow) -> None:
    click(window, cell(window, "fellows/dc/dc1", Column.RATE))
    keys(qtbot, window.work.table.viewport(), "3")
    box = editor(window)
    box.setText("3200000")
    QApplication.sendEvent(box, QInputMethodEvent("か", []))
    keys(qtbot, box, KEY.Key_Down)
    assert editor(window) is box
    QApplication.sendEvent(box, QInputMethodEvent("", []))
    keys(qtbot, box, KEY.Key_Down)
    assert window.work.table.lines.value_at(cell(window, "fellows/dc/dc1", Column.RATE)) == 3_200_000
    assert here(window) == ("dc2", Column.RATE)
