"""What the command line says in English is English; names it gives to scenarios are understood in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.cli.main import COMMANDS
from planner.files.document.store import open_document
from planner.files.portfolio.reading import built_in_portfolio
from tests.cli.script import DC, Refused, Run
from tests.english import JAPANESE, japanese


@pytest.fixture
def english_file(tmp_path: Path, run: Run) -> Path:
    """A new document as the command line makes it in English."""
    path = tmp_path / "request.bplan"
    said = run("new", "-o", path)
    assert "scenario Working draft" in said
    return path


def test_every_report_is_wholly_english(english_file: Path, run: Run) -> None:
    file, portfolio = english_file, built_in_portfolio()
    said = [run("set", file, "--scenario", "Working draft", f"{DC[0]}.rate=3,200,000", "ssh/rest.demand=item")]
    said += [run("branch", file, "second", "--from", "Working draft")]
    said += [run("assume", file, "--scenario", "second", "wage=1%"), run("plan", file, "--last-year", "R14")]
    judged = ("ssh/basic.rate=6,000,000..7,000,000..9,000,000", "ssh/focus.rate=±10%", "ssh/basic-new.rate=published")
    said.append(run("assume", file, *judged, "--group", "prices", "--shape", "pert", "--reason", "three offers"))
    said.append(run("risk", file, "--scenario", "Working draft", "--of", "program:ssh", "--trials", "300"))
    for command in ("totals", "years", "ceilings"):
        said.append(run(command, file, "--scenario", "Working draft"))
    said += [run("compare", file, "base", "Working draft", "second"), run("check", file), run("sources", file)]
    said += [run("explain", file, "previous", "Working draft")]
    lines = [line for text in said for line in text.splitlines()]
    assert japanese(lines, portfolio) == []


@pytest.mark.parametrize("command", [*COMMANDS, ""])
def test_every_help_is_wholly_english(command: str, run: Run) -> None:
    said = run(*filter(None, (command, "--help")))
    assert "usage" in said
    assert JAPANESE.search(said) is None


def test_names_the_program_gave_are_understood_in_both_languages(
    english_file: Path, run: Run, refused: Refused, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    by_name = [run("totals", english_file, "--scenario", name, "--json") for name in ("作業案", "Working draft")]
    assert by_name[0] == by_name[1]
    assert by_name[0]["scenario"] == "Working draft"
    assert "already a scenario" in refused("branch", english_file, "作業案")
    monkeypatch.setenv("PLANNER_LANGUAGE", "ja")
    japanese_file = tmp_path / "要求.bplan"
    run("new", "-o", japanese_file)
    assert open_document(japanese_file).document.scenarios[0].name == "作業案"
    run("totals", japanese_file, "--scenario", "Working draft")
