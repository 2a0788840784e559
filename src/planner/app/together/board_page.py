"""取りまとめ · the parts that were sent: how far each has come, taking them back, sending one back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from planner.app.session.desk import Desk
from planner.app.session.moved import Moved
from planner.app.tables.lists import ListView
from planner.app.together.board_model import BoardModel
from planner.app.together.merge_dialog import MergeDialog
from planner.app.together.part_bar import PartBar
from planner.app.together.split_dialog import SplitDialog
from planner.app.together.work import Seen, Sending, look, return_part, send_out, take_back, with_shares
from planner.app.widgets.file_names import ask_target
from planner.app.widgets.jobs import Job, Jobs
from planner.app.widgets.plain import Label
from planner.core.edits.parts import noted
from planner.core.errors import UserError
from planner.core.merge.board import Standing, board
from planner.core.merge.conflicts import Conflict, Take
from planner.core.merge.merge import Merge
from planner.core.merge.split import with_sent
from planner.core.model.document import WORKING, Document
from planner.core.model.parts import Part
from planner.core.money import format_change
from planner.files.document.author import author
from planner.files.parts.reading import Read
from planner.files.plain.tidy_csv import write_rows

WIDTHS = (24, 14, 12, 12, 18, 18, 18, 11, 20, 12, 30)


class BoardPage(QWidget):
    """The bar of a part where the document is one; below it the board and what is done with it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._jobs = desk, Jobs(self)
        self._folder: Path | None = None
        self._seen: Seen | None = None
        self._looking: Job | None = None
        _ = desk.texts._
        self.setObjectName("board")
        self.part = PartBar(desk)
        self.said = Label()
        self.said.setWordWrap(True)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter the parts"))
        self.filter.setAccessibleName(_("Filter the parts"))
        self.filter.setClearButtonEnabled(True)
        self.model = BoardModel(desk.session, desk.texts, self)
        self.shown = QSortFilterProxyModel(self)
        self.shown.setSourceModel(self.model)
        self.shown.setFilterKeyColumn(-1)
        self.shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.filter.textChanged.connect(self.shown.setFilterFixedString)
        self.table = ListView("parts", _("Parts"), WIDTHS)
        self.table.setModel(self.shown)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.send, self.look, self.take = (
            QPushButton(text) for text in (_("Send out parts…"), _("Folder of the parts…"), _("Take the parts back"))
        )
        self.back, self.write = QPushButton(_("Send back…")), QPushButton(_("Write as CSV…"))
        self.take.setProperty("look", "primary")
        row = QHBoxLayout()
        row.addWidget(self.filter, 4)
        row.addStretch(1)
        for button, call in (
            (self.look, self._choose_folder),
            (self.take, self._take_back),
            (self.back, self._send_back),
            (self.write, self._write),
            (self.send, self._send_out),
        ):
            button.clicked.connect(partial(desk.do, call))
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.part)
        layout.addLayout(row)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 8)
        layout.addStretch(1)
        self._show()
        desk.session.changed.connect(self._on_changed)

    def leave(self) -> None:
        """Give up what is under way."""
        self._jobs.leave()

    def look_into(self, folder: Path) -> None:
        """Read the parts in a folder; what was being read before is given up."""
        if self._looking is not None:
            self._looking.give_up()
        self._folder, state = folder, self._desk.session.state
        job = Job()
        work = partial(look, state.document, folder, state.path, job.tell)
        said = self._desk.texts._("Reading parts {done} of {count} …")
        self._looking = self._jobs.do(
            work,
            job=job,
            done=partial(self._on_seen, job),
            refused=self._desk.messages.refuse,
            progressed=lambda done, of: self.said.setText(said.format(done=done, count=of)),
        )

    def _on_changed(self, moved: Moved) -> None:
        if moved.opening:
            self._jobs.leave()
            self._seen = self._folder = self._looking = None
        if moved.opening or (moved.document and self._folder is None):
            self._show()

    def _on_seen(self, job: Job, seen: Seen) -> None:
        if job.is_given_up:
            return  # it had all but ended when another look began
        self._seen = seen
        self._show()
        for path, error in seen.refused:
            self._desk.messages.warn(error.at(path.name).render(self._desk.texts.translate))

    def _show(self) -> None:
        document, _ = self._desk.session.state.document, self._desk.texts._
        standings = board(document, {}) if self._seen is None else self._seen.standings
        self.model.show(standings)
        if not document.sent:
            self.said.setText(
                _(
                    "No part was sent from this document. A part for each heading of a view has its programs open, "
                    "of all others the totals alone."
                )
            )
        elif self._seen is None:
            told = _("{count} parts were sent. Choose their folder to see how far they are.")
            self.said.setText(told.format(count=len(document.sent)))
        else:
            there = sum(each.found for each in standings)
            told = _("{there} of {count} parts are in {folder}.")
            self.said.setText(told.format(there=there, count=len(standings), folder=self._folder))
        for widget in (self.look, self.take, self.back, self.write, self.table, self.filter):
            widget.setVisible(bool(document.sent))
        for button in (self.take, self.back):
            button.setEnabled(self._seen is not None)
        self.setFocusProxy(self.table if document.sent else self.send)

    def _choose_folder(self) -> None:
        title = self._desk.texts._("Folder of the parts")
        name = QFileDialog.getExistingDirectory(self._desk.parent, title, str(self._folder or self._desk.folder))
        if name:
            self.look_into(Path(name))

    def _chosen(self) -> list[Standing]:
        """The parts of the selected rows."""
        rows = self.table.selectionModel().selectedRows()
        return [self.model.standings[self.shown.mapToSource(index).row()] for index in rows]

    # ---------------------------------------------------------------- taking back

    def _take_back(self) -> None:
        """Take back the parts selected, or all that are there."""
        seen = self._seen
        if seen is None:
            return
        wanted = [each.part.id for each in self._chosen() or seen.standings]
        read = [seen.read[id_] for id_ in wanted if id_ in seen.read]
        if read:
            self._merge(read, {})

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
        said = texts._("{parts} parts taken back: {changes} new changes, {effect} yen.").format(
            parts=len(merged.results), changes=changes, effect="−" if moved is None else format_change(moved)
        )
        self._desk.messages.tell(" ".join([said, *(each.render(texts.translate) for each in merged.told)]))
        if self._folder is not None:
            self.look_into(self._folder)

    # ---------------------------------------------------------------- sending

    def _send_back(self) -> None:
        """Ask what shall be changed, and send the part selected back with it."""
        chosen = [each for each in self._chosen() if self._seen is not None and each.part.id in self._seen.read]
        if len(chosen) != 1:
            self._desk.messages.tell(self._desk.texts._("Select the one part that goes back."))
            return
        _, (one,) = self._desk.texts._, chosen
        dialog = QInputDialog(self._desk.parent)
        dialog.setWindowTitle(_("Send back {heading}").format(heading=one.part.heading))
        dialog.setLabelText(_("What shall be changed?"))
        dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(partial(self._return, one))
        self._desk.hold_to(dialog)
        dialog.open()

    def _return(self, one: Standing, note: str) -> None:
        assert self._seen is not None
        work = partial(return_part, self._seen.read[one.part.id].path, note, author())
        self._jobs.do(work, done=self._on_returned, refused=self._desk.messages.refuse)

    def _on_returned(self, back: Document) -> None:
        part = back.part
        if part is not None:
            self._desk.session.edit(self._desk.texts._("Send back a part"), lambda document: noted(document, part))
        if self._folder is not None:
            self.look_into(self._folder)

    def _send_out(self) -> None:
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
        if not job.is_given_up:  # called off too late, and closed
            dialog.accept()
        self._desk.messages.tell(texts._("The parts are written. Save the document: it knows of them from now on."))
        self.look_into(sending.folder)

    def _write(self) -> None:
        """Write the board as a table, for reminders."""
        desk = self._desk
        suggested = desk.suggested(f"_{desk.texts.name('取りまとめ', 'parts')}.csv")
        path = ask_target(desk.parent, desk.texts._("Write as CSV"), suggested, "CSV (*.csv)", ".csv")
        if path is None:
            return
        places = (self.shown.mapToSource(self.shown.index(row, 0)).row() for row in range(self.shown.rowCount()))
        rows = [self.model.texts_of(place) for place in places]
        write_rows(path, [self.model.headers, *rows])
        desk.messages.tell(desk.texts._("The board is written: {path}").format(path=path))
