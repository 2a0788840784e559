"""One line's amounts, vintage by vintage, in Python's unbounded integers: the calculation rule itself.

    amount(line, y) = Σ_{k < duration} round(intake(y−k) × retention(k) × rate(rate year) × times(y) × share(y))

`planner.core.calculation.evaluate` applies the same rule to whole columns at once; edits, explanations and rows too
large for 64 bits come through here.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from planner.core.model.fields import UNPRICED, Value
from planner.core.model.growth import ONE
from planner.core.model.lines import Amount, Lack, Line, Series
from planner.core.money import round_ratio

_CANNOT: Final = Lack.CANNOT_COMPUTE  # looked up with every year of every line, which takes its time
Cannot = Literal[Lack.CANNOT_COMPUTE]


class Vintage(NamedTuple):
    """One intake's part of a line's amount in a year; `people` is intake × retention, exact."""

    intake_year: int
    intake: int
    people: Fraction
    rate: int | None
    times: Fraction
    share: Fraction
    numerator: int
    denominator: int
    amount: Amount


def value_at(series: Series, year: int) -> Value | Cannot | None:
    """The step in force in `year`: its value, `None` where it is not known, `CANNOT_COMPUTE` before the first."""
    found: Value | Cannot | None = _CANNOT
    for start, value in series:
        if start > year:
            break
        found = value
    return found


def intake_at(line: Line, year: int) -> int | None:
    """People taken in in `year`: 0 before the first step and outside the program's years, `None` if not known."""
    if not line.first_year <= year <= line.last_year:
        return 0
    value = value_at(line.quantity, year)
    if value is None or type(value) is int:
        return value
    return 0 if value is _CANNOT else value.numerator


def factor_at(series: Series, year: int) -> Fraction | None:
    """Times or share in `year`: 1 unless given, `None` if not known."""
    if not series:
        return ONE
    value = value_at(series, year)
    if value is _CANNOT:
        return ONE
    return Fraction(value) if isinstance(value, int) else value


def duration_at(line: Line, year: int) -> int:
    """For how many years the intake of `year` stays."""
    value = value_at(line.duration, year)
    assert isinstance(value, int)  # every line has a duration from the beginning, and none is unknown
    return value


def longest(line: Line) -> int:
    """For how many years an intake can stay at most, whatever its year."""
    first = line.duration[0][1]
    if len(line.duration) == 1 and isinstance(first, int):
        return first
    return max(int(years) for _, years in line.duration if years is not None)


def vintage_count(line: Line, year: int) -> int:
    """How many intakes can still be there in `year`: the length of `vintages`."""
    return sum(k < duration_at(line, year - k) for k in range(longest(line)))


def retention_at(line: Line, k: int) -> Fraction:
    """The share of an intake that is there `k` years after it (0 in the year of the intake itself)."""
    return factor_at(line.retention, k + 1) or Fraction(0)


def rate_at(line: Line, year: int) -> int | Cannot | None:
    """The rate in force in `year` in yen, grown where the scenario assumes growth; `None` where it is not known.

    Growth counts from the request year, or from the year the rate was given for if that is later.
    """
    found, since = None, None
    for start, value in line.rate:
        if start > year:
            break
        found, since = value, start
    if since is None:
        return _CANNOT
    if found is None:
        return None
    years = 0 if line.factor is ONE else year - max(since, line.grown_from)
    if years <= 0:
        return found.numerator
    grown = line.factor**years
    return round_ratio(found.numerator * grown.numerator, grown.denominator)


def paid_rate(line: Line, year: int, k: int) -> int | Cannot | None:
    """The rate paid in `year` to those taken in `k` years before."""
    return rate_at(line, year - k if value_at(line.rate_rule, year) == 1 else year)


def is_present(line: Line, year: int) -> bool:
    """Whether the line is requested in `year` at all (計上)."""
    return not line.present or value_at(line.present, year) != 0


def is_unpriced(line: Line, year: int) -> bool:
    """Whether the line is requested without an amount in `year` (事項要求)."""
    return bool(line.demand) and value_at(line.demand, year) == UNPRICED


def vintages(line: Line, year: int) -> tuple[Vintage, ...]:
    """Every vintage of the line in `year` whose term has not ended, newest first, empty ones included."""
    times, share = factor_at(line.times, year), factor_at(line.share, year)
    both = ONE if times is None or share is None or (times is ONE and share is ONE) else times * share
    present, unpriced = is_present(line, year), is_unpriced(line, year)
    result = []
    for k in range(longest(line)):
        start = year - k
        if k >= duration_at(line, start):
            continue
        intake = intake_at(line, start) if present else 0
        kept = retention_at(line, k)
        rate = paid_rate(line, year, k)
        known_rate = rate if isinstance(rate, int) else None
        numerator, denominator = 0, 1
        amount: Amount
        if unpriced and present:
            amount = Lack.UNPRICED
        elif intake == 0:
            amount = 0
        elif rate is _CANNOT:
            amount = _CANNOT
        elif intake is None or known_rate is None or times is None or share is None:
            amount = Lack.NOT_PRINTED
        else:
            factor = both if kept is ONE else kept * both
            numerator, denominator = intake * known_rate * factor.numerator, factor.denominator
            amount = round_ratio(numerator, denominator, line.rounding.mode, line.rounding.unit)
        result.append(
            Vintage(
                start,
                intake or 0,
                Fraction(intake or 0) if kept is ONE else (intake or 0) * kept,
                known_rate,
                ONE if times is None else times,
                ONE if share is None else share,
                numerator,
                denominator,
                amount,
            )
        )
    return tuple(result)


def written_vintages(line: Line, year: int) -> tuple[Vintage, ...]:
    """The vintages of a line as sheets write them out.

    Where nobody is, the share tells what would be there of somebody: the retention of that age is in it.
    """
    return tuple(
        each if each.intake else each._replace(share=each.share * retention_at(line, year - each.intake_year))
        for each in vintages(line, year)
    )


def line_amount(line: Line, year: int) -> Amount:
    """The line's amount in whole yen, or why there is none; the same as adding up `vintages`, only faster."""
    return _rule(line)(line, year)


def line_amounts(line: Line, years: Iterable[int]) -> tuple[Amount, ...]:
    """`line_amount` in each of `years`."""
    return tuple(map(_rule(line), itertools.repeat(line), years))


def _rule(line: Line) -> Callable[[Line, int], Amount]:
    """What an amount of the line is worked out with."""
    if line.present or line.demand or line.retention or len(line.duration) > 1 or line.duration[0][1] != 1:
        return _amount
    return _plain_amount


def _plain_amount(line: Line, year: int) -> Amount:
    """The amount of a line that is always requested, with an amount, and whose people stay for one year."""
    intake = value_at(line.quantity, year)
    if intake == 0 or intake is _CANNOT or not line.first_year <= year <= line.last_year:
        return 0
    rate = value_at(line.rate, year) if line.factor is ONE else rate_at(line, year)
    if rate is _CANNOT:
        return _CANNOT
    if intake is None or rate is None:
        return Lack.NOT_PRINTED
    product, divisor, rounding = intake.numerator * rate.numerator, 1, line.rounding
    if line.times or line.share:
        for series in (line.times, line.share):
            factor = factor_at(series, year)
            if factor is None:
                return Lack.NOT_PRINTED
            product, divisor = product * factor.numerator, divisor * factor.denominator
    return round_ratio(product, divisor, rounding.mode, rounding.unit)


def _amount(line: Line, year: int) -> Amount:
    """The amount of any line."""
    if line.present and not is_present(line, year):
        return 0
    if line.demand and is_unpriced(line, year):
        return Lack.UNPRICED
    total = 0
    lack: Lack | None = None
    both: Fraction | None = ONE
    if line.times or line.share:
        times, share = factor_at(line.times, year), factor_at(line.share, year)
        if times is None or share is None:
            both = None
        else:
            both = share if times is ONE else times if share is ONE else times * share
    years, varied, rate = longest(line), len(line.duration) > 1, rate_at(line, year)
    at_intake = years > 1 and value_at(line.rate_rule, year) == 1
    for k in range(years):
        if varied and k >= duration_at(line, year - k):
            continue
        intake = intake_at(line, year - k)
        if intake == 0:
            continue
        if k and at_intake:
            rate = rate_at(line, year - k)
        if rate is _CANNOT:
            return _CANNOT
        if intake is None or rate is None or both is None:
            lack = Lack.NOT_PRINTED
            continue
        factor = both * retention_at(line, k) if line.retention else both
        numerator, denominator = (1, 1) if factor is ONE else factor.as_integer_ratio()
        total += round_ratio(intake * rate * numerator, denominator, line.rounding.mode, line.rounding.unit)
    return total if lack is None else lack


class Bound(NamedTuple):
    """What a year's amount owes to decisions already taken, in yen: intakes before the request year, and its own."""

    earlier: int = 0
    request: int = 0

    @property
    def committed(self) -> int:
        """All that is bound: 後年度負担 where the year is later than the request year."""
        return self.earlier + self.request


def bound_amount(line: Line, year: int, request: int) -> Bound:
    """The part of the line's amount in `year` that vintages up to the request year make."""
    sums = [0, 0]
    for vintage in vintages(line, year):
        if vintage.intake_year <= request and isinstance(vintage.amount, int):
            sums[vintage.intake_year == request] += vintage.amount
    return Bound(*sums)
