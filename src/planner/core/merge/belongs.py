"""Whether a document that comes back belongs to this one, and how: as a part of it, or as a copy edited apart."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace
from enum import Enum

from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.parts import Part, State
from planner.core.model.portfolio import Portfolio
from planner.core.model.proposals import base_only


class Kin(Enum):
    """What a document is to another one."""

    PART = "part"
    COPY = "copy"


def request_of(document: Document) -> str:
    """What tells the request a document is of: empty before anything was sent."""
    if document.part is not None:
        return document.part.request
    return document.sent[0].request if document.sent else ""


def kin_of(document: Document, label: str, theirs: Document) -> Kin:
    """What `theirs` is to a document; `UserError`, which says it of `label`, where it does not belong to it."""
    part = theirs.part
    if part is None or (document.part is not None and document.part.id == part.id):
        if _base(document.portfolio, theirs.portfolio) != base_only(theirs.portfolio):
            raise UserError(
                N_("This is neither a part nor a copy of the document: it stands on another base."),
                N_("Merge parts that were split from it, or a copy of it."),
                where=label,
            )
        return Kin.COPY
    if part.request != request_of(document):
        raise UserError(
            N_("This part belongs to another request."),
            N_("Merge it into the document it was split from."),
            where=label,
        )
    _refuse_old(document, label, part)
    _refuse_others(document, label, theirs)
    return Kin.PART


def _base(mine: Portfolio, theirs: Portfolio) -> Portfolio:
    """The base of one, to the years of the other's plan."""
    return replace(base_only(mine), years=theirs.years)


def _refuse_old(document: Document, label: str, part: Part) -> None:
    known = {each.id: each for each in document.sent}
    sent = known.get(part.id)
    through = set(part.above) & known.keys()
    below = document.part is not None and document.part.id in part.above
    if sent is None and not through and (document.sent or not below):
        raise UserError(
            N_("This part is of an earlier split: {heading} was sent out again since, or not from this document."),
            N_("Have its changes made in the part that was sent last."),
            where=label,
            heading=part.name,
        )
    settled = [each for each in (sent, *(known[id_] for id_ in through)) if each and each.state is State.SETTLED]
    if settled:
        raise UserError(
            N_("The part {heading} is settled."),
            N_("Send it back, if it shall change once more."),
            where=label,
            heading=settled[0].name,
        )


def _refuse_others(document: Document, label: str, theirs: Document) -> None:
    """Refuse what holds values of lines that are not the part's, or of lines that are not here."""
    portfolio = theirs.portfolio
    here, programs = document.portfolio.line_index, document.portfolio.program_index
    ids, rows = portfolio.lines.ids, [row for i in theirs.open_programs() for row in portfolio.line_ranges[i]]
    own = {ids[row] for row in rows}
    lost = [] if own <= here.keys() else _base_lines_without(portfolio, rows, here)
    given = theirs.part.programs if theirs.part else ()
    lost += [id_ for id_ in given if id_ not in programs and not _is_proposed(portfolio, id_)]
    touched = {line_id for scenario in theirs.scenarios for line_id in scenario.overrides}
    touched |= {line_id for change in theirs.changes for line_id in change.cells_of}
    strange = [*lost, *sorted((touched & portfolio.line_index.keys()) - own)]
    if strange:
        raise UserError(
            N_("The part holds what is not its own: {line}."),
            N_("It was altered by another program: have its changes made in the part that was sent."),
            where=label,
            line=strange[0],
        )


def _base_lines_without(portfolio: Portfolio, rows: Iterable[int], here: Container[str]) -> list[str]:
    """Those of the base among some lines that are not here."""
    ids, proposals = portfolio.lines.ids, portfolio.proposals
    return [ids[row] for row in rows if row not in proposals and ids[row] not in here]


def _is_proposed(portfolio: Portfolio, program: str) -> bool:
    return portfolio.programs[portfolio.program_index[program]].proposed
