"""The sheet 積算内訳: a row a vintage, multiplied out by formulas that every spreadsheet settles alike.

Whole numbers are multiplied first and divided once; programs add up the rows marked 積算 below them.
"""

from __future__ import annotations

from typing import NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from planner.core.cohort import Vintage, vintages
from planner.core.document import Document
from planner.core.evaluate import Evaluation
from planner.core.fields import FIELDS, RATE
from planner.core.money import Mode, Rounding
from planner.core.portfolio import BASES, Basis, Lack
from planner.core.years import era_label, fiscal_year_name
from planner.files.sheet_forms import (
    AS_VALUE,
    EXACT,
    FIRST_ROW,
    LINE_MARK,
    NOT_PRINTED,
    PROGRAM_MARK,
    UNPRICED,
    Formats,
    letter,
    missing_words,
    write_head,
    write_no_amount,
    write_wrapped,
)

DIVIDED = 10**14
"""Below this a quotient differs from a half within 15 digits (by 1/2 of the divisor), so ROUND settles it rightly."""

CUT_OFF = 10**11
"""Below this LibreOffice's ROUNDDOWN and ROUNDUP are exact too: twelve digits hold the quotient and its rest."""

BASIS_NAMES = dict(zip(BASES, ("公表", "導出", "仮定", "残差"), strict=True))
_FUNCTION = {Mode.HALF: "ROUND", Mode.DOWN: "ROUNDDOWN", Mode.UP: "ROUNDUP"}


class Block(NamedTuple):
    """The columns of one year in 積算内訳: 単価, 員数, 乗数, 除数, 金額."""

    rate: int
    people: int
    times: int
    divisor: int
    amount: int


REQUEST, PREVIOUS = Block(4, 5, 6, 7, 8), Block(9, 10, 11, 12, 13)
CHANGE_COLUMN, UNIT_COLUMN, BASIS_COLUMN, REMARK_COLUMN, INTAKE_COLUMN = 14, 15, 16, 17, 18
EXAMINER = (("査定単価", 14), ("査定員数", 10), ("査定額", 18), ("コメント", 40))
"""The columns an examiner fills in: unlocked, after the others."""

ALLOWED = "sort autofilter insert_rows delete_rows format_cells format_columns format_rows"


class CalculationSheet:
    """Writes 積算内訳 row by row, each program's own total above its lines and parts."""

    def __init__(
        self,
        sheet: Worksheet,
        formats: Formats,
        document: Document,
        evaluation: Evaluation,
        scenario: int,
        reasons: dict[str, str],
    ) -> None:
        self._sheet, self._formats, self._evaluation, self._reasons = sheet, formats, evaluation, reasons
        self._portfolio = document.portfolio
        self._overrides = document.overrides(scenario)
        self._evidence = document.evidence(scenario)
        self._row = FIRST_ROW

    def write(self) -> dict[int, int]:
        """Write the sheet; for each program (by place) the row it stands in."""
        portfolio = self._portfolio
        request, previous = (fiscal_year_name(year) for year in (portfolio.request_year, portfolio.previous_year))
        drivers = (("単価", 14), ("員数", 9), ("乗数", 8), ("除数", 8))
        columns = [("区分", 6), ("ID", 26), ("事業・積算内容", 46), ("採用", 10)]
        columns += [(f"{request}\n{name}", width) for name, width in drivers]
        columns += [(f"{request}\n要求・要望額", 18)]
        columns += [(f"{previous}\n{name}", width) for name, width in drivers]
        columns += [(f"{previous}\n予算額", 18), ("増△減", 17), ("単位", 6), ("根拠", 6), ("備考", 70), ("採用年度", 9)]
        columns += EXAMINER
        write_head(self._sheet, self._formats, f"積算内訳　{portfolio.title}", columns)
        self._sheet.freeze_panes(FIRST_ROW, 4)
        self._sheet.protect("", dict.fromkeys(ALLOWED.split(), True))
        rows: dict[int, int] = {}
        ends: dict[int, int] = {}
        for index in range(len(portfolio.programs)):
            if not self._evaluation.shows_program(index):
                continue
            rows[index] = self._row
            self._row += 1
            for line in portfolio.line_ranges[index]:
                if self._evaluation.shows(line):
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
                amounts = letter(block.amount)
                formula = "=0"
                if end > row + 1:
                    formula = f'=SUMIF($A{row + 2}:$A{end},"{LINE_MARK}",{amounts}{row + 2}:{amounts}{end})'
                sheet.write_formula(row, block.amount, formula, formats.total, total.amount)
            else:
                write_no_amount(sheet, row, block.amount, total, formats.total)
        self._difference(row, formats.total, request.amount, previous.amount)
        sheet.write_string(row, REMARK_COLUMN, missing_words(previous, request), formats.total_text)

    def _difference(self, row: int, style: Format, request: int | None, previous: int | None) -> None:
        if request is not None and previous is not None:
            formula = f"={letter(REQUEST.amount)}{row + 1}-{letter(PREVIOUS.amount)}{row + 1}"
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
            if k and not now.intake and not before.intake:
                continue  # nobody of that year is there, nor was
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
            write_wrapped(sheet, at, REMARK_COLUMN, "　".join(filter(None, kept)), formats.wrapped)
            intake = "" if line.duration == 1 else era_label(now.intake_year)
            sheet.write_string(at, INTAKE_COLUMN, intake, formats.text)
            for column in range(INTAKE_COLUMN + 1, INTAKE_COLUMN + 1 + len(EXAMINER)):
                sheet.write_blank(at, column, None, formats.examiner)
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
        if vintage.amount is Lack.UNPRICED:
            sheet.write_string(at, block.amount, UNPRICED, formats.money)
            return []
        if not known or not isinstance(vintage.amount, int):
            sheet.write_blank(at, block.amount, None, formats.money)
            return [NOT_PRINTED]
        divisor = factor.denominator * rounding.unit
        numerator = abs(vintage.intake * (vintage.rate or 0) * factor.numerator)
        if numerator >= (EXACT if divisor == 1 else DIVIDED):
            sheet.write_number(at, block.amount, vintage.amount, formats.money)
            return [AS_VALUE]
        rate, people, times, under = (f"{letter(column)}{at + 1}" for column in block[:4])
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
        resting = [
            f"単価の根拠：{each.kind.value}　{each.document}　{each.page}".strip()
            for cell, each in sorted(self._evidence.get(portfolio.lines.ids[row], {}).items())
            if cell.field == RATE.key
        ]
        standing = "新規" if row in portfolio.proposals else "廃止" if row in self._evaluation.absent else ""
        return "　".join(filter(None, [standing, f"変更：{reason}" if reason else "", *resting, *quotes]))


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
