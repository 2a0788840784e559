"""Commands that read: totals, years, comparisons, checks, ceilings and sources, as JSON, text and CSV."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from planner.__main__ import main
from planner.core.edits.waivers import waive
from planner.core.errors import Message
from planner.core.model.rules import NEGATIVE_RESIDUAL
from planner.files.document.store import open_document, save_document
from tests.cli.script import DC, Refused, Run


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
    assert report["missing"] == {"2025": 1, "2026": 0} | dict.fromkeys(map(str, range(2027, 2032)), 1)
    assert programs["entrepreneurship"]["amounts"]["2027"] is None, "its obligation ends, and nothing is carried beyond"
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


def test_lines_as_a_tidy_table(file: Path, tmp_path: Path, run: Run, refused: Refused) -> None:
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
    lacking = frame[frame["lack"] != ""]
    assert set(zip(lacking["line_id"], lacking["fiscal_year"], strict=True)) == {
        ("spring8-ii/instalment", "2025"),
        *(("entrepreneurship/rest", str(year)) for year in range(2027, 2032)),
    }
    assert "cannot be written" in refused("totals", file, "--csv", tmp_path / "none" / "x.csv")


def test_the_years_of_the_plan_and_what_is_bound_of_them(file: Path, run: Run, refused: Refused) -> None:
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
    undone = {each["line"]: each for each in report["full_effect"]["from_base"]}
    assert {line: each["full_from"] for line, each in undone.items()} == {DC[0]: 2028, DC[1]: 2027}
    assert undone[DC[0]]["bound"]["2029"] == 0 > undone[DC[0]]["bound"]["2028"] == -672_000 * 642
    assert not undone.keys() & {each["line"] for each in report["full_effect"]["from_last_year"]}
    base = run("years", file, "--json")
    assert base["full_effect"]["from_base"] == []
    raised = {each["line"]: each["amounts"] for each in base["full_effect"]["from_last_year"]}
    risen = {year: sum(raised[line][year] for line in DC) for year in ("2026", "2027", "2028")}
    assert risen == {"2026": 1_176_000_000, "2027": 2_352_000_000, "2028": 2_783_424_000}
    rest = next(each for each in base["programs"] if each["id"] == "fellows/dc")["cohorts"][0]["steady"]
    assert rest == {"year": 2028, "people": 1926, "amount": 1926 * 3_072_000}
    spring8, epoch, entrepreneurship = base["obligations"]
    assert entrepreneurship["total"] is entrepreneurship["before"] is entrepreneurship["later"] is None
    assert (entrepreneurship["last_year"], entrepreneurship["instalments"]) == (2026, {})
    assert not entrepreneurship["outside_totals"], "it is within the program's figure, only not apart"
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
    whole = run("years", file)
    assert (
        "full effect after the request year" in whole and "+1,656,800,000" in whole and "more lines move less" in whole
    )
    assert "no view" in refused("years", file, "--view", "x")


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


def test_compare_by_view_with_all_lines_and_as_csv(file: Path, run: Run, refused: Refused, tmp_path: Path) -> None:
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
    assert "DC2 stipends dropped" in text
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
    assert {each["share_changed"] for each in figures.values()} == {"0.000000", None}, "nothing is, in the base"
    names = [f"share_{name}" for name in ("explained", "fitted", "assumed", "residual")]
    assert [figures["lotus", 2025][name] for name in names] == ["0.000000", "0.000000", "1.000000", "0.000000"]
    assert [figures["fellows", 2026][name] for name in names] == ["0.000000", "0.000000", "0.989554", "0.010446"]
    assert [figures["coi-next", 2026][name] for name in names] == ["0.026056", "0.973943", "0.000000", "0.000001"]
    assert [figures["industry-innovation", 2025][name] for name in names] == [None] * 4
    for each in figures.values():
        assert each["computed"] in (0, None) or sum(Decimal(each[name]) for name in names) == 1
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


def test_sources_list_every_figure_with_its_sentence(file: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = run("sources", file, "--json")["figures"]
    rate = next(each for each in figures if (each["line"], each["field"]) == ("ssh/basic", "rate"))
    assert (rate["low"], rate["high"], rate["basis"]) == (6_000_000, 12_000_000, "assumed"), "of fiscal 2025"
    assert rate["quote"] == "支援額：6百万円～12百万円/年"
    fitted = run("sources", file, "--basis", "fitted", "--json")["figures"]
    assert {each["basis"] for each in fitted} == {"fitted"}
    assert ("ssh/basic", 2026) in {(each["line"], each["year"]) for each in fitted}
    assumed = run("sources", file, "--basis", "assumed").splitlines()
    assert 0 < len(assumed) == sum(each["basis"] == "assumed" for each in figures)
    monkeypatch.setenv("PLANNER_LANGUAGE", "ja")
    japanese = run("sources", file, "--basis", "assumed").splitlines()
    assert all("  仮定  " in each and "assumed" not in each for each in japanese)


def test_sources_of_a_scenario_are_its_own_values_with_what_was_before(file: Path, run: Run) -> None:
    base = run("sources", file, "--json")["figures"]
    run("set", file, "--scenario", "作業案", f"{DC[0]}.rate=3,200千円", "--reason", "民間初任給との差")
    assert run("sources", file, "--json")["figures"] == base
    figures = run("sources", file, "--scenario", "作業案", "--json")["figures"]
    assert [{k: v for k, v in each.items() if k != "former"} for each in figures[:-1]] == base
    former = [each for each in figures[:-1] if each["former"]]
    assert [(each["line"], each["field"], each["year"], each["value"]) for each in former] == [
        (DC[0], "rate", 2026, 3_072_000)
    ]
    own = figures[-1]
    assert [own[key] for key in ("line", "field", "year", "value", "basis", "quote")] == [
        *(DC[0], "rate", 2026, 3_200_000, "changed", ""),
    ]
    assert (own["scenario"], own["reason"], own["evidence"]) == ("作業案", "民間初任給との差", None)
    assert own["before"] == {key: former[0][key] for key in own["before"]}
    (line,) = run("sources", file, "--scenario", "作業案", "--basis", "changed").splitlines()
    assert line.startswith(f"{DC[0]}.rate@2026  3,072,000 → 3,200,000  changed  作業案  民間初任給との差")
    assert "source of the value before: published  1  「新規採用者の研究奨励金の単価増" in line
    assert "value before: published" in run("sources", file, "--scenario", "作業案", "--basis", "published")


def test_totals_tell_the_basis_of_the_values_in_force(file: Path, run: Run, tmp_path: Path) -> None:
    def basis(*scenario: str) -> tuple[str, str | None]:
        report = run("totals", file, *scenario, "--json")
        (line,) = (each for program in report["programs"] for each in program["lines"] if each["id"] == DC[0])
        return line["basis"], line["basis_of_rest"]

    run("set", file, "--scenario", "作業案", f"{DC[0]}.rate=3,200千円")
    assert (basis(), basis("--scenario", "作業案")) == (("assumed", "assumed"), ("changed", "assumed"))
    run("totals", file, "--scenario", "作業案", "--csv", tmp_path / "lines.csv")
    frame = pd.read_csv(tmp_path / "lines.csv", dtype=str)
    shown = frame[frame["line_id"] == DC[0]]
    assert list(shown["basis"])[:3] == ["assumed", "changed", "changed"]


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
    assert "request" in said and "wish" in said
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
