"""How a finding can be settled where it stands: a reason, evidence, another value, classes, or that it may stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from planner.app.session.place import Place, place_of_finding
from planner.app.session.state import State
from planner.core.calculation.in_force import effective
from planner.core.edits.changes import set_evidence, set_reasons
from planner.core.edits.typed import read_entry
from planner.core.edits.values import Author, Entry, set_values
from planner.core.edits.waivers import Accepted, waive, waiver_of, withdraw
from planner.core.errors import N_, Problem, UserError
from planner.core.model.document import BASE, Document, Evidence, EvidenceKind
from planner.core.model.fields import ALL_FIELDS
from planner.core.model.lines import Cell
from planner.core.model.rules import (
    CEILING_UNKNOWN,
    INCREASE,
    NEW_PROGRAM,
    QUANTITY_BASIS,
    RATE_BASIS,
    RULES,
)


class Way(Enum):
    """How a finding is settled; the value is its name as a catalogue key."""

    REASON = N_("Reason of the change")
    EVIDENCE = N_("Evidence")
    VALUE = N_("Another value")
    CLASSES = N_("Classify lines")
    ACCEPT = N_("May stand, because")
    WITHDRAW = N_("Take the acceptance back")


class Fix(NamedTuple):
    """What was typed: the way, the words (or the value), and of evidence what kind it is."""

    way: Way
    text: str = ""
    kind: EvidenceKind = EvidenceKind.RULE


def ways(problem: Problem, state: State, accepted: Accepted) -> tuple[Way, ...]:
    """How a finding can be settled in the scenario shown, the way that is asked for first; none where only edits do."""
    if waiver_of(problem, accepted) is not None:
        return (Way.WITHDRAW,)
    found = []
    can_edit = state.scenario != BASE and not state.document.scenario(state.scenario).locked
    if problem.rule in (INCREASE.id, QUANTITY_BASIS.id, NEW_PROGRAM.id) and any(_unexplained(problem, state)):
        found.append(Way.REASON)
    if problem.rule == RATE_BASIS.id and can_edit:
        found.append(Way.EVIDENCE)
    if problem.rule == CEILING_UNKNOWN.id:
        found.append(Way.CLASSES)
    if RULES[problem.rule].waivable:
        found.append(Way.ACCEPT)
    if can_edit and _cell(problem, state) is not None:
        found.append(Way.VALUE)
    return tuple(found)


def settled(document: Document, state: State, problems: Sequence[Problem], fix: Fix, author: Author) -> Document:
    """The document with findings settled; raises `UserError` where what was typed cannot stand."""
    scenario, text = state.scenario, fix.text.strip()
    if fix.way is Way.WITHDRAW:
        return withdraw(document, scenario, problems)
    if fix.way is Way.ACCEPT:
        return waive(document, scenario, problems, text, author)
    if not text:
        raise UserError(N_("Nothing is written."), N_("Write what settles the finding."))
    if fix.way is Way.REASON:
        numbers = {number for problem in problems for number in _unexplained(problem, state)}
        return set_reasons(document, numbers, text)
    cells = [cell for problem in problems if (cell := _cell(problem, state)) is not None]
    if fix.way is Way.EVIDENCE:
        places = [(line_id, Cell(place.field, year)) for line_id, place, year in cells]
        return set_evidence(document, scenario, places, Evidence(fix.kind, text))
    entries = []
    for line_id, place, year in cells:
        assert place.row is not None
        current = effective(state.drivers(place.row), place.field, year)
        entries.append(Entry(line_id, place.field, year, read_entry(text, ALL_FIELDS[place.field], current).value))
    return set_values(document, scenario, entries, author=author)


def value_now(problem: Problem, state: State) -> str:
    """The value of the cell that a finding is about, as it is typed; empty where it is about none."""
    cell = _cell(problem, state)
    if cell is None or cell[1].row is None:
        return ""
    value = effective(state.drivers(cell[1].row), cell[1].field, cell[2])
    return "" if value is None else ALL_FIELDS[cell[1].field].text(value)


def _cell(problem: Problem, state: State) -> tuple[str, Place, int] | None:
    """The line, the place and the year of the cell that a finding is about."""
    place = place_of_finding(problem, state.portfolio)
    if place is None or place.row is None or place.field not in ALL_FIELDS:
        return None
    _address, _, year = problem.where.partition("@")
    return state.portfolio.lines.ids[place.row], place, int(year or state.portfolio.request_year)


def _unexplained(problem: Problem, state: State) -> Iterator[int]:
    """The numbers of the changes without a reason that made what a finding is about."""
    place, portfolio = place_of_finding(problem, state.portfolio), state.portfolio
    if place is None:
        return
    rows = portfolio.rows_below(place.program) if place.row is None and place.program is not None else ()
    lines = {portfolio.lines.ids[row] for row in rows} | (
        {portfolio.lines.ids[place.row]} if place.row is not None else set()
    )
    for change in state.document.changes_of(state.scenario):
        touched = (each for each in change.cells if each.line_id in lines)
        if not change.why and any(place.field in ("", each.field) for each in touched):
            yield change.number
