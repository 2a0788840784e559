"""Every sheet, every choice: three engines and the program agree in every cell, and the package is sound."""

from __future__ import annotations

import csv
import datetime
import re
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import openpyxl
import pytest
import python_calamine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import BASE, Document
from planner.core.model.fields import UNPRICED
from planner.core.money import Unit, round_ratio
from planner.core.years import fiscal_year_name
from planner.files.document.store import open_document, save_document
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.fingerprints import content_fingerprint, document_fingerprint
from planner.files.submission.known_by import FORM_NAME, FORM_VERSION, NUMBER_NAME
from planner.files.submission.options import SHEET_NAMES, ExportOptions, SheetKind, Sign, sheets_named
from planner.files.submission.sheets.figures.data import tidy
from planner.files.submission.submission import submission, write_csv
from tests.exports import Export, export_of, exports, rows_of, written
from tests.libreoffice import Office
from tests.samples import small_portfolio
from tests.second_engine import assert_same, assert_second_engine_agrees
from tests.strategies import examples

DAY = datetime.date(2026, 8, 31)
ALL = frozenset(SheetKind)
EVERYTHING = ExportOptions(ALL, compare=(BASE, 2), programs=("fellows", "women", "lotus"), date=DAY)


def changed(reason: str = "民間初任給との差") -> Document:
    """The real request with changes in 作業案 and in a branch, one line without an amount, one figure in 億円 gone."""
    document = new_document(built_in_portfolio())
    entries = [Entry(f"fellows/dc/dc{n}", "rate", 2026, 3_200_000) for n in (1, 2)]
    document = set_values(document, 1, entries, reason)
    document = set_values(document, 1, [Entry("lotus/full", "times", 2026, Fraction(3, 12))], "三か月分")
    document = branch(document, 1, "大臣説明案")
    document = set_values(document, 2, [Entry("ssh/rest", "demand", 2026, UNPRICED)], "金額未定")
    return branch(document, BASE, "秘密の案")


class Sent(NamedTuple):
    """The real request with all there is to choose, and its workbook, which nobody changes: as it is and opened."""

    export: Export
    path: Path
    book: Any


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    export = export_of(changed(), 1, EVERYTHING)
    path = written(export, tmp_path_factory.mktemp("everything") / "book.xlsx")
    return Sent(export, path, openpyxl.load_workbook(path))


def assert_same_cells(recalculated: Path, path: Path) -> None:
    """Every cell of a recalculated workbook is the cell of ours; empty ends of rows may have gone."""
    ours, theirs = cells_of(path), cells_of(recalculated)
    assert list(theirs) == list(ours)
    for name, rows in ours.items():
        for at, row in enumerate(rows):
            other = theirs[name][at] if at < len(theirs[name]) else ()
            for column, expected in enumerate(row):
                found = other[column] if column < len(other) else ""
                assert_same(found, expected, f"{name} {at + 1}:{column + 1}")


def cells_of(path: Path) -> dict[str, Sequence[Sequence[object]]]:
    """Every cell of a workbook by sheet, empty ones as empty texts and all numbers as such with a point."""
    book = python_calamine.CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


@settings(max_examples=examples(3), suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(st.lists(exports(), min_size=12, max_size=12))
def test_random_portfolios_with_all_choices_recalculate_to_the_same_cells(
    office: Office, tmp_path_factory: pytest.TempPathFactory, drawn: list[Export]
) -> None:
    folder = tmp_path_factory.mktemp("books")
    paths = []
    for number, export in enumerate(drawn):
        try:
            paths.append(written(export, folder / f"book{number}.xlsx"))
        except UserError as error:
            assert re.search("Cannot compute|more digits", str(error))
    for path, recalculated in zip(paths, office.recalculated(paths, folder) if paths else [], strict=True):
        assert_same_cells(recalculated, path)
        assert_second_engine_agrees(path)


@settings(max_examples=examples(100), suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(exports())
def test_the_second_engine_agrees_with_many_more(tmp_path_factory: pytest.TempPathFactory, drawn: Export) -> None:
    try:
        path = written(drawn, tmp_path_factory.mktemp("book") / "book.xlsx")
    except UserError as error:
        assert re.search("Cannot compute|more digits", str(error))
    else:
        assert_second_engine_agrees(path)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_real_request_in_three_engines(office: Office, tmp_path: Path, language: str) -> None:
    paths = []
    for unit in Unit:
        options = ExportOptions(
            ALL,
            compare=(BASE, 2),
            programs=("fellows", "women"),
            unit=unit,
            language=language,
            sign=Sign.BLACK,
            date=DAY,
        )
        paths.append(written(export_of(changed(), 1, options), tmp_path / f"{unit.name}.xlsx"))
    for path, recalculated in zip(paths, office.recalculated(paths, tmp_path), strict=True):
        assert_same_cells(recalculated, path)
    assert assert_second_engine_agrees(paths[0]).compared > 1_500
    assert_second_engine_agrees(paths[-1])


# ---------------------------------------------------------------- the package


def parts(path: Path) -> Iterator[tuple[str, ElementTree.Element]]:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        for name in package.namelist():
            yield name, ElementTree.fromstring(package.read(name))


def test_the_package_is_consistent(everything: Sent) -> None:
    """Every part has a content type, every relation leads to a part, every name to a cell, nothing is hidden."""
    found = dict(parts(everything.path))
    types = found["[Content_Types].xml"]
    stated = {each.attrib["PartName"].lstrip("/") for each in types if each.tag.endswith("Override")}
    endings = {each.attrib["Extension"] for each in types if each.tag.endswith("Default")}
    for name in found:
        assert name in stated or name == "[Content_Types].xml" or name.rsplit(".", 1)[1] in endings, name
    assert stated <= found.keys()
    for name, part in found.items():
        if name.endswith(".rels"):
            folder = Path(name).parent.parent
            for relation in part:
                assert relation.attrib.get("TargetMode") != "External"
                target = relation.attrib["Target"]
                resolved = (Path(target.lstrip("/")) if target.startswith("/") else folder / target).as_posix()
                parts_of_it: list[str] = []
                for each in resolved.split("/"):
                    if each == "..":
                        parts_of_it.pop()
                    else:
                        parts_of_it.append(each)
                assert "/".join(parts_of_it) in found, (name, target)
    assert not [name for name in found if re.search("comment|external|vba|printerSettings", name)]
    book = everything.book
    assert all(sheet.sheet_state == "visible" for sheet in book)
    assert not any(
        each.hidden for sheet in book for each in (*sheet.column_dimensions.values(), *sheet.row_dimensions.values())
    )
    for name, defined in book.defined_names.items():
        ((sheet, cells),) = defined.destinations
        assert book[sheet][cells] is not None, name
    assert {name for name in book.defined_names if name.startswith("submission")} == {FORM_NAME, NUMBER_NAME}
    charts = [name for name in found if name.startswith("xl/charts/chart")]
    assert len(charts) == 6
    properties = book.properties
    assert not properties.creator and not properties.lastModifiedBy


def test_an_author_goes_out_only_where_one_is_given(tmp_path: Path) -> None:
    options = ExportOptions(author="山田太郎", date=DAY)
    path = written(export_of(changed(), 1, options), tmp_path / "book.xlsx")
    assert openpyxl.load_workbook(path).properties.creator == "山田太郎"
    assert "山田太郎" in str(openpyxl.load_workbook(path)["提出総括"]["A2"].value)


def test_only_chosen_sheets_and_scenarios_go_out(tmp_path: Path) -> None:
    options = ExportOptions(sheets=sheets_named(["総括表", "data"]), date=DAY)
    path = written(export_of(changed(), 1, options), tmp_path / "book.xlsx")
    assert openpyxl.load_workbook(path).sheetnames == ["提出総括", "総括表", "積算内訳", "データ"]
    path = written(export_of(changed(), 1, ExportOptions(compare=(2,), date=DAY)), tmp_path / "compared.xlsx")
    with zipfile.ZipFile(path) as package:
        content = "".join(package.read(name).decode("utf-8") for name in package.namelist())
    assert "大臣説明案" in content and "秘密の案" not in content
    path = written(export_of(changed(), 1, ExportOptions(date=DAY)), tmp_path / "alone.xlsx")
    with zipfile.ZipFile(path) as package:
        content = "".join(package.read(name).decode("utf-8") for name in package.namelist())
    assert "大臣説明案" not in content and "シナリオ比較" not in content
    with pytest.raises(UserError, match='no sheet "x"'):
        sheets_named(["x"])
    with pytest.raises(UserError, match='no program "none"'):
        submission(export_of(changed(), 1, ExportOptions(programs=("none",))))


def test_the_table_for_machines_keeps_the_rules_of_the_statistics_office(everything: Sent, tmp_path: Path) -> None:
    """One header row, one datum a cell, numbers as numbers, no merges, both years, no ① or ㈱; as CSV values alone."""
    assert not everything.book["データ"].merged_cells.ranges
    head, *rows = rows_of(everything.path, "データ")
    headings = [str(each or "") for each in head]
    assert len(set(headings)) == len(headings) and all(headings)
    factors = "単価（円）", "員数", "乗数の分子", "乗数の分母"
    numbers = {"西暦年度", "採用年度", "採用から何年目", *factors, "金額（円）", "計上"}
    portfolio, counted = built_in_portfolio(), dict.fromkeys(built_in_portfolio().years, 0)
    amounts: dict[tuple[str, int], int] = {}
    for row in rows:
        for heading, value in zip(headings, row, strict=True):
            if value is not None:
                assert isinstance(value, int | float) == (heading in numbers), (heading, value)
                assert "\n" not in str(value) and str(value).strip() == str(value)
                assert not re.search("[\u2460-\u24ff\u3200-\u33ff]", str(value))
        named: dict[str, Any] = dict(zip(headings, row, strict=True))
        assert fiscal_year_name(named["西暦年度"]) == named["和暦年度"]
        product = [named[each] for each in factors]
        if None not in product:
            exact = Fraction(product[0] * product[1] * product[2], product[3])
            assert named["金額（円）"] == round_ratio(*exact.as_integer_ratio())
        key, amount = (named["積算ID"], named["西暦年度"]), named["金額（円）"] or 0
        amounts[key] = amounts.get(key, 0) + amount * named["計上"]
        counted[named["西暦年度"]] += amount * named["計上"]
    assert counted == {
        year: total.yen for year, total in zip(portfolio.years, everything.export.evaluation.total, strict=True)
    }
    relisted = [dict(zip(headings, row, strict=True)) for row in rows if str(row[6]).startswith("再掲 ")]
    assert len(relisted) == 2 * sum(len(each.relists) for each in portfolio.programs)
    assert {each["計上"] for each in relisted} == {0} and all(
        each["金額（円）"] for each in relisted if each["西暦年度"] == 2026
    )
    assert amounts["fellows/dc/dc1", 2026] == 642 * 3_200_000 + 2 * 642 * 2_400_000
    write_csv(tmp_path / "data.csv", everything.export, "utf-8-sig")
    with (tmp_path / "data.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    assert table[0] == headings and len(table) == len(rows) + 1
    assert not any(cell.startswith("=") for row in table for cell in row)
    assert tidy("①国の㈱A\n 費用") == "(1)国の(株)A 費用"


# ---------------------------------------------------------------- what the forms say


def table(path: Path, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet by their headings."""
    rows = rows_of(path, sheet)
    headings = [str(cell or "").replace("\n", "") for cell in rows[3]]
    return [dict(zip(headings, row, strict=True)) for row in rows[4:]]


def with_notes(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """The rows that carry figures, each with what is said below it."""
    found: list[dict[str, object]] = []
    for row in rows:
        name, *others = row.values()
        if any(each is not None for each in others):
            found.append({**row, "下段": ""})
        else:
            found[-1]["下段"] = f"{found[-1]['下段']}\n{str(name).strip('　')}"
    return found


def test_grants_stand_as_one_amount_of_their_agency(everything: Sent) -> None:
    export = everything.export
    rows = table(everything.path, "明細表")
    portfolio, evaluation = export.document.portfolio, export.evaluation
    items = {str(row["事項"]).strip(): row for row in rows if row["事項"]}
    request = next(heading for heading in rows[0] if "概算要求額" in heading)
    assert "特別研究員事業" not in items
    grant = items["日本学術振興会　運営費交付金（要求中の推計額）"]
    paid = ("fellows", "foreign-invitation")
    assert grant[request] == sum(evaluation.program(portfolio.program_index[id_])[1].yen for id_ in paid)
    within = [items[f"うち　{portfolio.programs[portfolio.program_index[id_]].name}"] for id_ in paid]
    assert [row[request] for row in within] == [evaluation.program(portfolio.program_index[id_])[1].yen for id_ in paid]
    assert "@" in "".join(str(row["（積算）"] or "") for row in rows)
    tops = [row for row in rows if row["事項"] and not str(row["事項"]).startswith("　")]
    amounts = [row[request] for row in tops[1:]]
    assert tops[0][request] == sum(each for each in amounts if isinstance(each, int)) == evaluation.total[1].yen


@pytest.mark.parametrize("unit", Unit)
def test_every_change_is_split_into_causes_that_add_up(tmp_path: Path, unit: Unit) -> None:
    """In the real request with changes: all, programs, lines of one vintage and cohorts; 検算 shows nothing left."""
    export = export_of(changed(), 1, ExportOptions(unit=unit, date=DAY))
    rows = with_notes(table(written(export, tmp_path / "book.xlsx"), "増減理由"))
    assert str(rows[0]["事業・積算内容"]) == "合計"
    change, check = "増△減", "検算"
    for row in rows:
        causes = [each for key, each in row.items() if key.startswith("うち") and isinstance(each, int | float)]
        assert causes, row
        if row[change] is not None:
            assert row[check] == 0
            assert sum(causes) == (row[change] if unit is not Unit.OKU else pytest.approx(row[change], abs=0.5))
    split = {str(row["事業・積算内容"]).strip(): row for row in rows}
    dc = split["特別研究員（DC）"]
    rise = 1_176_000_000 + 1_750 * 128_000
    assert dc["うち単価"] == (rise if unit is not Unit.OKU else 14.0)
    assert not dc["うち員数"] and not split["CPD 研究奨励金"]["値"]
    assert (dc["値"] is None) is (unit is not Unit.OKU), "figures in 億円 are rounded, and values"
    said = "" if unit is not Unit.OKU else "作成時："
    assert str(dc["下段"]).startswith(f"\n拡充　{said}単価の改定による増 ")
    assert split["DC1 研究奨励金"]["うち単価"]
    assert split["SPring-8の高度化（SPring-8-Ⅱ）"]["うち前年度公表なし"]


def test_what_has_no_amount_is_left_out_of_the_causes_and_told(tmp_path: Path) -> None:
    document = set_values(changed(), 1, [Entry("nanoterasu/operation", "demand", 2026, UNPRICED)], "金額未定")
    path = written(export_of(document, 1, ExportOptions(unit=Unit.YEN, date=DAY)), tmp_path / "b.xlsx")
    rows = with_notes(table(path, "増減理由"))
    split = {str(row["事業・積算内容"]).strip(): row for row in rows}
    program = split["3GeV高輝度放射光施設（NanoTerasu）の整備・共用等"]
    assert program["検算"] == 3_631_000_000
    assert "金額のない積算（事項要求・算定不能）1件を除く\n" in str(program["下段"])
    said = str(split["共用運転の実施（QSTへの補助）"]["下段"])
    assert said.startswith("\n金額がないため比較できない（事項要求または算定不能）\n")


def test_the_rounding_note_stands_only_where_it_applies(tmp_path: Path) -> None:
    said = "四捨五入の関係で、合計と一致しない場合がある。"
    for unit in (Unit.YEN, Unit.MILLION):
        export = export_of(changed(), 1, ExportOptions(unit=unit, date=DAY))
        rows = rows_of(written(export, tmp_path / f"{unit.name}.xlsx"), "総括表")
        assert (said in str(rows[1][0])) is (unit is Unit.MILLION)
        assert f"単位：{unit.label}" in rows[2]


def test_examiner_columns_alone_are_unlocked(tmp_path: Path, everything: Sent) -> None:
    sheet = everything.book["積算内訳"]
    assert sheet.protection.sheet and not sheet.protection.password
    for allowed in ("sort", "autoFilter", "insertRows", "deleteRows", "formatCells", "formatColumns", "formatRows"):
        assert getattr(sheet.protection, allowed) is False, "openpyxl says True of what is forbidden"
    headings = {cell.value: int(cell.column or 0) for cell in sheet[4]}
    free = {headings[each] for each in ("査定単価", "査定員数", "査定額", "コメント")}
    kind = headings["区分"]
    for row in sheet.iter_rows(min_row=5):
        for cell in row:
            detail = sheet.cell(cell.row or 0, kind).value == "積算"
            assert cell.protection.locked is not (detail and cell.column in free), cell.coordinate
    path = written(export_of(changed(), 1, ExportOptions(examiner=False, date=DAY)), tmp_path / "plain.xlsx")
    sheet = openpyxl.load_workbook(path)["積算内訳"]
    assert not sheet.protection.sheet and "コメント" not in [cell.value for cell in sheet[4]]


def test_the_first_page_names_what_the_workbook_is_known_by(everything: Sent) -> None:
    export, path, _ = everything
    book = openpyxl.load_workbook(path, data_only=True)

    def named(name: str) -> object:
        ((sheet, cell),) = book.defined_names[name].destinations
        return book[sheet][cell].value

    assert named("submission_form") == FORM_VERSION
    assert named("submission_number") == content_fingerprint(export.evaluation)[:8]
    assert named("total_request") == export.evaluation.total[1].yen
    assert str(book["提出総括"]["A2"].value).endswith("令和8年8月31日（2026年）")


def test_fingerprints_follow_what_is_meant(tmp_path: Path) -> None:
    """The base's stays through edits, proposals and saving; a scenario's moves with its figures and back with them."""
    fresh, document = new_document(built_in_portfolio()), changed()
    assert document_fingerprint(document) == document_fingerprint(fresh)
    save_document(document, tmp_path / "a.bplan")
    again = open_document(tmp_path / "a.bplan").document
    assert document_fingerprint(again) == document_fingerprint(document)

    def content(document: Document, scenario: int) -> str:
        return content_fingerprint(export_of(document, scenario, EVERYTHING).evaluation)

    assert content(again, 1) == content(document, 1) != content(document, 2)
    assert content(fresh, 1) == content(fresh, BASE) != content(document, 1)
    assert content(changed("別の理由"), 1) == content(document, 1)


def test_the_book_prints_without_a_blank_page_or_a_figure_cut(office: Office, tmp_path: Path, everything: Sent) -> None:
    """LibreOffice prints every sheet on pages that begin with its headings; no cell shows ###."""
    printed = office.printed(everything.path, tmp_path)
    text = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) > 20
    names = [name for kind, (name, _) in SHEET_NAMES.items() if kind is not SheetKind.PROGRAMS]
    for number, page in enumerate(pages, start=1):
        assert len(page.split()) > 12, f"page {number} is blank"
        assert "###" not in page, f"page {number}"
        assert any(name in page for name in (*names, "事業別"))


def test_a_request_of_nothing_but_items_without_amount_agrees_with_itself(office: Office, tmp_path: Path) -> None:
    """Its totals stand as words (事項要求), which are no amount, and no difference either."""
    document = new_document(small_portfolio())
    document = set_values(
        document, 1, [Entry(line, "demand", 2026, UNPRICED) for line in document.portfolio.lines.ids], "金額未定"
    )
    path = written(export_of(document, 1, ExportOptions(date=DAY)), tmp_path / "book.xlsx")
    assert_second_engine_agrees(path)
    (again,) = office.recalculated([path], tmp_path)
    assert_same_cells(again, path)
    rows = rows_of(again, "照合")
    assert "×" not in [row[5] for row in rows] and any(row[1] and "総括表の合計" in str(row[1]) for row in rows)


def test_a_divisor_of_many_digits_stays_a_whole_number(tmp_path: Path) -> None:
    """Shares of the request year beside times that are given anew: their denominators multiplied keep all digits."""
    entries = [
        *(Entry("lotus/full", "times", 2025 + count, Fraction(count, 999_999_937)) for count in (1, 2)),
        Entry("lotus/full", "share", 2026, Fraction(1, 4)),
    ]
    document = set_values(new_document(built_in_portfolio()), 1, entries, "端数")
    path = written(export_of(document, 1, ExportOptions(ALL, date=DAY)), tmp_path / "book.xlsx")
    assert_second_engine_agrees(path)
