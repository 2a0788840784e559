"""Every figure of the base with where it comes from: the list a reader checks against the sheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.core.fields import FIELDS, Value
from planner.core.portfolio import Basis, Origin, Portfolio


@dataclass(frozen=True)
class SourcedFigure:
    """One step of a line's driver: from `year` on it has this value (`None`: not printed), for this reason."""

    row: int
    field: str
    year: int
    value: Value | None
    origin: Origin


def sourced_figures(portfolio: Portfolio, basis: Basis | None = None) -> Iterator[SourcedFigure]:
    """The figures of all lines in program order, or those of one basis."""
    for row in range(len(portfolio.lines)):
        for field in FIELDS:
            for year, value in portfolio.lines.series(row, field):
                origin = portfolio.origin(row, field, year)
                if origin is not None and basis in (None, origin.basis):
                    yield SourcedFigure(row, field, year, value, origin)
