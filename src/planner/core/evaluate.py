"""Amounts and totals: the base whole, over columns; a scenario as the base plus the lines its overrides touch.

An evaluation is a pure function of (portfolio, scenario); the full one is the law that the quick one must equal.
64-bit integers are the fast path; where a bound says they could overflow, Python's integers take over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.cohort import bound_amount, line_amounts
from planner.core.document import NO_OVERRIDES, Overrides
from planner.core.fields import DURATION, FIELDS, PRESENT, UNPRICED, Value
from planner.core.growth import NO_GROWTH, Growth
from planner.core.money import Int64s, Mode, Rounding, round_ratios
from planner.core.portfolio import Amount, Basis, Cell, Lack, Line, Lines, Portfolio, Steps, View

SAFE = 2**61
"""Products and sums below this never come near the end of 64 bits, doubled for rounding included."""

_LACKS = (None, *Lack)
_NOT_PRINTED, _CANNOT_COMPUTE, _UNPRICED = 1, 2, 3


class Total(NamedTuple):
    """A sum over lines in one year: the yen of those with an amount, how many those are, and how many have none.

    Those without one are not printed (`missing`), cannot be computed, or are requested without one (事項要求).
    """

    yen: int = 0
    known: int = 0
    missing: int = 0
    cannot: int = 0
    unpriced: int = 0

    @property
    def amount(self) -> int | None:
        """The yen to show: `None` where a line cannot be computed, or where no line has a figure at all."""
        return None if self.cannot or (not self.known and (self.missing or self.unpriced)) else self.yen

    def plus(self, other: Total) -> Total:
        """The sum of both."""
        return Total(
            self.yen + other.yen,
            self.known + other.known,
            self.missing + other.missing,
            self.cannot + other.cannot,
            self.unpriced + other.unpriced,
        )


Totals = tuple[Total, ...]
"""One total a plan year."""


def as_total(amount: Amount) -> Total:
    """The amount of one line as a sum."""
    if isinstance(amount, int):
        return Total(amount, 1)
    return Total(0, 0, *(int(amount is lack) for lack in Lack))


@dataclass(frozen=True, eq=False)
class Base:
    """The portfolio evaluated whole: amounts as an L × Y array (64-bit, or Python integers where needed).

    `lack` holds 0 where there is an amount, else 1 + the place in `Lack`; `programs` the totals of each program,
    its parts included; `total` those of all. `bound` is what the amounts owe to intakes before the request year (0)
    and to its own (1), 2 × L × Y. `growth` is what later years' rates are assumed to grow by.
    """

    portfolio: Portfolio
    amounts: npt.NDArray[Any]
    lack: npt.NDArray[np.int64]
    bound: npt.NDArray[Any]
    programs: tuple[Totals, ...]
    total: Totals
    growth: Growth = NO_GROWTH

    def line(self, row: int, overrides: Mapping[Cell, Value] | None = None) -> Line:
        """Line `row` with a scenario's own steps, under the growth assumed here."""
        return self.portfolio.line(row, overrides, self.growth)

    @cached_property
    def residuals(self) -> tuple[tuple[int, ...], ...]:
        """For each program the yen of its residual lines, parts included, a plan year each."""
        portfolio = self.portfolio
        sums = [[0] * len(portfolio.years) for _ in portfolio.programs]
        for row in self._residual_rows:
            for program in portfolio.ancestors[portfolio.lines.program[row]]:
                for y, amount in enumerate(self.amounts[row].tolist()):
                    sums[program][y] += amount
        return tuple(map(tuple, sums))

    @cached_property
    def suspects(self) -> frozenset[int]:
        """The lines that lack an amount in some year, or are a residual below zero."""
        negative = (row for row in self._residual_rows if min(self.amounts[row].tolist()) < 0)
        return self._lacking | frozenset(negative)

    @cached_property
    def _lacking(self) -> frozenset[int]:
        """The lines that lack an amount in some year."""
        return frozenset(np.nonzero(self.lack)[0].tolist())

    @cached_property
    def _residual_rows(self) -> tuple[int, ...]:
        return tuple(row for row, basis in enumerate(self.portfolio.line_basis) if basis is Basis.RESIDUAL)

    def row(self, line: int) -> tuple[Amount, ...]:
        """The amounts of one line, a plan year each."""
        if line not in self._lacking:
            return tuple(self.amounts[line].tolist())
        return tuple(
            _LACKS[lack] or amount
            for amount, lack in zip(self.amounts[line].tolist(), self.lack[line].tolist(), strict=True)
        )


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A scenario evaluated: only what differs from the base is held, everything can be asked."""

    base: Base
    overrides: Overrides
    lines: Mapping[int, tuple[Amount, ...]]
    programs: Mapping[int, Totals]
    total: Totals

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio both are evaluated over."""
        return self.base.portfolio

    def line(self, row: int) -> tuple[Amount, ...]:
        """The amounts of a line, a plan year each."""
        return self.lines[row] if row in self.lines else self.base.row(row)

    def drivers(self, row: int) -> Line:
        """A line as it stands in the scenario: its drivers, how it runs, the growth assumed."""
        return self.base.line(row, self.overrides.get(self.portfolio.lines.ids[row]))

    def program(self, index: int) -> Totals:
        """The totals of a program with its parts, a plan year each; what it relists is not in them."""
        return self.programs[index] if index in self.programs else self.base.programs[index]

    @cached_property
    def _nothing(self) -> Totals:
        return tuple(Total() for _ in self.portfolio.years)

    def relisted(self, index: int) -> Totals:
        """The totals of what the program's sheet shows as 再掲 and others count."""
        totals = self._nothing
        for id_ in self.portfolio.programs[index].relists:
            totals = _add(totals, self.program(self.portfolio.program_index[id_]))
        return totals

    def is_present(self, row: int) -> bool:
        """Whether a line is requested in the request year (計上); a line of the base that is not is 廃止."""
        cells = self.overrides.get(self.portfolio.lines.ids[row], {})
        own = [(cell.year, cells[cell]) for cell in cells if cell.field == PRESENT.key]
        given = [value for year, value in sorted(own) if year <= self.portfolio.request_year]
        return bool(given[-1]) if given else row not in self.portfolio.proposals

    @cached_property
    def absent(self) -> frozenset[int]:
        """The lines of the base that are not requested in the request year."""
        index = self.portfolio.line_index
        rows = {
            index[line]
            for line, cells in self.overrides.items()
            if line in index and any(cell.field == PRESENT.key for cell in cells)
        }
        return frozenset(row for row in rows - self.portfolio.proposals if not self.is_present(row))

    @cached_property
    def lengthened(self) -> frozenset[int]:
        """The lines whose duration the scenario sets."""
        index = self.portfolio.line_index
        return frozenset(
            index[line]
            for line, cells in self.overrides.items()
            if line in index and any(cell.field == DURATION.key for cell in cells)
        )

    def shows(self, row: int) -> bool:
        """Whether a line is there to be shown: all of the base are, a proposed one where it is requested."""
        return row not in self.portfolio.proposals or self.is_present(row)

    @property
    def hidden(self) -> frozenset[int]:
        """The proposed lines that are not there in this scenario."""
        return frozenset(row for row in self.portfolio.proposals if not self.is_present(row))

    def shows_program(self, index: int) -> bool:
        """Whether a program is there to be shown: all of the base are, a proposed one with a line that is."""
        if not self.portfolio.programs[index].proposed:
            return True
        return any(self.shows(row) for row in self.portfolio.line_ranges[index]) or any(
            self.shows_program(child) for child in self.portfolio.children[index]
        )

    def has_ended(self, index: int) -> bool:
        """Whether a program of the base has no line left in the request (廃止); one without lines has none to lose."""
        if not self.absent:
            return False
        rows = self.portfolio.rows_below(index)
        return bool(rows) and self.absent.issuperset(rows)

    def view(self, view: View) -> Totals:
        """The totals of a view: each member once, those only listed there (再掲) left out."""
        totals = tuple(Total() for _ in self.portfolio.years)
        for member in view.members:
            if not member.relisted:
                totals = _add(totals, self.program(self.portfolio.program_index[member.program]))
        return totals


def _add(a: Totals, b: Totals) -> Totals:
    return tuple(x.plus(y) for x, y in zip(a, b, strict=True))


def evaluate_base(portfolio: Portfolio, growth: Growth = NO_GROWTH) -> Base:
    """Evaluate every line of the portfolio in every plan year."""
    amounts, lack, bound = _columns(portfolio, growth)
    lines, years = portfolio.lines, len(portfolio.years)
    count = len(portfolio.programs)
    if amounts.dtype != object and len(lines):
        largest = int(np.abs(amounts).max(initial=0))
        if largest * len(lines) >= SAFE:
            amounts = amounts.astype(object)
    own = np.zeros((count, years), dtype=amounts.dtype)
    counts = np.zeros((len(_LACKS), count, years), dtype=np.int64)
    np.add.at(own, lines.program, np.where(lack == 0, amounts, 0))
    for code, tally in enumerate(counts):
        np.add.at(tally, lines.program, (lack == code).astype(np.int64))
    totals = [tuple(map(Total, *row)) for row in zip(own.tolist(), *counts.tolist(), strict=True)]
    grand: Totals = tuple(Total() for _ in portfolio.years)
    for i in reversed(range(count)):
        chain = portfolio.ancestors[i]
        if len(chain) > 1:
            totals[chain[1]] = _add(totals[chain[1]], totals[i])
        else:
            grand = _add(grand, totals[i])
    for column in (amounts, lack, bound):
        column.setflags(write=False)
    return Base(portfolio, amounts, lack, bound, tuple(totals), grand, growth)


def regrown(base: Base, growth: Growth) -> Base:
    """The same portfolio under another growth; the base itself where it has that one."""
    return base if growth == base.growth else evaluate_base(base.portfolio, growth)


def evaluate(base: Base, overrides: Overrides = NO_OVERRIDES, previous: Evaluation | None = None) -> Evaluation:
    """Evaluate a scenario given its resolved overrides.

    `previous` is any evaluation over the same base; lines whose overrides it shares are taken from it, so an
    edit costs what it changes. Years before the request year stay the base's: they are enacted.
    """
    if previous is None or previous.base is not base:
        previous = Evaluation(base, NO_OVERRIDES, {}, {}, base.total)
    portfolio = base.portfolio
    if previous.overrides is overrides:
        return previous
    touched = touched_lines(previous.overrides, overrides)
    if not touched:
        return Evaluation(base, overrides, previous.lines, previous.programs, previous.total)
    lines, programs, total = dict(previous.lines), dict(previous.programs), previous.total
    planned = portfolio.years[1:]
    for line in touched:
        row = portfolio.line_index.get(line)
        if row is None:
            continue  # the line has gone: `checks` reports it
        enacted = base.row(row)
        old_amounts = lines.pop(row, enacted)
        new_amounts = enacted
        if line in overrides:
            new_amounts = (enacted[0], *line_amounts(base.line(row, overrides[line]), planned))
            lines[row] = new_amounts
        if new_amounts == old_amounts:
            continue
        for program in portfolio.ancestors[portfolio.lines.program[row]]:
            programs[program] = _moved(programs.get(program, base.programs[program]), old_amounts, new_amounts)
        total = _moved(total, old_amounts, new_amounts)
    return Evaluation(base, overrides, lines, programs, total)


def touched_lines(before: Overrides, after: Overrides) -> list[str]:
    """The lines (ids) whose overrides are not the same."""
    touched = [line for line, cells in after.items() if (old := before.get(line)) is not cells and old != cells]
    return touched + [line for line in before if line not in after]


def _moved(totals: Totals, old: tuple[Amount, ...], new: tuple[Amount, ...]) -> Totals:
    """The totals after one of their lines went from `old` to `new` amounts."""
    moved = list(totals)
    for y, (before, after) in enumerate(zip(old, new, strict=True)):
        if before is after:
            continue
        total = moved[y]
        if isinstance(before, int) and isinstance(after, int):
            moved[y] = total._replace(yen=total.yen + after - before)
        else:
            a, b = as_total(before), as_total(after)
            moved[y] = Total(*(t + y - x for t, x, y in zip(total, a, b, strict=True)))
    return tuple(moved)


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


def _columns(portfolio: Portfolio, growth: Growth) -> tuple[npt.NDArray[Any], Int64s, npt.NDArray[Any]]:
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
            lack[row, y] = _LACKS.index(None if isinstance(amount, int) else amount)
    return exact, lack, exactly_bound


def _grow(rate: _Dense, portfolio: Portfolio, span: range, growth: Growth) -> npt.NDArray[np.bool_]:
    """Let the rates grow in place (`planner.core.growth`); the lines whose rates leave 64 bits on the way."""
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
