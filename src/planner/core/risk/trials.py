"""Trials: what the lines that vary come to, many times at once, exact to the yen.

Where one rate or quantity of a line varies, each vintage of it is so much for each unit of that driver, rounded: the
rule itself says how much, with 1 in its place. All other lines go through the batch kernel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.calculation.batch import Batch
from planner.core.calculation.cohort import vintages
from planner.core.calculation.columns import SAFE
from planner.core.calculation.outcomes import evaluate_batch
from planner.core.calculation.pairs import DRIVERS
from planner.core.model.fields import RATE, Value
from planner.core.model.growth import ONE
from planner.core.model.lines import Cell
from planner.core.money import Int64s, Rounding, round_ratios
from planner.core.risk.drivers import Varied
from planner.core.risk.measured import Measured
from planner.core.risk.spreads import Floats, drawn, latin_hypercube
from planner.core.seek.levers import Driver

Yen = npt.NDArray[Any]
"""Whole yen: 64-bit integers, or Python's where those could overflow."""


class _Term(NamedTuple):
    """A vintage that moves: the place of its driver, what a unit of that comes to in yen, as a fraction, and its rule.

    Without a rule it comes to whole yen.
    """

    driver: int
    above: int
    below: int
    rule: Rounding | None

    def of_numbers(self, numbers: Int64s, into: Int64s | None = None) -> Int64s:
        """What it comes to with these numbers of the drivers, an entry a trial; whole yen are put `into` a column."""
        values: Int64s = np.multiply(numbers[self.driver], self.above, out=into)
        return values if self.rule is None else round_ratios(values, self.below, self.rule.mode, self.rule.unit)


class Trials:
    """The lines that vary: `rows` in program order, and `now`, what each comes to in the scenario, in yen."""

    def __init__(self, measured: Measured, varied: Sequence[Varied]) -> None:
        self.varied = tuple(varied)
        self._measured = measured
        self.rows = tuple(sorted({each.driver.row for each in varied}))
        self.now = [self._now(row) for row in self.rows]
        self._sources = {source: at for at, source in enumerate(dict.fromkeys(each.source for each in varied))}
        self._source_of = np.array([self._sources[each.source] for each in varied], dtype=np.int64)
        place = {row: at for at, row in enumerate(self.rows)}
        mine: dict[int, list[int]] = {row: [] for row in self.rows}
        for at, each in enumerate(varied):
            mine[each.driver.row].append(at)
        self._bent: list[int] = []
        self._split_rows: dict[int, tuple[int, list[_Term]]] = {}
        for row in self.rows:
            found = self._split(self.varied[mine[row][0]]) if len(mine[row]) == 1 else None
            if found is None:
                self._bent.append(row)
                continue
            fixed, units, rule = found
            self._split_rows[place[row]] = fixed, [_Term(mine[row][0], *unit, rule) for unit in units]
        self._bent_at = [place[row] for row in self._bent]

    def draw(self, chance: np.random.Generator, trials: int) -> Int64s:
        """What every driver turns out as, a row each: every source of chance a Latin hypercube of its own."""
        places: Floats = latin_hypercube(chance, len(self._sources), trials)
        if len(self._sources) < len(self.varied):
            places = places[self._source_of]
        return drawn([each.spread for each in self.varied], places)

    def amounts(self, numbers: Int64s) -> Yen:
        """What each line comes to, a row each, with these numbers of the drivers' spreads, a column a trial."""
        found: Yen = np.empty((len(self.rows), numbers.shape[1]), dtype=np.int64)
        for place, (fixed, terms) in self._split_rows.items():  # one after another: what each takes stays in the cache
            amount = found[place]
            first = terms[0].of_numbers(numbers, amount)
            if first is not amount:
                amount[:] = first
            for term in terms[1:]:
                amount += term.of_numbers(numbers)
            if fixed:
                amount += fixed
        if self._bent:
            bent = self._by_batch(numbers)
            found = found.astype(bent.dtype, copy=False)
            found[self._bent_at] = bent
        return found

    def _split(self, varied: Varied) -> tuple[int, list[tuple[int, int]], Rounding | None] | None:
        """What of a line stays in yen, and a unit of the driver in the vintages that move, as fractions of a yen.

        With the rule they are rounded by, none where they are whole. `None` where a line is not so plain, or 64 bits
        might not hold it.
        """
        driver, base = varied.driver, self._measured.base
        cells = (self._measured.cells(driver.row, {driver: number}) for number in (0, 1))
        nothing, one = (base.drivers(driver.row, each) for each in cells)
        is_grown = driver.field is RATE and one.factor != ONE
        if not driver.field.is_whole or is_grown or self._measured.is_over(driver.row):
            return None
        fixed, units = 0, []
        for was, now in zip(*(vintages(line, self._measured.aim.year) for line in (nothing, one)), strict=True):
            if not isinstance(was.amount, int) or not isinstance(now.amount, int):
                return None
            if was.numerator == now.numerator:
                fixed += was.amount
            else:
                units.append((now.numerator, now.denominator))
        rule: Rounding | None = one.rounding
        if not units or (one.rounding.unit == 1 and all(below == 1 for _above, below in units)):
            rule, units = None, [(sum(above for above, _below in units), 1)]
        reach = max(abs(varied.spread.low), abs(varied.spread.high))
        largest = max([abs(fixed), *(reach * abs(above) + below * one.rounding.unit for above, below in units)])
        return (fixed, units, rule) if 4 * largest * len(self.rows) * (1 + len(units)) < SAFE else None

    def _now(self, row: int) -> int:
        amount = self._measured.amount_now(row)
        assert isinstance(amount, int)  # lines without an amount are held
        return amount

    # ---------------------------------------------------------------- all other lines

    def _by_batch(self, numbers: Int64s) -> Yen:
        batch = self._batch(numbers)
        outcomes = evaluate_batch(self._measured.base, batch)
        years = self._measured.document.portfolio.years
        yen: Yen = outcomes.amounts[years.index(self._measured.aim.year) - 1].reshape(-1, len(self._bent)).T
        over = [at for at, row in enumerate(self._bent) if self._measured.is_over(row)]
        if over:
            yen = yen.copy()
            yen[over] = 0
        if yen.dtype != object and int(np.abs(yen).max(initial=0)) * len(self.rows) >= SAFE:
            yen = yen.astype(object)
        return yen

    def _batch(self, numbers: Int64s) -> Batch:
        """The trials as scenarios: one whole, the others with other numbers in its place."""
        trials = numbers.shape[1]
        bent = set(self._bent)
        mine = [at for at, each in enumerate(self.varied) if each.driver.row in bent]
        if self._template is None:
            return Batch.of(
                self._measured.base.portfolio, [self._overrides(numbers[:, trial]) for trial in range(trials)]
            )
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
        one = Batch.of(self._measured.base.portfolio, [self._overrides(np.zeros(len(self.varied), dtype=np.int64))])
        if one.apart:
            return None
        entries = zip(one.row.tolist(), one.field.tolist(), one.year.tolist(), strict=True)
        place = {entry: at for at, entry in enumerate(entries)}
        drivers = (each.driver for each in self.varied if each.driver.row in bent)
        return one, [place[driver.row, DRIVERS.index(driver.field.key), driver.year] for driver in drivers]

    def _overrides(self, numbers: Int64s) -> dict[str, Mapping[Cell, Value]]:
        """What one trial sets on those lines."""
        ids = self._measured.document.portfolio.lines.ids
        values: dict[int, dict[Driver, Value]] = {row: {} for row in self._bent}
        for each, number in zip(self.varied, numbers.tolist(), strict=True):
            if each.driver.row in values:
                values[each.driver.row][each.driver] = each.value(number)
        return {ids[row]: self._measured.cells(row, own) for row, own in values.items()}
