"""Persistent collections against plain ones, which they equal whatever is done to them; earlier ones never move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.persistent import PersistentArray, PersistentList, PersistentMap, differing, updated

K = TypeVar("K")

places = st.one_of(st.integers(0, 40), st.integers(0, 70_000), st.sampled_from([15, 16, 255, 256, 4095, 4096]))
held = st.one_of(st.none(), st.integers(1, 5).map(str))
steps = st.lists(st.tuples(places, held), max_size=40)
keys = st.text("abcde", min_size=1, max_size=2)


def unlike(before: Mapping[K, object], after: Mapping[K, object]) -> set[K]:
    """The keys that do not hold the same object, looked for one by one."""
    return {key for key in {*before, *after} if before.get(key) is not after.get(key)}


def done(model: dict[K, str], key: K, value: str | None) -> dict[K, str]:
    """A dictionary with a value for a key, or without one."""
    return {each: old for each, old in model.items() if each != key} | ({} if value is None else {key: value})


@given(st.dictionaries(places, st.text()), steps, st.data())
def test_an_array_equals_a_dictionary(
    first: dict[int, str], steps: list[tuple[int, str | None]], data: st.DataObject
) -> None:
    history = [(PersistentArray(first), first)]
    for place, value in steps:
        array, model = data.draw(st.sampled_from(history[-3:]))
        history.append((array.set(place, value), done(model, place, value)))
    for array, model in history:
        assert array == model
        assert list(array) == sorted(model)
        assert list(array.values()) == [model[place] for place in sorted(model)]
        assert len(array) == len(model)
        assert all((place in array) == (place in model) for place, _value in steps)
        assert all(array.get(place, "none") == model.get(place, "none") for place, _value in steps)
    (array, model), (other, theirs) = data.draw(st.sampled_from(history)), data.draw(st.sampled_from(history))
    found = differing(array, other)
    assert len(found) == len(set(found))
    assert set(found) == unlike(array, other) == unlike(model, theirs)


@given(st.dictionaries(keys, st.text()), st.lists(st.tuples(keys, held), max_size=30), st.data())
def test_a_map_equals_a_dictionary(
    first: dict[str, str], steps: list[tuple[str, str | None]], data: st.DataObject
) -> None:
    history = [(PersistentMap(first), first)]
    met = dict.fromkeys(first)
    for key, value in steps:
        persistent, model = data.draw(st.sampled_from(history[-3:]))
        met.update(dict.fromkeys([key] if value is not None else []))
        history.append(
            (persistent.without(key) if value is None else persistent.set(key, value), done(model, key, value))
        )
    for persistent, model in history:
        assert persistent == model
        assert [*persistent.items()] == [(key, model[key]) for key in met if key in model], "as the keys were met"
        assert len(persistent) == len(model)
        assert all((key in persistent) == (key in model) for key, _value in steps)
        assert all(persistent.get(key) is model.get(key) for key, _value in steps)
    (persistent, model), (other, theirs) = data.draw(st.sampled_from(history)), data.draw(st.sampled_from(history))
    for each in (other, PersistentMap(theirs), theirs):  # of one descent, of another, none
        assert set(differing(persistent, each)) == unlike(model, theirs)
        assert (persistent == each) == (model == theirs)


@given(st.lists(st.text(), max_size=40), st.lists(st.tuples(st.integers(0, 40), st.text()), max_size=10))
def test_a_list_equals_a_tuple(first: list[str], steps: list[tuple[int, str]]) -> None:
    assert PersistentList(first) == tuple(first)
    assert PersistentList(first) != (*first, "")
    assert [*reversed(PersistentList(first))] == first[::-1]
    assert hash(PersistentList(first)) == hash(PersistentList(tuple(first)))
    for low, high in ((None, None), (-3, None), (2, 5), (5, -2)):
        assert PersistentList(first)[low:high] == tuple(first[low:high])
    for place, _text in steps:
        for at in (place, ~place):
            if -len(first) <= at < len(first):
                assert PersistentList(first)[at] == first[at]
            else:
                with pytest.raises(IndexError):
                    PersistentList(first)[at]


@given(st.dictionaries(places, st.text()), st.dictionaries(places, held))
def test_many_values_are_set_at_once(first: dict[int, str], changes: dict[int, str | None]) -> None:
    wanted = {place: value for place, value in {**first, **changes}.items() if value is not None}
    assert updated(first, changes) == updated(PersistentArray(first), changes) == wanted


def test_what_is_not_there_is_said() -> None:
    for empty in (PersistentArray[str](), PersistentArray({3: "a"}).set(3, None)):
        with pytest.raises(KeyError):
            empty[3]
        assert not empty
    for bare in (PersistentMap[str, str](), PersistentMap({"a": "b"}).without("a")):
        with pytest.raises(KeyError):
            bare["a"]
        assert not bare


def test_what_stays_is_the_same() -> None:
    array, words = PersistentArray({3: "a"}), PersistentMap({"a": "b"})
    assert array.set(3, array[3]) is array
    assert array.set(70_000, None) is array
    assert words.set("a", words["a"]) is words
    assert words.without("c") is words
    assert PersistentArray.of(array) is array
    assert PersistentMap.of(words) is words
