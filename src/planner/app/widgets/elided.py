"""A label that gives way: what does not fit ends in dots and stands whole in its tool tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent

from planner.app.widgets import theme
from planner.app.widgets.plain import Label, plain_tip


class ElidedLabel(Label):
    """One line of words, never of figures: those are shown whole or not at all."""

    brief = ""
    """What stands for the words where they do not fit."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self._tell()

    @property
    def is_elided(self) -> bool:
        """Whether not all of it is seen."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(24), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        self.setToolTip(plain_tip(self.text()) if self.is_elided else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, room = QPainter(self), self.contentsRect()
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.brief if self.brief and self.is_elided else self.text()
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(self.alignment()), shown)
