"""The sheet 図表: from last year to the request in steps (増△減の内訳), and the largest programs side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.core.explain.footing import unprinted_before
from planner.core.explain.waterfall import Step, Waterfall, waterfall
from planner.core.money import Unit
from planner.files.plain.sheet import (
    FIRST_ROW,
    Band,
    Chart,
    ChartKind,
    ChartSeries,
    Column,
    Content,
    Formula,
    Row,
    Sheet,
    Style,
    value_of,
)
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import Places

STEPS, LARGEST = 10, 12
"""So many programs stand in the steps, and side by side."""

NAME_LENGTH = 18
"""So many full-width characters of a name stand beside an axis."""

UNIT = Unit.MILLION
"""An axis is not read in yen, whatever the unit of the export."""

FIRST = f"E${FIRST_ROW + 1}"
"""The cell with last year's total, at which the axis of the steps has its 0."""

TOTAL_COLOUR, RISE_COLOUR, FALL_COLOUR, BEFORE_COLOUR = "#5B6770", "#2F6DB5", "#C0504D", "#B8C4D0"


def charts_sheet(handover: Handover) -> Sheet:
    """図表: the figures the charts are drawn from, and both charts below them."""
    say = handover.say
    steps = waterfall(handover.evaluation, largest=STEPS)
    rows = list(_rows(handover, steps))
    count = 0 if steps is None else len(steps.steps) + 2
    end = FIRST_ROW + len(rows) - 1
    axis = handover.unit_line(UNIT)
    charts: list[Chart] = []
    if steps is not None:
        series = (
            ChartSeries(5, None),
            ChartSeries(6, TOTAL_COLOUR),
            *(ChartSeries(place, RISE_COLOUR) for place in (7, 8)),
            *(ChartSeries(place, FALL_COLOUR) for place in (9, 10)),
            *(ChartSeries(place, TOTAL_COLOUR, hatched=True) for place in (11, 12)),
        )
        title = say("増△減の内訳（前年度を0とする）", "What the change is made of (0 is the previous year)")
        first = FIRST_ROW, FIRST_ROW + count - 1
        charts.append(Chart(ChartKind.STACKED, title, axis, 0, *first, series, end + 2, 0, 690))
    if len(rows) > count:
        pair = (ChartSeries(1, BEFORE_COLOUR), ChartSeries(2, RISE_COLOUR))
        title = say("主な事業の前年度予算額と要求・要望額", "Largest programs: previous budget and request")
        amounts = [value_of(cell) for row in rows[count:] for cell in row.cells[1:3]]
        above = all(not isinstance(amount, int) or amount >= 0 for amount in amounts)
        bars = FIRST_ROW + count, end
        charts.append(Chart(ChartKind.BARS, title, axis, 0, *bars, pair, end + 2, 4, 560, from_zero=above))
    return Sheet(
        name=handover.sheet_name(SheetKind.CHARTS),
        title=f"{handover.year(handover.portfolio.request_year)} {handover.sheet_name(SheetKind.CHARTS)}",
        columns=(
            Column(say("区分・事業", "Step, program"), 50, Style.WRAPPED),
            Column(say("前年度\n予算額", "Previous\nbudget"), 15, Style.MONEY),
            Column(say("要求・要望額", "Request"), 15, Style.MONEY),
            Column(say("増△減", "Change"), 15, Style.MONEY),
            Column(say("ここまでの計", "Sum so far"), 15, Style.MONEY),
            Column(say("（図の土台）", "(carries\nthe bar)"), 11, Style.MONEY),
            Column(say("増△減の計", "Change\nin all"), 11, Style.MONEY),
            Column(say("増", "Rise"), 11, Style.MONEY),
            Column(say("増\n（0の下）", "Rise\nbelow 0"), 11, Style.MONEY),
            Column(say("減", "Fall"), 11, Style.MONEY),
            Column(say("減\n（0の下）", "Fall\nbelow 0"), 11, Style.MONEY),
            Column(say("前年度の\n公表なし", "Not printed\nbefore"), 11, Style.MONEY),
            Column(say("公表なし\n（0の下）", "Not printed\nbelow 0"), 11, Style.MONEY),
        ),
        rows=lambda: rows,
        unit=axis,
        money=UNIT,
        sign=handover.options.sign.value,
        on_paper=False,
        charts=tuple(charts),
    )


def _rows(handover: Handover, steps: Waterfall | None) -> Iterator[Row]:
    if steps is not None:
        yield from _Steps(handover, steps).rows()
    programs = [i for i in handover.programs if not handover.portfolio.programs[i].parent]
    shown = [i for i in programs if None not in (t.amount for t in handover.evaluation.program(i)[:2])]
    shown.sort(key=lambda index: -handover.evaluation.program(index)[1].yen)
    for index in shown[:LARGEST]:
        amounts = handover.amounts(handover.places.program_links(index), handover.evaluation.program(index)[:2], UNIT)
        yield Row((_short(handover, index), *amounts))


def _change(handover: Handover, step: Step) -> str:
    """What a program adds: an amount that is missing, or words in its place (事項要求), count nothing in SUM."""
    assert step.program is not None
    places = handover.places
    if step.unprinted:
        return _requested(places, step.unprinted)
    links, apart = places.program_links(step.program), unprinted_before(handover.evaluation, (step.program,))
    change = f"SUM({links.request})-SUM({links.previous})"
    return f"{change}-({_requested(places, apart)})" if apart else change


def _requested(places: Places, rows: Iterable[int]) -> str:
    """What lines are requested with."""
    return "+".join(places.line_links(row).request for row in rows)


def _short(handover: Handover, index: int) -> str:
    """A program's name as a chart has room for it."""
    name = handover.program_name(index)
    longest = 2 * NAME_LENGTH if name.isascii() else NAME_LENGTH
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


class _Steps:
    """The rows of the steps: each with the sum so far, and how its column stands on what carries it.

    The axis has last year at 0, so that steps are seen; a step that crosses it has a part on either side.
    """

    def __init__(self, handover: Handover, steps: Waterfall) -> None:
        self._handover, self._steps = handover, steps
        self._at = FIRST_ROW + 1

    def rows(self) -> Iterator[Row]:
        handover, steps = self._handover, self._steps
        say, year, total = handover.say, handover.year, handover.places.total_links
        previous, request = year(handover.portfolio.previous_year), year(handover.portfolio.request_year)
        yield self._total(f"{previous} {say('予算額', 'budget')}", total.previous, steps.previous)
        named = [step for step in steps.steps if step.program is not None]
        changes = [_change(handover, step) for step in named]
        so_far = steps.previous
        for step in steps.steps:
            if step.program is None:
                name = say("その他", "others")
                formula = f"{total.change}-({'+'.join(f'({each})' for each in changes) or '0'})"
            else:
                name, formula = _short(handover, step.program), _change(handover, step)
            yield self._step(name, formula, step, so_far)
            so_far += step.change
        yield self._total(f"{request} {say('要求・要望額', 'request')}", total.request, steps.request)

    def _total(self, name: str, formula: str, yen: int) -> Row:
        at, self._at = self._at, self._at + 1
        amount = self._handover.amount(formula, yen, UNIT)
        shown = Formula(f"E{at}-{FIRST}", yen - self._steps.previous)
        return Row((name, None, None, None, amount, None, shown), Band.TOTAL)

    def _step(self, name: str, formula: str, step: Step, before: int) -> Row:
        at, self._at = self._at, self._at + 1
        after = before + step.change
        then, now = before - self._steps.previous, after - self._steps.previous
        a, b = f"E{at - 1}-{FIRST}", f"E{at}-{FIRST}"
        above, below = max(0, then, now), min(0, then, now)
        carries = max(0, min(then, now)) + min(0, max(then, now))
        parts = (
            Formula(f"MAX(0,{a},{b})-MAX(0,MIN({a},{b}))", above - max(0, min(then, now))),
            Formula(f"MIN(0,{a},{b})-MIN(0,MAX({a},{b}))", below - min(0, max(then, now))),
        )
        none = (None, None)
        if step.unprinted:
            shown: tuple[Content, ...] = (*none, *none, *parts)
        else:  # what is a rise may come to be a fall: both have formulas
            rises = step.change >= 0
            shown = tuple(
                Formula(f"IF((D{at}>=0)={word},{part.text},0)", part.value if rises is (word == "TRUE") else 0)
                for word in ("TRUE", "FALSE")
                for part in parts
            )
        return Row(
            (
                name,
                None,
                None,
                self._handover.amount(formula, step.change, UNIT),
                Formula(f"E{at - 1}+D{at}", after),
                Formula(f"MAX(0,MIN({a},{b}))+MIN(0,MAX({a},{b}))", carries),
                None,
                *shown,
            )
        )
