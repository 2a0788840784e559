"""How a vintage's amount is multiplied out in a sheet: whole numbers first, one division last, rounded once.

    amount = ROUND(PRODUCT(単価, 員数, 回数, 月数, 率) ÷ 除数)

Empty cells count as 1 in PRODUCT. 月数 are twelfths of a year and 率 hundredths where that is exact; the divisor
holds what they are parts of. So every spreadsheet arrives at the same yen.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

from planner.core.calculation.cohort import Vintage
from planner.core.model.fields import SHARE, TIMES
from planner.core.model.growth import ONE
from planner.core.money import Mode, Rounding
from planner.files.plain.sheet import EXACT
from planner.files.submission.handover import Handover

DIVIDED = 10**14
"""Below this a quotient differs from a half within 15 digits (by 1/2 of the divisor), so ROUND settles it rightly."""

CUT_OFF = 10**11
"""Below this LibreOffice's ROUNDDOWN and ROUNDUP are exact too: twelve digits hold the quotient and its rest."""

DIVISIONS = 2 * 1000
"""A formula may divide by so many times the divisor: twice it, for rounding to 1,000 yen."""

MONTHS, PERCENT = 12, 100
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
    """The cells 回数, 月数, 率 and 除数 of a vintage; `None` for an empty one."""

    times: int | None
    months: int | None
    share: int | None
    divisor: int

    @property
    def numerator(self) -> int:
        """What rate and people are multiplied by before the division."""
        return math.prod(each for each in self[:3] if each is not None)


WHOLE = Factors(None, None, None, 1)
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
    for found in (_readable(times, share), _smallest(times * share)):
        held = max(found.numerator, DIVISIONS * found.divisor) < EXACT
        if held and product * found.numerator < (EXACT if found.divisor == 1 else DIVIDED):
            return found
    return None


def _readable(times: Fraction, share: Fraction) -> Factors:
    count: int | None = None
    months: int | None = None
    divisor = 1
    if times.denominator == 1:
        count = None if times == 1 else times.numerator
    elif MONTHS % times.denominator == 0:
        months, divisor = int(times * MONTHS), MONTHS
    else:
        count, divisor = times.numerator, times.denominator
    if share == 1:
        return Factors(count, months, None, divisor)
    if PERCENT % share.denominator == 0:
        return Factors(count, months, int(share * PERCENT), divisor * PERCENT)
    return Factors(count, months, share.numerator, divisor * share.denominator)


def _smallest(factor: Fraction) -> Factors:
    return Factors(factor.numerator, None, None, factor.denominator)


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


def product_text(handover: Handover, row: int, vintage: Vintage) -> str:
    """The 積算 as officers write it: `@3,072,000円 × 642人 × 3/12 × 0.6`; nothing where nobody is there."""
    if vintage.rate is None or not vintage.intake:
        return ""
    sign = "△" if vintage.rate < 0 else ""
    said = [f"@{sign}{abs(vintage.rate):,}{handover.say('円', ' yen')}", handover.counted(row, vintage.intake)]
    if vintage.times != 1:
        months = vintage.times.denominator != 1 and MONTHS % vintage.times.denominator == 0
        said.append(f"{vintage.times * MONTHS}/{MONTHS}" if months else TIMES.display(vintage.times))
    share = share_of(vintage)
    if share != 1:
        said.append(SHARE.display(share))
    return " × ".join(said)
