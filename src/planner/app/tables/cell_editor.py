"""Editing in a cell: the editor, the delegate that takes or refuses what was typed, and the refusal beside the cell.

What was refused stays in the editor, with the reason, until it is corrected or dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPainter, QPalette, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QFrame,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from planner.app.tables.cell_table import ARROWS, CONTROL, ENTER_KEYS, CellTable, step_of
from planner.app.tables.entry_model import Index, Typed
from planner.app.tables.marks import Mark
from planner.app.widgets import roles, theme
from planner.app.widgets.plain import Label
from planner.core.errors import UserError
from planner.words.texts import Texts

VERTICAL = (Qt.Key.Key_Up, Qt.Key.Key_Down)
MARK_SIZE = 7


class CellEditor(QLineEdit):
    """The editor in a cell; knows whether an input method is composing, and what arrows are for.

    Where typing began the edit (`typed`) they take what was typed and move on; where it was opened with F2 or the mouse
    they move in the text. F2 changes between the two.
    """

    def __init__(self, parent: QWidget, *, typed: bool) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.composing, self.typed = False, typed

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """While Japanese is being composed, Enter belongs to the input method."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)


class Refusal(Label):
    """The reason why what was typed cannot stand, shown right beside its cell."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
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
        pal.setColor(QPalette.ColorRole.WindowText, theme.tokens().error)
        pal.setColor(QPalette.ColorRole.Window, theme.tokens().computed)
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
    """Edits a cell, refusing what cannot stand, and paints the corner marks.

    Signals:
        entered(index, text, read, fill): a text was typed into a cell, read already where `read` says what it sets;
            into every selected cell where it is to fill them.
        typing(cell): a cell and the text in it while it is typed, `None` when that has ended.
    """

    entered = Signal(object, str, object, bool)
    typing = Signal(object)

    def __init__(self, table: CellTable, texts: Texts) -> None:
        super().__init__(table)
        self._table, self._texts = table, texts
        self.refusal = Refusal(table.viewport())
        self.typed = False
        """Whether typing opens the next editor."""
        self._filling = False
        self._read: tuple[Index, Typed] | None = None
        """While a text that can stand is committed: the cell it was read for, and what it sets."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = CellEditor(parent, typed=self.typed)
        editor.setFont(self._table.font())
        if self._table.entries.is_figure(index):
            editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.textEdited.connect(self.refusal.hide)
        cell = QPersistentModelIndex(index)
        editor.textEdited.connect(lambda text: self.typing.emit((cell, text)))
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self.refusal.hide()
        self.typing.emit(None)
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, CellEditor)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        assert isinstance(editor, CellEditor)
        text, (cell, read) = editor.text(), self._read or (None, None)
        if self._filling or text != str(index.data(Qt.ItemDataRole.EditRole)):
            self.entered.emit(index, text, read if cell == index else None, self._filling)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(editor, CellEditor):
            return super().eventFilter(editor, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step, key = step_of(event), Qt.Key(event.key())
            if key == Qt.Key.Key_F2 and not event.modifiers():
                editor.typed = not editor.typed
                return True
            if step is not None or (key in ARROWS and (editor.typed or key in VERTICAL)):
                if not editor.composing:  # else the key is the input method's
                    self._press(editor, event, step)
                return True
        if event.type() == QEvent.Type.FocusOut and not self._stands(editor):
            return True  # what was typed stays, with the reason, until it is corrected or dropped with Esc
        handled = super().eventFilter(editor, event)
        self._read = None
        return handled

    def _stands(self, editor: CellEditor) -> bool:
        """Whether what was typed can stand in the cell: it is read here, and once."""
        index = self._table.currentIndex()
        if editor.text().strip() in ("", str(index.data(Qt.ItemDataRole.EditRole))):
            return True
        try:
            self._read = index, self._table.entries.read(index, editor.text())
        except UserError as error:
            self.refusal.say(error.render(self._texts.translate), editor)
            editor.setFocus()
            return False
        return True

    def _press(self, editor: CellEditor, event: QKeyEvent, step: tuple[int, int] | None) -> None:
        """Take what was typed and move on; after F2 an arrow up or down leads to the ends of the text."""
        key = Qt.Key(event.key())
        if step is not None or editor.typed:
            self._finish(editor, event, (lambda: self._table.go(key)) if step is None else partial(self._step, step))
        elif key == Qt.Key.Key_Up:
            editor.home(False)
        else:
            editor.end(False)

    def _step(self, step: tuple[int, int]) -> None:
        self._table.step(*step)

    def _finish(self, editor: CellEditor, event: QKeyEvent, move: Callable[[], None]) -> None:
        if not self._stands(editor):
            return
        self._filling = fill = event.key() in ENTER_KEYS and bool(event.modifiers() & CONTROL)
        self.commitData.emit(editor)
        self._filling, self._read = False, None
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if not fill:
            move()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        mark = index.data(roles.MARK)
        if mark is None:
            return
        corner = option.rect.topLeft()
        size = MARK_SIZE
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        if mark is Mark.OUT_OF_RANGE:
            painter.setPen(theme.tokens().warning)
            painter.drawText(option.rect.adjusted(2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "!")
        elif mark is Mark.INHERITED:  # the same corner, hollow
            painter.setPen(theme.tokens().scenarios[1])
            painter.drawPolyline(QPolygon([corner + QPoint(size, 1), corner + QPoint(1, 1), corner + QPoint(1, size)]))
            painter.drawLine(corner + QPoint(size, 1), corner + QPoint(1, size))
        else:
            painter.setBrush(theme.tokens().scenarios[1])
            painter.drawPolygon(QPolygon([corner, corner + QPoint(size, 0), corner + QPoint(0, size)]))
        painter.restore()
