"""Alt alone opens all menus, as in a window with a menu bar."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class AltKey(QObject):
    """Hears the keys that come to a window.

    Signals:
        pressed(): Alt was pressed and let go, and nothing else meanwhile.
    """

    pressed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._held = window, False

    def press(self, event: QKeyEvent) -> None:
        """Take note of a key that is pressed."""
        self._note(event.key() == Qt.Key.Key_Alt)

    def release(self, event: QKeyEvent) -> None:
        """Take note of a key that is let go."""
        if self._held and event.key() == Qt.Key.Key_Alt and not event.isAutoRepeat():
            self.pressed.emit()
        self._note(False)

    def _note(self, held: bool) -> None:
        """Whether Alt is held alone; only meanwhile all that happens to the window is looked at."""
        if held and not self._held:
            self._window.installEventFilter(self)
        elif self._held and not held:
            self._window.removeEventFilter(self)
        self._held = held

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key that is a shortcut with Alt never comes as a key press."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self.press(event)
        return super().eventFilter(watched, event)
