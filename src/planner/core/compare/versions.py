"""Two versions of one document side by side: what differs between mine and theirs, and what it does to the request."""

from __future__ import annotations

from dataclasses import dataclass

from planner.core.calculation.cohort import is_present, line_amount
from planner.core.calculation.in_force import effective
from planner.core.model.document import Document
from planner.core.model.fields import ALL_FIELDS, PRESENT, Value
from planner.core.model.lines import Cell, Line
from planner.core.model.proposals import base_only


@dataclass(frozen=True)
class CellDifference:
    """A value that differs in a scenario both have; `None` where there is none in force.

    `effect` is the request-year yen that taking theirs for this value alone would add to mine, `None` where it
    cannot be computed.
    """

    scenario: str
    line_id: str
    cell: Cell
    mine: Value | None
    theirs: Value | None
    effect: int | None


@dataclass(frozen=True)
class DocumentDifference:
    """What differs between two documents; scenarios are told apart by their names.

    `same_base` says whether both stand on the same portfolio, `same` whether nothing differs at all, reasons and
    the list of changes included.
    """

    only_mine: tuple[str, ...]
    only_theirs: tuple[str, ...]
    cells: tuple[CellDifference, ...]
    same_base: bool
    same: bool


def document_diff(mine: Document, theirs: Document) -> DocumentDifference:
    """Compare two versions of a document; a line that only one has proposed differs in whether it is requested."""
    ours = {scenario.name: scenario.number for scenario in mine.scenarios}
    others = {scenario.name: scenario.number for scenario in theirs.scenarios}
    same_base = base_only(mine.portfolio) == base_only(theirs.portfolio)
    cells: list[CellDifference] = []
    for name, number in ours.items():
        if name in others:
            cells += _cells(name, mine, number, theirs, others[name], same_base)
            cells += _proposed(name, mine, number, theirs, others[name])
    return DocumentDifference(
        tuple(name for name in ours if name not in others),
        tuple(name for name in others if name not in ours),
        tuple(cells),
        same_base,
        mine == theirs,
    )


def _proposed(name: str, mine: Document, my_number: int, theirs: Document, their_number: int) -> list[CellDifference]:
    """The lines that one of the documents alone has proposed, and requests in this scenario."""
    found = []
    for document, number, other, sign in ((mine, my_number, theirs, -1), (theirs, their_number, mine, 1)):
        portfolio, steps = document.portfolio, document.overrides(number)
        request = portfolio.request_year
        for row in sorted(portfolio.proposals):
            id_ = portfolio.lines.ids[row]
            line = portfolio.line(row, steps.get(id_))
            if id_ in other.portfolio.line_index or not is_present(line, request):
                continue
            amount = line_amount(line, request)
            effect = sign * amount if isinstance(amount, int) else None
            values = (1, 0) if document is mine else (0, 1)
            found.append(CellDifference(name, id_, Cell(PRESENT.key, request), *values, effect))
    return found


def _cells(
    name: str, mine: Document, my_number: int, theirs: Document, their_number: int, same_base: bool
) -> list[CellDifference]:
    my_steps, their_steps = mine.overrides(my_number), theirs.overrides(their_number)
    my_rows, their_rows = mine.portfolio.line_index, theirs.portfolio.line_index
    touched = {id_ for id_ in {**my_steps, **their_steps} if id_ in my_rows and id_ in their_rows}
    found = []
    for line_id in sorted(touched, key=my_rows.__getitem__):
        my_cells, their_cells = my_steps.get(line_id, {}), their_steps.get(line_id, {})
        if same_base and my_cells == their_cells:
            continue
        my_line = mine.portfolio.line(my_rows[line_id], my_cells)
        their_line = theirs.portfolio.line(their_rows[line_id], their_cells)
        for cell in sorted(
            {**my_cells, **their_cells}, key=lambda cell: (cell.year, tuple(ALL_FIELDS).index(cell.field))
        ):
            my_value = effective(my_line, cell.field, cell.year)
            their_value = effective(their_line, cell.field, cell.year)
            if my_value == their_value:
                continue
            effect = None
            if their_value is not None:
                taken = mine.portfolio.line(my_rows[line_id], {**my_cells, cell: their_value})
                effect = _effect(my_line, taken, mine.portfolio.request_year)
            found.append(CellDifference(name, line_id, cell, my_value, their_value, effect))
    return found


def _effect(before: Line, after: Line, year: int) -> int | None:
    amounts = line_amount(before, year), line_amount(after, year)
    return amounts[1] - amounts[0] if isinstance(amounts[0], int) and isinstance(amounts[1], int) else None
