"""Commands that change a document: what they set and say, and when they leave it alone."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from planner.files.document.lock import lock_of
from planner.files.document.store import open_document
from tests.cli.script import DC, Refused, Run
from tests.colleague import Colleague

RISE = 128_000 * 1_750


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


def test_growths_and_the_last_year_are_settings_of_the_document(file: Path, run: Run, refused: Refused) -> None:
    before = run("totals", file, "--scenario", "作業案", "--json")["total"]
    said = run("assume", file, "--scenario", "作業案", "wage=2％", "price=△0.5%", "--reason", "毎月勤労統計")
    assert "Growth of wages: 2%" in said and "Growth of prices: △0.5%" in said
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
    for said, text in (
        ("LINE.FIELD[@YEAR]=LOW..HIGH", "ssh/basic.rate"),
        ("LINE.FIELD[@YEAR]=LOW..HIGH", "ssh/basic.rate=7百万円"),
        ("ssh/basic.rate@2026: The range is upside down", "ssh/basic.rate=9百万円..7百万円"),
        ('ssh/basic.rate@2026: "±x%" is no range', "ssh/basic.rate=±x%"),
        ("0 % to 100 %", "ssh/basic.rate=±101%"),
        ("no driver that can be moved", "ssh/basic.duration=1..2"),
        ("There is no field", "ssh/basic.price=1..2"),
        ("There is no line", "ssh/x.rate=±1%"),
        ("Nothing is judged", "ssh/basic.rate=published"),
    ):
        assert said in refused("assume", file, text)
    assert "must end between" in refused("plan", file, "--last-year", "2020")


def test_how_a_cohort_runs_is_set_like_any_value(file: Path, run: Run, refused: Refused) -> None:
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


def test_calibrate_fits_ranges_to_the_printed_total(file: Path, run: Run, refused: Refused) -> None:
    run("set", file, "--scenario", "作業案", "ssh/basic.rate=6百万円", "ssh/focus.rate=13百万円")
    said = run("calibrate", file, "--scenario", "作業案", "ssh")
    assert "ssh/basic.rate@2026" in said
    program = next(
        each for each in run("totals", file, "--scenario", "作業案", "--json")["programs"] if each["id"] == "ssh"
    )
    assert program["amounts"]["2026"] == 2_500_000_000
    assert run("calibrate", file, "--scenario", "作業案", "ssh").startswith("Nothing to change")
    assert "No rate of the program" in refused("calibrate", file, "--scenario", "作業案", "lotus")
    girls = refused("calibrate", file, "--scenario", "作業案", "women/girls")
    assert "51,000,000 to 102,000,000 yen, which does not reach the printed 133,500,000 to 134,499,999" in girls
    assert "base is not edited" in refused("calibrate", file, "ssh")


@pytest.mark.parametrize(
    "arguments",
    [
        ("set", "--scenario", "作業案", "fellows/dc/dc1.rate=3,200千円"),
        ("calibrate", "--scenario", "作業案", "ssh"),
        ("branch", "別案"),
    ],
)
def test_a_document_that_another_program_holds_is_left_alone(
    file: Path, arguments: tuple[str, ...], run: Run, refused: Refused, colleague: Colleague
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


def test_a_protected_document_is_not_replaced(file: Path, refused: Refused) -> None:
    before = file.read_bytes()
    file.chmod(0o444)
    assert "protected" in refused("branch", file, "別案")
    assert file.read_bytes() == before
