"""Work in another process: its value, refusal and fault come back; it is bounded, called off, and never outlives us."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.core.errors import UserError
from planner.core.findings import Findings, ImportRefused
from planner.files.apart import ARGUMENT
from planner.files.apart.run import Limits, run_apart
from tests.files.apart import works

ROOM = Limits(60, 300 << 20)


class CalledOffError(Exception):
    """Whoever waits has had enough."""


def until(fact: Callable[[], bool]) -> None:
    """Wait for a fact."""
    never = threading.Event()
    while not fact():
        never.wait(0.01)


def runs(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_value_comes_back() -> None:
    assert run_apart(works.double, 21, limits=ROOM) == 42
    assert run_apart(works.long_text, 3_000_000, limits=ROOM) == "表" * 3_000_000


def test_a_refusal_comes_back_as_it_is() -> None:
    with pytest.raises(UserError) as refused:
        run_apart(works.refuse, "表!A1", limits=ROOM)
    assert str(refused.value) == "表!A1: There is nothing. Look."


def refuse_all() -> None:
    findings = Findings()
    findings.add("表!A1", "this and {that}", that="that")
    findings.settle()


def test_everything_that_is_found_comes_back() -> None:
    with pytest.raises(ImportRefused) as refused:
        run_apart(refuse_all, limits=ROOM)
    assert [(place, str(what)) for place, what in refused.value.findings] == [("表!A1", "this and that")]


def test_a_fault_is_a_fault_here_too() -> None:
    with pytest.raises(RuntimeError, match="LookupError: a fault"):
        run_apart(works.fail, limits=ROOM)
    with pytest.raises(RuntimeError, match=r"Can't get attribute|has no attribute"):
        run_apart(_gone(), limits=ROOM)


def _gone() -> Callable[[], object]:
    """A function that the other process does not find."""

    class Named:
        def __reduce__(self) -> str:
            return "ROOM_OF_NOTHING"

        def __call__(self) -> object:
            raise AssertionError

    named = Named()
    sys.modules[__name__].ROOM_OF_NOTHING = named  # type: ignore[attr-defined]
    return named


@pytest.mark.parametrize("work", [(works.fill, 1 << 20), (works.ask_for, 1 << 33)])
def test_more_memory_than_it_may_have_is_refused(work: tuple[Callable[..., object], int]) -> None:
    function, size = work
    with pytest.raises(UserError, match="more than 100 MB of memory"):
        run_apart(function, size, limits=Limits(60, 100 << 20))


def test_more_time_than_it_may_take_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="longer than 1 seconds"):
        run_apart(works.wait_for_ever, str(tmp_path / "a"), limits=Limits(1, 300 << 20))


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(UserError, match=r"ended before it was done \(code 3\)"):
        run_apart(works.die, limits=ROOM)


def test_one_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with pytest.raises(UserError, match="cannot be started"):
        run_apart(works.double, 1, limits=ROOM)


def test_work_that_is_called_off_ends_at_once_whether_or_not_it_tells_anything(tmp_path: Path) -> None:
    told = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        if done:
            raise CalledOffError

    with pytest.raises(CalledOffError):
        run_apart(works.wait_for_ever, str(tmp_path / "a"), limits=ROOM, progress=progress)
    assert told[-1] == (1, 2)
    assert not runs(int((tmp_path / "a").read_text()))


def test_it_ends_when_nobody_waits_for_it_any_more(tmp_path: Path) -> None:
    """As when the program is killed: the other process hears that its pipe is closed."""
    code = (
        "from planner.files.apart.run import *; from tests.files.apart.works import *; "
        f"run_apart(wait_for_ever, {str(tmp_path / 'a')!r}, limits=Limits(600, 1 << 30))"
    )
    with subprocess.Popen([sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {code}"]) as program:
        until(lambda: (tmp_path / "a").exists() and (tmp_path / "a").read_text().endswith("\n"))
        process = int((tmp_path / "a").read_text())
        program.kill()
    until(lambda: not runs(process))


def test_a_program_of_one_file_is_started_by_its_argument(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "planner"
    program.write_text(f'#!/bin/sh\ntest "$1" = {ARGUMENT} && exec {sys.executable} -m planner {ARGUMENT}\n')
    program.chmod(0o700)
    with monkeypatch.context() as frozen:
        frozen.setattr(sys, "executable", str(program))
        frozen.setattr(sys, "frozen", True, raising=False)
        assert run_apart(works.double, 4, limits=ROOM) == 8


def test_no_module_of_the_folder_one_stands_in_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert run_apart(works.double, 2, limits=ROOM) == 4


def test_it_begins_with_nothing_but_what_is_needed() -> None:
    loaded = run_apart(works.modules, limits=ROOM)
    assert not loaded & {"numpy", "pandas", "openpyxl", "PySide6", "planner.cli", "planner.app", "argparse"}
