"""The command that tells how sure an amount is: in JSON and in words, and what cannot be asked."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from planner.core.edits.values import Author
from planner.core.model.ranges import JudgedRange, Named
from planner.files.document.store import open_document, save_document
from tests.cli.script import Refused, Run

SSH = ("--scenario", "作業案", "--of", "program:ssh")


def test_the_figures_are_told_as_scripts_want_them(file: Path, run: Run) -> None:
    before = file.read_bytes()
    found = run("risk", file, *SSH, "--within", "25億円", "--trials", "2,000", "--seed", "7", "--json")
    assert list(found) == ["trials", "seed", "percentiles", "mean", "within", "tornado", "ranges", "gone"]
    assert (found["trials"], found["seed"]) == (2_000, 7)
    assert list(found["percentiles"]) == ["5", "25", "50", "75", "95"]
    assert sorted(found["percentiles"].values()) == list(found["percentiles"].values())
    assert [each["ceiling"] for each in found["within"]] == ["program:ssh=2500000000"]
    assert 0.3 < found["within"][0]["chance"] < 0.6
    assert found["tornado"][0] == {
        "line": "ssh/basic",
        "field": "rate",
        "low": 6_000_000,
        "high": 12_000_000,
        "low_amount": 1_950_560_000,
        "high_amount": 3_162_560_000,
    }
    assert run("risk", file, *SSH, "--trials", "2,000", "--seed", "7", "--json")["mean"] == found["mean"]
    assert file.read_bytes() == before


def test_what_varies_and_what_is_held_is_told_in_words(file: Path, run: Run) -> None:
    said = run("risk", file, "--trials", "３００")
    assert "total: 416,812,800,000 yen in the scenario. 300 trials, seed 1, all values alike." in said
    assert "Varies: figures 13, lines 13; 14,492,529,000 yen" in said
    assert "residual: not itemised: 24 lines, 270,545,585,000 yen (kakenhi/rest 250,300,000,000; " in said
    assert "120% of the previous year: cannot judge: not known" in said
    assert "strategic/team.rate" in said
    assert "25億円 printed for Super Science High Schools (SSH), fiscal 2026" in said
    assert "ssh/focus-new.rate" in said
    assert "more figures move it less." in run("risk", file, "--ranges", "±5%", "--trials", "20")
    assert "nobody can say" in run("risk", file, "--trials", "20")


def test_no_width_is_the_scenario(file: Path, run: Run) -> None:
    found = run("risk", file, "--ranges", "±0%", "--trials", "50", "--json")
    assert {found["mean"], *found["percentiles"].values()} == {416_812_800_000}


def test_ranges_of_ones_own_are_typed_as_values_are(file: Path, run: Run) -> None:
    own = ("fellows/pd/pd.rate=４，０００千円..4,344千円..5,000千円", "coi-next/centres.rate=3億円～4億円")
    found = run("risk", file, "--ranges", "own", "--own", *own, "--trials", "50", "--json")
    assert [(each["line"], each["low"], each["high"]) for each in found["tornado"]] == [
        ("coi-next/centres", 300_000_000, 400_000_000),
        ("fellows/pd/pd", 4_000_000, 5_000_000),
    ]


def test_the_register_says_what_figures_may_be_and_who_judged_so(
    file: Path, run: Run, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.cli.register.author", lambda: Author("tanaka", "2026-08-01T09:00:00+09:00"))
    printed = run("risk", file, *SSH, "--trials", "300", "--json")
    assert {each["from"] for each in printed["ranges"]} == {"published"}
    assert {(each["who"], each["when"], each["why"]) for each in printed["ranges"]} == {(None, None, None)}
    said = run(
        "assume",
        file,
        "ssh/basic.rate=7百万円..8百万円～10百万円",
        "ssh/focus.rate=±10%",
        "--group",
        "物価",
        "--reason",
        "見積",
    )
    assert "7,000,000–10,000,000 (8,000,000)" in said and "tanaka 2026-08-01 09:00" in said
    run("assume", file, "ssh/basic.rate=7百万円..8百万円..10百万円", "--shape", "pert")
    found = run("risk", file, *SSH, "--trials", "300", "--json")
    ranges = {each["line"]: each for each in found["ranges"]}
    assert ranges["ssh/basic"] == {
        "line": "ssh/basic",
        "field": "rate",
        "year": 2026,
        "low": 7_000_000,
        "mode": 8_000_000,
        "high": 10_000_000,
        "shape": "pert",
        "group": "物価",
        "from": "register",
        "who": "tanaka",
        "when": "2026-08-01T09:00:00+09:00",
        "why": "見積",
    }
    assert (ranges["ssh/focus"]["low"], ranges["ssh/focus"]["from"]) == (10_224_000, "register")
    assert ranges["ssh/focus-new"]["from"] == "published"
    asked = run(
        "risk", file, *SSH, "--own", "ssh/basic.rate=6百万円..7百万円", "--ranges", "±1%", "--trials", "300", "--json"
    )
    sources = {each["line"]: each["from"] for each in asked["ranges"] if each["field"] == "rate"}
    assert (sources["ssh/basic"], sources["ssh/focus"], sources["ssh/focus-new"]) == ("asked", "register", "asked")
    assert run("risk", file, *SSH, "--no-register", "--trials", "300", "--json") == printed
    alone = run("risk", file, *SSH, "--ranges", "own", "--trials", "300", "--json")
    assert [each["line"] for each in alone["ranges"]] == ["ssh/basic", "ssh/focus"]
    said = run("risk", file, *SSH, "--trials", "300")
    assert "Ranges: printed 3, register 2" in said
    assert "  ssh/basic.rate: 7,000,000–10,000,000 (8,000,000); tanaka 2026-08-01 09:00; 見積" in said
    assert "is empty" in run("assume", file, "ssh/basic.rate=", "ssh/focus.rate=")
    assert run("risk", file, *SSH, "--trials", "300", "--json") == printed


def test_the_register_tells_of_lines_that_are_gone(file: Path, run: Run) -> None:
    document = open_document(file).document
    gone = JudgedRange(Named("ssh/gone", "rate", 2026), Fraction(1, 10), who="tanaka")
    save_document(replace(document, ranges=(gone,)), file)
    assert "but of lines that are no more: ssh/gone.rate" in run("risk", file, *SSH, "--trials", "300")
    assert run("risk", file, *SSH, "--trials", "300", "--json")["gone"] == ["ssh/gone.rate@2026"]
    assert "(line is gone)" in run("assume", file, "ssh/basic.rate=±10%")
    run("assume", file, "ssh/basic.rate=")
    assert "is empty" in run("assume", file, "ssh/gone.rate=")


def test_groups_turn_out_alike(file: Path, run: Run, refused: Refused, tmp_path: Path) -> None:
    groups = tmp_path / "groups.csv"

    def width(text: str) -> int:
        groups.write_text(text, encoding="cp932")
        found = run("risk", file, *SSH, "--groups", groups, "--trials", "2,000", "--json")["percentiles"]
        return int(found["95"] - found["5"])

    assert width("group,line\nA,ssh/basic\nA,ssh/basic-new.rate\n") > width("group,line\n") * 1.1
    for text, said in (
        ("group,line\nA,ssh/x\n", "groups.csv, row 2, column line: There is no line"),
        ("group,line\nA,ssh/basic.x\n", "groups.csv, row 2, column line: There is no field"),
        ("group,line\nA,\n", "row 2: A group or a line is missing"),
        ("group,line\nA,ssh/basic\nB,ssh/basic\n", "row 3: ssh/basic is of two groups: A and B"),
        ("line\nssh/basic\n", "Not among the columns: group"),
    ):
        groups.write_text(text, encoding="utf-8")
        assert said in refused("risk", file, "--groups", groups)
    assert "no such file" in refused("risk", file, "--groups", tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--trials", "0"), "at least one trial"),
        (("--trials", "1000000000"), "at most 1,000,000"),
        (("--trials", "x"), "not a number"),
        (("--trials", "1.5"), "no whole number"),
        (("--seed", "-1"), "no whole number"),
        (("--ranges", "10"), "--ranges"),
        (("--ranges", "±120%"), "0 % to 100 %"),
        (("--own", "ssh/basic.rate=12百万円..6百万円"), "upside down"),
        (("--own", "ssh/basic.rate=x..6百万円"), "not a number"),
        (("--own", "ssh/basic.rate=6百万円"), "LINE.FIELD"),
        (("--own", "ssh/basic.rate=6百万円..9百万円", "--of", "program:fellows"), "does not move program:fellows"),
        (("--of", "program:fellows"), "Nothing of it varies"),
        (("--of", "ceiling:r8-wish"), "kinds of its lines"),
        (("--of", "program:x"), "no program"),
        (("--shape", "bell"), "none of"),
        (("--own", "ssh/basic.rate"), "LINE.FIELD"),
    ],
)
def test_what_cannot_be_asked_is_refused(file: Path, refused: Refused, arguments: tuple[str, ...], said: str) -> None:
    assert said in refused("risk", file, *arguments)


def test_it_is_said_in_japanese_wholly(file: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_LANGUAGE", "ja")
    said = run("assume", file, "ssh/basic.rate=published", "--group", "A", "--shape", "uniform")
    assert "前提一覧" in said and "公表" in said
    said = run("risk", file, "--trials", "300")
    assert "変動" in said
    assert "printed" not in said
    assert "lines" not in said
