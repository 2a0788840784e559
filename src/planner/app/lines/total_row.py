"""The last row of the table of lines: what all that is shown adds up to, always in sight at the bottom.

It is painted over the foot of the table, its columns under those of the table: a widget there would be scrolled under.
"""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.lines.line_delegate import CellPainter
from planner.app.lines.line_looks import LineLooks
from planner.app.session.moved import Moved
from planner.app.tables.flash import Flash
from planner.app.tables.frozen_table import FrozenTable
from planner.app.widgets import theme

HEIGHT = 30
SPOKEN = (Column.LABEL, Column.AMOUNT, Column.PREVIOUS, Column.CHANGE)


class TotalRow:
    """The last row of one table, which tells it to those who hear it as its description."""

    def __init__(self, table: FrozenTable, looks: LineLooks, painting: CellPainter) -> None:
        self._table, self._looks, self._painting = table, looks, painting
        self._amount, self._is_another = "", False
        """The amount said last, and whether it was another one than that said before."""
        self.flash = Flash(table, lambda: table.viewport().update(self.area()))

    def area(self) -> QRect:
        """Where it stands in the viewport."""
        whole = self._table.viewport().rect()
        return QRect(0, whole.height() - self._table.foot, whole.width(), self._table.foot)

    def say(self) -> None:
        """Show the sums as they are now."""
        amount = self._looks.total(Column.AMOUNT).text
        self._amount, self._is_another = amount, amount != self._amount
        self._table.setAccessibleDescription(" ".join(filter(None, (self._looks.total(each).text for each in SPOKEN))))
        self._table.viewport().update(self.area())

    def take(self, moved: Moved) -> None:
        """Let the amount flash where an edit changed it."""
        if moved.edited and self._is_another and self._table.isVisible():
            self.flash.start()

    def paint(self, painter: QPainter, dirty: QRect) -> None:
        """Paint what is to be painted anew of it."""
        area, table, tokens = self.area(), self._table, theme.tokens()
        dirty = dirty.intersected(area)
        if dirty.isEmpty():
            return
        painter.fillRect(dirty, tokens.surface)
        shown, frozen = table.shown_columns(), table.frozen_columns()
        for column in (*(each for each in shown if each not in frozen), *frozen):
            rect = QRect(table.left_of(column), area.y(), table.columnWidth(column), area.height())
            if rect.intersects(dirty):
                flash = self.flash if self.flash.is_on and COLUMNS[column] is Column.AMOUNT else None
                self._painting.paint(painter, rect, self._looks.total(COLUMNS[column]), selected=False, flash=flash)
        painter.fillRect(area.x(), area.y(), area.width(), 2, tokens.strong)
