"""The command that seeks: the answer in JSON and in words, a scenario made of it, and what cannot be asked."""

from __future__ import annotations

from pathlib import Path

from planner.files.document.store import open_document
from tests.cli.script import Refused, Run

PD = "fellows/pd/pd.rate"
SOUGHT = ("--target", "program:fellows=170億円", "--by", PD)


def test_the_rate_for_an_amount_is_told_on_both_sides(file: Path, run: Run) -> None:
    found = run("seek", file, "--scenario", "作業案", *SOUGHT, "--json")
    assert {key: found[key] for key in ("target", "reached", "value", "amount")} == {
        "target": 17_000_000_000,
        "reached": False,
        "value": None,
        "amount": None,
    }
    assert found["below"] == {"value": 3_025_711, "amount": 16_999_999_983}
    assert found["above"] == {"value": 3_025_712, "amount": 17_000_000_336}
    assert "to the yen" in found["why"]
    assert "4,344,000" in found["warnings"][0]
    said = run("seek", file, *SOUGHT, "--step", "千円")
    assert "Up to the target: 3,025,000  16,999,749,000 yen" in said
    assert open_document(file).document.changes == ()


def test_the_answer_becomes_a_scenario_of_its_own(file: Path, run: Run) -> None:
    said = run("seek", file, "--scenario", "作業案", *SOUGHT, "--step", "千円", "--as", "170億円案", "--reason", "上限")
    assert "170億円案" in said
    total = run("totals", file, "--scenario", "170億円案", "--json")
    assert next(each for each in total["programs"] if each["id"] == "fellows")["amounts"]["2026"] == 16_999_749_000
    document = open_document(file).document
    assert document.scenarios[-1].parent == document.scenarios[0].number
    assert [(each.why, len(each.cells)) for each in document.changes] == [("上限", 1)]
    exact = run("seek", file, "--target", "line:lotus/full=1,000,000", "--by", "lotus/full.rate", "--json")
    assert exact["reached"] in (True, False)
    met = run(
        "seek", file, "--scenario", "170億円案", "--target", "program:fellows=16,999,749,000", "--by", PD, "--json"
    )
    assert (met["reached"], met["value"], met["why"]) == (True, 3_025_000, None)


def test_one_factor_and_a_growth_are_sought(file: Path, run: Run) -> None:
    drivers = ("fellows/dc/dc1.rate", "fellows/dc/dc2.rate")
    found = run("seek", file, "--target", "program:fellows/dc=118億円", "--by", *drivers, "--low", "90%", "--json")
    assert found["below"]["amount"] <= 11_800_000_000 < found["above"]["amount"]
    assert "/" in str(found["below"]["value"])
    run("seek", file, "--scenario", "作業案", "--target", "total@R10=4200億円", "--by", "growth:wage", "--as", "伸び")
    assert open_document(file).document.assumptions(2)["wage"].rate != 0


def test_the_year_a_change_begins_is_sought_and_made(file: Path, run: Run, refused: Refused) -> None:
    dc = ("fellows/dc/dc1", "fellows/dc/dc2")
    run("set", file, "--scenario", "作業案", *(f"{line}.rate=3,500千円" for line in dc))
    begins = ("--by", *(f"year:{line}.rate" for line in dc))
    whole = ("--scenario", "作業案", "--target", "program:fellows@R10=170億円", *begins)
    first = run("seek", file, *whole, "--json")["above"]
    assert first["value"] in range(2026, 2032)
    met = ("--target", f"program:fellows@R10={first['amount']}円")
    found = run("seek", file, "--scenario", "作業案", *met, *begins, "--as", "延期案", "--reason", "延期", "--json")
    assert (found["reached"], found["amount"]) == (True, first["amount"])
    programs = run("totals", file, "--scenario", "延期案", "--json")["programs"]
    assert next(each for each in programs if each["id"] == "fellows")["amounts"]["2028"] == first["amount"]
    refusal = refused("seek", file, "--target", "total@R10=1", *begins)
    assert "begin later" in refusal
    assert "neither bounds" in refused("seek", file, *whole, "--low", "1")
    assert "neither bounds" in refused("seek", file, *whole, PD)


def test_what_cannot_be_sought_is_refused_and_nothing_is_saved(file: Path, run: Run, refused: Refused) -> None:
    before = file.read_bytes()
    assert "WHAT[@YEAR]=AMOUNT" in refused("seek", file, "--target", "total", "--by", PD)
    assert "no program" in refused("seek", file, "--target", "program:x=1", "--by", PD)
    assert "LINE.FIELD" in refused("seek", file, "--target", "total=1", "--by", "pd")
    assert "no value between" in refused("seek", file, *SOUGHT, "--low", "2", "--high", "1")
    assert "alone" in refused("seek", file, "--target", "total@R10=1", "--by", "growth:wage", PD)
    out_of_reach = ("--target", "program:fellows=1円", "--by", PD)
    assert "not met" in refused("seek", file, "--scenario", "作業案", *out_of_reach, "--as", "無理")
    assert "Out of reach" in run("seek", file, *out_of_reach)
    assert file.read_bytes() == before
