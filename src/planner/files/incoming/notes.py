"""Notes on the cells of a sheet, and conversations (コメント) in their newer form."""

from __future__ import annotations

from collections.abc import Iterator

from planner.files.incoming.cells import place_of
from planner.files.incoming.looks import rich_text
from planner.files.incoming.package import Part, name_of, units

Note = tuple[tuple[int, int], str]
"""Row from 1 and column from 0 of a cell, and what is said on it."""
CONVERSATION = "[Threaded comment]"
"""How Excel begins the note in which older programs show a conversation."""


def read_notes(part: Part) -> Iterator[Note]:
    """The notes of a part of `comments`."""
    for within, element in units(part, 2):
        place = place_of(element.get("ref", ""))
        if within == "commentList" and place is not None:
            said = [rich_text(child).text for child in element if name_of(child) == "text"]
            yield place, "".join(said).strip()


def read_conversations(part: Part) -> Iterator[Note]:
    """The remarks of a part of `threadedComments`, one after the other; several may be on one cell."""
    for _within, element in units(part, 1):
        place = place_of(element.get("ref", ""))
        if place is not None:
            said = [child.text or "" for child in element if name_of(child) == "text"]
            yield place, "".join(said).strip()
