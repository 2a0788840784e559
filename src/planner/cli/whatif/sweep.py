"""The command `sweep`: a table of scenarios, one a row, and what each of them comes to."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from planner.cli.opening import open_named
from planner.cli.reports import Report, scenario_name
from planner.cli.speech import say
from planner.cli.tables import NONE, columns
from planner.cli.whatif.seek import DRIVER
from planner.core.calculation.cohort import longest
from planner.core.calculation.evaluate import evaluate_base
from planner.core.calculation.in_force import in_force
from planner.core.edits.scenarios import find_scenario
from planner.core.edits.typed import read_entry
from planner.core.edits.values import admissible
from planner.core.errors import N_, UserError
from planner.core.model.document import NO_CELLS, Document
from planner.core.model.fields import DURATION, Value, field_named
from planner.core.model.lines import Cell
from planner.core.money import format_amount
from planner.core.risk.sweep import Column, Sweep, Swept, Values, blocks, packed, sweep, work_packed
from planner.core.years import parse_year
from planner.files.apart.cluster import done_by_cluster
from planner.files.plain.csv_table import CsvRow, CsvTable, read_csv_table
from planner.files.plain.parquet import write_parquet
from planner.files.plain.tidy_csv import write_rows
from planner.words.texts import Texts

NAME = "name"
CSV, PARQUET = ".csv", ".parquet"


def add_arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `sweep` is asked with."""
    command.add_argument(
        "--table",
        metavar="OVERRIDES.csv",
        type=Path,
        required=True,
        help=_("columns name, then LINE.FIELD[@YEAR]: a row a scenario; an empty cell changes nothing"),
    )
    command.add_argument(
        "-o", dest="output", metavar="OUT", type=Path, help=_("the table to write: OUT.csv or OUT.parquet")
    )
    command.add_argument("--dask", metavar="ADDRESS", help=_("let the workers of this Dask cluster do it"))


def sweep_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Work a table of scenarios out, and print or write what each of them comes to."""
    output: Path | None = arguments.output
    if output is not None and output.suffix.lower() not in (CSV, PARQUET):
        raise UserError(N_("Results are written as .csv or .parquet."), N_("Give such a name."), where=str(output))
    if output is not None and output.exists() and arguments.table.exists() and output.samefile(arguments.table):
        raise UserError(N_("This is the table itself."), N_("Give another name, so that it stays."), where=str(output))
    document = open_named(arguments).document
    number = find_scenario(document, arguments.scenario)
    read = read_csv_table(arguments.table, (NAME,))
    plan = sweep(document, evaluate_base(document.portfolio), number, _columns(document, read))
    names = _names(read)
    rows = _values(document, number, plan, read)
    found = _worked_out(plan, rows, read, arguments.dask)
    head = _head(document, plan)
    if output is not None:
        lines = [[name, *each.total, *each.programs] for name, each in zip(names, found, strict=True)]
        if output.suffix.lower() == PARQUET:
            write_parquet(output, head, lines)
        else:
            write_rows(output, [head, *lines])
    if arguments.json:
        report = _report(document, number, plan, names, found)
        say(json.dumps(report, ensure_ascii=False, indent=2))
    elif output is None:
        say(_table(document, names, found, texts))
    else:
        say(texts._("Scenarios written ({count}): {path}").format(count=len(found), path=output))
    return 0


def _columns(document: Document, read: CsvTable) -> list[Column]:
    """What the columns set; the first row of the table names them."""
    portfolio, found = document.portfolio, []
    for name in read.head:
        if name == NAME:
            continue
        match = DRIVER.fullmatch(name)
        place = read.at(1, name or NONE)
        if match is None:
            raise UserError(
                N_('"{text}" is not LINE.FIELD[@YEAR].'),
                N_("Write for example fellows/pd/pd.rate@2026."),
                where=place,
                text=name,
            )
        try:
            field = field_named(match["field"])
            year = parse_year(match["year"]) if match["year"] else portfolio.request_year
            if match["line"] not in portfolio.line_index:
                raise UserError(
                    N_('There is no line "{line}".'),
                    N_("Look the id up with `planner totals FILE --json`."),
                    line=match["line"],
                )
        except UserError as error:
            raise error.at(place) from None
        found.append(Column(match["line"], Cell(field.key, year)))
    if not found:
        raise UserError(
            N_("The table sets nothing."),
            N_("Add columns such as fellows/pd/pd.rate beside the names."),
            where=read.name,
        )
    return found


def _names(read: CsvTable) -> list[str]:
    at = read.head.index(NAME)
    known: dict[str, int] = {}
    for row in read.rows:
        name = row.cells[at].strip()
        if not name:
            raise UserError(N_("The scenario has no name."), N_("Give it one."), where=read.at(row.number, NAME))
        if known.setdefault(name, row.number) != row.number:
            raise UserError(
                N_('"{name}" is the name of row {row} too.'),
                N_("Give each scenario a name of its own."),
                where=read.at(row.number, NAME),
                name=name,
                row=known[name],
            )
    if not known:
        raise UserError(N_("The table has no row."), N_("Write a row for each scenario."), where=read.name)
    return list(known)


def _values(document: Document, number: int, plan: Sweep, read: CsvTable) -> list[Values]:
    """The values of each row, as they are typed in the window."""
    places = [at for at, name in enumerate(read.head) if name != NAME]
    portfolio, overrides = document.portfolio, document.overrides(number)
    now, stays = [], []
    lengthened = {each.line for each in plan.columns if each.cell.field == DURATION.key}
    for line, cell in plan.columns:
        row, own = portfolio.line_index[line], overrides.get(line, NO_CELLS)
        now.append(in_force(portfolio, row, own, cell.field, cell.year))
        # with another duration in the table, what may be set is asked when all of the row is known
        stays.append(2 if line in lengthened else longest(portfolio.line(row, own)))

    def values(row: CsvRow) -> Values:
        found: list[Value | None] = []
        for at, (line, cell), current, years in zip(places, plan.columns, now, stays, strict=True):
            text = row.cells[at].strip()
            if not text:
                found.append(None)
                continue
            try:
                value = read_entry(text, field_named(cell.field), current).value
                admissible(portfolio, portfolio.line_index[line], cell, value, stays=years)
            except UserError as error:
                raise error.at(read.at(row.number, read.head[at])) from None
            found.append(value)
        return tuple(found)

    return [values(row) for row in read.rows]


def _worked_out(plan: Sweep, rows: Sequence[Values], read: CsvTable, address: str | None) -> list[Swept]:
    if any(each.cell.field == DURATION.key for each in plan.columns):  # then a row is to be known whole
        for row, values in zip(read.rows, rows, strict=True):
            try:
                plan.scenario(values)
            except UserError as error:
                raise error.at(read.at(row.number)) from None
    pieces = list(blocks(rows))
    done = map(plan.work, pieces) if address is None else done_by_cluster(work_packed, packed(plan), pieces, address)
    return [each for block in done for each in block]


def _head(document: Document, plan: Sweep) -> list[str]:
    """The columns of the result: name, the total of each plan year, the programs that can move in the request year."""
    portfolio = document.portfolio
    programs = (f"program:{portfolio.programs[each].id}@{portfolio.request_year}" for each in plan.programs)
    return [NAME, *(f"total@{year}" for year in portfolio.years[1:]), *programs]


def _report(document: Document, number: int, plan: Sweep, names: Sequence[str], found: Sequence[Swept]) -> Report:
    portfolio = document.portfolio
    years = [str(year) for year in portfolio.years[1:]]
    programs = [portfolio.programs[each].id for each in plan.programs]
    return {
        "scenario": scenario_name(document, number),
        "rows": [
            {
                "name": name,
                "total": dict(zip(years, each.total, strict=True)),
                "programs": dict(zip(programs, each.programs, strict=True)),
            }
            for name, each in zip(names, found, strict=True)
        ],
    }


def _table(document: Document, names: Sequence[str], found: Sequence[Swept], texts: Texts) -> str:
    head = [texts._("Total (yen)"), *(str(year) for year in document.portfolio.years[1:])]
    rows = [
        [name, *(NONE if yen is None else format_amount(yen) for yen in each.total)]
        for name, each in zip(names, found, strict=True)
    ]
    return columns(head, rows)
