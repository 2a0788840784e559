"""Fragility: how far a figure may err before a printed figure stops agreeing, or a ceiling breaks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from planner.core.calculation.cohort import line_amounts
from planner.core.ceilings.classes import classes_of
from planner.core.ceilings.judge import Verdict, judge
from planner.core.ceilings.sums import CeilingSums, Tally
from planner.core.check.printed import figures
from planner.core.errors import N_, Both, Message
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import NO_CELLS
from planner.core.model.fields import Value
from planner.core.model.lines import Cell
from planner.core.risk.measured import Measured
from planner.core.seek.levers import PARTS, Driver


class Bend(NamedTuple):
    """The values between which all stays as it is told; what breaks first beyond each, if anything does."""

    driver: Driver
    now: Value
    low: Value
    high: Value
    below: Message | None
    above: Message | None


class _Printed(NamedTuple):
    """A printed figure that agrees: within what (yen) its program may move in a plan year, and how often it counts."""

    place: int
    times: int
    down: int
    up: int
    said: Message


class _Ceiling(NamedTuple):
    """A ceiling that holds, over one line."""

    sums: CeilingSums
    tally: Tally
    said: Message


class Fragility:
    """What agrees and what holds in a scenario, and how far figures may err until it does no more."""

    def __init__(self, measured: Measured, ceilings: Sequence[Ceiling]) -> None:
        self._measured = measured
        evaluation = measured.evaluation
        self._printed = [check for check in figures(evaluation) if check.agrees and not check.enacted]
        judged = judge(evaluation, ceilings)
        self._ceilings = [
            _Ceiling(
                sums, tally, Message.of(N_("the ceiling {name}"), name=Both(each.ceiling.name, each.ceiling.name_en))
            )
            for each, (sums, tally) in zip(judged, judged.parts(), strict=True)
            if each.verdict is Verdict.HOLDS
        ]

    def bend(self, driver: Driver, now: Value) -> Bend:
        """How far a driver may go either way, in whole yen and people, or hundredths of times and shares."""
        step: Value = 1 if driver.field.is_whole else Fraction(1, PARTS)
        line = _Line(self._measured, driver, self._figures(driver.row), self._held(driver.row))
        lowest = min(now, 0) if driver.field.low < 0 else driver.field.low
        low, below = _end(line, now, -step, (now - lowest) // step)
        high, above = _end(line, now, step, (driver.field.high - now) // step)
        return Bend(driver, now, low, high, below, above)

    def _figures(self, row: int) -> list[_Printed]:
        """The printed figures that agree and that a line is part of."""
        portfolio = self._measured.document.portfolio
        chain = portfolio.ancestors[portfolio.lines.program[row]]
        found = []
        for check in self._printed:
            shown = [
                check.program,
                *(portfolio.program_index[each] for each in portfolio.programs[check.program].relists),
            ]
            times = sum(each in chain for each in shown)
            if times:
                assert check.computed is not None and check.low is not None and check.high is not None  # it agrees
                program = portfolio.programs[check.program]
                said = Message.of(
                    N_("{printed} printed for {program}, fiscal {year}"),
                    printed=check.published.printed,
                    program=Both(program.name, program.name_en),
                    year=check.published.year,
                )
                place = portfolio.years.index(check.published.year)
                found.append(_Printed(place, times, check.computed - check.low, check.high - check.computed, said))
        return found

    def _held(self, row: int) -> list[_Ceiling]:
        owner = int(self._measured.document.portfolio.lines.program[row])
        return [each for each in self._ceilings if owner in each.sums.programs]


class _Line:
    """One line with a driver that moves: what of those figures and ceilings breaks with a value."""

    def __init__(
        self, measured: Measured, driver: Driver, printed: Sequence[_Printed], ceilings: Sequence[_Ceiling]
    ) -> None:
        self._measured, self._driver, self._printed, self._ceilings = measured, driver, printed, ceilings
        self._now = measured.evaluation.line(driver.row)
        self._kinds = classes_of(measured.evaluation, driver.row)

    def broken(self, value: Value) -> Message | None:
        """The first that breaks."""
        measured, driver = self._measured, self._driver
        portfolio = measured.document.portfolio
        own = measured.overrides.get(portfolio.lines.ids[driver.row], NO_CELLS)
        line = measured.base.drivers(driver.row, {**own, Cell(driver.field.key, driver.year): value})
        amounts = (self._now[0], *line_amounts(line, portfolio.years[1:]))
        for each in self._printed:
            was, now = self._now[each.place], amounts[each.place]
            if was is not now and not (
                isinstance(was, int) and isinstance(now, int) and -each.down <= each.times * (now - was) <= each.up
            ):
                return each.said
        for ceiling in self._ceilings:
            old, new = (ceiling.sums.line(*self._kinds, *pair[:2]) for pair in (self._now, amounts))
            tally = tuple(a - b + c for a, b, c in zip(ceiling.tally, old, new, strict=True))
            if ceiling.sums.intervals(tally)[2].low < 0:
                return ceiling.said
        return None


def _end(line: _Line, now: Value, step: Value, most: int) -> tuple[Value, Message | None]:
    """The last of so many steps with which all stays, and what breaks with the next; nothing where none breaks."""
    low, high = 0, 1
    while high < most and line.broken(now + high * step) is None:
        low, high = high, high * 2
    high = min(high, most)
    if high < 1 or line.broken(now + high * step) is None:
        return now + most * step, None
    while high - low > 1:  # what breaks with some steps breaks with more
        middle = (low + high) // 2
        low, high = (low, middle) if line.broken(now + middle * step) is not None else (middle, high)
    return now + low * step, line.broken(now + high * step)
