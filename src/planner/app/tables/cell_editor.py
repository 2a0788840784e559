"""Editing in a cell: the editor, the delegate that takes or refuses what was typed, and the refusal beside the cell.

What was refused stays in the editor, with the reason, until it is corrected or dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPainter, QPalette, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QFrame,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from planner.app.tables.entry_model import Index
from planner.app.tables.marks import Mark
from planner.app.widgets import roles, theme
from planner.core.errors import UserError

if TYPE_CHECKING:
    from planner.app.tables.entry_table import EntryTable

ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
TAB_KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
VERTICAL_KEYS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
MARK_SIZE = 7


def step_of(event: QKeyEvent) -> tuple[int, int] | None:
    """Where Enter or Tab leads: so many lines down, so many drivers to the right; `None` for other keys."""
    back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if event.key() in ENTER_KEYS:
        return (-1 if back else 1), 0
    if event.key() in TAB_KEYS:
        return 0, (-1 if back or event.key() == Qt.Key.Key_Backtab else 1)
    return None


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

    def __init__(self, table: EntryTable) -> None:
        super().__init__(table)
        self._table = table

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = CellEditor(parent)
        editor.setFont(self._table.font())
        editor.textEdited.connect(self._table.refusal.hide)
        cell = QPersistentModelIndex(index)
        editor.textEdited.connect(lambda text: self._table.typing.emit((cell, text)))
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._table.refusal.hide()
        self._table.typing.emit(None)
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
            step = step_of(event) or VERTICAL_KEYS.get(Qt.Key(event.key()))
            if step is not None:
                if not editor.composing:  # else the key is the input method's
                    self._finish(editor, event, *step)
                return True
        if event.type() == QEvent.Type.FocusOut and not self._stands(editor):
            return True  # what was typed stays, with the reason, until it is corrected or dropped with Esc
        return super().eventFilter(editor, event)

    def _stands(self, editor: CellEditor) -> bool:
        index = self._table.currentIndex()
        if editor.text().strip() in ("", str(index.data(Qt.ItemDataRole.EditRole))):
            return True
        try:
            self._table.entries.read(index, editor.text())
        except UserError as error:
            self._table.refusal.say(error.render(self._table.texts.translate), editor)
            editor.setFocus()
            return False
        return True

    def _finish(self, editor: CellEditor, event: QKeyEvent, down: int, right: int) -> None:
        if not self._stands(editor):
            return
        fill = event.key() in ENTER_KEYS and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._table.fill_selection = fill
        self.commitData.emit(editor)
        self._table.fill_selection = False
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if not fill:
            self._table.step(down, right)

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
            painter.setPen(theme.warning_mark())
            painter.drawText(option.rect.adjusted(2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "!")
        else:
            painter.setBrush(theme.change_mark())
            painter.drawPolygon(QPolygon([corner, corner + QPoint(size, 0), corner + QPoint(0, size)]))
        painter.restore()
