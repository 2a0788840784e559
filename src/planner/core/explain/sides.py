"""The two sides of a difference: the base or a scenario in one plan year, and a line as it stands there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from planner.core.calculation.cohort import is_present, value_at
from planner.core.calculation.evaluate import Evaluation
from planner.core.model.growth import NO_GROWTH
from planner.core.model.layers import lines_held
from planner.core.model.lines import Amount, Lack, Line


class At(NamedTuple):
    """A line on one side: as it stands there, the fiscal year, its amount there."""

    line: Line
    year: int
    amount: Amount

    @property
    def yen(self) -> int:
        """What it adds to totals: 0 where it has no amount."""
        return self.amount if isinstance(self.amount, int) else 0

    @property
    def is_outside(self) -> bool:
        """Whether its program takes nobody in in that year: what is there on the other side is new or has ended."""
        return not self.line.first_year <= self.year <= self.line.last_year

    @property
    def is_silent(self) -> bool:
        """Whether nothing is said of it up to that year, so that it is not known to have been nothing."""
        said = self.is_outside or not is_present(self.line, self.year)
        return not said and isinstance(value_at(self.line.quantity, self.year), Lack)


@dataclass(frozen=True, eq=False)
class Side:
    """A scenario or the base evaluated, in one of its plan years; the previous year is that of the base: enacted."""

    evaluation: Evaluation
    year: int

    @cached_property
    def place(self) -> int:
        """The place of the year among the plan years."""
        return self.evaluation.portfolio.years.index(self.year)

    @property
    def is_enacted(self) -> bool:
        """Whether this is the previous year, which no scenario moves."""
        return self.year == self.evaluation.portfolio.previous_year

    @property
    def grows(self) -> bool:
        """Whether rates are assumed to have grown by then."""
        evaluation = self.evaluation
        return self.year > evaluation.portfolio.request_year and evaluation.base.growth != NO_GROWTH

    @property
    def touched(self) -> Iterable[str]:
        """The lines (ids) that may not be as the base has them, some perhaps more than once."""
        return () if self.is_enacted else lines_held(self.evaluation.overrides)

    def amount(self, row: int) -> Amount:
        """The amount of a line."""
        return self.evaluation.line(row)[self.place]

    def at(self, row: int) -> At:
        """A line as it stands here."""
        line = self.evaluation.base.drivers(row) if self.is_enacted else self.evaluation.drivers(row)
        return At(line, self.year, self.amount(row))
