"""A part on its way: handed in and frozen, sent back with comments, settled; what of others is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from planner.core.edits.ceilings import remove_ceiling, set_ceiling
from planner.core.edits.parts import (
    answer,
    hand_in,
    noted,
    send_back,
    sent_part,
    settle,
    settle_sent,
    told,
    unsettle_sent,
)
from planner.core.edits.structure import add_line, add_program, duplicate_program
from planner.core.edits.values import Author, Entry, set_values
from planner.core.errors import UserError
from planner.core.merge.merge import Incoming, merge
from planner.core.merge.split import split, with_sent
from planner.core.merge.summary import requested
from planner.core.model.document import Document
from planner.core.model.parts import Answer, Comment, Part, State
from planner.words.texts import texts_for
from tests.core.merge.offices import evaluated, in_two_divisions
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


def test_comments_are_answered_while_the_part_is_worked_on() -> None:
    back = send_back(hand_in(part(), 5), [Comment(SCHOOLS, "根拠を"), Comment("", "急ぎ")])
    done = answer(back, 1, " 済み ", SATO)
    assert [each.answer for each in own(done).comments] == [None, Answer("済み", *SATO)]
    assert answer(done, 1, " ") == back
    with pytest.raises(UserError, match="no such comment"):
        answer(back, 2, "?")
    with pytest.raises(UserError, match="handed in"):
        answer(hand_in(done, 5), 0, "?")


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
        lambda: set_ceiling(document, ceiling._replace(amount=1)),
    ]
    for refused in refusals:
        with pytest.raises(UserError, match="came with the part"):
            refused()
    assert len(set_ceiling(document, ceiling._replace(id="own-2")).ceilings) == 2


def test_the_document_that_sent_a_part_is_told_of_it() -> None:
    document = in_two_divisions()
    parts = split(document, 1, document.portfolio.views[0])
    sent = with_sent(document, [each.part for each in parts])
    handed = hand_in(parts[1].document, 5)
    assert handed.part is not None
    knowing = noted(sent, handed.part)
    assert [each.state for each in knowing.sent] == [State.OPEN, State.SUBMITTED]
    assert noted(knowing, handed.part) is knowing
    assert all(each.ancestor == () for each in knowing.sent)


def sent_out() -> tuple[Document, Document]:
    """A document that has sent its parts, and one of these."""
    document = in_two_divisions()
    parts = split(document, 1, document.portfolio.views[0])
    return with_sent(document, [each.part for each in parts]), parts[1].document


def own(document: Document) -> Part:
    assert document.part is not None
    return document.part


def test_only_what_was_handed_in_and_taken_back_is_settled() -> None:
    whole, division = sent_out()
    id_ = own(division).id
    with pytest.raises(UserError, match="handed in"):
        settle_sent(whole, id_)
    handed = hand_in(edited(division), 1_920_000_000, "", SATO)
    with pytest.raises(UserError, match="taken back"):
        settle_sent(noted(whole, own(handed)), id_)
    taken = merge(whole, [Incoming("学校課", handed, "mark")]).document
    settled = settle_sent(taken, id_, Author("main", "2026-06-05"))
    assert [(each.state, each.who) for each in sent_part(settled, id_).history] == [
        (State.SUBMITTED, "sato"),
        (State.SETTLED, "main"),
    ]
    assert sent_part(settled, id_).history[-1].request == sent_part(settled, id_).taken
    with pytest.raises(UserError, match="is settled"):
        settle_sent(settled, id_)
    with pytest.raises(UserError, match="is settled"):
        merge(settled, [Incoming("学校課", handed, "another")])
    back = unsettle_sent(settled, id_)
    assert sent_part(back, id_).state is State.SUBMITTED
    assert sent_part(settle_sent(back, id_), id_).state is State.SETTLED
    with pytest.raises(UserError, match="not settled"):
        unsettle_sent(taken, id_)
    with pytest.raises(UserError, match="not sent"):
        settle_sent(whole, own(part()).request)


def test_what_was_decided_where_a_part_came_from_stands_until_it_is_decided_otherwise() -> None:
    whole, division = sent_out()
    handed = hand_in(division, sum_of(division), "", SATO)
    settled = settle_sent(merge(whole, [Incoming("学校課", handed, "mark")]).document, own(handed).id)
    sent = sent_part(settled, own(handed).id)
    assert noted(settled, own(handed)) == settled  # its file does not know yet that it is settled
    knowing = told(handed, sent)
    assert own(knowing).state is State.SETTLED and told(knowing, sent) is knowing
    back = send_back(knowing, [Comment(SCHOOLS, "根拠を")], "再検討")
    again = noted(settled, own(back))
    states = [State.SUBMITTED, State.SETTLED, State.RETURNED]
    assert [each.state for each in sent_part(again, own(handed).id).history] == states
    elsewhere = hand_in(send_back(handed), 5, "", SATO)  # sent back past the document it came from
    assert sent_part(noted(settled, own(elsewhere)), own(handed).id).state is State.SETTLED


def sum_of(document: Document) -> int | None:
    return requested(evaluated(document), own(document))


@pytest.mark.parametrize(("language", "name"), [("ja", "学校課"), ("en", "Schools")])
def test_a_part_is_named_in_the_language_of_the_reader(language: str, name: str) -> None:
    made = part()
    assert made.part is not None
    handed = hand_in(replace(made, part=replace(made.part, heading_en="Schools")), 1_920_000_000, "", SATO)
    with pytest.raises(UserError) as told:
        edited(handed)
    assert name in told.value.render(texts_for(language).translate)
