"""The changes that make up the scenario shown: found again, explained one or many at a time, taken back, passed on."""

from __future__ import annotations

from enum import Enum
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.tables.lists import Index, ListView, TableModel
from planner.app.widgets.front import bring_forward
from planner.app.widgets.plain import plain_tip
from planner.core.edits.changes import set_reasons
from planner.core.errors import N_
from planner.core.model.document import CellChange, Change
from planner.core.model.fields import ALL_FIELDS, Axis
from planner.core.money import format_change
from planner.words.texts import Texts, folded

WHAT, EFFECT, REASON, WHO = range(4)


class ChangeFilter(Enum):
    """Which changes the list shows."""

    ALL = N_("All changes")
    UNEXPLAINED = N_("Without a reason")
    OWN = N_("Of this scenario alone")


class ChangeModel(TableModel):
    """The changes, newest first; the reason can be typed in place."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = (_("What changed"), _("Effect"), _("Reason"), _("By"))
        self._changes: tuple[Change, ...] = ()
        self._wanted, self._shown = "", ChangeFilter.ALL
        self._find(session.state)
        session.changed.connect(self._on_changed)

    def narrow(self, wanted: str, shown: ChangeFilter) -> None:
        """Show only changes whose words hold a text, and of the kind chosen."""
        self.beginResetModel()
        self._wanted, self._shown = folded(wanted), shown
        self._find(self._session.state)
        self.endResetModel()

    def _find(self, state: State) -> None:
        self._changes = tuple(
            change for change in reversed(state.document.changes_of(state.scenario)) if self._fits(change, state)
        )

    def _fits(self, change: Change, state: State) -> bool:
        if self._shown is ChangeFilter.UNEXPLAINED and change.why:
            return False
        if self._shown is ChangeFilter.OWN and change.scenario != state.scenario:
            return False
        if not self._wanted:
            return True
        said = [change.why, change.who, *(f"{cell.line_id} {self.cell_text(cell)}" for cell in change.cells)]
        return self._wanted in folded("\n".join(said))

    def _on_changed(self, moved: Moved) -> None:
        if moved.changes or moved.scenario:
            self.beginResetModel()
            self._find(moved.after)
            self.endResetModel()
        elif moved.unit and self._changes:
            self.dataChanged.emit(self.index(0, EFFECT), self.index(len(self._changes) - 1, EFFECT))

    def change_at(self, row: int) -> Change:
        """The change in a row."""
        return self._changes[row]

    def place_at(self, row: int) -> Place | None:
        """The first cell of the change in a row, `None` where its line is no more."""
        cell = self._changes[row].cells[0]
        line = self._session.state.portfolio.line_index.get(cell.line_id)
        fiscal = ALL_FIELDS[cell.field].axis is Axis.FISCAL
        return None if line is None else Place(row=line, field=cell.field, year=cell.year if fiscal else None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._changes)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == REASON else flags

    def data(self, index: Index, role: int = 0) -> Any:
        change = self._changes[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == EFFECT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            said = [f"{change.when} {change.who}".strip(), *map(self.cell_text, change.cells[:30])]
            return plain_tip("\n".join(said))
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        if index.column() == WHAT:
            more = len(change.cells) - 1
            text = self.cell_text(change.cells[0])
            return f"{text} {self._texts._('and {n} more').format(n=more)}" if more else text
        if index.column() == EFFECT:
            return "−" if change.effect is None else format_change(change.effect, self._session.state.unit)
        return change.why if index.column() == REASON else f"{change.when[:16].replace('T', ' ')} {change.who}".strip()

    def cell_text(self, cell: CellChange) -> str:
        """One cell of a change in words: line, driver, before → after."""
        portfolio, field = self._session.state.portfolio, ALL_FIELDS[cell.field]
        row = portfolio.line_index.get(cell.line_id)
        name = cell.line_id
        if row is not None:
            name = self._texts.name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])
        before, after = (self._texts.value(field, value) for value in (cell.before, cell.after))
        year = "" if cell.year == portfolio.request_year else f" {self._texts.year(field, cell.year)}"
        return f"{name} {self._texts._(field.label)}{year}: {before} → {after}"

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        numbers = [self._changes[index.row()].number]
        self._session.edit(self._texts._("Reason"), lambda document: set_reasons(document, numbers, str(value)))
        return True


class ChangePanel(QWidget):
    """The list with a filter above it, and below it a reason: for the changes selected, or for the edits to come.

    Signals:
        jumped(Place): a change was activated (double click or Enter).
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        _ = texts._
        self.list = ListView("changes", _("Changes"), (26, 12, 22))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.model = ChangeModel(session, texts, self)
        self.list.setModel(self.model)
        self.search, self.shown = QLineEdit(), QComboBox()
        self.search.setPlaceholderText(_("Find changes"))
        self.search.setAccessibleName(_("Find changes"))
        self.search.setClearButtonEnabled(True)
        self.shown.setAccessibleName(_("Show only"))
        for each in ChangeFilter:
            self.shown.addItem(_(each.value), each)
        self.reason, self.write = QLineEdit(), QPushButton(_("Write"))
        self.reason.setPlaceholderText(_("Reason of the selected changes"))
        self.reason.setAccessibleName(_("Reason of the selected changes"))
        self.write.setToolTip(_("Write the reason beside every selected change"))
        self.ahead = QCheckBox(_("Also for the edits to come"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.search, 1)
        above.addWidget(self.shown)
        below.addWidget(self.reason, 1)
        below.addWidget(self.write)
        layout.addLayout(above)
        layout.addWidget(self.list)
        layout.addLayout(below)
        layout.addWidget(self.ahead)
        self.list.activated.connect(self._jump)
        self.search.textChanged.connect(self._narrow)
        self.shown.activated.connect(self._narrow)
        self.write.clicked.connect(self._explain)
        self.reason.returnPressed.connect(self._explain)
        self.reason.textChanged.connect(self._look_ahead)
        self.ahead.toggled.connect(self._look_ahead)

    def _jump(self, index: QModelIndex) -> None:
        place = self.model.place_at(index.row())
        if place is not None:
            self.jumped.emit(place)

    def _narrow(self) -> None:
        self.model.narrow(self.search.text(), self.shown.currentData())

    def selected(self) -> list[Change]:
        """The changes selected, newest first."""
        rows = sorted({index.row() for index in self.list.selectionModel().selectedIndexes()})
        return [self.model.change_at(row) for row in rows]

    def start_reason(self) -> None:
        """Type a reason: for the changes selected, or for the latest one."""
        if not self.selected() and self.model.rowCount():
            chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.list.selectionModel().setCurrentIndex(self.model.index(0, 0), chosen)  # whatever keys are held
        bring_forward(self)
        self.reason.setFocus()
        self.reason.selectAll()

    def _explain(self) -> None:
        numbers, why = [change.number for change in self.selected()], self.reason.text()
        if numbers:
            self._session.edit(self._texts._("Reason"), lambda document: set_reasons(document, numbers, why))

    def _look_ahead(self) -> None:
        self._session.reason = self.reason.text().strip() if self.ahead.isChecked() else ""
