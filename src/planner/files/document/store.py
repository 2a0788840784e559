"""Opening and saving `.bplan` documents: a save that was not read back and compared did not happen.

Write a temporary file in the same folder → flush to disk → read it back and compare → keep the old file as `.bak`
→ replace → flush the folder. Whatever happens in between, the old or the new file stands there whole.
"""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.files.whole import (
    beside,
    cannot_write,
    create,
    discard,
    is_held,
    read_whole,
    replace_file,
    standing,
    sync_folder,
    write_whole,
)

if TYPE_CHECKING:
    from planner.core.merge.summary import Summary

SUFFIX = ".bplan"
SIZE_LIMIT = 1 << 28
"""No larger file is read, and none is saved."""


class Opened(NamedTuple):
    """A document as read, with the fingerprint of the file it came from.

    `summary` is what it comes to where it is a part and its file tells that.
    """

    document: Document
    fingerprint: str
    summary: Summary | None = None


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
    try:
        return document_in(content_of(path), path, edited=edited)
    except MemoryError as error:
        raise UserError(
            N_("There is not enough memory to open the document."),
            N_("Close other programs and open it again."),
            where=str(path),
        ) from error


def document_in(content: bytes, path: Path, *, edited: bool = False) -> Opened:
    """The document that these bytes of a file are; as `open_document` else."""
    from planner.files.document.bplan import told_in  # noqa: PLC0415 - the window starts without a file

    try:
        document, summary = told_in(content, edited=edited)
        return Opened(document, _fingerprint(content), summary)
    except UserError as error:
        if error.where is not None:
            raise
        raise error.at(str(path)) from error


def save_document(document: Document, path: Path, *, expected: str | None = None) -> Saved:
    """Write the document to `path`, verified and whole or not at all.

    `expected` is the fingerprint the file had when it was opened: if somebody else has written it since, nothing is
    written. Raises `ChangedUnderneath` then, else `UserError`; the file on disk is unharmed.
    """
    try:
        return _save(document, path, expected)
    except OSError as error:
        raise cannot_write(path, error) from error
    except MemoryError as error:
        raise UserError(
            N_("There is not enough memory to save the document."),
            N_("Close other programs and save again; the old file is unchanged."),
            where=str(path),
        ) from error


def _save(document: Document, path: Path, expected: str | None) -> Saved:
    from planner.core.merge.summary import summary_of  # noqa: PLC0415 - the window starts without a file
    from planner.files.document.bplan import from_bytes, to_bytes  # noqa: PLC0415 - as above

    before = standing(path)
    previous = None if before is None else content_of(path)
    if expected is not None and previous is not None and _fingerprint(previous) != expected:
        raise ChangedUnderneath(path)
    if previous is not None and is_protected(path):
        raise UserError(N_("The file is protected against writing."), N_("Save under another name."), where=str(path))
    content = to_bytes(document, summary_of(document))
    saved = Saved(_fingerprint(content), previous)
    temporary, temporary_backup = _temporaries(path)
    try:
        create(temporary, content, like=before)
        if len(content) > SIZE_LIMIT or temporary.read_bytes() != content or from_bytes(content) != document:
            raise UserError(
                N_("The file read back differs from the document."),
                N_("Save to another disk and have this one checked; the old file is unchanged."),
                where=str(path),
            )
        if previous is not None:
            create(temporary_backup, previous, like=before)
            replace_file(temporary_backup, backup_of(path))
        replace_file(temporary, path)
    finally:
        clear_leftovers(path)
    sync_folder(path.parent)
    return saved


def backup_of(path: Path) -> Path:
    """The file beside a document that holds what it was before the last save."""
    return beside(path, "", ".bak")


def clear_leftovers(path: Path) -> None:
    """Remove what a save of a document leaves where its program is killed; whoever holds its lock may."""
    for each in _temporaries(path):
        discard(each)


def _temporaries(path: Path) -> tuple[Path, Path]:
    return beside(path, "~", ".saving"), beside(path, "~", ".bak.saving")


def fingerprint_of(path: Path) -> str:
    """The fingerprint of a file as it stands; raises `UserError` when it cannot be read."""
    return _fingerprint(content_of(path))


def is_protected(path: Path) -> bool:
    """Whether a file is marked as not to be written, or this user may not write it, which only trying tells."""
    if not path.stat().st_mode & 0o222:
        return True
    try:
        os.close(os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0)))
    except OSError as error:
        return error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) and not is_held(error)
    return False


def write_copy(document: Document, path: Path) -> None:
    """Write a copy of a document that belongs to nobody else, whole or not at all; raises `UserError`.

    It is in place before the disk is waited for: a program that is killed loses nothing to a slow disk.
    """
    from planner.files.document.bplan import to_bytes  # noqa: PLC0415 - as above

    write_whole(path, to_bytes(document), flushed=False)
    with contextlib.suppress(OSError), path.open("rb+") as file:
        os.fsync(file.fileno())


def content_of(path: Path) -> bytes:
    """Every byte of a document's file, read at once; raises `UserError` when it cannot be read."""
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
    import hashlib  # noqa: PLC0415 - as above

    return hashlib.sha256(content).hexdigest()
