"""Scenarios of a copy that this document has not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from planner.core.edits.values import next_change
from planner.core.merge.naming import Names, with_proposals
from planner.core.model.accounts.codes import Code, CodePlace, Codes, Owner
from planner.core.model.document import BASE, Document
from planner.core.model.layers import ByLine
from planner.core.persistent import PersistentMap

T = TypeVar("T")


def parents_first(document: Document) -> Iterator[int]:
    """The numbers of all scenarios, each after those it descends from."""
    below: dict[int, list[int]] = {}
    for each in document.scenarios:
        below.setdefault(each.parent, []).append(each.number)
    waiting = list(reversed(below.get(BASE, [])))
    while waiting:
        number = waiting.pop()
        yield number
        waiting += reversed(below.get(number, []))


def with_scenario_of(document: Document, theirs: Document, number: int) -> tuple[Document, int]:
    """The document with a scenario of another one whose parent it has, and how many changes came with it."""
    scenario = theirs.scenario(number)
    own = [change for change in theirs.changes if change.scenario == number]
    grown, names = with_proposals(document, theirs, own)
    above = None if scenario.parent == BASE else theirs.scenario(scenario.parent).name
    parent = next((each.number for each in grown.scenarios if each.name == above), BASE)
    new = max((each.number for each in grown.scenarios), default=BASE) + 1
    copy = replace(
        scenario,
        number=new,
        parent=parent,
        overrides=_named(scenario.overrides, names),
        evidence=_named(scenario.evidence, names),
    )
    changes, next_ = grown.changes, next_change(grown)
    for at, change in enumerate(own):
        cells = tuple(cell._replace(line_id=names.line(cell.line_id)) for cell in change.cells)
        changes = changes.with_next(replace(change, number=next_ + at, scenario=new, cells=cells))
    waivers = (
        replace(each, scenario=new, where=names.place(each.where)) for each in theirs.waivers if each.scenario == number
    )
    added = replace(
        grown,
        scenarios=(*grown.scenarios, copy),
        changes=changes,
        waivers=(*grown.waivers, *waivers),
        codes=_with_codes_of_proposed(document, grown, theirs, names),
    )
    return added, len(own)


def _with_codes_of_proposed(document: Document, grown: Document, theirs: Document, names: Names) -> Codes:
    """The codes of a document that has grown by lines and programs of another one, with theirs of these."""
    before, now = document.portfolio, grown.portfolio
    new = now.line_index.keys() - before.line_index.keys() | now.program_index.keys() - before.program_index.keys()
    if not new:
        return grown.codes
    held: PersistentMap[CodePlace, Code] = PersistentMap.of(grown.codes)
    for place, code in theirs.codes.items():
        here = names.line(place.id) if place.owner is Owner.LINE else names.program(place.id)
        if here in new:
            held = held.set(place._replace(id=here), code)
    return held


def _named(held: ByLine[T], names: Names) -> ByLine[T]:
    return PersistentMap({names.line(line_id): cells for line_id, cells in held.items()})
