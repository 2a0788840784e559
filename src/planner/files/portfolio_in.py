"""Reading a portfolio from a folder of CSV tables (UTF-8): the built-in one, or an officer's own.

The tables and their columns are in `TABLES`; every problem is told at once with table and row, and nothing is
imported until all are settled.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from planner.core.build import Findings, LineRecord, StepRecord, build_portfolio
from planner.core.errors import N_, UserError
from planner.core.fields import FIELDS, Kind, Value
from planner.core.model import Basis, Member, Note, Origin, Portfolio, Program, RateRule, Status, View
from planner.core.money import ROUNDING_BY_CODE, parse_number
from planner.core.published import Published, printed_interval
from planner.core.years import parse_year
from planner.resources import resource

T = TypeVar("T")

BUILT_IN = "mext-r8"
TABLES = {
    "portfolio": ("key", "value"),
    "sheets": ("sheet", "title"),
    "programs": (
        *("id", "parent", "sheet", "name", "name_en", "agency", "division", "channel"),
        *("first_year", "last_year", "status", "estimate", "relists"),
    ),
    "published": ("kind", "id", "year", "printed", "sheet", "quote"),
    "lines": ("id", "program", "label", "label_en", "unit", "duration", "retention", "rate_rule", "rounding"),
    "steps": ("line", "field", "year", "value", "low", "high", "basis", "sheet", "quote", "rule", "rule_en"),
    "views": ("id", "name", "name_en"),
    "members": ("view", "program", "heading", "heading_en", "relisted"),
    "notes": ("kind", "id", "year", "note", "note_en"),
}
"""The tables of a portfolio and the columns each must have; more columns do no harm."""

REQUIRED = ("portfolio", "programs", "lines", "steps")


@dataclass(frozen=True)
class Row:
    """One row of a table: where it stands, for messages, and its cells by column."""

    place: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def built_in_portfolio(name: str = BUILT_IN) -> Portfolio:
    """A portfolio that ships with the program; `UserError` when there is none of that name."""
    known = sorted(folder.name for folder in resource("portfolios").iterdir() if folder.is_dir())
    if name not in known:
        raise UserError(
            N_('There is no built-in portfolio "{name}".'),
            N_("Use one of: {known}."),
            name=name,
            known=", ".join(known),
        )
    return read_portfolio(resource("portfolios") / name)


def read_portfolio(folder: Path) -> Portfolio:
    """The portfolio in a folder of CSV tables; raises `UserError` listing everything that is wrong with them."""
    if not folder.is_dir():
        raise UserError(
            N_("There is no folder of that name."),
            N_("Give the folder that holds programs.csv, lines.csv and steps.csv."),
            where=str(folder),
        )
    findings = Findings()
    tables = {name: _table(folder, name, findings) for name in TABLES}
    findings.settle()
    read = _Reader(findings)
    settings = {row["key"]: row["value"] for row in tables["portfolio"]}
    published = read.published(tables["published"])
    notes = read.notes(tables["notes"])
    return build_portfolio(
        title=settings.get("title", folder.name),
        title_en=settings.get("title_en", ""),
        ministry=settings.get("ministry", ""),
        ministry_en=settings.get("ministry_en", ""),
        years=read.years(settings),
        programs=[read.program(row, published, notes) for row in tables["programs"]],
        lines=[read.line(row) for row in tables["lines"]],
        steps=[step for row in tables["steps"] for step in read.step(row)],
        views=read.views(tables["views"], tables["members"], published, notes),
        sheets=[(row["sheet"], row["title"]) for row in tables["sheets"]],
        findings=findings,
    )


def _table(folder: Path, name: str, findings: Findings) -> list[Row]:
    path = folder / f"{name}.csv"
    if not path.is_file():
        if name in REQUIRED:
            findings.add(path.name, N_("the table is missing"))
        return []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        findings.add(path.name, N_("the table is not in UTF-8"))
        return []
    except OSError as error:
        findings.add(path.name, N_("the table cannot be read ({reason})"), reason=error.strerror or str(error))
        return []
    return list(_rows(path.name, text, TABLES[name], findings))


def _rows(name: str, text: str, columns: tuple[str, ...], findings: Findings) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            findings.add(name, N_("the column(s) {columns} are missing"), columns=", ".join(missing))
            return
        for cells in reader:
            place = f"{name}:{reader.line_num}"
            if None in cells or None in cells.values():
                findings.add(place, N_("the row does not have as many cells as the header"))
            elif any(cells.values()):
                yield Row(place, cells)
    except csv.Error as error:
        findings.add(f"{name}:{reader.line_num}", N_("the table is not CSV ({reason})"), reason=str(error))


class _Reader:
    """Turns rows into records, noting what cannot be understood instead of stopping at it."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def _try(self, row: Row, column: str, convert: Callable[[str], T], fallback: T) -> T:
        try:
            return convert(row[column].strip())
        except UserError as error:
            self._findings.add(f"{row.place} {column}", "{reason}", reason=error.what)
        except (ValueError, KeyError):
            self._findings.add(f"{row.place} {column}", N_('"{text}" is not allowed here'), text=row[column].strip())
        return fallback

    def years(self, settings: Mapping[str, str]) -> tuple[int, ...]:
        """The plan years: previous, request, and on to the last."""
        row = Row("portfolio.csv", {"request_year": "", **settings})
        request = self._try(row, "request_year", parse_year, 0)
        previous = self._try(row, "previous_year", parse_year, 0) if settings.get("previous_year") else request - 1
        last = self._try(row, "last_year", parse_year, request) if settings.get("last_year") else request
        if previous != request - 1 or not request <= last <= request + 50:
            self._findings.add("portfolio.csv", N_("the plan years must follow one another, previous year first"))
            return (0, 1)
        return tuple(range(previous, last + 1))

    def published(self, rows: list[Row]) -> dict[tuple[str, str], tuple[Published, ...]]:
        """Printed figures by kind and id of their owner."""
        found: dict[tuple[str, str], tuple[Published, ...]] = {}
        for row in rows:
            self._try(row, "printed", _optional(printed_interval), None)
            figure = Published(
                self._try(row, "year", parse_year, 0), row["printed"].strip(), row["sheet"], row["quote"]
            )
            key = (row["kind"], row["id"])
            found[key] = (*found.get(key, ()), figure)
        return found

    def notes(self, rows: list[Row]) -> dict[tuple[str, str], tuple[Note, ...]]:
        """Remarks by kind and id of their owner."""
        found: dict[tuple[str, str], tuple[Note, ...]] = {}
        for row in rows:
            year = self._try(row, "year", _optional(parse_year), None)
            key = (row["kind"], row["id"])
            found[key] = (*found.get(key, ()), Note(year, row["note"], row["note_en"]))
        return found

    def program(
        self,
        row: Row,
        published: Mapping[tuple[str, str], tuple[Published, ...]],
        notes: Mapping[tuple[str, str], tuple[Note, ...]],
    ) -> Program:
        """One program with its printed figures and notes."""
        id_ = row["id"].strip()
        parent, sheet, name, name_en, agency, division, channel = (
            row[column].strip() for column in TABLES["programs"][1:8]
        )
        return Program(
            id_,
            parent,
            sheet,
            name,
            name_en,
            agency,
            division,
            channel,
            first_year=self._try(row, "first_year", _optional(parse_year), None),
            last_year=self._try(row, "last_year", _optional(parse_year), None),
            status=self._try(row, "status", Status, Status.UNSTATED),
            estimate=self._try(row, "estimate", _flag, False),
            relists=tuple(row["relists"].split()),
            published=published.get(("program", id_), ()),
            notes=notes.get(("program", id_), ()),
        )

    def line(self, row: Row) -> LineRecord:
        """One line, its figures apart."""
        return LineRecord(
            row["id"].strip(),
            row["program"].strip(),
            row["label"].strip(),
            row["label_en"].strip(),
            row["unit"].strip(),
            self._try(row, "duration", lambda text: int(text or 1), 1),
            self._try(row, "retention", lambda text: tuple(Fraction(each) for each in text.split()), ()),
            self._try(row, "rate_rule", lambda text: RateRule(text or "year"), RateRule.YEAR),
            self._try(row, "rounding", lambda text: ROUNDING_BY_CODE[text or "half"], ROUNDING_BY_CODE["half"]),
            row.place,
        )

    def step(self, row: Row) -> Iterator[StepRecord]:
        """One figure with its origin; nothing where the row cannot be understood."""
        year = self._try(row, "year", parse_year, None)
        field = row["field"].strip()
        basis = self._try(row, "basis", Basis, None)
        value = self._try(row, "value", lambda text: (_value(field, text),), None)
        low, high = (self._try(row, column, _optional(int), None) for column in ("low", "high"))
        if year is None or basis is None or value is None:
            return
        sheet, quote, rule, rule_en = (row[column].strip() for column in ("sheet", "quote", "rule", "rule_en"))
        origin = Origin(basis, sheet, quote, rule, rule_en, low, high)
        yield StepRecord(row["line"].strip(), field, year, value[0], origin, row.place)

    def views(
        self,
        rows: list[Row],
        members: list[Row],
        published: Mapping[tuple[str, str], tuple[Published, ...]],
        notes: Mapping[tuple[str, str], tuple[Note, ...]],
    ) -> list[View]:
        """The views with their members in the order of the table."""
        found = []
        for row in rows:
            id_ = row["id"].strip()
            inside = tuple(
                Member(
                    each["program"].strip(),
                    each["heading"],
                    each["heading_en"],
                    self._try(each, "relisted", _flag, False),
                )
                for each in members
                if each["view"].strip() == id_
            )
            found.append(
                View(
                    id_,
                    row["name"],
                    row["name_en"],
                    inside,
                    published.get(("view", id_), ()),
                    notes.get(("view", id_), ()),
                )
            )
        return found


def _optional(convert: Callable[[str], T]) -> Callable[[str], T | None]:
    return lambda text: convert(text) if text else None


def _flag(text: str) -> bool:
    if text not in ("", "0", "1"):
        raise ValueError(text)
    return text == "1"


def _value(field: str, text: str) -> Value | None:
    if not text:
        return None
    number = parse_number(text)
    return number if field in FIELDS and FIELDS[field].kind is Kind.FRACTION else _whole(number, text)


def _whole(number: Fraction, text: str) -> int:
    if number.denominator != 1:
        raise ValueError(text)
    return number.numerator
