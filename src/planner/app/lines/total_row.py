"""The last row of the table of lines: what all that is shown adds up to, always in sight at the bottom."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.lines.line_delegate import CellPainter
from planner.app.lines.line_looks import LineLooks
from planner.app.tables.frozen_table import FrozenTable
from planner.app.widgets import theme

HEIGHT = 30
SPOKEN = (Column.LABEL, Column.AMOUNT, Column.PREVIOUS, Column.CHANGE)


class TotalRow(QWidget):
    """Stands over the foot of the table, its columns under those of the table."""

    def __init__(self, table: FrozenTable, looks: LineLooks, painting: CellPainter) -> None:
        super().__init__(table)
        self._table, self._looks, self._painting = table, looks, painting
        self.setObjectName("lines-total")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.say()

    def say(self) -> None:
        """Show the sums as they are now."""
        said = (self._looks.total(column).text for column in SPOKEN)
        self.setAccessibleName(" ".join(filter(None, said)))
        self.update()

    def place(self) -> None:
        """Stand where the table's viewport ends."""
        area = self._table.viewport().geometry()
        self.setGeometry(area.x(), area.bottom() + 1 - self._table.foot, area.width(), self._table.foot)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens, table = QPainter(self), theme.tokens(), self._table
        painter.fillRect(self.rect(), tokens.surface)
        shown, frozen = table.shown_columns(), table.frozen_columns()
        for column in (*(each for each in shown if each not in frozen), *frozen):
            if not table.isColumnHidden(column):
                rect = QRect(table.left_of(column), 0, table.columnWidth(column), self.height())
                self._painting.paint(painter, rect, self._looks.total(COLUMNS[column]), selected=False)
        painter.fillRect(0, 0, self.width(), 2, tokens.strong)
        painter.end()
