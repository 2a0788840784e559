"""Templates that are not filled: what would become wrong is told, all of it, and nothing is written."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.core.calculation.evaluate import Evaluation
from planner.core.errors import UserError
from planner.core.model.document import BASE, Document
from planner.files.submission.handover import Handover
from planner.files.template.fill import fill, write_filled
from planner.files.template.shipped import template_named
from tests.files.template.templates import OPTIONS, Filler, book, edited, parts

SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"


def one_mark(_workbook: Any, sheet: Any) -> None:
    sheet.write("A1", "{{要求総額}}")
    sheet.write("A2", 5)


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new)

    return change


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("=NOPE(A2)", "cannot be calculated here (#NAME?)"),
        ("=A2/0", "comes to #DIV/0!"),
        ('="甲"*A2', "comes to #VALUE!"),
        ("=TODAY()", "has another value every time"),
        ("=rand()*A2", "has another value every time"),
    ],
)
def test_formulas_that_come_to_nothing_are_told(filler: Filler, formula: str, said: str) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        one_mark(workbook, sheet)
        workbook.add_worksheet("別表").write_formula("B3", formula)

    [(place, what)] = filler.refused(filler.book(write))
    assert place == "別表!B3"
    assert said in what
    assert formula[1:] in what


def test_an_error_that_stood_there_before_may_stay(filler: Filler) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        one_mark(workbook, sheet)
        sheet.write_formula("B3", "=A9/0", None, "#DIV/0!")
        sheet.write_formula("B4", '="TODAY()"', None, "TODAY()")

    assert filler.written(write)["B3"].value == "#DIV/0!"


def test_array_formulas_over_filled_cells_are_told(filler: Filler) -> None:
    def named(workbook: Any, sheet: Any) -> None:
        sheet.write_array_formula("A1:A3", "{=B1:B3}")
        workbook.define_name("題名", "=様式!$A$2")

    assert filler.refused(filler.book(named)) == [
        ("様式!A2", "the cell belongs to the array formula or data table of A1")
    ]


def test_array_formulas_elsewhere_are_calculated(filler: Filler) -> None:
    def write(_workbook: Any, sheet: Any) -> None:
        sheet.write("A1", "{{前年度総額}}")
        sheet.write("A2", "{{要求総額}}")
        sheet.write_array_formula("B1:B2", "{=A1:A2*2}")
        sheet.write_array_formula("C1", "{=SUM(A1:A2*2)}")

    sheet = filler.written(write)
    assert [sheet["B1"].value, sheet["B2"].value] == [2 * sheet["A1"].value, 2 * sheet["A2"].value]
    assert sheet["C1"].value == 2 * (sheet["A1"].value + sheet["A2"].value)


def test_merged_cells_over_prepared_rows_are_told(filler: Filler) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.write("A1", "{{事業.名称}}")
        sheet.merge_range("C2:C3", "続き")
        workbook.define_name("題名", "=様式!$C$3")

    assert filler.refused(filler.book(write)) == [
        ("様式!C2", "merged cells reach over several of the rows prepared for 事業"),
        ("様式!C3", "the cell lies hidden in merged cells; put the mark into their first cell"),
    ]


def test_a_table_does_not_grow_and_keeps_its_headings(filler: Filler) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.add_table("A1:B4", {"columns": [{"header": "甲"}, {"header": "乙"}], "total_row": True})
        sheet.write("A2", "{{事業.名称}}")
        workbook.define_name("題名", "=様式!$B$1")

    [rows, heading] = filler.refused(filler.book(write))
    assert "there: 2" in rows[1]
    assert heading == ("様式!B1", 'the headings of the table "Table1" hold marks')


def test_rows_beyond_the_print_area_are_not_filled(filler: Filler) -> None:
    def write(_workbook: Any, sheet: Any) -> None:
        sheet.write("A1", "{{事業.名称}}")
        sheet.print_area("A1:B10")

    [(_place, what)] = filler.refused(filler.book(write))
    assert "there: 10" in what


def test_two_tables_in_a_row_and_contents_in_named_rows_are_told(filler: Filler) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.write("A1", "{{事業.名称}}")
        sheet.write("B1", "{{積算.名称}}")
        sheet.write("A5", "{{明細.事項}}")
        sheet.write("A7", "残り")
        workbook.define_name("明細", "=様式!$A$5:$B$400")
        workbook.define_name("積算", "=様式!$D$500:$D$510")

    assert filler.refused(filler.book(write)) == [
        ("様式!1", "one row holds marks of two tables"),
        ("様式!A7", "the cell has a content, but belongs to the rows prepared for 明細"),
        ("様式!500", 'the rows of the name "積算" hold no mark of it'),
    ]


def test_a_name_of_several_cells_is_told(filler: Filler) -> None:
    def write(workbook: Any, _sheet: Any) -> None:
        workbook.define_name("要求総額", "=様式!$A$2:$B$3")

    assert filler.refused(filler.book(write)) == [("様式!A2", 'the name "要求総額" names more than one cell')]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/externalLinks/externalLink1.xml", "links to other workbooks"),
        ("_xmlsignatures/sig1.xml", "a digital signature"),
        ("xl/model/item.data", "a data model"),
        ("xl/queryTables/queryTable1.xml", "a query of data elsewhere"),
    ],
)
def test_parts_that_would_say_something_wrong_are_told(filler: Filler, part: str, said: str) -> None:
    [(place, what)] = filler.refused(edited(filler.book(one_mark), {part: b"<a/>"}))
    assert place == part
    assert said in what


def test_marks_outside_the_cells_are_told(filler: Filler) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        one_mark(workbook, sheet)
        sheet.insert_textbox("D4", "{{題名}}")
        sheet.write_comment("A2", "{{所管}}")
        sheet.set_header("&C{{題名}}")

    found = filler.refused(filler.book(write))
    assert {place for place, _ in found} == {"xl/drawings/drawing1.xml", "xl/comments1.xml", "様式"}


def pivoted(filler: Filler, ref: bytes) -> Path:
    source = b'<worksheetSource ref="%s" sheet="%s"/>' % (ref, "様式".encode())
    cache = b"<pivotCacheDefinition><cacheSource>" + source + b"</cacheSource></pivotCacheDefinition>"
    return edited(filler.book(one_mark), {"xl/pivotCache/pivotCacheDefinition1.xml": cache})


def test_a_pivot_table_over_filled_cells_is_told(filler: Filler) -> None:
    [(place, what)] = filler.refused(pivoted(filler, b"A1:B5"))
    assert place == "xl/pivotCache/pivotCacheDefinition1.xml"
    assert "would show old figures" in what
    assert filler.bytes(pivoted(filler, b"A2:B5"))


def test_a_chart_over_several_areas_or_a_name_is_renewed(filler: Filler) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        one_mark(workbook, sheet)
        sheet.write("A3", 7)
        workbook.define_name("図の値", "=様式!$A$1:$A$2")
        chart = workbook.add_chart({"type": "column"})
        chart.add_series({"values": "=(様式!$A$1:$A$1,様式!$A$3:$A$3)"})
        chart.add_series({"values": "=様式!図の値"})
        sheet.insert_chart("D4", chart)

    chart = parts(filler.bytes(filler.book(write)))["xl/charts/chart1.xml"].decode()
    found = [re.findall(r"<c:v>(.*?)</c:v>", each) for each in re.findall(r"<c:numCache>(.*?)</c:numCache>", chart)]
    request = str(filler.evaluation.total[1].amount)
    assert found == [[request, "7"], [request, "5"]]


def test_charts_that_cannot_be_renewed_are_told(filler: Filler) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        one_mark(workbook, sheet)
        chart = workbook.add_chart({"type": "column"})
        chart.add_series({"values": "=様式!$A$1:$A$2", "categories": "=様式!$B$1:$C$2"})
        sheet.insert_chart("D4", chart)

    def several_levels(content: bytes) -> bytes:
        return re.sub(b"(num|str)Cache", b"multiLvlStrCache", content)

    found = filler.refused(edited(filler.book(write), {"xl/charts/chart1.xml": several_levels}))
    assert found
    assert all(place == "xl/charts/chart1.xml" and "cannot be renewed" in what for place, what in found)
    newer = edited(filler.book(one_mark), {"xl/charts/chartEx1.xml": "<c><f>様式!$A$1:$A$2</f></c>".encode()})
    [(place, what)] = filler.refused(newer)
    assert (place, "cannot be renewed" in what) == ("xl/charts/chartEx1.xml", True)


# ---------------------------------------------------------------- no workbook, or a hostile one


def macros(path: Path) -> Path:
    return edited(path, {TYPES: replaced(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")})


def entities(path: Path) -> Path:
    declared = b'?>\n<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    return edited(path, {SHEET: replaced(b"?>", declared)})


def utf16(path: Path) -> Path:
    return edited(path, {SHEET: lambda each: each.decode().replace("UTF-8", "UTF-16").encode("utf-16")})


def bomb(path: Path) -> Path:
    return edited(path, {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * (40 << 20) + b"</worksheet>"})


def cut(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-40])
    return path


def broken(path: Path) -> Path:
    return edited(path, {SHEET: replaced(b"</sheetData>", b"")})


def backwards(path: Path) -> Path:
    return edited(path, {SHEET: replaced(b'<row r="2"', b'<row r="1"')})


def encrypted(path: Path) -> Path:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    return path


@pytest.mark.parametrize("spoil", [macros, entities, utf16, bomb, cut, broken, backwards, encrypted])
def test_what_is_no_plain_workbook_is_refused(filler: Filler, spoil: Callable[[Path], Path]) -> None:
    path = spoil(filler.book(one_mark))
    with pytest.raises(UserError) as refused:
        filler.bytes(path)
    assert str(path) in str(refused.value)


def test_a_template_that_is_not_there_is_told() -> None:
    with pytest.raises(UserError, match="There is no template"):
        template_named("無い様式")


def test_the_template_itself_is_not_written_over(document: Document, evaluation: Evaluation, tmp_path: Path) -> None:
    path = book(tmp_path / "様式.xlsx", one_mark)
    before = path.read_bytes()
    with pytest.raises(UserError, match="template itself"):
        write_filled(path, path, Handover(document, evaluation, BASE, OPTIONS))
    assert path.read_bytes() == before


def test_a_file_that_is_open_elsewhere_stays(
    document: Document, evaluation: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "提出.xlsx"
    out.write_bytes(b"old")

    def refuse(*_args: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr("planner.files.whole.RETRY_SECONDS", 0)
    with pytest.raises(UserError, match="another name"):
        write_filled(out, template_named("総括表"), Handover(document, evaluation, BASE, OPTIONS))
    assert out.read_bytes() == b"old"


# ---------------------------------------------------------------- unusual but right


def test_prefixes_missing_addresses_and_empty_sheets_are_read(filler: Filler) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f"""<?xml version="1.0"?><x:worksheet xmlns:x="{main}"><x:dimension ref="A1"/><x:sheetData>
<x:row><x:c t="inlineStr"><x:is><x:r><x:t>要求 </x:t></x:r><x:r><x:t>{{{{要求年度}}}}</x:t></x:r></x:is></x:c>
<x:c t="inlineStr"><x:is><x:t>{{{{前年度}}}}</x:t></x:is></x:c></x:row>
<x:row r="3"/></x:sheetData></x:worksheet>"""

    def write(workbook: Any, sheet: Any) -> None:
        sheet.write("A1", 1)
        workbook.add_worksheet("空")
        workbook.define_name("所管", "=空!$C$4")
        workbook.define_name("題名", "=様式!$D$3")
        workbook.define_name("日付", "=様式!$E$2")

    path = edited(filler.book(write), {SHEET: xml.encode()})
    content = filler.bytes(path)
    filled = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    values = [[cell.value for cell in row] for row in filled["様式"]["A1:E3"]]
    assert values == [
        ["要求 令和8年度", "令和7年度", None, None, None],
        [None] * 4 + ["令和8年8月31日"],
        [None] * 3 + [filler.document.portfolio.title, None],
    ]
    assert filled["空"]["C4"].value == "文部科学省"
    assert b'<x:dimension ref="A1:E3"/>' in parts(content)[SHEET]


@pytest.mark.parametrize("value", ["", "<x:v/>", "<x:v>old</x:v>"])
def test_a_formula_of_a_prefixed_sheet_gets_its_value(filler: Filler, value: str) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f"""<?xml version="1.0"?><x:worksheet xmlns:x="{main}"><x:sheetData><x:row r="1">
<x:c r="A1" t="inlineStr"><x:is><x:t>{{{{前年度}}}}</x:t></x:is></x:c>
<x:c r="B1" t="inlineStr"><x:is><x:t>別</x:t></x:is></x:c>
<x:c r="C1"><x:f>A1&amp;B1</x:f>{value}</x:c></x:row></x:sheetData></x:worksheet>"""
    sheet = filler.sheet(edited(filler.book(one_mark), {SHEET: xml.encode()}))
    assert [sheet["A1"].value, sheet["B1"].value, sheet["C1"].value] == ["令和7年度", "別", "令和7年度別"]


def test_every_part_keeps_its_place_and_date(filler: Filler) -> None:
    path = filler.book(one_mark)
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(io.BytesIO(filler.bytes(path))) as after:
        assert [(each.filename, each.date_time) for each in before.infolist()] == [
            (each.filename, each.date_time) for each in after.infolist()
        ]
        assert after.testzip() is None


def test_filling_again_gives_the_same_bytes(filler: Filler) -> None:
    for name in ("総括表", "calculation", "明細表"):
        path = template_named(name)
        assert fill(path, filler.handover()) == filler.bytes(path)
