"""The command line as a whole: one line for every error, its language, the window or a command, the process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from planner import __version__
from planner.__main__ import wants_window
from planner.cli.main import COMMANDS, main
from planner.words.texts import LANGUAGES
from tests.cli.script import DC, Refused


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
        (["export", "FILE", "--template", "無い", "-o", "x.xlsx"], 'no template "無い".*Calculation, Summary, Detail'),
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
    refused: Refused,
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


def test_a_document_that_is_none_is_refused(tmp_path: Path, refused: Refused, file: Path) -> None:
    other = tmp_path / "other.bplan"
    for content in (b"", b"hello", file.read_bytes()[:5_000], b"\0" * 100_000):
        other.write_bytes(content)
        assert str(other) in refused("totals", other)


def test_errors_speak_japanese(file: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_LANGUAGE", "ja")
    line = refused("totals", file, "--scenario", "なし")
    assert "「なし」" in line
    assert "scenario" not in line


def test_what_opens_the_window(file: Path) -> None:
    assert wants_window([])
    assert wants_window([str(file)])
    assert wants_window(["none.bplan"])
    assert wants_window(["--sample"])
    assert not wants_window(["--sample", str(file)])
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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself_in_both_languages(
    command: str, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_LANGUAGE", language)
    assert main([*filter(None, [command]), "--help"]) == 0
    said = capsys.readouterr().out
    assert "usage: planner" in said
    assert not re.search("positional arguments|options:|show this help|show program", said), "the library's own words"
