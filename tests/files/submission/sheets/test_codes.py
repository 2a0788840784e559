"""Codes in the sheets: totals before details by 組織 and 項, numbers as typed; where none is known, as without them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.core.edits.codes import set_codes
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.accounts.codes import Code, CodeKind, CodePlace, Owner
from planner.core.model.document import Document
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.options import ExportOptions
from tests.exports import export_of, moved, values, written
from tests.libreoffice import Office
from tests.second_engine import assert_same, assert_second_engine_agrees

OPTIONS = ExportOptions(date=datetime.date(2026, 8, 31))
MAIN, LIKE_A_FORMULA, LIKE_A_NUMBER = "文部科学本省", "=科学*費", "007"


def coded() -> Document:
    """The built-in request with codes: two 組織, three 項, a number that must stay circled, a line of another 項."""
    document = new_document(built_in_portfolio())
    tops = [document.portfolio.programs[i].id for i in document.portfolio.tops]
    given = {}
    for at, id_ in enumerate(tops):
        if at % 5 == 4:
            continue
        given[CodePlace(Owner.PROGRAM, id_, CodeKind.ORGANISATION)] = Code(MAIN if at % 2 else "文化庁")
        given[CodePlace(Owner.PROGRAM, id_, CodeKind.ITEM)] = Code(LIKE_A_FORMULA if at % 3 else LIKE_A_NUMBER)
        given[CodePlace(Owner.PROGRAM, id_, CodeKind.REQUEST)] = Code(chr(ord("①") + at % 20))
    given[CodePlace(Owner.LINE, "ssh/rest", CodeKind.ITEM)] = Code("別の項")
    given[CodePlace(Owner.LINE, "nanoterasu/operation", CodeKind.SUBITEM)] = Code("諸謝金")
    given[CodePlace(Owner.PROGRAM, "ssh", CodeKind.PROJECT)] = Code("0123")
    return set_codes(document, given)


def detail_rows(path: Path) -> list[tuple[Any, ...]]:
    return values(path)["明細表"][4:]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(export_of(coded(), 1, OPTIONS), tmp_path_factory.mktemp("codes") / "sent.xlsx")


def test_totals_stand_before_details_by_organisation_and_item(sent: Path) -> None:
    rows = detail_rows(sent)
    total, levels = rows[0], [row[10] for row in rows]
    for column in (3, 4):
        by_level = {level: sum(row[column] or 0 for row in rows if row[10] == level) for level in (1, 2, 3)}
        assert by_level[1] == by_level[2] == by_level[3] == total[column]
    names = [str(row[2]) for row in rows if row[10] == 1]
    assert sorted(names) == ["文化庁", "文部科学本省", "（組織の記載なし）"]
    assert levels[1:4] == [1, 2, 3], "a 組織, its first 項, its first 事項"
    items = [str(row[2]).strip() for row in rows if row[10] == 2]
    assert {LIKE_A_FORMULA, LIKE_A_NUMBER, "別の項"} <= set(items)
    numbers = [row[0] for row in rows if row[0]]
    assert set(numbers) <= {chr(ord("①") + at) for at in range(20)} and len(numbers) > 5
    assert any("諸謝金" in str(row[7]) for row in rows)


def test_each_engine_finds_what_stands_in_the_workbook(sent: Path, office: Office, tmp_path: Path) -> None:
    assert_second_engine_agrees(sent)
    again = values(office.recalculated([sent], tmp_path)[0])
    ours = values(sent)
    for name in ("明細表", "三段表", "総括表", "積算内訳", "照合"):
        for at, (mine, theirs) in enumerate(zip(ours[name], again[name], strict=True)):
            for place, (wanted, found) in enumerate(zip(mine, theirs, strict=True)):
                assert_same(found, wanted, f"{name} {at + 1}:{place + 1}")


def test_a_rate_typed_into_a_sorted_calculation_moves_its_item(sent: Path, office: Office, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(sent)
    sheet: Any = book["積算内訳"]
    columns: Mapping[object, int] = {cell.value: cell.column for cell in sheet[4]}
    line = next(r for r in range(5, sheet.max_row + 1) if sheet.cell(r, columns["ID"]).value == "ssh/basic")
    sheet.cell(line, columns["単価"]).value = 9_999_999
    rows = list(enumerate(sheet.iter_rows(min_row=5, values_only=True), start=5))
    rows.sort(key=lambda row: str(row[1][columns["項の鍵"] - 1]), reverse=True)
    for at, (before, cells) in enumerate(rows, start=5):
        for place, value in enumerate(cells, start=1):
            sheet.cell(at, place).value = moved(value, place, before, at)
    book.save(tmp_path / "sorted.xlsx")
    edited = set_values(coded(), 1, [Entry("ssh/basic", "rate", 2026, 9_999_999)])
    expected = written(export_of(edited, 1, OPTIONS), tmp_path / "expected.xlsx")
    found = values(office.recalculated([tmp_path / "sorted.xlsx"], tmp_path / "out")[0])
    wanted = values(expected)
    for name, columns_of in (("明細表", (3, 4, 6, 9)), ("三段表", (5, 8, 11))):
        for mine, theirs in zip(wanted[name][4:], found[name][4:], strict=True):
            assert [mine[place] for place in columns_of] == [theirs[place] for place in columns_of], (name, mine)


def test_numbers_go_out_in_every_sheet_that_names_programs(sent: Path) -> None:
    book = values(sent)
    data_head, *data = book["データ"]
    assert "予算事業ID" in data_head and "要求番号" in data_head
    of_ssh = [row for row in data if row[0] == "ssh"]
    assert {row[data_head.index("予算事業ID")] for row in of_ssh} == {"0123"}
    summary = next(row for row in book["総括表"] if str(row[11]) == "|nanoterasu")
    name = str(summary[0]).strip()
    number = next(row[0] for row in detail_rows(sent) if str(row[2]).strip() == name)
    assert number and str(summary[8]).startswith(number)
    assert summary[18] == number, "組織, 項, 目, 要求番号 behind what is printed"
    head = book["三段表"][next(at for at, row in enumerate(book["三段表"]) if "行の鍵" in row)]
    assert head[-5:] == ("組織", "項", "目", "要求番号", "予算事業ID")


def test_without_codes_there_is_no_trace_of_them(tmp_path: Path) -> None:
    path = written(export_of(new_document(built_in_portfolio()), 1, OPTIONS), tmp_path / "plain.xlsx")
    for name, rows in values(path).items():
        said = {str(cell) for row in rows for cell in row}
        assert not {"組織の鍵", "予算事業ID", "（組織の記載なし）"} & said, name
    assert all(row[0] in (None, "") for row in detail_rows(path))
