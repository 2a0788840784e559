"""The command line as a script uses it: what succeeds gives its output, what fails one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from planner.__main__ import main
from tests.cli.script import Refused, Run


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_LANGUAGE", "en")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command that must succeed; its output, decoded when it is JSON."""

    def call(*arguments: object) -> Any:
        assert main([str(each) for each in arguments]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return json.loads(printed.out) if "--json" in arguments else printed.out

    return call


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Refused:
    """Run a command that must fail with exit code 2; its one line on stderr."""

    def call(*arguments: object) -> str:
        assert main([str(each) for each in arguments]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.startswith("planner: ")
        assert printed.err.count("\n") == 1
        return printed.err

    return call


@pytest.fixture
def file(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new document on the built-in portfolio, made in Japanese: its scenario is 作業案."""
    path = tmp_path / "要求.bplan"
    with monkeypatch.context() as japanese:
        japanese.setenv("PLANNER_LANGUAGE", "ja")
        run("new", "-o", path)
    return path
