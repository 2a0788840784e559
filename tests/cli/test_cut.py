"""The command that cuts: packages side by side, a scenario of one of them, and what cannot be asked."""

from __future__ import annotations

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
    assert "as few lines as can be" in said
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
    assert "known" in refused("cut", file, "--by", "1%", "--of", "committed:total")
    assert file.read_bytes() == before
