"""A choice that says what it is for: a round mark, a name, and a line of words beneath it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy

from planner.app.widgets import theme
from planner.app.widgets.plain import plain_entry, plain_tip

HEIGHT, SIDE, MARK, RADIUS = 44, 10, 14, 4
"""Lengths in pixels: of the card, the room at its sides, the mark, and how round its corners are."""


class ChoiceCard(QRadioButton):
    """One of several cards; all of it is clicked on."""

    def __init__(self, name: str, said: str) -> None:
        super().__init__(plain_entry(name))
        self._name, self._said = name, said
        self.setAccessibleName(name)
        self.setAccessibleDescription(said)
        self.setToolTip(plain_tip(f"{name}\n{said}"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(HEIGHT))

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens, chosen = QPainter(self), theme.tokens(), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = 2 if self.hasFocus() else 1
        edge = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
        painter.setPen(QPen(tokens.accent if chosen or self.hasFocus() else tokens.strong, line))
        painter.setBrush(tokens.selection if chosen else tokens.surface)
        painter.drawRoundedRect(edge, theme.px(RADIUS), theme.px(RADIUS))
        side, mark = theme.px(SIDE), theme.px(MARK)
        room = self.rect().adjusted(side + mark + side, 0, -side, 0)
        upper = QRect(room.left(), room.top() + theme.px(4), room.width(), room.height() // 2 - theme.px(3))
        lower = QRect(room.left(), upper.bottom(), room.width(), room.height() // 2 - theme.px(3))
        ring = QRectF(side, upper.center().y() - mark / 2 + 1, mark, mark)
        painter.setBrush(tokens.surface)
        ink = tokens.on_selection if tokens.is_contrast else tokens.accent
        painter.setPen(QPen(ink, mark / 3) if chosen else QPen(tokens.border, 1))
        inset = mark / 6 if chosen else 0.5
        painter.drawEllipse(ring.adjusted(inset, inset, -inset, -inset))
        self._write(painter, upper, self._name, theme.POINTS, bold=True)
        self._write(painter, lower, self._said, theme.SMALL_POINTS, bold=False)

    def _write(self, painter: QPainter, room: QRect, text: str, points: float, *, bold: bool) -> None:
        tokens, font = theme.tokens(), theme.sized(points, bold=bold)
        painter.setFont(font)
        painter.setPen(tokens.on_selection if self.isChecked() else tokens.text if bold else tokens.second)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
