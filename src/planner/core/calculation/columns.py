"""The calculation rule (`planner.core.calculation.cohort`) over whole columns at once: every line in every plan year.

64-bit integers are the fast path. Where a bound says they could overflow, the line goes through Python's integers.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.calculation.cohort import bound_amount, line_amounts
from planner.core.model.fields import FIELDS, UNPRICED
from planner.core.model.growth import NO_GROWTH, Growth
from planner.core.model.lines import Lack, Lines, Steps
from planner.core.model.portfolio import Portfolio
from planner.core.money import Int64s, Mode, Rounding, round_ratios

SAFE = 2**61
"""Products and sums below this never come near the end of 64 bits, doubled for rounding included."""

LACKS = (None, *Lack)
"""What a column of lacks says: its numbers are places here."""

_NOT_PRINTED, _CANNOT_COMPUTE, _UNPRICED = 1, 2, 3


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


def evaluated_columns(portfolio: Portfolio, growth: Growth) -> tuple[npt.NDArray[Any], Int64s, npt.NDArray[Any]]:
    """Amounts and lacks of all lines in all plan years, L × Y; what of it is bound, 2 × L × Y."""
    lines, years = portfolio.lines, portfolio.years
    longest = int(lines.duration.max(initial=1))
    span = range(years[0] - longest + 1, years[-1] + 1)
    plan = np.array(years) - span.start
    grids = {key: _dense(lines.steps[key], len(lines), span) for key in FIELDS}
    intake = _bounded(grids["quantity"], portfolio, span)
    times, share = grids["times"], grids["share"]
    for factor in (times, share):  # a driver without a step is 1
        factor.numerator[~factor.given] = 1
    factors_known = ((times.known | ~times.given) & (share.known | ~share.given))[:, plan]
    amounts = np.zeros((len(lines), len(years)), dtype=np.int64)
    lack = np.zeros((len(lines), len(years)), dtype=np.int64)
    bound = np.zeros((2, len(lines), len(years)), dtype=np.int64)
    large = np.zeros(len(lines), dtype=np.bool_)
    if growth != NO_GROWTH:
        large |= _grow(grids["rate"], portfolio, span, growth)
    for k in range(longest):
        rows = np.flatnonzero(lines.duration > k)
        if not len(rows):
            break
        at = rows[:, None]
        start = plan[None, :] - k
        rate_at = np.where(lines.at_intake[rows][:, None], start, plan[None, :])
        people, people_known = intake.numerator[at, start], intake.known[at, start]
        rate = grids["rate"]
        rate_value, rate_given, rate_known = (
            column[at, rate_at] for column in (rate.numerator, rate.given, rate.known)
        )
        kept = np.ones((2, len(rows)), dtype=np.int64)
        if lines.retention:
            for place, row in enumerate(rows.tolist()):
                if row in lines.retention:
                    fraction = lines.retention[row][k]
                    if max(fraction.numerator, fraction.denominator) >= SAFE:
                        large[row] = True
                    else:
                        kept[:, place] = fraction.numerator, fraction.denominator
        grid = rate_value.shape
        above = [people, rate_value, np.broadcast_to(kept[0][:, None], grid)]
        below = [np.broadcast_to(kept[1][:, None], grid)]
        for factor in (times, share):
            above.append(factor.numerator[rows][:, plan])
            below.append(factor.denominator[rows][:, plan])
        unit = 1000  # the coarsest a rule rounds to
        numerator, fits = _product(above)
        denominator, also_fits = _product([*below, np.full(grid, unit, dtype=np.int64)])
        fits &= also_fits
        denominator = np.where(fits, denominator // unit, 1)
        large[rows] |= ~fits.all(axis=1)
        term = np.zeros(grid, dtype=np.int64)
        for code, rule in enumerate(Rounding):
            chosen = lines.rounding[rows] == code
            if chosen.any():
                term[chosen] = round_ratios(numerator[chosen], denominator[chosen], rule.mode, rule.unit)
        nobody = people_known & (people == 0)
        cannot = ~nobody & ~rate_given
        unknown = ~nobody & ~(people_known & rate_known & factors_known[rows])
        term = np.where(nobody | cannot | unknown, 0, term)
        amounts[rows] += term
        bound[0, rows, : k + 1] += term[:, : k + 1]  # years y with an intake in y − k before the request year
        bound[1, rows, k + 1 : k + 2] += term[:, k + 1 : k + 2]
        lack[rows] = np.maximum(lack[rows], np.where(cannot, _CANNOT_COMPUTE, np.where(unknown, _NOT_PRINTED, 0)))
    lack[np.ix_(lines.demand == UNPRICED, range(1, len(years)))] = _UNPRICED
    amounts[lack > 0] = 0
    bound[:, lack > 0] = 0
    if not large.any():
        return amounts, lack, bound
    exact, exactly_bound = amounts.astype(object), bound.astype(object)
    for row in np.flatnonzero(large).tolist():
        line = portfolio.line(row, growth=growth)
        for y, amount in enumerate(line_amounts(line, years)):
            known = isinstance(amount, int)
            exact[row, y] = amount if known else 0
            exactly_bound[:, row, y] = bound_amount(line, years[y], portfolio.request_year) if known else 0
            lack[row, y] = LACKS.index(None if isinstance(amount, int) else amount)
    return exact, lack, exactly_bound


def _grow(rate: _Dense, portfolio: Portfolio, span: range, growth: Growth) -> npt.NDArray[np.bool_]:
    """Let the rates grow in place (`planner.core.model.growth`); the lines whose rates leave 64 bits on the way."""
    large = np.zeros(len(rate.numerator), dtype=np.bool_)
    ages = np.arange(span.start, span.stop)[None, :] - np.maximum(rate.since, portfolio.request_year)
    for kind in np.unique(portfolio.growth_kinds).tolist():
        factor = growth.factor(kind)
        if factor == 1:
            continue
        here = rate.known & (portfolio.growth_kinds == kind)[:, None]
        for age in range(1, int(ages.max(initial=0)) + 1):
            grown = factor**age
            at = here & (ages == age)
            fits = np.abs(rate.numerator) <= (SAFE - 1) // grown.numerator
            large |= (at & ~fits).any(axis=1)
            at &= fits
            if grown.denominator >= SAFE:
                large |= at.any(axis=1)
                continue
            below = np.full(int(at.sum()), grown.denominator, dtype=np.int64)
            rate.numerator[at] = round_ratios(rate.numerator[at] * grown.numerator, below, Mode.HALF, 1)
    return large


def _bounded(quantity: _Dense, portfolio: Portfolio, span: range) -> _Dense:
    """The intake grid: 0 before the first step and outside the fiscal years of the program."""
    lines: Lines = portfolio.lines
    bounds = np.array(portfolio.bounds, dtype=np.int64).reshape(-1, 2)[lines.program]
    year = np.arange(span.start, span.stop)[None, :]
    outside = (year < bounds[:, :1]) | (year > bounds[:, 1:])
    none = outside | ~quantity.given
    return quantity._replace(numerator=np.where(none, 0, quantity.numerator), known=quantity.known | none)


def _product(factors: list[Int64s]) -> tuple[Int64s, npt.NDArray[np.bool_]]:
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
