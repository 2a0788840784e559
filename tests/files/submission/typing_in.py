"""Drivers typed into 積算内訳, the same edit in the program, and random ones of both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from hypothesis import strategies as st

from planner.core.calculation.cohort import factor_at, intake_at, is_present, longest, rate_at
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, set_values
from planner.core.errors import UserError
from planner.core.model.lines import Line
from planner.files.plain.sheet import FIRST_ROW
from planner.files.submission.drivers import Drivers, pays_rate_of_intake
from planner.files.submission.factors import factors
from planner.files.submission.options import SheetKind
from planner.files.submission.request import AgedVintages
from tests.exports import Export, export_of, exports

RATES = st.one_of(st.integers(-9_000_000, 9_000_000), st.sampled_from([0, 1, -1]))
VALUES = {"rate": RATES, "people": st.integers(0, 5_000), "times": st.integers(1, 12), "share": st.integers(1, 100)}
"""What is typed into a column."""

FIELDS = {"rate": "rate", "people": "quantity", "times": "times", "share": "share"}


class Driver(NamedTuple):
    """A cell of 積算内訳 that holds a figure: row and column from 1, what it is of, what stands there."""

    place: tuple[int, int]
    line: int
    key: str
    year: int
    before: int

    @property
    def values(self) -> st.SearchStrategy[int]:
        """What may be typed into it."""
        return VALUES[self.key]


FEW_DIGITS = 10**9
"""Rates from here on may grow to more digits than a formula keeps: later years have values then."""


def drivers(export: Export) -> list[Driver]:
    """The cells into which another figure may be typed: of lines that are requested, and multiplied out by formulas."""
    found = list[Driver]()
    for row, shown in export.vintages.items():
        if _is_live(export, row):
            for each in shown:
                found += _cells(export, row, each)
    return found


def _is_live(export: Export, row: int) -> bool:
    line, years = export.evaluation.drivers(row), export.portfolio.years
    amounts = export.evaluation.line(row)
    if not isinstance(amounts[1], int) or not is_present(line, years[1]) or row in export.evaluation.absent:
        return False
    if any(factors(each.now) is None for each in export.vintages[row]):
        return False
    given, exact = Drivers(export), True
    for year in years[2:]:
        for age in range(longest(line)):
            term = given.of(row).term(year, age)
            exact = exact and (term is None or term.is_exact)
    return exact


def _cells(export: Export, row: int, shown: AgedVintages) -> Iterable[Driver]:
    line, year = export.evaluation.drivers(row), shown.now.intake_year
    at, columns = FIRST_ROW + export.positions[row, shown.age], export.places.columns
    found = factors(shown.now)
    assert found is not None

    def cell(key: str, before: int) -> Driver:
        return Driver((at, columns[key] + 1), row, key, year, before)

    own_rate = not shown.age or pays_rate_of_intake(line, export.portfolio.request_year)
    if shown.now.rate is not None and abs(shown.now.rate) < FEW_DIGITS and own_rate:
        yield cell("rate", shown.now.rate)
    written = {(each.now.rate, factors(each.now)) for each in export.vintages[row] if each.now.intake or not each.age}
    known = [factor_at(each, export.portfolio.request_year) for each in (line.times, line.share)]
    is_priced = None not in (shown.now.rate, *known)  # else there is no amount
    is_written = (shown.now.rate, found) in written  # else the lists of 積算 have no row for it
    if line.first_year <= year <= line.last_year and is_priced and is_written:
        yield cell("people", shown.now.intake)
    given, later = Drivers(export), export.portfolio.years[2:]
    follow = all(given.of(row).factor(each)[0].live for each in later)  # else later years have values
    if shown.age or not follow:
        return
    if found.times:
        yield cell("times", found.times)
    if found.share:
        yield cell("share", found.share)


def edited(export: Export, typed: Iterable[tuple[Driver, int]]) -> Export:
    """The request with the same edits made in the program."""
    document = branch(export.document, export.scenario, "後の案")  # what stands beside it stays as it is
    scenario = document.scenarios[-1].number
    beside = tuple(each for each in export.options.compare if each != export.scenario)
    typed, entries = list(typed), []
    request = export.portfolio.request_year
    given = {(driver.line, driver.key, driver.year) for driver, _value in typed}
    for driver, value in typed:
        line, id_ = export.evaluation.drivers(driver.line), export.portfolio.lines.ids[driver.line]
        field, after = FIELDS[driver.key], driver.year + 1
        if driver.key in ("times", "share"):
            entries.append(Entry(id_, field, request, _scaled(line, driver, value, request)))
            continue
        entries.append(Entry(id_, field, driver.year, value))
        if driver.year < request and (driver.line, driver.key, after) not in given:
            entries.append(Entry(id_, field, after, _in_force(line, driver.key, after)))
    document = set_values(document, scenario, entries, "")
    return export_of(document, scenario, replace(export.options, compare=beside))


def _scaled(line: Line, driver: Driver, value: int, year: int) -> Fraction:
    now = factor_at(line.times if driver.key == "times" else line.share, year) or Fraction(0)
    return now * Fraction(value, driver.before)


def _in_force(line: Line, key: str, year: int) -> int | None:
    found = rate_at(line, year) if key == "rate" else intake_at(line, year)
    return found if isinstance(found, int) else None


Typed = tuple[Driver, int]


class Edit(NamedTuple):
    """A submission with every sheet, figures to be typed into its 積算内訳, and the submission after the same edit."""

    export: Export
    typed: list[Typed]
    after: Export

    def __repr__(self) -> str:
        """Short: Hypothesis prints many at once."""
        return f"<{self.export!r}, {self.typed}>"


@st.composite
def edits(draw: st.DrawFn) -> Edit | None:
    """A random one; nothing where no figure can be typed, it is refused, or a year has no amount then."""
    drawn = draw(exports())
    export = Export(
        drawn.document, drawn.evaluation, drawn.scenario, replace(drawn.options, sheets=frozenset(SheetKind))
    )
    cells = drivers(export)
    if not cells:
        return None
    chosen = draw(st.lists(st.sampled_from(cells), min_size=1, max_size=3, unique=True))
    typed = [(cell, draw(cell.values)) for cell in chosen]
    try:
        after = edited(export, typed)
    except UserError:
        return None
    known = [isinstance(each, int) for cell in chosen for each in after.evaluation.line(cell.line)]
    return Edit(export, typed, after) if all(known) else None
