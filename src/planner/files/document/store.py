"""Opening and saving `.bplan` documents: a save that was not read back and compared did not happen.

Write a temporary file in the same folder → flush to disk → read it back and compare → keep the old file as `.bak`
→ replace. Whatever happens in between, the old or the new file stands there whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.files.document.bplan import from_bytes, to_bytes
from planner.files.whole import cannot_write, discard, read_whole, replace_file, write_through, write_whole

SUFFIX = ".bplan"
SIZE_LIMIT = 1 << 30


class Opened(NamedTuple):
    """A document as read, with the fingerprint of the file it came from."""

    document: Document
    fingerprint: str


class Saved(NamedTuple):
    """What a save left: the fingerprint of the file now, and what stood there before, `None` for a new file."""

    fingerprint: str
    previous: bytes | None


class ChangedUnderneath(UserError):  # noqa: N818 - refused, not faulty
    """Somebody else has written the file since it was opened."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            N_("The file was changed by someone else after it was opened."),
            N_("Save under another name, then compare the two."),
            where=str(path),
        )


def open_document(path: Path, *, edited: bool = False) -> Opened:
    """Read a document; raises `UserError` when there is none, it cannot be read, or it is not one of ours.

    `edited`: even where another program has changed what it says, which is `EditedElsewhere` else.
    """
    content = _read(path)
    try:
        return Opened(from_bytes(content, edited=edited), _fingerprint(content))
    except UserError as error:
        raise error.at(str(path)) from error


def save_document(document: Document, path: Path, *, expected: str | None = None) -> Saved:
    """Write the document to `path`, verified and whole or not at all.

    `expected` is the fingerprint the file had when it was opened: if somebody else has written it since, nothing is
    written. Raises `ChangedUnderneath` then, else `UserError`; the file on disk is unharmed.
    """
    if path.is_dir():
        raise UserError(N_("This is a folder, not a file."), N_("Choose a file name in it."), where=str(path))
    previous = _read(path) if path.exists() else None
    if expected is not None and previous is not None and _fingerprint(previous) != expected:
        raise ChangedUnderneath(path)
    if previous is not None and is_protected(path):
        raise UserError(N_("The file is protected against writing."), N_("Save under another name."), where=str(path))
    content = to_bytes(document)
    temporary, temporary_backup = path.with_name(f"~{path.name}.saving"), path.with_name(f"~{path.name}.bak")
    try:
        write_through(temporary, content)
        if temporary.read_bytes() != content or from_bytes(content) != document:
            raise UserError(
                N_("The file read back differs from the document."),
                N_("Save to another disk and have this one checked; the old file is unchanged."),
                where=str(path),
            )
        if previous is not None:
            temporary_backup.write_bytes(previous)
            temporary_backup.replace(path.with_name(f"{path.name}.bak"))
        replace_file(temporary, path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        discard(temporary)
        discard(temporary_backup)
    return Saved(_fingerprint(content), previous)


def fingerprint_of(path: Path) -> str:
    """The fingerprint of a file as it stands; raises `UserError` when it cannot be read."""
    return _fingerprint(_read(path))


def is_protected(path: Path) -> bool:
    """Whether a file is marked as not to be written, or this user may not write it."""
    return not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK)


def write_copy(document: Document, path: Path) -> None:
    """Write a copy of a document that belongs to nobody else, whole or not at all; raises `UserError`.

    It is in place before the disk is waited for: a program that is killed loses nothing to a slow disk.
    """
    write_whole(path, to_bytes(document), flushed=False)
    with contextlib.suppress(OSError), path.open("rb+") as file:
        os.fsync(file.fileno())


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise UserError(N_("This is a folder, not a document."), N_("Choose the .bplan file in it."), where=str(path))
    content = read_whole(path, SIZE_LIMIT)
    if content is None:
        raise UserError(
            N_("The file is far larger than any document ({size:,} bytes)."),
            N_("Choose a file that ends in .bplan."),
            where=str(path),
            size=path.stat().st_size,
        )
    return content


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
