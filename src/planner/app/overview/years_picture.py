"""後年度の見通し: every plan year, and how much of the later ones is bound by then."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF

from planner.app.overview.scene import YEARS, Picture, Scene
from planner.app.widgets.charts.canvas import CAPTION, CENTRE, RIGHT, SMALL, Canvas, ticks
from planner.app.widgets.charts.picture import Mark
from planner.core.calculation.burden import Burden
from planner.core.errors import N_
from planner.words.figures import share_text

ENACTED, REQUESTED = 0, 1
"""The places of the previous and the request year among the plan years."""


def _draw(canvas: Canvas, room: QRectF, scene: Scene) -> Sequence[Mark]:
    _, px, tokens, years = scene._, canvas.px, canvas.tokens, scene.facts.years
    left = canvas.head(room, _(LATER_YEARS.title), f"{scene.unit_name} · {_('from 0; % is bound')}")
    key = QRectF(left.left(), left.top(), left.width(), px(16))
    for colour, words in ((tokens.increase, _("bound")), (tokens.undecided, _("decided later"))):
        box = QRectF(key.left(), key.center().y() - px(5), px(10), px(10))
        canvas.bar(box, colour)
        canvas.painter.setPen(tokens.border)
        canvas.painter.drawRect(box)
        used = canvas.text(key.adjusted(px(14), 0, 0, 0), words, tokens.second, CAPTION)
        key.setLeft(key.left() + used + px(26))
    high = max((max(each.amount or 0, each.committed) for each in years), default=0) or 1
    marks_at = ticks(0, high)
    axis = max(canvas.wide(scene.tick(each), CAPTION) for each in marks_at) + px(6)
    slot = (left.width() - axis) / len(years)
    figures = _Figures(canvas, scene, slot)
    plot = QRectF(left.left() + axis, left.top() + px(20) + figures.high, left.width() - axis, 0)
    plot.setBottom(left.bottom() - px(18))
    for tick in marks_at:
        at = plot.bottom() - tick * plot.height() / high
        canvas.rule(QPointF(plot.left(), at), QPointF(plot.right(), at), canvas.grid)
        there = QRectF(left.left(), at - px(8), axis - px(6), px(16))
        canvas.text(there, scene.tick(tick), tokens.third, CAPTION, side=RIGHT, whole=True)
    marks = []
    for place, (year, burden) in enumerate(zip(scene.facts.portfolio.years, years, strict=True)):
        column = QRectF(plot.left() + place * slot, plot.top(), slot, plot.height())
        top = _column(canvas, column, burden, high, is_later=place > REQUESTED)
        figures.write(canvas, column, place, top)
        below = QRectF(column.left(), plot.bottom() + px(2), slot, px(16))
        canvas.text(below, scene.texts.era(year), tokens.second, CAPTION, side=CENTRE, whole=True)
        within = QRectF(column.left(), left.top(), slot, left.height())
        marks.append(_mark(scene, place, within))
    canvas.rule(plot.bottomLeft(), plot.bottomRight(), tokens.border)
    return marks


class _Figures:
    """The figures over the columns: upon each where all have room there, else in two rows over all of them."""

    def __init__(self, canvas: Canvas, scene: Scene, slot: float) -> None:
        self.texts = [scene.total(each) for each in scene.facts.evaluation.view(scene.facts.view)]
        fits = [size for size in (SMALL, CAPTION) if self._widest(canvas, size) + canvas.px(2) <= slot]
        self.size, self.rows = (fits[0], 1) if fits else (CAPTION, 2)
        self.high = canvas.px(17) * self.rows

    def _widest(self, canvas: Canvas, size: float) -> float:
        return max(canvas.wide(each, size, bold=size == SMALL) for each in self.texts)

    def write(self, canvas: Canvas, column: QRectF, place: int, top: float) -> None:
        """Write the figure of a column whose bar ends at `top`."""
        px = canvas.px
        if self.rows > 1:
            top = column.top() - px(17) * (1 - place % 2)
        over = QRectF(column.left(), top - px(17), column.width(), px(16))
        text, ink, alone = self.texts[place], canvas.tokens.text, self.rows == 1
        canvas.text(over, text, ink, self.size, bold=self.size == SMALL, side=CENTRE, whole=True, clear=alone)


def _column(canvas: Canvas, column: QRectF, burden: Burden, high: int, *, is_later: bool) -> float:
    """The bar of a year, and where it ends."""
    px, tokens, slot = canvas.px, canvas.tokens, column.width()

    def body(yen: int) -> QRectF:
        length = max(yen, 0) * column.height() / high
        return QRectF(column.left() + slot * 0.16, column.bottom() - length, slot * 0.68, length)

    whole = body(burden.amount or 0)
    canvas.bar(whole, tokens.undecided if is_later else tokens.total_fill)
    canvas.painter.setPen(tokens.border)
    canvas.painter.drawRect(whole)
    if is_later:
        share = share_text(burden.bound_share)
        bound = body(burden.committed)
        canvas.bar(bound, tokens.increase)
        if whole.height() - bound.height() >= px(18):
            said = QRectF(column.left(), bound.top() - px(16), slot, px(15))
            canvas.text(said, share, tokens.text, CAPTION, bold=True, side=CENTRE, whole=True)
        elif bound.height() >= px(18):  # all but bound: it stands within
            said = QRectF(column.left(), bound.top() + px(2), slot, px(15))
            canvas.text(said, share, tokens.surface, CAPTION, bold=True, side=CENTRE, whole=True)
    return whole.top()


def _mark(scene: Scene, place: int, within: QRectF) -> Mark:
    facts = scene.facts
    burden, total = facts.years[place], facts.evaluation.view(facts.view)[place]
    is_later = place > REQUESTED
    amount = scene._("cannot compute") if burden.amount is None else scene.exact(burden.amount)
    bound = scene.exact(burden.committed) if is_later else "−"
    share = scene._("{share} bound").format(share=share_text(burden.bound_share))
    told = [share if is_later else "", scene.lacking(total)]
    year = scene.texts.fiscal_year(facts.portfolio.years[place])
    return Mark(year, (amount, bound), " · ".join(filter(None, told)), YEARS, within)


LATER_YEARS = Picture("years", N_("Later years"), N_("Year"), (N_("Amount"), N_("Bound in later years")), _draw, 200)
