"""前年度から要求まで: from the previous year to the request by its causes, the scenario's own change apart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from planner.app.overview.scene import CHECK, COMPARE, LINES, Picture, Scene
from planner.app.session.place import Place
from planner.app.widgets.charts.canvas import Canvas
from planner.app.widgets.charts.picture import Mark
from planner.app.widgets.charts.waterfall import Bar, axis_of, draw_waterfall
from planner.core.calculation.evaluate import Total
from planner.core.errors import N_
from planner.core.model.document import BASE
from planner.core.overview.overview import APART
from planner.words.differences import FACTOR_NAMES


def _draw(canvas: Canvas, room: QRectF, scene: Scene) -> Sequence[Mark]:
    if any(total.amount is None for total in scene.facts.totals):
        left = canvas.head(room, scene._(BRIDGE.title), "")
        words = scene.leading(scene._("cannot compute"), scene._("Check"))
        place = QRectF(left.left(), left.top(), left.width(), canvas.px(24))
        canvas.text(place, words, canvas.tokens.error)
        return [Mark(words, (), "", CHECK, place)]
    bars = bridge(scene)
    left = canvas.head(room, scene._(BRIDGE.title), _note(scene, bars))
    return draw_waterfall(canvas, left, bars, scene.tick)


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


def _note(scene: Scene, bars: Sequence[Bar]) -> str:
    """The unit, where the axis begins, and what rounding leaves."""
    said, left = scene.axis_note(axis_of(bars)), remainder(scene, bars)
    if not left:
        return said
    rounding = scene._("rounding of the figures shown {amount}").format(amount=scene.change(left))
    return f"{said} · {rounding}"


BRIDGE = Picture("bridge", N_("From last year to the request"), N_("Step"), (N_("Yen"),), _draw, 240)
