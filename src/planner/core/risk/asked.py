"""What risks are asked with as officers type it: ranges, by how much figures vary, how many trials, which seed."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from planner.core.edits.typed import read_entry
from planner.core.errors import N_, UserError
from planner.core.model.fields import Field, Value
from planner.core.model.ranges import Own
from planner.core.money import parse_number

SEED_LIMIT = 2**63
_BETWEEN = re.compile(r"\.\.|…|～|〜")
_PERCENT = re.compile(r"(?:±|\+/?-)?(?P<number>[0-9.,/]+)%?")


def read_variation(text: str) -> Fraction:
    """By how much figures vary either way, as typed: `±10%`, `10`; raises `UserError`."""
    match = _PERCENT.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if match is None:
        raise UserError(N_('"{text}" is no range.'), N_("Write for example ±10%."), text=text)
    return parse_number(match["number"]) / 100


def read_own(text: str, field: Field, now: Value | None = None) -> Own | None:
    """A range as typed: `4,000千円..5,000千円`, what is most likely between them if said; `None` where it is none.

    `now` is the value in force, for `+10%`. Raises `UserError` where its ends are no values.
    """
    parts = _BETWEEN.split(text)
    if len(parts) not in (2, 3):
        return None
    read = [read_entry(each, field, now).value for each in parts]
    return Own(read[0], read[-1], read[1] if len(read) == 3 else None)


def is_variation(text: str) -> bool:
    """Whether a text is meant as by how much a figure varies, and not as a value of it."""
    return unicodedata.normalize("NFKC", text).replace(" ", "").startswith(("±", "+-", "+/-"))


def read_count(text: str) -> int:
    """A number of trials or a seed as typed; raises `UserError`."""
    value = parse_number(text)
    if value >= SEED_LIMIT:
        raise UserError(N_('"{text}" is too large.'), N_("Write for example 10,000."), text=text)
    if value.denominator != 1 or value < 0:
        raise UserError(N_('"{text}" is no whole number from 0 on.'), N_("Write for example 10,000."), text=text)
    return value.numerator
