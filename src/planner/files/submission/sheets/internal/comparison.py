"""The sheet シナリオ比較: the scenarios the officer chose beside the one handed over, and nothing of any other."""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.calculation.evaluate import Totals
from planner.core.compare.side_by_side import Comparison, compare
from planner.core.money import Unit
from planner.files.plain.sheet import Band, Column, Content, Row, Sheet, Style, Styled
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import Links
from planner.files.submission.request import in_oku, refuse_too_long
from planner.files.submission.sheets.figures.summary import amount_columns
from planner.files.submission.wording import FIELD_WORDS, value_cell, year_text


def comparison_sheets(handover: Handover) -> Iterator[Sheet]:
    """シナリオ比較, where scenarios were chosen: programs, then every value in which one differs."""
    others = [number for number in handover.options.compare if number != handover.scenario]
    if not others:
        return
    say, unit = handover.say, handover.options.unit
    money = max(18, handover.money_width(unit))
    compared = compare(handover.document, handover.evaluation.base, [handover.scenario, *others])
    beside: list[Column] = []
    for number in others:
        name = handover.name_of(number)
        beside += [Column(name, money, Style.MONEY), Column(f"{name}\n{say('との差', 'less it')}", money, Style.MONEY)]
    yield Sheet(
        name=handover.sheet_name(SheetKind.COMPARISON),
        title=f"{handover.sheet_name(SheetKind.COMPARISON)}　{handover.scenario_name}",
        columns=(
            Column(say("事業・相違する値", "Program, differing value"), 56, Style.WRAPPED),
            *amount_columns(handover),
            *beside,
        ),
        rows=lambda: _rows(handover, compared),
        unit=handover.unit_line(unit),
        note=handover.rounding_note(unit),
        money=unit,
        sign=handover.options.sign.value,
        frozen=1,
    )


def _rows(handover: Handover, compared: Comparison) -> Iterator[Row]:
    portfolio, first = handover.portfolio, compared.evaluations[0]
    total = [each.total for each in compared.evaluations]
    yield _amounts(handover, handover.say("合計", "Total"), handover.places.total_links, total, Band.TOTAL)
    for index in range(len(portfolio.programs)):
        name = "　" * handover.depth(index) + handover.program_name(index)
        totals = [each.program(index) for each in compared.evaluations]
        if first.shows_program(index):
            band = Band.DETAIL if handover.depth(index) else Band.TOTAL
            yield _amounts(handover, name, handover.places.program_links(index), totals, band)
        elif any(each.shows_program(index) for each in compared.evaluations):
            yield _amounts(handover, name, Links("0", "0"), totals, Band.DETAIL)
    heading = handover.say("相違する値（作成時）", "Differing values, as written")
    if compared.cells:
        yield Row([heading, *[None] * (3 + 2 * (len(compared.scenarios) - 1))], Band.TOTAL)
    for row, differences in compared.cells.items():
        program = handover.program_name(int(portfolio.lines.program[row]))
        for each in differences:
            key, year = each.cell
            said = f"{handover.say(*FIELD_WORDS[key])} {year_text(handover, key, year)}"
            name = f"{program} › {handover.line_name(row)}　{said}"
            values = [Styled(value_cell(handover, key, value), Style.GIVEN) for value in each.values]
            cells: list[Content] = [name, None, values[0], None]
            for value in values[1:]:
                cells += [value, None]
            yield Row(cells)


def _amounts(handover: Handover, name: str, links: Links, totals: list[Totals], band: Band) -> Row:
    unit = handover.options.unit
    cells: list[Content] = [name, *handover.amounts(links, totals[0], unit)]
    request = totals[0][1].amount
    for other in totals[1:]:
        theirs = other[1].amount
        if theirs is None:
            cells += [handover.no_amount(other[1]), None]
            continue
        refuse_too_long(max(abs(theirs), abs((request or 0) - theirs)))
        cells.append(in_oku(theirs) if unit is Unit.OKU else theirs)
        cells.append(None if request is None else handover.amount(f"{links.request}-{theirs}", request - theirs, unit))
    return Row(cells, band)
