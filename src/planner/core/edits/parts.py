"""A part on its way: handed in, sent back, settled. Pure functions from document to document, or a `UserError`.

The part itself is told what becomes of it, and so is the document it was made from, which keeps what it sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from planner.core.edits.values import NOBODY, Author
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.parts import Answer, Comment, HandIn, Part, State


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
    said = tuple(each._replace(text=each.text.strip(), who=author.who, when=author.when) for each in comments)
    for each in said:
        if not each.text:
            raise UserError(N_("The comment is empty."), N_("Write what shall be changed."), where=each.line)
        if each.line and each.line not in document.portfolio.line_index:
            raise UserError(N_("The part has no such line."), N_("Choose one of its lines."), where=each.line)
    step = HandIn(State.RETURNED, *author, part.history[-1].request if part.history else None, note.strip())
    return replace(document, part=part.with_step(step, (*part.comments, *said)))


def answer(document: Document, place: int, text: str, author: Author = NOBODY) -> Document:
    """Answer the comment in a place among those of a part; an empty text takes the answer back."""
    part = _own(document)
    part.refuse_edits()
    if not 0 <= place < len(part.comments):
        raise UserError(N_("There is no such comment."), N_("Choose one of those that came with the part."))
    said = Answer(text.strip(), *author) if text.strip() else None
    comments = list(part.comments)
    comments[place] = comments[place]._replace(answer=said)
    return replace(document, part=replace(part, comments=tuple(comments)))


def settle(document: Document, author: Author = NOBODY) -> Document:
    """Settle a part: it is as it will be submitted."""
    part = _own(document)
    request = part.history[-1].request if part.history else None
    return replace(document, part=part.with_step(HandIn(State.SETTLED, *author, request)))


def told(document: Document, sent: Part) -> Document:
    """A part that knows what was decided of it in the document that sent it."""
    part = _own(document).with_history_of(sent)
    return document if part is document.part else replace(document, part=part)


def noted(document: Document, part: Part) -> Document:
    """The document that has sent a part, with what has become of it since."""
    sent = tuple(
        replace(each, history=part.with_history_of(each).history, comments=part.comments)
        if each.id == part.id
        else each
        for each in document.sent
    )
    return document if sent == document.sent else replace(document, sent=sent)


def settle_sent(document: Document, id_: str, author: Author = NOBODY) -> Document:
    """Settle a part where it was sent from: from then on it is not taken back. Its own file need not be there.

    Raises `UserError` for a part that was not handed in, and where what was handed in was not taken back.
    """
    part = sent_part(document, id_)
    last = part.history[-1] if part.history else None
    if part.state is State.SETTLED:
        raise UserError(N_("The part {heading} is settled."), N_("Nothing is to be done."), heading=part.name)
    if last is None or last.state is not State.SUBMITTED or not part.merged or part.taken != last.request:
        raise UserError(
            N_("Nothing was taken back of {heading} that was handed in."),
            N_("Have it handed in, take it back, and settle it then."),
            heading=part.name,
        )
    return _stepped(document, part, HandIn(State.SETTLED, *author, part.taken))


def unsettle_sent(document: Document, id_: str, author: Author = NOBODY) -> Document:
    """Take back that a part is settled: it stands as it was handed in. Raises `UserError` where it is not settled."""
    part = sent_part(document, id_)
    if part.state is not State.SETTLED:
        raise UserError(N_("The part {heading} is not settled."), N_("Nothing is to be done."), heading=part.name)
    return _stepped(document, part, HandIn(State.SUBMITTED, *author, part.taken))


def sent_part(document: Document, id_: str) -> Part:
    """The part of that id that a document has sent; `UserError` where it has sent none."""
    for each in document.sent:
        if each.id == id_:
            return each
    raise UserError(N_("This part was not sent from this document."), N_("Choose one of those that were sent."))


def _stepped(document: Document, part: Part, step: HandIn) -> Document:
    sent = tuple(each.with_step(step) if each.id == part.id else each for each in document.sent)
    return replace(document, sent=sent)


def _own(document: Document) -> Part:
    if document.part is None:
        raise UserError(N_("This document is no part of another one."), N_("Open a part."))
    return document.part
