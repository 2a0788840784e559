"""Unsaved work found at the start: what it is, and whether to take it up again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from planner.app.documents.recovery import Leftover
from planner.app.widgets.plain import Label
from planner.app.widgets.room import give_room
from planner.core.model.fields import ALL_FIELDS
from planner.words.texts import Texts


class RecoveryDialog(QDialog):
    """Lists what earlier programs left unsaved.

    Signals:
        taken(Leftover): take this up again.
        dropped(Leftover): forget it for good.
    """

    taken = Signal(object)
    dropped = Signal(object)

    def __init__(self, leftovers: Sequence[Leftover], texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        _ = texts._
        self.setWindowTitle(_("Unsaved work"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        said = Label(_("The program ended before this work was saved. Take it up again?"))
        said.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Unsaved work"))
        self.list.setWordWrap(True)
        for each in leftovers:
            item = QListWidgetItem(self._describe(each))
            item.setData(Qt.ItemDataRole.UserRole, each)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.buttons = QDialogButtonBox()
        self.take = self.buttons.addButton(_("Take it up"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.drop = self.buttons.addButton(_("Discard it"), QDialogButtonBox.ButtonRole.DestructiveRole)
        self.buttons.addButton(_("Later"), QDialogButtonBox.ButtonRole.RejectRole)
        self.take.clicked.connect(self._take)
        self.drop.clicked.connect(self._drop)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (said, self.list, self.buttons):
            layout.addWidget(widget)
        self.take.setDefault(True)  # in the dialog by now, which knows one default
        give_room(self, self.fontMetrics().horizontalAdvance("0") * 90, self.fontMetrics().height() * 16)

    def _describe(self, leftover: Leftover) -> str:
        _ = self._texts._
        name = str(leftover.path) if leftover.path else _("Untitled")
        document = leftover.document
        kept = f"{leftover.kept:%Y-%m-%d %H:%M:%S}"
        said = _("{name}, kept {kept}: scenarios {scenarios}, changes {changes}").format(
            name=name, kept=kept, scenarios=len(document.scenarios), changes=len(document.changes)
        )
        if not document.changes:
            return said
        cell = document.changes[-1].cells[0]
        field = ALL_FIELDS[cell.field]
        after = self._texts.value(field, cell.after)
        lines, row = document.portfolio.lines, document.portfolio.line_index.get(cell.line_id)
        line = cell.line_id if row is None else self._texts.name(lines.labels[row], lines.labels_en[row])
        last = _("last: {line} {field} → {value}").format(line=line, field=_(field.label), value=after)
        return f"{said}\n{last}"

    def _chosen(self) -> Leftover | None:
        found = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, Leftover) else None

    def _take(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.taken.emit(chosen)
        self.accept()

    def _drop(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.dropped.emit(chosen)
            self.list.takeItem(self.list.currentRow())
        if not self.list.count():
            self.accept()
