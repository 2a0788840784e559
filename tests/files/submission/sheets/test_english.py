"""In English every sheet is wholly English, but for names and sentences that the portfolio has in Japanese alone."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction

import pytest

from planner.core.edits.changes import set_evidence
from planner.core.edits.ranges import set_range
from planner.core.edits.scenarios import branch
from planner.core.edits.structure import add_line, remove_lines
from planner.core.edits.values import Author, Entry, new_document, set_values
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import BASE, WORKING, Document, Evidence, EvidenceKind
from planner.core.model.fields import RATE, UNPRICED
from planner.core.model.lines import Cell
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Program
from planner.core.model.ranges import JudgedRange, Named, Shape
from planner.core.money import Unit
from planner.files.plain.sheet import Formula, Styled
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.options import ExportOptions, SheetKind
from planner.files.submission.places import DEMAND_WORDS, MARKS
from planner.files.submission.sheets.book import sheets_of
from tests.english import JAPANESE, japanese, of_sheet
from tests.exports import Export, export_of

DC1 = "fellows/dc/dc1"


@pytest.fixture(scope="module")
def document() -> Document:
    """The built-in request with a value, a reason and evidence, a line without an amount, a new one and one gone."""
    document = new_document(built_in_portfolio(), WORKING.en)
    document = set_values(document, 1, [Entry(DC1, RATE.key, 2026, 3_200_000)], "closer to pay elsewhere")
    document = set_evidence(document, 1, [(DC1, Cell(RATE.key, 2026))], Evidence(EvidenceKind.RULE, "pay rules", "3"))
    document = set_values(document, 1, [Entry("ssh/rest", "demand", 2026, UNPRICED)], "not settled")
    document, _id = add_line(document, 1, "ssh", "More schools", why="a new line")
    document = remove_lines(document, 1, ["lotus/full"], "ended")
    judged = JudgedRange(Named("ssh/basic", RATE.key, 2026), Fraction(1, 10), Shape.PERT, "prices", "three offers")
    document = set_range(document, judged, Author("A", "2026-08-31T09:00:00+09:00"))
    gone = replace(judged, figure=Named("ssh/gone", RATE.key, 2026))
    document = replace(document, ranges=(*document.ranges, gone))
    return branch(document, 1, "second")


def export(document: Document, scenario: int, unit: Unit) -> Export:
    tops = tuple(each.id for each in document.portfolio.programs if not each.parent)
    options = ExportOptions(
        frozenset(SheetKind),
        compare=(BASE, 3 - scenario),
        programs=tops,
        unit=unit,
        language="en",
        author="A",
        date=datetime.date(2026, 8, 31),
    )
    return export_of(document, scenario, options)


@pytest.mark.parametrize("unit", list(Unit))
def test_every_sheet_is_wholly_english(document: Document, unit: Unit) -> None:
    for sheet in sheets_of(export(document, 1, unit)):
        assert japanese(of_sheet(sheet), document.portfolio) == [], sheet.name


def test_what_people_are_counted_in_follows_the_number_that_is_typed() -> None:
    line, printed = LineRecord("p/a", "p", "委託", "contract", "件"), Origin(Basis.PUBLISHED)
    steps = [StepRecord("p/a", key, 2025, value, printed) for key, value in (("rate", 1_000), ("quantity", 1))]
    programs = [Program("p", "", "1", "事業", "program")]
    portfolio = build_portfolio(title="試験", years=(2025, 2026), programs=programs, lines=[line], steps=steps)
    document = set_values(new_document(portfolio, "w"), 1, [Entry("p/a", "quantity", 2026, 1_352)], "more")
    sheets = sheets_of(export(branch(document, 1, "second"), 1, Unit.YEN))
    cells = (each.content for sheet in sheets for row in sheet.rows() for each in row.cells if isinstance(each, Styled))
    said = (each for each in cells if isinstance(each, Formula))
    (moved,) = (each for each in said if str(each.value).strip() == "quantity 1 case → 1,352 cases")
    assert moved.text.count('=1," case') == 2


def test_formulas_ask_for_marks_of_the_language_of_the_workbook(document: Document) -> None:
    assert not any(JAPANESE.search(mark) for mark in MARKS["en"])
    wished = export(document, 1, Unit.YEN).places.all.where("demand", DEMAND_WORDS[2][1])
    assert wished.sum("request") == 'SUMIFS(calculation_request,calculation_demand,"wish")'
    said = {text for sheet in sheets_of(export(document, 2, Unit.YEN)) for text in of_sheet(sheet)}
    assert "line" in said
    assert "積算" not in said
