"""A comparison in the order of programs: totals → programs of a view → lines → values, and what each differs by.

Rows are made when they are first asked for, so that a portfolio of any size opens at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np

from planner.core.calculation.evaluate import Evaluation, Total, as_total
from planner.core.compare.side_by_side import Comparison, Difference, enacted_value, moved_lines
from planner.core.errors import N_
from planner.core.model.fields import Value
from planner.core.model.outline import Listed, Section, outline, parts
from planner.core.model.portfolio import View

REQUEST = 1
"""The place of the request year among the plan years."""


class Level(IntEnum):
    """What a row of a comparison is about."""

    TOTAL = 0
    PROGRAM = 1
    LINE = 2
    VALUE = 3


class Standing(Enum):
    """How a line or program stands in a scenario against the reference, where it is not in both."""

    ADDED = "追加"
    ENDED = "廃止"


STANDINGS = {Standing.ADDED: N_("added"), Standing.ENDED: N_("dropped")}
"""Their names for readers; the values stand in files."""


@dataclass(eq=False)
class Node:
    """A row: the total, a heading of the view, a program, a line or a value of it.

    `heading` is what stands below a heading, `relisted` says 再掲; `key` names the row among those beside it and stays
    the same from one comparison to the next, `place` is where it stands among them.
    """

    level: Level
    key: object
    parent: Node | None = None
    program: int | None = None
    row: int | None = None
    value: Difference | None = None
    heading: Section | None = None
    relisted: bool = False
    place: int = 0
    children: list[Node] | None = field(default=None, repr=False)

    @property
    def path(self) -> tuple[object, ...]:
        """The keys from the total down to here."""
        return (*(self.parent.path if self.parent else ()), self.key)


class MovedNodes(NamedTuple):
    """What an edit moved of a comparison whose rows stayed: lines (by row), and programs they are part of."""

    rows: frozenset[int]
    programs: frozenset[int]

    def touches(self, node: Node) -> bool:
        """Whether the figures of a row may be others; sums over programs always may."""
        if node.row is not None:
            return node.row in self.rows
        return node.program is None or node.program in self.programs


class CompareTree:
    """The rows of one comparison: those of what differs, or `everything`.

    The reference that amounts are held against is the scenario the comparison refers to, or last year's budget with
    `against_previous`; then a line differs too where its amount is not last year's. `year` is the place of the plan
    year whose amounts stand side by side.
    """

    def __init__(
        self,
        comparison: Comparison,
        view: View | None,
        *,
        everything: bool = False,
        against_previous: bool = False,
        year: int = REQUEST,
    ) -> None:
        self.comparison, self.view, self.year = comparison, view, year
        self.everything, self.against_previous = everything, against_previous
        self._portfolio = comparison.portfolio
        self._rows: frozenset[int] | None = None if everything else frozenset(self._differing())
        self.root = Node(Level.TOTAL, "total")

    def _differing(self) -> set[int]:
        differing = set(self.comparison.cells)
        if not self.against_previous:
            return differing
        evaluations = self.comparison.evaluations
        touched = {row for each in evaluations for row in each.lines}
        shown = self.year
        for base in {id(each.base): each.base for each in evaluations}.values():  # one for each growth assumed
            moved = (base.amounts[:, 0] != base.amounts[:, shown]) | (base.lack[:, 0] != base.lack[:, shown])
            differing |= set(np.flatnonzero(moved).tolist()) - touched
        return differing | {
            row for row in touched if any(line[0] != line[shown] for line in (each.line(row) for each in evaluations))
        }

    @cached_property
    def _programs(self) -> frozenset[int] | None:
        """The programs with a line that is listed; `None` for all that are shown."""
        if self._rows is None:
            return None
        portfolio = self._portfolio
        owners = set(portfolio.lines.program[list(self._rows)].tolist())
        return frozenset(program for owner in owners for program in portfolio.ancestors[owner])

    def take_over(self, before: CompareTree) -> MovedNodes | None:
        """Take the rows of an earlier tree, with the figures of this one; `None` where they are not the same rows."""
        old, new = before.comparison, self.comparison
        kind = (old.scenarios, old.reference, before.view, before.everything, before.against_previous, before._rows)
        if kind != (new.scenarios, new.reference, self.view, self.everything, self.against_previous, self._rows):
            return None
        if self.year != before.year or (self.year != REQUEST and _regrown(old, new)):
            return None
        if old.portfolio is not new.portfolio:
            return None
        portfolio = self._portfolio
        rows = portfolio.line_index
        moved = {rows[line_id] for line_id in moved_lines(old, new) if line_id in rows}
        if moved & portfolio.proposals:
            return None
        above = {program for row in moved for program in portfolio.ancestors[portfolio.lines.program[row]]}
        pairs: list[tuple[Node, Node]] = []
        waiting = [before.root]
        while waiting:
            node = waiting.pop()
            below = node.children or []
            if node.level is not Level.LINE:
                if node.program is None or node.program in above:
                    waiting += below
            elif below and node.row in moved:
                values = list(self._values(node))
                if [value.key for value in values] != [value.key for value in below]:
                    return None
                pairs += zip(below, values, strict=True)
        for shown, now in pairs:
            shown.value = now.value
        self.root = before.root
        return MovedNodes(frozenset(moved), frozenset(above))

    # ---------------------------------------------------------------- rows

    def children(self, node: Node) -> list[Node]:
        """The rows below one."""
        if node.children is None:
            node.children = [child for child in self._below(node) if child is not None]
            for place, child in enumerate(node.children):
                child.parent, child.place = node, place
        return node.children

    def has_children(self, node: Node) -> bool:
        """Whether there are rows below one; those of a line need not be made for it."""
        if node.children is None and node.level is Level.LINE and not self.against_previous:
            return self.everything or node.row in self.comparison.cells
        return bool(self.children(node))

    def walk(self, down_to: Level = Level.VALUE) -> Iterator[Node]:
        """Every row, each above those below it, down to a level."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [child for child in reversed(self.children(node)) if child.level <= down_to]

    def _below(self, node: Node) -> Iterator[Node | None]:
        if node.level is Level.VALUE:
            return
        if node.level is Level.LINE:
            yield from self._values(node)
        elif node.program is not None:
            for part in parts(self._portfolio, Listed(node.program, node.relisted)):
                yield self._program(part, part.program)
            for row in self._lines(node.program):
                yield Node(Level.LINE, self._portfolio.lines.ids[row], program=node.program, row=row)
        elif node.heading is not None:
            yield from self._programs_of(node.heading)
        else:
            for section in outline(self._portfolio, self.view):
                if not section.heading:
                    yield from self._programs_of(section)
                elif self.everything or any(self._lists_program(each.program) for each in section.listed):
                    yield Node(Level.PROGRAM, section.heading, heading=section)

    def _programs_of(self, section: Section) -> Iterator[Node | None]:
        for place, listed in enumerate(section.listed):  # a view may list a program twice
            yield self._program(listed, listed.program if self.view is None else (listed.program, place))

    def _program(self, listed: Listed, key: object) -> Node | None:
        if not self._lists_program(listed.program):
            return None
        return Node(Level.PROGRAM, key, program=listed.program, relisted=listed.relisted)

    def _lists_program(self, index: int) -> bool:
        if self._programs is not None:
            return index in self._programs
        return any(each.shows_program(index) for each in self.comparison.evaluations)

    def _lines(self, program: int) -> Iterable[int]:
        """The rows of a program's own lines that are listed."""
        own = self._portfolio.line_ranges[program]
        if self._rows is None:
            return (row for row in own if any(each.shows(row) for each in self.comparison.evaluations))
        return self._in_order[bisect_left(self._in_order, own.start) : bisect_left(self._in_order, own.stop)]

    def differing_below(self, program: int) -> Iterator[int]:
        """The rows of the lines of a program and its parts whose values differ."""
        below = self._portfolio.rows_below(program)
        order = self._differing_rows
        return iter(order[bisect_left(order, below.start) : bisect_left(order, below.stop)])

    @cached_property
    def _differing_rows(self) -> list[int]:
        return sorted(self.comparison.cells)

    @cached_property
    def differing_lines(self) -> int:
        """How many lines differ."""
        return len(self.comparison.cells if self._rows is None else self._rows)

    @cached_property
    def _in_order(self) -> list[int]:
        return sorted(self._rows or ())

    def _values(self, node: Node) -> Iterator[Node]:
        assert node.row is not None
        differing = self.comparison.cells.get(node.row, ())
        listed = differing
        if self.everything or self.against_previous:
            listed = self.comparison.values_of(node.row)
        if not self.everything and self.against_previous:
            cells = {each.cell for each in differing}
            listed = tuple(each for each in listed if each.cell in cells or self._is_not_last_years(node.row, each))
        for each in listed:
            yield Node(Level.VALUE, each.cell, program=node.program, row=node.row, value=each)

    def _is_not_last_years(self, row: int, value: Difference) -> bool:
        enacted = enacted_value(self._portfolio, row, value.cell)
        return enacted is not None and any(each != enacted for each in value.values)

    # ---------------------------------------------------------------- figures

    def previous(self, node: Node) -> Total:
        """Last year's amount, the same in every scenario."""
        return self._total(node, self.comparison.evaluations[0], 0)

    def amount(self, node: Node, place: int) -> Total:
        """The amount of the year in the scenario at a place of the comparison."""
        return self._total(node, self.comparison.evaluations[place], self.year)

    @property
    def fiscal_year(self) -> int:
        """The year whose amounts stand side by side."""
        return self._portfolio.years[self.year]

    def _total(self, node: Node, evaluation: Evaluation, year: int) -> Total:
        if node.row is not None:
            return as_total(evaluation.line(node.row)[year])
        if node.program is not None:
            return evaluation.program(node.program)[year]
        if node.heading is None:
            return evaluation.view(self.view)[year]
        return evaluation.sum_of(self._portfolio.counted(self.view, node.heading.heading))[year]

    def is_reference(self, place: int) -> bool:
        """Whether the others are held against the scenario at a place."""
        return not self.against_previous and place == self.comparison.reference

    def reference(self, node: Node) -> Total:
        """What amounts are held against."""
        return self.previous(node) if self.against_previous else self.amount(node, self.comparison.reference)

    def difference(self, node: Node, place: int) -> int | None:
        """Yen above the reference, `None` where one of the two is not known.

        Of a value it is the effect alone, which is known of the request year.
        """
        if node.value is not None:
            return None if self.against_previous or self.year != REQUEST else node.value.effects[place]
        mine, theirs = self.amount(node, place).amount, self.reference(node).amount
        return None if mine is None or theirs is None else mine - theirs

    def held_against(self, node: Node) -> Value | None:
        """The value that those of a row of values are held against."""
        assert node.value is not None
        return self.enacted(node) if self.against_previous else node.value.values[self.comparison.reference]

    def enacted(self, node: Node) -> Value | None:
        """The value that stood last year where a row of values stands; `None` where there was none."""
        assert node.value is not None
        assert node.row is not None
        return enacted_value(self._portfolio, node.row, node.value.cell)

    def is_present(self, node: Node, place: int) -> bool:
        """Whether a line or program is requested in the scenario at a place."""
        return self._is_in(node, self.comparison.evaluations[place])

    def _is_in(self, node: Node, evaluation: Evaluation) -> bool:
        if node.row is not None:
            return evaluation.is_present(node.row)
        if node.program is not None:
            return evaluation.shows_program(node.program) and not evaluation.has_ended(node.program)
        return True

    def standing(self, node: Node, place: int) -> Standing | None:
        """Whether a line or program is only in the scenario at a place, or only in the reference."""
        if node.level not in (Level.PROGRAM, Level.LINE):
            return None
        mine = self._is_in(node, self.comparison.evaluations[place])
        theirs = self._was_in(node)
        return None if mine == theirs else Standing.ADDED if mine else Standing.ENDED

    def _was_in(self, node: Node) -> bool:
        if not self.against_previous:
            return self.is_present(node, self.comparison.reference)
        if node.row is not None:
            return node.row not in self._portfolio.proposals
        return node.program is None or not self._portfolio.programs[node.program].proposed


def _regrown(before: Comparison, after: Comparison) -> bool:
    """Whether a scenario assumes another growth than before: then any amount of a later year may be another."""
    return any(old.base is not new.base for old, new in zip(before.evaluations, after.evaluations, strict=True))
