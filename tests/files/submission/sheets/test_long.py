"""A long request: what is seldom asked for is folded, and out of sight nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.core.edits.codes import set_codes
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.accounts.codes import Code, CodeKind, CodePlace, Owner
from planner.files.plain.sheet import Band, Row, value_of
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission import request
from planner.files.submission.options import ExportOptions
from planner.files.submission.submission import described
from tests.exports import Export, export_of, written

CHANGED = "fellows/dc/dc1"


def exported() -> Export:
    """The built-in request with one line changed, its programs in two 項."""
    document = new_document(built_in_portfolio())
    tops = [program.id for program in document.portfolio.programs if not program.parent]
    codes = {
        CodePlace(Owner.PROGRAM, id_, CodeKind.ITEM): Code("研究振興費" if at % 2 else "政策推進費")
        for at, id_ in enumerate(tops)
    }
    document = set_codes(document, codes)
    return export_of(set_values(document, 1, [Entry(CHANGED, "rate", 2026, 3_200_000)], "改定"), 1, ExportOptions())


def rows_of(export: Export, name: str) -> list[Row]:
    (sheet,) = (sheet for sheet in described(export) if sheet.name == name)
    return list(sheet.rows())


def test_notes_and_older_intakes_are_folded_but_for_lines_that_were_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    export = exported()
    assert not any(row.outline.folded for row in rows_of(export, "積算内訳"))
    monkeypatch.setattr(request, "MANY_LINES", 1)
    places = export.places.columns
    rows = rows_of(export, "積算内訳")
    keys = [str(value_of(row.cells[places["key"]])) for row in rows]
    kinds = [value_of(row.cells[places["kind"]]) for row in rows]
    marks, shown = export.places.marks, [not row.outline.folded for row in rows]
    assert all(seen for seen, kind in zip(shown, kinds, strict=True) if kind == marks.program)
    of_changed = [seen for seen, key in zip(shown, keys, strict=True) if key.startswith(f"{CHANGED}|")]
    assert len(of_changed) > 3 and all(of_changed)
    folded = {key for seen, key in zip(shown, keys, strict=True) if not seen}
    newest = {
        export.places.vintage_key(row, export.intake_year(row, vintages[0]))
        for row, vintages in export.vintages.items()
    }
    assert folded and not folded & newest


def test_every_item_of_the_detail_begins_a_page_and_the_largest_programs_are_reconciled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    export = exported()
    assert not any(row.begins for row in rows_of(export, "明細表"))
    monkeypatch.setattr(request, "MANY_LINES", 1)
    begin = [str(row.cells[2]).strip() for row in rows_of(export, "明細表") if row.begins]
    assert len(begin) == 1 and begin[0] in ("研究振興費", "政策推進費"), "the first stands below the total"
    seen = [row for row in rows_of(export, "照合") if row.outline.level and not row.outline.folded]
    amounts = [int(str(value_of(row.cells[2]))) for row in seen]
    assert len(seen) == 2 * 20 and amounts[:20] == sorted(amounts[:20], reverse=True)


def test_what_is_folded_stands_in_the_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export = exported()
    plain = openpyxl.load_workbook(written(export, tmp_path / "plain.xlsx"))
    monkeypatch.setattr(request, "MANY_LINES", 1)
    book = openpyxl.load_workbook(written(export, tmp_path / "long.xlsx"))
    sheet: Any = book["積算内訳"]
    rows = rows_of(export, "積算内訳")
    hidden = [sheet.row_dimensions[5 + at].hidden for at in range(len(rows))]
    assert hidden == [row.outline.folded for row in rows]
    outline: Any = sheet.sheet_properties.outlinePr
    assert sheet.sheet_format.outlineLevelRow == 3 and not outline.summaryBelow
    same = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert same == [[cell.value for cell in row] for row in plain["積算内訳"].iter_rows(min_row=5)]
    items = [row for row in rows_of(export, "明細表") if row.begins]
    assert items and items[0].band is Band.TOTAL
    breaks = {each.id for each in book["明細表"].row_breaks.brk}
    at = next(at for at, row in enumerate(rows_of(export, "明細表")) if row.begins)
    assert 4 + at in breaks
