"""Cards in a list: a few lines of words each, painted on the tokens in use; what does not fit ends in dots."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from planner.app.widgets import theme
from planner.app.widgets.icons import paint_icon
from planner.app.widgets.tokens import READABLE, contrast

LINE, MARGIN, ABOVE, GAP, SIGN = 20, 12, 6, 8, 14
"""Lengths in pixels: a line, the room at the sides, above and below, between words, of an icon."""


def card_height(lines: int) -> int:
    """The height of a card of so many lines."""
    return theme.px(LINE) * lines + 2 * theme.px(ABOVE)


def card_line(card: QRect, place: int) -> QRect:
    """A line of a card, from the top."""
    margin, height = theme.px(MARGIN), theme.px(LINE)
    return QRect(card.left() + margin, card.top() + theme.px(ABOVE) + place * height, card.width() - 2 * margin, height)


def card_font(*, bold: bool = False, small: bool = False) -> QFont:
    """The font of words on a card."""
    return theme.sized(theme.SMALL_POINTS if small else theme.POINTS, bold=bold)


def wide(text: str, *, bold: bool = False, small: bool = False) -> int:
    """How much room words take."""
    return QFontMetrics(card_font(bold=bold, small=small)).horizontalAdvance(text)


class CardPainter:
    """Paints one card: its ground, then words into its lines, each from what is left of the line."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        self._painter, self._tokens = painter, theme.tokens()
        self._chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        card = option.rect
        painter.fillRect(card, self._tokens.selection if self._chosen else self._tokens.surface)
        painter.setPen(self._tokens.hairline)
        painter.drawLine(card.bottomLeft(), card.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._tokens.accent, 2))
            painter.drawRect(card.adjusted(1, 1, -1, -2))

    def left(self, line: QRect, text: str, colour: QColor, *, bold: bool = False, small: bool = False) -> QRect:
        """Words at the left of a line; what is left of it."""
        used = self._words(line, text, colour, card_font(bold=bold, small=small), Qt.AlignmentFlag.AlignLeft)
        return line.adjusted(used, 0, 0, 0)

    def right(self, line: QRect, text: str, colour: QColor, *, bold: bool = False, small: bool = False) -> QRect:
        """Words at the right of a line; what is left of it."""
        used = self._words(line, text, colour, card_font(bold=bold, small=small), Qt.AlignmentFlag.AlignRight)
        return line.adjusted(0, 0, -used, 0)

    def sign(self, line: QRect, name: str, colour: QColor) -> QRect:
        """An icon at the left of a line; what is left of it."""
        side, scale = theme.px(SIGN), self._painter.device().devicePixelRatioF()
        square = QRectF(line.left(), line.center().y() + 0.5 - side / 2, side, side)
        paint_icon(self._painter, square, name, self._ink(colour), scale)
        return line.adjusted(side + theme.px(GAP) // 2, 0, 0, 0)

    def _words(self, line: QRect, text: str, colour: QColor, font: QFont, side: Qt.AlignmentFlag) -> int:
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        self._painter.setFont(font)
        self._painter.setPen(self._ink(colour))
        self._painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)

    def _ink(self, colour: QColor) -> QColor:
        """A colour as it can be read on the ground there is."""
        unread = self._chosen and contrast(colour, self._tokens.selection) < READABLE
        return self._tokens.on_selection if unread else colour
