"""What else a workbook from outside says of its cells: formulas, formats, notes, strike-out, hidden and merged ones."""

from __future__ import annotations

import pickle
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from planner.core.errors import UserError
from planner.files.incoming.cells import Cell, CellArea, area_of, place_of
from planner.files.incoming.looks import shows_date
from planner.files.incoming.workbook import IncomingBook
from tests.files.incoming.samples import MAIN, OFFICE, SHEET, STRINGS, STYLES, packed, parts, relations
from tests.libreoffice import Office


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workbook as an examiner may leave it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "積算"
    sheet.append(["単価", 1000, "=B1*0.9", None, "取り消し"])
    sheet.append(["数", 3, None, "=SUM(B1:B2)"])
    sheet["B1"].number_format = "#,##0"
    sheet["E1"].font = Font(strike=True)
    sheet["B1"].comment = Comment("高すぎる\n再考を", "査定官")
    sheet["F9"].comment = Comment("空のセルに", "査定官")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions.group("G", "I", hidden=True)
    sheet.merge_cells("A4:C5")
    book.create_sheet("隠し").sheet_state = "hidden"
    book.create_sheet("奥").sheet_state = "veryHidden"
    book.create_chartsheet("図")
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_a_cell_says_what_it_holds_and_how_it_looks(path: Path) -> None:
    sheet = IncomingBook(path).sheet("積算")
    first, second = sheet.rows
    assert first.cell(1) == Cell(1000, "", "#,##0")
    assert first.cell(2) == Cell(None, "=B1*0.9")
    assert first.cell(2).unvalued and not first.cell(1).unvalued
    assert first.cell(4) == Cell("取り消し", struck=True)
    assert first.cell(3) == Cell()
    assert first.columns == [0, 1, 2, 4]
    assert second.formulas == {3: "=SUM(B1:B2)"}


def test_a_sheet_says_what_lies_on_it(path: Path) -> None:
    book = IncomingBook(path)
    assert {name: book.sheet(name).state for name in book.sheets} == {
        "積算": "visible",
        "隠し": "hidden",
        "奥": "veryHidden",
    }
    sheet = book.sheet("積算")
    assert sheet.notes == {(1, 1): "高すぎる\n再考を", (9, 5): "空のセルに"}
    assert sheet.hidden_rows == {2}
    assert sheet.hidden_columns == {1, 6, 7, 8}
    assert sheet.merged == (CellArea(4, 0, 5, 2),)


def test_it_is_the_same_on_the_other_side_of_a_pipe(path: Path) -> None:
    book = IncomingBook(path)
    again = pickle.loads(pickle.dumps(book))
    assert [again.sheet(name) for name in again.sheets] == [book.sheet(name) for name in book.sheets]
    assert (again.path, again.remarks, again.named("無")) == (book.path, book.remarks, None)


@pytest.mark.office
def test_another_program_gives_the_formulas_their_values(path: Path, office: Office, tmp_path: Path) -> None:
    made = office.recalculated([path], tmp_path / "made")[0]
    first, second = IncomingBook(made).sheet("積算").rows[:2]
    assert (first.cell(2).value, first.cell(2).formula) == (900, "=B1*0.9")
    assert (second.cell(3).value, second.cell(3).formula) == (1003, "=SUM(B1:B2)")
    assert first.cell(4).struck
    assert IncomingBook(made).sheet("積算").notes[1, 1].endswith("再考を")


def test_a_formula_that_cells_share_stands_in_each_as_it_works_there(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*$C$1+SUM(D$1:D1)</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c><c r="B2" t="str"><f>""</f><v></v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/></c><c r="B3"><f t="array" ref="B3:B4">A1:A2*2</f><v>2</v></c>'
        '<c r="C3"><f t="shared" si="9"/><v>5</v></c><c r="D3"><f t="dataTable" ref="D3:D4" r1="A1"/><v>6</v></c></row>'
    )
    first, second, third = IncomingBook(packed(tmp_path / "a.xlsx", parts(rows))).sheet("表").rows
    assert first.cell(0) == Cell(1, "=B1*$C$1+SUM(D$1:D1)")
    assert second.cell(0) == Cell(2, "=B2*$C$1+SUM(D$1:D2)")
    assert second.cell(1) == Cell("", '=""')
    assert not second.cell(1).unvalued
    assert third.cell(0) == Cell(None, "=B3*$C$1+SUM(D$1:D3)")
    assert [third.cell(column).formula for column in (1, 2, 3)] == ["=A1:A2*2", "=", "=TABLE(A1,)"]


def test_a_long_formula_of_a_row_may_stand_in_very_many(tmp_path: Path) -> None:
    """As in the workbook of a large request, where nothing but the row is another; one that leads elsewhere may not."""
    long, count = 'IF(B1="","",B1)&' * 20 + "B1", 12_000
    rest = [f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/><v>1</v></c></row>' for n in range(2, count + 1)]

    def book(formula: str) -> IncomingBook:
        first = f'<row r="1"><c r="A1"><f t="shared" ref="A1:A{count}" si="0">{formula}</f><v>1</v></c></row>'
        return IncomingBook(packed(tmp_path / "a.xlsx", parts("".join([first, *rest]))))

    last = book(long.replace('"', "&quot;").replace(")&", ")&amp;")).sheet("表").rows[-1]
    assert last.cell(0).formula == f"={long.replace('B1', f'B{count}')}"
    with pytest.raises(UserError):
        book("C2+" * 100 + "B1").sheet("表")


def test_a_text_of_which_a_piece_is_struck_through_says_so(tmp_path: Path) -> None:
    texts = (
        f"<sst {MAIN}><si><r><rPr><strike/></rPr><t>旧</t></r><r><t>新</t></r></si>"
        '<si><r><rPr><strike val="0"/></rPr><t>文</t></r></si></sst>'
    )
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    row = IncomingBook(packed(tmp_path / "a.xlsx", parts(cells) | {STRINGS: texts})).sheet("表").rows[0]
    assert (row.cell(0), row.cell(1)) == (Cell("旧新", struck=True), Cell("文"))


def test_a_conversation_stands_in_place_of_the_note_that_shows_it(tmp_path: Path) -> None:
    said = ("高い", "では半分")
    remarks = "".join(f'<threadedComment ref="A1"><text>{each}</text></threadedComment>' for each in said)
    notes = "".join(
        f'<comment ref="{place}" authorId="0"><text><r><t>{said}</t></r></text></comment>'
        for place, said in (("A1", "[Threaded comment] 高い"), ("B1", "別の注"))
    )
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            ("n", "comments", "../comments1.xml"), ("t", "threadedComment", "../threadedComments/t1.xml")
        ),
        "xl/comments1.xml": f"<comments {MAIN}><commentList>{notes}</commentList></comments>",
        "xl/threadedComments/t1.xml": f'<ThreadedComments xmlns="t">{remarks}</ThreadedComments>',
    }
    sheet = IncomingBook(packed(tmp_path / "a.xlsx", parts() | more)).sheet("表")
    assert sheet.notes == {(1, 0): "高い\nでは半分", (1, 1): "別の注"}


def test_the_strict_format_of_excel_is_read_as_well(path: Path, tmp_path: Path) -> None:
    """Its parts give everything other names."""
    strict = tmp_path / "strict.xlsx"
    with zipfile.ZipFile(path) as usual, zipfile.ZipFile(strict, "w") as made:
        for name in usual.namelist():
            content = usual.read(name)
            content = content.replace(MAIN[7:-1].encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            made.writestr(name, content.replace(OFFICE.encode(), OFFICE_STRICT))
    assert IncomingBook(strict).sheet("積算") == IncomingBook(path).sheet("積算")


OFFICE_STRICT = b"http://purl.oclc.org/ooxml/officeDocument/relationships"


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        *(("yyyy/mm/dd", True), ("ggge", True), ("[h]:mm", True), ('[$-411]ggge"年"', True), ("mmm-yy", True)),
        *(("General", False), ("#,##0", False), ("0.00E+00", False), ("[Red]0", False), ('0"days"', False)),
        *(("\\d0", False), ("_d0", False), ("G/標準", False), ("", False), ('0"年', False), ("[" * 30_000, False)),
        *(("[ymd" * 8_000, True), ('"' * 30_001, False), ("\\" * 30_000, False), ("[h" * 10_000 + "]", True)),
    ],
)
def test_number_formats_of_any_length_are_understood(code: str, is_date: bool) -> None:
    assert shows_date(code) is is_date


def test_built_in_formats_of_japanese_years_are_dates(tmp_path: Path) -> None:
    looks = f'<styleSheet {MAIN}><cellXfs><xf numFmtId="57"/><xf numFmtId="4"/></cellXfs></styleSheet>'
    cells = '<row r="1"><c r="A1" s="0"><v>46100</v></c><c r="B1" s="1"><v>1</v></c><c r="C1" s="7"><v>1</v></c></row>'
    row = IncomingBook(packed(tmp_path / "a.xlsx", parts(cells) | {STYLES: looks})).sheet("表").rows[0]
    assert (str(row.cell(0).value), row.cell(0).format) == ("2026-03-19 00:00:00", "[$-411]ge.m.d")
    assert (row.cell(1).format, row.cell(2).format) == ("#,##0.00", "General")


def test_parts_of_a_workbook_may_be_read_whatever_a_program_calls_them(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / "b.xlsx")
    with zipfile.ZipFile(path) as usual, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as made:
        for name in usual.namelist():
            content = usual.read(name)
            made.writestr(name.replace("sharedStrings", "SharedStrings"), content)
    assert IncomingBook(tmp_path / "b.xlsx").sheet("積算") == IncomingBook(path).sheet("積算")


def test_one_part_is_one_sheet(tmp_path: Path) -> None:
    content = parts('<row r="1"><c><v>1</v></c></row>')
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace(
        "</sheets>", '<sheet name="また" sheetId="2" r:id="b"/></sheets>'
    )
    assert SHEET in content
    with pytest.raises(UserError, match="not what a spreadsheet writes"):
        IncomingBook(packed(tmp_path / "a.xlsx", content))


def test_references_have_places() -> None:
    assert [place_of(text) for text in ("A1", "$B$7", "XFD1048576", "XFE1", "A0", "A1048577", "1A", "")] == [
        *((1, 0), (7, 1), (1048576, 16383)),
        *[None] * 5,
    ]
    assert area_of("B2:C3") == (2, 1, 3, 2)
    assert area_of("B2") == (2, 1, 2, 1)
    assert area_of("B2:") == (2, 1, 2, 1)
    assert area_of("x:B2") is None
