"""What is said below programs and lines of 積算内訳, in rows of their own: a line carries figures, a note its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from planner.core.model.lines import Lack
from planner.files.plain.text_width import broken
from planner.files.submission.factors import AS_VALUE, factors
from planner.files.submission.request import AgedVintages, Request

WIDTH = 210
"""So wide a line of a note is at most, in half-width characters: it runs over the empty cells to its right."""


class Notes:
    """The notes of a request, each in lines."""

    def __init__(self, request: Request) -> None:
        self._request = request

    @cached_property
    def programs(self) -> Mapping[int, list[str]]:
        """Below a program: which amounts its total leaves out."""
        request = self._request
        return {i: self._note(request.missing(request.evaluation.program(i)[:2]), "") for i in request.programs}

    @cached_property
    def lines(self) -> Mapping[int, tuple[list[str], ...]]:
        """Below each vintage of a line: its standing, what has no formula, why it is so, where it comes from."""
        request, found = self._request, {}
        for row, shown in request.vintages.items():
            newest, *others = request.grounds.by_intake(row, [each.now.intake_year for each in shown])
            why = ["　".join(filter(None, [*request.grounds.reasons(row), newest])), *others]
            standing = [request.standing(row), *[""] * len(others)]
            found[row] = tuple(
                self._note("　".join(filter(None, [stands, *self._exceptions(row, each)])), said)
                for each, stands, said in zip(shown, standing, why, strict=True)
            )
        return found

    @property
    def rows(self) -> int:
        """How many rows all notes take."""
        below = (note for notes in self.lines.values() for note in notes)
        return sum(map(len, self.programs.values())) + sum(map(len, below))

    def _note(self, said: str, why: str) -> list[str]:
        """A note in lines; `why` is what was so when the workbook was made, and is headed so."""
        head = self._request.say("作成時の記載：", "Grounds as written:") if why else ""
        return broken("　".join(filter(None, [said, head, why])), WIDTH)

    def _exceptions(self, row: int, shown: AgedVintages) -> Iterator[str]:
        """What a reader has to be told of a vintage's amounts: one that is not printed, one that no formula gives."""
        request = self._request
        known = [isinstance(amount, int) for amount in request.evaluation.line(row)[:2]]
        previous = request.say("前年度：", "previous year: ")
        for vintage, is_known, head in ((shown.now, known[1], ""), (shown.before, known[0], previous)):
            if vintage.amount is Lack.UNPRICED:
                continue
            if not is_known or not isinstance(vintage.amount, int):
                yield head + request.say("公表なし", "not printed")
            elif factors(vintage) is None:
                yield head + request.say(*AS_VALUE)
