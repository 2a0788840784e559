"""What risks are asked with as officers type it: by how much figures vary, how many trials, which seed."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from planner.core.errors import N_, UserError
from planner.core.money import parse_number

SEED_LIMIT = 2**63
_PERCENT = re.compile(r"(?:±|\+/?-)?(?P<number>[0-9.,/]+)%?")


def read_variation(text: str) -> Fraction:
    """By how much figures vary either way, as typed: `±10%`, `10`; raises `UserError`."""
    match = _PERCENT.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if match is None:
        raise UserError(N_('"{text}" is no range.'), N_("Write for example ±10%."), text=text)
    return parse_number(match["number"]) / 100


def read_count(text: str) -> int:
    """A number of trials or a seed as typed; raises `UserError`."""
    value = parse_number(text)
    if value.denominator != 1 or not 0 <= value < SEED_LIMIT:
        raise UserError(N_('"{text}" is no whole number from 0 on.'), N_("Write for example 10,000."), text=text)
    return value.numerator
