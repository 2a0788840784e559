"""Workbooks kept for ever: sent by earlier versions, and returned by several programs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from planner.core.calculation.evaluate import evaluate_base
from planner.core.edits.scenarios import branch, delete_scenario, rename
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import BASE, Document
from planner.files.document.store import open_document
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.review.differences import Kind
from planner.files.review.returned import ReviewedBook, read_returned
from tests.places import FIXTURES
from tests.samples import DC1, small_portfolio


def read(path: Path, document: Document) -> ReviewedBook:
    return read_returned(path, document, evaluate_base(document.portfolio))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_one_sent_by_an_earlier_version_is_read_and_what_cannot_be_compared_is_said(language: str) -> None:
    found = read(FIXTURES / f"sent-earlier-{language}.xlsx", new_document(small_portfolio(), "作業案"))
    assert (found.same_document, found.same_content) == (True, True)
    assert (found.review.lines, found.review.broken, found.review.unmatched, found.others.shown) == ((), (), (), ())
    assert [str(each)[:45] for each in found.told] == [
        "The document has no record of this hand-over:",
        "Compared were the examiner's columns, the fig",
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_one_of_the_first_form_is_known_by_its_scenario_else_by_its_figures(language: str) -> None:
    path = FIXTURES / f"sent-earlier-{language}.xlsx"
    document = branch(new_document(small_portfolio(), "作業案"), BASE, "別案")
    changed = set_values(rename(document, 1, "旧案"), 1, [Entry(DC1, "rate", 2026, 5)])
    found = read(path, changed)
    assert (found.review.scenario, found.same_document, found.same_content) == (2, True, True)
    found = read(path, rename(changed, 1, "作業案"))
    assert (found.review.scenario, found.same_document, found.same_content) == (1, True, False)
    assert "was changed after the workbook was made" in str(found.verdict)
    gone = set_values(delete_scenario(document, 1), 2, [Entry(DC1, "rate", 2026, 6)])
    assert read(path, gone).review.scenario == BASE
    other = replace(document, portfolio=replace(document.portfolio, title="別の要求"))
    assert read(path, other).same_document is False
    assert "from another document" in str(read(path, other).verdict)


def test_a_fingerprint_of_the_first_form_that_was_typed_over_is_no_beginning_of_one(tmp_path: Path) -> None:
    document = new_document(small_portfolio(), "作業案")
    book = openpyxl.load_workbook(FIXTURES / "sent-earlier-ja.xlsx")
    ((sheet, cell),) = book.defined_names["submission_content"].destinations
    book[sheet][cell].value = str(book[sheet][cell].value)[:1]
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx", document)
    assert (found.review.scenario, found.same_document, found.same_content) == (1, True, None)
    assert "no longer says what it was made from" in str(found.verdict)


def test_one_of_the_first_form_whose_scenario_is_gone_is_refused() -> None:
    with pytest.raises(UserError, match=r"returned-exceljs\.xlsx: There is no scenario"):
        read(FIXTURES / "returned-exceljs.xlsx", new_document(built_in_portfolio(), "案"))


@pytest.mark.parametrize("writer", ["sheetjs", "exceljs", "libreoffice"])
def test_what_several_programs_write_is_told_of_exactly(writer: str) -> None:
    document = open_document(FIXTURES / "handed-over.bplan").document
    found = read(FIXTURES / f"returned-{writer}.xlsx", document)
    (line,) = found.review.lines
    assert document.portfolio.lines.ids[line.row] == DC1
    assert line.difference == -72_000 * 642
    assert (found.review.broken, found.review.unmatched, found.review.questions) == ((), (), ())
    assert sorted((each.sheet, each.place, each.kind, each.now) for each in found.others.shown) == [
        ("データ", "M3", Kind.CHANGED, "7"),
        ("積算内訳", "N7", Kind.CHANGED, "根拠を改めた"),
        ("総括表", "D5", Kind.VALUE, "1"),
    ]
