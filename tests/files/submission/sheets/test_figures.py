"""What sheets of figures say of a wish, and of an item without an amount."""

from __future__ import annotations

from fractions import Fraction

import pytest

from planner.core.edits.scenarios import branch
from planner.core.edits.structure import remove_lines
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.edits.wish import split_wish
from planner.core.model.document import Document
from planner.core.model.fields import UNPRICED
from planner.files.plain.sheet import Band, Formula, value_of
from planner.files.plain.sheet_text import cell_text
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.options import ExportOptions, SheetKind
from planner.files.submission.sheets.figures.calculation import calculation_sheet
from planner.files.submission.sheets.figures.detail import REMARK, detail_sheet
from planner.files.submission.sheets.figures.program import program_sheets
from planner.files.submission.sheets.figures.reasons import reasons_sheet
from planner.files.submission.sheets.figures.three_columns import KEYS, three_columns_sheets
from planner.files.submission.sheets.internal.comparison import comparison_sheets
from tests.exports import Export, export_of
from tests.files.submission.samples import DAY, classed


@pytest.fixture(scope="module")
def document() -> Document:
    document = new_document(built_in_portfolio())
    document = set_values(document, 1, [Entry("ssh/coordinators", "demand", 2026, UNPRICED)], "未定")
    return split_wish(document, 1, "fellows/rpd/rpd", "rate", 4_344_000)[0]


def export(document: Document, language: str = "ja") -> Export:
    return export_of(document, 1, ExportOptions(frozenset(SheetKind), date=DAY, language=language))


@pytest.mark.parametrize(
    ("language", "wish", "new"), [("ja", "RPD 研究奨励金（要望分）", "新規"), ("en", "RPD stipends (wish)", "new")]
)
def test_a_wish_is_new_once_and_intakes_it_is_not_paid_to_are_not_told(
    document: Document, language: str, wish: str, new: str
) -> None:
    rows = [[value_of(cell) for cell in row.cells] for row in detail_sheet(export(document, language)).rows()]
    first = next(place for place, row in enumerate(rows) if str(row[REMARK]).startswith(wish))
    assert rows[first][REMARK] == f"{wish}　{new}"
    assert not str(rows[first + 1][REMARK]).startswith("　"), "no second row of the wish"


@pytest.mark.parametrize(("language", "years", "new"), [("ja", "4・5年目", "新規、"), ("en", "year 4, 5", "new, ")])
def test_vintages_of_which_nobody_is_taken_in_are_not_called_new(
    document: Document, language: str, years: str, new: str
) -> None:
    handover = export(document, language)
    remarks = (row.cells[REMARK] for row in detail_sheet(handover).rows())
    (said,) = (each for each in remarks if isinstance(each, Formula) and "CPD" in each.text)
    people = handover.places.cell("people", handover.portfolio.line_index["fellows/cpd/cpd"], 2026)
    assert str(said.value).endswith(f"　{years}")
    assert f'IF({people}=0,"{years}","{new}{years}")' in said.text, "new as soon as somebody is typed in"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", ["重点枠 継続　廃止", "重点枠 新規（最長5年）　要求取りやめ", "基礎枠 新規（認定枠を含む、指定5年）"]),
        (
            "en",
            [
                "Focus schools, continuing　ended",
                "Focus schools, new (up to five years)　withdrawn",
                "Basic schools, new (certified included, five years)",
            ],
        ),
    ],
)
def test_what_never_ran_is_withdrawn_and_a_line_is_called_new_once(
    document: Document, language: str, said: list[str]
) -> None:
    document = remove_lines(document, 1, ["ssh/focus", "ssh/focus-new"], "見直し")
    remarks = [str(value_of(row.cells[REMARK])) for row in detail_sheet(export(document, language)).rows()]
    assert [each for each in said if each not in remarks] == []


def test_a_program_requested_with_less_than_last_year_is_not_called_expanded(document: Document) -> None:
    ssh = document.portfolio.program_index["ssh"]
    assert export(document).program_standing(ssh) == "拡充"
    less = set_values(document, 1, [Entry("ssh/basic", "quantity", 2026, 1)], "縮小")
    assert export(less).program_standing(ssh) == ""


@pytest.mark.parametrize(
    ("language", "rate", "left", "taken_in"),
    [
        (
            "ja",
            "単価 2,400,000円 → 3,072,000円（＋672,000円）",
            "作成時：残存率（2・3年目）1 → 0.95",
            "新規採択 0校 → 9校",
        ),
        (
            "en",
            "rate 2,400,000 yen → 3,072,000 yen (+672,000 yen)",
            "As written: retention (year 2, 3) 1 → 0.95",
            "intake 0 schools → 9 schools",
        ),
    ],
)
def test_drivers_have_units_signs_and_those_who_are_left(language: str, rate: str, left: str, taken_in: str) -> None:
    """Of a line that is new nothing is told that it had not last year."""
    rows = reasons_sheet(export(classed(), language)).rows()
    notes = [str(value_of(row.cells[0])).strip("　") for row in rows if row.band is Band.NOTE]
    assert {rate, left, taken_in} <= set(notes)
    assert not [each for each in notes if "0式 → 1式" in each or "0 lots → 1 lot" in each or "回数・月数 1 →" in each]


@pytest.mark.parametrize(("language", "said"), [("ja", "縮小案\nとの差"), ("en", "difference\nfrom 縮小案")])
def test_what_is_compared_is_said_in_its_heading(document: Document, language: str, said: str) -> None:
    options = ExportOptions(frozenset(SheetKind), compare=(2,), date=DAY, language=language)
    (sheet,) = comparison_sheets(export_of(branch(document, 1, "縮小案"), 1, options))
    assert said in [column.heading for column in sheet.columns]


@pytest.mark.parametrize(("language", "said"), [("ja", "運営費交付金"), ("en", "operating grant")])
def test_a_sheet_of_a_program_names_its_channel_in_its_language(document: Document, language: str, said: str) -> None:
    options = ExportOptions(frozenset(SheetKind), programs=("fellows",), date=DAY, language=language)
    (sheet,) = program_sheets(export_of(document, 1, options))
    assert sheet.title.endswith(f"　日本学術振興会　{said}")


def test_one_month_of_twelve_stands_beside_its_divisor(document: Document) -> None:
    entries = [
        Entry("ssh/coordinators", "times", 2026, Fraction(1, 12)),
        Entry("ssh/basic", "share", 2026, Fraction(1, 2)),
    ]
    handover = export(set_values(document, 1, entries, "一部"))
    sheet = calculation_sheet(handover)
    months = {
        str(row.cells[handover.places.columns["id"]]): cell_text(sheet, at, row.cells[at])
        for at in (handover.places.columns["months"],)
        for row in sheet.rows()
    }
    assert (months["ssh/coordinators"], months["ssh/basic"]) == ("1", "")


@pytest.mark.parametrize(("language", "nothing"), [("ja", "－"), ("en", "−")])
def test_totals_of_what_was_not_printed_last_year_are_blank_and_parts_are_named_with_their_program(
    document: Document, language: str, nothing: str
) -> None:
    handover = export(document, language)
    (sheet,) = three_columns_sheets(handover)
    above = [dict(zip(KEYS, map(value_of, row.cells), strict=False)) for row in sheet.above]
    name = handover.program_name(handover.portfolio.program_index["spring8-ii"])
    (spring8,) = (row for row in above if row["program"] == name)
    assert (spring8["previous"], spring8["change"], spring8["request"]) == (None, None, 11_000_000_000)
    rows = [dict(zip(KEYS, map(value_of, row.cells), strict=False)) for row in sheet.rows()]
    whole, part = (handover.program_name(handover.portfolio.program_index[id_]) for id_ in ("aspire", "aspire/jst"))
    assert f"{whole} › {part}" in {row["program"] for row in rows}
    assert {row["share"] for row in rows if row["request"] == 0} == {nothing}


@pytest.mark.parametrize(("language", "said"), [("ja", "事項要求"), ("en", "no amount")])
def test_an_item_without_an_amount_says_so_where_it_is_requested(document: Document, language: str, said: str) -> None:
    (sheet,) = three_columns_sheets(export(document, language))
    rows = [dict(zip(KEYS, map(value_of, row.cells), strict=False)) for row in sheet.rows()]
    (item,) = (row for row in rows if str(row["key"]).startswith("ssh/coordinators"))
    assert (item["request"], item["settled"]) == (said, said)
