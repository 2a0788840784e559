"""Stacked bars over the years from 0: parts on one another, sums over them, what is told within, a line to compare."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import cycle, pairwise
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from planner.app.widgets.charts.canvas import CAPTION, CENTRE, RIGHT, SMALL, Canvas, ticks
from planner.app.widgets.charts.figures import Figures
from planner.app.widgets.charts.picture import Mark
from planner.core.model.fields import QUANTITY
from planner.words.texts import Texts

Amounts = tuple[int | Fraction | None, ...]
"""A figure a label, in yen or people; `None` is none and drawn as nothing."""
BAR, NAME, SWATCH, LEGEND_ROW = 0.62, 180, 11, 17
"""The part of a bar of its room; the longest name of a part, its swatch and a row of them in pixels."""


class Fill(NamedTuple):
    """How a part is filled: in the colour of a token or a colour of its own, `hatched` over a paler one."""

    colour: str
    hatched: bool = False


PLAIN = tuple(
    Fill(colour, bool(place % 2))
    for place, colour in enumerate(
        ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b5a800", "#8c6bb1", "#888888")
    )
)
"""Told apart by most eyes, light or dark; neighbours differ in their hatching too."""


class Stack(NamedTuple):
    """What is drawn: a bar a label, made of one part a series, and perhaps a line across; in yen or `people`.

    `within` says something of a bar over the height that it is true up to. `told` are all the words of a bar, `goals`
    where they lead.
    """

    said: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, Amounts], ...]
    fills: tuple[Fill, ...] = PLAIN
    people: bool = False
    line: tuple[str, Amounts] | None = None
    within: tuple[tuple[int, str] | None, ...] = ()
    told: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    goals: tuple[object, ...] = ()

    def parts(self) -> Iterator[tuple[str, Amounts, Fill]]:
        """The parts with their fillings, from the lowest."""
        for (name, values), fill in zip(self.series, cycle(self.fills), strict=False):
            yield name, values, fill

    def sum_of(self, place: int) -> int | Fraction | None:
        """What the parts of a bar add up to, as far as they are known."""
        known = [values[place] for _name, values in self.series if values[place] is not None]
        return sum((value for value in known if value is not None), start=Fraction(0)) if known else None


class _Scale:
    """Where figures stand: `low` and `high` are the ends of the axis, 0 among them."""

    def __init__(self, stack: Stack, texts: Texts) -> None:
        ends = [0.0]
        for place in range(len(stack.labels)):
            parts = [float(values[place] or 0) for _name, values in stack.series]
            ends += [sum(part for part in parts if part > 0), sum(part for part in parts if part < 0)]
        if stack.line is not None:
            ends += [float(value) for value in stack.line[1] if value is not None]
        self.low, self.high = math.floor(min(ends)), math.ceil(max(ends)) or 1
        self._figures = None if stack.people else Figures(texts, max(abs(self.low), abs(self.high)))
        self.unit = texts._("people") if self._figures is None else self._figures.unit_name
        self.plot = QRectF()

    def say(self, value: int | Fraction | None) -> str:
        """A figure over a bar."""
        if value is None:
            return "−"
        if self._figures is None:
            return QUANTITY.display(Fraction(value))
        return self._figures.amount(int(value))

    def tick(self, value: int) -> str:
        """A figure at the axis."""
        return f"{value:,}" if self._figures is None else self._figures.tick(value)

    def y(self, value: float) -> float:
        """The height of a figure on the canvas."""
        return self.plot.bottom() - (value - self.low) * self.plot.height() / max(self.high - self.low, 1)


def draw_stack(canvas: Canvas, room: QRectF, stack: Stack, texts: Texts) -> Sequence[Mark]:
    """Paint the bars; one mark a bar."""
    if not stack.labels:
        return ()
    px, tokens, scale = canvas.px, canvas.tokens, _Scale(stack, texts)
    left = canvas.head(room, stack.said, texts._("{unit}, from 0").format(unit=scale.unit))
    left = _legend(canvas, left, stack)
    plot = left.adjusted(0, px(20), 0, -px(18))
    marks_at = ticks(scale.low, scale.high, canvas.ticks_in(plot.height()))
    axis = max(canvas.wide(scale.tick(each), CAPTION) for each in marks_at) + px(8)
    scale.plot = QRectF(plot.left() + axis, plot.top(), plot.width() - axis, max(plot.height(), px(10)))
    for tick in marks_at:
        at = scale.y(tick)
        canvas.rule(QPointF(scale.plot.left(), at), QPointF(scale.plot.right(), at), canvas.grid)
        there = QRectF(left.left(), at - px(8), axis - px(8), px(16))
        canvas.text(there, scale.tick(tick), tokens.third, CAPTION, side=RIGHT, whole=True)
    slot = scale.plot.width() / len(stack.labels)
    wide = max(canvas.wide(scale.say(stack.sum_of(place)), bold=True) for place in range(len(stack.labels)))
    size = SMALL if wide + px(4) <= slot else CAPTION
    stride = max(1, math.ceil(wide * (1 if size == SMALL else CAPTION / SMALL) / slot))
    marks = []
    for place, label in enumerate(stack.labels):
        column = QRectF(scale.plot.left() + place * slot, left.top(), slot, left.height())
        top = _bar(canvas, column, stack, place, scale)
        if place % stride == 0:
            over = QRectF(column.left(), top - px(17), slot, px(16))
            said = scale.say(stack.sum_of(place))
            canvas.text(over, said, tokens.text, size, bold=size == SMALL, side=CENTRE, whole=True, clear=True)
            below = QRectF(column.left(), scale.plot.bottom() + px(2), slot, px(16))
            canvas.text(below, label, tokens.second, CAPTION, side=CENTRE, whole=True)
        marks.append(_mark(stack, place, column, scale))
    zero = scale.y(0)
    canvas.rule(QPointF(scale.plot.left(), zero), QPointF(scale.plot.right(), zero), tokens.border)
    if stack.line is not None:
        _line(canvas, stack.line[1], scale, slot)
    return marks


def _mark(stack: Stack, place: int, column: QRectF, scale: _Scale) -> Mark:
    told = stack.told[place] if stack.told else _parts(stack, place, scale.say)
    name = stack.names[place] if stack.names else stack.labels[place]
    goal = stack.goals[place] if stack.goals else place
    return Mark(name, (f"{scale.say(stack.sum_of(place))} {scale.unit}",), told, goal, column)


def _parts(stack: Stack, place: int, say: Callable[[int | Fraction | None], str]) -> str:
    """The parts of a bar in words."""
    known = [(name, values[place]) for name, values in stack.series if values[place]]
    return " · ".join(f"{name} {say(value)}" for name, value in known)


def _colour(canvas: Canvas, fill: Fill) -> QColor:
    if fill.colour.startswith("#"):
        return QColor(fill.colour)
    colour = getattr(canvas.tokens, fill.colour)
    assert isinstance(colour, QColor)
    return colour


def _paint(canvas: Canvas, place: QRectF, fill: Fill) -> None:
    """A part, plain or hatched; framed, so that pale ones stand out from the ground.

    Where colours are few, what is second to others is hatched too.
    """
    canvas.bar(place, _colour(canvas, fill))
    if fill.hatched or (canvas.is_plain and fill.colour == "second"):
        ink = canvas.tokens.border if fill.colour == "undecided" else canvas.tokens.surface
        canvas.bar(place, ink, hatched=True)
    canvas.painter.setPen(canvas.tokens.border)
    canvas.painter.drawRect(place)


def _legend(canvas: Canvas, room: QRectF, stack: Stack) -> QRectF:
    """What the parts are, as they stand on one another, and the line; the room that is left below."""
    px, tokens = canvas.px, canvas.tokens
    at, top = room.left(), room.top()
    entries: list[tuple[str, Fill | None]] = [(name, fill) for name, _values, fill in stack.parts()]
    entries += [] if stack.line is None else [(stack.line[0], None)]
    for name, fill in entries:
        wide = min(canvas.wide(name, CAPTION), px(NAME)) + px(2)
        if at > room.left() and at + px(SWATCH + 5) + wide > room.right():
            at, top = room.left(), top + px(LEGEND_ROW)
        box = QRectF(at, top + px(3), px(SWATCH), px(SWATCH))
        if fill is None:
            middle = box.center().y()
            canvas.rule(QPointF(box.left(), middle), QPointF(box.right(), middle), tokens.text, 2, dotted=True)
        else:
            _paint(canvas, box, fill)
        there = QRectF(box.right() + px(5), top, wide, px(LEGEND_ROW))
        canvas.text(there, name, tokens.second, CAPTION)
        at = there.right() + px(14)
    return room.adjusted(0, top - room.top() + px(LEGEND_ROW + 2), 0, 0)


def _bar(canvas: Canvas, column: QRectF, stack: Stack, place: int, scale: _Scale) -> float:
    """The parts of a bar on one another, those below 0 hanging down, and what is told within; where it ends on top."""
    px, wide = canvas.px, column.width() * BAR
    left, up, down = column.center().x() - wide / 2, 0.0, 0.0
    for _name, values, fill in stack.parts():
        height = float(values[place] or 0)
        if not height:
            continue
        start = up if height > 0 else down
        end = start + height
        up, down = (end, down) if height > 0 else (up, end)
        top, bottom = sorted((scale.y(start), scale.y(end)))
        _paint(canvas, QRectF(left, top, wide, bottom - top), fill)
    said = stack.within[place] if stack.within else None
    if said is not None:
        level, words = said
        at = scale.y(max(level, 0))
        if canvas.wide(words, CAPTION, bold=True) + px(8) <= column.width():
            room = QRectF(column.left(), max(at - px(16), column.top()), column.width(), px(15))
            canvas.text(room, words, canvas.tokens.text, CAPTION, bold=True, side=CENTRE, whole=True, clear=True)
    return scale.y(up)


def _line(canvas: Canvas, values: Amounts, scale: _Scale, slot: float) -> None:
    """The line across, from bar to bar where both are known."""
    points = [
        None if value is None else QPointF(scale.plot.left() + (place + 0.5) * slot, scale.y(float(value)))
        for place, value in enumerate(values)
    ]
    for one, other in pairwise(points):
        if one is not None and other is not None:
            canvas.rule(one, other, canvas.tokens.text, 2, dotted=True)
    side = canvas.px(5)
    for point in points:
        if point is not None:
            canvas.painter.fillRect(QRectF(point.x() - side / 2, point.y() - side / 2, side, side), canvas.tokens.text)
