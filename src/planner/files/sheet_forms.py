"""How every sheet of the submission looks: its formats, its heading, the words it shares with the others."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from planner.core.evaluate import Total

COVER, SUMMARY, CALCULATION, CHANGES = "表紙", "総括表", "積算内訳", "変更一覧"
LINE_MARK, PROGRAM_MARK, RELISTED_MARK = "積算", "事業", "再掲"
NOT_PRINTED, AS_VALUE, UNPRICED = "公表なし", "桁数が大きいため値で記載", "事項要求"
EXACT = 10**15
"""A spreadsheet keeps 15 digits: no amount may reach this."""
FIRST_ROW = 4
"""The first row of data in every sheet, counted from 0."""

REMARK_WIDTH, LINE_HEIGHT = 70, 13.5
"""How many half-width characters of a remark fit on a line of its column, and how high a line is."""

YEN = '#,##0;[Red]"△"#,##0;0'
PERCENT = '0.0%;[Red]"△"0.0%;0.0%'


@dataclass(frozen=True)
class Formats:
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
    examiner: Format


def formats(book: Any) -> Formats:
    """The formats, made in a workbook."""
    font = {"font_name": "ＭＳ ゴシック", "font_size": 10, "valign": "top"}
    framed = {**font, "border": 1, "border_color": "#A6A6A6"}
    grey = {**framed, "bg_color": "#E7E9EC", "bold": True}

    def add(**settings: object) -> Format:
        made: Format = book.add_format(settings)
        return made

    return Formats(
        title=add(**{**font, "font_size": 14, "bold": True}),
        unit=add(**{**font, "align": "right"}),
        head=add(**{**grey, "align": "center", "valign": "vcenter", "text_wrap": True}),
        text=add(**framed, align="left", indent=1),
        wrapped=add(**framed, align="left", indent=1, text_wrap=True),
        given=add(**framed, num_format=YEN, font_color="#1F4E9E"),
        money=add(**framed, num_format=YEN),
        total=add(**grey, num_format=YEN),
        total_text=add(**grey, align="left", indent=1),
        percent=add(**framed, num_format=PERCENT, align="right"),
        total_percent=add(**grey, num_format=PERCENT, align="right"),
        examiner=add(**framed, num_format="#,##0;△#,##0;0", bg_color="#FFFBE6", locked=False, text_wrap=True),
    )


def write_head(sheet: Worksheet, formats: Formats, title: str, columns: Sequence[tuple[str, float]]) -> None:
    """A sheet's title and the heads of its columns, each with its width in characters."""
    sheet.write_string(0, 0, title, formats.title)
    sheet.write_string(1, len(columns) - 1, "単位：円", formats.unit)
    for column, (name, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(FIRST_ROW - 1, column, name, formats.head)
    sheet.set_row(FIRST_ROW - 1, 30)


def write_wrapped(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """A remark, its row as high as it needs: not every spreadsheet grows rows by itself when it opens a file."""
    sheet.write_string(row, column, text, style)
    width = sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in text)
    if width > REMARK_WIDTH:
        sheet.set_row(row, LINE_HEIGHT * -(-width // REMARK_WIDTH))


def letter(column: int) -> str:
    """The letter of a column, counted from 0."""
    return chr(ord("A") + column)


def missing_words(previous: Total, request: Total) -> str:
    """What a total leaves out, in words."""
    said = []
    for name, total in (("前年度", previous), ("要求", request)):
        if total.missing:
            said.append(f"{name}：{total.missing}件は{NOT_PRINTED}")
    if request.unpriced:
        said.append(f"＋{UNPRICED}（{request.unpriced}件）")
    return "　".join(said)


def write_no_amount(sheet: Worksheet, row: int, column: int, total: Total, style: Format) -> None:
    """The cell of a total without an amount: 事項要求 where nothing but that is requested, else nothing."""
    if total.unpriced and not total.missing and not total.cannot:
        sheet.write_string(row, column, UNPRICED, style)
    else:
        sheet.write_blank(row, column, None, style)
