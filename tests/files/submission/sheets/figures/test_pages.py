"""What of the sheets stays together on a page, and fits into its width."""

from __future__ import annotations

import pytest

from planner.core.edits.values import Entry, new_document, set_values
from planner.files.plain.sheet import Band, Sheet, value_of
from planner.files.plain.text_width import text_width
from planner.files.submission.options import ExportOptions, SheetKind
from planner.files.submission.submission import described
from tests.exports import export_of
from tests.samples import SCHOOLS, small_portfolio


def sheet_of(kind: SheetKind, language: str = "ja", name: str = "") -> Sheet:
    document = new_document(small_portfolio(), "作業案")
    why = "　".join(f"第{number}に、物価の上昇により単価を見直す必要がある。" for number in range(12))
    document = set_values(document, 1, [Entry(SCHOOLS, "rate", 2026, 9_500_000)], why)
    options = ExportOptions(frozenset({kind}), programs=("fellows",), language=language)
    export = export_of(document, 1, options)
    return next(sheet for sheet in described(export) if sheet.name == (name or export.sheet_name(kind)))


def test_ditto_stands_on_the_page_of_what_it_repeats_and_a_program_above_two_lines() -> None:
    rows = list(sheet_of(SheetKind.DETAIL).rows())
    assert [row.follows for row in rows if "〃" in str(value_of(row.cells[7]))] == [True, True]
    at = next(at for at, row in enumerate(rows) if "特別研究員（DC）" in str(row.cells[2]))
    assert not rows[at].follows and rows[at + 1].follows


def test_beside_a_total_stands_no_line() -> None:
    rows = list(sheet_of(SheetKind.DETAIL).rows())
    at = next(at for at, row in enumerate(rows) if "SSH" in str(row.cells[2]))
    assert rows[at].band is Band.PART and not any(rows[at].cells[7:10])
    assert "基礎枠" in str(rows[at + 1].cells[7])


def test_a_part_of_a_program_stands_out_less_than_the_program() -> None:
    bands = [row.band for row in sheet_of(SheetKind.PROGRAMS, name="事業別1 特別研究員事業").rows()]
    assert bands == [Band.TOTAL, Band.PART, Band.DETAIL, Band.DETAIL]


def test_figures_of_a_line_stand_on_the_page_of_its_name() -> None:
    rows = list(sheet_of(SheetKind.SOURCES).rows())
    assert [row.follows for row in rows] == [row.cells[0] is None for row in rows]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_said_below_reasons_is_as_wide_as_what_is_printed(language: str) -> None:
    sheet = sheet_of(SheetKind.REASONS, language)
    width = sum(column.width for column in sheet.columns[: sheet.printed])
    notes = [str(value_of(row.cells[0])) for row in sheet.rows() if row.band is Band.NOTE]
    assert len(notes) > 5
    assert max(map(text_width, notes)) <= width
