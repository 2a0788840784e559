"""Findings sorted by rule and place, so that an edit puts in order what it found and leaves the rest as it stands."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import overload

from planner.core.errors import Problem
from planner.core.persistent import PersistentArray

FEW = 64
"""So many places at most are put in one by one; more are put in order with all others."""

Ruled = PersistentArray[tuple[Problem, ...]]
"""The findings of one rule by place (row of a line)."""
NO_LINES: Ruled = PersistentArray()


class Findings(Sequence[Problem]):
    """The findings of one rule: what is said before those of lines, these in the order of rows, and what after them.

    Two of them are told apart by what they do not share.
    """

    def __init__(
        self,
        first: tuple[Problem, ...] = (),
        lines: Ruled = NO_LINES,
        count: int = 0,
        last: tuple[Problem, ...] = (),
    ) -> None:
        self._first, self._lines, self._count, self._last = first, lines, count, last

    def with_ends(self, first: Iterable[Problem], last: Iterable[Problem]) -> Findings:
        """The same about lines between others."""
        return Findings(tuple(first), self._lines, self._count, tuple(last))

    def with_places(self, places: Collection[int], found: Mapping[int, tuple[Problem, ...]]) -> Findings:
        """With these about the places of lines given, and none about those without."""
        if len(places) > FEW:
            kept = {place: problems for place, problems in self._lines.items() if place not in places}
            lines: Ruled = PersistentArray({**kept, **found})
            return Findings(self._first, lines, sum(map(len, lines.values())), self._last)
        lines, count = self._lines, self._count
        for place in places:
            count += len(found.get(place, ())) - len(lines.get(place, ()))
            lines = lines.set(place, found.get(place))
        return self if lines is self._lines else Findings(self._first, lines, count, self._last)

    @cached_property
    def _whole(self) -> tuple[Problem, ...]:
        return (*self._first, *itertools.chain.from_iterable(self._lines.held()), *self._last)

    def __len__(self) -> int:
        return len(self._first) + self._count + len(self._last)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._whole)

    @overload
    def __getitem__(self, place: int) -> Problem: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Problem, ...]: ...
    def __getitem__(self, place: int | slice) -> Problem | tuple[Problem, ...]:
        return self._whole[place]

    def __eq__(self, other: object) -> bool:
        """Whether the other holds equal findings in the same order."""
        if not isinstance(other, Findings):
            return NotImplemented
        return (
            len(self) == len(other)
            and self._first == other._first
            and all(mine == theirs for _row, mine, theirs in self._lines.differences(other._lines))
            and self._last == other._last
        )

    def __hash__(self) -> int:
        return hash(self._whole)

    def gone_and_come(self, after: Findings) -> tuple[list[Problem], list[Problem]]:
        """What is no more there in another, and what is there that was not; some in both may be in both lists."""
        gone: list[Problem] = []
        come: list[Problem] = []
        for _row, mine, theirs in self._lines.differences(after._lines):
            gone += mine or ()
            come += theirs or ()
        for mine, theirs in ((self._first, after._first), (self._last, after._last)):
            shorter = min(len(mine), len(theirs))
            begin = _alike(mine, theirs, shorter)
            end = min(_alike(reversed(mine), reversed(theirs), shorter), shorter - begin)
            gone += mine[begin : len(mine) - end]
            come += theirs[begin : len(theirs) - end]
        return gone, come


def _alike(before: Iterable[Problem], after: Iterable[Problem], most: int) -> int:
    """How many findings, `most` if no two differ, stand in both from the beginning, the same objects."""
    return next(itertools.compress(itertools.count(), map(operator.is_not, before, after)), most)


NONE = Findings()


@dataclass(frozen=True, eq=False)
class ByRule:
    """Findings about places (rows of lines): of each rule, in the order of places."""

    _rules: Mapping[str, Findings] = field(default_factory=dict)

    def of(self, rule: str) -> Findings:
        """The findings of a rule, in the order of their places."""
        return self._rules.get(rule, NONE)

    def with_places(self, found: Mapping[int, Iterable[Problem]]) -> ByRule:
        """With other findings about these places."""
        rules: dict[str, dict[int, tuple[Problem, ...]]] = {rule: {} for rule in self._rules}
        for place, problems in found.items():
            for problem in problems:
                ruled = rules.setdefault(problem.rule, {})
                ruled[place] = (*ruled.get(place, ()), problem)
        return ByRule({rule: self.of(rule).with_places(found.keys(), ruled) for rule, ruled in rules.items()})
