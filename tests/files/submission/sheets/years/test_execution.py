"""執行状況: a row a program and year, rates and what was not used as formulas, nothing where nothing is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.core.edits.codes import set_codes
from planner.core.edits.values import new_document
from planner.core.errors import UserError
from planner.core.model.accounts.codes import Code, CodeKind, CodePlace, Owner
from planner.core.model.accounts.execution import Executed, PastYear
from planner.core.model.document import Document
from planner.core.money import Unit
from planner.files.plain.sheet import Formula, Sheet, value_of
from planner.files.submission.options import ExportOptions, SheetKind
from planner.files.submission.sheets.book import sheets_of
from tests.exports import export_of
from tests.samples import small_portfolio

KNOWN = {
    PastYear("ssh", 2022): Executed(3, 1, 1, "決算"),
    PastYear("ssh", 2024): Executed(100, 95, None, "=式"),
    PastYear("fellows/dc", 2023): Executed(0, 0, 0),
    PastYear("fellows", 2021): Executed(9, 9, 9),
}


def document(known: dict[PastYear, Executed]) -> Document:
    place = CodePlace(Owner.PROGRAM, "ssh", CodeKind.PROJECT)
    return set_codes(replace(new_document(small_portfolio()), execution=known), {place: Code("0042")})


def sheets(known: dict[PastYear, Executed], **options: object) -> list[Sheet]:
    chosen = ExportOptions(sheets=frozenset({SheetKind.EXECUTION, SheetKind.OVERVIEW}), **options)  # type: ignore[arg-type]
    return list(sheets_of(export_of(document(known), 1, chosen)))


def test_known_years_stand_beside_the_request_in_yen() -> None:
    (sheet,) = [each for each in sheets(KNOWN, unit=Unit.OKU) if each.name == "執行状況"]
    rows = [[value_of(cell) for cell in row.cells] for row in sheet.rows()]
    assert [row[:3] for row in rows] == [
        *(["特別研究員（DC）", "", None], [None, None, "R4"], [None, None, "R5"], [None, None, "R6"]),
        *(["SSH支援事業", "0042", None], [None, None, "R4"], [None, None, "R5"], [None, None, "R6"]),
    ]
    none = "…"
    assert rows[2][3:8] == [0, 0, "－", 0, 0]
    assert rows[4][3:] == [*[None] * 5, 2_160_000_000, 2_160_000_000, None]
    assert rows[5][3:] == [3, 1, 1 / 3, 1, 1, None, None, "決算"]
    assert rows[6][3:8] == [none] * 5
    assert rows[7][3:8] == [100, 95, 0.95, none, none]
    formulas = [[cell.text for cell in row.cells if isinstance(cell, Formula)] for row in sheet.rows()]
    assert formulas[4][0].startswith("SUMIFS(calculation_previous,")
    assert formulas[5][0] == 'IF(AND(ISNUMBER(D10),ISNUMBER(E10)),IF(D10>0,E10/D10,"－"),"…")'


def test_nothing_known_makes_no_sheet_and_stands_in_no_contents() -> None:
    for known in ({}, {PastYear("ssh", 2021): Executed(1, 1)}, {PastYear("ssh", 2024): Executed(None, None)}):
        made = sheets(known)
        assert "執行状況" not in [each.name for each in made]
        cells = [value_of(cell) for row in made[0].rows() for cell in row.cells]
        assert "執行状況" not in cells
    assert "執行状況" in [value_of(cell) for row in sheets(KNOWN)[0].rows() for cell in row.cells]


def test_an_amount_that_a_spreadsheet_does_not_keep_is_refused() -> None:
    with pytest.raises(UserError, match="more digits"):
        [list(sheet.rows()) for sheet in sheets({PastYear("ssh", 2024): Executed(10**15, 1)})]
