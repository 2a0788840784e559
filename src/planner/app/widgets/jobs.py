"""Long work off the screen's thread: a function of frozen values runs, its result or refusal comes back as a signal."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from planner.core.errors import UserError


class Job(QObject):
    """One piece of work.

    Signals:
        done(object): it went through, with what the function returned.
        refused(UserError): it could not.
        failed(Exception): the program is at fault.
    """

    done = Signal(object)
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Run it on a thread of the pool."""
        QThreadPool.globalInstance().start(_Runner(self))

    def start_alone(self) -> None:
        """Run it on a thread of its own, for which the program's end does not wait: a share may never answer."""
        self._thread = threading.Thread(target=self.run, daemon=True)
        self._thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """Until the work of a thread of its own is done, or the time is over."""
        if self._thread is not None:
            self._thread.join(seconds)

    def run(self) -> None:
        """Do the work and say how it went."""
        try:
            result = self._work()
        except UserError as error:
            self.refused.emit(error)
        except Exception as error:  # told to the crash handler on the screen's thread
            self.failed.emit(error)
        else:
            self.done.emit(result)


class Jobs:
    """The work one owner has under way on shares, each piece on a thread of its own; none waits for another."""

    def __init__(self) -> None:
        self._running: set[Job] = set()

    def do(
        self,
        work: Callable[[], object],
        *,
        done: Callable[..., None] | None = None,
        refused: Callable[[UserError], None] | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Do something that may take long; `ended` comes first. Without `refused` a refusal costs nothing else."""
        job = Job(work)
        self._running.add(job)
        # One slot for each outcome: between two, which are delivered one by one, a key or timer could come first.
        for signal, then in ((job.done, done), (job.refused, refused), (job.failed, raise_fault)):
            signal.connect(partial(self._end, job, ended, then))
        job.start_alone()

    def _end(
        self, job: Job, ended: Callable[[], None] | None, then: Callable[..., None] | None, result: object
    ) -> None:
        self._running.discard(job)
        if ended is not None:
            ended()
        if then is not None:
            then(result)

    def wait(self, seconds: float) -> None:
        """Until all is done, or the time is over."""
        deadline = time.monotonic() + seconds
        for job in tuple(self._running):
            job.wait(max(0.0, deadline - time.monotonic()))


def raise_fault(error: Exception) -> None:
    """Hand a fault of a job to the crash handler of the screen's thread."""
    raise error


class _Runner(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.run()
