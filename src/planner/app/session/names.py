"""Many names searched at once: how well each fits what was typed, over one text they all stand in.

Width, case and composition do not matter (`planner.words.texts.folded`). All words of a query must be there. Best is
the whole query as a name, then at its start, then anywhere in it, then its words apart, then some of them around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.words.texts import folded

Flags = npt.NDArray[np.bool_]
Ranks = npt.NDArray[np.uint8]
SAME, START, WITHIN, APART, AROUND, NOT = range(6)
"""How well a name fits, best first."""


@dataclass(frozen=True)
class Query:
    """What is looked for, folded: the text, and its words."""

    text: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> Query:
        """The query as it was typed."""
        text = folded(typed)
        return cls(text, tuple(text.split()))


class Names:
    """Folded names, to be searched together."""

    def __init__(self, names: Sequence[str]) -> None:
        self._joined = "\n".join(names)
        self._length = np.fromiter(map(len, names), dtype=np.int64, count=len(names))
        self._start = np.cumsum(self._length + 1) - self._length - 1

    def __len__(self) -> int:
        return len(self._length)

    def holding(self, word: str) -> Flags:
        """Which names hold a word."""
        found = np.zeros(len(self), dtype=np.bool_)
        found[self._rows(self._places(word))] = True
        return found

    def ranks(self, query: Query, around: Sequence[Flags] | None = None) -> Ranks:
        """How well each name fits; `around` says for each word where it stands in what is around the name."""
        found = np.full(len(self), NOT, dtype=np.uint8)
        if not len(self):
            return found
        if not query.words:
            found[:] = APART
            return found
        own = [self.holding(word) for word in query.words]
        if around is not None:
            found[np.logical_and.reduce([mine | theirs for mine, theirs in zip(own, around, strict=True)])] = AROUND
        found[np.logical_and.reduce(own)] = APART
        places = self._places(query.text)
        rows = self._rows(places)
        found[rows] = WITHIN
        first = rows[places == self._start[rows]]
        found[first] = START
        found[first[self._length[first] == len(query.text)]] = SAME
        return found

    def _places(self, word: str) -> npt.NDArray[np.int64]:
        """Where a word begins in the text."""
        return np.fromiter((hit.start() for hit in re.finditer(re.escape(word), self._joined)), dtype=np.int64)

    def _rows(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        return np.searchsorted(self._start, places, side="right") - 1


def best(ranks: Ranks, most: int) -> tuple[list[int], int]:
    """The places of the names that fit best, equal ones in their order; and how many fit at all."""
    fitting = np.flatnonzero(ranks < NOT)
    order = np.argsort(ranks[fitting], kind="stable")[:most]
    return fitting[order].tolist(), len(fitting)
