"""What a scenario holds beside its values, thing by thing, by name: so that two documents can be held side by side.

An item is compared by its content; `digests` tells that content without showing it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

from planner.core.edits.changes import set_evidence
from planner.core.edits.codes import set_codes
from planner.core.edits.own import put, without
from planner.core.edits.plan import set_obligation
from planner.core.edits.ranges import remove_range, set_range
from planner.core.edits.scenarios import set_note
from planner.core.edits.structure import describe_line, describe_program
from planner.core.edits.values import Author, with_scenario
from planner.core.merge.naming import Names, identities
from planner.core.model.accounts.codes import Code, CodePlace, Owner, place_of_text
from planner.core.model.accounts.execution import Executed, PastYear
from planner.core.model.ceilings import Ceiling, ScopeKind
from planner.core.model.document import BASE, Document, Evidence, Waiver
from planner.core.model.growth import Assumption
from planner.core.model.lines import Cell
from planner.core.model.obligations import Obligation
from planner.core.model.portfolio import Portfolio
from planner.core.model.ranges import JudgedRange, Named
from planner.core.persistent import PersistentMap

GROWTH, EVIDENCE, WAIVER, NOTE, RANGE = "growth", "evidence", "waiver", "note", "range"
CEILING, OBLIGATION, LINE, PROGRAM = "ceiling", "obligation", "line", "program"
CODE, EXECUTION = "code", "execution"

SCENARIO_KINDS = frozenset({GROWTH, EVIDENCE, WAIVER, NOTE})
"""What belongs to a scenario; all else to all of them."""

KINDS = SCENARIO_KINDS | {RANGE, CEILING, OBLIGATION, LINE, PROGRAM, CODE, EXECUTION}

CELL = "cell"
"""A value that a part started from beside its base is named like an item of this kind."""

LENGTH = 16


class Item(NamedTuple):
    """Where a thing stands: its kind, and within that its id, its line or its cell."""

    kind: str
    where: str
    cell: Cell | None = None
    """Of evidence and of what is judged of a figure, whose `where` is the line."""

    @property
    def name(self) -> str:
        """It as one text."""
        cell = f".{self.cell.field}@{self.cell.year}" if self.cell else ""
        return f"{self.kind}:{self.where}{cell}"


class Words(NamedTuple):
    """What a line or program that is proposed is called."""

    name: str
    unit: str = ""


class Coded(NamedTuple):
    """A code, and where it stands."""

    place: CodePlace
    code: Code


class Spent(NamedTuple):
    """What became of the money of a program in a past year."""

    past: PastYear
    executed: Executed


Thing = Assumption | Evidence | Waiver | Ceiling | Obligation | JudgedRange | Words | Coded | Spent | str
Items = Mapping[Item, Thing]


def items(document: Document, scenario: int) -> Items:
    """What a scenario and its document hold beside values: what the scenario takes from those above it included."""
    portfolio = document.portfolio
    found: dict[Item, Thing] = {}
    for kind, assumed in document.assumptions(scenario).items():
        found[Item(GROWTH, kind)] = assumed
    for line_id, cells in document.evidence(scenario).items():
        for cell, said in cells.items():
            found[Item(EVIDENCE, line_id, cell)] = said
    for waiver in sorted(document.waivers_of(scenario), key=lambda each: each.scenario == scenario):
        found[Item(WAIVER, f"{waiver.rule}:{waiver.where}")] = waiver
    for ceiling in document.ceilings:
        found[Item(CEILING, ceiling.id)] = ceiling
    for obligation in document.obligations:
        found[Item(OBLIGATION, obligation.id)] = obligation
    for judged in document.ranges:
        found[Item(RANGE, judged.figure.line, Cell(judged.figure.field, judged.figure.year))] = judged
    for place, code in document.codes.items():
        found[Item(CODE, str(place))] = Coded(place, code)
    for past, executed in document.execution.items():
        found[Item(EXECUTION, f"{past.program}@{past.year}")] = Spent(past, executed)
    for row in portfolio.proposals:
        found[Item(LINE, portfolio.lines.ids[row])] = Words(portfolio.lines.labels[row], portfolio.lines.units[row])
    for program in portfolio.programs:
        if program.proposed and portfolio.rows_below(portfolio.program_index[program.id]):
            found[Item(PROGRAM, program.id)] = Words(program.name)
    if scenario != BASE and (note := document.scenario(scenario).note):
        found[Item(NOTE, "")] = note
    return MappingProxyType(found)


def about(portfolio: Portfolio, lines: frozenset[str], programs: frozenset[int]) -> Callable[[object], bool]:
    """Tells of waivers, ceilings, judged ranges, codes … whether they are about these lines and programs alone.

    `programs` are places in the portfolio; whatever else is asked about is not.
    """
    own = {portfolio.programs[i].id for i in programs}
    places = lines | own

    def told(thing: object) -> bool:
        if isinstance(thing, Waiver):
            place = thing.where.partition("@")[0]
            return place in places or place.rpartition(".")[0] in places
        if isinstance(thing, Ceiling):
            within = thing.scope.programs(portfolio)
            return within is not None and within <= programs
        if isinstance(thing, Obligation):
            return thing.program in places and lines.issuperset(thing.lines)
        if isinstance(thing, Coded):
            return thing.place.id in (lines if thing.place.owner is Owner.LINE else own)
        if isinstance(thing, Spent):
            return thing.past.program in own
        return isinstance(thing, JudgedRange) and thing.figure.line in lines

    return told


def renamed(item: Item, thing: Any, names: Names) -> tuple[Item, Any]:
    """A thing and where it stands, with its lines and programs called otherwise."""
    if not names.lines and not names.programs:
        return item, thing
    if item.kind in (EVIDENCE, LINE, RANGE):
        item = item._replace(where=names.line(item.where))
    elif item.kind == PROGRAM:
        item = item._replace(where=names.program(item.where))
    elif item.kind == WAIVER:
        rule, _, where = item.where.partition(":")
        item = item._replace(where=f"{rule}:{names.place(where)}")
    elif item.kind == CODE:
        item = item._replace(where=str(_place(place_of_text(item.where), names)))
    elif item.kind == EXECUTION:
        program, _, year = item.where.rpartition("@")
        item = item._replace(where=f"{names.program(program)}@{year}")
    if isinstance(thing, Waiver):
        thing = replace(thing, where=names.place(thing.where))
    elif isinstance(thing, JudgedRange):
        thing = replace(thing, figure=thing.figure._replace(line=names.line(thing.figure.line)))
    elif isinstance(thing, Obligation):
        thing = thing._replace(program=names.program(thing.program), lines=tuple(map(names.line, thing.lines)))
    elif isinstance(thing, Coded):
        thing = thing._replace(place=_place(thing.place, names))
    elif isinstance(thing, Spent):
        thing = thing._replace(past=thing.past._replace(program=names.program(thing.past.program)))
    elif isinstance(thing, Ceiling) and thing.scope.kind is ScopeKind.PROGRAM:
        thing = thing._replace(scope=thing.scope._replace(id=names.program(thing.scope.id)))
    return item, thing


def _place(place: CodePlace, names: Names) -> CodePlace:
    return place._replace(id=(names.line if place.owner is Owner.LINE else names.program)(place.id))


class Held(NamedTuple):
    """Things as a document calls them, and what tells its lines and programs apart (`identities`)."""

    things: Items
    names: Names

    def name(self, item: Item) -> str:
        """Where a thing stands, as all documents call it."""
        return renamed(item, None, self.names)[0].name

    def digest(self, item: Item) -> str | None:
        """What tells the content of a thing, the same in all documents; `None` where there is none."""
        thing = self.things.get(item)
        return None if thing is None else digest(renamed(item, thing, self.names)[1])

    @property
    def digests(self) -> dict[str, str]:
        """All of them by name."""
        return {self.name(item): digest(renamed(item, thing, self.names)[1]) for item, thing in self.things.items()}


def held(document: Document, scenario: int, kinds: Container[str]) -> Held:
    """What a scenario and its document hold of these kinds beside values, so that it can be told in other documents."""
    things = {item: thing for item, thing in items(document, scenario).items() if item.kind in kinds}
    return Held(MappingProxyType(things), identities(document))


def digest(thing: Thing) -> str:
    """What tells the content of a thing; who said it, and when, is none of it."""
    said: object = thing
    if isinstance(thing, Waiver):
        said = (thing.rule, thing.where, thing.why)
    elif isinstance(thing, JudgedRange):
        said = (thing.figure, thing.span, thing.shape, thing.group, thing.why)
    elif isinstance(thing, Coded):
        said = (thing.code.text, thing.code.address)
    elif isinstance(thing, Spent):
        said = thing.executed
    return hashlib.sha256(repr(said).encode()).hexdigest()[:LENGTH]


def with_item(document: Document, scenario: int, item: Item, thing: Any) -> Document:
    """The document with a thing in a scenario, or without it where that is `None`; `UserError` where it cannot be."""
    return _PUT[item.kind](document, scenario, item, thing)


def _growth(document: Document, scenario: int, item: Item, thing: Assumption | None) -> Document:
    target = document.scenario(scenario)
    held = {**target.assumptions, item.where: thing}
    kept = {kind: each for kind, each in held.items() if each is not None}
    return with_scenario(document, replace(target, assumptions=MappingProxyType(kept)))


def _evidence(document: Document, scenario: int, item: Item, thing: Evidence | None) -> Document:
    assert item.cell is not None
    return set_evidence(document, scenario, [(item.where, item.cell)], thing)


def _waiver(document: Document, scenario: int, item: Item, thing: Waiver | None) -> Document:
    kept = tuple(
        each for each in document.waivers if each.scenario != scenario or f"{each.rule}:{each.where}" != item.where
    )
    return replace(document, waivers=kept if thing is None else (*kept, replace(thing, scenario=scenario)))


def _range(document: Document, _scenario: int, item: Item, thing: JudgedRange | None) -> Document:
    assert item.cell is not None
    figure = Named(item.where, *item.cell)
    return (
        remove_range(document, figure) if thing is None else set_range(document, thing, Author(thing.who, thing.when))
    )


def _code(document: Document, _scenario: int, item: Item, thing: Coded | None) -> Document:
    if thing is None:
        return replace(document, codes=PersistentMap.of(document.codes).without(place_of_text(item.where)))
    here = document.portfolio.line_index if thing.place.owner is Owner.LINE else document.portfolio.program_index
    if thing.place.id not in here:  # of a line that only a scenario has which comes apart (`copies`)
        return document
    code = thing.code
    return set_codes(document, {thing.place: code}, code.why, Author(code.who, code.when))


def _execution(document: Document, _scenario: int, item: Item, thing: Spent | None) -> Document:
    held: PersistentMap[PastYear, Executed] = PersistentMap.of(document.execution)
    if thing is not None:
        return replace(document, execution=held.set(*thing))
    program, _, year = item.where.rpartition("@")
    return replace(document, execution=held.without(PastYear(program, int(year))))


def _ceiling(document: Document, _scenario: int, item: Item, thing: Ceiling | None) -> Document:
    own = document.ceilings
    return replace(document, ceilings=without(own, item.where) if thing is None else put(own, thing.check()))


def _obligation(document: Document, _scenario: int, item: Item, thing: Obligation | None) -> Document:
    if thing is None:
        return replace(document, obligations=without(document.obligations, item.where))
    return set_obligation(document, thing)


def _line(document: Document, _scenario: int, item: Item, thing: Words | None) -> Document:
    return document if thing is None else describe_line(document, item.where, *thing)


def _program(document: Document, _scenario: int, item: Item, thing: Words | None) -> Document:
    return document if thing is None else describe_program(document, item.where, thing.name)


def _note(document: Document, scenario: int, _item: Item, thing: str | None) -> Document:
    return set_note(document, scenario, thing or "")


_PUT: Mapping[str, Callable[[Document, int, Item, Any], Document]] = {
    GROWTH: _growth,
    EVIDENCE: _evidence,
    WAIVER: _waiver,
    CEILING: _ceiling,
    OBLIGATION: _obligation,
    LINE: _line,
    PROGRAM: _program,
    NOTE: _note,
    RANGE: _range,
    CODE: _code,
    EXECUTION: _execution,
}
