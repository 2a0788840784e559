"""The 25 habits of somebody who works in a budget sheet all day, each with real events in the real window.

At most three differ from a spreadsheet; `DIFFERENT` says which, and why.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import branch
from planner.core.model.document import Document
from tests.app.hands import (
    ALT,
    CTRL,
    KEY,
    SHIFT,
    cell,
    chosen,
    editor,
    go,
    here,
    press,
    select,
    shortcut,
    values,
)
from tests.samples import DC1, DC2, SCHOOLS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen

DIFFERENT = {
    "Delete": "a cell of a scenario is never empty: without a value of its own it has that of its parent",
    "F4 repeats": "F4 opens the list of a cell that holds one of a few words; Ctrl+D, Ctrl+R and Ctrl+Enter repeat",
    "Alt+Enter, Ctrl+;": "a value or name is one line, so that Alt+Enter takes it as Enter does; no cell holds a date",
}

RATE, PEOPLE, TIMES = Column.RATE, Column.QUANTITY, Column.TIMES
Habit = Callable[[MainWindow], None]


@pytest.fixture
def window(make_window: Callable[..., MainWindow], document: Document) -> MainWindow:
    window = make_window(branch(document, 1, "第二案"))
    window.session.show(scenario=1)
    at(window, DC1, RATE)
    return window


def at(window: MainWindow, line: str, column: Column) -> None:
    """Put the cursor on a cell."""
    go(window, cell(window, line, column))
    window.work.table.setFocus()


def focused() -> QWidget:
    part = QApplication.focusWidget()
    assert part is not None
    return part


def type_text(window: MainWindow, text: str, *then: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """Type into the cell under the cursor, the first key opening the editor."""
    QTest.keyClicks(window.work.table.viewport(), text[0])
    QTest.keyClicks(editor(window), text[1:])
    for key in then:
        QTest.keyClick(editor(window), key, modifier or Qt.KeyboardModifier.NoModifier)
    QApplication.processEvents()


def clip(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def rates(window: MainWindow) -> list[object]:
    return values(window, RATE, DC1, DC2, SCHOOLS)


BEFORE = [3_072_000, 3_072_000, 9_000_000]

# ------------------------------------------------------------------ where one is


def arrows(window: MainWindow) -> None:
    press(window, KEY.Key_Right)
    press(window, KEY.Key_Down)
    assert here(window) == ("dc2", PEOPLE)
    press(window, KEY.Key_Up)
    press(window, KEY.Key_Up)
    assert here(window) == ("dc1", PEOPLE), "at the edge it stays"


def ctrl_arrows(window: MainWindow) -> None:
    press(window, KEY.Key_Down, CTRL)
    assert here(window) == ("schools", RATE)
    press(window, KEY.Key_Right, CTRL)
    assert here(window)[0] == "schools"
    press(window, KEY.Key_Left, CTRL)
    press(window, KEY.Key_Up, CTRL)
    assert here(window) == ("dc1", RATE)


def ctrl_home_and_end(window: MainWindow) -> None:
    press(window, KEY.Key_End, CTRL)
    assert here(window)[0] == "schools"
    press(window, KEY.Key_Home, CTRL)
    assert here(window) == ("dc1", RATE)


def shift_arrows(window: MainWindow) -> None:
    press(window, KEY.Key_Down, SHIFT)
    press(window, KEY.Key_Right, SHIFT)
    assert chosen(window) == [("dc1", RATE), ("dc1", PEOPLE), ("dc2", RATE), ("dc2", PEOPLE)]
    press(window, KEY.Key_Left)
    assert len(chosen(window)) <= 1


def whole_columns_and_rows(window: MainWindow) -> None:
    press(window, KEY.Key_Space, CTRL)
    assert chosen(window) == [(line, RATE) for line in ("dc1", "dc2", "schools")]
    at(window, DC2, PEOPLE)
    press(window, KEY.Key_Space, SHIFT)
    assert {line for line, _column in chosen(window)} == {"dc2"}


def find_replace_go_to(window: MainWindow) -> None:
    for keys, name in (("Ctrl+F", "Find"), ("Ctrl+H", "Find"), ("Ctrl+G", "Go to")):
        window.work.table.setFocus()
        shortcut(window.work.table, keys)
        assert name in (focused().accessibleName() or focused().objectName())
        QTest.keyClick(focused(), KEY.Key_Escape)
        QApplication.processEvents()


def sheets(window: MainWindow) -> None:
    shortcut(window.work.table, "Ctrl+PgDown")
    assert window.session.state.scenario == 2, "what sheets are to a book, scenarios are to a request"
    shortcut(window.work.table, "Ctrl+PgUp")
    assert window.session.state.scenario == 1


# ------------------------------------------------------------------------ typing


def f2_changes_what_is_there(window: MainWindow) -> None:
    press(window, KEY.Key_F2)
    box = editor(window)
    assert (box.selectedText(), box.cursorPosition()) == ("", len("3072000"))
    QTest.keyClick(box, KEY.Key_Left)
    QTest.keyClick(box, KEY.Key_Backspace)
    QTest.keyClick(box, KEY.Key_Return)
    assert rates(window)[0] == 307_200


def enter_goes_back_to_where_tab_began(window: MainWindow) -> None:
    type_text(window, "3100000", KEY.Key_Tab)
    type_text(window, "650", KEY.Key_Tab)
    assert here(window) == ("dc1", TIMES)
    press(window, KEY.Key_Return)
    assert here(window) == ("dc2", RATE)
    press(window, KEY.Key_Tab)
    press(window, KEY.Key_Down)
    press(window, KEY.Key_Up)
    press(window, KEY.Key_Return)
    assert here(window) == ("schools", PEOPLE), "arrows begin anew"


def enter_and_tab_both_ways(window: MainWindow) -> None:
    press(window, KEY.Key_Return)
    assert here(window) == ("dc2", RATE)
    press(window, KEY.Key_Return, SHIFT)
    assert here(window) == ("dc1", RATE)
    press(window, KEY.Key_Tab)
    press(window, KEY.Key_Backtab, SHIFT)
    assert here(window) == ("dc1", RATE)
    enter_goes_back_to_where_tab_began(window)


def escape_drops_what_is_typed(window: MainWindow) -> None:
    type_text(window, "99", KEY.Key_Escape)
    assert rates(window) == BEFORE
    assert window.session.is_clean
    assert window.work.table.hasFocus()


def a_sign_of_equality(window: MainWindow) -> None:
    type_text(window, "=2400000*1.28", KEY.Key_Return)
    type_text(window, "+5%", KEY.Key_Return)
    assert rates(window)[:2] == [3_072_000, 3_225_600]


def ctrl_enter_fills_the_selection(window: MainWindow) -> None:
    select(window, (DC1, RATE), (SCHOOLS, RATE))
    type_text(window, "5000000", KEY.Key_Return, modifier=CTRL)
    assert rates(window) == [5_000_000] * 3
    assert window.session.undo_stack.count() == 1


def delete(window: MainWindow) -> None:
    type_text(window, "5000000", KEY.Key_Return)
    at(window, DC1, RATE)
    press(window, KEY.Key_Delete)
    assert rates(window) == BEFORE


def repeat(window: MainWindow) -> None:
    type_text(window, "5000000", KEY.Key_Return)
    press(window, KEY.Key_F4)
    shortcut(window.work.table, "Ctrl+Y")
    assert rates(window) == [5_000_000, *BEFORE[1:]], "nothing is repeated"
    at(window, DC2, RATE)
    press(window, KEY.Key_D, CTRL)
    assert rates(window)[1] == 5_000_000, "this repeats it"


def line_breaks_and_dates(window: MainWindow) -> None:
    press(window, KEY.Key_Semicolon, CTRL)
    assert window.session.is_clean
    type_text(window, "5000000")
    QTest.keyClick(editor(window), KEY.Key_Return, ALT)
    QApplication.processEvents()
    assert rates(window)[0] == 5_000_000, "what was typed is taken, as with Enter"


# ------------------------------------------------------------------------ blocks


def fill_down(window: MainWindow) -> None:
    type_text(window, "5000000", KEY.Key_Return)
    select(window, (DC1, RATE), (SCHOOLS, RATE))
    press(window, KEY.Key_D, CTRL)
    assert rates(window) == [5_000_000] * 3


def fill_right(window: MainWindow) -> None:
    at(window, DC1, TIMES)
    type_text(window, "1", KEY.Key_Return)
    select(window, (DC1, TIMES), (DC1, Column.SHARE))
    press(window, KEY.Key_R, CTRL)
    assert values(window, Column.SHARE, DC1) == [1]


def blocks_are_copied_cut_and_pasted(window: MainWindow) -> None:
    select(window, (DC1, RATE), (DC1, PEOPLE))
    press(window, KEY.Key_C, CTRL)
    at(window, SCHOOLS, RATE)
    press(window, KEY.Key_V, CTRL)
    assert (values(window, RATE, SCHOOLS), values(window, PEOPLE, SCHOOLS)) == ([3_072_000], [642])
    select(window, (SCHOOLS, RATE), (SCHOOLS, PEOPLE))
    press(window, KEY.Key_X, CTRL)
    at(window, DC2, RATE)
    press(window, KEY.Key_V, CTRL)
    assert (rates(window), values(window, PEOPLE, DC2)) == (BEFORE, [642]), "it moved"


def paste_with_headings_and_units(window: MainWindow) -> None:
    clip("Unit rate（千円）\tQuantity\r\n3,200\t650\r\n3,300\t1,100\r\n")
    press(window, KEY.Key_V, CTRL)
    assert rates(window) == [3_200_000, 3_300_000, 9_000_000]
    assert values(window, PEOPLE, DC1, DC2) == [650, 1_100]
    clip("3,400千円\r\n")
    press(window, KEY.Key_V, CTRL)
    assert rates(window)[0] == 3_400_000
    clip("Quantity\tUnit rate\r\n7\t8\r\n")
    before = rates(window)
    press(window, KEY.Key_V, CTRL)
    assert rates(window) == before, "under other headings nothing is guessed"


def handle(window: MainWindow) -> QPoint:
    return window.work.table.handle.place().center()


def fill_handle(window: MainWindow) -> None:
    view = window.work.table.viewport()
    type_text(window, "5000000", KEY.Key_Return)
    at(window, DC1, RATE)
    left = Qt.MouseButton.LeftButton
    target = window.work.table.visualRect(cell(window, DC2, RATE)).center()
    QTest.mousePress(view, left, pos=handle(window))
    QTest.mouseMove(view, target)
    QTest.mouseRelease(view, left, pos=target)
    assert rates(window) == [5_000_000, 5_000_000, 9_000_000]
    at(window, DC1, RATE)
    QTest.mouseDClick(view, left, pos=handle(window))
    assert rates(window)[1] == 5_000_000


def undo_and_redo(window: MainWindow) -> None:
    type_text(window, "5000000", KEY.Key_Return)
    shortcut(window.work.table, "Ctrl+Z")
    assert rates(window) == BEFORE
    shortcut(window.work.table, "Ctrl+Y")
    assert rates(window)[0] == 5_000_000


# --------------------------------------------------------------------- the window


def save_and_save_as(window: MainWindow) -> None:
    asked: list[object] = []

    def no_name(*question: object) -> tuple[str, str]:
        asked.append(question)
        return "", ""

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(QFileDialog, "getSaveFileName", no_name)
        for keys in ("Ctrl+S", "F12"):
            shortcut(window.work.table, keys)
    assert len(asked) == 2, "a document without a file is asked for its name by both"


def double_click_on_an_edge(window: MainWindow) -> None:
    header, place = window.work.table.horizontalHeader(), COLUMNS.index(PEOPLE)
    window.work.table.setColumnWidth(place, 300)
    edge = QPoint(header.sectionViewportPosition(place) + 299, 10)
    view = header.viewport()
    QTest.mouseMove(view, edge)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=edge)
    assert window.work.table.columnWidth(place) < 200
    needed = window.work.table.sizeHintForColumn(place)
    assert window.work.table.columnWidth(place) >= needed


def zoom(window: MainWindow) -> None:
    wanted: list[int] = []
    window.work.table.zoom_wanted.connect(wanted.append)
    view, at_all = window.work.table.viewport(), Qt.KeyboardModifier.ControlModifier
    for turned in (120, -120):
        event = QWheelEvent(
            QPointF(9, 9), view.mapToGlobal(QPointF(9, 9)), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton,
            at_all, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view, event)
    assert wanted == [1, -1]
    assert window.settings.zoom == 1.0


def filter_row(window: MainWindow) -> None:
    shortcut(window.work.table, "Ctrl+Shift+L")
    assert window.work.table.filter.text.hasFocus()
    QTest.keyClicks(window.work.table.filter.text, "dc2")
    assert len(window.work.table.lines.line_rows()) == 1
    shortcut(window.work.table.filter.text, "Ctrl+Shift+L")
    assert window.work.table.filter.isHidden()
    assert len(window.work.table.lines.line_rows()) == 3


HABITS: dict[str, Habit] = {
    "arrows": arrows,
    "Ctrl+arrows": ctrl_arrows,
    "F2": f2_changes_what_is_there,
    "Enter, Tab, and back to the column where Tab began": enter_and_tab_both_ways,
    "Ctrl+D": fill_down,
    "Ctrl+R": fill_right,
    "Ctrl+C, Ctrl+X, Ctrl+V": blocks_are_copied_cut_and_pasted,
    "paste with headings, in 千円": paste_with_headings_and_units,
    "Delete": delete,
    "Ctrl+Z, Ctrl+Y": undo_and_redo,
    "Ctrl+F, Ctrl+H, Ctrl+G": find_replace_go_to,
    "Ctrl+Home, Ctrl+End": ctrl_home_and_end,
    "Shift+arrows": shift_arrows,
    "Ctrl+Space, Shift+Space": whole_columns_and_rows,
    "fill handle": fill_handle,
    "Ctrl+Enter": ctrl_enter_fills_the_selection,
    "Esc": escape_drops_what_is_typed,
    "= and expressions": a_sign_of_equality,
    "F4 repeats": repeat,
    "Alt+Enter, Ctrl+;": line_breaks_and_dates,
    "Ctrl+PgUp, Ctrl+PgDown": sheets,
    "Ctrl+S, F12": save_and_save_as,
    "double click on the edge of a column": double_click_on_an_edge,
    "Ctrl+wheel": zoom,
    "Ctrl+Shift+L": filter_row,
}


@pytest.mark.parametrize("habit", HABITS)
def test_it_works_as_in_a_spreadsheet_or_says_why_not(window: MainWindow, habit: str) -> None:
    HABITS[habit](window)


def test_at_most_three_of_25_differ() -> None:
    assert len(HABITS) == 25
    assert DIFFERENT.keys() <= HABITS.keys()
    assert len(DIFFERENT) <= 3
