"""The submission workbook (提出資料): 総括表, 積算内訳, 変更一覧, every amount a live formula with its value beside it.

The workbook is a Japanese form whatever language the window speaks. It holds one scenario and nothing of others.
One row of 積算内訳 is one vintage of a line: rate × intake × 乗数 ÷ 除数, whole numbers multiplied first and divided
once, so that every spreadsheet arrives at the same yen. Totals add up rows marked 積算, never printed figures.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from planner.core.document import BASE, Document
from planner.core.errors import N_, UserError
from planner.core.evaluate import Evaluation, Total
from planner.core.fields import ALL_FIELDS, DEMAND, EXPENSE, PRESENT, Value
from planner.core.portfolio import Lack
from planner.core.years import era_label, fiscal_year_name
from planner.files.calculation_sheet import PREVIOUS, REQUEST, CalculationSheet
from planner.files.fingerprints import content_fingerprint, document_fingerprint
from planner.files.sheet_forms import (
    CALCULATION,
    CHANGES,
    COVER,
    EXACT,
    FIRST_ROW,
    LINE_MARK,
    PROGRAM_MARK,
    RELISTED_MARK,
    SUMMARY,
    Formats,
    formats,
    letter,
    missing_words,
    write_head,
    write_no_amount,
    write_wrapped,
)
from planner.files.store import write_whole

FIELD_NAMES = dict(zip(ALL_FIELDS, ("単価", "員数", "回数・月数", "率", "計上", "要求区分", "経費区分"), strict=True))
CHOICES = {
    PRESENT.key: ("計上しない", "計上"),
    DEMAND.key: ("－", "要求", "要望", "事項要求"),
    EXPENSE.key: ("－", "裁量的経費", "義務的経費"),
}


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
    write_whole(path, content.getvalue())


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
    styles = formats(book)
    summary, calculation, changes = (book.add_worksheet(name) for name in (SUMMARY, CALCULATION, CHANGES))
    _write_cover(book, styles, document, evaluation, scenario)
    reasons = _reasons(document, scenario)
    rows = CalculationSheet(calculation, styles, document, evaluation, scenario, reasons).write()
    _write_summary(summary, styles, evaluation, rows)
    _write_changes(changes, styles, document, scenario)
    for sheet in (summary, calculation, changes):
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST_ROW - 1)
        sheet.set_footer("&L&A&R&P／&N")
        sheet.hide_gridlines(1)


def _write_summary(sheet: Worksheet, formats: Formats, evaluation: Evaluation, rows: dict[int, int]) -> None:
    portfolio = evaluation.portfolio
    request, previous = (fiscal_year_name(year) for year in (portfolio.request_year, portfolio.previous_year))
    columns = [
        *(("区分", 6), ("事業", 60), (f"{previous}\n予算額", 18), (f"{request}\n要求・要望額", 18)),
        *(("増△減", 18), ("増減率", 10), ("備考", 70)),
    ]
    write_head(sheet, formats, f"{request} 概算要求 総括表　{portfolio.ministry}　{portfolio.title}", columns)
    sheet.freeze_panes(FIRST_ROW, 2)
    at = FIRST_ROW
    styles = (formats.total_text, formats.total, formats.total_percent)
    marks = f"'{CALCULATION}'!$A:$A"
    whole = [
        f"=SUMIF({marks},\"{LINE_MARK}\",'{CALCULATION}'!{letter(block.amount)}:{letter(block.amount)})"
        for block in (PREVIOUS, REQUEST)
    ]
    _summary_row(sheet, at, styles, ("", "合計"), whole, evaluation.total, missing_words(*evaluation.total[:2]))
    for index, row in rows.items():
        program = portfolio.programs[index]
        depth = len(portfolio.ancestors[index]) - 1
        styles = (formats.text, formats.money, formats.percent)
        if depth == 0:
            styles = (formats.total_text, formats.total, formats.total_percent)
        at += 1
        name = "　" * depth + program.name
        remark = "運営費交付金中の推計額" if program.estimate else ""
        standing = "廃止" if evaluation.has_ended(index) else program.status.value
        remark = "　".join(filter(None, [standing, remark, missing_words(*evaluation.program(index)[:2])]))
        _summary_row(sheet, at, styles, (PROGRAM_MARK, name), _linked(row), evaluation.program(index), remark)
        for id_ in program.relists:
            other = portfolio.program_index[id_]
            at += 1
            name = "　" * (depth + 1) + f"［再掲］{portfolio.programs[other].name}"
            styles = (formats.text, formats.money, formats.percent)
            totals = evaluation.program(other)
            remark = "合計に含まない"
            _summary_row(sheet, at, styles, (RELISTED_MARK, name), _linked(rows[other]), totals, remark)


FORM_VERSION = 1
"""The version of the workbook's form, for those that read it back."""


def _write_cover(book: Any, formats: Formats, document: Document, evaluation: Evaluation, scenario: int) -> None:
    """表紙: what the workbook is, each fact with a name that whoever reads the workbook back finds it by."""
    sheet = book.add_worksheet(COVER)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    name = "基準" if scenario == BASE else document.scenario(scenario).name
    facts: list[tuple[str, str, int | str]] = [
        ("様式の版", "submission_form", FORM_VERSION),
        ("シナリオ", "submission_scenario", name),
        ("文書の指紋", "submission_document", document_fingerprint(document)),
        ("内容の指紋", "submission_content", content_fingerprint(document, scenario, evaluation)),
    ]
    for row, (label, defined, value) in enumerate(facts, start=FIRST_ROW):
        sheet.write_string(row, 0, label, formats.text)
        if isinstance(value, int):
            sheet.write_number(row, 1, value, formats.text)
        else:
            sheet.write_string(row, 1, value, formats.text)
        book.define_name(defined, f"='{COVER}'!$B${row + 1}")


def _linked(row: int) -> list[str]:
    return [f"='{CALCULATION}'!{letter(block.amount)}{row + 1}" for block in (PREVIOUS, REQUEST)]


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
            write_no_amount(sheet, at, column, totals[column - 2], money)
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


def _reasons(document: Document, scenario: int) -> dict[str, str]:
    """The latest reason for each line that the scenario still changes."""
    changed = document.overrides(scenario)
    return {
        cell.line: change.why
        for change in document.changes_of(scenario)
        for cell in change.cells
        if change.why and cell.line in changed
    }


def _write_changes(sheet: Worksheet, formats: Formats, document: Document, scenario: int) -> None:
    portfolio = document.portfolio
    columns = [("番号", 6), ("ID", 26), ("事業", 34), ("積算内容", 34), ("項目", 11), ("年度", 8)]
    columns += [("変更前", 16), ("変更後", 16), ("要求額への影響", 18), ("理由", 70)]
    write_head(sheet, formats, f"変更一覧　{portfolio.title}", columns)
    sheet.freeze_panes(FIRST_ROW, 0)
    at = FIRST_ROW
    for number, change in enumerate(document.changes_of(scenario), start=1):
        for i, cell in enumerate(change.cells):
            row = portfolio.line_index.get(cell.line)
            program = "" if row is None else portfolio.programs[portfolio.lines.program[row]].name
            sheet.write_number(at, 0, number, formats.text)
            label = "" if row is None else portfolio.lines.labels[row]
            texts = (cell.line, program, label, FIELD_NAMES[cell.field], era_label(cell.year))
            for column, text in enumerate(texts, start=1):
                sheet.write_string(at, column, text, formats.text)
            for column, value in ((6, cell.before), (7, cell.after)):
                if cell.field in CHOICES and isinstance(value, int):
                    sheet.write_string(at, column, CHOICES[cell.field][value], formats.text)
                else:
                    _write_value(sheet, at, column, value, formats)
            if i == 0 and change.effect is not None:
                sheet.write_number(at, 8, change.effect, formats.money)
            else:
                sheet.write_string(at, 8, "同上" if i else "－", formats.text)
            write_wrapped(sheet, at, 9, change.why if i == 0 else "同上", formats.wrapped)
            at += 1
    if at == FIRST_ROW:
        sheet.write_string(at, 0, "変更なし", formats.text)


def _write_value(sheet: Worksheet, row: int, column: int, value: Value | None, formats: Formats) -> None:
    if value is None:
        sheet.write_string(row, column, "－", formats.text)
    elif value.denominator == 1 and abs(value.numerator) < EXACT:
        sheet.write_number(row, column, value.numerator, formats.money)
    else:
        sheet.write_string(row, column, f"{value.numerator}/{value.denominator}", formats.text)
