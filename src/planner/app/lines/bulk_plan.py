"""What a bulk change would do to the selected cells of one driver: each value before and after, and the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex

from planner.app.lines.line_cells import driver_value
from planner.app.lines.line_model import LineModel
from planner.app.session.state import State
from planner.core.edits.bulk import BulkChange, Reach, reach
from planner.core.edits.values import Entry, set_values
from planner.core.errors import UserError
from planner.core.model.fields import Field, Value


@dataclass(frozen=True)
class BulkPlan:
    """Cells of one field with the values in them, and once a change is known those to come."""

    lines: LineModel
    state: State
    field: Field
    cells: tuple[QModelIndex, ...]
    before: tuple[Value | None, ...]
    after: tuple[Value, ...] = ()

    @classmethod
    def of(cls, lines: LineModel, state: State, field: Field, selected: Sequence[QModelIndex]) -> BulkPlan:
        """The plan for those of the selected cells that are of `field`, with nothing changed yet."""
        cells = tuple(cell for cell in selected if lines.field_at(cell) is field)
        before = tuple(driver_value(state, lines.row_at(cell).line, field) for cell in cells)
        return cls(lines, state, field, cells, before)

    def changed_by(self, change: BulkChange) -> BulkPlan:
        """The plan with the values to come; `UserError` naming the cell where one cannot stand."""
        after: list[Value] = []
        for cell, value in zip(self.cells, self.before, strict=True):
            try:
                after.append(change.new_value(value, self.field))
            except UserError as error:
                raise error.at(self.lines.place_name(cell)) from error
        return replace(self, after=tuple(after))

    def entries(self) -> list[Entry]:
        """What is to be set: the values that change."""
        portfolio = self.state.portfolio
        return [
            Entry(portfolio.lines.ids[self.lines.row_at(cell).line], self.field.key, self.state.shown_year, after)
            for cell, before, after in zip(self.cells, self.before, self.after, strict=False)
            if after != before
        ]

    def reach(self) -> Reach:
        """What of the request year's amounts of the lines moves with these cells, and what cannot."""
        rows = dict.fromkeys(self.lines.row_at(cell).line for cell in self.cells)
        return reach(self.state.evaluation, rows, self.field, self.state.shown_year)

    def effect(self) -> int | None:
        """What it does to the total of the request year, in yen; `None` where that cannot be computed.

        Raises `UserError` where the scenario does not take it.
        """
        document = self.state.document
        after = set_values(document, self.state.scenario, self.entries())
        return 0 if after is document else after.changes[-1].effect
