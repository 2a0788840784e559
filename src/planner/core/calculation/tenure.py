"""A cohort line over the years: who of which intake is there in which year and what they cost, until nothing moves.

It is the calculation rule (`planner.core.calculation.cohort`) laid out as a triangle: intakes down, years across.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from planner.core.calculation.cohort import (
    Vintage,
    duration_at,
    intake_at,
    is_present,
    line_amount,
    longest,
    retention_at,
    vintages,
)
from planner.core.model.lines import EVER, Amount, Line


class TenureYear(NamedTuple):
    """One fiscal year of a line: people there, and what happened since the year before; yen of its parts.

    `people` = people of the year before + `intake` − `leavers`; `None` where the intakes given do not reach back
    to the year before. Yen are of whole, rounded vintages; `None` where one of them has no amount.
    """

    year: int
    people: Fraction
    intake: Fraction
    leavers: Fraction | None
    new: int | None
    continuing: int | None
    by_rate: tuple[tuple[int, Fraction, int | None], ...]
    """(rate in yen, people paid it, yen), lowest rate first."""


class Steady(NamedTuple):
    """Where the line comes to rest if nothing else is decided: people and yen a year, and since which fiscal year."""

    year: int
    people: Fraction
    amount: int


class Tenure(NamedTuple):
    """A line over some fiscal years.

    `people` and `amounts` have a row an intake year and a column a fiscal year; `None` where that intake is not there.
    `steady` is `None` where the line never comes to rest (rates grow) or cannot be computed.
    """

    years: tuple[int, ...]
    intakes: tuple[int, ...]
    people: tuple[tuple[Fraction | None, ...], ...]
    amounts: tuple[tuple[Amount | None, ...], ...]
    sums: tuple[TenureYear, ...]
    steady: Steady | None


def tenure(line: Line, years: Sequence[int]) -> Tenure:
    """Lay a line out over consecutive fiscal years, with every intake that is there in one of them."""
    columns = [vintages(line, year) for year in years]
    intakes = sorted({each.intake_year for column in columns for each in column if each.intake})
    cells = [{each.intake_year: each for each in column} for column in columns]

    def row(intake: int) -> list[Vintage | None]:
        return [column.get(intake) for column in cells]

    sums: list[TenureYear] = []
    for year, column in zip(years, columns, strict=True):
        sums.append(_sum(year, column, sums[-1].people if sums else _known_headcount(line, year - 1)))
    return Tenure(
        tuple(years),
        tuple(intakes),
        tuple(tuple(each.people if each else None for each in row(intake)) for intake in intakes),
        tuple(tuple(each.amount if each else None for each in row(intake)) for intake in intakes),
        tuple(sums),
        steady(line),
    )


def headcount(line: Line, year: int) -> Fraction:
    """The people there in a year: Σ intake × retention over the vintages whose term has not ended."""
    if not is_present(line, year):
        return Fraction(0)
    there = [k for k in range(longest(line)) if k < duration_at(line, year - k)]
    if not line.retention:
        return Fraction(sum(intake_at(line, year - k) or 0 for k in there))
    return sum(((intake_at(line, year - k) or 0) * retention_at(line, k) for k in there), Fraction(0))


def _known_headcount(line: Line, year: int) -> Fraction | None:
    """The people there in a year, `None` where the first intakes given came later than some that may be there."""
    people, first = headcount(line, year), line.quantity[0][0] if line.quantity else year
    return people if not people or first <= max(year - longest(line) + 1, line.first_year) else None


def _sum(year: int, column: Sequence[Vintage], before: Fraction | None) -> TenureYear:
    people = sum((each.people for each in column), Fraction(0))
    new = [each for each in column if each.intake_year == year]
    old = [each for each in column if each.intake_year != year]
    intake = sum((each.people for each in new), Fraction(0))
    rates: dict[int, list[Vintage]] = {}
    for each in column:
        if each.rate is not None and each.intake:
            rates.setdefault(each.rate, []).append(each)
    by_rate = tuple(
        (rate, sum((each.people for each in rates[rate]), Fraction(0)), _yen(rates[rate])) for rate in sorted(rates)
    )
    leavers = None if before is None else before + intake - people
    return TenureYear(year, people, intake, leavers, _yen(new), _yen(old), by_rate)


def _yen(parts: Sequence[Vintage]) -> int | None:
    amounts = [each.amount for each in parts]
    known = [amount for amount in amounts if isinstance(amount, int)]
    return sum(known) if len(known) == len(amounts) else None


def steady(line: Line) -> Steady | None:
    """Where the line comes to rest: after the last step of every driver, once the last intake before it has left.

    In the steady state people = intake × Σ retention over the duration, which is intake × duration × retention where
    retention is the same every year.
    """
    if line.factor != 1:
        return None
    series = (
        line.rate,
        line.quantity,
        line.times,
        line.share,
        line.duration,
        line.rate_rule,
        line.present,
        line.demand,
    )
    last = max((year for steps in series for year, _ in steps), default=0)
    if line.last_year < 9999:
        last = max(last, line.last_year + 1)
    if line.first_year > 0:
        last = max(last, line.first_year)
    end = last + longest(line)
    people, amount = headcount(line, end), line_amount(line, end)
    if not isinstance(amount, int):
        return None
    first = min((year for steps in series for year, _ in steps if year > EVER), default=end)
    year = end
    while year > first and (headcount(line, year - 1), line_amount(line, year - 1)) == (people, amount):
        year -= 1
    return Steady(year, people, amount)


def opening_stock(line: Line, year: int) -> Fraction:
    """The people of earlier intakes that are there in a year."""
    return headcount(line, year) - (intake_at(line, year) or 0) * retention_at(line, 0)


def spread_stock(line: Line, year: int, people: int) -> dict[int, int]:
    """Past intakes, as even as they can be, whose people still there in `year` are as near to `people` as can be.

    By year of intake, oldest first. With full retention they add up to `people` exactly; later intakes take one more
    where it does not divide. Empty for a line whose intakes stay one year only.
    """
    kept = {
        start: retention_at(line, year - start)
        for start in range(year - longest(line) + 1, year)
        if year - start < duration_at(line, start) and line.first_year <= start <= line.last_year
    }
    weight = sum(kept.values())
    if not weight:
        return {}
    even = Fraction(people) / weight
    intakes = dict.fromkeys(kept, even.numerator // even.denominator)
    for start in sorted(kept, reverse=True):
        left = people - sum(intakes[each] * kept[each] for each in kept)
        if 2 * left >= kept[start] > 0:
            intakes[start] += 1
    return intakes
