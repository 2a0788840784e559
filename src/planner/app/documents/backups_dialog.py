"""The earlier states of the open document: until when each was the saved one, and how large it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from planner.app.widgets import theme
from planner.app.widgets.jobs import Jobs
from planner.app.widgets.plain import Label
from planner.app.widgets.room import give_room
from planner.core.calculation.evaluate import Base, evaluate_base
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.files.document.backups import Backup
from planner.files.document.store import open_document
from planner.words.texts import Texts


class BackupsDialog(QDialog):
    """Lists backups, newest first, and reads the one chosen; of a document with `damage` all that is whole.

    Signals:
        read(Document, Base): this one is wanted, as an unsaved copy; its base is evaluated already.
        refused(UserError): it cannot be read.
    """

    read = Signal(object, object)
    refused = Signal(object)

    def __init__(
        self, backups: Sequence[Backup], path: Path, texts: Texts, parent: QWidget, damage: UserError | None = None
    ) -> None:
        super().__init__(parent)
        self._backups = backups
        self._jobs, self._reading = Jobs(self), False
        _ = texts._
        self.setWindowTitle(_("Backups"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        count = len(backups)
        said = _("Earlier states of {name}, kept on this computer. One is opened as a copy without a name.")
        if not count:
            said = _("There are no backups of {name} yet: each save from now on keeps what was there before.")
        said = said.format(name=path.name)
        if damage is not None:
            whole = _("These are whole: what it was before it was saved last, backups, unsaved work.")
            said = f"{damage.render(texts.translate)}\n{whole if count else _('No whole copy of it was found.')}"
        label = Label(said)
        label.setWordWrap(True)
        self.table = QTableWidget(count, 2)
        self.table.setFont(theme.table_font())
        self.table.setHorizontalHeaderLabels([_("Saved state until"), _("Size (bytes)")])
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.verticalHeader().hide()
        self.table.setAccessibleName(_("Backups"))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for row, backup in enumerate(backups):
            size = QTableWidgetItem(f"{backup.size:,}")
            size.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, 0, QTableWidgetItem(f"{backup.until:%Y-%m-%d %H:%M:%S}"))
            self.table.setItem(row, 1, size)
        self.table.setCurrentCell(0, 0)
        self.table.setVisible(bool(count))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.take = self.buttons.addButton(_("Open as a copy"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setEnabled(bool(count))
        self.take.clicked.connect(self._take)
        self.table.activated.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (label, self.table, self.buttons):
            layout.addWidget(widget)
        self.take.setDefault(True)  # in the dialog by now, which knows one default
        digit, line = self.fontMetrics().horizontalAdvance("0"), self.fontMetrics().height()
        self.table.setFocus()
        give_room(self, digit * 64, line * (20 if count else 6))

    def _take(self) -> None:
        row = self.table.currentRow()
        if row >= 0 and not self._reading:
            self._reading = True
            self._jobs.do(partial(_read, self._backups[row].path), done=self._on_read, refused=self._on_refused)

    def _on_read(self, read: tuple[Document, Base]) -> None:
        self.accept()
        self.read.emit(*read)

    def _on_refused(self, error: UserError) -> None:
        self.accept()
        self.refused.emit(error)


def _read(path: Path) -> tuple[Document, Base]:
    document = open_document(path).document
    return document, evaluate_base(document.portfolio)
