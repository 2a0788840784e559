"""What an aim comes to at a position of a lever, as if an officer had set its values there."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from planner.core.calculation.batch import Batch, worked_out
from planner.core.calculation.evaluate import Base, Evaluation, evaluate, regrown
from planner.core.calculation.in_columns import Flags
from planner.core.calculation.pairs import DRIVERS, RATES
from planner.core.model.document import Document, Overrides
from planner.core.model.fields import RATE, Value
from planner.core.model.growth import NO_GROWTH, Growth
from planner.core.money import Int64s
from planner.core.persistent import PersistentMap
from planner.core.seek.levers import FINENESS, Driver, Factor, Lever, edited
from planner.core.seek.targets import Aim, Gauge, Measure

MANY = 100
"""From so many drivers on they are worked out as columns."""


def reading(document: Document, base: Base, scenario: int, aim: Aim, lever: Lever) -> Callable[[int], int | None]:
    """What the aim comes to in yen at a position; `None` where it cannot be computed."""
    work = _moving if lever.drivers else _growing
    return work(document, base, scenario, aim, lever)


def grown(base: Base, lever: Lever) -> list[tuple[Driver, Value]]:
    """The rates of later years among the drivers, with their values, where rates grow.

    One that is given for such a year grows from then on; one in force already, from the year for which it was given.
    """
    if base.growth == NO_GROWTH:
        return []
    request, pairs = base.portfolio.request_year, zip(lever.drivers, lever.now, strict=True)
    return [(driver, now) for driver, now in pairs if driver.field is RATE and driver.year > request]


def standing(base: Base, lever: Lever) -> range:
    """The positions at which such a rate may be as it is: there it grows otherwise than before and behind them."""
    places = [Fraction(now) / lever.grain(driver.field) for driver, now in grown(base, lever)]
    places = [place for place in places if abs(place) >= 1]
    if not places:
        return range(0)
    if lever.is_factor:
        reach = FINENESS // min(int(abs(place)) for place in places) + 1
        return _within(range(FINENESS - reach, FINENESS + reach + 1), lever)
    (place,) = places
    return _within(range(place.numerator, place.numerator + 1), lever) if place.denominator == 1 else range(0)


def _within(places: range, lever: Lever) -> range:
    return range(max(places.start, lever.low), min(places.stop, lever.high + 1))


def _growing(document: Document, base: Base, scenario: int, aim: Aim, lever: Lever) -> Callable[[int], int | None]:
    overrides, assumed = document.overrides(scenario), document.growth(scenario)

    def work(position: int) -> int | None:
        growth: Growth = assumed._replace(**{lever.kind: Fraction(lever.value(position))})
        return Gauge(aim, document.all_obligations).read(evaluate(regrown(base, growth), overrides))

    return work


def _moving(document: Document, base: Base, scenario: int, aim: Aim, lever: Lever) -> Callable[[int], int | None]:
    portfolio = document.portfolio
    overrides: Overrides = PersistentMap.of(document.overrides(scenario))
    gauge = Gauge(aim, document.all_obligations)
    last: Evaluation = evaluate(base, overrides)
    now = gauge.read(last)
    if len(lever.drivers) >= MANY and lever.is_factor and aim.measure is Measure.AMOUNT and now is not None:
        columns = Columns(document, base, scenario, aim, lever)
        rest = now - columns.as_now()
        return lambda position: rest + columns.at(position)

    def work(position: int) -> int | None:
        nonlocal last
        last = evaluate(base, edited(portfolio, overrides, lever.cells(position)), last)
        return gauge.read(last)

    return work


class Columns:
    """A factor on many drivers: all of their lines worked out together, as a batch of one scenario."""

    def __init__(self, document: Document, base: Base, scenario: int, aim: Aim, lever: Lever) -> None:
        portfolio, overrides = document.portfolio, document.overrides(scenario)
        self._lever, self._base = lever, base
        self._year = aim.year
        self._enacted = base.by_year[portfolio.years.index(aim.year)]
        self._asked = np.zeros(len(portfolio.lines), dtype=np.bool_)
        for each in aim.ranges(portfolio):
            self._asked[each.start : each.stop] = True
        rows, proposed = {driver.row for driver in lever.drivers}, portfolio.lines.proposed
        self._own = {line: own for line, own in overrides.items() if portfolio.line_index.get(line) in rows}
        self._held = Batch.of(portfolio, [self._own])
        factor = lever.columns
        later = [driver.row for driver, _now in grown(base, lever)]
        self._factor: Factor | None = None
        if factor is None or self._held.apart or len(set(later)) < len(later) or proposed[factor.row].any():
            return
        self._factor = factor
        self._lay(factor, grows=base.growth != NO_GROWTH)

    def _lay(self, factor: Factor, *, grows: bool) -> None:
        """Lay out the batch: what the scenario holds on these lines, and at `_at` the drivers."""
        held = self._held
        last = int(max(held.year.max(initial=0), factor.year.max())) + 1
        own, mine = ((each.row * last + each.year) * len(DRIVERS) + each.field for each in (held, factor))
        kept = np.flatnonzero(~_among(own, mine))
        order = np.argsort(np.concatenate([own[kept], mine]), kind="stable")
        ones = np.ones(len(mine), dtype=np.int64)
        self._batch = Batch(
            1,
            np.zeros(len(order), dtype=np.int64),
            np.concatenate([held.row[kept], factor.row])[order],
            np.concatenate([held.field[kept], factor.field])[order],
            np.concatenate([held.year[kept], factor.year])[order],
            np.concatenate([held.numerator[kept], ones])[order],
            np.concatenate([held.denominator[kept], ones])[order],
        )
        self._at = np.argsort(order, kind="stable")[len(kept) :]
        request = self._base.portfolio.request_year
        self._grows = (factor.field == RATES) & (factor.year > request) & ~_among(mine, own) & grows

    def as_now(self) -> int:
        """What they add to the base as they are."""
        return self._yen(self._held)

    def at(self, position: int) -> int:
        """What they add to the base at a position of the lever."""
        factor, portfolio = self._factor, self._base.portfolio
        if factor is None:
            return self._yen(Batch.of(portfolio, [edited(portfolio, self._own, self._lever.cells(position))]))
        values, numerator = factor.values(position), self._batch.numerator.copy()
        numerator[self._at] = values
        batch = self._batch._replace(numerator=numerator)
        stays = self._at[self._grows & (values == factor.now)]
        if len(stays):
            given = np.delete(np.arange(len(numerator)), stays)
            batch = batch._replace(**{name: getattr(batch, name)[given] for name in Batch._fields[1:-1]})
        return self._yen(batch)

    def _yen(self, batch: Batch) -> int:
        """What the lines of a batch add to the base's amount of what is aimed at."""
        found = worked_out(self._base.grids, batch, (self._year,))
        change = found.amounts[0] - self._enacted.take(found.row)
        return sum(change[self._asked.take(found.row)].tolist())


def _among(keys: Int64s, others: Int64s) -> Flags:
    """Which keys are among others, no key twice in either."""
    if not len(keys) or not len(others):
        return np.zeros(len(keys), dtype=np.bool_)
    place = np.argsort(others)
    at = np.minimum(np.searchsorted(others, keys, sorter=place), len(others) - 1)
    found: Flags = others[place[at]] == keys
    return found
