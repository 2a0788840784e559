"""A workbook that came back beside the record of what went out: every cell of every sheet.

Formulas are compared by what they mean, other cells by value. That the result of a formula is another follows from
other figures, and is told where none of them is. What is done to cells beside writing into them needs no record.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import NamedTuple

from planner.core.model.handovers import WrittenCell, WrittenFormula, WrittenSheet
from planner.files.incoming.cells import CellArea, IncomingSheet, SheetRow
from planner.files.plain.sheet import letter
from planner.files.review.alignment import Alignment, Places, align
from planner.files.review.differences import Kind, Listing, joined, said
from planner.files.review.formulas import LAST_COLUMN, LAST_ROW, Reference, understand
from planner.files.review.sheets import pair_sheets
from planner.files.review.values import Plain, heading_text, plain
from planner.files.submission.options import NAMED_AFTER, SHEET_NAMES, SheetKind
from planner.words.texts import folded

RUNS = 20
"""So many runs of hidden rows or columns are named."""
EVERYWHERE = CellArea(1, 0, LAST_ROW, LAST_COLUMN)
OF_THE_SEEN = "SUBTOTAL("
"""Adds up the rows that a filter shows."""
Place = tuple[str, int, int]
"""A sheet that came back, a row of it from 1 and a column from 0."""


@dataclass(frozen=True)
class Form:
    """What is known of the sheet with the calculation: its name, what says which row is which, what is the examiner's.

    `keys` and `aside` are headings, folded. `told`: cells that are told elsewhere.
    """

    sheet: str
    keys: Sequence[str] = ()
    aside: Sequence[str] = ()
    told: Collection[Place] = frozenset()


def compare(written: Sequence[WrittenSheet], sheets: Sequence[IncomingSheet], form: Form, listing: Listing) -> None:
    """Note every difference between what went out and what came back."""
    pairs = pair_sheets(written, sheets)
    rows = {each.name: each.rows for each in written}
    own = next((name for name, sheet in pairs.found.items() if sheet.name == form.sheet), None)
    for name in pairs.missing:
        listing.add(name, "", Kind.SHEET_OUT)
    aligned = {}
    for name, sheet in pairs.found.items():
        known = (form.keys, form.aside) if name == own else ((), ())
        aligned[name] = align(rows[name], sheet, keys=known[0], aside=known[1])
        if folded(name) != folded(sheet.name):
            listing.add(sheet.name, "", Kind.RENAMED, name, sheet.name)
    book = _Book(aligned, form, listing)
    for name in aligned:
        book.compare(name)
    book.explain()
    for name, sheet in pairs.copies:
        listing.add(sheet.name, "", Kind.COPIED, name, sheet.name)
        copy = align(rows[name], sheet, keys=form.keys if name == own else ())
        _Book({**aligned, name: copy}, Form(""), listing).compare(name)
    for sheet in pairs.added:
        listing.add(sheet.name, "", Kind.SHEET_IN)
        for row in sheet.rows:
            _written_in(listing, sheet.name, row, row.columns)


def marks(sheets: Sequence[IncomingSheet], listing: Listing, *, folds: bool) -> None:
    """Note what was done to sheets, rows and cells beside writing into them: what goes out has nothing of it.

    `folds`: whether groups of rows went out folded.
    """
    for sheet in sheets:
        add = partial(listing.add, sheet.name)
        if sheet.state != "visible":
            add("", Kind.SHEET_HIDDEN)
        hidden = sheet.hidden_rows if folds else sheet.hidden_rows | sheet.folded_rows
        if hidden:
            add(_ranges(sorted(hidden), str), Kind.ROWS_HIDDEN)
        if sheet.hidden_columns:
            add(_ranges(sorted(sheet.hidden_columns), letter), Kind.COLUMNS_HIDDEN)
        for area in sheet.merged:
            add(f"{letter(area.left)}{area.top}:{letter(area.right)}{area.bottom}", Kind.MERGED)
        for (row, column), text in sorted(sheet.notes.items()):
            add(f"{letter(column)}{row}", Kind.NOTE, None, text)
        for each in sheet.rows:
            for column in sorted(each.struck):
                add(f"{letter(column)}{each.number}", Kind.STRUCK, None, plain(each.cells.get(column)))


def beside(sheet: IncomingSheet, heading: int, known: Collection[int], listing: Listing) -> None:
    """Note what stands in columns that the form does not know, from the row of the headings on."""
    for row in sheet.rows:
        if row.number >= heading:
            _written_in(listing, sheet.name, row, [column for column in row.columns if column not in known])


def _written_in(listing: Listing, sheet: str, row: SheetRow, columns: Sequence[int]) -> None:
    for column in columns:
        listing.add(sheet, f"{letter(column)}{row.number}", Kind.WRITTEN, None, _content(row, column))


def _content(row: SheetRow, column: int) -> Plain:
    """What a cell that came back holds, for the eye: a formula with its value."""
    value, formula = plain(row.cells.get(column)), row.formulas.get(column)
    if formula is None:
        return value
    return formula if value is None else f"{formula} ({joined([value])})"


def _ranges(places: Sequence[int], name: Callable[[int], str]) -> str:
    """Places as text, those that follow one another as one: 5–9, 12."""
    runs = [[each for _at, each in run] for _key, run in groupby(enumerate(places), lambda each: each[1] - each[0])]
    said = [name(run[0]) if len(run) == 1 else f"{name(run[0])}–{name(run[-1])}" for run in runs[:RUNS]]
    return ", ".join([*said, "…"] if len(runs) > RUNS else said)


class _Result(NamedTuple):
    """A formula that came to something else, all the same formula."""

    sheet: str
    at: int
    column: int
    place: str
    formula: str
    before: Plain
    now: Plain


@dataclass
class _Book:
    """Compares the sheets of a workbook; `aligned` by the names under which they went out."""

    aligned: Mapping[str, Alignment]
    form: Form
    listing: Listing
    touched: dict[str, dict[int, list[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    results: list[_Result] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._by_name = {folded(name): name for name in self.aligned}
        self._by_new_name = {folded(each.sheet.name): name for name, each in self.aligned.items()}
        self._in_place = all(each.is_in_place for each in self.aligned.values())
        own = (name for name, each in self.aligned.items() if each.sheet.name == self.form.sheet)
        self._calculation = next(own, None)

    def compare(self, name: str) -> None:
        """Compare a sheet with the one it went out as."""
        each = self.aligned[name]
        self._arrangement(each)
        there = {row.number: row for row in each.sheet.rows}
        skipped = self._aside(each) if each.sheet.name == self.form.sheet else frozenset()
        columns, in_place = each.columns, self._in_place
        for at, number in each.rows.items():
            row, written = there[number], each.written[at]
            values, formulas = row.cells, row.formulas
            below = each.heading is None or at > each.heading
            for place, cell in enumerate(written):
                column = columns.get(place)
                if column is None or (below and place in skipped):
                    if column is not None and (column in values or column in formulas):
                        self._touch(name, at, place)  # what the examiner typed moves results
                    continue
                now = values.get(column)
                if type(cell) is WrittenFormula:  # exact types, and what is the same first: this is asked of every cell
                    if in_place and (now is None or now == cell.value) and formulas.get(column) == f"={cell.text}":
                        continue
                elif now == cell and type(now) is type(cell) and column not in formulas:
                    continue
                self._cell(name, each, at, place, cell, row, column)
            for place in columns.keys() - range(len(written)):
                self._cell(name, each, at, place, None, row, columns[place])
            if each.new_columns and at != each.heading:
                held = [column for column in each.new_columns if column in values or column in formulas]
                _written_in(self.listing, each.sheet.name, row, held)
        for number in each.new_rows:
            self._new_row(each, there[number])

    def _aside(self, each: Alignment) -> frozenset[int]:
        if each.heading is None:
            return frozenset()
        heads = each.written[each.heading]
        return frozenset(
            at for at, cell in enumerate(heads) if isinstance(cell, str) and heading_text(cell) in self.form.aside
        )

    # ---------------------------------------------------------------- rows and columns

    def _arrangement(self, each: Alignment) -> None:
        add = partial(self.listing.add, each.sheet.name)
        heads = () if each.heading is None else each.written[each.heading]
        now = next((row for row in each.sheet.rows if row.number == each.rows.get(each.heading or -1, -1)), None)
        for place in each.gone_columns:
            add(letter(place), Kind.COLUMN_OUT, _shown(heads[place]) if place < len(heads) else None)
        for column in each.new_columns:
            if now is not None and now.cells.get(column) is not None:
                add(letter(column), Kind.COLUMN_IN, None, plain(now.cells[column]))
        if each.moved_columns:
            add("", Kind.COLUMNS_MOVED, None, each.moved_columns)
        for at in each.gone_rows:
            add(str(at + 1), Kind.ROW_OUT, joined(map(_shown, each.written[at])))
        if each.moved_rows:
            add("", Kind.ROWS_MOVED, None, each.moved_rows)

    def _new_row(self, each: Alignment, row: SheetRow) -> None:
        """A row that was not there: put in, or written into one that was empty."""
        then = each.back_rows.near(row.number)
        if 0 < then <= len(each.written) and then - 1 not in each.rows and then - 1 not in each.gone_rows:
            _written_in(self.listing, each.sheet.name, row, row.columns)
        else:
            texts = joined(_content(row, column) for column in row.columns)
            self.listing.add(each.sheet.name, str(row.number), Kind.ROW_IN, None, texts)

    # ---------------------------------------------------------------- cells

    def _cell(
        self, name: str, each: Alignment, at: int, place: int, cell: WrittenCell, row: SheetRow, column: int
    ) -> None:
        formula, value = row.formulas.get(column), plain(row.cells.get(column))
        if isinstance(cell, WrittenFormula):
            if formula is None:
                kind = Kind.EMPTIED if value is None else Kind.VALUE
            elif self._is_same(name, cell.text, formula):
                then = plain(cell.value)
                if value is not None and not _equal(then, value):
                    where = f"{letter(column)}{row.number}"
                    self.results.append(_Result(name, at, place, where, cell.text, then, value))
                    self._touch(name, at, place)
                return
            else:
                kind = Kind.FORMULA
        else:
            then = plain(cell)
            if formula is not None:
                kind = Kind.WRITTEN if then is None else Kind.ENTERED
            elif _equal(then, value):
                return
            else:
                kind = Kind.WRITTEN if then is None else Kind.EMPTIED if value is None else Kind.CHANGED
        self._touch(name, at, place)
        if (each.sheet.name, row.number, column) not in self.form.told:
            before, now = _shown(cell), _content(row, column)
            if said(before) == said(now):  # a number and the text of its digits
                before, now = _quoted(before), _quoted(now)
            self.listing.add(each.sheet.name, f"{letter(column)}{row.number}", kind, before, now)

    def _touch(self, name: str, at: int, place: int) -> None:
        self.touched[name][place].append(at + 1)

    def _is_same(self, name: str, written: str, formula: str) -> bool:
        if formula == f"={written}" and (self._in_place or ("!" not in formula and self.aligned[name].is_in_place)):
            return True
        then = understand(written, partial(self._then, name))
        return then.text == understand(formula, partial(self._now, name)).text

    def _then(self, own: str, reference: Reference) -> str:
        """What a written reference leads to, of what is still there."""
        name = self._by_name.get(folded(reference.sheet)) if reference.sheet else own
        if name is None:
            return f"[{folded(reference.sheet)}!{tuple(reference.area)}]"
        each = self.aligned[name]
        return _led_to(name, reference.area, each.kept_rows, each.kept_columns)

    def _now(self, own: str, reference: Reference) -> str:
        """What a reference leads to now, in places of what went out."""
        name = self._by_new_name.get(folded(reference.sheet)) if reference.sheet else own
        if name is None:
            return f"[{folded(reference.sheet)}!{tuple(reference.area)}]"
        each = self.aligned[name]
        return _led_to(name, reference.area, each.back_rows, each.back_columns)

    # ---------------------------------------------------------------- results

    def explain(self) -> None:
        """Note the results that are others without any other figure that they are made of."""
        for rows in self.touched.values():
            for places in rows.values():
                places.sort()
        for each in self.results:
            if not self._is_explained(each):
                self.listing.add(self.aligned[each.sheet].sheet.name, each.place, Kind.RESULT, each.before, each.now)

    def _named_after(self, name: str) -> str | None:
        """The sheet of whose columns formulas of a submission ask by such a name."""
        kind = NAMED_AFTER.get(name.partition("_")[0].casefold())
        if kind is SheetKind.CALCULATION:
            return self._calculation
        names = () if kind is None else SHEET_NAMES[kind]
        return next((each for each in names if folded(each) in self._by_name), None)

    def _is_explained(self, result: _Result) -> bool:
        understood = understand(result.formula)
        is_of_the_seen = OF_THE_SEEN in understood.text
        led_to = [(each.sheet, each.area) for each in understood.references]
        led_to += [(sheet, EVERYWHERE) for sheet in map(self._named_after, understood.names) if sheet is not None]
        for sheet, area in led_to:
            name = self._by_name.get(folded(sheet)) if sheet else result.sheet
            if name is None or self.aligned[name].is_rearranged:
                return True
            if is_of_the_seen and any(area.top <= row <= area.bottom for row in self.aligned[name].hidden_rows):
                return True
            for column, rows in self.touched.get(name, {}).items():
                if area.left <= column <= area.right:
                    first = bisect_left(rows, area.top)
                    if first < len(rows) and rows[first] <= area.bottom:
                        return True
        return False


def _led_to(name: str, area: CellArea, rows: Places, columns: Places) -> str:
    """Cells of a sheet in places of what went out; what has none there is said so."""
    found = []
    for first, last, places in ((area.top, area.bottom, rows), (area.left, area.right, columns)):
        if first == last:
            place = places.one(first)
            found.append(f"?{first}" if place is None else f"{place}:{place}")
        else:
            ends = places.ends(first, last)
            found.append(f"?{first}:{last}" if ends is None else f"{ends[0]}:{ends[1]}")
    return f"[{name}!{','.join(found)}]"


def _shown(cell: WrittenCell) -> Plain:
    """What a written cell held, for the eye: a formula with its value."""
    if not isinstance(cell, WrittenFormula):
        return plain(cell)
    value = plain(cell.value)
    return f"={cell.text}" if value is None else f"={cell.text} ({said(value)})"


def _quoted(value: Plain) -> Plain:
    return f"“{value}”" if isinstance(value, str) else value


def _equal(then: Plain, now: Plain) -> bool:
    """Whether two values are the same but for what a spreadsheet keeps of many digits."""
    if then == now:
        return True
    numbers = isinstance(then, int | float) and isinstance(now, int | float)
    return numbers and math.isclose(then, now, rel_tol=1e-14)  # type: ignore[arg-type]
