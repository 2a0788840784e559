"""Blocks of cells on the clipboard, as spreadsheets take and give them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from planner.core.errors import N_, UserError
from planner.words.texts import folded

Block = list[list[str]]
HEADING = re.compile(r"(?P<name>.+?)\s*(?:\((?P<unit>[^()]+)\))?")
UNITS = ("千円", "百万円", "億円")
"""Units that a heading gives to the figures beneath it; whole yen and what people are counted in change nothing."""


class CopiedCells(QMimeData):
    """A block of cells on the clipboard, so that it is known there as ours."""


def put_on_clipboard(block: Block, numeric: Sequence[Sequence[bool]]) -> None:
    """Put rows of cells on the clipboard as tab-separated text, and as a table in which `numeric` cells are numbers."""
    out = io.StringIO()
    csv.writer(out, dialect="excel-tab", lineterminator="\r\n").writerows(block)
    cells = "".join(f"<tr>{''.join(map(_html_cell, *row))}</tr>" for row in zip(block, numeric, strict=True))
    mime = CopiedCells()
    mime.setText(out.getvalue())
    mime.setHtml(f"<table>{cells}</table>")
    QGuiApplication.clipboard().setMimeData(mime)


def block_of(text: str) -> Block:
    """The cells of a tab-separated text, empty rows at its end left out; quoted ones may hold tabs and lines.

    Raises `UserError` for what is no table.
    """
    try:
        block = list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab"))
    except csv.Error as error:
        raise UserError(
            N_("The clipboard does not hold a table ({reason})."), N_("Copy the cells again."), reason=str(error)
        ) from error
    while block and not any(cell.strip() for cell in block[-1]):
        block.pop()
    return block


def beneath_headings(block: Block, names: Sequence[str]) -> Block:
    """A block without its first row where that names the columns it lands in: 単価（千円）, 員数.

    Figures beneath a heading with a unit get that unit. What is headed otherwise is left as it is.
    """
    if len(block) < 2 or len(block[0]) > len(names):
        return block
    heads = [HEADING.fullmatch(folded(cell).strip()) for cell in block[0]]
    if not all(head and head["name"] == folded(name) for head, name in zip(heads, names, strict=False)):
        return block
    units = [head["unit"] if head and head["unit"] in UNITS else "" for head in heads]
    wanted = len(units)
    return [
        [cell + unit if cell.strip()[-1:].isdigit() else cell for cell, unit in zip(row, units, strict=False)]
        + row[wanted:]
        for row in block[1:]
    ]


def plain_number(value: Fraction) -> str:
    """A number that every spreadsheet reads as this number: a fraction as a formula, never as a date (3/12)."""
    for digits in range(7):
        scaled = value * 10**digits
        if scaled.denominator == 1:
            whole, rest = divmod(abs(scaled.numerator), 10**digits)
            point = f".{rest:0{digits}}" if digits else ""
            return f"{'-' if value < 0 else ''}{whole}{point}"
    return f"={value.numerator}/{value.denominator}"


def _html_cell(text: str, numeric: bool) -> str:
    """A cell of the table that spreadsheets prefer; words are kept from being read as dates or formulas."""
    import html  # noqa: PLC0415 - nothing is copied at the start

    if numeric:
        return f'<td align="right" style="mso-number-format:General">{html.escape(text)}</td>'
    return f"""<td style="mso-number-format:'\\@'">{html.escape(text)}</td>"""
