"""The command `board`: how far the parts have come that a document has sent."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from planner.cli.opening import open_named
from planner.cli.speech import one_line, progress_of, say
from planner.cli.tables import NONE, columns
from planner.core.errors import N_
from planner.core.merge.board import Standing, board
from planner.core.money import format_amount, format_change
from planner.files.parts.folder import documents_in
from planner.files.parts.reading import look_at_parts
from planner.files.plain.tidy_csv import write_rows
from planner.words.parts import part_name, reminders, state_text, steps
from planner.words.texts import Texts


def add_arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `board` is asked with."""
    command.add_argument(
        "folder", nargs="?", metavar="FOLDER", type=Path, help=_("the folder with the parts; that of FILE if left out")
    )
    written = command.add_mutually_exclusive_group()
    written.add_argument("--csv", metavar="OUT", type=Path, help=_("write the board as a CSV table"))
    told = _("write whom to remind as a CSV table: the parts that are waited for, and what they lack")
    written.add_argument("--reminders", metavar="OUT", type=Path, help=told)
    command.add_argument("--history", action="store_true", help=_("below each part how it has come so far"))


def board_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Print how far each part has come; a file that cannot be read is told and left out."""
    document = open_named(arguments).document
    folder: Path = arguments.folder or arguments.file.parent
    paths = documents_in(folder, but=arguments.file)
    seen, refused = look_at_parts(paths, progress=progress_of(texts, N_("Reading parts")))
    found = {each.summary.part.id: each.summary for each in seen if each.summary is not None}
    twice = [each for each in seen if each.summary is not None and found[each.summary.part.id] is not each.summary]
    standings = board(document, found)
    for _path, error in refused:
        _warn(error.render(texts.translate))
    for each in twice:
        _warn(texts._("{path}: another file is the same part; that one is shown.").format(path=each.path))
    if arguments.csv is not None or arguments.reminders is not None:
        path = arguments.csv or arguments.reminders
        write_rows(path, _rows(standings, texts) if arguments.csv is not None else reminders(standings, texts))
        say(texts._("The board is written: {path}").format(path=path))
    elif arguments.json:
        say(json.dumps({"parts": [_report(each) for each in standings]}, ensure_ascii=False, indent=2))
    else:
        head, *rows = _rows(standings, texts)
        say(columns(head, rows) if rows else texts._("No parts were sent from this document."))
        for standing in standings if arguments.history else ():
            say("\n".join([part_name(standing.part, texts), *(f"  {step}" for step in steps(standing.part, texts))]))
    return 0


def _warn(text: str) -> None:
    sys.stderr.write(f"planner: {one_line(text)}\n")


def _report(standing: Standing) -> dict[str, Any]:
    return {
        "heading": standing.part.heading,
        "file": standing.part.file,
        "found": standing.found,
        "state": standing.state.value,
        "who": standing.who,
        "when": standing.when,
        "deadline": standing.part.deadline,
        "request": standing.request,
        "ceiling": standing.ceiling,
        "room": standing.room,
        "findings": standing.findings,
        "difference": standing.difference,
        "ceiling_changed": standing.has_other_ceilings,
        "history": [
            {"state": each.state.value, "who": each.who, "when": each.when, "request": each.request, "note": each.note}
            for each in standing.part.history
        ],
        "comments": [
            {"line": each.line or None, "text": each.text, "answer": each.answer and each.answer.text}
            for each in standing.part.comments
        ],
    }


def _rows(standings: Sequence[Standing], texts: Texts) -> list[list[str]]:
    _ = texts._
    head = [_("Part"), _("State"), _("Officer"), _("Date"), _("Request (yen)"), _("Ceiling (yen)"), _("Room")]
    head += [_("Findings"), _("Since the last time"), _("Due"), _("File")]
    return [head, *(_row(each, texts) for each in standings)]


def _row(each: Standing, texts: Texts) -> list[str]:
    request, ceiling, room = (
        NONE if amount is None else format_amount(amount) for amount in (each.request, each.ceiling, each.room)
    )
    return [
        texts.name(each.part.heading, each.part.heading_en) or NONE,
        state_text(each, texts),
        each.who or NONE,
        each.when[:10] or NONE,
        *(request, ceiling, room),
        NONE if each.findings is None else str(each.findings),
        NONE if each.difference is None else format_change(each.difference),
        each.part.deadline or NONE,
        each.part.file or NONE,
    ]
