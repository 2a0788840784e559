"""What a part comes to stands in its file: believed where every byte is as it was saved, else worked out anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.edits.parts import answer, hand_in, send_back
from planner.core.edits.scenarios import set_note
from planner.core.edits.values import Author, Entry, set_values
from planner.core.errors import UserError
from planner.core.merge.split import split
from planner.core.merge.summary import summary_of
from planner.core.model.document import Document
from planner.core.model.parts import Answer, Comment
from planner.core.model.sound import Damaged
from planner.files.document import bplan_standing
from planner.files.document.bplan import EditedElsewhere, from_bytes, to_bytes
from planner.files.document.bplan_seal import MARK, is_sealed
from planner.files.document.bplan_standing import summary_in
from planner.files.document.store import open_document, save_document
from planner.files.parts.reading import look_at, read_part
from tests.core.merge.offices import in_two_divisions
from tests.samples import SCHOOLS
from tests.strategies import examples

SATO = Author("sato", "2026-06-01T09:00:00+09:00")


def part() -> Document:
    document = in_two_divisions()
    made = split(document, 1, document.portfolio.views[0])[1].document
    edited = set_values(made, 1, [Entry(SCHOOLS, "rate", 2026, 8_000_000)], "見直し", SATO)
    sent_back = send_back(hand_in(edited, 1_920_000_000, "", SATO), [Comment(SCHOOLS, "根拠を"), Comment("", "急ぎ")])
    return answer(sent_back, 0, "見積書を付けた", SATO)


PART = part()
CONTENT = to_bytes(PART, summary_of(PART))


def test_a_part_tells_in_its_file_what_it_comes_to(tmp_path: Path) -> None:
    save_document(PART, tmp_path / "p.bplan")
    content = (tmp_path / "p.bplan").read_bytes()
    told = summary_in(content)
    assert is_sealed(content)
    assert told == summary_of(PART) and told is not None
    assert (told.request, told.room, told.who) == (1_920_000_000, 80_000_000, "sato")
    assert told.part.comments[0].answer == Answer("見積書を付けた", *SATO)
    assert open_document(tmp_path / "p.bplan").document == PART
    assert look_at(tmp_path / "p.bplan").summary == read_part(tmp_path / "p.bplan").summary == told
    save_document(in_two_divisions(), tmp_path / "whole.bplan")
    assert summary_in((tmp_path / "whole.bplan").read_bytes()) is None
    assert look_at(tmp_path / "whole.bplan").summary is None


@settings(max_examples=examples(100))
@given(st.integers(0, len(CONTENT) - 1), st.integers(1, 255))
def test_where_one_byte_is_another_nothing_is_believed_unread(place: int, by: int) -> None:
    damaged = bytearray(CONTENT)
    damaged[place] ^= by
    assert summary_in(bytes(damaged)) is None
    with suppress(UserError):  # told as ever
        assert from_bytes(bytes(damaged)) == PART


def test_what_another_program_writes_is_worked_out_or_told(tmp_path: Path) -> None:
    path = tmp_path / "p.bplan"
    for statement in ("UPDATE standing SET request = '1'", "UPDATE overrides SET value = '9000000'"):
        path.write_bytes(CONTENT)
        with closing(sqlite3.connect(path)) as db:
            db.execute(statement)
            db.commit()
        assert summary_in(path.read_bytes()) is None
        if "standing" in statement:
            assert look_at(path).summary == summary_of(PART)
        else:
            with pytest.raises(EditedElsewhere):
                look_at(path)


def test_what_another_version_worked_out_is_worked_out_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p.bplan").write_bytes(CONTENT)
    monkeypatch.setattr(bplan_standing, "__version__", "99.0")
    assert summary_in(CONTENT) is None
    assert look_at(tmp_path / "p.bplan").summary == summary_of(PART)


def test_a_text_may_hold_what_marks_the_seal() -> None:
    document = set_note(PART, 1, f"a {MARK.decode()} b")
    content = to_bytes(document, summary_of(document))
    assert not is_sealed(content) and summary_in(content) is None
    assert from_bytes(content) == document


def test_an_answer_to_nothing_is_damage() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(CONTENT)
        db.execute("UPDATE answers SET position = 7")
        db.commit()
        content = db.serialize()
    with pytest.raises(Damaged):
        from_bytes(content, edited=True)
