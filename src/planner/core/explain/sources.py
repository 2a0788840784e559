"""Every figure with where it comes from: the base's, to be checked against the sheets, and those of a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planner.core.calculation.in_force import ValuesInForce
from planner.core.model.fields import FIELDS, Value
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Portfolio


class SourcedFigure(NamedTuple):
    """One step of a line's driver: from `year` on it has this value (`None`: not printed), for this reason."""

    row: int
    field: str
    year: int
    value: Value | None
    origin: Origin


class GivenFigure(NamedTuple):
    """The place of a value that a scenario gives: the line's row, the driver, the year it holds from."""

    row: int
    field: str
    year: int


def sourced_figures(portfolio: Portfolio, basis: Basis | None = None) -> Iterator[SourcedFigure]:
    """The base's figures of all lines in program order, or those of one basis."""
    lines, origins = portfolio.lines, portfolio.origins
    places = {key: (steps.start.tolist(), steps.origin.tolist()) for key, steps in lines.steps.items()}
    for row in range(len(lines)):
        for field in FIELDS:
            starts, from_ = places[field]
            for at, (year, value) in enumerate(lines.series(row, field), start=starts[row]):
                origin = origins[from_[at]]
                if basis in (None, origin.basis):
                    yield SourcedFigure(row, field, year, value, origin)


def given_figures(values: ValuesInForce) -> Iterator[GivenFigure]:
    """The values that a scenario, or one it takes values from, gives, by line and year."""
    for row in values.rows:
        for cell in sorted(values.given(row), key=lambda each: (each.year, each.field)):
            yield GivenFigure(row, *cell)
