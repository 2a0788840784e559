"""The header of a table whose first columns stay: names with their units in one row, and beneath it a row to filter by.

A name and its unit are told apart in `headerData` by a line break; the unit stands small behind the name.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from planner.app.tables.frozen_table import FrozenTable
from planner.app.widgets import theme

HEIGHT, FILTER_HEIGHT = 28, 28
PADDING, GAP, ARROW = 8, 4, 8


class FrozenHeader(QHeaderView):
    """The header of a `FrozenTable`; `strip` is the row beneath the names, shown where there is something in it."""

    def __init__(self, table: FrozenTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self._shift = 0
        """While the mouse is pressed on a column that stays: how far the columns are scrolled beneath it."""
        self.strip: QWidget | None = None
        self.strong: frozenset[int] = frozenset()
        """The columns whose names stand out."""
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    # ---------------------------------------------------------------- sizes

    def names_height(self) -> int:
        """The height of the row of names."""
        return theme.px(HEIGHT)

    def sizeHint(self) -> QSize:
        below = theme.px(FILTER_HEIGHT) if self.strip is not None and not self.strip.isHidden() else 0
        return QSize(super().sizeHint().width(), self.names_height() + below)

    def needed(self, section: int) -> int:
        """How wide a column has to be for its name and unit."""
        name, unit = self._words(section)
        width = QFontMetricsF(theme.sized(theme.POINTS, bold=section in self.strong)).horizontalAdvance(name)
        if unit:
            width += theme.px(GAP) + QFontMetricsF(theme.sized(theme.SMALL_POINTS)).horizontalAdvance(unit)
        return round(width) + theme.px(2 * PADDING)

    def sectionSizeFromContents(self, section: int) -> QSize:
        return QSize(self.needed(section) + theme.px(ARROW + GAP), self.names_height())

    def _words(self, section: int) -> tuple[str, str]:
        said = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        name, _, unit = said.partition("\n")
        return name, unit.strip("()")

    # ---------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self.offset():
            for column in self._table.frozen_columns():
                left, width = self._table.left_of(column), self.sectionSize(column)
                self.paintSection(painter, QRect(left, 0, width, self.height()), column)
        painter.end()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        tokens, names = theme.tokens(), self.names_height()
        painter.fillRect(rect.x(), rect.y(), rect.width(), names, tokens.header)
        painter.fillRect(rect.x(), names - 1, rect.width(), 1, tokens.strong)
        if rect.height() > names:
            painter.fillRect(rect.x(), names, rect.width(), rect.height() - names, tokens.surface)
            painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, tokens.hairline)
        room = QRect(rect.x() + theme.px(PADDING), rect.y(), rect.width() - theme.px(2 * PADDING), names)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == section:
            self._paint_arrow(painter, room)
            room.setLeft(room.left() + theme.px(ARROW + GAP))
        self._paint_words(painter, room, section)
        if section in self._table.frozen_columns()[-1:]:
            painter.fillRect(rect.right(), rect.y(), 1, rect.height(), tokens.strong)

    def _paint_words(self, painter: QPainter, room: QRect, section: int) -> None:
        tokens, (name, unit) = theme.tokens(), self._words(section)
        font, small = theme.sized(theme.POINTS, bold=section in self.strong), theme.sized(theme.SMALL_POINTS)
        metrics, small_metrics = QFontMetricsF(font), QFontMetricsF(small)
        unit_width = small_metrics.horizontalAdvance(unit) + theme.px(GAP) if unit else 0.0
        if metrics.horizontalAdvance(name) + unit_width > room.width():
            unit, unit_width = "", 0.0  # the head of the page has it too
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width() - unit_width)
        width = metrics.horizontalAdvance(name)
        side = self.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        right = side is not None and bool(side & Qt.AlignmentFlag.AlignRight)
        left = room.right() + 1 - width - unit_width if right else float(room.left())
        baseline = room.y() + (room.height() + metrics.ascent() - metrics.descent()) / 2
        painter.setPen(tokens.text if section in self.strong else tokens.second)
        painter.setFont(font)
        painter.drawText(QPointF(left, baseline), name)
        if unit:
            painter.setPen(tokens.third)
            painter.setFont(small)
            painter.drawText(QPointF(left + width + theme.px(GAP), baseline), unit)

    def _paint_arrow(self, painter: QPainter, room: QRect) -> None:
        """Which way the lines are sorted."""
        up = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        size, middle = theme.px(ARROW), QPointF(room.left() + theme.px(ARROW) / 2, room.center().y() + 0.5)
        tip = -size / 3 if up else size / 3
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tokens().accent)
        corners = (QPointF(-size / 2, -tip), QPointF(size / 2, -tip), QPointF(0, tip))
        painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
        painter.restore()

    # ---------------------------------------------------------------- the mouse

    def viewportEvent(self, event: QEvent) -> bool:
        """Over a column that stays, the mouse is where that column is, not what is scrolled beneath it."""
        kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseMove)
        if not isinstance(event, QMouseEvent) or event.type() not in (*kinds, QEvent.Type.MouseButtonRelease):
            return super().viewportEvent(event)
        if event.type() is not QEvent.Type.MouseButtonRelease and (
            event.type() is not QEvent.Type.MouseMove or not event.buttons()
        ):
            self._shift = self.offset() if event.position().x() < self._table.frozen_width() else 0
        if self._shift:
            there = event.position() - QPointF(self._shift, 0)
            event = QMouseEvent(
                event.type(), there, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
            )
        return super().viewportEvent(event)
