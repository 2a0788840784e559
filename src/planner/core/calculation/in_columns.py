"""One driver of every line in one fiscal year, as a column: the step in force, and since when."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.model.lines import Steps
from planner.core.money import Int64s

Flags = npt.NDArray[np.bool_]


class Column(NamedTuple):
    """The steps in force, L each: values as fractions, whether there is a step, whether it is known, its year.

    Where there is none the value is 0/1 and the year 0.
    """

    numerator: Int64s
    denominator: Int64s
    given: Flags
    known: Flags
    since: Int64s


def column_in_force(steps: Steps, year: int) -> Column:
    """The steps of a driver that are in force in a year."""
    start = steps.start[:-1]
    up_to = np.zeros(len(steps.year) + 1, dtype=np.int64)
    np.cumsum(steps.year <= year, out=up_to[1:])  # the steps of a line are in order of years
    count = up_to[steps.start[1:]] - up_to[start]
    given = count > 0
    if not given.any():
        nothing = np.zeros(len(start), dtype=np.int64)
        return Column(nothing, nothing + 1, given, given, nothing)
    at = np.where(given, start + count - 1, 0)
    return Column(
        np.where(given, steps.numerator[at], 0),
        np.where(given, steps.denominator[at], 1),
        given,
        given & steps.known[at],
        np.where(given, steps.year[at], 0),
    )
