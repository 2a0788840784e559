"""What lines are filtered by: their names, in a row beneath the header, and what was done to them, by chips."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from planner.app.lines.line_rows import Sieve
from planner.app.widgets import theme
from planner.app.widgets.icons import icon
from planner.words.texts import Texts


class FilterStrip(QWidget):
    """What is typed and switched on here.

    Signals:
        wanted(Sieve): lines are to be shown by this.
        left(): Esc or Enter leads back to the lines.
    """

    wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget, texts: Texts) -> None:
        super().__init__(parent)
        _ = texts._
        self.setProperty("area", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("Filter by name"))
        self.text.setAccessibleName(_("Filter the lines by name"))
        self.text.setClearButtonEnabled(True)
        self.text.addAction(icon("filter", "third"), QLineEdit.ActionPosition.LeadingPosition)
        self.changed = QAction(_("Changed only"), self, checkable=True)
        self.unreasoned = QAction(_("Without a reason"), self, checkable=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.text)
        for action in (self.changed, self.unreasoned):
            action.toggled.connect(self._tell)
        layout.addStretch()
        self.text.textChanged.connect(self._tell)
        self.hide()

    @property
    def sieve(self) -> Sieve:
        """What is asked for."""
        return Sieve(self.text.text(), self.changed.isChecked(), self.unreasoned.isChecked())

    def chips(self) -> list[QToolButton]:
        """Buttons for what was done to the lines, to stand in sight."""
        found = []
        for action in (self.changed, self.unreasoned):
            chip = QToolButton()
            chip.setProperty("look", "chip")
            chip.setDefaultAction(action)
            found.append(chip)
        return found

    def end(self) -> None:
        """Filter by no name any more, and lead back to the lines."""
        self.text.clear()
        self.hide()
        self.left.emit()

    def _tell(self) -> None:
        self.wanted.emit(self.sieve)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)
