"""A table of past years about to be taken over: read aside, then shown with what was found, and what to confirm."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QProgressBar, QPushButton, QVBoxLayout

from planner.app.programs.past_years_model import HERE, NAMED, Found, PastYearsModel
from planner.app.session.desk import Desk
from planner.app.tables.lists import ListView
from planner.app.widgets.jobs import Jobs
from planner.app.widgets.plain import Label
from planner.app.widgets.room import give_room
from planner.core.edits.execution import Matches, match
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.files.portfolio.execution_in import ExecutionTable, read_execution


class PastYearsDialog(QDialog):
    """Reads a CSV table and asks which of its programs are meant where the name alone is the same.

    Signals:
        decided(list): what is to be taken over, as pairs of what the table says and of which program.
    """

    decided = Signal(object)

    def __init__(self, path: Path, desk: Desk) -> None:
        super().__init__(desk.parent)
        self._texts, self._jobs = desk.texts, Jobs(self)
        _ = desk.texts._
        self.setWindowTitle(_("Execution of past years"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.said = Label(_("Reading {path} …").format(path=path))
        self.said.setWordWrap(True)
        self._told = ""
        """What is to be said of the table, whatever is ticked."""
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.model = PastYearsModel(desk.session, desk.texts, self)
        self.table = ListView("past-years", _("What the table says"), (24, 44, 44, 9, 9, 9))
        self.table.setModel(self.model)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.confirm_all = QPushButton(_("Confirm all of the same name"))
        self.confirm_all.setEnabled(False)
        self.buttons.addButton(self.confirm_all, QDialogButtonBox.ButtonRole.ActionRole)
        self.take = self.buttons.addButton(_("Take over"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setEnabled(False)
        self.take.setDefault(True)
        self.confirm_all.clicked.connect(self.model.tick_all)
        self.model.ticked.connect(self._show_state)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.said, self.bar, self.table, self.buttons):
            layout.addWidget(widget)
        digit = self.fontMetrics().horizontalAdvance("0")
        give_room(self, digit * 150, self.fontMetrics().height() * 28)
        work = partial(_read, path, desk.session.state.document)
        self._jobs.do(work, done=self._on_done, refused=self._on_refused)

    def _on_done(self, read: tuple[ExecutionTable, Matches]) -> None:
        table, _matches = read
        self.model.show(*read)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        for column in (NAMED, HERE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.resizeColumnToContents(0)
        self.bar.hide()
        self._told = self._summary(table)
        self.confirm_all.setEnabled(bool(self.model.count(Found.BY_NAME)))
        self._show_state()
        self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus()

    def _summary(self, table: ExecutionTable) -> str:
        _, count = self._texts._, self.model.count
        found = _("{name}: programs known by ID {sure}, not here {unmatched}, rows that cannot be read {unread}.")
        counts = {"sure": Found.BY_ID, "unmatched": Found.NOWHERE, "unread": Found.UNREAD}
        said = [found.format(name=table.name, **{key: f"{count(each):,}" for key, each in counts.items()})]
        if table.other_ministries or table.other_years:
            left = _("Rows left alone: {ministries} of other ministries, {years} of other years.")
            said.append(left.format(ministries=f"{table.other_ministries:,}", years=f"{table.other_years:,}"))
        if count(Found.BY_NAME):
            said.append(_("Tick those that are the same program; a program without a budget project ID gets it then."))
        if count(Found.NOWHERE):
            said.append(_("For those not here give the program its budget project ID and read the table again."))
        return "\n".join(said)

    def _show_state(self) -> None:
        _, left, chosen = self._texts._, self.model.left, len(self.model.chosen)
        asked = _("Of the same name, but not confirmed and so not taken over: {count}.").format(count=left)
        self.said.setText("\n".join([self._told, *([asked] if left else [])]))
        self.take.setText(_("Take over ({count})").format(count=chosen))
        self.take.setEnabled(bool(chosen))

    def _on_refused(self, error: UserError) -> None:
        self.said.setText(error.render(self._texts.translate))
        self.bar.hide()
        self.table.hide()
        self.adjustSize()

    def accept(self) -> None:
        chosen = self.model.chosen
        super().accept()
        self.decided.emit(chosen)

    def reject(self) -> None:
        self._jobs.leave()
        super().reject()


def _read(path: Path, document: Document) -> tuple[ExecutionTable, Matches]:
    table = read_execution(path, document.portfolio)
    return table, match(document, table.reported)
