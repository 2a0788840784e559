"""Long work off the screen's thread: a function of frozen values runs, its result or refusal comes back as a signal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from planner.core.errors import UserError


class Job(QObject):
    """One piece of work.

    Signals:
        done(): it went through.
        refused(UserError): it could not.
        failed(Exception): the program is at fault.
    """

    done = Signal()
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work

    def start(self) -> None:
        """Run it on a thread of the pool."""
        QThreadPool.globalInstance().start(_Runner(self))

    def run(self) -> None:
        """Do the work and say how it went."""
        try:
            self._work()
        except UserError as error:
            self.refused.emit(error)
        except Exception as error:  # told to the crash handler on the screen's thread
            self.failed.emit(error)
        else:
            self.done.emit()


class _Runner(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.run()
