"""Long work off the screen's thread: a function of plain values runs, what came of it is told on the screen's thread.

One rule makes it safe whatever is closed meanwhile: a thread knows no object of Qt. It has the function, which holds
plain values alone, and a `Job`, which is plain too and where it leaves what came of it. Whoever had it begun looks
there now and then, by a timer that is his and gone with him. So nothing is told to a window that is no more, and no
window is freed where its work ran.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from planner.core.errors import UserError

LOOK_MS = 10
"""How often work under way is looked at, in milliseconds."""


class _GivenUp(Exception):  # noqa: N818 - asked for, not an error
    """Nobody wants what is being worked out any more."""


class Job:
    """One piece of work as its thread knows it: how far it is, whether it is still wanted, and what came of it."""

    def __init__(self) -> None:
        self.progress: tuple[int, int] | None = None
        """How much of how much is done; `None` where nothing was said of it."""
        self.result: object = None
        self.error: Exception | None = None
        self.is_over = self.is_given_up = False
        self._thread: threading.Thread | None = None

    def start(self, work: Callable[[], object]) -> None:
        """Run it on a thread of its own, for which the program's end does not wait: a share may never answer."""
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def _run(self, work: Callable[[], object]) -> None:
        try:
            self.result = work()
        except Exception as error:  # told on the screen's thread, a fault to the crash handler
            self.error = error
        self.is_over = True

    def tell(self, done: int, total: int) -> None:
        """Say from within the work how far it is; where it was given up this ends it."""
        if self.is_given_up:
            raise _GivenUp
        self.progress = done, total

    def give_up(self) -> None:
        """Let it end where it next tells how far it is."""
        self.is_given_up = True

    def wait(self, seconds: float | None = None) -> None:
        """Until its thread is done, or the time is over."""
        if self._thread is not None:
            self._thread.join(seconds)


@dataclass
class _Told:
    """Whom to tell what of a job, on the screen's thread."""

    done: Callable[..., object] | None
    refused: Callable[[UserError], object] | None
    ended: Callable[[], object] | None
    progressed: Callable[[int, int], object] | None
    given_up: Callable[[], object] | None
    progress: tuple[int, int] | None = None


class Jobs(QObject):
    """The work its owner has under way, each piece on a thread of its own; none waits for another.

    It lives as long as the owner: what ends later is told to nobody.
    """

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._running: dict[Job, _Told] = {}
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    def do(
        self,
        work: Callable[[], object],
        *,
        job: Job | None = None,
        done: Callable[..., object] | None = None,
        refused: Callable[[UserError], object] | None = None,
        ended: Callable[[], object] | None = None,
        progressed: Callable[[int, int], object] | None = None,
        given_up: Callable[[], object] | None = None,
    ) -> Job:
        """Do something that may take long; of what is told of its end `ended` comes first.

        `work` holds no object of Qt, not by way of `self` either. `job` is given where the work tells how far it is.
        Without `refused` a refusal costs nothing else.
        """
        job = job or Job()
        self._running[job] = _Told(done, refused, ended, progressed, given_up)
        job.start(work)
        self._timer.start()
        return job

    def _look(self) -> None:
        """Tell how far the work is, and the end of one piece of it: telling may close the owner."""
        for job, told in self._running.items():
            if told.progressed is not None and job.progress is not None and job.progress != told.progress:
                told.progress = job.progress
                told.progressed(*job.progress)
        over = next((job for job in self._running if job.is_over), None)
        if over is not None:
            told = self._running.pop(over)
            if not self._running:
                self._timer.stop()
            _tell_end(over, told)

    @property
    def are_under_way(self) -> bool:
        """Whether any piece of work was not told to its end."""
        return bool(self._running)

    def leave(self) -> None:
        """Give up what is under way, and tell nothing more of it."""
        for job in self._running:
            job.give_up()
        self._running.clear()
        self._timer.stop()

    def wait(self, seconds: float) -> None:
        """Until all is done, or the time is over."""
        deadline = time.monotonic() + seconds
        for job in tuple(self._running):
            job.wait(max(0.0, deadline - time.monotonic()))


def _tell_end(job: Job, told: _Told) -> None:
    if told.ended is not None:
        told.ended()
    if job.error is None:
        if told.done is not None:
            told.done(job.result)
    elif isinstance(job.error, _GivenUp):
        if told.given_up is not None:
            told.given_up()
    elif not isinstance(job.error, UserError):
        raise job.error
    elif told.refused is not None:
        told.refused(job.error)


def end_process(code: int) -> int:
    """The exit code handed on; where work is still under way the process ends at once.

    Python cuts such threads off in the midst of whatever C++ they are in, and that aborts the process.
    """
    if any(thread.daemon for thread in threading.enumerate()):
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
        os._exit(code)
    return code
