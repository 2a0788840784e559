"""The grid of a data table: coloured by how far a cell is off now, with the limit as a line between cells."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from planner.app.session.session import Session
from planner.app.tables.lists import Index
from planner.app.whatif.grid.data_answer import DataAnswer
from planner.app.widgets import theme
from planner.app.widgets.plain import plain_tip
from planner.core.ceilings.judge import Verdict
from planner.core.errors import N_
from planner.core.money import format_amount, format_change
from planner.core.risk.data_table import Axis
from planner.words.figures import change_text, yen_text
from planner.words.texts import Texts

FAINT, STRONG = 0.06, 0.42
"""So much of the colour of a fill the smallest and the largest difference have."""
CONTOUR, FRAME = 3, 2
"""How thick the limit and the frame of the cell chosen are, in logical pixels."""
VERDICT_NAMES = {
    Verdict.HOLDS: N_("stays within the limit"),
    Verdict.BROKEN: N_("beyond the limit"),
    Verdict.UNKNOWN: N_("cannot judge: not known"),
}
LEAST_ROWS = 5


class DataModel(QAbstractTableModel):
    """A cell for each pair of values, as the difference from now or as the amount."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._texts = session, texts
        self.answer: DataAnswer | None = None
        self.as_difference = True
        self._largest = 1

    def show(self, answer: DataAnswer | None) -> None:
        """Show another table."""
        self.beginResetModel()
        self.answer = answer
        if answer is not None:
            rows, columns = len(answer.table.down.values), len(answer.table.across.values)
            found = (answer.difference(row, column) for row in range(rows) for column in range(columns))
            self._largest = max((abs(each) for each in found if each is not None), default=0) or 1
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.answer is None else len(self.answer.table.down.values)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.answer is None else len(self.answer.table.across.values)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.answer is None:
            return None
        is_across = orientation is Qt.Orientation.Horizontal
        axis = self.answer.table.across if is_across else self.answer.table.down
        now = self.answer.across_now if is_across else self.answer.down_now
        if role == Qt.ItemDataRole.DisplayRole:
            return axis.driver.field.display(axis.values[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        is_now = axis.values[section] == now
        return theme.bold(theme.table_font()) if role == Qt.ItemDataRole.FontRole and is_now else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.answer is None:
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.said(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.said(row, column))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, row: int, column: int) -> str:
        assert self.answer is not None
        amount, off = self.answer.table.amounts[row][column], self.answer.difference(row, column)
        if amount is None:
            return self._texts._("cannot compute")
        unit = self._session.state.unit
        if not self.as_difference or off is None:
            return format_amount(amount, unit)
        return self._texts._("now") if self.answer.is_now(row, column) else change_text(off, unit, self._texts)

    def said(self, row: int, column: int) -> str:
        """A cell in words."""
        assert self.answer is not None
        table, amount = self.answer.table, self.answer.table.amounts[row][column]
        off, verdict = self.answer.difference(row, column), self.answer.verdict(row, column)
        pairs = ((table.down, table.down.values[row]), (table.across, table.across.values[column]))
        values = " × ".join(f"{self.name(axis)} {axis.driver.field.display(value)}" for axis, value in pairs)
        parts = [self._texts._("cannot compute") if amount is None else yen_text(amount, self._texts)]
        parts += [] if off is None else [format_change(off)]
        parts += [] if verdict is None else [self._texts._(VERDICT_NAMES[verdict])]
        return f"{values}: {' · '.join(parts)}"

    def name(self, axis: Axis) -> str:
        """A driver of the table by its line and name."""
        lines, row = self._session.state.portfolio.lines, axis.driver.row
        return f"{self._texts.name(lines.labels[row], lines.labels_en[row])} {self._texts._(axis.driver.field.label)}"

    def ground(self, row: int, column: int) -> QColor:
        """The colour of a cell: blue above now, orange below, the paler the nearer."""
        tokens, off = theme.tokens(), self.answer.difference(row, column) if self.answer is not None else None
        if not off:
            return tokens.surface
        fill = tokens.decrease_fill if off < 0 else tokens.increase_fill
        return theme.mixed(tokens.surface, fill, FAINT + (STRONG - FAINT) * abs(off) / self._largest)

    def is_beyond(self, row: int, column: int) -> bool | None:
        """Whether a cell lies beyond the limit; `None` where that is not known, or there is no such cell."""
        if self.answer is None or not (0 <= row < self.rowCount() and 0 <= column < self.columnCount()):
            return None
        verdict = self.answer.verdict(row, column)
        return None if verdict in (None, Verdict.UNKNOWN) else verdict is Verdict.BROKEN


class CellDelegate(QStyledItemDelegate):
    """Paints a cell: its colour, hatched beyond the limit, the limit where it passes by, a frame where one is."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model, tokens = index.model(), theme.tokens()
        assert isinstance(model, DataModel)
        row, column, rect = index.row(), index.column(), QRect(option.rect)
        painter.save()
        painter.fillRect(rect, model.ground(row, column))
        beyond = model.is_beyond(row, column)
        if beyond:
            hatch = theme.mixed(model.ground(row, column), tokens.text, 0.25)
            painter.fillRect(rect, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
        view = option.widget
        is_here = isinstance(view, QTableView) and view.currentIndex() == index
        text = str(index.data())
        font = theme.table_font()
        painter.setFont(theme.bold(font) if is_here else font)
        room = rect.adjusted(theme.px(4), 0, -theme.px(8), 0)
        if beyond:  # figures stand on a plain ground
            wide = painter.fontMetrics().horizontalAdvance(text) + theme.px(6)
            ground = room.adjusted(room.width() - wide, theme.px(4), theme.px(3), -theme.px(4))
            painter.fillRect(ground, model.ground(row, column))
        painter.setPen(tokens.text)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        self._draw_limit(painter, rect, model, row, column)
        if is_here:
            pen = QPen(tokens.accent, theme.px(FRAME)) if view.hasFocus() else QPen(tokens.border, 1)
            painter.setPen(pen)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    @staticmethod
    def _draw_limit(painter: QPainter, rect: QRect, model: DataModel, row: int, column: int) -> None:
        """Draw the limit along the sides on which a neighbour lies on its other side."""
        here, thick = model.is_beyond(row, column), theme.px(CONTOUR)
        if here is None:
            return
        sides = {
            (row, column - 1): QRect(rect.left(), rect.top(), thick, rect.height()),
            (row, column + 1): QRect(rect.right() - thick + 1, rect.top(), thick, rect.height()),
            (row - 1, column): QRect(rect.left(), rect.top(), rect.width(), thick),
            (row + 1, column): QRect(rect.left(), rect.bottom() - thick + 1, rect.width(), thick),
        }
        for (other_row, other_column), side in sides.items():
            other = model.is_beyond(other_row, other_column)
            if other and not here:  # drawn once, on the side that stays within
                painter.fillRect(side, theme.tokens().text)


class DataGrid(QTableView):
    """The grid; arrows go from cell to cell, Enter and a double click take one over.

    Signals:
        chosen(): another cell is chosen.
        wanted(): the cell chosen is to be made a scenario.
    """

    chosen = Signal()
    wanted = Signal()

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self.cells = DataModel(session, texts, self)
        self.setObjectName("what-if-data-table")
        self.setAccessibleName(texts._("Data table"))
        self.setFont(theme.table_font())
        self.setItemDelegate(CellDelegate(self))
        self.setModel(self.cells)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.chosen.emit())
        self.doubleClicked.connect(lambda _index: self.wanted.emit())

    def show_answer(self, answer: DataAnswer | None) -> None:
        """Show another table; one stays at the same place in it, at first at what there is now."""
        at = self.currentIndex()
        row, column = at.row(), at.column()
        self.cells.show(answer)
        if answer is None:
            return
        self.fit()
        if not (0 <= row < self.cells.rowCount() and 0 <= column < self.cells.columnCount()):
            places = ((answer.table.down.values, answer.down_now), (answer.table.across.values, answer.across_now))
            row, column = (values.index(now) if now in values else 0 for values, now in places)
        self.setCurrentIndex(self.cells.index(row, column))

    def fit(self) -> None:
        """Columns are as wide as their widest figure, or where there is more room all of it together."""
        header, columns = self.horizontalHeader(), range(self.cells.columnCount())
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.resizeColumnsToContents()
        widest = max((self.columnWidth(each) for each in columns), default=0) + theme.px(8)
        if widest * len(columns) < self.viewport().width():
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        else:
            for each in columns:
                self.setColumnWidth(each, widest)
        rows = self.cells.rowCount() * self.verticalHeader().defaultSectionSize()
        self.setMaximumHeight(rows + self.horizontalHeader().sizeHint().height() + theme.px(16))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the cell over; the whole table goes to the clipboard as a spreadsheet reads it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the table on the clipboard, in whole yen."""
        answer = self.cells.answer
        if answer is None:
            return
        down, across = answer.table.down, answer.table.across
        rows = [["", *(across.driver.field.text(each) for each in across.values)]]
        for value, amounts in zip(down.values, answer.table.amounts, strict=True):
            rows.append([down.driver.field.text(value), *("" if each is None else str(each) for each in amounts)])
        QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))

    def minimumSizeHint(self) -> QSize:
        head = self.horizontalHeader().sizeHint().height()
        return QSize(theme.px(240), head + LEAST_ROWS * self.verticalHeader().defaultSectionSize() + 2)
