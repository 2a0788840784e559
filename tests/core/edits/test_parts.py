"""A part on its way: handed in and frozen, sent back with comments, settled; what of others is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from planner.core.edits.ceilings import remove_ceiling, set_ceiling
from planner.core.edits.parts import hand_in, noted, send_back, settle
from planner.core.edits.structure import add_line, add_program, duplicate_program
from planner.core.edits.values import Author, Entry, set_values
from planner.core.errors import UserError
from planner.core.merge.split import split, with_sent
from planner.core.model.document import Document
from planner.core.model.parts import Comment, State
from tests.core.merge.offices import in_two_divisions
from tests.samples import DC1, SCHOOLS

SATO = Author("sato", "2026-06-01T09:00:00+09:00")


def part(place: int = 1) -> Document:
    document = in_two_divisions()
    return split(document, 1, document.portfolio.views[0], deadline="2026-06-30", instructions="据置き")[place].document


def edited(document: Document) -> Document:
    return set_values(document, 1, [Entry(SCHOOLS, "rate", 2026, 8_000_000)], "見直し", SATO)


def test_a_part_handed_in_takes_no_edits_until_it_is_sent_back() -> None:
    handed = hand_in(edited(part()), 1_920_000_000, "確認済み", SATO)
    assert handed.part is not None
    assert (handed.part.state, handed.part.history[-1].request) == (State.SUBMITTED, 1_920_000_000)
    with pytest.raises(UserError, match="handed in"):
        edited(set_values(handed, 1, [Entry(SCHOOLS, "rate", 2026, 7_000_000)]))
    with pytest.raises(UserError, match="handed in"):
        hand_in(handed, 0)
    back = send_back(handed, [Comment(SCHOOLS, " 根拠を ")], "再検討", Author("main", "2026-06-02"))
    assert back.part is not None
    assert back.part.state is State.RETURNED
    assert back.part.comments == (Comment(SCHOOLS, "根拠を", "main", "2026-06-02"),)
    assert set_values(back, 1, [Entry(SCHOOLS, "rate", 2026, 7_000_000)]).changes[-1].effect is not None
    settled = settle(back, SATO)
    assert settled.part is not None and settled.part.is_frozen


def test_comments_are_of_lines_that_are_there() -> None:
    for comment, said in ((Comment("none", "x"), "no such line"), (Comment(SCHOOLS, "  "), "empty")):
        with pytest.raises(UserError, match=said):
            send_back(part(), [comment])
    with pytest.raises(UserError, match="no part"):
        hand_in(in_two_divisions(), 0)


def test_what_others_work_on_is_closed() -> None:
    document = part()
    closed = next(id_ for id_ in document.portfolio.lines.ids if id_ != SCHOOLS)
    assert DC1 not in document.portfolio.line_index
    refusals: list[Callable[[], object]] = [
        lambda: set_values(document, 1, [Entry(closed, "rate", 2026, 1)]),
        lambda: add_line(document, 1, "fellows", "新規"),
        lambda: add_program(document, 1, "新事業", "fellows"),
        lambda: duplicate_program(document, 1, "fellows"),
    ]
    for refused in refusals:
        with pytest.raises(UserError, match="not in the part"):
            refused()
    assert add_line(document, 1, "ssh", "新規")[1] in add_line(document, 1, "ssh", "新規")[0].portfolio.line_index


def test_the_ceiling_that_came_with_a_part_stays_as_it_is() -> None:
    document = part()
    (ceiling,) = document.ceilings
    assert part(0).ceilings == ()
    refusals: list[Callable[[], object]] = [
        lambda: remove_ceiling(document, ceiling.id),
        lambda: set_ceiling(document, replace(ceiling, amount=1)),
    ]
    for refused in refusals:
        with pytest.raises(UserError, match="came with the part"):
            refused()
    assert len(set_ceiling(document, replace(ceiling, id="own-2")).ceilings) == 2


def test_the_document_that_sent_a_part_is_told_of_it() -> None:
    document = in_two_divisions()
    parts = split(document, 1, document.portfolio.views[0])
    sent = with_sent(document, [each.part for each in parts])
    handed = hand_in(parts[1].document, 5)
    assert handed.part is not None
    told = noted(sent, handed.part)
    assert [each.state for each in told.sent] == [State.OPEN, State.SUBMITTED]
    assert noted(told, handed.part) is told
    assert all(each.ancestor == () for each in told.sent)
