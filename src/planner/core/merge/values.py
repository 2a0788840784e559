"""The changes another document made in a scenario, made here once more: in their order, by their authors.

Each keeps its identity, so that it is made once however often the documents meet. What it did to the request is
worked out anew; where ours holds in spite of it, it is told as it was made and the value is set back by a last change.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from planner.core.calculation.cohort import line_amount
from planner.core.calculation.in_force import effective
from planner.core.edits.values import next_change, with_scenario
from planner.core.memo import replaced
from planner.core.merge.cells import Held, Sides, Three, Way, before, sides
from planner.core.merge.conflicts import Conflict, Resolve, Said, Take
from planner.core.merge.naming import Names
from planner.core.model.document import (
    NO_CELLS,
    CellChange,
    Change,
    Changes,
    Document,
    evidence_beside,
)
from planner.core.model.fields import Value
from planner.core.model.lines import Cell, Line
from planner.core.persistent import PersistentMap

Address = tuple[str, Cell]
"""A line and a cell of it."""


@dataclass(frozen=True)
class Source:
    """A scenario of another document and its changes that are not here yet.

    In the cells of `earlier` (by line, as the other document names them) a step stood in it before those.
    """

    document: Document
    scenario: int
    news: Sequence[Change]
    earlier: Mapping[str, Container[Cell]]
    names: Names


@dataclass(frozen=True)
class Decided:
    """What becomes of each cell: theirs holds, ours holds in spite of theirs, or ours holds anyway (`None`)."""

    takes: Mapping[Address, Take | None]
    theirs: Mapping[Address, Value | None]
    conflicts: tuple[Conflict, ...]
    open: tuple[Conflict, ...]
    """The conflicts that nobody has decided."""

    def of(self, take: Take) -> list[Address]:
        """The cells in which that was decided."""
        return [address for address, each in self.takes.items() if each is take]


@dataclass(frozen=True)
class Merged:
    """A document with the changes of another one: those that are new here, and their yen where it can be told."""

    document: Document
    news: tuple[Change, ...]
    effect: int | None


def decide(document: Document, target: int, source: Source, resolve: Resolve, part: int) -> Decided:
    """What becomes of the cells of another document's changes in a scenario; `part` is its place among the parts."""
    portfolio, theirs = document.portfolio, source.document
    by_line: dict[str, list[Change]] = {}
    for change in source.news:
        for line_id in change.cells_of:
            by_line.setdefault(line_id, []).append(change)
    steps, their_steps = document.overrides(target), theirs.overrides(source.scenario)
    takes: dict[Address, Take | None] = {}
    values: dict[Address, Value | None] = {}
    conflicts, undecided = [], []
    for line_id, made in by_line.items():
        here, held = source.names.line(line_id), their_steps.get(line_id, NO_CELLS)
        own = steps.get(here, NO_CELLS)
        first = {cell: each for change in reversed(made) for cell, each in change.cells_of[line_id].items()}
        after = Held(theirs.portfolio, theirs.portfolio.line_index[line_id], held)
        earlier = source.earlier.get(line_id, ())
        three = Three(before(after, first, earlier), Held(portfolio, portfolio.line_index[here], own), after)
        for side in sides(three, first, portfolio.request_year, own):
            address = (here, side.cell)
            values[address] = side.theirs
            if side.way is not Way.CONFLICT:
                takes[address] = Take.THEIRS if side.way is Way.TAKE else None
                continue
            theirs_by = next((each for each in reversed(made) if side.cell in each.cells_of[line_id]), made[-1])
            conflict = _conflict(document, target, address, side, three, theirs_by)._replace(part=part)
            conflicts.append(conflict)
            take = resolve(conflict)
            takes[address] = take
            if take is None:
                undecided.append(conflict)
    return Decided(takes, values, tuple(conflicts), tuple(undecided))


def _conflict(
    document: Document, target: int, address: Address, each: Sides, three: Three, theirs_by: Change
) -> Conflict:
    line_id, cell = address
    family = {scenario.number for scenario in document.lineage(target)}
    made = (
        change
        for change in reversed(document.changes.of_line(line_id))
        if change.scenario in family and cell in change.cells_of[line_id]
    )
    ours_by = next(made, None)
    effect = None
    if each.theirs is not None:
        year = document.portfolio.request_year
        ours = document.portfolio.line(three.ours.row, three.ours.steps)
        effect = plus(0, ours, ours.with_step(cell, each.theirs), year)
    return Conflict(
        0,
        target,
        line_id,
        cell.field,
        cell.year,
        each.ancestor,
        Said(each.ours, *((ours_by.who, ours_by.when, ours_by.why) if ours_by else ())),
        Said(each.theirs, theirs_by.who, theirs_by.when, theirs_by.why),
        effect,
        each.removed,
    )


def merged_values(document: Document, target: int, source: Source, decided: Decided, settled: Change) -> Merged:
    """The document with another one's changes in a scenario, as was decided.

    `settled` has author, reason and identity of the last change, if there has to be one.
    """
    if not source.news:
        return Merged(document, (), 0)
    scenario = document.scenario(target)
    replay = _Replay(document, target)
    made: set[Address] = set()
    for change in source.news:
        moves: dict[str, list[_Move]] = {}
        for line_id, cells in change.cells_of.items():
            here = source.names.line(line_id)
            made.update((here, cell) for cell in cells)
            moves[here] = [
                _Move(cell, each.after, each.cleared, decided.takes[here, cell] is not None)
                for cell, each in cells.items()
            ]
        replay.make(change, moves)
    back: dict[str, list[_Move]] = {}
    for line_id, cell in decided.of(Take.OURS):
        if (line_id, cell) in made:
            value = scenario.overrides.get(line_id, NO_CELLS).get(cell)
            back.setdefault(line_id, []).append(_Move(cell, value, True, True))
    for line_id, cell in decided.of(Take.THEIRS):
        if (line_id, cell) not in made:
            back.setdefault(line_id, []).append(_Move(cell, decided.theirs[line_id, cell], False, True))
    if back:
        replay.make(settled, back)
    moved: dict[str, dict[Cell, object]] = {}
    for line_id, cell in decided.of(Take.THEIRS):
        moved.setdefault(line_id, {})[cell] = None
    edited = replaced(scenario, overrides=replay.own, evidence=evidence_beside(scenario.evidence, moved))
    return Merged(with_scenario(document, edited, replay.changes), tuple(replay.news), replay.effect)


class _Move(NamedTuple):
    """A cell that is set anew: its new value, whether it returns to what is above, whether it moves.

    A value that returns without one above that is the same is set.
    """

    cell: Cell
    value: Value | None
    returns: bool
    moves: bool


class _Replay:
    """Changes made in a scenario one after the other."""

    def __init__(self, document: Document, target: int) -> None:
        scenario = document.scenario(target)
        self._portfolio, self._target = document.portfolio, target
        self._above = document.overrides(scenario.parent)
        self.own: PersistentMap[str, Mapping[Cell, Value]] = PersistentMap.of(scenario.overrides)
        self.changes: Changes = document.changes
        self._number = next_change(document)
        self.news: list[Change] = []
        self.effect: int | None = 0

    def make(self, change: Change, given: Mapping[str, Iterable[_Move]]) -> None:
        """Make a change once more, line by line."""
        told: list[CellChange] = []
        effect: int | None = 0
        for line_id, cells in given.items():
            line, row = self._portfolio.line, self._portfolio.line_index[line_id]
            above, held = self._above.get(line_id, NO_CELLS), dict(self.own.get(line_id, NO_CELLS))
            was = now = line(row, {**above, **held})
            for cell, value, returns, moves in cells:
                old, cleared = effective(now, *cell), False
                if moves and (returns or value is None):
                    without = {each: one for each, one in held.items() if each != cell}
                    free = line(row, {**above, **without})
                    cleared = value is None or effective(free, *cell) == value
                    if cleared:
                        held, now = without, free
                if moves and value is not None and not cleared:
                    held[cell] = value
                    now = now.with_step(cell, value)
                new = effective(now, *cell) if moves else old
                told.append(CellChange(line_id, *cell, old, new, cleared))
            self.own = self.own.set(line_id, MappingProxyType(held)) if held else self.own.without(line_id)
            effect = plus(effect, was, now, self._portfolio.request_year)
        made = replace(change, number=self._number, scenario=self._target, cells=tuple(told), effect=effect)
        self.changes, self._number = self.changes.with_next(made), self._number + 1
        self.news.append(made)
        self.effect = None if self.effect is None or effect is None else self.effect + effect


def plus(effect: int | None, before_: Line, after: Line, year: int) -> int | None:
    """Yen with what a line's amount in a year moves by; `None` where that cannot be told."""
    if effect is None or before_ is after:
        return effect
    a, b = line_amount(before_, year), line_amount(after, year)
    return effect + b - a if isinstance(a, int) and isinstance(b, int) else None
