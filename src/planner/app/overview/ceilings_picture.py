"""上限に対する要求: each ceiling as a gauge, with a hatched span where kinds of lines are not known."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF

from planner.app.overview.scene import CEILINGS, CHECK, CLASSES, Picture, Scene
from planner.app.widgets.charts.canvas import CAPTION, RIGHT, SMALL, Canvas
from planner.app.widgets.charts.picture import Mark
from planner.core.ceilings.judge import Judgement, Verdict
from planner.core.errors import N_
from planner.core.money import Unit
from planner.words.ceilings import amount_between, ceiling_name, items_text
from planner.words.figures import unit_name

ROW, BAR, FOOT = 66, 16, 22
"""Lengths in pixels: of a gauge with its words, of its bar, of a line below."""


def _draw(canvas: Canvas, room: QRectF, scene: Scene) -> Sequence[Mark]:
    _, px, tokens = scene._, canvas.px, canvas.tokens
    left = canvas.head(room, _(CEILING_GAUGES.title), scene.unit_name)
    order = sorted(scene.facts.ceilings, key=lambda each: each.verdict is not Verdict.BROKEN)
    feet = _feet(scene)
    fitting = max(int((left.height() - px(FOOT) * len(feet)) // px(ROW)), 1)
    marks, top = [], left.top()
    if not order:
        place = QRectF(left.left(), top, left.width(), px(FOOT))
        words = scene.leading(_("No ceiling for {year}").format(year=scene.request_year), _("add one"))
        canvas.text(place, words, tokens.accent)
        marks.append(Mark(words, (), "", CEILINGS, place))
        top += px(FOOT)
    for each in order[:fitting]:
        place = QRectF(left.left(), top, left.width(), px(ROW))
        _gauge(canvas, place, scene, each)
        marks.append(_mark(scene, each, place))
        top += px(ROW)
    marks += [_mark(scene, each, QRectF()) for each in order[fitting:]]
    for name, figure, goal in feet:
        place = QRectF(left.left(), top, left.width(), px(FOOT))
        canvas.rule(place.topLeft(), place.topRight(), tokens.hairline)
        wide = canvas.text(place, figure, tokens.text, SMALL, bold=True, side=RIGHT, whole=True)
        canvas.text(place.adjusted(0, 0, -wide - px(8), 0), name, tokens.second)
        marks.append(Mark(name, (figure,), "", goal, place))
        top += px(FOOT)
    return marks


def _feet(scene: Scene) -> list[tuple[str, str, str]]:
    """What stands below the gauges: a name, its figure, where it leads."""
    lacking, lines = scene.facts.unclassified
    feet = [(scene._("Lines classified"), f"{lines - lacking:,} / {lines:,}", CLASSES if lacking else CEILINGS)]
    if scene.facts.printed is not None:
        met, judged = scene.facts.printed
        feet.append((scene._("Printed figures met"), f"{met:,} / {judged:,}", CHECK))
    return feet


def state(scene: Scene, found: Judgement) -> tuple[str, str]:
    """How a ceiling stands, in words, and the colour they have."""
    _ = scene._
    if found.verdict is Verdict.BROKEN:
        return _("over by {amount}").format(amount=scene.amount(-found.room.high)), "error"
    if found.verdict is Verdict.HOLDS:
        return _("left {amount}").format(amount=amount_between(found.room, scene.unit, scene.texts)), "second"
    if found.unsettled:
        words = _("{n} unclassified").format(n=f"{found.unsettled:,}")
        return scene.leading(words, _("classify")), "warning"
    return _("cannot judge"), "warning"


def _gauge(canvas: Canvas, place: QRectF, scene: Scene, found: Judgement) -> None:
    px, tokens = canvas.px, canvas.tokens
    limited, allowance = found.limited, found.allowance
    row = QRectF(place.left(), place.top(), place.width(), px(20))
    figure = amount_between(limited, scene.unit, scene.texts)
    wide = canvas.text(row, figure, tokens.text, SMALL, bold=True, side=RIGHT, whole=True)
    canvas.text(row.adjusted(0, 0, -wide - px(8), 0), ceiling_name(found.ceiling, scene.texts), tokens.text)
    end = max(allowance.high, limited.high, 1) * 1.03
    bar = QRectF(place.left(), row.bottom() + px(2), place.width(), px(BAR))

    def x_of(yen: int) -> float:
        return bar.left() + max(yen, 0) * bar.width() / end

    canvas.bar(bar, canvas.grid)
    sure = QRectF(bar.left(), bar.top(), x_of(limited.low) - bar.left(), bar.height())
    canvas.bar(sure, tokens.total_fill)
    if limited.high > limited.low:
        unsure = QRectF(sure.right(), bar.top(), x_of(limited.high) - sure.right(), bar.height())
        canvas.bar(unsure, tokens.total_fill, hatched=True)
    for yen in sorted({allowance.low, allowance.high}):
        at = x_of(yen)
        canvas.rule(QPointF(at, bar.top() - px(3)), QPointF(at, bar.bottom() + px(3)), tokens.text, 2)
    below = QRectF(place.left(), bar.bottom() + px(3), place.width(), px(18))
    allowed = scene._("ceiling {amount}").format(amount=amount_between(allowance, scene.unit, scene.texts))
    wide = canvas.text(below, allowed, tokens.second, CAPTION, side=RIGHT, whole=True)
    words, colour = state(scene, found)
    words = f"{words} {items_text(found, scene.texts)}".rstrip()
    bold = found.verdict is not Verdict.HOLDS
    canvas.text(below.adjusted(0, 0, -wide - px(6), 0), words, getattr(tokens, colour), CAPTION, bold=bold)


def _mark(scene: Scene, found: Judgement, place: QRectF) -> Mark:
    unit = f" {unit_name(Unit.YEN, scene.texts)}" if scene.texts.language != "ja" else unit_name(Unit.YEN, scene.texts)
    figures = (found.limited, found.allowance, found.room)
    said = tuple(f"{amount_between(each, Unit.YEN, scene.texts)}{unit}" for each in figures)
    goal = CLASSES if found.verdict is Verdict.UNKNOWN and found.unsettled else CEILINGS
    if found.cannot:
        goal = CHECK
    words = state(scene, found)[0]
    if found.verdict is not Verdict.UNKNOWN:
        words = scene._("over") if found.verdict is Verdict.BROKEN else scene._("within")
    return Mark(ceiling_name(found.ceiling, scene.texts), said, words, goal, place)


CEILING_GAUGES = Picture(
    "ceilings",
    N_("Request against the ceilings"),
    N_("Ceiling"),
    (N_("Limited"), N_("Allowance"), N_("Room")),
    _draw,
    200,
)
