"""シナリオ: every scenario's request, the ceiling over it, and what it adds to the base."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF

from planner.app.overview.ceilings_picture import state
from planner.app.overview.scene import COMPARE, Picture, Scene
from planner.app.session.place import Place
from planner.app.widgets.charts.canvas import CAPTION, RIGHT, SMALL, Canvas
from planner.app.widgets.charts.picture import Mark
from planner.core.check.ceilings import allowance_over
from planner.core.errors import N_
from planner.core.overview.overview import Standing

ROW, ROOMY, HEAD = 28, 40, 18
NAMES = 0.28


def _draw(canvas: Canvas, room: QRectF, scene: Scene) -> Sequence[Mark]:
    _, px, tokens = scene._, canvas.px, canvas.tokens
    left = canvas.head(room, _(SCENARIOS.title), scene.unit_name)
    rows = max(int((left.height() - px(HEAD)) // px(ROW)), 1)
    every = scene.facts.standings
    whole = len(every) <= rows and not scene.facts.more_scenarios
    shown = list(every if whole else _shown(scene, every, rows - 1))
    high = min(max((left.height() - px(HEAD + 60)) / max(len(shown), 1), px(ROW)), px(ROOMY))
    names = left.width() * NAMES
    changes = max((canvas.wide(_change(scene, each), bold=True) for each in shown), default=0)
    changes = max(changes, canvas.wide(_("From base"), CAPTION)) + px(10)
    amounts = max((canvas.wide(_total(scene, each), bold=True) for each in shown), default=0) + px(8)
    begin, end = left.left() + names, left.right() - changes - amounts
    levels = [each.total.yen for each in shown]
    line = _line(scene)
    scale = max(end - begin, px(8)) / max(*levels, line or 0, 1)
    top = QRectF(left.left(), left.top(), left.width(), px(HEAD))
    canvas.text(top.adjusted(names, 0, 0, 0), _("Request (from 0)"), tokens.second, CAPTION)
    canvas.text(top, _("From base"), tokens.second, CAPTION, side=RIGHT)
    marks = []
    for place, each in enumerate(shown):
        row = QRectF(left.left(), top.bottom() + place * high, left.width(), high)
        _row(canvas, row, scene, each, (begin, scale, amounts, changes))
        marks.append(_mark(scene, each, row))
    marks += [_mark(scene, each, QRectF()) for each in every if each not in shown]
    bottom = top.bottom() + len(shown) * high
    if line is not None:
        at = begin + line * scale
        canvas.rule(QPointF(at, top.bottom()), QPointF(at, bottom), tokens.text, 1.5, dotted=True)
    if not whole:
        left_out = len(every) - len(shown) + scene.facts.more_scenarios
        words = scene.texts.plural(left_out, N_("{n} more scenario"), N_("{n} more scenarios"))
        words = scene.leading(words, _("compare"))
        row = QRectF(left.left(), bottom, left.width(), px(ROW) * 0.8)
        canvas.text(row, words, tokens.accent, CAPTION)
        marks.append(Mark(words, (), "", COMPARE, row))
    if line is not None and whole and bottom + px(16) <= left.bottom():
        below = QRectF(left.left(), bottom, at - left.left() + px(4), px(18))
        canvas.text(below, _("ceiling {amount}").format(amount=scene.amount(line)), tokens.second, CAPTION, side=RIGHT)
        bottom += px(20)
    known = [each.total.yen for each in every if each.total.amount is not None]
    apart = QRectF(left.left(), bottom + px(8), left.width(), px(20))
    if len(known) > 1 and apart.bottom() <= left.bottom() and whole:
        canvas.rule(apart.topLeft(), apart.topRight(), tokens.hairline)
        words, figure = _("From the lowest to the highest"), scene.amount(max(known) - min(known))
        canvas.text(apart, words, tokens.second)
        canvas.text(apart, figure, tokens.text, SMALL, bold=True, side=RIGHT, whole=True)
        marks.append(Mark(words, (scene.exact(max(known) - min(known)), ""), "", COMPARE, apart))
    return marks


def _shown(scene: Scene, every: Sequence[Standing], rows: int) -> list[Standing]:
    """The base and the scenario shown, then as many others as there is room for; in their order."""
    first = {every[0].number, scene.facts.scenario}
    others = [each.number for each in every if each.number not in first][: max(rows - len(first), 0)]
    return [each for each in every if each.number in {*first, *others}]


def _line(scene: Scene) -> int | None:
    """The allowance of a ceiling that limits all that is shown and nothing else, so that totals stand against it."""
    amount = scene.facts.totals[2].amount
    return None if amount is None else allowance_over(scene.facts.ceilings, amount)


def _total(scene: Scene, each: Standing) -> str:
    return scene._("cannot compute") if each.total.amount is None else scene.amount(each.total.yen)


def _change(scene: Scene, each: Standing) -> str:
    return "−" if each.from_base is None else scene.change(each.from_base)


def _row(canvas: Canvas, row: QRectF, scene: Scene, each: Standing, at: tuple[float, float, float, float]) -> None:
    px, tokens, (begin, scale, amounts, changes) = canvas.px, canvas.tokens, at
    canvas.scenario(QRectF(row.left(), row.center().y() - px(6), px(12), px(12)), each.number)
    name = QRectF(row.left() + px(18), row.top(), begin - row.left() - px(24), row.height())
    is_shown = each.number == scene.facts.scenario
    canvas.text(name, scene.scenario(each.number), tokens.text, SMALL, bold=is_shown)
    length = max(each.total.yen * scale, 0) if each.total.amount is not None else 0.0
    bar = QRectF(begin, row.top() + row.height() / 4, length, row.height() / 2)
    canvas.bar(bar, canvas.scenario_colour(each.number))
    there = QRectF(row.right() - changes - amounts, row.top(), amounts, row.height())  # clear of bars and ceiling
    canvas.text(there, _total(scene, each), tokens.text, SMALL, bold=True, side=RIGHT, whole=True)
    change = each.from_base or 0
    ink = tokens.decrease if change < 0 else tokens.increase if change > 0 else tokens.second
    last = QRectF(row.right() - changes, row.top(), changes, row.height())
    canvas.text(last, _change(scene, each), ink, SMALL, bold=True, side=RIGHT, whole=True)


def _mark(scene: Scene, each: Standing, place: QRectF) -> Mark:
    total = scene._("cannot compute") if each.total.amount is None else scene.exact(each.total.yen)
    change = "−" if each.from_base is None else scene.exact_change(each.from_base)
    told = scene._("no ceiling over this view") if each.ceiling is None else state(scene, each.ceiling)[0]
    return Mark(scene.scenario(each.number), (total, change), told, Place(scenario=each.number), place)


SCENARIOS = Picture("scenarios", N_("Scenarios"), N_("Scenario"), (N_("Request"), N_("From base")), _draw, 180)
