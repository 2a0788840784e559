"""Which line and program of one document is which of another: those of the base by their id, proposed ones by the edit.

Two officers may each propose a line that their programs give the same id; they are two lines all the same. What tells
a proposed line is the identity of the change that requested it first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from planner.core.errors import N_, UserError
from planner.core.model.document import Change, Document
from planner.core.model.fields import PRESENT
from planner.core.model.portfolio import Portfolio
from planner.core.model.proposals import free_id, record_of, with_line, with_programs

MADE = "made"
"""What tells a proposed line or program that a part was given is named like an item of this kind."""

_NUMBER = re.compile(r"-[0-9]+\Z")


class Names(NamedTuple):
    """What lines and programs of another document are called in this one, where that is not the same."""

    lines: Mapping[str, str]
    programs: Mapping[str, str]

    def line(self, id_: str) -> str:
        """The line's id here."""
        return self.lines.get(id_, id_)

    def program(self, id_: str) -> str:
        """The program's id here."""
        return self.programs.get(id_, id_)

    def place(self, where: str) -> str:
        """The place of a finding here: a line or program, maybe with a field and a year."""
        if not self.lines and not self.programs:
            return where
        before, at, year = where.partition("@")
        stem, dot, field = before.rpartition(".")
        id_ = stem if dot else before
        return f"{self.lines.get(id_, self.program(id_))}{dot}{field if dot else ''}{at}{year}"


NO_NAMES = Names({}, {})


def identities(document: Document) -> Names:
    """What tells each proposed line and program of a document apart, wherever else it is and whatever it is called.

    A line is told by the change that requested it first and its place among the lines of that; a program by the first
    line that was requested in it, and how far above that it stands. A part was told so of those it was given. Of one
    that no change tells, nothing is there.
    """
    portfolio, given = document.portfolio, document.part.given if document.part is not None else {}
    lines: dict[str, str] = {}
    programs: dict[str, str] = {}
    first: dict[int, tuple[int, int, str]] = {}
    for row in portfolio.proposals:
        id_, owner = portfolio.lines.ids[row], int(portfolio.lines.program[row])
        told, made = given.get(f"{MADE}:{id_}"), _first_request(document, id_)
        if told is None and made is None:
            continue
        when, place = 0, 0
        if told is None and made is not None:
            when, place = made.number, list(made.cells_of).index(id_)
            told = f"{made.identity}#{place}"
        assert told is not None
        lines[id_] = told
        for up, i in enumerate(portfolio.ancestors[owner]):
            if portfolio.programs[i].proposed:
                candidate = when, place, f"{told}^{up}"
                first[i] = min(first.get(i, candidate), candidate)
    for i, (_when, _place, told) in first.items():
        id_ = portfolio.programs[i].id
        programs[id_] = given.get(f"{MADE}:{id_}", told)
    return Names(lines, programs) if lines else NO_NAMES


def with_proposals(document: Document, theirs: Document, wanted: Iterable[Change]) -> tuple[Document, Names]:
    """The document with the lines and programs that `wanted` changes of the other one propose, and their names here.

    Raises `UserError` where they are about one that was proposed elsewhere and is not here yet.
    """
    portfolio, other = document.portfolio, theirs.portfolio
    if not other.proposals:
        return document, NO_NAMES
    own, made = identities(document), identities(theirs)
    there = {told: id_ for id_, told in own.lines.items()}
    given = theirs.part.given if theirs.part is not None else {}
    proposed = [other.lines.ids[row] for row in sorted(other.proposals)]
    touched = {each.line_id for change in wanted for each in change.cells}
    lines: dict[str, str] = {}
    new: list[str] = []
    for id_ in proposed:
        here = there.get(made.lines.get(id_, ""))
        if here is None and id_ not in own.lines and portfolio.line_index.get(id_) in portfolio.proposals:
            here = id_  # no change tells of it any more
        if here is not None:
            lines[id_] = here
        elif f"{MADE}:{id_}" in given:
            raise UserError(
                N_("The part has a line that is not here: {line}."),
                N_("Take back the document that it was split from first."),
                line=id_,
            )
        elif id_ in touched:
            new.append(id_)
    programs = _program_names(portfolio, other, lines)
    for id_ in new:
        portfolio, programs = _with_program(portfolio, other, int(other.lines.program[other.line_index[id_]]), programs)
    for id_ in new:
        record = record_of(other, id_)
        program = programs.get(record.program, record.program)
        lines[id_] = id_ if _is_free(portfolio, id_) else free_id(portfolio, _NUMBER.sub("", id_))
        of = lines.get(record.of, record.of)
        portfolio = with_line(
            portfolio,
            record._replace(id=lines[id_], program=program, of=of if of in portfolio.line_index else ""),
            _before(portfolio, other, id_, lines),
        )
    grown = document if portfolio is document.portfolio else replace(document, portfolio=portfolio)
    return grown, Names(
        {mine: here for mine, here in lines.items() if mine != here},
        {mine: here for mine, here in programs.items() if mine != here},
    )


def _first_request(document: Document, line_id: str) -> Change | None:
    """The change that requested a line first."""
    made = document.changes.of_line(line_id)
    return next(
        (change for change in made if any(cell.field == PRESENT.key for cell in change.cells_of[line_id])), None
    )


def _program_names(portfolio: Portfolio, other: Portfolio, lines: Mapping[str, str]) -> dict[str, str]:
    """What the proposed programs of lines that are known are called here."""
    found: dict[str, str] = {}
    for id_, here in lines.items():
        theirs = int(other.lines.program[other.line_index[id_]])
        mine = int(portfolio.lines.program[portfolio.line_index[here]])
        for a, b in zip(other.ancestors[theirs], portfolio.ancestors[mine], strict=False):
            if other.programs[a].proposed and portfolio.programs[b].proposed:
                found.setdefault(other.programs[a].id, portfolio.programs[b].id)
    return found


def _with_program(
    portfolio: Portfolio, other: Portfolio, index: int, names: dict[str, str]
) -> tuple[Portfolio, dict[str, str]]:
    """The portfolio with a proposed program of another one, and those it is part of."""
    for i in reversed(other.ancestors[index]):
        program = other.programs[i]
        if not program.proposed or program.id in names:
            continue
        id_ = program.id if _is_free(portfolio, program.id) else free_id(portfolio, _NUMBER.sub("", program.id))
        parent = names.get(program.parent, program.parent)
        copy = program._replace(id=id_, parent=parent, relists=())
        like = next(
            (
                names.get(each.id, each.id)
                for each in reversed(other.programs[:i])
                if each.parent == program.parent and names.get(each.id, each.id) in portfolio.program_index
            ),
            parent,
        )
        portfolio = with_programs(portfolio, [copy], like)
        names = {**names, program.id: id_}
    return portfolio, names


def _is_free(portfolio: Portfolio, id_: str) -> bool:
    return id_ not in portfolio.line_index and id_ not in portfolio.program_index


def _before(portfolio: Portfolio, other: Portfolio, id_: str, names: Mapping[str, str]) -> str | None:
    """The line here below which one of the other document goes: the nearest above it that both have."""
    row = other.line_index[id_]
    for above in reversed(range(other.line_ranges[int(other.lines.program[row])].start, row)):
        mine = other.lines.ids[above]
        here = names.get(mine, mine)
        if here in portfolio.line_index:
            return here
    return None
