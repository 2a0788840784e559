"""Where the drivers of later years come from: cells of 積算内訳, as far as nothing else is given for those years.

A step holds until the next one, so what stands in 積算内訳 for the request year is in force later as well, and grows
where growth is assumed. Whoever writes later years takes each driver from there by the key of its row.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from planner.core.calculation.cohort import factor_at, intake_at, is_present, rate_at, retention_at, value_at
from planner.core.memo import memoised
from planner.core.model.growth import ONE
from planner.core.model.lines import Line, Series
from planner.core.money import Rounding
from planner.files.plain.sheet import EXACT
from planner.files.submission.factors import DIVIDED, DIVISIONS, divisors, factors, rounded
from planner.files.submission.places import DRIVERS

if TYPE_CHECKING:
    from planner.files.submission.handover import Handover


FACTORS = DRIVERS[2:]
"""The columns of what a rate is multiplied and divided by."""


class Given(NamedTuple):
    """A figure of a formula: a whole number, and the formula that leads to it; `live` unless that is the number."""

    text: str
    value: int

    @property
    def live(self) -> bool:
        """Whether it follows 積算内訳."""
        return self.text != str(self.value)


def fixed(value: int) -> Given:
    """A figure as a number of its own."""
    return Given(str(value), value)


def pays_rate_of_intake(line: Line, year: int) -> bool:
    """Whether everybody is paid in a year the rate of the year they were taken in in (採用年度の単価)."""
    return value_at(line.rate_rule, year) == 1


class Term(NamedTuple):
    """One vintage in one year: what it is multiplied out of. `kept`: how much is left of the intake `times` is of."""

    rate: Given
    people: Given
    times: Given
    divisor: Given
    kept: Fraction
    rounding: Rounding

    @property
    def numerator(self) -> int:
        """What is divided."""
        return math.prod((self.rate.value, self.people.value, self.times.value, self.kept.numerator))

    @property
    def is_exact(self) -> bool:
        """Whether every spreadsheet arrives at the same yen."""
        below = self.divisor.value * self.kept.denominator
        return abs(self.numerator) < (EXACT if below == 1 else DIVIDED) and DIVISIONS * below < EXACT

    def formula(self, rate: str, people: str, times: str, divisor: str) -> str:
        """The formula of its amount, out of cells that hold the figures."""
        above = [people, rate, *([times] if times != "1" else [])]
        above += [str(self.kept.numerator)] if self.kept.numerator != 1 else []
        below = [each for each in (divisor, str(self.kept.denominator)) if each != "1"]
        product = f"({'*'.join(above)})"
        return rounded(product, f"({'*'.join(below)})" if below else "1", self.rounding, abs(self.numerator))


class Drivers:
    """The drivers of the lines of a request in every year of the plan."""

    def __init__(self, handover: Handover) -> None:
        self._handover = handover
        self._last: tuple[int, LineDrivers] | None = None

    def of(self, row: int) -> LineDrivers:
        """The drivers of a line; whoever asks goes through the lines in turn, so those of the last one are kept."""
        if self._last is None or self._last[0] != row:
            self._last = row, LineDrivers(self._handover, row)
        return self._last[1]


class LineDrivers:
    """The drivers of one line in every year of the plan; `line` are those in force."""

    def __init__(self, handover: Handover, row: int) -> None:
        self.line = handover.evaluation.drivers(row)
        self._row, self._places, self._is_cohort = row, handover.places, handover.is_cohort(row)
        self._request = handover.portfolio.request_year
        self._shown = {each.now.intake_year: each.now for each in handover.vintages[row]}
        self._newest = handover.vintages[row][0].now
        changed = (self.line.quantity, self.line.times, self.line.share)
        self._people_change, self._times_change, self._share_change = map(self._next_change, changed)

    def _next_change(self, series: Series) -> float:
        """The first year after the request year for which another value is given."""
        return min((start for start, _value in series if start > self._request), default=math.inf)

    @memoised
    def rate(self, year: int) -> Given | None:
        """The rate of a year, `None` where there is none."""
        line = self.line
        value = rate_at(line, year)
        if not isinstance(value, int):
            return None
        if year < self._request:
            cell = self._of_vintage("rate", year, value)
            own = pays_rate_of_intake(line, self._request)  # else the row shows the rate of the request year
            return cell if cell is not None and own else fixed(value)
        since, given = max((step for step in line.rate if step[0] <= year), key=lambda step: step[0])
        cell = self._of_vintage("rate", self._request, rate_at(line, self._request))
        if since > self._request or cell is None:
            return fixed(value)
        years = 0 if line.factor is ONE else year - max(since, line.grown_from)
        if years <= 0:
            return Given(cell.text, value)
        grown = line.factor**years
        if (
            cell.value != given
            or abs(cell.value * grown.numerator) >= DIVIDED
            or DIVISIONS * grown.denominator >= EXACT
        ):
            return fixed(value)
        return Given(f"ROUND({cell.text}*{grown.numerator}/{grown.denominator},0)", value)

    @memoised
    def people(self, year: int) -> Given:
        """Those taken in in a year."""
        line = self.line
        value = intake_at(line, year) or 0
        if not line.first_year <= year <= line.last_year:
            return fixed(0)
        if year >= self._people_change:
            return fixed(value)
        return self._of_vintage("people", min(year, self._request), value) or fixed(value)

    def factor(self, year: int) -> tuple[Given, Given, Fraction]:
        """回数・月数 × 率 of a year, as what a rate is multiplied by and what it is divided by.

        The figures of 積算内訳 are those of a new intake: the share of it that is there in its first year is told too.
        """
        is_steady = self._request <= year < min(self._times_change, self._share_change)
        return self._steady if is_steady else self._factor(year)

    @cached_property
    def _steady(self) -> tuple[Given, Given, Fraction]:
        """The same of the years from the request year until something changes."""
        return self._factor(self._request)

    def _factor(self, year: int) -> tuple[Given, Given, Fraction]:
        line, newest = self.line, self._newest
        times, share = (factor_at(each, year) or Fraction(0) for each in (line.times, line.share))
        again, changed = year >= self._times_change, year >= self._share_change
        found, apart, kept = factors(newest), divisors(newest), retention_at(line, 0)
        if found is None or not kept or (again and changed) or ((again or changed) and apart is None):
            return fixed((times * share).numerator), fixed((times * share).denominator), ONE
        count, months, part, divisor = (self._cell(key, self._request) for key in FACTORS)
        if apart is not None and again:
            above = Given(f"{times.numerator}*{part}", times.numerator * found.share)
            return above, Given(f"{times.denominator}*({divisor}/{apart[0]})", times.denominator * apart[1]), kept
        if apart is not None and changed:
            above = Given(f"{share.numerator}*{count}*{months}", share.numerator * found.times * found.months)
            return above, Given(f"{share.denominator}*({divisor}/{apart[1]})", share.denominator * apart[0]), ONE
        if Fraction(found.numerator, found.divisor) != times * share * kept:
            return fixed((times * share).numerator), fixed((times * share).denominator), ONE
        return Given(self._cell("factor", self._request), found.numerator), Given(divisor, found.divisor), kept

    def term(self, year: int, age: int) -> Term | None:
        """The vintage of that age in a year; `None` where it has no rate."""
        line, start = self.line, year - age
        rate = self.rate(start if pays_rate_of_intake(line, year) else year)
        if rate is None:
            return None
        people = self.people(start) if is_present(line, year) else fixed(0)
        times, divisor, kept = self.factor(year)
        left = retention_at(line, age)
        return Term(rate, people, times, divisor, left if kept is ONE else left / kept, line.rounding)

    def follows(self, year: int, age: int) -> bool:
        """Whether the vintage of that age in a year follows 積算内訳 in how many it has."""
        term = self.term(year, age)
        return term is not None and term.people.live

    def _cell(self, key: str, year: int) -> str:
        return self._places.cell(key, self._row, year if self._is_cohort else None)

    def _of_vintage(self, key: str, year: int, value: object) -> Given | None:
        """A driver as it stands in the row of an intake, if that row shows this value."""
        shown = self._shown.get(year)
        if shown is None:
            return None
        found = shown.rate if key == "rate" else shown.intake
        return Given(self._cell(key, year), found) if found is not None and found == value else None
