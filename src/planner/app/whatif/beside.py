"""Two parts beside one another, or where room is scarce the second below the first."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from planner.app.widgets import theme

WIDE = 1_000
"""From so many logical pixels on they stand beside one another."""


class Beside(QWidget):
    """Two parts, each with its share of the width."""

    def __init__(self, first: QWidget, second: QWidget, shares: tuple[int, int]) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(6))
        for part, share in zip((first, second), shares, strict=True):
            self._row.addWidget(part, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= theme.px(WIDE)
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        self._row.setSpacing(theme.px(24 if is_wide else 6))
