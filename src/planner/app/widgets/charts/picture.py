"""A painted picture: what of it can be pointed at, and the same taken into a file or onto the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from planner.app.widgets import theme
from planner.app.widgets.charts.canvas import Canvas
from planner.words.texts import Texts

FINE = 10
"""A file of lines is painted in units so many times smaller than a pixel."""
DENSE = 2
"""A file of pixels has so many for each of the screen, so that it can be printed."""


NOWHERE = QRectF()


class Mark(NamedTuple):
    """Something of a picture that can be pointed at: its name, its figures exact, what is told of it, where it leads.

    `within` is empty for what has no room in the picture and stands in its table alone.
    """

    name: str
    figures: tuple[str, ...]
    told: str
    goal: object
    within: QRectF = NOWHERE

    def sentence(self, texts: Texts) -> str:
        """All of it in one line, as it is heard."""
        return texts._(", ").join(filter(None, (self.name, *self.figures, self.told)))


Drawing = Callable[[Canvas, QRectF], Sequence[Mark]]
"""Paints a picture into a place; what of it can be pointed at."""


def image_of(drawing: Drawing, size: QSize, scale: float) -> QImage:
    """A picture in pixels, `scale` of them for each of `size`."""
    image = QImage(size * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(theme.tokens().surface)
    painter = QPainter(image)
    drawing(Canvas(painter, theme.tokens(), theme.zoom()), QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return image


def content_of(drawing: Drawing, size: QSize, suffix: str) -> bytes:
    """A picture as a file: lines for `.svg`, else pixels (PNG)."""
    content = QBuffer()
    content.open(QBuffer.OpenModeFlag.WriteOnly)
    if suffix.lower() != ".svg":
        image_of(drawing, size, DENSE).save(content, "PNG")  # type: ignore[call-overload]
        return bytes(content.data().data())
    from PySide6.QtSvg import QSvgGenerator  # noqa: PLC0415 - on first use

    room = QRect(0, 0, size.width() * FINE, size.height() * FINE)
    generator = QSvgGenerator()
    generator.setOutputDevice(content)
    generator.setSize(size)
    generator.setViewBox(room)
    painter = QPainter(generator)
    canvas = Canvas(painter, theme.tokens(), theme.zoom(), FINE)
    painter.fillRect(room, theme.tokens().surface)
    drawing(canvas, QRectF(room))
    painter.end()
    return bytes(content.data().data())
