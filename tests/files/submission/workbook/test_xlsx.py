"""The workbook's own ways with the library that lays it out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from planner.core.money import Unit
from planner.files.plain.sheet import (
    Band,
    Chart,
    ChartKind,
    ChartSeries,
    Column,
    Fill,
    Formula,
    Row,
    Sheet,
    SheetProgress,
    Style,
    Styled,
)
from planner.files.submission.workbook.xlsx import written_sheets

HEADINGS = ("列", "金額（円）")


def sheet_of(rows: Sequence[Row], **more: Any) -> Sheet:
    return Sheet("表", "題", tuple(Column(heading, 20) for heading in HEADINGS), lambda: rows, **more)


def written(path: Path, *sheets: Sheet) -> Any:
    """The workbook as openpyxl reads it."""
    for sheet, (_name, rows) in zip(sheets, written_sheets(path, sheets, {}, SheetProgress(1, None)), strict=True):
        assert len(list(rows)) == sheet.first_row + len(list(sheet.rows()))
    return openpyxl.load_workbook(path)


def test_the_library_has_what_its_manual_does_not_name() -> None:
    """Another version may not: the number of a format, a link without its text, the outline, the tables."""
    with xlsxwriter.Workbook(io.BytesIO()) as book:
        sheet = book.add_worksheet()
        assert book.add_format({"bold": True})._get_xf_index() == 1
        assert (sheet.ignore_write_string, sheet.outline_row_level, sheet.tables) == (False, 0, [])


def test_a_formula_is_written_as_it_is(tmp_path: Path) -> None:
    texts = ("SUM(A1,2)", 'IF(A1="{x",1,"}")', '"a"&"<b>&amp;"', 'TEXT(A1,"#,##0")&"=1"', "_xlfn.SINGLE(A1)")
    book = written(tmp_path / "book.xlsx", sheet_of([Row([Formula(text, "x")]) for text in texts], tidy=True))
    assert [cell.value for cell in book["表"]["A"][1:]] == [f"={text}" for text in texts]


@pytest.mark.parametrize("count", [0, 1, 300])
def test_a_table_for_machines_is_one_of_excels_with_filter_and_headings(tmp_path: Path, count: int) -> None:
    rows = [Row([f"<r>{number}</r>", number]) for number in range(count)]
    book = written(tmp_path / "book.xlsx", sheet_of(rows, tidy=True))
    table = book["表"].tables["表"]
    assert table.ref == table.autoFilter.ref == f"A1:B{max(count, 1) + 1}"
    assert tuple(table.column_names) == HEADINGS and not table.totalsRowCount
    assert list(book["表"].values) == [HEADINGS, *(tuple(row.cells) for row in rows)]


def test_the_name_of_a_table_has_letters_alone(tmp_path: Path) -> None:
    sheet = Sheet("Code list (1)", "", (Column("a", 9),), lambda: [Row([1])], tidy=True)
    assert list(written(tmp_path / "book.xlsx", sheet)["Code list (1)"].tables) == ["Code_list__1_"]


def test_a_link_leads_to_its_sheet_and_says_its_name_and_nothing_else_is_one(tmp_path: Path) -> None:
    name = "別の'表"
    other = Sheet(name, "題", (Column("列", 9),), lambda: [])
    rows = [Row([Styled(name, Style.LINK), 1]), Row(["注", "の鍵"], Band.NOTE), Row(["計", 1], Band.TOTAL)]
    book = written(tmp_path / "book.xlsx", sheet_of(rows), other)
    cell = book["表"]["A5"]
    assert cell.value == name and cell.hyperlink.location == "'別の''表'!A1"
    assert [each.coordinate for row in book["表"].iter_rows() for each in row if each.hyperlink] == ["A5"]


def test_a_cell_may_look_as_in_another_band_than_its_row(tmp_path: Path) -> None:
    """Two tables beside one another have their totals in different rows."""
    cells = [Styled("計", Style.TEXT, Band.TOTAL), Styled(-3, Style.MONEY, Band.TOTAL), Styled("他", Style.TEXT)]
    sheet = Sheet("表", "題", tuple(Column("列", 20) for _cell in cells), lambda: [Row(cells)], money=Unit.THOUSAND)
    row = written(tmp_path / "book.xlsx", sheet)["表"][sheet.first_row + 1]
    assert [(cell.font.bold, cell.fill.fgColor.rgb) for cell in row[:2]] == [(True, "FFD9D9D9")] * 2
    assert row[1].number_format == '#,##0,;#,##0,;"−"', "a fall that rounds to nothing has no sign there either"
    assert (row[2].font.bold, row[2].fill.fill_type) == (False, None)


def test_notes_stand_one_level_below_and_sheets_without_have_no_outline(tmp_path: Path) -> None:
    book = written(tmp_path / "book.xlsx", sheet_of([Row(["一", 1]), Row(["注"], Band.NOTE), Row(["二", 2])]))
    rows = book["表"].row_dimensions
    assert book["表"]["A6"].value == "注" and book["表"]["A6"].hyperlink is None, "a note is no name of a sheet"
    assert [rows[at].outlineLevel for at in (5, 6, 7)] == [0, 1, 0]
    assert book["表"].sheet_format.outlineLevelRow == 1


def test_a_row_is_as_high_as_the_lines_that_a_formula_in_it_comes_to(tmp_path: Path) -> None:
    lines = Formula('"@1円"&CHAR(10)&"@2円"', "@1円\n@2円")
    columns = (Column("積算", 20, Style.WRAPPED),)
    sheet = Sheet("表", "題", columns, lambda: [Row([lines]), Row(["@1円\n@2円"]), Row(["@1円"])])
    rows = written(tmp_path / "book.xlsx", sheet)["表"].row_dimensions
    assert rows[5].height == rows[6].height > rows[7].height


@pytest.mark.parametrize("sparse", [False, True])
def test_the_frame_of_a_page_is_closed_below_the_note_it_ends_with(tmp_path: Path, sparse: bool) -> None:
    note = Row(["注"], Band.NOTE)
    rows = [Row(["一", 1]), note, Row(["二", 2], begins=True), note, Row(["三", 3]), note]
    columns = tuple(Column("列", 20) for _place in range(4))
    sheet = Sheet("表", "題", columns, lambda: rows, sparse=sparse)
    found = written(tmp_path / "book.xlsx", sheet)["表"].conditional_formatting
    closed = {str(each.sqref) for each in found for rule in each.rules if rule.formula == ["TRUE()"]}
    assert closed == {"A6 A10", "B6:C6 B10:C10", "D6 D10"}
    borders = [rule.dxf.border for each in found for rule in each.rules if rule.formula == ["TRUE()"]]
    assert all(border.bottom.style == "thin" for border in borders)


def test_what_is_known_on_paper_alone_stands_in_no_cell(tmp_path: Path) -> None:
    rows = [Row([Styled("シート", Style.HEADING), Styled("頁", Style.PAGES)]), Row(["甲", Styled(None, Style.PAGE)])]
    sheet = written(tmp_path / "book.xlsx", sheet_of(rows))["表"]
    assert sheet["A5"].value == "シート" and sheet["A5"].border.right.style == "thin"
    assert all(sheet[cell].value is None and sheet[cell].border.right.style is None for cell in ("B5", "B6"))


def test_what_is_known_on_paper_alone_is_told_as_a_blank_cell(tmp_path: Path) -> None:
    sheet = sheet_of([Row(["甲", Styled(None, Style.PAGE)])])
    told = [list(rows) for _name, rows in written_sheets(tmp_path / "book.xlsx", [sheet], {}, SheetProgress(1, None))]
    assert told[0][-1] == ["甲", None]


def test_a_given_figure_that_is_written_as_a_fraction_stands_with_the_others(tmp_path: Path) -> None:
    sheet = Sheet("表", "題", (Column("値", 20, Style.GIVEN),), lambda: [Row([12]), Row(["2/3"])])
    cells = written(tmp_path / "book.xlsx", sheet)["表"]["A"]
    assert [cell.alignment.horizontal for cell in cells[4:]] == ["right", "right"]


def test_a_chart_has_its_figures_for_those_who_do_not_calculate(tmp_path: Path) -> None:
    series = (ChartSeries(1, Fill.SOLID),)
    chart = Chart(ChartKind.BARS, "図", "円", 0, 5, 6, series, 10, 0, 400)
    rows = [Row(["前", 1]), Row(["甲", Formula("1+1", 2)]), Row(["乙", 3]), Row(["後", 4])]
    written(tmp_path / "book.xlsx", sheet_of(rows, charts=(chart,)))
    with zipfile.ZipFile(tmp_path / "book.xlsx") as package:
        part = package.read("xl/charts/chart1.xml").decode()
    said = [each.partition("</c:v>")[0] for each in part.split("<c:v>")[1:]]
    assert said == ["金額（円）", "甲", "乙", "2", "3"]
