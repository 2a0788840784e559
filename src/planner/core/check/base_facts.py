"""What the examiner's rules must know of the base: rates, intakes and which lines carry the same kind of rate.

Worked out once a base, over columns, so that looking at an edit costs what the edit touches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planner.core.calculation.evaluate import Base
from planner.core.memo import memoised
from planner.core.model.fields import QUANTITY, RATE
from planner.core.model.origins import Basis
from planner.core.model.portfolio import Portfolio
from planner.core.money import Int64s

LUMP_SUM = "式"
"""The unit of lines whose rate is the amount itself (一式): nothing another line could share."""

NO_FIGURE = -(2**62)
"""Stands for a value that is not given or not known."""

RateKind = tuple[str, str, str, int, int]
"""What rates of one kind have in common: how they were matched, label or parent, unit, last year's and this rate."""


@dataclass(frozen=True, eq=False)
class BaseFacts:
    """A base as the examiner's rules see it."""

    base: Base

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio of the base."""
        return self.base.portfolio

    @cached_property
    def previous_rates(self) -> Int64s:
        """The rate of each line in force in the previous year, or `NO_FIGURE`."""
        return _in_force(self.portfolio, RATE.key, self.portfolio.previous_year)

    @cached_property
    def rates(self) -> Int64s:
        """The rate of each line in force in the request year, or `NO_FIGURE`."""
        return _in_force(self.portfolio, RATE.key, self.portfolio.request_year)

    @cached_property
    def intakes(self) -> Int64s:
        """The quantity of each line in the request year; 0 where its program takes nobody in."""
        portfolio, year = self.portfolio, self.portfolio.request_year
        quantities = _in_force(portfolio, QUANTITY.key, year)
        bounds = np.array(portfolio.bounds, dtype=np.int64).reshape(-1, 2)[portfolio.lines.program]
        return np.where((bounds[:, 0] <= year) & (year <= bounds[:, 1]) & (quantities > 0), quantities, 0)

    @cached_property
    def cohorts(self) -> Mapping[int, tuple[int, ...]]:
        """Program → the rows of its own cohort lines, for programs that have some."""
        lines = self.portfolio.lines
        found: dict[int, list[int]] = {}
        for row in np.flatnonzero(lines.duration > 1).tolist():
            found.setdefault(int(lines.program[row]), []).append(row)
        return {program: tuple(rows) for program, rows in found.items()}

    @cached_property
    def intakes_of_cohorts(self) -> Mapping[int, int]:
        """The intake of each cohort line in the request year."""
        rows = np.flatnonzero(self.portfolio.lines.duration > 1)
        return dict(zip(rows.tolist(), self.intakes[rows].tolist(), strict=True))

    @cached_property
    def last_paid(self) -> Mapping[int, int]:
        """The last fiscal year in which each cohort line's intake of the request year is paid."""
        lines, year = self.portfolio.lines, self.portfolio.request_year
        found = {}
        for row in self.intakes_of_cohorts:
            kept = lines.retention.get(row, ())
            found[row] = year + max((k for k in range(int(lines.duration[row])) if not kept or kept[k]), default=0)
        return found

    @cached_property
    def ranged(self) -> frozenset[int]:
        """The lines with a published range on one of their figures."""
        has_range = np.array([origin.has_range for origin in self.portfolio.origins], dtype=np.bool_)
        found: set[int] = set()
        for steps in self.portfolio.lines.steps.values():
            owners = np.repeat(np.arange(len(self.portfolio.lines)), np.diff(steps.start))
            found.update(owners[has_range[steps.origin]].tolist())
        return frozenset(found)

    def kinds(self, row: int) -> Mapping[RateKind, tuple[int, ...]]:
        """The groups of base lines, of two programs at least, that carry the same kind of rate as this one.

        Of one kind are lines of the same label and unit at the same rate, and lines of programs with the same parent
        whose rates of both years are the same.
        """
        if not self._shared[row]:
            return {}
        groups = self._groups(int(self.rates[row]))
        return {kind: groups[kind] for kind in self._kinds_of(row) if kind in groups}

    @cached_property
    def _shared(self) -> tuple[bool, ...]:
        """For each line, whether another has the same rate."""
        _values, at, counts = np.unique(self.rates, return_inverse=True, return_counts=True)
        return tuple((counts[at] > 1).tolist())

    @cached_property
    def _by_rate(self) -> Int64s:
        return np.argsort(self.rates, kind="stable")

    @memoised
    def _groups(self, rate: int) -> Mapping[RateKind, tuple[int, ...]]:
        """The groups of lines at a rate."""
        low, high = (np.searchsorted(self.rates, rate, side, sorter=self._by_rate) for side in ("left", "right"))
        found: dict[RateKind, list[int]] = {}
        for row in self._by_rate[low:high].tolist():
            for kind in self._kinds_of(row):
                found.setdefault(kind, []).append(row)
        owners = self.portfolio.lines.program
        return {kind: tuple(rows) for kind, rows in found.items() if len({int(owners[row]) for row in rows}) > 1}

    def _kinds_of(self, row: int) -> list[RateKind]:
        portfolio, rate = self.portfolio, int(self.rates[row])
        lines = portfolio.lines
        unit = lines.units[row]
        if rate == NO_FIGURE or unit == LUMP_SUM or portfolio.line_basis[row] is Basis.RESIDUAL:
            return []
        kinds: list[RateKind] = [("label", lines.labels[row], unit, 0, rate)]
        parent, previous = portfolio.programs[lines.program[row]].parent, int(self.previous_rates[row])
        if parent and previous != NO_FIGURE:
            kinds.append(("parent", parent, unit, previous, rate))
        return kinds


def _in_force(portfolio: Portfolio, key: str, year: int) -> Int64s:
    """The value of a driver of whole numbers in force in a year, a line each, or `NO_FIGURE`."""
    steps = portfolio.lines.steps[key]
    if not len(steps.year):
        return np.full(len(portfolio.lines), NO_FIGURE, dtype=np.int64)
    seen = np.concatenate([[0], np.cumsum(steps.year <= year)])
    count = seen[steps.start[1:]] - seen[steps.start[:-1]]
    at = np.maximum(steps.start[:-1] + count - 1, 0)
    known = (count > 0) & steps.known[np.minimum(at, len(steps.year) - 1)]
    return np.where(known, steps.numerator[np.minimum(at, len(steps.year) - 1)], NO_FIGURE)
