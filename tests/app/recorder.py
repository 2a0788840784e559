"""A canvas that notes down where words stand: what of a picture cannot be read is found without looking at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from planner.app.widgets.charts.canvas import CENTRE, RIGHT, SMALL, Canvas
from planner.app.widgets.charts.picture import Mark
from planner.app.widgets.tokens import LIGHT


class Recorder(Canvas):
    """Notes down where words stand, and which of them were not to be cut."""

    def __init__(self, painter: QPainter, zoom: float) -> None:
        super().__init__(painter, LIGHT, zoom)
        self.written: list[tuple[QRectF, str]] = []

    def text(
        self,
        room: QRectF,
        text: str,
        colour: QColor,
        points: float = SMALL,
        *,
        bold: bool = False,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        whole: bool = False,
        clear: bool = False,
    ) -> float:
        wide = super().text(room, text, colour, points, bold=bold, side=side, whole=whole, clear=clear)
        left = room.right() - wide if side is RIGHT else room.center().x() - wide / 2 if side is CENTRE else room.left()
        high = QFontMetricsF(self.font(points, bold=bold)).capHeight()
        if text.strip():
            self.written.append((QRectF(left, room.center().y() - high / 2, wide, high), text))
        return wide


def misplaced(canvas: Recorder, marks: Sequence[Mark], place: QRectF) -> Iterator[str]:
    """Words and marks outside of the place of a picture, and words over one another."""
    around = place.adjusted(-1, -1, 1, 1)
    yield from (f"{text!r} is outside" for box, text in canvas.written if not around.contains(box))
    for (one, text), (other, over) in combinations(canvas.written, 2):
        common = one.intersected(other)
        if common.width() > 2 and common.height() > 2:
            yield f"{text!r} stands over {over!r}"
    seen = [mark for mark in marks if not mark.within.isEmpty()]
    yield from (f"{mark.name!r} is outside" for mark in seen if not around.contains(mark.within))
