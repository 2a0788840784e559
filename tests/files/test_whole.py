"""A file whole or not at all: what is planted, piped, owned, named long or held by a scanner does no harm."""

from __future__ import annotations

import errno
import os
import socket
import stat
from pathlib import Path

import pytest

from planner.core.errors import UserError
from planner.files import whole
from planner.files.whole import beside, create, read_whole, write_whole

posix = pytest.mark.skipif(os.name == "nt", reason="pipes, modes and links as POSIX has them")
LIMIT = 1000


@posix
def test_pipes_devices_and_sockets_are_refused_at_once(tmp_path: Path) -> None:
    pipe, plug = tmp_path / "pipe", tmp_path / "plug"
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(plug))
        for path in (pipe, plug, Path("/dev/zero"), tmp_path):
            with pytest.raises(UserError, match=r"no file, but|folder"):
                read_whole(path, LIMIT)
            with pytest.raises(UserError, match="cannot be written"):
                write_whole(path, b"content")
        assert stat.S_ISFIFO(pipe.stat().st_mode) and stat.S_ISSOCK(plug.stat().st_mode)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["pipe", "plug"]


@posix
def test_a_link_planted_under_the_temporary_name_is_not_followed(tmp_path: Path) -> None:
    victim, path = tmp_path / "victim", tmp_path / "a.csv"
    victim.write_bytes(b"precious")
    beside(path, "~", ".writing").symlink_to(victim)
    write_whole(path, b"content")
    assert (victim.read_bytes(), path.read_bytes()) == (b"precious", b"content")
    beside(path, "~", ".writing").mkdir()
    with pytest.raises(UserError, match=r"a\.csv: The file cannot be written"):
        write_whole(path, b"other")
    assert path.read_bytes() == b"content"


@posix
def test_mode_and_owner_of_a_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, 1234, 2345)
    before = path.stat()
    write_whole(path, b"new")
    after = path.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    umask = os.umask(0o022)
    try:
        write_whole(tmp_path / "b.csv", b"new")
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "b.csv").stat().st_mode) == 0o644


@pytest.mark.parametrize("letter", ["a", "長"])
def test_names_are_as_long_as_the_system_allows_and_refused_in_words_beyond(tmp_path: Path, letter: str) -> None:
    size = len(letter.encode())
    path = tmp_path / (letter * (255 // size))
    write_whole(path, b"content")
    assert read_whole(path, LIMIT) == b"content"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    longer = tmp_path / (letter * (255 // size + 1))
    with pytest.raises(UserError, match="the name is too long"):
        write_whole(longer, b"content")
    with pytest.raises(UserError, match="the name is too long"):
        read_whole(longer, LIMIT)
    with pytest.raises(UserError, match="cannot be written"):
        write_whole(tmp_path / "nul\0", b"content")


def test_names_beside_a_long_one_differ_as_the_files_do(tmp_path: Path) -> None:
    first, second = (tmp_path / ("長" * 80 + end) for end in ("1.bplan", "2.bplan"))
    names = [beside(path, *ends).name for path in (first, second) for ends in (("~", ".saving"), ("", ".bak"))]
    assert len(set(names)) == 4
    assert all(len(name.encode()) <= 255 for name in names)
    assert beside(tmp_path / "a.bplan", "~$", ".lock").name == "~$a.bplan.lock"


def test_what_a_scanner_holds_for_a_moment_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "RETRIES", 4)
    monkeypatch.setattr(whole, "RETRY_SECONDS", 0)
    replace, refused = Path.replace, list[Path]()

    def held(self: Path, target: Path) -> Path:
        if len(refused) < 3:
            refused.append(target)
            raise PermissionError(13, "held")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    path = tmp_path / "a.csv"
    write_whole(path, b"content")
    assert (path.read_bytes(), len(refused)) == (b"content", 3)


def test_what_was_left_by_a_killed_program_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"half of it")
    create(path, b"whole")
    assert path.read_bytes() == b"whole"


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (32, errno.EACCES, "cannot be (read|written): another program has the file open"),
        (53, errno.ENOENT, "the share or disk cannot be reached"),
        (64, errno.EINVAL, "the share or disk cannot be reached"),
        (362, errno.EINVAL, "OneDrive does not hand the file out"),
        (206, errno.ENOENT, "the name is too long"),
        (19, errno.EACCES, "the disk cannot be written to"),
    ],
)
def test_what_windows_says_more_closely_is_said(
    number: int, code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share that is away is no folder that is not there, and a file in use no lack of rights."""

    def refuse(_: object) -> None:
        error = OSError(code, "in the words of the system")
        setattr(error, "winerror", number)  # noqa: B010 - elsewhere it has none
        raise error

    path = tmp_path / "要求.bplan"
    path.write_bytes(b"old")
    monkeypatch.setattr(whole, "patiently", refuse)
    with pytest.raises(UserError, match=said):
        read_whole(path, LIMIT)
    with pytest.raises(UserError, match=said):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_folder_is_said_to_be_one_where_the_system_only_denies_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deny(_: object) -> None:
        raise PermissionError(errno.EACCES, "denied")

    monkeypatch.setattr(whole, "patiently", deny)
    with pytest.raises(UserError, match="cannot be read: it is a folder"):
        read_whole(tmp_path, LIMIT)


@pytest.mark.skipif(os.name != "nt", reason="only Windows spells a path so")
def test_the_long_spelling_of_a_path_is_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "要求.csv"
    write_whole(Path(f"\\\\?\\{path}"), b"content")
    assert read_whole(path, LIMIT) == read_whole(Path(f"\\\\?\\{path}"), LIMIT) == b"content"
    assert [each.name for each in tmp_path.iterdir()] == ["要求.csv"]
