"""A file whole or not at all: written aside and put in place, or refused in words that name it; read up to a limit."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Callable
from pathlib import Path

from planner.core.errors import N_, Message, UserError

Progress = Callable[[int, int], None]
"""Told how much of how much is done (rows of tables or sheets, bytes of a workbook); what it raises ends the work."""

RETRIES, RETRY_SECONDS = 5, 0.2
"""Windows refuses to replace a file while a scanner holds it: try again for about a second."""


def write_whole(path: Path, content: bytes, *, flushed: bool = True) -> None:
    """Write any file whole or not at all: the one way the program writes what is not a saved document.

    `flushed`: not in place before the disk has it. Raises `UserError` when the file cannot be written, as while
    another program has it open; it is unharmed then.
    """
    temporary = path.with_name(f"~{path.name}.writing")
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if flushed:
            write_through(temporary, content)
        else:
            temporary.write_bytes(content)
        replace_file(temporary, path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        discard(temporary)


def replace_file(temporary: Path, path: Path) -> None:
    """Put `temporary` in the place of `path`, waiting a moment for another program to let go of it."""
    for attempt in range(RETRIES):
        try:
            temporary.replace(path)
            return
        except PermissionError:
            if attempt == RETRIES - 1:
                raise
            time.sleep(RETRY_SECONDS)


def read_whole(path: Path, limit: int) -> bytes | None:
    """Every byte of a file, `None` where it has more than `limit`; raises `UserError` when it cannot be read."""
    try:
        return None if path.stat().st_size > limit else path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(N_("There is no such file."), N_("Check the name and the folder."), where=str(path)) from error
    except (OSError, ValueError) as error:
        raise UserError(
            N_("The file cannot be read: {reason}."),
            N_("Check that you may read it and that the disk or share is connected."),
            where=str(path),
            reason=_reason(error),
        ) from error


def write_through(path: Path, content: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def discard(path: Path) -> None:
    """Remove a file that may be there; one that cannot be removed stays."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


_REASONS = {
    errno.ENOENT: N_("there is no such folder"),
    errno.EACCES: N_("access is denied, or another program has the file open"),
    errno.EPERM: N_("access is denied, or another program has the file open"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EROFS: N_("the disk cannot be written to"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of the path is not a folder"),
    errno.ENAMETOOLONG: N_("the name is too long"),
}


def _reason(error: Exception) -> Message:
    """Why the system refused, in the reader's language where it is one of the usual reasons."""
    if isinstance(error, OSError):
        if error.errno in _REASONS:
            return Message.of(_REASONS[error.errno])
        return Message.of("{reason}", reason=error.strerror or str(error))
    return Message.of("{reason}", reason=str(error))


def cannot_write(path: Path, error: OSError) -> UserError:
    """The refusal of a file that the disk or another program does not let us write."""
    return UserError(
        N_("The file cannot be written: {reason}."),
        N_("Check the free space and your rights, or save under another name; the old file is unchanged."),
        where=str(path),
        reason=_reason(error),
    )
