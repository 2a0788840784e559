"""A factor of an amount as it stands in the formula bar: shown, and typed into in its place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from planner.app.tables.cell_editor import CellEditor
from planner.app.tables.cell_table import step_of
from planner.app.widgets import theme
from planner.app.widgets.plain import plain_entry
from planner.app.widgets.sheet import set_tone


class OperandButton(QPushButton):
    """A factor: pressed it can be typed into, reached by Tab it shows its cell.

    Signals:
        reached(): the focus came by key.
    """

    reached = Signal()

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label
        self.setProperty("look", "operand")
        self.setAutoDefault(False)

    def say(self, text: str, *, here: bool, able: bool) -> None:
        """Show a value; `here` is where the cursor stands, not `able` takes no input."""
        self.setText(plain_entry(text))
        self.setAccessibleName(f"{self._label} {text}")
        set_tone(self, "yes" if here else "", "here")
        self.setEnabled(able)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.reached.emit()


class OperandEditor(CellEditor):
    """The editor in the place of a factor.

    Signals:
        finished(event): a key was pressed that takes what is typed.
        dropped(): Esc was pressed.
        deserted(): the focus went elsewhere.
    """

    finished = Signal(object)
    dropped = Signal()
    deserted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, typed=False)
        self.setFrame(True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setFixedWidth(theme.px(128))

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab takes what is typed, as in a cell."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        elif step_of(event) is not None:
            self.finished.emit(event)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.deserted.emit()
