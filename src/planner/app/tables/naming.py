"""Names of proposed lines and programs as they are typed where they stand: read, and set as one edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from planner.app.session.session import Session
from planner.core.edits.structure import describe_line, describe_program, refuse_base_line, refuse_base_program
from planner.core.edits.values import Entry, set_values
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.portfolio import Portfolio
from planner.files.document.author import author
from planner.words.texts import Texts


class Naming(NamedTuple):
    """A proposed line's name and the unit it is counted in."""

    line: str
    label: str
    unit: str

    @classmethod
    def read(cls, portfolio: Portfolio, line: str, label: str, unit: str | None = None) -> Naming:
        """The name typed for a line, which keeps its unit where none is given; `UserError` where it cannot stand."""
        refuse_base_line(portfolio, line)
        if not label.strip():
            raise UserError(N_("A line needs a label."), N_("Write what it pays for."))
        kept = portfolio.lines.units[portfolio.line_index[line]]
        return cls(line, label.strip(), kept if unit is None else unit)


def name_lines(session: Session, text: str, names: Sequence[Naming], entries: Sequence[Entry] = ()) -> None:
    """Name lines, and set values, in the scenario shown: one edit, `text` to undo."""
    scenario = session.state.scenario

    def whole(document: Document) -> Document:
        for each in names:
            document = describe_line(document, *each)
        return set_values(document, scenario, entries, session.reason, author()) if entries else document

    session.edit(text, whole)


def name_program(session: Session, texts: Texts, program: str, name: str) -> None:
    """Give a proposed program another name, and its line that was called like it."""
    portfolio, name = session.state.portfolio, name.strip()
    refuse_base_program(portfolio, program)
    if not name:
        raise UserError(N_("A program needs a name."), N_("Write its name."))
    place = portfolio.program_index[program]
    lines, before = portfolio.lines, portfolio.programs[place].name
    alike = [row for row in portfolio.line_ranges[place] if row in portfolio.proposals and lines.labels[row] == before]

    def whole(document: Document) -> Document:
        for row in alike:
            document = describe_line(document, lines.ids[row], name, lines.units[row])
        return describe_program(document, program, name)

    session.edit(texts._("Rename the program"), whole)
