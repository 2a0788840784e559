"""What the panels at the right have in common: a read-only table, and a list of it with whole rows selected."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.words.texts import Texts

Index = QModelIndex | QPersistentModelIndex


class TableModel(QAbstractTableModel):
    """A plain read-only table whose subclass says what each cell holds."""

    headers: tuple[str, ...] = ()

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._texts = session, texts

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The words of a head, which stands over its cells as they do: figures at the right."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and self.rowCount():
            return self.data(self.index(0, section), role)
        return self.headers[section] if role == Qt.ItemDataRole.DisplayRole else None


class ListView(QTableView):
    """A table of changes or findings: rows selected whole, nothing wrapped, the last column stretched."""

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
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setHighlightSections(False)  # which would be bold, and cut
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def setModel(self, model: Any) -> None:
        super().setModel(model)
        digit = self.fontMetrics().horizontalAdvance("0")
        for column, width in enumerate(self._widths):
            self.setColumnWidth(column, digit * width)

    def event(self, event: QEvent) -> bool:
        """Once it is dressed, no column is narrower than its head."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Polish, QEvent.Type.StyleChange):
            header = self.horizontalHeader()
            header.ensurePolished()
            for column in range(header.count()):
                if header.sectionResizeMode(column) is QHeaderView.ResizeMode.Interactive:
                    self.setColumnWidth(column, max(self.columnWidth(column), header.sectionSizeHint(column)))
        return done

    def sizeHint(self) -> QSize:
        digit = self.fontMetrics().horizontalAdvance("0")
        return QSize(digit * (sum(self._widths) + 4), self.fontMetrics().height() * 9)
