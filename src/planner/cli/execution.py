"""The command `execution`: past years taken from a CSV table, shown, taken out, and the table to fill in."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from planner.cli.opening import open_named
from planner.cli.reports import plain
from planner.cli.speech import one_line, say
from planner.cli.tables import NONE, columns
from planner.core.edits.execution import Matches, Pair, Reported, forget, match, project_of, take_over
from planner.core.errors import N_, UserError
from planner.core.model.accounts.execution import Executed, PastYear, past_years
from planner.core.model.document import Document
from planner.core.money import format_amount
from planner.files.document.author import author
from planner.files.document.lock import holding
from planner.files.document.store import save_document
from planner.files.plain.tidy_csv import ENCODINGS
from planner.files.portfolio.execution_in import ExecutionTable, read_execution
from planner.files.portfolio.execution_out import write_past_years
from planner.words.figures import share_text
from planner.words.texts import Texts

ALL = "all"


def add_arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `execution` is asked with."""
    command.add_argument(
        "table",
        nargs="?",
        metavar="CSV",
        type=Path,
        help=_("the summary of the review-sheet system, or a table of one's own; what is kept is shown if left out"),
    )
    command.add_argument(
        "--confirm",
        nargs="+",
        default=[],
        metavar="PROGRAM|ROW=PROGRAM",
        help=_("programs that are meant where the name alone is the same, or all; a row of the table for any program"),
    )
    command.add_argument("--forget", nargs="+", default=[], metavar="PROGRAM", help=_("take the past years out again"))
    command.add_argument("--template", metavar="OUT.csv", type=Path, help=_("write a table to fill in instead"))
    command.add_argument("--encoding", choices=ENCODINGS, default=ENCODINGS[0], help=_("the encoding of the CSV table"))


def execution_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Take past years over and save; or show what is kept, or write the table to fill in."""
    if arguments.template is not None:
        write_past_years(arguments.template, open_named(arguments).document, texts, arguments.encoding)
        say(texts._("The table is written: {path}").format(path=arguments.template))
    elif arguments.table is None and not arguments.forget:
        document = open_named(arguments).document
        said = _kept_report(document) if arguments.json else _kept_text(document, texts)
        say(_json(said) if isinstance(said, dict) else said)
    else:
        _edit(arguments, texts)
    return 0


def _edit(arguments: argparse.Namespace, texts: Texts) -> None:
    with holding(arguments.file) as file:
        opened = open_named(arguments, file)
        document = opened.document
        for program in arguments.forget:
            _known(document, program)
        changed = forget(document, arguments.forget)
        table, matches, confirmed = None, Matches((), (), ()), list[Pair]()
        if arguments.table is not None:
            table = read_execution(arguments.table, document.portfolio)
            matches = match(document, table.reported)
            confirmed = _confirmed(document, table, matches, arguments.confirm)
            changed = take_over(changed, (*matches.sure, *confirmed), author())
        if changed is not document:
            save_document(changed, file, expected=opened.fingerprint)
    if table is None:
        say(_json(_kept_report(changed)) if arguments.json else _kept_text(changed, texts))
    elif arguments.json:
        say(_json(_report(document, table, matches, confirmed)))
    else:
        say(_text(document, table, matches, confirmed, texts))
        for where, what in table.unread:
            sys.stderr.write(
                f"planner: {one_line(f'{where.render(texts.translate)}: {what.render(texts.translate)}')}\n"
            )


def _confirmed(document: Document, table: ExecutionTable, matches: Matches, asked: Sequence[str]) -> list[Pair]:
    """What somebody says the table is about; raises `UserError` where there is no such row or program."""
    found: list[Pair] = []
    for text in asked:
        row, mark, program = text.rpartition("=")
        if text == ALL:
            found += matches.likely
        elif mark:
            reported = next((each for each in table.reported if str(each.row) == row.strip()), None)
            if reported is None:
                raise UserError(
                    N_("No program begins in row {row} of the table."),
                    N_("Rows are those that the command lists without --confirm."),
                    row=row,
                )
            found.append(Pair(reported, _known(document, program)))
        else:
            pairs = [each for each in matches.likely if each.program == text]
            if not pairs:
                raise UserError(
                    N_('There is nothing to confirm about "{program}".'),
                    N_("Write ROW=PROGRAM to say of any row which program it is about."),
                    program=_known(document, text),
                )
            found += pairs
    return list({(each.reported.row, each.program): each for each in found}.values())


def _known(document: Document, program: str) -> str:
    if program not in document.portfolio.program_index:
        raise UserError(N_('There is no program "{id}".'), N_("Choose one of the portfolio."), id=program)
    return program


# ---------------------------------------------------------------- what is said


def _json(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2)


def _year(executed: Executed) -> dict[str, Any]:
    return {
        "budget": executed.budget,
        "spent": executed.spent,
        "carried": executed.carried,
        "unused": executed.unused,
        "rate": plain(executed.rate),
        "source": executed.source,
    }


def _years(document: Document, program: str) -> dict[int, Executed]:
    held = ((year, document.execution.get(PastYear(program, year))) for year in _wanted(document))
    return {year: each for year, each in held if each is not None}


def _wanted(document: Document) -> tuple[int, ...]:
    return past_years(document.portfolio.request_year)


def _kept_report(document: Document) -> dict[str, Any]:
    programs = []
    for program in document.portfolio.programs:
        years = {str(year): _year(each) for year, each in _years(document, program.id).items()}
        programs.append({"id": program.id, "project": project_of(document, program.id), "years": years})
    return {"years": list(_wanted(document)), "programs": programs}


def _kept_text(document: Document, texts: Texts) -> str:
    _ = texts._
    rows = [
        [program.id, project_of(document, program.id) or NONE, texts.era(year), *_amounts(each), each.source or NONE]
        for program in document.portfolio.programs
        for year, each in _years(document, program.id).items()
    ]
    heads = [_("Program"), _("Budget project ID"), _("Year"), _("Budget (yen)"), _("Spent (yen)"), _("Execution rate")]
    heads += [_("Carried over (yen)"), _("Not used (yen)"), _("Source")]
    return columns(heads, rows) if rows else _("Nothing is known of past years.")


def _amounts(executed: Executed) -> list[str]:
    budget, spent, carried, unused = (
        NONE if yen is None else format_amount(yen)
        for yen in (executed.budget, executed.spent, executed.carried, executed.unused)
    )
    return [budget, spent, share_text(executed.rate), carried, unused]


def _report(document: Document, table: ExecutionTable, matches: Matches, confirmed: Sequence[Pair]) -> dict[str, Any]:
    """What the table says of which program, and what is left."""
    settled = {each.reported.row for each in confirmed}
    ways = [("id", matches.sure), ("confirmed", confirmed)]
    likely: dict[int, list[Pair]] = {}
    for each in matches.likely:
        if each.reported.row not in settled:
            likely.setdefault(each.reported.row, []).append(each)
    return {
        "table": table.name,
        "years": list(_wanted(document)),
        "matched": [
            {
                "program": each.program,
                "by": way,
                **_named(each.reported),
                "years": {str(year): _year(executed) for year, executed in each.reported.years.items()},
            }
            for way, pairs in ways
            for each in pairs
        ],
        "to_confirm": [
            {**_named(pairs[0].reported), "programs": [each.program for each in pairs]} for pairs in likely.values()
        ],
        "unmatched": [_named(each) for each in matches.unmatched if each.row not in settled],
        "unread": [{"where": str(where), "what": str(what)} for where, what in table.unread],
        "other_ministries": table.other_ministries,
        "other_years": table.other_years,
    }


def _named(reported: Reported) -> dict[str, Any]:
    return {"row": reported.row, "name": reported.name, "project": reported.project}


def _text(document: Document, table: ExecutionTable, matches: Matches, confirmed: Sequence[Pair], texts: Texts) -> str:
    """The same as tables: taken over, to be confirmed, found nowhere."""
    _, report = texts._, _report(document, table, matches, confirmed)
    ways = {"id": _("by ID"), "confirmed": _("confirmed")}
    said = []
    if report["matched"]:
        rows = [
            [each["program"], ways[each["by"]], str(each["row"]), each["project"] or NONE, each["name"] or NONE]
            for each in report["matched"]
        ]
        heads = [_("Taken over"), _("Known"), _("Row"), _("Budget project ID"), _("In the table")]
        said.append(columns(heads, rows))
    if report["to_confirm"]:
        rows = [
            [", ".join(each["programs"]), str(each["row"]), each["project"] or NONE, each["name"] or NONE]
            for each in report["to_confirm"]
        ]
        heads = [_("To be confirmed (--confirm)"), _("Row"), _("Budget project ID"), _("In the table")]
        said.append(columns(heads, rows))
    if report["unmatched"]:
        rows = [[str(each["row"]), each["project"] or NONE, each["name"] or NONE] for each in report["unmatched"]]
        said.append(columns([_("No such program here: row"), _("Budget project ID"), _("In the table")], rows))
    left = _("Rows left alone: {ministries} of other ministries, {years} of other years.")
    said.append(left.format(ministries=f"{table.other_ministries:,}", years=f"{table.other_years:,}"))
    return "\n\n".join(said)
