"""The drivers an answer changes: each old → new, with what that does to its line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from planner.app.session.session import Session
from planner.app.tables.lists import Index, ListView, TableModel
from planner.app.widgets import theme
from planner.app.widgets.plain import plain_tip
from planner.core.model.fields import Value
from planner.core.money import format_change
from planner.core.seek.levers import Driver
from planner.words.figures import unit_name
from planner.words.texts import Texts

LINE, DRIVER, BEFORE, AFTER, EFFECT = range(5)
LEAST_ROWS = 3


class Changed(NamedTuple):
    """A driver before and after, and the yen its line moves by."""

    driver: Driver
    before: Value | None
    after: Value
    effect: int


class ChangesModel(TableModel):
    """Each driver a row; amounts in the unit shown."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        self.rows: Sequence[Changed] = ()
        self._head(session.state.portfolio.request_year)

    def _head(self, year: int) -> None:
        _ = self._texts._
        effect = f"{self._texts.era(year)} {unit_name(self._session.state.unit, self._texts)}"
        self.headers = (_("Line"), _("Driver"), _("Value now"), _("Value then"), effect)

    def show(self, rows: Sequence[Changed], year: int) -> None:
        """Show other drivers, with what they do in a fiscal year."""
        self.beginResetModel()
        self.rows = rows
        self._head(year)
        self.endResetModel()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return super().headerData(section, orientation, role)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        each, column = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(each, column)
        if role == Qt.ItemDataRole.ToolTipRole and column == LINE:
            return plain_tip(self._text(each, column))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.ForegroundRole and column in (AFTER, EFFECT):
            tokens = theme.tokens()
            return tokens.input if column == AFTER else tokens.decrease if each.effect < 0 else tokens.increase
        return None

    def _text(self, each: Changed, column: int) -> str:
        lines, driver = self._session.state.portfolio.lines, each.driver
        if column == LINE:
            return self._texts.name(lines.labels[driver.row], lines.labels_en[driver.row])
        if column == DRIVER:
            name, request = self._texts._(driver.field.label), self._session.state.portfolio.request_year
            return name if driver.year == request else f"{name} {self._texts.era(driver.year)}"
        if column == EFFECT:
            return format_change(each.effect, self._session.state.unit)
        return self._texts.value(driver.field, each.before if column == BEFORE else each.after)


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in (LINE, DRIVER) else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


class ChangesTable(ListView):
    """The table of them; the name of the line gives way."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__("what-if-changes", texts._("What would change"), (20, 9, 12, 12, 14))
        self.changes = ChangesModel(session, texts, self)
        self.setModel(self.changes)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setHighlightSections(False)
        header.setSectionResizeMode(LINE, QHeaderView.ResizeMode.Stretch)

    def show_changes(self, rows: Sequence[Changed], year: int) -> None:
        """Show other drivers, columns as wide as what stands in them."""
        self.changes.show(rows, year)
        for column in range(DRIVER, self.changes.columnCount()):
            self.resizeColumnToContents(column)

    def minimumSizeHint(self) -> QSize:
        head = self.horizontalHeader().sizeHint().height()
        return QSize(theme.px(200), head + LEAST_ROWS * self.verticalHeader().defaultSectionSize() + 2)
