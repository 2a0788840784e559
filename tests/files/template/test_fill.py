"""A ministry's workbook filled in place: every byte stays but for what is filled, and every reader sees the figures."""

from __future__ import annotations

import dataclasses
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.utils.escape
import pytest
from hypothesis import HealthCheck, given, settings

from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base
from planner.core.edits.codes import set_codes
from planner.core.edits.values import new_document
from planner.core.model.accounts.codes import Code, CodeKind, CodePlace, Owner
from planner.core.model.document import Document
from planner.core.model.lines import Lack
from planner.core.money import Unit, format_amount, round_ratio
from planner.files.template.fill import fill
from planner.files.template.marks import FACTS, TABLES, fact_named, read_mark
from planner.files.template.shipped import KINDS, shipped, template_named
from tests.files.template.shipped_templates import FORMS, made
from tests.files.template.templates import Filler, Write, opened, parts
from tests.libreoffice import Office
from tests.strategies import Drawn, examples, portfolios


def total(evaluation: Evaluation, place: int = 1) -> int:
    amount = evaluation.total[place].amount
    assert amount is not None
    return amount


# ---------------------------------------------------------------- marks


def test_a_mark_alone_is_a_value_and_within_a_text_words(filler: Filler) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        bold = workbook.add_format({"bold": True, "num_format": "#,##0"})
        sheet.write("A1", "{{要求総額}}", bold)
        sheet.write("A2", "{{要求総額:千円}}")
        sheet.write("A3", "{{ 要求総額 ： 億円 }}")
        sheet.write("A4", "要求 {{要求総額：百万円}}百万円（{{要求年度}}、{{所管}}）")
        sheet.write("A5", "｛｛要求総額：単位｝｝")
        sheet.write("A6", "{{request_total:million}}")
        sheet.write("A7", "{{増減率}}")
        sheet.write("A8", "増減 {{増減率}} {{要求年度西暦}}")
        sheet.write("A9", "{{日付}}")
        sheet.write("A10", "単位：{{単位}}　{{注記}}")
        sheet.write("A12", "{{注記:億円}}")
        sheet.write("A11", "{{要求年度西暦}}")

    sheet, request = filler.written(write), total(filler.evaluation)
    previous = total(filler.evaluation, 0)
    assert sheet["A1"].value == request
    assert (sheet["A1"].font.b, sheet["A1"].number_format) == (True, "#,##0")
    assert sheet["A2"].value == sheet["A5"].value == round_ratio(request, 1000)
    assert sheet["A3"].value == round_ratio(request, 10**7) / 10
    assert sheet["A4"].value == f"要求 {format_amount(request, Unit.MILLION)}百万円（令和8年度、文部科学省）"
    assert sheet["A6"].value == round_ratio(request, 10**6)
    assert sheet["A7"].value == pytest.approx((request - previous) / previous)
    assert sheet["A8"].value == f"増減 {(request - previous) / previous:.1%} 2026"
    assert sheet["A9"].value == "令和8年8月31日"
    assert sheet["A10"].value == "単位：千円　"
    assert sheet["A12"].value == "四捨五入の関係で、合計と一致しない場合がある。"
    assert sheet["A11"].value == 2026


def test_defined_names_fill_cells_that_hold_no_formula(filler: Filler) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.write("B2", "前の値")
        sheet.write_formula("B3", "=1+1", None, 2)
        for name, cell in (("要求総額_千円", "B2"), ("増減額", "B3"), ("planner_title", "C9"), ("title", "C10")):
            workbook.define_name(name, f"=様式!${cell[0]}${cell[1:]}")

    sheet = filler.written(write)
    assert sheet["B2"].value == round_ratio(total(filler.evaluation), 1000)
    assert sheet["B3"].value == 2
    assert sheet["C9"].value == filler.document.portfolio.title
    assert sheet["C10"].value is None


def test_every_unknown_mark_is_told_with_the_nearest_name(filler: Filler) -> None:
    def write(_workbook: Any, sheet: Any) -> None:
        for row, text in enumerate(
            ["{{要求総学}}", "{{事業.名前}}", "{{要求総額:万円}}", "{{題名:千円}}", "{{reqest_total}}"]
        ):
            sheet.write(row, 0, text)
        sheet.write_formula("B9", '="{{題名}}"')

    assert filler.refused(filler.book(write)) == [
        ("様式!A1", 'there is no mark "要求総学"; the nearest is "要求総額"'),
        ("様式!A2", 'there is no mark "事業.名前"; the nearest is "事業.名称"'),
        ("様式!A3", '"万円" in "要求総額:万円" is not a unit: write yen, thousand, million, oku or unit'),
        ("様式!A4", '"題名:千円" is no amount: leave the unit out'),
        ("様式!A5", 'there is no mark "reqest_total"; the nearest is "要求総額"'),
        ("様式!B9", "a formula holds a mark; give the mark a cell of its own"),
    ]


def test_names_of_marks_are_clear() -> None:
    for marks, prefix in ((FACTS, ""), *((table.marks, f"{table.names[0]}.") for table in TABLES)):
        names = [name for mark in marks for name in mark.names]
        assert len(set(names)) == len(names)
        for mark in marks:
            for name in mark.names:
                assert getattr(read_mark(prefix + name), "mark", None) is mark
    for mark in FACTS:
        for name in (mark.names[0], f"planner_{mark.key}"):
            assert getattr(fact_named(name), "mark", None) is mark


# ---------------------------------------------------------------- rows


def prepared(rows: int, columns: dict[str, str], *, top: int = 5, formula: str = "", name: str = "") -> Write:
    """A template with headings, marks in row `top`, `rows` prepared ones and a total below them."""

    def write(workbook: Any, sheet: Any) -> None:
        framed = workbook.add_format({"border": 1})
        for place, (heading, mark) in enumerate(columns.items()):
            sheet.write(top - 2, place, heading)
            for row in range(rows):
                if row == 0:
                    sheet.write(top - 1, place, mark, framed)
                else:
                    sheet.write_blank(top - 1 + row, place, None, framed)
        if formula:
            for row in range(top, top + rows):
                sheet.write_formula(row - 1, len(columns), formula.replace("{row}", str(row)))
        if name:
            workbook.define_name(name, f"=様式!$A${top}:$Z${top + rows - 1}")
        else:
            sheet.write(top - 1 + rows, 0, "合計")

    return write


def programs(filler: Filler) -> list[tuple[str, int | None]]:
    evaluation = filler.evaluation
    found = []
    for index, program in enumerate(filler.document.portfolio.programs):
        if evaluation.shows_program(index):
            found.append((program.id, evaluation.program(index)[1].amount))
            for other in program.relists:
                place = filler.document.portfolio.program_index[other]
                found.append((other, evaluation.program(place)[1].amount))
    return found


def test_rows_of_programs_fill_prepared_rows_and_hide_the_others(filler: Filler) -> None:
    expected = programs(filler)
    columns = {"番号": "{{事業.番号}}", "要求額": "{{事業.要求額}}"}
    sheet = filler.written(prepared(80, columns, formula='=IF(B{row}="","",B{row}*2)'))
    rows = [(sheet.cell(5 + i, 1).value, sheet.cell(5 + i, 2).value) for i in range(len(expected))]
    assert rows == expected
    assert [sheet.cell(5 + i, 3).value for i in range(len(expected))] == [2 * (amount or 0) for _, amount in expected]
    spare = range(5 + len(expected), 85)
    assert all(sheet.cell(row, 2).value is None and sheet.row_dimensions[row].hidden for row in spare)
    assert not any(sheet.row_dimensions[row].hidden for row in range(1, 5 + len(expected)))
    assert (sheet["A85"].value, sheet.row_dimensions[85].hidden) == ("合計", False)
    assert sheet.cell(84, 2).border.left.style == "thin"


def test_left_over_rows_may_stay_in_sight(filler: Filler) -> None:
    path = filler.book(prepared(80, {"番号": "{{事業.番号}}"}))
    content = fill(path, filler.handover(), hide=False)
    assert b'hidden="1"' not in parts(content)["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("name", ["", "事業", "planner_programs"])
def test_too_few_prepared_rows_are_told(filler: Filler, name: str) -> None:
    needed = len(programs(filler))
    findings = filler.refused(filler.book(prepared(7, {"番号": "{{事業.番号}}"}, name=name)))
    assert findings == [("様式!5", f"prepared rows needed by 事業: {needed}; there: 7")]


def test_rows_are_prepared_only_as_far_as_the_authors_formulas(filler: Filler) -> None:
    needed = len(programs(filler))

    def write(workbook: Any, sheet: Any) -> None:
        prepared(80, {"番号": "{{事業.番号}}", "要求額": "{{事業.要求額}}"})(workbook, sheet)
        for row in range(5, 12):
            sheet.write_formula(row - 1, 4, f"=B{row}")

    findings = filler.refused(filler.book(write))
    assert findings == [("様式!5", f"prepared rows needed by 事業: {needed}; there: 7")]


def test_repeated_marks_are_spare_rows_and_rows_without_cells_are_made(filler: Filler) -> None:
    def write(_workbook: Any, sheet: Any) -> None:
        for row in range(3):
            sheet.write(row, 0, "{{事業.名称}}")
        sheet.write("C300", "下")

    sheet, expected = filler.written(write), programs(filler)
    assert sum(bool(sheet.cell(row, 1).value) for row in range(1, 299)) == len(expected)
    assert sheet["C300"].value == "下"


def test_a_row_with_texts_of_the_author_is_not_hidden(filler: Filler) -> None:
    def write(_workbook: Any, sheet: Any) -> None:
        sheet.write("B2", "{{事業.名称}}")
        sheet.write("A90", "（注）四捨五入")
        sheet.write("B95", "合計")

    sheet = filler.written(write)
    assert not sheet.row_dimensions[90].hidden
    assert sheet.row_dimensions[91].hidden


def test_lines_and_details_are_those_of_the_submission(filler: Filler) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        names = ("区分", "積算", "単価", "員数", "金額", "金額:千円", "根拠")
        for place, name in enumerate(names):
            sheet.write(0, place, f"{{{{積算.{name}}}}}")
        detail = workbook.add_worksheet("明細")
        for place, name in enumerate(("事項", "要求額", "備考", "階層")):
            detail.write(0, place, f"{{{{明細.{name}}}}}")

    content = filler.bytes(filler.book(write))
    filled = opened(io.BytesIO(content), data_only=True)
    rows = list(filled["様式"].iter_rows(values_only=True))
    lines = [row for row in rows if row[0] == "積算"]
    assert sum(row[4] or 0 for row in lines) == total(filler.evaluation)
    assert "@3,072,000円 × 642人" in [row[1] for row in lines]
    assert all(row[5] == round_ratio(row[4], 1000) for row in lines if row[4] is not None)
    detail = list(filled["明細"].iter_rows(values_only=True))
    assert sum(row[1] for row in detail if row[3] == 1) == total(filler.evaluation)


def test_codes_fill_rows_of_programs_lines_and_details_as_they_are_typed(
    document: Document, evaluation: Evaluation, tmp_path: Path
) -> None:
    given = {
        CodePlace(Owner.PROGRAM, "ssh", CodeKind.REQUEST): Code("①"),
        CodePlace(Owner.PROGRAM, "ssh", CodeKind.ITEM): Code("科学技術振興費"),
        CodePlace(Owner.LINE, "ssh/basic", CodeKind.SUBITEM): Code("諸謝金"),
    }
    coded = Filler(set_codes(document, given), evaluation, tmp_path)

    def write(workbook: Any, sheet: Any) -> None:
        for place, name in enumerate(("番号", "要求番号", "項")):
            sheet.write(0, place, f"{{{{事業.{name}}}}}")
        lines, detail = workbook.add_worksheet("積算"), workbook.add_worksheet("明細")
        for place, name in enumerate(("ID", "要求番号", "項", "目", "予算事業ID")):
            lines.write(0, place, f"{{{{積算.{name}}}}}")
        for place, name in enumerate(("要求番号", "事項", "要求額", "階層")):
            detail.write(0, place, f"{{{{明細.{name}}}}}")

    filled = opened(io.BytesIO(coded.bytes(coded.book(write))), data_only=True)
    programs_of = {row[0]: row[1:] for row in filled["様式"].iter_rows(values_only=True)}
    assert programs_of["ssh"] == ("①", "科学技術振興費")
    lines_of = {row[0]: row[1:] for row in filled["積算"].iter_rows(values_only=True)}
    assert lines_of["ssh/basic"] == ("①", "科学技術振興費", "諸謝金", None)
    detail = list(filled["明細"].iter_rows(values_only=True))
    assert sum(row[2] or 0 for row in detail if row[3] == 1) == total(evaluation)
    assert "科学技術振興費" in [str(row[1]).strip() for row in detail]
    assert "①" in [row[0] for row in detail]


def test_texts_of_the_portfolio_stay_texts(filler: Filler, tmp_path: Path) -> None:
    title = "=1+1 _x0041_ <&>\x0b]]>\n次"
    portfolio = dataclasses.replace(filler.document.portfolio, title=title)
    filler = Filler(new_document(portfolio), evaluate(evaluate_base(portfolio), {}), tmp_path)

    def write(_workbook: Any, sheet: Any) -> None:
        sheet.write("A1", "{{題名}}")
        sheet.write("A2", "「{{題名}}」")
        sheet.write_formula("A3", "=A1")

    sheet = filler.written(write)
    assert sheet["A1"].data_type == "s"
    for cell, text in (("A1", title), ("A2", f"「{title}」"), ("A3", title)):
        assert openpyxl.utils.escape.unescape(sheet[cell].value) == text


# ---------------------------------------------------------------- what stays


def everything(workbook: Any, sheet: Any) -> None:
    """A template with a text box, a chart, sparklines, data bars, lists, a picture, rich text, readings, formulas."""
    bold, red = workbook.add_format({"bold": True}), workbook.add_format({"font_color": "red"})
    sheet.write("A1", "{{題名}}")
    sheet.write_rich_string("A2", bold, "要求 ", red, "{{要求総額:千円}}", bold, "千円", " です")
    sheet.write_rich_string("A3", "触らない", bold, "太字", "の文")
    sheet.write("A4", "見出し")
    sheet.write("A6", "{{事業.名称}}")
    sheet.write("B6", "{{事業.要求額}}")
    sheet.write("C6", "{{事業.前年度額}}")
    for row in range(6, 107):
        sheet.write_formula(f"D{row}", f'=IF(ISNUMBER(B{row}),B{row}-C{row},"")')
    sheet.write("A107", "合計")
    sheet.write_formula("B107", "=SUM(B6:B106)")
    sheet.write_formula("E1", "=2+3", None, 5)
    sheet.insert_textbox("H2", "印\n文部科学省", {"width": 200, "height": 80})
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"categories": "=様式!$A$6:$A$20", "values": "=様式!$B$6:$B$20", "name": "=様式!$A$4"})
    sheet.insert_chart("H10", chart)
    quiet = workbook.add_chart({"type": "line"})
    quiet.add_series({"values": "=様式!$K$1:$K$3"})
    sheet.insert_chart("H30", quiet)
    sheet.write_column("K1", [1, 2, 3])
    sheet.add_sparkline("F6", {"range": "様式!B6:D6"})
    sheet.conditional_format("B6:B106", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("G1", {"validate": "list", "source": ["甲", "乙"]})
    sheet.write_comment("A4", "注")
    sheet.set_landscape()
    sheet.repeat_rows(3)
    other = workbook.add_worksheet("別表")
    other.write("A1", "何もない")
    other.write_formula("A2", "=様式!B107/1000")
    other.write_formula("A3", "=1+2", None, 3)


def without(content: bytes, cells: set[str]) -> bytes:
    """A worksheet without these cells and without what tells a hidden row."""
    content = re.sub(rb'(<row [^>]*?) hidden="1"', rb"\1", content)

    def dropped(match: re.Match[bytes]) -> bytes:
        return b"" if match[1].decode() in cells else match[0]

    return re.sub(rb'<c r="([A-Z]+[0-9]+)"[^>]*?(?:/>|>.*?</c>)', dropped, content, flags=re.DOTALL)


def test_every_byte_stays_outside_what_is_filled(filler: Filler) -> None:
    path = filler.book(everything)
    before, after = parts(path), parts(filler.bytes(path))
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/charts/chart1.xml"}
    rows = range(6, 107)
    cells = {"A1", "A2", "B107"} | {f"{letter}{row}" for letter in "ABCD" for row in rows}
    first, last = (without(each["xl/worksheets/sheet1.xml"], cells) for each in (before, after))
    last = re.sub(rb' spans="[0-9:]+"', b"", last)
    assert re.sub(rb' spans="[0-9:]+"', b"", first) == last
    first, last = (without(each["xl/worksheets/sheet2.xml"], {"A2"}) for each in (before, after))
    assert first == last
    formulas = re.compile(rb"<f>.*?</f>")
    for name in ("sheet1", "sheet2"):
        part = f"xl/worksheets/{name}.xml"
        assert formulas.findall(before[part]) == formulas.findall(after[part])


def test_a_chart_over_filled_cells_is_renewed_and_rich_text_stays_rich(filler: Filler) -> None:
    content = filler.bytes(filler.book(everything))
    chart = parts(content)["xl/charts/chart1.xml"].decode()
    expected = [amount for _, amount in programs(filler)][:15]
    numbers = re.search(r"<c:numCache>(.*?)</c:numCache>", chart)
    assert numbers is not None
    assert [int(each) for each in re.findall(r"<c:v>(.*?)</c:v>", numbers[1])] == expected
    assert "特別研究員事業" in chart
    rich = opened(io.BytesIO(content), rich_text=True)["様式"]["A2"].value
    request = format_amount(total(filler.evaluation), Unit.THOUSAND)
    assert str(rich) == f"要求 {request}千円 です"
    assert [getattr(piece, "text", piece) for piece in rich][:3] == ["要求 ", request, "千円"]


def test_libreoffice_recalculates_and_no_cell_differs(office: Office, filler: Filler, tmp_path: Path) -> None:
    templates = [filler.book(everything), *map(shipped, KINDS)]
    books = []
    for template in templates:
        books.append(tmp_path / f"記入 {template.name}")
        books[-1].write_bytes(filler.bytes(template))
    for filled, again in zip(books, office.recalculated(books, tmp_path), strict=True):
        ours, theirs = (opened(path, data_only=True) for path in (filled, again))
        assert not re.search(rb"</f></c>|<f[^>]*/></c>", b"".join(parts(filled).values())), "each formula has a value"
        for sheet in ours.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    found = theirs[sheet.title][cell.coordinate].value
                    same = found == pytest.approx(cell.value) if isinstance(cell.value, float) else found == cell.value
                    assert same or {found, cell.value} <= {None, ""}, (filled.name, cell.coordinate)


# ---------------------------------------------------------------- shipped


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.title))
def test_shipped_templates_are_those_that_are_made(form: Any) -> None:
    assert parts(template_named(form.title)) == parts(made(form))


@pytest.mark.parametrize(("kind", "column"), [("総括表", "E"), ("積算内訳", "E"), ("明細表", "D")])
def test_totals_of_shipped_templates_are_the_programs(filler: Filler, kind: str, column: str) -> None:
    sheet = filler.sheet(template_named(kind))
    assert sheet[f"{column}6"].value == total(filler.evaluation)
    assert "{{" not in "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert sheet["A1"].value == f"令和8年度概算要求　{kind}　文部科学省"


@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(portfolios(complete=True))
def test_random_portfolios_fill_the_shipped_templates(drawn: Drawn) -> None:
    portfolio = drawn.portfolio
    evaluation = evaluate(evaluate_base(portfolio), {})
    amounts = [amount for row in range(len(portfolio.lines)) for amount in evaluation.line(row)]
    if Lack.CANNOT_COMPUTE in amounts or any(isinstance(each, int) and abs(each) >= 10**12 for each in amounts):
        return
    filler = Filler(new_document(portfolio), evaluation, Path())
    sheets = {kind: filler.sheet(template_named(kind)) for kind in ("総括表", "積算内訳", "明細表")}
    for kind, previous, request in (("総括表", "D", "E"), ("積算内訳", "F", "E"), ("明細表", "C", "D")):
        sheet = sheets[kind]
        assert sheet[f"{previous}6"].value == evaluation.total[0].yen, kind
        assert sheet[f"{request}6"].value == evaluation.total[1].yen, kind
    rows = sheets["総括表"].iter_rows(min_row=7, max_col=9, values_only=True)
    found = [row for row in rows if row[0]]
    shown = [index for index in range(len(portfolio.programs)) if evaluation.shows_program(index)]
    assert [row[4] if isinstance(row[4], int) else None for row in found] == [
        evaluation.program(index)[1].amount for index in shown
    ]
