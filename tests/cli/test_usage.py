"""What is wrong with the arguments is said in the language chosen, whatever argparse makes of it."""

from __future__ import annotations

import re

import pytest

from planner.cli.main import main

LEFT = {
    "planner",
    "help",
    "FILE",
    "nonsense",
    "nix",
    "scenario",
    "json",
    "trials",
    "many",
    "edited",
    "yes",
    "from",
    "to",
}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "使えるもの"),
        (["totals"], "引数が足りません：FILE"),
        (["totals", "a.bplan", "--nix"], "使えない引数です：--nix"),
        (["totals", "a.bplan", "--scenario"], "--scenario: 値がありません"),
        (["totals", "a.bplan", "--edited=yes"], "値は付けられません"),
    ],
)
def test_nothing_is_said_in_english(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLANNER_LANGUAGE", "ja")
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert said in told
    assert set(re.findall("[A-Za-z]{3,}", told.partition("使えるもの")[0])) <= LEFT
