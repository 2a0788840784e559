"""Scenarios side by side: which values differ, and what each difference does to the request.

Only lines that a scenario has values for can differ, so a comparison costs what the scenarios change; after an edit it
costs what the edit changed. `planner.core.compare.tree` puts it in the order of programs.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from planner.core.calculation.cohort import line_amount
from planner.core.calculation.evaluate import Base, Evaluation, evaluate_scenario, regrown
from planner.core.calculation.in_force import effective, in_force
from planner.core.model.document import NO_CELLS, Document, Overrides
from planner.core.model.fields import ALL_FIELDS, ATTRIBUTES, FIELDS, Value
from planner.core.model.layers import touched_lines
from planner.core.model.lines import Cell
from planner.core.model.portfolio import Portfolio
from planner.core.persistent import updated

CHUNK = 200
"""Lines compared between two reports of progress."""

Own = Mapping[Cell, Value]
"""What a scenario sets on a line."""
FIELD_ORDER = {key: place for place, key in enumerate(ALL_FIELDS)}


@dataclass(frozen=True)
class Difference:
    """One value of a line beside those of the other scenarios, usually not the same in all of them.

    `values` has an entry a scenario, `reference` is the place of the one that effects are told against and `own` what
    that scenario sets on the line.
    """

    line_id: str
    cell: Cell
    values: tuple[Value | None, ...]
    reference: int
    own: Own = field(compare=False, repr=False)
    portfolio: Portfolio = field(compare=False, repr=False)

    @cached_property
    def effects(self) -> tuple[int | None, ...]:
        """The request-year yen that each value alone makes against the reference.

        `None` where it cannot be computed.
        """
        effects = {value: self._effect(value) for value in set(self.values)}
        return tuple(effects[value] for value in self.values)

    def _effect(self, value: Value | None) -> int | None:
        now = self._amount(self.own)
        if value == self.values[self.reference]:
            return None if now is None else 0
        mine = {each: self.own[each] for each in self.own if each != self.cell}
        if value is not None:
            mine[self.cell] = value
        then = self._amount(mine)
        return None if now is None or then is None else then - now

    def _amount(self, own: Own) -> int | None:
        line = self.portfolio.line(self.portfolio.line_index[self.line_id], own)
        amount = line_amount(line, self.portfolio.request_year)
        return amount if isinstance(amount, int) else None


@dataclass(frozen=True, eq=False)
class Comparison:
    """Scenarios by number, their evaluations, and by row of the line the values that differ between them.

    `reference` is the place of the scenario that effects are told against.
    """

    scenarios: tuple[int, ...]
    evaluations: tuple[Evaluation, ...]
    cells: Mapping[int, tuple[Difference, ...]]
    reference: int = 0

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio all are evaluated over."""
        return self.evaluations[0].portfolio

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Every value that is not the same in all scenarios, in the order of lines."""
        return tuple(itertools.chain.from_iterable(self.cells.values()))

    def values_of(self, row: int) -> tuple[Difference, ...]:
        """All of a line beside one another: what differs, and the drivers and kinds of the request year."""
        portfolio = self.portfolio
        asked = {Cell(key, portfolio.request_year) for key in (*FIELDS, *ATTRIBUTES)}
        own = _own(portfolio.lines.ids[row], [each.overrides for each in self.evaluations])
        return _side_by_side(portfolio, row, own, self.reference, asked)


def compare(document: Document, base: Base, scenarios: Sequence[int]) -> Comparison:
    """Compare scenarios, `BASE` among them if wanted; the first is the reference."""
    bases = {growth: regrown(base, growth) for growth in map(document.growth, scenarios)}
    work = comparing(scenarios, lambda number: evaluate_scenario(document, bases[document.growth(number)], number))
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: Comparison = end.value
            return result


def comparing(
    scenarios: Sequence[int],
    evaluation_of: Callable[[int], Evaluation],
    reference: int = 0,
    known: Comparison | None = None,
) -> Generator[int, None, Comparison]:
    """Compare scenarios bit by bit, telling after each how many percent are done; `known` is an earlier comparison.

    Lines whose values have not moved since are taken from it. Returns the comparison.
    """
    evaluations: list[Evaluation] = []
    for number in scenarios:
        evaluations.append(evaluation_of(number))
        yield 50 * len(evaluations) // len(scenarios)
    after = Comparison(tuple(scenarios), tuple(evaluations), MappingProxyType({}), reference)
    portfolio = after.portfolio
    held: Mapping[int, tuple[Difference, ...]] = {}
    cells: dict[int, tuple[Difference, ...] | None] = {}
    if known is None or not _continues(known, after):
        touched = set(itertools.chain.from_iterable(each.overrides for each in evaluations))
    else:
        held = known.cells
        touched = moved_lines(known, after)
    rows = sorted(portfolio.line_index[line_id] for line_id in touched if line_id in portfolio.line_index)
    ids, overrides = portfolio.lines.ids, [each.overrides for each in evaluations]
    for done, row in enumerate(rows):
        cells[row] = _side_by_side(portfolio, row, _own(ids[row], overrides), reference) or None
        if done % CHUNK == CHUNK - 1:
            yield 50 + 50 * done // len(rows)
    return Comparison(after.scenarios, after.evaluations, updated(held, cells), reference)


def _continues(known: Comparison, after: Comparison) -> bool:
    same = known.scenarios == after.scenarios and known.reference == after.reference
    return same and known.portfolio is after.portfolio


def moved_lines(before: Comparison, after: Comparison) -> set[str]:
    """The lines on which one of the scenarios, the same in both comparisons, has other values than before."""
    return set(itertools.chain.from_iterable(map(_moved, before.evaluations, after.evaluations)))


def _moved(before: Evaluation, after: Evaluation) -> Iterable[str]:
    """The lines on which a scenario has other values than before."""
    return touched_lines(before.overrides, after.overrides)


def _own(line_id: str, overrides: Iterable[Overrides]) -> list[Own]:
    return [each.get(line_id, NO_CELLS) for each in overrides]


def _side_by_side(
    portfolio: Portfolio, row: int, own: Sequence[Own], reference: int, asked: Collection[Cell] = ()
) -> tuple[Difference, ...]:
    """The values of a line that differ between scenarios with these values of their own, and those `asked` for."""
    kinds: list[Own] = []  # scenarios that have the same values are looked at once
    place: list[int] = []
    for each in own:
        for at, kind in enumerate(kinds):
            if kind is each or kind == each:
                place.append(at)
                break
        else:
            place.append(len(kinds))
            kinds.append(each)
    if len(kinds) == 1 and not asked:
        return ()
    found = []
    cells = {*asked, *itertools.chain.from_iterable(kinds)}
    for cell in sorted(cells, key=_in_time) if len(cells) > 1 else cells:
        values = [
            kind[cell] if cell in kind else in_force(portfolio, row, kind, cell.field, cell.year) for kind in kinds
        ]
        if cell not in asked and values.count(values[0]) == len(values):
            continue
        placed = tuple(values[at] for at in place)
        found.append(Difference(portfolio.lines.ids[row], cell, placed, reference, own[reference], portfolio))
    return tuple(found)


def _in_time(cell: Cell) -> tuple[int, int]:
    return cell.year, FIELD_ORDER[cell.field]


def enacted_value(portfolio: Portfolio, row: int, cell: Cell) -> Value | None:
    """What stood in a driver's place last year; `None` for other years and for what is no driver."""
    if cell.year != portfolio.request_year or cell.field not in FIELDS:
        return None
    return effective(portfolio.line(row), cell.field, portfolio.previous_year)
