"""Tables for machines as CSV: in UTF-8 with a byte order mark, or in cp932 for programs that know nothing else.

Nothing is written where a character has no place in the encoding: the cells are listed instead. Text that a
spreadsheet would take for a formula gets an apostrophe before it, as typing it as text would.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from planner.core.errors import N_, UserError
from planner.core.model.lines import Lack
from planner.files.plain.sheet import Scalar, Sheet, value_of
from planner.files.whole import write_whole

ENCODINGS = ("utf-8-sig", "cp932")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet read a text of a CSV table as a formula."""

LACK_WORDS = {
    Lack.NOT_PRINTED: ("公表なし", "not printed"),
    Lack.CANNOT_COMPUTE: ("算定不能", "cannot be computed"),
    Lack.UNPRICED: ("事項要求", "item without amount"),
}
"""Why there is no amount, as tables for machines say it in Japanese and English."""

LISTED = 10
"""So many cells with characters that do not fit are named in a refusal."""


def plain_text(text: str) -> str:
    """A text as it may stand in a CSV table: never taken for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_text(rows: Iterable[Iterable[Scalar]]) -> str:
    """Rows as CSV: no text is taken for a formula, lines end as they do on Windows."""
    content = io.StringIO()
    table = csv.writer(content, lineterminator="\r\n")
    for row in rows:
        table.writerow(plain_text(cell) if isinstance(cell, str) else cell for cell in row)
    return content.getvalue()


def write_rows(path: Path, rows: Iterable[Iterable[Scalar]]) -> None:
    """Write rows as CSV, whole or not at all, in UTF-8 with a byte order mark, as spreadsheets open it rightly.

    Raises `UserError` when the file cannot be written.
    """
    write_whole(path, csv_text(rows).encode(ENCODINGS[0]))


def write_tidy_csv(path: Path, sheet: Sheet, encoding: str = ENCODINGS[0]) -> None:
    """Write a sheet as CSV, whole or not at all.

    Raises `UserError` where a character does not fit the encoding, naming row and column, or the file is refused.
    """
    try:
        encoded = csv_text(_table(sheet)).encode(encoding)
    except UnicodeEncodeError:
        raise _unfitting(sheet, encoding) from None
    write_whole(path, encoded)


def unfitting_cells(sheet: Sheet, encoding: str) -> Iterator[tuple[int, str, str]]:
    """The cells that an encoding has no place for: row (1 is the heading), column, and the characters."""
    for number, row in enumerate(_table(sheet), start=1):
        for column, cell in zip(sheet.columns, row, strict=False):
            lost = "".join(dict.fromkeys(each for each in str(cell) if not _fits(each, encoding)))
            if lost:
                yield number, column.heading, lost


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _unfitting(sheet: Sheet, encoding: str) -> UserError:
    found = list(unfitting_cells(sheet, encoding))
    cells = [f"{row}:{column} {lost}" for row, column, lost in found[:LISTED]]
    return UserError(
        N_("Cells with characters that {encoding} does not have ({count}): {cells}."),
        N_("Write the table in UTF-8, or replace those characters."),
        count=len(found),
        encoding=encoding,
        cells=", ".join(cells) + (" …" if len(found) > LISTED else ""),
    )


def _table(sheet: Sheet) -> Iterator[Sequence[Scalar]]:
    yield [column.heading.replace("\n", " ") for column in sheet.columns]
    for row in sheet.rows():
        yield [value_of(content) for content in row.cells]
