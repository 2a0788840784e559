"""The command `codes`: codes and links taken from a CSV table, shown, and the table to fill in."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from planner.cli.opening import open_named
from planner.cli.speech import say
from planner.cli.tables import columns
from planner.core.edits.codes import set_codes
from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import LABELS, LINKS, Owner
from planner.core.model.document import Document
from planner.files.document.author import author
from planner.files.document.lock import holding
from planner.files.document.store import save_document
from planner.files.portfolio.code_table import read_code_table, write_code_table
from planner.files.portfolio.tables import CODE_COLUMNS
from planner.words.codes import link_text
from planner.words.texts import Texts


def add_arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `codes` is asked with."""
    command.add_argument(
        "table",
        nargs="?",
        metavar="CSV",
        type=Path,
        help=_("codes by the ids of programs and lines; an empty cell changes nothing, − takes away"),
    )
    command.add_argument("--template", metavar="OUT.csv", type=Path, help=_("write a table to fill in instead"))
    command.add_argument("--reason", metavar="TEXT", default="", help=_("why, for who asks later"))


def codes_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Take codes over and save; or show those that are given, or write the table to fill in."""
    if arguments.template is not None:
        write_code_table(arguments.template, open_named(arguments).document, texts.language)
        say(texts._("The table is written: {path}").format(path=arguments.template))
        return 0
    if arguments.table is None:
        document = open_named(arguments).document
    else:
        with holding(arguments.file) as file:
            opened = open_named(arguments, file)
            given = read_code_table(arguments.table, opened.document)
            document = set_codes(opened.document, given, arguments.reason or arguments.table.name, author())
            if document is not opened.document:
                save_document(document, file, expected=opened.fingerprint)
    if arguments.json:
        say(json.dumps({"codes": _report(document)}, ensure_ascii=False, indent=2))
    else:
        say(_text(document, texts))
    return 0


def _report(document: Document) -> list[dict[str, Any]]:
    """Each code and link with where it stands, who set it and why; those of the tables say nobody."""
    found = []
    for place, code in sorted(CodeBook.of(document).all_stated().items()):
        held: dict[str, Any] = {place.owner.value: place.id, "code": CODE_COLUMNS[place.kind], "text": code.text}
        if place.kind in LINKS:
            held["address"] = code.address
        found.append({**held, "who": code.who or None, "when": code.when or None, "why": code.why or None})
    return found


def _text(document: Document, texts: Texts) -> str:
    _ = texts._
    owners = {Owner.PROGRAM: _("Program"), Owner.LINE: _("Line")}
    rows = [
        [owners[place.owner], place.id, _(LABELS[place.kind]), link_text(code)]
        for place, code in sorted(CodeBook.of(document).all_stated().items())
    ]
    return columns([_("Of"), "ID", _("Code"), _("Text")], rows) if rows else _("No code is given.")
