"""A sweep: scenarios made by a table, one a row, thousands at once, and what each of them comes to.

A row is a scenario below another one. Its values are set as an officer's are: one that is in force already is not set.
"""

from __future__ import annotations

import copyreg
import io
import itertools
import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from planner.core.calculation.batch import Batch
from planner.core.calculation.cohort import longest
from planner.core.calculation.evaluate import Base, Total, Totals, evaluate, regrown
from planner.core.calculation.outcomes import Outcomes, SumsOfBatch, evaluate_batch
from planner.core.calculation.pairs import DRIVERS
from planner.core.edits.values import admissible, as_set, row_of
from planner.core.errors import N_, UserError
from planner.core.model.document import NO_CELLS, Document, Overrides
from planner.core.model.fields import FIELDS, RATE, Value
from planner.core.model.growth import NO_GROWTH
from planner.core.model.lines import Cell

BLOCK = 1_024
"""So many scenarios are worked out at once."""


class Column(NamedTuple):
    """What a column of the table sets: a cell of a line."""

    line: str
    cell: Cell


Values = tuple[Value | None, ...]
"""What one scenario sets, a column each; `None` sets nothing."""


class Swept(NamedTuple):
    """What one scenario comes to in yen, `None` where there is no amount.

    `total` has an amount a plan year from the request year on, `programs` one a program in the request year.
    """

    total: tuple[int | None, ...]
    programs: tuple[int | None, ...]


class _Slots(NamedTuple):
    """A scenario as a batch, where in it the values of each column stand, and in which of those one is held below."""

    one: Batch
    places: tuple[int, ...]
    held: frozenset[int]


@dataclass(frozen=True, eq=False)
class Sweep:
    """What a table of scenarios is worked out with; it can be packed and sent elsewhere.

    `held` is what the scenario above holds on the lines of the columns, `programs` the places of the programs they are
    part of. `rest` is what it moves on other lines: what all scenarios of the table have alike.
    """

    base: Base
    columns: tuple[Column, ...]
    held: Overrides
    programs: tuple[int, ...]
    rest: tuple[Totals, ...]

    def scenario(self, values: Values) -> Overrides:
        """What the lines of the table are set to in one scenario; raises `UserError` where a value cannot stand."""
        portfolio = self.base.portfolio
        wanted: dict[str, dict[Cell, Value | None]] = {}
        for (line, cell), value in zip(self.columns, values, strict=True):
            if value is not None:
                wanted.setdefault(line, {})[cell] = value
        found = dict(self.held)
        for line, cells in wanted.items():
            above = self.held.get(line, NO_CELLS)
            own, _before, _after = as_set(portfolio, portfolio.line_index[line], above, {}, cells)
            if own:
                found[line] = {**above, **own}
        return found

    def work(self, rows: Sequence[Values]) -> list[Swept]:
        """What each of these scenarios comes to."""
        outcomes = evaluate_batch(self.base, self.batch(rows))
        total, *programs = map(_amounts, self._sums(outcomes), self.rest)
        return [
            Swept(tuple(year[at] for year in total), tuple(years[0][at] for years in programs))
            for at in range(len(rows))
        ]

    def batch(self, rows: Sequence[Values]) -> Batch:
        """These scenarios as a batch; raises `UserError` where a value cannot stand."""
        slots = self._slots
        if slots is None:
            return Batch.of(self.base.portfolio, [*map(self.scenario, rows)])
        one, places = slots.one, slots.places
        shape = (len(rows), len(one.row))
        numerator, denominator = np.tile(one.numerator, (len(rows), 1)), np.tile(one.denominator, (len(rows), 1))
        there = np.ones(shape, dtype=np.bool_)
        for at, (column, place) in enumerate(zip(self.columns, places, strict=True)):
            values = [row[at] for row in rows]
            given = np.flatnonzero([value is not None for value in values])
            known = [value for value in values if value is not None]
            self._admit(column, known)
            numerator[given, place], denominator[given, place] = (
                np.array([value.as_integer_ratio() for value in known], dtype=np.int64).reshape(-1, 2).T
            )
            if place not in slots.held:
                there[:, place] = False
                there[given, place] = True
        chosen = np.flatnonzero(there)
        scenario, slot = np.divmod(chosen, max(shape[1], 1))
        return Batch(
            len(rows),
            scenario,
            one.row.take(slot),
            one.field.take(slot),
            one.year.take(slot),
            numerator.ravel().take(chosen),
            denominator.ravel().take(chosen),
        )

    @cached_property
    def _slots(self) -> _Slots | None:
        """Where each value stands; `None` where lines have more than drivers set, or growth begins with a value.

        That one that is in force already is not set makes no difference else.
        """
        portfolio = self.base.portfolio
        later = any(cell.field == RATE.key and cell.year > portfolio.request_year for _line, cell in self.columns)
        if later and self.base.growth != NO_GROWTH:
            return None
        whole = {line: dict(cells) for line, cells in self.held.items()}
        for line, cell in self.columns:
            whole.setdefault(line, {}).setdefault(cell, 1)
        one = Batch.of(self.base.portfolio, [whole])
        if one.apart:
            return None
        entries = zip(one.row.tolist(), one.field.tolist(), one.year.tolist(), strict=True)
        place = {entry: at for at, entry in enumerate(entries)}
        places = [
            place[portfolio.line_index[line], DRIVERS.index(cell.field), cell.year] for line, cell in self.columns
        ]
        held = [cell in self.held.get(line, NO_CELLS) for line, cell in self.columns]
        return _Slots(one, tuple(places), frozenset(itertools.compress(places, held)))

    def _admit(self, column: Column, values: Sequence[Value]) -> None:
        """Raise `UserError` where one of the values of a driver cannot stand."""
        portfolio, (line, cell) = self.base.portfolio, column
        row = portfolio.line_index[line]
        stays = longest(portfolio.line(row, self.held.get(line)))
        for value in {min(values), max(values)} if values and FIELDS[cell.field].is_whole else set(values):
            admissible(portfolio, row, cell, value, stays)

    def _sums(self, outcomes: Outcomes) -> Iterator[SumsOfBatch]:
        """All lines, then each program's."""
        yield outcomes.totals()
        for program in self.programs:
            yield outcomes.totals([self.base.portfolio.rows_below(program)])


def _amounts(sums: SumsOfBatch, rest: Totals) -> list[list[int | None]]:
    """What lines come to with the rest of them: a column a plan year, an entry a scenario."""
    columns: list[list[int | None]] = []
    for y, (yen, *counts) in enumerate(rest):
        found = [each + yen for each in sums.yen[:, y].tolist()]
        tallies = sums.tallies[:, :, y] + np.array(counts)[:, None]
        if tallies[1:].any():
            found = [Total(*each).amount for each in zip(found, *tallies.tolist(), strict=True)]
        columns.append(found)
    return columns


def sweep(document: Document, base: Base, scenario: int, columns: Sequence[Column]) -> Sweep:
    """What a table with these columns is worked out with, below a scenario of a document.

    `base` is of the document's portfolio, under any growth. Raises `UserError` for a line that is not there and
    a cell named twice.
    """
    base, portfolio = regrown(base, document.growth(scenario)), document.portfolio
    rows = [row_of(portfolio, each.line) for each in columns]
    twice = next((each for each in columns if list(columns).count(each) > 1), None)
    if twice is not None:
        where = f"{twice.line}.{twice.cell.field}@{twice.cell.year}"
        raise UserError(N_("A driver is named twice."), N_("Name each once."), where=where)
    overrides = document.overrides(scenario)
    held = {each.line: overrides[each.line] for each in columns if each.line in overrides}
    owners = (int(portfolio.lines.program[row]) for row in rows)
    programs = tuple(sorted({each for owner in owners for each in portfolio.ancestors[owner]}))
    evaluation = evaluate(base, overrides)
    plan = Sweep(base, tuple(columns), MappingProxyType(held), programs, ())
    alone = plan._sums(evaluate_batch(base, Batch.of(portfolio, [held])))
    whole = [evaluation.total[1:], *(evaluation.program(each)[1:] for each in programs)]
    rest = tuple(
        tuple(_less(one, other) for one, other in zip(totals, own.of(0), strict=True))
        for totals, own in zip(whole, alone, strict=True)
    )
    return Sweep(base, tuple(columns), MappingProxyType(held), programs, rest)


def blocks(rows: Sequence[Values]) -> Iterator[Sequence[Values]]:
    """The rows, so many at once as are worked out together."""
    return (rows[first : first + BLOCK] for first in range(0, len(rows), BLOCK))


def _less(one: Total, other: Total) -> Total:
    return Total(*(a - b for a, b in zip(one, other, strict=True)))


# --------------------------------------------------------------------- elsewhere


def _unwritable(content: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(content)


class _Packer(pickle.Pickler):
    """Packs mappings that cannot be written to as well."""

    dispatch_table = copyreg.dispatch_table | {MappingProxyType: lambda each: (_unwritable, (dict(each),))}


def packed(plan: Sweep) -> bytes:
    """A sweep as bytes, for another process that runs the same version."""
    content, bare = io.BytesIO(), replace(plan, base=replace(plan.base))  # what is worked out on first use is left out
    _Packer(content, protocol=pickle.HIGHEST_PROTOCOL).dump(bare)
    return content.getvalue()


def work_packed(plan: bytes, rows: Sequence[Values]) -> list[Swept]:
    """`Sweep.work` where the sweep was sent to."""
    unpacked: Any = pickle.loads(plan)
    found: list[Swept] = unpacked.work(rows)
    return found
