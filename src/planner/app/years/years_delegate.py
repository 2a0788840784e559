"""Paints what stands behind the years in the table: how much of the first later year is bound, and the course."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from planner.app.tables.program_rows import Index
from planner.app.widgets import roles, theme
from planner.app.widgets.charts.canvas import PLAIN, RIGHT, Canvas
from planner.app.widgets.tokens import MARK as STRONG
from planner.app.widgets.tokens import contrast

PADDING, BAR, BAR_HEIGHT, DOT = 8, 38, 7, 5
"""Beside a bar, its length and thickness, and the point of the request year in a course; in pixels."""


LEAST_WIDTH = 60
"""What a cell asks for, in pixels: columns are sized by their sums."""


class BoundLook(NamedTuple):
    """The share of a year that is bound: its words, and from 0 to 1 how long the bar is."""

    text: str
    share: float | None


class CourseLook(NamedTuple):
    """The amounts of the plan years as heights from 0 (nothing) to 1 (the highest of them); `None` where none is known.

    The second one is the request year's.
    """

    heights: tuple[float | None, ...]


class YearsDelegate(QStyledItemDelegate):
    """Rows with a little air; cells with a look of their own are painted from it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(LEAST_WIDTH), theme.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        look = index.data(roles.LOOK)
        if look is None:
            return
        painter.save()
        tokens = theme.tokens()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        own = tokens.on_selection if selected and contrast(tokens.selection, tokens.surface) >= STRONG else None
        canvas = Canvas(painter, tokens, theme.zoom())
        room = QRectF(option.rect).adjusted(canvas.px(PADDING), 0, -canvas.px(PADDING), 0)
        if isinstance(look, BoundLook):
            self._paint_bound(canvas, room, look, own)
        elif isinstance(look, CourseLook):
            self._paint_course(canvas, room, look, own)
        painter.restore()

    def _paint_bound(self, canvas: Canvas, room: QRectF, look: BoundLook, own: QColor | None) -> None:
        tokens, px = canvas.tokens, canvas.px
        canvas.text(room, look.text, own or tokens.text, PLAIN, side=RIGHT, whole=True)
        if look.share is None:
            return
        whole = QRectF(room.left(), room.center().y() - px(BAR_HEIGHT / 2), px(BAR), px(BAR_HEIGHT))
        if own is None:  # on a strong selection the frame alone stands for the whole
            canvas.bar(whole, tokens.undecided)
        part = min(max(look.share, 0.0), 1.0)
        canvas.bar(QRectF(whole.left(), whole.top(), whole.width() * part, whole.height()), own or tokens.increase)
        canvas.painter.setPen(own or tokens.border)
        canvas.painter.drawRect(whole)

    def _paint_course(self, canvas: Canvas, room: QRectF, look: CourseLook, own: QColor | None) -> None:
        """A line from year to year over an axis from 0, with a point at the request."""
        px, heights = canvas.px, look.heights
        plot = room.adjusted(0, px(6), 0, -px(6))
        ink = own or canvas.tokens.increase
        step = plot.width() / max(len(heights) - 1, 1)
        points = [
            None if each is None else QPointF(plot.left() + place * step, plot.bottom() - each * plot.height())
            for place, each in enumerate(heights)
        ]
        canvas.rule(plot.bottomLeft(), plot.bottomRight(), canvas.grid)
        canvas.painter.setPen(QPen(ink, px(1.5)))
        canvas.painter.drawPolyline(QPolygonF([point for point in points if point is not None]))
        if len(points) > 1 and points[1] is not None:
            side = px(DOT)
            at = QRectF(points[1].x() - side / 2, points[1].y() - side / 2, side, side)
            canvas.painter.setBrush(ink)
            canvas.painter.drawEllipse(at)
