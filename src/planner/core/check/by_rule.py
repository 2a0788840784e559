"""Findings sorted by rule and place, so that an edit puts in order what it found and leaves the rest as it stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from planner.core.errors import Problem

FEW = 64
"""So many places at most are put in one by one; more are sorted with all others."""


class _Ruled(NamedTuple):
    """The findings of one rule in the order of their places, and those places beside them."""

    places: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()

    def without(self, place: int) -> _Ruled:
        low, high = bisect_left(self.places, place), bisect_right(self.places, place)
        if low == high:
            return self
        return _Ruled(self.places[:low] + self.places[high:], self.problems[:low] + self.problems[high:])

    def with_one(self, place: int, problem: Problem) -> _Ruled:
        at = bisect_right(self.places, place)
        return _Ruled(
            (*self.places[:at], place, *self.places[at:]), (*self.problems[:at], problem, *self.problems[at:])
        )


@dataclass(frozen=True, eq=False)
class ByRule:
    """Findings about places (rows of lines): of each rule, in the order of places."""

    _rules: Mapping[str, _Ruled] = field(default_factory=dict)

    def of(self, rule: str) -> tuple[Problem, ...]:
        """The findings of a rule, in the order of their places."""
        return self._rules[rule].problems if rule in self._rules else ()

    def with_places(self, found: Mapping[int, Iterable[Problem]]) -> ByRule:
        """With other findings about these places."""
        rules = dict(self._rules)
        if len(found) > FEW:
            return _sorted(rules, found)
        for place in found:
            rules = {rule: held.without(place) for rule, held in rules.items()}
        for place, problems in found.items():
            for problem in problems:
                rules[problem.rule] = rules.get(problem.rule, _Ruled()).with_one(place, problem)
        return ByRule(rules)


def _sorted(rules: Mapping[str, _Ruled], found: Mapping[int, Iterable[Problem]]) -> ByRule:
    listed: dict[str, list[tuple[int, Problem]]] = {}
    for rule, held in rules.items():
        listed[rule] = [pair for pair in zip(*held, strict=True) if pair[0] not in found]
    for place, problems in found.items():
        for problem in problems:
            listed.setdefault(problem.rule, []).append((place, problem))
    for pairs in listed.values():
        pairs.sort(key=lambda pair: pair[0])
    return ByRule({rule: _Ruled(*zip(*pairs, strict=True)) for rule, pairs in listed.items() if pairs})
