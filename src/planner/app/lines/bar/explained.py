"""Which changes stand behind cells of the table of lines: what a reason that is typed for them goes to."""

from __future__ import annotations

from collections.abc import Iterable

from planner.app.lines.line_model import LineModel
from planner.app.session.state import State
from planner.app.tables.entry_model import Index
from planner.core.explain.reasons import reasons
from planner.core.model.document import Change


def changes_at(state: State, lines: LineModel, cells: Iterable[Index]) -> tuple[Change, ...]:
    """The changes whose values are in force in these cells, oldest first; of a computed cell those of its line."""
    found: dict[int, Change] = {}
    year, values = state.shown_year, state.values
    for cell in cells:
        row, field = lines.row_at(cell).line, lines.field_at(cell)
        if not values.given(row):
            continue
        if field is None:
            made = [reason.change for reason in reasons(values, state.evaluation.base, row, year)]
        else:
            change = values.value(row, field.key, lines.address(cell).year).change
            made = [] if change is None else [change]
        found.update({change.number: change for change in made})
    return tuple(found[number] for number in sorted(found))
