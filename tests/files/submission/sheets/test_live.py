"""What is typed into 積算内訳 moves every sheet as the same edit moves the program, also where its rows were sorted."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from planner.core.edits.values import Entry, set_values
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.options import ExportOptions
from tests.exports import export_of, moved, values, written
from tests.files.submission.samples import DAY, classed
from tests.libreoffice import Office

NUMBER = re.compile("[0-9a-f]{8}")
"""What a workbook is known by: of the figures as they went out."""

CALCULATION, CHECKS, HEADING_ROW = "積算内訳", "照合", 4
AS_WRITTEN = {"点検結果", "変更一覧", "出典", "増減理由", "図表", CALCULATION}
"""Sheets that say what was so when they were written, or that are arranged by it; and the one that is edited."""
FIELDS = {"rate": "単価", "quantity": "員数"}
EDITS = (
    Entry("fellows/dc/dc1", "rate", 2026, 3_200_001),
    Entry("fellows/dc/dc2", "quantity", 2026, 1_000),
    Entry("fellows/pd/pd", "rate", 2026, 5_000_003),
    Entry("nanoterasu/operation", "rate", 2026, 4_000_000_001),
    Entry("lotus/full", "quantity", 2026, 31),
)


def headings(sheet: Any) -> Mapping[str, int]:
    return {cell.value: cell.column for cell in sheet[HEADING_ROW]}


def typed(sheet: Any, edits: Iterable[Entry]) -> None:
    """The edits typed into the rows of those taken in this year."""
    columns = headings(sheet)
    rows = {
        sheet.cell(row, columns["ID"]).value: row
        for row in range(sheet.max_row, HEADING_ROW, -1)
        if sheet.cell(row, columns["区分"]).value == "積算"
    }
    for edit in edits:
        sheet.cell(rows[edit.line_id], columns[FIELDS[edit.field]]).value = edit.value


def examined(sheet: Any) -> None:
    """A lower rate, nobody taken in, and another amount, for those taken in this year."""
    columns = headings(sheet)
    given: dict[str, dict[str, object]] = {
        "fellows/dc/dc1|2026": {"査定単価": 3_000_000},
        "fellows/pd/pd|2026": {"査定員数": 0, "コメント": "新規なし"},
        "lotus/full|2026": {"査定額": 1},
    }
    for row in range(HEADING_ROW + 1, sheet.max_row + 1):
        for heading, value in given.get(str(sheet.cell(row, columns["行の鍵"]).value), {}).items():
            sheet.cell(row, columns[heading]).value = value


def sort(sheet: Any, column: int) -> None:
    """The rows below the headings in another order, their formulas as a spreadsheet moves them."""
    rows = list(enumerate(sheet.iter_rows(min_row=HEADING_ROW + 1, values_only=True), start=HEADING_ROW + 1))
    rows.sort(key=lambda row: (row[1][column - 1] is None, str(row[1][column - 1])))
    for at, (before, cells) in enumerate(rows, start=HEADING_ROW + 1):
        for place, value in enumerate(cells, start=1):
            sheet.cell(at, place).value = moved(value, place, before, at)


class Difference(NamedTuple):
    """A cell with another value."""

    sheet: str
    row: int
    column: int
    now: object
    expected: object


def differing(found: Path, expected: Path) -> list[Difference]:
    """The cells with another value, of the sheets that follow 積算内訳."""
    theirs, ours = values(found), values(expected)
    return [
        Difference(name, at, place, now, wanted)
        for name in ours.keys() - AS_WRITTEN
        for at, (row, cells) in enumerate(zip(theirs[name], ours[name], strict=True), start=1)
        for place, (now, wanted) in enumerate(zip(row, cells, strict=True))
        if now != wanted and not (isinstance(wanted, float) and now == pytest.approx(wanted))
    ]


@pytest.fixture(scope="module")
def edited(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The workbook as sent, edited, then sorted by 単価, with a wrong total; the program's after the same edit."""
    folder = tmp_path_factory.mktemp("live")
    document, options = classed(), ExportOptions(date=DAY)
    sent = written(export_of(document, 1, options), folder / "sent.xlsx")
    for name in ("edited", "sorted", "wrong"):
        book = openpyxl.load_workbook(sent)
        sheet: Any = book[CALCULATION]
        if name == "wrong":
            book["後年度負担"]["D9"] = 1
        else:
            typed(sheet, EDITS)
        if name == "sorted":
            sort(sheet, headings(sheet)["単価"])
        book.save(folder / f"{name}.xlsx")
    for name in ("examined", "examined and sorted"):
        book = openpyxl.load_workbook(sent)
        sheet = book[CALCULATION]
        examined(sheet)
        if name != "examined":
            sort(sheet, headings(sheet)["員数"])
        book.save(folder / f"{name}.xlsx")
    names = ("sent", "edited", "sorted", "wrong", "examined", "examined and sorted")
    again = office.recalculated([folder / f"{name}.xlsx" for name in names], folder)
    document = set_values(document, 1, EDITS, "")
    program = written(export_of(document, 1, options), folder / "program.xlsx")
    return dict(zip(names, again, strict=True)) | {"program": program}


@pytest.mark.slow
@pytest.mark.parametrize("how", ["edited", "sorted"])
def test_an_edit_in_the_workbook_is_the_edit_in_the_program(edited: Mapping[str, Path], how: str) -> None:
    """But for total and number as written, the note on rounding, drafted causes, and which row of 積算内訳 is meant."""
    assert differing(edited["sent"], edited["program"]), "the edit moves something"
    found = differing(edited[how], edited["program"])
    names = {program.name for program in built_in_portfolio().programs}
    written_total = {(each.sheet, each.row) for each in found if (each.now, each.expected) == ("編集あり", "編集なし")}
    left = [
        each
        for each in found
        if (each.sheet, each.row) not in written_total
        and each.row != 2
        and (each.sheet, each.expected) != ("データ", "変更")
        and not NUMBER.fullmatch(str(each.expected))
        and (each.sheet, each.column) not in (("総括表", 14), ("三段表", 17))
        and not (each.sheet == "提出総括" and each.column == 10 and each.expected not in names)
    ]
    assert {sheet for sheet, _row in written_total} == {CHECKS, "提出総括"} and len(written_total) == 2
    assert left == []


@pytest.mark.slow
def test_the_checks_hold_after_an_edit_and_say_that_there_was_one(edited: Mapping[str, Path]) -> None:
    for how, was_edited in (("sent", "編集なし"), ("edited", "編集あり"), ("sorted", "編集あり")):
        rows = values(edited[how])[CHECKS][HEADING_ROW:]
        findings = [row[5] for row in rows if row[5]]
        assert "×" not in findings and findings.count("○") > 50
        assert next(row[5] for row in rows if "（参考）令和8年度" in str(row[1])) == was_edited
        assert any(str(row[1]).startswith("すべて一致 ") for row in rows)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["examined", "examined and sorted"])
def test_what_the_examiner_types_moves_the_three_columns_and_their_totals(edited: Mapping[str, Path], how: str) -> None:
    """A rate, nobody, and an amount; nothing typed is what is requested."""
    base = export_of(classed(), 1, ExportOptions(date=DAY)).evaluation
    rows: list[Any] = values(edited[how])["三段表"]
    head = next(at for at, row in enumerate(rows) if row[0] == "事業")
    settled, cut = 11, 12
    by_key = {str(row[16]): row for row in rows[head + 1 :]}
    dc1, pd, lotus = (by_key[key] for key in ("fellows/dc/dc1|2026", "fellows/pd/pd|2026", "lotus/full|2026"))
    assert (dc1[9], dc1[settled], dc1[cut]) == (3_000_000, 642 * 3_000_000, 642 * 72_000)
    assert (pd[10], pd[settled], pd[15]) == (0, 0, "新規なし")
    assert lotus[settled] == 1
    known = ("fellows/dc/dc1", 642 * 72_000), ("fellows/pd/pd", pd[8]), ("lotus/full", lotus[8] - 1)
    others = [row for row in by_key.values() if row[cut] and str(row[16]).partition("|")[0] not in dict(known)]
    assert others == []
    above = {str(row[0]): row for row in rows[3:head]}
    total, in_sight = above["合計"], above["絞り込んだ行の小計"]
    assert total[cut] == in_sight[cut] == sum(yen for _line, yen in known)
    assert total[settled] == base.total[1].yen - total[cut]
    fellows = above["特別研究員事業"]
    assert fellows[cut] == 642 * 72_000 + pd[8]


@pytest.mark.slow
def test_an_error_put_in_turns_its_check(edited: Mapping[str, Path]) -> None:
    rows = values(edited["wrong"])[CHECKS][HEADING_ROW:]
    wrong = [str(row[1]) for row in rows if row[5] == "×"]
    assert any("令和8年度：後年度負担の積算の計" in each for each in wrong)
    assert any(str(row[1]).startswith("一致しないものがある ") for row in rows)
    assert not any("データ" in each for each in wrong)


def causes(path: Path) -> tuple[Mapping[str, Mapping[str, Any]], Mapping[str, list[str]]]:
    """The rows of 増減理由 by name, each unlike any other by what it stands below, and what is said below them."""
    rows: list[Any] = values(path)["増減理由"]
    head, program, key = rows[HEADING_ROW - 1], "", ""
    found: dict[str, Mapping[str, Any]] = {}
    said: dict[str, list[str]] = {}
    for row in rows[HEADING_ROW:]:
        cells = dict(zip(head, row, strict=True))
        if cells["増△減"] is None and cells["区分"] is None:
            said[key].append(str(row[0]).strip("　"))
            continue
        if cells["区分"] != "積算":
            program = str(row[0])
        key = program if cells["区分"] != "積算" else f"{program} › {row[0]}"
        found[key], said[key] = cells, []
    return found, said


def drafted(lines: list[str]) -> str:
    """What is said before reasons and sources, which are as they were when it was written."""
    return "、".join(itertools.takewhile(lambda line: not line.startswith("作成時"), lines))


@pytest.mark.slow
@pytest.mark.parametrize("how", ["edited", "sorted"])
def test_causes_and_what_is_said_of_them_follow_an_edit(edited: Mapping[str, Path], how: str) -> None:
    """Of rows without a value; a cause that is new in the program's own has no cell in what was sent before."""
    (now, said), (expected, ours) = causes(edited[how]), causes(edited["program"])
    before = causes(edited["sent"])[0]
    live = [key for key in expected if key in now and not now[key]["値"] and not expected[key]["値"]]
    assert len(live) > 60
    moved = [key for key in live if expected[key]["増△減"] != before[key]["増△減"]]
    assert len(moved) > 4, moved
    for key in live:
        assert now[key]["検算"] in (0, None)
        for heading, wanted in expected[key].items():
            if str(heading).startswith("うち"):
                assert (now[key][heading] or 0) == (wanted or 0), (key, heading)
    for key in moved:
        wanted = drafted(ours[key])
        assert all(clause in wanted for clause in drafted(said[key]).split("、")), (key, said[key], wanted)
