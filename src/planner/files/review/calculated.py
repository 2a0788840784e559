"""What formulas without a value come to: programs that do not calculate write such, and an examiner's are read.

A spreadsheet engine works them out in a process of its own, for what it is given comes from outside. It is given the
cells they lead to, no file: what an empty cell is, it knows otherwise than the reader of the workbook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.core.errors import N_, Message, UserError
from planner.files.apart.run import Limits, run_apart
from planner.files.incoming.cells import CellValue, SheetRow
from planner.files.review.formulas import Reference, understand
from planner.files.review.values import Plain, plain
from planner.words.texts import folded

if TYPE_CHECKING:
    from planner.files.incoming.workbook import IncomingBook

Place = tuple[str, int, int]
"""A sheet, a row from 1 and a column from 0."""
LIMITS = Limits(seconds=60, memory=512 << 20)
CELLS = 200_000
"""Formulas that need more cells are not worked out."""
_ZONE = "Asia/Tokyo"


class _Input(NamedTuple):
    """What the engine is given: cells by sheet, those that are formulas, and names with what they stand for."""

    cells: Mapping[str, Mapping[tuple[int, int], Plain]]
    formulas: frozenset[Place]
    names: Mapping[str, str]


def calculated(book: IncomingBook, places: Sequence[Place]) -> tuple[Mapping[Place, CellValue], tuple[Message, ...]]:
    """The values of formulas of a workbook, and what is to be told of it; none where they cannot be worked out."""
    needed = _Needed(book)
    try:
        values = run_apart(_calculate, needed.by(places), tuple(places), limits=LIMITS)
    except (UserError, RuntimeError):
        said = N_("Formulas of the examiner that have no value, and cannot be calculated here: {count}.")
        return {}, (Message.of(said, count=len(places)),)
    said = N_("Formulas of the examiner that have no value in the workbook, and were calculated here: {count}.")
    return values, (Message.of(said, count=len(places)),)


class _Needed:
    """The cells that formulas lead to, as far as these have no values themselves."""

    def __init__(self, book: IncomingBook) -> None:
        self._book = book
        self._names = {folded(name): name for name in book.sheets}
        self._rows: dict[str, dict[int, SheetRow]] = {}
        self._cells: defaultdict[str, dict[tuple[int, int], Plain]] = defaultdict(dict)
        self._formulas: set[Place] = set()
        self._count = 0

    def by(self, places: Sequence[Place]) -> _Input:
        """What is needed for these cells; raises `UserError` where it is too much."""
        left, used = list(places), dict[str, str]()
        while left:
            sheet, row, column = left.pop()
            cell = self._row(sheet, row)
            if cell is None or (row, column) in self._cells[sheet]:
                continue
            value, formula = cell.cells.get(column), cell.formulas.get(column)
            self._cells[sheet][row, column] = formula if value is None else plain(value)
            self._count += 1
            if self._count > CELLS:
                raise UserError(N_("The formulas need too many cells."), "")
            if value is None and formula is not None:
                self._formulas.add((sheet, row, column))
                understood = understand(formula)
                led_to = [*understood.references]
                for name in understood.names:
                    target = self._book.names.get(name.casefold())
                    if target is not None and name not in used:
                        used[name] = target
                        led_to += understand(target).references
                left += (place for each in led_to for place in self._in(sheet, each))
        return _Input(dict(self._cells), frozenset(self._formulas), used)

    def _row(self, sheet: str, number: int) -> SheetRow | None:
        if sheet not in self._rows:
            self._rows[sheet] = {row.number: row for row in self._book.sheet(sheet).rows}
        return self._rows[sheet].get(number)

    def _in(self, own: str, reference: Reference) -> Iterator[Place]:
        """The cells of a reference that hold something."""
        sheet, area = self._names.get(folded(reference.sheet)) if reference.sheet else own, reference.area
        if sheet is None:
            return
        self._row(sheet, 0)
        self._cells[sheet]  # the engine has to know the sheet, even if nothing stands there
        known = self._rows[sheet]
        few = area.bottom - area.top < len(known)
        for number in range(area.top, area.bottom + 1) if few else known:
            row = known.get(number)
            if row is not None and area.top <= number <= area.bottom:
                yield from ((sheet, row.number, each) for each in row.columns if area.left <= each <= area.right)


def _calculate(given: _Input, places: Sequence[Place]) -> dict[Place, CellValue]:
    import ironcalc  # noqa: PLC0415 - heavy, and only formulas without a value need it

    engine: Any = ironcalc.create("review", "en", _ZONE, "en")
    numbers = {}
    for at, name in enumerate(given.cells, start=1):  # the engine begins with a sheet of its own
        engine.add_sheet(name)
        numbers[name] = at
    for name, target in given.names.items():
        engine.new_defined_name(name, None, target)
    for name, cells in given.cells.items():
        for (row, column), value in cells.items():
            place = numbers[name], row, column + 1
            if (name, row, column) in given.formulas:
                engine.update_cell_with_formula(*place, value)
            elif isinstance(value, str):
                engine.update_cell_with_text(*place, value)
            elif value is not None:
                engine.update_cell_with_number(*place, float(value))
    engine.evaluate()
    values: dict[Place, CellValue] = {}
    for sheet, row, column in places:
        value = engine.get_cell_value(numbers[sheet], row, column + 1)
        if value is not None:
            values[sheet, row, column] = int(value) if isinstance(value, float) and value.is_integer() else value
    return values
