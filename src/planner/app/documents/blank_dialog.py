"""A request of one's own from nothing: the ministry, the fiscal year, the first program. Lines come in the table."""

from __future__ import annotations

import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from planner.app.widgets.plain import Label
from planner.app.widgets.room import give_room
from planner.core.model.blank import begun, next_request_year
from planner.words.texts import Texts

YEARS = 3
"""So many request years are offered from the one before the next on."""


class BlankDialog(QDialog):
    """Three things to fill in. Where an empty workbook was chosen this stands in its place, and leads back to it.

    Signals:
        chosen(Portfolio): a document is wanted over it.
    """

    chosen = Signal(object)

    def __init__(self, texts: Texts, parent: QWidget, book: Path | None = None) -> None:
        super().__init__(parent)
        _ = texts._
        self._book = book
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Begin with nothing"))
        said = Label(_("These three are enough to begin. Lines are written in the table then."))
        if book is not None:
            said.setText(
                _("{name} is empty so far. Begin here, or fill it in and read it again.").format(name=book.name)
            )
        said.setWordWrap(True)
        self.program, self.year, self.ministry = QLineEdit(), QComboBox(), QLineEdit()
        request = next_request_year(datetime.date.today())
        for year in range(request - 1, request - 1 + YEARS):
            self.year.addItem(texts.fiscal_year(year), year)
        self.year.setCurrentIndex(1)
        form = QFormLayout()
        named = ((_("Ministry"), self.ministry), (_("Fiscal year"), self.year), (_("First program"), self.program))
        for name, field in named:
            field.setAccessibleName(name)
            form.addRow(name, field)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.begin = self.buttons.addButton(_("Begin"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        if book is not None:
            fill = self.buttons.addButton(_("Open the workbook"), QDialogButtonBox.ButtonRole.ActionRole)
            fill.clicked.connect(self._open_book)
        layout = QVBoxLayout(self)
        layout.addWidget(said)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self.begin.setDefault(True)
        self.program.textChanged.connect(self._show_state)
        self._show_state()
        give_room(self, self.fontMetrics().horizontalAdvance("0") * 64, self.sizeHint().height())
        self.ministry.setFocus()

    def _show_state(self) -> None:
        self.begin.setEnabled(bool(self.program.text().strip()))

    def _open_book(self) -> None:
        """Fill the workbook in where workbooks are filled in."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._book)))
        self.reject()

    def accept(self) -> None:
        self.chosen.emit(begun(self.ministry.text().strip(), self.year.currentData(), self.program.text().strip()))
        super().accept()
