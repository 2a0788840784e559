"""A scenario of a request as tables of plain values: what is published, whatever it is kept in.

Amounts are whole yen, fractions texts (`3/12`), years fiscal years; `None` is nothing. `layout.sql` has their columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from planner import __version__
from planner.core.calculation.cohort import factor_at, intake_at, rate_at, value_at
from planner.core.calculation.evaluate import Evaluation
from planner.core.calculation.in_force import ValuesInForce
from planner.core.errors import N_, UserError
from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import CODES
from planner.core.model.document import BASE, Document
from planner.core.model.lines import Lack, Line, Series
from planner.core.years import fiscal_year_name
from planner.files.document.author import author
from planner.files.portfolio.tables import DEMANDS, EXPENSES

BASE_NAME = "base"
"""What the base is published as."""

COLUMNS = {
    "publication": (
        *("ministry", "ministry_en", "request", "request_en", "request_year", "scenario"),
        *("program_version", "published_by", "published_at"),
    ),
    "plan_year": ("fiscal_year", "fiscal_year_name", "standing"),
    "program": ("program_id", "place", "parent_id", "name", "name_en", "agency", "division", "channel", "status"),
    "program_within": ("program_id", "within_id"),
    "line": ("line_id", "place", "program_id", "label", "label_en", "unit", "of_line_id"),
    "amount": (
        *("line_id", "fiscal_year", "kind_of_request", "kind_of_expense", "basis"),
        *("rate_yen", "quantity", "times", "share", "amount_yen", "lack"),
    ),
    "line_code": ("line_id", "kind", "code"),
    "execution": ("program_id", "fiscal_year", "budget_yen", "spent_yen", "carried_yen", "source"),
    "heading": ("view_id", "place", "view_name", "view_name_en", "heading", "heading_en", "program_id", "counted"),
}
"""The columns of each table."""

Cell = str | int | None


class Table(NamedTuple):
    """A table: its name, the names of its columns, its rows."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


@dataclass(frozen=True, eq=False)
class Publication:
    """A scenario of a document with its evaluation, to be published; a part of a request is refused (`UserError`)."""

    document: Document
    evaluation: Evaluation
    scenario: int

    def __post_init__(self) -> None:
        if self.document.part is not None:
            raise UserError(
                N_("This is a part of a request: of the programs of others it knows the totals alone."),
                N_("Publish the document that the parts are taken back into."),
            )

    @property
    def name(self) -> str:
        """What the scenario is called."""
        return BASE_NAME if self.scenario == BASE else self.document.scenario(self.scenario).name

    @cached_property
    def about(self) -> Table:
        """What is published: whose request, of which year, which scenario, by whom."""
        portfolio, (who, when) = self.document.portfolio, author()
        row = (portfolio.ministry, portfolio.ministry_en, portfolio.title, portfolio.title_en, portfolio.request_year)
        return _table("publication", COLUMNS["publication"], [(*row, self.name, __version__, who, when)])

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """All that belongs to it."""
        rows = {
            "plan_year": self._years(),
            "program": self._programs(),
            "program_within": self._within(),
            "line": self._lines(),
            "amount": self._amounts(),
            "line_code": self._codes(),
            "execution": self._execution(),
            "heading": self._headings(),
        }
        return tuple(_table(name, COLUMNS[name], each) for name, each in rows.items())

    def _years(self) -> Iterator[tuple[Cell, ...]]:
        previous, request, *_later = self.document.portfolio.years
        standings = {previous: "previous", request: "request"}
        for year in self.document.portfolio.years:
            yield year, fiscal_year_name(year), standings.get(year, "later")

    def _shown(self) -> Iterator[int]:
        """The places of the programs there are."""
        programs = range(len(self.document.portfolio.programs))
        return filter(self.evaluation.shows_program, programs)

    def _programs(self) -> Iterator[tuple[Cell, ...]]:
        for i in self._shown():
            each = self.document.portfolio.programs[i]
            said = (each.name, each.name_en, each.agency, each.division, each.channel, each.status.value)
            yield each.id, i, each.parent, *said

    def _within(self) -> Iterator[tuple[Cell, ...]]:
        portfolio = self.document.portfolio
        for i in self._shown():
            for above in portfolio.ancestors[i]:
                yield portfolio.programs[i].id, portfolio.programs[above].id

    def _rows(self) -> Iterator[int]:
        """The rows of the lines there are: those that other scenarios propose are not."""
        return filter(self.evaluation.shows, range(len(self.document.portfolio.lines)))

    def _lines(self) -> Iterator[tuple[Cell, ...]]:
        portfolio = self.document.portfolio
        lines = portfolio.lines
        shown = {lines.ids[row] for row in self._rows()}
        for row in self._rows():
            program, of = portfolio.programs[lines.program[row]].id, lines.of[row]
            said = (lines.labels[row], lines.labels_en[row], lines.units[row])
            yield lines.ids[row], row, program, *said, of if of in shown else None

    def _amounts(self) -> Iterator[tuple[Cell, ...]]:
        portfolio, evaluation = self.document.portfolio, self.evaluation
        values = ValuesInForce(self.document, self.scenario)
        for row in self._rows():
            line_id, now = portfolio.lines.ids[row], evaluation.drivers(row)
            for year, amount in zip(portfolio.years, evaluation.line(row), strict=True):
                enacted = year == portfolio.previous_year  # a scenario does not move what is enacted
                drivers = evaluation.base.drivers(row) if enacted else now
                kinds = (None if enacted else _kind(DEMANDS, now.demand, year), _kind(EXPENSES, now.expense, year))
                said = (None, amount.value) if isinstance(amount, Lack) else (amount, None)
                yield line_id, year, *kinds, values.basis_key(row, year), *_drivers(drivers, year), *said

    def _codes(self) -> Iterator[tuple[Cell, ...]]:
        book, ids = CodeBook.of(self.document), self.document.portfolio.lines.ids
        if book.is_empty:
            return
        for row in self._rows():
            for kind in CODES:
                code = book.of_line(row, kind)
                if code is not None:
                    yield ids[row], kind.value, code.text

    def _execution(self) -> Iterator[tuple[Cell, ...]]:
        shown = {self.document.portfolio.programs[i].id for i in self._shown()}
        for past, each in self.document.execution.items():
            if past.program in shown:
                yield past.program, past.year, each.budget, each.spent, each.carried, each.source

    def _headings(self) -> Iterator[tuple[Cell, ...]]:
        portfolio = self.document.portfolio
        for view in portfolio.views:
            for place, each in enumerate(view.members):
                if self.evaluation.shows_program(portfolio.program_index[each.program]):
                    said = (view.name, view.name_en, each.heading, each.heading_en)
                    yield view.id, place, *said, each.program, int(not each.relisted)


def _table(name: str, columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(name, columns, [tuple(map(_kept, row)) for row in rows])


def _kept(cell: Cell) -> Cell:
    """A cell as tables keep it: nothing in place of an empty text, and no character they have no place for."""
    if isinstance(cell, str):
        return cell.replace("\0", "�").encode("utf-8", "replace").decode() or None
    return cell


def _kind(codes: tuple[str, ...], series: Series, year: int) -> str:
    value = value_at(series, year)
    return codes[value.numerator if isinstance(value, int) else 0]


def _drivers(line: Line, year: int) -> tuple[Cell, ...]:
    """The rate and the quantity of a year, of a cohort those of its intake, then times and share as fractions."""
    rate = rate_at(line, year)
    factors = (factor_at(series, year) for series in (line.times, line.share))
    said = (None if each is None else str(each) for each in factors)
    return rate if isinstance(rate, int) else None, intake_at(line, year), *said
