"""The sheets 事業別: one program with its parts and lines on a sheet of its own, as its division reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planner.core.calculation.evaluate import as_total
from planner.core.check.rounding import printed
from planner.core.errors import N_, UserError
from planner.core.money import format_amount
from planner.files.plain.sheet import Band, Column, Content, Formula, Row, Sheet, Style, value_of
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import GRANT
from planner.files.submission.sheets.figures.product import products
from planner.files.submission.sheets.figures.summary import amount_columns, ratio

NAME_LIMIT = 31
"""Excel's limit for the name of a sheet."""

_FORBIDDEN = r"[\[\]:*?/\\'\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]"


def program_sheets(handover: Handover) -> Iterator[Sheet]:
    """A sheet for each program chosen; raises `UserError` for one that is not shown."""
    for index, name in chosen(handover):
        yield _sheet(handover, index, name)


def chosen(handover: Handover) -> Iterator[tuple[int, str]]:
    """The programs chosen, each with the name of its sheet; raises `UserError` as above."""
    kind, portfolio = handover.sheet_name(SheetKind.PROGRAMS), handover.portfolio
    for number, program_id in enumerate(handover.options.programs, start=1):
        index = portfolio.program_index.get(program_id)
        if index is None or not handover.evaluation.shows_program(index):
            raise UserError(
                N_('There is no program "{program}" to write a sheet of.'),
                N_("Look the id up with `planner totals FILE --json`."),
                program=program_id,
            )
        numbered = handover.say(f"{kind}{number}", f"{kind} {number}")
        name = re.sub(_FORBIDDEN, "・", f"{numbered} {handover.program_name(index)}")
        yield index, name[:NAME_LIMIT].strip()


def _sheet(handover: Handover, index: int, name: str) -> Sheet:
    portfolio, say, unit = handover.portfolio, handover.say, handover.options.unit
    program = portfolio.programs[index]
    channel = say(program.channel, "operating grant" if program.channel == GRANT else "")
    owner = "　".join(filter(None, [program.division, program.agency, channel]))
    title = f"{handover.year(portfolio.request_year)} {handover.program_name(index)}"
    return Sheet(
        name=name,
        title=f"{title}　{owner}" if owner else title,
        columns=(
            Column(say("事業・積算内容", "Program, line"), 44, Style.WRAPPED),
            Column(say("積算", "Calculation"), 34, Style.WRAPPED),
            *amount_columns(handover),
            Column(say("増減率", "Change in %"), 10, Style.PERCENT),
            Column(say("作成時の根拠・理由", "Basis and reasons as written"), 52, Style.WRAPPED),
        ),
        rows=lambda: _rows(handover, index),
        unit=handover.unit_line(unit),
        note=handover.rounding_note(unit) or (handover.said_of_rounding if _lines_miss(handover, index) else ""),
        money=unit,
        sign=handover.options.sign.value,
        frozen=1,
    )


def _below(handover: Handover, index: int) -> list[int]:
    return [each for each in handover.programs if index in handover.portfolio.ancestors[each]]


def _rows(handover: Handover, top: int) -> Iterator[Row]:
    evaluation, unit, base = handover.evaluation, handover.options.unit, handover.depth(top)
    for index in _below(handover, top):
        level = handover.depth(index) - base
        depth = "　" * level
        totals, links = evaluation.program(index)[:2], handover.places.program_links(index)
        said = [handover.program_standing(index), _published(handover, index), handover.missing(totals)]
        cells: list[Content] = [depth + handover.program_name(index), ""]
        cells += [*handover.amounts(links, totals, unit), ratio(handover, links, totals), "　".join(filter(None, said))]
        yield Row(cells, Band.of_depth(level))
        for row in handover.rows(index):
            totals = tuple(as_total(amount) for amount in evaluation.line(row)[:2])
            links = handover.places.line_links(row)
            cells = [f"{depth}　{handover.line_name(row)}", _products(handover, row)]
            cells += [*handover.amounts(links, totals, unit), ratio(handover, links, totals), reasons_of(handover, row)]
            yield Row(cells)


def _published(handover: Handover, index: int) -> str:
    """What the request sheets print for the program."""
    said = [
        f"{handover.year(each.year)} {handover.quoted(each.printed)}"
        for each in handover.portfolio.programs[index].published
        if each.printed and each.year in handover.portfolio.years[:2]
    ]
    what = handover.say("公表額：", "printed: ")
    if handover.portfolio.programs[index].relists:
        what = handover.say("公表額（再掲を含む）：", "printed, with what is relisted: ")
    return f"{what}{handover.say('、', ', ').join(said)}" if said else ""


def _lines_miss(handover: Handover, top: int) -> bool:
    """Whether lines of a program, as printed, miss a total that stands on its sheet."""
    unit, evaluation = handover.options.unit, handover.evaluation
    for index in _below(handover, top):
        rows = handover.portfolio.rows_below(index)
        for y, total in enumerate(evaluation.program(index)[:2]):
            amounts = [amount for row in rows if isinstance(amount := evaluation.line(row)[y], int)]
            if printed(amounts, unit) != printed((total.yen,), unit):
                return True
    return False


def _products(handover: Handover, row: int) -> Content:
    """The 積算 of a line this year, vintages alike in one line each."""
    found = [each.text for each in products(handover, row)]
    formulas = [each for each in found if isinstance(each, Formula)]
    if len(formulas) < len(found) or not found:
        return "\n".join(str(value_of(each)) for each in found if each is not None)
    return Formula("&CHAR(10)&".join(each.text for each in formulas), "\n".join(str(each.value) for each in formulas))


def reasons_of(handover: Handover, row: int) -> str:
    """Why a line is as it is: its standing, the reasons of its amount, where its figures come from."""
    return "　".join(filter(None, [handover.standing(row), handover.grounds.of(row)]))


def change_text(handover: Handover, yen: int) -> str:
    """An amount in a sentence, in yen."""
    text = format_amount(yen, negative=handover.options.sign.value)
    return handover.say(f"{text}円", f"{text} yen")
