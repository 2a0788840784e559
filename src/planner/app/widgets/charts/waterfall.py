"""A waterfall: from one level to another by what each step adds, over an axis from 0 or one that is plainly broken.

Steps rise in blue and fall in orange with △, levels are grey. Where the bars have no room side by side they stand below
one another, and their names over them where these are long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from planner.app.widgets.charts.canvas import CAPTION, CENTRE, RIGHT, SMALL, Canvas, ticks
from planner.app.widgets.charts.picture import Mark

NARROW = 50
"""A bar that would have less room, in pixels, stands in a row of its own."""
WIDEST = 150
"""No bar side by side with others has more, in pixels."""
LABEL_LINES = 3
NAME_SHARE = 0.4
"""So much of the width names take at most beside the bars of a row."""
TALL = 28
"""With so much room a row has its name over its bar, in pixels."""
LEAST = 1.5
"""No bar is thinner, in pixels."""
BREAK_BELOW = 0.4
"""The axis is broken where all that happens is above so much of the highest level."""


class Bar(NamedTuple):
    """A bar: a level that is reached, or what a step adds to the one before it; both ends in yen.

    One that stands `apart` is nobody's increase: what it says has no figure on one side. `scenario` is whose own change
    or level it is.
    """

    name: str
    yen: int
    start: int
    end: int
    mark: Mark
    figure: str
    is_level: bool = False
    apart: bool = False
    scenario: int | None = None


def broken_at(levels: Sequence[int]) -> int:
    """Where an axis begins that shows these levels, in yen; 0 for one that is whole."""
    if not levels or min(levels) <= BREAK_BELOW * max(levels):
        return 0
    apart = max(max(levels) - min(levels), 1) * 2
    step = int(f"1{'0' * (len(str(apart)) - 1)}")
    return max((min(levels) - apart // 4) // step * step, 0)


def axis_of(bars: Sequence[Bar]) -> int:
    """Where the axis of these bars begins, in yen; 0 for one that is whole."""
    return broken_at([end for bar in bars for end in ((bar.end,) if bar.is_level else (bar.start, bar.end))])


def draw_waterfall(canvas: Canvas, room: QRectF, bars: Sequence[Bar], tick: Callable[[int], str]) -> Sequence[Mark]:
    """Paint the bars; `tick` writes an amount beside the axis."""
    upright = (room.width() - canvas.px(52)) / len(bars) >= canvas.px(NARROW)
    return _columns(canvas, room, bars, tick) if upright else _rows(canvas, room, bars)


def rows_in(canvas: Canvas, room: QRectF) -> int:
    """How many bars have room below one another, each under its name."""
    return max(int(room.height() // canvas.px(TALL)), 3)


def _limits(bars: Sequence[Bar], begins: int) -> tuple[int, int]:
    ends = [end for bar in bars for end in (bar.start, bar.end)]
    return begins or min(0, *ends), max(ends)


def _paint_bar(canvas: Canvas, bar: Bar, place: QRectF) -> None:
    if bar.apart:
        canvas.bar(place, canvas.tokens.total_fill, hatched=True)
    elif bar.is_level:
        canvas.bar(place, canvas.tokens.total_fill)
    else:
        canvas.change_bar(place, bar.yen)


def _ink(canvas: Canvas, bar: Bar) -> QColor:
    tokens = canvas.tokens
    if bar.is_level or bar.apart or not bar.yen:
        return tokens.text
    return tokens.decrease if bar.yen < 0 else tokens.increase


def _columns(canvas: Canvas, room: QRectF, bars: Sequence[Bar], say: Callable[[int], str]) -> list[Mark]:
    """The bars side by side over an axis."""
    px, tokens, begins = canvas.px, canvas.tokens, axis_of(bars)
    low, high = _limits(bars, begins)
    marks_at = ticks(low, high, canvas.ticks_in(room.height() - px(34) - canvas.line(CAPTION) * LABEL_LINES))
    axis = max((canvas.wide(say(each), CAPTION) for each in marks_at), default=0) + px(6)
    slot = min((room.width() - axis) / len(bars), px(WIDEST))
    plot = QRectF(room.left() + axis, room.top() + px(34), slot * len(bars), 0)
    needed = max(canvas.lines_needed(bar.name, slot - px(4)) for bar in bars)
    plot.setBottom(room.bottom() - canvas.line(CAPTION) * min(needed, LABEL_LINES) - px(4))
    span = max(high - low, 1)

    def y_of(yen: int) -> float:
        return plot.bottom() - (max(yen, low) - low) * plot.height() / span

    for tick in marks_at:
        at = y_of(tick)
        canvas.rule(QPointF(plot.left(), at), QPointF(plot.right(), at), canvas.grid)
        there = QRectF(room.left(), at - px(8), axis - px(6), px(16))
        canvas.text(there, say(tick), tokens.third, CAPTION, side=RIGHT, whole=True)
    marks = []
    for place, bar in enumerate(bars):
        left = plot.left() + place * slot
        top, bottom = sorted((y_of(bar.start), y_of(bar.end)))
        bottom = max(bottom, top + px(LEAST))
        body = QRectF(left + slot * 0.18, top, slot * 0.64, bottom - top)
        _paint_bar(canvas, bar, body)
        if bar.is_level and begins:
            middle = body.bottom() - min(px(14), body.height() / 2)
            canvas.wave(QPointF(body.left() - px(1), middle), QPointF(body.right() + px(1), middle))
        over = QRectF(left, top - px(18), slot, px(16))
        canvas.text(over, bar.figure, _ink(canvas, bar), SMALL, bold=True, side=CENTRE, whole=True, clear=True)
        if bar.scenario is not None:
            canvas.scenario(QRectF(left, top - px(31), slot, px(11)), bar.scenario)
        below = QRectF(left + px(2), plot.bottom() + px(4), slot - px(4), 0)
        canvas.lines(below, bar.name, tokens.second, CAPTION, most=LABEL_LINES, side=CENTRE)
        marks.append(bar.mark._replace(within=QRectF(left, room.top(), slot, room.height())))
    for place, (one, _other) in enumerate(pairwise(bars)):
        at, x = y_of(one.end), plot.left() + place * slot
        canvas.rule(QPointF(x + slot * 0.82, at), QPointF(x + slot * 1.18, at), tokens.third, dotted=True)
    ground = y_of(0) if not begins else plot.bottom()
    canvas.rule(QPointF(plot.left(), ground), QPointF(plot.right(), ground), tokens.border)
    return marks


def _rows(canvas: Canvas, room: QRectF, bars: Sequence[Bar]) -> list[Mark]:
    """The bars below one another, where there is no room side by side."""
    px, begins = canvas.px, axis_of(bars)
    low, high = _limits(bars, begins)
    longest = max(canvas.wide(bar.name) for bar in bars) + px(8)
    row = room.height() / len(bars)
    over = row >= px(TALL) and longest > room.width() * NAME_SHARE
    row = min(row, px(TALL + 8 if over else 24))
    names = 0.0 if over else min(longest, room.width() * NAME_SHARE)
    figures = max(canvas.wide(bar.figure, bold=True) for bar in bars) + px(6)
    beside = 0.0 if over else figures
    plot = QRectF(room.left() + names, room.top(), room.width() - names - beside, row * len(bars))
    span = max(high - low, 1)
    marks = []
    for place, bar in enumerate(bars):
        top = plot.top() + place * row
        whole = QRectF(room.left(), top, room.width(), row)
        words = QRectF(whole.left(), top, room.width(), row * 0.6 if over else row)
        named = words.adjusted(px(4), 0, -figures, 0) if over else QRectF(words.left(), top, names - px(6), row)
        _name(canvas, bar, named)
        start, end = sorted((max(each, low) - low) * plot.width() / span for each in (bar.start, bar.end))
        body = QRectF(plot.left() + start, top + row * 0.2, max(end - start, px(LEAST)), row * 0.6)
        if over:
            body = QRectF(body.left(), top + row * 0.6, body.width(), row * 0.28)
        _paint_bar(canvas, bar, body)
        if bar.is_level and begins:
            middle = body.left() + min(px(12), body.width() / 2)
            canvas.wave(QPointF(middle, body.top() - px(1)), QPointF(middle, body.bottom() + px(1)))
        canvas.text(words, bar.figure, _ink(canvas, bar), bold=True, side=RIGHT, whole=True)
        marks.append(bar.mark._replace(within=whole))
    at = plot.left() + max(-low, 0) * plot.width() / span
    canvas.rule(QPointF(at, plot.top()), QPointF(at, plot.bottom()), canvas.tokens.border)
    return marks


def _name(canvas: Canvas, bar: Bar, place: QRectF) -> None:
    """The name of a row, with the mark of the scenario it is of."""
    px, tokens = canvas.px, canvas.tokens
    room = place if bar.scenario is None else place.adjusted(0, 0, -px(16), 0)
    wide = canvas.text(room, bar.name, tokens.text if bar.is_level else tokens.second)
    if bar.scenario is not None:
        there = QRectF(place.left() + wide + px(4), place.center().y() - px(5), px(10), px(10))
        canvas.scenario(there, bar.scenario)
