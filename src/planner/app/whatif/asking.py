"""One question at a time, worked out off the screen's thread: of one that was given up nothing is told any more."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from planner.app.widgets.jobs import Job, Jobs
from planner.core.errors import UserError
from planner.core.seek.targets import Progress

Work = Callable[[Progress], object]
"""A question as a function of plain values; it tells how far it is, which ends it where nobody wants it any more."""


class Asking(QObject):
    """The question asked last.

    Signals:
        answered(object): what it came to.
        progressed(int, int): how much of how much is done.
        refused(UserError): why it cannot be answered.
    """

    answered = Signal(object)
    progressed = Signal(int, int)
    refused = Signal(object)

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._jobs = Jobs(self)
        self._job: Job | None = None
        self._next: Work | None = None

    @property
    def is_at_work(self) -> bool:
        """Whether an answer is on its way."""
        return self._next is not None or (self._job is not None and not self._job.is_given_up)

    @property
    def is_idle(self) -> bool:
        """Whether nothing of it runs, wanted or not."""
        return self._job is None

    def ask(self, work: Work) -> None:
        """Ask this in place of what was asked before."""
        self.give_up()
        self._next = work
        if self._job is None:
            self._begin()

    def give_up(self) -> None:
        """Want no answer any more."""
        self._next = None
        if self._job is not None:
            self._job.give_up()

    def _begin(self) -> None:
        if self._next is None:
            return
        job, work = Job(), self._next
        self._job, self._next = job, None
        self._jobs.do(
            partial(work, job.tell),
            job=job,
            ended=self._end,
            done=partial(self._answer, job),
            progressed=partial(self._progress, job),
            refused=partial(self._refuse, job),
        )

    def _end(self) -> None:
        self._job = None
        self._begin()

    def _answer(self, job: Job, answer: object) -> None:
        if not job.is_given_up:
            self.answered.emit(answer)

    def _progress(self, job: Job, done: int, whole: int) -> None:
        if not job.is_given_up:
            self.progressed.emit(done, whole)

    def _refuse(self, job: Job, error: UserError) -> None:
        if not job.is_given_up:
            self.refused.emit(error)
