"""残っている指摘: what the check still asks, rule by rule, errors first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from planner.app.overview.scene import CHECK, Picture, Scene
from planner.app.session.place import place_of_finding
from planner.app.widgets.charts.canvas import RIGHT, SMALL, Canvas
from planner.app.widgets.charts.picture import Mark
from planner.core.errors import N_, Severity
from planner.core.model.rules import RULES
from planner.core.overview.overview import Outstanding
from planner.words.places import SEVERITIES, place_name

ROW, FOOT = 35, 22
"""Lengths in pixels: of a rule with the first place it is found at, and of a line without one."""
SIGNS = {Severity.ERROR: ("err", "error"), Severity.WARNING: ("warn", "warning"), Severity.NOTE: ("info", "third")}


def _draw(canvas: Canvas, room: QRectF, scene: Scene) -> Sequence[Mark]:
    _, px, tokens, found = scene._, canvas.px, canvas.tokens, scene.facts.findings
    if found is None:
        left = canvas.head(room, _(OPEN_FINDINGS.title), "")
        canvas.text(QRectF(left.left(), left.top(), left.width(), px(FOOT)), "…", tokens.second)
        return []
    count = sum(each.number for each in found)
    left = canvas.head(room, _(OPEN_FINDINGS.title), _("{n} in all").format(n=f"{count:,}"))
    if not found:
        place = QRectF(left.left(), left.top(), left.width(), px(FOOT))
        canvas.text(place, _("Nothing is open"), tokens.ok, SMALL, bold=True)
        return [Mark(_("Nothing is open"), (), "", CHECK, place)]
    fitting = int(left.height() // px(ROW))
    if len(found) > fitting:
        fitting = int((left.height() - px(FOOT)) // px(ROW))
    marks, top = [], left.top()
    for each in found[:fitting]:
        place = QRectF(left.left(), top, left.width(), px(ROW))
        _row(canvas, place, scene, each)
        marks.append(_mark(scene, each, place))
        top += px(ROW)
    rest = found[fitting:]
    marks += [_mark(scene, each, QRectF()) for each in rest]
    if rest:
        place = QRectF(left.left(), top, left.width(), px(FOOT))
        more = sum(each.number for each in rest)
        words = _("Further questions: {rules}, findings: {n}").format(rules=len(rest), n=f"{more:,}")
        words = scene.leading(words, _("all"))
        canvas.text(place, words, tokens.accent)
        marks.append(Mark(words, (), "", CHECK, place))
    return marks


def _row(canvas: Canvas, place: QRectF, scene: Scene, found: Outstanding) -> None:
    px, tokens = canvas.px, canvas.tokens
    sign, colour = SIGNS[found.severity]
    canvas.icon(QRectF(place.left(), place.top() + px(2), px(16), px(16)), sign, getattr(tokens, colour))
    row = QRectF(place.left() + px(22), place.top(), place.width() - px(22), px(19))
    count = _count(scene, found)
    wide = canvas.text(row, count, tokens.text, SMALL, side=RIGHT, whole=True)
    canvas.text(row.adjusted(0, 0, -wide - px(8), 0), scene._(RULES[found.rule].name), tokens.text, SMALL, bold=True)
    canvas.text(row.translated(0, px(16)), _where(scene, found), tokens.second)
    canvas.rule(place.bottomLeft(), place.bottomRight(), tokens.hairline)


def _count(scene: Scene, found: Outstanding) -> str:
    """How often a rule finds something."""
    return scene.texts.plural(found.number, N_("{n} finding"), N_("{n} findings"))


def _where(scene: Scene, found: Outstanding) -> str:
    """Where a rule finds something first."""
    return place_name(scene.facts.portfolio, found.first.where, scene.texts)


def _mark(scene: Scene, found: Outstanding, place: QRectF) -> Mark:
    severity = scene._(SEVERITIES[found.severity])
    count = _count(scene, found)
    told = f"{_where(scene, found)}: {found.first.message.render(scene.texts.translate)}"
    goal = place_of_finding(found.first, scene.facts.portfolio) or CHECK
    return Mark(scene._(RULES[found.rule].name), (severity, count), told, goal, place)


OPEN_FINDINGS = Picture("findings", N_("Open findings"), N_("Rule"), (N_("Severity"), N_("Number")), _draw, 200)
