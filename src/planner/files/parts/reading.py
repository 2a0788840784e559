"""Parts read from a share on which others write: no file is held open, and one that is being written is waited for."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.core.model.sound import Damaged
from planner.files.document.store import open_document
from planner.files.whole import Progress

AT_ONCE = 8
"""So many files are read side by side."""

PAUSE, PATIENCE = 0.3, 100
"""Between two looks at a file that others write, in seconds, and how often it is looked at."""


class Read(NamedTuple):
    """A part as read, and what tells this very state of it."""

    path: Path
    document: Document
    mark: str


def read_part(path: Path, *, edited: bool = False, wait: Callable[[float], object] = time.sleep) -> Read:
    """Read a document that may just be written: as long as a file that makes no sense still changes, it is waited for.

    Raises `UserError` where it cannot be read; `edited` takes it even where another program has changed its content.
    """
    for _ in range(PATIENCE):
        before = _look(path)
        try:
            opened = open_document(path, edited=edited)
            return Read(path, opened.document, opened.fingerprint)
        except Damaged:
            wait(PAUSE)
            if _look(path) == before:
                raise
    opened = open_document(path, edited=edited)
    return Read(path, opened.document, opened.fingerprint)


def read_parts(
    paths: Sequence[Path], *, edited: bool = False, progress: Progress = lambda _done, _all: None
) -> tuple[list[Read], list[tuple[Path, UserError]]]:
    """Those that can be read, and of the others why not; several are read at once, as a share takes its time.

    Ended by what `progress` raises, it reads no more of them.
    """
    found: list[Read] = []
    refused: list[tuple[Path, UserError]] = []
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        reading = [pool.submit(read_part, path, edited=edited) for path in paths]
        for at, (path, each) in enumerate(zip(paths, reading, strict=True)):
            progress(at, len(paths))
            try:
                found.append(each.result())
            except UserError as error:
                refused.append((path, error))
        progress(len(paths), len(paths))
    finally:
        pool.shutdown(cancel_futures=True)
    return found, refused


def _look(path: Path) -> tuple[int, int]:
    """What tells whether a file is still written."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns
