"""What would come of a text while it is typed into a cell of a line: the line as it would be, or why it cannot."""

from __future__ import annotations

from typing import NamedTuple

from planner.app.lines.line_model import LineModel
from planner.app.session.state import State
from planner.app.tables.entry_model import Index
from planner.core.calculation.cohort import longest
from planner.core.edits.values import admissible
from planner.core.errors import UserError
from planner.core.model.lines import Cell, Line


class Preview(NamedTuple):
    """The line as it would be with a text that is being typed, or why that cannot stand."""

    line: Line | None = None
    refusal: UserError | None = None


def preview(state: State, lines: LineModel, cell: Index, text: str) -> Preview:
    """The line of a cell with what a text typed there would set; nothing for an empty one, and for a name."""
    if not text.strip():
        return Preview()
    try:
        values = lines.read(cell, text).values
        if not values:
            return Preview()
        entry = values[0]
        row, address = lines.row_at(cell).line, Cell(entry.field, entry.year)
        admissible(state.portfolio, row, address, entry.value, longest(state.drivers(row)))
    except UserError as error:
        return Preview(refusal=error)
    assert entry.value is not None
    own = {**state.evaluation.overrides.get(entry.line_id, {}), address: entry.value}
    return Preview(state.evaluation.base.drivers(row, own))
