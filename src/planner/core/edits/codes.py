"""Edits of codes and links: pure functions from document to document, or a `UserError`; none of them moves a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from planner.core.edits.values import NOBODY, Author, refuse_closed, row_of
from planner.core.errors import N_, UserError
from planner.core.model.accounts.codes import BLANK, Code, CodePlace, Owner
from planner.core.model.document import Document
from planner.core.model.portfolio import Portfolio
from planner.core.persistent import PersistentMap


def set_codes(
    document: Document, given: Mapping[CodePlace, Code | None], why: str = "", author: Author = NOBODY
) -> Document:
    """Set codes in places, as `author` gives them now; `None` or a blank one takes away what stands there.

    Where the tables state a code, taking it away leaves a blank one of the document's own, so that what is stated
    above holds. Raises `UserError`, and changes nothing, when any of them cannot stand.
    """
    portfolio = document.portfolio
    if document.part is not None:
        document.part.refuse_edits()
    held: PersistentMap[CodePlace, Code] = PersistentMap.of(document.codes)
    for place, code in given.items():
        refuse_closed(document, _program(portfolio, place))
        said = Code("" if code is None else code.text.strip(), "" if code is None else code.address.strip())
        said.check(place)
        before = held.get(place)
        if said.says(portfolio.codes.get(place, BLANK)):
            held = held.without(place)
        elif before is None or not said.says(before) or (why.strip() not in ("", before.why)):
            held = held.set(place, replace(said, why=why.strip(), who=author.who, when=author.when))
    return document if held == document.codes else replace(document, codes=held)


def _program(portfolio: Portfolio, place: CodePlace) -> int:
    """The program (by place) a code stands at, or whose line."""
    if place.owner is Owner.LINE:
        return int(portfolio.lines.program[row_of(portfolio, place.id)])
    if place.id not in portfolio.program_index:
        raise UserError(N_('There is no program "{id}".'), N_("Choose one of the portfolio."), id=place.id)
    return portfolio.program_index[place.id]
