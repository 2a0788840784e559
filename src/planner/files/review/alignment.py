"""Which row and column of a sheet that came back is which of the sheet as it went out, wherever they stand now.

Columns are known by their headings, then by what stands in them. Rows are known by a key where the caller knows one,
by all that is written in them, by half of it in their place, by cells that few rows have, at last by their place alone.
All of it takes time in proportion to the cells.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from planner.files.incoming.cells import IncomingSheet, SheetRow
from planner.files.review.row_pairs import RowPairs, gaps
from planner.files.review.values import Written, heading_text, held, row_value, written_value

HEADINGS_WITHIN = 6
"""A sheet that went out has its headings within so many rows."""
SEARCHED = 40
"""Headings that came back are looked for in so many rows that hold something."""


@dataclass(frozen=True)
class Alignment:
    """A written sheet beside the one that came back; rows of the written count from 0, of the other from 1.

    `rows`, `columns`: written → came back, of those that are in both. `new_rows`, `new_columns`: those put in.
    """

    written: Sequence[Written]
    sheet: IncomingSheet
    heading: int | None
    rows: Mapping[int, int]
    columns: Mapping[int, int]
    new_rows: tuple[int, ...]
    new_columns: tuple[int, ...]

    @cached_property
    def gone_rows(self) -> tuple[int, ...]:
        """Written rows that hold something and are in the sheet no more."""
        return tuple(at for at, row in enumerate(self.written) if at not in self.rows and any(map(held, row)))

    @cached_property
    def gone_columns(self) -> tuple[int, ...]:
        """Written columns that are in the sheet no more."""
        lost = set(range(max(map(len, self.written), default=0))) - self.columns.keys()
        used = (place for place in lost if any(place < len(row) and held(row[place]) for row in self.written))
        return tuple(sorted(used))

    @cached_property
    def moved_rows(self) -> int:
        """How many rows stand in another order than before."""
        return _out_of_order([now for _then, now in sorted(self.rows.items())])

    @cached_property
    def moved_columns(self) -> int:
        """How many columns do."""
        return _out_of_order([now for _then, now in sorted(self.columns.items())])

    @cached_property
    def is_in_place(self) -> bool:
        """Whether every row and column that is still there stands where it stood."""
        rows, columns = self.rows.items(), self.columns.items()
        return all(now == then + 1 for then, now in rows) and all(now == then for then, now in columns)

    @cached_property
    def is_rearranged(self) -> bool:
        """Whether what a formula adds up here may be something else than before."""
        return bool(self.new_rows or self.gone_rows or self.gone_columns or self.moved_rows)

    @cached_property
    def hidden_rows(self) -> tuple[int, ...]:
        """Written rows, from 1, that cannot be seen now."""
        places = map(self.back_rows.one, self.sheet.hidden_rows | self.sheet.folded_rows)
        return tuple(place for place in places if place is not None)

    @cached_property
    def back_rows(self) -> Places:
        """From rows of the sheet, from 1, to those written, from 1."""
        return Places({now: then + 1 for then, now in self.rows.items()}, frozenset(self.new_rows))

    @cached_property
    def back_columns(self) -> Places:
        """From columns of the sheet to those written."""
        return Places({now: then for then, now in self.columns.items()}, frozenset(self.new_columns))

    @cached_property
    def kept_rows(self) -> Places:
        """Written rows, from 1, that are still there, each to itself."""
        return Places({then + 1: then + 1 for then in self.rows}, frozenset(at + 1 for at in self.gone_rows))

    @cached_property
    def kept_columns(self) -> Places:
        """Written columns that are still there, each to itself."""
        return Places({then: then for then in self.columns}, frozenset(self.gone_columns))


class Places:
    """Places of one sheet as places of the other, those between them included."""

    def __init__(self, known: Mapping[int, int], alien: frozenset[int]) -> None:
        self._known, self._alien, self._order = known, alien, sorted(known)

    def near(self, place: int) -> int:
        """A single place; what stands nowhere in the other sheet is counted on from what stands before it."""
        if place in self._known:
            return self._known[place]
        before = bisect_left(self._order, place) - 1
        return place if before < 0 else self._known[self._order[before]] + place - self._order[before]

    def one(self, place: int) -> int | None:
        """A single place; `None` where something stands there that the other sheet does not have."""
        return None if place in self._alien else self.near(place)

    def ends(self, first: int, last: int) -> tuple[int, int] | None:
        """The first and last of a range that are in both; `None` where there is none."""
        low, high = bisect_left(self._order, first), bisect_left(self._order, last + 1) - 1
        if low > high:
            return None
        if self._rises:
            return self._known[self._order[low]], self._known[self._order[high]]
        within = [self._known[each] for each in self._order[low : high + 1]]
        return min(within), max(within)

    @cached_property
    def _rises(self) -> bool:
        """Whether all stand in the order they have in the other sheet: sorted ones may have their ends anywhere."""
        places = [self._known[each] for each in self._order]
        return all(one < other for one, other in pairwise(places))


def align(
    written: Sequence[Written],
    sheet: IncomingSheet,
    *,
    keys: Sequence[str] = (),
    aside: Sequence[str] = (),
) -> Alignment:
    """Set a sheet that came back beside the one that went out.

    `keys`: headings whose cells together say which row it is. `aside`: headings below which others write.
    """
    heading, found = _headings(written, sheet)
    columns = _columns(written, sheet.rows, heading, found)
    names = {} if heading is None else _names(written[heading])
    key = [names[each] for each in keys if each in names and names[each] in columns]
    known = RowPairs(written, sheet.rows, columns, [names[each] for each in aside if each in names])
    if key:
        known.by_key(key)
    if heading is not None and found is not None:
        known.pair(heading, found)
    known.by_content()
    known.by_neighbour()
    known.by_rare_cells()
    known.by_place()
    taken = set(known.rows.values())
    put_in = tuple(row.number for row in sheet.rows if row.number not in taken)
    used = {place for row in sheet.rows for place in (*row.cells, *row.formulas)}
    return Alignment(
        written,
        sheet,
        heading,
        known.rows,
        columns,
        put_in,
        tuple(sorted(used - set(columns.values()))),
    )


# ---------------------------------------------------------------- columns


def _names(row: Written) -> dict[str, int]:
    names: dict[str, int] = {}
    for place, cell in enumerate(row):
        if isinstance(cell, str) and heading_text(cell):
            names.setdefault(heading_text(cell), place)
    return names


def _headings(written: Sequence[Written], sheet: IncomingSheet) -> tuple[int | None, SheetRow | None]:
    """The written row of headings, and the row that has most of them now."""
    heading, most = None, 1
    for at, row in enumerate(written[:HEADINGS_WITHIN]):
        texts = len(_names(row)) if all(cell is None or isinstance(cell, str) for cell in row) else 0
        if texts > most:
            heading, most = at, texts
    if heading is None:
        return None, None
    names = _names(written[heading])
    best, shared = None, 0
    for each in sheet.rows[:SEARCHED]:
        count = len({heading_text(value) for value in each.cells.values() if isinstance(value, str)} & names.keys())
        if count > shared:
            best, shared = each, count
    return heading, best


def _columns(
    written: Sequence[Written], rows: Sequence[SheetRow], heading: int | None, found: SheetRow | None
) -> dict[int, int]:
    """Written columns → those that came back: by heading, then by content, then by place."""
    width = max(map(len, written), default=0)
    used = sorted({place for row in rows for place in (*row.cells, *row.formulas)})
    if heading is None or found is None:
        return {place: place for place in range(width) if place in used}
    there: defaultdict[str, deque[int]] = defaultdict(deque)
    for place, value in sorted(found.cells.items()):
        if isinstance(value, str) and heading_text(value):
            there[heading_text(value)].append(place)
    columns: dict[int, int] = {}
    for place, cell in enumerate(written[heading]):
        name = heading_text(cell) if isinstance(cell, str) else ""
        if name and there[name]:
            columns[place] = there[name].popleft()
    taken = set(columns.values())
    left, free = [p for p in range(width) if p not in columns], [p for p in used if p not in taken]
    if left and free:
        left, free = _alike(written, rows, columns, left, free)
        for then, now in gaps(columns.copy(), left, free):
            columns |= zip(then, now, strict=True) if len(then) == len(now) else ()
        columns |= _in_place(columns, left, free)
    return dict(sorted(columns.items()))


def _in_place(columns: Mapping[int, int], left: Sequence[int], free: Sequence[int]) -> dict[int, int]:
    """Columns that stand where they stood, between others that do: blank ones beside them may have been written in."""
    order, taken = sorted(columns), set(columns.values())
    found = {}
    for place in left:
        at = bisect_left(order, place)
        beside = order[max(at - 1, 0) : at + 1]
        if place in free and place not in columns and place not in taken and all(columns[p] == p for p in beside):
            found[place] = place
    return found


def _alike(
    written: Sequence[Written], rows: Sequence[SheetRow], columns: dict[int, int], left: list[int], free: list[int]
) -> tuple[list[int], list[int]]:
    """Pair columns that hold much the same; what is left of both."""
    then = {place: Counter(written_value(row[place]) for row in written if place < len(row)) for place in left}
    now = {place: Counter(row_value(row, place) for row in rows) for place in free}
    for counts in (*then.values(), *now.values()):
        del counts[None]
    scored = [((then[a] & now[b]).total() / max(then[a].total(), now[b].total(), 1), a, b) for a in left for b in free]
    for score, a, b in sorted(scored, reverse=True):
        if score > 0.5 and a not in columns and b not in columns.values():
            columns[a] = b
    taken = set(columns.values())
    return [p for p in left if p not in columns], [p for p in free if p not in taken]


def _out_of_order(places: Sequence[int]) -> int:
    """How many have to be taken away that the rest rises."""
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(places) - len(ends)
