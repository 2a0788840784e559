"""What an answer of seek does: each driver before and after, what that moves of its line, and later years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from planner.core.calculation.cohort import line_amount
from planner.core.calculation.evaluate import Base, Evaluation, evaluate, regrown
from planner.core.calculation.in_force import effective
from planner.core.model.document import NO_CELLS, Document
from planner.core.model.fields import Value
from planner.core.model.lines import Cell
from planner.core.seek.levers import Driver, Lever, edited


class Turned(NamedTuple):
    """A driver, its value before and after, and by how many yen that moves its line in the year asked."""

    driver: Driver
    before: Value | None
    after: Value
    effect: int


@dataclass(frozen=True)
class Effects:
    """What a lever at a position changes, and by how many yen it moves the total of each later plan year."""

    changes: tuple[Turned, ...]
    later: Mapping[int, int]


def effects(document: Document, base: Base, scenario: int, handle: Lever, position: int, year: int) -> Effects:
    """The effects of a lever in a scenario, in the plan year asked and in those after it.

    `base` is of the document's portfolio, under any growth. A later year whose total cannot be computed is left out.
    """
    base, overrides = regrown(base, document.growth(scenario)), document.overrides(scenario)
    before = evaluate(base, overrides)
    if not handle.drivers:
        growth = document.growth(scenario)._replace(**{handle.kind: Fraction(handle.value(position))})
        return Effects((), _later(before, evaluate(regrown(base, growth), overrides), year))
    ids, cells = document.portfolio.lines.ids, handle.cells(position)
    after = evaluate(base, edited(document.portfolio, overrides, cells), before)
    found: list[Turned] = []
    turned = sorted(cells.items(), key=lambda each: (each[0].row, each[0].year))
    for row, group in groupby(turned, lambda each: each[0].row):
        own = dict(overrides.get(ids[row], NO_CELLS))
        line = base.drivers(row, own)
        for driver, value in group:
            was = effective(line, driver.field.key, driver.year)
            if was == value:
                continue
            own[Cell(driver.field.key, driver.year)] = value
            then = base.drivers(row, own)
            one, other = line_amount(line, year), line_amount(then, year)
            effect = other - one if isinstance(one, int) and isinstance(other, int) else 0
            found.append(Turned(driver, was, value, effect))
            line = then
    return Effects(tuple(found), _later(before, after, year))


def _later(before: Evaluation, after: Evaluation, year: int) -> dict[int, int]:
    found = {}
    for place, each in enumerate(before.portfolio.years):
        one, other = before.total[place].amount, after.total[place].amount
        if each > year and one is not None and other is not None:
            found[each] = other - one
    return found
