"""Workbooks kept for ever: sent by earlier versions, and returned by several programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.core.calculation.evaluate import evaluate_base
from planner.core.edits.values import new_document
from planner.core.model.document import Document
from planner.files.document.store import open_document
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
        "The document has no record of this hand-over,",
        "Compared were the examiner's columns, the fig",
    ]


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
