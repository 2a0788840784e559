"""The file of the open document: read, written, locked and watched off the screen's thread.

Nothing here waits: a share that is slow or away costs neither the window nor an edit. Two saves to one file follow
one another; a save elsewhere waits for none. What a share answers too late, when the session has gone on to
another document or file, is dropped.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from planner.app.jobs import Job
from planner.app.session import Session, State
from planner.core.document import Document
from planner.core.errors import N_, UserError
from planner.files.backups import Backups
from planner.files.lock import RENEW_SECONDS, HeldElsewhere, Holder, Lock, take_lock
from planner.files.store import (
    ChangedUnderneath,
    Opened,
    Saved,
    fingerprint_of,
    is_protected,
    open_document,
    save_document,
)

Stamp = tuple[int, int]
"""What shows cheaply that a file was written: time of the last change in nanoseconds, size in bytes."""

_GONE: Stamp = (-1, -1)

LAST_SECONDS = 2
"""How long the end of the program waits for what is still being written, besides the document."""


@dataclass(frozen=True)
class Read:
    """A document as read, before it takes the place of the open one: with its lock, or who holds it.

    `kept` is the open document where that has become a backup already.
    """

    path: Path
    opened: Opened
    read_only: bool
    lock: Lock | None = None
    held: HeldElsewhere | None = None
    kept: Document | None = None


@dataclass(frozen=True)
class _Save:
    """One save as asked for: `number` tells which was asked for last."""

    number: int
    state: State
    path: Path


@dataclass(frozen=True)
class _Done:
    """A save that went through: where the file really is, its lock, and what was there before."""

    path: Path
    lock: Lock | None
    saved: Saved


class DocumentFile(QObject):
    """Opens and saves the document of one session.

    Signals:
        working(): reading or writing has begun or ended; see `saving` and `reading`.
        read(Read): a document is read and waits for `adopt` or `drop`.
        saved(Path): the document is in this file.
        not_saved(UserError): it is not; `ChangedUnderneath` where somebody else has written the file.
        refused(UserError): it could not be read.
        noticed(UserError): something happened to the file from outside.
    """

    working = Signal()
    read = Signal(object)
    saved = Signal(object)
    not_saved = Signal(object)
    refused = Signal(object)
    noticed = Signal(object)

    def __init__(self, session: Session, backups: Backups) -> None:
        super().__init__()
        self._session, self.backups = session, backups
        self._lock: Lock | None = None
        self._saves: list[_Save] = []
        self._waiting: _Save | None = None
        self._saves_asked = self._saves_applied = 0
        self._reads_asked = 0
        self._offered: Read | None = None
        self.reading = False
        self._seen: Stamp | None = None
        self.looking = self._renewing = False
        self._jobs: set[Job] = set()
        session.changed.connect(self._on_changed)
        self.heartbeat = QTimer(self)
        self.heartbeat.setInterval(RENEW_SECONDS * 1000)
        self.heartbeat.timeout.connect(self._renew)
        self.heartbeat.start()

    @property
    def saving(self) -> bool:
        """Whether the file of the open document, or the one it is to have, is being written."""
        return any(save.number > self._saves_applied and self._is_current(save) for save in self._saves)

    # ---------------------------------------------------------------- reading

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Read a document; what is open stays until `adopt`. Of two asked for the later one counts."""
        self._read(partial(_read, path, read_only, self._lock))

    def reload(self) -> None:
        """Read the file of the open document anew; the document as it is now becomes a backup first."""
        state = self._session.state
        if state.path is not None:
            self._read(partial(_reload, state.path, state.document, self.backups, self._lock))

    def _read(self, work: Callable[[], Read]) -> None:
        self.drop()
        self._reads_asked += 1
        number = self._reads_asked
        self.reading = True
        self._do(
            work,
            done=partial(self._on_read, number),
            refused=partial(self._on_unread, number),
            ended=partial(self._end_reading, number),
        )
        self.working.emit()

    def _end_reading(self, number: int) -> None:
        if number == self._reads_asked:
            self.reading = False
            self.working.emit()

    def _on_read(self, number: int, read: Read) -> None:
        self.drop()
        self._offered = read
        if number == self._reads_asked:
            self.read.emit(read)
        else:
            self.drop()

    def _on_unread(self, number: int, error: UserError) -> None:
        if number == self._reads_asked:
            self.refused.emit(error)

    def adopt(self, read: Read) -> None:
        """Leave what is open for what was read."""
        self._offered = None
        self._hold(read.lock)
        self._session.take(read.opened.document, read.path, read.opened.fingerprint, read_only=read.read_only)

    def drop(self) -> None:
        """What was read is not wanted after all."""
        read, self._offered = self._offered, None
        if read is not None and read.lock is not None and read.lock is not self._lock:
            self._do(read.lock.release)

    # ---------------------------------------------------------------- writing

    def save(self, path: Path) -> None:
        """Save the document as it is now; edits may go on meanwhile."""
        self._saves_asked += 1
        save = _Save(self._saves_asked, self._session.state, path.absolute())
        if any(each.path == save.path for each in self._saves):
            self._waiting = save  # one that already waited would only have been overwritten
        else:
            self._start(save)

    def _start(self, save: _Save) -> None:
        self._saves.append(save)
        state = self._session.state
        self._do(
            partial(_write, save.state.document, save.path, state.path, state.fingerprint, self._lock),
            done=partial(self._on_saved, save),
            refused=partial(self._on_not_saved, save),
            ended=partial(self._end_saving, save),
        )
        self.working.emit()

    def _is_current(self, save: _Save) -> bool:
        return save.state.opening == self._session.state.opening

    def _on_saved(self, save: _Save, done: _Done) -> None:
        if done.saved.previous is not None:
            self._do(partial(self.backups.keep, done.path, done.saved.previous))
        if self._is_current(save) and save.number > self._saves_applied:
            self._saves_applied = save.number
            self._hold(done.lock)
            self._session.mark_saved(save.state.document, done.path, done.saved.fingerprint)
            self.saved.emit(done.path)
        elif done.lock is not None and done.lock is not self._lock:  # the answer of a share that was given up
            self._do(done.lock.release)
        self._go_on(save)

    def _on_not_saved(self, save: _Save, error: UserError) -> None:
        if self._is_current(save) and save.number > self._saves_applied:
            self.not_saved.emit(error)
        self._go_on(save)

    def _end_saving(self, save: _Save) -> None:
        self._saves.remove(save)
        self.working.emit()

    def _go_on(self, ended: _Save) -> None:
        """Start the save that waited for this one, unless that has become needless."""
        waiting = self._waiting
        if waiting is None or waiting.path != ended.path:
            return
        self._waiting = None
        if self._is_current(waiting) and waiting.state.document is not self._session.state.saved:
            self._start(waiting)

    # ---------------------------------------------------------------- the lock

    def claim(self) -> None:
        """Take the lock of the open document's file: unsaved work that was taken up again belongs to it."""
        state = self._session.state
        if state.path is not None:
            self._do(
                partial(take_lock, state.path),
                done=partial(self._on_claimed, state),
                refused=partial(self._displace, state),
            )

    def _on_claimed(self, state: State, lock: Lock | None) -> None:
        if state.opening == self._session.state.opening:
            self._hold(lock)
        elif lock is not None:
            self._do(lock.release)

    def _hold(self, lock: Lock | None) -> None:
        if self._lock is not None and self._lock is not lock:
            self._do(self._lock.release)
        self._lock = lock

    def _renew(self) -> None:
        if self._lock is not None and not self._renewing:
            self._renewing = True
            self._do(self._lock.renew, done=partial(self._on_renewed, self._lock), ended=self._end_renewing)

    def _end_renewing(self) -> None:
        self._renewing = False

    def _on_renewed(self, lock: Lock, holder: Holder | None) -> None:
        if holder is not None and lock is self._lock:
            self._lock = None
            self._displace(self._session.state, HeldElsewhere(lock.path, holder))

    def _displace(self, state: State, error: UserError) -> None:
        """Somebody else holds the file, as after this computer was asleep for a while."""
        if state.opening == self._session.state.opening:
            self._session.mark_read_only()
            self.noticed.emit(error)

    def close(self) -> None:
        """The program ends: give the file free; a share that is away is not waited for long."""
        self.heartbeat.stop()
        self._hold(None)
        deadline = time.monotonic() + LAST_SECONDS
        for job in tuple(self._jobs):
            job.wait(max(0.0, deadline - time.monotonic()))

    # ---------------------------------------------------------------- what others do to the file

    def look(self) -> None:
        """See whether somebody else has written the file, or it has gone; `noticed` says so once."""
        state = self._session.state
        if state.path is None or state.fingerprint is None or self.looking or self._saves:
            return
        self.looking = True
        self._do(
            partial(_look, state.path, state.fingerprint, self._seen),
            done=partial(self._on_looked, state),
            refused=partial(self._on_gone, state),
            ended=self._end_looking,
        )

    def _end_looking(self) -> None:
        self.looking = False

    def _on_looked(self, state: State, found: tuple[Stamp, bool]) -> None:
        stamp, is_same = found
        if self._is_of(state):
            self._seen = stamp
            if not is_same:
                self.noticed.emit(ChangedUnderneath(Path(str(state.path))))

    def _on_gone(self, state: State, error: UserError) -> None:
        if self._is_of(state) and self._seen != _GONE:
            self._seen = _GONE
            self.noticed.emit(error)

    def _is_of(self, state: State) -> bool:
        """Whether the file is still the one of that state."""
        now = self._session.state
        return (state.opening, state.path, state.fingerprint) == (now.opening, now.path, now.fingerprint)

    def _on_changed(self, before: State, after: State) -> None:
        if before.fingerprint != after.fingerprint or before.path != after.path:
            self._seen = None
        if self._lock is not None and after.path != self._lock.path:
            self._hold(None)

    # ---------------------------------------------------------------- off the screen's thread

    def _do(
        self,
        work: Callable[[], object],
        *,
        done: Callable[..., None] | None = None,
        refused: Callable[[UserError], None] | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Do something that may take long; `ended` comes first. Without `refused` a refusal costs nothing else."""
        job = Job(work)
        self._jobs.add(job)
        for signal in (job.done, job.refused, job.failed):
            signal.connect(partial(self._end, job, ended))
        if done is not None:
            job.done.connect(done)
        if refused is not None:
            job.refused.connect(refused)
        job.failed.connect(_raise)
        job.start_alone()

    def _end(self, job: Job, ended: Callable[[], None] | None, _result: object) -> None:
        self._jobs.discard(job)
        if ended is not None:
            ended()


def _read(path: Path, read_only: bool, held: Lock | None) -> Read:
    path = Path(os.path.realpath(path))
    lock: Lock | None = None
    holder: HeldElsewhere | None = None
    if not read_only:
        with suppress(OSError):  # reading it will say what is wrong
            read_only = is_protected(path) or not os.access(path.parent, os.W_OK)
    if not read_only:
        if held is not None and held.path == path:
            lock = held
        else:
            try:
                lock = take_lock(path)
            except HeldElsewhere as error:
                holder = error
    try:
        return Read(path, open_document(path), read_only or holder is not None, lock, holder)
    except BaseException:
        if lock is not None and lock is not held:
            lock.release()
        raise


def _reload(path: Path, document: Document, backups: Backups, held: Lock | None) -> Read:
    backups.keep_document(path, document)
    return replace(_read(path, False, held), kept=document)


def _write(document: Document, path: Path, own: Path | None, fingerprint: str | None, held: Lock | None) -> _Done:
    path = Path(os.path.realpath(path))
    lock = held if held is not None and held.path == path else take_lock(path)
    try:
        return _Done(path, lock, save_document(document, path, expected=fingerprint if path == own else None))
    except BaseException:
        if lock is not None and lock is not held:
            lock.release()
        raise


def _look(path: Path, fingerprint: str, seen: Stamp | None) -> tuple[Stamp, bool]:
    """The stamp of a file now, and whether it holds what it held; it is read only if the stamp is another one."""
    try:
        stat = path.stat()
    except OSError as error:
        raise UserError(
            N_("The file cannot be reached: it was moved, or the disk or share is away."),
            N_("Your work is still here and kept aside on this computer. Save when it is back, or under another name."),
            where=str(path),
        ) from error
    stamp = stat.st_mtime_ns, stat.st_size
    return stamp, stamp == seen or fingerprint_of(path) == fingerprint


def _raise(error: Exception) -> None:
    """Hand a fault of a job to the crash handler of the screen's thread."""
    raise error
