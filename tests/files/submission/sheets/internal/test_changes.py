"""The sheet 変更一覧: effects that a spreadsheet cannot keep as numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import Changes
from planner.files.plain.sheet import EXACT
from planner.files.submission.options import ExportOptions, Sign
from planner.files.submission.sheets.internal.changes import changes_sheet
from tests.exports import export_of
from tests.samples import small_portfolio


@pytest.mark.parametrize(
    ("effect", "shown"), [(-EXACT + 1, -EXACT + 1), (-EXACT, "▲1,000,000,000,000,000"), (None, "－"), (0, 0)]
)
def test_an_effect_of_sixteen_digits_is_told_in_words(effect: int | None, shown: object) -> None:
    portfolio = small_portfolio()
    document = set_values(new_document(portfolio), 1, [Entry(portfolio.lines.ids[0], "rate", 2026, 1)], "理由")
    (change,) = document.changes
    document = replace(document, changes=Changes([replace(change, effect=effect)]))
    handover = export_of(document, 1, ExportOptions(sign=Sign.BLACK))
    (row,) = changes_sheet(handover).rows()
    assert row.cells[1] == shown
