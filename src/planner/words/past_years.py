"""Past years (執行) in words: how much of a budget was spent, and what was left of it."""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.model.accounts.execution import Executed, PastYear, past_years
from planner.core.model.document import Document
from planner.core.money import Unit, format_amount
from planner.words.figures import share_text, unit_name
from planner.words.texts import Texts

NOTHING = "−"


def past_year_text(year: int, executed: Executed, unit: Unit, texts: Texts) -> str:
    """A year in a sentence: `R6 95.0% (16,150 of 17,000 million yen, 250 not used)`."""
    _ = texts._
    said = _("{year} {rate} ({spent} of {budget} {unit}, {unused} not used)")
    if executed.unused is None:
        said = _("{year} {rate} ({spent} of {budget} {unit})")
    spent, budget, unused = (
        NOTHING if yen is None else format_amount(yen, unit)
        for yen in (executed.spent, executed.budget, executed.unused)
    )
    return said.format(
        year=texts.era(year),
        rate=share_text(executed.rate),
        spent=spent,
        budget=budget,
        unit=unit_name(unit, texts),
        unused=unused,
    )


def known_years(document: Document, program: str) -> Iterator[tuple[int, Executed]]:
    """What is known of the past years of a program (by id), the earliest first."""
    for year in past_years(document.portfolio.request_year):
        executed = document.execution.get(PastYear(program, year))
        if executed is not None:
            yield year, executed
