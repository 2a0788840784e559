"""Open data as files: a package of all of it, the table with its lists as a workbook, or the table alone as Parquet."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import cast

from planner.core.errors import N_, UserError
from planner.files.opendata.schema import json_schema, package
from planner.files.opendata.table import OpenData
from planner.files.plain.parquet import write_parquet
from planner.files.plain.sheet import Scalar, Sheet, SheetProgress, value_of
from planner.files.plain.tidy_csv import ENCODINGS, csv_text
from planner.files.submission.handover import Handover
from planner.files.submission.submission import refuse_uncomputable
from planner.files.submission.workbook.read_back import compare_with_program
from planner.files.whole import Progress, write_whole

TABLE, CODES, COLUMNS = "data.csv", "codes.csv", "columns.csv"
BOOK, SCHEMA, DESCRIPTOR = "data.xlsx", "data.schema.json", "datapackage.json"
"""What is in a package."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""When the files in a package say they were made: the same data make the same table."""


def write_open_data(path: Path, handover: Handover, progress: Progress | None = None) -> None:
    """Write the open data of what is handed over, whole or not at all; the ending of the name says as what.

    `.zip` holds all of it, `.xlsx` the table with its lists, `.parquet` the table alone. `progress` may raise to end
    the work. Raises `UserError` for another ending, where an amount cannot be computed or is too large for a
    spreadsheet, and where the file cannot be written.
    """
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise UserError(
            N_("Open data are written as {endings}."),
            N_("Give a name with such an ending; --csv writes the table alone as CSV."),
            where=str(path),
            endings=", ".join(WRITERS),
        )
    refuse_uncomputable(handover.evaluation)
    write(path, OpenData(handover), progress)


def _package(path: Path, data: OpenData, progress: Progress | None) -> None:
    tables = {TABLE: data.data, CODES: data.code_list, COLUMNS: data.column_list}
    files = {name: _csv(sheet) for name, sheet in tables.items()}
    files[BOOK] = _book(data, progress)
    files[SCHEMA] = _json(json_schema(data))
    files[DESCRIPTOR] = _json(package(data, tables))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, each in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), each, zipfile.ZIP_DEFLATED)
    write_whole(path, content.getvalue())


def _workbook(path: Path, data: OpenData, progress: Progress | None) -> None:
    write_whole(path, _book(data, progress))


def _parquet(path: Path, data: OpenData, progress: Progress | None) -> None:
    rows = cast("tuple[tuple[str | int | None, ...], ...]", data.rows)
    write_parquet(path, [each.name for each in data.fields], rows)


WRITERS: Mapping[str, Callable[[Path, OpenData, Progress | None], None]] = {
    ".zip": _package,
    ".xlsx": _workbook,
    ".parquet": _parquet,
}
"""What writes open data, by the ending of the file."""


def _book(data: OpenData, progress: Progress | None) -> bytes:
    """The workbook, read back and compared cell by cell."""
    from planner.files.submission.workbook.xlsx import written_sheets  # noqa: PLC0415 - heavy, and only a workbook needs it

    with tempfile.TemporaryDirectory(prefix="planner-", ignore_cleanup_errors=True) as folder:
        path, tally = Path(folder) / BOOK, SheetProgress(2 * sum(sheet.size for sheet in data.sheets), progress)
        with closing(written_sheets(path, data.sheets, {"title": data.name}, tally)) as written:
            for _name, rows in written:
                for _row in rows:
                    pass
        compare_with_program(path, data.sheets, data.handover, tally)
        return path.read_bytes()


def _csv(sheet: Sheet) -> bytes:
    cells: list[list[Scalar]] = [[column.heading for column in sheet.columns]]
    cells += [[value_of(content) for content in row.cells] for row in sheet.rows()]
    return csv_text(cells).encode(ENCODINGS[0])


def _json(described: object) -> bytes:
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()
