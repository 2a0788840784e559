"""Earlier states of saved documents, on this computer: each save keeps what stood there before, thinned by age."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from planner.core.model.document import Document
from planner.files.document.store import SUFFIX, write_copy
from planner.files.whole import discard, files_in, write_whole

TIME_FORMAT = "%Y%m%dT%H%M%S.%fZ"
RECENT = timedelta(hours=1)
TIERS = ((timedelta(days=1), "%Y%m%d%H"), (timedelta(days=31), "%Y%m%d"), (timedelta(days=365), "%Y%m"))
"""Up to which age the last of each hour, day and month is kept."""


class Backup(NamedTuple):
    """An earlier state of a document: its file, until when it was the saved one, and its size in bytes."""

    path: Path
    until: datetime
    size: int


def thinned(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """The times to keep: all of the last hour, then the last of each hour for a day, of each day for a month, of
    each month for a year; the newest always.

    Thinning often or seldom comes to the same: what is the last of its month is that of its day and hour too.
    """
    ordered = sorted(set(times))
    kept = set(ordered[-1:])
    kept.update(time for time in ordered if now - time <= RECENT)
    for age, form in TIERS:
        last: dict[str, datetime] = {time.strftime(form): time for time in ordered}
        kept.update(time for time in last.values() if now - time <= age)
    return kept


class Backups:
    """The earlier states of all documents, in a folder of this computer and user: a folder for each document."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, path: Path, previous: bytes) -> None:
        """Keep what stood at `path` until now, and thin what is kept of it; raises `UserError` on a full disk."""
        write_whole(self._new(path), previous)
        self._thin(path)

    def keep_document(self, path: Path, document: Document) -> None:
        """Keep a document that gives way to another one at `path`; raises `UserError` on a full disk."""
        write_copy(document, self._new(path))

    def of(self, path: Path) -> list[Backup]:
        """What is kept of the document at `path`, newest first."""
        found = []
        for each in files_in(self._of(path), f"*{SUFFIX}"):
            with suppress(ValueError, OverflowError, OSError):  # not ours, or just thinned
                until = datetime.strptime(each.name.partition("-")[0], TIME_FORMAT).replace(tzinfo=UTC)
                found.append(Backup(each, until.astimezone(), each.stat().st_size))
        return sorted(found, key=lambda backup: backup.until, reverse=True)

    def _of(self, path: Path) -> Path:
        import hashlib  # noqa: PLC0415 - only with a file

        name = os.path.normcase(path).encode("utf-8", "surrogateescape")
        return self._folder / hashlib.sha256(name).hexdigest()[:32]

    def _new(self, path: Path) -> Path:
        folder = self._of(path)
        with suppress(OSError):  # writing into it will say so again
            folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{datetime.now(UTC).strftime(TIME_FORMAT)}-{os.urandom(4).hex()}{SUFFIX}"

    def _thin(self, path: Path) -> None:
        backups = self.of(path)
        kept = thinned((backup.until for backup in backups), datetime.now(UTC).astimezone())
        for backup in backups:
            if backup.until not in kept:
                discard(backup.path)
        for each in files_in(self._of(path), "~*"):  # left by a program that was killed
            with suppress(OSError):
                if time.time() - each.stat().st_mtime > RECENT.total_seconds():
                    discard(each)
