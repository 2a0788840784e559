"""The handle at the corner of the selected block: dragged down or to the right it copies the block on, as one edit.

A double click copies it down as far as the column beside it goes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from planner.app.tables.cell_blocks import CellBlocks
from planner.app.widgets import theme
from planner.core.errors import UserError

if TYPE_CHECKING:
    from planner.app.tables.frozen_table import FrozenTable

SIZE, REACH = 7, 3
"""The side of the handle, and so many logical pixels around it that still take hold of it."""
Flag = QItemSelectionModel.SelectionFlag


class FillHandle(QObject):
    """The handle of one table; `refuse` is told what cannot stand where it was to be copied."""

    def __init__(self, table: FrozenTable, blocks: CellBlocks, refuse: Callable[[UserError], object]) -> None:
        super().__init__(table)
        self._table, self._blocks, self._refuse = table, blocks, refuse
        self._target: QRect | None = None
        """While it is dragged: rows and columns to copy to, as (left, top, right, bottom)."""
        self._dragged = False
        self._seen = QRect()
        table.viewport().installEventFilter(self)
        table.viewport().setMouseTracking(True)
        table.selectionModel().selectionChanged.connect(self._move)

    # ---------------------------------------------------------------- where it is

    def block(self) -> QRect | None:
        """The block it would copy, as columns and rows; `None` where there is none."""
        ranges = self._table.selectionModel().selection()
        if ranges.count() != 1 or not self._table.entries.takes_input or not self._blocks.takes_input:
            return None
        each = ranges.at(0)
        return QRect(QPoint(each.left(), each.top()), QPoint(each.right(), each.bottom()))

    def place(self) -> QRect:
        """Where it is in the viewport; empty where there is none."""
        block = self.block()
        if block is None:
            return QRect()
        rect = self._area(block)
        if rect.right() < self._table.frozen_width() and block.right() not in self._table.frozen_columns():
            return QRect()
        return QRect(rect.right() - SIZE // 2 - 1, rect.bottom() - SIZE // 2 - 1, SIZE, SIZE)

    def _area(self, block: QRect) -> QRect:
        """A block of cells in the viewport."""
        table, index = self._table, self._table.entries.index
        shown = [column for column in table.shown_columns() if block.left() <= column <= block.right()]
        if not shown:
            return QRect()
        first, last = index(block.top(), shown[0]), index(block.bottom(), shown[-1])
        return table.visualRect(first).united(table.visualRect(last))

    def _move(self) -> None:
        """Paint it where it is now, and no more where it was."""
        self._table.viewport().update(self._seen.adjusted(-1, -1, 1, 1))
        self._seen = self.place()
        self._table.viewport().update(self._seen.adjusted(-1, -1, 1, 1))

    def paint(self, painter: QPainter) -> None:
        """Paint the handle, and what it is dragged over."""
        self._seen = self.place()
        if self._seen.isEmpty():
            return
        tokens = theme.tokens()
        if self._target is not None:
            painter.setPen(QPen(tokens.accent, 2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._area(self._target).adjusted(1, 1, -1, -1))
        painter.fillRect(self._seen, tokens.surface)
        painter.fillRect(self._seen.adjusted(1, 1, -1, -1), tokens.accent)

    # ---------------------------------------------------------------- the mouse

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        at, kind, left = event.position().toPoint(), event.type(), event.button() is Qt.MouseButton.LeftButton
        if kind is QEvent.Type.MouseMove:
            if self._dragged:
                self._drag(at)
                return True
            self._table.viewport().setCursor(
                Qt.CursorShape.CrossCursor if self._is_at(at) else Qt.CursorShape.ArrowCursor
            )
        elif kind is QEvent.Type.MouseButtonPress and left and self._is_at(at):
            self._dragged = True
            return True
        elif kind is QEvent.Type.MouseButtonRelease and self._dragged:
            self._drop()
            return True
        elif kind is QEvent.Type.MouseButtonDblClick and left and self._is_at(at):
            self._dragged = False
            self._copy(self._blocks.reach_down())
            return True
        return False

    def _is_at(self, at: QPoint) -> bool:
        place = self.place()
        return not place.isEmpty() and place.adjusted(-REACH, -REACH, REACH, REACH).contains(at)

    def _drag(self, at: QPoint) -> None:
        """Take what lies between the block and the mouse: below it, or at its right, whichever is further."""
        table, block = self._table, self.block()
        if block is None:
            return
        inside = table.viewport().rect().adjusted(0, 0, -1, -1 - table.foot)
        under = table.indexAt(QPoint(min(max(at.x(), 0), inside.right()), min(max(at.y(), 0), inside.bottom())))
        area = self._area(block)
        down, right = at.y() - area.bottom(), at.x() - area.right()
        self._target = None
        if under.isValid() and max(down, right) > 0:
            if down >= right and under.row() > block.bottom():
                self._target = QRect(QPoint(block.left(), block.bottom() + 1), QPoint(block.right(), under.row()))
            elif under.column() > block.right():
                self._target = QRect(QPoint(block.right() + 1, block.top()), QPoint(under.column(), block.bottom()))
        if under.isValid() and not inside.contains(at):
            table.scrollTo(under)
        table.viewport().update()

    def _drop(self) -> None:
        target, self._target, self._dragged = self._target, None, False
        self._table.viewport().update()
        if target is not None:
            self._copy(target)

    def _copy(self, target: QRect | None) -> None:
        """Copy the block on, and select all of it."""
        block = self.block()
        if target is None or block is None:
            return
        try:
            self._blocks.copy_on(target)
        except UserError as error:
            self._refuse(error)
            return
        whole, index = block.united(target), self._table.entries.index
        self._table.selectionModel().select(
            QItemSelection(index(whole.top(), whole.left()), index(whole.bottom(), whole.right())), Flag.ClearAndSelect
        )
