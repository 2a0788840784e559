"""The commands `hand-in`, `send-back` and `settle`: a part on its way, without the window."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from planner.cli.opening import open_named
from planner.cli.speech import say
from planner.cli.tables import NONE
from planner.core.edits.parts import hand_in, noted, send_back, sent_part, settle_sent, told, unsettle_sent
from planner.core.edits.values import Author
from planner.core.errors import N_, UserError
from planner.core.merge.summary import Summary, summary_of
from planner.core.model.document import Document
from planner.core.model.parts import Comment, Part
from planner.core.money import format_amount
from planner.files.document.author import author
from planner.files.document.lock import holding
from planner.files.document.store import open_document, save_document
from planner.words.merge import STATES
from planner.words.parts import part_name, room_text
from planner.words.texts import Texts


def add_hand_in(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `hand-in` is asked with."""
    _add_name(command, _)
    command.add_argument("--note", metavar="TEXT", default="", help=_("what is to be known of the part"))


def add_send_back(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `send-back` is asked with."""
    which = _("the file of a part, or its heading where its file lies beside FILE")
    command.add_argument("part", metavar="PART|DIVISION", help=which)
    command.add_argument("--reason", metavar="TEXT", required=True, help=_("what shall be changed"))
    command.add_argument(
        "--comment",
        action="append",
        default=[],
        metavar="LINE=TEXT",
        help=_("what is said of a line (by id); as often as is needed"),
    )
    _add_name(command, _)


def add_settle(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `settle` is asked with."""
    command.add_argument("part", metavar="DIVISION", help=_("the heading of a part"))
    command.add_argument("--undo", action="store_true", help=_("take back that it is settled: it stands as handed in"))
    _add_name(command, _)


def _add_name(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    command.add_argument("--by", metavar="NAME", help=_("who does it; the one who is logged in if left out"))


def hand_in_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Hand a part in: it takes no edits until it is sent back."""
    with holding(arguments.file) as file:
        opened = open_named(arguments, file)
        summary = summary_of(opened.document)
        request = summary.request if summary is not None else None
        handed = hand_in(opened.document, request, arguments.note, _author(arguments))
        save_document(handed, file, expected=opened.fingerprint)
    assert summary is not None and handed.part is not None
    if arguments.json:
        figures = {name: getattr(summary, name) for name in ("request", "ceiling", "room", "findings")}
        _print({"heading": handed.part.heading, "state": handed.part.state.value, **figures})
    else:
        say(_said(handed.part, summary, texts))
    return 0


def _said(part: Part, summary: Summary, texts: Texts) -> str:
    """What was handed in: its request, the room that is left, and what is not accepted of its findings."""
    told_ = [_stands(part, texts)]
    if summary.room is not None:
        told_.append(room_text(summary.room, texts))
    if summary.findings:
        told_.append(texts._("Findings that stand: {count}.").format(count=summary.findings))
    return " ".join(told_)


def send_back_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Send a part back with what shall be changed; its own file is told, and the document that sent it."""
    comments = [_comment(each) for each in arguments.comment]
    with holding(arguments.file) as file:
        opened = open_named(arguments, file)
        path = _file_of(arguments.part, opened.document, file)
        with holding(path) as part_file:
            there = open_document(part_file)
            part = there.document.part
            if part is None:
                raise UserError(N_("This document is no part of another one."), N_("Name a part."), where=str(path))
            back = send_back(
                told(there.document, sent_part(opened.document, part.id)),
                comments,
                arguments.reason,
                _author(arguments),
            )
            save_document(back, part_file, expected=there.fingerprint)
        assert back.part is not None
        save_document(noted(opened.document, back.part), file, expected=opened.fingerprint)
    if arguments.json:
        said = [{"line": each.line or None, "text": each.text} for each in comments]
        _print({**_report(back.part), "file": str(path), "comments": said})
    else:
        say(_stands(back.part, texts))
    return 0


def settle_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Settle a part where it was sent from, or take that back."""
    with holding(arguments.file) as file:
        opened = open_named(arguments, file)
        part = _named(arguments.part, opened.document)
        step = unsettle_sent if arguments.undo else settle_sent
        settled = step(opened.document, part.id, _author(arguments))
        save_document(settled, file, expected=opened.fingerprint)
    part = sent_part(settled, part.id)
    if arguments.json:
        _print(_report(part))
    else:
        say(_stands(part, texts))
    return 0


def _author(arguments: argparse.Namespace) -> Author:
    own = author()
    return own if arguments.by is None else own._replace(who=arguments.by)


def _comment(text: str) -> Comment:
    line, mark, said = text.partition("=")
    if not mark or not line.strip():
        raise UserError(
            N_('"{text}" is not LINE=TEXT.'),
            N_("Write the id of the line, = and what shall be changed of it."),
            text=text,
        )
    return Comment(line.strip(), said)


def _named(name: str, document: Document) -> Part:
    """The part of that heading."""
    found = [each for each in document.sent if name in (each.heading, each.heading_en)]
    if len(found) != 1:
        raise UserError(
            N_("Several parts have the heading {heading}.") if found else N_("No part has the heading {heading}."),
            N_("The parts that were sent: {names}."),
            heading=name,
            names=", ".join(each.heading for each in document.sent) or NONE,
        )
    return found[0]


def _file_of(name: str, document: Document, beside: Path) -> Path:
    """The file of a part that is named by its heading, or by its file."""
    headings = {heading for each in document.sent for heading in (each.heading, each.heading_en)}
    if name not in headings:
        return Path(name)
    return beside.parent / _named(name, document).file


def _report(part: Part) -> dict[str, Any]:
    return {"heading": part.heading, "state": part.state.value, "request": part.history[-1].request}


def _stands(part: Part, texts: Texts) -> str:
    """How far a part is, and what it requested then."""
    request = part.history[-1].request
    return texts._("{part}: {state}, {request} yen.").format(
        part=part_name(part, texts),
        state=texts._(STATES[part.state]),
        request=NONE if request is None else format_amount(request),
    )


def _print(said: dict[str, Any]) -> None:
    say(json.dumps(said, ensure_ascii=False, indent=2))
