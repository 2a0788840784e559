"""What the check asks of codes where some are given: one that two programs state, and those that are partly known.

Where none is given there is nothing to ask: the request sheets print none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.core.calculation.evaluate import Evaluation
from planner.core.errors import N_, Both, Message, Problem
from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import LABELS, CodeKind, Codes, Owner
from planner.core.model.portfolio import Portfolio
from planner.core.model.rules import PARTIAL_CODES, SAME_CODE

WITHIN = (
    (CodeKind.ORGANISATION, CodeKind.ITEM),
    (CodeKind.ITEM, CodeKind.SUBITEM),
    (CodeKind.SUBITEM, CodeKind.DETAIL),
)
"""Codes that say nothing without the one before them."""

NAMED = 3
"""So many of the programs that lack a code are named."""


@dataclass(frozen=True, eq=False)
class CodeCheck:
    """What codes ask of every scenario alike: worked out once, so that an edit costs the programs in doubt."""

    portfolio: Portfolio
    own: Codes

    @property
    def _book(self) -> CodeBook:
        return CodeBook(self.portfolio, self.own)

    @cached_property
    def _doubtful(self) -> tuple[tuple[int, Problem], ...]:
        """Findings, each with the program (by place) whose it is."""
        if self._book.is_empty:
            return ()
        return (*self._same(CodeKind.PROJECT), *self._same(CodeKind.REQUEST), *self._without())

    def problems(self, evaluation: Evaluation) -> Iterator[Problem]:
        """The findings about the base or a scenario."""
        for place, problem in self._doubtful:
            if evaluation.shows_program(place):
                yield problem
        if not self._book.is_empty:
            yield from self._lacking(evaluation)

    def _stated(self, kind: CodeKind) -> Mapping[tuple[str, ...], list[int]]:
        """The programs that state a code, by what they state; a 要求番号 counts within its 組織 and 項."""
        found: dict[tuple[str, ...], list[int]] = {}
        portfolio, book = self.portfolio, self._book
        for place in book.all_stated():
            if place.kind is not kind or place.owner is not Owner.PROGRAM:
                continue
            index = portfolio.program_index[place.id]
            kinds = (kind, CodeKind.ORGANISATION, CodeKind.ITEM) if kind is CodeKind.REQUEST else (kind,)
            codes = (book.of_program(index, each) for each in kinds)
            found.setdefault(tuple("" if code is None else code.text for code in codes), []).append(index)
        return found

    def _same(self, kind: CodeKind) -> Iterator[tuple[int, Problem]]:
        for (text, *_within), places in self._stated(kind).items():
            for at, index in enumerate(sorted(places)):
                earlier = (each for each in sorted(places)[:at] if not self._are_akin(each, index))
                other = next(earlier, None)
                if other is None:
                    continue
                program = self.portfolio.programs[other]
                said = Message.of(
                    N_("{name} {text} is that of {program} as well."),
                    name=Message.of(LABELS[kind]),
                    text=text,
                    program=Both(program.name, program.name_en),
                )
                remedy = Message.of(N_("Correct one of them, or accept it with the reason."))
                yield index, SAME_CODE.finding(self._where(index), said, remedy)

    def _are_akin(self, one: int, other: int) -> bool:
        """Whether one of two programs is part of the other."""
        ancestors = self.portfolio.ancestors
        return one in ancestors[other] or other in ancestors[one]

    def _without(self) -> Iterator[tuple[int, Problem]]:
        """Codes that stand somewhere without the one they are within."""
        book, portfolio = self._book, self.portfolio
        for place in book.all_stated():
            outer = next((outer for outer, inner in WITHIN if inner is place.kind), None)
            if outer is None:
                continue
            if place.owner is Owner.LINE:
                row = portfolio.line_index[place.id]
                index, known = int(portfolio.lines.program[row]), book.of_line(row, outer)
            else:
                index = portfolio.program_index[place.id]
                known = book.of_program(index, outer)
            if known is None:
                said = Message.of(
                    N_("{inner} is given, and no {outer}."),
                    inner=Message.of(LABELS[place.kind]),
                    outer=Message.of(LABELS[outer]),
                )
                where = f"{place.id}@{portfolio.request_year}"
                yield index, PARTIAL_CODES.finding(where, said, Message.of(N_("Give it too (Check page, Codes).")))

    @cached_property
    def _partly(self) -> Mapping[CodeKind, tuple[int, ...]]:
        """Codes that are known of some programs, each with the programs at the top of which it is not."""
        tops = self.portfolio.tops
        kinds = (CodeKind.ORGANISATION, CodeKind.ITEM, CodeKind.REQUEST, CodeKind.PROJECT)
        lacking = {kind: tuple(index for index in tops if not self._is_known(index, kind)) for kind in kinds}
        return {kind: places for kind, places in lacking.items() if len(places) < len(tops)}

    def _lacking(self, evaluation: Evaluation) -> Iterator[Problem]:
        """Codes that some programs have and others have not."""
        for kind, places in self._partly.items():
            shown = [place for place in places if evaluation.shows_program(place)]
            if shown:
                said = Message.of(
                    N_("{name} is known of some programs, but not of these ({count}): {programs}."),
                    name=Message.of(LABELS[kind]),
                    count=len(shown),
                    programs=_names(self.portfolio, shown),
                )
                yield PARTIAL_CODES.finding("", said, Message.of(N_("Give it too (Check page, Codes).")))

    def _is_known(self, top: int, kind: CodeKind) -> bool:
        """Whether a code is known of a program, or of one of its parts."""
        return any(self._book.of_program(index, kind) is not None for index in self.portfolio.subtrees[top])

    def _where(self, index: int) -> str:
        return f"{self.portfolio.programs[index].id}@{self.portfolio.request_year}"


def _names(portfolio: Portfolio, places: Iterable[int]) -> Both:
    """Programs by name, the first few of them."""
    listed = [portfolio.programs[place] for place in places]
    shown, more = listed[:NAMED], " …" if len(listed) > NAMED else ""
    return Both(
        "、".join(each.name for each in shown) + more, ", ".join(each.name_en or each.name for each in shown) + more
    )
