"""The sheet 変更一覧: a change with effect and reason once; effects that a spreadsheet cannot keep as numbers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from planner.core.edits.plan import set_growth
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import CellChange, Changes
from planner.files.plain.sheet import EXACT, value_of
from planner.files.submission.options import ExportOptions, Sign
from planner.files.submission.sheets.internal.changes import changes_sheet
from tests.exports import export_of
from tests.samples import DC1, small_portfolio


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


def test_effect_and_reason_stand_once_a_change_and_what_stayed_is_no_row() -> None:
    document = set_values(
        new_document(small_portfolio()), 1, [Entry(DC1, "rate", 2026, 9), Entry(DC1, "quantity", 2026, 8)], "理由"
    )
    (change,) = document.changes
    same = CellChange(DC1, "quantity", 2028, 0, 0)
    document = replace(document, changes=Changes([replace(change, cells=(same, *change.cells))]))
    rows = [row.cells for row in changes_sheet(export_of(document, 1, ExportOptions())).rows()]
    assert [(cells[0], cells[1] is None, cells[4], cells[8]) for cells in rows] == [
        (1, False, "単価（円）", "理由"),
        (1, True, "員数（人）", None),
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", ("2.5%", "賃金の伸び率（年）", "R9～", "すべての事業", None, "人事院勧告")),
        ("en", ("2.5%", "Growth of wages, a year", "R9–", "All programs", None, "人事院勧告")),
    ],
)
def test_a_growth_assumed_is_told_with_its_reason(language: str, said: tuple[object, ...]) -> None:
    document = set_growth(new_document(small_portfolio()), 1, "wage", Fraction(1, 40), "人事院勧告")
    (row,) = changes_sheet(export_of(document, 1, ExportOptions(language=language))).rows()
    assert tuple(map(value_of, row.cells[3:9])) == said
