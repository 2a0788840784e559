"""What does not belong, comes twice, or was edited by a wrong clock: told in words, nothing merged by accident."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from planner.core.edits.ceilings import free_ceiling_id, remove_ceiling, set_ceiling
from planner.core.edits.plan import free_obligation_id, set_obligation
from planner.core.edits.structure import duplicate_program
from planner.core.edits.values import Author, Entry, set_values
from planner.core.errors import UserError
from planner.core.merge.merge import Incoming, merge
from planner.core.merge.split import split, with_sent
from planner.core.model.ceilings import Ceiling, Scope, ScopeKind
from planner.core.model.document import Document
from planner.core.model.obligations import Obligation, ObligationKind
from planner.core.model.sound import sound
from planner.files.document.bplan import from_bytes, to_bytes
from tests.core.merge.offices import in_two_divisions, taken
from tests.samples import SCHOOLS

NOW = Author("main", "2026-06-10T09:00:00+09:00")


def sent_out() -> tuple[Document, Document, Document]:
    """A document that has sent its parts, and those."""
    document = in_two_divisions()
    parts = split(document, 1, document.portfolio.views[0], author=Author("main", "2026-06-01T09:00:00+09:00"))
    return with_sent(document, [each.part for each in parts]), parts[0].document, parts[1].document


def edited(document: Document, when: str, rate: int = 8_000_000) -> Document:
    return set_values(document, 1, [Entry(SCHOOLS, "rate", 2026, rate)], "見直し", Author("part", when))


def test_what_does_not_belong_is_refused_and_nothing_is_merged() -> None:
    whole, talents, schools = sent_out()
    other, _talents, strange = sent_out()
    again = split(whole, 1, whole.portfolio.views[0])
    renewed = with_sent(whole, [each.part for each in again])
    without = replace(whole, sent=())
    cases: list[tuple[str, Callable[[], object]]] = [
        ("another request", lambda: taken(whole, [talents, strange])),
        ("another request", lambda: taken(without, [schools])),
        ("earlier split", lambda: taken(renewed, [again[0].document, schools])),
        ("once more", lambda: taken(whole, [schools, edited(schools, "")])),
        ("another base", lambda: taken(whole, [replace(other, portfolio=replace(other.portfolio, title="x"))])),
    ]
    for said, act in cases:
        with pytest.raises(UserError, match=said):
            act()


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("2026-06-05T09:00:00+09:00", ""),
        ("2026-06-11T08:00:00+09:00", ""),
        ("2026-06-10T08:00:00-11:00", ""),
        ("2027-06-05T09:00:00+09:00", "2027-06-05"),
        ("2025-06-05T09:00:00+09:00", "2025-06-05"),
        ("0001-01-01T00:00:00", ""),
        ("yesterday", ""),
    ],
)
def test_a_clock_that_is_wrong_is_told_and_never_gone_by(when: str, told: str) -> None:
    whole, _talents, schools = sent_out()
    merged = merge(whole, [Incoming("学校課.bplan", edited(schools, when))], author=NOW)
    said = [each.render(str) for each in merged.told]
    assert [told in each and "clock" in each for each in said] == ([True] if told else [])
    right = merge(whole, [Incoming("学校課.bplan", edited(schools, "2026-06-05T09:00:00+09:00"))], author=NOW)
    assert merged.document.scenarios == right.document.scenarios
    crossed = edited(whole, "2030-01-01T00:00:00+09:00", 7_000_000)
    (conflict,) = merge(crossed, [Incoming("学校課.bplan", edited(schools, when))], author=NOW).open
    assert (conflict.ours.value, conflict.theirs.value) == (7_000_000, 8_000_000)


def test_what_two_parts_add_of_their_own_is_kept_apart() -> None:
    whole, talents, schools = sent_out()
    parts = []
    for part, program in ((talents, "fellows"), (schools, "ssh")):
        scope = Scope(ScopeKind.PROGRAM, program)
        limited = set_ceiling(part, Ceiling(free_ceiling_id(part), 2026, f"{program}の枠", scope=scope, amount=10**9))
        term = ObligationKind.TERM
        bound = Obligation(free_obligation_id(limited), program, f"{program}の事業", "", term, 10**9, 2026, 2028)
        parts.append(set_obligation(limited, bound))
    merged = taken(whole, parts)
    assert not merged.conflicts
    sound(merged.document)
    assert [each.name for each in merged.document.obligations] == ["fellowsの事業", "sshの事業"]
    assert [each.name for each in merged.document.ceilings[1:]] == ["fellowsの枠", "sshの枠"]
    assert taken(merged.document, parts).document == merged.document


def test_what_was_taken_out_since_stays_out_when_a_part_of_a_part_is_taken_back_once_more() -> None:
    document = in_two_divisions()
    part, _schools = split(document, 1, document.portfolio.views[0], author=NOW)
    (below,) = split(part.document, 1, part.document.portfolio.views[0], author=NOW)
    scope = Scope(ScopeKind.PROGRAM, "fellows")

    def limited(leaf: Document, id_: str) -> Document:
        return set_ceiling(leaf, Ceiling(id_, 2026, f"{id_}の枠", scope=scope, amount=10**9))

    leaf = limited(below.document, "own-9")
    once = taken(with_sent(document, [part.part]), [leaf]).document
    assert [each.id for each in once.ceilings] == ["own-1", "own-9"]
    assert taken(once, [leaf]).document == once
    fewer = remove_ceiling(once, "own-9")
    again = taken(from_bytes(to_bytes(fewer)), [limited(leaf, "own-10")]).document
    assert [each.id for each in again.ceilings] == ["own-1", "own-10"]
    past = taken(again, [part.document]).document
    assert past.ceilings == again.ceilings, "the part it was made out of knows of neither"
    assert taken(remove_ceiling(past, "own-10"), [limited(leaf, "own-10")]).document.ceilings == past.ceilings[:1]


def test_a_program_that_is_proposed_without_lines_is_nothing_yet() -> None:
    whole, _talents, schools = sent_out()
    emptied = set_values(schools, 1, [Entry(SCHOOLS, "present", 2026, 0)])
    copied, _id = duplicate_program(emptied, 1, "ssh", why="写し")
    merged = taken(whole, [copied])
    assert not merged.conflicts
    sound(merged.document)
    assert taken(merged.document, [copied]).document == merged.document
