"""The header of a comparison: over each column the scenario with its mark, total, difference, bar and the ceiling."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QHeaderView, QTreeView

from planner.app.compare.compare_model import CompareHead, CompareModel
from planner.app.widgets import theme
from planner.app.widgets.charts.canvas import CAPTION, PLAIN, RIGHT, SMALL, Canvas
from planner.app.widgets.tokens import Tokens

HEIGHT, LOW_HEIGHT = 94, 46
EDGE, PADDING, MARK, TAG_PADDING = 3, 10, 10, 5
TINT = 0.08
"""So much of its colour the column of the scenario shown has as its ground."""


def tinted(tokens: Tokens, scenario: QColor) -> QColor:
    """The ground of the column of the scenario shown."""
    return theme.mixed(tokens.surface, scenario, 0.2 if tokens.is_dark else TINT)


class CompareHeader(QHeaderView):
    """Painted by itself: bars from 0, the ceiling as a dotted line; `low` where height is scarce, name and total alone.

    `about` stands over the names, line by line.
    """

    def __init__(self, view: QTreeView, model: CompareModel, shown: str) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._heads, self._shown = model, shown
        self.low = False
        self.about: tuple[str, ...] = ()
        self.reasons: tuple[str, ...] = ()
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def set_low(self, low: bool) -> None:
        """Leave out paths and bars, or show them."""
        if low != self.low:
            self.low = low
            self.updateGeometry()
            view = self.parentWidget()
            if isinstance(view, QTreeView):
                view.updateGeometries()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(LOW_HEIGHT if self.low else HEIGHT))

    def needed(self, section: int) -> int:
        """How wide a column has to be for its name or total, whichever is longer."""
        head = self._heads.head(section)
        if head is None:
            return 0
        bold = QFontMetricsF(theme.sized(PLAIN, bold=True))
        wide = max(bold.horizontalAdvance(head.name) + theme.px(MARK + 6), bold.horizontalAdvance(head.total))
        return round(wide) + theme.px(2 * PADDING)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        tokens, head = theme.tokens(), self._heads.head(section)
        canvas = Canvas(painter, tokens, theme.zoom())
        painter.fillRect(rect, tokens.surface)
        room = QRectF(rect).adjusted(theme.px(PADDING), theme.px(EDGE + 3), -theme.px(PADDING), -theme.px(4))
        if head is not None:
            self._paint_head(canvas, QRectF(rect), room, head)
        else:
            self._paint_words(canvas, room, self.about if section == 0 else self.reasons)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens.strong)
        if section == 0:
            painter.fillRect(rect.right(), rect.top(), 1, rect.height(), tokens.hairline)
        painter.restore()

    def _paint_words(self, canvas: Canvas, room: QRectF, lines: tuple[str, ...]) -> None:
        """The first line strong, all of them at the foot of the place."""
        shown = lines[:2] if self.low else lines
        high = canvas.px(17)
        top = room.bottom() - high * len(shown)
        for place, line in enumerate(shown):
            there = QRectF(room.left(), top + place * high, room.width(), high)
            ink, points = (canvas.tokens.text, PLAIN) if place == 0 else (canvas.tokens.second, SMALL)
            canvas.text(there, line, ink, points, bold=place == 0)

    def _paint_head(self, canvas: Canvas, whole: QRectF, room: QRectF, head: CompareHead) -> None:
        tokens, px = canvas.tokens, canvas.px
        colour = tokens.total_fill if head.number is None else canvas.scenario_colour(head.number)
        if head.is_shown:
            canvas.painter.fillRect(whole, tinted(tokens, colour))
        canvas.painter.fillRect(QRectF(whole.left(), whole.top(), whole.width(), px(EDGE)), colour)
        at = room.top()
        if not self.low:
            canvas.text(QRectF(room.left(), at, room.width(), px(15)), head.path, tokens.second, CAPTION)
            at += px(16)
        change = self._change(canvas, QRectF(room.left(), at, room.width(), px(18)), head)
        name = QRectF(room.left(), at, room.width() - change, px(18))
        if head.number is not None:
            canvas.scenario(QRectF(name.left(), name.center().y() - px(MARK / 2), px(MARK), px(MARK)), head.number)
            name.setLeft(name.left() + px(MARK + 6))
        canvas.text(name, head.name, tokens.text, PLAIN, bold=True)
        at += px(19)
        total = QRectF(room.left(), at, room.width(), px(18))
        wide = canvas.text(total, head.total, tokens.text, PLAIN, bold=True, whole=True)
        if head.is_shown:
            self._paint_tag(canvas, total, wide)
        if not self.low:
            self._paint_bar(canvas, QRectF(room.left(), at + px(24), room.width(), px(9)), head, colour)

    def _change(self, canvas: Canvas, row: QRectF, head: CompareHead) -> float:
        """What the total differs by, at the right of the name where both have room; how much room it takes."""
        wide = canvas.wide(head.change, SMALL, bold=True) + canvas.px(6)
        named = canvas.wide(head.name, PLAIN, bold=True) + canvas.px(MARK + 6)
        if not head.change or self.low or named + wide > row.width():
            return 0.0  # the first row tells it too
        tokens = canvas.tokens
        ink = {"△": tokens.decrease, "+": tokens.increase}.get(head.change[0], tokens.third)
        canvas.text(row, head.change, ink, SMALL, bold=True, side=RIGHT, whole=True)
        return wide

    def _paint_tag(self, canvas: Canvas, row: QRectF, used: float) -> None:
        """That the scenario is the one shown, where there is room to say so."""
        px = canvas.px
        wide = canvas.wide(self._shown, CAPTION) + px(2 * TAG_PADDING)
        if used + wide + px(4) > row.width():
            return
        tag = QRectF(row.right() - wide, row.top() + px(1), wide, px(16))
        canvas.painter.fillRect(tag, canvas.tokens.header)
        there = tag.adjusted(px(TAG_PADDING), 0, 0, 0)
        canvas.text(there, self._shown, canvas.tokens.second, CAPTION, whole=True)

    def _paint_bar(self, canvas: Canvas, room: QRectF, head: CompareHead, colour: QColor) -> None:
        """The total from 0, and where the ceiling stands."""
        canvas.bar(QRectF(room.left(), room.top(), room.width() * head.bar, room.height()), colour)
        if head.ceiling is not None:
            at = room.left() + room.width() * head.ceiling - 1
            top, bottom = room.top() - canvas.px(3), room.bottom() + canvas.px(3)
            canvas.rule(QPointF(at, top), QPointF(at, bottom), canvas.tokens.text, 1.5, dotted=True)
