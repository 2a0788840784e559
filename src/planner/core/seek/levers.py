"""What is moved so that an aim is met: one driver of a line, a factor on drivers of several, the growth of rates, or
the year from which values hold.

A lever has positions, whole numbers from `low` to `high`: each stands for a value that the driver can have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import numpy as np

from planner.core.calculation.cohort import longest
from planner.core.calculation.columns import SAFE
from planner.core.calculation.in_force import effective
from planner.core.calculation.pairs import DRIVERS
from planner.core.edits.plan import set_growth
from planner.core.edits.values import Author, Entry, admissible, row_of, set_values
from planner.core.errors import N_, UserError
from planner.core.model.document import NO_CELLS, Document, Overrides
from planner.core.model.fields import FIELDS, Field, Kind, Value, field_named
from planner.core.model.growth import FINEST, HIGH, LOW
from planner.core.model.lines import Cell
from planner.core.model.portfolio import Portfolio
from planner.core.money import Int64s, Mode, round_ratio, round_ratios
from planner.core.persistent import PersistentMap

FINENESS = 1_000_000
"""A factor is told in millionths."""
PARTS = 100
"""Times and shares go by hundredths unless a step is given."""


class Driver(NamedTuple):
    """One driver that is moved: the row of its line, the field, the year from which on a new value holds."""

    row: int
    field: Field
    year: int


class Factor(NamedTuple):
    """A factor on drivers whose values are whole, in columns: an entry each.

    `row` of the line, `field` by its place in `DRIVERS`, the fiscal `year`, what it is `now`, the `step` that values
    are rounded to by `mode`, and the bounds of its field. `largest` is the largest value now, whatever its sign.
    """

    row: Int64s
    field: Int64s
    year: Int64s
    now: Int64s
    step: Int64s
    low: Int64s
    high: Int64s
    mode: Mode
    largest: int

    def values(self, position: int) -> Int64s:
        """What each driver is set to, as `Lever.cells` tells it."""
        whole = round_ratios(self.now * position, FINENESS * self.step, self.mode, 1) * self.step
        values: Int64s = np.clip(whole, self.low, self.high)
        return values


@dataclass(frozen=True)
class Lever:
    """A driver, or a factor on several where `now` holds what each of them is; `step` is what values are rounded to.

    Positions count in `step` for one driver, in millionths for a factor, whose values are rounded by `mode`; of yen and
    people moved together each by a step of its own. Without
    drivers it is the growth of `kind`, in hundredths of a percent a year. Where `begun` holds values, they hold from a
    fiscal year on, which is the position, and those `now` before it.
    """

    drivers: tuple[Driver, ...]
    now: tuple[Value, ...]
    step: Fraction
    low: int
    high: int
    kind: str = ""
    mode: Mode = Mode.HALF
    begun: tuple[Value, ...] = ()

    @property
    def is_factor(self) -> bool:
        """Whether one factor moves several drivers."""
        return len(self.drivers) > 1 and not self.begun

    def grain(self, field: Field) -> Fraction:
        """What values of a field are rounded to: the step is that of the first driver and of others of its kind."""
        return self.step if field.is_whole and field.kind is self.drivers[0].field.kind else _step(field)

    def value(self, position: int) -> Value:
        """What a position stands for: the driver's value, the factor, the growth a year, or the fiscal year."""
        if self.begun:
            return position
        if not self.drivers:
            return Fraction(position, FINEST)
        if self.is_factor:
            return Fraction(position, FINENESS)
        value = position * self.step
        return value.numerator if self.drivers[0].field.is_whole else value

    def cells(self, position: int) -> Mapping[Driver, Value]:
        """What each driver is set to."""
        if self.begun:
            before = dict(zip(self.drivers, self.now, strict=True))
            begun = zip(self.drivers, self.begun, strict=True)
            return before | {driver._replace(year=position): value for driver, value in begun}
        if not self.is_factor:
            return {driver: self.value(position) for driver in self.drivers}
        found = {}
        for driver, now in zip(self.drivers, self.now, strict=True):
            exact = now * Fraction(position, FINENESS)
            step = self.grain(driver.field)
            whole = round_ratio((exact / step).numerator, (exact / step).denominator, self.mode) * step
            value = min(max(whole, Fraction(driver.field.low)), Fraction(driver.field.high))
            found[driver] = value.numerator if driver.field.is_whole else value
        return found

    @cached_property
    def columns(self) -> Factor | None:
        """The factor in columns; `None` where there is none, a value is no whole number, or 64 bits might not hold it.

        `Factor.values` holds for every position of the lever.
        """
        places = [DRIVERS.index(key) for key in (driver.field.key for driver in self.drivers)]
        fields = [FIELDS[key] for key in DRIVERS]
        if not self.is_factor or not all(fields[place].is_whole for place in set(places)):
            return None
        largest = max(abs(int(now)) for now in self.now)
        if largest * max(abs(self.low), abs(self.high)) >= SAFE:
            return None
        steps = [self.grain(field).numerator if field.is_whole else 0 for field in fields]
        lows, highs = ([int(getattr(field, end)) for field in fields] for end in ("low", "high"))
        step, low, high = (_column(each).take(places) for each in (steps, lows, highs))
        row, year = _column([each.row for each in self.drivers]), _column([each.year for each in self.drivers])
        return Factor(row, _column(places), year, _column(self.now), step, low, high, self.mode, largest)


def lever(
    document: Document,
    scenario: int,
    drivers: Sequence[tuple[str, str, int]],
    low: Value | None = None,
    high: Value | None = None,
    step: Value | None = None,
    mode: Mode = Mode.HALF,
) -> Lever:
    """The lever on these drivers (line, field, year) between bounds; raises `UserError` where there is none.

    Without bounds a driver may take whatever its field can hold, from 0 on; a factor goes from 0 to 10, and what it
    comes to is rounded to the step by `mode`.
    """
    portfolio, overrides = document.portfolio, document.overrides(scenario)
    found, now = [], []
    for line_id, key, year in drivers:
        row = row_of(portfolio, line_id)
        if key not in FIELDS:
            raise UserError(
                N_('"{key}" is no driver that can be moved.'),
                N_("Use one of: {keys}."),
                key=key,
                keys=", ".join(FIELDS),
            )
        field = FIELDS[key]
        line = portfolio.line(row, overrides.get(line_id))
        value = effective(line, key, year)
        admissible(portfolio, row, Cell(key, year), 1, stays=longest(line))
        if value is None and len(drivers) > 1:
            raise UserError(
                N_("The value is not known, so that no factor can move it."),
                N_("Leave it out, or give it a value first."),
                where=f"{line_id}.{key}@{year}",
            )
        found.append(Driver(row, field, year))
        now.append(value if value is not None else Fraction(0))
    if len(set(found)) < len(found):
        raise UserError(N_("A driver is named twice."), N_("Name each once."))
    fine = Fraction(step) if step is not None else _step(found[0].field)
    if fine <= 0 or (found[0].field.is_whole and fine.denominator != 1):
        raise UserError(
            N_("The step must be above 0, and whole for yen and people."), N_("Leave it out, or give another.")
        )
    if len(found) > 1:
        least, most = Fraction(low if low is not None else 0), Fraction(high if high is not None else 10)
        return _between(Lever(tuple(found), tuple(now), fine, 0, 0, mode=mode), least * FINENESS, most * FINENESS)
    field = found[0].field
    least = Fraction(low) if low is not None else min(Fraction(0), Fraction(now[0]))
    most = Fraction(high) if high is not None else Fraction(field.high)
    field.check(least.numerator if field.is_whole else least)
    field.check(most.numerator if field.is_whole else most)
    return _between(Lever(tuple(found), tuple(now), fine, 0, 0), least / fine, most / fine)


def growth_lever(kind: str, low: Fraction | None = None, high: Fraction | None = None) -> Lever:
    """The lever on the growth of rates of a kind (`price`, `wage`)."""
    least, most = (low if low is not None else LOW), (high if high is not None else HIGH)
    return _between(Lever((), (), Fraction(1, FINEST), 0, 0, kind), least * FINEST, most * FINEST)


def year_lever(document: Document, scenario: int, drivers: Sequence[tuple[str, str]]) -> Lever:
    """The lever on the year from which a scenario's values of these drivers (line, field) hold; before it the base's.

    Raises `UserError` where a driver is as it is in the base.
    """
    portfolio, overrides = document.portfolio, document.overrides(scenario)
    first, found, now, begun = portfolio.request_year, list[Driver](), list[Value](), list[Value]()
    for line_id, key in dict.fromkeys(drivers):
        row, field = row_of(portfolio, line_id), field_named(key)
        lines = (portfolio.line(row), portfolio.line(row, overrides.get(line_id)))
        before, after = (effective(line, key, first) for line in lines)
        if before is None or after is None or before == after or field.key not in FIELDS:
            raise UserError(
                N_("The scenario does not change the value in the request year, so that nothing could begin later."),
                N_("Name drivers that the scenario changes."),
                where=f"{line_id}.{key}",
            )
        found.append(Driver(row, field, first))
        now.append(before)
        begun.append(after)
    return Lever(tuple(found), tuple(now), Fraction(1), first, portfolio.years[-1], begun=tuple(begun))


def _column(numbers: Sequence[Value]) -> Int64s:
    return np.array(numbers, dtype=np.int64)


def _step(field: Field) -> Fraction:
    return Fraction(1, PARTS) if field.kind is Kind.FRACTION else Fraction(1)


def _between(made: Lever, low: Fraction, high: Fraction) -> Lever:
    """The lever from the first whole position in the bounds to the last."""
    first, last = -(-low.numerator // low.denominator), high.numerator // high.denominator
    if first > last:
        raise UserError(
            N_("There is no value between the bounds: the lower one is above the upper one, or the step too coarse."),
            N_("Give other bounds, or a finer step."),
        )
    return replace(made, low=first, high=last)


def moved(overrides: Overrides, ids: Sequence[str], cells: Mapping[Driver, Value]) -> Overrides:
    """A scenario's values with those of a lever in their place; `ids` are the lines'."""
    changed: PersistentMap[str, Mapping[Cell, Value]] = PersistentMap.of(overrides)
    for driver, value in cells.items():
        line_id = ids[driver.row]
        own = changed.get(line_id, NO_CELLS)
        changed = changed.set(line_id, {**own, Cell(driver.field.key, driver.year): value})
    return changed


def edited(portfolio: Portfolio, overrides: Overrides, cells: Mapping[Driver, Value]) -> Overrides:
    """A scenario's values after those of a lever were set as an officer's are: one in force already is not set.

    Under a growth of rates that makes a difference: a rate grows from the year for which it was given.
    """
    changed: PersistentMap[str, Mapping[Cell, Value]] = PersistentMap.of(overrides)
    turned = sorted(cells.items(), key=lambda each: (each[0].row, each[0].year))
    for row, group in groupby(turned, lambda each: each[0].row):
        line_id = portfolio.lines.ids[row]
        own = dict(overrides.get(line_id, NO_CELLS))
        line = portfolio.line(row, own)
        for driver, value in group:
            cell = Cell(driver.field.key, driver.year)
            if effective(line, *cell) != value:
                own[cell] = value
                line = line.with_step(cell, value)
        changed = changed.set(line_id, own)
    return changed


def entries(ids: Sequence[str], cells: Mapping[Driver, Value]) -> list[Entry]:
    """The edits that set a lever's values."""
    return [Entry(ids[driver.row], driver.field.key, driver.year, value) for driver, value in cells.items()]


def put(document: Document, scenario: int, handle: Lever, position: int, why: str, author: Author) -> Document:
    """The document with a lever at a position in a scenario: its values as one change, or the growth assumed."""
    if not handle.drivers:
        return set_growth(document, scenario, handle.kind, Fraction(handle.value(position)), why)
    return set_values(document, scenario, entries(document.portfolio.lines.ids, handle.cells(position)), why, author)
