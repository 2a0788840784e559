"""Laws of parts put beside each other before one is accepted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from planner.core.errors import UserError
from planner.core.merge.apart import merge_apart
from planner.core.merge.conflicts import Take, always
from planner.core.merge.merge import Incoming
from planner.core.model.document import Document
from planner.core.model.parts import Part
from planner.core.model.sound import sound
from tests.core.merge.offices import ME, SLOW, crossed, evaluated, in_two_divisions, taken, worked_on
from tests.strategies import examples

Worked = tuple[Document, tuple[Document, ...]]


def named(part: Part) -> str:
    return f"比較 {part.heading}"


def incoming(parts: tuple[Document, ...]) -> list[Incoming]:
    return [Incoming(str(at), each) for at, each in enumerate(parts)]


@settings(max_examples=examples(60), suppress_health_check=SLOW)
@given(worked_on())
def test_each_part_stands_in_its_scenario_as_its_officer_left_it(drawn: Worked) -> None:
    document, parts = drawn
    apart, told = merge_apart(document, incoming(parts), named, author=ME)
    for part, each in zip(parts, told, strict=True):
        mine, theirs = evaluated(apart, each.scenario), evaluated(part)
        for index, program in enumerate(part.portfolio.programs):
            if part.is_open(index) and not program.proposed:
                here = mine.program(apart.portfolio.program_index[program.id])
                assert here[1].amount == theirs.program(index)[1].amount


@settings(max_examples=examples(60), suppress_health_check=SLOW)
@given(crossed())
def test_nothing_is_taken_back_until_a_part_is_accepted(drawn: Worked) -> None:
    document, parts = drawn
    apart, _told = merge_apart(document, incoming(parts), named, author=ME)
    sound(apart)
    assert apart.scenario(1) == document.scenario(1)
    for name in ("ceilings", "obligations", "ranges", "codes", "execution", "sent"):
        assert getattr(apart, name) == getattr(document, name)
    assert merge_apart(apart, incoming(parts), named, author=ME)[0].scenarios == apart.scenarios
    accepted = taken(apart, parts, resolve=always(Take.THEIRS))
    direct = taken(document, parts, resolve=always(Take.THEIRS))
    assert accepted.after == direct.after
    own = {each.identity for each in direct.document.changes_of(1) if each.who != ME.who}
    assert {each.identity for each in accepted.document.changes_of(1) if each.who != ME.who} == own


def test_a_copy_is_not_put_apart() -> None:
    document = in_two_divisions()
    with pytest.raises(UserError, match="Only parts"):
        merge_apart(document, [Incoming("copy", document)], named)
