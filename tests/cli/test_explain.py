"""The command `explain`: its JSON, any two sides, what has no amount."""

from __future__ import annotations

from pathlib import Path

from planner.core.explain.factors import Factors
from tests.cli.script import DC, Refused, Run


def test_explain_splits_a_difference_to_the_yen(file: Path, run: Run) -> None:
    report = run("explain", file, "previous", "base", "--json")
    assert list(report) == ["from", "to", "difference", "factors", "programs", "lines"]
    keys = list(report["factors"])
    assert keys == list(Factors._fields)
    programs = {each.pop("id"): each for each in report["programs"]}
    lines = {each.pop("line"): each for each in report["lines"]}
    for each in (*programs.values(), *lines.values()):
        assert list(each) == ["from", "to", "factors", "sentence"]
        assert list(each["factors"]) == keys
        assert sum(each["factors"].values()) == (each["to"] or 0) - (each["from"] or 0)
    dc = dict.fromkeys(keys, 0) | {"rate": 1_176_000_000}
    assert programs["fellows/dc"]["factors"] == dc
    assert programs["fellows/dc"]["sentence"] == "increase from revised unit rates 1,176 million yen"
    assert programs["spring8-ii"]["from"] is None
    assert lines["spring8-ii/instalment"]["factors"]["not_printed"] == 11_000_000_000
    assert report["difference"] == report["to"] - report["from"] == sum(report["factors"].values())
    for key in keys:
        assert report["factors"][key] == sum(each["factors"][key] for each in lines.values())


def test_explain_compares_any_two_sides(file: Path, run: Run, refused: Refused) -> None:
    run("set", file, "--scenario", "作業案", f"{DC[0]}.rate=3,200千円", "--reason", "民間初任給との差")
    report = run("explain", file, "base", "作業案", "--json")
    assert report["factors"]["rate"] == report["difference"] == 642 * 128_000
    later = run("explain", file, "base@R8", "作業案@2028", "--json")
    assert later["difference"] == later["to"] - later["from"]
    table = run("explain", file, "前年度", "作業案")
    assert "DC1 stipends" in table
    assert "Fellows (DC): increase from revised unit rates" in table
    assert "No change" in run("explain", file, "base", "基準@R8")
    assert "2027" in refused("explain", file, "previous@R9", "base")
    assert "not in the plan" in refused("explain", file, "previous", "base@2050")
    assert "no scenario" in refused("explain", file, "previous", "査定案@R8")
    run("branch", file, "案@R9")
    assert run("explain", file, "base", "案@R9", "--json")["difference"] == 0


def test_explain_tells_what_has_no_amount_and_leaves_it_out(file: Path, run: Run) -> None:
    run("set", file, "--scenario", "作業案", "ssh/basic.demand=事項要求")
    report = run("explain", file, "previous", "作業案", "--json")
    (line,) = (each for each in report["lines"] if each["line"] == "ssh/basic")
    assert line["to"] is None
    assert not any(line["factors"].values())
    assert "No amount to compare with" in line["sentence"]
    (program,) = (each for each in report["programs"] if each["id"] == "ssh")
    assert program["sentence"].endswith("without lines that have no amount: 1")
