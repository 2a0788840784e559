"""What is done with changes after they were made: reasons, evidence, reverting one, taking one to another scenario."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from planner.core.calculation.in_force import effective
from planner.core.edits.values import NOBODY, Author, Entry, open_scenario, set_values, with_scenario
from planner.core.errors import N_, UserError
from planner.core.model.document import BASE, Change, Changes, Document, Evidence
from planner.core.model.layers import ByLine
from planner.core.model.lines import Cell
from planner.core.persistent import PersistentMap

T = TypeVar("T")

CELLS_SHOWN = 5
"""How many conflicting cells a refusal names."""


def change_numbered(document: Document, number: int) -> Change:
    """The change of that number; `UserError` when there is none."""
    for change in document.changes:
        if change.number == number:
            return change
    raise UserError(N_("There is no change {number}."), N_("Look the list of changes up again."), number=number)


def set_reasons(document: Document, changes: Collection[int], why: str) -> Document:
    """Write the reason of changes, or rewrite it."""
    reworded = document.changes
    for place, each in enumerate(document.changes):
        if each.number in changes and each.why != why.strip():
            reworded = reworded.reworded(place, why.strip())
    return document if reworded is document.changes else replace(document, changes=reworded)


def set_evidence(
    document: Document, scenario: int, cells: Sequence[tuple[str, Cell]], evidence: Evidence | None
) -> Document:
    """Say what values of a scenario rest on (line id and cell each), or take that back with `None`."""
    target = open_scenario(document, scenario)
    own: PersistentMap[str, Mapping[Cell, Evidence]] = PersistentMap.of(target.evidence)
    for line_id, cell in cells:
        held = {each: said for each, said in own.get(line_id, {}).items() if each != cell}
        if evidence is not None:
            held[cell] = evidence
        own = own.set(line_id, MappingProxyType(held)) if held else own.without(line_id)
    return document if own == target.evidence else with_scenario(document, replace(target, evidence=own))


def revert(document: Document, number: int, why: str, author: Author = NOBODY) -> Document:
    """Take one change back by a new one in the scenario it was made in.

    Raises `UserError`, naming the cells, where a later edit has set one of its cells to something else.
    """
    change = change_numbered(document, number)
    scenario = open_scenario(document, change.scenario)
    portfolio = document.portfolio
    in_force, above = document.overrides(change.scenario), document.overrides(scenario.parent)
    entries, conflicts = [], []
    for cell in change.cells:
        row = portfolio.line_index.get(cell.line_id)
        if row is None:
            continue
        place = f"{cell.line_id}.{cell.field}@{cell.year}"
        if effective(portfolio.line(row, in_force.get(cell.line_id)), cell.field, cell.year) != cell.after:
            conflicts.append(place)
        inherited = effective(portfolio.line(row, above.get(cell.line_id)), cell.field, cell.year)
        value = None if cell.before == inherited else cell.before
        entries.append(Entry(cell.line_id, cell.field, cell.year, value))
    if conflicts:
        raise UserError(
            N_("The change cannot be taken back: of its cells {count} changed again later ({cells})."),
            N_("Take the later changes back first, or set the cells by hand."),
            count=len(conflicts),
            cells=", ".join(conflicts[:CELLS_SHOWN]),
        )
    return set_values(document, change.scenario, entries, why, author)


def copy_change(document: Document, number: int, target: int, author: Author = NOBODY) -> Document:
    """Make the same change in another scenario, with its reason and evidence; what is so already is left out."""
    change = change_numbered(document, number)
    entries = [Entry(cell.line_id, cell.field, cell.year, cell.after) for cell in change.cells]
    copied = set_values(document, target, entries, change.why, author)
    known = document.evidence(change.scenario)
    for cell in change.cells:
        address = Cell(cell.field, cell.year)
        evidence = known.get(cell.line_id, {}).get(address)
        if evidence is not None:
            copied = set_evidence(copied, target, [(cell.line_id, address)], evidence)
    return copied


def promote(document: Document, number: int, author: Author = NOBODY) -> Document:
    """Move a change from its scenario to the parent, whose other branches then have it too.

    The scenario it came from keeps its figures and holds the values no longer itself. Raises `UserError` when the
    parent is the base or locked, or the scenario has set one of the cells to something else since.
    """
    change = change_numbered(document, number)
    scenario = open_scenario(document, change.scenario)
    if scenario.parent == BASE:
        raise UserError(
            N_("The scenario stands directly below the base, which is not edited."),
            N_("Copy the change to another scenario instead."),
        )
    portfolio, in_force = document.portfolio, document.overrides(change.scenario)
    for cell in change.cells:
        row = portfolio.line_index.get(cell.line_id)
        if row is not None and cell.after != effective(
            portfolio.line(row, in_force.get(cell.line_id)), cell.field, cell.year
        ):
            raise UserError(
                N_("{cell} was changed again after this change."),
                N_("Promote the latest change of the cell."),
                cell=f"{cell.line_id}.{cell.field}@{cell.year}",
            )
    moved = copy_change(document, number, scenario.parent, author)
    own, evidence = scenario.overrides, scenario.evidence
    above = moved.overrides(scenario.parent)
    for cell in change.cells:
        address = Cell(cell.field, cell.year)
        if above.get(cell.line_id, {}).get(address) == cell.after:
            own, evidence = _dropped(own, cell.line_id, address), _dropped(evidence, cell.line_id, address)
    freed = replace(scenario, overrides=own, evidence=evidence)
    left = Changes(each for each in moved.changes if each.number != number)
    return replace(with_scenario(moved, freed), changes=left)


def _dropped(held: ByLine[T], line_id: str, cell: Cell) -> ByLine[T]:
    if cell not in held.get(line_id, {}):
        return held
    left = {key: value for key, value in held[line_id].items() if key != cell}
    kept: PersistentMap[str, Mapping[Cell, T]] = PersistentMap.of(held)
    return kept.set(line_id, MappingProxyType(left)) if left else kept.without(line_id)
