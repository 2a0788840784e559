"""The lock beside a document names its holder, keeps others out, and is recognised when its holder is gone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from planner.files import whole
from planner.files.document import lock
from planner.files.document.lock import STALE_SECONDS, HeldElsewhere, holding, lock_of, take_lock
from planner.files.document.processes import started, this_computer
from tests.colleague import Colleague
from tests.links import link_to


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "予算要求 令和8年度.bplan"
    path.write_bytes(b"document")
    return path


def told(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(lock_of(path).read_text(encoding="utf-8"))
    return found


def tell(path: Path, **other: object) -> None:
    lock_of(path).write_text(json.dumps(told(path) | other), encoding="utf-8")


def test_another_program_is_kept_out_and_told_who_holds_the_document(document: Path, colleague: Colleague) -> None:
    process = colleague(document)
    assert lock_of(document).name == "~$予算要求 令和8年度.bplan.lock"
    holder = told(document)
    assert (holder["process"], holder["started"]) == (process.pid, started(process.pid))
    with pytest.raises(HeldElsewhere, match="open elsewhere") as refused:
        take_lock(document)
    said = str(refused.value)
    assert str(document) in said
    assert holder["host"] in said
    assert holder["since"][:10] in said
    process.communicate("\n")
    assert not lock_of(document).exists()
    with holding(document):
        assert lock_of(document).exists()
    assert sorted(each.name for each in document.parent.iterdir()) == [document.name]


def test_the_lock_of_a_killed_program_is_stale(document: Path, colleague: Colleague) -> None:
    process = colleague(document)
    process.kill()
    if sys.platform == "linux":  # ended, but still listed until its parent has looked
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    else:
        process.wait()
    taken = take_lock(document)
    assert taken is not None
    assert told(document)["process"] == os.getpid()
    taken.release()
    assert sorted(each.name for each in document.parent.iterdir()) == [document.name]


def test_the_number_of_an_ended_process_given_out_again_does_not_keep_the_lock(
    document: Path, colleague: Colleague
) -> None:
    colleague(document)
    with pytest.raises(HeldElsewhere):
        take_lock(document)
    tell(document, started="1")
    assert take_lock(document) is not None


def test_on_another_computer_the_heartbeat_decides(document: Path, colleague: Colleague) -> None:
    colleague(document)
    tell(document, computer="another computer", process=2**22 + 1)
    with pytest.raises(HeldElsewhere):
        take_lock(document)
    for seconds, is_held in ((STALE_SECONDS - 30, True), (STALE_SECONDS + 30, False)):
        then = time.time() - seconds
        os.utime(lock_of(document), (then, then))
        if is_held:
            with pytest.raises(HeldElsewhere):
                take_lock(document)
        else:
            assert take_lock(document) is not None


def test_the_heartbeat_keeps_a_lock_fresh_and_says_when_it_was_taken_away(document: Path) -> None:
    mine = take_lock(document)
    assert mine is not None
    os.utime(lock_of(document), (1, 1))
    assert mine.renew() is None
    assert lock_of(document).stat().st_mtime > time.time() - STALE_SECONDS
    lock_of(document).unlink()
    assert mine.renew() is None
    assert told(document)["process"] == os.getpid(), "a lock that somebody deleted is put back"
    tell(document, who="山田", key="other")
    holder = mine.renew()
    assert holder is not None
    assert holder.who == "山田"
    mine.release()
    assert told(document)["who"] == "山田", "the lock of another program is not released"


ODD = {"process": 5, "started": "", "computer": this_computer(), "who": "a", "host": "b", "since": "", "key": "k"}


@pytest.mark.parametrize(
    "content",
    [
        *(
            b"",
            b"{",
            b"[]",
            b"\xff\xfe",
            b'{"who": 3}',
            b'{"process": "x"}',
            b"[" * 50_000,
            bytes(1 << 17),
            b"9" * 5000,
        ),
        *(json.dumps(ODD | {"process": odd}).encode() for odd in (0, -1, True, 2**40, 10**400, 1.5, None)),
    ],
)
def test_a_damaged_lock_is_somebodys_until_it_is_stale(document: Path, content: bytes) -> None:
    lock_of(document).write_bytes(content)
    with pytest.raises(HeldElsewhere, match="somebody"):
        take_lock(document)
    os.utime(lock_of(document), (1, 1))
    assert take_lock(document) is not None


def test_of_many_programs_at_once_one_takes_a_stale_lock(document: Path) -> None:
    take_lock(document)
    tell(document, process=2**22 + 1)
    script = """
import sys
from pathlib import Path
from planner.files.document.lock import HeldElsewhere, take_lock
sys.stdin.readline()
try:
    print(take_lock(Path(sys.argv[1])) is not None, flush=True)
except HeldElsewhere:
    print("held", flush=True)
sys.stdin.readline()
"""
    command = [sys.executable, "-c", script, str(document)]
    many = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) for _ in range(6)
    ]
    said = []
    for each in many:
        assert each.stdin is not None
        each.stdin.write("\n")
    for each in many:
        assert each.stdout is not None
        said.append(each.stdout.readline().strip())
    for each in many:
        each.communicate("\n")
    assert sorted(said) == ["True", *["held"] * 5]


def test_a_stale_lock_that_is_held_keeps_the_document_from_being_written(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scanner, a backup or another program holds the file: nobody may take it for no lock at all."""
    lock_of(document).write_bytes(b"{}")
    os.utime(lock_of(document), (0, 0))

    def held(*_: object) -> None:
        raise PermissionError(32, "used by another process")

    monkeypatch.setattr(lock, "patiently", held)
    with pytest.raises(HeldElsewhere):
        take_lock(document)
    monkeypatch.undo()
    taken = take_lock(document)
    assert taken is not None
    taken.release()


def test_a_stale_lock_that_is_held_for_a_moment_is_taken_over(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "RETRIES", 3)
    monkeypatch.setattr(whole, "RETRY_SECONDS", 0)
    lock_of(document).write_bytes(b"{}")
    os.utime(lock_of(document), (0, 0))
    rename, held = Path.rename, list[Path]()

    def refuse_once(self: Path, target: Path) -> Path:
        if self == lock_of(document) and not held:
            held.append(self)
            raise PermissionError(13, "held")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_once)
    taken = take_lock(document)
    assert taken is not None and held
    taken.release()


def test_where_no_lock_can_be_written_the_document_opens_all_the_same(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert take_lock(document.parent / "no such folder" / "a.bplan") is None

    def forbidden(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", forbidden)
    assert take_lock(document) is None
    with holding(document):
        pass


def test_links_and_relative_spellings_lead_to_one_lock(
    document: Path, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague(document)
    link = link_to(document, document.with_name("link.bplan"))
    monkeypatch.chdir(document.parent)
    for spelling in (link, Path(document.name), Path("..") / document.parent.name / document.name):
        with pytest.raises(HeldElsewhere), holding(spelling):
            pass


def test_processes_are_told_apart(document: Path, colleague: Colleague) -> None:
    own = started(os.getpid())
    assert own
    assert own == started(os.getpid())
    assert started(2**22 + 1) is None
    assert started(colleague(document).pid) not in (None, "")
    assert this_computer() == this_computer() != ""


def test_where_the_system_does_not_tell_the_heartbeat_decides(
    document: Path, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_: int) -> str | None:
        raise PermissionError(13, "Permission denied")

    colleague(document)
    monkeypatch.setattr(lock, "started", silent)
    with pytest.raises(HeldElsewhere):
        take_lock(document)
    os.utime(lock_of(document), (1, 1))
    assert take_lock(document) is not None


@pytest.mark.skipif(os.name == "nt", reason="a pipe as POSIX has it")
def test_a_pipe_in_the_place_of_a_lock_is_not_waited_for(document: Path) -> None:
    os.mkfifo(lock_of(document))
    with pytest.raises(HeldElsewhere, match="somebody"):
        take_lock(document)
    os.utime(lock_of(document), (1, 1))
    assert take_lock(document) is not None


def test_a_folder_in_the_place_of_a_lock_leaves_the_document_without_one(document: Path) -> None:
    lock_of(document).mkdir()
    assert take_lock(document) is None
    assert lock_of(document).is_dir()


def test_what_a_lock_names_is_shown_in_one_short_line(document: Path) -> None:
    lock_of(document).write_bytes(json.dumps(ODD | {"computer": "", "who": "a\nb\x1b[2J" + "x" * 5000}).encode())
    with pytest.raises(HeldElsewhere) as held:
        take_lock(document)
    assert "a b [2Jxxx" in str(held.value)
    assert len(str(held.value)) < 800


def test_a_lock_from_a_clock_ahead_is_told_as_that(document: Path) -> None:
    lock_of(document).write_bytes(json.dumps(ODD | {"computer": "elsewhere"}).encode())
    ahead = datetime(2099, 1, 2, 3, 4).timestamp()
    os.utime(lock_of(document), (ahead, ahead))
    with pytest.raises(HeldElsewhere, match="yet to come, 2099-01-02 03:04") as held:
        take_lock(document)
    assert lock_of(document).name in str(held.value)


def test_the_longest_name_has_a_lock_too(document: Path) -> None:
    path = document.with_name("長" * 83 + ".bplan")
    path.write_bytes(b"")
    lock = take_lock(path)
    assert lock is not None and lock.renew() is None
    lock.release()
    assert not lock_of(path).exists()
