"""A save in which anything fails: the old or the new file is whole, words say why, nothing is left beside it."""

from __future__ import annotations

import errno
import os
import random
import sys
from pathlib import Path

import pytest

from planner.core.edits.scenarios import branch
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.files.document import bplan, store
from planner.files.document.store import backup_of, open_document, save_document
from tests.files.document.faults import every_call, every_size
from tests.files.document.samples import small_document


@pytest.fixture
def new() -> Document:
    return branch(small_document(), 1, "新")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EINTR])
@pytest.mark.parametrize("lasting", [False, True])
def test_with_each_system_call_failing_in_turn(tmp_path: Path, new: Document, code: int, lasting: bool) -> None:
    told = list(every_call(small_document(), new, tmp_path / "a.bplan", code, lasting=lasting))
    assert len(told) > 10
    assert sum(map(bool, told)) > 5
    assert all("a.bplan" in each for each in told if each)
    if not lasting:  # what could not be removed then goes with the next save
        save_document(new, tmp_path / "a.bplan")
        assert sorted(each.name for each in tmp_path.iterdir()) == ["a.bplan", "a.bplan.bak"]


@pytest.mark.skipif(os.name == "nt", reason="a limit as POSIX has it")
def test_under_a_limit_of_every_size(tmp_path: Path) -> None:
    path = tmp_path / "a.bplan"
    save_document(small_document(), path)
    said = every_size(path, 9_973)
    assert len(said) > 10
    assert all("larger than the system allows" in each for each in said[:-1])
    assert not said[-1].partition(" ")[2]


class Scarce:
    """Lets memory run out at the n-th call of any Python function of the store and what it uses."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, frame: object, event: str, _: object) -> None:
        if event == "call":
            self.left -= 1
            if self.left == 0:
                raise MemoryError


def test_when_memory_runs_out_anywhere(tmp_path: Path, new: Document) -> None:
    path, chance = tmp_path / "a.bplan", random.Random(3)
    old = small_document()
    told = 0
    for _ in range(60):
        path.unlink(missing_ok=True)
        save_document(old, path)
        scarce = Scarce(chance.randrange(1, 2500))
        before = sys.getprofile()
        sys.setprofile(scarce)
        try:
            save_document(new, path)
        except UserError as error:
            told += 1
            assert "memory" in str(error)
        finally:
            sys.setprofile(before)
        found = open_document(path).document
        assert found in (old, new)
    assert told > 20


def test_memory_that_runs_out_while_opening_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_document(small_document(), tmp_path / "a.bplan")

    def scarce(*_: object, **__: object) -> Document:
        raise MemoryError

    monkeypatch.setattr(bplan, "told_in", scarce)
    with pytest.raises(UserError, match="not enough memory to open"):
        open_document(tmp_path / "a.bplan")


def test_the_backup_and_the_folder_reach_the_disk(
    tmp_path: Path, new: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_document(small_document(), tmp_path / "a.bplan")
    synced: list[str] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").resolve().name if sys.platform == "linux" else "")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    save_document(new, tmp_path / "a.bplan")
    if sys.platform == "linux":
        assert synced == ["~a.bplan.saving", "~a.bplan.bak.saving", tmp_path.name]


def test_mode_of_the_document_and_its_backup_stay(tmp_path: Path, new: Document) -> None:
    path = tmp_path / "a.bplan"
    save_document(small_document(), path)
    path.chmod(0o600)
    save_document(new, path)
    assert {each.stat().st_mode & 0o777 for each in (path, backup_of(path))} == (
        {0o600} if os.name != "nt" else {0o666}
    )


def test_a_document_larger_than_is_read_is_not_saved(
    tmp_path: Path, new: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "SIZE_LIMIT", 1000)
    with pytest.raises(UserError):
        save_document(new, tmp_path / "a.bplan")
    assert list(tmp_path.iterdir()) == []
    assert len(bplan.to_bytes(new)) > 1000
