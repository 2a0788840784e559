"""What is to be known of an answer: values outside a published range, rates and quantities far from last year's."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from planner.core.calculation.evaluate import Base
from planner.core.calculation.in_columns import column_in_force
from planner.core.calculation.in_force import effective
from planner.core.calculation.pairs import DRIVERS
from planner.core.errors import N_, Both, Message
from planner.core.model.document import Document
from planner.core.model.fields import Value
from planner.core.model.portfolio import Portfolio
from planner.core.money import Int64s, round_ratio
from planner.core.seek.levers import Driver, Factor, Lever
from planner.core.years import era

TOLD = 5
"""So many warnings are told one by one."""
FAR = Fraction(1, 5)
"""A rate or quantity further than this from last year's is told."""


def warnings_at(document: Document, base: Base, lever: Lever, position: int) -> tuple[Message, ...]:
    """Values outside a published range, and rates and quantities far from last year's; the first few, then how many."""
    portfolio, factor = document.portfolio, lever.columns
    drivers: Sequence[Driver]
    values: Sequence[Value]
    if factor is not None:
        numbers = factor.values(position)
        outside, far = _outside(portfolio, lever, factor, numbers), _far(portfolio, factor, numbers)
        drivers, values = lever.drivers, numbers.tolist()
    else:
        cells = lever.cells(position)
        drivers, values = [*cells], [*cells.values()]
        outside = [at for at, each in enumerate(cells.items()) if _is_outside(portfolio, *each)]
        far = [at for at, (driver, value) in enumerate(cells.items()) if _is_far(value, _before(base, driver))]
    first = sorted([*((at, False) for at in outside[:TOLD]), *((at, True) for at in far[:TOLD])])[:TOLD]
    told, left = [], len(outside) + len(far) - len(first)
    for at, is_far in first:
        driver, value = drivers[at], values[at]
        told.append(_far_text(base, driver, value) if is_far else _outside_text(portfolio, driver, value))
    if left:
        told.append(Message.of(N_("Further values far from last year's or outside a range: {n}."), n=left))
    return tuple(told)


def _before(base: Base, driver: Driver) -> Fraction:
    """Last year's value of what is asked for the request year; 0 where there is none, or another year is asked."""
    portfolio = base.portfolio
    if driver.year != portfolio.request_year:
        return Fraction(0)
    return Fraction(effective(base.drivers(driver.row), driver.field.key, portfolio.previous_year) or 0)


def _is_far(value: Value, before: Fraction) -> bool:
    return before != 0 and abs(value - before) > FAR * abs(before)


def _far(portfolio: Portfolio, factor: Factor, values: Int64s) -> list[int]:
    """Where `_is_far` holds of a factor's values."""
    before = np.zeros(len(values), dtype=np.int64)
    for place in set(factor.field.tolist()):
        column = column_in_force(portfolio.lines.steps[DRIVERS[place]], portfolio.previous_year)
        last = np.where(column.known, column.numerator, 0)
        mine = (factor.field == place) & (factor.year == portfolio.request_year)
        before[mine] = last[factor.row[mine]]
    is_far = np.abs(values - before) * FAR.denominator > np.abs(before) * FAR.numerator
    found: list[int] = np.flatnonzero((before != 0) & is_far).tolist()
    return found


def _is_outside(portfolio: Portfolio, driver: Driver, value: Value) -> bool:
    origin = portfolio.origin(driver.row, driver.field.key, driver.year)
    return origin is not None and not origin.allows(value)


def _outside(portfolio: Portfolio, lever: Lever, factor: Factor, values: Int64s) -> list[int]:
    """Where `_is_outside` holds of a factor's values."""
    can_be = np.zeros(len(values), dtype=np.bool_)
    for place in set(factor.field.tolist()):
        steps = portfolio.lines.steps[DRIVERS[place]]
        rows = np.repeat(np.arange(len(portfolio.lines)), np.diff(steps.start))
        ranged = np.zeros(len(portfolio.lines), dtype=np.bool_)
        ranged[rows[portfolio.prints_range[steps.origin]]] = True
        can_be |= (factor.field == place) & ranged[factor.row]
    return [at for at in np.flatnonzero(can_be).tolist() if _is_outside(portfolio, lever.drivers[at], int(values[at]))]


def _outside_text(portfolio: Portfolio, driver: Driver, value: Value) -> Message:
    origin = portfolio.origin(driver.row, driver.field.key, driver.year)
    assert origin is not None
    said, shown = N_("{line}: {value} lies outside the published range {range}."), driver.field.text(value)
    return Message.of(said, line=_name(portfolio, driver), value=shown, range=origin.range_text())


def _far_text(base: Base, driver: Driver, value: Value) -> Message:
    portfolio, before = base.portfolio, _before(base, driver)
    change = round_ratio(*((value - before) * 1000 / abs(before)).as_integer_ratio())
    percent = f"{'+' if change > 0 else '△'}{abs(change) // 10}.{abs(change) % 10}"
    shown = {"value": driver.field.text(value), "before": driver.field.text(before), "change": percent}
    said = N_("{line}: {value} is far from the {before} of {year} ({change} %).")
    return Message.of(said, line=_name(portfolio, driver), year=era(portfolio.previous_year), **shown)


def _name(portfolio: Portfolio, driver: Driver) -> Both:
    return Both(portfolio.lines.labels[driver.row], portfolio.lines.labels_en[driver.row])
