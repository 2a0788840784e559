"""Layers against layers merged one by one."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from planner.core.model.layers import ByLine, Layer, layered, touched_lines
from planner.core.model.lines import Cell
from planner.core.persistent import PersistentMap

cells = st.dictionaries(st.builds(Cell, st.sampled_from(["rate", "times"]), st.just(2026)), st.integers(0, 2))
by_line = st.dictionaries(st.sampled_from("abc"), cells.filter(bool))
layers = st.builds(Layer, by_line, by_line)
several = st.lists(layers, min_size=1, max_size=4)


def merged(layers: Sequence[Layer[int]]) -> dict[str, dict[Cell, int]]:
    """All layers in one, each going before those above it."""
    held: dict[str, dict[Cell, int]] = {}
    for gives, hides in layers:
        left = {line: {cell: of[cell] for cell in of if cell not in hides.get(line, {})} for line, of in held.items()}
        held = {line: {**left.get(line, {}), **gives.get(line, {})} for line in {**left, **gives}}
    return {line: of for line, of in held.items() if of}


@given(several)
def test_layers_are_looked_through_as_if_they_were_one(layers: list[Layer[int]]) -> None:
    found, wanted = layered(layers), merged(layers)
    assert found == wanted
    assert len(found) == len(wanted)
    for line in "abc":
        assert (line in found, found.get(line)) == (line in wanted, wanted.get(line))


@given(several, several, st.data())
def test_touched_are_the_lines_that_do_not_hold_the_same(
    before: list[Layer[int]], other: list[Layer[int]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(before) - 1))
    gives: ByLine[int] = PersistentMap.of(before[place].gives)
    before[place] = before[place]._replace(gives=gives)
    edited = PersistentMap.of(gives).set(data.draw(st.sampled_from("abc")), {Cell("rate", 2026): 1})
    after = [*before[:place], before[place]._replace(gives=edited), *before[place + 1 :]]
    for mine, theirs in ((before, after), (after, before), (before, other), (before, before)):
        one, two = merged(mine), merged(theirs)
        wanted = {line for line in {*one, *two} if one.get(line) != two.get(line)}
        assert sorted(touched_lines(layered(mine), layered(theirs))) == sorted(wanted)
