"""図表: what is said of its charts is said of those that are there."""

from __future__ import annotations

import pytest

from planner.core.edits.plan import set_last_year
from planner.core.edits.values import new_document
from planner.files.plain.sheet import value_of
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.options import ExportOptions
from planner.files.submission.sheets.front.charts import FILLS, PLACES, charts_sheet
from tests.exports import export_of


@pytest.mark.parametrize(("last", "is_said"), [(2030, True), (2026, False)])
def test_its_note_speaks_of_later_years_where_they_are_drawn(last: int, *, is_said: bool) -> None:
    document = set_last_year(new_document(built_in_portfolio()), last)
    sheet = charts_sheet(export_of(document, 1, ExportOptions()))
    assert ("図3・4：黒＝過年度" in sheet.note) is is_said
    assert any("図4" in chart.title for chart in sheet.charts) is is_said
    assert sheet.note.startswith("図1・2：")


def test_what_was_not_printed_before_looks_the_same_in_both_charts_of_the_change() -> None:
    sheet = charts_sheet(export_of(new_document(built_in_portfolio()), 1, ExportOptions()))
    rows = [[value_of(cell) for cell in row.cells] for row in sheet.rows()]
    apart = [row for row in rows if row[PLACES["name"]] in ("前年度公表なし", "SPring-8の高度化（SPring-8-Ⅱ）")]
    assert [row[PLACES["apart"]] for row in apart] == [11_000_000_000] * 2
    for chart in sheet.charts[:2]:
        assert FILLS["apart"] in {series.fill for series in chart.series if series.column == PLACES["apart"]}
