"""The changes that make up the scenario shown as a table: what changed, its effect, its reason; found and filtered."""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, Qt

from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.tables.lists import Index, TableModel
from planner.app.widgets.plain import plain_tip
from planner.core.edits.changes import set_reasons
from planner.core.errors import N_
from planner.core.model.document import CellChange, Change
from planner.core.model.fields import ALL_FIELDS, Axis
from planner.core.money import format_change
from planner.words.figures import unit_name
from planner.words.texts import Texts, folded

WHAT, EFFECT, REASON, WHO = range(4)


class ChangeFilter(Enum):
    """Which changes the list shows."""

    ALL = N_("All changes")
    UNEXPLAINED = N_("Without a reason")
    OWN = N_("Of this scenario alone")


class Card(NamedTuple):
    """What the card of a change says."""

    line: str
    field: str
    before: str
    after: str
    effect: str
    reason: str
    when: str


class ChangeModel(TableModel):
    """The changes, newest first; the reason can be typed in place."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = (_("What changed"), _("Effect"), _("Reason"), _("By"))
        self._changes: list[Change] = []  # oldest first: the next one goes to the end
        self._wanted, self.shown = "", ChangeFilter.ALL
        self._find(session.state)
        session.changed.connect(self._on_changed)

    def narrow(self, wanted: str, shown: ChangeFilter) -> None:
        """Show only changes whose words hold a text, and of the kind chosen."""
        self.beginResetModel()
        self._wanted, self.shown = folded(wanted), shown
        self._find(self._session.state)
        self.endResetModel()

    def _find(self, state: State) -> None:
        self._changes = [each for each in state.document.changes_of(state.scenario) if self._fits(each, state)]

    def _fits(self, change: Change, state: State) -> bool:
        if self.shown is ChangeFilter.UNEXPLAINED and change.why:
            return False
        if self.shown is ChangeFilter.OWN and change.scenario != state.scenario:
            return False
        if not self._wanted:
            return True
        said = [change.why, change.who, *(f"{cell.line_id} {self.cell_text(cell)}" for cell in change.cells)]
        return self._wanted in folded("\n".join(said))

    def _on_changed(self, moved: Moved) -> None:
        if moved.changes or moved.scenario:
            if moved.scenario or not self._go_on(moved):
                self.beginResetModel()
                self._find(moved.after)
                self.endResetModel()
        elif moved.unit and self._changes:
            self.dataChanged.emit(self.index(0, EFFECT), self.index(len(self._changes) - 1, EFFECT))

    def _go_on(self, moved: Moved) -> bool:
        """Take the latest changes out or new ones in, and whether that was all: no edit waits for a long list."""
        before, after = (each.document for each in (moved.before, moved.after))
        lineage, earlier = ([each.number for each in of.lineage(moved.after.scenario)] for of in (after, before))
        same = min(len(before.changes), len(after.changes))
        if moved.opening or lineage != earlier or min(before.changes.differing(after.changes), default=same) < same:
            return False
        for change in reversed(before.changes[same:]):
            if self._changes and self._changes[-1] is change:
                self.beginRemoveRows(QModelIndex(), 0, 0)
                self._changes.pop()
                self.endRemoveRows()
        for change in after.changes[same:]:
            if change.scenario in lineage and self._fits(change, moved.after):
                self.beginInsertRows(QModelIndex(), 0, 0)
                self._changes.append(change)
                self.endInsertRows()
        return True

    def change_at(self, row: int) -> Change:
        """The change in a row."""
        return self._changes[-1 - row]

    def place_at(self, row: int) -> Place | None:
        """The first cell of the change in a row, `None` where its line is no more."""
        cell = self.change_at(row).cells[0]
        line = self._session.state.portfolio.line_index.get(cell.line_id)
        fiscal = ALL_FIELDS[cell.field].axis is Axis.FISCAL
        return None if line is None else Place(row=line, field=cell.field, year=cell.year if fiscal else None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._changes)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == REASON else flags

    def data(self, index: Index, role: int = 0) -> Any:
        change = self.change_at(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == EFFECT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            said = [f"{change.when} {change.who}".strip(), *map(self.cell_text, change.cells[:30]), change.why]
            return plain_tip("\n".join(filter(None, said)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, self.card(index.row())))
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        if index.column() == WHAT:
            text, more = self.cell_text(change.cells[0]), self._more(change)
            return f"{text} {more}" if more else text
        if index.column() == EFFECT:
            return "−" if change.effect is None else format_change(change.effect, self._session.state.unit)
        return change.why if index.column() == REASON else f"{change.when[:16].replace('T', ' ')} {change.who}".strip()

    def _more(self, change: Change) -> str:
        """How many more cells a change has."""
        more = len(change.cells) - 1
        return self._texts._("and {n} more").format(n=more) if more else ""

    def card(self, row: int) -> Card:
        """The change in a row as its card says it."""
        change, unit, _ = self.change_at(row), self._session.state.unit, self._texts._
        effect = "−"
        if change.effect is not None:
            space = "" if self._texts.language == "ja" else " "
            effect = f"{format_change(change.effect, unit)}{space}{unit_name(unit, self._texts)}"
        line, field = self._place(change.cells[0])
        what = " ".join(filter(None, (field, self._more(change))))
        when = change.when[:16].replace("T", " ")
        return Card(line, what, *self._values(change.cells[0]), effect, change.why or _("no reason"), when)

    def has_reason(self, row: int) -> bool:
        """Whether a reason was given for the change in a row."""
        return bool(self.change_at(row).why)

    def cell_text(self, cell: CellChange) -> str:
        """One cell of a change in words: line, driver, before → after."""
        (line, field), (before, after) = self._place(cell), self._values(cell)
        return f"{line} {field}: {before} → {after}"

    def _place(self, cell: CellChange) -> tuple[str, str]:
        """Line and field of a cell, the field with its year where that is not the request year."""
        portfolio, field = self._session.state.portfolio, ALL_FIELDS[cell.field]
        row, name = portfolio.line_index.get(cell.line_id), cell.line_id
        if row is not None:
            name = self._texts.name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])
        year = "" if cell.year == portfolio.request_year else f" {self._texts.year(field, cell.year)}"
        return name, f"{self._texts._(field.label)}{year}"

    def _values(self, cell: CellChange) -> tuple[str, str]:
        """What a cell said before and after."""
        field = ALL_FIELDS[cell.field]
        return self._texts.value(field, cell.before), self._texts.value(field, cell.after)

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        numbers = [self.change_at(index.row()).number]
        self._session.edit(self._texts._("Reason"), lambda document: set_reasons(document, numbers, str(value)))
        return True
