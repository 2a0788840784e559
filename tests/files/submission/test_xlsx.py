"""The workbook's own ways with the library that writes it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from xlsxwriter.worksheet import Worksheet

from planner.files.plain.sheet import Column, Formula, Row, Sheet, SheetProgress
from planner.files.submission.xlsx import written_sheets


def test_a_formula_is_written_as_it_is(tmp_path: Path) -> None:
    """The name under which the library looks formulas through is its own matter: another version may have another."""
    assert hasattr(Worksheet, "_prepare_formula")
    texts = ("SUM(A1,2)", 'IF(A1="{x",1,"}")', '"a"&"<b>&amp;"', 'TEXT(A1,"#,##0")&"=1"')
    rows = [Row([Formula(text, "x")]) for text in texts]
    sheet = Sheet("表", "", (Column("列", 20),), lambda: rows, tidy=True)
    path = tmp_path / "book.xlsx"
    for _name, written in written_sheets(path, [sheet], {}, SheetProgress(1, None)):
        assert len(list(written)) == len(texts) + 1
    cells = openpyxl.load_workbook(path)["表"]["A"][1:]
    assert [cell.value for cell in cells] == [f"={text}" for text in texts]
