"""Opening and saving a document together with its lock; all of it waits for the disk, which may be far away."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from planner.core.model.document import Document
from planner.files.document.lock import HeldElsewhere, Lock, take_lock
from planner.files.document.store import Opened, Saved, clear_leftovers, is_protected, open_document, save_document


class Read(NamedTuple):
    """A document as read, by its real path: with its lock, or who holds it; not to be written where `read_only`."""

    path: Path
    opened: Opened
    read_only: bool
    lock: Lock | None = None
    held: HeldElsewhere | None = None


class Written(NamedTuple):
    """A document as saved, by its real path: with its lock, `None` where none can be written."""

    path: Path
    lock: Lock | None
    saved: Saved


def read_locked(path: Path, own: Lock | None, *, read_only: bool = False, edited: bool = False) -> Read:
    """Read a document and take its lock, unless `own` is it; held by another program it is read all the same.

    `edited`: even where another program has changed what it says. Raises `UserError` when it cannot be read.
    """
    path = Path(os.path.realpath(path))
    if not read_only:
        with suppress(OSError):  # reading it will say what is wrong
            read_only = is_protected(path)
    if read_only:
        return Read(path, open_document(path, edited=edited), True)
    try:
        with _lock(path, own) as lock:
            if lock is not None:
                clear_leftovers(path)
            # Where no lock can be put, as on a share that may only be read, no document can either.
            return Read(path, open_document(path, edited=edited), lock is None, lock)
    except HeldElsewhere as held:
        return Read(path, open_document(path, edited=edited), True, None, held)


def write_locked(document: Document, path: Path, own: Lock | None, expected: tuple[Path | None, str | None]) -> Written:
    """Save a document under the file's lock, unless `own` is it; `expected`: the open file and its fingerprint.

    Raises `HeldElsewhere` when another program has the file open, else what `save_document` raises.
    """
    path = Path(os.path.realpath(path))
    opened, fingerprint = expected
    with _lock(path, own) as lock:
        return Written(path, lock, save_document(document, path, expected=fingerprint if path == opened else None))


@contextmanager
def _lock(path: Path, own: Lock | None) -> Iterator[Lock | None]:
    """The lock of a document, given free again only where the work under it fails."""
    lock = own if own is not None and own.path == path else take_lock(path)
    try:
        yield lock
    except BaseException:
        if lock is not None and lock is not own:
            lock.release()
        raise
