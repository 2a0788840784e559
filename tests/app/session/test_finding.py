"""What a word leads to: names in any width, the best first, lines with their amounts, reasons and what sheets say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.app.session.finding import Finder, Found, Kind
from planner.app.session.names import AROUND, NOT, Names, Query, best
from planner.app.session.session import Session
from planner.core.edits.changes import set_evidence
from planner.core.edits.scenarios import branch, set_note
from planner.core.edits.structure import add_line
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import BASE, Document, Evidence, EvidenceKind
from planner.core.model.lines import Cell
from planner.core.money import Unit
from planner.words.texts import folded, texts_for
from tests.samples import DC1, SCHOOLS, small_portfolio
from tests.strategies import examples

JAPANESE = texts_for("ja")


@pytest.fixture
def document() -> Document:
    document = set_values(new_document(small_portfolio()), 1, [Entry(DC1, "rate", 2026, 3_200_000)], "民間初任給との差")
    document = set_evidence(document, 1, [(DC1, Cell("rate", 2026))], Evidence(EvidenceKind.RULE, "給与法", "別表"))
    return set_note(branch(document, 1, "大臣説明案"), 2, "若手重点")


def find(document: Document, typed: str, scenario: int = 1) -> dict[Kind, tuple[Found, ...]]:
    session = Session(document)
    session.show(scenario=scenario, unit=Unit.THOUSAND)
    finder = Finder(document.portfolio, JAPANESE)
    while not finder.prepare(2):
        pass
    found = finder.find(typed, session.state)
    assert all(len(each.best) == min(each.total, 5) for each in found.values())
    return {kind: each.best for kind, each in found.items() if each.total}


def texts(found: tuple[Found, ...]) -> list[str]:
    return [each.text for each in found]


def test_width_and_case_do_not_matter(document: Document) -> None:
    for typed in ("DC1", "dc1", "ＤＣ１", " dc1 "):
        (line,) = find(document, typed)[Kind.LINE]
        assert (line.text, line.detail, line.amount) == ("DC1", "特別研究員（DC）", "5,136,000")
        assert line.place.row == document.portfolio.line_index[DC1]


def test_a_name_comes_before_what_stands_in_it(document: Document) -> None:
    found = find(document, "特別研究員")
    assert texts(found[Kind.PROGRAM]) == ["特別研究員事業", "特別研究員（DC）"]
    assert texts(found[Kind.LINE]) == ["DC1", "DC2"], "the lines of the program"
    assert texts(find(document, "dc 特別")[Kind.PROGRAM]) == ["特別研究員（DC）"]
    assert find(document, "dc")[Kind.PROGRAM][0].detail == "特別研究員事業"


def test_english_names_are_found_in_japanese_too(document: Document) -> None:
    assert texts(find(document, "schools")[Kind.LINE]) == ["基礎枠"]


def test_a_driver_leads_to_its_cell(document: Document) -> None:
    (line,) = find(document, "dc1 単価")[Kind.LINE]
    assert (line.text, line.place.field) == ("DC1 単価", "rate")


def test_scenarios_are_found_by_name_and_by_what_they_are_for(document: Document) -> None:
    for typed in ("大臣", "若手"):
        (found,) = find(document, typed)[Kind.SCENARIO]
        assert (found.text, found.detail, found.place.scenario, found.scenario) == ("大臣説明案", "若手重点", 2, 2)
    assert texts(find(document, "")[Kind.SCENARIO]) == ["基準", "作業案", "大臣説明案"]
    assert "表示中" in find(document, "作業")[Kind.SCENARIO][0].detail


def test_reasons_evidence_and_printed_sentences_are_found(document: Document) -> None:
    (reason,) = find(document, "初任給")[Kind.REASON]
    assert reason.detail == "作業案 · 特別研究員（DC） › DC1 単価"
    assert (reason.amount, reason.scenario) == ("+82,176", 1)
    place = reason.place.found_in(document.portfolio)
    assert place is not None
    assert (place.row, place.field, place.year, place.scenario) == (document.portfolio.line_index[DC1], "rate", 2026, 1)
    (evidence,) = find(document, "給与法")[Kind.REASON]
    assert evidence.detail == "単価の根拠 · 特別研究員（DC） › DC1 単価"
    printed = find(document, "6～12百万円")[Kind.REASON]
    assert texts(printed) == ["6～12百万円"]
    assert printed[0].place.row == document.portfolio.line_index[SCHOOLS]


def test_what_is_not_in_the_scenario_is_not_found(document: Document) -> None:
    added, _id = add_line(document, 1, "ssh", "先導枠")
    assert texts(find(added, "先導")[Kind.LINE]) == ["先導枠"]
    assert find(added, "先導", scenario=BASE) == {}


def test_nothing_typed_finds_no_lines(document: Document) -> None:
    assert Kind.LINE not in find(document, "  ")
    assert find(document, "そんなものはない") == {}


WORDS = st.text(alphabet="abあ単ｱ １1", max_size=6)


@given(st.lists(WORDS, max_size=8), WORDS)
@settings(max_examples=examples(200), deadline=None)
def test_names_searched_together_are_found_as_each_would_be(names: list[str], typed: str) -> None:
    query, held = Query.of(typed), [folded(name) for name in names]
    ranks = Names(held).ranks(query)
    assert [rank < NOT for rank in ranks] == [all(word in name for word in query.words) for name in held]
    places, total = best(ranks, 3)
    assert total == sum(rank < NOT for rank in ranks)
    assert [ranks[place] for place in places] == sorted(rank for rank in ranks if rank < NOT)[:3]
    if query.words:
        assert [rank == 0 for rank in ranks] == [name == query.text for name in held]
        assert [rank <= 1 for rank in ranks] == [name.startswith(query.text) for name in held]
    around = [Names(["ab"] * len(held)).holding(word) for word in query.words]
    assert all(rank <= AROUND for rank in Names(held).ranks(query, around)) or not set(query.words) <= {"a", "b", "ab"}
