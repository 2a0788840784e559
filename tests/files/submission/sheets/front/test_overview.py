"""提出総括: what is to be read first stands out, and whom to ask is said where it is known."""

from __future__ import annotations

import pytest

from planner.files.plain.sheet import TOTALS, Sheet, Style, Styled, value_of
from planner.files.submission.options import ExportOptions, SheetKind
from planner.files.submission.sheets.front.overview import overview_sheet
from tests.exports import export_of
from tests.files.submission.samples import DAY, classed


def first_page(**options: object) -> Sheet:
    chosen = ExportOptions(sheets=frozenset({SheetKind.SUMMARY}), date=DAY, **options)  # type: ignore[arg-type]
    return overview_sheet(export_of(classed(), 1, chosen))


@pytest.mark.parametrize(("language", "total"), [("ja", "計"), ("en", "total")])
def test_totals_and_the_names_of_what_changes_most_stand_out(language: str, total: str) -> None:
    cells = [cell for row in first_page(language=language).rows() for cell in row.cells if isinstance(cell, Styled)]
    standing_out = {value_of(cell) for cell in cells if cell.band in TOTALS and cell.style is Style.TEXT}
    assert standing_out - {None} == {total}
    assert sum(cell.band in TOTALS and value_of(cell) == total for cell in cells) == 3, "request, years, changes"
    assert sum(cell.style is Style.NAME for cell in cells) == 10


@pytest.mark.parametrize(("language", "said"), [("ja", "担当　予算係 内線100"), ("en", "contact: 予算係 内線100")])
def test_whom_to_ask_is_said_where_it_is_known(language: str, said: str) -> None:
    assert said in first_page(language=language, contact="予算係 内線100").note
    assert said[:2] not in first_page(language=language).note
