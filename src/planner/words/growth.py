"""Assumed growths of rates in words: as a percentage, of a scenario, and what one makes of a rate."""

from __future__ import annotations

from fractions import Fraction

from planner.core.calculation.cohort import rate_at
from planner.core.errors import N_
from planner.core.model.document import Document
from planner.core.model.growth import CLASSES
from planner.core.model.lines import Line
from planner.core.money import format_amount
from planner.words.texts import Texts

SHORT_NAMES = {"price": N_("prices"), "wage": N_("wages")}


def percent_text(rate: Fraction, negative: str = "△") -> str:
    """A growth as a percentage: `2%`, `△1.25%`; growths are whole hundredths of a percent."""
    whole, rest = divmod(abs(int(rate * 10_000)), 100)
    point = f".{rest:02}".rstrip("0") if rest else ""
    return f"{negative if rate < 0 else ''}{whole}{point}%"


def growth_in_words(document: Document, scenario: int, texts: Texts) -> str:
    """What a scenario assumes: `prices 1%, wages 2% a year`; empty where rates stay as they are."""
    growth = document.growth(scenario)
    rates = [(key, getattr(growth, key)) for key in CLASSES]
    said = [f"{texts._(SHORT_NAMES[key])} {percent_text(rate)}" for key, rate in rates if rate]
    return texts._("{growths} a year").format(growths=", ".join(said)) if said else ""


def grown_in_words(line: Line, year: int, texts: Texts) -> str:
    """What becomes of the rate given by the growth assumed: `grown by 2% a year: 3,133,440円`; empty for none."""
    given = next((value for start, value in reversed(line.rate) if start <= year), None)
    grown = rate_at(line, year)
    if line.factor == 1 or given is None or not isinstance(grown, int) or grown == given:
        return ""
    said = texts._("grown by {percent} a year: {amount} yen")
    return said.format(percent=percent_text(line.factor - 1), amount=format_amount(grown))
