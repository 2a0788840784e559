"""What is done with files of parts off the screen's thread: plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from planner.core.edits.parts import send_back
from planner.core.edits.values import Author
from planner.core.errors import UserError
from planner.core.merge.board import Standing, board
from planner.core.merge.conflicts import Conflict, Take
from planner.core.merge.merge import Incoming, Merge, merge
from planner.core.merge.split import split
from planner.core.merge.spread import Spread, with_ceilings
from planner.core.model.document import Document
from planner.core.model.parts import Part
from planner.core.model.portfolio import View
from planner.files.document.lock import holding
from planner.files.document.store import open_document, save_document
from planner.files.parts.folder import documents_in
from planner.files.parts.reading import Read, read_parts
from planner.files.parts.writing import write_parts
from planner.files.whole import Progress
from planner.words.merge import ALLOTTED


class Seen(NamedTuple):
    """A folder looked at: what stands on the board, the parts that were read, and what could not be."""

    standings: tuple[Standing, ...]
    read: Mapping[str, Read]
    refused: tuple[tuple[Path, UserError], ...]


def look(document: Document, folder: Path, own: Path | None, progress: Progress) -> Seen:
    """Read the parts of a document in a folder, its `own` file left out."""
    paths = [each for each in documents_in(folder) if own is None or each.resolve() != own.resolve()]
    found, refused = read_parts(paths, progress=progress)
    wanted = {each.id for each in document.sent}
    parts = {each.document.part.id: each for each in found if each.document.part and each.document.part.id in wanted}
    return Seen(board(document, {id_: each.document for id_, each in parts.items()}), parts, tuple(refused))


def take_back(
    document: Document, read: Sequence[Read], takes: Mapping[Conflict, Take], why: str, author: Author
) -> Merge:
    """Merge parts; `takes` are the conflicts that were decided."""
    incoming = [Incoming(each.path.name, each.document, each.mark) for each in read]
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


def return_part(path: Path, note: str, author: Author) -> Document:
    """Send a part back in its file, and what it is from then on; raises `UserError` where somebody has it open."""
    with holding(path) as file:
        opened = open_document(file)
        back = send_back(opened.document, (), note, author)
        save_document(back, file, expected=opened.fingerprint)
    return back
