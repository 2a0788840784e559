"""The rows of 積算内訳 in a workbook that came back, found by its headings wherever they stand now."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from planner.core.errors import N_, Message, UserError
from planner.core.review.columns import COLUMNS, EXAMINER
from planner.core.review.rows import Returned, ReturnedRow
from planner.files.incoming.cells import Cell, IncomingSheet, SheetRow, text_of
from planner.files.incoming.package import damaged
from planner.files.review.calculated import calculated
from planner.files.review.values import heading_text
from planner.files.submission.handover import Handover
from planner.files.submission.options import ExportOptions
from planner.files.submission.places import MARKS
from planner.files.submission.sheets.figures.calculation import calculation_sheet
from planner.words.texts import LANGUAGES

if TYPE_CHECKING:
    from planner.files.incoming.workbook import IncomingBook

HEADING_ROWS = 40
"""The headings must stand within so many rows that hold something."""
ROW_LIMIT = 300_000
"""Rows of 積算内訳 that are kept."""
EARLIER, EARLIER_HEADINGS = "product", ("積算", "Calculation")
"""A column that earlier versions wrote: the 積算 in words, which nobody reads back."""
_COPY = 0.8
"""A sheet with so many of the headings is a copy of the one that is read."""
_EXPORT_AGAIN = N_("Ask for the workbook as it was exported, with the examiner's figures in its own columns.")


class Table(NamedTuple):
    """Where 積算内訳 stands: its sheet, the row of its headings and the column of each by key.

    `doubled`: columns with a heading that stands there before; `copies`: other sheets with these headings.
    """

    sheet: str
    heading: int
    places: Mapping[str, int]
    doubled: tuple[int, ...] = ()
    copies: tuple[str, ...] = ()


def headings_of(handover: Handover) -> Mapping[str, str]:
    """The key of each column by its heading in either language, as `heading_text` makes it."""
    headings: dict[str, str] = {}
    for language in LANGUAGES:
        exported = replace(handover, options=ExportOptions(language=language))
        columns = calculation_sheet(exported).columns
        pairs = zip(exported.places.columns, columns, strict=True)
        headings |= {heading_text(column.heading): key for key, column in pairs}
    return headings | {heading_text(each): EARLIER for each in EARLIER_HEADINGS}


def find_table(book: IncomingBook, headings: Mapping[str, str]) -> Table:
    """The first sheet with most of the headings; raises `UserError` where none has them, or none of an examiner's."""
    found: dict[str, Table] = {}
    for sheet in book.sheets:
        for row in itertools.islice(book.rows(sheet), HEADING_ROWS):
            places: dict[str, int] = {}
            doubled = []
            for place, value in sorted(row.cells.items()):
                key = headings.get(heading_text(value)) if isinstance(value, str) else None
                if key in places:
                    doubled.append(place)
                elif key is not None:
                    places[key] = place
            if "id" in places and len(places) > max(3, len(found[sheet].places) if sheet in found else 0):
                found[sheet] = Table(sheet, row.number, places, tuple(doubled))
    if not found:
        raise UserError(N_("No sheet has the headings of the calculation, ID among them."), _EXPORT_AGAIN)
    best = max(found.values(), key=lambda each: len(each.places))
    if not any(key in best.places for key in EXAMINER[:3]):
        raise UserError(N_("The workbook has no columns for an examiner's figures."), _EXPORT_AGAIN, where=best.sheet)
    least = _COPY * len(best.places)
    copies = (name for name, each in found.items() if each is not best and len(each.places) >= least)
    return best._replace(copies=tuple(copies))


def read_rows(book: IncomingBook, table: Table, handover: Handover) -> tuple[Returned, tuple[Message, ...]]:
    """The rows below the headings, and what is to be told of formulas in them that have no value."""
    sheet = book.sheet(table.sheet)
    wanted = _unvalued(sheet, table)
    values, told = calculated(book, wanted) if wanted else ({}, ())
    notes: dict[int, list[str]] = {}
    for (number, _column), text in sorted(sheet.notes.items()):
        notes.setdefault(number, []).append(text)
    program_ids, program_marks = handover.portfolio.program_index, {marks.program for marks in MARKS.values()}
    note_marks = {marks.note for marks in MARKS.values()}
    lines, programs = [], []
    for row in sheet.rows:
        if row.number <= table.heading:
            continue
        places = table.places.items()
        cells = {key: row.cell(place) for key, place in places if place in row.cells or place in row.formulas}
        for key, cell in cells.items():
            value = values.get((table.sheet, row.number, table.places[key]))
            if value is not None:
                cells[key] = cell._replace(value=value)
        kind = text_of(cells["kind"].value or "") if "kind" in cells else ""
        if kind in note_marks:
            continue
        read = _row(table.sheet, row, cells, notes.get(row.number, ()))
        if kind in program_marks or (not kind and read.id in program_ids):
            programs.append(read)
        else:
            lines.append(read)
        if len(lines) + len(programs) > ROW_LIMIT:
            raise damaged(book.path, N_("it has far more cells than any submission"))
    missing = tuple(key for key in COLUMNS if key not in table.places)
    return Returned(tuple(lines), tuple(programs), missing), told


def _unvalued(sheet: IncomingSheet, table: Table) -> list[tuple[str, int, int]]:
    """The examiner's cells that have a formula and no value."""
    places = [table.places[key] for key in EXAMINER if key in table.places]
    return [
        (sheet.name, row.number, place)
        for row in sheet.rows
        if row.number > table.heading
        for place in places
        if row.cell(place).unvalued
    ]


def _row(sheet: str, row: SheetRow, cells: Mapping[str, Cell], notes: Sequence[str]) -> ReturnedRow:
    texts = {key: _text(cell, shares=key in EXAMINER) for key, cell in cells.items()}
    return ReturnedRow(
        f"{sheet}!{row.number}",
        texts.get("id", ""),
        texts.get("intake_year", ""),
        texts.get("name", ""),
        {key: texts[key] for key in COLUMNS if texts.get(key)},
        frozenset(key for key in EXAMINER if key in cells and cells[key].struck),
        tuple(notes),
        {key: cells[key].formula for key in EXAMINER if key in cells and cells[key].formula},
        frozenset(key for key, cell in cells.items() if cell.unvalued),
        frozenset(key for key, cell in cells.items() if cell.formula and key not in EXAMINER),
    )


def _text(cell: Cell, *, shares: bool) -> str:
    """What a cell says, as text; with `shares` a number shown in percent is one. Without a value its formula."""
    value = cell.value
    if value is None:
        return cell.formula if shares else ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if shares and "%" in cell.format and isinstance(value, int | float):
        hundredths = Fraction(repr(value)) * 100
        return f"{float(hundredths):.12g}%"
    return text_of(value)
