"""The submission workbook (提出資料): 総括表, 積算内訳, 変更一覧, every amount a live formula with its value beside it.

The workbook is a Japanese form whatever language the window speaks. It holds one scenario and nothing of others.
One row of 積算内訳 is one vintage of a line: rate × intake × 乗数 ÷ 除数, whole numbers multiplied first and divided
once, so that every spreadsheet arrives at the same yen. Totals add up rows marked 積算, never printed figures.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from planner.core.cohort import Vintage, vintages
from planner.core.errors import N_, UserError
from planner.core.evaluate import Evaluation, Total
from planner.core.fields import FIELDS, Value
from planner.core.model import BASES, Basis, Change, Document, Lack
from planner.core.money import Mode, Rounding
from planner.core.years import era_label, fiscal_year_name
from planner.files.store import cannot_write, replace_file

EXACT = 10**15
"""A spreadsheet keeps 15 digits: no amount may reach this."""
DIVIDED = 10**14
"""Below this a quotient differs from a half within 15 digits (by 1/2 of the divisor), so ROUND settles it rightly."""

CUT_OFF = 10**11
"""Below this LibreOffice's ROUNDDOWN and ROUNDUP are exact too: twelve digits hold the quotient and its rest."""

SUMMARY, CALCULATION, CHANGES = "総括表", "積算内訳", "変更一覧"
LINE_MARK, PROGRAM_MARK, RELISTED_MARK = "積算", "事業", "再掲"
BASIS_NAMES = dict(zip(BASES, ("公表", "導出", "仮定", "残差"), strict=True))
FIELD_NAMES = dict(zip(FIELDS, ("単価", "員数", "回数・月数", "率"), strict=True))
NOT_PRINTED, AS_VALUE = "公表なし", "桁数が大きいため値で記載"
_FUNCTION = {Mode.HALF: "ROUND", Mode.DOWN: "ROUNDDOWN", Mode.UP: "ROUNDUP"}
_FIRST = 4  # rows above the first one of data, in every sheet

YEN = '#,##0;[Red]"△"#,##0;0'
PERCENT = '0.0%;[Red]"△"0.0%;0.0%'


class Block(NamedTuple):
    """The columns of one year in 積算内訳: 単価, 員数, 乗数, 除数, 金額."""

    rate: int
    people: int
    times: int
    divisor: int
    amount: int


REQUEST, PREVIOUS = Block(4, 5, 6, 7, 8), Block(9, 10, 11, 12, 13)
CHANGE_COLUMN, UNIT_COLUMN, BASIS_COLUMN, REMARK_COLUMN = 14, 15, 16, 17


@dataclass(frozen=True)
class _Formats:
    """The cell formats of the workbook: inputs blue, results black, totals on grey."""

    title: Format
    unit: Format
    head: Format
    text: Format
    wrapped: Format
    given: Format
    money: Format
    total: Format
    total_text: Format
    percent: Format
    total_percent: Format


def write_submission(path: Path, document: Document, evaluation: Evaluation, scenario: int) -> None:
    """Write the workbook of a scenario (`BASE` for the base) to `path`, whole or not at all.

    Raises `UserError` when an amount cannot be computed or is too large for a spreadsheet, or when the file cannot
    be written, as while Excel has it open; an existing file is unharmed then.
    """
    _refuse_uncomputable(evaluation)
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        _write(book, document, evaluation, scenario)
    temporary = path.with_name(f"~{path.name}.writing")
    try:
        if path.is_dir():
            raise IsADirectoryError(21, os.strerror(21))
        temporary.write_bytes(content.getvalue())
        replace_file(temporary, path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _refuse_uncomputable(evaluation: Evaluation) -> None:
    portfolio = evaluation.portfolio
    for row in sorted(evaluation.base.suspects | set(evaluation.lines)):
        for year, amount in zip(portfolio.years, evaluation.line(row), strict=True):
            if amount is Lack.CANNOT_COMPUTE:
                raise UserError(
                    N_("Cannot compute: no unit rate is given for an intake that counts here."),
                    N_("Give the rate of that year; a submission is written only when every amount is known."),
                    where=f"{portfolio.lines.ids[row]}@{year}",
                )
    shown = [(portfolio.title, evaluation.total)]
    shown += [(program.id, evaluation.program(i)) for i, program in enumerate(portfolio.programs)]
    largest = max((abs(total.yen) for _, totals in shown for total in totals[:2]), default=0)
    lines = (amount for row in range(len(portfolio.lines)) for amount in evaluation.line(row)[:2])
    largest = max(largest, max((abs(amount) for amount in lines if isinstance(amount, int)), default=0))
    if largest >= EXACT:
        raise UserError(
            N_("An amount of {yen:,} yen has more digits than a spreadsheet keeps (15)."),
            N_("Check the number of digits of rates and quantities."),
            yen=largest,
        )


def _write(book: Any, document: Document, evaluation: Evaluation, scenario: int) -> None:
    portfolio = document.portfolio
    book.set_properties({"title": f"{fiscal_year_name(portfolio.request_year)} 概算要求 {portfolio.title}"})
    formats = _formats(book)
    summary, calculation, changes = (book.add_worksheet(name) for name in (SUMMARY, CALCULATION, CHANGES))
    reasons = _reasons(document, scenario)
    rows = _Calculation(calculation, formats, document, evaluation, scenario, reasons).write()
    _write_summary(summary, formats, evaluation, rows)
    _write_changes(changes, formats, document, scenario)
    for sheet in (summary, calculation, changes):
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_FIRST - 1)
        sheet.set_footer("&L&A&R&P／&N")
        sheet.hide_gridlines(1)


def _formats(book: Any) -> _Formats:
    font = {"font_name": "ＭＳ ゴシック", "font_size": 10, "valign": "top"}
    framed = {**font, "border": 1, "border_color": "#A6A6A6"}
    grey = {**framed, "bg_color": "#E7E9EC", "bold": True}

    def add(**settings: object) -> Format:
        made: Format = book.add_format(settings)
        return made

    return _Formats(
        title=add(**{**font, "font_size": 14, "bold": True}),
        unit=add(**{**font, "align": "right"}),
        head=add(**{**grey, "align": "center", "valign": "vcenter", "text_wrap": True}),
        text=add(**framed),
        wrapped=add(**framed, text_wrap=True),
        given=add(**framed, num_format=YEN, font_color="#1F4E9E"),
        money=add(**framed, num_format=YEN),
        total=add(**grey, num_format=YEN),
        total_text=add(**grey),
        percent=add(**framed, num_format=PERCENT, align="right"),
        total_percent=add(**grey, num_format=PERCENT, align="right"),
    )


def _head(sheet: Worksheet, formats: _Formats, title: str, columns: Sequence[tuple[str, float]]) -> None:
    sheet.write_string(0, 0, title, formats.title)
    sheet.write_string(1, len(columns) - 1, "単位：円", formats.unit)
    for column, (name, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(_FIRST - 1, column, name, formats.head)
    sheet.set_row(_FIRST - 1, 30)


def _letter(column: int) -> str:
    return chr(ord("A") + column)


class _Calculation:
    """Writes 積算内訳 row by row, each program's own total above its lines and parts."""

    def __init__(
        self,
        sheet: Worksheet,
        formats: _Formats,
        document: Document,
        evaluation: Evaluation,
        scenario: int,
        reasons: dict[str, str],
    ) -> None:
        self._sheet, self._formats, self._evaluation, self._reasons = sheet, formats, evaluation, reasons
        self._portfolio = document.portfolio
        self._overrides = document.overrides(scenario)
        self._row = _FIRST

    def write(self) -> dict[int, int]:
        """Write the sheet; for each program (by place) the row it stands in."""
        portfolio = self._portfolio
        request, previous = (fiscal_year_name(year) for year in (portfolio.request_year, portfolio.previous_year))
        drivers = (("単価", 14), ("員数", 9), ("乗数", 8), ("除数", 8))
        columns = [("区分", 6), ("ID", 26), ("事業・積算内容", 46), ("採用", 10)]
        columns += [(f"{request}\n{name}", width) for name, width in drivers]
        columns += [(f"{request}\n要求・要望額", 18)]
        columns += [(f"{previous}\n{name}", width) for name, width in drivers]
        columns += [(f"{previous}\n予算額", 18), ("増△減", 17), ("単位", 6), ("根拠", 6), ("備考", 60)]
        _head(self._sheet, self._formats, f"積算内訳　{portfolio.title}", columns)
        self._sheet.freeze_panes(_FIRST, 4)
        rows: dict[int, int] = {}
        ends: dict[int, int] = {}
        for index in range(len(portfolio.programs)):
            rows[index] = self._row
            self._row += 1
            for line in portfolio.line_ranges[index]:
                self._line(line)
            for above in portfolio.ancestors[index]:
                ends[above] = self._row
        for index, row in rows.items():
            self._program(index, row, ends[index])
        return rows

    def _program(self, index: int, row: int, end: int) -> None:
        program, formats, sheet = self._portfolio.programs[index], self._formats, self._sheet
        depth = len(self._portfolio.ancestors[index]) - 1
        for column in range(REMARK_COLUMN + 1):
            sheet.write_blank(row, column, None, formats.total_text)
        sheet.write_string(row, 0, PROGRAM_MARK, formats.total_text)
        sheet.write_string(row, 1, program.id, formats.total_text)
        sheet.write_string(row, 2, "　" * depth + program.name, formats.total_text)
        previous, request = self._evaluation.program(index)[:2]
        for block, total in ((REQUEST, request), (PREVIOUS, previous)):
            if total.amount is not None:
                amounts = _letter(block.amount)
                formula = "=0"
                if end > row + 1:
                    formula = f'=SUMIF($A{row + 2}:$A{end},"{LINE_MARK}",{amounts}{row + 2}:{amounts}{end})'
                sheet.write_formula(row, block.amount, formula, formats.total, total.amount)
        self._difference(row, formats.total, request.amount, previous.amount)
        sheet.write_string(row, REMARK_COLUMN, _missing(previous, request), formats.total_text)

    def _difference(self, row: int, style: Format, request: int | None, previous: int | None) -> None:
        if request is not None and previous is not None:
            formula = f"={_letter(REQUEST.amount)}{row + 1}-{_letter(PREVIOUS.amount)}{row + 1}"
            self._sheet.write_formula(row, CHANGE_COLUMN, formula, style, request - previous)

    def _line(self, row: int) -> None:
        portfolio, sheet, formats = self._portfolio, self._sheet, self._formats
        lines = portfolio.lines
        id_ = lines.ids[row]
        base = portfolio.line(row)
        line = portfolio.line(row, self._overrides.get(id_))
        request = vintages(line, portfolio.request_year)
        previous = vintages(base, portfolio.previous_year)  # enacted: a scenario does not move it
        amounts = self._evaluation.line(row)
        known_request, known_previous = (isinstance(amounts[y], int) for y in (1, 0))
        depth = "　" * len(portfolio.ancestors[lines.program[row]])
        remark = self._remark(row)
        for k, (now, before) in enumerate(zip(request, previous, strict=True)):
            at = self._row
            sheet.write_string(at, 0, LINE_MARK, formats.text)
            sheet.write_string(at, 1, id_, formats.text)
            sheet.write_string(at, 2, depth + lines.labels[row], formats.text)
            cohort = "" if line.duration == 1 else "新規" if k == 0 else f"継続{k + 1}年目"
            sheet.write_string(at, 3, cohort, formats.text)
            kept = [remark] if k == 0 else []
            kept += self._vintage(at, REQUEST, now, line.rounding, known_request)
            said = self._vintage(at, PREVIOUS, before, line.rounding, known_previous)
            kept += [f"前年度：{each}" for each in said]
            sheet.write_blank(at, CHANGE_COLUMN, None, formats.money)
            if isinstance(now.amount, int) and isinstance(before.amount, int) and known_request and known_previous:
                self._difference(at, formats.money, now.amount, before.amount)
            sheet.write_string(at, UNIT_COLUMN, lines.units[row], formats.text)
            sheet.write_string(at, BASIS_COLUMN, BASIS_NAMES[portfolio.line_basis[row]], formats.text)
            sheet.write_string(at, REMARK_COLUMN, "　".join(filter(None, kept)), formats.wrapped)
            self._row += 1

    def _vintage(self, at: int, block: Block, vintage: Vintage, rounding: Rounding, known: bool) -> list[str]:
        """One vintage's drivers and amount in the columns of `block`; what a reader has to be told of it.

        Where a figure of any vintage is not known the line has no amount, so that none of them shows one.
        """
        sheet, formats = self._sheet, self._formats
        kept = vintage.people / vintage.intake if vintage.intake else 1
        factor = kept * vintage.times * vintage.share
        drivers = (vintage.rate, vintage.intake, factor.numerator, factor.denominator)
        for column, driver in zip(block, drivers, strict=False):
            if driver is None:
                sheet.write_blank(at, column, None, formats.given)
            else:
                sheet.write_number(at, column, driver, formats.given)
        if not known or not isinstance(vintage.amount, int):
            sheet.write_blank(at, block.amount, None, formats.money)
            return [NOT_PRINTED]
        divisor = factor.denominator * rounding.unit
        numerator = abs(vintage.intake * (vintage.rate or 0) * factor.numerator)
        if numerator >= (EXACT if divisor == 1 else DIVIDED):
            sheet.write_number(at, block.amount, vintage.amount, formats.money)
            return [AS_VALUE]
        rate, people, times, under = (f"{_letter(column)}{at + 1}" for column in block[:4])
        formula = _rounded(f"{rate}*{people}*{times}", under, rounding, numerator)
        sheet.write_formula(at, block.amount, formula, formats.money, vintage.amount)
        return []

    def _remark(self, row: int) -> str:
        """The sentences the request year's figures come from, and why the scenario changed them."""
        portfolio = self._portfolio
        quotes: list[str] = []
        for key in FIELDS:
            origin = portfolio.origin(row, key, portfolio.request_year)
            if origin is None or origin.basis is Basis.RESIDUAL:
                continue
            for said in (f"「{origin.quote}」" if origin.quote else "", origin.rule):
                if said and said not in quotes:
                    quotes.append(said)
        reason = self._reasons.get(portfolio.lines.ids[row])
        return "　".join(filter(None, [f"変更：{reason}" if reason else "", *quotes]))


def _rounded(product: str, divisor: str, rounding: Rounding, numerator: int) -> str:
    """The formula of `product / divisor` rounded by a line's rule, to the yen or to 1,000 yen.

    LibreOffice rounds a quotient to 12 digits before ROUNDDOWN and ROUNDUP; beyond what that leaves exact, rounding
    down is said with ROUND: for whole numbers, n ÷ d cut off is (2n − d + 1) ÷ 2d rounded, and up likewise.
    """
    if rounding.unit != 1:
        divisor = f"({divisor}*{rounding.unit})"
    if rounding.mode is Mode.HALF or numerator < CUT_OFF:
        result = f"{_FUNCTION[rounding.mode]}({product}/{divisor},0)"
    else:
        shift = f"-{divisor}+1" if rounding.mode is Mode.DOWN else f"+{divisor}-1"
        result = f"SIGN({product})*ROUND((2*ABS({product}){shift})/(2*{divisor}),0)"
    return f"={result}*{rounding.unit}" if rounding.unit != 1 else f"={result}"


def _missing(previous: Total, request: Total) -> str:
    said = []
    for name, total in (("前年度", previous), ("要求", request)):
        if total.missing:
            said.append(f"{name}：{total.missing}件は{NOT_PRINTED}")
    return "　".join(said)


def _write_summary(sheet: Worksheet, formats: _Formats, evaluation: Evaluation, rows: dict[int, int]) -> None:
    portfolio = evaluation.portfolio
    request, previous = (fiscal_year_name(year) for year in (portfolio.request_year, portfolio.previous_year))
    columns = [
        *(("区分", 6), ("事業", 60), (f"{previous}\n予算額", 18), (f"{request}\n要求・要望額", 18)),
        *(("増△減", 18), ("増減率", 10), ("備考", 60)),
    ]
    _head(sheet, formats, f"{request} 概算要求 総括表　{portfolio.ministry}　{portfolio.title}", columns)
    sheet.freeze_panes(_FIRST, 2)
    at = _FIRST
    styles = (formats.total_text, formats.total, formats.total_percent)
    marks = f"'{CALCULATION}'!$A:$A"
    whole = [
        f"=SUMIF({marks},\"{LINE_MARK}\",'{CALCULATION}'!{_letter(block.amount)}:{_letter(block.amount)})"
        for block in (PREVIOUS, REQUEST)
    ]
    _summary_row(sheet, at, styles, ("", "合計"), whole, evaluation.total, _missing(*evaluation.total[:2]))
    for index, row in rows.items():
        program = portfolio.programs[index]
        depth = len(portfolio.ancestors[index]) - 1
        styles = (formats.text, formats.money, formats.percent)
        if depth == 0:
            styles = (formats.total_text, formats.total, formats.total_percent)
        at += 1
        name = "　" * depth + program.name
        remark = "運営費交付金中の推計額" if program.estimate else ""
        remark = "　".join(filter(None, [program.status.value, remark, _missing(*evaluation.program(index)[:2])]))
        _summary_row(sheet, at, styles, (PROGRAM_MARK, name), _linked(row), evaluation.program(index), remark)
        for id_ in program.relists:
            other = portfolio.program_index[id_]
            at += 1
            name = "　" * (depth + 1) + f"［再掲］{portfolio.programs[other].name}"
            styles = (formats.text, formats.money, formats.percent)
            totals = evaluation.program(other)
            remark = "合計に含まない"
            _summary_row(sheet, at, styles, (RELISTED_MARK, name), _linked(rows[other]), totals, remark)


def _linked(row: int) -> list[str]:
    return [f"='{CALCULATION}'!{_letter(block.amount)}{row + 1}" for block in (PREVIOUS, REQUEST)]


def _summary_row(
    sheet: Worksheet,
    at: int,
    styles: tuple[Format, Format, Format],
    texts: tuple[str, str],
    formulas: Sequence[str],
    totals: Sequence[Total],
    remark: str,
) -> None:
    words, money, percent = styles
    for column, text in enumerate(texts):
        sheet.write_string(at, column, text, words)
    previous, request = totals[0].amount, totals[1].amount
    for column, formula, amount in ((2, formulas[0], previous), (3, formulas[1], request)):
        if amount is None:
            sheet.write_blank(at, column, None, money)
        else:
            sheet.write_formula(at, column, formula, money, amount)
    if previous is None or request is None:
        sheet.write_blank(at, 4, None, money)
        sheet.write_blank(at, 5, None, percent)
    else:
        row = at + 1
        sheet.write_formula(at, 4, f"=D{row}-C{row}", money, request - previous)
        ratio = f'=IF(C{row}=0,IF(D{row}=0,"－","皆増"),IF(D{row}=0,"皆減",E{row}/ABS(C{row})))'
        sheet.write_formula(at, 5, ratio, percent, _ratio(request, previous))
    sheet.write_string(at, 6, remark, words)


def _ratio(request: int, previous: int) -> float | str:
    """The change in proportion, for the eye only: no amount is made from it."""
    if previous == 0:
        return "皆増" if request else "－"
    return (request - previous) / abs(previous) if request else "皆減"


def _lineage_changes(document: Document, scenario: int) -> list[Change]:
    lineage = {each.number for each in document.lineage(scenario)}
    return [change for change in document.changes if change.scenario in lineage]


def _reasons(document: Document, scenario: int) -> dict[str, str]:
    """The latest reason for each line that the scenario still changes."""
    changed = document.overrides(scenario)
    return {
        cell.line: change.why
        for change in _lineage_changes(document, scenario)
        for cell in change.cells
        if change.why and cell.line in changed
    }


def _write_changes(sheet: Worksheet, formats: _Formats, document: Document, scenario: int) -> None:
    portfolio = document.portfolio
    columns = [("番号", 6), ("ID", 26), ("事業", 34), ("積算内容", 34), ("項目", 11), ("年度", 8)]
    columns += [("変更前", 16), ("変更後", 16), ("要求額への影響", 18), ("理由", 60)]
    _head(sheet, formats, f"変更一覧　{portfolio.title}", columns)
    sheet.freeze_panes(_FIRST, 0)
    at = _FIRST
    for number, change in enumerate(_lineage_changes(document, scenario), start=1):
        for i, cell in enumerate(change.cells):
            row = portfolio.line_index.get(cell.line)
            program = "" if row is None else portfolio.programs[portfolio.lines.program[row]].name
            sheet.write_number(at, 0, number, formats.text)
            label = "" if row is None else portfolio.lines.labels[row]
            texts = (cell.line, program, label, FIELD_NAMES[cell.field], era_label(cell.year))
            for column, text in enumerate(texts, start=1):
                sheet.write_string(at, column, text, formats.text)
            _write_value(sheet, at, 6, cell.before, formats)
            _write_value(sheet, at, 7, cell.after, formats)
            if i == 0 and change.effect is not None:
                sheet.write_number(at, 8, change.effect, formats.money)
            else:
                sheet.write_string(at, 8, "同上" if i else "－", formats.text)
            sheet.write_string(at, 9, change.why if i == 0 else "同上", formats.wrapped)
            at += 1
    if at == _FIRST:
        sheet.write_string(at, 0, "変更なし", formats.text)


def _write_value(sheet: Worksheet, row: int, column: int, value: Value | None, formats: _Formats) -> None:
    if value is None:
        sheet.write_string(row, column, "－", formats.text)
    elif value.denominator == 1 and abs(value.numerator) < EXACT:
        sheet.write_number(row, column, value.numerator, formats.money)
    else:
        sheet.write_string(row, column, f"{value.numerator}/{value.denominator}", formats.text)
