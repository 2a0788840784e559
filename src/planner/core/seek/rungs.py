"""What of a line can be moved to a target: one driver, one way, in steps, and what so many of them come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.core.calculation.evaluate import Base
from planner.core.memo import memoised
from planner.core.model.fields import RATE, Field, Value
from planner.core.model.lines import Amount, Cell, Line

THOUSAND = 1_000
"""Rates move in whole 千円, and sums are searched in them."""

Worth = Callable[[Line], Amount]
"""What a line counts for in what is aimed at, in yen."""


def step_of(field: Field) -> int:
    """Rates move by 千円, people and projects one by one."""
    return THOUSAND if field is RATE else 1


@dataclass(frozen=True, eq=False)
class Rung:
    """One driver of a line from `now` to `end`, the lowest value it may take, or where it is raised the highest.

    `own` is what the scenario gives the line, `amount` what it counts for now, in yen.
    """

    base: Base
    row: int
    field: Field
    year: int
    own: Mapping[Cell, Value]
    now: int
    end: int
    amount: int
    worth: Worth
    up: bool = False

    @cached_property
    def count(self) -> int:
        """How many steps there are."""
        step = step_of(self.field)
        if self.up:
            return max(0, self.end // step - self.now // step)
        return max(0, (self.now - 1) // step - -(-self.end // step) + 1)

    def value(self, steps: int) -> int:
        """The driver's value after so many steps: whole 千円 or people from the first on."""
        step = step_of(self.field)
        if not steps:
            return self.now
        return (self.now // step + steps if self.up else (self.now - 1) // step - (steps - 1)) * step

    @memoised
    def effect(self, steps: int) -> int:
        """By how many yen so many steps move what the line counts for, the way that is asked."""
        if not steps:
            return 0
        cells = {**self.own, Cell(self.field.key, self.year): self.value(steps)}
        amount = self.worth(self.base.drivers(self.row, cells))
        if not isinstance(amount, int):
            return 0
        return amount - self.amount if self.up else self.amount - amount

    @cached_property
    def most(self) -> int:
        """What all steps come to."""
        return self.effect(self.count)

    def within(self, yen: int) -> int:
        """The most steps that come to no more than an amount."""
        return self.count if self.most <= yen else max(self.reaching(yen + 1) - 1, 0)

    def reaching(self, yen: int) -> int:
        """The fewest steps that come to at least an amount that all of them do."""
        if yen <= 0:
            return 0
        low, high, none, whole, turn = 0, self.count, 0, self.most, 0
        while high - low > 1:  # `none` < yen <= `whole`, what the two come to; most are near a straight line
            turn += 1
            straight = low - (none - yen) * (high - low) // (whole - none) if turn % 3 else (low + high) // 2
            middle = min(max(straight, low + 1), high - 1)
            effect = self.effect(middle)
            if effect >= yen:
                high, whole = middle, effect
            else:
                low, none = middle, effect
        return high
