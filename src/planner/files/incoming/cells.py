"""What stands in a sheet of a workbook from outside, cell by cell, and what its cells look like."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

ROWS, COLUMNS = 1 << 20, 1 << 14
GENERAL = "General"

CellValue = str | int | float | bool | datetime.datetime

_NOTHING: dict[int, str] = {}
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


class Cell(NamedTuple):
    """One cell, as a comparison asks for it: what it holds, what it is worked out from and how it looks.

    `value` is `None` in an empty cell, and under a `formula` whose value the file does not have (`unvalued`). A formula
    begins with its equals sign. `struck`: all or part of it is struck through.
    """

    value: CellValue | None = None
    formula: str = ""
    format: str = GENERAL
    struck: bool = False

    @property
    def unvalued(self) -> bool:
        """Whether there is a formula without a value: it was written by a program that does not calculate."""
        return bool(self.formula) and self.value is None


class SheetRow(NamedTuple):
    """A row that holds something: its number from 1, and by column, counted from 0, what its cells hold.

    `cells`: values; an empty text only as what a formula came to. `formulas`: text with the equals sign; a column that
    is in `formulas` and not in `cells` has no value in the file. `formats`: number formats other than `General`, of
    cells that hold something. `struck`: columns of those struck through.
    """

    number: int
    cells: Mapping[int, CellValue]
    formulas: Mapping[int, str] = _NOTHING
    formats: Mapping[int, str] = _NOTHING
    struck: frozenset[int] = frozenset()

    @property
    def columns(self) -> list[int]:
        """The columns of cells that hold something, from the left."""
        return sorted(self.cells.keys() | self.formulas.keys())

    def cell(self, column: int) -> Cell:
        """The cell of a column, an empty one where there is none."""
        return Cell(
            self.cells.get(column),
            self.formulas.get(column, ""),
            self.formats.get(column, GENERAL),
            column in self.struck,
        )


class CellArea(NamedTuple):
    """A rectangle of cells, ends included: rows from 1, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class IncomingSheet:
    """A worksheet as it came: its name, its state, its rows and what lies on its cells.

    `state` is `visible`, `hidden` or `veryHidden` (to be shown by macros alone). `hidden_rows`: those out of
    sight though their group is not folded, or they are of none; `folded_rows`: those of folded groups. `notes`: the
    text of the note, or of all remarks of a conversation, by (row from 1, column from 0), whether or not the cell holds
    anything. `complete` is false where notes were there that could not be understood.
    """

    name: str
    state: str
    rows: tuple[SheetRow, ...]
    merged: tuple[CellArea, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    notes: Mapping[tuple[int, int], str]
    complete: bool = True
    folded_rows: frozenset[int] = frozenset()


def place_of(reference: str) -> tuple[int, int] | None:
    """Row from 1 and column from 0 of a reference such as `$B$7`; `None` for what is none."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    row, column = int(match[2]), column_of(match[1])
    return (row, column) if 1 <= row <= ROWS and column < COLUMNS else None


def area_of(reference: str) -> CellArea | None:
    """The rectangle of a reference such as `A1:C9` or `B7`; `None` for what is none."""
    first, _colon, last = reference.partition(":")
    start, end = place_of(first), place_of(last or first)
    return None if start is None or end is None else CellArea(*start, *end)


@lru_cache(maxsize=COLUMNS)
def column_of(letters: str) -> int:
    """The place of a column, counted from 0, by its letters; -1 for what are none."""
    number = 0
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return -1
    for each in letters.upper():
        number = 26 * number + ord(each) - ord("A") + 1
    return number - 1


def text_of(value: CellValue) -> str:
    """A value as text: whole numbers without a point, others exactly as they are held."""
    if isinstance(value, bool):
        return "1" if value else ""
    return repr(value) if isinstance(value, float) else str(value).strip()
