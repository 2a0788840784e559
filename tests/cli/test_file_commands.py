"""Commands that make files: documents from tables and templates, the workbook to hand over."""

from __future__ import annotations

import json
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from planner.core.edits.scenarios import rename
from planner.core.model.handovers import HandoverRecord
from planner.files.document.store import open_document, save_document
from planner.files.submission import submission
from planner.files.submission.handover import Handover
from tests.cli.script import DC, Refused, Run
from tests.english import JAPANESE


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.apart
def test_a_filled_template_makes_the_same_document(
    file: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("PLANNER_LANGUAGE", language)
    run("template", "-o", tmp_path / "book", "--portfolio", "mext-r8")
    run("new", "-o", tmp_path / "again.bplan", "--from", tmp_path / "book.xlsx")
    again, before = (open_document(each).document for each in (tmp_path / "again.bplan", file))
    assert rename(again, 1, "作業案") == before
    run("template", "-o", tmp_path / "empty.xlsx")
    names = openpyxl.load_workbook(tmp_path / "empty.xlsx").sheetnames
    assert names[:2] == {"ja": ["要求書", "資料"], "en": ["portfolio", "sheets"]}[language]
    assert any(JAPANESE.search(name) for name in names) is (language == "ja")


def test_export_writes_the_workbook_of_the_scenario(file: Path, tmp_path: Path, run: Run) -> None:
    run("set", file, "--scenario", "作業案", f"{DC[0]}.rate=3,200千円")
    run("export", file, "--scenario", "作業案", "-o", tmp_path / "提出")
    book = openpyxl.load_workbook(tmp_path / "提出.xlsx", data_only=True)
    assert book.sheetnames[:4] == ["提出総括", "総括表", "積算内訳", "明細表"]
    assert book["総括表"]["C5"].value == run("totals", file, "--scenario", "作業案", "--json")["total"]["2026"]


def test_what_is_saved_while_a_workbook_is_written_stays_beside_its_record(
    file: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = submission.write_submission

    def beside(path: Path, handover: Handover) -> HandoverRecord:
        save_document(rename(open_document(file).document, 1, "別案"), file)
        return written(path, handover)

    monkeypatch.setattr(submission, "write_submission", beside)
    run("export", file, "--sheets", "overview", "-o", tmp_path / "a.xlsx")
    kept = open_document(file).document
    assert kept.scenarios[0].name == "別案"
    assert [each.file for each in kept.handovers] == ["a.xlsx"]


def test_export_fills_a_template_that_ships_or_a_file(file: Path, tmp_path: Path, run: Run) -> None:
    run("export", file, "--scenario", "作業案", "--template", "総括表", "-o", tmp_path / "総括表")
    book = openpyxl.load_workbook(tmp_path / "総括表.xlsx", data_only=True)
    expected = run("totals", file, "--scenario", "作業案", "--json")["total"]["2026"]
    assert book["総括表"]["E6"].value == expected
    own = openpyxl.Workbook()
    own.worksheets[0]["B2"] = "{{要求総額:千円}}"
    own.save(tmp_path / "様式.xlsx")
    run("export", file, "--template", tmp_path / "様式.xlsx", "-o", tmp_path / "提出.xlsx")
    base = run("totals", file, "--json")["total"]["2026"]
    assert openpyxl.load_workbook(tmp_path / "提出.xlsx").worksheets[0]["B2"].value == (base + 500) // 1000


def test_a_portfolio_from_tables(tmp_path: Path, run: Run, refused: Refused) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    columns = "id,parent,sheet,name,name_en,agency,division,channel,first_year,last_year,status,estimate,relists"
    (folder / "portfolio.csv").write_text("key,value\nrequest_year,2026\n", encoding="utf-8")
    (folder / "programs.csv").write_text(f"{columns}\np,,1,事業,,,,,,,,,\n", encoding="utf-8")
    columns = "id,program,label,label_en,unit,duration,retention,rate_rule,rounding"
    (folder / "lines.csv").write_text(f"{columns}\np/l,p,積算,,,,,,\n", encoding="utf-8")
    columns = "line,field,year,value,low,high,basis,sheet,quote,rule,rule_en"
    rows = "p/l,rate,2025,10,,,published,,,,\np/l,quantity,2025,3,,,published,,,,\n"
    (folder / "steps.csv").write_text(f"{columns}\n{rows}", encoding="utf-8")
    run("new", "-o", tmp_path / "own", "--from", folder)
    assert run("totals", tmp_path / "own.bplan", "--json")["total"] == {"2025": 30, "2026": 30}
    (folder / "steps.csv").write_text(f"{columns}\np/l,rate,2025,ten,,,published,,,,\n", encoding="utf-8")
    assert "steps.csv:2 value" in refused("new", "-o", tmp_path / "b.bplan", "--from", folder)
    assert not (tmp_path / "b.bplan").exists()


def test_a_preset_decides_who_gets_which_sheets(file: Path, tmp_path: Path, run: Run, refused: Refused) -> None:
    """The finance ministry by default: papers of the house go out only where they are asked for."""

    def sheets(*choices: str) -> list[str]:
        run("export", file, "--scenario", "作業案", *choices, "-o", tmp_path / "a.xlsx")
        with closing(openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)) as book:
            return book.sheetnames

    inside, for_accounts = {"点検結果", "変更一覧", "出典"}, {"上限", "データ"}
    outward = sheets()
    assert outward[:4] == ["提出総括", "総括表", "積算内訳", "明細表"] and {"三段表", "照合"} < set(outward)
    assert not (inside | for_accounts | {"シナリオ比較"}) & set(outward)
    assert set(sheets("--preset", "会計課")) == set(outward) | for_accounts
    everything = set(sheets("--preset", "inside"))
    what_ifs = {name for name in everything if name.startswith("試算")}
    assert what_ifs and everything == set(outward) | for_accounts | inside | what_ifs
    assert set(sheets("--compare", "base")) == {*outward, "シナリオ比較"}
    assert sheets("--sheets", "changes") == ["提出総括", "積算内訳", "変更一覧"]
    assert "finance, accounts, inside" in refused("export", file, "--preset", "誰か", "-o", tmp_path / "b.xlsx")


def test_open_data_are_written_as_a_package_or_as_a_table(
    file: Path, tmp_path: Path, run: Run, refused: Refused
) -> None:
    run("export", file, "--scenario", "作業案", "--data", tmp_path / "公開.zip", "--language", "en")
    with zipfile.ZipFile(tmp_path / "公開.zip") as package:
        described = json.loads(package.read("datapackage.json"))
        assert {each["path"] for each in described["resources"]} < set(package.namelist())
    assert "公開.zip" in run("export", file, "--data", tmp_path / "公開.zip")
    run("export", file, "--data", tmp_path / "公開.xlsx")
    with closing(openpyxl.load_workbook(tmp_path / "公開.xlsx", read_only=True)) as book:
        assert book.sheetnames == ["データ", "コード表", "項目表"]
    assert "--csv" in refused("export", file, "--data", tmp_path / "公開.csv")
