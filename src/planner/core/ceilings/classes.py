"""Which kind of request (要求・要望) and of expense (裁量・義務) lines are, and which of them do not say it.

Nothing is guessed: a line is what its source or an officer says it is, else it is unclassified.
"""

from __future__ import annotations

import numpy as np

from planner.core.calculation.cohort import value_at
from planner.core.calculation.evaluate import Evaluation
from planner.core.model.document import NO_CELLS
from planner.core.model.fields import DEMAND, EXPENSE, PRESENT

CLASS_FIELDS = (DEMAND, EXPENSE)
"""The two fields that class a line."""
CLASS_KEYS = frozenset(field.key for field in CLASS_FIELDS)


def classes_of(evaluation: Evaluation, row: int) -> tuple[int, int]:
    """The kind of request and of expense of a line in the request year, 0 where it is not stated."""
    portfolio = evaluation.portfolio
    lines, cells = portfolio.lines, evaluation.overrides.get(portfolio.lines.ids[row], NO_CELLS)
    if CLASS_KEYS.isdisjoint([cell.field for cell in cells]):
        return int(lines.demand[row]), int(lines.expense[row])
    line = portfolio.line(row, cells)
    found = (value_at(series, portfolio.request_year) for series in (line.demand, line.expense))
    demand, expense = (value if isinstance(value, int) else 0 for value in found)
    return demand, expense


def unclassified(evaluation: Evaluation) -> list[int]:
    """The rows of the lines of the request that lack a kind of request or of expense, in program order."""
    portfolio = evaluation.portfolio
    lines, index = portfolio.lines, portfolio.line_index
    lacking = ((lines.demand == 0) | (lines.expense == 0)) & ~lines.proposed
    keys = CLASS_KEYS | {PRESENT.key}
    for line_id, cells in evaluation.overrides.items():
        row = index.get(line_id)
        if row is not None and not keys.isdisjoint([cell.field for cell in cells]):
            lacking[row] = evaluation.is_present(row) and 0 in classes_of(evaluation, row)
    return [int(row) for row in np.flatnonzero(lacking)]
