"""Parts read from a share on which others write: no file is held open, and one that is being written is waited for.

Each file is opened, read in one go and closed, and nothing else is asked of the share.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from planner.core.errors import UserError
from planner.core.merge.summary import Summary, summary_of
from planner.core.model.document import Document
from planner.core.model.sound import Damaged
from planner.files.document.bplan_standing import summary_in
from planner.files.document.store import content_of, document_in
from planner.files.whole import Progress

T = TypeVar("T")
AT_ONCE = 8
"""So many files are read side by side."""

PAUSE, PATIENCE = 0.3, 100
"""Between two looks at a file that others write, in seconds, and how often it is looked at."""


class Read(NamedTuple):
    """A part as read, what tells this very state of it, and what it comes to where its file tells."""

    path: Path
    document: Document
    mark: str
    summary: Summary | None = None


class Seen(NamedTuple):
    """A file that was looked at: what the part in it comes to; `None` where it is no part."""

    path: Path
    summary: Summary | None


def read_part(path: Path, *, edited: bool = False, wait: Callable[[float], object] = time.sleep) -> Read:
    """Read a document that may just be written: as long as a file that makes no sense still changes, it is waited for.

    Raises `UserError` where it cannot be read; `edited` takes it even where another program has changed its content.
    """

    def read(content: bytes) -> Read:
        opened = document_in(content, path, edited=edited)
        return Read(path, opened.document, opened.fingerprint, summary_in(content))

    return _patiently(path, read, wait)


def look_at(path: Path, *, wait: Callable[[float], object] = time.sleep) -> Seen:
    """What a part comes to, which its file tells; else, and where another program has written it, it is read whole."""

    def look(content: bytes) -> Seen:
        return Seen(path, summary_in(content) or summary_of(document_in(content, path).document))

    return _patiently(path, look, wait)


def _patiently(path: Path, understand: Callable[[bytes], T], wait: Callable[[float], object]) -> T:
    before = None
    for _ in range(PATIENCE):
        content = content_of(path)
        try:
            return understand(content)
        except Damaged:
            if content == before:
                raise
            before = content
            wait(PAUSE)
    return understand(content_of(path))


Refused = list[tuple[Path, UserError]]
"""What could not be read, and why not."""


def read_parts(
    paths: Sequence[Path], *, edited: bool = False, progress: Progress = lambda _done, _all: None
) -> tuple[list[Read], Refused]:
    """Those that can be read, and of the others why not; several are read at once, as a share takes its time.

    Ended by what `progress` raises, it reads no more of them.
    """
    return _side_by_side(paths, partial(read_part, edited=edited), progress)


def look_at_parts(
    paths: Sequence[Path], *, progress: Progress = lambda _done, _all: None
) -> tuple[list[Seen], Refused]:
    """What each comes to, as `read_parts` reads them."""
    return _side_by_side(paths, look_at, progress)


def _side_by_side(paths: Sequence[Path], read: Callable[[Path], T], progress: Progress) -> tuple[list[T], Refused]:
    found: list[T] = []
    refused: Refused = []
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        reading = [pool.submit(read, path) for path in paths]
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
