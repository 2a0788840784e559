"""A portfolio's tables as a folder of CSV files."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

from planner.core.errors import N_, UserError
from planner.core.findings import Findings
from planner.files.portfolio.tables import COLUMNS, REQUIRED, ROW_LIMIT, TABLES, TableRow, Tables, settled
from planner.files.whole import is_folder, read_whole

FILE_LIMIT = 64 << 20
"""Bytes of a table."""


def read_csv_tables(folder: Path, findings: Findings) -> Tables:
    """The tables in a folder, in UTF-8 or, where that does not fit, in cp932.

    What is wrong goes to `findings`, and is raised where no table is left.
    """
    if not is_folder(folder):
        raise UserError(
            N_("There is no folder of that name."),
            N_("Give the folder that holds programs.csv, lines.csv and steps.csv, or a workbook (.xlsx)."),
            where=str(folder),
        )
    return settled({name: _table(folder, name, findings) for name in TABLES}, findings)


def write_csv_tables(folder: Path, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
    """Write the tables into a folder, in UTF-8 with a byte order mark, as spreadsheets want it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[name], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _table(folder: Path, name: str, findings: Findings) -> list[TableRow] | None:
    """The rows of a table, `None` where there is no table to read."""
    path = folder / f"{name}.csv"
    if not path.is_file():
        if name in REQUIRED:
            findings.add(path.name, N_("the table is missing"))
            return None
        return []
    try:
        content = read_whole(path, FILE_LIMIT)
    except UserError as error:
        findings.add(path.name, N_("the table cannot be read ({reason})"), reason=error.what)
        return None
    if content is None:
        findings.add(path.name, N_("the table is larger than any portfolio"))
        return None
    text = _decoded(content)
    if text is None:
        findings.add(path.name, N_("the table is neither in UTF-8 nor in cp932"))
        return None
    return _rows(path.name, text, TABLES[name], findings)


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _rows(name: str, text: str, columns: tuple[str, ...], findings: Findings) -> list[TableRow] | None:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[TableRow] = []
    try:
        head = next(reader, [])
        missing = [column for column in columns if column not in head]
        if missing:
            findings.add(name, N_("not among the columns: {columns}"), columns=", ".join(missing))
            return None
        for column in COLUMNS[name.removesuffix(".csv")]:
            if head.count(column) > 1:
                findings.add(name, N_("the column {column} is there twice"), column=column)
        for cells in filter(any, reader):
            place, told = f"{name}:{reader.line_num}", frozenset[str]()
            if len(cells) != len(head):
                findings.add(place, N_("the row does not have as many cells as the header"))
                told = frozenset(head)
            found = dict(itertools.zip_longest(head, cells[: len(head)], fillvalue=""))
            rows.append(TableRow(place, found, told=told))
            if len(rows) > ROW_LIMIT:
                break
    except csv.Error as error:
        findings.add(f"{name}:{reader.line_num}", N_("the table is not CSV ({reason})"), reason=str(error))
        return None
    return rows
