"""What rates are assumed to grow by after the request year (物価・賃金の伸び率), by the kind of what is paid.

A growth is a setting of a scenario, 0 unless somebody says otherwise. It acts on rates alone: the rate in force is
carried on and raised by (1 + growth) a year, counted from the request year or from the year the rate was given for,
whichever is later, and rounded once to the yen.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from planner.core.errors import N_, UserError
from planner.core.model.fields import PRICE, WAGE

ONE = Fraction(1)
CLASSES = {"price": PRICE, "wage": WAGE}
"""The kinds of growth by the key they have in files and on the command line."""

CLASS_NAMES = {"price": N_("Growth of prices"), "wage": N_("Growth of wages")}
LOW, HIGH, FINEST = Fraction(-1, 2), Fraction(1), 10_000
"""A growth lies between -50 % and +100 % a year, in steps of 0.01 %."""


class Growth(NamedTuple):
    """The growth a year of each kind: 1/50 is 2 %."""

    price: Fraction = Fraction(0)
    wage: Fraction = Fraction(0)

    def factor(self, kind: int) -> Fraction:
        """What a rate of that kind (a choice of `planner.core.model.fields.GROWTH`) is multiplied by every year."""
        return 1 + self.price if kind == PRICE else 1 + self.wage if kind == WAGE else ONE


NO_GROWTH = Growth()


class Assumption(NamedTuple):
    """The growth a scenario assumes for one kind, and why."""

    rate: Fraction
    why: str = ""


Assumptions = Mapping[str, Assumption]
"""The assumptions a scenario makes itself, by the key of their kind."""


def check_growth(rate: Fraction) -> Fraction:
    """The growth itself where it can stand, else `UserError`."""
    if not LOW <= rate <= HIGH or FINEST % rate.denominator:
        raise UserError(
            N_("A growth must lie between -50 % and +100 % a year, in steps of 0.01 %; {value} does not."),
            N_("Write for example 1.5% or 0."),
            value=f"{rate * 100} %",
        )
    return rate
