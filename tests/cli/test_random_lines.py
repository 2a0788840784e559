"""Whatever is typed at a prompt: exit code 0, 1 or 2, and of what cannot be done one line.

A short form of `benchmarks/fuzz_commands.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from planner.__main__ import has_display, main
from planner.cli.main import COMMANDS
from planner.cli.speech import LIMIT, one_line
from tests.cli.random_lines import fault, outcome, random_lines
from tests.cli.script import Refused


@pytest.mark.parametrize("language", ["en", "ja"])
def test_random_lines_are_done_or_refused_in_one_line(
    language: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_LANGUAGE", language)
    monkeypatch.chdir(file.parent)
    file.rename("request.bplan")
    Path("broken.bplan").write_bytes(Path("request.bplan").read_bytes()[:5_000])
    Path("book.xlsx").write_bytes(b"PK\3\4" + bytes(300))
    Path("folder").mkdir()
    for line in islice(random_lines(7, Path.cwd()), 120):
        code, said, refused = outcome(line)
        assert fault(code, said, refused) is None, (line, code, refused)


def as_process(shell: str, *arguments: str, **environment: str) -> tuple[int, str]:
    """Run a command by way of a shell that gives it the streams; its exit code and what it said on standard error."""
    command = ["sh", "-c", shell, "sh", sys.executable, "-m", "planner", *arguments]
    ran = subprocess.run(command, stderr=subprocess.PIPE, env=os.environ | environment, check=False)
    return ran.returncode, ran.stderr.decode()


@pytest.mark.skipif(os.name == "nt" or not Path("/dev/full").exists(), reason="a shell and a full device of Unix")
@pytest.mark.parametrize("shell", ['"$@" >/dev/full', '"$@" >&-'])
@pytest.mark.parametrize("arguments", [["totals", "FILE"], ["--help"], ["--version"]])
def test_output_that_nothing_takes_is_one_line(shell: str, arguments: list[str], file: Path) -> None:
    code, said = as_process(shell, *(str(file) if each == "FILE" else each for each in arguments))
    assert code == 2
    assert fault(code, "", said) is None
    assert "output cannot be written" in said
    assert as_process(f"{shell} 2>/dev/full", *arguments[:1], str(file)) == (2, "")


@pytest.mark.skipif(os.name == "nt", reason="a shell of Unix")
def test_a_reader_that_has_seen_enough_is_no_error(file: Path) -> None:
    assert as_process('"$@" | head -1 >/dev/null; exit 0', "sources", str(file)) == (0, "")


def test_ctrl_c_is_one_line(refused: Refused, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(COMMANDS, "totals", (stopped, ""))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    assert "Stopped" in refused("totals", file)


def test_a_mistake_of_the_program_is_one_line_for_whoever_mends_it(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object) -> int:
        raise KeyError("a\nb")

    monkeypatch.setitem(COMMANDS, "totals", (mistaken, ""))
    assert main(["totals", str(file)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("planner: The program made a mistake: KeyError: 'a\\nb' (test_random_lines.py:")
    assert said.count("\n") == 1


def test_a_line_about_an_error_is_bounded_and_obeyed_by_no_terminal() -> None:
    assert one_line("a\n b\x1b[31m\u202e") == "a b�[31m�"
    long = one_line("a" * 5_000 + "b" * 5_000)
    assert len(long) == LIMIT
    assert long.startswith("aaa")
    assert long.endswith("bbb")


def test_bytes_that_are_no_text_are_refused(refused: Refused, file: Path) -> None:
    assert "not text" in refused("branch", file, "\udcff")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always one")
def test_without_a_display_no_window_is_tried(refused: Refused, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not has_display()
    assert "no display" in refused(file)
