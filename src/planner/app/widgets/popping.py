"""Menus that pop up below a button without a loop of their own: Qt waits in one for the menu that a button owns."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QMenu


def pop_up_from(button: QAbstractButton, menu: QMenu) -> None:
    """Let a button open a menu below it."""
    button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
