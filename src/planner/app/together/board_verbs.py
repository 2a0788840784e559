"""What is done with parts: they go out, are taken back, sent back and settled; who is waited for is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial, reduce
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from planner.app.session.desk import Desk
from planner.app.together.folder_watch import FolderWatch
from planner.app.together.merge_dialog import MergeDialog
from planner.app.together.return_dialog import ReturnDialog
from planner.app.together.split_dialog import SplitDialog
from planner.app.together.work import (
    Returning,
    Sending,
    put_apart,
    read_all,
    return_part,
    send_out,
    take_back,
    with_shares,
)
from planner.app.widgets.file_names import ask_target
from planner.app.widgets.jobs import Job, Jobs
from planner.core.edits.parts import noted, settle_sent, unsettle_sent
from planner.core.edits.values import Author
from planner.core.errors import N_, UserError
from planner.core.merge.apart import Apart
from planner.core.merge.board import Standing
from planner.core.merge.conflicts import Conflict, Take
from planner.core.merge.merge import Merge
from planner.core.merge.split import with_sent
from planner.core.model.document import WORKING, Document
from planner.core.model.handovers import HandoverRecord
from planner.core.model.parts import Part
from planner.core.money import format_change
from planner.files.document.author import author
from planner.files.parts.reading import Read, read_part
from planner.files.parts.workbooks import write_workbooks
from planner.files.plain.tidy_csv import write_rows
from planner.files.submission.options import ExportOptions
from planner.files.submission.presets import FINANCE
from planner.words.parts import part_name, reminders

Step = Callable[[Document, str, Author], Document]


class BoardVerbs(QObject):
    """The deeds of the board; `chosen` are the parts selected on it.

    Signals:
        working(text, done, of): how far something is that is done with many files.
        stopped(): nothing is under way any more.
        compare_wanted(): parts stand in scenarios and are to be compared.
    """

    compare_wanted = Signal()
    working = Signal(str, int, int)
    stopped = Signal()

    def __init__(
        self, desk: Desk, watch: FolderWatch, chosen: Callable[[], Sequence[Standing]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._watch, self._chosen, self._jobs = desk, watch, chosen, Jobs(self)
        self._under_way: Job | None = None

    def leave(self) -> None:
        """Give up what is under way."""
        self._jobs.leave()

    @property
    def _standings(self) -> Sequence[Standing]:
        """All parts on the board; `UserError` where their folder was not looked at."""
        if self._watch.found is None:
            raise UserError(
                N_("The parts were not looked at yet."), N_("Choose the folder they are in, or send parts out.")
            )
        return self._watch.found.standings

    def _selected(self) -> Sequence[Standing]:
        """The parts selected; `UserError` where none is."""
        chosen = self._chosen()
        if not chosen:
            raise UserError(N_("No part is selected."), N_("Select one on the board."))
        return chosen

    # ---------------------------------------------------------------- out

    def choose_folder(self) -> None:
        """Ask for the folder of the parts, and look into it."""
        title = self._desk.texts._("Folder of the parts")
        start = self._watch.folder or self._desk.folder
        name = QFileDialog.getExistingDirectory(self._desk.parent, title, str(start))
        if name:
            self._watch.look_into(Path(name))

    def look_again(self) -> None:
        """Read what is new in the folder; ask for it where it is not known."""
        if self._watch.folder is None:
            self.choose_folder()
        else:
            self._watch.look_again()

    def send_out(self) -> None:
        """Ask what parts of the scenario shown go out with."""
        desk = self._desk
        dialog = SplitDialog(desk.session, desk.texts, desk.folder, desk.parent)
        dialog.wanted.connect(partial(self._go_out, dialog))
        desk.hold_to(dialog)
        dialog.show()

    def _go_out(self, dialog: SplitDialog, sending: Sending) -> None:
        """Write the parts; the dialog that asked for them tells how far that is, and calls it off."""
        job, working = Job(), WORKING.render(self._desk.texts.translate)
        dialog.rejected.connect(job.give_up)

        def refuse(error: UserError) -> None:
            (self._desk.messages.refuse if job.is_given_up else dialog.refuse)(error)

        self._jobs.do(
            partial(send_out, self._desk.session.state.document, sending, working, author(), job.tell),
            job=job,
            done=partial(self._on_sent, dialog, sending, job),
            refused=refuse,
            progressed=lambda done, of: None if job.is_given_up else dialog.show_progress(done, of),
        )

    def _on_sent(self, dialog: SplitDialog, sending: Sending, job: Job, parts: tuple[Part, ...]) -> None:
        session, texts = self._desk.session, self._desk.texts
        session.edit(texts._("Send out parts"), lambda document: with_sent(with_shares(document, sending), parts))
        if not job.is_given_up:  # else it was called off too late, and closed
            dialog.accept()
        self._desk.messages.tell(texts._("The parts are written. Save the document: it knows of them from now on."))
        self._watch.look_into(sending.folder)

    # ---------------------------------------------------------------- taken back

    def take_back(self) -> None:
        """Take back the parts selected, or all that are there."""
        said = self._desk.texts._("Reading parts {done} of {count} …")
        self._do_at_length(read_all, self._files(), said=said, done=lambda read: self._merge(read, {}))

    def put_apart(self) -> None:
        """Put each of these parts into a scenario of its own, so that they are compared before one is taken back."""
        said = self._desk.texts._("Reading parts {done} of {count} …")
        self._do_at_length(read_all, self._files(), said=said, done=self._put)

    def _files(self) -> list[Path]:
        """The files of the parts selected, or of all that are there; `UserError` where there is none."""
        wanted = [each.part.id for each in self._chosen() or self._standings]
        paths = self._watch.found.paths if self._watch.found is not None else {}
        there = [paths[id_] for id_ in wanted if id_ in paths]
        if not there:
            raise UserError(N_("No file of a part is there to take back."), N_("Choose the folder they are in."))
        return there

    def _put(self, read: Sequence[Read]) -> None:
        document, name = self._desk.session.state.document, partial(part_name, texts=self._desk.texts)
        work, done = partial(put_apart, document, read, name, author()), partial(self._on_put, document, read)
        self._jobs.do(work, done=done, refused=self._desk.messages.refuse)

    def _on_put(self, document: Document, read: Sequence[Read], put: tuple[Document, tuple[Apart, ...]]) -> None:
        session, texts = self._desk.session, self._desk.texts
        if session.state.document is not document:
            self._put(read)  # something was edited meanwhile: what came of it is of the document before
            return
        after, told = put
        session.edit(texts._("Put parts into scenarios"), lambda _document: after)
        said = texts._("Parts put into scenarios of their own: {count}. None is taken back yet.")
        self._desk.messages.tell(said.format(count=len(told)))
        self.compare_wanted.emit()

    def _do_at_length(self, work: Callable[..., object], *what: object, said: str, done: Callable[..., object]) -> None:
        """Do something with many files that tells how far it is, and can be called off."""
        job = self._under_way = Job()
        self._jobs.do(
            partial(work, *what, job.tell),
            job=job,
            done=done,
            refused=self._desk.messages.refuse,
            ended=self.stopped.emit,
            progressed=lambda at, of: self.working.emit(said.format(done=at, count=of), at, of),
        )

    def _merge(self, read: Sequence[Read], takes: Mapping[Conflict, Take]) -> None:
        document = self._desk.session.state.document
        work = partial(take_back, document, read, takes, self._desk.texts._("Decided at the merge"), author())
        done = partial(self._on_merged, document, read, takes)
        self._jobs.do(work, done=done, refused=self._desk.messages.refuse)

    def _on_merged(
        self, document: Document, read: Sequence[Read], takes: Mapping[Conflict, Take], merged: Merge
    ) -> None:
        session, texts = self._desk.session, self._desk.texts
        if session.state.document is not document:
            self._merge(read, takes)  # something was edited meanwhile: what came of it is of the document before
            return
        if merged.open:
            dialog = MergeDialog(session, texts, (document, merged.open), self._desk.parent)
            dialog.decided.connect(lambda more: self._merge(read, {**takes, **more}))
            self._desk.hold_to(dialog)
            dialog.open()
            return
        session.edit(texts._("Take back parts"), lambda _document: merged.document, merged.scenario)
        changes = sum(each.changes for each in merged.results)
        moved = None if merged.before is None or merged.after is None else merged.after - merged.before
        said = texts._("Parts taken back: {parts}. New changes: {changes}, {effect} yen.").format(
            parts=len(merged.results), changes=changes, effect="−" if moved is None else format_change(moved)
        )
        self._desk.messages.tell(" ".join([said, *(each.render(texts.translate) for each in merged.told)]))

    # ---------------------------------------------------------------- sent back, settled

    def send_back(self) -> None:
        """Ask what shall be changed, and send the part selected back with it."""
        desk, found = self._desk, self._watch.found
        (one, *more) = self._selected()
        if more:
            raise UserError(N_("Several parts are selected."), N_("Select the one part that goes back."))
        path = found.paths.get(one.part.id) if found is not None else None
        if path is None:
            raise UserError(
                N_("The file of the part {heading} is not there."),
                N_("Choose the folder it is in."),
                heading=part_name(one.part, desk.texts),
            )
        self._jobs.do(partial(read_part, path), done=self._ask_return, refused=desk.messages.refuse)

    def _ask_return(self, read: Read) -> None:
        desk, part = self._desk, read.document.part
        if part is None:
            return  # another file has taken its place since
        dialog = ReturnDialog(desk.session, desk.texts, (part, read.document), desk.parent)
        dialog.wanted.connect(partial(self._return, read))
        desk.hold_to(dialog)
        dialog.show()

    def _return(self, read: Read, returning: Returning) -> None:
        work = partial(return_part, self._desk.session.state.document, read, returning, author())
        self._jobs.do(work, done=self._on_returned, refused=self._desk.messages.refuse)

    def _on_returned(self, back: Part) -> None:
        texts = self._desk.texts
        self._desk.session.edit(texts._("Send back a part"), lambda document: noted(document, back))
        self._desk.messages.tell(texts._("{part} is sent back.").format(part=part_name(back, texts)))
        self._watch.look_again()

    def settle(self) -> None:
        """Settle the parts selected: they are taken back no more."""
        self._step(self._desk.texts._("Settle parts"), settle_sent, self._selected())

    def unsettle(self) -> None:
        """Take back that the parts selected are settled."""
        self._step(self._desk.texts._("Take back that parts are settled"), unsettle_sent, self._selected())

    def _step(self, text: str, step: Step, parts: Iterable[Standing]) -> None:
        by = author()
        self._desk.session.edit(
            text, lambda document: reduce(lambda left, each: step(left, each.part.id, by), parts, document)
        )

    # ---------------------------------------------------------------- written down

    def write_reminders(self) -> None:
        """Write whom to remind as a table: the parts that are waited for."""
        desk = self._desk
        rows = reminders(self._standings, desk.texts)
        if len(rows) == 1:
            raise UserError(N_("Nobody is waited for."), N_("All parts are handed in."))
        suggested = desk.suggested(f"_{desk.texts.name('督促', 'reminders')}.csv")
        path = ask_target(desk.parent, desk.texts._("Reminders"), suggested, "CSV (*.csv)", ".csv")
        if path is not None:
            write_rows(path, rows)
            desk.messages.tell(
                desk.texts._("Reminders written ({count}): {path}").format(count=len(rows) - 1, path=path)
            )

    def ask_workbooks(self) -> None:
        """Write the submission of the scenario shown: one workbook of all, and one for each part that was sent."""
        desk, state = self._desk, self._desk.session.state
        sent = state.document.sent
        view = next((each for each in state.portfolio.views if sent and each.id == sent[0].view), None)
        if view is None:
            raise UserError(N_("No part was sent from this document."), N_("Send out parts first."))
        title = desk.texts._("Workbooks of all and of each part")
        path = ask_target(desk.parent, title, desk.suggested(".xlsx"), "Excel (*.xlsx)", ".xlsx")
        if path is None:
            return
        options = ExportOptions(FINANCE.sheets, examiner=FINANCE.examiner)
        self._do_at_length(
            write_workbooks,
            *(path, state.document, state.scenario, view, options),
            said=desk.texts._("Writing workbooks {done} of {count} …"),
            done=partial(self._on_workbooks, path, state.opening),
        )

    def _on_workbooks(self, path: Path, opening: int, record: HandoverRecord) -> None:
        self._desk.session.keep_record(record, opening)
        said = self._desk.texts._("The workbooks are written, read back and compared: {path}")
        self._desk.messages.tell(said.format(path=path))

    def give_up(self) -> None:
        """Read no further parts, or write no further workbooks and take away those that were written."""
        if self._under_way is not None:
            self._under_way.give_up()

    def write_board(self, rows: Sequence[Sequence[str]]) -> None:
        """Write the board as a table, as it is shown."""
        desk = self._desk
        suggested = desk.suggested(f"_{desk.texts.name('取りまとめ', 'parts')}.csv")
        path = ask_target(desk.parent, desk.texts._("Write as CSV"), suggested, "CSV (*.csv)", ".csv")
        if path is not None:
            write_rows(path, rows)
            desk.messages.tell(desk.texts._("The board is written: {path}").format(path=path))
