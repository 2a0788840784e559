"""Checks of 照合 of what no total of a sheet holds: 要求 and 要望, what is bound of later years, the first page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planner.core.money import Unit
from planner.files.plain.sheet import Formula
from planner.files.submission.handover import Handover
from planner.files.submission.kinds import ASKED, WISHED
from planner.files.submission.options import SheetKind
from planner.files.submission.sheets.years.later_years import later_name
from planner.files.submission.sheets.years.line_years import EARLIER, REQUEST


class Pair(NamedTuple):
    """Two sides of a check, formulas with their values, and where they stand."""

    name: str
    left: Formula
    right: Formula
    where: str


SPLIT = ("asked", "wished")
"""The columns of 要求額 and 要望額, by the keys they have in each sheet."""


def split_pairs(handover: Handover) -> Iterator[Pair]:
    """要求額 and 要望額 together, as 積算内訳 and 総括表 show them, beside the lines of these kinds."""
    say, places, marks = handover.say, handover.places, handover.places.marks
    calculation, summary = (handover.sheet_name(kind) for kind in (SheetKind.CALCULATION, SheetKind.SUMMARY))
    whole = sum(handover.kinds.of(None, demand).request for demand in (ASKED, WISHED))
    levels = sum(handover.kinds.of(index, demand).request for index in handover.programs for demand in (ASKED, WISHED))
    words = [places.demand(demand) for demand in (ASKED, WISHED)]
    lines = "+".join(handover.kinds.chosen(places.all, demand).sum("request") for demand in (ASKED, WISHED))
    programs = "+".join(places.every_level("request", ("demand", word)) for word in words)
    kinds = f"{calculation}のうち要求額・要望額の積算", f"lines of {calculation} that are a request or a wish"
    lefts = [
        (
            calculation,
            say("積算の行", "lines"),
            _both(f'calculation_{{}},calculation_kind,"{marks.line}"'),
            lines,
            say(f"{kinds[0]}の計", kinds[1]),
            whole,
        ),
        (
            calculation,
            say("事業の行", "rows of programs"),
            _both(f'calculation_{{}},calculation_kind,"{marks.program}"'),
            programs,
            say(f"{kinds[0]}から全階層で数えた計", f"{kinds[1]}, once for each level"),
            levels,
        ),
    ]
    if handover.options.has(SheetKind.SUMMARY) and handover.options.unit is not Unit.OKU:  # rounded there
        what = say("合計と全階層の事業の行", "total and rows of programs")
        left = _both('summary_{},summary_level,">=0"')
        counted = say(f"{kinds[0]}の計と全階層で数えた計", f"{kinds[1]}, once and once for each level")
        lefts.append((summary, what, left, f"{lines}+{programs}", counted, whole + levels))
    for sheet, what, left, right, counted, yen in lefts:
        said = say(
            f"{sheet}の要求額 ＋ 要望額（{what}） ＝ {counted}",
            f"{sheet}, request + wish, {what} = {counted}",
        )
        yield Pair(said, Formula(left, yen), Formula(right, yen), f"{sheet} | {calculation}")


def _both(criteria: str) -> str:
    return "+".join(f"SUMIFS({criteria.format(key)})" for key in SPLIT)


def first_page_pairs(handover: Handover) -> Iterator[Pair]:
    """The totals of 提出総括 beside 積算内訳."""
    if not handover.options.has(SheetKind.OVERVIEW):
        return
    say, places = handover.say, handover.places
    page, calculation = handover.sheet_name(SheetKind.OVERVIEW), handover.sheet_name(SheetKind.CALCULATION)
    for y, key in enumerate(("previous", "request")):
        yen, name = handover.evaluation.total[y].yen, handover.year(handover.portfolio.years[y])
        said = say(f"{name}：{page}の計 ＝ {calculation}の計", f"{name}: {page}, total = {calculation}")
        right = Formula(places.all.sum(key), yen)
        yield Pair(said, Formula(f"N(overview_{key})", yen), right, f"{page} | {calculation}")
    yen = sum(handover.kinds.of(None, demand).request for demand in (ASKED, WISHED))
    lines = "+".join(handover.kinds.chosen(places.all, demand).sum("request") for demand in (ASKED, WISHED))
    said = say(
        f"{page}の要求額 ＋ 要望額 ＝ {calculation}のうち要求額・要望額の積算の計",
        f"{page}, request + wish = lines of {calculation} that are a request or a wish",
    )
    left = Formula("N(overview_asked)+N(overview_wished)", yen)
    yield Pair(said, left, Formula(lines, yen), f"{page} | {calculation}")


def bound_pairs(handover: Handover) -> Iterator[Pair]:
    """What is bound of each later year, its total beside its lines."""
    later, mark = handover.sheet_name(SheetKind.LATER_YEARS), handover.places.marks.line
    found = handover.burdens.total()
    for y, year in enumerate(handover.portfolio.years[2:], start=2):
        if handover.evaluation.total[y].amount is None:
            continue
        yen, name = found[y].earlier + found[y].request, handover.year(year)
        names = [later_name(year, part) for part in (EARLIER, REQUEST)]
        said = handover.say(
            f"{name}：{later}の決定済みの合計 ＝ 積算の計", f"{name}: {later}, bound, total = sum of the lines"
        )
        left = "+".join(f"INDEX({each},1)" for each in names)
        right = "+".join(f'SUMIFS({each},later_kind,"{mark}")' for each in names)
        yield Pair(said, Formula(left, yen), Formula(right, yen), later)
