"""Which row of a sheet that came back is which of those written, each at most once, by one way after the other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from planner.core.model.handovers import WrittenFormula
from planner.files.incoming.cells import SheetRow
from planner.files.review.values import Plain, Written, held, row_value, written_value

FEW = 12
"""A value that so many rows have, or fewer, says which row it is."""
COMPARED, ALL_COMPARED, LETTERS = 100, 20_000, 200
"""So many pairs of rows between two known ones, and in a sheet, are compared by so many letters of their texts."""


_Key = tuple[Plain, ...]


class RowPairs:
    """Pairs rows, each at most once; what an earlier way has paired stays so."""

    def __init__(
        self,
        written: Sequence[Written],
        rows: Sequence[SheetRow],
        columns: Mapping[int, int],
        aside: Iterable[int],
    ) -> None:
        self._written = {at: row for at, row in enumerate(written) if any(map(held, row))}
        self._there = {row.number: row for row in rows}
        self._columns = columns
        self._telling = _telling(self._written.values(), columns, frozenset(aside))
        self.rows: dict[int, int] = {}

    def pair(self, at: int, row: SheetRow) -> None:
        """Take two rows for one, unless one of them is paired."""
        if at in self._written and row.number in self._there:
            self.rows[at] = row.number
            del self._written[at], self._there[row.number]

    def by_key(self, places: Sequence[int]) -> None:
        """Pair rows whose cells in these columns are the same and not all empty."""
        then = {
            at: tuple(written_value(row[place]) if place < len(row) else None for place in places)
            for at, row in self._written.items()
        }
        now = {
            number: tuple(row_value(row, self._columns[place]) for place in places)
            for number, row in self._there.items()
        }
        self._alike(then, now, once=False)

    def by_content(self) -> None:
        """Pair rows that say the same in all columns that say something, of several alike those in place first."""
        then = {at: self._said(row) for at, row in self._written.items()}
        now = {number: self._says(row) for number, row in self._there.items()}
        self._alike(then, now, once=True)
        for at, row in self._in_place():
            if then.get(at) == now.get(row.number) and _says_something(then[at]):
                self.pair(at, row)
        left = Counter(then[at] for at in self._written)
        there = Counter(now[number] for number in self._there)
        even = {key for key, count in left.items() if there[key] == count}
        self._alike({at: then[at] for at in self._written if then[at] in even}, now, once=False)

    def _alike(self, then: Mapping[int, _Key], now: Mapping[int, _Key], *, once: bool) -> None:
        """Pair rows of the same key, in order; with `once` those alone whose key is there once on both sides."""
        waiting: defaultdict[_Key, deque[int]] = defaultdict(deque)
        for number, key in now.items():
            if number in self._there and _says_something(key):
                waiting[key].append(number)
        counts = Counter(then.values())
        for at, key in then.items():
            if waiting.get(key) and not (once and (counts[key] > 1 or len(waiting[key]) > 1)):
                self.pair(at, self._there[waiting[key].popleft()])

    def _in_place(self) -> Iterator[tuple[int, SheetRow]]:
        """Rows not paired yet, each with the one that stands where the pair above has it stand."""
        last, number = -1, 0
        for at in sorted(self.rows.keys() | self._written.keys()):
            row = self._there.get(number + at - last)
            if at not in self.rows and row is not None:
                yield at, row
            if at in self.rows:
                last, number = at, self.rows[at]

    def _said(self, row: Written) -> _Key:
        return tuple(written_value(row[place]) if place < len(row) else None for place in self._telling)

    def _says(self, row: SheetRow) -> _Key:
        return tuple(row_value(row, self._columns[place]) for place in self._telling)

    def by_neighbour(self) -> None:
        """Pair rows that share half of their cells and stand in their place."""
        for at, row in self._in_place():
            if self._shared(at, row) >= 0.5:
                self.pair(at, row)

    def by_rare_cells(self) -> None:
        """Pair rows that share most of their cells, found by values that few rows have."""
        holders: defaultdict[tuple[int, Plain], list[int]] = defaultdict(list)
        for at, row in self._written.items():
            for place, value in enumerate(self._said(row)):
                if value is not None:
                    holders[place, value].append(at)
        for now in list(self._there.values()):
            votes: Counter[int] = Counter()
            for place, value in enumerate(self._says(now)):
                few = holders.get((place, value), ())
                if value is not None and len(few) <= FEW:
                    votes.update(at for at in few if at in self._written)
            shares = [(self._shared(at, now), at) for at, _count in votes.most_common(FEW)]
            best = max(shares, default=(0.0, 0), key=lambda each: (each[0], -each[1]))
            if best[0] > 0.5:
                self.pair(best[1], now)

    def _shared(self, at: int, row: SheetRow, few: int = 0) -> float:
        """The part of their cells that two rows share; all of them where they hold no more than a `few`."""
        pairs = list(zip(self._said(self._written[at]), self._says(row), strict=True))
        full = sum(then is not None or now is not None for then, now in pairs)
        same = sum(then is not None and then == now for then, now in pairs)
        return 1.0 if full <= few else same / full

    def by_place(self) -> None:
        """Pair the rest that stands between the same neighbours: in order where it is as many, else what is alike.

        Rows of many cells that share next to none of them are no pair.
        """
        compared = 0
        for then, now in gaps(self.rows.copy(), list(self._written), list(self._there)):
            pairs: list[tuple[int, int]] = []
            if len(then) == len(now):
                pairs = list(zip(then, now, strict=True))
            elif len(then) * len(now) <= COMPARED and compared < ALL_COMPARED:
                compared += len(then) * len(now)
                pairs = [(at, number) for _likeness, at, number in sorted(self._likenesses(then, now), reverse=True)]
            for at, number in pairs:
                there = self._there.get(number)
                if at in self._written and there is not None and self._shared(at, there, few=2) >= 0.25:
                    self.pair(at, there)

    def _likenesses(self, then: Sequence[int], now: Sequence[int]) -> Iterator[tuple[float, int, int]]:
        for number in now:
            there = SequenceMatcher(None, "", _text(self._says(self._there[number])))
            for at in then:
                there.set_seq1(_text(self._said(self._written[at])))
                likeness = there.ratio()
                if likeness > 0.5:
                    yield likeness, at, number


def _says_something(key: _Key) -> bool:
    return any(each is not None for each in key)


def _text(cells: Iterable[Plain]) -> str:
    return " ".join(str(each) for each in cells if each is not None)[:LETTERS]


def _telling(rows: Iterable[Written], columns: Mapping[int, int], aside: frozenset[int]) -> list[int]:
    """The columns that say which row it is: those in both whose cells are mostly no formulas."""
    full, formulas = Counter[int](), Counter[int]()
    for row in rows:
        for place, cell in enumerate(row):
            if cell is not None:
                full[place] += 1
                formulas[place] += isinstance(cell, WrittenFormula)
    return [place for place in columns if place not in aside and 2 * formulas[place] <= full[place]]


def gaps(known: Mapping[int, int], left: Sequence[int], free: Sequence[int]) -> Iterator[tuple[list[int], list[int]]]:
    """What is left of two sequences between the same known neighbours, where something is of both."""
    order, back = sorted(known), {now: then for then, now in known.items()}
    placed = sorted(back)
    then, now = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for each in left:
        at = bisect_left(order, each) - 1
        then[order[at] if at >= 0 else -1].append(each)
    for each in free:
        at = bisect_left(placed, each) - 1
        now[back[placed[at]] if at >= 0 else -1].append(each)
    return ((then[gap], now[gap]) for gap in then.keys() & now.keys())
