"""What scenarios set line by line, one above the other: looked up through all of them, copied into one nowhere.

So an edit of a scenario costs the same whatever it and those above it hold.
"""

from __future__ import annotations

import itertools
from collections.abc import ItemsView, Iterator, Mapping, Sequence, ValuesView
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from planner.core.model.lines import Cell
from planner.core.persistent import PersistentMap, differing

T = TypeVar("T")
ByLine = Mapping[str, Mapping[Cell, T]]
"""Line id → cell → what is held there."""

NOTHING: ByLine[Any] = MappingProxyType({})


class Layer(NamedTuple, Generic[T]):
    """What one scenario gives; what those above it give in the cells it `hides` counts no more."""

    gives: ByLine[T]
    hides: ByLine[Any] = NOTHING


class Layers(Mapping[str, Mapping[Cell, T]]):
    """Layers as one mapping, each of them going before those above it; the uppermost stands first."""

    def __init__(self, layers: Sequence[Layer[T]]) -> None:
        self.layers = tuple(layers)

    def get(self, line_id: str, default: Any = None, /) -> Any:
        """What is held of a line, `default` where there is nothing."""
        found: Mapping[Cell, T] | None = None
        for gives, hides in self.layers:
            if found and (hidden := hides.get(line_id)):
                found = {cell: held for cell, held in found.items() if cell not in hidden} or None
            if (given := gives.get(line_id)) is not None:
                found = {**found, **given} if found else given
        return default if found is None else found

    def __getitem__(self, line_id: str) -> Mapping[Cell, T]:
        found: Mapping[Cell, T] | None = self.get(line_id)
        if found is None:
            raise KeyError(line_id)
        return found

    def __contains__(self, line_id: object) -> bool:
        return self.get(line_id) is not None  # type: ignore[arg-type]

    @cached_property
    def _whole(self) -> dict[str, Mapping[Cell, T]]:
        """All of it, for who goes through it."""
        whole: dict[str, Mapping[Cell, T]] = {}
        for gives, hides in self.layers:
            fewer, others = (whole, hides) if len(whole) < len(hides) else (hides, whole)
            for line_id in [each for each in fewer if each in others]:
                left = {cell: held for cell, held in whole.pop(line_id).items() if cell not in hides[line_id]}
                if left:
                    whole[line_id] = left
            for line_id, given in gives.items():
                whole[line_id] = {**whole[line_id], **given} if line_id in whole else given
        return whole

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)

    def items(self) -> ItemsView[str, Mapping[Cell, T]]:
        """Lines with what is held of them."""
        return self._whole.items()

    def values(self) -> ValuesView[Mapping[Cell, T]]:
        """What is held, line by line."""
        return self._whole.values()


def layered(layers: Sequence[Layer[T]]) -> ByLine[T]:
    """Layers as one mapping, the uppermost first; where one alone gives anything, it is that."""
    if len(layers) == 1:
        return layers[0].gives
    giving = [place for place, layer in enumerate(layers) if layer.gives]
    if not giving:
        return NOTHING
    if giving[0] == len(layers) - 1 or (len(giving) == 1 and not any(each.hides for each in layers[giving[0] + 1 :])):
        return layers[giving[0]].gives
    return Layers(layers)


def lines_held(held: ByLine[Any]) -> Iterator[str]:
    """The lines (ids) of which something is held, met one by one; those of several layers more than once."""
    layers = held.layers if isinstance(held, Layers) else (Layer(held),)
    return itertools.chain.from_iterable(layer.gives for layer in layers)


def touched_lines(before: ByLine[Any], after: ByLine[Any]) -> list[str]:
    """The lines (ids) of which two do not hold the same."""
    if type(before) is Layers or type(after) is Layers:  # asked of a class alone it would cost as much as the rest
        mine, theirs = (each.layers if isinstance(each, Layers) else (Layer(each),) for each in (before, after))
        pairs = itertools.zip_longest(mine, theirs, fillvalue=Layer(NOTHING))
        sides = itertools.chain.from_iterable(zip(*pair, strict=True) for pair in pairs)
        found = list(dict.fromkeys(line_id for old, new in sides for line_id in differing(old, new)))
    elif isinstance(before, PersistentMap) and isinstance(after, PersistentMap) and before.is_akin(after):
        return [line_id for line_id, old, new in before.differences(after) if old != new]
    else:
        found = differing(before, after)
    return [line_id for line_id in found if before.get(line_id) != after.get(line_id)]
