"""Many scenarios at once: what values they set, over columns of (scenario, line), exact to the yen.

A scenario is the base plus the lines that its values touch; a batch works all of these lines out together, by the rule
of `planner.core.calculation.cohort`, in 64-bit integers. Where a bound says that these could overflow, or where more
than drivers is set on a line, the line goes through Python's integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.calculation.cohort import line_amounts
from planner.core.calculation.columns import COARSEST, LACK_CODES, SAFE, grown, product
from planner.core.calculation.evaluate import Base, Total, Totals
from planner.core.calculation.in_columns import Column, Flags, column_in_force
from planner.core.memo import memoised
from planner.core.model.document import Overrides
from planner.core.model.fields import FIELDS, QUANTITY, RATE, SHARE, TIMES, UNPRICED, Value
from planner.core.model.growth import NO_GROWTH
from planner.core.model.lines import ROUNDINGS, Cell, Lack
from planner.core.money import Int64s, Mode, round_ratios

DRIVERS = tuple(FIELDS)
"""The drivers by their place in a batch."""

_RATE, _QUANTITY, _TIMES, _SHARE = (DRIVERS.index(field.key) for field in (RATE, QUANTITY, TIMES, SHARE))
_NOT_PRINTED, _CANNOT_COMPUTE, _UNPRICED = (
    LACK_CODES.index(lack) for lack in (Lack.NOT_PRINTED, Lack.CANNOT_COMPUTE, Lack.UNPRICED)
)
_WHOLE_YEN = next(code for code, rule in enumerate(ROUNDINGS) if (rule.mode, rule.unit) == (Mode.HALF, 1))

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
    def of(cls, base: Base, scenarios: Sequence[Overrides]) -> Batch:
        """What scenarios of a document set; lines that are not in the portfolio are passed over, as everywhere."""
        index, proposals = base.portfolio.line_index, base.portfolio.proposals
        places = {key: place for place, key in enumerate(DRIVERS)}
        found: list[tuple[int, int, int, int, int, int]] = []
        apart: dict[tuple[int, int], Mapping[Cell, Value]] = {}
        for number, overrides in enumerate(scenarios):
            for line_id, cells in overrides.items():
                row = index.get(line_id)
                if row is None:
                    continue
                if row in proposals or any(cell.field not in places or _is_large(cells[cell]) for cell in cells):
                    apart[number, row] = cells
                    continue
                for (field, year), value in cells.items():
                    found.append((number, row, year, places[field], value.numerator, value.denominator))
        found.sort()
        scenario, row_, year_, field_, numerator, denominator = np.array(found, dtype=np.int64).reshape(-1, 6).T.copy()
        return cls(len(scenarios), scenario, row_, field_, year_, numerator, denominator, MappingProxyType(apart))


def _is_large(value: Value) -> bool:
    return max(abs(value.numerator), value.denominator) >= SAFE


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What the lines that a batch touches come to: pairs of scenario and row in that order.

    `amounts` has an entry a pair and plan year from the request year on, `lack` says as in `Base` where there is none
    (the amount is 0 there). Whatever is not among the pairs is the base's.
    """

    base: Base
    size: int
    scenario: Int64s
    row: Int64s
    amounts: npt.NDArray[Any]
    lack: Int64s

    def totals(self, rows: Iterable[range] | None = None) -> SumsOfBatch:
        """What lines come to in each scenario; `rows` are those asked for, each in one range alone, else all."""
        chosen = None if rows is None else list(rows)
        inside = slice(None)
        if chosen is not None:
            marks = np.zeros(len(self.base.portfolio.lines), dtype=np.bool_)
            for each in chosen:
                marks[each.start : each.stop] = True
            inside = np.flatnonzero(marks[self.row])  # type: ignore[assignment]
        before = _sums(self.base, chosen)
        scenario, row = self.scenario[inside], self.row[inside]
        yen: npt.NDArray[Any] = np.zeros((self.size, len(before)), dtype=np.int64)
        change = self.amounts[inside] - self.base.amounts[row, 1:]
        largest = int(np.abs(change).max(initial=0)) * (len(self.base.portfolio.lines) + 1)
        if change.dtype == object or largest + max((abs(total.yen) for total in before), default=0) >= SAFE:
            yen, change = yen.astype(object), change.astype(object)
        yen[:] = [total.yen for total in before]
        _add_by_scenario(yen, scenario, change)
        tallies = np.empty((len(LACK_CODES), self.size, len(before)), dtype=np.int64)
        lack, lacked = self.lack[inside], self.base.lack[row, 1:]
        for code, tally in enumerate(tallies):
            tally[:] = [total[code + 1] for total in before]
            if lack.any() or lacked.any():
                _add_by_scenario(tally, scenario, (lack == code).astype(np.int64) - (lacked == code))
        return SumsOfBatch(yen, tallies)

    def programs(self) -> Iterator[tuple[Int64s, Int64s, npt.NDArray[Any]]]:
        """What programs move by: scenario, place of the program, yen a plan year from the request year on.

        Level by level, from the programs whose own lines move to those they are part of; what moves on more than one
        level is told on each.
        """
        portfolio = self.base.portfolio
        chain = [
            np.array([each[level] if level < len(each) else -1 for each in portfolio.ancestors], dtype=np.int64)
            for level in range(max(map(len, portfolio.ancestors), default=0))
        ]
        change = self.amounts - self.base.amounts[self.row, 1:]
        own = portfolio.lines.program[self.row]
        for level in chain:
            to = level[own]
            on = np.flatnonzero(to >= 0)
            if len(on):
                key = self.scenario[on] * len(portfolio.programs) + to[on]
                first = np.flatnonzero(np.diff(key, prepend=-1))
                scenario, program = np.divmod(key[first], len(portfolio.programs))
                yield scenario, program, np.add.reduceat(change[on], first, axis=0)


class SumsOfBatch(NamedTuple):
    """Sums over lines, a row a scenario and a column a plan year from the request year on.

    `yen` of the lines with an amount; `tallies` how many those are, then how many have none, by `Lack`.
    """

    yen: npt.NDArray[Any]
    tallies: Int64s

    def of(self, scenario: int) -> Totals:
        """The sums of one scenario as totals."""
        return tuple(map(Total, self.yen[scenario].tolist(), *self.tallies[:, scenario].tolist()))


def _sums(base: Base, rows: Sequence[range] | None) -> Totals:
    """What the base comes to from the request year on."""
    if rows is None:
        return base.total[1:]
    amounts = np.concatenate([base.amounts[each.start : each.stop, 1:] for each in rows] or [base.amounts[:0, 1:]])
    lack = np.concatenate([base.lack[each.start : each.stop, 1:] for each in rows] or [base.lack[:0, 1:]])
    counts = ((lack == code).sum(axis=0).tolist() for code in range(len(LACK_CODES)))
    return tuple(map(Total, amounts.sum(axis=0).tolist(), *counts))


def _add_by_scenario(sums: npt.NDArray[Any], scenario: Int64s, change: npt.NDArray[Any]) -> None:
    if len(scenario):
        first = np.flatnonzero(np.diff(scenario, prepend=-1))
        sums[scenario[first]] += np.add.reduceat(change, first, axis=0)


class _Driver(NamedTuple):
    """One driver of pairs in one fiscal year; `None` where it is 1, known or given for all of them."""

    numerator: Int64s
    denominator: Int64s | None
    known: Flags | None
    given: Flags | None


class _Ready(NamedTuple):
    """A column of the base, with what holds for all of it."""

    column: Column
    is_one: bool
    is_whole: bool
    all_known: bool
    fits: Flags | None
    """Which lines 64 bits hold; `None` where they hold all."""


class BatchEvaluator:
    """Works batches out over a base. What it asks of the base it asks once: keep one as long as the base."""

    def __init__(self, base: Base) -> None:
        self.base = base
        portfolio = base.portfolio
        self._lines, self._plan = portfolio.lines, portfolio.years[1:]
        bounds = np.array(portfolio.bounds, dtype=np.int64).reshape(-1, 2)
        self._first, self._last = bounds[self._lines.program].T.copy()
        fractional = np.zeros(len(self._lines), dtype=np.bool_)
        for key in DRIVERS[_TIMES:]:
            fractional |= np.diff(self._lines.steps[key].start) > 0
        self._plain = ~fractional & (self._lines.duration == 1) & (self._lines.rounding == _WHOLE_YEN)
        """The lines that are rate × quantity in whole yen, as far as the base says."""

    def evaluate(self, batch: Batch) -> Outcomes:
        """Every line that a batch touches."""
        key = batch.scenario * max(len(self._lines), 1) + batch.row
        starts = np.diff(key, prepend=-1) != 0
        first = np.flatnonzero(starts)
        pair, scenario, row = np.cumsum(starts) - 1, batch.scenario[first], batch.row[first]
        amounts, lack = np.zeros((2, len(row), len(self._plan)), dtype=np.int64)
        large = np.zeros(len(row), dtype=np.bool_)
        plain, long = self._plain[row], self._lines.duration[row] > 1
        plain[pair[batch.field >= _TIMES]] = False
        for chosen in (plain, ~plain & ~long, long):  # each asks for no more than it needs
            at = np.flatnonzero(chosen)
            if len(at):
                work = _Work(self, batch, pair, row, at, is_plain=chosen is plain)
                amounts[at], lack[at], large[at] = work.amounts, work.lack, work.large
        lack[self._lines.demand[row] == UNPRICED] = _UNPRICED
        amounts[lack > 0] = 0
        found = Outcomes(self.base, batch.size, scenario, row, amounts, lack)
        if not large.any() and not batch.apart:
            return found
        exact = {(int(scenario[at]), int(row[at])): _cells(batch, pair == at) for at in np.flatnonzero(large).tolist()}
        return self._exactly(found, exact | dict(batch.apart))

    def _exactly(self, found: Outcomes, cells: Apart) -> Outcomes:
        """The outcomes with these pairs by the rule itself, which holds any amount."""
        pairs = np.array([*cells], dtype=np.int64).reshape(-1, 2)
        amounts: npt.NDArray[Any] = np.zeros((len(pairs), len(self._plan)), dtype=object)
        lack = np.zeros(amounts.shape, dtype=np.int64)
        for at, ((_scenario, row), own) in enumerate(cells.items()):
            for y, amount in enumerate(line_amounts(self.base.drivers(row, own), self._plan)):
                if isinstance(amount, int):
                    amounts[at, y] = amount
                else:
                    lack[at, y] = LACK_CODES.index(amount)
        if max(map(abs, amounts.ravel().tolist()), default=0) < SAFE:
            amounts = amounts.astype(np.int64)
        kept = np.array([pair not in cells for pair in zip(found.scenario.tolist(), found.row.tolist(), strict=True)])
        kept = kept.astype(np.bool_)
        scenarios = np.concatenate([found.scenario[kept], pairs[:, 0]])
        rows = np.concatenate([found.row[kept], pairs[:, 1]])
        order = np.lexsort((rows, scenarios))
        return Outcomes(
            self.base,
            found.size,
            scenarios[order],
            rows[order],
            np.concatenate([found.amounts[kept], amounts])[order],
            np.concatenate([found.lack[kept], lack])[order],
        )

    @memoised
    def ready(self, at: tuple[int, int]) -> _Ready:
        """A driver (by place) of every line in a year, rates grown; no intake before the first step and outside."""
        place, year = at
        fits: Flags | None = None
        all_fit = True
        column = column_in_force(self._lines.steps[DRIVERS[place]], year)
        if place == _RATE:
            rates, fits = self.grown(column.numerator, np.arange(len(self._lines)), column.since, year)
            column, all_fit = column._replace(numerator=rates), bool(fits.all())
        elif place == _QUANTITY:
            none = ~column.given | self.outside(np.arange(len(self._lines)), year)
            column = column._replace(numerator=np.where(none, 0, column.numerator), known=column.known | none)
        else:
            numerator = np.where(column.given, column.numerator, 1)
            column = column._replace(numerator=numerator, known=column.known | ~column.given)
        is_whole = bool((column.denominator == 1).all())
        is_one = is_whole and bool((column.numerator == 1).all())
        return _Ready(column, is_one, is_whole, bool(column.known.all()), None if all_fit else fits)

    def outside(self, rows: Int64s, year: int) -> Flags:
        """Which lines take nobody in in a year, since their program does not."""
        outside: Flags = (year < self._first[rows]) | (year > self._last[rows])
        return outside

    def grown(self, rates: Int64s, rows: Int64s, since: Int64s, year: int) -> tuple[Int64s, Flags]:
        """Rates of lines as they have grown since the year they were given for, and which of them 64 bits hold."""
        portfolio, growth = self.base.portfolio, self.base.growth
        ages = year - np.maximum(since, portfolio.request_year)
        if growth == NO_GROWTH or int(ages.max(initial=0)) < 1:
            return rates, np.ones(len(rates), dtype=np.bool_)
        return grown(rates, portfolio.growth_kinds[rows], ages, growth)


class _Work:
    """Some pairs of a batch: their amounts a plan year each, what lacks, and which of them 64 bits do not hold."""

    def __init__(
        self, evaluator: BatchEvaluator, batch: Batch, pair: Int64s, row: Int64s, at: Int64s, *, is_plain: bool
    ) -> None:
        portfolio = evaluator.base.portfolio
        self._evaluator, self._batch, self._lines = evaluator, batch, portfolio.lines
        self._rows, plan = row[at], portfolio.years[1:]
        self._place = np.full(len(row), -1, dtype=np.int64)
        self._place[at] = np.arange(len(at))
        self._cells = [np.flatnonzero((batch.field == f) & (self._place[pair] >= 0)) for f in range(len(DRIVERS))]
        self._pair = pair
        self._is_plain = is_plain
        self._known: dict[tuple[int, int], _Driver] = {}
        self.amounts, self.lack = np.zeros((2, len(at), len(plan)), dtype=np.int64)
        self.large = np.zeros(len(at), dtype=np.bool_)
        stays, at_intake = self._lines.duration[self._rows], self._lines.at_intake[self._rows]
        self._rounding = self._lines.rounding[self._rows]
        self._roundings = np.unique(self._rounding).tolist()
        self._each_row = np.unique(self._rows, return_inverse=True)
        for y, year in enumerate(plan):
            for k in range(int(stays.max())):
                rate = self._driver(_RATE, year)
                if k and at_intake.any():
                    rate = _either(at_intake, self._driver(_RATE, year - k), rate)
                self._add(y, k, stays > k, (self._driver(_QUANTITY, year - k), rate), year)

    def _add(self, y: int, k: int, there: Flags, two: tuple[_Driver, _Driver], year: int) -> None:
        """Add what the intakes of `k` years before come to."""
        people, rate = two
        factors = [factor for place in (_TIMES, _SHARE) if (factor := self._factor(place, year)) is not None]
        above, below = [people.numerator, rate.numerator], []
        for factor in factors:
            above.append(factor.numerator)
            if factor.denominator is not None:
                below.append(factor.denominator)
        if self._lines.retention:
            kept, out_of = self._retention(k)
            above, below = [*above, kept], [*below, out_of]
        term, fits = self._rounded(above, below)
        if not all(each.known is None for each in (people, rate, *factors)):
            nobody = people.numerator == 0 if people.known is None else people.known & (people.numerator == 0)
            unknown = np.zeros(len(term), dtype=np.bool_)
            for each in (people, rate, *factors):
                if each.known is not None:
                    unknown |= ~each.known
            cannot = np.zeros(len(term), dtype=np.bool_) if rate.given is None else ~rate.given
            code = np.where(cannot, _CANNOT_COMPUTE, np.where(unknown, _NOT_PRINTED, 0))
            code[nobody | ~there] = 0
            self.lack[:, y] = np.maximum(self.lack[:, y], code)
        if k:
            term, fits = np.where(there, term, 0), fits | ~there
        self.large |= ~fits
        self.amounts[:, y] += term

    def _rounded(self, above: list[Int64s], below: list[Int64s]) -> tuple[Int64s, Flags]:
        """The product of these over the product of those, rounded by the rule of each line; where 64 bits hold it."""
        numerator, fits = product(above)
        if not below and self._roundings == [_WHOLE_YEN]:
            return numerator, fits
        coarsest = np.full(len(numerator), COARSEST, dtype=np.int64)
        denominator, also = product([*below, coarsest])
        fits &= also
        denominator = np.where(fits, denominator // COARSEST, 1)
        term = np.zeros(len(numerator), dtype=np.int64)
        for code in self._roundings:
            rule, chosen = ROUNDINGS[code], self._rounding == code
            term[chosen] = round_ratios(numerator[chosen], denominator[chosen], rule.mode, rule.unit)
        return term, fits

    def _retention(self, k: int) -> tuple[Int64s, Int64s]:
        """The share of the intakes that is there `k` years after, as numerators and denominators."""
        kept = np.ones((2, len(self._rows)), dtype=np.int64)
        retention = self._lines.retention
        rows, at = self._each_row  # of many scenarios' pairs each line is asked once
        for place, row in enumerate(rows.tolist()):
            if row in retention and k < len(retention[row]):
                share = retention[row][k]
                if max(share.numerator, share.denominator) >= SAFE:
                    self.large |= at == place
                else:
                    kept[:, at == place] = [[share.numerator], [share.denominator]]
        return kept[0], kept[1]

    def _factor(self, place: int, year: int) -> _Driver | None:
        """Times or share; `None` where it is 1 for all."""
        if not len(self._cells[place]) and (self._is_plain or self._evaluator.ready((place, year)).is_one):
            return None
        return self._driver(place, year)

    def _driver(self, place: int, year: int) -> _Driver:
        """A driver in a fiscal year as the scenarios have it."""
        if (place, year) not in self._known:
            self._known[place, year] = self._set(place, year)
        return self._known[place, year]

    def _set(self, place: int, year: int) -> _Driver:
        """The base's values with those set in the scenarios in their place, as far as they hold in that year."""
        ready, rows = self._evaluator.ready((place, year)), self._rows
        column = ready.column
        if ready.fits is not None:
            self.large |= ~ready.fits.take(rows)
        numerator = column.numerator.take(rows)
        denominator = None if ready.is_whole else column.denominator.take(rows)
        known = None if ready.all_known else column.known.take(rows)
        given = None if ready.all_known else column.given.take(rows)
        cells, batch = self._cells[place], self._batch
        since = column.since.take(batch.row[cells])
        on = cells[(batch.year[cells] <= year) & (since <= batch.year[cells])]
        if len(on):
            pair = self._pair[on]
            on = on[np.append(pair[1:] != pair[:-1], True)]  # of one pair the latest step holds
            to, value = self._place[self._pair[on]], batch.numerator[on]
            if place == _RATE:
                value, fits = self._evaluator.grown(value, batch.row[on], batch.year[on], year)
                self.large[to[~fits]] = True
            elif place == _QUANTITY:
                value = np.where(self._evaluator.outside(batch.row[on], year), 0, value)
            elif denominator is None and (batch.denominator[on] != 1).any():
                denominator = np.ones(len(rows), dtype=np.int64)
            numerator[to] = value
            if denominator is not None:
                denominator[to] = batch.denominator[on]
            for flags in (known, given):
                if flags is not None:
                    flags[to] = True
        return _Driver(numerator, denominator, known, given)


def _either(chosen: Flags, one: _Driver, other: _Driver) -> _Driver:
    """The one where chosen, else the other; both whole."""
    known, given = (
        None if a is None and b is None else np.where(chosen, True if a is None else a, True if b is None else b)
        for a, b in ((one.known, other.known), (one.given, other.given))
    )
    return _Driver(np.where(chosen, one.numerator, other.numerator), None, known, given)


def _cells(batch: Batch, chosen: Flags) -> Mapping[Cell, Value]:
    """What entries of a batch set on one line."""
    found: dict[Cell, Value] = {}
    for at in np.flatnonzero(chosen).tolist():
        field = FIELDS[DRIVERS[int(batch.field[at])]]
        value = Fraction(int(batch.numerator[at]), int(batch.denominator[at]))
        found[Cell(field.key, int(batch.year[at]))] = value.numerator if field.is_whole else value
    return MappingProxyType(found)
