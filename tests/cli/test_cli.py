"""The command line as a script uses it: JSON shapes, exit codes, one line for every error."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from planner import __version__
from planner.__main__ import main, wants_window
from planner.core.edits.waivers import waive
from planner.core.errors import Message
from planner.core.model.rules import NEGATIVE_RESIDUAL
from planner.files.document.lock import lock_of
from planner.files.document.store import open_document, save_document
from tests.colleague import Colleague

Run = Callable[..., Any]
DC = ("fellows/dc/dc1", "fellows/dc/dc2")
RISE = 128_000 * 1_750


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_LANGUAGE", "en")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command that must succeed; its output, decoded when it is JSON."""

    def call(*arguments: object) -> Any:
        assert main([str(each) for each in arguments]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return json.loads(printed.out) if "--json" in arguments else printed.out

    return call


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run a command that must fail with exit code 2; its one line on stderr."""

    def call(*arguments: object) -> str:
        try:
            code = main([str(each) for each in arguments])
        except SystemExit as stopped:
            code = int(str(stopped.code))
        assert code == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.startswith("planner: ")
        assert printed.err.count("\n") == 1
        return printed.err

    return call


@pytest.fixture
def file(tmp_path: Path, run: Run) -> Path:
    """A new document on the built-in portfolio."""
    path = tmp_path / "要求.bplan"
    run("new", "-o", path)
    return path


def test_totals_as_json_have_every_program_line_and_year(file: Path, run: Run) -> None:
    report = run("totals", file, "--json")
    assert (report["scenario"], report["unit"]) == ("base", "yen")
    assert (report["previous_year"], report["request_year"]) == (2025, 2026)
    programs = {program["id"]: program for program in report["programs"]}
    fellows = programs["fellows"]
    assert fellows["published"]["2026"] == {"printed": "178億円", "low": 17_750_000_000, "high": 17_849_999_999}
    parts = [program["amounts"]["2026"] for program in report["programs"] if program["parent"] == "fellows"]
    own = [line["amounts"]["2026"] for line in fellows["lines"]]
    assert sum(parts) + sum(own) == fellows["amounts"]["2026"]
    assert programs["women"]["relisted"] == programs["fellows/rpd"]["amounts"]
    spring8 = {"2025": None, "2026": 11_000_000_000, "2027": 9_725_000_000, "2028": 9_725_000_000}
    assert programs["spring8-ii"]["amounts"] == spring8 | {"2029": 0, "2030": 0, "2031": 0}
    assert {year: count for year, count in report["missing"].items() if count} == {"2025": 1}
    dc1 = next(line for line in programs["fellows/dc"]["lines"] if line["id"] == DC[0])
    assert dc1["rate"] == {"2025": 2_400_000} | dict.fromkeys(map(str, range(2026, 2032)), 3_072_000)
    assert set(dc1["quantity"].values()) == {642}
    assert (dc1["duration"], dc1["basis"]) == (3, "assumed")
    every = [line["amounts"]["2026"] for program in report["programs"] for line in program["lines"]]
    assert sum(every) == report["total"]["2026"]
    order = [program["id"] for program in report["programs"]]
    assert order[:5] == ["fellows", *(f"fellows/{part}" for part in ("dc", "pd", "rpd", "cpd"))]


def test_totals_of_one_year_and_of_a_view(file: Path, run: Run) -> None:
    report = run("totals", file, "--json", "--year", "R8", "--view", "package")
    assert list(report["total"]) == ["2026"]
    ids = {program["id"] for program in report["programs"]}
    assert {"kakenhi", "fellows/pd"} <= ids
    assert not {"fellows", "fellows/cpd", "nanoterasu"} & ids
    shown = [program["amounts"]["2026"] for program in report["programs"] if program["parent"] not in ids]
    assert sum(shown) == report["total"]["2026"]
    assert report["remainder"] == {"2026": 372_500_000_000 - report["total"]["2026"]}
    assert "Left to printed total" in run("totals", file, "--view", "package")
    assert "JSPS" in run("totals", file, "--view", "sheets")
    assert run("totals", file, "--year", "2025").splitlines()[1].split() == ["Yen", "2025"]


def test_set_is_one_change_and_moves_every_total(file: Path, run: Run) -> None:
    before = run("totals", file, "--json")
    said = run(
        "set", file, "--scenario", "作業案", *(f"{line}.rate=３，２００千円" for line in DC), "--reason", "処遇改善"
    )
    assert "+224,000,000" in said
    after = run("totals", file, "--scenario", "作業案", "--json")
    assert after["total"]["2026"] - before["total"]["2026"] == RISE
    assert after["total"]["2025"] == before["total"]["2025"]
    assert run("totals", file, "--json") == before
    change = open_document(file).document.changes[0]
    assert (len(change.cells), change.effect, change.why) == (2, RISE, "処遇改善")
    assert run("set", file, "--scenario", "作業案", f"{DC[0]}.rate=3,200,000").startswith("Nothing to change")
    said = run("set", file, "--scenario", "作業案", f"{DC[0]}.rate@2026=", f"{DC[1]}.rate@R8=")
    assert "△224,000,000" in said


def test_typed_forms_act_on_the_current_value_and_rounding_is_told(file: Path, run: Run) -> None:
    said = run("set", file, "--scenario", "作業案", f"{DC[0]}.quantity=+10%", "lotus/full.times=3/12")
    assert f"{DC[0]}.quantity@2026: rounded to 706." in said
    report = run("totals", file, "--scenario", "作業案", "--json")
    lotus = next(program for program in report["programs"] if program["id"] == "lotus")
    full = next(line for line in lotus["lines"] if line["id"] == "lotus/full")
    assert Fraction(full["times"]["2026"]) == Fraction(3, 12)
    assert full["amounts"]["2026"] == 30 * 5_760_000 // 4


def test_lines_as_a_tidy_table(file: Path, tmp_path: Path, run: Run, refused: Callable[..., str]) -> None:
    run("set", file, "--scenario", "作業案", "lotus/full.times=3/12")
    out = tmp_path / "行.csv"
    run("totals", file, "--scenario", "作業案", "--csv", out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(out, dtype=str, keep_default_na=False)
    report = run("totals", file, "--scenario", "作業案", "--json")
    lines = sum(len(program["lines"]) for program in report["programs"])
    assert len(frame) == len(report["total"]) * lines
    for year, total in report["total"].items():
        amounts = frame.loc[frame["fiscal_year"] == year, "amount_yen"]
        assert sum(int(amount) for amount in amounts if amount) == total
    full = frame[(frame["line_id"] == "lotus/full") & (frame["fiscal_year"] == "2026")].iloc[0]
    assert (full["times"], full["quantity"], full["rate_yen"]) == ("1/4", "30", "5760000")
    assert list(frame.loc[frame["lack"] != "", "line_id"]) == ["spring8-ii/instalment"]
    assert "cannot be written" in refused("totals", file, "--csv", tmp_path / "none" / "x.csv")


def test_the_years_of_the_plan_and_what_is_bound_of_them(file: Path, run: Run, refused: Callable[..., str]) -> None:
    run("set", file, "--scenario", "作業案", *(f"{line}.rate=2,400千円" for line in DC), "--reason", "単価増なし")
    report = run("years", file, "--scenario", "作業案", "--json")
    totals = run("totals", file, "--scenario", "作業案", "--json")
    assert report["total"]["amounts"] == totals["total"]
    dc = next(each for each in report["programs"] if each["id"] == "fellows/dc")
    # 672,000 yen less for 1,750 people; with the second year 3,500; then DC1 × 3 + DC2 × 2 = 4,142
    steady = {str(year): -672_000 * 4142 for year in range(2028, 2032)}
    assert dc["from_base"] == {"2025": 0, "2026": -672_000 * 1750, "2027": -672_000 * 3500, **steady}
    for each in (report["total"], *report["programs"]):
        for year, amount in each["amounts"].items():
            assert each["committed"][year] == each["earlier"][year] + each["request"][year]
            assert amount is None or each["policy"][year] == amount - each["committed"][year]
            assert int(year) > 2026 or each["policy"][year] in (0, None)
    dc1 = dc["cohorts"][0]
    assert (dc1["line"], dc1["people"]["2028"]) == (DC[0], 1926)
    assert dc1["committed"]["2028"] == 642 * 2_400_000
    base = run("years", file, "--json")
    rest = next(each for each in base["programs"] if each["id"] == "fellows/dc")["cohorts"][0]["steady"]
    assert rest == {"year": 2028, "people": 1926, "amount": 1926 * 3_072_000}
    spring8, epoch = base["obligations"]
    assert spring8["instalments"] == {
        **dict.fromkeys(("2024", "2025", "2027", "2028"), 9_725_000_000),
        "2026": 11_000_000_000,
    }
    assert (spring8["total"], spring8["before"], spring8["later"], spring8["gap"]) == (
        499 * 10**8,
        *[19_450_000_000] * 2,
        0,
    )
    assert (epoch["total"], epoch["later"], epoch["gap"]) == (12_000_000_000, 9 * 1_200_000_000, 0)
    text = run("years", file, "--view", "package")
    assert "Policy: renewals" in text and "SPring-8-II" in text
    assert "no view" in refused("years", file, "--view", "x")


def test_growths_and_the_last_year_are_settings_of_the_document(
    file: Path, run: Run, refused: Callable[..., str]
) -> None:
    before = run("totals", file, "--scenario", "作業案", "--json")["total"]
    said = run("assume", file, "--scenario", "作業案", "wage=2％", "price=△0.5%", "--reason", "毎月勤労統計")
    assert "1/50" in said and "-1/200" in said
    report = run("years", file, "--scenario", "作業案", "--json")
    assert report["growth"] == {"price": "-1/200", "wage": "1/50"}
    after = report["total"]["amounts"]
    assert [after[year] == before[year] for year in before] == [True, True, *[False] * 5]
    run("assume", file, "--scenario", "作業案", "wage=", "price=")
    assert run("totals", file, "--scenario", "作業案", "--json")["total"] == before
    assert "R15" in run("plan", file, "--last-year", "R15")
    assert list(run("totals", file, "--json")["total"]) == [str(year) for year in range(2025, 2034)]
    assert "KIND=GROWTH" in refused("assume", file, "--scenario", "作業案", "wage")
    assert "must lie between" in refused("assume", file, "--scenario", "作業案", "wage=300%")
    assert "base is not edited" in refused("assume", file, "wage=1%")
    assert "must end between" in refused("plan", file, "--last-year", "2020")


def test_how_a_cohort_runs_is_set_like_any_value(file: Path, run: Run, refused: Callable[..., str]) -> None:
    line = DC[0]
    said = run("set", file, "--scenario", "作業案", f"{line}.duration@R9=4", f"{line}.retention@2=95%")
    assert f"{line}.duration@2027" in said and "19/20" in said
    run("set", file, "--scenario", "作業案", f"{line}.rate_rule=当年度", f"{line}.growth=固定")
    report = run("years", file, "--scenario", "作業案", "--json")
    dc1 = next(each for each in report["programs"] if each["id"] == "fellows/dc")["cohorts"][0]
    # 642 a year from R9 on for four years; from the second year on 95 % of them are there, paid this year's rate
    assert (
        dc1["people"]["2030"]
        == "24717/10"
        == "{0.numerator}/{0.denominator}".format(Fraction(642) * (1 + 3 * Fraction(95, 100)))
    )
    assert dc1["steady"]["year"] == 2030
    assert "by year since the intake" in refused("set", file, "--scenario", "作業案", f"{line}.retention@2027=1")


def test_branch_and_compare(file: Path, run: Run) -> None:
    run("set", file, "--scenario", "作業案", f"{DC[0]}.rate=3,200千円")
    run("branch", file, "大臣説明案", "--from", "作業案")
    run("set", file, "--scenario", "大臣説明案", f"{DC[0]}.quantity=700")
    report = run("compare", file, "base", "作業案", "大臣説明案", "--json")
    assert report["scenarios"] == ["base", "作業案", "大臣説明案"]
    rate, people = report["differences"]
    assert (rate["program"], rate["line"], rate["field"], rate["year"]) == ("fellows/dc", DC[0], "rate", 2026)
    assert rate["values"] == {"base": 3_072_000, "作業案": 3_200_000, "大臣説明案": 3_200_000}
    assert rate["effect"] == {"base": 0, "作業案": 128_000 * 642, "大臣説明案": 128_000 * 642}
    assert people["values"]["大臣説明案"] == 700
    for name in report["scenarios"]:
        assert report["totals"][name] == run("totals", file, "--scenario", name, "--json")["total"]
    text = run("compare", file, "base", "大臣説明案")
    assert "3,200,000" in text
    assert "Total 2026" in text


def test_compare_by_view_with_all_lines_and_as_csv(
    file: Path, run: Run, refused: Callable[..., str], tmp_path: Path
) -> None:
    run("set", file, "--scenario", "作業案", f"{DC[0]}.rate=3,200千円", f"{DC[1]}.present=計上しない")
    report = run("compare", file, "base", "作業案", "--json")
    lines = {each["line"]: each for each in report["programs"] if each["line"]}
    assert list(lines) == [DC[0], DC[1]]
    assert lines[DC[0]]["difference"] == {"base": 0, "作業案": 128_000 * 642}
    assert lines[DC[1]]["standing"] == {"base": None, "作業案": "廃止"}
    programs = {each["id"]: each["difference"]["作業案"] for each in report["programs"] if not each["line"]}
    moved = sum(each["difference"]["作業案"] for each in lines.values())
    assert programs == {"fellows": moved, "fellows/dc": moved}
    text = run("compare", file, "base", "作業案")
    assert "not requested" in text
    assert "DC2 stipends dropped (廃止)" in text
    everything = run("compare", file, "base", "作業案", "--all", "--json")
    totals = run("totals", file, "--json")
    ids = [each["id"] for each in everything["programs"] if not each["line"]]
    assert ids == [each["id"] for each in totals["programs"]]
    package = run("compare", file, "base", "作業案", "--view", "package", "--json")
    assert package["view"] == "package"
    assert "fellows" not in [each["id"] for each in package["programs"]], "the view has its parts, not the program"
    assert package["totals"]["base"] == run("totals", file, "--view", "package", "--json")["total"]
    assert "no view" in refused("compare", file, "base", "--view", "none")
    out = tmp_path / "比較.csv"
    run("compare", file, "base", "作業案", "--csv", out)
    frame = pd.read_csv(out, dtype=str, keep_default_na=False)
    assert list(frame["level"]) == ["total", "program", "program", "line", "value", "line", "value"]
    assert list(frame["作業案"])[4::2] == ["3200000", "not requested"]
    assert frame["作業案 difference"][0] == str(programs["fellows"])


def test_check_says_for_both_years_whether_the_figures_agree(file: Path, run: Run) -> None:
    report = run("check", file, "--json")
    figures = {(each["id"], each["year"]): each for each in report["programs"]}
    assert figures["lotus", 2026]["share_explained"] == "1.000000"
    assert figures["lotus", 2026]["agrees"] is True
    assert figures["lotus", 2026]["explained"] is True
    assert figures["lotus", 2025]["share_explained"] == "0.000000"
    assert figures["fellows", 2026]["share_explained"] == "0.953878"
    assert "contradicts itself" in figures["fellows", 2026]["note"]
    assert figures["spring8-ii", 2025]["printed"] is None
    assert "prints no figure" in figures["spring8-ii", 2025]["note"]
    assert {each["severity"] for each in report["problems"]} == {"warning", "note"}
    text = run("check", file)
    assert "[warning] entrepreneurship-package@2025 (previous-year):" in text


def test_check_exits_1_when_an_error_stands(file: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("set", file, "--scenario", "作業案", "fellows/dc/rest.rate=-5円")
    assert main(["check", str(file), "--scenario", "作業案", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    errors = [each for each in report["problems"] if each["severity"] == "error"]
    assert [each["where"] for each in errors] == ["fellows/dc/rest@2026"]
    assert main(["check", str(file)]) == 0


def test_check_names_the_rules_and_an_accepted_error_does_not_stand(
    file: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("set", file, "--scenario", "作業案", "fellows/dc/rest.rate=-5円")
    opened = open_document(file)
    negative = NEGATIVE_RESIDUAL.finding("fellows/dc/rest@2026", Message.of(""), Message.of(""))
    save_document(waive(opened.document, 1, [negative], "査定待ち"), file, expected=opened.fingerprint)
    report = run("check", file, "--scenario", "作業案", "--json")
    told = {(each["rule"], each["where"]): each for each in report["problems"]}
    assert told["negative-residual", "fellows/dc/rest@2026"]["waived"] == "査定待ち"
    assert told["previous-year", "entrepreneurship-package@2025"]["waived"] is None
    assert told["execution-rate", ""]["severity"] == "note"
    said = run("check", file, "--scenario", "作業案").splitlines()
    assert said[-1].startswith("[error] fellows/dc/rest@2026 (negative-residual):")
    assert said[-1].endswith("Accepted: 査定待ち")
    run("check", file, "--scenario", "作業案", "--csv", tmp_path / "check.csv")
    rows = pd.read_csv(tmp_path / "check.csv", dtype=str, keep_default_na=False)
    assert list(rows["Accepted because"][rows["Rule"] == "Negative residual"]) == ["査定待ち"]
    run("set", file, "--scenario", "作業案", "fellows/pd/rest.rate=-5円")
    assert main(["check", str(file), "--scenario", "作業案"]) == 1
    assert "(negative-residual)" in capsys.readouterr().out


def test_calibrate_fits_ranges_to_the_printed_total(file: Path, run: Run, refused: Callable[..., str]) -> None:
    run("set", file, "--scenario", "作業案", "ssh/basic.rate=6百万円", "ssh/focus.rate=13百万円")
    said = run("calibrate", file, "--scenario", "作業案", "ssh")
    assert "ssh/basic.rate@2026" in said
    program = next(
        each for each in run("totals", file, "--scenario", "作業案", "--json")["programs"] if each["id"] == "ssh"
    )
    assert program["amounts"]["2026"] == 2_499_999_978
    assert run("calibrate", file, "--scenario", "作業案", "ssh").startswith("Nothing to change")
    assert "No rate of the program" in refused("calibrate", file, "--scenario", "作業案", "lotus")
    assert "base is not edited" in refused("calibrate", file, "ssh")


def test_sources_list_every_figure_with_its_sentence(file: Path, run: Run) -> None:
    figures = run("sources", file, "--json")["figures"]
    rate = next(each for each in figures if (each["line"], each["field"]) == ("ssh/basic", "rate"))
    assert (rate["low"], rate["high"], rate["basis"]) == (6_000_000, 12_000_000, "derived")
    assert rate["quote"] == "支援額：6百万円～12百万円/年"
    assumed = run("sources", file, "--basis", "assumed").splitlines()
    assert 0 < len(assumed) == sum(each["basis"] == "assumed" for each in figures)


def test_a_filled_template_makes_the_same_document(file: Path, tmp_path: Path, run: Run) -> None:
    run("template", "-o", tmp_path / "book", "--portfolio", "mext-r8")
    run("new", "-o", tmp_path / "again.bplan", "--from", tmp_path / "book.xlsx")
    assert open_document(tmp_path / "again.bplan").document == open_document(file).document
    run("template", "-o", tmp_path / "empty.xlsx")
    assert openpyxl.load_workbook(tmp_path / "empty.xlsx").sheetnames[:2] == ["要求書", "資料"]


def test_export_writes_the_workbook_of_the_scenario(file: Path, tmp_path: Path, run: Run) -> None:
    run("set", file, "--scenario", "作業案", f"{DC[0]}.rate=3,200千円")
    run("export", file, "--scenario", "作業案", "-o", tmp_path / "提出")
    book = openpyxl.load_workbook(tmp_path / "提出.xlsx", data_only=True)
    assert book.sheetnames[:3] == ["表紙", "総括表", "積算内訳"]
    assert book["総括表"]["D5"].value == run("totals", file, "--scenario", "作業案", "--json")["total"]["2026"]


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


def test_a_portfolio_from_tables(tmp_path: Path, run: Run, refused: Callable[..., str]) -> None:
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


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["set", "FILE", "a.rate=1"], "The base is not edited|no line"),
        (["set", "FILE", f"{DC[0]}.rate=1"], "The base is not edited"),
        (["set", "FILE", "--scenario", "作業案", "fellows"], "LINE.FIELD"),
        (["set", "FILE", "--scenario", "作業案", "x.rate=1"], 'no line "x"'),
        (["set", "FILE", "--scenario", "作業案", f"{DC[0]}.price=1"], 'no field "price"'),
        (["set", "FILE", "--scenario", "作業案", f"{DC[0]}.rate=abc"], f"{DC[0]}.rate@2026: .*not a number"),
        (["set", "FILE", "--scenario", "作業案", f"{DC[0]}.rate={10**20}"], "must lie between"),
        (["set", "FILE", "--scenario", "作業案", f"{DC[0]}.times=-3"], "must lie between"),
        (["set", "FILE", "--scenario", "作業案", f"{DC[0]}.rate@never=1"], "not a fiscal year"),
        (["set", "FILE", "--scenario", "作業案", f"{DC[0]}.rate@2040=1"], "beyond the plan"),
        (["totals", "FILE", "--scenario", "なし"], 'no scenario "なし".*base, 作業案'),
        (["totals", "FILE", "--year", "2040"], "not in the plan"),
        (["totals", "FILE", "--view", "x"], 'no view "x".*sheets, package, agencies, channels, divisions'),
        (["branch", "FILE", "作業案"], "already a scenario"),
        (["branch", "FILE", "新案", "--from", "なし"], "no scenario"),
        (["compare", "FILE", "base", "なし"], "no scenario"),
        (["new", "-o", "FILE"], "already a file"),
        (["new", "-o", "x.bplan", "--portfolio", "r9"], "no built-in portfolio"),
        (["new"], "-o"),
        (["export", "FILE", "-o", "none/x.xlsx"], "cannot be written"),
        (["export", "FILE", "--template", "無い", "-o", "x.xlsx"], 'no template "無い".*積算内訳'),
        (["export", "FILE", "--template", "総括表"], "nothing to write"),
        (["export", "FILE", "--template", "総括表", "--csv", "x.csv"], "needs a workbook"),
        (["export", "FILE", "--template", "FILE", "-o", "x.xlsx"], "not an Excel workbook"),
        (["totals", "none.bplan"], "no such file"),
        (["totals", "."], "folder"),
        (["frobnicate", "FILE"], "frobnicate"),
        (["set", "FILE"], "ASSIGN|VALUE"),
    ],
)
def test_errors_are_one_line_with_what_where_and_what_to_do(
    file: Path,
    refused: Callable[..., str],
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = file.read_bytes()
    line = refused(*(str(file) if each == "FILE" else each for each in arguments))
    assert re.search(said, line), line
    assert file.read_bytes() == before


def test_a_document_that_is_none_is_refused(tmp_path: Path, refused: Callable[..., str], file: Path) -> None:
    other = tmp_path / "other.bplan"
    for content in (b"", b"hello", file.read_bytes()[:5_000], b"\0" * 100_000):
        other.write_bytes(content)
        assert str(other) in refused("totals", other)


def test_errors_speak_japanese(file: Path, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_LANGUAGE", "ja")
    line = refused("totals", file, "--scenario", "なし")
    assert "「なし」" in line
    assert "scenario" not in line


@pytest.mark.parametrize(
    "arguments",
    [
        ("set", "--scenario", "作業案", "fellows/dc/dc1.rate=3,200千円"),
        ("calibrate", "--scenario", "作業案", "ssh"),
        ("branch", "別案"),
    ],
)
def test_a_document_that_another_program_holds_is_left_alone(
    file: Path, arguments: tuple[str, ...], run: Run, refused: Callable[..., str], colleague: Colleague
) -> None:
    run("set", file, "--scenario", "作業案", "ssh/basic.rate=6百万円", "ssh/focus.rate=13百万円")
    before = file.read_bytes()
    command, *rest = arguments
    process = colleague(file)
    holder = json.loads(lock_of(file).read_text(encoding="utf-8"))
    line = refused(command, file, *rest)
    assert str(file) in line
    assert "open elsewhere" in line
    assert holder["host"] in line
    assert file.read_bytes() == before
    run("totals", file)
    process.communicate("\n")
    run(command, file, *rest)
    assert file.read_bytes() != before
    assert not lock_of(file).exists()


def test_a_protected_document_is_not_replaced(file: Path, refused: Callable[..., str]) -> None:
    before = file.read_bytes()
    file.chmod(0o444)
    assert "protected" in refused("branch", file, "別案")
    assert file.read_bytes() == before


def test_what_opens_the_window(file: Path) -> None:
    assert wants_window([])
    assert wants_window([str(file)])
    assert wants_window(["none.bplan"])
    assert not wants_window(["totals", str(file)])
    assert not wants_window(["totals"])
    assert not wants_window(["--version"])
    assert not wants_window(["frobnicate"])


def test_as_a_process_it_prints_utf_8_whatever_the_console_and_needs_no_qt(file: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "cp932", "PLANNER_LANGUAGE": "ja"}
    command = [sys.executable, "-X", "importtime", "-m", "planner"]
    ran = subprocess.run([*command, "totals", str(file)], capture_output=True, env=environment, check=True)
    assert "特別研究員事業" in ran.stdout.decode("utf-8")
    assert "PySide6" not in ran.stderr.decode("utf-8")
    version = subprocess.run([sys.executable, "-m", "planner", "--version"], capture_output=True, text=True, check=True)
    assert version.stdout == f"planner {__version__}\n"


def test_ceilings_are_told_with_what_is_not_known(file: Path, run: Run) -> None:
    report = run("ceilings", file, "--json")
    assert (report["scenario"], report["unit"], report["year"]) == ("base", "yen", 2026)
    both, wish = report["ceilings"]
    assert (both["id"], both["state"], wish["id"]) == ("r8-discretionary", "cannot judge", "r8-wish")
    total = run("totals", file, "--json")["total"]
    assert both["limited"] == {"low": 0, "high": total["2026"]}
    assert DC[0] in both["unsettled"] and both["source"].startswith("令和8年度予算の概算要求")
    found = run("check", file, "--json")["problems"]
    assert [each["severity"] for each in found if each["where"].startswith(".r8-")] == ["note", "note"]
    assert "cannot judge: not known" in run("ceilings", file)


def test_a_broken_ceiling_is_an_error_of_the_check(file: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    ids = [line["id"] for each in run("totals", file, "--json")["programs"] for line in each["lines"]]
    kinds = [f"{line}.{kind}" for line in ids for kind in ("expense=裁量", "demand=要求")]
    run("set", file, "--scenario", "作業案", *kinds)
    (both, wish) = run("ceilings", file, "--scenario", "作業案", "--json")["ceilings"]
    total = run("totals", file, "--scenario", "作業案", "--json")["total"]
    allowed = total["2025"] * 6 // 5
    assert (both["state"], wish["state"]) == ("holds", "holds")
    assert both["allowance"] == {"low": allowed, "high": allowed}
    assert both["room"]["low"] == allowed - total["2026"]
    said = run("set", file, "--scenario", "作業案", *(f"{line}.demand=要望" for line in ids))
    assert "request (要求)" in said and "wish (要望)" in said
    wish = run("ceilings", file, "--scenario", "作業案", "--json")["ceilings"][1]
    assert wish["state"] == "broken" and wish["increases"] and wish["why"] is None
    assert wish["room"]["high"] == total["2025"] // 5 - total["2026"]
    assert main(["check", str(file), "--scenario", "作業案"]) == 1
    assert "Over the ceiling" in capsys.readouterr().out


def test_an_item_request_is_null_and_told_beside_totals(file: Path, run: Run) -> None:
    before = run("totals", file, "--json")["total"]["2026"]
    run("set", file, "--scenario", "作業案", f"{DC[0]}.demand=事項要求")
    report = run("totals", file, "--scenario", "作業案", "--json")
    lines = {line["id"]: line for program in report["programs"] for line in program["lines"]}
    assert lines[DC[0]]["amounts"]["2026"] is None and lines[DC[0]]["amounts"]["2025"] is not None
    assert report["unpriced"] == {**dict.fromkeys(report["unpriced"], 1), "2025": 0}
    assert report["total"]["2026"] < before
    assert f"{report['total']['2026']:,} + item" in run("totals", file, "--scenario", "作業案")


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
    assert report["accepted"] == {"scenario": "査定案", "total": report["total"]["examined"], "lines": [DC[0]]}
    assert run("totals", file, "--scenario", "査定案", "--json")["total"]["2026"] == report["total"]["examined"]
    text = run(
        "review", file, returned, "--as", "別案", "--accept", "none", "--counter", DC[0], "--counter-as", "再要求"
    )
    requested = f"{report['total']['requested']:,}"
    assert f"Scenario 別案: 0 line(s), total {requested} yen." in text
    assert f"Scenario 再要求: 1 line(s), total {requested} yen." in text
    document = open_document(file).document
    assert [each.name for each in document.scenarios] == ["作業案", "査定案", "別案", "再要求"]
    assert document.scenarios[-1].parent == document.scenarios[-2].number


def test_what_a_review_cannot_do_is_one_line(file: Path, run: Run, refused: Callable[..., str], tmp_path: Path) -> None:
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
    assert "nothing was accepted" in refused("review", other, returned, "--as", "査定案")
    run("review", other, returned, "--as", "査定案", "--anyway", "--scenario", "作業案")
