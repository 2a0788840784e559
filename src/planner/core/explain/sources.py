"""Every figure of the base with where it comes from: the list a reader checks against the sheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.core.model.fields import FIELDS, Value
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Portfolio


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
    lines, origins = portfolio.lines, portfolio.origins
    places = {key: (steps.start.tolist(), steps.origin.tolist()) for key, steps in lines.steps.items()}
    for row in range(len(lines)):
        for field in FIELDS:
            starts, from_ = places[field]
            for at, (year, value) in enumerate(lines.series(row, field), start=starts[row]):
                origin = origins[from_[at]]
                if basis in (None, origin.basis):
                    yield SourcedFigure(row, field, year, value, origin)
