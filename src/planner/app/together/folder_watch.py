"""The folder of the parts, looked at without holding anything open: at once when asked, and again when it changed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from planner.app.session.session import Session
from planner.app.together.work import Seen, Stamp, look, stamps_in
from planner.app.widgets.jobs import Job, Jobs

PAUSE_MS = 15_000
"""How long a folder on a share is left alone between two looks at it."""


class FolderWatch(QObject):
    """What is known of the parts of the document that is open.

    Signals:
        seen(): the parts are known, or other ones.
        reading(done, of): so many files are read.
        stopped(): no files are read any more, however that ended.
        refused(UserError): the folder cannot be looked at.
    """

    seen = Signal()
    reading = Signal(int, int)
    stopped = Signal()
    refused = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, Jobs(self)
        self._job: Job | None = None
        self.folder: Path | None = None
        self.found: Seen | None = None
        self.pause = QTimer(self, interval=PAUSE_MS)
        self.pause.timeout.connect(self.glance)

    def look_into(self, folder: Path) -> None:
        """Read what is new in a folder; what was being read before is given up."""
        self.give_up()
        before = self.found if folder == self.folder else None
        self.folder, state = folder, self._session.state
        job = self._job = Job()
        self._jobs.do(
            partial(look, state.document, folder, state.path, before, job.tell),
            job=job,
            done=partial(self._on_seen, job),
            refused=self.refused.emit,
            ended=partial(self._on_ended, job),
            progressed=partial(self._on_progress, job),
        )

    def look_again(self) -> None:
        """Read what is new in the folder, where there is one."""
        if self.folder is not None:
            self.look_into(self.folder)

    def give_up(self) -> None:
        """Read no further; what was known stays."""
        if self._job is not None:
            self._job.give_up()
            self._job = None
            self.stopped.emit()

    def forget(self) -> None:
        """Know of no folder any more: another document is open."""
        self._jobs.leave()
        self._job = self.folder = self.found = None
        self.stopped.emit()

    def leave(self) -> None:
        """Look no more."""
        self.pause.stop()
        self._jobs.leave()

    def set_awake(self, awake: bool) -> None:
        """Say whether anybody sees what is found: a folder is watched only then."""
        if awake and not self.pause.isActive():
            self.pause.start()
            self.glance()
        elif not awake:
            self.pause.stop()

    def glance(self) -> None:
        """See whether any file is another one than before, and look into the folder if so."""
        if self._job is None and self.folder is not None and self.found is not None:
            work = partial(stamps_in, self.folder, self._session.state.path)
            self._jobs.do(work, done=partial(self._on_stamps, self.found))

    def _on_stamps(self, before: Seen, stamps: dict[Path, Stamp]) -> None:
        if before is self.found and self._job is None and stamps != before.stamps:
            self.look_again()

    def _on_progress(self, job: Job, done: int, of: int) -> None:
        if job is self._job and of:
            self.reading.emit(done, of)

    def _on_seen(self, job: Job, found: Seen) -> None:
        if not job.is_given_up:  # else it had all but ended when another look began
            self.found = found
            self.seen.emit()

    def _on_ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.stopped.emit()
