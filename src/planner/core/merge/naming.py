"""Which line and program of one document is which of another: those of the base by their id, proposed ones by the edit.

Two officers may each propose a line that their programs give the same id; they are two lines all the same. What tells
a proposed line is the identity of the change that requested it first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from planner.core.errors import N_, UserError
from planner.core.model.document import Change, Document
from planner.core.model.fields import PRESENT
from planner.core.model.portfolio import Portfolio
from planner.core.model.proposals import free_id, record_of, with_line, with_programs

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


def with_proposals(
    document: Document, theirs: Document, wanted: Iterable[Change], known: Mapping[str, Change], given: Collection[str]
) -> tuple[Document, Names]:
    """The document with the lines and programs that `wanted` changes of the other one propose, and their names here.

    `known` are the changes that are here already, by identity; `given` the lines that both had from the beginning.
    """
    portfolio, other = document.portfolio, theirs.portfolio
    if not other.proposals:
        return document, Names({}, {})
    made = _first_requests(theirs)
    lines: dict[str, str] = {}
    for id_ in (other.lines.ids[row] for row in sorted(other.proposals)):
        change = made.get(id_)
        here = known.get(change.identity) if change else None
        if here is not None and change is not None:
            place = next(at for at, each in enumerate(change.cells) if each.line_id == id_)
            lines[id_] = here.cells[place].line_id
        elif id_ in given or (change is None and id_ in portfolio.line_index):
            lines[id_] = id_
    wanted_lines = dict.fromkeys(each.line_id for change in wanted for each in change.cells)
    new = [id_ for id_ in wanted_lines if id_ not in lines and _is_proposed(other, id_)]
    new.sort(key=other.line_index.__getitem__)
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


def _is_proposed(portfolio: Portfolio, id_: str) -> bool:
    return portfolio.line_index.get(id_) in portfolio.proposals


def _first_requests(document: Document) -> Mapping[str, Change]:
    """The change that requested each proposed line first."""
    found: dict[str, Change] = {}
    for change in document.changes:
        for cell in change.cells:
            if (
                cell.field == PRESENT.key
                and cell.line_id not in found
                and _is_proposed(document.portfolio, cell.line_id)
            ):
                found[cell.line_id] = change
    return found


def _program_names(portfolio: Portfolio, other: Portfolio, lines: Mapping[str, str]) -> dict[str, str]:
    """The programs of lines that are known already; raises `UserError` where one of these is not here."""
    found: dict[str, str] = {}
    for id_, here in lines.items():
        if here not in portfolio.line_index:
            raise UserError(
                N_("The part goes by a line that has another name here: {line}."),
                N_("Take the part back into the document that it was split from, and that one here."),
                line=id_,
            )
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
        copy = replace(program, id=id_, parent=parent, relists=())
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
