"""The split of lines (`planner.core.explain.line_split`) over whole columns, for lines as the base has them.

64-bit integers throughout. Lines whose products could leave them are told, and go through the exact rule.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.calculation.columns import LACK_CODES, SAFE
from planner.core.explain.factors import (
    ENDED,
    FACTORS,
    NEW,
    NOT_PRINTED,
    QUANTITY,
    RATE,
    RESIDUAL,
    ROUNDING,
    TENURE,
    TIMES_SHARE,
)
from planner.core.explain.sides import Side
from planner.core.model.lines import Lack, Lines, Steps
from planner.core.model.portfolio import Portfolio
from planner.core.money import Int64s, Mode, round_ratios

Flags = npt.NDArray[np.bool_]
_NOT_PRINTED, _CANNOT_COMPUTE, _UNPRICED = (
    LACK_CODES.index(lack) for lack in (Lack.NOT_PRINTED, Lack.CANNOT_COMPUTE, Lack.UNPRICED)
)
_PART = 2**31
"""Denominators below this have a common one within 64 bits."""


class ColumnSplit(NamedTuple):
    """The factors of lines, F × L; which of them are `itemised`, or `apart` (without an amount on a side).

    Those of `large` lines are not here: they are to go through the exact rule.
    """

    factors: Int64s
    itemised: Flags
    apart: Flags
    large: Flags


class _Ages(NamedTuple):
    """Those of one age on both sides: the lines that can have any, people as `intake × kept / of`, rates."""

    age: int
    rows: Int64s
    people: tuple[Int64s, Int64s]
    rates: tuple[Int64s, Int64s]
    of: Int64s


def split_columns(before: Side, after: Side) -> Generator[None, None, ColumnSplit]:
    """The factors of every line as the base has it, between two sides before rates are assumed to grow; bit by bit."""
    portfolio, years = before.evaluation.portfolio, (before.year, after.year)
    lines, count = portfolio.lines, len(portfolio.lines)
    amounts, lacks, large = _amounts((before, after))
    difference = amounts[1] - amounts[0]
    apart = ((lacks == _CANNOT_COMPUTE) | (lacks == _UNPRICED)).any(axis=0)
    if years[0] == years[1] and before.evaluation.base is after.evaluation.base:  # the base beside itself
        nothing = np.zeros(count, dtype=np.bool_)
        return ColumnSplit(np.zeros((len(FACTORS), count), dtype=np.int64), nothing, apart, nothing)
    unprinted = ~apart & (lacks == _NOT_PRINTED).any(axis=0)
    ages: list[_Ages] = []
    for age in range(int(lines.duration.max(initial=1))):
        yield
        ages.append(_of_age(portfolio, years, age, large))
    yield
    there, newest = _who_is_there(ages, count)
    told = apart | unprinted
    alone, both = ~told & (there[0] ^ there[1]), ~told & there[0] & there[1]
    outside, silent = _unsaid(portfolio, alone, np.where(there[0], years[1], years[0]))
    residual = portfolio.is_residual & (both | (alone & ~outside))
    alone &= ~residual
    earlier = int(years[1] < years[0])
    run_out = alone & there[earlier] & ~newest[earlier] & ~lines.proposed
    if years[0] == years[1]:
        run_out[:] = False
    belongs = alone & ~run_out & np.fromiter(map(bool, lines.of), dtype=np.bool_, count=count)
    alone &= ~belongs
    split = both & ~residual
    factors = np.zeros((len(FACTORS), count), dtype=np.int64)
    yield
    times_share = _times_share(lines, years, large)
    for each in ages:
        yield
        _by_vintage(factors, each, split, times_share, years[0] != years[1], large)
    yield
    factors[ROUNDING, split] = difference[split] - factors[:, split].sum(axis=0)
    whole = {
        NOT_PRINTED: unprinted,
        RESIDUAL: residual,
        TENURE: run_out,
        RATE: belongs,
        ENDED: alone & ~run_out & there[0],
        NEW: alone & ~run_out & there[1],
    }
    for factor, rows in whole.items():
        factors[factor, rows] = difference[rows]
    factors[:, large] = 0
    return ColumnSplit(factors, alone & ~run_out & silent, apart, large)


def _amounts(sides: tuple[Side, Side]) -> tuple[Int64s, Int64s, Flags]:
    """The amounts of the base on both sides and its lacks, 2 × L; which lines have larger ones than fit (0 there)."""
    columns = [side.evaluation.base.amounts[:, side.place] for side in sides]
    lacks = np.array([side.evaluation.base.lack[:, side.place] for side in sides])
    large = np.zeros(lacks.shape[1], dtype=np.bool_)
    for column in columns:
        if column.dtype == object:
            large |= (np.abs(column) >= SAFE).astype(np.bool_)
    return np.array([np.where(large, 0, column).astype(np.int64) for column in columns]), lacks, large


def _of_age(portfolio: Portfolio, years: tuple[int, int], age: int, large: Flags) -> _Ages:
    """Everybody of an age who is there on one side or the other; lines with too fine a retention become `large`."""
    lines = portfolio.lines
    rows = np.flatnonzero(lines.duration > age)
    first, last = np.array(portfolio.bounds, dtype=np.int64).reshape(-1, 2)[lines.program[rows]].T
    kept, of = _retention(lines, rows, age, large)
    people, rates = [], []
    for year in years:
        if age:
            at = np.where(lines.at_intake[rows], year - age, year)
            intake, given = _in_force(lines.steps["quantity"], rows, np.full(len(rows), year - age))[:2]
            rate = _in_force(lines.steps["rate"], rows, at)[0]
        else:
            intake, given = _in_force_everywhere(lines.steps["quantity"], year)[:2]
            rate = _in_force_everywhere(lines.steps["rate"], year)[0]
        nobody = ~given | (year - age < first) | (year - age > last) | lines.proposed[rows]
        people.append(np.where(nobody, 0, intake) * kept)
        rates.append(rate)
    return _Ages(age, rows, (people[0], people[1]), (rates[0], rates[1]), of)


def _retention(lines: Lines, rows: Int64s, age: int, large: Flags) -> tuple[Int64s, Int64s]:
    kept = np.ones((2, len(rows)), dtype=np.int64)
    for place, row in enumerate(rows.tolist()) if lines.retention else ():
        if row in lines.retention:
            fraction = lines.retention[row][age]
            if max(fraction.numerator, fraction.denominator) >= _PART:
                large[row] = True
            else:
                kept[:, place] = fraction.numerator, fraction.denominator
    return kept[0], kept[1]


def _in_force(steps: Steps, rows: Int64s, years: Int64s) -> tuple[Int64s, Flags, Int64s]:
    """One driver of lines in a year each: its numerator, whether there is a step by then, its denominator."""
    low, high = steps.start[rows], steps.start[rows + 1]
    while (open_ := low < high).any():  # the steps of a line are in order of years: bisect all of them at once
        middle = (low + high) >> 1
        earlier = open_ & (steps.year[np.where(open_, middle, 0)] <= years)
        low = np.where(earlier, middle + 1, low)
        high = np.where(open_ & ~earlier, middle, high)
    return _steps_before(steps, low, low > steps.start[rows])


def _in_force_everywhere(steps: Steps, year: int) -> tuple[Int64s, Flags, Int64s]:
    """The same for every line in one year."""
    up_to = np.zeros(len(steps.year) + 1, dtype=np.int32)  # so many steps a portfolio has not
    np.cumsum(steps.year <= year, out=up_to[1:])
    start = steps.start[:-1]
    count = up_to[steps.start[1:]] - up_to[start]
    return _steps_before(steps, start + count, count > 0)


def _steps_before(steps: Steps, places: Int64s, given: Flags) -> tuple[Int64s, Flags, Int64s]:
    if not given.any():
        return np.zeros(len(given), dtype=np.int64), given, np.ones(len(given), dtype=np.int64)
    at = np.where(given, places - 1, 0)
    return np.where(given, steps.numerator[at], 0), given, np.where(given, steps.denominator[at], 1)


def _who_is_there(ages: list[_Ages], count: int) -> tuple[Flags, Flags]:
    """Whether anybody is there, and whether anybody of this year's intake is, 2 × L."""
    there, newest = np.zeros((2, count), dtype=np.bool_), np.zeros((2, count), dtype=np.bool_)
    for each in ages:
        for side in (0, 1):
            there[side, each.rows] |= each.people[side] > 0
            if each.age == 0:
                newest[side, each.rows] = each.people[side] > 0
    return there, newest


def _unsaid(portfolio: Portfolio, alone: Flags, years: Int64s) -> tuple[Flags, Flags]:
    """For lines that are not there in a year: whether it is none of their program; whether nothing is said of them."""
    lines, rows = portfolio.lines, np.flatnonzero(alone)
    outside, silent = np.zeros((2, len(lines)), dtype=np.bool_)
    first, last = np.array(portfolio.bounds, dtype=np.int64).reshape(-1, 2)[lines.program[rows]].T
    outside[rows] = (years[rows] < first) | (years[rows] > last)
    silent[rows] = ~outside[rows] & ~lines.proposed[rows] & ~_in_force(lines.steps["quantity"], rows, years[rows])[1]
    return outside, silent


def _times_share(lines: Lines, years: tuple[int, int], large: Flags) -> tuple[Int64s, Int64s, Int64s]:
    """Times × share on both sides as whole numbers over a common denominator; `large` where it is too fine."""
    above: list[Int64s] = []
    below: list[Int64s] = []
    for year in years:
        numerator, denominator = np.ones((2, len(lines)), dtype=np.int64)
        for key in ("times", "share"):
            if len(lines.steps[key].year):
                n, given, d = _in_force_everywhere(lines.steps[key], year)
                numerator, denominator = numerator * np.where(given, n, 1), denominator * d  # each below 10^9
        large |= (numerator >= _PART) | (denominator >= _PART)
        above.append(np.where(large, 1, numerator))
        below.append(np.where(large, 1, denominator))
    if np.array_equal(below[0], below[1]):
        return above[0], above[1], below[0]
    common = np.lcm(below[0], below[1])
    fits = common < _PART
    large |= ~fits
    common = np.where(fits, common, 1)
    first, second = (np.where(fits, n * (common // d), 1) for n, d in zip(above, below, strict=True))
    return first, second, common


def _by_vintage(
    factors: Int64s,
    each: _Ages,
    wanted: Flags,
    times_share: tuple[Int64s, Int64s, Int64s],
    years_pass: bool,
    large: Flags,
) -> None:
    """Add to `factors` what rate, people and times × share make of those of one age, of the lines `wanted`."""
    at = np.flatnonzero(wanted[each.rows] & ((each.people[0] > 0) | (each.people[1] > 0)))
    rows = each.rows[at]
    people = [side[at] for side in each.people]
    none = [side == 0 for side in people]
    rates, times = [side[at] for side in each.rates], [side[rows] for side in times_share[:2]]
    for three in (rates, times):  # what nobody is paid on one side is taken as on the other
        three[0], three[1] = np.where(none[0], three[1], three[0]), np.where(none[1], three[0], three[1])
    below = 6 * each.of[at].astype(np.float64) * times_share[2][rows]
    above = 24 * np.maximum(*map(np.abs, rates)).astype(np.float64) * np.maximum(*people) * np.maximum(*times)
    fits = (above < SAFE) & (below < SAFE / 4)
    if not fits.all():
        large[rows[~fits]] = True
        at, rows = at[fits], rows[fits]
        people, rates, times = ([side[fits] for side in three] for three in (people, rates, times))
    of = 6 * each.of[at] * times_share[2][rows]
    factors[RATE, rows] += _share(rates, people, times, of)
    factors[TENURE if each.age and years_pass else QUANTITY, rows] += _share(people, rates, times, of)
    factors[TIMES_SHARE, rows] += _share(times, rates, people, of)


def _share(own: list[Int64s], other: list[Int64s], third: list[Int64s], of: Int64s) -> Int64s:
    """What one factor adds, evenly over the orders in which the three can change (`planner.core.explain.factors`)."""
    share = np.zeros(len(of), dtype=np.int64)
    on = np.flatnonzero(own[0] != own[1])
    if len(on):
        (a, b), (c, d), (e, f) = ((three[0][on], three[1][on]) for three in (own, other, third))
        share[on] = round_ratios((b - a) * (2 * c * e + c * f + d * e + 2 * d * f), of[on], Mode.HALF, 1)
    return share
