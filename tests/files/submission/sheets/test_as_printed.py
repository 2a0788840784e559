"""What a reader of the printed sheets sees: nothing of a text is cut, and nothing stands where it says nothing."""

from __future__ import annotations

import pytest

from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import BASE
from planner.core.model.portfolio import Portfolio
from planner.files.plain.sheet import TOTALS, Band, Row, Sheet, value_of
from planner.files.plain.text_width import text_width
from planner.files.submission.options import ExportOptions, SheetKind
from planner.files.submission.submission import described
from planner.files.submission.workbook.looks import NOTE_SIZE, SIZE
from tests.exports import export_of
from tests.samples import small_portfolio

LONG = "民間の初任給との差が広がり、応募が減り続けているため　" * 12


def sheets_of(portfolio: Portfolio, language: str = "ja") -> dict[str, Sheet]:
    document = set_values(new_document(portfolio), 1, [Entry(portfolio.lines.ids[0], "quantity", 2026, 500)], LONG)
    tops = tuple(program.id for program in portfolio.programs if not program.parent)
    options = ExportOptions(frozenset(SheetKind), compare=(BASE,), programs=tops, language=language)
    return {sheet.name: sheet for sheet in described(export_of(document, 1, options))}


def texts(row: Row) -> list[str]:
    return [text for text in map(value_of, row.cells) if isinstance(text, str)]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_note_runs_no_further_than_the_columns_that_are_printed(language: str) -> None:
    found = 0
    for sheet in sheets_of(small_portfolio(), language).values():
        room = sum(column.width for column in sheet.columns[: sheet.printed or len(sheet.columns)])
        for row in sheet.rows():
            if row.band is Band.NOTE:
                found += 1
                assert text_width(texts(row)[0]) * NOTE_SIZE / SIZE <= room, (sheet.name, texts(row)[0])
    assert found > 10


def test_no_line_stands_beside_a_total_of_the_detail() -> None:
    rows = list(sheets_of(small_portfolio())["明細表"].rows())
    totals = [row for row in rows if row.band in TOTALS]
    assert len(totals) > 2 and not any(value_of(cell) for row in totals for cell in row.cells[8:10])
    said = [value_of(row.cells[7]) for row in rows if len(row.cells) > 7]
    assert "基礎枠" in said, "the only line of its program stands below it"


def test_the_parts_of_a_program_stand_below_it_on_its_sheet() -> None:
    bands = {texts(row)[0].strip(): row.band for row in sheets_of(small_portfolio())["事業別1 特別研究員事業"].rows()}
    assert bands["特別研究員事業"] is Band.TOTAL and bands["特別研究員（DC）"] is Band.PART


@pytest.mark.parametrize(
    ("language", "said"), [("ja", "要求年度より後の年度の記載なし"), ("en", "no year after the request year is given")]
)
def test_a_plan_that_ends_with_the_request_year_does_not_say_that_nothing_is_paid_later(
    language: str, said: str
) -> None:
    first, *others = sheets_of(small_portfolio(), language).values()
    assert any(said in texts(row) for row in first.rows())
    assert [sheet.note for sheet in others if sheet.name in ("後年度負担", "Later years")] == [said]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_headings_of_the_table_for_machines_stand_whole(language: str) -> None:
    (table,) = (sheet for sheet in sheets_of(small_portfolio(), language).values() if sheet.tidy)
    assert all(text_width(column.heading) < column.width for column in table.columns)
    assert table.large, "whoever prints it all the same can read it"
