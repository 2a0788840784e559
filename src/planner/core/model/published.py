"""Printed amounts as what they are: an interval around a rounded figure.

A printed figure stands for ± half of its last printed digit, in whole yen, both ends included:
178億円 → 17,750,000,000 … 17,849,999,999. 「新規」「−」「0」 are exactly 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from planner.core.errors import N_, UserError
from planner.core.money import Unit, normalise_number, parse_yen

ZERO_MARKS = frozenset({"新規", "-", "0"})
_FORM = re.compile(r"-?[0-9][0-9,]*(?:\.(?P<decimals>[0-9]+))?(?P<unit>億円|百万円|千円|円)")
_UNITS = {unit.label: unit.yen for unit in Unit}


@dataclass(frozen=True)
class Published:
    """One amount as printed for a fiscal year, with the sheet and the words it stands in; '' = not printed."""

    year: int
    printed: str
    sheet: str = ""
    quote: str = ""

    @cached_property
    def interval(self) -> tuple[int, int, int] | None:
        """(low, nominal, high) in yen, or `None` when no figure is printed; `UserError` when it is no amount."""
        return printed_interval(self.printed) if self.printed else None


@dataclass(frozen=True)
class PrintedCount:
    """How many people, schools or projects a sheet prints for some lines together in a fiscal year (支援人数)."""

    lines: tuple[str, ...]
    year: int
    count: int
    sheet: str = ""
    quote: str = ""


@lru_cache(maxsize=1 << 13)
def printed_interval(printed: str) -> tuple[int, int, int]:
    """The lowest, nominal and highest amount in yen that a printed figure can stand for."""
    plain = normalise_number(printed)
    if plain in ZERO_MARKS:
        return 0, 0, 0
    match = _FORM.fullmatch(plain)
    if match is None:
        raise UserError(
            N_('"{text}" is not a printed amount.'),
            N_("Write it with its unit as printed; − where nothing is printed."),
            text=printed,
        )
    nominal = parse_yen(plain)
    digit = _UNITS[match["unit"]] // 10 ** len(match["decimals"] or "")
    below, above = digit // 2, max(digit // 2 - 1, 0)
    if nominal < 0:
        below, above = above, below
    if nominal == 0:
        below = above
    return nominal - below, nominal, nominal + above
