"""The sheet 債務負担: what is bound over several years, its total and what is paid when (年割額), in yen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.core.calculation.burden import schedule_of
from planner.core.model.obligations import SPREAD_UNIT, ObligationKind, Schedule
from planner.core.money import Unit, format_amount
from planner.files.plain.sheet import FIRST_ROW, Column, Content, Formula, Name, Row, Sheet, Style, letter
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import AMOUNTS, UNSTATED
from planner.files.submission.sheets.years.later_years import later_amount, years_in_words

KINDS = {
    ObligationKind.TREASURY: ("国庫債務負担行為", "Treasury obligation"),
    ObligationKind.TERM: ("事業期間", "Adopted for a term"),
}
YEARS = 4
"""The place of the first fiscal year: after name, program, kind and total."""


def obligation_sheets(handover: Handover) -> Iterator[Sheet]:
    """債務負担 of the scenario; none where nothing is bound so."""
    found = [schedule_of(handover.evaluation, each) for each in handover.document.all_obligations]
    if not found:
        return
    paid = [part.year for each in found for part in each.instalments]
    spans = [year for each in found for year in (each.obligation.first_year, each.obligation.last_year)]
    first, last = min(paid or spans), max(paid or spans)
    say, years = handover.say, range(first, last + 1)
    largest = max(len(format_amount(each.obligation.total or 0, Unit.THOUSAND)) for each in found)
    width = max(12, largest + 3)
    yield Sheet(
        name=handover.sheet_name(SheetKind.OBLIGATIONS),
        title=say("債務負担　国庫債務負担行為と、期間を定めて採択した事業", "Obligations over several years"),
        columns=(
            Column(say("名称", "Name"), 32, Style.WRAPPED),
            Column(say("事業", "Program"), 24, Style.WRAPPED),
            Column(say("種類", "Kind"), 17, Style.WORD),
            Column(say("総額", "Total"), width, Style.MONEY),
            *(Column(handover.texts.era(year), width, Style.MONEY) for year in years),
            Column(say("年割額の計", "Sum of the years"), width, Style.MONEY),
            Column(say("総額との差", "Left of the total"), width, Style.MONEY),
            Column(say("備考", "Remarks"), 40, Style.WRAPPED),
        ),
        rows=lambda: (_row(handover, each, FIRST_ROW + at, years) for at, each in enumerate(found)),
        unit=handover.unit_line(Unit.THOUSAND),
        note=say(
            "総額は各年度の合計に含まない。年割額は、積算で支払う年度はその額。",
            "Totals are no part of any year's total. Where lines of the calculation pay a year, it has their amount.",
        ),
        sign=handover.options.sign.value,
        frozen=1,
        money=Unit.THOUSAND,
        large=True,
        names=tuple(
            Name(f"obligation_{key}", f"${letter(place)}${FIRST_ROW + 1}:${letter(place)}${FIRST_ROW + len(found)}")
            for key, place in (("total", YEARS - 1), ("paid", YEARS + len(years)))
        ),
    )


def _row(handover: Handover, laid_out: Schedule, at: int, years: range) -> Row:
    obligation = laid_out.obligation
    paid = {each.year: each.amount for each in laid_out.instalments}
    places = {year: letter(YEARS + place) for place, year in enumerate(years)}
    live = _live_years(handover, laid_out, at, places)
    last = letter(YEARS + len(years) - 1)
    total, added = obligation.total, sum(paid.values())
    unknown = dict.fromkeys(() if paid else range(obligation.first_year, obligation.last_year + 1), UNSTATED)
    total_cell, sum_cell = f"{letter(YEARS - 1)}{at + 1}", f"{letter(YEARS + len(years))}{at + 1}"
    cells: list[Content] = [
        handover.say(obligation.name, obligation.name_en),
        handover.program_name(handover.portfolio.program_index[obligation.program]),
        handover.say(*KINDS[obligation.kind]),
        UNSTATED if total is None else total,
        *(Formula(live[year], paid[year]) if year in live else paid.get(year, unknown.get(year)) for year in years),
        Formula(f"SUM({letter(YEARS)}{at + 1}:{last}{at + 1})", added) if paid else UNSTATED,
        UNSTATED if total is None else Formula(f"{total_cell}-{sum_cell}", total - added),
        "　".join(filter(None, _remarks(handover, laid_out))),
    ]
    return Row(cells)


def _live_years(handover: Handover, laid_out: Schedule, at: int, places: Mapping[int, str]) -> Mapping[int, str]:
    """The formulas of the years that lines pay, and of those that have what is left, spread evenly in 千円."""
    obligation, index = laid_out.obligation, handover.portfolio.line_index
    rows = [index[line_id] for line_id in obligation.lines if line_id in index]
    if not rows or any(row not in handover.vintages for row in rows):
        return {}
    found: dict[int, str] = {}
    for each in laid_out.instalments:
        y = each.year - handover.portfolio.previous_year
        if not each.spread and 0 <= y < len(handover.portfolio.years):
            if y < len(AMOUNTS):
                found[each.year] = "+".join(handover.places.line(row).sum(AMOUNTS[y]) for row in rows)
            elif handover.options.has(SheetKind.LATER_YEARS):
                found[each.year] = "+".join(later_amount(handover, row, each.year) for row in rows)
    spread = laid_out.assumed
    if spread and obligation.total is not None:
        given = "+".join(f"{places[each.year]}{at + 1}" for each in laid_out.instalments if not each.spread)
        left = f"MAX({letter(YEARS - 1)}{at + 1}-({given or '0'}),0)"
        part = f"INT({left}/{len(spread) * SPREAD_UNIT})*{SPREAD_UNIT}"
        found |= dict.fromkeys(spread[:-1], part)
        found[spread[-1]] = left if len(spread) == 1 else f"{left}-{len(spread) - 1}*{places[spread[0]]}{at + 1}"
    return found


def _remarks(handover: Handover, laid_out: Schedule) -> Iterator[str]:
    """What a reader must know: outside of the totals, years that are spread, where it is written."""
    obligation, say = laid_out.obligation, handover.say
    if obligation.total is None:
        yield say("総額・年割額は資料に印刷されていない", "neither total nor instalments are printed")
    if obligation.outside:
        yield say("外数（各年度の合計に含まない）", "outside of the years' totals")
    if laid_out.assumed:
        years = years_in_words(handover, laid_out.assumed)
        rest = say("総額", "the total"), say("総額の残り", "the rest of the total")
        told = rest[len(laid_out.assumed) < len(laid_out.instalments)]
        yield say(f"{years}は{told}を均等に割り振った額", f"{years}: {told}, spread evenly")
    if obligation.quote:
        yield handover.quoted(obligation.quote)
