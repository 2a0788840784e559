"""The panels at the right: scenarios, and the changes of the one shown with their reasons."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QTreeWidget,
    QTreeWidgetItem,
)

from planner.app import theme
from planner.app.session import Session, State
from planner.core.document import BASE, CellChange, Change
from planner.core.fields import ALL_FIELDS
from planner.core.money import format_change
from planner.core.years import era_label
from planner.texts import Texts

Index = QModelIndex | QPersistentModelIndex
NUMBER_ROLE = int(Qt.ItemDataRole.UserRole)


class ScenarioTree(QTreeWidget):
    """The base and the scenarios below it with what each adds to the request; clicking one shows it."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self._items: dict[int, QTreeWidgetItem] = {}
        self.setObjectName("scenarios")
        self.setAccessibleName(texts._("Scenarios"))
        self.setHeaderLabels([texts._("Scenario"), texts._("From base")])
        self.setFont(theme.table_font())
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        session.changed.connect(self._on_changed)
        self.currentItemChanged.connect(self._on_current)
        self._build(session.state)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("0") * 30, self.fontMetrics().height() * 9)

    def _build(self, state: State) -> None:
        self.blockSignals(True)
        self.clear()
        base = QTreeWidgetItem([self._texts._("Base"), ""])
        base.setData(0, NUMBER_ROLE, BASE)
        self.addTopLevelItem(base)
        self._items = {BASE: base}
        waiting = list(state.document.scenarios)
        while waiting:
            later = []
            for scenario in waiting:
                if scenario.parent not in self._items:
                    later.append(scenario)
                    continue
                item = QTreeWidgetItem([scenario.name, ""])
                item.setData(0, NUMBER_ROLE, scenario.number)
                item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self._items[scenario.parent].addChild(item)
                self._items[scenario.number] = item
            waiting = later
        self.expandAll()
        self.setCurrentItem(self._items[state.scenario])
        self.blockSignals(False)
        self._show_differences(state)

    def _show_differences(self, state: State) -> None:
        base = state.totals(self._session.base_evaluation)[1].amount
        for number, item in self._items.items():
            if number == BASE:
                continue
            total = state.totals(self._session.evaluation_of(number))[1].amount
            known = base is not None and total is not None
            text = format_change((total or 0) - (base or 0), state.unit) if known else self._texts._("cannot compute")
            if item.text(1) != text:
                item.setText(1, text)

    def _on_changed(self, before: State, after: State) -> None:
        old = [(each.number, each.name, each.parent) for each in before.document.scenarios]
        if old != [(each.number, each.name, each.parent) for each in after.document.scenarios]:
            self._build(after)
            return
        if before.scenario != after.scenario:
            self.blockSignals(True)
            self.setCurrentItem(self._items[after.scenario])
            self.blockSignals(False)
        if before.document is not after.document or (before.view, before.unit) != (after.view, after.unit):
            self._show_differences(after)

    def _on_current(self, current: QTreeWidgetItem | None) -> None:
        if current is not None:
            self._session.show(scenario=current.data(0, NUMBER_ROLE))


class TableModel(QAbstractTableModel):
    """A plain read-only table whose subclass says what each cell holds."""

    headers: tuple[str, ...] = ()

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._texts = session, texts

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        shown = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self.headers[section] if shown else None


class ChangeModel(TableModel):
    """The changes that make up the scenario shown, newest first; the reason can be typed."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = (_("What changed"), _("Effect"), _("Reason"))
        self._changes: tuple[Change, ...] = ()
        self._find(session.state)
        session.changed.connect(self._on_changed)

    def _find(self, state: State) -> None:
        family = {each.number for each in state.document.lineage(state.scenario)}
        self._changes = tuple(change for change in reversed(state.document.changes) if change.scenario in family)

    def _on_changed(self, before: State, after: State) -> None:
        if before.document.changes is after.document.changes and before.scenario == after.scenario:
            if before.unit != after.unit and self._changes:
                self.dataChanged.emit(self.index(0, 1), self.index(len(self._changes) - 1, 1))
            return
        self.beginResetModel()
        self._find(after)
        self.endResetModel()

    def change_at(self, row: int) -> Change:
        """The change in a row."""
        return self._changes[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._changes)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == 2 else flags

    def data(self, index: Index, role: int = 0) -> Any:
        change = self._changes[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 1:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            cells = [self._cell(cell) for cell in change.cells[:30]]
            return "\n".join([f"{change.when} {change.who}".strip(), *cells])
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        if index.column() == 0:
            more = len(change.cells) - 1
            text = self._cell(change.cells[0])
            return f"{text} {self._texts._('and {n} more').format(n=more)}" if more else text
        if index.column() == 1:
            return "−" if change.effect is None else format_change(change.effect, self._session.state.unit)
        return change.why

    def _cell(self, cell: CellChange) -> str:
        portfolio, field = self._session.state.portfolio, ALL_FIELDS[cell.field]
        row = portfolio.line_index.get(cell.line)
        name = cell.line
        if row is not None:
            name = self._texts.name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])
        before, after = ("−" if value is None else field.display(value) for value in (cell.before, cell.after))
        if field.choices:
            before, after = self._texts._(before), self._texts._(after)
        year = "" if cell.year == portfolio.request_year else f" {era_label(cell.year)}"
        return f"{name} {self._texts._(field.label)}{year}: {before} → {after}"

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        change = self._changes[index.row()]
        if str(value).strip() != change.why:
            self._session.set_reason(self._texts._("Reason"), change.number, str(value))
        return True


class ListView(QTableView):
    """A table of changes or findings: rows selected whole, nothing wrapped, the last column stretched.

    Signals:
        jumped(row): a row was activated (double click or Enter).
    """

    jumped = Signal(int)

    def __init__(self, name: str, title: str, widths: tuple[int, ...]) -> None:
        super().__init__()
        self._widths = widths
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFont(theme.table_font())
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.5))
        self.horizontalHeader().setStretchLastSection(True)
        self.activated.connect(lambda index: self.jumped.emit(index.row()))

    def setModel(self, model: Any) -> None:
        super().setModel(model)
        digit = self.fontMetrics().horizontalAdvance("0")
        for column, width in enumerate(self._widths):
            self.setColumnWidth(column, digit * width)

    def sizeHint(self) -> QSize:
        digit = self.fontMetrics().horizontalAdvance("0")
        return QSize(digit * (sum(self._widths) + 4), self.fontMetrics().height() * 9)


def change_view(session: Session, texts: Texts) -> tuple[ListView, ChangeModel]:
    """The list of changes."""
    view = ListView("changes", texts._("Changes"), (26, 12))
    model = ChangeModel(session, texts, view)
    view.setModel(model)
    return view, model
