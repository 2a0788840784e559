"""Buttons that Enter presses as Space does: outside of dialogs Qt leaves Enter unheard."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton


def press_by_enter(buttons: Iterable[QAbstractButton]) -> None:
    """Let Enter press these buttons where the cursor is on them."""
    for button in buttons:
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), button)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(button.click)
