"""Lines of many scenarios as columns: pairs of scenario and line, with what the scenarios set on them.

The drivers of the base stand in columns, one a fiscal year, made once; a value that is set holds until the next step.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, reduce
from math import prod
from typing import NamedTuple

import numpy as np

from planner.core.calculation.columns import COARSEST, LACK_CODES, SAFE, grown, largest_of, product, too_large
from planner.core.calculation.in_columns import Flags, column_in_force
from planner.core.memo import memoised
from planner.core.model.fields import FIELDS, QUANTITY, RATE, SHARE, TIMES, UNPRICED
from planner.core.model.growth import NO_GROWTH, Growth
from planner.core.model.lines import ROUNDINGS, Lack
from planner.core.model.portfolio import Portfolio
from planner.core.money import Int64s, Mode, round_ratios

DRIVERS = tuple(FIELDS)
"""The drivers by their place in columns."""

RATES, QUANTITIES, FACTORS = (
    DRIVERS.index(RATE.key),
    DRIVERS.index(QUANTITY.key),
    (DRIVERS.index(TIMES.key), DRIVERS.index(SHARE.key)),
)
_NOT_PRINTED, _CANNOT_COMPUTE = (LACK_CODES.index(lack) for lack in (Lack.NOT_PRINTED, Lack.CANNOT_COMPUTE))
_WHOLE_YEN = next(code for code, rule in enumerate(ROUNDINGS) if (rule.mode, rule.unit) == (Mode.HALF, 1))
_NEVER = np.iinfo(np.int64).max


class Driver(NamedTuple):
    """One driver in one fiscal year, of lines or of pairs; `None` where all of them are whole, known, given, or held.

    `overflown` are rates that 64 bits do not hold once they have grown. No numerator is above `largest`, no denominator
    above `finest`, whatever the sign.
    """

    numerator: Int64s
    denominator: Int64s | None
    known: Flags | None
    given: Flags | None
    overflown: Flags | None
    largest: int
    finest: int


class Ready(NamedTuple):
    """A driver of every line of the base in a fiscal year, and since when it holds.

    `outside` are the lines whose program takes nobody in; `None` where there are none.
    """

    driver: Driver
    since: Int64s
    outside: Flags | None


class Cells(NamedTuple):
    """What scenarios set of one driver: of which pair, from which fiscal year on, up to which (not included)."""

    pair: Int64s
    row: Int64s
    year: Int64s
    until: Int64s
    numerator: Int64s
    denominator: Int64s

    def chosen(self, place: Int64s) -> Cells:
        """Those of some pairs: `place` says where each pair stands among them, −1 where it does not."""
        pair = place.take(self.pair)
        at = np.flatnonzero(pair >= 0)
        return Cells(pair.take(at), *(each.take(at) for each in self[1:]))


class Grids:
    """The drivers of a portfolio in columns, and how its lines run. What is asked of it is asked once."""

    def __init__(self, portfolio: Portfolio, growth: Growth) -> None:
        self.portfolio, self.growth = portfolio, growth
        self.lines, self.plan = portfolio.lines, portfolio.years[1:]
        self.longest = int(self.lines.duration.max(initial=1))
        self.roundings = np.unique(self.lines.rounding).tolist()
        bent = (self.lines.duration > 1) | (self.lines.rounding != _WHOLE_YEN)
        for place in FACTORS:
            bent |= np.diff(self.lines.steps[DRIVERS[place]].start) > 0
        self.bent, self.unpriced = bent, self.lines.demand == UNPRICED
        """The lines that are more than rate × quantity in whole yen, and those requested without an amount."""

    @cached_property
    def _bounds(self) -> Int64s:
        """The first and the last fiscal year in which each line may take in."""
        bounds = np.array(self.portfolio.bounds, dtype=np.int64).reshape(-1, 2)
        return np.ascontiguousarray(bounds[self.lines.program].T)

    @memoised
    def ready(self, at: tuple[int, int]) -> Ready:
        """A driver (by place) of every line in a year, rates grown; no intake before the first step and outside."""
        place, year = at
        last = self._last_step(at)
        if last < year and place != QUANTITIES and (place != RATES or self.growth == NO_GROWTH):
            return self.ready((place, last))  # between steps nothing moves
        column = column_in_force(self.lines.steps[DRIVERS[place]], year)
        numerator, known, fits, outside = column.numerator, column.known, None, None
        if place == RATES:
            numerator, fits = self.grown(numerator, np.arange(len(self.lines)), column.since, year)
        elif place == QUANTITIES:
            first, last = self._bounds
            outside = (year < first) | (year > last)
            none = ~column.given | outside
            numerator, known = np.where(none, 0, numerator), known | none
        else:
            numerator, known = np.where(column.given, numerator, 1), known | ~column.given
        driver = Driver(
            numerator,
            None if (column.denominator == 1).all() else column.denominator,
            _or_none(known),
            _or_none(column.given),
            None if fits is None or fits.all() else ~fits,
            largest_of(numerator),
            largest_of(column.denominator),
        )
        return Ready(driver, column.since, outside if outside is not None and outside.any() else None)

    def _last_step(self, at: tuple[int, int]) -> int:
        """The last year up to one for which any line has a step of a driver; that year where none has."""
        place, year = at
        years = self._step_years(place)
        before = int(np.searchsorted(years, year, side="right"))
        return int(years[before - 1]) if before else year

    @memoised
    def _step_years(self, place: int) -> Int64s:
        """The years for which steps of a driver are given."""
        return np.flatnonzero(np.bincount(self.lines.steps[DRIVERS[place]].year))

    @memoised
    def is_one(self, at: tuple[int, int]) -> bool:
        """Whether a driver is 1 for every line in a year."""
        driver = self.ready(at).driver
        return driver.finest == 1 and driver.known is None and bool((driver.numerator == 1).all())

    def until(self, place: int, row: Int64s, year: Int64s) -> Int64s:
        """Up to which year values set hold: the next step of the base; up to their own where one came before."""
        first, steps = self._next_steps(place)
        column = np.clip(year - first, 0, len(steps) - 1)
        until = steps.ravel().take(column * len(self.lines) + row)
        early = np.flatnonzero(year < first)
        if len(early):
            since = self.ready((place, first)).since.take(row[early])
            until[early] = np.where(since > year[early], year[early], until[early])
        return until

    @memoised
    def _next_steps(self, place: int) -> tuple[int, Int64s]:
        """The first year asked of a driver; for each from it on to the last, the year of each line's next step."""
        first = self.plan[0] + 1 - self.longest
        steps, count = self.lines.steps[DRIVERS[place]], self.plan[-1] + 1 - first
        found = np.full((count, len(self.lines)), _NEVER)
        row = np.repeat(np.arange(len(self.lines)), np.diff(steps.start))
        inside = np.flatnonzero((steps.year > first) & (steps.year <= self.plan[-1]))
        found[steps.year[inside] - first - 1, row[inside]] = steps.year[inside]
        for column in reversed(range(count - 1)):
            np.minimum(found[column], found[column + 1], out=found[column])
        return first, found

    def grown(self, rates: Int64s, rows: Int64s, since: Int64s, year: int) -> tuple[Int64s, Flags]:
        """Rates of lines as they have grown since the year they were given for, and which of them 64 bits hold."""
        ages = year - np.maximum(since, self.portfolio.request_year)
        if self.growth == NO_GROWTH or int(ages.max(initial=0)) < 1:
            return rates, np.ones(len(rates), dtype=np.bool_)
        return grown(rates, self.portfolio.growth_kinds[rows], ages, self.growth)

    @memoised
    def kept(self, k: int) -> Driver | None:
        """The share of each line's intakes that is there `k` years after; `None` where it is all of them."""
        if all(len(shares) <= k for shares in self.lines.retention.values()):
            return None
        numerator, denominator = np.ones((2, len(self.lines)), dtype=np.int64)
        overflown = np.zeros(len(self.lines), dtype=np.bool_)
        for row, shares in self.lines.retention.items():
            if k < len(shares):
                parts = shares[k].as_integer_ratio()
                overflown[row] = max(parts) >= SAFE
                numerator[row], denominator[row] = (1, 1) if overflown[row] else parts
        if (numerator == denominator).all() and not overflown.any():
            return None
        return Driver(numerator, denominator, None, None, overflown, largest_of(numerator), largest_of(denominator))


def _or_none(flags: Flags) -> Flags | None:
    return None if flags.all() else flags


class Vintage(NamedTuple):
    """What intakes come to in yen, a pair each; what lacks, and which of them 64 bits do not hold (`None`: nothing)."""

    yen: Int64s
    lack: Int64s | None
    large: Flags | None


class Pairs:
    """Pairs of scenario and line, by the `rows` of the lines, and what is set on them, driver by driver."""

    def __init__(self, grids: Grids, rows: Int64s, cells: tuple[Cells, ...]) -> None:
        self._grids, self.rows, self._cells = grids, rows, cells

    def chosen(self, at: Int64s) -> Pairs:
        """Some of them."""
        place = np.full(len(self.rows), -1, dtype=np.int64)
        place[at] = np.arange(len(at))
        return Pairs(self._grids, self.rows.take(at), tuple(each.chosen(place) for each in self._cells))

    @cached_property
    def stays(self) -> Int64s:
        """For how many years the intakes of each stay."""
        return self._grids.lines.duration.take(self.rows)

    @cached_property
    def _at_intake(self) -> Flags:
        return self._grids.lines.at_intake.take(self.rows)

    @cached_property
    def _rounding(self) -> Int64s:
        return self._grids.lines.rounding.take(self.rows)

    def plain(self, year: int) -> Vintage:
        """What they come to in a year as far as they are rate × quantity."""
        two = self._driver((QUANTITIES, year)), self._driver((RATES, year))
        yen, large = _product([each.numerator for each in two], two[0].largest * two[1].largest)
        return Vintage(yen, _lack(*two, ()), _any(large, two[1].overflown))

    def vintage(self, year: int, k: int) -> Vintage:
        """What their intakes of `k` years before come to in a year."""
        people, rate = self._driver((QUANTITIES, year - k)), self._driver((RATES, year))
        if k and self._at_intake.any():
            rate = _either(self._at_intake, self._driver((RATES, year - k)), rate)
        factors = [
            self._driver((place, year))
            for place in FACTORS
            if len(self._cells[place].pair) or not self._grids.is_one((place, year))
        ]
        kept = self._grids.kept(k)
        parts = [people, rate, *factors, *([] if kept is None else [_taken(kept, self.rows)])]
        numerator, large = _product([each.numerator for each in parts], prod(each.largest for each in parts))
        below = [each.denominator for each in parts if each.denominator is not None]
        if below or self._grids.roundings != [_WHOLE_YEN]:
            coarsest = np.full(len(self.rows), COARSEST, dtype=np.int64)
            scaled, unheld = _product([*below, coarsest], prod(each.finest for each in parts) * COARSEST)
            large = _any(large, unheld)
            if large is not None:
                scaled = np.where(large, COARSEST, scaled)
            numerator = self._rounded(numerator, scaled // COARSEST)
        large = _any(large, too_large(numerator, self._grids.longest), *(each.overflown for each in parts))
        return Vintage(numerator, _lack(people, rate, factors), large)

    def _rounded(self, numerator: Int64s, denominator: Int64s) -> Int64s:
        """Fractions of a yen, rounded by the rule of each line."""
        codes = self._grids.roundings
        found = np.empty_like(numerator)
        for code in codes:
            rule = ROUNDINGS[code]
            if len(codes) == 1:
                return round_ratios(numerator, denominator, rule.mode, rule.unit)
            at = np.flatnonzero(self._rounding == code)
            found[at] = round_ratios(numerator.take(at), denominator.take(at), rule.mode, rule.unit)
        return found

    @memoised
    def _driver(self, at: tuple[int, int]) -> Driver:
        """A driver in a fiscal year: the base's values, with those set in their place as far as they hold."""
        place, year = at
        ready, cells = self._grids.ready(at), self._cells[place]
        found = _taken(ready.driver, self.rows)
        on = np.flatnonzero((cells.year <= year) & (year < cells.until))
        if not len(on):
            return found
        is_all = len(on) == len(cells.pair)
        pair, row, since, _until, value, below = (each if is_all else each.take(on) for each in cells)
        numerator, denominator, known, given, overflown, largest, finest = found
        if place == RATES:
            value, fits = self._grids.grown(value, row, since, year)
            if not fits.all():
                overflown = np.zeros(len(self.rows), dtype=np.bool_) if overflown is None else overflown
                overflown[pair] |= ~fits
        elif place == QUANTITIES and ready.outside is not None:
            value = np.where(ready.outside.take(row), 0, value)
        numerator[pair] = value
        finest = max(finest, largest_of(below))
        if denominator is None and finest > 1:
            denominator = np.ones(len(self.rows), dtype=np.int64)
        if denominator is not None:
            denominator[pair] = below
        known, given = (_set(flags, pair) for flags in (known, given))
        return Driver(numerator, denominator, known, given, overflown, max(largest, largest_of(value)), finest)


def _taken(driver: Driver, rows: Int64s) -> Driver:
    """A driver of lines as that of pairs, in columns of their own."""
    denominator, known, given, overflown = driver.denominator, driver.known, driver.given, driver.overflown
    return Driver(
        driver.numerator.take(rows),
        None if denominator is None else denominator.take(rows),
        None if known is None else known.take(rows),
        None if given is None else given.take(rows),
        None if overflown is None else overflown.take(rows),
        driver.largest,
        driver.finest,
    )


def _set(flags: Flags | None, at: Int64s) -> Flags | None:
    """The flags with some set."""
    if flags is not None:
        flags[at] = True
    return flags


def _either(chosen: Flags, one: Driver, other: Driver) -> Driver:
    """The one where chosen, else the other; both whole."""
    if chosen.all():
        return one
    known, given, overflown = (
        None if a is None and b is None else np.where(chosen, default if a is None else a, default if b is None else b)
        for a, b, default in zip(one[2:5], other[2:5], (True, True, False), strict=True)
    )
    numerator = np.where(chosen, one.numerator, other.numerator)
    return Driver(numerator, None, known, given, overflown, max(one.largest, other.largest), 1)


def _lack(people: Driver, rate: Driver, factors: Sequence[Driver]) -> Int64s | None:
    """What lacks, by `LACK_CODES`; `None` where nothing does."""
    unknown = _any(*(None if each.known is None else ~each.known for each in (people, rate, *factors)))
    if unknown is None or not unknown.any():
        return None
    code = np.where(unknown, _NOT_PRINTED, 0)
    if rate.given is not None:
        code[~rate.given] = _CANNOT_COMPUTE
    nobody = people.numerator == 0
    code[nobody if people.known is None else nobody & people.known] = 0
    return code


def _any(*flags: Flags | None) -> Flags | None:
    """Which are in any of them."""
    found = [each for each in flags if each is not None]
    return np.logical_or.reduce(found) if found else None


def _product(factors: list[Int64s], bound: int) -> tuple[Int64s, Flags | None]:
    """The product of columns, and where 64 bits might not hold it; it is at most `bound`, where that is told well."""
    if bound < SAFE:
        return reduce(np.multiply, factors), None
    found, fits = product(factors)
    return found, None if fits.all() else ~fits
