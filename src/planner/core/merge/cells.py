"""The values of one line in a document and in one that goes back into it, cell by cell, three ways.

A cell is held where a step stands in exactly its year, whoever gave it: a step that is carried on from an earlier year
is none of the later one's. What both had before is the ancestor.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from planner.core.calculation.cohort import value_at
from planner.core.calculation.in_force import in_series
from planner.core.model.document import CellChange
from planner.core.model.fields import PRESENT, Value
from planner.core.model.lines import Cell, Series
from planner.core.model.portfolio import Portfolio


class Way(Enum):
    """What becomes of a cell."""

    KEEP = "keep"  # ours holds: theirs is the same, or as it was
    TAKE = "take"
    CONFLICT = "conflict"


class Sides(NamedTuple):
    """A cell three ways: values in force, and what becomes of it."""

    cell: Cell
    ancestor: Value | None
    ours: Value | None
    theirs: Value | None
    way: Way
    removed: bool = False


class Held(NamedTuple):
    """A line as a scenario has it: the steps set on a row of a portfolio. Only the drivers asked for are looked at."""

    portfolio: Portfolio
    row: int
    steps: Mapping[Cell, Value]

    def series(self, field: str) -> Series:
        """The steps of one driver."""
        return self.portfolio.series(self.row, field, self.steps)

    def is_present(self, year: int) -> bool:
        """Whether the line is requested in a year."""
        series = self.series(PRESENT.key)
        return not series or value_at(series, year) != 0


class Three(NamedTuple):
    """A line three ways."""

    ancestor: Held
    ours: Held
    theirs: Held


def before(held: Held, first: Mapping[Cell, CellChange], earlier: Container[Cell]) -> Held:
    """A line as it was before some changes of a scenario, of which `first` are those that came first to each cell.

    `held` is what it is after them; in the cells of `earlier` a step stood before them too.
    """
    left = {cell: value for cell, value in held.steps.items() if cell not in first}
    for cell, each in first.items():
        if cell in earlier and each.before is not None:
            left[cell] = each.before
    return held._replace(steps=left)


def sides(three: Three, cells: Iterable[Cell], request: int, own: Collection[Cell]) -> list[Sides]:
    """What becomes of these cells; `own` are those that ours holds a step in, `request` is the request year."""
    found = [_sides(three, cell) for cell in cells]
    gone = Cell(PRESENT.key, request)
    was, here, there = (held.is_present(request) for held in three)
    if was and there and not here and any(each.way is Way.TAKE for each in found):
        found = [each for each in found if each.cell != gone]
        found.append(Sides(gone, 1, 0, 1, Way.CONFLICT, True))
    elif was and here and not there and any(_changed(three.ancestor, three.ours, cell) for cell in own):
        found = [each._replace(way=Way.CONFLICT, removed=True) if each.cell == gone else each for each in found]
    return found


def _sides(three: Three, cell: Cell) -> Sides:
    field, year = cell
    values, standing = [], []
    for held in three:
        series = held.series(field)
        values.append(value := in_series(series, field, year))
        standing.append(value if any(at == year for at, _value in series) else _NOTHING)
    was, ours, theirs = standing
    if theirs in (was, ours):
        way = Way.KEEP
    elif ours == was or (ours is not _NOTHING and values[1] == values[0]):
        way = Way.TAKE
    else:
        way = Way.CONFLICT
    return Sides(cell, values[0], values[1], values[2], way)


def _changed(before_: Held, after: Held, cell: Cell) -> bool:
    field, year = cell
    if field == PRESENT.key:
        return False
    return in_series(before_.series(field), field, year) != in_series(after.series(field), field, year)


_NOTHING = "nothing"
"""Stands for a cell that no step stands in; an unknown value is another thing."""
