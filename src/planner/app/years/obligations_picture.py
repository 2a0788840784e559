"""国庫債務負担行為と採択期間: each obligation with its total, what is left after the request year, and its years."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from planner.app.widgets.charts.canvas import CAPTION, CENTRE, RIGHT, SMALL, Canvas
from planner.app.widgets.charts.figures import Figures
from planner.app.widgets.charts.picture import Mark
from planner.core.calculation.burden import Burden
from planner.core.errors import N_
from planner.core.model.obligations import Schedule
from planner.words.figures import share_text
from planner.words.texts import Texts

ROW, TILE, MOST_TILES = 60, 15, 12
"""The height of an obligation and the highest bar of a year, in pixels; so many years have a bar."""
FOOT = 20
"""The room of the sentence at the foot, in pixels."""


def draw_obligations(
    canvas: Canvas,
    room: QRectF,
    schedules: Sequence[Schedule],
    total: Sequence[Burden],
    years: Sequence[int],
    texts: Texts,
) -> Sequence[Mark]:
    """Paint as many obligations as have room, the others stand in the table; below them what the request binds.

    `total` are the burdens of all that is shown in the plan `years`. The goal of a mark is the obligation's place.
    """
    _, px, tokens = texts._, canvas.px, canvas.tokens
    amounts = [each.obligation.total or 0 for each in schedules] or [0]
    figures = Figures(texts, max([*amounts, *(burden.amount or 0 for burden in total)]))
    left = canvas.head(room, _("Obligations"), figures.unit_name)
    if len(years) > 2:
        left = _foot(canvas, left, total[2], texts.era(years[2]), figures)
    if not schedules:
        there = QRectF(left.left(), left.top(), left.width(), px(20))
        canvas.text(there, _("There are none."), tokens.second)
    shown = max(int(left.height() // px(ROW)), 0)
    marks = []
    for place, each in enumerate(schedules):
        row = QRectF(left.left(), left.top() + place * px(ROW), left.width(), px(ROW))
        within = row if place < shown else QRectF()
        if place < shown:
            _row(canvas, row, each, years[1], figures)
        marks.append(_mark(each, place, years[1], figures, within))
    if len(schedules) > shown:
        words = texts.plural(len(schedules) - shown, N_("{n} more obligation"), N_("{n} more obligations"))
        there = QRectF(left.left(), left.top() + shown * px(ROW), left.width(), px(18))
        if there.bottom() <= left.bottom() + px(4):
            canvas.text(there, words, tokens.accent, CAPTION)
            marks.append(Mark(words, (), "", shown, there))
    return marks


def _foot(canvas: Canvas, room: QRectF, next_year: Burden, era: str, figures: Figures) -> QRectF:
    """What the request binds of the first later year; the room that is left above."""
    px, _ = canvas.px, figures.texts._
    foot = QRectF(room.left(), room.bottom() - px(FOOT), room.width(), px(FOOT))
    canvas.rule(foot.topLeft(), foot.topRight(), canvas.tokens.hairline)
    said = _("This request binds {amount} of {year}; {share} of that year is bound.").format(
        amount=figures.amount(next_year.request),
        year=era,
        share=share_text(next_year.bound_share),
    )
    canvas.lines(foot.adjusted(0, px(3), 0, 0), said, canvas.tokens.second, CAPTION, most=1)
    return room.adjusted(0, 0, 0, -px(FOOT + 2))


def _name(each: Schedule, texts: Texts) -> str:
    return texts.name(each.obligation.name, each.obligation.name_en)


def _total(each: Schedule, figures: Figures) -> str:
    total = each.obligation.total
    return figures.texts._("not printed") if total is None else figures.amount(total)


def _later(each: Schedule, request: int, figures: Figures) -> str:
    later = each.between(request + 1, each.obligation.last_year)
    return "−" if later is None else figures.amount(later)


def _row(canvas: Canvas, row: QRectF, each: Schedule, request: int, figures: Figures) -> None:
    texts, px, tokens, _ = figures.texts, canvas.px, canvas.tokens, figures.texts._
    line = QRectF(row.left(), row.top(), row.width(), px(16))
    canvas.text(line, _name(each, texts), tokens.text, SMALL, bold=True)
    line.translate(0, px(15))
    said = _("after {year} {amount}").format(year=texts.era(request), amount=_later(each, request, figures))
    wide = canvas.text(line, said, tokens.text, CAPTION, bold=True, side=RIGHT, whole=True)
    first, last = texts.era(each.obligation.first_year), texts.era(each.obligation.last_year)
    total = _("{first}–{last}, in all {total}").format(first=first, last=last, total=_total(each, figures))
    canvas.text(line.adjusted(0, 0, -wide - px(6), 0), total, tokens.second, CAPTION)
    paid = {one.year: one for one in each.instalments}
    highest = max((one.amount for one in each.instalments), default=0) or 1
    years = list(each.obligation.years)[:MOST_TILES]
    slot = min(row.width() / max(len(years), 1), px(34))
    ground = row.top() + px(31 + TILE)
    for place, year in enumerate(years):
        left = row.left() + place * slot
        one = paid.get(year)
        high = px(TILE) if one is None else max(one.amount / highest * px(TILE), px(1.5))
        bar = QRectF(left, ground - high, slot * 0.74, high)
        fill = tokens.second if year < request else tokens.increase_fill if year == request else tokens.undecided
        canvas.bar(bar, tokens.border if one is None else fill, hatched=one is None)
        if one is not None:
            canvas.painter.setPen(tokens.border)
            canvas.painter.drawRect(bar)
        under = QRectF(left - slot * 0.13, ground + px(1), slot, px(13))
        if slot >= px(24) or place % 2 == 0:
            canvas.text(under, texts.era(year), tokens.third, CAPTION, side=CENTRE, whole=True)


def _mark(each: Schedule, place: int, request: int, figures: Figures, within: QRectF) -> Mark:
    texts = figures.texts
    known = each.between(request + 1, each.obligation.last_year)
    total = texts._("not printed") if each.obligation.total is None else figures.exact(each.obligation.total)
    later = "−" if known is None else figures.exact(known)
    said = (f"{texts.era(one.year)} {figures.exact(one.amount)}" for one in each.instalments)
    return Mark(_name(each, texts), (total, later), " · ".join(said), place, within)
