"""A list in which is typed, by key or through an input method."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from planner.app.tables.lists import Index, ListView

Trigger = QAbstractItemView.EditTrigger


class TypedList(ListView):
    """Typing goes into the cell at the cursor, or from anywhere in its row into the column where it `lands`."""

    def __init__(self, name: str, title: str, widths: tuple[int, ...], lands: int | None = None) -> None:
        super().__init__(name, title, widths)
        self._lands = lands
        self.composing = False
        """Whether an input method is composing here: then keys are its own."""
        self.setEditTriggers(Trigger.AnyKeyPressed | Trigger.EditKeyPressed | Trigger.DoubleClicked)

    def begins(self, text: str) -> bool:
        """Whether a key with this text begins to type."""
        return bool(text) and text.isprintable()

    def _landing(self) -> QModelIndex:
        """The cell that typing goes into now."""
        index = self.currentIndex()
        return index if self._lands is None else index.siblingAtColumn(self._lands)

    def _land(self) -> None:
        """Put the cursor where typing lands; where it is there already, other cells stay selected with it."""
        landing = self._landing()
        if landing != self.currentIndex():
            self.setCurrentIndex(landing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing:
            event.ignore()
            return
        if self.currentIndex().isValid() and (self.begins(event.text()) or event.key() == Qt.Key.Key_F2):
            self._land()
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composing opens the editor, which shows it; so long the keys that come here are the input method's."""
        if self.state() is not QAbstractItemView.State.EditingState and (event.preeditString() or event.commitString()):
            self._land()
        super().inputMethodEvent(event)
        self.composing = bool(event.preeditString())

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter takes what was typed and leads to the row below."""
        super().closeEditor(editor, hint)
        below = self.currentIndex().siblingAtRow(self.currentIndex().row() + 1)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache and below.isValid():
            self.setCurrentIndex(below)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._let_compose()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._let_compose()

    def _let_compose(self) -> None:
        """Qt asks the cell at the cursor alone whether an input method is of use."""
        can = bool(self._landing().flags() & Qt.ItemFlag.ItemIsEditable)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, can)
