"""Which rows somebody hid: a row that is out of sight because its group is folded is not among them.

Long sheets go out with groups folded, each with its button beside it; programs keep that as hidden rows with a level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

LEVELS = {str(level): level for level in range(1, 8)}
"""How deep a row may lie, by what is written; anything else is no level."""


def hidden_by_hand(hidden: Mapping[int, int], seen: Mapping[int, int]) -> frozenset[int]:
    """The hidden rows but for folded groups; rows by number with their levels, 0 or, of those `seen`, more.

    A group is what lies at a level or deeper without a gap; it is folded where none of it is seen.
    """
    rows = sorted((*hidden.items(), *seen.items()))
    folded = {row for level in set(hidden.values()) - {0} for row in _folded(rows, level, seen)}
    return frozenset(hidden) - folded


def _folded(rows: list[tuple[int, int]], level: int, seen: Mapping[int, int]) -> Iterator[int]:
    """The rows of folded groups of a level."""
    deep = (row for row, own in rows if own >= level)
    for _start, group in groupby(enumerate(deep), lambda each: each[1] - each[0]):
        found = [row for _at, row in group]
        if seen.keys().isdisjoint(found):
            yield from found
