"""The command `split`: a document for each heading of a view, with its own programs open and totals of the others."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from planner.cli.named import evaluation_of, view_named
from planner.cli.opening import open_named
from planner.cli.speech import progress_of, say
from planner.cli.tables import NONE, columns
from planner.core.edits.scenarios import find_scenario
from planner.core.errors import N_, UserError
from planner.core.merge.board import given_ceiling
from planner.core.merge.deadline import read_deadline
from planner.core.merge.split import Made, split, with_sent
from planner.core.merge.spread import Spread, Weight, amounts_of, spread_over, with_ceilings
from planner.core.merge.summary import requested
from planner.core.model.document import WORKING, Document
from planner.core.model.portfolio import View
from planner.core.money import format_amount, parse_yen
from planner.files.document.author import author
from planner.files.document.lock import holding
from planner.files.document.store import save_document
from planner.files.parts.writing import take_back, write_parts
from planner.words.merge import ALLOTTED
from planner.words.texts import Texts


def add_arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `split` is asked with."""
    command.add_argument("--view", metavar="V", required=True, help=_("the view whose headings get a part each"))
    command.add_argument(
        "-o", dest="output", metavar="FOLDER", type=Path, required=True, help=_("the folder to write the parts into")
    )
    command.add_argument("--ceiling", metavar="AMOUNT", help=_("a total to spread over the parts as their ceilings"))
    command.add_argument(
        "--by",
        choices=list(Weight),
        default=Weight.PREVIOUS,
        help=_("what the total is spread by: the previous year's amounts if left out"),
    )
    command.add_argument(
        "--hold",
        nargs="+",
        default=[],
        metavar="HEADING=AMOUNT",
        help=_("ceilings that are given by hand; what is left is spread over the others"),
    )
    due, told = _("until when parts are due, such as 2026-06-30"), _("what the officers of the parts are told")
    command.add_argument("--deadline", metavar="DATE", default="", help=due)
    command.add_argument("--instructions", metavar="TEXT", default="", help=told)


def split_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Write the parts, and note in the document that they were sent."""
    deadline = read_deadline(arguments.deadline)
    with holding(arguments.file) as file:
        opened = open_named(arguments, file)
        document = opened.document
        number, view = find_scenario(document, arguments.scenario), view_named(document, arguments.view)
        document, spread = _pushed_down(document, number, view, arguments, texts)
        parts = split(
            document,
            number,
            view,
            deadline=deadline,
            instructions=arguments.instructions.strip(),
            name=WORKING.render(texts.translate),
            author=author(),
        )
        folder: Path = arguments.output
        sent = write_parts(folder, file.stem, parts, progress_of(texts, N_("Writing parts")))
        try:
            save_document(with_sent(document, sent), file, expected=opened.fingerprint)
        except BaseException:
            take_back([folder / each.file for each in sent])
            raise
    figures = [_figures(each) for each in parts]
    if arguments.json:
        rows = [
            {"heading": part.heading, "file": part.file, **each._asdict()}
            for part, each in zip(sent, figures, strict=True)
        ]
        say(json.dumps({"parts": rows}, ensure_ascii=False, indent=2))
    else:
        _ = texts._
        head = [_("Part"), _("Programs"), _("Lines"), _("Request (yen)"), _("Ceiling (yen)"), _("File")]
        listed = [
            [
                texts.name(part.heading, part.heading_en) or NONE,
                str(each.programs),
                str(each.lines),
                NONE if each.request is None else format_amount(each.request),
                NONE if each.ceiling is None else format_amount(each.ceiling),
                part.file,
            ]
            for each, part in zip(figures, sent, strict=True)
        ]
        say(columns(head, listed))
        if spread is not None:
            said = _("Ceilings: {shares} yen; {rest} yen are left.")
            shares = format_amount(sum(spread.shares.values()))
            say(said.format(shares=shares, rest=format_amount(spread.rest)))
    return 0


def _pushed_down(
    document: Document, scenario: int, view: View, arguments: argparse.Namespace, texts: Texts
) -> tuple[Document, Spread | None]:
    """The document with the ceiling that is asked for spread over the parts."""
    if arguments.ceiling is None:
        if arguments.hold:
            raise UserError(N_("There is no total to spread."), N_("Give it with --ceiling."))
        return document, None
    held = {}
    for text in arguments.hold:
        heading, mark, amount = text.rpartition("=")
        if not mark:
            raise UserError(
                N_('"{text}" is not HEADING=AMOUNT.'),
                N_("Write for example {example}."),
                text=text,
                example=texts.name("人事課=3億円", "Personnel=300,000,000"),
            )
        held[heading] = parse_yen(amount)
    amounts = amounts_of(evaluation_of(document, scenario), view, Weight(arguments.by))
    spread = spread_over(amounts, parse_yen(arguments.ceiling), held)
    return with_ceilings(document, view, spread, *ALLOTTED), spread


class _Figures(NamedTuple):
    """What is open in a part, and what it comes to in the request year, in yen."""

    programs: int
    lines: int
    request: int | None
    ceiling: int | None


def _figures(made: Made) -> _Figures:
    document = made.document
    is_open = document.open_programs()
    lines = sum(len(document.portfolio.line_ranges[i]) for i in is_open)
    request = requested(evaluation_of(document, made.part.working), made.part)
    return _Figures(len(is_open), lines, request, given_ceiling(document, made.part))
