"""The table of lines as an officer works in it: typing, Enter and Tab, copy and paste as in a spreadsheet.

What cannot stand is refused with the reason beside the cell, and what was typed stays in the editor.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QMimeData, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPalette,
    QPolygon,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from planner.app import theme
from planner.app.line_model import AMOUNTS, COLUMNS, DRIVERS, MARK_ROLE, Column, Index, LineModel, Mark
from planner.app.session import Session
from planner.core.errors import N_, UserError
from planner.texts import Texts

ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MARK_SIZE = 7


class CellEditor(QLineEdit):
    """The editor in a cell; knows whether an input method is composing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """While Japanese is being composed, Enter belongs to the input method."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)


class Refusal(QLabel):
    """The reason why what was typed cannot stand, shown right beside its cell."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._area = parent
        self.setObjectName("refusal")
        self.setFrameShape(QFrame.Shape.Box)
        self.setAutoFillBackground(True)
        self.setWordWrap(True)
        self.setMargin(4)
        self.hide()

    @property
    def reason(self) -> str:
        """The reason shown, empty when there is none."""
        return "" if self.isHidden() else self.text()

    def say(self, reason: str, beside: QWidget) -> None:
        """Show a reason under a widget of the same parent, or above it where there is no room."""
        pal = self.palette()
        pal.setColor(QPalette.ColorRole.WindowText, theme.negative_text())
        pal.setColor(QPalette.ColorRole.Window, theme.computed_background())
        self.setPalette(pal)
        self.setText(reason)
        area = self._area.rect()
        width = min(max(beside.width() * 2, self.fontMetrics().averageCharWidth() * 44), area.width())
        self.setFixedWidth(width)
        self.setFixedHeight(self.heightForWidth(width))
        left = max(0, min(beside.x() + beside.width() - width, area.width() - width))
        below = beside.y() + beside.height() + 1
        if below + self.height() > area.height():
            below = max(0, beside.y() - self.height() - 1)
        self.move(QPoint(left, below))
        self.raise_()
        self.show()


class CellDelegate(QStyledItemDelegate):
    """Edits a cell, refusing what cannot stand, and paints the corner marks."""

    def __init__(self, table: LineTable) -> None:
        super().__init__(table)
        self._table = table

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = CellEditor(parent)
        editor.setFont(self._table.font())
        editor.textEdited.connect(self._table.refusal.hide)
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._table.refusal.hide()
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, CellEditor)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        assert isinstance(editor, CellEditor)
        self._table.commit(editor.text(), index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(editor, CellEditor):
            return super().eventFilter(editor, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if editor.composing and key in (*ENTER_KEYS, Qt.Key.Key_Tab):
                return False
            if key in (*ENTER_KEYS, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._finish(editor, event)
                return True
        if event.type() == QEvent.Type.FocusOut and not self._stands(editor):
            return True  # what was typed stays, with the reason, until it is corrected or dropped with Esc
        return super().eventFilter(editor, event)

    def _stands(self, editor: CellEditor) -> bool:
        index = self._table.currentIndex()
        if editor.text().strip() in ("", str(index.data(Qt.ItemDataRole.EditRole))):
            return True
        try:
            self._table.lines.read(index, editor.text())
        except UserError as error:
            self._table.refusal.say(error.render(self._table.texts.translate), editor)
            editor.setFocus()
            return False
        return True

    def _finish(self, editor: CellEditor, event: QKeyEvent) -> None:
        if not self._stands(editor):
            return
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        fill = key in ENTER_KEYS and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._table.fill_selection = fill
        self.commitData.emit(editor)
        self._table.fill_selection = False
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if fill:
            return
        if key in ENTER_KEYS:
            self._table.step(-1 if shift else 1, 0)
        else:
            self._table.step(0, -1 if key == Qt.Key.Key_Backtab or shift else 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        mark = index.data(MARK_ROLE)
        if mark is None:
            return
        corner = option.rect.topLeft()
        size = MARK_SIZE
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        if mark is Mark.OUT_OF_RANGE:
            painter.setPen(theme.warning_mark())
            painter.drawText(option.rect.adjusted(2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "!")
        else:
            painter.setBrush(theme.change_mark())
            painter.drawPolygon(QPolygon([corner, corner + QPoint(size, 0), corner + QPoint(0, size)]))
        painter.restore()


class CopiedCells(QMimeData):
    """A block of cells on the clipboard, so that it is known there as ours."""


class LineTable(QTableView):
    """The table of lines.

    Signals:
        refused(UserError): a paste or fill that could not stand; nothing was changed.
        current_line(line): the row of the line the cursor is on, `None` for none.
    """

    refused = Signal(object)
    current_line = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self.texts = texts
        self.fill_selection = False
        self._session = session
        self.lines = LineModel(session, texts, self)
        self.setModel(self.lines)
        self.setObjectName("lines")
        self.setAccessibleName(texts._("Lines"))
        self.setFont(theme.table_font())
        self.refusal = Refusal(self.viewport())
        self.setItemDelegate(CellDelegate(self))
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.5))
        self.horizontalHeader().setHighlightSections(False)
        self._size_columns()
        self.lines.modelReset.connect(self._after_reset)
        self.selectionModel().currentChanged.connect(self._on_current)
        self._after_reset()

    def _size_columns(self) -> None:
        digit = self.fontMetrics().horizontalAdvance("0")
        widths = {Column.PROGRAM: 18, Column.LABEL: 24, Column.RATE: 14, Column.TIMES: 11, Column.BASIS: 10}
        for i, column in enumerate(COLUMNS):
            wide = 14 if column in AMOUNTS else 9
            self.setColumnWidth(i, digit * widths.get(column, wide))

    def _after_reset(self) -> None:
        self.setColumnHidden(COLUMNS.index(Column.PROGRAM), not self.lines.several_programs)
        first = self.lines.index(0, COLUMNS.index(Column.RATE))
        if first.isValid():
            self.setCurrentIndex(first)
        self._on_current(self.currentIndex())

    def _on_current(self, current: QModelIndex) -> None:
        self.current_line.emit(self.lines.row_at(current).line if current.isValid() else None)

    def commit(self, text: str, index: Index) -> None:
        """Type `text` into a cell, or into every selected one when filling."""
        if text == str(index.data(Qt.ItemDataRole.EditRole)) and not self.fill_selection:
            return
        targets: Sequence[Index] = self._editable_selection() if self.fill_selection else [index]
        self._enter([(target, text) for target in targets or [index]])

    def _enter(self, cells: list[tuple[Index, str | None]]) -> None:
        try:
            self.lines.enter(cells)
        except UserError as error:
            self.refused.emit(error)

    def _editable_selection(self) -> list[QModelIndex]:
        cells = (index for index in self.selectedIndexes() if self.lines.field_at(index) is not None)
        return sorted(cells, key=lambda index: (index.row(), index.column()))

    def step(self, down: int, right: int) -> None:
        """Move the cursor from line to line, skipping vintages, or from driver to driver."""
        current = self.currentIndex()
        row, column = current.row(), current.column()
        if down:
            rows = self.lines.line_rows()
            beyond = [r for r in rows if (r > row if down > 0 else r < row)]
            row = (beyond[0] if down > 0 else beyond[-1]) if beyond else row
        if right:
            places = [i for i, each in enumerate(COLUMNS) if each in DRIVERS]
            beyond = [c for c in places if (c > column if right > 0 else c < column)]
            column = (beyond[0] if right > 0 else beyond[-1]) if beyond else column
        index = self.lines.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not modifiers:
            self.clear_values()
        elif key == Qt.Key.Key_D and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.fill_down()
        elif key in ENTER_KEYS:
            self.step(-1 if shift else 1, 0)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.step(0, -1 if key == Qt.Key.Key_Backtab or shift else 1)
        elif self._refuses_typing(event):
            try:
                self.lines.read(self.currentIndex(), event.text())
            except UserError as error:
                self.refused.emit(error)
        else:
            super().keyPressEvent(event)

    def _refuses_typing(self, event: QKeyEvent) -> bool:
        index = self.currentIndex()
        typed = bool(event.text()) and event.text().isprintable()
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        return typed and plain and index.isValid() and not self.lines.flags(index) & Qt.ItemFlag.ItemIsEditable

    def copy(self) -> None:
        """Put the selected block on the clipboard: raw figures as tab-separated text, and a table for looks."""
        indexes = self.selectedIndexes()
        lines = {index.row() for index in indexes if self.lines.row_at(index).vintage is None}
        rows = sorted(lines or {index.row() for index in indexes})
        columns = sorted({index.column() for index in indexes if not self.isColumnHidden(index.column())})
        if not rows or not columns:
            return
        block = [[self._raw(self.lines.index(row, column)) for column in columns] for row in rows]
        out = io.StringIO()
        csv.writer(out, dialect="excel-tab", lineterminator="\r\n").writerows(block)
        cells = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in block)
        mime = CopiedCells()
        mime.setText(out.getvalue())
        mime.setHtml(f"<table>{cells}</table>")
        QGuiApplication.clipboard().setMimeData(mime)

    def _raw(self, index: QModelIndex) -> str:
        if self.lines.field_at(index) is not None:
            return str(index.data(Qt.ItemDataRole.EditRole))
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "").strip()
        if COLUMNS[index.column()] in AMOUNTS:
            return text.replace(",", "").replace("△", "-").removeprefix("+")
        return text

    def paste(self) -> None:
        """Land a block from the clipboard at the selection, whole or not at all.

        One value fills every selected cell; a block runs over lines only, vintages are skipped.
        """
        text = QGuiApplication.clipboard().text()
        try:
            block = list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab"))
        except csv.Error as error:
            self.refused.emit(
                UserError(
                    N_("The clipboard does not hold a table ({reason})."),
                    N_("Copy the cells again."),
                    reason=str(error),
                )
            )
            return
        while block and not any(cell.strip() for cell in block[-1]):
            block.pop()
        targets = self._editable_selection()
        if not block or not self.currentIndex().isValid():
            return
        if len(block) == 1 and len(block[0]) == 1 and len(targets) > 1:
            self._enter([(target, block[0][0]) for target in targets])
            return
        try:
            self._enter(self._landing(block))
        except UserError as error:
            self.refused.emit(error)

    def _landing(self, block: list[list[str]]) -> list[tuple[Index, str | None]]:
        start = min(self.selectedIndexes() or [self.currentIndex()], key=lambda index: (index.row(), index.column()))
        rows = [row for row in self.lines.line_rows() if row >= start.row()]
        columns = [i for i in range(start.column(), len(COLUMNS)) if not self.isColumnHidden(i)]
        width = max(len(row) for row in block)
        if len(block) > len(rows) or width > len(columns):
            raise UserError(
                N_(
                    "The block of {rows} × {columns} cells does not fit here: "
                    "{free_rows} lines and {free_columns} columns are left."
                ),
                N_("Start further up or to the left, or copy fewer cells."),
                rows=len(block),
                columns=width,
                free_rows=len(rows),
                free_columns=len(columns),
            )
        return [
            (self.lines.index(row, column), cell)
            for row, values in zip(rows, block, strict=False)
            for column, cell in zip(columns, values, strict=False)
        ]

    def cut(self) -> None:
        """Copy the selected block, then return its cells to the parent's values."""
        self.copy()
        self.clear_values()

    def clear_values(self) -> None:
        """Return the selected cells to the values of the scenario's parent."""
        targets: list[tuple[Index, str | None]] = [
            (index, None) for index in self._editable_selection() if self.lines.own_cell(index)
        ]
        if targets:
            self._enter(targets)

    def fill_down(self) -> None:
        """Copy the top cell of each selected column down the selection."""
        cells: list[tuple[Index, str | None]] = []
        tops: dict[int, str] = {}
        for index in self._editable_selection():
            if index.column() in tops:
                cells.append((index, tops[index.column()]))
            else:
                tops[index.column()] = str(index.data(Qt.ItemDataRole.EditRole))
        if cells:
            self._enter(cells)
