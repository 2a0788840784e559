"""後年度負担: what is paid in each plan year, and how much of it decisions up to the request year already bind.

Bound are the vintages taken in until the request year, and what lines pay of an obligation until it ends
(`planner.core.model.obligations`). The rest of a later year is policy: it is paid only if somebody decides so again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np

from planner.core.calculation.cohort import Bound, bound_amount
from planner.core.calculation.evaluate import Base, Evaluation, Totals
from planner.core.model.lines import Amount
from planner.core.model.obligations import Obligation, Schedule, schedule
from planner.core.model.portfolio import Portfolio, View
from planner.core.persistent import differing, updated

Bounds = tuple[Bound, ...]
"""What is bound in each plan year."""


class Burden(NamedTuple):
    """One year of a program, a view or everything, in yen.

    `amount` is all that is paid, `None` where it cannot be said; `earlier` what intakes and obligations from before the
    request year bind of it, `request` what the request year's own do, `policy` the rest.
    """

    amount: int | None
    earlier: int
    request: int
    policy: int | None

    @property
    def committed(self) -> int:
        """What is bound, whatever is decided later."""
        return self.earlier + self.request

    @property
    def bound_share(self) -> Fraction | None:
        """The part of the amount that is bound (拘束率); `None` where there is nothing to share."""
        return Fraction(self.committed, self.amount) if self.amount is not None and self.amount > 0 else None


def _burdens(totals: Totals, bounds: Bounds) -> tuple[Burden, ...]:
    found = []
    for total, bound in zip(totals, bounds, strict=True):
        policy = None if total.amount is None else total.yen - bound.committed
        found.append(Burden(total.amount, bound.earlier, bound.request, policy))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class BaseBurden:
    """What is bound in a base: shared by all scenarios over it."""

    base: Base
    paying: Mapping[int, Obligation]
    """The rows of the lines that pay an obligation."""

    @cached_property
    def programs(self) -> tuple[Bounds, ...]:
        """What is bound in each program, its parts included."""
        portfolio, years = self.base.portfolio, len(self.base.portfolio.years)
        bound = self.base.bound
        if bound.dtype != object and int(np.abs(bound).max(initial=0)) * max(len(portfolio.lines), 1) >= 2**61:
            bound = bound.astype(object)
        own = np.zeros((2, len(portfolio.programs), years), dtype=bound.dtype)
        for tier in range(2):
            np.add.at(own[tier], portfolio.lines.program, bound[tier])
        sums = [
            [[earlier, request] for earlier, request in zip(*tiers, strict=True)]
            for tiers in zip(*own.tolist(), strict=True)
        ]
        for row in self.paying:
            program = int(portfolio.lines.program[row])
            for y, (was, now) in enumerate(zip(self._plain(row), self.line(row), strict=True)):
                for tier in range(2):
                    sums[program][y][tier] += now[tier] - was[tier]
        for i in reversed(range(len(portfolio.programs))):
            chain = portfolio.ancestors[i]
            if len(chain) > 1:
                for y in range(years):
                    for tier in range(2):
                        sums[chain[1]][y][tier] += sums[i][y][tier]
        return tuple(tuple(Bound(*tiers) for tiers in each) for each in sums)

    @cached_property
    def whole(self) -> Bounds:
        """What is bound of everything."""
        portfolio = self.base.portfolio
        bounds = _nothing(portfolio)
        for index in portfolio.tops:
            bounds = _added(bounds, self.programs[index])
        return bounds

    def _plain(self, row: int) -> Bounds:
        earlier, request = (self.base.bound[tier, row].tolist() for tier in range(2))
        return tuple(map(Bound, earlier, request))

    def line(self, row: int) -> Bounds:
        """What is bound in a line as the base has it."""
        obligation = self.paying.get(row)
        return self._plain(row) if obligation is None else _paid(self.base.portfolio, obligation, self.base.line(row))


@dataclass(frozen=True, eq=False)
class Burdens:
    """The burdens of a scenario; an edit costs the lines it touches. `whole` is what is bound of everything."""

    evaluation: Evaluation
    known: BaseBurden
    lines: Mapping[int, Bounds]
    moved: Mapping[int, Bounds]
    whole: Bounds

    def line(self, row: int) -> Bounds:
        """What is bound in a line, a plan year each."""
        return self.lines[row] if row in self.lines else self.known.line(row)

    def program(self, index: int) -> tuple[Burden, ...]:
        """A program with its parts, a plan year each."""
        return _burdens(self.evaluation.program(index), self._bounds(index))

    def _bounds(self, index: int) -> Bounds:
        return self.moved[index] if index in self.moved else self.known.programs[index]

    def total(self, view: View | None = None) -> tuple[Burden, ...]:
        """Everything, or a view, a plan year each."""
        if view is None:
            return _burdens(self.evaluation.total, self.whole)
        portfolio = self.evaluation.portfolio
        bounds = _nothing(portfolio)
        for index in portfolio.counted(view):
            bounds = _added(bounds, self._bounds(index))
        return _burdens(self.evaluation.view(view), bounds)


def schedule_of(evaluation: Evaluation, obligation: Obligation) -> Schedule:
    """An obligation year by year, as the scenario's lines pay it."""
    portfolio = evaluation.portfolio
    rows = [portfolio.line_index[line_id] for line_id in obligation.lines if line_id in portfolio.line_index]
    paid: dict[int, int | None] = {}
    for y, year in enumerate(portfolio.years):
        amounts = [evaluation.line(row)[y] for row in rows]
        known = [amount for amount in amounts if isinstance(amount, int)]
        if rows:
            paid[year] = sum(known) if len(known) == len(amounts) else None
    return schedule(obligation, paid)


def burdens(evaluation: Evaluation, obligations: Sequence[Obligation], previous: Burdens | None = None) -> Burdens:
    """The burdens of a scenario; `previous` are any over the same base and obligations, of which is kept what holds."""
    portfolio = evaluation.portfolio
    index = portfolio.line_index
    paying = {index[line_id]: each for each in obligations for line_id in each.lines if line_id in index}
    kept = previous
    if kept is not None and (kept.known.base is not evaluation.base or kept.known.paying != paying):
        kept = None
    known = BaseBurden(evaluation.base, paying) if kept is None else kept.known
    before: Mapping[int, tuple[Amount, ...]] = {} if kept is None else kept.evaluation.lines
    lines: dict[int, Bounds | None] = {}
    sums: dict[int, Bounds | None] = {}
    held, moved = ({}, {}) if kept is None else (kept.lines, kept.moved)
    whole = known.whole if kept is None else kept.whole
    for row in differing(before, evaluation.lines):
        old, own = held.get(row) or known.line(row), None
        if row in evaluation.lines:
            pays = paying.get(row)
            own = _of_vintages(evaluation, row) if pays is None else _paid(portfolio, pays, evaluation.line(row))
        lines[row], new = own, own or known.line(row)
        if new != old:
            moves = tuple(Bound(b.earlier - a.earlier, b.request - a.request) for a, b in zip(old, new, strict=True))
            whole = _added(whole, moves)
            for program in portfolio.ancestors[portfolio.lines.program[row]]:
                sums[program] = _added(sums.get(program) or moved.get(program) or known.programs[program], moves)
    return Burdens(evaluation, known, updated(held, lines), updated(moved, sums), whole)


def _nothing(portfolio: Portfolio) -> Bounds:
    return tuple(Bound() for _ in portfolio.years)


def _added(a: Bounds, b: Bounds) -> Bounds:
    return tuple(Bound(x.earlier + y.earlier, x.request + y.request) for x, y in zip(a, b, strict=True))


def _of_vintages(evaluation: Evaluation, row: int) -> Bounds:
    """What a line's vintages bind; the previous year is enacted and stays the base's."""
    portfolio = evaluation.portfolio
    enacted = Bound(*(int(evaluation.base.bound[tier, row, 0]) for tier in range(2)))
    line, amounts = evaluation.drivers(row), evaluation.line(row)
    later = (
        bound_amount(line, year, portfolio.request_year) if isinstance(amount, int) else Bound()
        for year, amount in zip(portfolio.years[1:], amounts[1:], strict=True)
    )
    return (enacted, *later)


def _paid(portfolio: Portfolio, obligation: Obligation, amounts: Sequence[object]) -> Bounds:
    """What a line pays of an obligation: bound until its last year, by the year it was taken on."""
    found = []
    for year, amount in zip(portfolio.years, amounts, strict=True):
        paid = amount if isinstance(amount, int) and year <= obligation.last_year else 0
        if obligation.first_year < portfolio.request_year:
            found.append(Bound(earlier=paid))
        else:
            found.append(Bound(request=paid))
    return tuple(found)
