"""Find and replace over the selected cells, and going to a place by its name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import Column
from planner.app.lines.replacing import Within
from planner.app.window.main_window import MainWindow
from planner.core.model.document import BASE
from tests.app.hands import (
    CTRL,
    KEY,
    cell,
    choose,
    click,
    editor,
    go,
    here,
    keys,
    press,
    select,
    shortcut,
    type_on,
    values,
)
from tests.samples import DC1, DC2, SCHOOLS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # popups where there is no screen


def fill(window: MainWindow, wanted: str, other: str) -> None:
    for field, said in ((window.work.replace.wanted, wanted), (window.work.replace.other, other)):
        field.clear()
        type_on(field, said)


def test_values_are_found_and_typed_as_in_a_cell_with_the_count_before(window: MainWindow, qtbot: QtBot) -> None:
    select(window, (DC1, Column.RATE), (SCHOOLS, Column.QUANTITY))
    press(window, KEY.Key_H, CTRL)
    qtbot.waitUntil(window.work.replace.wanted.hasFocus)
    fill(window, "３，０７２千円", "3,200千円")
    assert window.work.replace.said.text() == "2 in what is selected · DC1 › Unit rate: 3,072,000 → 3,200,000"
    assert window.session.is_clean
    keys(qtbot, window.work.replace.other, KEY.Key_Return)
    assert values(window, Column.RATE, DC1, DC2, SCHOOLS) == [3_200_000, 3_200_000, 9_000_000]
    assert window.session.undo_stack.count() == 1
    assert window.work.replace.said.text() == "0 in what is selected"
    keys(qtbot, window.work.replace.other, KEY.Key_Escape)
    assert window.work.replace.isHidden()
    qtbot.waitUntil(window.work.table.hasFocus)


def test_only_what_is_selected_is_looked_at_and_the_bar_follows_it(window: MainWindow) -> None:
    click(window, cell(window, DC1, Column.RATE))
    press(window, KEY.Key_H, CTRL)
    assert window.work.replace.wanted.text() == "3072000", "the cell at the cursor is where it begins"
    type_on(window.work.replace.other, "+5%")
    assert window.work.replace.said.text().startswith("1 in what")
    select(window, (DC1, Column.RATE), (DC2, Column.RATE))
    assert window.work.replace.said.text().startswith("2 in what")
    window.work.replace.replace()
    assert values(window, Column.RATE, DC1, DC2) == [3_225_600, 3_225_600]


def test_what_cannot_stand_is_said_before(window: MainWindow) -> None:
    select(window, (DC1, Column.RATE), (DC2, Column.RATE))
    press(window, KEY.Key_H, CTRL)
    fill(window, "3072000", "many")
    assert "DC1 › Unit rate" in window.work.replace.said.text()
    assert not window.work.replace.go.isEnabled()
    fill(window, "+5%", "1")
    assert window.work.replace.said.text() == "0 in what is selected", "what is relative is no value to look for"
    window.session.show(scenario=BASE)
    assert "base is not edited" in window.work.replace.said.text()


def test_names_and_units_of_proposed_lines_are_replaced_and_the_bases_kept(window: MainWindow, qtbot: QtBot) -> None:
    go(window, cell(window, SCHOOLS, Column.RATE))
    window.work.lines.duplicate_lines()
    press(window, KEY.Key_A, CTRL)
    press(window, KEY.Key_H, CTRL)
    choose(window.work.replace.within, Within.NAMES)
    fill(window, "schools", "colleges")
    assert window.work.replace.said.text().startswith("1 in what is selected · schools")
    assert "of the base, with words that stay: 1" in window.work.replace.said.text()
    window.work.replace.replace()
    copy = next(each for each in window.session.state.portfolio.lines.ids if each.startswith(f"{SCHOOLS}-"))
    row = window.session.state.portfolio.line_index[copy]
    assert window.session.state.portfolio.lines.labels[row].startswith("colleges")
    choose(window.work.replace.within, Within.UNITS)
    fill(window, "schools", "centres")
    window.work.replace.replace()
    assert window.session.state.portfolio.lines.units[row] == "拠点"


def test_going_to_a_line_a_cell_or_a_program_by_its_name(window: MainWindow, qtbot: QtBot) -> None:
    shortcut(window.work.table, "Ctrl+G")
    qtbot.waitUntil(window.work.go_to.isVisible)
    type_on(window.work.go_to.field, "dc2 quan")
    assert window.work.go_to.list.model().index(0, 0).data() == "DC › DC2 › Quantity"
    keys(qtbot, window.work.go_to.field, KEY.Key_Return)
    assert here(window) == ("dc2", Column.QUANTITY)
    assert window.work.go_to.isHidden()
    shortcut(window.work.table, "Ctrl+G")
    type_on(window.work.go_to.field, "ssh")
    said = [window.work.go_to.list.model().index(row, 0).data() for row in range(2)]
    assert said == ["SSH", "SSH › schools"]
    keys(qtbot, window.work.go_to.field, KEY.Key_Down, KEY.Key_Return)
    assert here(window)[0] == "schools"
    shortcut(window.work.table, "Ctrl+G")
    type_on(window.work.go_to.field, "nowhere")
    keys(qtbot, window.work.go_to.field, KEY.Key_Return, KEY.Key_Escape)
    QApplication.processEvents()
    assert here(window)[0] == "schools"


def test_arrows_take_a_typed_value_and_move_in_the_text_after_f2(window: MainWindow, qtbot: QtBot) -> None:
    go(window, cell(window, DC1, Column.RATE))
    keys(qtbot, window.work.table.viewport(), "5")
    keys(qtbot, editor(window), "000", KEY.Key_Right)
    assert values(window, Column.RATE, DC1) == [5000]
    assert here(window) == ("dc1", Column.QUANTITY)
    keys(qtbot, window.work.table.viewport(), KEY.Key_F2)
    box = editor(window)
    keys(qtbot, box, KEY.Key_End, KEY.Key_Left)
    assert box.cursorPosition() == 2
    keys(qtbot, box, KEY.Key_Down, KEY.Key_Up)
    assert box.cursorPosition() == 0
    keys(qtbot, box, KEY.Key_F2, KEY.Key_Down)
    assert here(window) == ("dc2", Column.QUANTITY), "F2 once more: they move on"


def test_zoom_and_the_formula_are_asked_for(window: MainWindow, qtbot: QtBot) -> None:
    asked: list[int] = []
    window.work.table.zoom_wanted.connect(asked.append)
    for turned in (120, -120):
        event = QWheelEvent(
            QPointF(50, 50),
            QPointF(50, 50),
            QPoint(),
            QPoint(0, turned),
            Qt.MouseButton.NoButton,
            CTRL,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(window.work.table.viewport(), event)
    assert asked == [1, -1]
    shortcut(window, "Alt+F2")
    focus = QApplication.focusWidget()
    assert focus is not None and window.work.bar.isAncestorOf(focus)
