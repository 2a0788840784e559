"""Parts read from a share on which others write: no file is held open, and one that is being written is waited for.

Each file is opened, read in one go and closed, and nothing else is asked of the share.
"""

from __future__ import annotations

import time
from collections import deque
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
Wait = Callable[[float], object]
Refused = list[tuple[Path, UserError]]
"""What could not be read, and why not."""

AT_ONCE = 8
"""So many files are fetched side by side."""

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


def read_part(path: Path, *, edited: bool = False, wait: Wait = time.sleep) -> Read:
    """Read a document that may just be written: as long as a file that makes no sense still changes, it is waited for.

    Raises `UserError` where it cannot be read; `edited` takes it even where another program has changed its content.
    """
    return _patiently(path, partial(_read, edited=edited), content_of(path), wait)


def look_at(path: Path, *, wait: Wait = time.sleep) -> Seen:
    """What a part comes to, which its file tells; else, and where another program has written it, it is read whole."""
    return _patiently(path, _look, content_of(path), wait)


def _read(path: Path, content: bytes, *, edited: bool) -> Read:
    opened = document_in(content, path, edited=edited)
    return Read(path, opened.document, opened.fingerprint, summary_in(content))


def _look(path: Path, content: bytes) -> Seen:
    return Seen(path, summary_in(content) or summary_of(document_in(content, path).document))


def _patiently(path: Path, understand: Callable[[Path, bytes], T], content: bytes, wait: Wait) -> T:
    for _ in range(PATIENCE):
        try:
            return understand(path, content)
        except Damaged:
            wait(PAUSE)
            before, content = content, content_of(path)
            if content == before:
                raise
    return understand(path, content)


def read_parts(
    paths: Sequence[Path], *, edited: bool = False, progress: Progress = lambda _done, _all: None
) -> tuple[list[Read], Refused]:
    """Those that can be read, and of the others why not; several files are fetched at once, as a share takes its time.

    Ended by what `progress` raises, it reads no more of them.
    """
    return _fetched(paths, partial(_read, edited=edited), progress)


def look_at_parts(
    paths: Sequence[Path], *, progress: Progress = lambda _done, _all: None
) -> tuple[list[Seen], Refused]:
    """What each comes to, as `read_parts` reads them."""
    return _fetched(paths, _look, progress)


def _fetched(
    paths: Sequence[Path], understand: Callable[[Path, bytes], T], progress: Progress
) -> tuple[list[T], Refused]:
    found: list[T] = []
    refused: Refused = []
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        fetching = deque(pool.submit(content_of, path) for path in paths)
        for at, path in enumerate(paths):
            progress(at, len(paths))
            try:
                found.append(_patiently(path, understand, fetching.popleft().result(), time.sleep))
            except UserError as error:
                refused.append((path, error))
        progress(len(paths), len(paths))
    finally:
        pool.shutdown(cancel_futures=True)
    return found, refused
