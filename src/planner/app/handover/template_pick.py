"""Which workbook a submission is written into: the program's own, a template that ships, or a file of the officer's."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from planner.app.widgets.plain import plain_tip
from planner.files.submission.options import SHEET_NAMES
from planner.files.template.shipped import KINDS, shipped
from planner.words.texts import Texts

CHOOSE = "choose"
"""The data of the entry that asks for a file."""


class TemplatePick(QComboBox):
    """A choice of templates; a file that was chosen becomes an entry of its own."""

    def __init__(self, parent: QWidget, texts: Texts) -> None:
        super().__init__(parent)
        self._texts, self._chosen = texts, 0
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        self.addItem(texts._("none: all sheets chosen below"), None)
        for kind in KINDS:
            self.addItem(texts.name(*SHEET_NAMES[kind]), str(shipped(kind)))
        self.addItem(texts._("Choose a file…"), CHOOSE)
        self.activated.connect(self._on_activated)
        self.currentTextChanged.connect(lambda text: self.setToolTip(plain_tip(text)))
        self.setToolTip(plain_tip(self.currentText()))

    @property
    def template(self) -> Path | None:
        """The template chosen, `None` for the program's own workbook."""
        data = self.itemData(self._chosen)
        return None if data is None else Path(data)

    def _on_activated(self, place: int) -> None:
        if self.itemData(place) == CHOOSE:
            name, _filter = QFileDialog.getOpenFileName(
                self, self._texts._("Template to fill in"), "", "Excel (*.xlsx)"
            )
            place = self._place_of(name) if name else self._chosen
            with QSignalBlocker(self):
                self.setCurrentIndex(place)
        self._chosen = place

    def _place_of(self, name: str) -> int:
        """The entry of a file, made where there is none yet."""
        if self.findData(name) < 0:
            self.insertItem(self.count() - 1, Path(name).name, name)
        return self.findData(name)
