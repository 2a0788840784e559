"""What an aim comes to at a position of a lever, as if an officer had set its values there."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from planner.core.calculation.batch import Batch
from planner.core.calculation.columns import SAFE
from planner.core.calculation.evaluate import Base, Evaluation, evaluate, regrown
from planner.core.calculation.outcomes import evaluate_batch
from planner.core.calculation.pairs import DRIVERS
from planner.core.model.document import NO_CELLS, Document, Overrides
from planner.core.model.fields import RATE, Value
from planner.core.model.growth import NO_GROWTH, Growth
from planner.core.model.lines import Cell
from planner.core.money import Int64s, round_ratios
from planner.core.persistent import PersistentMap
from planner.core.seek.levers import FINENESS, Driver, Lever, edited, moved
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
    later = base.portfolio.request_year if base.growth != NO_GROWTH else base.portfolio.years[-1]
    pairs = zip(lever.drivers, lever.now, strict=True)
    return [(driver, now) for driver, now in pairs if driver.field is RATE and driver.year > later]


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
        self._ids, self._lever = portfolio.lines.ids, lever
        self._place = portfolio.years.index(aim.year) - 1
        self._base, self._asked = base, aim.ranges(portfolio)
        rows = sorted({driver.row for driver in lever.drivers})
        self._own = {self._ids[row]: overrides.get(self._ids[row], NO_CELLS) for row in rows}
        whole = dict.fromkeys(lever.drivers, 1)
        self._batch = Batch.of(portfolio, [moved(self._own, self._ids, whole)])
        entries = zip(self._batch.row.tolist(), self._batch.field.tolist(), self._batch.year.tolist(), strict=True)
        place = {entry: at for at, entry in enumerate(entries)}
        at = [place.get((driver.row, DRIVERS.index(driver.field.key), driver.year)) for driver in lever.drivers]
        largest = max(abs(Fraction(now)) for now in lever.now) * max(abs(lever.low), abs(lever.high))
        self._columns: tuple[Int64s, Int64s, Int64s, Int64s, Int64s] | None = None
        later = {driver for driver, _now in grown(base, lever)}
        is_plain = len({driver.row for driver in later}) == len(later)
        if None not in at and largest < SAFE and is_plain and all(driver.field.is_whole for driver in lever.drivers):
            bounds = ([getattr(driver.field, end) for driver in lever.drivers] for end in ("low", "high"))
            steps = [lever.grain(driver.field).numerator for driver in lever.drivers]
            self._columns = tuple(np.array(each, dtype=np.int64) for each in (at, lever.now, steps, *bounds))  # type: ignore[assignment]
            self._grows = np.array([driver in later and not self._holds(driver) for driver in lever.drivers])

    def _holds(self, driver: Driver) -> bool:
        """Whether the scenario gives the driver's value for just that year."""
        return Cell(driver.field.key, driver.year) in self._own[self._ids[driver.row]]

    def as_now(self) -> int:
        """What the lines come to as they are."""
        return self._yen(Batch.of(self._base.portfolio, [self._own]))

    def at(self, position: int) -> int:
        """What they come to at a position of the lever."""
        if self._columns is None:
            cells = self._lever.cells(position)
            portfolio = self._base.portfolio
            return self._yen(Batch.of(portfolio, [edited(portfolio, self._own, cells)]))
        at, now, steps, low, high = self._columns
        values = round_ratios(now * position, FINENESS * steps, self._lever.mode, 1) * steps
        values = np.clip(values, low, high)
        numerator = self._batch.numerator.copy()
        numerator[at] = values
        given = np.ones(len(numerator), dtype=np.bool_)
        given[at[self._grows & (values == now)]] = False
        batch = self._batch._replace(numerator=numerator)
        return self._yen(batch._replace(**{name: getattr(batch, name)[given] for name in Batch._fields[1:-1]}))

    def _yen(self, batch: Batch) -> int:
        return int(evaluate_batch(self._base, batch).totals(self._asked).yen[0, self._place])
