"""The document as one frozen value: the portfolio, the scenarios over it, the changes that made them.

Edits make new documents (`planner.core.edits.values`) that share everything they do not touch.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from planner.core.errors import Both
from planner.core.model.accounts.codes import NO_CODES, Codes
from planner.core.model.accounts.execution import NO_EXECUTION, Execution
from planner.core.model.ceilings import Ceiling, Rules
from planner.core.model.fields import Value
from planner.core.model.growth import CLASSES, NO_GROWTH, Assumption, Assumptions, Growth
from planner.core.model.handovers import HandoverRecord
from planner.core.model.layers import ByLine, Layer, layered
from planner.core.model.lines import Cell
from planner.core.model.obligations import Obligation
from planner.core.model.parts import Part
from planner.core.model.portfolio import Portfolio
from planner.core.model.ranges import JudgedRange, Named
from planner.core.persistent import PersistentList, PersistentMap

BASE = 0
"""The number of the base among the scenarios' parents."""

WORKING = Both("作業案", "Working draft")
EXAMINATION = Both("査定案", "Examination draft")
RESTORATION = Both("復活案", "Restoration draft")
GIVEN_NAMES = (WORKING, EXAMINATION, RESTORATION)
"""What scenarios are called unless the officer says otherwise: data once made, understood in both languages."""

Overrides = ByLine[Value]
"""A scenario's own steps: line id → cell → value."""

NO_OVERRIDES: Overrides = MappingProxyType({})
NO_CELLS: Mapping[Cell, Value] = MappingProxyType({})


class EvidenceKind(StrEnum):
    """What a rate rests on (単価の根拠)."""

    RULE = "規程"
    QUOTE = "見積"
    RECORD = "実績"
    OTHER = "その他"


class Evidence(NamedTuple):
    """The document a value of a scenario rests on, and where in it."""

    kind: EvidenceKind
    document: str
    page: str = ""


Evidences = ByLine[Evidence]
"""What values rest on: line id → cell → evidence."""

NO_EVIDENCE: Evidences = MappingProxyType({})
NO_ASSUMPTIONS: Assumptions = MappingProxyType({})


@dataclass(frozen=True)
class Scenario:
    """A named what-if: its parent's number (`BASE` for the base) and the steps it sets itself.

    A `locked` one holds all its values, evidence and changes itself and takes nothing from its parent. `assumptions`
    are the growths of rates that it assumes itself.
    """

    number: int
    name: str
    parent: int = BASE
    note: str = ""
    overrides: Overrides = field(default_factory=lambda: NO_OVERRIDES)
    evidence: Evidences = field(default_factory=lambda: NO_EVIDENCE)
    locked: bool = False
    assumptions: Assumptions = field(default_factory=lambda: NO_ASSUMPTIONS)


class CellChange(NamedTuple):
    """One cell of a change: the value in effect before and after, and whether the scenario's own value was cleared."""

    line_id: str
    field: str
    year: int
    before: Value | None
    after: Value | None
    cleared: bool = False


def new_identity() -> str:
    """A random UUID (version 4) as text; as `uuid.uuid4` makes it, only faster."""
    drawn = os.urandom(16).hex()
    variant = "89ab"[int(drawn[16], 16) & 3]
    return f"{drawn[:8]}-{drawn[8:12]}-4{drawn[13:16]}-{variant}{drawn[17:20]}-{drawn[20:]}"


@dataclass(frozen=True)
class Change:
    """One edit as the officer made it; `effect` is what it did to the request year's total, in yen.

    `effect` is `None` where an amount could not be computed before or after. `identity` (a UUID) tells the edit apart
    from all others wherever its document is copied; the copies of a change in other scenarios share it.
    """

    number: int
    scenario: int
    cells: tuple[CellChange, ...]
    effect: int | None
    why: str = ""
    who: str = field(default="", compare=False)
    when: str = field(default="", compare=False)
    identity: str = field(default_factory=new_identity, compare=False)

    @cached_property
    def cells_of(self) -> Mapping[str, Mapping[Cell, CellChange]]:
        """Line id → its cells in this change."""
        found: dict[str, dict[Cell, CellChange]] = {}
        for cell in self.cells:
            found.setdefault(cell.line_id, {})[Cell(cell.field, cell.year)] = cell
        return MappingProxyType(found)


_Index = PersistentMap[str, tuple[Change, ...]]
"""Changes by what they are looked up by, oldest first."""


class Changes(PersistentList[Change]):
    """The changes of a document, in the order in which they were made; `last` is the highest number any of them has."""

    __slots__ = ("_by_identity", "_by_line", "last")

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        super().__init__(changes)
        self.last = max((change.number for change in self), default=0)
        self._by_line: _Index | None = None
        self._by_identity: _Index | None = None

    def with_next(self, change: Change) -> Changes:
        """With a change at the end."""

        def added(held: tuple[Change, ...]) -> tuple[Change, ...]:
            return (*held, change)

        return self._with(len(self), change, added)

    def reworded(self, place: int, why: str) -> Changes:
        """With another reason for the change in a place."""
        old = self[place]
        new = replace(old, why=why)

        def exchanged(held: tuple[Change, ...]) -> tuple[Change, ...]:
            return tuple(new if each is old else each for each in held)

        return self._with(place, new, exchanged)

    def _with(self, place: int, change: Change, moved: Callable[[tuple[Change, ...]], tuple[Change, ...]]) -> Changes:
        made = Changes.__new__(Changes)
        made._array, made.last = self._array.set(place, change), max(self.last, change.number)
        made._by_line = _moved(self._by_line, change.cells_of, moved)
        made._by_identity = _moved(self._by_identity, (change.identity,), moved)
        return made

    def of_line(self, line_id: str) -> tuple[Change, ...]:
        """The changes of a line in any scenario, oldest first."""
        if not self:
            return ()  # those of a new document are the same as of another: nothing is kept with them
        if self._by_line is None:
            self._by_line = _index((each, change) for change in self for each in change.cells_of)
        return self._by_line.get(line_id, ())  # type: ignore[no-any-return]

    def of_identity(self, identity: str) -> tuple[Change, ...]:
        """A change in each of the scenarios that have it."""
        if not self:
            return ()  # as above
        if self._by_identity is None:
            self._by_identity = _index((change.identity, change) for change in self)
        return self._by_identity.get(identity, ())  # type: ignore[no-any-return]


def _index(pairs: Iterable[tuple[str, Change]]) -> _Index:
    listed: dict[str, list[Change]] = {}
    for key, change in pairs:
        listed.setdefault(key, []).append(change)
    return PersistentMap({key: tuple(changes) for key, changes in listed.items()})


def _moved(
    index: _Index | None, keys: Iterable[str], moved: Callable[[tuple[Change, ...]], tuple[Change, ...]]
) -> _Index | None:
    """An index in which what stands below some keys has moved; one that nobody has asked for is not made."""
    if index is None:
        return None
    for key in keys:
        index = index.set(key, moved(index.get(key, ())))
    return index


NO_CHANGES = Changes()


@dataclass(frozen=True)
class Waiver:
    """A finding of the check that is accepted in a scenario and those below it, with the reason."""

    scenario: int
    rule: str
    where: str
    why: str
    who: str = field(default="", compare=False)
    when: str = field(default="", compare=False)


@dataclass(frozen=True)
class Document:
    """Everything a file holds. Two documents are the same whoever made the changes, whenever."""

    portfolio: Portfolio
    scenarios: tuple[Scenario, ...]
    changes: Changes = NO_CHANGES
    waivers: tuple[Waiver, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    """Its own ones; those that are published come with the program."""
    obligations: tuple[Obligation, ...] = ()
    """Its own ones; those of the request sheets come with the portfolio."""
    handovers: tuple[HandoverRecord, ...] = ()
    """What went out, oldest first (`planner.core.edits.handovers`)."""
    ranges: tuple[JudgedRange, ...] = ()
    """The register of assumptions: one entry a driver, in the order of drivers."""
    part: Part | None = None
    """What it was told, where it is a part of a larger document."""
    sent: tuple[Part, ...] = ()
    """The parts it was split into, as far as they are known here."""
    codes: Codes = field(default_factory=lambda: NO_CODES)
    """Those set here; those of the tables come with the portfolio (`planner.core.model.accounts.code_book`)."""
    execution: Execution = field(default_factory=lambda: NO_EXECUTION)
    """What became of the money of past years."""

    def is_open(self, program: int) -> bool:
        """Whether the lines of a program (by place) are here: of others' programs a part has the totals alone."""
        if self.part is None:
            return True
        chain = (self.portfolio.programs[i] for i in self.portfolio.ancestors[program])
        return any(each.proposed or each.id in self.part.programs for each in chain)

    def open_programs(self) -> frozenset[int]:
        """The programs (by place) whose lines are here."""
        portfolio = self.portfolio
        if self.part is None:
            return frozenset(range(len(portfolio.programs)))
        tops = [portfolio.program_index[each] for each in self.part.programs]
        tops += [i for i, each in enumerate(portfolio.programs) if each.proposed]
        return frozenset(each for top in tops for each in portfolio.subtrees[top])

    def scenario(self, number: int) -> Scenario:
        """The scenario of that number; `KeyError` when there is none, and for the base."""
        for scenario in self.scenarios:
            if scenario.number == number:
                return scenario
        raise KeyError(number)

    def lineage(self, number: int) -> tuple[Scenario, ...]:
        """The scenario and those it takes values from, nearest first: its ancestors up to the first locked one."""
        chain: list[Scenario] = []
        while number != BASE:
            scenario = self.scenario(number)
            chain.append(scenario)
            number = BASE if scenario.locked else scenario.parent
        return tuple(chain)

    def overrides(self, number: int) -> Overrides:
        """All steps in force in a scenario, line by line, the nearest scenario winning cell by cell."""
        if number == BASE:
            return NO_OVERRIDES
        lineage = self.lineage(number)
        if len(lineage) == 1:
            return lineage[0].overrides
        return layered([Layer(scenario.overrides) for scenario in reversed(lineage)])

    def evidence(self, number: int) -> Evidences:
        """What the values of a scenario rest on, the nearest scenario winning cell by cell.

        Where one sets a value itself, nothing that those above it say of theirs is evidence of it.
        """
        return layered([Layer(scenario.evidence, scenario.overrides) for scenario in reversed(self.lineage(number))])

    def assumptions(self, number: int) -> Assumptions:
        """The growths assumed in a scenario, the nearest scenario winning kind by kind."""
        held: dict[str, Assumption] = {}
        for scenario in reversed(self.lineage(number)):
            held.update(scenario.assumptions)
        return MappingProxyType(held)

    def growth(self, number: int) -> Growth:
        """What later years' rates grow by in a scenario; nothing in the base."""
        held = self.assumptions(number)
        return Growth(**{key: held[key].rate for key in CLASSES if key in held}) if held else NO_GROWTH

    def all_ceilings(self, rules: Rules | None) -> tuple[Ceiling, ...]:
        """The ceilings of the request year: the published ones (`None`: none are known), then the document's own."""
        own = (each for each in self.ceilings if each.year == self.portfolio.request_year)
        return (*(rules.ceilings if rules else ()), *own)

    @property
    def all_obligations(self) -> tuple[Obligation, ...]:
        """The obligations of the request sheets, then the document's own."""
        return (*self.portfolio.obligations, *self.obligations)

    def range_of(self, figure: Named) -> JudgedRange | None:
        """What is judged of a figure."""
        return next((each for each in self.ranges if each.figure == figure), None)

    @property
    def gone_ranges(self) -> tuple[JudgedRange, ...]:
        """What is judged of lines that are no more."""
        return tuple(each for each in self.ranges if each.figure.line not in self.portfolio.line_index)

    def changes_of(self, number: int) -> tuple[Change, ...]:
        """The changes that made a scenario what it is, oldest first."""
        family = {each.number for each in self.lineage(number)}
        return tuple(change for change in self.changes if change.scenario in family)

    def change_of(self, number: int, identity: str) -> Change | None:
        """That of the changes that made a scenario what it is which has this identity."""
        made = self.changes.of_identity(identity)
        if not made:
            return None
        family = {each.number for each in self.lineage(number)}
        return next((change for change in reversed(made) if change.scenario in family), None)

    def waivers_of(self, number: int) -> tuple[Waiver, ...]:
        """The waivers that hold in a scenario; those given for the base hold in all."""
        family = {BASE, *(each.number for each in self.lineage(number))}
        return tuple(waiver for waiver in self.waivers if waiver.scenario in family)


def evidence_beside(evidence: Evidences, cells: Mapping[str, Mapping[Cell, object]]) -> Evidences:
    """What is left of evidence where these cells (by line) take other values than those it was given for."""
    fewer, others = (evidence, cells) if len(evidence) < len(cells) else (cells, evidence)
    kept: PersistentMap[str, Mapping[Cell, Evidence]] | None = None
    for line in fewer:
        if line not in others or evidence[line].keys().isdisjoint(cells[line]):
            continue
        left = {cell: said for cell, said in evidence[line].items() if cell not in cells[line]}
        kept = PersistentMap.of(evidence) if kept is None else kept
        kept = kept.set(line, left) if left else kept.without(line)
    return evidence if kept is None else kept
