"""The value that holds for a line in a year: `effective` of a line that is at hand, `in_force` of a row.

The year is a fiscal year; of fields that go by years since the intake (`Axis.TENURE`) it is such a year, 1 the first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from planner.core.calculation.cohort import value_at
from planner.core.model.fields import QUANTITY, Value, field_named
from planner.core.model.lines import Cell, Lack, Line
from planner.core.model.portfolio import Portfolio


def effective(line: Line, field: str, year: int) -> Value | None:
    """The value that holds for a line, made with whatever steps a scenario sets on it: carried from its last step.

    Before the first step it is nobody, or the default of the field. `None` where there is none, or it is not known.
    """
    value = value_at(getattr(line, field), year)
    if not isinstance(value, Lack):
        return value
    return 0 if field == QUANTITY.key else field_named(field).default


def in_force(portfolio: Portfolio, row: int, own: Mapping[Cell, Value], field: str, year: int) -> Value | None:
    """The value that holds for row `row` where a scenario sets `own`: for one value, as the line is seldom made for it.

    The same as `effective` of `portfolio.line(row, own)`.
    """
    if (value := own.get(Cell(field, year))) is not None:
        return value
    bears_on_it = any(cell.field == field for cell in own)
    return effective(portfolio.line(row, own if bears_on_it else None), field, year)


def is_inherited(base: Line, line: Line, own: Collection[Cell], given: Collection[Cell], field: str, year: int) -> bool:
    """Whether a value that is not the base's comes from a scenario above the one that sets `own` itself.

    `base` is the line as it stands in the base, `line` with the steps `given` by the scenario and those above it.
    """
    since = max((cell.year for cell in given if cell.field == field and cell.year <= year), default=None)
    if since is None or Cell(field, since) in own:
        return False
    if any(since < start <= year for start, _value in getattr(base, field)):
        return False  # the base gives a value again
    return effective(line, field, year) != effective(base, field, year)
