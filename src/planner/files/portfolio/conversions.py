"""What the cells of the tables of a portfolio say: numbers, years, choices and lists, from their texts.

What cannot be understood raises `UserError`, or `ValueError` and `KeyError` where there is no more to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

from planner.core.errors import N_, UserError
from planner.core.model.fields import FIELDS, PART_LIMIT, Value
from planner.core.money import YEN_LIMIT, parse_number, parse_yen
from planner.core.years import parse_year

T = TypeVar("T")
PLAIN_DIGITS = 16  # numbers of fewer plain digits need no parsing


def optional(convert: Callable[[str], T]) -> Callable[[str], T | None]:
    """The same for a cell that may be empty: `None` then."""
    return lambda text: convert(text) if text else None


yen_if_any = optional(parse_yen)


def people_in(text: str) -> int:
    """A number of people; `ValueError` for a fraction or less than nobody."""
    people = _whole(parse_number(text), text)
    if not 0 <= people < YEN_LIMIT:
        raise ValueError(text)
    return people


def share_in(text: str) -> Fraction:
    """A share of those who were taken in; that it is not negative is seen to where lines are put together."""
    share = parse_number(text)
    if share > 1:
        raise UserError(N_('"{text}" is more than all who were taken in (1)'), "", text=text)
    if share.denominator >= PART_LIMIT:
        raise ValueError(text)
    return share


def choice_of(codes: Sequence[str]) -> Callable[[str], int]:
    """The place of a code among those there are; `ValueError` for another."""
    return codes.index


def instalments_in(text: str) -> tuple[tuple[int, int], ...]:
    """Instalments as a table writes them: `2024=100億円 2025=…`, each a year and an amount."""
    pairs = [each.partition("=") for each in text.split()]
    amounts = [(parse_year(year), parse_yen(amount)) for year, _, amount in pairs]
    for year, times in Counter(year for year, _ in amounts).items():
        if times > 1:
            raise UserError(N_("the year {year} is there twice"), "", year=year)
    return tuple(sorted(amounts))


def flag_in(text: str) -> bool:
    """Whether a cell says 1; nothing and 0 are no."""
    if text not in ("", "0", "1"):
        raise ValueError(text)
    return text == "1"


def value_in(field: str, text: str) -> Value | None:
    """A value of a field; `None` where the figure is not known."""
    if not text:
        return None
    is_whole = field not in FIELDS or FIELDS[field].is_whole
    if text.isascii() and text.isdigit() and len(text) < PLAIN_DIGITS:
        return int(text) if is_whole else Fraction(int(text))
    number = parse_number(text)
    return _whole(number, text) if is_whole else number


def _whole(number: Fraction, text: str) -> int:
    if number.denominator != 1:
        raise ValueError(text)
    return number.numerator
