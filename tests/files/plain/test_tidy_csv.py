"""Tables for machines as CSV: both encodings, nothing lost silently, no text taken for a formula."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from planner.core.edits.values import new_document
from planner.core.errors import UserError
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import BASE, Document
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Program
from planner.files.plain.tidy_csv import plain_text
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.options import ExportOptions
from planner.files.submission.submission import write_csv
from tests.exports import export_of, rows_of, written

GIVEN = Origin(Basis.PUBLISHED, "1", "印刷された額")
DANGEROUS = ("=HYPERLINK(1)", "+1-1", "-2", "@SUM(A1)", "\tx")


def named(*labels: str) -> Document:
    lines = [LineRecord(f"p/l{n}", "p", label) for n, label in enumerate(labels)]
    steps = [
        StepRecord(line.id, key, 2025, -5 if key == "rate" else 5, GIVEN)
        for line in lines
        for key in ("rate", "quantity")
    ]
    program = Program("p", "", "1", "事業", "p")
    return new_document(build_portfolio(title="t", years=(2025, 2026), programs=[program], lines=lines, steps=steps))


def csv_of(document: Document, path: Path, encoding: str) -> list[list[str]]:
    export = export_of(document, BASE, ExportOptions())
    write_csv(path, export, encoding)
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_the_table_is_the_data_sheet(tmp_path: Path, encoding: str) -> None:
    document = new_document(built_in_portfolio())
    rows = csv_of(document, tmp_path / "a.csv", encoding)
    sheet = rows_of(written(export_of(document, BASE, ExportOptions()), tmp_path / "a.xlsx"), "データ")
    assert rows == [[plain_text("" if cell is None else str(cell)) for cell in row] for row in sheet]
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf") is (encoding == "utf-8-sig")


def test_characters_without_a_place_are_listed_and_nothing_is_written(tmp_path: Path) -> None:
    document = named("普通", "𠮷野é", "✓")
    with pytest.raises(UserError, match=r"cp932.*\(4\): 4:積算内容 𠮷é.*6:積算内容 ✓"):
        csv_of(document, tmp_path / "a.csv", "cp932")
    assert not list(tmp_path.iterdir())
    assert csv_of(document, tmp_path / "a.csv", "utf-8-sig")[3][6] == "𠮷野é"


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    rows = csv_of(named(*DANGEROUS), tmp_path / "a.csv", "utf-8-sig")
    labels = [row[6] for row in rows[1::2]]
    assert labels == ["'=HYPERLINK(1)", "'+1-1", "'-2", "'@SUM(A1)", "x"]
    assert {row[-3] for row in rows[1:]} == {"-25"}, "a number below zero is one"
