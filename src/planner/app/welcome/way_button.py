"""One way to begin: an icon, its name, what it is, and the key it is pressed with; painted on the tokens in use."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from planner.app.widgets import theme
from planner.app.widgets.icons import SIZE, paint_icon

HIGH, LOW = 66, 42
"""The height of a way with room and without, at a zoom of 1."""
MARGIN, EDGE, CHIP = 20, 3, 6
NAME_POINTS = 11.25


class WayButton(QAbstractButton):
    """A row of the list of ways; Enter and Space take it, arrows go to the next."""

    def __init__(self, key: str, name: str, what: str, drawn: str, keys: str) -> None:
        super().__init__()
        self.key, self._name, self._what, self._icon, self._keys = key, name, what, drawn, keys
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(what)
        self.setToolTip(f"{what} ({keys})" if keys else what)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_low(False)

    def set_low(self, low: bool) -> None:
        """Take less room, with everything that is told."""
        self.setFixedHeight(theme.px(LOW if low else HIGH))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(430), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter, room = theme.tokens(), QPainter(self), self.rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here, scale = self.hasFocus(), self.devicePixelRatioF()
        ground = tokens.selection if here else tokens.header if self.underMouse() else tokens.surface
        painter.fillRect(room, ground)
        painter.fillRect(QRect(0, room.bottom(), room.width(), 1), tokens.hairline)
        text = tokens.on_selection if here else tokens.text
        if here:
            painter.fillRect(QRect(0, 0, theme.px(EDGE), room.height()), tokens.accent)
            painter.setPen(QPen(tokens.accent, 2))
            painter.drawRect(room.adjusted(1, 1, -1, -1))
        side, margin = theme.px(SIZE), theme.px(MARGIN)
        paint_icon(painter, QRectF(margin, (room.height() - side) / 2, side, side), self._icon, text, scale)
        words = room.adjusted(margin * 2 + side, 0, -margin, 0)
        words.setRight(self._paint_keys(painter, words, "Enter" if here else self._keys) - theme.px(8))
        name, what = theme.sized(NAME_POINTS, bold=True), theme.sized(theme.SMALL_POINTS)
        height = QFontMetrics(name).height() + QFontMetrics(what).height()
        top = words.top() + (words.height() - height) // 2
        second = tokens.on_selection if here else tokens.second
        for font, said, colour in ((name, self._name, text), (what, self._what, second)):
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(colour)
            line = QRect(words.left(), top, words.width(), metrics.height())
            shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
            top += metrics.height()

    def _paint_keys(self, painter: QPainter, room: QRect, keys: str) -> int:
        """The key at the right of the room, framed; where it begins."""
        if not keys:
            return room.right()
        tokens, font = theme.tokens(), theme.sized(theme.CAPTION_POINTS)
        metrics, pad = QFontMetrics(font), theme.px(CHIP)
        size = QSize(metrics.horizontalAdvance(keys) + 2 * pad, metrics.height() + theme.px(2))
        chip = QRect(room.right() - size.width(), room.center().y() - size.height() // 2, size.width(), size.height())
        painter.setFont(font)
        painter.setPen(QPen(tokens.border, 1))
        painter.setBrush(tokens.surface)
        painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(tokens.second)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, keys)
        return chip.left()
