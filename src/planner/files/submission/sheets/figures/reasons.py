"""The sheet 増減理由: what each program and line changed by, split into rate and quantity where that is simple."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planner.core.calculation.cohort import Vintage
from planner.core.calculation.evaluate import as_total
from planner.core.money import Rounding, round_ratio
from planner.files.plain.sheet import EXACT, Band, Column, Content, Row, Sheet, Style, letter
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.sheets.figures.factors import DIVIDED, factors, share_of
from planner.files.submission.sheets.figures.program import change_text, reasons_of
from planner.files.submission.sheets.figures.summary import amount_columns


class Split(NamedTuple):
    """What a changed rate alone did at last year's quantity: its yen and its formula; the rest is the quantity's."""

    rate_yen: int
    formula: str


def reasons_sheet(handover: Handover) -> Sheet:
    """増減理由 of the scenario, in the unit of the export: what changed, programs before their lines."""
    say, unit = handover.say, handover.options.unit
    request, money = handover.year(handover.portfolio.request_year), handover.money_width(unit)
    return Sheet(
        name=handover.sheet_name(SheetKind.REASONS),
        title=f"{request} {handover.sheet_name(SheetKind.REASONS)}　{handover.title}",
        columns=(
            Column(say("事業・積算内容", "Program, line"), 44, Style.WRAPPED),
            *amount_columns(handover),
            Column(say("うち\n単価の増減", "of that\nrate"), money, Style.MONEY),
            Column(say("うち\n員数等の増減", "of that\nquantity"), money, Style.MONEY),
            Column(say("増減の内容（案）", "What changed (draft)"), 40, Style.WRAPPED),
            Column(say("理由・根拠", "Reason, basis"), 44, Style.WRAPPED),
        ),
        rows=lambda: _rows(handover),
        unit=handover.unit_line(unit),
        note=handover.rounding_note(unit),
        money=unit,
        sign=handover.options.sign.value,
        frozen=1,
        size=len(handover.vintages),
    )


def _rows(handover: Handover) -> Iterator[Row]:
    evaluation, unit = handover.evaluation, handover.options.unit
    for index in handover.programs:
        totals = evaluation.program(index)[:2]
        if totals[0] == totals[1]:
            continue
        depth = "　" * handover.depth(index)
        cells: list[Content] = [depth + handover.program_name(index)]
        cells += [*handover.amounts(handover.places.program_links(index), totals, unit), None, None]
        yield Row([*cells, handover.program_standing(index), handover.missing(totals)], Band.TOTAL)
        for row in handover.rows(index):
            yield from _line(handover, row, depth)


def _line(handover: Handover, row: int, depth: str) -> Iterator[Row]:
    unit, amounts = handover.options.unit, handover.evaluation.line(row)[:2]
    previous, request = amounts
    if previous == request:
        return
    links, totals = handover.places.line_links(row), tuple(as_total(amount) for amount in amounts)
    cells: list[Content] = [f"{depth}　{handover.line_name(row)}", *handover.amounts(links, totals, unit)]
    split = _split(handover, row) if isinstance(previous, int) and isinstance(request, int) else None
    if split is None or not isinstance(previous, int) or not isinstance(request, int):
        cells += [None, None]
    else:
        rest = f"{links.change}-{split.formula}"
        cells.append(handover.amount(split.formula, split.rate_yen, unit))
        cells.append(handover.amount(rest, request - previous - split.rate_yen, unit))
    yield Row([*cells, _draft(handover, row), reasons_of(handover, row)])


def _split(handover: Handover, row: int) -> Split | None:
    """The part of the rate of a line with one vintage whose other factors did not change.

    `None` where it is not simple, or no formula gives it exactly.
    """
    shown = handover.vintages[row]
    lines = handover.portfolio.lines
    if handover.is_cohort(row) or lines.rounding_of(row) is not Rounding.HALF:
        return None
    now, before = shown[0].now, shown[0].before
    if now.rate is None or before.rate is None or not now.intake or not before.intake or not _same(now, before):
        return None
    found = factors(before)
    numerator = (now.rate - before.rate) * before.intake * (found.numerator if found else 0)
    if found is None or factors(now) is None or abs(numerator) >= (EXACT if found.divisor == 1 else DIVIDED):
        return None
    sheet, at = handover.places.sheet, handover.places.lines[row][0] + 1

    def cell(key: str) -> str:
        return f"{letter(handover.places.columns[key])}{at}"

    first, last, divisor = cell("previous_people"), cell("previous_share"), cell("previous_divisor")
    change = f"('{sheet}'!{cell('rate')}-'{sheet}'!{cell('previous_rate')})"
    formula = f"ROUND({change}*PRODUCT('{sheet}'!{first}:{last})/'{sheet}'!{divisor},0)"
    return Split(round_ratio(numerator, found.divisor), formula)


def _same(now: Vintage, before: Vintage) -> bool:
    return now.times == before.times and share_of(now) == share_of(before)


def _draft(handover: Handover, row: int) -> str:
    """What changed, in words a person can go on from: each driver with both its values."""
    say = handover.say
    if handover.standing(row):
        return handover.standing(row)
    now, before = handover.vintages[row][0].now, handover.vintages[row][0].before
    unit = handover.portfolio.lines.units[row]
    said = []
    if now.rate is not None and before.rate is not None and now.rate != before.rate and before.intake:
        rise = change_text(handover, now.rate - before.rate)
        said.append(f"{say('単価', 'rate')} {before.rate:,} → {now.rate:,}（{rise}）")
    if now.intake != before.intake:
        people = say("新規採用", "intake") if handover.is_cohort(row) else say("員数", "quantity")
        said.append(f"{people} {before.intake:,}{unit} → {now.intake:,}{unit}")
    if now.times != before.times:
        said.append(f"{say('回数・月数', 'times')} {before.times} → {now.times}")
    if share_of(now) != share_of(before) and now.intake and before.intake:
        said.append(f"{say('率', 'share')} {share_of(before)} → {share_of(now)}")
    return "、".join(said)
