"""The value of a driver that holds for a line in a year, in the base or where a scenario sets values of its own."""

from __future__ import annotations

from collections.abc import Mapping

from planner.core.calculation.cohort import value_at
from planner.core.model.fields import Value, field_named
from planner.core.model.lines import Cell, Lack, Line
from planner.core.model.portfolio import Portfolio


def effective(portfolio: Portfolio, line: Line, field: str, year: int) -> Value | None:
    """The value of a driver in force in `year`: carried from its last step, its default, or `None` for none."""
    value = value_at(getattr(line, field), year)
    if not isinstance(value, Lack):
        return value
    return 0 if field == "quantity" else field_named(field).default


def in_force(portfolio: Portfolio, row: int, own: Mapping[Cell, Value], field: str, year: int) -> Value | None:
    """The same of a line on which a scenario sets values of its own, without making the line where it can be helped."""
    if (value := own.get(Cell(field, year))) is not None:
        return value
    if not any(cell.field == field for cell in own):
        return effective(portfolio, portfolio.line(row), field, year)
    return effective(portfolio, portfolio.line(row, own), field, year)
