"""Conflicts of parts that are taken back: both sides beside each other, decided row by row or all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QHeaderView, QPushButton, QVBoxLayout, QWidget

from planner.app.session.session import Session
from planner.app.tables.lists import Index, ListView, TableModel
from planner.app.widgets.plain import Label, plain_tip
from planner.app.widgets.room import give_room
from planner.core.merge.conflicts import Conflict, Take
from planner.core.model.document import Document
from planner.core.money import format_change
from planner.words.merge import conflict_place, side_text
from planner.words.texts import Texts

WHERE, OURS, THEIRS, EFFECT, HOLDS = range(5)
WIDTHS = (40, 34, 34, 24, 16)
NOTHING = "−"


class ConflictModel(TableModel):
    """A row a conflict: where, both sides, the yen of theirs, and which of them holds."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = (_("Where"), _("Ours"), _("Theirs"), _("Effect of theirs (yen)"), _("Holds"))
        self.takes: dict[Conflict, Take] = {}
        self._rows: list[tuple[Conflict, tuple[str, ...]]] = []

    def show(self, document: Document, conflicts: Sequence[Conflict]) -> None:
        """Take up conflicts of a document."""
        texts = self._texts
        self.beginResetModel()
        self._rows = [
            (
                each,
                (
                    conflict_place(document, each, texts),
                    side_text(each, each.ours, texts),
                    side_text(each, each.theirs, texts),
                    NOTHING if each.effect is None else format_change(each.effect),
                ),
            )
            for each in conflicts
        ]
        self.endResetModel()

    def decide(self, rows: Sequence[int], take: Take) -> None:
        """Let one side hold in these rows."""
        for row in rows:
            self.takes[self._rows[row][0]] = take
            place = self.index(row, HOLDS)
            self.dataChanged.emit(place, place)

    @property
    def is_decided(self) -> bool:
        """Whether nothing is left to decide."""
        return all(each in self.takes for each, _texts in self._rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() == EFFECT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        conflict, said = self._rows[index.row()]
        if index.column() == HOLDS:
            names = {Take.OURS: self._texts._("ours"), Take.THEIRS: self._texts._("theirs")}
            text = names[self.takes[conflict]] if conflict in self.takes else self._texts._("(to be decided)")
        else:
            text = said[index.column()]
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text


class MergeDialog(QDialog):
    """Asks which side holds; nothing is taken back before all is decided.

    Signals:
        decided(takes): every conflict has its side.
    """

    decided = Signal(object)

    def __init__(
        self, session: Session, texts: Texts, found: tuple[Document, Sequence[Conflict]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        _ = texts._
        self.setWindowTitle(_("Both sides changed this"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        said = Label(
            _(
                "Values and texts that both sides changed: {count}. "
                "Choose which holds: of the rows selected, or of all."
            ).format(count=len(found[1]))
        )
        said.setWordWrap(True)
        self.model = ConflictModel(session, texts, self)
        self.model.show(*found)
        self.table = ListView("conflicts", _("Conflicts"), WIDTHS)
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        for column in (WHERE, OURS, THEIRS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.selectRow(0)
        self.ours, self.theirs = QPushButton(_("&Ours")), QPushButton(_("&Theirs"))
        self.all_ours, self.all_theirs = QPushButton(_("All ours")), QPushButton(_("All theirs"))
        row = QHBoxLayout()
        for button, take, whole in (
            (self.ours, Take.OURS, False),
            (self.theirs, Take.THEIRS, False),
            (self.all_ours, Take.OURS, True),
            (self.all_theirs, Take.THEIRS, True),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._decide, take, whole))
            row.addWidget(button)
        row.addStretch(1)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.apply = self.buttons.addButton(_("Take the parts back"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.apply.setEnabled(False)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (said, self.table):
            layout.addWidget(widget)
        layout.addLayout(row)
        layout.addWidget(self.buttons)
        give_room(self, self.fontMetrics().horizontalAdvance("0") * sum(WIDTHS), self.fontMetrics().height() * 24)

    def _decide(self, take: Take, whole: bool) -> None:
        chosen = [index.row() for index in self.table.selectionModel().selectedRows()]
        self.model.decide(range(self.model.rowCount()) if whole else chosen, take)
        self.apply.setEnabled(self.model.is_decided)

    def _accept(self) -> None:
        takes: Mapping[Conflict, Take] = dict(self.model.takes)
        self.accept()
        self.decided.emit(takes)
