"""The rows of a submission by what they are, and where two workbooks differ in them: as one who looks a figure up.

Sheets are compared row by row wherever the rows stand. Left out is what says how it was when the workbook was written:
titles, remarks, drafted causes, fingerprints, the total as written; and which lines are listed where only some are.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import python_calamine

from planner.files.submission.options import SHEET_NAMES, SheetKind
from planner.files.submission.sheets.figures.data import data_columns
from planner.files.submission.sheets.front.charts import CHECK
from planner.files.submission.sheets.front.charts import PLACES as CHARTED
from planner.files.submission.sheets.front.overview_left import AS_WRITTEN
from planner.files.submission.sheets.internal.ceilings import AS_WRITTEN as VALUED
from planner.files.submission.sheets.years.years_chart import DECIDED
from planner.words.differences import FACTOR_NAMES
from planner.words.texts import texts_for
from tests.exports import Export

Cells = Sequence[Any]
Rows = Mapping[tuple[object, ...], Cells]
HEAD = 4
"""So many rows stand above the rows of a sheet: title, note, unit, headings."""

CAUSES = {*CHECK, *(texts_for(each)._(name) for each in ("ja", "en") for name in FACTOR_NAMES.values())}
WRITTEN = {word for words in AS_WRITTEN.values() for word in words}
"""What 提出総括 says of ceilings that stand as values, or that nobody can judge."""
KINDS = {name: kind for kind, names in SHEET_NAMES.items() for name in names}


class Difference(NamedTuple):
    """A cell with another value, or a row (`place` is None) that one of both lacks."""

    sheet: str
    key: tuple[object, ...]
    place: int | None
    found: object
    expected: object


class Sheet(NamedTuple):
    """How the rows of a sheet are known, and which of their cells are compared, by place from 0.

    A row that one of both lacks is told if a cell at one of the places `counts`, of those compared, is a number but 0.
    """

    key: Callable[[Cells], tuple[object, ...] | None]
    cells: Callable[[Cells], Cells]
    may_lack: bool = False
    counts: slice = slice(None)


def sheets_in(path: Path) -> dict[str, list[list[Any]]]:
    """Every cell of a workbook by sheet; empty ones are empty texts."""
    book = python_calamine.CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def differing(found: Mapping[str, Any], expected: Mapping[str, Any], export: Export) -> list[Difference]:
    """Where a workbook says otherwise than the one expected, sheet by sheet, row by row."""
    told = list[Difference]()
    for name, rows in expected.items():
        sheet = _sheet(name, export)
        if sheet is None:
            continue
        theirs, ours = _by_key(sheet, found[name]), _by_key(sheet, rows)
        for key in (*ours, *(each for each in theirs if each not in ours)):
            told += _row(name, key, theirs.get(key), ours.get(key), sheet)
    return told


def _row(
    name: str, key: tuple[object, ...], found: Cells | None, expected: Cells | None, sheet: Sheet
) -> Iterator[Any]:
    if found is None or expected is None:
        one = found if expected is None else expected
        if not sheet.may_lack and any(isinstance(each, int | float) and each for each in (one or ())[sheet.counts]):
            yield Difference(name, key, None, found, expected)
        return
    for place, wanted in enumerate(expected):
        now = found[place] if place < len(found) else ""
        if now is None or wanted is None:  # not compared: in one of both vintages stand apart that do not in the other
            continue
        if meaning(now) != meaning(wanted) and not (
            isinstance(wanted, float) and now == pytest.approx(wanted, rel=1e-9, abs=1e-9)
        ):
            yield Difference(name, key, place, now, wanted)


def meaning(cell: object) -> object:
    """A 積算 in words as what it is multiplied out of, however its factors are written: × 27/16 is × 9 × 3/16."""
    if not (isinstance(cell, str) and cell.startswith("@")):
        return cell
    said = []
    for line in cell.split("\n"):
        rate, _, rest = line.partition(" × ")
        people, *factors = rest.split(" × ")
        said.append((rate, people, math.prod((Fraction(each) for each in factors), start=Fraction(1))))
    return said


def _by_key(sheet: Sheet, rows: Sequence[Cells]) -> Rows:
    seen: Counter[object] = Counter()
    found = {}
    for row in rows:
        key = sheet.key(row)
        if key is not None:
            seen[key] += 1
            found[*key, seen[key]] = sheet.cells(row)
    return found


def _named(place: int, *cells: int, may_lack: bool = False) -> Sheet:
    """Rows that are known by a text."""
    return Sheet(lambda row: (row[place],) if row[place] else None, _of(*cells), may_lack)


def _of(*places: int) -> Callable[[Cells], Cells]:
    return lambda row: [row[place] for place in places if place < len(row)]


def _itemised(row: Cells) -> Cells:
    """A line with its 積算, unless vintages alike came to differ: they stand together as when it was written."""
    text = str(row[1])
    return [None if "\n" in text or "単価は年次別" in text or "rates differ" in text else meaning(text), *row[2:6]]


def _amounts(row: Cells) -> Cells:
    """The figures of the left half of the first page; words in their place are not compared."""
    return [cell if isinstance(cell, float) else None for cell in row[1:8]]


def _charted(row: Cells) -> tuple[object, ...] | None:
    """A step, a program beside others or a year; what was not printed the year before stands apart.

    Causes that stand as values in 増減理由 are as they were: `charted_causes`.
    """
    name = row[CHARTED["name"]]
    if not name or name in ("その他の事業", "others", *CAUSES):
        return None
    return name, row[CHARTED["change"]] == "", row[CHARTED["apart"]] != ""


def charted_causes(rows: Sequence[Cells]) -> list[float]:
    """What the causes of 図表 come to, with what is in none of them."""
    return [float(row[CHARTED["change"]] or 0) for row in rows if row[CHARTED["name"]] in CAUSES]


def _sheet(name: str, export: Export) -> Sheet | None:
    """How a sheet of that name is compared; `None` for one that says how things were."""
    kind = KINDS.get(name)
    if kind is None:
        if name.startswith(("事業別", "By program")):
            return Sheet(lambda row: (row[0],), _itemised)
        return None
    columns, marks = export.places.columns, export.places.marks
    data = {key: place for place, key in enumerate(data_columns(export))}
    later = 4 + 3 * (len(export.portfolio.years) - 2)
    if kind is SheetKind.CALCULATION:
        settled = [columns[each] for each in ("settled", "line_settled") if each in columns]
        compared = (
            "rate",
            "people",
            "request",
            "asked",
            "wished",
            "previous",
            "change",
            "line_previous",
            "line_request",
        )
        places = [columns[each] for each in compared] + settled
        return Sheet(
            lambda row: (row[columns["key"]],) if row[columns["kind"]] in (marks.line, marks.program) else None,
            _of(*places),
            counts=slice(1, None),
        )
    tables = {
        SheetKind.SUMMARY: Sheet(lambda row: (row[9], row[0]), _of(*range(1, 8), 12, 13)),
        SheetKind.OVERVIEW: Sheet(
            lambda row: (row[0],) if row[0] and row[7] not in WRITTEN else None, _amounts, may_lack=True
        ),
        SheetKind.DETAIL: Sheet(lambda row: (row[2], row[10]) if row[2] else None, _of(3, 4, 5, 6), may_lack=True),
        SheetKind.REASONS: _named(0, 1, 2, 3, may_lack=True),
        SheetKind.COMPARISON: Sheet(
            lambda row: (row[0],) if row[1] != "" else None,
            _of(*range(1, 12)),
            may_lack=True,  # the lines that differed when it was written
        ),
        SheetKind.LATER_YEARS: Sheet(lambda row: (row[later + 1], row[later + 2], row[0]), _of(*range(1, later))),
        SheetKind.OBLIGATIONS: _named(0, *range(3, 12)),
        SheetKind.CHARTS: Sheet(
            _charted, _of(*(CHARTED[each] for each in ("previous", "request", "change", *DECIDED))), may_lack=True
        ),
        SheetKind.DATA: Sheet(
            lambda row: tuple(row[data[each]] for each in ("program", "line", "year", "intake_year")),
            _of(*(data[each] for each in ("rate", "people", "amount", "counted"))),
            counts=slice(1, 3),
        ),
        SheetKind.THREE_COLUMNS: Sheet(lambda row: (row[0], row[16]), _of(*range(3, 16)), counts=slice(4, 6)),
        SheetKind.RECONCILIATION: Sheet(
            lambda row: (
                (row[1], row[6]) if row[1] and not str(row[1]).startswith(("（参考）", "(for reference)")) else None
            ),
            _of(2, 3, 4, 5),
        ),
        SheetKind.CEILINGS: Sheet(
            lambda row: None if any(words in str(row[8]) for words in VALUED) else (row[0],),
            _of(*range(1, 8)),
            may_lack=True,  # amounts that depend on kinds nobody stated are values, and headed so
        ),
    }
    return tables.get(kind)
