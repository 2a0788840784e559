"""The command that reads an examined workbook: what it prints, makes and refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.__main__ import main
from planner.core.edits.values import Entry, set_values
from planner.files.document.store import open_document, save_document
from tests.cli.script import DC, Refused, Run
from tests.colleague import Colleague


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
    assert f"Scenario 別案2: 1 line, total {totals['examined']} yen." in text
    assert f"Scenario 再要求2: 1 line, total {totals['requested']} yen." in text
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
    run("set", file, "--scenario", "作業案", f"{DC[0]}.quantity=641")
    returned = examined_book(file, run, 査定額=1)
    changed = set_values(open_document(file).document, 1, [Entry(DC[0], "quantity", 2026, 643)])
    save_document(replace(changed, handovers=()), other)
    assert "name the scenario it belongs to" in refused("review", other, returned)
    assert "from another document" in run("review", other, returned, "--scenario", "作業案")
    asked = ("review", other, returned, "--as", "査定案", "--scenario", "作業案")
    assert "nothing was taken over" in refused(*asked)
    run("review", other, returned, "--as", "査定案", "--anyway", "--scenario", "作業案")


def test_a_figure_that_has_to_be_asked_about_counts_as_it_is_read(file: Path, run: Run, refused: Refused) -> None:
    returned = examined_book(file, run, 査定単価="△72,000", 査定員数="90%")
    report = run("review", file, returned, "--json")
    rate, people = report["questions"]
    assert (rate["line"], rate["text"], rate["read_as"]) == (DC[0], "△72,000", None)
    assert {name: each["figure"] for name, each in rate["choices"].items()} == {"cut": 3_000_000, "figure": -72_000}
    assert {name: each["figure"] for name, each in people["choices"].items()} == {"share": 578, "cut": 64}
    assert report["total"]["difference"] == 0
    text = run("review", file, returned)
    assert "? 積算内訳!8 fellows/dc/dc1: Examined rate: △72,000: cut — a cut by 72,000: 3,000,000; figure — " in text
    report = run("review", file, returned, "--read", f"{DC[0]}=cut", "all=share", "--json")
    assert [each["read_as"] for each in report["questions"]] == ["cut", "share"]
    assert report["total"]["difference"] == 578 * 3_000_000 - 642 * 3_072_000
    assert "Examined quantity: 90%: 90% of what is requested: 578" in run(
        "review", file, returned, "--read", "all=share"
    )
    assert '"half" is not a way' in refused("review", file, returned, "--read", "all=half")
    assert 'Nothing of "ssh/rest" can be read as "cut"' in refused("review", file, returned, "--read", "ssh/rest=cut")


def test_what_is_another_elsewhere_is_printed_and_bounded(file: Path, run: Run) -> None:
    path = file.with_name("returned.xlsx")
    run("export", file, "--scenario", "作業案", "--preset", "inside", "-o", path)
    (record,) = open_document(file).document.handovers
    assert (record.file, record.scenario) == ("returned.xlsx", 1)
    assert run("review", file, path, "--json")["others"] == []
    book = openpyxl.load_workbook(path)
    sheet: Any = book["データ"]
    for row in range(2, 152):
        sheet.cell(row, 14).value = 5
    book.save(path)
    report = run("review", file, path, "--json")
    changed = [each for each in report["others"] if each["kind"] == "changed"]
    assert len(changed) == 100
    what = {"sheet": "データ", "place": "N2", "kind": "changed", "what": "changed", "now": "5"}
    assert changed[0] == {**what, "before": "2,025"}
    (more,) = (each for each in report["more_others"] if each["kind"] == "changed")
    assert more["count"] == 50
    text = run("review", file, path)
    assert "  データ!N2: changed: 2,025 → 5" in text
    assert f"  データ: changed: {more['count']} more" in text


def test_an_export_that_cannot_be_recorded_says_so(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], colleague: Colleague
) -> None:
    arguments = ["export", str(file), "--scenario", "作業案", "--sheets", "overview", "-o", str(tmp_path / "a.xlsx")]
    content = file.read_bytes()
    file.chmod(0o444)
    assert main(arguments) == 0
    told = capsys.readouterr()
    assert "a.xlsx" in told.out
    assert told.err.startswith("planner: The hand-over was not recorded in the document: ")
    assert told.err.count("\n") == 1
    file.chmod(0o644)
    colleague(file)
    assert main(arguments) == 0
    assert "not recorded in the document" in capsys.readouterr().err
    assert file.read_bytes() == content
