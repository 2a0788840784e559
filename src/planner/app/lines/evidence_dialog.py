"""What a rate rests on, as an officer says it: kind, document and place of the evidence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QWidget

from planner.core.model.document import Evidence, EvidenceKind
from planner.words.figures import EVIDENCE_NAMES
from planner.words.texts import Texts


class EvidenceDialog(QDialog):
    """Kind, document and place of what a rate rests on; an empty document takes it back."""

    def __init__(self, parent: QWidget, texts: Texts, known: Evidence | None) -> None:
        super().__init__(parent)
        _ = texts._
        self.setWindowTitle(_("Evidence for the rate"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.kind, self.document, self.page = QComboBox(), QLineEdit(), QLineEdit()
        for kind, name in EVIDENCE_NAMES.items():
            self.kind.addItem(_(name), kind)
        self.document.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 44)
        if known is not None:
            self.kind.setCurrentIndex(list(EVIDENCE_NAMES).index(known.kind))
            self.document.setText(known.document)
            self.page.setText(known.page)
        form = QFormLayout(self)
        form.addRow(_("Kind"), self.kind)
        form.addRow(_("Document"), self.document)
        form.addRow(_("Page or article"), self.page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    @property
    def evidence(self) -> Evidence | None:
        """What was typed, `None` for none."""
        document = self.document.text().strip()
        return Evidence(EvidenceKind(self.kind.currentData()), document, self.page.text().strip()) if document else None
