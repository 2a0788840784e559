"""Blocks of cells on the clipboard, as spreadsheets take and give them."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

Block = list[list[str]]


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
    if numeric:
        return f'<td align="right" style="mso-number-format:General">{html.escape(text)}</td>'
    return f"""<td style="mso-number-format:'\\@'">{html.escape(text)}</td>"""
