"""増減の大きい事業: the programs that rose and fell most, with the reason in force or else the largest cause."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF

from planner.app.overview.scene import LINES, Picture, Scene
from planner.app.session.place import Place
from planner.app.widgets.charts.canvas import CAPTION, RIGHT, SMALL, Canvas
from planner.app.widgets.charts.picture import Mark
from planner.core.errors import N_
from planner.core.overview.overview import Mover
from planner.words.differences import FACTOR_NAMES, sentence

ROW, ROOMY = 19.5, 26
"""The least and the greatest height of a program, in pixels."""
APART_SHOWN = 2
"""So many programs without a figure on one side are named; more are summed up."""
NAMES, REASONS = 0.4, 0.22
"""The parts of the width that names and reasons have."""


def _draw(canvas: Canvas, room: QRectF, scene: Scene) -> Sequence[Mark]:
    _, px, tokens, facts = scene._, canvas.px, canvas.tokens, scene.facts
    note = f"{scene.unit_name} · {_('on {year}').format(year=scene.previous_year)}"
    left = canvas.head(room, _(MOVERS.title), note)
    rose = [each for each in facts.movers if each.change > 0]
    fell = [each for each in facts.movers if each.change < 0]
    count, rest = facts.others
    rows = int(left.height() // px(ROW))
    wanted = len(facts.movers) + len(facts.unprinted) + 1
    high = min(max(left.height() / max(wanted, 1), px(ROW)), px(ROOMY))
    if not facts.movers and not facts.unprinted:
        place = QRectF(left.left(), left.top(), left.width(), high)
        canvas.text(place, _("No program differs from the previous year"), tokens.second)
        return [Mark(_("No program differs from the previous year"), (), "", LINES, place)]
    shown, left_out = _fitting(rose, fell, rows - min(len(facts.unprinted), APART_SHOWN) - 1)
    marks, top = [], left.top()
    axis = _Axis(canvas, left, scene, shown)
    for each in shown:
        place = QRectF(left.left(), top, left.width(), high)
        _row(canvas, place, scene, each, axis)
        marks.append(_mark(scene, each, place))
        top += high
    canvas.rule(QPointF(axis.zero, left.top()), QPointF(axis.zero, top), tokens.border)
    marks += [_mark(scene, each, QRectF()) for each in left_out]
    count += len(left_out)
    rest += sum(each.change for each in left_out)
    if count:
        place = QRectF(left.left(), top, left.width(), high)
        one, many = N_("{n} more program, {amount}"), N_("{n} more programs, together {amount}")
        words = scene.texts.plural(count, one, many, amount=scene.change(rest))
        canvas.text(place, words, tokens.second, CAPTION, side=RIGHT)
        marks.append(Mark(words, (scene.exact_change(rest),), "", LINES, place))
        top += high
    told = _("no figure on one side: nobody’s increase")
    apart: list[tuple[str, int, Place | str]] = [
        (scene.program(each.program), each.unprinted, Place(program=each.program)) for each in facts.unprinted
    ]
    if len(apart) > APART_SHOWN:
        marks += [Mark(name, (scene.exact(yen),), told, goal) for name, yen, goal in apart]
        name = _("{n} programs").format(n=f"{len(apart):,}")
        apart = [(name, sum(each.unprinted for each in facts.unprinted), LINES)]
    for name, yen, goal in apart:
        place = QRectF(left.left(), top, left.width(), high)
        _apart(canvas, place, scene, name, yen, axis)
        marks.append(Mark(name, (scene.exact(yen),), told, goal, place))
        top += high
    return marks


def _fitting(rose: list[Mover], fell: list[Mover], rows: int) -> tuple[list[Mover], list[Mover]]:
    """Those that fit into so many rows, of both kinds, and the others."""
    down = min(len(fell), max(rows // 3, rows - len(rose)))
    up = min(len(rose), max(rows - down, 0))
    return [*rose[:up], *fell[:down]], [*rose[up:], *fell[down:]]


class _Axis:
    """Where names end, where nothing changes, and how long a yen is."""

    def __init__(self, canvas: Canvas, room: QRectF, scene: Scene, shown: Sequence[Mover]) -> None:
        px = canvas.px
        figures = [scene.change(each.change) for each in shown]
        figures += [scene.amount(each.unprinted) for each in scene.facts.unprinted]
        self.figures = max((canvas.wide(each, bold=True) for each in figures), default=0) + px(8)
        self.names = QRectF(room.left(), 0, room.width() * NAMES, 0)
        self.reasons = QRectF(room.right() - room.width() * REASONS, 0, room.width() * REASONS, 0)
        most = max((each.change for each in shown), default=0)
        least = min((each.change for each in shown), default=0)
        bars = self.reasons.left() - self.names.right() - px(8)
        both = bars - self.figures * ((most > 0) + (least < 0))
        self.scale = max(both, px(8)) / max(max(most, 0) - min(least, 0), 1)
        self.zero = self.names.right() + px(4)
        if least < 0:  # what fell has its bars and figures at the left
            self.zero += self.figures - least * self.scale


def _row(canvas: Canvas, place: QRectF, scene: Scene, each: Mover, axis: _Axis) -> None:
    px, tokens = canvas.px, canvas.tokens
    name = QRectF(place.left(), place.top(), axis.names.width() - px(4), place.height())
    canvas.text(name, scene.program(each.program), tokens.text, SMALL, side=RIGHT)
    length = max(abs(each.change) * axis.scale, px(1.5))
    falls = each.change < 0
    bar = QRectF(axis.zero - (length if falls else 0), place.top() + px(4), length, place.height() - px(8))
    canvas.change_bar(bar, each.change)
    figure, ink = scene.change(each.change), tokens.decrease if falls else tokens.increase
    if falls:
        there = QRectF(bar.left() - axis.figures, place.top(), axis.figures - px(4), place.height())
        canvas.text(there, figure, ink, SMALL, bold=True, side=RIGHT, whole=True)
    else:
        there = QRectF(bar.right() + px(4), place.top(), axis.figures, place.height())
        canvas.text(there, figure, ink, SMALL, bold=True, whole=True)
    why = QRectF(axis.reasons.left(), place.top(), axis.reasons.width(), place.height())
    canvas.text(why, reason(scene, each), tokens.second, CAPTION)


def _apart(canvas: Canvas, place: QRectF, scene: Scene, program: str, yen: int, axis: _Axis) -> None:
    """A program without a figure on one side: hatched, without a sign, beside no other."""
    px, tokens = canvas.px, canvas.tokens
    name = QRectF(place.left(), place.top(), axis.names.width() - px(4), place.height())
    canvas.text(name, program, tokens.second, SMALL, side=RIGHT)
    box = QRectF(axis.zero, place.top() + px(4), px(14), place.height() - px(8))
    canvas.bar(box, tokens.total_fill, hatched=True)
    figure = scene.amount(yen)
    rest = QRectF(box.right() + px(4), place.top(), place.right() - box.right() - px(4), place.height())
    wide = canvas.text(rest, figure, tokens.text, SMALL, bold=True, whole=True)
    words = scene._(FACTOR_NAMES["not_printed"])
    canvas.text(rest.adjusted(wide + px(6), 0, 0, 0), words, tokens.second, CAPTION)


def reason(scene: Scene, each: Mover) -> str:
    """Why a program differs, in a few words: a reason given where it makes at least half of it, else the main cause.

    A reason tells what a scenario changed; of a difference that is none of its making it would tell what is not so.
    """
    for one in each.reasons:
        if one.effect and one.effect * each.change > 0 and abs(one.effect) * 2 >= abs(each.change):
            return one.change.why
    found = each.explained.causes
    found.pop("not_printed")
    key = max(found, key=lambda name: found[name] * (1 if each.change > 0 else -1))
    return scene._(FACTOR_NAMES[key])


def _told(scene: Scene, each: Mover) -> str:
    """All causes with their yen, then the reasons in force with theirs."""
    said = [sentence(each.explained, scene.texts, from_previous=True)]
    for one in each.reasons:
        words = scene._("reason given: {why} {amount}")
        said.append(words.format(why=one.change.why, amount=scene.exact_change(one.effect or 0)))
    return scene.texts.name("。", ". ").join(said)


def _mark(scene: Scene, each: Mover, place: QRectF) -> Mark:
    figure = scene.exact_change(each.change)
    return Mark(scene.program(each.program), (figure,), _told(scene, each), Place(program=each.program), place)


MOVERS = Picture("movers", N_("Largest changes by program"), N_("Program"), (N_("Yen"),), _draw, 250)
