"""The mark of a scenario: one colour and one shape for life, by its number, wherever it is spoken of.

Pills, corners of cells, columns, cards and charts ask here. The base has a mark of its own; the five after it go round,
hollow from the second time on. Colour never stands alone: the shape says the same.
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QTransform

from planner.app.widgets import theme
from planner.app.widgets.tokens import SHAPES

LINE = 0.16
"""How thick the line of a hollow shape is, of its size."""
ICON, ICON_SCALE = 12, 2
"""How large an icon is, in logical pixels, and how many pixels it has for each."""


def mark_place(number: int) -> int:
    """Which of `SHAPES` and of the tokens' `scenarios` a scenario has; 0 is the base's and nobody else's."""
    return (number - 1) % (len(SHAPES) - 1) + 1 if number else 0


def is_hollow(number: int) -> bool:
    """Whether the shape is drawn as a line alone: all shapes were given before."""
    return number >= len(SHAPES)


def mark_colour(number: int) -> QColor:
    """The colour of a scenario in the colours in use."""
    return theme.tokens().scenarios[mark_place(number)]


@lru_cache(maxsize=2 * len(SHAPES))
def mark_path(place: int, hollow: bool = False) -> QPainterPath:
    """A shape of `SHAPES` in a square of 1 × 1 around the origin, to be filled or, hollow, drawn as a line.

    Charts take it as a symbol.
    """
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    match SHAPES[place]:
        case "■":
            path.addRect(QRectF(-0.4, -0.4, 0.8, 0.8))
        case "◆":
            path.addPolygon([QPointF(0, -0.5), QPointF(0.5, 0), QPointF(0, 0.5), QPointF(-0.5, 0)])
        case "●":
            path.addEllipse(QPointF(0, 0), 0.45, 0.45)
        case "★":
            path.addPolygon(_around([0.54, 0.23] * 5))
        case "⬟":
            path.addPolygon(_around([0.5] * 5))
        case _:
            for radius in (0.5, 0.18) if hollow else (0.5, 0.32, 0.18):
                path.addEllipse(QPointF(0, 0), radius, radius)
    path.closeSubpath()
    return path


def _around(radii: list[float]) -> list[QPointF]:
    """Points around the origin, the first above it."""
    turns = [2 * pi * step / len(radii) for step in range(len(radii))]
    return [QPointF(radius * sin(turn), -radius * cos(turn)) for radius, turn in zip(radii, turns, strict=True)]


def paint_mark(painter: QPainter, within: QRectF, number: int, colour: QColor | None = None) -> None:
    """Paint the mark of a scenario into the middle of a place, as large as fits; `colour` in place of its own."""
    size, hollow = min(within.width(), within.height()), is_hollow(number)
    size *= 1 - LINE if hollow else 1  # a line lies half outside
    there = QTransform.fromTranslate(within.center().x(), within.center().y()).scale(size, size)
    path = there.map(mark_path(mark_place(number), hollow))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = colour or mark_colour(number)
    if hollow:
        painter.setPen(QPen(ink, max(1.0, size * LINE)))
        painter.drawPath(path)
    else:
        painter.fillPath(path, ink)
    painter.restore()


def mark_icon(number: int) -> QIcon:
    """The mark of a scenario as an icon in lists, in the colours in use."""
    side = theme.px(ICON)
    pixmap = QPixmap(QSize(side, side) * ICON_SCALE)
    pixmap.setDevicePixelRatio(ICON_SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_mark(painter, QRectF(0, 0, side, side), number)
    painter.end()
    return QIcon(pixmap)
