"""How the rows of a review look: answers as chips, differences with a bar from the middle, programs set off."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from planner.app.review.review_model import ANSWER, DIFFERENCE, ReviewModel
from planner.app.tables.lists import Index
from planner.app.widgets import theme
from planner.core.review.outcome import Answer

BAR, THICK, INSET, CHIP = 64, 8, 6, 20
"""Lengths in pixels: the room of a bar and how thick it is, the room at the sides of a cell, the height of a chip."""


class ReviewLooks(QStyledItemDelegate):
    """Paints what a text alone does not say; everything else as any table does."""

    def __init__(self, model: ReviewModel) -> None:
        super().__init__(model)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() == DIFFERENCE:
            self._difference(painter, option, index)
        elif index.column() == ANSWER and index.data():
            self._answer(painter, option, index)
        else:
            super().paint(painter, option, index)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell without its words."""
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)

    def _difference(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, room, rect = theme.tokens(), theme.px(BAR), QRect(option.rect)
        self._ground(painter, option, index)
        painter.save()
        words = rect.adjusted(0, 0, -room - theme.px(INSET), 0)
        painter.setFont(option.font)
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setPen(colour if colour is not None else tokens.text)
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        yen, most = self._model.difference_at(index.row()), self._model.largest_difference
        middle, height = rect.right() - room / 2, theme.px(THICK)
        top = rect.center().y() - height / 2 + 1
        painter.setPen(tokens.strong)
        painter.drawLine(round(middle), round(top) - 2, round(middle), round(top + height) + 2)
        if yen and most:
            wide = max(abs(yen) / most * (room / 2 - theme.px(4)), 1.0)
            bar = QRectF(middle - wide if yen < 0 else middle, top, wide, height)
            painter.fillRect(bar, tokens.decrease_fill if yen < 0 else tokens.increase_fill)
            if yen < 0 and tokens.is_contrast:
                painter.fillRect(bar, QBrush(tokens.surface, Qt.BrushStyle.BDiagPattern))
        painter.restore()

    def _answer(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, rect, text = theme.tokens(), QRect(option.rect), str(index.data())
        answer = self._model.answer_at(index.row())
        self._ground(painter, option, index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.sized(theme.SMALL_POINTS, bold=answer is not Answer.LEAVE)
        painter.setFont(font)
        wide, high = painter.fontMetrics().horizontalAdvance(text) + 2 * theme.px(8), theme.px(CHIP)
        chip = QRectF(rect.left() + theme.px(INSET), rect.center().y() - high / 2 + 1, wide, high)
        ground = tokens.warning_ground if answer is Answer.COUNTER else tokens.header
        painter.setBrush(ground)
        painter.setPen(tokens.strong)
        painter.drawRoundedRect(chip, theme.px(4), theme.px(4))
        ink = {Answer.ACCEPT: tokens.ok, Answer.COUNTER: tokens.warning}.get(answer, tokens.second)
        painter.setPen(ink)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()
