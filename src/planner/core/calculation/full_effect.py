"""Full effect (平年度化): what a decision moves in each plan year, when all of it is there, and what of it is bound.

A rise that only new intakes are paid reaches its full effect when every vintage has it: for three years of people in
the third year. Told is a request beside another one, line by line, or beside last year's course.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from planner.core.calculation.burden import burdens
from planner.core.calculation.cohort import line_amounts
from planner.core.calculation.evaluate import Evaluation
from planner.core.calculation.in_force import effective
from planner.core.model.document import Overrides
from planner.core.model.fields import FIELDS, Value
from planner.core.model.lines import Amount, Cell
from planner.core.model.obligations import Obligation
from planner.core.model.portfolio import Portfolio


class FullEffect(NamedTuple):
    """What a line (by row) comes to more than before, in yen, an entry a plan year from the request year on.

    `amounts` has `None` where either has no amount; `bound` is what intakes and obligations up to the request year bind
    of it. From `year` on all stays as it is up to the end of the plan; `None` where it still moves in the last year, or
    is not known.
    """

    row: int
    amounts: tuple[int | None, ...]
    bound: tuple[int, ...]
    year: int | None


def full_effects(
    after: Evaluation, before: Evaluation, obligations: Sequence[Obligation] = ()
) -> tuple[FullEffect, ...]:
    """The lines on which two evaluations over one base differ from the request year on, in program order."""
    portfolio, found = after.portfolio, []
    now, then = burdens(after, obligations), burdens(before, obligations)
    for row in sorted({*after.lines, *before.lines}):
        new, old = after.line(row)[1:], before.line(row)[1:]
        if new == old:
            continue
        amounts = _apart(new, old)
        bound = (a.committed - b.committed for a, b in zip(now.line(row)[1:], then.line(row)[1:], strict=True))
        found.append(FullEffect(row, amounts, tuple(bound), _full(amounts, portfolio.years[1:])))
    return tuple(found)


def above_last_year(after: Evaluation, row: int) -> tuple[tuple[int | None, ...], int | None]:
    """What a line comes to above last year's course, as `FullEffect` tells it: its amounts and the year."""
    portfolio, years = after.portfolio, after.portfolio.years[1:]
    then = line_amounts(after.base.drivers(row, _undecided(portfolio, row)), years)
    amounts = _apart(after.line(row)[1:], then)
    return amounts, _full(amounts, years)


def _apart(new: Sequence[Amount], old: Sequence[Amount]) -> tuple[int | None, ...]:
    pairs = zip(new, old, strict=True)
    return tuple(a - b if isinstance(a, int) and isinstance(b, int) else None for a, b in pairs)


def _full(amounts: Sequence[int | None], years: Sequence[int]) -> int | None:
    """The first year from which on amounts stay the same; `None` where only the last does, among several."""
    at = len(amounts) - 1
    while at and amounts[at - 1] == amounts[-1]:
        at -= 1
    moves_still = at == len(amounts) - 1 and at > 0
    return None if moves_still or amounts[-1] is None else years[at]


def as_last_year(portfolio: Portfolio) -> Overrides:
    """The values with which all goes on as it was decided for last year: nothing of what the request decides.

    A line whose last year is not known stays as it is.
    """
    first = portfolio.request_year
    decided = {
        int(row)
        for steps in portfolio.lines.steps.values()
        for row in np.repeat(np.arange(len(portfolio.lines)), np.diff(steps.start))[steps.year >= first]
    }
    return {portfolio.lines.ids[row]: _undecided(portfolio, row) for row in sorted(decided)}


def _undecided(portfolio: Portfolio, row: int) -> Mapping[Cell, Value]:
    """The values with which a line goes on as it was decided for last year."""
    line, own = portfolio.line(row), dict[Cell, Value]()
    for key in FIELDS:
        value = effective(line, key, portfolio.previous_year)
        later = (year for year, _value in getattr(line, key) if year >= portfolio.request_year)
        if value is not None:
            own |= {Cell(key, year): value for year in later}
    return own
