"""提出総括: what is to be read first stands out, and whom to ask is said where it is known."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from planner.core.edits.ceilings import set_ceiling
from planner.core.edits.plan import set_last_year
from planner.core.edits.scenarios import branch
from planner.core.edits.structure import add_program, remove_program
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import Document
from planner.core.money import Unit
from planner.files.plain.sheet import TOTALS, Sheet, Style, Styled, value_of
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.options import ExportOptions, SheetKind
from planner.files.submission.sheets.front.overview import overview_sheet
from planner.files.submission.submission import described
from planner.words.texts import LANGUAGES
from tests.exports import export_of
from tests.files.submission.samples import DAY, classed
from tests.samples import DC1, SCHOOLS, small_portfolio


def first_page(document: Document | None = None, **options: object) -> Sheet:
    chosen = ExportOptions(sheets=frozenset({SheetKind.SUMMARY}), date=DAY, **options)  # type: ignore[arg-type]
    return overview_sheet(export_of(document or classed(), 1, chosen), ())


@pytest.mark.parametrize(("language", "total"), [("ja", "計"), ("en", "total")])
def test_totals_and_the_names_of_what_changes_most_stand_out(language: str, total: str) -> None:
    cells = [cell for row in first_page(language=language).rows() for cell in row.cells if isinstance(cell, Styled)]
    standing_out = {value_of(cell) for cell in cells if cell.band in TOTALS and cell.style is Style.TEXT}
    assert standing_out - {None} == {total}
    assert sum(cell.band in TOTALS and value_of(cell) == total for cell in cells) == 3, "request, years, changes"
    assert sum(cell.style is Style.NAME for cell in cells) == 10


@pytest.mark.parametrize(("language", "said"), [("ja", "担当：予算係 内線100"), ("en", "Contact: 予算係 内線100")])
def test_whom_to_ask_is_said_where_it_is_known(language: str, said: str) -> None:
    assert said in first_page(language=language, contact="予算係 内線100").note
    assert said[:2] not in first_page(language=language).note


def contents(document: Document, options: ExportOptions) -> tuple[dict[str, object], list[str]]:
    """The sheets that the contents lead to, each with its unit; and the sheets there are."""
    first, *others = described(export_of(document, 1, options))
    rows = [[cell for cell in row.cells if isinstance(cell, Styled)] for row in first.rows()]
    listed = dict[str, object]()
    for row in rows:
        for name, unit in itertools.pairwise(row):
            if name.style is Style.LINK:
                listed[str(value_of(name))] = value_of(unit)
    return listed, [sheet.name for sheet in others]


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_lead_to_sheets_that_are_there_in_their_order(language: str) -> None:
    chosen = {"programs": ("fellows", "ssh"), "compare": (2,), "language": language}
    whole = ExportOptions(frozenset(SheetKind), date=DAY, **chosen)  # type: ignore[arg-type]
    document = branch(classed(), 1, "別案")
    for options in (whole, replace(whole, examiner=False), replace(whole, compare=(1,), programs=())):
        listed, there = contents(document, options)
        assert list(listed) == there


def test_contents_say_what_the_amounts_of_a_sheet_stand_in() -> None:
    options = ExportOptions(frozenset(SheetKind), programs=("fellows",), unit=Unit.MILLION, date=DAY)
    listed, _there = contents(classed(), options)
    _first, *others = described(export_of(classed(), 1, options))
    for sheet in others:
        if sheet.name in listed and not sheet.tidy:
            assert listed[sheet.name] == (sheet.unit.removeprefix("単位：") or "−"), sheet.name


def test_of_many_programs_with_sheets_of_their_own_the_first_are_listed() -> None:
    every = tuple(program.id for program in classed().portfolio.programs)
    options = ExportOptions(programs=every, date=DAY)
    listed, there = contents(classed(), options)
    assert [name for name in listed if name.startswith("事業別")] == there[2:7]
    first, *_others = described(export_of(classed(), 1, options))
    assert f"事業別（ほか{len(every) - 5}事業）" in [value_of(cell) for row in first.rows() for cell in row.cells]


@pytest.mark.parametrize(("schools", "dc1"), [(9_000_000, 3_072_000), (9_044_000, 3_072_000), (9_082_500, 3_021_500)])
def test_the_rounding_note_stands_whether_what_is_printed_adds_up_or_not(schools: int, dc1: int) -> None:
    """An edit in the workbook may part what added up, and takes no row away."""
    entries = [Entry(SCHOOLS, "rate", 2026, schools), Entry(DC1, "rate", 2026, dc1)]
    document = set_values(new_document(small_portfolio(), "作業案"), 1, entries)
    sheet = overview_sheet(export_of(document, 1, ExportOptions(sheets=frozenset(), date=DAY)), ())
    said = [value_of(row.cells[0]) for row in sheet.rows() if row.cells]
    assert said.count("※四捨五入の関係で、合計と一致しない場合がある。") == 1


def test_nothing_is_left_blank_of_a_ceiling_that_cannot_be_judged() -> None:
    rows = [[value_of(cell) for cell in row.cells] for row in first_page(new_document(built_in_portfolio())).rows()]
    unknown = [row[3:8] for row in rows if len(row) > 7 and row[7] == "判定できない"]
    assert unknown == [["…", "…", "…", "…", "判定できない"]] * 2


def test_ceilings_that_are_broken_are_named_first() -> None:
    document = classed()
    for number in range(4):
        document = set_ceiling(
            document, Ceiling(f"own-{number}", 2026, f"枠{number}", amount=10**14 if number < 3 else 1)
        )
    rows = [[value_of(cell) for cell in row.cells] for row in first_page(document).rows()]
    (line,) = (str(row[0]) for row in rows if row and str(row[0]).startswith("上限までの残り"))
    assert line.startswith("上限までの残り：「枠3」 △")
    first = next(place for place, row in enumerate(rows) if row[:3] == [None, "上限", None])
    assert (rows[first + 1][0], rows[first + 1][7]) == ("枠3", "× 超過")


def test_what_has_no_figure_of_the_previous_year_stands_apart_from_the_others() -> None:
    sheet = first_page()
    rows = [[value_of(cell) for cell in row.cells] for row in sheet.rows()]
    changes = [(str(row[10]), row[11]) for row in rows if len(row) > 11 and isinstance(row[11], int)]
    names = [name for name, _yen in changes]
    assert names[-3:] == ["前年度の公表がないもの（1件）", "その他", "計"]
    assert dict(changes)["前年度の公表がないもの（1件）"] == 11_000_000_000, "SPring-8-Ⅱ"
    assert sum(int(str(yen)) for _name, yen in changes[:-1]) == changes[-1][1]
    assert str(rows[0][0]).endswith("%）。")
    assert "（うち前年度の公表なし 11,000）" in str(rows[0][0])


def test_a_plan_of_few_years_has_no_blank_years() -> None:
    document = set_last_year(classed(), 2027)
    rows = [[value_of(cell) for cell in row.cells] for row in first_page(document).rows()]
    (heads,) = (row for row in rows if "R8" in row)
    assert heads[:4] == ["区分", "R8", "R9", "後年度計"]


def test_a_program_ends_in_its_last_year_and_one_that_has_ended_in_none() -> None:
    document = remove_program(classed(), 1, "lotus", "廃止")
    document, _id = add_program(document, 1, "新事業", "lotus")
    rows = [[value_of(cell) for cell in row.cells] for row in first_page(document).rows()]
    ends = {str(row[1]): row[7] for row in rows if len(row) > 7 and row[7]}
    (epoch,) = (until for name, until in ends.items() if "EPOCH" in name)
    (lotus,) = (until for name, until in ends.items() if "LOTUS" in name)
    assert (epoch, lotus, ends["新事業"]) == ("R17", "－", "未定"), "beyond the plan years, 廃止, not said"


def test_what_runs_over_several_cells_is_closed_to_its_right() -> None:
    for row in first_page().rows():
        styles = [cell.style if isinstance(cell, Styled) else None for cell in row.cells]
        for place, style in enumerate(styles):
            if style is Style.SPREAD:
                assert styles[place + 1] in (Style.SPREAD, Style.CLOSING)
