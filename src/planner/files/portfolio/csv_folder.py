"""A portfolio's tables as a folder of CSV files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from planner.core.errors import N_, UserError
from planner.core.findings import Findings
from planner.files.portfolio.tables import COLUMNS, REQUIRED, TABLES, TableRow, Tables


def read_csv_tables(folder: Path, findings: Findings) -> Tables:
    """The tables in a folder, in UTF-8 or, where that does not fit, in cp932; what is wrong goes to `findings`."""
    if not folder.is_dir():
        raise UserError(
            N_("There is no folder of that name."),
            N_("Give the folder that holds programs.csv, lines.csv and steps.csv, or a workbook (.xlsx)."),
            where=str(folder),
        )
    return {name: _table(folder, name, findings) for name in TABLES}


def write_csv_tables(folder: Path, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
    """Write the tables into a folder, in UTF-8 with a byte order mark, as spreadsheets want it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[name], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _table(folder: Path, name: str, findings: Findings) -> list[TableRow]:
    path = folder / f"{name}.csv"
    if not path.is_file():
        if name in REQUIRED:
            findings.add(path.name, N_("the table is missing"))
        return []
    try:
        content = path.read_bytes()
    except OSError as error:
        findings.add(path.name, N_("the table cannot be read ({reason})"), reason=error.strerror or str(error))
        return []
    text = _decoded(content)
    if text is None:
        findings.add(path.name, N_("the table is neither in UTF-8 nor in cp932"))
        return []
    return list(_rows(path.name, text, TABLES[name], findings))


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _rows(name: str, text: str, columns: tuple[str, ...], findings: Findings) -> Iterator[TableRow]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            findings.add(name, N_("the column(s) {columns} are missing"), columns=", ".join(missing))
            return
        for cells in reader:
            place = f"{name}:{reader.line_num}"
            if None in cells or None in cells.values():
                findings.add(place, N_("the row does not have as many cells as the header"))
            elif any(cells.values()):
                yield TableRow(place, cells)
    except csv.Error as error:
        findings.add(f"{name}:{reader.line_num}", N_("the table is not CSV ({reason})"), reason=str(error))
