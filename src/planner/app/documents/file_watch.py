"""Notices what others do to the file of the open document, off the screen's thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.widgets.jobs import Jobs
from planner.core.errors import N_, UserError
from planner.files.document.store import ChangedUnderneath, fingerprint_of

Stamp = tuple[int, int]
"""What shows cheaply that a file was written: time of the last change in nanoseconds, size in bytes."""

_GONE: Stamp = (-1, -1)


class FileWatch(QObject):
    """Looks at the file when it is asked to, as when the window is looked at.

    Signals:
        noticed(UserError): it was changed (`ChangedUnderneath`) or is gone; each is told once.
    """

    noticed = Signal(object)

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self._session, self._jobs = session, jobs
        self.looking = False
        self._seen: Stamp | None = None
        session.changed.connect(self._on_changed)

    def look(self) -> None:
        """See whether somebody else has written the file, or it has gone."""
        state = self._session.state
        if state.path is None or state.fingerprint is None or self.looking:
            return
        self.looking = True
        self._jobs.do(
            partial(_look, state.path, state.fingerprint, self._seen),
            done=partial(self._on_looked, state),
            refused=partial(self._on_gone, state),
            ended=self._end,
        )

    def _end(self) -> None:
        self.looking = False

    def _on_looked(self, state: State, found: tuple[Stamp, Path | None]) -> None:
        stamp, changed = found
        if self._is_as_in(state):
            self._seen = stamp
            if changed is not None:
                self.noticed.emit(ChangedUnderneath(changed))

    def _on_gone(self, state: State, error: UserError) -> None:
        if self._is_as_in(state) and self._seen != _GONE:
            self._seen = _GONE
            self.noticed.emit(error)

    def _is_as_in(self, state: State) -> bool:
        """Whether the file is still the one of that state, and was not saved since."""
        return self._session.is_at(state) and state.fingerprint == self._session.state.fingerprint

    def _on_changed(self, moved: Moved) -> None:
        if moved.file:
            self._seen = None


def _look(path: Path, fingerprint: str, seen: Stamp | None) -> tuple[Stamp, Path | None]:
    """The stamp of a file now, and its path if it holds something else; it is read only if the stamp is another."""
    try:
        stat = path.stat()
    except OSError as error:
        raise UserError(
            N_("The file cannot be reached: it was moved, or the disk or share is away."),
            N_("Your work is still here and kept aside on this computer. Save when it is back, or under another name."),
            where=str(path),
        ) from error
    stamp = stat.st_mtime_ns, stat.st_size
    return stamp, None if stamp == seen or fingerprint_of(path) == fingerprint else path
