"""How a vintage's amount is multiplied out in a sheet: whole numbers first, one division last, rounded once.

    amount = ROUND(PRODUCT(単価, 員数, 回数, 月数, 率) ÷ 除数)

月数 are twelfths of a year and 率 hundredths where that is exact; the divisor
holds what they are parts of. So every spreadsheet arrives at the same yen.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from planner.core.calculation.cohort import Vintage
from planner.core.model.growth import ONE
from planner.core.money import Mode, Rounding
from planner.files.plain.sheet import EXACT

DIVIDED = 10**14
"""Below this a quotient differs from a half within 15 digits (by 1/2 of the divisor), so ROUND settles it rightly."""

CUT_OFF = 10**11
"""Below this LibreOffice's ROUNDDOWN and ROUNDUP are exact too: twelve digits hold the quotient and its rest."""

DIVISIONS = 2 * 1000
"""A formula may divide by so many times the divisor: twice it, for rounding to 1,000 yen."""

MONTHS, PERCENT = 12, 100

AS_VALUE = ("桁数が大きいため値で記載", "too many digits for a formula: a value")
"""Said of an amount that no formula gives exactly."""

_FUNCTION = {Mode.HALF: "ROUND", Mode.DOWN: "ROUNDDOWN", Mode.UP: "ROUNDUP"}


FACTOR_HEADINGS = {
    "rate": ("単価", "Rate"),
    "people": ("員数", "Quantity"),
    "times": ("回数", "Times"),
    "months": ("月数", "Months"),
    "share": ("率", "Share"),
    "divisor": ("除数", "Divisor"),
}
"""The columns that an amount is multiplied out of, by their keys: their headings in Japanese and English."""


class Factors(NamedTuple):
    """The cells 回数, 月数, 率 and 除数 of a vintage."""

    times: int
    months: int
    share: int
    divisor: int

    @property
    def numerator(self) -> int:
        """What rate and people are multiplied by before the division."""
        return self.times * self.months * self.share


WHOLE = Factors(1, 1, 1, 1)
"""Rate times people, and nothing else."""


def share_of(vintage: Vintage) -> Fraction:
    """The share of a vintage that counts: what is left of the intake, times 率."""
    people = vintage.people
    if not vintage.intake or (people.denominator == 1 and people.numerator == vintage.intake):
        return vintage.share
    return vintage.people / vintage.intake * vintage.share


def factors(vintage: Vintage) -> Factors | None:
    """The whole numbers of a vintage: readable ones, else the smallest; `None` where no formula is exact."""
    times, share = vintage.times, share_of(vintage)
    if (times is ONE and share is ONE) or times == 1 == share:
        return WHOLE if abs(vintage.intake * (vintage.rate or 0)) < EXACT else None
    product = abs(vintage.intake * (vintage.rate or 0))
    for make in (_readable, _smallest):
        found = make(times, share)
        held = max(found.numerator, DIVISIONS * found.divisor) < EXACT
        if held and product * found.numerator < (EXACT if found.divisor == 1 else DIVIDED):
            return found
    return None


def divisors(vintage: Vintage) -> tuple[int, int] | None:
    """What 回数・月数 and 率 are parts of, where the cells hold both apart: their product is the divisor."""
    times, share = vintage.times, share_of(vintage)
    return _parts(times, share)[2:] if factors(vintage) == _readable(times, share) else None


def _readable(times: Fraction, share: Fraction) -> Factors:
    count, part, of_times, of_share = _parts(times, share)
    months = times.denominator != 1 and of_times == MONTHS
    return Factors(1 if months else count, count if months else 1, part, of_times * of_share)


def _parts(times: Fraction, share: Fraction) -> tuple[int, int, int, int]:
    """Twelfths and hundredths where those are exact, and what both are parts of."""
    of_times = MONTHS if times.denominator != 1 and MONTHS % times.denominator == 0 else times.denominator
    of_share = PERCENT if share != 1 and PERCENT % share.denominator == 0 else share.denominator
    count, part = of_times // times.denominator, of_share // share.denominator  # whole, and faster than fractions
    return times.numerator * count, share.numerator * part, of_times, of_share


def _smallest(times: Fraction, share: Fraction) -> Factors:
    factor = times * share
    return Factors(factor.numerator, 1, 1, factor.denominator)


def rounded(product: str, divisor: str, rounding: Rounding, numerator: int) -> str:
    """The formula of `product / divisor` rounded by a line's rule, to the yen or to 1,000 yen.

    LibreOffice rounds a quotient to 12 digits before ROUNDDOWN and ROUNDUP; beyond what that leaves exact, rounding
    down is said with ROUND: for whole numbers, n ÷ d cut off is (2n − d + 1) ÷ 2d rounded, and up likewise.
    """
    if rounding.unit != 1:
        divisor = f"({divisor}*{rounding.unit})"
    if rounding.mode is Mode.HALF or numerator < CUT_OFF:
        result = f"{_FUNCTION[rounding.mode]}({product}/{divisor},0)"
    else:
        shift = f"-{divisor}+1" if rounding.mode is Mode.DOWN else f"+{divisor}-1"
        result = f"SIGN({product})*ROUND((2*ABS({product}){shift})/(2*{divisor}),0)"
    return f"{result}*{rounding.unit}" if rounding.unit != 1 else result
