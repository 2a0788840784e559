"""Scenarios side by side: which values differ, and what each difference does to the request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.core.cohort import line_amount
from planner.core.document import Document
from planner.core.edits import effective
from planner.core.evaluate import Base, Evaluation, evaluate
from planner.core.fields import ALL_FIELDS, Value
from planner.core.portfolio import Cell


@dataclass(frozen=True)
class Difference:
    """One driver that is not the same in all scenarios compared.

    `values` and `effects` have an entry a scenario; an effect is the request-year yen that this value alone
    makes against the first scenario, `None` where it cannot be computed.
    """

    line: str
    cell: Cell
    values: tuple[Value | None, ...]
    effects: tuple[int | None, ...]


@dataclass(frozen=True)
class Comparison:
    """Scenarios (by number, the first is the reference), their evaluations and what differs between them."""

    scenarios: tuple[int, ...]
    evaluations: tuple[Evaluation, ...]
    differences: tuple[Difference, ...]


def compare(document: Document, base: Base, scenarios: Sequence[int]) -> Comparison:
    """Compare scenarios, `BASE` among them if wanted."""
    overrides = [document.overrides(number) for number in scenarios]
    evaluations = tuple(evaluate(base, each) for each in overrides)
    portfolio = document.portfolio
    touched = sorted(
        {line for each in overrides for line in each if line in portfolio.line_index},
        key=portfolio.line_index.__getitem__,
    )
    differences = []
    for line in touched:
        row = portfolio.line_index[line]
        lines = [portfolio.line(row, each.get(line)) for each in overrides]
        cells = {cell for each in overrides for cell in each.get(line, {})}
        for cell in sorted(cells, key=lambda cell: (cell.year, tuple(ALL_FIELDS).index(cell.field))):
            values = tuple(effective(portfolio, each, cell.field, cell.year) for each in lines)
            if len(set(values)) == 1:
                continue
            reference = line_amount(lines[0], portfolio.request_year)
            effects: list[int | None] = []
            for value in values:
                mine = dict(overrides[0].get(line, {}))
                if value is not None:
                    mine[cell] = value
                amount = line_amount(portfolio.line(row, mine), portfolio.request_year)
                if isinstance(amount, int) and isinstance(reference, int):
                    effects.append(amount - reference)
                else:
                    effects.append(None)
            differences.append(Difference(line, cell, values, tuple(effects)))
    return Comparison(tuple(scenarios), evaluations, tuple(differences))
