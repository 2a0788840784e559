"""What 図表 draws of the plan years: each year by what decides it, and of later ones what is bound already.

Later years are drawn from the total of 後年度負担.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.core.money import Unit
from planner.files.plain.sheet import FIRST_ROW, Content, Formula, letter
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.sentence import Sentence
from planner.files.submission.sheets.years.line_years import WHOLE, Layout

UNIT = Unit.MILLION
"""An axis is not read in yen, whatever the unit of the export."""

DECIDED = ("earlier", "bound", "later")
"""The columns of a year: decided in earlier years, by the request, in later years."""

Cells = Mapping[str, Content]
"""The cells of a row of 図表 by their columns."""


def all_years(handover: Handover) -> Iterator[Cells]:
    """Every plan year by what decides it; none where a later year has no amount, or 後年度負担 does not go out.

    The previous year is enacted, the request year is what the request decides.
    """
    later = list(_later(handover))
    if not later:
        return
    links, totals = handover.places.total_links, handover.evaluation.total
    for year, key, text, total in zip(handover.portfolio.years, DECIDED, links, totals, strict=False):
        yield _cells(handover, year, {key: Formula(text, total.yen)})
    for year, parts in later:
        yield _cells(handover, year, parts)


def bound_years(handover: Handover) -> Iterator[Cells]:
    """What is bound of each later year; as `all_years`."""
    for year, parts in _later(handover):
        yield _cells(handover, year, {key: parts[key] for key in DECIDED[:2]})


def _later(handover: Handover) -> Iterator[tuple[int, Mapping[str, Formula]]]:
    years = handover.portfolio.years
    total = handover.burdens.total()[2:]
    known = all(burden.policy is not None for burden in total)
    if not known or not handover.options.has(SheetKind.LATER_YEARS):
        return
    layout, source = Layout(years, range(0)), handover.sheet_name(SheetKind.LATER_YEARS)
    for y, (year, burden) in enumerate(zip(years[2:], total, strict=True), start=2):
        earlier, bound, whole = (
            f"'{source}'!{letter(layout.year(y, part))}{FIRST_ROW + 1}" for part in range(WHOLE + 1)
        )
        texts = (earlier, bound, f"{whole}-{earlier}-{bound}")
        figures = (burden.earlier, burden.request, burden.policy or 0)
        yield (
            year,
            {key: Formula(text, yen) for key, text, yen in zip(DECIDED, texts, figures, strict=True)},
        )


def _cells(handover: Handover, year: int, parts: Mapping[str, Formula]) -> Cells:
    """A year with its parts, and the words below its column: its name and what the parts come to."""
    name, yen = handover.texts.era(year), sum(int(part.value) for part in parts.values())
    text = "+".join(f"({part.text})" for part in parts.values())
    said = Sentence(handover.options.sign.value, UNIT).say(f"{name}　")
    amounts = {key: handover.amount(part.text, int(part.value), UNIT) for key, part in parts.items()}
    return {**amounts, "name": name, "bar": said.amount(text, yen).formula}
