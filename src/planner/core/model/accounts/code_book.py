"""Which codes hold for a program or line: its own, else those of the programs it is part of, nearest first."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from planner.core.model.accounts.codes import CODES, Code, CodeKind, CodePlace, Codes, Owner
from planner.core.model.document import Document
from planner.core.model.portfolio import Portfolio


class CodeBook(NamedTuple):
    """The codes of a document: looked up as they are asked for, so that it costs nothing to have one."""

    portfolio: Portfolio
    own: Codes

    @classmethod
    def of(cls, document: Document) -> CodeBook:
        """The codes of a document."""
        return cls(document.portfolio, document.codes)

    @property
    def is_empty(self) -> bool:
        """Whether no code was ever given."""
        return not self.own and not self.portfolio.codes

    def all_stated(self) -> Codes:
        """All that is said, by where it stands."""
        joined = {**self.portfolio.codes, **self.own}
        return MappingProxyType({place: code for place, code in joined.items() if not code.is_blank})

    def stated(self, place: CodePlace) -> Code | None:
        """What is said in a place itself: what was set in the document, else what came with the tables."""
        found = self.own.get(place)
        if found is None:
            found = self.portfolio.codes.get(place)
        return None if found is None or found.is_blank else found

    def of_program(self, index: int, kind: CodeKind) -> Code | None:
        """The code that holds for a program (by place); links of those it is part of are not its own."""
        portfolio = self.portfolio
        chain = portfolio.ancestors[index] if kind in CODES else (index,)
        for above in chain:
            found = self.stated(CodePlace(Owner.PROGRAM, portfolio.programs[above].id, kind))
            if found is not None:
                return found
        return None

    def of_line(self, row: int, kind: CodeKind) -> Code | None:
        """The code that holds for a line (by row)."""
        found = self.stated(CodePlace(Owner.LINE, self.portfolio.lines.ids[row], kind))
        return self.of_program(int(self.portfolio.lines.program[row]), kind) if found is None else found
