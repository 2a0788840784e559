"""A part on its way: handed in, sent back, settled. Pure functions from document to document, or a `UserError`.

The part itself is told what becomes of it, and so is the document it was made from, which keeps what it sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from planner.core.edits.values import NOBODY, Author
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.parts import Comment, HandIn, Part, State


def hand_in(document: Document, request: int | None, note: str = "", author: Author = NOBODY) -> Document:
    """Mark a part as done: it takes no edits until it is sent back. `request` is what its programs come to, in yen."""
    part = _own(document)
    part.refuse_edits()
    return replace(document, part=part.with_step(HandIn(State.SUBMITTED, *author, request, note.strip())))


def send_back(
    document: Document, comments: Iterable[Comment] = (), note: str = "", author: Author = NOBODY
) -> Document:
    """Let a part be edited again, with what is said of its lines; `UserError` for lines it has not."""
    part = _own(document)
    said = tuple(replace(each, text=each.text.strip(), who=author.who, when=author.when) for each in comments)
    for each in said:
        if not each.text:
            raise UserError(N_("The comment is empty."), N_("Write what shall be changed."), where=each.line)
        if each.line and each.line not in document.portfolio.line_index:
            raise UserError(N_("The part has no such line."), N_("Choose one of its lines."), where=each.line)
    step = HandIn(State.RETURNED, *author, part.history[-1].request if part.history else None, note.strip())
    return replace(document, part=part.with_step(step, (*part.comments, *said)))


def settle(document: Document, author: Author = NOBODY) -> Document:
    """Settle a part: it is as it will be submitted."""
    part = _own(document)
    request = part.history[-1].request if part.history else None
    return replace(document, part=part.with_step(HandIn(State.SETTLED, *author, request)))


def noted(document: Document, part: Part) -> Document:
    """The document that has sent a part, with what has become of it since."""
    sent = tuple(
        replace(each, history=part.history, comments=part.comments) if each.id == part.id else each
        for each in document.sent
    )
    return document if sent == document.sent else replace(document, sent=sent)


def _own(document: Document) -> Part:
    if document.part is None:
        raise UserError(N_("This document is no part of another one."), N_("Open a part."))
    return document.part
