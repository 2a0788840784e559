"""Tables of the drawer: no grid, one column that gives way, never lower than a few rows; and those only to be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from planner.app.session.session import Session
from planner.app.tables.lists import Index, ListView, TableModel
from planner.app.widgets import theme
from planner.app.widgets.plain import plain_tip
from planner.words.texts import Texts


class BareList(ListView):
    """A table of the drawer, `least` rows high at least."""

    def __init__(self, name: str, title: str, widths: tuple[int, ...], least: int) -> None:
        super().__init__(name, title, widths)
        self._least = least
        self.setShowGrid(False)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)

    def let_type(self) -> None:
        """Let cells be typed over: by any key, F2 or two clicks."""
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), self.height_of(self._least))

    def height_of(self, rows: int) -> int:
        """How high so many rows are with their heading."""
        return self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize() + 2


def side(is_figure: bool) -> Qt.AlignmentFlag:
    """On which side of its cell a figure stands, or a text."""
    return (Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter


class Column(NamedTuple):
    """A column of rows of any kind: its heading, what it says of a row, and in which colour, where not in the usual.

    Texts that give way are told whole by a tip.
    """

    heading: str
    text: Callable[[Any], str]
    is_figure: bool = True
    gives_way: bool = False
    tone: Callable[[Any], QColor | None] = lambda _row: None


class ReadModel(TableModel):
    """Rows as their columns tell them."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        self.rows: Sequence[Any] = ()
        self.columns: Sequence[Column] = ()

    def show(self, columns: Sequence[Column], rows: Sequence[Any]) -> None:
        """Tell something else."""
        self.beginResetModel()
        self.columns, self.rows = columns, rows
        self.headers = tuple(each.heading for each in columns)
        self.endResetModel()

    def is_strong(self, _row: Any) -> bool:
        """Whether a row is set off from the others."""
        return False

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return side(self.columns[section].is_figure)
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole and column.gives_way:
            return plain_tip(column.text(row).strip())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return side(column.is_figure)
        if role == Qt.ItemDataRole.ForegroundRole:
            return column.tone(row)
        return theme.bold(theme.table_font()) if role == Qt.ItemDataRole.FontRole and self.is_strong(row) else None


class ReadList(BareList):
    """A table only to be read, whose columns are as wide as what stands in them, but for those that give way.

    `gap` logical pixels more stand between them.
    """

    def __init__(self, session: Session, texts: Texts, name: str, title: str, least: int, gap: int = 0) -> None:
        super().__init__(name, title, (), least)
        self._gap = gap
        self.shown = self.model_of(session, texts)
        self.setModel(self.shown)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def model_of(self, session: Session, texts: Texts) -> ReadModel:
        """The model behind it."""
        return ReadModel(session, texts, self)

    def show_rows(self, columns: Sequence[Column], rows: Sequence[Any]) -> None:
        """Tell something else."""
        self.shown.show(columns, rows)
        header = self.horizontalHeader()
        for place, column in enumerate(columns):
            mode = QHeaderView.ResizeMode.Stretch if column.gives_way else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(place, mode)
            if not column.gives_way:
                self.resizeColumnToContents(place)
                self.setColumnWidth(place, self.columnWidth(place) + theme.px(self._gap))
