"""A table to type in whose first columns stay at the left while the others scroll beneath them.

There is one view, one cursor, one selection and one height a row: the columns that stay are painted where they belong
once more, over what is scrolled beneath them. What stands over the last rows (`foot`) hides none that is gone to.
"""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView

from planner.app.tables.entry_model import Index
from planner.app.tables.entry_table import EntryTable

Hint = QAbstractItemView.ScrollHint


class FrozenTable(EntryTable):
    """The columns that stay are those the subclass names, always the first ones shown."""

    foot = 0
    """So many logical pixels at the bottom are covered by something that stays."""

    def frozen_columns(self) -> tuple[int, ...]:
        """The columns that stay, from the left."""
        return ()

    def frozen_width(self) -> int:
        """What they take of the viewport."""
        return sum(map(self.columnWidth, self.frozen_columns()))

    def left_of(self, column: int) -> int:
        """Where a column stands in the viewport."""
        at = self.columnViewportPosition(column)
        return at + self.horizontalOffset() if column in self.frozen_columns() else at

    # ---------------------------------------------------------------- where cells are

    def visualRect(self, index: Index) -> QRect:
        rect = super().visualRect(index)
        return rect.translated(self.horizontalOffset(), 0) if index.column() in self.frozen_columns() else rect

    def indexAt(self, point: QPoint) -> QModelIndex:
        if point.y() >= self.viewport().height() - self.foot:
            return QModelIndex()
        under = self.horizontalOffset() if point.x() < self.frozen_width() else 0
        return super().indexAt(QPoint(point.x() - under, point.y()))

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = super().visualRegionForSelection(selection)
        if self.horizontalOffset() and any(each.left() in self.frozen_columns() for each in selection.toList()):
            region = region.united(QRegion(0, 0, self.frozen_width(), self.viewport().height()))
        return region

    def scrollTo(self, index: Index, hint: Hint = Hint.EnsureVisible) -> None:
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        before = across.value()
        super().scrollTo(index, hint)
        if index.column() in self.frozen_columns():
            across.setValue(before)
        else:
            hidden = self.frozen_width() - self.visualRect(index).left()
            if hidden > 0:
                across.setValue(across.value() - hidden)
        below = self.visualRect(index).bottom() + 1 - (self.viewport().height() - self.foot)
        if below > 0:
            down.setValue(down.value() + below)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if self.foot:
            room = self.viewport().height() - self.foot
            self.verticalScrollBar().setMaximum(max(self.verticalHeader().length() - room, 0))

    # ---------------------------------------------------------------- painting

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dx:  # the columns that stay were pushed along with the others
            self.viewport().update(0, 0, self.frozen_width() + abs(dx), self.viewport().height())
        if dy and self.foot:  # so was what stands at the bottom
            high = self.foot + abs(dy)
            self.viewport().update(0, self.viewport().height() - high, self.viewport().width(), high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self.paint_cells(painter, event.region())
        painter.end()

    def paint_cells(self, painter: QPainter, region: QRegion) -> None:
        """Paint the cells in a region, those of the columns that stay last: over what is scrolled beneath them.

        Each goes straight to `paint_cell`: through Qt's own loop a cell would cost three times as much.
        """
        bounds, frozen, rows = region.boundingRect(), self.frozen_columns(), self.verticalHeader()
        selected = [
            (each.top(), each.bottom(), each.left(), each.right())
            for each in self.selectionModel().selection().toList()
        ]
        places = [(each, self.columnViewportPosition(each), self.columnWidth(each)) for each in self.shown_columns()]
        scrolled = [each for each in places if each[0] not in frozen]
        staying = [(column, self.left_of(column), wide) for column, _, wide in places if column in frozen]
        first, last = self.rowAt(bounds.top()), self.rowAt(bounds.bottom())
        for row in range(first, (last if last >= 0 else self.entries.rowCount() - 1) + 1) if first >= 0 else ():
            top, high = rows.sectionViewportPosition(row), rows.sectionSize(row)
            across = [(left, right) for above, below, left, right in selected if above <= row <= below]
            for column, left, wide in (*scrolled, *staying):
                rect = QRect(left, top, wide, high)
                if region.intersects(rect):
                    is_selected = any(low <= column <= end for low, end in across)
                    self.paint_cell(painter, rect, row, column, selected=is_selected)

    @abstractmethod
    def paint_cell(self, painter: QPainter, rect: QRect, row: int, column: int, *, selected: bool) -> None:
        """Paint a cell."""
