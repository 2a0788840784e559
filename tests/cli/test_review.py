"""The command that reads an examined workbook: what it prints, makes and refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.files.document.store import open_document, save_document
from tests.cli.script import DC, Refused, Run


def examined_book(file: Path, run: Run, **cells: object) -> Path:
    """The exported scenario 作業案 with an examiner's cells in the row of DC1, by heading."""
    path = file.with_name("returned.xlsx")
    run("export", file, "--scenario", "作業案", "-o", path)
    book = openpyxl.load_workbook(path)
    sheet = book["積算内訳"]
    heads = [cell.value for cell in sheet[4]]
    row: Any = next(row for row in sheet.iter_rows(min_row=5) if row[heads.index("ID")].value == DC[0])
    for heading, value in cells.items():
        row[heads.index(heading)].value = value
    book.save(path)
    return path


@pytest.mark.slow
@pytest.mark.apart
def test_a_review_is_printed_and_accepted(file: Path, run: Run) -> None:
    returned = examined_book(file, run, 査定員数="６００人", コメント="実績")
    cut = (642 - 600) * 3_072_000
    report = run("review", file, returned, "--json")
    (line,) = report["lines"]
    assert line["values"] == {"quantity": {"2026": {"requested": 642, "examined": 600}}}
    assert (line["id"], line["comment"], line["difference"], line["notes"]) == (DC[0], "実績", -cut, [])
    assert (report["same_document"], report["same_content"]) == (True, True)
    assert report["total"]["difference"] == -cut
    assert [each["id"] for each in report["programs"]] == ["fellows", "fellows/dc"]
    assert (report["unmatched"], report["broken"], report["accepted"], report["countered"]) == ([], [], None, None)
    assert len(open_document(file).document.scenarios) == 1, "nothing was saved"
    text = run("review", file, returned)
    assert "fellows/dc/dc1: 実績" in text
    report = run("review", file, returned, "--as", "査定案", "--json")
    whole = {"scenario": "査定案", "total": report["total"]["examined"], "lines": [DC[0]]}
    assert report["accepted"] == {**whole, "answers": {DC[0]: "accept"}}
    assert run("totals", file, "--scenario", "査定案", "--json")["total"]["2026"] == report["total"]["examined"]
    left = run("review", file, returned, "--as", "保留", "--accept", "none", "--json")["accepted"]
    assert left == {**whole, "scenario": "保留", "answers": {DC[0]: "leave"}}, "an answer moves no figure"
    again = ("--counter", DC[0], "--counter-as")
    report = run("review", file, returned, "--as", "別案", *again, "再要求", "--json")
    assert report["accepted"] == {**whole, "scenario": "別案", "answers": {DC[0]: "counter"}}
    countered = {"scenario": "再要求", "total": report["total"]["requested"], "lines": [DC[0]], "restored": cut}
    assert report["countered"] == countered
    text = run("review", file, returned, "--as", "別案2", *again, "再要求2")
    totals = {key: f"{report['total'][key]:,}" for key in ("requested", "examined")}
    assert f"Scenario 別案2: 1 line(s), total {totals['examined']} yen." in text
    assert f"Scenario 再要求2: 1 line(s), total {totals['requested']} yen." in text
    assert f"Asked for again: +{cut:,} yen more than examined." in text
    run("review", file, returned, "--as", "別案3", "--counter", DC[0])
    run("totals", file, "--scenario", "復活案")
    document = open_document(file).document
    names = ["作業案", "査定案", "保留", "別案", "再要求", "別案2", "再要求2", "別案3", "Restoration draft"]
    assert [each.name for each in document.scenarios] == names
    assert document.scenarios[-1].parent == document.scenarios[-2].number


def test_what_a_review_cannot_do_is_one_line(file: Path, run: Run, refused: Refused, tmp_path: Path) -> None:
    returned = examined_book(file, run, 査定単価="要検討", 査定額=1)
    assert "[Changed or not understood]" in run("review", file, returned)
    assert "--as NAME" in refused("review", file, returned, "--accept", "all")
    assert 'nothing about a line "ssh/rest"' in refused("review", file, returned, "--as", "x", "--accept", "ssh/rest")
    assert "already a scenario" in refused("review", file, returned, "--as", "作業案")
    assert "is not a number" in refused("review", file, returned, "--as", "x", "--counter", f"{DC[0]}=多め")
    assert "no such file" in refused("review", file, tmp_path / "none.xlsx")
    assert "not an Excel workbook" in refused("review", file, file)
    other = tmp_path / "other.bplan"
    document = open_document(file).document
    save_document(replace(document, portfolio=replace(document.portfolio, title="別")), other)
    assert "from another document" in run("review", other, returned)
    assert "nothing was taken over" in refused("review", other, returned, "--as", "査定案")
    run("review", other, returned, "--as", "査定案", "--anyway", "--scenario", "作業案")
