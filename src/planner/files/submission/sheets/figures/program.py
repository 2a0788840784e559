"""The sheets 事業別: one program with its parts and lines on a sheet of its own, as its division reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planner.core.calculation.evaluate import as_total
from planner.core.check.rounding import printed
from planner.core.errors import N_, UserError
from planner.core.money import format_amount
from planner.core.years import fiscal_year_name
from planner.files.plain.sheet import Band, Column, Content, Row, Sheet, Style
from planner.files.submission.handover import Ground
from planner.files.submission.options import SheetKind
from planner.files.submission.sheets.figures.factors import product_text
from planner.files.submission.sheets.figures.summary import amount_columns, ratio

NAME_LIMIT = 31
"""Excel's limit for the name of a sheet."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def program_sheets(ground: Ground) -> Iterator[Sheet]:
    """A sheet for each program chosen; raises `UserError` for one that is not shown."""
    portfolio = ground.portfolio
    for number, id_ in enumerate(ground.options.programs, start=1):
        index = portfolio.program_index.get(id_)
        if index is None or not ground.evaluation.shows_program(index):
            raise UserError(
                N_('There is no program "{program}" to write a sheet of.'),
                N_("Look the id up with `planner totals FILE --json`."),
                program=id_,
            )
        yield _sheet(ground, index, number)


def _sheet(ground: Ground, index: int, number: int) -> Sheet:
    portfolio, say, unit = ground.portfolio, ground.say, ground.options.unit
    program = portfolio.programs[index]
    name = _FORBIDDEN.sub("・", f"{ground.sheet_name(SheetKind.PROGRAMS)}{number} {ground.program_name(index)}")
    owner = "　".join(filter(None, [program.division, program.agency, program.channel]))
    title = f"{ground.year(portfolio.request_year)} {ground.program_name(index)}"
    return Sheet(
        name=name[:NAME_LIMIT].strip(),
        title=f"{title}　{owner}" if owner else title,
        columns=(
            Column(say("事業・積算内容", "Program, line"), 44, Style.WRAPPED),
            Column(say("積算", "Calculation"), 34, Style.WRAPPED),
            *amount_columns(ground),
            Column(say("増減率", "Change in %"), 10, Style.PERCENT),
            Column(say("根拠・理由", "Basis, reasons"), 52, Style.WRAPPED),
        ),
        rows=lambda: _rows(ground, index),
        unit=ground.unit_line(unit),
        note=ground.rounding_note(unit) or (ground.said_of_rounding if _lines_miss(ground, index) else ""),
        money=unit,
        sign=ground.options.sign.value,
        frozen=1,
    )


def _below(ground: Ground, index: int) -> list[int]:
    return [each for each in ground.programs if index in ground.portfolio.ancestors[each]]


def _rows(ground: Ground, top: int) -> Iterator[Row]:
    evaluation, unit, base = ground.evaluation, ground.options.unit, ground.depth(top)
    for index in _below(ground, top):
        depth = "　" * (ground.depth(index) - base)
        totals, links = evaluation.program(index)[:2], ground.program_links(index)
        said = [ground.program_standing(index), _published(ground, index), ground.missing(totals)]
        cells: list[Content] = [depth + ground.program_name(index), ""]
        cells += [*ground.amounts(links, totals, unit), ratio(ground, links, totals), "　".join(filter(None, said))]
        yield Row(cells, Band.TOTAL)
        for row in ground.rows(index):
            totals = tuple(as_total(amount) for amount in evaluation.line(row)[:2])
            links = ground.line_links(row)
            cells = [f"{depth}　{ground.line_name(row)}", products(ground, row, "\n")]
            cells += [*ground.amounts(links, totals, unit), ratio(ground, links, totals), reasons_of(ground, row)]
            yield Row(cells)


def _published(ground: Ground, index: int) -> str:
    """What the request sheets print for the program."""
    said = [
        f"{fiscal_year_name(each.year)} {each.printed}"
        for each in ground.portfolio.programs[index].published
        if each.printed and each.year in ground.portfolio.years[:2]
    ]
    return f"{ground.say('公表額：', 'printed: ')}{'、'.join(said)}" if said else ""


def _lines_miss(ground: Ground, top: int) -> bool:
    """Whether lines of a program, as printed, miss a total that stands on its sheet."""
    unit, evaluation = ground.options.unit, ground.evaluation
    for index in _below(ground, top):
        rows = ground.portfolio.rows_below(index)
        for y, total in enumerate(evaluation.program(index)[:2]):
            amounts = [amount for row in rows if isinstance(amount := evaluation.line(row)[y], int)]
            if printed(amounts, unit) != printed((total.yen,), unit):
                return True
    return False


def products(ground: Ground, row: int, between: str) -> str:
    """The 積算 of a line this year, one part a vintage."""
    unit, yen = ground.portfolio.lines.units[row], ground.say("円", " yen")
    return between.join(filter(None, (product_text(each.now, unit, yen) for each in ground.vintages[row])))


def reasons_of(ground: Ground, row: int) -> str:
    """Why a line is as it is: its standing, the scenario's reason, what its rates rest on, the sheet's sentences."""
    reason = ground.reasons.get(ground.portfolio.lines.ids[row], "")
    said = [ground.standing(row), reason, *ground.evidence(row), *ground.quotes(row)]
    return "　".join(filter(None, said))


def change_text(ground: Ground, yen: int) -> str:
    """An amount in a sentence, in yen."""
    text = format_amount(yen, negative=ground.options.sign.value)
    return ground.say(f"{text}円", f"{text} yen")
