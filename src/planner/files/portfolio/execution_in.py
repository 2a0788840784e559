"""Past years of programs from a CSV table: the summary of the review-sheet system (RS 2-1), or a table of one's own.

The summary has for each program and budget year a row of totals, and one a kind of account below it; where there is
no row of totals the accounts are added. Columns are found by their names, in any order and with any others beside
them. Amounts are in yen, or in the unit the name of the column ends with: 執行額（千円）.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from planner.core.edits.execution import Reported, folded_name, folded_project
from planner.core.errors import N_, Message, UserError
from planner.core.model.accounts.execution import Executed, past_years
from planner.core.model.portfolio import Portfolio
from planner.core.money import Unit, parse_yen, within_limit
from planner.core.years import era, parse_year
from planner.files.plain.csv_table import CsvRow, CsvTable, read_csv_table


class Meaning(Enum):
    """What a column says, and the names it goes by, folded; the first is how a table of one's own calls it."""

    PROGRAM = ("事業の鍵", "keyoftheprogram", "programid")
    PROJECT = ("予算事業id", "budgetprojectid")
    NAME = ("事業名", "事業", "program", "nameoftheprogram")
    MINISTRY = ("政策所管府省庁", "所管府省庁")
    AGENCY = ("府省庁", "府省庁名", "ministry")
    YEAR = ("予算年度", "年度", "fiscalyear", "year")
    CLASS = ("会計区分",)
    ACCOUNT = ("会計",)
    SUBACCOUNT = ("勘定",)
    BUDGET = ("歳出予算現額", "budget")
    SPENT = ("執行額", "spent")
    CARRIED = ("翌年度繰越額", "翌年度への繰越し", "翌年度への繰越額", "翌年度繰越し", "carriedover")
    TOTAL_BUDGET = ("計(歳出予算現額合計)", "歳出予算現額(合計)", "歳出予算現額合計")
    TOTAL_SPENT = ("執行額(合計)", "執行額合計")
    TOTAL_CARRIED = ("翌年度への繰越し(合計)", "翌年度繰越額(合計)")
    SOURCE = ("出典", "source")


AMOUNTS = (Meaning.BUDGET, Meaning.SPENT, Meaning.CARRIED)
TOTALS = (Meaning.TOTAL_BUDGET, Meaning.TOTAL_SPENT, Meaning.TOTAL_CARRIED)
ACCOUNTS = (Meaning.CLASS, Meaning.ACCOUNT, Meaning.SUBACCOUNT)

NEEDED = (
    (Meaning.NAME, Meaning.PROJECT, Meaning.PROGRAM),
    (Meaning.YEAR,),
    (Meaning.BUDGET, Meaning.TOTAL_BUDGET),
    (Meaning.SPENT, Meaning.TOTAL_SPENT),
)
"""Of each of these one column at least has to be there."""

NONE_MARKS = frozenset("-－−‐–—―ー")
"""What stands for an amount that there is not, or that is not known."""

_MEANINGS = {name: meaning for meaning in Meaning for name in meaning.value}
_UNITS = {name: unit for unit in Unit for name in (unit.label, "".join(unit.english.split()))}
_UNIT = re.compile(r"(?P<name>.+?)[(\[](?:単位:|in)?(?P<unit>[^()\[\]]+)[)\]]")


class ExecutionTable(NamedTuple):
    """What a table says of past years, program by program, and how much of it was left alone.

    `unread` are places with what is wrong there; of other ministries and other years are rows.
    """

    name: str
    reported: tuple[Reported, ...]
    unread: tuple[tuple[Message, Message], ...]
    other_ministries: int
    other_years: int


class _Column(NamedTuple):
    place: int
    unit: Unit


class _Said(NamedTuple):
    """A row: its number, the account it is of (blank for all), whether it is of totals, and amounts as `AMOUNTS`."""

    row: int
    account: tuple[str, ...]
    is_total: bool
    amounts: tuple[int | None, int | None, int | None]
    source: str


def read_execution(path: Path, portfolio: Portfolio) -> ExecutionTable:
    """The past years that a CSV table gives for programs of the portfolio's ministry; raises `UserError` if it cannot.

    A row that names no ministry, and every row where the portfolio names none, is taken for its own.
    """
    table = read_csv_table(path, once=False)
    return _Reading(table, portfolio).read()


class _Reading:
    """One table about to be read."""

    def __init__(self, table: CsvTable, portfolio: Portfolio) -> None:
        self._table, self._columns = table, _columns(table)
        self._ministry = {folded_name(portfolio.ministry), folded_name(portfolio.ministry_en)} - {""}
        self._years = past_years(portfolio.request_year)
        self._ministry_name = portfolio.ministry
        self._unread: list[tuple[Message, Message]] = []

    def read(self) -> ExecutionTable:
        """What the table says."""
        ministries = years = 0
        named: dict[tuple[str, str], tuple[CsvRow, dict[int, list[_Said]]]] = {}
        for row in self._table.rows:
            if not self._is_ours(row):
                ministries += 1
                continue
            try:
                year = parse_year(self._text(row, Meaning.YEAR))
                if year not in self._years:
                    years += 1
                    continue
                said = self._said(row)
            except UserError as error:
                self._refuse(row.number, error)
                continue
            if said is not None:
                _first, by_year = named.setdefault(self._called(row), (row, {}))
                by_year.setdefault(year, []).append(said)
        if not named and not self._unread:
            raise self._nothing(ministries, years)
        reported = [self._reported(row, by_year) for row, by_year in named.values()]
        kept = tuple(each for each in reported if each.years)
        return ExecutionTable(self._table.name, kept, tuple(self._unread), ministries, years)

    def _is_ours(self, row: CsvRow) -> bool:
        said = {folded_name(self._text(row, each)) for each in (Meaning.MINISTRY, Meaning.AGENCY)} - {""}
        return not said or not self._ministry or not said.isdisjoint(self._ministry)

    def _called(self, row: CsvRow) -> tuple[str, str]:
        """What tells a program from another: its id here, else its 予算事業ID, else its name."""
        for kind, fold in ((Meaning.PROGRAM, str), (Meaning.PROJECT, folded_project), (Meaning.NAME, folded_name)):
            text = fold(self._text(row, kind))
            if text:
                return kind.name, text
        return "", ""

    def _said(self, row: CsvRow) -> _Said | None:
        """What a row says; `None` where it has no amounts. Raises `UserError` for one of no program."""
        account = tuple(folded_name(self._text(row, each)) for each in ACCOUNTS)
        totals, amounts = (tuple(self._amount(row, each) for each in kinds) for kinds in (TOTALS, AMOUNTS))
        is_total = totals != (None, None, None)
        if not is_total and amounts == (None, None, None):
            return None
        if not any(self._called(row)):
            raise UserError(N_("The row names no program."), N_("Give its budget project ID, or its name."))
        budget, spent, carried = totals if is_total else amounts
        return _Said(row.number, account, is_total, (budget, spent, carried), self._text(row, Meaning.SOURCE))

    def _amount(self, row: CsvRow, kind: Meaning) -> int | None:
        column = self._columns.get(kind)
        text = row.cells[column.place].strip() if column is not None else ""
        if column is None or not text or text in NONE_MARKS:
            return None
        try:
            yen = parse_yen(text, column.unit)
        except UserError as error:
            raise error.at(self._table.at(row.number, self._table.head[column.place])) from None
        if yen < 0:
            raise UserError(
                N_('"{text}" is less than nothing.'),
                N_("Budgets and what was spent of them are 0 yen or more."),
                where=self._table.at(row.number, self._table.head[column.place]),
                text=text,
            )
        return yen

    def _text(self, row: CsvRow, kind: Meaning) -> str:
        column = self._columns.get(kind)
        return "" if column is None else row.cells[column.place].strip()

    def _reported(self, row: CsvRow, by_year: Mapping[int, list[_Said]]) -> Reported:
        years: dict[int, Executed] = {}
        for year in sorted(by_year):
            try:
                years[year] = self._settled(by_year[year])
            except UserError as error:
                self._refuse(by_year[year][0].row, error)
        name, project, program = (self._text(row, each) for each in (Meaning.NAME, Meaning.PROJECT, Meaning.PROGRAM))
        return Reported(name, project, program, years, row.number)

    def _settled(self, said: list[_Said]) -> Executed:
        """What the rows of one program and year come to: the row of totals, else all accounts added."""
        totals = [each for each in said if each.is_total]
        whole = [each for each in totals if not any(each.account)]
        if whole:
            if len({each.amounts for each in whole}) > 1:
                raise _twice(whole)
            return Executed(*whole[0].amounts, self._source(whole[0]))
        parts = totals or said
        first: dict[tuple[str, ...], _Said] = {}
        for each in parts:
            if first.setdefault(each.account, each).amounts != each.amounts:
                raise _twice([first[each.account], each])
        budget, spent, carried = (
            _added(column) for column in zip(*(each.amounts for each in first.values()), strict=True)
        )
        return Executed(budget, spent, carried, self._source(parts[0]))

    def _source(self, said: _Said) -> str:
        return said.source or self._table.name

    def _refuse(self, row: int, error: UserError) -> None:
        where = error.where or self._table.at(row)
        self._unread.append((where, Message.of("{what} {do}", what=error.what, do=error.do)))

    def _nothing(self, ministries: int, years: int) -> UserError:
        """What is said of a table that says nothing of what is asked for."""
        first, last = era(self._years[0]), era(self._years[-1])
        if years or not ministries:
            return UserError(
                N_("The table has no amounts of {first} to {last}."),
                N_("Past years are the three up to the one before last: the current one is not closed yet."),
                where=self._table.name,
                first=first,
                last=last,
            )
        return UserError(
            N_("No row of the table is of {ministry}; rows of other ministries: {count}."),
            N_("Take the table of that ministry, or correct the ministry's name in the portfolio."),
            where=self._table.name,
            count=ministries,
            ministry=self._ministry_name,
        )


def _columns(table: CsvTable) -> Mapping[Meaning, _Column]:
    """The columns that say something here; raises `UserError` where one is there twice, or one needed is missing."""
    found: dict[Meaning, _Column] = {}
    for place, heading in enumerate(table.head):
        meant = _meant(heading)
        if meant is None:
            continue
        meaning, unit = meant
        if meaning in found:
            raise UserError(
                N_("The columns {first} and {second} say the same."),
                N_("Leave one of them out."),
                where=table.name,
                first=table.head[found[meaning].place],
                second=heading,
            )
        found[meaning] = _Column(place, unit)
    missing = [kinds[0].value[0] for kinds in NEEDED if found.keys().isdisjoint(kinds)]
    if missing:
        raise UserError(
            N_("Not among the columns: {columns}."),
            N_("The first row names the columns."),
            where=table.name,
            columns=", ".join(missing),
        )
    return found


def _meant(heading: str) -> tuple[Meaning, Unit] | None:
    """What a heading says, and in which unit; `None` for one that says nothing here."""
    folded = "".join(unicodedata.normalize("NFKC", heading).casefold().split())
    if folded in _MEANINGS:
        return _MEANINGS[folded], Unit.YEN
    match = _UNIT.fullmatch(folded)
    if match is None or match["unit"] not in _UNITS or match["name"] not in _MEANINGS:
        return None
    return _MEANINGS[match["name"]], _UNITS[match["unit"]]


def _added(amounts: Iterable[int | None]) -> int | None:
    """The sum of amounts in yen; not known where one of them is not."""
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return within_limit(total)


def _twice(said: list[_Said]) -> UserError:
    return UserError(
        N_("The same program and year stand in rows {first} and {second} with different amounts."),
        N_("Leave one of them out, or say of which account each is."),
        first=said[0].row,
        second=next(each.row for each in said if each.amounts != said[0].amounts),
    )
