"""The sheet シナリオ比較: the scenarios the officer chose beside the one handed over, and nothing of any other."""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.calculation.evaluate import Totals
from planner.core.compare.side_by_side import Comparison, compare
from planner.core.model.fields import ALL_FIELDS
from planner.core.money import Unit, round_ratio
from planner.files.plain.sheet import Band, Column, Content, Row, Sheet, Style, Styled
from planner.files.submission.handover import OKU_TENTH, Ground, Links
from planner.files.submission.options import SheetKind
from planner.files.submission.sheets.figures.summary import amount_columns
from planner.files.submission.sheets.internal.changes import FIELD_NAMES, value_cell, year_text


def comparison_sheets(ground: Ground) -> Iterator[Sheet]:
    """シナリオ比較, where scenarios were chosen: programs, then every value in which one differs."""
    others = [number for number in ground.options.compare if number != ground.scenario]
    if not others:
        return
    say, unit = ground.say, ground.options.unit
    money = max(18, ground.money_width(unit))
    compared = compare(ground.document, ground.evaluation.base, [ground.scenario, *others])
    beside: list[Column] = []
    for number in others:
        name = ground.name_of(number)
        beside += [Column(name, money, Style.MONEY), Column(f"{name}\n{say('との差', 'less it')}", money, Style.MONEY)]
    yield Sheet(
        name=ground.sheet_name(SheetKind.COMPARISON),
        title=f"{ground.sheet_name(SheetKind.COMPARISON)}　{ground.scenario_name}",
        columns=(
            Column(say("事業・相違する値", "Program, differing value"), 56, Style.WRAPPED),
            *amount_columns(ground),
            *beside,
        ),
        rows=lambda: _rows(ground, compared),
        unit=ground.unit_line(unit),
        note=ground.rounding_note(unit),
        money=unit,
        sign=ground.options.sign.value,
        frozen=1,
    )


def _rows(ground: Ground, compared: Comparison) -> Iterator[Row]:
    portfolio, first = ground.portfolio, compared.evaluations[0]
    total = [each.total for each in compared.evaluations]
    yield _amounts(ground, ground.say("合計", "Total"), ground.total_links, total, Band.TOTAL)
    for index in range(len(portfolio.programs)):
        name = "　" * ground.depth(index) + ground.program_name(index)
        totals = [each.program(index) for each in compared.evaluations]
        if first.shows_program(index):
            band = Band.DETAIL if ground.depth(index) else Band.TOTAL
            yield _amounts(ground, name, ground.program_links(index), totals, band)
        elif any(each.shows_program(index) for each in compared.evaluations):
            yield _amounts(ground, name, Links("0", "0"), totals, Band.DETAIL)
    heading = ground.say("相違する値", "Differing values")
    if compared.cells:
        yield Row([heading, *[None] * (3 + 2 * (len(compared.scenarios) - 1))], Band.TOTAL)
    for row, differences in compared.cells.items():
        program = ground.program_name(int(portfolio.lines.program[row]))
        for each in differences:
            field = ground.say(*FIELD_NAMES[each.cell.field])
            name = f"{program} › {ground.line_name(row)}　{field} {year_text(ground, each.cell.field, each.cell.year)}"
            values = [Styled(_value(ground, each.cell.field, value), Style.GIVEN) for value in each.values]
            cells: list[Content] = [name, None, values[0], None]
            for value in values[1:]:
                cells += [value, None]
            yield Row(cells)


def _value(ground: Ground, field: str, value: object) -> str | int | None:
    content = value_cell(ground, ALL_FIELDS[field].key, value)  # type: ignore[arg-type]
    return content if isinstance(content, str | int) else None


def _amounts(ground: Ground, name: str, links: Links, totals: list[Totals], band: Band) -> Row:
    unit = ground.options.unit
    cells: list[Content] = [name, *ground.amounts(links, totals[0], unit)]
    request = totals[0][1].amount
    for other in totals[1:]:
        theirs = other[1].amount
        if theirs is None:
            cells += [ground.no_amount(other[1]), None]
            continue
        cells.append(round_ratio(theirs, OKU_TENTH) / 10 if unit is Unit.OKU else theirs)
        cells.append(None if request is None else ground.amount(f"{links.request}-{theirs}", request - theirs, unit))
    return Row(cells, band)
