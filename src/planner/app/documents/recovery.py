"""Unsaved work kept aside: after each edit a copy in the user's own profile, offered again after a crash.

A copy is an ordinary document with a note of the file it belongs to. A lock beside it says that its program is
still running; a copy whose lock is free has lost its program.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QLockFile, QObject, QTimer

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.widgets.jobs import Job, Jobs
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.files.document.aside import Note, note_of, read_note, set_aside, write_note
from planner.files.document.store import SUFFIX, open_document, write_copy
from planner.files.whole import discard, files_in

DELAY_MS = 200
"""How long after an edit the copy is written; edits in quick succession share one."""


class Leftover(NamedTuple):
    """Unsaved work whose program ended without saving it: the document, the file it belongs to, when it was kept.

    `scenario` is the number of the one that was shown, `None` where that was not noted.
    """

    copy: Path
    document: Document
    path: Path | None
    fingerprint: str | None
    kept: datetime
    scenario: int | None = None


class _Aside:
    """The copy on the disk with its note, as the thread that writes them knows it."""

    def __init__(self, copy: Path) -> None:
        self._copy = copy
        self._note: Note | None = None
        self._written: Document | None = None

    def write(self, state: State) -> None:
        """Write what is not there yet."""
        note = Note(state.path, state.fingerprint, state.scenario)
        if note != self._note or not note_of(self._copy).is_file():
            write_note(self._copy, note)
            self._note = note
        if state.document is not self._written or not self._copy.is_file():
            write_copy(state.document, self._copy)
            self._written = state.document


class Recovery(QObject):
    """Keeps the unsaved work of one session aside while the program runs."""

    def __init__(self, session: Session, folder: Path) -> None:
        super().__init__()
        self._session, self._folder = session, folder
        self._copy = folder / f"{os.urandom(16).hex()}{SUFFIX}"
        self._aside = _Aside(self._copy)
        self._lock: QLockFile | None = None
        self._jobs = Jobs(self)
        self._job: Job | None = None
        self.broken: list[Path] = []
        """Copies that cannot be read, under the names they were given to be out of the way."""
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(DELAY_MS)
        self.timer.timeout.connect(self._keep)
        session.changed.connect(self._on_changed)

    def _on_changed(self, moved: Moved) -> None:
        if moved.after.is_clean:
            if not moved.before.is_clean or moved.opening:
                self.discard()
        elif (moved.document or moved.file or moved.scenario) and not self.timer.isActive():
            self.timer.start()

    def _keep(self) -> None:
        """Write the copy on another thread; what changes meanwhile is written after it."""
        if self._session.is_clean:
            return
        if self._job is not None:
            self.timer.start()
            return
        self._lock_copy()
        self._job = self._jobs.do(partial(self._aside.write, self._session.state), ended=self._after)

    def _after(self) -> None:
        """A full or missing disk costs the copy, never the work: the next edit tries again."""
        self._job = None
        if self._session.is_clean:
            self.discard()

    def _lock_copy(self) -> None:
        """Where the folder cannot be made there is nothing to lock; writing says so, and the next edit tries again."""
        if self._lock is None:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError:
                return
            lock = QLockFile(str(_lock_of(self._copy)))
            lock.setStaleLockTime(0)
            self._lock = lock if lock.tryLock(0) else None

    def secure(self) -> None:
        """Keep what is unsaved now, before the session of the user ends: the program may be ended any moment."""
        self.wait()
        self._job = None
        self.timer.stop()
        self._keep()
        self.wait()

    def discard(self) -> None:
        """The work is saved or given up: forget the copy."""
        self.timer.stop()
        if self._job is None:
            forget(self._copy)
            if self._lock is not None:
                self._lock.unlock()
                self._lock = None

    def take(self, leftover: Leftover) -> None:
        """Take unsaved work up again; it stays kept aside, now as this program's."""
        self._session.recover(leftover.document, leftover.path, leftover.fingerprint, scenario=leftover.scenario)
        self._keep()
        self.wait()
        if self._copy.is_file():  # only what is kept anew may be forgotten
            forget(leftover.copy)

    def wait(self) -> None:
        """Until the copy that is being written is there."""
        if self._job is not None:
            self._job.wait()

    def close(self) -> None:
        """The program ends with its work saved or given up."""
        self.wait()
        self._job = None
        self.discard()

    def leftovers(self) -> list[Leftover]:
        """What earlier programs left, newest first; a copy that cannot be read is set aside, see `broken`."""
        return sorted(self._leftovers(), key=lambda each: each.kept, reverse=True)

    def _leftovers(self) -> Iterator[Leftover]:
        for copy in files_in(self._folder, f"[!~]*{SUFFIX}"):
            if copy == self._copy or _in_use(copy):
                continue
            try:
                document, note = open_document(copy).document, read_note(copy)
                kept = datetime.fromtimestamp(copy.stat().st_mtime).astimezone()
                yield Leftover(copy, document, note.path, note.fingerprint, kept, note.scenario)
            except (UserError, OSError, OverflowError):
                self.broken.append(set_aside(copy) or copy)
        for left in files_in(self._folder, "~*.writing"):
            if not _in_use(left.with_name(left.name[1:].removesuffix(".writing"))):
                discard(left)


def forget(copy: Path) -> None:
    """Remove a copy with its note."""
    for path in (copy, note_of(copy)):
        discard(path)


def _in_use(copy: Path) -> bool:
    """Whether the program that keeps the copy still runs."""
    lock = QLockFile(str(_lock_of(copy)))
    lock.setStaleLockTime(0)
    if lock.tryLock(0):
        lock.unlock()
        return False
    return True


def _lock_of(copy: Path) -> Path:
    return copy.with_suffix(".lock")
