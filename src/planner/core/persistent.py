"""Collections that never change: one with something set is another one, and both share all but a few nodes.

What sets, takes away or appends costs the same however much is held; in what two of one descent differ is found by what
they do not share. Below all of them lies a trie of lists, 16 to a node, over places counted from 0; a list that is part
of one is never altered.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Hashable, ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from typing import Any, TypeVar, overload

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

BITS = 4
WIDTH = 1 << BITS
MASK = WIDTH - 1

Node = list[Any]
"""As many values, or nodes one level below, as `WIDTH`; `None` where there is nothing."""

EMPTY: Node = [None] * WIDTH

_IS_THERE = functools.partial(operator.is_not, None)


def differing(before: Mapping[K, object], after: Mapping[K, object]) -> list[K]:
    """The keys that do not hold the same object in both; those of one descent are looked at only where they differ."""
    if before is after:
        return []
    if isinstance(before, PersistentMap) and isinstance(after, PersistentMap) and before.is_akin(after):
        return before.differing(after)
    if isinstance(before, PersistentArray) and isinstance(after, PersistentArray):
        return before.differing(after)  # type: ignore[return-value]  # whole numbers are its keys
    found = [key for key, held in after.items() if before.get(key) is not held]
    return found + [key for key in before if key not in after]


def updated(before: Mapping[int, V], changes: Mapping[int, V | None]) -> Mapping[int, V]:
    """Values by place with these set, or taken away where they are `None`; what was no array yet is one from now on."""
    if not before:
        return {place: value for place, value in changes.items() if value is not None}
    found = PersistentArray.of(before)
    for place, value in changes.items():
        found = found.set(place, value)
    return found


class PersistentArray(Mapping[int, V]):
    """Values by place, in the order of places; none of them is `None`.

    Each knows the nodes it was made from by one `set`, and what that did: the two are often compared.
    """

    __slots__ = ("_count", "_root", "_shift", "_step")

    def __init__(self, values: Mapping[int, V] | None = None) -> None:
        nodes, shift = _gathered(values or {}), 0
        while any(nodes):  # until there is one only, the first
            nodes, shift = _gathered(nodes), shift + BITS
        self._root, self._shift, self._count = nodes.get(0, EMPTY), shift, len(values or {})
        self._step: tuple[Node | None, tuple[int, V | None, V | None]] = (None, (0, None, None))
        """The nodes before the last `set`; the place that was set, what was there, and what is now."""

    @classmethod
    def of(cls, values: Mapping[int, V]) -> PersistentArray[V]:
        """The same values in an array; an array is taken as it is."""
        return values if isinstance(values, PersistentArray) else cls(values)

    def __len__(self) -> int:
        return self._count

    def get(self, place: int, default: Any = None, /) -> Any:
        """The value at a place, `default` where there is none."""
        shift = self._shift
        if place >> shift + BITS:
            return default
        node = self._root
        while shift:
            node = node[place >> shift & MASK]
            if node is None:
                return default
            shift -= BITS
        found = node[place & MASK]
        return default if found is None else found

    def __getitem__(self, place: int) -> V:
        found: V | None = self.get(place)
        if found is None:
            raise KeyError(place)
        return found

    def __contains__(self, place: object) -> bool:
        return isinstance(place, int) and self.get(place) is not None

    def __iter__(self) -> Iterator[int]:
        return map(operator.itemgetter(0), self.pairs())

    def items(self) -> ItemsView[int, V]:
        """Places with their values."""
        return _Items(self)

    def values(self) -> ValuesView[V]:
        """The values, in the order of their places."""
        return _Values(self)

    def held(self) -> Iterator[V]:
        """The values, leaf by leaf."""
        leaves = [leaf for _first, leaf in _leaves(self._root, self._shift, 0)]
        return filter(_IS_THERE, itertools.chain.from_iterable(leaves))

    def pairs(self) -> Iterator[tuple[int, V]]:
        """Places with their values, leaf by leaf."""
        leaves = _leaves(self._root, self._shift, 0)
        return iter([pair for first, leaf in leaves for pair in enumerate(leaf, first) if pair[1] is not None])

    def set(self, place: int, value: V | None) -> PersistentArray[V]:
        """With a value at a place, or, where it is `None`, without one."""
        root, shift = self._root, self._shift
        while place >> shift + BITS:
            root, shift = [root, *EMPTY[1:]], shift + BITS
        node, level = root.copy(), shift
        made: PersistentArray[V] = PersistentArray.__new__(PersistentArray)
        made._root, made._shift = node, shift
        while level:
            at = place >> level & MASK
            below = (node[at] or EMPTY).copy()
            node[at] = below
            node = below
            level -= BITS
        old = node[place & MASK]
        if old is value:
            return self
        node[place & MASK] = value
        made._step = self._root, (place, old, value)
        made._count = self._count + (old is None) - (value is None)
        return made

    def differing(self, other: PersistentArray[Any]) -> list[int]:
        """The places where the two do not hold the same object."""
        return [place for place, _mine, _theirs in self.differences(other)]

    def differences(self, other: PersistentArray[Any]) -> list[tuple[int, V | None, Any]]:
        """Those places, each with what the one holds there and what the other."""
        before, change = other._step
        if before is self._root:
            return [change]
        a, b, shift = self._root, other._root, max(self._shift, other._shift)
        for _level in range(self._shift, shift, BITS):
            a = [a, *EMPTY[1:]]
        for _level in range(other._shift, shift, BITS):
            b = [b, *EMPTY[1:]]
        found: list[tuple[int, V | None, Any]] = []
        _differ(a, b, shift, 0, found)
        return found


class PersistentMap(Mapping[K, V]):
    """Values by any key, in the order in which the keys were first met.

    All of one descent give a key the same place; `_places` learns of a key once and forgets none.
    """

    __slots__ = ("_entries", "_free", "_places")

    def __init__(self, values: Mapping[K, V] | None = None) -> None:
        self._free = itertools.count()  # takes a number once, whoever asks: edits are made on threads too
        self._places = dict(zip(values or (), self._free, strict=False))
        self._entries: PersistentArray[tuple[K, V]] = PersistentArray(dict(enumerate((values or {}).items())))

    @classmethod
    def of(cls, values: Mapping[K, V]) -> PersistentMap[K, V]:
        """The same values in a map; a map is taken as it is."""
        return values if isinstance(values, PersistentMap) else cls(values)

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Any, default: Any = None, /) -> Any:
        """The value of a key, `default` where there is none."""
        place = self._places.get(key)
        entry = None if place is None else self._entries.get(place)
        return default if entry is None else entry[1]

    def __getitem__(self, key: K) -> V:
        entry: tuple[K, V] | None = self._entries.get(self._places[key])
        if entry is None:
            raise KeyError(key)
        return entry[1]

    def __contains__(self, key: object) -> bool:
        return key in self._places and self._places[key] in self._entries

    def __iter__(self) -> Iterator[K]:
        return map(operator.itemgetter(0), self._entries.held())

    def items(self) -> ItemsView[K, V]:
        """Keys with their values."""
        return _Items(self)

    def values(self) -> ValuesView[V]:
        """The values, in the order of their keys."""
        return _Values(self)

    def held(self) -> Iterator[V]:
        """The values."""
        return map(operator.itemgetter(1), self._entries.held())

    def pairs(self) -> Iterator[tuple[K, V]]:
        """Keys with their values."""
        return self._entries.held()

    def set(self, key: K, value: V) -> PersistentMap[K, V]:
        """With a value for a key."""
        place = self._places.get(key)
        if place is None:
            place = self._places.setdefault(key, next(self._free))
        elif (entry := self._entries.get(place)) is not None and entry[1] is value:
            return self
        return self._with(self._entries.set(place, (key, value)))

    def without(self, key: K) -> PersistentMap[K, V]:
        """Without the value of a key, if there is one."""
        place = self._places.get(key)
        return self if place is None else self._with(self._entries.set(place, None))

    def _with(self, entries: PersistentArray[tuple[K, V]]) -> PersistentMap[K, V]:
        if entries is self._entries:
            return self
        made: PersistentMap[K, V] = PersistentMap.__new__(PersistentMap)
        made._entries, made._free, made._places = entries, self._free, self._places
        return made

    def __eq__(self, other: object) -> bool:
        """Whether the other holds equal values for the same keys; of one descent only what differs is compared."""
        if isinstance(other, PersistentMap) and self.is_akin(other):
            return len(self) == len(other) and all(self.get(key) == other.get(key) for key in self.differing(other))
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]  # no mapping has one

    def is_akin(self, other: PersistentMap[Any, Any]) -> bool:
        """Whether both are of one descent."""
        return self._places is other._places

    def differing(self, other: PersistentMap[K, Any]) -> list[K]:
        """The keys that do not hold the same object in one of the same descent."""
        return [key for key, _mine, _theirs in self.differences(other)]

    def differences(self, other: PersistentMap[K, Any]) -> list[tuple[K, V | None, Any]]:
        """Those keys, each with what the one holds for it and what the other; `None` where that is nothing."""
        found: list[tuple[K, V | None, Any]] = []
        for _place, a, b in self._entries.differences(other._entries):
            mine, theirs = a and a[1], b and b[1]
            if mine is not theirs:
                found.append(((a or b)[0], mine, theirs))
        return found


class PersistentList(Sequence[V]):
    """Values in order, to which others are appended; none of them is `None`."""

    __slots__ = ("_array",)

    def __init__(self, values: Iterable[V] = ()) -> None:
        self._array = PersistentArray(dict(enumerate(values)))

    def __len__(self) -> int:
        return len(self._array)

    @overload
    def __getitem__(self, place: int) -> V: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[V, ...]: ...
    def __getitem__(self, place: int | slice) -> V | tuple[V, ...]:
        if isinstance(place, slice):
            return tuple(self._array[each] for each in range(*place.indices(len(self))))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._array[place % len(self)]

    def __iter__(self) -> Iterator[V]:
        return self._array.held()

    def __reversed__(self) -> Iterator[V]:
        return map(self._array.__getitem__, reversed(range(len(self))))

    def __eq__(self, other: object) -> bool:
        """Whether the other, of any kind of sequence that does not change, holds equal values in the same order."""
        if not isinstance(other, (PersistentList, tuple)):
            return NotImplemented
        return len(self) == len(other) and all(map(operator.eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def differing(self, other: PersistentList[V]) -> list[int]:
        """The places where the two do not hold the same object."""
        return self._array.differing(other._array)


class _Items(ItemsView[K, V]):
    """Keys with their values, none of them looked up."""

    def __iter__(self) -> Iterator[tuple[K, V]]:
        return self._mapping.pairs()  # type: ignore[attr-defined,no-any-return]


class _Values(ValuesView[V]):
    """Values, none of them looked up."""

    def __iter__(self) -> Iterator[V]:
        return self._mapping.held()  # type: ignore[attr-defined,no-any-return]


def _gathered(held: Mapping[int, Any]) -> dict[int, Node]:
    """What is held by place as nodes, by theirs."""
    nodes: dict[int, Node] = {}
    for place, each in held.items():
        node = nodes.get(place >> BITS)
        if node is None:
            node = nodes[place >> BITS] = [None] * WIDTH
        node[place & MASK] = each
    return nodes


def _leaves(node: Node, shift: int, first: int) -> list[tuple[int, Node]]:
    """The leaves below a node in order, each with the place it begins with."""
    if not shift:
        return [(first, node)]
    nodes = [(below, first + (at << shift)) for at, below in enumerate(node) if below is not None]
    return [leaf for below, begins in nodes for leaf in _leaves(below, shift - BITS, begins)]


def _differ(a: Node | None, b: Node | None, shift: int, first: int, found: list[Any]) -> None:
    """Find the places below two nodes that do not hold the same object, and what they hold."""
    a, b = a or EMPTY, b or EMPTY
    for at in itertools.compress(range(WIDTH), map(operator.is_not, a, b)):
        if shift:
            _differ(a[at], b[at], shift - BITS, first + (at << shift), found)
        else:
            found.append((first + at, a[at], b[at]))
