"""A table somebody made, read from CSV: a heading, then rows; what is wrong is told by row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from planner.core.errors import N_, Message, UserError
from planner.files.whole import read_whole

ENCODINGS = ("utf-8-sig", "cp932")
LARGEST = 256_000_000
"""So many bytes a table may have."""


class CsvRow(NamedTuple):
    """A row: its number as spreadsheets count (the heading is 1), and its cells, as many as the heading has."""

    number: int
    cells: tuple[str, ...]


class CsvTable(NamedTuple):
    """A table as it stands in its file; empty rows are left out."""

    name: str
    head: tuple[str, ...]
    rows: tuple[CsvRow, ...]

    def at(self, number: int, column: str = "") -> Message:
        """A place in it, as told in a message."""
        if not column:
            return Message.of(N_("{file}, row {row}"), file=self.name, row=number)
        return Message.of(N_("{file}, row {row}, column {column}"), file=self.name, row=number, column=column)


def read_csv_table(path: Path, needed: Sequence[str] = (), *, once: bool = True) -> CsvTable:
    """The table of a CSV file in UTF-8 or cp932; raises `UserError` where it is none, or lacks a column needed.

    Each column is there `once`, unless whoever reads the table knows what to do with two of a name.
    """
    content = read_whole(path, LARGEST)
    if content is None:
        raise UserError(N_("The table is too large."), N_("Divide it into several."), where=path.name)
    text = _decoded(content)
    if text is None or "\0" in text:
        raise UserError(
            N_("The table is no text in UTF-8 or cp932."), N_("Save it as CSV from the spreadsheet."), where=path.name
        )
    rows: list[CsvRow] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = tuple(cell.strip() for cell in next(reader, []))
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                rows.append(CsvRow(number, tuple(cells)))
    except csv.Error as error:
        raise UserError(
            N_("The table is not CSV ({reason})."),
            N_("Save it as CSV from the spreadsheet."),
            where=f"{path.name}:{reader.line_num}",
            reason=str(error),
        ) from None
    table = CsvTable(path.name, head, tuple(rows))
    missing = [column for column in needed if column not in head]
    if missing:
        raise UserError(
            N_("Not among the columns: {columns}."),
            N_("The first row names the columns."),
            where=path.name,
            columns=", ".join(missing),
        )
    twice = next((column for column in head if head.count(column) > 1), None)
    if once and twice is not None:
        raise UserError(
            N_("The column {column} is there twice."), N_("Name each once."), where=path.name, column=twice or "−"
        )
    return table._replace(rows=tuple(_as_wide(table, row) for row in rows))


def _as_wide(table: CsvTable, row: CsvRow) -> CsvRow:
    """A row with as many cells as the heading; raises `UserError` where it has more that say something."""
    width = len(table.head)
    if any(cell.strip() for cell in row.cells[width:]):
        raise UserError(
            N_("The row has more cells than the heading."),
            N_("Look for a comma within a figure: such a figure stands in quotation marks."),
            where=table.at(row.number),
        )
    return CsvRow(row.number, (*row.cells[:width], *[""] * (width - len(row.cells))))


def _decoded(content: bytes) -> str | None:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
