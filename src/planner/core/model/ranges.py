"""The register of assumptions (前提一覧): within what a figure may turn out, how likely, and who judged so when.

A range moves no figure: it says of a driver what it may be, in whatever scenario. It is known by the driver it is of,
whoever gave it, so that two copies of a document put theirs together driver by driver.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from planner.core.errors import N_, UserError
from planner.core.model.fields import FIELDS, Field, Value

GROUP_LIMIT = 100
"""The name of a group has at most so many characters."""


class Shape(StrEnum):
    """How likely the values between the ends are."""

    UNIFORM = "uniform"  # all alike
    TRIANGULAR = "triangular"  # straight up to the mode and down again
    PERT = "pert"  # a beta curve with its top at the mode, the mean at (low + 4 × mode + high) / 6


class Named(NamedTuple):
    """A driver as it is written: a line, a field, the fiscal year from which on its values hold."""

    line: str
    field: str
    year: int

    def __str__(self) -> str:
        return f"{self.line}.{self.field}@{self.year}"


class Own(NamedTuple):
    """What somebody judges a figure may be: between two ends, and what is most likely, where that is said."""

    low: Value
    high: Value
    mode: Value | None = None

    def check(self, driver: Field) -> Own:
        """The range itself where a driver can have it, else `UserError`."""
        for value in (self.low, self.high):
            driver.check(value)
        if not self.low <= (self.low if self.mode is None else self.mode) <= self.high:
            raise UserError(
                N_("The range is upside down: from {low} to {high}{mode}."),
                N_("Write the lowest value first, then the most likely one, then the highest."),
                low=driver.text(self.low),
                high=driver.text(self.high),
                mode="" if self.mode is None else f" ({driver.text(self.mode)})",
            )
        return self


def no_driver(key: str) -> UserError:
    """What is said of a field that is no driver."""
    return UserError(
        N_('"{key}" is no driver that can be moved.'), N_("Use one of: {keys}."), key=key, keys=", ".join(FIELDS)
    )


def check_share(share: Fraction) -> Fraction:
    """By how much of themselves figures vary either way, where they can, else `UserError`."""
    if not 0 <= share <= 1:
        raise UserError(N_("Figures can vary by 0 % to 100 %."), N_("Write for example ±10%."))
    return share


@dataclass(frozen=True)
class JudgedRange:
    """What is judged of a figure: its ends, or by how much of itself it varies (`Fraction`; `None`: as is printed).

    `shape` is how likely values are, where that is said; what is of one `group` turns out high or low together. `who`
    judged so last, and `when` (ISO text), as changes have them.
    """

    figure: Named
    span: Own | Fraction | None = None
    shape: Shape | None = None
    group: str = ""
    why: str = ""
    who: str = field(default="", compare=False)
    when: str = field(default="", compare=False)

    def check(self) -> JudgedRange:
        """The entry itself where it can stand, else `UserError`."""
        if self.figure.field not in FIELDS:
            raise no_driver(self.figure.field)
        try:
            if isinstance(self.span, Own):
                self.span.check(FIELDS[self.figure.field])
            elif self.span is not None:
                check_share(self.span)
        except UserError as error:
            raise error.at(str(self.figure)) from None
        if len(self.group) > GROUP_LIMIT or self.group != self.group.strip() or not self.group.isprintable():
            raise UserError(
                N_('"{name}" cannot be the name of a group.'),
                N_("Use 1 to 100 printable characters."),
                name=self.group,
            )
        if self.span is None and self.shape is None and not self.group:
            raise UserError(
                N_("Nothing is judged of the figure."), N_("Give a range, or a group."), where=str(self.figure)
            )
        return self
