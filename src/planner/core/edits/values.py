"""Values of a scenario set or cleared, and what every edit starts from: the scenario to edit, the line meant, a change.

Each edit of values is recorded as one change with what every cell said before and after and what it did to
the request year's total. The base is out of their reach.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from planner.core.calculation.cohort import line_amount, longest
from planner.core.calculation.in_force import effective
from planner.core.errors import N_, UserError
from planner.core.memo import replaced
from planner.core.model.document import (
    BASE,
    NO_CELLS,
    WORKING,
    CellChange,
    Change,
    Changes,
    Document,
    Scenario,
    evidence_beside,
)
from planner.core.model.fields import DURATION_LIMIT, QUANTITY, Axis, Value, field_named
from planner.core.model.lines import Amount, Cell, Line
from planner.core.model.portfolio import Portfolio
from planner.core.persistent import PersistentMap


class Author(NamedTuple):
    """Who edits, and when (ISO text)."""

    who: str = ""
    when: str = ""


NOBODY = Author()


class Entry(NamedTuple):
    """A value to set in a scenario: line id, field key, fiscal year; `None` returns to the parent's value."""

    line_id: str
    field: str
    year: int
    value: Value | None


def new_document(portfolio: Portfolio, first_scenario: str = WORKING.ja) -> Document:
    """A new document: the base and one scenario below it to work in."""
    return Document(portfolio, (Scenario(1, first_scenario),))


def open_scenario(document: Document, number: int) -> Scenario:
    """The scenario of that number to edit; `UserError` for the base, for a locked one, and in a part handed in."""
    if number == BASE:
        raise UserError(
            N_("The base is not edited: it is the request as printed."),
            N_("Choose a scenario, or branch one from the base, and edit there."),
        )
    scenario = document.scenario(number)
    if scenario.locked:
        raise UserError(
            N_("The scenario {name} is locked: its figures never move."),
            N_("Branch from it and edit there, or unlock it."),
            name=scenario.name,
        )
    if document.part is not None:
        document.part.refuse_edits()
    return scenario


def refuse_closed(document: Document, program: int) -> None:
    """Raise `UserError` for a program (by place) that others work on: a part has its totals alone."""
    if not document.is_open(program):
        raise UserError(
            N_("The lines of this program are not in the part: others work on them."),
            N_("Edit the programs that are open in it."),
            where=document.portfolio.programs[program].id,
        )


def with_scenario(document: Document, scenario: Scenario, changes: Changes | None = None) -> Document:
    """The document with a scenario in the place of the one of its number; with other changes where they are given."""
    scenarios = tuple([scenario if each.number == scenario.number else each for each in document.scenarios])
    return replaced(document, scenarios=scenarios, changes=document.changes if changes is None else changes)


def next_change(document: Document) -> int:
    """The number of the next change."""
    return document.changes.last + 1


def set_values(
    document: Document, scenario: int, entries: Sequence[Entry], why: str = "", author: Author = NOBODY
) -> Document:
    """Set or clear values in a scenario as one change; cells that would not change are left out.

    What the scenario said a value rests on goes with that value.

    Raises `UserError`, and changes nothing, when any of the entries cannot stand.
    """
    portfolio = document.portfolio
    target = open_scenario(document, scenario)
    above = document.overrides(target.parent)
    own: PersistentMap[str, Mapping[Cell, Value]] = PersistentMap.of(target.overrides)
    cells: list[CellChange] = []
    wanted: dict[str, dict[Cell, Value | None]] = {}
    for entry in entries:
        wanted.setdefault(entry.line_id, {})[Cell(entry.field, entry.year)] = entry.value
    effect: int | None = 0
    for line_id, values in wanted.items():
        row = row_of(portfolio, line_id)
        if document.part is not None:
            refuse_closed(document, int(portfolio.lines.program[row]))
        inherited, held = above.get(line_id, NO_CELLS), own.get(line_id, NO_CELLS)
        mine, before, after = as_set(portfolio, row, inherited, held, values)
        known = len(cells)
        for cell, value in values.items():
            if mine.get(cell) != held.get(cell):
                field, year = cell
                was = effective(before, field, year)
                now = effective(after, field, year) if value is None else value
                cells.append(CellChange(line_id, field, year, was, now, value is None))
        if len(cells) == known:
            continue
        own = own.set(line_id, MappingProxyType(mine)) if mine else own.without(line_id)
        year = portfolio.request_year
        effect = _plus(effect, line_amount(before, year), line_amount(after, year))
    if not cells:
        return document
    change = Change(next_change(document), scenario, tuple(cells), effect, why, author.who, author.when)
    evidence = evidence_beside(target.evidence, change.cells_of) if target.evidence else target.evidence
    edited = replaced(target, overrides=own, evidence=evidence)
    return with_scenario(document, edited, document.changes.with_next(change))


def as_set(
    portfolio: Portfolio,
    row: int,
    inherited: Mapping[Cell, Value],
    held: Mapping[Cell, Value],
    values: Mapping[Cell, Value | None],
) -> tuple[dict[Cell, Value], Line, Line]:
    """What a scenario holds of a line after values were set, and the line before and after.

    `held` is what it held itself, `inherited` what those above it do; a value that is in force already is not held.
    Raises `UserError` where one cannot stand.
    """
    mine = dict(held)
    now = before = portfolio.line(row, {**inherited, **held})
    for cell, value in sorted(values.items()):  # by year: a step holds until the next one given
        admissible(portfolio, row, cell, value, stays=longest(now))
        if value is None:
            if mine.pop(cell, None) is not None:
                now = portfolio.line(row, {**inherited, **mine})
        elif cell in mine or effective(now, cell.field, cell.year) != value:
            mine[cell] = value
            now = now.with_step(cell, value)
    return mine, before, now


def _plus(effect: int | None, before: Amount, after: Amount) -> int | None:
    if effect is None or not isinstance(before, int) or not isinstance(after, int):
        return None
    return effect + after - before


def row_of(portfolio: Portfolio, line_id: str) -> int:
    """The row of the line of that id; `UserError` where there is none."""
    row = portfolio.line_index.get(line_id)
    if row is None:
        raise UserError(
            N_('There is no line "{line}".'),
            N_("Look the id up with `planner totals FILE --json`."),
            line=line_id,
        )
    return row


def admissible(portfolio: Portfolio, row: int, cell: Cell, value: Value | None, stays: int) -> None:
    """Raise `UserError` where a value cannot stand; `stays` is for how many years the line's intakes stay at most."""
    field = field_named(cell.field)
    if value is not None:
        field.check(value)
    if field.axis is Axis.TENURE:
        if not 1 <= cell.year <= DURATION_LIMIT:
            raise UserError(
                N_("Retention is given by year since the intake, 1 to {limit}; {year} is none."),
                N_("Write 2 for the second year, and so on."),
                where=_where(portfolio, row, cell),
                limit=DURATION_LIMIT,
                year=cell.year,
            )
        return
    if cell.year < portfolio.request_year and not (stays > 1 and field.of_intake):
        raise UserError(
            N_("Fiscal year {year} is enacted and cannot be changed by a scenario."),
            N_("Edit the request year {request}; only past intakes of a cohort line can be edited."),
            where=_where(portfolio, row, cell),
            year=cell.year,
            request=portfolio.request_year,
        )
    if cell.year > portfolio.years[-1]:
        raise UserError(
            N_("Fiscal year {year} lies beyond the plan, which ends with {last}."),
            N_("Edit a year of the plan."),
            where=_where(portfolio, row, cell),
            year=cell.year,
            last=portfolio.years[-1],
        )
    if field is not QUANTITY or not value:
        return
    first, last = portfolio.bounds[portfolio.lines.program[row]]
    if not first <= cell.year <= last:
        raise UserError(
            N_("The program takes nobody in in fiscal year {year}: it runs from {first} to {last}."),
            N_("Edit a year within the program's period."),
            where=_where(portfolio, row, cell),
            year=cell.year,
            first=first or "…",
            last=last if last < 9999 else "…",
        )


def _where(portfolio: Portfolio, row: int, cell: Cell) -> str:
    return f"{portfolio.lines.ids[row]}.{cell.field}@{cell.year}"
