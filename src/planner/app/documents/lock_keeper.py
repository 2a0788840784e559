"""Keeps the lock of the open document while it is open, off the screen's thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.widgets.jobs import Jobs
from planner.core.errors import UserError
from planner.files.document.lock import RENEW_SECONDS, HeldElsewhere, Holder, Lock, take_lock


class LockKeeper(QObject):
    """Holds one lock, tells the others every minute that it does, and gives it free when the document is left.

    Signals:
        displaced(HeldElsewhere): the file of the open document belongs to another program now; it is read-only.
    """

    displaced = Signal(object)

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self._session, self._jobs = session, jobs
        self.lock: Lock | None = None
        self.renewing = False
        self.heartbeat = QTimer(self)
        self.heartbeat.setInterval(RENEW_SECONDS * 1000)
        self.heartbeat.timeout.connect(self._renew)
        self.heartbeat.start()
        session.changed.connect(self._on_changed)

    def hold(self, lock: Lock | None) -> None:
        """Hold this lock from now on, or none."""
        old, self.lock = self.lock, lock
        self.drop(old)

    def drop(self, lock: Lock | None) -> None:
        """Give a lock free, unless it is the one held."""
        if lock is not None and lock is not self.lock:
            self._jobs.do(lock.release)

    def claim(self) -> None:
        """Take the lock of the open document's file: unsaved work that was taken up again belongs to it."""
        state = self._session.state
        if state.path is not None:
            self._jobs.do(
                partial(take_lock, state.path),
                done=partial(self._on_claimed, state),
                refused=partial(self._displace, state),
            )

    def _on_claimed(self, state: State, lock: Lock | None) -> None:
        if self._session.is_at(state):
            self.hold(lock)
        else:
            self.drop(lock)

    def _renew(self) -> None:
        if self.lock is not None and not self.renewing:
            self.renewing = True
            self._jobs.do(
                self.lock.renew,
                done=partial(self._on_renewed, self._session.state, self.lock),
                ended=self._end_renewing,
            )

    def _end_renewing(self) -> None:
        self.renewing = False

    def _on_renewed(self, state: State, lock: Lock, holder: Holder | None) -> None:
        if holder is not None and lock is self.lock:
            self.lock = None
            self._displace(state, HeldElsewhere(lock.path, holder))

    def _displace(self, state: State, error: UserError) -> None:
        """Somebody else has the file, as after this computer was asleep for a while."""
        if self._session.is_at(state):
            self._session.mark_read_only()
            self.displaced.emit(error)

    def _on_changed(self, moved: Moved) -> None:
        if self.lock is not None and moved.after.path != self.lock.path:
            self.hold(None)
