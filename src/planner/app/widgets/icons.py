"""The icons of the window: line drawings under `resources/icons`, in the colours in use and sharp at any scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImage, QPainter, QPixmap

from planner.app.widgets import theme
from planner.resources import resource

SIZE = 20
"""Logical pixels at a zoom of 1."""


class _Drawn(QIconEngine):
    """An icon drawn anew at every size, in the colour of what it stands for as it is when it is painted."""

    def __init__(self, name: str, colour: str, switched_on: str) -> None:
        super().__init__()
        self._name, self._colour, self._switched_on = name, colour, switched_on

    def clone(self) -> QIconEngine:
        return _Drawn(self._name, self._colour, self._switched_on)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        scale = painter.device().devicePixelRatioF() if painter.device() is not None else 1.0
        paint_icon(painter, QRectF(rect), self._name, self._tint(mode, state), scale)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return QPixmap.fromImage(drawn(self._name, self._tint(mode, state).name(), max(size.width(), 1)))

    def _tint(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        tokens = theme.tokens()
        if mode is QIcon.Mode.Disabled:
            return tokens.strong
        colour = getattr(tokens, self._switched_on if state is QIcon.State.On else self._colour)
        assert isinstance(colour, QColor)
        return colour


def icon(name: str, colour: str = "text", switched_on: str = "on_selection") -> QIcon:
    """The icon of a name in the colour of a token, and in that of another where its button is switched on."""
    return QIcon(_Drawn(name, colour, switched_on))


def paint_icon(painter: QPainter, rect: QRectF, name: str, colour: QColor, scale: float = 1.0) -> None:
    """Paint an icon into a square; `scale` is the device's pixels to a logical one."""
    side = max(round(min(rect.width(), rect.height()) * scale), 1)
    left, top = rect.center().x() - side / scale / 2, rect.center().y() - side / scale / 2
    # on whole pixels of the device, and as large as it was drawn: the same picture whatever is painted around it
    place = QRectF(round(left * scale) / scale, round(top * scale) / scale, side / scale, side / scale)
    painter.drawImage(place, drawn(name, colour.name(), side))


@lru_cache(maxsize=256)
def drawn(name: str, colour: str, side: int) -> QImage:
    """The icon as a picture of `side` pixels in a colour (`#rrggbb`)."""
    written = resource(f"icons/{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    written = written.replace(f'width="{SIZE}" height="{SIZE}"', f'width="{side}" height="{side}"')
    image = QImage.fromData(written.encode())
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def length() -> QSize:
    """The size of an icon at the zoom in use."""
    side = theme.px(SIZE)
    return QSize(side, side)
