"""What a difference between two amounts is made of (増△減の要因), and how three factors share it (Shapley)."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import NamedTuple

from planner.core.money import round_ratio


class Factors(NamedTuple):
    """The causes of a difference in whole yen; they add up to it. Swapping the two sides turns every sign."""

    rate: int = 0
    """単価: another rate for those of the same age (1st year beside 1st year)."""
    quantity: int = 0
    """員数: more or fewer taken in; within one year, more or fewer people at all."""
    times_share: int = 0
    """回数・率."""
    new: int = 0
    """新規: lines that are only on the second side."""
    ended: int = 0
    """廃止: lines that are only on the first side."""
    tenure: int = 0
    """年限進行: between years, more or fewer of those taken in before."""
    residual: int = 0
    """残差: what the lines leave of a printed total."""
    unitemised: int = 0
    """残差との組替え: lines that take the place of a residual, and the residual they take the place of."""
    not_printed: int = 0
    """前年度の公表なし: one side prints no figure, so that it is nobody's increase."""
    rounding: int = 0
    """端数: the yen that rounding leaves."""

    @property
    def difference(self) -> int:
        """What they add up to."""
        return sum(self)

    def plus(self, other: Factors) -> Factors:
        """The causes of both differences together."""
        return Factors(*map(int.__add__, self, other))

    def minus(self) -> Factors:
        """The causes of the same difference the other way round."""
        return Factors(*map(int.__neg__, self))


FACTORS = Factors._fields
RATE, QUANTITY, TIMES_SHARE, NEW, ENDED, TENURE, RESIDUAL, UNITEMISED, NOT_PRINTED, ROUNDING = range(len(FACTORS))
"""The place of each factor."""

NO_FACTORS = Factors()

Three = tuple[int | Fraction, int | Fraction, int | Fraction]


def shares(before: Three, after: Three) -> tuple[int, int, int]:
    """What each of three factors adds to their product, evenly over the orders in which they can change.

    Exact, then each rounded to the yen, halves away from zero: together they may miss the difference by a yen or two.
    """
    (a, b, p), (c, d, q), (e, f, r) = map(_over_one, before, after)
    of = 6 * p * q * r
    return (
        round_ratio((b - a) * (2 * c * e + c * f + d * e + 2 * d * f), of),
        round_ratio((d - c) * (2 * a * e + a * f + b * e + 2 * b * f), of),
        round_ratio((f - e) * (2 * a * c + a * d + b * c + 2 * b * d), of),
    )


def _over_one(before: int | Fraction, after: int | Fraction) -> tuple[int, int, int]:
    """Two values as numerators over one denominator, and that: whole numbers are multiplied far faster."""
    (a, p), (b, q) = before.as_integer_ratio(), after.as_integer_ratio()
    return (a, b, p) if p == q else (a * q, b * p, p * q)


def spread(total: int, weights: list[int]) -> list[int]:
    """A whole number spread over weights (0 or more) in proportion, to the last unit; `total` ≤ their sum."""
    whole = sum(weights)
    ends = [total * up_to // whole for up_to in itertools.accumulate(weights, initial=0)]
    return [high - low for low, high in itertools.pairwise(ends)]
