"""The command that cuts: packages side by side, a scenario of one of them, and what cannot be asked."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from planner.files.document.store import open_document
from tests.cli.script import Refused, Run

LINES = "strategic/team,a-step/stage1,coi-next/centres"


def test_packages_stand_side_by_side(file: Path, run: Run) -> None:
    found = run("cut", file, "--scenario", "作業案", "--by", "30億円", "--ranges", "--json")
    assert (found["before"], found["target"]) == (416_812_800_000, 413_812_800_000)
    assert [each["method"] for each in found["packages"]] == ["pro-rata", "rate", "quantity", "priority", "fewest"]
    for package in found["packages"]:
        assert package["reached"]
        assert found["target"] - package["remainder"] == package["amount"]
        assert sum(change["effect"] for change in package["changes"]) == package["amount"] - found["before"]
        assert set(package["later_years"]) == {str(year) for year in range(2027, 2032)}
    assert {"line": "kakenhi/rest", "why": "residual: not itemised"}.items() <= next(
        each for each in found["uncuttable"] if each["line"] == "kakenhi/rest"
    ).items()
    said = run("cut", file, "--to", "4138億円")
    assert "fewest lines" in said
    assert open_document(file).document.changes == ()


def test_percent_is_of_the_lines_and_their_order_the_priority(file: Path, run: Run) -> None:
    arguments = ("--by", "5%", "--lines", LINES, "--json")
    found = run("cut", file, *arguments, "--method", "fewest")
    whole = sum(_amount(run, file, line) for line in LINES.split(","))
    assert found["before"] - found["target"] == -(-whole // 20)
    assert [len(each["changes"]) for each in found["packages"]] == [1]
    first = run("cut", file, *arguments, "--method", "priority")["packages"][0]["changes"][0]
    assert first["line"] == "strategic/team"


def _amount(run: Run, file: Path, line: str) -> int:
    programs = run("totals", file, "--json")["programs"]
    found = next(each for program in programs for each in program["lines"] if each["id"] == line)
    amount = found["amounts"]["2026"]
    assert isinstance(amount, int)
    return amount


def test_a_package_becomes_a_scenario(file: Path, run: Run, refused: Refused) -> None:
    arguments = ("--scenario", "作業案", "--by", "5億円", "--of", "program:fellows", "--method", "quantity")
    floor = ("--floor", "fellows/pd/pd.quantity=340", "--hold", "fellows/rpd/rpd")
    run("cut", file, *arguments, *floor, "--as", "減員案", "--reason", "上限")
    document = open_document(file).document
    assert [(change.why, change.scenario) for change in document.changes] == [("上限", 2)]
    values = {cell.line_id: cell.after for cell in document.changes[0].cells}
    assert values.get("fellows/pd/pd", 340) >= 340  # type: ignore[operator]
    assert "fellows/rpd/rpd" not in values
    programs = run("totals", file, "--scenario", "減員案", "--json")["programs"]
    assert programs[0]["amounts"]["2026"] <= 17_300_000_000
    before = file.read_bytes()
    assert "one package" in refused("cut", file, "--by", "1億円", "--as", "x")
    assert "not met" in refused("cut", file, *arguments[:2], "--by", "9000億円", "--method", "rate", "--as", "x")
    assert "LINE.FIELD=V" in refused("cut", file, "--by", "1億円", "--floor", "x")
    assert "above 0" in refused("cut", file, "--to", "9000億円")
    assert "no program" in refused("cut", file, "--by", "1%", "--of", "program:x")
    assert "no percentage" in refused("cut", file, "--by", "1%", "--of", "ceiling:r8-discretionary")
    assert "known" in refused("cut", file, "--by", "1円", "--of", "ceiling:r8-discretionary")
    assert "LINE=rate" in refused("cut", file, "--by", "1%", "--driver", "fellows/pd/pd=times")
    assert "above 0" in refused("cut", file, "--up", "--to", "4000億円")
    assert "not applied" in refused("cut", file, "--by", "1%,2%", "--method", "fewest", "--as", "x")
    held = ("--hold", "fellows/pd/pd", "--cap", "fellows/pd/pd.rate=4,000千円")
    assert "beyond a bound" in refused("cut", file, "--by", "1%", *held)
    assert file.read_bytes() == before


def test_concessions_one_within_the_next(file: Path, run: Run) -> None:
    found = run("cut", file, "--scenario", "作業案", "--by", "1%、２％,5%", "--json")
    assert list(found) == ["before", "uncuttable", "ladder"]
    assert [(each["by"], each["nested"]) for each in found["ladder"]] == [
        ("1/100", True),
        ("1/50", True),
        ("1/20", True),
    ]
    assert [each["target"] for each in found["ladder"]] == [412_644_672_000, 408_476_544_000, 395_972_160_000]
    lowered = [{c["line"]: c["after"] for c in each["package"]["changes"]} for each in found["ladder"]]
    for first, then in pairwise(lowered):
        assert all(then[line] <= value for line, value in first.items())
    assert "goes on from the step before" in run("cut", file, "--by", "1%,2%")


def test_a_rise_is_spread_and_stays_within_its_caps(file: Path, run: Run) -> None:
    asked = ("--up", "--by", "３０億円", "--of", "program:fellows", "--method", "rate")
    capped = ("--cap", "fellows/pd/pd.rate=4,400千円", "--driver", "fellows/dc/dc1=rate")
    run("cut", file, *asked, *capped, "--as", "増額案", "--scenario", "作業案")
    found = run("cut", file, *asked, *capped, "--json")
    (package,) = found["packages"]
    assert package["reached"]
    assert package["amount"] == found["target"] - package["remainder"] <= 20_800_000_000
    assert all(each["effect"] > 0 and each["field"] == "rate" for each in package["changes"])
    programs = run("totals", file, "--scenario", "増額案", "--json")["programs"]
    assert programs[0]["amounts"]["2026"] == package["amount"]
    later = run("cut", file, "--of", "committed:total@2027", "--by", "10億円", "--json")
    assert all(each["reached"] and each["amount"] <= later["target"] for each in later["packages"])
