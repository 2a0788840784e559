"""A file whole or not at all: written aside and put in place, or refused in words that name it; read up to a limit."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from planner.core.errors import N_, Message, UserError

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Told how much of how much is done (rows of tables or sheets, bytes of a workbook); what it raises ends the work."""

RETRIES, RETRY_SECONDS = (5 if os.name == "nt" else 1), 0.2
"""Windows refuses a file while a scanner holds it: try again for about a second."""

_NAME_LIMIT = 255
"""No system takes longer names, in bytes; on Windows it counts characters, which are fewer."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_AT_ONCE = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


def write_whole(path: Path, content: bytes, *, flushed: bool = True) -> None:
    """Write any file whole or not at all: the one way the program writes what is not a saved document.

    `flushed`: not in place before the disk has it. Raises `UserError` when the file cannot be written, as while
    another program has it open; it is unharmed then.
    """
    temporary = beside(path, "~", ".writing")
    try:
        before = standing(path)
        create(temporary, content, like=before, flushed=flushed)
        replace_file(temporary, path)
        if flushed:
            sync_folder(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        discard(temporary)


def standing(path: Path) -> os.stat_result | None:
    """What stands at a path that is to be written, `None` where nothing does; `OSError` where it is no plain file."""
    try:
        return _regular(path.stat())
    except FileNotFoundError:
        return None
    except ValueError as error:  # a name that no file can have
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL)) from error


def _regular(found: os.stat_result) -> os.stat_result:
    """What a plain file is, else `OSError`: putting a file in the place of a device or pipe would take it away."""
    if stat.S_ISREG(found.st_mode):
        return found
    code = errno.EISDIR if stat.S_ISDIR(found.st_mode) else errno.ENXIO
    raise OSError(code, os.strerror(code))


def create(path: Path, content: bytes, *, like: os.stat_result | None = None, flushed: bool = True) -> None:
    """Make a new file of exactly this name, where nothing may stand but what a killed program left; `OSError` if not.

    A link that was planted there is not followed. `like`: with the mode and owner of that file, as far as allowed.
    """
    discard(path)
    with os.fdopen(os.open(path, _NEW, 0o666 if like is None else 0o600), "wb") as file:
        if like is not None:
            _take_after(file.fileno(), like)
        file.write(content)
        file.flush()
        if flushed:
            os.fsync(file.fileno())


def _take_after(handle: int, like: os.stat_result) -> None:
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):  # only an administrator gives files away, and only within one's groups
        os.fchown(handle, like.st_uid, like.st_gid)
    with contextlib.suppress(OSError):
        os.fchmod(handle, stat.S_IMODE(like.st_mode))


def replace_file(temporary: Path, path: Path) -> None:
    """Put `temporary` in the place of `path`, waiting a moment for another program to let go of it."""
    patiently(lambda: temporary.replace(path))


def patiently(act: Callable[[], T]) -> T:
    """Do something to a file that a scanner may hold for a moment."""
    for _ in range(RETRIES - 1):
        try:
            return act()
        except PermissionError:
            time.sleep(RETRY_SECONDS)
    return act()


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder, where the system can."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def beside(path: Path, before: str, after: str) -> Path:
    """A file that belongs to `path`, in its folder, named after it.

    Where that name would be longer than names can be, it is cut short and told apart by a hash.
    """
    name = f"{before}{path.name}{after}"
    if len(os.fsencode(name)) > _NAME_LIMIT:
        import hashlib  # noqa: PLC0415 - hardly a name is so long

        hashed = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]
        room = _NAME_LIMIT - len(os.fsencode(f"{before}~{hashed}{after}"))
        name = f"{before}{os.fsencode(path.name)[:room].decode(errors='ignore')}~{hashed}{after}"
    return path.with_name(name)


def is_folder(path: Path) -> bool:
    """Whether there is a folder of that name; not where no folder can have it, as one of more than 255 bytes."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def read_whole(path: Path, limit: int) -> bytes | None:
    """Every byte of a file, `None` where it has more than `limit`; raises `UserError` when it cannot be read.

    A pipe or device is refused, and never waited for.
    """
    try:
        handle = patiently(lambda: os.open(path, _AT_ONCE))
        try:
            found = _regular(os.fstat(handle))
            with os.fdopen(handle, "rb", closefd=False) as file:
                return None if found.st_size > limit else file.read()
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        if isinstance(error, PermissionError) and is_folder(path):  # Windows opens none, and says no more
            error = IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if isinstance(error, FileNotFoundError) and _said_by_windows(error) is None:
            raise UserError(
                N_("There is no such file."), N_("Check the name and the folder."), where=str(path)
            ) from error
        raise UserError(
            N_("The file cannot be read: {reason}."),
            N_("Check that you may read it and that the disk or share is connected."),
            where=str(path),
            reason=reason_of(error),
        ) from error


def files_in(folder: Path, pattern: str) -> list[Path]:
    """What stands in a folder under such names; nothing where it cannot be looked into."""
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def discard(path: Path) -> None:
    """Remove a file that may be there; one that cannot be removed stays."""
    with contextlib.suppress(OSError, ValueError):
        patiently(lambda: path.unlink(missing_ok=True))


_REASONS = {
    errno.ENOENT: N_("there is no such folder"),
    errno.EACCES: N_("access is denied, or another program has the file open"),
    errno.EPERM: N_("access is denied, or another program has the file open"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EROFS: N_("the disk cannot be written to"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of the path is not a folder"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EFBIG: N_("it would be larger than the system allows"),
    errno.ENXIO: N_("it is no file, but a pipe or device"),
}
_HELD = N_("another program has the file open")
_AWAY = N_("the share or disk cannot be reached")
_NOT_FETCHED = N_("OneDrive does not hand the file out: it is not running, not connected or busy with it")
_ON_WINDOWS = {
    **dict.fromkeys((32, 33), _HELD),
    **dict.fromkeys((51, 53, 55, 59, 64, 67, 121, 1167, 1203, 1222, 1231, 1232, 1236, 2250), _AWAY),
    **dict.fromkeys((362, 377, 388, 389, 391, 398, 404, 426), _NOT_FETCHED),
    19: N_("the disk cannot be written to"),
    39: N_("the disk is full"),
    206: N_("the name is too long"),
}
"""What Windows' own numbers say more closely than `errno`, which takes a share that is away for a folder not there."""


def reason_of(error: Exception) -> Message:
    """Why the system refused, in the reader's language where it is one of the usual reasons."""
    if isinstance(error, OSError):
        if (said := _said_by_windows(error)) is not None:
            return Message.of(said)
        if error.errno in _REASONS:
            return Message.of(_REASONS[error.errno])
        return Message.of("{reason}", reason=error.strerror or str(error))
    return Message.of("{reason}", reason=str(error))


def is_held(error: OSError) -> bool:
    """Whether a refusal says that another program has the file open, which passes; only Windows tells it apart."""
    return _said_by_windows(error) == _HELD


def _said_by_windows(error: OSError) -> str | None:
    return _ON_WINDOWS.get(getattr(error, "winerror", None) or 0)


def cannot_write(path: Path, error: OSError) -> UserError:
    """The refusal of a file that the disk or another program does not let us write."""
    return UserError(
        N_("The file cannot be written: {reason}."),
        N_("Check the free space and your rights, or save under another name; the old file is unchanged."),
        where=str(path),
        reason=reason_of(error),
    )
