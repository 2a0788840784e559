"""A data table (データ表): what an aim comes to with every pair of values of two drivers, exact to the yen.

With which pairs each ceiling holds is told beside it.

A cell is a scenario below another one. Its values are set as an officer's are: one that is in force already is not set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeVar

from planner.core.calculation.batch import Batch
from planner.core.calculation.columns import LACK_CODES
from planner.core.calculation.evaluate import Base, Evaluation, Total, evaluate, regrown
from planner.core.calculation.outcomes import evaluate_batch
from planner.core.ceilings.judge import Judgement, Verdict, judge
from planner.core.errors import N_, UserError
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import Document
from planner.core.model.fields import Value
from planner.core.model.lines import Amount, Cell
from planner.core.persistent import PersistentMap
from planner.core.risk.sweep import Column, Sweep, sweep
from planner.core.seek.levers import Driver
from planner.core.seek.targets import Aim, Gauge, Measure, Progress

MOST = 10_000
"""So many cells at most."""

T = TypeVar("T")


class Axis(NamedTuple):
    """A driver and the values it takes, in the order in which they stand."""

    driver: Driver
    values: tuple[Value, ...]

    @classmethod
    def between(cls, driver: Driver, low: Value, high: Value, step: Value) -> Axis:
        """The values from `low` up to at most `high`, a step apart; raises `UserError` where there are none."""
        if step <= 0 or (driver.field.is_whole and any(Fraction(each).denominator != 1 for each in (low, step))):
            raise UserError(
                N_("The step must be above 0, and whole for yen and people."), N_("Leave it out, or give another.")
            )
        if low > high:
            raise UserError(
                N_("The range is upside down: from {low} to {high}{mode}."),
                N_("Write the lower value first."),
                low=driver.field.text(low),
                high=driver.field.text(high),
                mode="",
            )
        count = int((high - low) // step) + 1
        _countable(count)
        return cls(driver, tuple(low + step * each for each in range(count)))


class Limit(NamedTuple):
    """A ceiling, and whether it holds with each pair: a row for each value down."""

    ceiling: Ceiling
    verdicts: tuple[tuple[Verdict, ...], ...]


@dataclass(frozen=True)
class DataTable:
    """What an aim comes to in yen, `None` where it cannot be computed: a row for each value down.

    `limits` are the ceilings that stand over a line that moves.
    """

    aim: Aim
    across: Axis
    down: Axis
    amounts: tuple[tuple[int | None, ...], ...]
    limits: tuple[Limit, ...]


def data_table(
    document: Document,
    base: Base,
    scenario: int,
    aim: Aim,
    across: Axis,
    down: Axis,
    ceilings: Sequence[Ceiling] = (),
    progress: Progress | None = None,
) -> DataTable:
    """What an aim comes to with every pair of values of two drivers, set below a scenario of a document.

    `base` is of the document's portfolio, under any growth; of `ceilings` those of the request year are judged.
    `progress` hears of each cell that is worked out alone, and may call the work off; all at once take no time.
    Raises `UserError` for a value that cannot stand, for one driver twice, and for no or too many cells.
    """
    base, portfolio = regrown(base, document.growth(scenario)), document.portfolio
    width, height = len(across.values), len(down.values)
    _countable(width * height)
    drivers = (across.driver, down.driver)
    ids = portfolio.lines.ids
    plan = sweep(document, base, scenario, [Column(ids[row], Cell(field.key, year)) for row, field, year in drivers])
    cells = [(each, value) for value in down.values for each in across.values]
    asked = _Asked(document, evaluate(base, document.overrides(scenario)), plan, cells, progress)
    owners = {int(portfolio.lines.program[driver.row]) for driver in drivers}
    over = [each for each in ceilings if owners & (each.scope.programs(portfolio) or frozenset())]
    limits = (Limit(each[0].ceiling, _grid([one.verdict for one in each], width)) for each in asked.judged(over))
    return DataTable(aim, across, down, _grid(asked.amounts(aim), width), tuple(limits))


def _countable(cells: int) -> None:
    if not 0 < cells <= MOST:
        raise UserError(
            N_("A table of {count} cells cannot be worked out: it has at least one and at most {most}."),
            N_("Give a coarser step, or a narrower range."),
            count=f"{cells:,}",
            most=f"{MOST:,}",
        )


def _grid(found: Sequence[T], width: int) -> tuple[tuple[T, ...], ...]:
    return tuple(tuple(found[first : first + width]) for first in range(0, len(found), width))


class _Asked:
    """The cells one after another, each with its values across and down."""

    def __init__(
        self,
        document: Document,
        evaluation: Evaluation,
        plan: Sweep,
        cells: Sequence[tuple[Value, Value]],
        progress: Progress | None,
    ) -> None:
        self._document, self._evaluation, self._plan, self._cells = document, evaluation, plan, cells
        self._progress = progress
        self._before = evaluate_batch(evaluation.base, Batch.of(document.portfolio, [plan.held]))
        self._outcomes = evaluate_batch(evaluation.base, plan.batch(cells))

    def amounts(self, aim: Aim) -> list[int | None]:
        """What an aim comes to in each cell."""
        if aim.ceiling is not None:
            (found,) = self.judged((aim.ceiling,))
            return [each.exact_room for each in found]
        if aim.measure is Measure.COMMITTED:
            return list(self._gauged(aim))
        portfolio = self._document.portfolio
        ranges, y = aim.ranges(portfolio), portfolio.years.index(aim.year)
        whole, before = aim.total(self._evaluation), self._before.totals(ranges).of(0)[y - 1]
        rest = Total(*(a - b for a, b in zip(whole, before, strict=True)))
        sums = self._outcomes.totals(ranges)
        columns = zip(sums.yen[:, y - 1].tolist(), *sums.tallies[:, :, y - 1].tolist(), strict=True)
        return [Total(*each).plus(rest).amount for each in columns]

    def _gauged(self, aim: Aim) -> Iterator[int | None]:
        """What an aim comes to where it takes more than amounts: one cell after another."""
        gauge, below = Gauge(aim, self._document.all_obligations), PersistentMap.of(self._evaluation.overrides)
        last = self._evaluation
        for done, cell in enumerate(self._cells):
            if self._progress is not None:
                self._progress(done, len(self._cells))
            overrides: PersistentMap[str, Mapping[Cell, Value]] = below
            for line, values in self._plan.scenario(cell).items():
                overrides = overrides.set(line, values)
            last = evaluate(last.base, overrides, last)
            yield gauge.read(last)

    def judged(self, ceilings: Sequence[Ceiling]) -> list[list[Judgement]]:
        """Each ceiling of the request year in each cell."""
        found = self._outcomes
        requests: list[dict[int, Amount]] = [{} for _ in self._cells]
        pairs = zip(found.scenario.tolist(), found.row.tolist(), strict=True)
        for (cell, row), yen, lack in zip(pairs, found.amounts[0].tolist(), found.lack[0].tolist(), strict=True):
            requests[cell][row] = LACK_CODES[lack] or yen
        judged = judge(self._evaluation, ceilings)
        return [[judged.with_requests(place, each) for each in requests] for place in range(len(judged))]
