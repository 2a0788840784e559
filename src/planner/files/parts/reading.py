"""Parts read from a share on which others write: no file is held open, and one that is being written is waited for.

Each file is opened, read in one go and closed, and nothing else is asked of the share.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import islice
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
"""So many files are fetched side by side, and no more are held before they are understood."""

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
    return Read(path, *document_in(content, path, edited=edited))


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
    return _understood(paths, partial(_read, edited=edited), progress)


def look_at_parts(
    paths: Sequence[Path], *, progress: Progress = lambda _done, _all: None
) -> tuple[list[Seen], Refused]:
    """What each comes to, as `read_parts` reads them."""
    return _understood(paths, _look, progress)


def parts_in_turn(
    paths: Sequence[Path], *, edited: bool = False, progress: Progress = lambda _done, _all: None
) -> Generator[Read]:
    """Each part when it is asked for, so that not all of them are held; `UserError` at one that cannot be read.

    Fetched as by `read_parts`; whoever may end before the last one closes it.
    """
    for _path, understood in _fetched(paths, partial(_read, edited=edited), progress):
        yield understood()


def _understood(
    paths: Sequence[Path], understand: Callable[[Path, bytes], T], progress: Progress
) -> tuple[list[T], Refused]:
    found: list[T] = []
    refused: Refused = []
    with closing(_fetched(paths, understand, progress)) as fetched:
        for path, understood in fetched:
            try:
                found.append(understood())
            except UserError as error:
                refused.append((path, error))
    return found, refused


def _fetched(
    paths: Sequence[Path], understand: Callable[[Path, bytes], T], progress: Progress
) -> Generator[tuple[Path, Callable[[], T]]]:
    """Each path with what understands its file, or says why it could not be read."""
    pool, coming = ThreadPoolExecutor(AT_ONCE), iter(paths)
    fetching = deque(pool.submit(content_of, path) for path in islice(coming, AT_ONCE))

    def understood(path: Path, fetched: Future[bytes]) -> T:
        return _patiently(path, understand, fetched.result(), time.sleep)

    try:
        for at, path in enumerate(paths):
            progress(at, len(paths))
            yield path, partial(understood, path, fetching.popleft())
            fetching.extend(pool.submit(content_of, each) for each in islice(coming, 1))
        progress(len(paths), len(paths))
    finally:
        pool.shutdown(cancel_futures=True)
