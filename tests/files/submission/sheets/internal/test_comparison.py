"""シナリオ比較: what differs is said with its unit."""

from __future__ import annotations

import pytest

from planner.core.edits.scenarios import branch
from planner.core.edits.structure import duplicate_lines
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import BASE
from planner.files.plain.sheet import Band, value_of
from planner.files.submission.options import ExportOptions
from planner.files.submission.sheets.internal.comparison import comparison_sheets
from tests.exports import export_of
from tests.samples import SCHOOLS, small_portfolio


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", ["単価 R8　作業案 9,500,000円｜別案 9,000,000円", "員数 R8　作業案 240校｜別案 1,200校"]),
        ("en", ["Rate R8: Working draft 9,500,000 yen | 別案 9,000,000 yen", "Quantity R8: Working draft 240"]),
    ],
)
def test_values_that_differ_have_their_units(language: str, said: list[str]) -> None:
    document = branch(new_document(small_portfolio(), "作業案"), 0, "別案")
    document = set_values(document, 1, [Entry(SCHOOLS, "rate", 2026, 9_500_000)])
    document = set_values(document, 2, [Entry(SCHOOLS, "quantity", 2026, 1200)])
    (sheet,) = comparison_sheets(export_of(document, 1, ExportOptions(compare=(2,), language=language)))
    notes = [str(value_of(row.cells[0])).strip() for row in sheet.rows() if row.band is Band.NOTE]
    assert len(notes) == 2 and all(map(str.startswith, notes, said))


@pytest.mark.parametrize(
    ("language", "title", "none"),
    [
        ("ja", "シナリオ比較　案：基準", "計上 R8　基準 （なし）｜作業案 計上"),
        ("en", "Scenario: base", "base (none) | Working draft"),
    ],
)
def test_a_line_is_not_told_of_where_it_is_not_and_the_scenario_is_named_as_one(
    language: str, title: str, none: str
) -> None:
    document, _made = duplicate_lines(new_document(small_portfolio()), 1, [SCHOOLS])
    (sheet,) = comparison_sheets(export_of(document, BASE, ExportOptions(compare=(1,), language=language)))
    notes = [str(value_of(row.cells[0])).strip() for row in sheet.rows() if row.band is Band.NOTE]
    assert sheet.title.endswith(title)
    assert any(none in each for each in notes)
