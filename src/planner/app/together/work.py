"""What is done with files of parts off the screen's thread: plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from planner.core.edits.parts import send_back, sent_part, told
from planner.core.edits.values import Author
from planner.core.errors import N_, UserError
from planner.core.merge.board import Standing, board
from planner.core.merge.conflicts import Conflict, Take
from planner.core.merge.merge import Incoming, Merge, merge
from planner.core.merge.split import split
from planner.core.merge.spread import Spread, with_ceilings
from planner.core.merge.summary import summary_of
from planner.core.model.document import Document
from planner.core.model.parts import Comment, Part
from planner.core.model.portfolio import View
from planner.files.document.lock import holding
from planner.files.document.store import open_document, save_document
from planner.files.parts.folder import documents_in
from planner.files.parts.reading import Read, read_parts
from planner.files.parts.writing import write_parts
from planner.files.whole import Progress
from planner.words.merge import ALLOTTED


class Stamp(NamedTuple):
    """What tells without opening it whether a file is another one than before."""

    size: int
    changed: int


class Seen(NamedTuple):
    """A folder looked at: its documents, what stands on the board, the parts that were read, what could not be."""

    stamps: Mapping[Path, Stamp]
    standings: tuple[Standing, ...]
    read: Mapping[str, Read]
    refused: Mapping[Path, UserError]
    others: tuple[Read, ...] = ()
    """What is there besides: parts of other requests, copies, the same part once more."""


def stamps_in(folder: Path, own: Path | None) -> dict[Path, Stamp]:
    """The documents in a folder but for the `own` file, each with its stamp; nothing is opened."""
    found = {}
    for path in documents_in(folder):
        if own is not None and path.name == own.name and path.resolve() == own.resolve():
            continue
        with suppress(OSError):  # gone since it was listed
            stat = path.stat()
            found[path] = Stamp(stat.st_size, stat.st_mtime_ns)
    return found


def look(document: Document, folder: Path, own: Path | None, before: Seen | None, progress: Progress) -> Seen:
    """Read the parts of a document in a folder, its `own` file left out; files that are as they were before are not."""
    stamps = stamps_in(folder, own)
    known: dict[Path, Read] = {}
    if before is not None:
        held = (*before.read.values(), *before.others)
        known = {each.path: each for each in held if before.stamps.get(each.path) == stamps.get(each.path)}
    found, refused = read_parts([path for path in stamps if path not in known], progress=progress)
    known |= {each.path: each for each in found}
    wanted = {each.id for each in document.sent}
    parts: dict[str, Read] = {}
    others = []
    for path in stamps:
        read = known.get(path)
        part = read.document.part if read is not None else None
        if read is not None and part is not None and part.id in wanted and part.id not in parts:
            parts[part.id] = read
        elif read is not None:
            others.append(read)
    summaries = {id_: each.summary or summary_of(each.document) for id_, each in parts.items()}
    standings = board(document, {id_: each for id_, each in summaries.items() if each is not None})
    return Seen(stamps, standings, parts, dict(refused), tuple(others))


def take_back(
    document: Document, read: Sequence[Read], takes: Mapping[Conflict, Take], why: str, author: Author
) -> Merge:
    """Merge parts; `takes` are the conflicts that were decided."""
    incoming = [Incoming(each.path.name, each.document, each.mark, each.summary) for each in read]
    return merge(document, incoming, resolve=takes.get, why=why, author=author)


class Sending(NamedTuple):
    """What parts go out with: of a scenario and a view, into a folder after a stem; `shares` are ceilings in yen."""

    scenario: int
    view: View
    folder: Path
    stem: str
    deadline: str
    instructions: str
    shares: Mapping[str, int]


def with_shares(document: Document, sending: Sending) -> Document:
    """The document with the ceilings that its parts go out with."""
    return with_ceilings(document, sending.view, Spread(sending.shares, 0), *ALLOTTED)


def send_out(
    document: Document, sending: Sending, working: str, author: Author, progress: Progress
) -> tuple[Part, ...]:
    """Write the parts; the scenario below their base is called `working`."""
    parts = split(
        with_shares(document, sending),
        sending.scenario,
        sending.view,
        deadline=sending.deadline,
        instructions=sending.instructions,
        name=working,
        author=author,
    )
    return tuple(write_parts(sending.folder, sending.stem, parts, progress))


class Returning(NamedTuple):
    """What a part goes back with: what is said of all of it, and of its lines."""

    note: str
    comments: tuple[Comment, ...]


def return_part(document: Document, read: Read, returning: Returning, author: Author) -> Part:
    """Send a part of a document back in its file, and what it is from then on.

    Raises `UserError` where somebody has it open, and where it is not what was read any more.
    """
    part = read.document.part
    assert part is not None
    with holding(read.path) as file:
        opened = open_document(file)
        if opened.fingerprint != read.mark:
            raise UserError(
                N_("The part was saved since the board was looked at."), N_("Look at it, and send it back then.")
            )
        known = told(opened.document, sent_part(document, part.id))
        back = send_back(known, returning.comments, returning.note, author)
        save_document(back, file, expected=opened.fingerprint)
    assert back.part is not None
    return back.part
