"""Whose a difference is, and why: which scenario gave each value compared, itself or one it stands below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import islice
from typing import NamedTuple

from planner.core.calculation.in_force import InForce, ValuesInForce
from planner.core.compare.side_by_side import Difference
from planner.core.compare.tree import CompareTree, Node
from planner.core.model.document import BASE, Document

LINES_ASKED = 8
"""Of a program so many lines at most are asked for the reasons of their differences."""


class Holding(Enum):
    """How a scenario comes to a value: it gives it itself, has it from one above it, or as the base has it."""

    OWN = "own"
    INHERITED = "inherited"
    BASE = "base"


class Because(NamedTuple):
    """A scenario that gave a value which differs, and the reason of its change; empty where none was given."""

    scenario: int
    why: str


class Whose:
    """The givers of the values that scenarios are compared by, as a document has them."""

    def __init__(self, document: Document, scenarios: Iterable[int]) -> None:
        self._values = {number: ValuesInForce(document, number) for number in scenarios}

    def held(self, tree: CompareTree, value: Difference, place: int) -> InForce:
        """The value of a scenario in force, with who gave it; `place` is the scenario's in the comparison."""
        row, cell = tree.comparison.portfolio.line_index[value.line_id], value.cell
        return self._values[tree.comparison.scenarios[place]].value(row, cell.field, cell.year)

    def holding(self, tree: CompareTree, value: Difference, place: int) -> Holding:
        """How a scenario comes to a value."""
        giver = self.held(tree, value, place).giver
        if giver == BASE:
            return Holding.BASE
        return Holding.OWN if giver == tree.comparison.scenarios[place] else Holding.INHERITED

    def reasons(self, tree: CompareTree, node: Node) -> tuple[Because, ...]:
        """Why a row differs: the scenarios that gave its values, those of its lines with it, each reason once."""
        found: dict[Because, None] = {}
        for value in _values_of(tree, node):
            found.update(dict.fromkeys(self._because(tree, value)))
        return tuple(found)

    def _because(self, tree: CompareTree, value: Difference) -> tuple[Because, ...]:
        """Of a value the scenarios that gave it where it is another than what it is held against."""
        reference = tree.comparison.reference
        found: dict[Because, None] = {}
        for place, mine in enumerate(value.values):
            differs = mine != value.values[reference] or tree.against_previous
            if differs or (place == reference and len(set(value.values)) > 1):
                held = self.held(tree, value, place)
                if held.giver != BASE:
                    found[Because(held.giver, held.change.why if held.change else "")] = None
        return tuple(found)


def _values_of(tree: CompareTree, node: Node) -> Iterator[Difference]:
    """The values that differ in a row or below it; of a program those of its first lines."""
    cells = tree.comparison.cells
    if node.value is not None:
        yield node.value
    elif node.row is not None:
        yield from cells.get(node.row, ())
    elif node.program is not None:
        for row in islice(tree.differing_below(node.program), LINES_ASKED):
            yield from cells.get(row, ())
