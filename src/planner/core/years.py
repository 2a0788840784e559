"""Fiscal years: integers (2026 = 令和8年度), written as text and never as dates."""

from __future__ import annotations

import re
import unicodedata

from planner.core.errors import N_, Both, UserError

REIWA = 2018
HEISEI = 1988
FIRST_YEAR, LAST_YEAR = 1989, 2200
CALENDAR = range(1900, 2301)
"""The fiscal years that anything can be given for: those that can be written, and terms that run beyond them."""


def era_label(year: int) -> str:
    """The short Japanese label of a fiscal year: 2026 → R8, 2019 → R元, 2014 → H26."""
    n, letter = (year - REIWA, "R") if year > REIWA else (year - HEISEI, "H")
    return f"{letter}{'元' if n == 1 else n}"


def era(year: int) -> Both:
    """The short label in both languages, which differ in the first year of an era alone: R元, R1."""
    label = era_label(year)
    return Both(label, label.replace("元", "1"))


def era_span(first: int, last: int) -> Both:
    """Fiscal years by their short labels: R9～R13, R9–R13; one of them alone."""
    begin, end = era(first), era(last)
    return begin if first == last else Both(f"{begin.ja}～{end.ja}", f"{begin.en}–{end.en}")


def fiscal_year_name(year: int) -> str:
    """The full Japanese name: 2026 → 令和8年度."""
    n, era = (year - REIWA, "令和") if year > REIWA else (year - HEISEI, "平成")
    return f"{era}{'元' if n == 1 else n}年度"


def parse_year(text: str) -> int:
    """A fiscal year as written: `2026`, `R8`, `令和8年度`, `Ｒ８`, `H26`; raises `UserError` otherwise."""
    if len(text) == 4 and text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)  # the usual form, by the hundred thousand in an import
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    plain = plain.removesuffix("度").removesuffix("年")
    match = re.fullmatch(r"(?:(R|令和|H|平成|FY)?\s*)([0-9]{1,4}|元)", plain)
    if match:
        era, number = match[1], 1 if match[2] == "元" else int(match[2])
        year = {"R": REIWA, "令和": REIWA, "H": HEISEI, "平成": HEISEI}.get(era or "", 0) + number
        if number and FIRST_YEAR <= year <= LAST_YEAR:
            return year
    raise UserError(
        N_('"{text}" is not a fiscal year.'),
        N_("Write the year as 2026 or R8."),
        text=text,
    )
