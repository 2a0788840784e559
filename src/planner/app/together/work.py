"""What is done with files of parts off the screen's thread: plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from planner.core.edits.parts import send_back, sent_part, told
from planner.core.edits.values import Author
from planner.core.errors import N_, UserError
from planner.core.merge.apart import Apart, merge_apart
from planner.core.merge.board import Standing, board
from planner.core.merge.conflicts import Conflict, Take
from planner.core.merge.merge import Incoming, Merge, merge
from planner.core.merge.split import split
from planner.core.merge.spread import Spread, with_ceilings
from planner.core.merge.summary import Summary
from planner.core.model.document import Document
from planner.core.model.parts import Comment, Part
from planner.core.model.portfolio import View
from planner.files.document.lock import holding
from planner.files.document.store import open_document, save_document
from planner.files.parts.folder import documents_in
from planner.files.parts.reading import Read, look_at_parts, read_parts
from planner.files.parts.writing import write_parts
from planner.files.whole import Progress
from planner.words.merge import ALLOTTED


class Stamp(NamedTuple):
    """What tells without opening it whether a file is another one than before."""

    size: int
    changed: int


class Seen(NamedTuple):
    """A folder looked at: its documents, what stands on the board, where each part is, and what could not be read."""

    stamps: Mapping[Path, Stamp]
    summaries: Mapping[Path, Summary | None]
    standings: tuple[Standing, ...]
    paths: Mapping[str, Path]
    """The file of each part that was sent from the document, by the id of the part."""
    twins: tuple[Path, ...]
    """Files that are one of those parts once more, and are not shown."""
    refused: Mapping[Path, UserError]


def stamps_in(folder: Path, own: Path | None) -> dict[Path, Stamp]:
    """The documents in a folder but for the `own` file, each with its stamp; nothing is opened."""
    found = {}
    for path in documents_in(folder, own):
        with suppress(OSError):  # gone since it was listed
            stat = path.stat()
            found[path] = Stamp(stat.st_size, stat.st_mtime_ns)
    return found


def look(document: Document, folder: Path, own: Path | None, before: Seen | None, progress: Progress) -> Seen:
    """See what the parts of a document in a folder come to; files that are as they were before are not read again."""
    stamps = stamps_in(folder, own)
    known = {} if before is None else before.summaries
    summaries = {
        path: known[path] for path in stamps if path in known and before and before.stamps[path] == stamps[path]
    }
    found, refused = look_at_parts([path for path in stamps if path not in summaries], progress=progress)
    summaries |= {each.path: each.summary for each in found}
    files = {each.id: each.file for each in document.sent}
    paths: dict[str, Path] = {}
    twins = []
    for path in sorted(summaries, key=lambda path: (path.name not in files.values(), path.name)):
        summary = summaries[path]
        if summary is None or summary.part.id not in files:
            continue
        if paths.setdefault(summary.part.id, path) != path:
            twins.append(path)
    told = {id_: summary for id_, path in paths.items() if (summary := summaries[path]) is not None}
    return Seen(stamps, summaries, board(document, told), paths, tuple(twins), dict(refused))


def read_all(paths: Sequence[Path], progress: Progress) -> list[Read]:
    """Read parts that are to be taken back; raises `UserError` where one of them cannot be."""
    found, refused = read_parts(paths, progress=progress)
    if refused:
        path, error = refused[0]
        raise error.at(path.name)
    return found


def take_back(
    document: Document, read: Sequence[Read], takes: Mapping[Conflict, Take], why: str, author: Author
) -> Merge:
    """Merge parts; `takes` are the conflicts that were decided."""
    return merge(document, _incoming(read), resolve=takes.get, why=why, author=author)


def put_apart(
    document: Document, read: Sequence[Read], name: Callable[[Part], str], author: Author
) -> tuple[Document, tuple[Apart, ...]]:
    """Put each part into a scenario of its own, of that name; none is taken back by that."""
    return merge_apart(document, _incoming(read), name, author=author)


def _incoming(read: Sequence[Read]) -> list[Incoming]:
    return [Incoming(each.path.name, each.document, each.mark, each.summary) for each in read]


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
                N_("The part was saved since its lines were shown."), N_("Look at it once more, and send it back then.")
            )
        known = told(opened.document, sent_part(document, part.id))
        back = send_back(known, returning.comments, returning.note, author)
        save_document(back, file, expected=opened.fingerprint)
    assert back.part is not None
    return back.part
