"""Parts on a share: names that every system takes, files that are just being written, folders that are not there."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from planner.__main__ import main
from planner.cli.parts import merge as command
from planner.core.errors import UserError
from planner.core.merge.split import split, with_sent
from planner.core.model.parts import State
from planner.core.model.sound import Damaged
from planner.files.document.bplan import to_bytes
from planner.files.document.store import open_document, save_document
from planner.files.parts import reading
from planner.files.parts.folder import documents_in, file_name, named
from planner.files.parts.reading import AT_ONCE, Read, look_at_parts, parts_in_turn, read_part, read_parts
from planner.files.parts.writing import write_parts
from tests.core.merge.offices import in_two_divisions
from tests.files.document.samples import small_document


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("人事課", "要求_人事課.bplan"),
        ("研究/開発 課", "要求_研究_開発_課.bplan"),
        ("", "要求_part.bplan"),
        ("..", "要求_part.bplan"),
        ('a:b*"c"\n', "要求_a_b_c.bplan"),
        ("課" * 100, f"要求_{'課' * 60}.bplan"),
    ],
)
def test_headings_become_names_that_every_system_takes(heading: str, name: str) -> None:
    assert file_name("要求", heading, []) == name


def test_two_headings_never_get_one_name() -> None:
    assert file_name("r", "A課", ["r_a課.bplan"]) == "r_A課-2.bplan"


def test_a_part_that_is_being_written_is_waited_for(tmp_path: Path) -> None:
    content, path, waited = to_bytes(small_document()), tmp_path / "a.bplan", list[float]()
    path.write_bytes(content[:1000])

    def more(seconds: float) -> None:
        waited.append(seconds)
        path.write_bytes(content[: 1000 + 40_000 * len(waited)])

    assert read_part(path, wait=more).document == small_document()
    assert len(waited) > 1


def test_a_file_that_stands_still_is_not_waited_for(tmp_path: Path) -> None:
    path, waited = tmp_path / "a.bplan", list[float]()
    path.write_bytes(to_bytes(small_document())[:1000])
    with pytest.raises(Damaged):
        read_part(path, wait=waited.append)
    assert len(waited) == 1


def test_what_can_be_read_is_read_and_of_the_rest_it_is_said_why(tmp_path: Path) -> None:
    (tmp_path / "a.bplan").write_bytes(to_bytes(small_document()))
    (tmp_path / "b.bplan").write_bytes(b"")
    (tmp_path / "~c.bplan").write_bytes(b"")
    (tmp_path / "d.txt").write_bytes(b"")
    told = list[tuple[int, int]]()
    paths = named([tmp_path, tmp_path / "a.bplan"])
    assert [each.name for each in paths] == ["a.bplan", "b.bplan"]
    found, refused = read_parts(paths, progress=lambda done, of: told.append((done, of)))
    assert [each.path.name for each in found] == ["a.bplan"]
    assert [path.name for path, _error in refused] == ["b.bplan"]
    assert told == [(0, 2), (1, 2), (2, 2)]
    with pytest.raises(UserError, match="cannot be read"):
        documents_in(tmp_path / "none")


def test_all_parts_are_written_or_none(tmp_path: Path) -> None:
    document = in_two_divisions()
    parts = split(document, 1, document.portfolio.views[0])
    sent = write_parts(tmp_path / "out", "r", parts)
    assert [each.file for each in sent] == ["r_人材課.bplan", "r_学校課.bplan"]
    for each in sent:
        part = open_document(tmp_path / "out" / each.file).document.part
        assert part == each
        assert each.state is State.OPEN

    def called_off(done: int, _of: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_parts(tmp_path / "again", "r", parts, called_off)
    assert list((tmp_path / "again").iterdir()) == []
    with pytest.raises(UserError, match="already a file"):
        write_parts(tmp_path / "out", "r", parts)
    assert len(list((tmp_path / "out").iterdir())) == 2


@pytest.fixture
def share(tmp_path: Path) -> Path:
    """A folder with the parts of a document, which lies beside it."""
    document = in_two_divisions()
    parts = split(document, 1, document.portfolio.views[0])
    save_document(with_sent(document, write_parts(tmp_path / "parts", "r", parts)), tmp_path / "main.bplan")
    return tmp_path / "parts"


def test_of_a_share_no_more_is_asked_than_has_to_be(share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Counter[str]()

    def counted(name: str) -> None:
        real = getattr(os, name)

        def call(*arguments: Any, **named_: Any) -> Any:
            asked[name] += 1
            return real(*arguments, **named_)

        monkeypatch.setattr(os, name, call)

    for name in ("open", "stat", "lstat", "listdir", "scandir", "access"):
        counted(name)
    paths = documents_in(share)
    assert sum(asked.values()) == 1  # the folder is listed
    asked.clear()
    assert len(look_at_parts(paths)[0]) == 2
    assert len(read_parts(paths)[0]) == 2
    assert asked == {"open": 2 * len(paths)}


def test_parts_are_read_in_turn_and_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content, fetched = to_bytes(small_document()), list[Path]()

    def counted(path: Path) -> bytes:
        fetched.append(path)
        return content

    monkeypatch.setattr(reading, "content_of", counted)
    paths = [tmp_path / f"{n}.bplan" for n in range(3 * AT_ONCE)]
    parts = parts_in_turn(paths)
    first = next(parts)
    assert first.path == paths[0]
    assert len(fetched) <= AT_ONCE
    kept = weakref.ref(first.document)
    del first
    next(parts)
    assert kept() is None
    parts.close()
    assert len(fetched) <= 2 * AT_ONCE


def open_files() -> set[str]:
    """What this process has open."""
    found = set()
    for each in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found.add(str(each.readlink()))
    return found


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system does not list what a process has open")
@pytest.mark.parametrize("stop", [0, 1, 2, 3])
def test_no_file_stays_open_whenever_it_is_called_off(share: Path, stop: int) -> None:
    before, threads = open_files(), threading.active_count()

    def progress(done: int, _all: int) -> None:
        if done == stop:
            raise KeyboardInterrupt

    def in_turn(paths: Sequence[Path], *, progress: Callable[[int, int], None]) -> list[Read]:
        return list(parts_in_turn(paths, progress=progress))

    for read in (read_parts, look_at_parts, in_turn):
        with suppress(KeyboardInterrupt):
            read(documents_in(share), progress=progress)
    assert not {each for each in open_files() - before if each.endswith(".bplan")}
    assert threading.active_count() == threads


@pytest.mark.parametrize("stop", [0, 1, 2])
def test_a_merge_that_is_called_off_leaves_everything_as_it_was(
    share: Path, stop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def progress_of(_texts: object, _what: str) -> Callable[[int, int], None]:
        def told(done: int, _all: int) -> None:
            if done == stop:
                raise KeyboardInterrupt

        return told

    monkeypatch.setattr(command, "progress_of", progress_of)
    main_file = share.parent / "main.bplan"
    before = {path: path.read_bytes() for path in share.parent.rglob("*") if path.is_file()}
    assert main(["merge", str(main_file), str(share)]) != 0
    assert {path: path.read_bytes() for path in share.parent.rglob("*") if path.is_file()} == before


def test_a_part_of_a_newer_version_is_told(share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = next(iter(documents_in(share)))
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
        db.commit()
    main_file = share.parent / "main.bplan"
    before = main_file.read_bytes()
    assert main(["merge", str(main_file), str(share)]) == 2
    assert "newer version" in capsys.readouterr().err
    assert main_file.read_bytes() == before
    assert main(["board", str(main_file), str(share)]) == 0
    assert "newer version" in capsys.readouterr().err
