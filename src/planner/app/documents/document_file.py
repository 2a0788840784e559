"""The file of the open document: read and written off the screen's thread, its lock kept, its changes noticed.

Nothing here waits: a share that is slow or away costs neither the window nor an edit. Two saves to one file follow
one another; a save elsewhere waits for none. What a share answers too late, when the session has gone on to
another document or file, is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from planner.app.documents.file_watch import FileWatch
from planner.app.documents.lock_keeper import LockKeeper
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.widgets.jobs import Jobs
from planner.core.calculation.evaluate import Base, evaluate_base
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.core.model.sound import Damaged
from planner.files.document.aside import whole_copies
from planner.files.document.backups import Backup, Backups
from planner.files.document.lock import Lock
from planner.files.document.locked import Read, Written, read_locked, write_locked

LAST_SECONDS = 2
"""How long the end of the program waits for what is still being written, besides the document."""


class Ready(NamedTuple):
    """A document as read, and its base evaluated by the same job.

    The job is over when this is handed on: what portfolio and base keep of themselves is never filled by two threads.
    """

    read: Read
    base: Base


class _Save(NamedTuple):
    """One save as asked for: `number` tells which was asked for last."""

    number: int
    state: State
    path: Path


class DocumentFile(QObject):
    """Opens and saves the document of one session.

    Signals:
        working(): reading or writing has begun or ended; see `saving` and `reading`.
        read(Ready): a document is read and waits for `adopt` or `drop`.
        saved(Path): the document is in this file.
        not_saved(UserError): it is not; `ChangedUnderneath` where somebody else has written the file.
        unkept(Path, UserError): it is, but what stood there before is not among the backups; once for a file.
        refused(UserError): it could not be read.
        unproven(Path, UserError): because it is `Damaged`, or `EditedElsewhere`.
        copies(Path, list[Backup]): these are whole and can be opened in its place.
        noticed(UserError): something happened to the file from outside.
    """

    working = Signal()
    read = Signal(object)
    saved = Signal(object)
    not_saved = Signal(object)
    unkept = Signal(object, object)
    refused = Signal(object)
    unproven = Signal(object, object)
    copies = Signal(object, object)
    noticed = Signal(object)

    def __init__(self, session: Session, backups: Backups, unsaved: Path | None = None) -> None:
        super().__init__()
        self._session, self.backups, self._unsaved = session, backups, unsaved
        self._jobs = Jobs(self)
        self.keeper = LockKeeper(session, self._jobs)
        self.keeper.displaced.connect(self.noticed)
        self.watch = FileWatch(session, self._jobs)
        self.watch.noticed.connect(self.noticed)
        self._saves: list[_Save] = []
        self._waiting: _Save | None = None
        self._saves_asked = self._saves_applied = 0
        self._reads_asked = 0
        self.reading = False
        self._offered: Ready | None = None
        self._backed_up: Document | None = None
        self._unkept: set[Path] = set()

    # ---------------------------------------------------------------- reading

    def open(self, path: Path, *, read_only: bool = False, edited: bool = False) -> None:
        """Read a document; what is open stays until `adopt`. Of two asked for the later one counts.

        `edited`: even where another program has changed what it says.
        """
        self._read(path, partial(read_locked, path, self.keeper.lock, read_only=read_only, edited=edited))

    def reload(self) -> None:
        """Read the file of the open document anew; the document as it is now becomes a backup first."""
        state = self._session.state
        if state.path is None:
            return
        self._read(state.path, partial(_read_anew, state.path, self.keeper.lock, state.document, self.backups))
        self._backed_up = state.document

    @property
    def is_backed_up(self) -> bool:
        """Whether the document as it is now became a backup before the file was read anew."""
        return self._backed_up is self._session.state.document

    def _read(self, path: Path, work: Callable[[], Read]) -> None:
        self.drop()
        self._backed_up = None
        self._reads_asked += 1
        number = self._reads_asked
        self.reading = True
        self._jobs.do(
            partial(_ready, work),
            done=partial(self._on_read, number),
            refused=partial(self._on_unread, number, path),
            ended=partial(self._end_reading, number),
        )
        self.working.emit()

    def _end_reading(self, number: int) -> None:
        if number == self._reads_asked:
            self.reading = False
            self.working.emit()

    def _on_read(self, number: int, ready: Ready) -> None:
        if number == self._reads_asked:
            self._offered = ready
            self.read.emit(ready)
        else:
            self.keeper.drop(ready.read.lock)

    def _on_unread(self, number: int, path: Path, error: UserError) -> None:
        if number != self._reads_asked:
            return
        from planner.files.document.bplan import EditedElsewhere  # noqa: PLC0415 - there now that a document was read

        self.refused.emit(error)
        if isinstance(error, (Damaged, EditedElsewhere)):
            self.unproven.emit(path, error)

    def find_copies(self, path: Path) -> None:
        """Look for what can be opened in the place of a document that is not what was saved; `copies` tells."""
        number = self._reads_asked
        self._jobs.do(
            partial(_whole_copies, path, self.backups, self._unsaved), done=partial(self._on_copies, number, path)
        )

    def _on_copies(self, number: int, path: Path, found: list[Backup]) -> None:
        if number == self._reads_asked:
            self.copies.emit(path, found)

    def adopt(self, ready: Ready, scenario: int | None = None) -> None:
        """Leave what is open for what was read, with that scenario shown where there is such a one."""
        self._offered = None
        read, opened = ready.read, ready.read.opened
        self.keeper.hold(read.lock)
        self._session.take(
            opened.document,
            read.path,
            opened.fingerprint,
            ready.base,
            read_only=read.read_only,
            scenario=scenario,
        )

    def drop(self) -> None:
        """What was read is not wanted after all."""
        ready, self._offered = self._offered, None
        if ready is not None:
            self.keeper.drop(ready.read.lock)

    # ---------------------------------------------------------------- writing

    @property
    def saving(self) -> bool:
        """Whether the file of the open document, or the one it is to have, is being written."""
        return any(self._counts(save) for save in self._saves)

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
        now = self._session.state
        self._jobs.do(
            partial(write_locked, save.state.document, save.path, self.keeper.lock, (now.path, now.fingerprint)),
            done=partial(self._on_saved, save),
            refused=partial(self._on_not_saved, save),
            ended=partial(self._end_saving, save),
        )
        self.working.emit()

    def _counts(self, save: _Save) -> bool:
        """Whether a save still matters: its document is open, and none asked for later has gone through."""
        return save.state.opening == self._session.state.opening and save.number > self._saves_applied

    def _end_saving(self, save: _Save) -> None:
        self._saves.remove(save)
        self.working.emit()

    def _on_saved(self, save: _Save, written: Written) -> None:
        if written.saved.previous is not None:
            self._jobs.do(
                partial(self.backups.keep, written.path, written.saved.previous),
                refused=partial(self._on_unkept, written.path),
            )
        if self._counts(save):
            self._saves_applied = save.number
            self.keeper.hold(written.lock)
            self._session.mark_saved(save.state.document, written.path, written.saved.fingerprint)
            self.saved.emit(written.path)
        else:  # the answer of a share that was given up
            self.keeper.drop(written.lock)
        self._go_on(save)

    def _on_not_saved(self, save: _Save, error: UserError) -> None:
        if self._counts(save):
            self.not_saved.emit(error)
        self._go_on(save)

    def _on_unkept(self, path: Path, error: UserError) -> None:
        if path not in self._unkept:
            self._unkept.add(path)
            self.unkept.emit(path, error)

    def _go_on(self, ended: _Save) -> None:
        """Start the save that waited for this one, unless that has become needless."""
        waiting = self._waiting
        if waiting is None or waiting.path != ended.path:
            return
        self._waiting = None
        if self._counts(waiting) and waiting.state.document is not self._session.state.saved:
            self._start(waiting)

    # ---------------------------------------------------------------- the window comes and goes

    def look(self) -> None:
        """See whether others did something to the file."""
        if not self._saves:
            self.watch.look()

    def close(self) -> None:
        """The program ends: give the file free; a share that is away is not waited for long."""
        self.keeper.heartbeat.stop()
        self.keeper.hold(None)
        self._jobs.wait(LAST_SECONDS)


def _whole_copies(path: Path, backups: Backups, unsaved: Path | None) -> list[Backup]:
    """What can be opened in the place of a document."""
    return list(whole_copies(path, backups, unsaved))


def _ready(read: Callable[[], Read]) -> Ready:
    """A document as read, and its base evaluated."""
    found = read()
    return Ready(found, evaluate_base(found.opened.document.portfolio))


def _read_anew(path: Path, own: Lock | None, document: Document, backups: Backups) -> Read:
    """Read a file anew, once the document as it is now is among its backups."""
    backups.keep_document(path, document)
    return read_locked(path, own)
