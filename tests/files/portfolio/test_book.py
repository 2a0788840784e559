"""Workbooks of tables: what is written is read back, officers' ways of writing are read, breaks are told by cell."""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.core.edits.values import new_document
from planner.core.errors import UserError
from planner.core.findings import ImportRefused
from planner.core.model.accounts.codes import CODES, LINKS, Code, CodeKind, CodePlace, Owner
from planner.core.model.portfolio import Portfolio
from planner.files.document.bplan import to_bytes
from planner.files.portfolio.book import write_book
from planner.files.portfolio.csv_folder import write_csv_tables
from planner.files.portfolio.reading import built_in_portfolio, read_portfolio
from planner.files.portfolio.tables import COLUMN_NAMES, COLUMNS, SHEET_NAMES, TABLES
from planner.files.portfolio.writing import tables_of
from tests.files.portfolio.samples import TABLES as SMALL
from tests.files.samples import random_portfolio


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook of one program with one cohort line, a view and a note."""
    folder = tmp_path / "tables"
    folder.mkdir()
    more = {
        "sheets": "sheet,title\n1,資料\n",
        "published": "kind,id,year,printed,sheet,quote\nprogram,p,2026,1億円,1,要求額 1億円\n",
        "views": "id,name,name_en\nv,一覧,list\n",
        "members": "view,program,heading,heading_en,relisted\nv,p,見出し,heading,\n",
        "notes": "kind,id,year,note,note_en\nprogram,p,2025,注記,note\n",
    }
    for name, text in {**SMALL, **more}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    path = tmp_path / "要求書.xlsx"
    write_book(path, tables_of(read_portfolio(folder)))
    return path


def edit(book: Path, change: Callable[[Any], object]) -> None:
    sheets = openpyxl.load_workbook(book)
    change(sheets)
    sheets.save(book)


def put(sheet: str, cell: str, value: object) -> Callable[[Any], object]:
    def change(sheets: Any) -> None:
        sheets[sheet][cell].value = value

    return change


@pytest.mark.parametrize(
    "make", [built_in_portfolio, lambda: random_portfolio(1, 120, most=1), lambda: random_portfolio(2, 120, most=1)]
)
def test_written_and_read_again_a_portfolio_is_itself(tmp_path: Path, make: Callable[[], Portfolio]) -> None:
    portfolio = make()
    write_book(tmp_path / "a.xlsx", tables_of(portfolio))
    write_csv_tables(tmp_path / "a", tables_of(portfolio))
    for path in (tmp_path / "a.xlsx", tmp_path / "a"):
        again = read_portfolio(path)
        assert again == portfolio
        assert to_bytes(new_document(again)) == to_bytes(new_document(portfolio))


def with_codes(portfolio: Portfolio) -> Portfolio:
    """With a code of each kind wherever one can stand, texts that must stay as they are."""
    texts = itertools.cycle(["①", "㈱", "=1+1", "007", "95016-2111-02", "髙　橋", "1.0"])
    codes = {
        CodePlace(owner, id_, kind): Code(next(texts), "https://example.go.jp/?a=1&b=2" if kind in LINKS else "")
        for owner, ids, kinds in (
            (Owner.PROGRAM, [each.id for each in portfolio.programs], CodeKind),
            (Owner.LINE, portfolio.lines.ids, CODES),
        )
        for id_ in ids
        for kind in kinds
    }
    return replace(portfolio, codes=codes)


def test_codes_are_read_as_they_were_written(tmp_path: Path) -> None:
    portfolio = with_codes(random_portfolio(3, 20, most=1))
    write_book(tmp_path / "ja.xlsx", tables_of(portfolio))
    write_book(tmp_path / "en.xlsx", tables_of(portfolio), "en")
    write_csv_tables(tmp_path / "a", tables_of(portfolio))
    for name in ("ja.xlsx", "en.xlsx", "a"):
        assert read_portfolio(tmp_path / name).codes == portfolio.codes


def test_a_code_that_cannot_stand_is_told_with_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_book(path, tables_of(random_portfolio(3, 20, most=1)))
    book = openpyxl.load_workbook(path)
    sheet = book["事業"]
    column = next(cell for cell in sheet[2] if cell.value == "政策評価のリンク先").column_letter
    sheet[f"{column}3"] = "c:\\評価.pdf"
    book.save(path)
    with pytest.raises(ImportRefused) as refused:
        read_portfolio(path)
    ((where, what),) = refused.value.findings
    assert where == f"事業!{column}3" and "c:\\評価.pdf" in str(what)


def test_the_empty_template_has_every_table_explained_with_lists_to_choose_from(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_book(path)
    sheets = openpyxl.load_workbook(path)
    assert sheets.sheetnames == [SHEET_NAMES[table] for table in TABLES]
    for table, columns in COLUMNS.items():
        sheet = sheets[SHEET_NAMES[table]]
        assert str(sheet["A1"].value).startswith(SHEET_NAMES[table])
        assert [cell.value for cell in sheet[2]] == [COLUMN_NAMES[column] for column in columns]
    listed = {str(rule.formula1) for rule in sheets["数値"].data_validations.dataValidation}
    assert any("公表,導出,調整,仮定,残差" in rule for rule in listed)
    with pytest.raises(ImportRefused, match="request year"):
        read_portfolio(path)


def test_officers_ways_of_writing_are_understood(book: Path) -> None:
    def change(sheets: Any) -> None:
        steps = sheets["数値"]
        steps["C3"].value, steps["D3"].value = "令和６年度", "△１，０００"
        steps["D4"].value = 10
        steps["C4"].value = 2024.0
        steps["D5"].value = 0.25
        steps.insert_rows(4, 3)  # empty rows between
        programs = sheets["事業"]
        programs.insert_rows(1, 2)
        programs["A1"].value = "事業一覧（記入例は別紙）"
        programs.merge_cells("A1:F1")
        programs["D4"].value = "名 称"

    original = read_portfolio(book)
    edit(book, change)
    assert read_portfolio(book) == original
    assert original.line(0).times == ((2026, Fraction(1, 4)),)


def test_columns_may_stand_in_any_order_and_others_beside_them(book: Path) -> None:
    def change(sheets: Any) -> None:
        sheet = sheets["積算"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        order = list(range(len(rows[0])))
        random.Random(3).shuffle(order)
        for number, row in enumerate(rows, start=2):
            for column, place in enumerate(order, start=1):
                sheet.cell(number, column).value = row[place]
            sheet.cell(number, len(order) + 1).value = "自分用のメモ"

    original = read_portfolio(book)
    edit(book, change)
    assert read_portfolio(book) == original


BROKEN: list[tuple[Callable[[Any], object], str, str]] = [
    (lambda sheets: sheets.remove(sheets["積算"]), "積算", "the sheet is missing"),
    (lambda sheets: sheets.remove(sheets["数値"]), "数値", "the sheet is missing"),
    (lambda sheets: sheets["積算"].delete_cols(6), "積算!2", "期間（年）"),
    (lambda sheets: sheets["数値"].delete_cols(7), "数値!2", "根拠"),
    (lambda sheets: sheets["事業"].delete_rows(1, 20), "事業", "no row of headings|sheet is missing"),
    (put("要求書", "B8", None), "要求書!8", "request_year"),
    (put("要求書", "B8", "来年"), "要求書!B8", "not a fiscal year"),
    (put("要求書", "B7", "2024"), "要求書!8", "follow one another"),
    (put("要求書", "B9", "2200"), "要求書!8", "follow one another"),
    (put("事業", "A3", "P.A"), "事業!3", "is not an id"),
    (put("事業", "B3", "無い"), "事業!3", "no program"),
    (put("事業", "B3", "p"), "事業!3", "part of itself"),
    (put("事業", "I3", "昔"), "事業!I3", "not a fiscal year"),
    (put("事業", "K3", "改廃"), "事業!K3", "not allowed"),
    (put("事業", "L3", "はい"), "事業!L3", "not allowed"),
    (put("事業", "M3", "q"), "事業!3", 'no program "q"'),
    (put("公表額", "C3", "R"), "公表額!C3", "not a fiscal year"),
    (put("公表額", "D3", "約1億"), "公表額!D3", "not a printed amount"),
    (put("積算", "A3", "p l"), "積算!3", "is not an id"),
    (put("積算", "B3", "q"), "積算!3", 'no program "q"'),
    (put("積算", "F3", "三"), "積算!F3", "not allowed"),
    (put("積算", "F3", 0), "積算!3", "between 1 and 60"),
    (put("積算", "F3", 61), "積算!3", "between 1 and 60"),
    (put("積算", "G3", "1"), "積算!3", "retention needs"),
    (put("積算", "G3", "1 -1/2"), "積算!3", "retention needs"),
    (put("積算", "H3", "翌年度"), "積算!H3", "not allowed"),
    (put("積算", "I3", "五捨六入"), "積算!I3", "not allowed"),
    (put("数値", "A3", "p/x"), "数値!3", 'no line "p/x"'),
    (put("数値", "B3", "人数"), "数値!3", "no field"),
    (put("数値", "C4", ""), "数値!C4", "not a fiscal year"),
    (put("数値", "D3", "多い"), "数値!D3", "not a number"),
    (put("数値", "D3", 1e20), "数値!", "must lie between|too large|not a number|not allowed"),
    (put("数値", "D3", 0.5), "数値!D3", "not allowed"),
    (put("数値", "D4", "-5"), "数値!4", "must lie between"),
    (put("数値", "D5", datetime.date(2026, 3, 12)), "数値!D5", "holds a date"),
    (put("数値", "E3", "低い"), "数値!E3", "not a number"),
    (put("数値", "G3", "たぶん"), "数値!G3", "not allowed"),
    (put("区分の事業", "B3", "q"), "区分の事業!3", 'no program "q"'),
    (put("区分の事業", "E3", "多分"), "区分の事業!E3", "not allowed"),
    (put("注記", "C3", "いつか"), "注記!C3", "not a fiscal year"),
]


@pytest.mark.parametrize(("change", "place", "said"), BROKEN)
def test_a_broken_workbook_tells_the_problem_with_its_cell(
    book: Path, change: Callable[[Any], object], place: str, said: str
) -> None:
    read_portfolio(book)  # whole before it is broken
    edit(book, change)
    with pytest.raises(ImportRefused, match=said) as refused:
        read_portfolio(book)
    assert any(where.startswith(place) for where, _ in refused.value.findings), refused.value.findings


def test_all_problems_of_a_workbook_are_told_at_once(book: Path) -> None:
    def change(sheets: Any) -> None:
        put("積算", "I3", "五捨六入")(sheets)
        put("数値", "D3", "多い")(sheets)
        put("数値", "C4", "いつか")(sheets)
        put("公表額", "D3", "1億")(sheets)

    edit(book, change)
    with pytest.raises(ImportRefused) as refused:
        read_portfolio(book)
    places = {where for where, _ in refused.value.findings}
    assert {"積算!I3", "数値!D3", "数値!C4", "公表額!D3"} <= places


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 broken", b"hello", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
def test_a_file_that_is_no_workbook_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(UserError, match="cannot be read"):
        read_portfolio(path)
    with pytest.raises(UserError, match="no such file"):
        read_portfolio(tmp_path / "none.xlsx")


def test_a_truncated_workbook_is_told(book: Path) -> None:
    content = book.read_bytes()
    for length in range(100, len(content), len(content) // 7):
        book.write_bytes(content[:length])
        with pytest.raises(UserError, match=r"cannot be read|nothing was imported"):
            read_portfolio(book)


def test_a_workbook_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such folder"):
        write_book(tmp_path / "none" / "x.xlsx")
    with pytest.raises(UserError, match="cannot be written"):
        write_book(tmp_path)
