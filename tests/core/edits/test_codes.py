"""Codes: set and taken away where they stand, inherited below, kept as typed, refused in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.core.edits.codes import set_codes
from planner.core.edits.values import Author, new_document
from planner.core.errors import UserError
from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import Code, CodeKind, CodePlace, Owner
from planner.core.model.document import Document
from planner.core.model.sound import Damaged, sound
from tests.samples import DC1, small_portfolio

TANAKA, SATO = Author("tanaka", "2026-08-01T09:00:00+09:00"), Author("sato", "2026-08-02T09:00:00+09:00")


def at_program(id_: str, kind: CodeKind) -> CodePlace:
    return CodePlace(Owner.PROGRAM, id_, kind)


def at_line(id_: str, kind: CodeKind) -> CodePlace:
    return CodePlace(Owner.LINE, id_, kind)


ITEM = at_program("fellows", CodeKind.ITEM)


@pytest.fixture
def document() -> Document:
    tabled = {ITEM: Code("科学技術振興費"), at_program("ssh", CodeKind.REQUEST): Code("②")}
    return new_document(replace(small_portfolio(), codes=tabled))


def said(document: Document, line: str, kind: CodeKind) -> str | None:
    found = CodeBook.of(document).of_line(document.portfolio.line_index[line], kind)
    return None if found is None else found.text


def test_a_line_has_the_codes_of_its_program_where_it_says_none_of_its_own(document: Document) -> None:
    assert said(document, DC1, CodeKind.ITEM) == "科学技術振興費"
    nearer = set_codes(document, {at_program("fellows/dc", CodeKind.ITEM): Code("研究者養成費")})
    assert said(nearer, DC1, CodeKind.ITEM) == "研究者養成費"
    own = set_codes(nearer, {at_line(DC1, CodeKind.ITEM): Code(" 旅費 ")})
    assert said(own, DC1, CodeKind.ITEM) == "旅費"
    assert said(own, DC1, CodeKind.DETAIL) is None
    assert said(own, "ssh/schools", CodeKind.REQUEST) == "②", "never 2"


def test_what_the_tables_say_can_be_taken_away_and_comes_back(document: Document) -> None:
    blank = set_codes(document, {ITEM: None}, "誤り", TANAKA)
    assert said(blank, DC1, CodeKind.ITEM) is None
    assert [(each.why, each.who, each.when) for each in blank.codes.values()] == [("誤り", *TANAKA)]
    assert set_codes(blank, {ITEM: Code("科学技術振興費")}) == document
    added = set_codes(document, {at_line(DC1, CodeKind.SUBITEM): Code("諸謝金")})
    assert set_codes(added, {at_line(DC1, CodeKind.SUBITEM): Code("")}) == document


def test_who_set_a_code_last_is_kept(document: Document) -> None:
    first = set_codes(document, {ITEM: Code("A")}, " 改組 ", TANAKA)
    assert set_codes(first, {ITEM: Code("A")}, "", SATO) is first, "nothing is said otherwise"
    assert first.codes[ITEM].why == "改組" and first.codes[ITEM].who == "tanaka"
    assert set_codes(first, {ITEM: Code("A")}, "組織令", SATO).codes[ITEM].who == "sato"
    assert set_codes(document, {ITEM: Code("科学技術振興費")}, "", SATO) is document


def test_a_link_is_its_programs_own(document: Document) -> None:
    place = at_program("fellows", CodeKind.EVALUATION)
    linked = set_codes(document, {place: Code("政策評価書 8-1", "https://example.go.jp/評価.pdf")})
    book, index = CodeBook.of(linked), linked.portfolio.program_index
    assert book.of_program(index["fellows"], CodeKind.EVALUATION) == Code(
        "政策評価書 8-1", "https://example.go.jp/評価.pdf"
    )
    assert book.of_program(index["fellows/dc"], CodeKind.EVALUATION) is None


@pytest.mark.parametrize(
    ("place", "code", "what"),
    [
        (ITEM, Code("一\n二"), "cannot stand as"),
        (ITEM, Code("x" * 101), "cannot stand as"),
        (ITEM, Code("\ud800"), "cannot stand as"),
        (ITEM, Code("a", "https://example.go.jp"), "is no address"),
        (at_program("fellows", CodeKind.EBPM), Code("a", "file:///c:/secret"), "is no address"),
        (at_program("fellows", CodeKind.EBPM), Code("a", "javascript:alert(1)"), "is no address"),
        (at_line(DC1, CodeKind.EBPM), Code("a"), "belongs to a program"),
        (at_program("nowhere", CodeKind.ITEM), Code("a"), "There is no program"),
        (at_line("nowhere", CodeKind.ITEM), Code("a"), "no line"),
    ],
)
def test_what_cannot_stand_is_refused_in_words(document: Document, place: CodePlace, code: Code, what: str) -> None:
    with pytest.raises(UserError, match=what):
        set_codes(document, {ITEM: Code("B"), place: code})


def test_a_code_of_nothing_is_damage(document: Document) -> None:
    with pytest.raises(Damaged, match="named and not there"):
        sound(replace(document, codes={at_line("gone", CodeKind.ITEM): Code("a")}))
