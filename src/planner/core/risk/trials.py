"""Trials: what the lines that vary come to, many times at once, exact to the yen.

Where nothing of a line is rounded and one driver of it varies, its amount is so many yen for each unit of that driver:
two amounts by the rule itself say how many. All other lines go through the batch kernel.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.calculation.batch import DRIVERS, Batch, BatchEvaluator
from planner.core.calculation.columns import SAFE
from planner.core.model.growth import ONE
from planner.core.model.lines import Cell, Line
from planner.core.money import Int64s
from planner.core.risk.drivers import Varied
from planner.core.risk.measured import Measured
from planner.core.risk.spreads import Floats, drawn, latin_hypercube

Yen = npt.NDArray[Any]
"""Whole yen: 64-bit integers, or Python's where those could overflow."""


class Trials:
    """The lines that vary: `rows` in program order, and `now`, what each comes to in the scenario, in yen."""

    def __init__(self, measured: Measured, varied: Sequence[Varied]) -> None:
        self.varied = tuple(varied)
        self._measured = measured
        self.rows = tuple(sorted({each.driver.row for each in varied}))
        self.now = [self._amount(row, {}) for row in self.rows]
        self._sources = {source: at for at, source in enumerate(dict.fromkeys(each.source for each in varied))}
        self._source_of = np.array([self._sources[each.source] for each in varied], dtype=np.int64)
        place = {row: at for at, row in enumerate(self.rows)}
        mine: dict[int, list[int]] = {row: [] for row in self.rows}
        for at, each in enumerate(varied):
            mine[each.driver.row].append(at)
        straight = [row for row in self.rows if len(mine[row]) == 1 and self._is_straight(self.varied[mine[row][0]])]
        self._straight = np.array([place[row] for row in straight], dtype=np.int64)
        self._driver_of = np.array([mine[row][0] for row in straight], dtype=np.int64)
        self._bent = [row for row in self.rows if row not in set(straight)]

    def draw(self, chance: np.random.Generator, trials: int) -> Int64s:
        """What every driver turns out as, a row each: every source of chance a Latin hypercube of its own."""
        places: Floats = latin_hypercube(chance, len(self._sources), trials)
        if len(self._sources) < len(self.varied):
            places = places[self._source_of]
        return drawn([each.spread for each in self.varied], places)

    def amounts(self, numbers: Int64s) -> Yen:
        """What each line comes to, a row each, with these numbers of the drivers' spreads, a column a trial."""
        first, slope = self._lines
        found: Yen = np.empty((len(self.rows), numbers.shape[1]), dtype=slope.dtype)
        found[self._straight] = numbers[self._driver_of].astype(slope.dtype, copy=False) * slope + first
        if self._bent:
            bent = self._by_batch(numbers)
            if bent.dtype == object:
                found = found.astype(object)
            found[[self.rows.index(row) for row in self._bent]] = bent
        return found

    def _amount(self, row: int, values: dict[Any, Any]) -> int:
        amount = self._measured.amount(row, values)
        assert isinstance(amount, int)  # lines without an amount are held
        return amount

    def _is_straight(self, varied: Varied) -> bool:
        line = self._measured.base.drivers(varied.driver.row, self._measured.cells(varied.driver.row, {}))
        return varied.driver.field.is_whole and _is_unrounded(line)

    @cached_property
    def _lines(self) -> tuple[Yen, Yen]:
        """What the straight lines come to at 0 of their driver, and for each unit of it, as columns."""
        first, slope, largest = [], [], 1
        for at in self._driver_of.tolist():
            each = self.varied[at]
            nothing, one = (self._amount(each.driver.row, {each.driver: number}) for number in (0, 1))
            first.append(nothing)
            slope.append(one - nothing)
            reach = max(abs(each.spread.low), abs(each.spread.high))
            largest = max(largest, abs(nothing) + abs(one - nothing) * reach)
        kind: Any = np.int64 if largest * max(len(self.rows), 1) < SAFE else object
        return np.array(first, dtype=kind)[:, None], np.array(slope, dtype=kind)[:, None]

    # ---------------------------------------------------------------- lines that are rounded

    def _by_batch(self, numbers: Int64s) -> Yen:
        batch = self._batch(numbers)
        outcomes = self._evaluator.evaluate(batch)
        years = self._measured.document.portfolio.years
        yen = outcomes.amounts[:, years.index(self._measured.aim.year) - 1].reshape(-1, len(self._bent)).T
        over = [at for at, row in enumerate(self._bent) if self._measured.is_over(row)]
        if over:
            yen = yen.copy()
            yen[over] = 0
        if yen.dtype != object and int(np.abs(yen).max(initial=0)) * len(self.rows) >= SAFE:
            yen = yen.astype(object)
        return yen

    @cached_property
    def _evaluator(self) -> BatchEvaluator:
        return BatchEvaluator(self._measured.base)

    def _batch(self, numbers: Int64s) -> Batch:
        """The trials as scenarios: one whole, the others with other numbers in its place."""
        trials = numbers.shape[1]
        bent = set(self._bent)
        mine = [at for at, each in enumerate(self.varied) if each.driver.row in bent]
        if self._template is None:
            return Batch.of(self._measured.base, [self._overrides(numbers[:, trial]) for trial in range(trials)])
        one, places = self._template
        numerator = np.tile(one.numerator, (trials, 1))
        denominator = np.tile(one.denominator, (trials, 1))
        numerator[:, places] = numbers[mine].T
        denominator[:, places] = [self.varied[at].parts for at in mine]
        scenario = np.repeat(np.arange(trials), len(one.row))
        row, field, year = (np.tile(column, trials) for column in (one.row, one.field, one.year))
        return Batch(trials, scenario, row, field, year, numerator.ravel(), denominator.ravel())

    @cached_property
    def _template(self) -> tuple[Batch, list[int]] | None:
        """One trial as a batch, and where the drivers stand in it; `None` where more than drivers is set on a line."""
        bent = set(self._bent)
        one = Batch.of(self._measured.base, [self._overrides(np.zeros(len(self.varied), dtype=np.int64))])
        if one.apart:
            return None
        entries = zip(one.row.tolist(), one.field.tolist(), one.year.tolist(), strict=True)
        place = {entry: at for at, entry in enumerate(entries)}
        drivers = (each.driver for each in self.varied if each.driver.row in bent)
        return one, [place[driver.row, DRIVERS.index(driver.field.key), driver.year] for driver in drivers]

    def _overrides(self, numbers: Int64s) -> dict[str, dict[Cell, Any]]:
        """What one trial sets on the lines that are rounded."""
        ids = self._measured.document.portfolio.lines.ids
        values: dict[int, dict[Any, Any]] = {row: {} for row in self._bent}
        for each, number in zip(self.varied, numbers.tolist(), strict=True):
            if each.driver.row in values:
                values[each.driver.row][each.driver] = each.value(number)
        return {ids[row]: dict(self._measured.cells(row, own)) for row, own in values.items()}


def _is_unrounded(line: Line) -> bool:
    """Whether amounts of a line are whole yen as they come, for whole rates and people."""
    parts = (value for series in (line.times, line.share, line.retention) for _year, value in series)
    return (
        line.rounding.unit == 1 and line.factor == ONE and all(each is None or each.denominator == 1 for each in parts)
    )
