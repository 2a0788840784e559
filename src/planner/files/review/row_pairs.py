"""Which row of a sheet that came back is which of those written, each at most once, by one way after the other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from planner.core.model.handovers import WrittenFormula
from planner.files.incoming.cells import SheetRow
from planner.files.review.values import Plain, Written, held, row_value, written_value

FEW = 12
"""A value that so many rows have, or fewer, says which row it is."""
COMPARED, LETTERS = 100, 200
"""So many pairs of rows between two known ones are compared with each other, and so many letters of each."""


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
        self._by(
            {
                at: tuple(written_value(row[place]) if place < len(row) else None for place in places)
                for at, row in self._written.items()
            },
            {
                number: tuple(row_value(row, self._columns[place]) for place in places)
                for number, row in self._there.items()
            },
        )

    def by_content(self) -> None:
        """Pair rows that say the same in all columns that say something."""
        self._by(
            {at: self._said(row) for at, row in self._written.items()},
            {number: self._says(row) for number, row in self._there.items()},
        )

    def _by(self, then: Mapping[int, tuple[Plain, ...]], now: Mapping[int, tuple[Plain, ...]]) -> None:
        waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for number, key in now.items():
            if any(each is not None for each in key):
                waiting[key].append(number)
        for at, key in then.items():
            if waiting.get(key):
                self.pair(at, self._there[waiting[key].popleft()])

    def _said(self, row: Written) -> tuple[Plain, ...]:
        return tuple(written_value(row[place]) if place < len(row) else None for place in self._telling)

    def _says(self, row: SheetRow) -> tuple[Plain, ...]:
        return tuple(row_value(row, self._columns[place]) for place in self._telling)

    def by_neighbour(self) -> None:
        """Pair rows that share half of their cells and stand where the known row above them has them stand."""
        known = dict(self.rows)
        order = sorted(known)
        for at in list(self._written):
            above = bisect_left(order, at) - 1
            number = known[order[above]] + at - order[above] if above >= 0 else at + 1
            row = self._there.get(number)
            if row is not None and self._shared(at, row) >= 0.5:
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
        for then, now in gaps(self.rows.copy(), list(self._written), list(self._there)):
            pairs: list[tuple[int, int]] = []
            if len(then) == len(now):
                pairs = list(zip(then, now, strict=True))
            elif len(then) * len(now) <= COMPARED:
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
