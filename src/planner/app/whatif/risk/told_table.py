"""A table of what was found, as it is told: rows of words and figures, each perhaps about a place among the lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.tables.lists import Index, ListView, TableModel
from planner.app.widgets import theme
from planner.app.widgets.plain import plain_tip
from planner.words.texts import Texts

LEAST_ROWS = 4


class Told(NamedTuple):
    """A row: its cells, and the place it speaks of."""

    cells: tuple[str, ...]
    place: Place | None = None
    is_strong: bool = False


class ToldModel(TableModel):
    """Rows as they are told; from the column `figures` on they are figures, at the right of their cells."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        self.rows: Sequence[Told] = ()
        self._figures = 1

    def show(self, headers: tuple[str, ...], rows: Sequence[Told], figures: int) -> None:
        """Tell something else."""
        self.beginResetModel()
        self.headers, self.rows, self._figures = headers, rows, figures
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() < self._figures:
            return plain_tip(row.cells[index.column()].strip())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        return theme.bold(theme.table_font()) if role == Qt.ItemDataRole.FontRole and row.is_strong else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignLeft if column < self._figures else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter


class ToldTable(ListView):
    """The table of them; the first column gives way.

    Signals:
        led(Place): one wants to see what a row speaks of.
    """

    led = Signal(object)

    def __init__(self, session: Session, texts: Texts, name: str, title: str, figures: int = 1) -> None:
        super().__init__(name, title, ())
        self.told, self._figures = ToldModel(session, texts, self), figures
        self.setModel(self.told)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setHighlightSections(False)
        self.activated.connect(self._on_row)

    def tell(self, headers: tuple[str, ...], rows: Sequence[Told]) -> None:
        """Tell something else, columns of figures as wide as what stands in them."""
        self.told.show(headers, rows, self._figures)
        header = self.horizontalHeader()
        for column in range(len(headers)):
            way = QHeaderView.ResizeMode.Interactive if column >= self._figures else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(column, way)
            if column >= self._figures:
                self.resizeColumnToContents(column)
                self.setColumnWidth(column, self.columnWidth(column) + theme.px(6))

    def minimumSizeHint(self) -> QSize:
        head = self.horizontalHeader().sizeHint().height()
        return QSize(theme.px(200), head + LEAST_ROWS * self.verticalHeader().defaultSectionSize() + 2)

    def _on_row(self, index: QModelIndex) -> None:
        place = self.told.rows[index.row()].place
        if place is not None:
            self.led.emit(place)
