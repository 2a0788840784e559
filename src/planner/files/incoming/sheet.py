"""One sheet of a workbook from outside, by openpyxl's parser: each cell once, with value, formula and format.

openpyxl's own workbook gives either formulas or values, so that each sheet is parsed twice, and fills the space between
cells far apart; as a stream it sees neither what is hidden nor what is merged. So its parser is taken by itself.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, iterparse

from openpyxl.worksheet._reader import COL_TAG, FORMULA_TAG, INLINE_STRING, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.xml.constants import SHEET_MAIN_NS

from planner.files.incoming.cells import COLUMNS, GENERAL, ROWS, CellArea, CellValue, SheetRow, area_of, column_of
from planner.files.incoming.looks import Look, Text, rich_text, unescaped
from planner.files.incoming.outlines import LEVELS, hidden_by_hand
from planner.files.incoming.package import Part
from planner.files.plain.row_formula import ROW, without_row

CELL_LETTERS = 32_767
"""Letters in a cell: as many as Excel holds."""
LONG_FORMULA, MOVED_LETTERS = 200, 2_000_000
"""Letters of long formulas that many cells share, counted for each of these: it is moved to the place of each."""
ROW_ALONE = 16
"""So many times as fast a formula is moved in which nothing but its row is another."""
MERGED_TAG = f"{{{SHEET_MAIN_NS}}}mergeCell"
EXACT = 10**15
LAST_DAY = 2_950_000
"""Beyond this many days a date lies after the year 9900."""

_PLAIN = Look()
Found = tuple[int, CellValue | None, str, Look, bool]
"""Column from 0, value, formula, format and whether it is struck through, of a cell that holds something."""


class _Shared(NamedTuple):
    """A formula that cells share: its letters, its column, and how it reads without its row, where that tells all."""

    letters: int
    column: int
    without_row: str | None


class BrokenSheetError(Exception):
    """Something stands in a sheet that cannot."""


class EndlessSheetError(Exception):
    """A sheet has far more cells than it may."""


class SheetParser(WorkSheetParser):
    """Tells the rows of a sheet; afterwards `merged`, `hidden_rows` and `hidden_columns` say the rest.

    Raises `EndlessSheetError` beyond `limit` cells and rows; `BrokenSheetError`, and whatever openpyxl's parser meets,
    for a sheet that is none; `UserError` as `Part` does.
    """

    def __init__(
        self, part: Part, texts: Sequence[Text], looks: Sequence[Look], epoch: datetime.datetime, limit: int
    ) -> None:
        super().__init__(part, ())
        self._limit = limit
        self._part, self._texts, self._looks, self._epoch = part, texts, looks, epoch
        self._columns: dict[str, int] = {}
        self._formats: dict[tuple[tuple[int, str], ...], dict[int, str]] = {}
        self._shared: dict[str | None, _Shared] = {}
        self._said: dict[str, str] = {}
        self._moved = 0
        self.count = 0
        """Cells and rows so far, empty ones included."""
        self.merged: dict[CellArea, None] = {}
        self._hidden: dict[int, int] = {}
        self._seen: dict[int, int] = {}
        self.hidden_columns: set[int] = set()

    def rows(self) -> Iterator[SheetRow]:
        """The rows that hold something, from the top of the file to its end."""
        for _event, element in iterparse(self._part):
            tag = element.tag
            if tag == ROW_TAG:
                number, cells = self.parse_row(element)  # type: ignore[arg-type]
                element.clear()
                self._part.release()
                self.count += 1
                if self.count > self._limit:
                    raise EndlessSheetError
                if not 1 <= number <= ROWS:
                    raise BrokenSheetError
                self._outline(number)
                row = self._row(number, cells)
                if row is not None:
                    yield row
            elif tag == MERGED_TAG:
                area = area_of(element.get("ref", ""))
                if area is not None:
                    self.merged[area] = None
            elif tag == COL_TAG and _is_set(element.get("hidden")):
                first, last = int(element.get("min", 1)), int(element.get("max", 1))
                if not 1 <= first <= last <= COLUMNS or not self.hidden_columns.isdisjoint((first - 1, last - 1)):
                    raise BrokenSheetError
                self.hidden_columns.update(range(first - 1, last))

    @property
    def hidden_rows(self) -> frozenset[int]:
        """The rows that somebody hid."""
        return hidden_by_hand(self._hidden, self._seen)

    @property
    def folded_rows(self) -> frozenset[int]:
        """The rows of groups that are folded."""
        return frozenset(self._hidden) - self.hidden_rows

    def _outline(self, number: int) -> None:
        """Note whether a row is hidden, and how deep it lies."""
        said = self.row_dimensions.pop(str(number), {})
        level = LEVELS.get(said.get("outlineLevel", ""), 0)
        if _is_set(said.get("hidden")):
            self._hidden[number] = level
        elif level:
            self._seen[number] = level

    def _row(self, number: int, found: Sequence[Any]) -> SheetRow | None:
        cells: dict[int, CellValue] = {}
        formulas: dict[int, str] = {}
        formats: list[tuple[int, str]] = []
        struck: list[int] = []
        for column, value, formula, look, is_struck in filter(None, found):
            if value is not None:
                cells[column] = value
            if formula:
                formulas[column] = formula
            if look.format != GENERAL:
                formats.append((column, look.format))
            if is_struck:
                struck.append(column)
        if not cells and not formulas:
            return None
        known = tuple(formats)  # the rows of a table look alike: they share what says so
        shared = self._formats.setdefault(known, dict(known))
        return SheetRow(number, cells, formulas, shared, frozenset(struck))

    def parse_cell(self, element: Element) -> Found | None:  # type: ignore[override]
        """A cell of the row that is being read; `None` where it holds nothing."""
        self.count += 1
        place = element.get("r")
        self.col_counter = self.col_counter + 1 if place is None else self._column(place.rstrip("0123456789"))
        if not 1 <= self.col_counter <= COLUMNS:
            raise BrokenSheetError
        text, formula, struck = None, "", False
        for child in element:
            tag = child.tag
            if tag == VALUE_TAG:
                text = child.text or ""
            elif tag == FORMULA_TAG:
                formula = self.parse_formula(element)
            elif tag == INLINE_STRING:
                text, struck = rich_text(child)
                text = self._said.setdefault(text, text)
        if not text and not formula:
            return None
        style = element.get("s")
        look = self._looks[int(style)] if style is not None and int(style) < len(self._looks) else _PLAIN
        kind = element.get("t", "n")
        value: CellValue | None = None
        if text:
            if len(text) > CELL_LETTERS:
                raise BrokenSheetError
            if kind == "s":
                value, struck = self._texts[whole(text)]
            else:
                value = self._value(kind, text, look.is_date)
        elif kind == "str":
            value = ""
        if value == "" and not formula:
            return None
        return self.col_counter - 1, value, formula, look, struck or look.struck

    def parse_formula(self, element: Element) -> str:
        """The formula of a cell, with its equals sign; one that several cells share as it stands in this one."""
        formula = element.find(FORMULA_TAG)
        assert formula is not None
        text, shared = formula.text or "", formula.get("si")
        if len(text) > CELL_LETTERS:
            raise BrokenSheetError
        is_shared = formula.get("t") == "shared"
        if is_shared and text:
            apart = without_row(f"={text}", str(self.row_counter))
            self._shared[shared] = _Shared(len(text), self.col_counter, apart)
        elif is_shared and (known := self._shared.get(shared)) is not None:
            below = known.without_row if known.column == self.col_counter else None
            letters = known.letters if known.letters > LONG_FORMULA else 0
            self._moved += letters if below is None else letters // ROW_ALONE
            if self._moved > MOVED_LETTERS:
                raise BrokenSheetError
            if below is not None:
                return below.replace(ROW, str(self.row_counter))
        said: Any = super().parse_formula(element)  # type: ignore[no-untyped-call]
        if isinstance(said, ArrayFormula):
            return said.text or ""
        if isinstance(said, DataTableFormula):
            return f"=TABLE({said.r1 or ''},{said.r2 or ''})"
        return str(said)

    def _column(self, letters: str) -> int:
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_of(letters) + 1
        return column

    def _value(self, kind: str, text: str, is_date: bool) -> CellValue:
        if kind == "n":
            return self._number(text, is_date)
        if kind in ("str", "inlineStr"):
            return unescaped(text) if kind == "str" else text
        return text.strip() == "1" if kind == "b" else text

    def _number(self, text: str, is_date: bool) -> CellValue:
        if len(text) < 16 and text.isascii() and text.isdigit():
            number: int | float = int(text)
        else:
            try:
                number = float(text)
            except ValueError:
                return text
            if number.is_integer() and abs(number) < EXACT:
                number = int(number)
        if is_date and 0 <= number < LAST_DAY:
            return self._epoch + datetime.timedelta(days=number)
        return number


def whole(text: str) -> int:
    """A whole number of a few digits; raises `BrokenSheetError` for anything else."""
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BrokenSheetError
    return int(text)


def _is_set(flag: str | None) -> bool:
    return flag in ("1", "true")
