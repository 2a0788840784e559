"""How a line's amount of a year comes about, in words: `3,200,000円 × 642人`, this year's intake and earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from planner.core.calculation.cohort import Vintage, longest, vintages
from planner.core.errors import N_
from planner.core.model.fields import DEMAND, QUANTITY, RATE, SHARE, TIMES, UNPRICED
from planner.core.model.lines import Amount, Lack, Line
from planner.words.figures import counted, yen_text
from planner.words.texts import Texts

TIMES_SIGN = " × "


class Operand(NamedTuple):
    """A factor of an amount: the key of its field, and how it reads."""

    field: str
    text: str


def counting(line: Line, year: int) -> list[Vintage]:
    """The vintages that say something of the amount: those with people, and the one of a line that has no other."""
    return [vintage for vintage in vintages(line, year) if vintage.intake or longest(line) == 1]


def operands(vintage: Vintage, unit: str, texts: Texts) -> tuple[Operand, ...]:
    """The factors of a vintage: rate, people, times, share."""
    return (
        Operand(RATE.key, "−" if vintage.rate is None else yen_text(vintage.rate, texts)),
        Operand(QUANTITY.key, counted(QUANTITY.display(vintage.people), unit, texts, vintage.people)),
        Operand(TIMES.key, str(vintage.times)),
        Operand(SHARE.key, str(vintage.share)),
    )


def product(vintage: Vintage, unit: str, texts: Texts) -> str:
    """Those factors multiplied; times and share where they are not 1."""
    said = operands(vintage, unit, texts)
    plain = {key for key, factor in ((TIMES.key, vintage.times), (SHARE.key, vintage.share)) if factor == 1}
    return TIMES_SIGN.join(each.text for each in said if each.field not in plain)


def amount_words(amount: Amount, texts: Texts) -> str:
    """What comes of it: yen, or why there is no amount."""
    if isinstance(amount, int):
        return yen_text(amount, texts)
    said = {Lack.UNPRICED: DEMAND.choices[UNPRICED], Lack.CANNOT_COMPUTE: N_("cannot compute")}
    return texts._(said[amount]) if amount in said else "−"


def vintage_words(vintage: Vintage, unit: str, year: int, texts: Texts) -> str:
    """One vintage with what it comes to, and its year where that is an earlier one."""
    said = f"{product(vintage, unit, texts)} = {amount_words(vintage.amount, texts)}"
    if vintage.intake_year == year:
        return said
    return f"{said} ({texts._('intake {year}').format(year=texts.era(vintage.intake_year))})"


def together(earlier: Sequence[Vintage]) -> list[Vintage]:
    """Earlier vintages with those of the same rate as one, where nothing was rounded and so they multiply as one."""
    alike: dict[object, list[Vintage]] = {}
    for vintage in earlier:
        whole = isinstance(vintage.amount, int) and vintage.amount * vintage.denominator == vintage.numerator
        key = (vintage.rate, vintage.times, vintage.share) if whole else vintage.intake_year
        alike.setdefault(key, []).append(vintage)
    return [_as_one(each) for each in alike.values()]


def _as_one(same: Sequence[Vintage]) -> Vintage:
    first = same[0]
    if len(same) == 1:
        return first
    return first._replace(
        intake=sum(each.intake for each in same),
        people=sum((each.people for each in same[1:]), first.people),
        amount=sum(each.amount for each in same if isinstance(each.amount, int)),
    )
