"""Two versions of a document: what differs, and what theirs would do to the request."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.cohort import line_amount
from planner.core.compare.versions import CellDifference, document_diff
from planner.core.edits.changes import set_reasons
from planner.core.edits.scenarios import branch, rename
from planner.core.edits.structure import duplicate_lines
from planner.core.edits.values import Author, Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.core.model.fields import Value
from planner.core.model.lines import Cell
from tests.samples import small_portfolio
from tests.strategies import Drawn, examples, portfolios, values

RATE = Cell("rate", 2026)


def document() -> Document:
    return new_document(small_portfolio())


def edited(document: Document, value: Value | None, line: str = "fellows/dc/dc1", scenario: int = 1) -> Document:
    return set_values(document, scenario, [Entry(line, "rate", 2026, value)])


def test_equal_documents_differ_in_nothing() -> None:
    difference = document_diff(document(), document())
    assert difference.same
    assert difference.same_base
    assert (difference.only_mine, difference.only_theirs, difference.cells) == ((), (), ())
    signed = set_values(document(), 1, [Entry("ssh/schools", "rate", 2026, 8_000_000)], "", Author("me", "now"))
    assert document_diff(signed, edited(document(), 8_000_000, "ssh/schools")).same, "who edited makes no difference"


def test_cells_tell_both_values_and_the_yen_that_theirs_would_add() -> None:
    mine, theirs = edited(document(), 3_100_000), edited(document(), 3_200_000)
    difference = document_diff(mine, theirs)
    assert difference.cells == (CellDifference("作業案", "fellows/dc/dc1", RATE, 3_100_000, 3_200_000, 642 * 100_000),)
    assert not difference.same
    (back,) = document_diff(theirs, mine).cells
    assert back.effect == -642 * 100_000
    (untouched,) = document_diff(document(), theirs).cells
    assert (untouched.mine, untouched.theirs, untouched.effect) == (3_072_000, 3_200_000, 642 * 128_000)


def test_scenarios_are_told_apart_by_name_and_inherit() -> None:
    mine = branch(edited(document(), 3_100_000), 1, "大臣説明案")
    theirs = branch(branch(document(), 1, "別案"), 1, "大臣説明案")
    difference = document_diff(mine, theirs)
    assert (difference.only_mine, difference.only_theirs) == ((), ("別案",))
    assert [each.scenario for each in difference.cells] == ["作業案", "大臣説明案"]
    renamed = rename(mine, 2, "局長説明案")
    assert document_diff(renamed, theirs).only_mine == ("局長説明案",)


def test_another_base_and_reasons_are_told() -> None:
    mine = edited(document(), 3_100_000)
    assert document_diff(mine, replace(mine, portfolio=replace(mine.portfolio, title="別"))).same_base is False
    reasoned = document_diff(mine, set_reasons(mine, [1], "見積"))
    assert (reasoned.cells, reasoned.same, reasoned.same_base) == ((), False, True)


def test_a_line_only_one_has_proposed_differs_in_being_requested() -> None:
    start = new_document(small_portfolio())
    mine, (copy,) = duplicate_lines(start, 1, ["ssh/schools"])
    found = document_diff(mine, start)
    assert found.same_base
    assert found.cells == (CellDifference("作業案", copy, Cell("present", 2026), 1, 0, -240 * 9_000_000),)
    assert [each.effect for each in document_diff(start, mine).cells] == [240 * 9_000_000]


def drawn_edits(draw: st.DrawFn, document: Document, drawn: Drawn) -> Document:
    for line in draw(st.lists(st.sampled_from(drawn.lines), max_size=3)) if drawn.lines else []:
        key = draw(st.sampled_from(sorted(values)))
        try:
            document = set_values(document, 1, [Entry(line.id, key, 2026, draw(values[key]))])
        except UserError:
            continue
    return document


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Document, Document]:
    drawn: Drawn = draw(portfolios())
    start = new_document(drawn.portfolio)
    return drawn_edits(draw, start, drawn), drawn_edits(draw, start, drawn)


@settings(max_examples=examples(100))
@given(pairs())
def test_taking_every_difference_makes_the_same_figures(pair: tuple[Document, Document]) -> None:
    mine, theirs = pair
    difference = document_diff(mine, theirs)
    assert len(document_diff(theirs, mine).cells) == len(difference.cells)
    taken = mine.scenarios[0].overrides
    for each in difference.cells:
        if each.theirs is not None:
            taken = {**taken, each.line_id: {**taken.get(each.line_id, {}), each.cell: each.theirs}}
    portfolio = mine.portfolio
    for row, line in enumerate(portfolio.lines.ids):
        if all(each.theirs is not None for each in difference.cells if each.line_id == line):
            year = portfolio.request_year
            merged = line_amount(portfolio.line(row, taken.get(line)), year)
            assert merged == line_amount(portfolio.line(row, theirs.overrides(1).get(line)), year)
