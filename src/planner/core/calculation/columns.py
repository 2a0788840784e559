"""The calculation rule (`planner.core.calculation.cohort`) over whole columns at once: every line in every plan year.

64-bit integers are the fast path. Where a bound says they could overflow, the line goes through Python's integers.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.calculation.cohort import bound_amount, line_amounts
from planner.core.model.fields import FIELDS, QUANTITY, RATE, SHARE, TIMES, UNPRICED
from planner.core.model.growth import NO_GROWTH, Growth
from planner.core.model.lines import ROUNDINGS, Lack, Lines, Steps
from planner.core.model.portfolio import Portfolio
from planner.core.money import Int64s, Mode, round_ratios

SAFE = 2**61
"""Products and sums below this never come near the end of 64 bits, doubled for rounding included."""

LACK_CODES = (None, *Lack)
"""What a column of lacks says: its numbers are places here."""

_NOT_PRINTED, _CANNOT_COMPUTE, _UNPRICED = range(1, len(LACK_CODES))
COARSEST = max(rounding.unit for rounding in ROUNDINGS)
"""The largest unit that amounts are rounded to, in yen."""


Columns = tuple[npt.NDArray[Any], Int64s, npt.NDArray[Any]]
"""Amounts and lacks of all lines in all plan years, L × Y; what of it is bound, 2 × L × Y."""


class _Dense(NamedTuple):
    """One driver on the grid line × fiscal year: values in force, since when, whether there is a step, a known one."""

    numerator: Int64s
    denominator: Int64s
    given: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]
    since: Int64s


def _dense(steps: Steps, lines: int, years: range) -> _Dense:
    step_line = np.repeat(np.arange(lines), np.diff(steps.start))
    column = np.clip(steps.year - years.start, 0, None)
    seen = column < len(years)
    at = np.full((lines, len(years)), -1, dtype=np.int64)
    at[step_line[seen], column[seen]] = np.flatnonzero(seen)  # by year within a line: the last step wins
    np.maximum.accumulate(at, axis=1, out=at)
    given = at >= 0
    if len(steps.year) == 0:
        zeros = np.zeros((lines, len(years)), dtype=np.int64)
        return _Dense(zeros, zeros + 1, given, given, zeros)
    return _Dense(
        np.where(given, steps.numerator[at], 0),
        np.where(given, steps.denominator[at], 1),
        given,
        given & steps.known[at],
        np.where(given, steps.year[at], 0),
    )


def evaluated_columns(portfolio: Portfolio, growth: Growth) -> Columns:
    """Every line of a portfolio in every plan year."""
    lines, shape = portfolio.lines, (len(portfolio.lines), len(portfolio.years))
    amounts, lack = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    bound = np.zeros((2, *shape), dtype=np.int64)
    grids = _Grids(portfolio, growth)
    for k in range(grids.longest):
        rows = np.flatnonzero(lines.duration > k)
        term, lacking = grids.vintages(rows, k)
        grids.large[rows] |= too_large(term, grids.longest).any(axis=1)
        amounts[rows] += term
        bound[0, rows, : k + 1] += term[:, : k + 1]  # years y with an intake in y − k before the request year
        bound[1, rows, k + 1 : k + 2] += term[:, k + 1 : k + 2]
        lack[rows] = np.maximum(lack[rows], lacking)
    lack[np.ix_(lines.demand == UNPRICED, range(1, shape[1]))] = _UNPRICED
    amounts[lack > 0] = 0
    bound[:, lack > 0] = 0
    if grids.large.any():
        return _exactly(portfolio, growth, np.flatnonzero(grids.large).tolist(), (amounts, lack, bound))
    return amounts, lack, bound


def _exactly(portfolio: Portfolio, growth: Growth, rows: list[int], columns: Columns) -> Columns:
    """The columns with those lines worked out in Python's integers, which hold any amount."""
    lack, (amounts, bound) = columns[1], (each.astype(object) for each in columns[::2])
    for row in rows:
        line = portfolio.line(row, growth=growth)
        for y, amount in enumerate(line_amounts(line, portfolio.years)):
            if isinstance(amount, int):
                amounts[row, y], lack[row, y] = amount, 0
                bound[:, row, y] = bound_amount(line, portfolio.years[y], portfolio.request_year)
            else:
                amounts[row, y], lack[row, y] = 0, LACK_CODES.index(amount)
                bound[:, row, y] = 0
    return amounts, lack, bound


class _Grids:
    """The drivers of all lines on the grid line × fiscal year, and what the vintages of one age make of them.

    `longest` is for how many years an intake stays at most. `large` are the lines of which a number could leave 64 bits
    on the way; what comes out for them is of no account.
    """

    def __init__(self, portfolio: Portfolio, growth: Growth) -> None:
        lines, years = portfolio.lines, portfolio.years
        self.longest = int(lines.duration.max(initial=1))
        span = range(years[0] - self.longest + 1, years[-1] + 1)
        grids = {key: _dense(lines.steps[key], len(lines), span) for key in FIELDS}
        self._lines, self._plan = lines, np.array(years) - span.start
        self._rate, self._intake = grids[RATE.key], _bounded(grids[QUANTITY.key], portfolio, span)
        self._times, self._share = (_factor(grids[key], self._plan) for key in (TIMES.key, SHARE.key))
        self.large = np.zeros(len(lines), dtype=np.bool_)
        if growth != NO_GROWTH:
            self.large |= _grow(self._rate, portfolio, span, growth)

    def vintages(self, rows: Int64s, k: int) -> tuple[Int64s, Int64s]:
        """What the intakes of `k` years before add to the amounts of those lines, a plan year each, and what lacks."""
        at, intake_year = rows[:, None], self._plan[None, :] - k
        rate_year = np.where(self._lines.at_intake[rows][:, None], intake_year, self._plan[None, :])
        people, people_known = self._intake.numerator[at, intake_year], self._intake.known[at, intake_year]
        factors_known = (self._times.known & self._share.known)[rows]
        nobody = people_known & (people == 0)
        cannot = ~nobody & ~self._rate.given[at, rate_year]
        unknown = ~nobody & ~(people_known & self._rate.known[at, rate_year] & factors_known)
        term = self._rounded(rows, k, people, self._rate.numerator[at, rate_year])
        return (
            np.where(nobody | cannot | unknown, 0, term),
            np.where(cannot, _CANNOT_COMPUTE, np.where(unknown, _NOT_PRINTED, 0)),
        )

    def _rounded(self, rows: Int64s, k: int, people: Int64s, rate: Int64s) -> Int64s:
        """People × retention × rate × times × share, rounded by the rule of each line."""
        kept, out_of = self._retention(rows, k)
        times, share = self._times, self._share
        above = [people, rate, np.broadcast_to(kept[:, None], rate.shape), times.numerator[rows], share.numerator[rows]]
        below = [np.broadcast_to(out_of[:, None], rate.shape), times.denominator[rows], share.denominator[rows]]
        numerator, fits = product(above)
        denominator, also_fits = product([*below, np.full(rate.shape, COARSEST, dtype=np.int64)])
        fits &= also_fits
        denominator = np.where(fits, denominator // COARSEST, 1)
        self.large[rows] |= ~fits.all(axis=1)
        term = np.zeros(rate.shape, dtype=np.int64)
        for code, rounding in enumerate(ROUNDINGS):
            chosen = self._lines.rounding[rows] == code
            if chosen.any():
                term[chosen] = round_ratios(numerator[chosen], denominator[chosen], rounding.mode, rounding.unit)
        return term

    def _retention(self, rows: Int64s, k: int) -> tuple[Int64s, Int64s]:
        """The share of the intakes that is there `k` years after, as numerators and denominators."""
        kept = np.ones((2, len(rows)), dtype=np.int64)
        retention = self._lines.retention
        if retention:
            for place, row in enumerate(rows.tolist()):
                if row in retention:
                    share = retention[row][k]
                    if max(share.numerator, share.denominator) >= SAFE:
                        self.large[row] = True
                    else:
                        kept[:, place] = share.numerator, share.denominator
        return kept[0], kept[1]


class _Factor(NamedTuple):
    """Times or share of every line in the plan years: 1 where no step is."""

    numerator: Int64s
    denominator: Int64s
    known: npt.NDArray[np.bool_]


def _factor(grid: _Dense, plan: Int64s) -> _Factor:
    given = grid.given[:, plan]
    numerator = np.where(given, grid.numerator[:, plan], 1)
    return _Factor(numerator, grid.denominator[:, plan], grid.known[:, plan] | ~given)


def _grow(rate: _Dense, portfolio: Portfolio, span: range, growth: Growth) -> npt.NDArray[np.bool_]:
    """Let the rates grow in place; the lines whose rates leave 64 bits on the way."""
    large = np.zeros(len(rate.numerator), dtype=np.bool_)
    for column, year in enumerate(span):
        ages = np.where(rate.known[:, column], year - np.maximum(rate.since[:, column], portfolio.request_year), 0)
        rate.numerator[:, column], fits = grown(rate.numerator[:, column], portfolio.growth_kinds, ages, growth)
        large |= ~fits
    return large


def grown(rates: Int64s, kinds: Int64s, ages: Int64s, growth: Growth) -> tuple[Int64s, npt.NDArray[np.bool_]]:
    """Rates after so many years of growth, and which of them 64 bits hold; the others stay as they were."""
    result, holds = rates.copy(), np.ones(len(rates), dtype=np.bool_)
    for kind in np.unique(kinds).tolist():
        factor = growth.factor(kind)
        here = kinds == kind
        for age in range(1, int(ages[here].max(initial=0)) + 1) if factor != 1 else ():
            grown_by = factor**age
            at = here & (ages == age)
            fits = (np.abs(rates) <= (SAFE - 1) // grown_by.numerator) & (grown_by.denominator < SAFE)
            holds &= fits | ~at
            at &= fits
            if at.any():
                below = np.full(int(at.sum()), grown_by.denominator, dtype=np.int64)
                result[at] = round_ratios(rates[at] * grown_by.numerator, below, Mode.HALF, 1)
    return result, holds


def _bounded(quantity: _Dense, portfolio: Portfolio, span: range) -> _Dense:
    """The intake grid: 0 before the first step and outside the fiscal years of the program."""
    lines: Lines = portfolio.lines
    bounds = np.array(portfolio.bounds, dtype=np.int64).reshape(-1, 2)[lines.program]
    year = np.arange(span.start, span.stop)[None, :]
    outside = (year < bounds[:, :1]) | (year > bounds[:, 1:])
    none = outside | ~quantity.given
    return quantity._replace(numerator=np.where(none, 0, quantity.numerator), known=quantity.known | none)


def largest_of(numbers: Int64s) -> int:
    """The largest of whole numbers, whatever the sign."""
    return max(int(numbers.max(initial=0)), -int(numbers.min(initial=0)))


def too_large(terms: Int64s, count: int) -> npt.NDArray[np.bool_]:
    """Which numbers are so large that so many of them together could leave 64 bits."""
    if largest_of(terms) * count < SAFE:
        return np.zeros(terms.shape, dtype=np.bool_)
    return np.abs(terms) >= SAFE // count


def product(factors: list[Int64s]) -> tuple[Int64s, npt.NDArray[np.bool_]]:
    """The product of arrays of one shape, and where it is certain to fit; elsewhere 0."""
    bound = 1
    for factor in factors:
        bound *= max(int(np.abs(factor).max(initial=0)), 1)
    product = np.array(factors[0])
    if bound < SAFE:
        for factor in factors[1:]:
            product = product * factor
        return product, np.ones(product.shape, dtype=np.bool_)
    size = np.abs(product)
    fits = size < SAFE
    for factor in factors[1:]:
        magnitude = np.abs(factor)
        fits &= size <= SAFE // np.maximum(magnitude, 1)
        size = np.where(fits, size * magnitude, 0)
        product = np.where(fits, product * factor, 0)
    return product, fits
