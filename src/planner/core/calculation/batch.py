"""Many scenarios at once: what values they set, over columns of (scenario, line), exact to the yen.

A scenario is the base plus the lines that its values touch; a batch works all of these lines out together, by the rule
of `planner.core.calculation.cohort`, in 64-bit integers. Where a bound says that these could overflow, or where more
than drivers is set on a line, the line goes through Python's integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain, pairwise, repeat
from operator import attrgetter, itemgetter, methodcaller
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.calculation.cohort import line_amounts
from planner.core.calculation.columns import LACK_CODES, SAFE
from planner.core.calculation.in_columns import Flags
from planner.core.calculation.pairs import DRIVERS, FACTORS, Cells, Grids, Pairs, Vintage
from planner.core.model.document import Overrides
from planner.core.model.fields import FIELDS, Value
from planner.core.model.lines import Cell, Lack
from planner.core.model.portfolio import Portfolio
from planner.core.money import Int64s

_PLACES = {key: place for place, key in enumerate(DRIVERS)}
_VALUES = methodcaller("values")
_UNPRICED = LACK_CODES.index(Lack.UNPRICED)
AT_ONCE = 32_768
"""So many pairs are worked out at once: what they take stays in the processor's cache."""

Apart = Mapping[tuple[int, int], Mapping[Cell, Value]]


class Batch(NamedTuple):
    """What `size` scenarios set: a value an entry, in order of scenarios, of rows within one, of years within a row.

    `field` is a place in `DRIVERS`, `year` a fiscal year, values are fractions. `apart` holds all values of those lines
    (scenario, row) on which a scenario sets more than drivers.
    """

    size: int
    scenario: Int64s
    row: Int64s
    field: Int64s
    year: Int64s
    numerator: Int64s
    denominator: Int64s
    apart: Apart = MappingProxyType({})

    @classmethod
    def of(cls, portfolio: Portfolio, scenarios: Sequence[Overrides]) -> Batch:
        """What scenarios of a document set; lines that are not in the portfolio are passed over, as everywhere."""
        ids = [*chain.from_iterable(scenarios)]
        lines = [*chain.from_iterable(map(_VALUES, scenarios))]
        scenario = np.repeat(np.arange(len(scenarios)), [*map(len, scenarios)])
        row = _whole(map(portfolio.line_index.get, ids, repeat(-1)), len(ids))
        there = np.flatnonzero(row >= 0)
        if len(there) < len(row):
            lines, scenario, row = [lines[at] for at in there.tolist()], scenario[there], row[there]
        line = np.repeat(np.arange(len(lines)), [*map(len, lines)])
        cells, values = [*chain.from_iterable(lines)], [*chain.from_iterable(map(_VALUES, lines))]
        field = _whole(map(_PLACES.get, map(itemgetter(0), cells), repeat(-1)), len(cells))
        year = _whole(map(itemgetter(1), cells), len(cells))
        numerator, denominator = _parts(values, "numerator"), np.ones(len(cells), dtype=np.int64)
        parted = np.flatnonzero(field >= min(FACTORS))
        denominator[parted] = _parts([values[at] for at in parted.tolist()], "denominator")
        alone = portfolio.lines.proposed.take(row)
        alone[line[(field < 0) | (numerator >= SAFE) | (numerator <= -SAFE) | (denominator >= SAFE)]] = True
        apart = {(int(scenario[at]), int(row[at])): lines[at] for at in np.flatnonzero(alone).tolist()}
        kept = np.flatnonzero(~alone.take(line)) if apart else np.arange(len(line))
        row, scenario = row[line], scenario[line]
        place = (scenario * len(portfolio.lines) + row) * (int(year.max(initial=0)) + 1) + year
        order = kept[np.argsort(place[kept], kind="stable")]
        columns = (scenario[order], row[order], field[order], year[order])
        return cls(len(scenarios), *columns, numerator[order], denominator[order], MappingProxyType(apart))


def _whole(numbers: Iterable[Any], count: int) -> Int64s:
    return np.fromiter(numbers, dtype=np.int64, count=count)


def _parts(values: Sequence[Value], name: str) -> Int64s:
    """The numerators or denominators of values; those that 64 bits do not hold as `SAFE`."""
    try:
        return _whole(map(attrgetter(name), values), len(values))
    except OverflowError:
        return _whole((max(-SAFE, min(getattr(each, name), SAFE)) for each in values), len(values))


class Worked(NamedTuple):
    """What the lines that a batch touches come to: pairs of scenario and row in that order.

    `amounts` has a row a year that was asked for and a column a pair, `lack` says where there is none (the
    amount is 0 there), as `LACK_CODES` tell.
    """

    scenario: Int64s
    row: Int64s
    amounts: npt.NDArray[Any]
    lack: Int64s


def worked_out(grids: Grids, batch: Batch, plan: Sequence[int] = ()) -> Worked:
    """Every line that a batch touches, in these plan years, or in all of them from the request year on."""
    plan = plan or grids.plan
    begins = starts(batch.scenario, batch.row)
    first = np.flatnonzero(begins)
    pair, row = np.cumsum(begins) - 1, batch.row.take(first)
    work = _Work(grids, row, plan)
    places = range(0, len(row), AT_ONCE)
    for place, (low, high) in zip(places, pairwise([*first[::AT_ONCE].tolist(), len(pair)]), strict=True):
        work.do(place, _entries(batch, slice(low, high)), pair[low:high] - place)
    work.settle()
    found = Worked(batch.scenario.take(first), row, work.amounts, work.lack)
    if not work.large.any() and not batch.apart:
        return found
    large = np.flatnonzero(work.large).tolist()
    exact = {(int(found.scenario[at]), int(row[at])): _cells(batch, pair == at) for at in large}
    return _exactly(grids, found, exact | dict(batch.apart), plan)


def _exactly(grids: Grids, found: Worked, cells: Apart, plan: Sequence[int]) -> Worked:
    """The same with these pairs by the rule itself, which holds any amount."""
    pairs = np.array([*cells], dtype=np.int64).reshape(-1, 2)
    amounts: npt.NDArray[Any] = np.zeros((len(plan), len(pairs)), dtype=object)
    lack = np.zeros(amounts.shape, dtype=np.int64)
    for at, ((_scenario, row), own) in enumerate(cells.items()):
        for y, amount in enumerate(line_amounts(grids.portfolio.line(row, own, grids.growth), plan)):
            if isinstance(amount, int):
                amounts[y, at] = amount
            else:
                lack[y, at] = LACK_CODES.index(amount)
    if max(map(abs, amounts.ravel().tolist()), default=0) < SAFE:
        amounts = amounts.astype(np.int64)
    pairs_found = zip(found.scenario.tolist(), found.row.tolist(), strict=True)
    kept = np.array([pair not in cells for pair in pairs_found], dtype=np.bool_)
    scenarios = np.concatenate([found.scenario[kept], pairs[:, 0]])
    rows = np.concatenate([found.row[kept], pairs[:, 1]])
    order = np.lexsort((rows, scenarios))
    return Worked(
        scenarios[order],
        rows[order],
        np.concatenate([found.amounts[:, kept], amounts], axis=1)[:, order],
        np.concatenate([found.lack[:, kept], lack], axis=1)[:, order],
    )


def starts(*columns: Int64s) -> Flags:
    """Where a new value begins in columns that are in order, taken together."""
    found = np.ones(len(columns[0]), dtype=np.bool_)
    np.logical_or.reduce([each[1:] != each[:-1] for each in columns], out=found[1:])
    return found


def _entries(batch: Batch, within: slice) -> Batch:
    """Some of the entries."""
    return batch._replace(**{name: getattr(batch, name)[within] for name in Batch._fields[1:-1]})


class _Work:
    """What pairs come to, in columns; `large` are those of which a number could leave 64 bits on the way."""

    def __init__(self, grids: Grids, row: Int64s, plan: Sequence[int]) -> None:
        self._grids, self._row, self._plan = grids, row, plan
        self.amounts, self.lack = np.zeros((2, len(plan), len(row)), dtype=np.int64)
        self.large, self._lacks = np.zeros(len(row), dtype=np.bool_), False

    def do(self, place: int, batch: Batch, pair: Int64s) -> None:
        """Work out the pairs from a place on: first as rate × quantity, then those that are more in full."""
        grids = self._grids
        row = self._row[place : place + AT_ONCE]
        cells = tuple(_cells_of(grids, batch, pair, field) for field in range(len(DRIVERS)))
        every = Pairs(grids, row, cells)
        for y, year in enumerate(self._plan):
            self._put(y, slice(place, place + len(row)), every.plain(year))
        bent = grids.bent.take(row)
        for field in FACTORS:
            bent[cells[field].pair] = True
        at = np.flatnonzero(bent)
        if not len(at):
            return
        some = every.chosen(at)
        for y, year in enumerate(self._plan):
            self._put(y, place + at, some.vintage(year, 0))
        stay = np.flatnonzero(some.stays > 1)
        at, some = at[stay], some.chosen(stay)
        for k in range(1, int(some.stays.max(initial=1))):
            there = some.stays > k
            for y, year in enumerate(self._plan):
                self._add(y, place + at, some.vintage(year, k), there)

    def _put(self, y: int, at: Int64s | slice, found: Vintage) -> None:
        """Take what pairs come to in a plan year."""
        self.amounts[y, at] = found.yen
        if found.lack is not None or self._lacks:
            self.lack[y, at] = 0 if found.lack is None else found.lack
            self._lacks = True
        if found.large is not None:
            self.large[at] |= found.large

    def _add(self, y: int, at: Int64s, found: Vintage, there: Flags) -> None:
        """Add what another vintage of pairs comes to, of those where it is still there."""
        self.amounts[y, at] += np.where(there, found.yen, 0)
        if found.lack is not None:
            self.lack[y, at] = np.maximum(self.lack[y, at], np.where(there, found.lack, 0))
            self._lacks = True
        if found.large is not None:
            self.large[at] |= found.large & there

    def settle(self) -> None:
        """Where something lacks there is no amount."""
        if self._grids.unpriced.any():
            self.lack[:, self._grids.unpriced.take(self._row)] = _UNPRICED
            self._lacks = True
        if self._lacks:
            self.amounts[self.lack > 0] = 0


def _cells_of(grids: Grids, batch: Batch, pair: Int64s, field: int) -> Cells:
    """What is set of one driver; a value holds until the next one of its pair, or the next step of the base."""
    at = np.flatnonzero(batch.field == field)
    mine, row, year = pair.take(at), batch.row.take(at), batch.year.take(at)
    until = grids.until(field, row, year)
    again = np.flatnonzero(mine[1:] == mine[:-1])
    until[again] = np.minimum(until[again], year[again + 1])
    return Cells(mine, row, year, until, batch.numerator.take(at), batch.denominator.take(at))


def _cells(batch: Batch, chosen: Flags) -> Mapping[Cell, Value]:
    """What entries of a batch set on one line."""
    found: dict[Cell, Value] = {}
    for at in np.flatnonzero(chosen).tolist():
        field = FIELDS[DRIVERS[int(batch.field[at])]]
        value = Fraction(int(batch.numerator[at]), int(batch.denominator[at]))
        found[Cell(field.key, int(batch.year[at]))] = value.numerator if field.is_whole else value
    return MappingProxyType(found)
