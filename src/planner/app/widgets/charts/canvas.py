"""What the pictures of the overview are painted with: the same on the screen, on paper and in a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPen,
    QPolygonF,
    QTextLayout,
    QTextOption,
)

from planner.app.widgets import theme
from planner.app.widgets.icons import paint_icon
from planner.app.widgets.scenario_mark import mark_place, paint_mark
from planner.app.widgets.tokens import Tokens

LEFT, RIGHT, CENTRE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter
ALIKE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextDontClip.value
FLAGS = {side: side.value | ALIKE for side in (LEFT, RIGHT, CENTRE)}
"""What Qt is told of a line of words, by the side it stands at: every picture has dozens of them."""
TITLE, PLAIN, SMALL, CAPTION = 10.5, theme.POINTS, theme.SMALL_POINTS, theme.CAPTION_POINTS
"""Sizes of letters in points at a zoom of 1."""
PIXELS_A_POINT = 96 / 72
HATCH = 5
"""So far apart are the lines of a hatching."""
MOST_TICKS = 5
"""No axis has more figures."""


@lru_cache(maxsize=128)
def _face(
    points: float, bold: bool, zoom: float, fine: int, families: Sequence[str], _font: str
) -> tuple[QFont, QFontMetricsF]:
    """A font and its measures, made once for a size and the font in use: cells of a table are painted with it too."""
    font = theme.table_font()
    if families:
        font.setFamilies(families)
    if fine == 1:
        font.setPointSizeF(points * zoom)
    else:
        font.setPixelSize(round(points * zoom * fine * PIXELS_A_POINT))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setBold(bold)
    return font, QFontMetricsF(font)


class Canvas:
    """A painter with the colours in use; lengths and letters are scaled by one zoom.

    Devices that know no pixels are painted in units that are `fine` times smaller, so that letters of any size fit.
    Letters are those of the window, or of the first of `families` that there is.
    """

    def __init__(
        self, painter: QPainter, tokens: Tokens, zoom: float, fine: int = 1, families: tuple[str, ...] = ()
    ) -> None:
        self.painter, self.tokens, self._zoom, self._fine, self._families = painter, tokens, zoom, fine, families
        self._key = QGuiApplication.font().key()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def px(self, length: float) -> float:
        """A length of so many pixels at a zoom of 1."""
        return length * self._zoom * self._fine

    def font(self, points: float, *, bold: bool = False) -> QFont:
        """The font of the window in a size, with digits of one width."""
        return self._measured(points, bold)[0]

    def _measured(self, points: float, bold: bool) -> tuple[QFont, QFontMetricsF]:
        return _face(points, bold, self._zoom, self._fine, self._families, self._key)

    def wide(self, text: str, points: float = SMALL, *, bold: bool = False) -> float:
        """How much room a text takes."""
        return self._measured(points, bold)[1].horizontalAdvance(text)

    def line(self, points: float = SMALL) -> float:
        """How high a line of a text is."""
        return self._measured(points, False)[1].height()

    # ---------------------------------------------------------------- words

    def text(
        self,
        room: QRectF,
        text: str,
        colour: QColor,
        points: float = SMALL,
        *,
        bold: bool = False,
        side: Qt.AlignmentFlag = LEFT,
        whole: bool = False,
        clear: bool = False,
    ) -> float:
        """Words in one line, ending in dots where they do not fit unless they stay `whole`; the width they take.

        Where they stand over lines the ground is made `clear` for them.
        """
        font, metrics = self._measured(points, bold)
        wide, shown = metrics.horizontalAdvance(text), text
        if wide > room.width() and not whole:
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            wide = metrics.horizontalAdvance(shown)
        if clear:
            behind = QRectF(0, 0, wide + self.px(4), metrics.height())
            behind.moveCenter(room.center())
            self.painter.fillRect(behind, self.tokens.surface)
        self.painter.setFont(font)
        self.painter.setPen(colour)
        self.painter.drawText(room, FLAGS[side], shown)
        return wide

    def lines(
        self,
        room: QRectF,
        text: str,
        colour: QColor,
        points: float = CAPTION,
        *,
        most: int = 3,
        side: Qt.AlignmentFlag = LEFT,
        bold: bool = False,
    ) -> float:
        """Words in several lines from the top of a place, `most` of them; how high they are together."""
        font, high = self.font(points, bold=bold), self.line(points)
        parts = wrapped(text, font, room.width())
        if len(parts) > most:
            parts = [*parts[: most - 1], "".join(parts[most - 1 :])]
        for place, part in enumerate(parts):
            row = QRectF(room.left(), room.top() + place * high, room.width(), high)
            self.text(row, part.strip(), colour, points, bold=bold, side=side)
        return high * len(parts)

    def ticks_in(self, height: float) -> int:
        """How many figures an axis of that height has room for."""
        return min(int(max(height, 0) / self.line(CAPTION)) + 1, MOST_TICKS)

    def lines_needed(self, text: str, width: float, points: float = CAPTION) -> int:
        """How many lines words take in a width."""
        return len(wrapped(text, self.font(points), width))

    def head(self, room: QRectF, title: str, note: str) -> QRectF:
        """The title of a picture, and beside or below it what is to be known of it; the room that is left."""
        row = QRectF(room.left(), room.top(), room.width(), self.px(22))
        used = self.text(row, title, self.tokens.text, TITLE, bold=True) + self.px(8)
        if self.wide(note) <= row.width() - used:
            self.text(row.adjusted(used, 0, 0, 0), note, self.tokens.second)
            return room.adjusted(0, self.px(26), 0, 0)
        below = QRectF(row.left(), row.bottom(), row.width(), room.height())
        high = self.lines(below, note, self.tokens.second, most=3)
        return room.adjusted(0, self.px(24) + high, 0, 0)

    # ---------------------------------------------------------------- marks

    @property
    def grid(self) -> QColor:
        """The colour of lines that only lead the eye, also where hairlines are as strong as text."""
        tokens = self.tokens
        return theme.mixed(tokens.surface, tokens.text, 0.25) if self.is_plain else tokens.hairline

    @property
    def is_plain(self) -> bool:
        """Whether colours are few and strong: then what falls is hatched too."""
        return self.tokens.hairline == self.tokens.text

    def change_bar(self, place: QRectF, change: int) -> None:
        """The bar of a rise or a fall."""
        tokens = self.tokens
        self.bar(
            place, tokens.decrease_fill if change < 0 else tokens.increase_fill, hatched=change < 0 and self.is_plain
        )

    def bar(self, place: QRectF, colour: QColor, *, hatched: bool = False) -> None:
        """A bar, or the outline of one with lines across it."""
        if not hatched:
            self.painter.fillRect(place, colour)
            return
        self.painter.save()
        self.painter.setPen(QPen(colour, self.px(1)))
        self.painter.drawRect(place)
        self.painter.setClipRect(place)
        step, high = self.px(HATCH), place.height()
        at = place.left() - high
        while at < place.right():
            self.painter.drawLine(QPointF(at, place.bottom()), QPointF(at + high, place.top()))
            at += step
        self.painter.restore()

    def rule(self, start: QPointF, end: QPointF, colour: QColor, width: float = 1, *, dotted: bool = False) -> None:
        """A straight line."""
        pen = QPen(colour, self.px(width))
        if dotted:
            pen.setDashPattern([2, 2])
        self.painter.setPen(pen)
        self.painter.drawLine(start, end)

    def wave(self, start: QPointF, end: QPointF) -> None:
        """The break of a bar whose beginning is left out, from edge to edge."""
        along, swing = end - start, self.px(2.5)
        count = max(round(abs(along.x() + along.y()) / self.px(4.5)), 3)
        across = QPointF(0, swing) if abs(along.x()) > abs(along.y()) else QPointF(swing, 0)
        points = [start + along * (k / count) + across * (1 if k % 2 else -1) for k in range(count + 1)]
        self.painter.setPen(QPen(self.tokens.surface, self.px(3)))
        self.painter.drawPolyline(QPolygonF(points))

    def scenario(self, place: QRectF, number: int) -> None:
        """The mark of a scenario."""
        paint_mark(self.painter, place, number, self.scenario_colour(number))

    def scenario_colour(self, number: int) -> QColor:
        """The colour of a scenario."""
        return self.tokens.scenarios[mark_place(number)]

    def icon(self, place: QRectF, name: str, colour: QColor) -> None:
        """An icon of the window."""
        scale = self.painter.device().devicePixelRatioF() if self._fine == 1 else 1.0
        paint_icon(self.painter, place, name, colour, scale)


def wrapped(text: str, font: QFont, width: float) -> list[str]:
    """A text in lines that fit a width, broken between words where that can be."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    found: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        found.append(text[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return found


def ticks(low: int, high: int, most: int = MOST_TICKS) -> Sequence[int]:
    """Round figures from `low` up to `high`, at most so many and at least one."""
    span = max(high - low, 1)
    step = 1
    for step in (digit * 10**power for power in range(len(str(span)) + 1) for digit in (1, 2, 5)):
        if span // step < most:
            break
    first = -(-low // step) * step
    return range(first, high + 1, step)
