"""The files of a hand-over, made in the background: under way, given up, put in place, or kept for another name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from planner.app.widgets.jobs import Job, Jobs
from planner.core.errors import UserError
from planner.core.model.handovers import HandoverRecord
from planner.files.plain.sheet import Sheet
from planner.files.submission.handover import Handover
from planner.files.template.refused import refuse_itself
from planner.files.whole import Progress, write_whole
from planner.words.texts import Texts


class _Made(NamedTuple):
    """A workbook that was compared; its record, `None` for a filled template, which no review reads."""

    content: bytes
    record: HandoverRecord | None


class Writing(QObject):
    """Writes one file after another of what it is given; whoever shows it hears how far it is and what came of it.

    Signals:
        busy(bool): a piece of work begins, or is over.
        progressed(done, total): how far it is.
        written(str): what was written, in words.
        put(Path): the file that was written.
        cancelled(): nothing was written, as asked.
        refused(UserError): nothing was written.
        kept(bool): whether a workbook that could not be put in place is kept for another name.
        recorded(HandoverRecord): what the workbook says that was just put in place.
    """

    busy = Signal(bool)
    progressed = Signal(object, object)
    written = Signal(str)
    put = Signal(object)
    cancelled = Signal()
    refused = Signal(object)
    kept = Signal(bool)
    recorded = Signal(object)

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts, self._jobs = texts, Jobs(self)
        self._job = Job()
        self._kept: _Made | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a file is being made."""
        return self._jobs.are_under_way

    # ---------------------------------------------------------------- what is written

    def workbook(self, path: Path, handover: Handover, template: Path | None) -> None:
        """Write the workbook, or the template filled, read it back, compare it, and put it in place."""
        job = Job()
        self._run(partial(_workbook, path, handover, template, job.tell), partial(self._put, path), job)

    def again(self, path: Path) -> None:
        """Put the workbook that was kept in place under another name."""
        if self._kept is not None:
            self._put(path, self._kept)

    def csv(self, path: Path, handover: Handover, encoding: str) -> None:
        """Write the tidy table."""
        said = self._texts._("The table is written: {path}").format(path=path)
        self._run(partial(_csv, path, handover, encoding), lambda _: self._tell(path, said))

    def open_data(self, path: Path, handover: Handover) -> None:
        """Write the open data: the table with its codes and a schema, in one package."""
        job, said = Job(), self._texts._("The open data are written: {path}").format(path=path)
        self._run(partial(_open_data, path, handover, job.tell), lambda _: self._tell(path, said), job)

    def pdf(self, path: Path, handover: Handover) -> None:
        """Write the form sheets as PDF."""
        said = self._texts._("The PDF is written (pages: {pages}): {path}")
        self._run(partial(_pdf, path, handover), lambda pages: self._tell(path, said.format(path=path, pages=pages)))

    def _tell(self, path: Path, said: str) -> None:
        self.put.emit(path)
        self.written.emit(said)

    def _put(self, path: Path, made: _Made) -> None:
        """Put a workbook that was compared in place; where that fails it is kept for another name."""
        self._kept = made
        try:
            write_whole(path, made.content)
        except UserError as error:
            self.refused.emit(error)
            self.kept.emit(True)
            return
        self._kept = None
        self.kept.emit(False)
        said = self._texts._("The submission is written and compared with the program: {path}")
        self._tell(path, said.format(path=path))
        if made.record is not None:
            self.recorded.emit(replace(made.record, file=path.name))

    # ---------------------------------------------------------------- the work

    def give_up(self) -> None:
        """Write nothing of what is under way."""
        self._job.give_up()

    def leave(self) -> None:
        """Give up, and tell nothing more: nobody shows it any longer."""
        self._jobs.leave()

    def _run(self, work: Callable[[], object], done: Callable[..., object], job: Job | None = None) -> None:
        self.busy.emit(True)
        self._job = self._jobs.do(
            work,
            job=job,
            done=done,
            refused=self.refused.emit,
            ended=partial(self.busy.emit, False),
            progressed=self.progressed.emit,
            given_up=self.cancelled.emit,
        )


# What a thread runs: functions of plain values. What they import is heavy, and imported on first use.


def _workbook(path: Path, handover: Handover, template: Path | None, tell: Progress) -> _Made:
    from planner.files.submission.submission import submission  # noqa: PLC0415
    from planner.files.template.fill import fill  # noqa: PLC0415

    if template is None:
        return _Made(*submission(handover, tell))
    refuse_itself(path, template)
    content = fill(template, handover)
    tell(1, 1)
    return _Made(content, None)


def _csv(path: Path, handover: Handover, encoding: str) -> None:
    from planner.files.submission.submission import write_csv  # noqa: PLC0415

    write_csv(path, handover, encoding)


def _open_data(path: Path, handover: Handover, tell: Progress) -> None:
    from planner.files.opendata.writing import write_open_data  # noqa: PLC0415

    write_open_data(path, handover, tell)


def _pdf(path: Path, handover: Handover) -> int:
    from planner.app.handover.printing.sheet_print import write_pdf  # noqa: PLC0415

    return write_pdf(path, described(handover), handover.portfolio.title)


def described(handover: Handover) -> tuple[Sheet, ...]:
    """The sheets of a hand-over, to be shown or printed."""
    from planner.files.submission import submission  # noqa: PLC0415 - heavy, on first use

    return submission.described(handover)
