"""A portfolio as one scenario has it: its rates, quantities, times and shares from the request year on made the base's.

What the columns of a base cannot hold stays with the scenario: intakes of years before, whether a line is requested,
of what kind it is, how it runs, and all values of lines that are proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from planner.core.model.document import Document, Overrides
from planner.core.model.fields import FIELDS, Value
from planner.core.model.lines import Cell, Steps, frozen_column, frozen_flags
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Portfolio
from planner.core.persistent import PersistentMap


class Resolved(NamedTuple):
    """A portfolio with values of a scenario among its own, and the values that are left to the scenario."""

    portfolio: Portfolio
    left: Overrides


class _Step(NamedTuple):
    row: int
    year: int
    value: Value
    origin: int


def resolved(document: Document, scenario: int, lines: Iterable[str]) -> Resolved:
    """The portfolio as a scenario has it in these lines; their sources are the reasons of the scenario's changes."""
    portfolio, overrides = document.portfolio, document.overrides(scenario)
    reasons = _reasons(document, scenario)
    origins = list(portfolio.origins)
    places: dict[Origin, int] = {}
    steps: dict[str, list[_Step]] = {key: [] for key in FIELDS}
    left: dict[str, Mapping[Cell, Value]] = {}
    for line_id in lines:
        cells = overrides.get(line_id)
        if not cells:
            continue
        row = portfolio.line_index[line_id]
        kept = {cell: value for cell, value in cells.items() if not _is_base(portfolio, row, cell)}
        if kept:
            left[line_id] = MappingProxyType(kept)
        for cell, value in cells.items():
            if cell in kept:
                continue
            origin = _origin(portfolio.origin(row, cell.field, cell.year), reasons.get((line_id, cell), ""))
            if origin not in places:
                places[origin] = len(origins)
                origins.append(origin)
            steps[cell.field].append(_Step(row, cell.year, value, places[origin]))
    columns = {key: _with_steps(held, sorted(steps[key])) for key, held in portfolio.lines.steps.items()}
    made = replace(portfolio.lines, steps=MappingProxyType(columns))
    return Resolved(replace(portfolio, lines=made, origins=tuple(origins)), PersistentMap(left))


def _is_base(portfolio: Portfolio, row: int, cell: Cell) -> bool:
    return cell.field in FIELDS and cell.year >= portfolio.request_year and row not in portfolio.proposals


def _reasons(document: Document, scenario: int) -> Mapping[tuple[str, Cell], str]:
    """Why each value of a scenario is what it is, where that is said."""
    return {
        (each.line_id, Cell(each.field, each.year)): change.why
        for change in document.changes_of(scenario)
        for each in change.cells
    }


def _origin(before: Origin | None, why: str) -> Origin:
    """The source of a value that an officer gave: his reason; a published range still stands beside it."""
    low, high = (before.low, before.high) if before else (None, None)
    return Origin(Basis.ASSUMED, rule=why, rule_en=why, low=low, high=high)


def _with_steps(steps: Steps, given: list[_Step]) -> Steps:
    """The steps of a driver with these set or put among them."""
    if not given:
        return steps
    start, years = steps.start.tolist(), steps.year.tolist()
    columns: list[Any] = [np.array(column) for column in steps[1:]]
    new: list[tuple[int, _Step]] = []
    for each in given:
        low, high = start[each.row], start[each.row + 1]
        at = next((place for place in range(low, high) if years[place] >= each.year), high)
        if at < high and years[at] == each.year:
            for column, value in zip(columns, _columns(each), strict=True):
                column[at] = value
        else:
            new.append((at, each))
    if new:
        at = [place for place, _each in new]
        put = list(zip(*(_columns(each) for _place, each in new), strict=True))
        columns = [np.insert(column, at, values) for column, values in zip(columns, put, strict=True)]
        counts = np.bincount([each.row + 1 for _place, each in new], minlength=len(start))
        start = (steps.start + np.cumsum(counts)).tolist()
    year, numerator, denominator, known, origin = columns
    return Steps(
        start=frozen_column(start),
        year=frozen_column(year),
        numerator=frozen_column(numerator),
        denominator=frozen_column(denominator),
        known=frozen_flags(known),
        origin=frozen_column(origin),
    )


def _columns(step: _Step) -> tuple[int, int, int, bool, int]:
    return step.year, step.value.numerator, step.value.denominator, True, step.origin
