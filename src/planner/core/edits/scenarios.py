"""Edits of the tree of scenarios: branch, duplicate, rename, note, lock, delete; none of them moves a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from planner.core.calculation.in_force import effective
from planner.core.edits.values import next_change, with_scenario
from planner.core.edits.waivers import accepted
from planner.core.errors import N_, UserError
from planner.core.model.document import BASE, GIVEN_NAMES, Change, Changes, Document, Scenario, evidence_beside
from planner.core.model.fields import Value
from planner.core.model.growth import CLASSES, Assumption
from planner.core.model.layers import ByLine
from planner.core.model.lines import Cell
from planner.core.persistent import PersistentMap

T = TypeVar("T")
NAME_LIMIT = 100
BASE_NAMES = ("base", "基準")


def branch(document: Document, parent: int, name: str, note: str = "") -> Document:
    """Add a scenario below `parent` (`BASE` for the base) that starts out equal to it."""
    _free_name(document, name)
    if parent != BASE:
        document.scenario(parent)
    branched = Scenario(_next_scenario(document), name.strip(), parent, note)
    return replace(document, scenarios=(*document.scenarios, branched))


def _next_scenario(document: Document) -> int:
    return max((scenario.number for scenario in document.scenarios), default=BASE) + 1


def rename(document: Document, scenario: int, name: str) -> Document:
    """Give a scenario another name."""
    current = document.scenario(scenario)
    if name.strip() == current.name:
        return document
    _free_name(document, name, but=scenario)
    return with_scenario(document, replace(current, name=name.strip()))


def _free_name(document: Document, name: str, but: int | None = None) -> None:
    """Raise `UserError` where a scenario cannot have this name, or where it means another one than `but` already."""
    name = name.strip()
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        raise UserError(
            N_('"{name}" cannot be the name of a scenario.'),
            N_("Use 1 to 100 printable characters."),
            name=name,
        )
    if _named(document, name) not in (None, but):
        raise UserError(
            N_('There is already a scenario "{name}".'),
            N_("Choose another name."),
            name=name,
        )


def find_scenario(document: Document, name: str) -> int:
    """The number of the scenario of that name; `BASE` for the base's; `UserError` naming the others."""
    number = _named(document, name)
    if number is not None:
        return number
    raise UserError(
        N_('There is no scenario "{name}".'),
        N_("The document has: {names}."),
        name=name,
        names=", ".join(["base", *(scenario.name for scenario in document.scenarios)]),
    )


def _named(document: Document, name: str) -> int | None:
    """The number of the scenario of that name; one that the program named is known by its name in either language."""
    if name in BASE_NAMES:
        return BASE
    numbers = {scenario.name: scenario.number for scenario in document.scenarios}
    if name in numbers:
        return numbers[name]
    for given in GIVEN_NAMES:
        if name in (given.ja, given.en):
            return numbers.get(given.ja, numbers.get(given.en))
    return None


def set_note(document: Document, scenario: int, note: str) -> Document:
    """Write what a scenario is for."""
    current = document.scenario(scenario)
    return document if note.strip() == current.note else with_scenario(document, replace(current, note=note.strip()))


def duplicate(document: Document, scenario: int, name: str) -> Document:
    """Add a scenario beside one of the same content, with its changes; the copy of a locked one is open."""
    current = document.scenario(scenario)
    _free_name(document, name)
    copy = replace(current, number=_next_scenario(document), name=name.strip())
    waivers = (replace(each, scenario=copy.number) for each in document.waivers if each.scenario == scenario)
    made = replace(document, scenarios=(*document.scenarios, copy), waivers=(*document.waivers, *waivers))
    own = (change for change in document.changes if change.scenario == scenario)
    made = _with_copies(made, own, [copy.number])
    return unlock(made, copy.number) if copy.locked else made


def lock(document: Document, scenario: int) -> Document:
    """Make a scenario hold all its values itself, so that whatever happens to its parent no figure of it moves."""
    current = document.scenario(scenario)
    if current.locked:
        return document
    held = replace(
        current,
        overrides=PersistentMap(document.overrides(scenario)),
        evidence=PersistentMap(document.evidence(scenario)),
        assumptions=document.assumptions(scenario),
        locked=True,
    )
    inherited = (change for change in document.changes_of(scenario) if change.scenario != scenario)
    kept = _with_copies(with_scenario(document, held), inherited, [scenario])
    above = (each for each in accepted(document, scenario).values() if each.scenario not in (BASE, scenario))
    return replace(kept, waivers=(*document.waivers, *(replace(each, scenario=scenario) for each in above)))


def unlock(document: Document, scenario: int) -> Document:
    """Let a scenario take values from its parent again; at that moment none of its figures moves.

    Raises `UserError` where the parent gives a figure by now that was not known when the scenario was locked.
    """
    current = document.scenario(scenario)
    if not current.locked:
        return document
    portfolio, above = document.portfolio, document.overrides(current.parent)
    own: dict[str, Mapping[Cell, Value]] = {}
    for line_id in {**above, **current.overrides}:
        row = portfolio.line_index.get(line_id)
        held, given = current.overrides.get(line_id, {}), above.get(line_id, {})
        if row is None:
            own[line_id] = held
            continue
        values: dict[Cell, Value] = {}
        for cell in {**given, **held}:
            value = held[cell] if cell in held else effective(portfolio.line(row, held), *cell)
            if value is None:
                raise UserError(
                    N_("The parent gives a figure by now that this scenario does not know."),
                    N_("Branch from the locked scenario and edit there."),
                    where=f"{line_id}.{cell.field}@{cell.year}",
                )
            if given.get(cell) != value:
                values[cell] = value
        if values:
            own[line_id] = MappingProxyType(values)
    assumed = document.assumptions(current.parent)
    held_growth = {key: current.assumptions.get(key, Assumption(Fraction(0))) for key in CLASSES}
    kept_growth = {key: each for key, each in held_growth.items() if assumed.get(key, Assumption(Fraction(0))) != each}
    opened = with_scenario(
        document,
        replace(current, overrides=PersistentMap(own), assumptions=MappingProxyType(kept_growth), locked=False),
    )
    told = [replace(change, number=0, scenario=0) for change in opened.changes_of(current.parent)]
    kept = Changes(
        change
        for change in opened.changes
        if change.scenario != scenario or replace(change, number=0, scenario=0) not in told
    )
    repeated = {(each.rule, each.where, each.why) for each in accepted(opened, current.parent).values()}
    waivers = tuple(
        each
        for each in opened.waivers
        if each.scenario != scenario or (each.rule, each.where, each.why) not in repeated
    )
    return replace(opened, changes=kept, waivers=waivers)


def delete_scenario(document: Document, scenario: int) -> Document:
    """Remove a scenario; those branched from it take over its content and keep every value they had.

    Its changes and waivers pass to them as well, so that a child's list still tells how its values came about.
    Raises `UserError` for a locked one.
    """
    gone = document.scenario(scenario)
    if gone.locked:
        raise UserError(
            N_("The scenario {name} is locked and cannot be deleted."), N_("Unlock it first."), name=gone.name
        )
    scenarios: list[Scenario] = []
    heirs = []
    for each in document.scenarios:
        if each.parent != scenario:
            scenarios.append(each)
        elif each.locked:
            scenarios.append(replace(each, parent=gone.parent))
        else:
            heirs.append(each.number)
            overrides = _fold(gone.overrides, each.overrides)
            evidence = _fold(evidence_beside(gone.evidence, each.overrides), each.evidence)
            assumptions = MappingProxyType({**gone.assumptions, **each.assumptions})
            scenarios.append(
                replace(each, parent=gone.parent, overrides=overrides, evidence=evidence, assumptions=assumptions)
            )
    own = {(waiver.scenario, waiver.rule, waiver.where) for waiver in document.waivers}
    orphaned = [change for change in document.changes if change.scenario == scenario]
    left = replace(
        document,
        scenarios=tuple(each for each in scenarios if each.number != scenario),
        waivers=tuple(
            replace(waiver, scenario=owner)
            for waiver in document.waivers
            for owner in (heirs if waiver.scenario == scenario else [waiver.scenario])
            if owner == waiver.scenario or (owner, waiver.rule, waiver.where) not in own
        ),
    )
    passed = _with_copies(left, orphaned, heirs)
    return replace(passed, changes=Changes(change for change in passed.changes if change.scenario != scenario))


def _fold(above: ByLine[T], below: ByLine[T]) -> ByLine[T]:
    folded = {id_: MappingProxyType({**above.get(id_, {}), **below.get(id_, {})}) for id_ in {**above, **below}}
    return PersistentMap(folded)


def _with_copies(document: Document, changes: Iterable[Change], owners: list[int]) -> Document:
    """The document with a copy of each of these changes for each of `owners` that has none, right after the change."""
    held = {(change.scenario, change.identity) for change in document.changes}
    wanted = {change.number for change in changes}
    number = next_change(document)
    listed: list[Change] = []
    for change in document.changes:
        listed.append(change)
        if change.number in wanted:
            for owner in owners:
                if (owner, change.identity) not in held:
                    listed.append(replace(change, number=number, scenario=owner))
                    number += 1
    return replace(document, changes=Changes(listed))
