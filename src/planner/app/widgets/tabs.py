"""Tabs gone through by keys, also from within tables, which have uses of their own for Tab."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget

KEYS = {"Ctrl+Tab": 1, "Ctrl+Shift+Tab": -1}


def turn_by_keys(tabs: QTabWidget) -> None:
    """Let Ctrl+Tab and Ctrl+Shift+Tab lead to the next and previous tab, and the cursor into it."""
    for keys, by in KEYS.items():
        shortcut = QShortcut(QKeySequence(keys), tabs)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(partial(_turn, tabs, by))


def _turn(tabs: QTabWidget, by: int) -> None:
    tabs.setCurrentIndex((tabs.currentIndex() + by) % tabs.count())
    tabs.currentWidget().setFocus()
