"""How much room a dialog takes: as much as its content wants, and no more than its screen has."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME = QSize(16, 40)
"""What a title bar and borders take, in logical pixels."""


def available(window: QWidget) -> QSize:
    """The room that the screen leaves within a frame, in logical pixels."""
    return window.screen().availableSize() - FRAME


def give_room(window: QWidget, width: int, height: int) -> None:
    """Make a window so large (logical pixels), or as large as the screen allows: no button stands beyond its edge."""
    window.resize(QSize(width, height).boundedTo(available(window)))
