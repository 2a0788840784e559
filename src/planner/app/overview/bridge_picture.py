"""前年度から要求まで: from the previous year to the request by its causes, the scenario's own change apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from planner.app.explain.bridge import broken_at
from planner.app.overview.canvas import CAPTION, CENTRE, RIGHT, SMALL, Canvas, ticks
from planner.app.overview.scene import CHECK, COMPARE, LINES, Mark, Picture, Scene
from planner.app.session.place import Place
from planner.core.calculation.evaluate import Total
from planner.core.errors import N_
from planner.core.model.document import BASE
from planner.core.overview.overview import APART
from planner.words.differences import FACTOR_NAMES

NARROW = 50
"""A bar that would have less room, in pixels, stands in a row of its own."""
LABEL_LINES = 3


@dataclass(frozen=True)
class Bar:
    """A bar: a level that is reached, or what a cause adds to the one before it; both ends in yen.

    One that stands `apart` is nobody's increase: what it says has no figure on one side. `scenario` is whose own change
    it is.
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


def _draw(canvas: Canvas, room: QRectF, scene: Scene) -> Sequence[Mark]:
    if any(total.amount is None for total in scene.facts.totals):
        left = canvas.head(room, scene._(BRIDGE.title), "")
        words = scene.leading(scene._("cannot compute"), scene._("Check"))
        place = QRectF(left.left(), left.top(), left.width(), canvas.px(24))
        canvas.text(place, words, canvas.tokens.error)
        return [Mark(words, (), "", CHECK, place)]
    bars = bridge(scene)
    levels = [end for bar in bars for end in ((bar.end,) if bar.is_level else (bar.start, bar.end))]
    begins = broken_at(levels)
    left = canvas.head(room, scene._(BRIDGE.title), _note(scene, bars, begins))
    upright = (left.width() - canvas.px(52)) / len(bars) >= canvas.px(NARROW)
    return (_columns if upright else _rows)(canvas, left, scene, bars, begins)


def bridge(scene: Scene) -> list[Bar]:
    """The bars, from the previous year to the request."""
    facts, _ = scene.facts, scene._
    previous, planned, request = (total.yen for total in facts.totals)
    name = _("Budget {year}").format(year=scene.previous_year)
    bars = [_level(scene, name, facts.totals[0], LINES)]
    at = previous
    for cause in facts.causes:
        apart = cause.key in ("not_printed", APART)
        name = _("Without amount") if cause.key == APART else _(FACTOR_NAMES[cause.key])
        told = ""
        if cause.row is not None:
            program = facts.portfolio.lines.program[cause.row]
            told = _("most of it: {line}").format(line=f"{scene.program(program)} › {scene.line(cause.row)}")
        figure = scene.exact(cause.yen) if apart else scene.exact_change(cause.yen)
        shown = scene.amount(cause.yen) if apart else scene.change(cause.yen)
        if apart:
            told = f"{_('no figure on one side: nobody’s increase')} · {told}".rstrip(" ·")
        goal = LINES if cause.row is None else Place(row=cause.row)
        bars.append(Bar(name, cause.yen, at, at + cause.yen, Mark(name, (figure,), told, goal), shown, apart=apart))
        at += cause.yen
    planned_name = _("Request {year}").format(year=scene.request_year)
    if facts.scenario == BASE:
        bars.append(_level(scene, planned_name, facts.totals[1], LINES))
        return bars
    own = scene.scenario(facts.scenario)
    bars.append(_level(scene, _("{year} base").format(year=scene.request_year), facts.totals[1], COMPARE))
    name = _("Changes of {scenario}").format(scenario=own)
    goal = COMPARE if facts.own_row is None else Place(row=facts.own_row)
    mark = Mark(name, (scene.exact_change(facts.own_change),), "", goal)
    bars.append(
        Bar(name, facts.own_change, planned, request, mark, scene.change(facts.own_change), scenario=facts.scenario)
    )
    bars.append(_level(scene, f"{scene.request_year} {own}", facts.totals[2], LINES))
    return bars


def _level(scene: Scene, name: str, total: Total, goal: str) -> Bar:
    mark = Mark(name, (scene.exact(total.yen),), scene.lacking(total), goal)
    return Bar(name, total.yen, 0, total.yen, mark, scene.total(total), is_level=True)


def remainder(scene: Scene, bars: Sequence[Bar]) -> int:
    """What the figures as shown leave of the last level (端数), in yen: each is rounded by itself."""
    first, last = bars[0], bars[-1]
    steps = sum(scene.rounded(bar.yen) for bar in bars if not bar.is_level)
    return scene.of_rounded(scene.rounded(last.yen) - scene.rounded(first.yen) - steps)


def _note(scene: Scene, bars: Sequence[Bar], begins: int) -> str:
    """The unit, where the axis begins, and what rounding leaves."""
    said = [scene.unit_name]
    if begins:
        said.append(scene._("the axis begins at {amount} (wave)").format(amount=scene.tick(begins)))
    left = remainder(scene, bars)
    if left:
        said.append(scene._("rounding of the figures shown {amount}").format(amount=scene.change(left)))
    return " · ".join(said)


def _paint_bar(canvas: Canvas, bar: Bar, place: QRectF) -> None:
    if bar.is_level or bar.apart:
        canvas.bar(place, canvas.tokens.total_fill, hatched=bar.apart)
    else:
        canvas.change_bar(place, bar.yen)


def _ink(canvas: Canvas, bar: Bar) -> QColor:
    tokens = canvas.tokens
    if bar.is_level or bar.apart or not bar.yen:
        return tokens.text
    return tokens.decrease if bar.yen < 0 else tokens.increase


def _columns(canvas: Canvas, room: QRectF, scene: Scene, bars: Sequence[Bar], begins: int) -> list[Mark]:
    """The bars side by side over an axis."""
    px, tokens = canvas.px, canvas.tokens
    ends = [end for bar in bars for end in (bar.start, bar.end)]
    low, high = begins or min(ends), max(ends)
    marks_at = ticks(low, high)
    axis = max((canvas.wide(scene.tick(each), CAPTION) for each in marks_at), default=0) + px(6)
    plot = QRectF(room.left() + axis, room.top() + px(34), room.width() - axis, 0)
    plot.setBottom(room.bottom() - canvas.line(CAPTION) * LABEL_LINES - px(4))
    span = max(high - low, 1)

    def y_of(yen: int) -> float:
        return plot.bottom() - (max(yen, low) - low) * plot.height() / span

    for tick in marks_at:
        at = y_of(tick)
        canvas.rule(QPointF(plot.left(), at), QPointF(plot.right(), at), canvas.grid)
        there = QRectF(room.left(), at - px(8), axis - px(6), px(16))
        canvas.text(there, scene.tick(tick), tokens.third, CAPTION, side=RIGHT, whole=True)
    slot = plot.width() / len(bars)
    marks = []
    for place, bar in enumerate(bars):
        left = plot.left() + place * slot
        top, bottom = sorted((y_of(bar.start), y_of(bar.end)))
        bottom = max(bottom, top + px(1.5))
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
        marks.append(replace(bar.mark, within=QRectF(left, room.top(), slot, room.height())))
    for place, (one, _other) in enumerate(pairwise(bars)):
        at, x = y_of(one.end), plot.left() + place * slot
        canvas.rule(QPointF(x + slot * 0.82, at), QPointF(x + slot * 1.18, at), tokens.third, dotted=True)
    canvas.rule(plot.bottomLeft(), plot.bottomRight(), tokens.border)
    return marks


def _rows(canvas: Canvas, room: QRectF, scene: Scene, bars: Sequence[Bar], begins: int) -> list[Mark]:
    """The bars below one another, where there is no room side by side."""
    px, tokens = canvas.px, canvas.tokens
    ends = [end for bar in bars for end in (bar.start, bar.end)]
    low, high = begins or min(ends), max(ends)
    names = min(max(canvas.wide(bar.name) for bar in bars) + px(8), room.width() * 0.4)
    figures = max(canvas.wide(bar.figure, bold=True) for bar in bars) + px(6)
    row = min(room.height() / len(bars), px(24))
    plot = QRectF(room.left() + names, room.top(), room.width() - names - figures, row * len(bars))
    span = max(high - low, 1)
    marks = []
    for place, bar in enumerate(bars):
        top = plot.top() + place * row
        there = QRectF(room.left(), top, names - (px(6) if bar.scenario is None else px(18)), row)
        canvas.text(there, bar.name, tokens.text if bar.is_level else tokens.second)
        if bar.scenario is not None:
            canvas.scenario(QRectF(room.left() + names - px(16), top + row / 2 - px(5), px(10), px(10)), bar.scenario)
        start, end = sorted((max(each, low) - low) * plot.width() / span for each in (bar.start, bar.end))
        body = QRectF(plot.left() + start, top + row * 0.2, max(end - start, px(1.5)), row * 0.6)
        _paint_bar(canvas, bar, body)
        if bar.is_level and begins:
            middle = body.left() + min(px(12), body.width() / 2)
            canvas.wave(QPointF(middle, body.top() - px(1)), QPointF(middle, body.bottom() + px(1)))
        there = QRectF(room.right() - figures, top, figures, row)
        canvas.text(there, bar.figure, _ink(canvas, bar), bold=True, side=RIGHT, whole=True)
        marks.append(replace(bar.mark, within=QRectF(room.left(), top, room.width(), row)))
    canvas.rule(plot.topLeft(), plot.bottomLeft(), tokens.border)
    return marks


BRIDGE = Picture("bridge", N_("From last year to the request"), N_("Step"), (N_("Yen"),), _draw, 240)
