"""What one line's difference between two sides is made of: the rule itself, vintage by vintage, exact.

`planner.core.explain.column_split` applies the same rule to whole columns; lines a scenario touches, and what leaves 64
bits, come through here.
"""

from __future__ import annotations

from typing import NamedTuple

from planner.core.calculation.cohort import Vintage, is_present, vintages
from planner.core.explain.factors import NO_FACTORS, Factors, Three, shares
from planner.core.explain.sides import At
from planner.core.model.growth import ONE
from planner.core.model.lines import Amount, Lack


class LineSplit(NamedTuple):
    """The factors of one line. `itemised`: it is on one side alone, and the other does not say that it was nothing.

    Such a line may stand in the place of a residual (`planner.core.explain.itemised`).
    """

    factors: Factors
    itemised: bool = False


NOTHING = LineSplit(NO_FACTORS)


def is_apart(before: Amount, after: Amount) -> bool:
    """Whether a line is no part of a difference: on one side it is 事項要求, or cannot be computed."""
    return any(each in (Lack.CANNOT_COMPUTE, Lack.UNPRICED) for each in (before, after))


def split(before: At, after: At, residual: bool, belongs: bool = False) -> LineSplit:
    """The factors of a line between two sides; `residual`: it is what other lines leave of a printed total.

    `belongs`: it pays the people of another line something more, so that its coming or going is that line's rate.
    """
    if is_apart(before.amount, after.amount):
        return NOTHING
    difference = after.yen - before.yen
    if Lack.NOT_PRINTED in (before.amount, after.amount):
        return LineSplit(Factors(not_printed=difference))
    olds, news = _by_age(before), _by_age(after)
    if not olds and not news:
        return NOTHING
    if not olds or not news:
        there, other = (before, after) if olds else (after, before)
        if residual and not other.is_outside:
            return LineSplit(Factors(residual=difference))
        if there.year < other.year and 0 not in (olds or news) and is_present(other.line, other.year):
            return LineSplit(Factors(tenure=difference))
        if belongs:
            return LineSplit(Factors(rate=difference))
        return LineSplit(Factors(new=difference) if news else Factors(ended=difference), other.is_silent)
    if residual:
        return LineSplit(Factors(residual=difference))
    return LineSplit(_by_vintage(olds, news, before.year != after.year, difference))


def _by_age(at: At) -> dict[int, Vintage]:
    """Those who are there, by the years since their intake."""
    return {at.year - each.intake_year: each for each in vintages(at.line, at.year) if each.people}


def _by_vintage(olds: dict[int, Vintage], news: dict[int, Vintage], years_pass: bool, difference: int) -> Factors:
    rate = quantity = times_share = tenure = 0
    for age in olds.keys() | news.keys():
        old, new = olds.get(age), news.get(age)
        # what nobody is paid on one side is taken as on the other: a rate without people has not risen
        a, b = _factors(old or new), _factors(new or old)
        by_rate, by_people, by_times = shares((a[0], a[1] if old else 0, a[2]), (b[0], b[1] if new else 0, b[2]))
        rate, times_share = rate + by_rate, times_share + by_times
        if age and years_pass:
            tenure += by_people
        else:
            quantity += by_people
    found = Factors(rate, quantity, times_share, tenure=tenure)
    return found._replace(rounding=difference - found.difference)


def _factors(vintage: Vintage | None) -> Three:
    assert vintage is not None and vintage.rate is not None  # people with an amount have a rate
    both = ONE if vintage.times is ONE and vintage.share is ONE else vintage.times * vintage.share
    return vintage.rate, vintage.people, both
