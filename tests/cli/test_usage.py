"""What is wrong with the arguments is said in the language chosen, whatever argparse makes of it."""

from __future__ import annotations

import errno
import re

import pytest

from planner.cli.main import main
from planner.cli.speech import refused_by_system
from planner.words.texts import texts_for

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


def test_what_the_system_refuses_is_said_in_the_language_chosen() -> None:
    said = refused_by_system(OSError(errno.EFBIG, "File too large")).render(texts_for("ja").translate)
    assert "システムの許す大きさを超えます" in said and "File too large" not in said
