"""A sheet of the submission as a table on the screen, from the same description as the workbook."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QTableView

from planner.app.widgets import theme
from planner.app.widgets.plain import plain_tip
from planner.files.plain.sheet import TOTALS, Row, Sheet, Style, Styled, band_of
from planner.files.plain.sheet_text import cell_text, is_right

SPAN = 12
"""Over so many columns a text runs at most: those to the right are not in sight."""

RUNNING = (Style.NOTE, Style.STRONG, Style.SPREAD)
"""The kinds of texts that run over the empty cells to their right."""

SHOWN = 300
"""So many rows of a sheet are shown: to see what it will look like, not to read it all."""

Index = QModelIndex | QPersistentModelIndex


def first_rows(sheet: Sheet) -> list[Row]:
    """The rows of a sheet that a preview shows."""
    return list(itertools.islice(sheet.rows(), SHOWN))


def span_running(table: QTableView, rows: list[Row]) -> None:
    """Let texts that run over the empty cells to their right do so."""
    table.clearSpans()
    columns = table.model().columnCount()
    for at, row in enumerate(rows):
        for place, cell in enumerate(row.cells):
            if isinstance(cell, Styled) and cell.style in RUNNING and cell.content is not None:
                free = (None, Styled(None, cell.style), Styled(None, Style.CLOSING))
                end = next((x for x in range(place + 1, len(row.cells)) if row.cells[x] not in free), columns)
                if end > place + 1:
                    table.setSpan(at, place, 1, min(end - place, SPAN))


class SheetModel(QAbstractTableModel):
    """The first rows of a sheet, cell by cell as the workbook shows them."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet: Sheet | None = None
        self._rows: list[Row] = []

    def show(self, sheet: Sheet | None, rows: list[Row]) -> None:
        """Show another sheet."""
        self.beginResetModel()
        self._sheet, self._rows = sheet, rows
        self.endResetModel()

    @property
    def sheet(self) -> Sheet | None:
        """The sheet shown."""
        return self._sheet

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if self._sheet is None or (parent is not None and parent.isValid()) else len(self._sheet.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._sheet is None or not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        content = row.cells[column] if column < len(row.cells) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(self._sheet, column, content)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(cell_text(self._sheet, column, content))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if is_right(self._sheet, column, content) else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        band = band_of(row, content)
        named = isinstance(content, Styled) and content.style in (Style.STRONG, Style.NAME)
        if role == Qt.ItemDataRole.FontRole and (band in TOTALS or named):
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.BackgroundRole and band in TOTALS:
            return theme.tokens().computed
        if role == Qt.ItemDataRole.ForegroundRole and is_right(self._sheet, column, content):
            below = cell_text(self._sheet, column, content).startswith(self._sheet.sign)
            return theme.tokens().decrease if below else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._sheet is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._sheet.columns[section].heading
        return str(self._sheet.first_row + section + 1)
