"""The values of one line in a document and in one that goes back into it, cell by cell, three ways.

A cell is held where a step stands in exactly its year, whoever gave it: a step that is carried on from an earlier year
is none of the later one's. What both had before is the ancestor.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from planner.core.calculation.cohort import is_present
from planner.core.calculation.in_force import effective
from planner.core.model.document import CellChange
from planner.core.model.fields import PRESENT, Value
from planner.core.model.lines import Cell, Line


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


class Three(NamedTuple):
    """A line three ways."""

    ancestor: Line
    ours: Line
    theirs: Line


def stands(line: Line, cell: Cell) -> bool:
    """Whether a step stands in exactly the year of a cell."""
    return any(year == cell.year for year, _value in getattr(line, cell.field))


def before(base: Line, steps: Mapping[Cell, Value], news: Iterable[CellChange], earlier: Container[Cell]) -> Line:
    """A line as it was before some changes of a scenario, in the order in which they were made.

    `steps` are those in force after them; in the cells of `earlier` a step stood before them too.
    """
    first: dict[Cell, CellChange] = {}
    for each in news:
        first.setdefault(Cell(each.field, each.year), each)
    left = {cell: value for cell, value in steps.items() if cell not in first}
    for cell, each in first.items():
        if cell in earlier and each.before is not None:
            left[cell] = each.before
    line = base
    for cell, value in left.items():
        line = line.with_step(cell, value)
    return line


def sides(three: Three, cells: Iterable[Cell], request: int, own: Collection[Cell]) -> list[Sides]:
    """What becomes of these cells; `own` are those that ours holds a step in, `request` is the request year."""
    found = [_sides(three, cell) for cell in cells]
    gone = Cell(PRESENT.key, request)
    was, here, there = (is_present(line, request) for line in three)
    if was and there and not here and any(each.way is Way.TAKE for each in found):
        found = [each for each in found if each.cell != gone]
        found.append(Sides(gone, 1, 0, 1, Way.CONFLICT, True))
    elif was and here and not there and any(_changed(three.ancestor, three.ours, cell) for cell in own):
        found = [each._replace(way=Way.CONFLICT, removed=True) if each.cell == gone else each for each in found]
    return found


def _sides(three: Three, cell: Cell) -> Sides:
    values = [effective(line, *cell) for line in three]
    was, ours, theirs = (value if stands(line, cell) else _NOTHING for line, value in zip(three, values, strict=True))
    if theirs in (was, ours):
        way = Way.KEEP
    elif ours == was or (ours is not _NOTHING and values[1] == values[0]):
        way = Way.TAKE
    else:
        way = Way.CONFLICT
    return Sides(cell, values[0], values[1], values[2], way)


def _changed(before_: Line, after: Line, cell: Cell) -> bool:
    return cell.field != PRESENT.key and effective(before_, *cell) != effective(after, *cell)


_NOTHING = "nothing"
"""Stands for a cell that no step stands in; an unknown value is another thing."""
