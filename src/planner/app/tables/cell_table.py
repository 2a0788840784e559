"""A table whose cells are gone through as in a spreadsheet: arrows, Home, End and Page, whole rows and columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QTableView

from planner.app.tables.entry_model import EntryModel, Index
from planner.app.widgets import theme

Move = QAbstractItemView.CursorAction
Flag = QItemSelectionModel.SelectionFlag
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
TAB_KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
MOVING_KEYS = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}


def step_of(event: QKeyEvent) -> tuple[int, int] | None:
    """Where Enter or Tab leads: so many lines down, so many drivers to the right; `None` for other keys."""
    back = bool(event.modifiers() & SHIFT)
    if event.key() in ENTER_KEYS:
        return (-1 if back else 1), 0
    if event.key() in TAB_KEYS:
        return 0, (-1 if back or event.key() == Qt.Key.Key_Backtab else 1)
    return None


ARROWS = {
    Qt.Key.Key_Up: Move.MoveUp,
    Qt.Key.Key_Down: Move.MoveDown,
    Qt.Key.Key_Left: Move.MoveLeft,
    Qt.Key.Key_Right: Move.MoveRight,
}


class CellTable(QTableView):
    """The cells of an `EntryModel`: the cursor goes over its rows of lines and the columns shown.

    Signals:
        zoom_wanted(int): everything is to be shown so many steps larger.
    """

    zoom_wanted = Signal(int)

    def __init__(self, entries: EntryModel) -> None:
        super().__init__()
        self.entries = entries
        self._command: Flag | None = None
        self._tabbed: tuple[Index, int] | None = None
        """The cell that Tab led to last, and the column in which that began: Enter goes back to it."""
        self.setModel(entries)
        self.setFont(theme.table_font())
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.5))

    def shown_columns(self) -> list[int]:
        """The columns shown, from the left."""
        return [column for column in range(self.entries.columnCount()) if not self.isColumnHidden(column)]

    def entry_columns(self) -> list[int]:
        """The columns shown in which can be typed."""
        return self.shown_columns()

    # ---------------------------------------------------------------- moving

    def step(self, down: int, right: int) -> None:
        """Move the cursor from row to row, or from one column that takes input to another.

        Down after some to the right leads into the column where that began.
        """
        current, tabbed = self.currentIndex(), self._tabbed
        row, column = current.row(), current.column()
        first = tabbed[1] if tabbed is not None and tabbed[0] == current else column
        if down:
            row = _next(self.entries.line_rows(), row, down)
            column = first if down > 0 and not self.isColumnHidden(first) else column
        if right:
            column = _next(self.entry_columns(), column, right)
        self.jump(self.entries.index(row, column))
        self._tabbed = (QPersistentModelIndex(self.currentIndex()), first) if right else None

    def go(self, key: Qt.Key) -> None:
        """Move the cursor as an arrow key does."""
        self.jump(self.moveCursor(ARROWS[key], Qt.KeyboardModifier.NoModifier))

    def moveCursor(self, action: Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where an arrow, Home, End or Page key leads: over lines and columns shown, to the edges with Ctrl."""
        rows, columns, drivers = self.entries.line_rows(), self.shown_columns(), self.entry_columns()
        if not rows:
            return QModelIndex()
        row, column = self.currentIndex().row(), self.currentIndex().column()
        far = bool(modifiers & CONTROL)
        match action:
            case Move.MoveUp | Move.MoveDown:
                by = -1 if action is Move.MoveUp else 1
                row = (rows[0] if by < 0 else rows[-1]) if far else _next(rows, row, by)
            case Move.MoveLeft | Move.MoveRight:
                by = -1 if action is Move.MoveLeft else 1
                column = _edge(drivers, columns, column, by) if far else _next(columns, column, by)
            case Move.MoveHome | Move.MoveEnd:
                at = 0 if action is Move.MoveHome else -1
                row, column = (rows[at], (drivers or columns)[at]) if far else (row, columns[at])
            case Move.MovePageUp | Move.MovePageDown:
                row = self._page(rows, row, -1 if action is Move.MovePageUp else 1)
            case _:
                return super().moveCursor(action, modifiers)
        return self.entries.index(row, column)

    def _page(self, rows: Sequence[int], row: int, by: int) -> int:
        """The line a screenful away, at least the next one."""
        page = max(self.viewport().height() // self.verticalHeader().defaultSectionSize() - 1, 1)
        if by < 0:
            return min(rows[min(bisect_left(rows, row - page), len(rows) - 1)], _next(rows, row, -1))
        return max(rows[max(bisect_right(rows, row + page) - 1, 0)], _next(rows, row, 1))

    def jump(self, index: QModelIndex) -> None:
        """Put the cursor on a cell and select it alone, whatever keys are held."""
        self._tabbed = None
        self._command = Flag.ClearAndSelect
        self.setCurrentIndex(index)
        self._command = None

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> Flag:
        """What moving there does to the selection: as settled for the key pressed, else as Qt has it."""
        return super().selectionCommand(index, event) if self._command is None else self._command

    # ---------------------------------------------------------------- keys

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Where the focus goes that an editor leaves: to the table, where other rows have just taken its place."""
        if self.currentIndex().isValid():
            return super().focusNextPrevChild(forward)
        if not self.entries.rowCount():
            return QAbstractScrollArea.focusNextPrevChild(self, forward)
        self.setFocus()
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if event.modifiers() & CONTROL and turned:
            self.zoom_wanted.emit(1 if turned > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event)
        if step is not None:
            self.step(*step)
        elif event.key() == Qt.Key.Key_Space and event.modifiers() in (CONTROL, SHIFT):
            whole = Flag.Columns if event.modifiers() == CONTROL else Flag.Rows
            self.selectionModel().select(self.selectionModel().selection(), Flag.ClearAndSelect | whole)
        elif event.key() in MOVING_KEYS:
            extending = bool(event.modifiers() & SHIFT)
            self._command = Flag.SelectCurrent if extending else Flag.ClearAndSelect
            super().keyPressEvent(event)
            self._command = None
            if not extending:  # at the edge nothing moves, and yet the selection ends
                self.jump(self.currentIndex())
        else:
            self.press(event)

    def press(self, event: QKeyEvent) -> None:
        """What a key does that neither moves nor selects."""
        super().keyPressEvent(event)


def _next(places: Sequence[int], at: int, by: int) -> int:
    """The place after `at`, or before it for `by` < 0; `at` itself where there is none."""
    found = bisect_right(places, at) if by > 0 else bisect_left(places, at) - 1
    return places[found] if 0 <= found < len(places) else at


def _edge(data: Sequence[int], places: Sequence[int], at: int, by: int) -> int:
    """The edge of the data towards `by`; from there, or beyond it, the edge of all places."""
    edge, last = (data[-1:], places[-1]) if by > 0 else (data[:1], places[0])
    return edge[0] if edge and (edge[0] - at) * by > 0 else last
