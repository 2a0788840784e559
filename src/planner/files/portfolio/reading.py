"""Understanding the tables of a portfolio, wherever they come from: the built-in ones, an officer's CSV or workbook.

Every problem is told at once with its place, and nothing is imported until all are settled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from planner.core.calculation.openings import opening_steps
from planner.core.errors import N_, UserError
from planner.core.findings import Findings, NothingFilledIn
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.lines import RateRule
from planner.core.model.obligations import Obligation, ObligationKind
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Listed, Member, Note, Portfolio, Program, Status, View
from planner.core.model.published import PrintedCount, Published
from planner.core.money import ROUNDING_BY_CODE, parse_yen
from planner.core.years import parse_year
from planner.files.portfolio.code_columns import codes_in
from planner.files.portfolio.conversions import (
    choice_of,
    flag_in,
    instalments_in,
    optional,
    people_in,
    share_in,
    value_in,
    yen_if_any,
)
from planner.files.portfolio.csv_folder import read_csv_tables
from planner.files.portfolio.tables import (
    DEMANDS,
    EXPENSES,
    GROWTHS,
    QUOTE_MARK,
    TABLES,
    TableRow,
    Tables,
    counting,
)
from planner.files.whole import Progress, is_folder
from planner.resources import resource

T = TypeVar("T")
BUILT_IN = "mext-r8"
BOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
CELL_LETTERS = 2_000
"""Letters of a cell that is a number, a year, a choice or a few of these."""
IDS = {"portfolio": "key", "sheets": "sheet", "programs": "id", "views": "id", "obligations": "id"}
"""The column that must be another in each row of a table; that of lines is seen to where they are put together."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@cache
def built_in_portfolio(name: str = BUILT_IN) -> Portfolio:
    """A portfolio that ships with the program, read once; `UserError` when there is none of that name."""
    known = sorted(folder.name for folder in resource("portfolios").iterdir() if folder.is_dir())
    if name not in known:
        raise UserError(
            N_('There is no built-in portfolio "{name}".'),
            N_("Use one of: {known}."),
            name=name,
            known=", ".join(known),
        )
    return read_portfolio(resource("portfolios") / name)


def read_portfolio(path: Path, progress: Progress | None = None) -> Portfolio:
    """The portfolio in a folder of CSV tables or in a workbook.

    Raises `ImportRefused` with everything that is wrong (`NothingFilledIn` for an empty template), or another
    `UserError` when there is nothing to read.
    """
    findings = Findings()
    if path.suffix.lower() in BOOK_SUFFIXES and not is_folder(path):
        from planner.files.portfolio.book import read_book  # noqa: PLC0415 - workbooks are rare, the start is not

        tables = read_book(path, findings, progress)
    else:
        tables = read_csv_tables(path, findings)
    return portfolio_from(tables, path.stem, findings, progress)


def portfolio_from(tables: Tables, title: str, findings: Findings, progress: Progress | None = None) -> Portfolio:
    """The portfolio that tables describe; `title` where they give none."""
    read = _Reader(findings)
    counted = counting(sum(len(rows) for rows in tables.values()), progress)
    read.characters(tables)
    own = {name: read.once(tables[name], column) for name, column in IDS.items()}
    settings = {row["key"]: row["value"] for row in own["portfolio"]}
    published = read.published(counted(tables["published"]))
    listed = read.listed(published)
    notes = read.notes(counted(tables["notes"]))
    years = read.years(settings, own["portfolio"])
    if not any(settings.values()) and not any(rows for name, rows in tables.items() if name != "portfolio"):
        raise NothingFilledIn(findings.found)
    programs = [read.program(row, published, notes) for row in counted(own["programs"])]
    lines = [read.line(row) for row in counted(tables["lines"])]
    steps = [step for row in counted(tables["steps"]) for step in read.step(row)]
    build = partial(
        build_portfolio,
        title=settings.get("title") or title,
        title_en=settings.get("title_en", ""),
        ministry=settings.get("ministry", ""),
        ministry_en=settings.get("ministry_en", ""),
        years=years,
        programs=programs,
        lines=lines,
        views=read.views(own["views"], tables["members"], published, notes, listed),
        sheets=[(row["sheet"], row["title"]) for row in own["sheets"]],
        obligations=[each for row in counted(own["obligations"]) for each in read.obligation(row)],
        counts=[each for row in counted(tables["counts"]) for each in read.count(row)],
        codes=codes_in(tables, findings),
        findings=findings,
        places=_places(tables),
    )
    built: Portfolio = build(steps=steps)
    spread = opening_steps(built, lines, findings)
    if spread:
        built = build(steps=[*steps, *spread])
    return built


def _places(tables: Tables) -> dict[tuple[str, ...], str]:
    """Where each program and each member of a view stands."""
    places = {("program", row["id"]): row.whole for row in tables["programs"]}
    return places | {("member", row["view"], row["program"]): row.whole for row in tables["members"]}


class _Reader:
    """Turns rows into records, noting what cannot be understood instead of stopping at it."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def characters(self, tables: Tables) -> None:
        """Tell every cell with a character that no workbook and no document can hold."""
        for rows in tables.values():
            for row in rows:
                if _UNWRITABLE.search("\n".join(row.cells.values())) is None:
                    continue
                for column, text in row.cells.items():
                    found = _UNWRITABLE.search(text)
                    if found is not None:
                        said = N_("the text has a character that cannot be written (U+{code})")
                        self._findings.add(row.at(column), said, code=f"{ord(found[0]):04X}")

    def once(self, rows: Iterable[TableRow], column: str) -> list[TableRow]:
        """The rows with an id of their own; one without an id, or with one that is there already, is told."""
        known: dict[str, TableRow] = {}
        for row in rows:
            id_ = row[column]
            if not id_:
                if column not in row.told:
                    self._findings.add(row.at(column), N_("the id is missing"))
            elif known.setdefault(id_, row) is not row:
                self._findings.add(row.at(column), N_('the id "{id}" is there twice'), id=id_)
        return list(known.values())

    def _try(self, row: TableRow, column: str, convert: Callable[[str], T], fallback: T) -> T:
        if column in row.told:
            return fallback
        text = row[column]
        if len(text) > CELL_LETTERS:
            self._findings.add(row.at(column), N_('"{text}" is not allowed here'), text=text)
            return fallback
        try:
            return convert(text)
        except UserError as error:
            self._findings.add(row.at(column), "{reason}", reason=error.what)
        except (ValueError, KeyError):
            self._findings.add(row.at(column), N_('"{text}" is not allowed here'), text=text)
        return fallback

    def years(self, settings: Mapping[str, str], rows: list[TableRow]) -> tuple[int, ...]:
        """The plan years: previous, request, and on to the last."""
        given = {row["key"]: row for row in rows}
        missing = TableRow("portfolio", {"value": ""})

        def year(key: str, default: int) -> int:
            return self._try(given[key], "value", parse_year, default) if settings.get(key) else default

        if not settings.get("request_year"):
            self._findings.add(
                given.get("request_year", missing).whole, N_("the request year (request_year) is missing")
            )
            return (0, 1)
        request = year("request_year", 0)
        previous, last = year("previous_year", request - 1), year("last_year", request)
        if request and (previous != request - 1 or not request <= last <= request + 50):
            place = given["request_year"].whole
            self._findings.add(place, N_("the plan years must follow one another, previous year first"))
            return (0, 1)
        return tuple(range(previous, last + 1))

    def published(self, rows: Iterable[TableRow]) -> dict[tuple[str, str], tuple[Published, ...]]:
        """Printed figures by kind and id of their owner."""
        found: dict[tuple[str, str], list[Published]] = {}
        for row in rows:
            figure = Published(self._try(row, "year", parse_year, 0), row["printed"], row["sheet"], row["quote"])
            self._try(row, "printed", partial(_interval, figure), None)
            found.setdefault((row["kind"], row["id"]), []).append(figure)
        return {owner: tuple(figures) for owner, figures in found.items()}

    def notes(self, rows: Iterable[TableRow]) -> dict[tuple[str, str], tuple[Note, ...]]:
        """Remarks by kind and id of their owner."""
        found: dict[tuple[str, str], list[Note]] = {}
        for row in rows:
            year = self._try(row, "year", optional(parse_year), None)
            quotes = tuple(filter(None, (each.strip() for each in row["quote"].split(QUOTE_MARK))))
            note = Note(year, row["note"], row["note_en"], row["sheet"], quotes)
            found.setdefault((row["kind"], row["id"]), []).append(note)
        return {owner: tuple(remarks) for owner, remarks in found.items()}

    def listed(self, published: Mapping[tuple[str, str], tuple[Published, ...]]) -> dict[str, tuple[Listed, ...]]:
        """What is printed for members of a view, by the view's id: their owner is the view's id, then programs'."""
        found: dict[str, list[Listed]] = {}
        for (kind, owner), printed in published.items():
            view, _, programs = owner.partition(" ")
            if kind == "member":
                found.setdefault(view, []).extend(Listed(tuple(programs.split()), each) for each in printed)
        return {view: tuple(figures) for view, figures in found.items()}

    def program(
        self,
        row: TableRow,
        published: Mapping[tuple[str, str], tuple[Published, ...]],
        notes: Mapping[tuple[str, str], tuple[Note, ...]],
    ) -> Program:
        """One program with its printed figures and notes."""
        id_ = row["id"]
        parent, sheet, name, name_en, agency, division, channel = (row[column] for column in TABLES["programs"][1:8])
        return Program(
            id_,
            parent,
            sheet,
            name,
            name_en,
            agency,
            division,
            channel,
            first_year=self._try(row, "first_year", optional(parse_year), None),
            last_year=self._try(row, "last_year", optional(parse_year), None),
            status=self._try(row, "status", Status, Status.UNSTATED),
            estimate=self._try(row, "estimate", flag_in, False),
            relists=tuple(row["relists"].split()),
            published=published.get(("program", id_), ()),
            notes=notes.get(("program", id_), ()),
        )

    def line(self, row: TableRow) -> LineRecord:
        """One line, its figures apart."""
        return LineRecord(
            row["id"],
            row["program"],
            row["label"],
            row["label_en"],
            row["unit"],
            self._try(row, "duration", lambda text: int(text or 1), 1),
            self._try(row, "retention", lambda text: tuple(map(share_in, text.split())), ()),
            self._try(row, "rate_rule", lambda text: RateRule(text or "year"), RateRule.YEAR),
            self._try(row, "rounding", lambda text: ROUNDING_BY_CODE[text or "half"], ROUNDING_BY_CODE["half"]),
            self._try(row, "demand", choice_of(DEMANDS), 0),
            self._try(row, "expense", choice_of(EXPENSES), 0),
            self._try(row, "growth", choice_of(GROWTHS), 0),
            self._try(row, "opening", optional(people_in), None),
            row.whole,
            row["of"],
        )

    def count(self, row: TableRow) -> Iterator[PrintedCount]:
        """One printed number of people or projects; nothing where the row cannot be understood."""
        year, count = self._try(row, "year", parse_year, None), self._try(row, "count", people_in, None)
        if year is not None and count is not None:
            yield PrintedCount(tuple(row["lines"].split()), year, count, row["sheet"], row["quote"])

    def step(self, row: TableRow) -> Iterator[StepRecord]:
        """One figure with its origin; nothing where the row cannot be understood."""
        year = self._try(row, "year", parse_year, None)
        field = row["field"]
        basis = self._try(row, "basis", Basis, None)
        value = self._try(row, "value", lambda text: (value_in(field, text),), None)
        low, high = self._try(row, "low", yen_if_any, None), self._try(row, "high", yen_if_any, None)
        if year is None or basis is None or value is None:
            return
        origin = Origin(basis, row["sheet"], row["quote"], row["rule"], row["rule_en"], low, high)
        yield StepRecord(row["line"], field, year, value[0], origin, row.whole)

    def obligation(self, row: TableRow) -> Iterator[Obligation]:
        """One obligation over several years; nothing where the row cannot be understood."""
        first, last = (self._try(row, column, parse_year, None) for column in ("first_year", "last_year"))
        kind = self._try(row, "binding", ObligationKind, None)
        total = self._try(row, "total", lambda text: (optional(parse_yen)(text),), None)
        instalments = self._try(row, "instalments", instalments_in, None)
        if first is None or last is None or kind is None or total is None or instalments is None:
            return
        found = Obligation(
            row["id"],
            row["program"],
            row["name"],
            row["name_en"],
            kind,
            total[0],
            first,
            last,
            tuple(row["pays"].split()),
            instalments,
            row["sheet"],
            row["quote"],
        )
        try:
            yield found.check()
        except UserError as error:
            self._findings.add(row.whole, "{reason}", reason=error.what)

    def views(
        self,
        rows: list[TableRow],
        members: list[TableRow],
        published: Mapping[tuple[str, str], tuple[Published, ...]],
        notes: Mapping[tuple[str, str], tuple[Note, ...]],
        listed: Mapping[str, tuple[Listed, ...]],
    ) -> list[View]:
        """The views with their members in the order of the table."""
        inside: dict[str, list[Member]] = {row["id"]: [] for row in rows}
        for each in members:
            relisted = self._try(each, "relisted", flag_in, False)
            if each["view"] in inside:
                member = Member(each["program"], each["heading"], each["heading_en"], relisted)
                inside[each["view"]].append(member)
            elif "view" not in each.told:
                self._findings.add(each.at("view"), N_('there is no view "{id}"'), id=each["view"])
        found = []
        for row in rows:
            id_ = row["id"]
            found.append(
                View(
                    id_,
                    row["name"],
                    row["name_en"],
                    tuple(inside[id_]),
                    published.get(("view", id_), ()),
                    notes.get(("view", id_), ()),
                    listed.get(id_, ()),
                )
            )
        return found


def _interval(figure: Published, _text: str) -> tuple[int, int, int] | None:
    """What a printed figure stands for: it is worked out once, and kept with it."""
    return figure.interval
