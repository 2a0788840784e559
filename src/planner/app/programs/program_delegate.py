"""Paints the rows of the program list: the name on two lines, the amount with its change and bar beneath, the marks."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from planner.app.tables.program_rows import NAME, Index
from planner.app.widgets import roles, theme
from planner.app.widgets.icons import paint_icon
from planner.app.widgets.scenario_mark import paint_mark
from planner.app.widgets.tokens import MARK, Tokens, contrast

ROW, COMPACT_ROW = 40, 28
PADDING, GAP, STATUS, SIGN, MARK_SIDE = 8, 4, 28, 16, 9
BAR, BAR_HEIGHT = 10, 7
"""The longest bar to one side of its axis, and its thickness."""
SELECTED = QStyle.StateFlag.State_Selected


class ProgramLook(NamedTuple):
    """A program as it is painted; `owner` is the scenario that changed it, `None` where it did not."""

    name: str
    amount: str
    change: str
    bar: float | None
    strong: bool
    faint: bool
    owner: int | None
    worrying: bool
    new: str


@lru_cache(maxsize=32)
def _face(points: float, strong: bool, _font: str, _zoom: float) -> tuple[QFont, QFontMetricsF]:
    font = theme.sized(points, bold=strong)
    return font, QFontMetricsF(font)


def two_lines(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """A text on at most two lines, broken at a space or before a bracket where there is one."""
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    fits = next((n for n in range(len(text), 0, -1) if metrics.horizontalAdvance(text[:n]) <= width), 1)
    gap = max(text.rfind(" ", 0, fits + 1), text.rfind("（", 0, fits), text.rfind("　", 0, fits + 1))
    if gap > fits // 2 or (gap > 0 and text[fits - 1 : fits + 1].isascii()):
        fits = gap
    rest = text[fits:].lstrip()
    return [text[:fits].rstrip(), metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)]


class ProgramDelegate(QStyledItemDelegate):
    """The name and the amount of the scenario are painted from the row's look, other columns as their text.

    `amount` is the column of the amount, `new` the word for a new program.
    """

    def __init__(self, parent: QWidget, amount: int, new: str) -> None:
        super().__init__(parent)
        self._amount, self._new = amount, new
        self.compact = False

    def height(self) -> int:
        """The height of a row."""
        return theme.px(COMPACT_ROW if self.compact else ROW)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        _, metrics = self._face(theme.POINTS, True)
        return QSize(round(metrics.horizontalAdvance(str(index.data() or ""))) + theme.px(2 * PADDING), self.height())

    def _face(self, points: float, strong: bool = False) -> tuple[QFont, QFontMetricsF]:
        return _face(points, strong, theme.table_font().key(), theme.zoom())

    def amount_width(self, looks: list[ProgramLook]) -> int:
        """How wide the column of amounts is for these rows."""
        (_, metrics), (_, small) = self._face(theme.POINTS, True), self._face(theme.SMALL_POINTS)
        widest = max((metrics.horizontalAdvance(look.amount) for look in looks), default=0.0)
        change = max((small.horizontalAdvance(look.change) for look in looks), default=0.0)
        return round(max(widest, change + theme.px(2 * BAR + GAP))) + theme.px(PADDING) + self._status()

    def _status(self) -> int:
        """How wide the marks at the right are: the scenario's shape, then the sign of findings or the word."""
        _, metrics = self._face(theme.CAPTION_POINTS)
        return round(max(metrics.horizontalAdvance(self._new) + theme.px(6), theme.px(SIGN))) + theme.px(STATUS)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, rect = theme.tokens(), option.rect
        selected = bool(option.state & SELECTED)
        painter.fillRect(rect, tokens.selection if selected else tokens.surface)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens.hairline)
        look: ProgramLook = index.data(roles.LOOK)
        own = tokens.on_selection if selected and contrast(tokens.selection, tokens.surface) >= MARK else None
        if index.column() == NAME:
            self._paint_name(painter, rect, look, own or (tokens.third if look.faint else tokens.text))
        elif index.column() == self._amount:
            self._paint_amount(painter, rect, look, own, tokens)
        else:
            self._paint_text(painter, rect, index, own, tokens)

    def _paint_name(self, painter: QPainter, rect: QRect, look: ProgramLook, ink: QColor) -> None:
        font, metrics = self._face(theme.SMALL_POINTS, look.strong)
        width = rect.width() - theme.px(PADDING + 2)
        lines = two_lines(look.name, metrics, width)
        if self.compact:
            lines = [metrics.elidedText(look.name, Qt.TextElideMode.ElideRight, width)]
        height = theme.px(16)
        first = rect.top() + (rect.height() - height * len(lines)) / 2
        painter.setFont(font)
        painter.setPen(ink)
        for at, line in enumerate(lines):
            base = first + at * height + (height + metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(rect.left() + theme.px(2), base), line)

    def _paint_amount(
        self, painter: QPainter, rect: QRect, look: ProgramLook, own: QColor | None, tokens: Tokens
    ) -> None:
        right = rect.right() + 1 - self._status()
        upper, lower = (12, 24) if self.compact else (17, 33)
        font, metrics = self._face(theme.POINTS, True)
        painter.setFont(font)
        painter.setPen(own or (tokens.third if look.faint else tokens.text))
        painter.drawText(
            QPointF(right - metrics.horizontalAdvance(look.amount), rect.top() + theme.px(upper)), look.amount
        )
        font, metrics = self._face(theme.SMALL_POINTS)
        left = right - metrics.horizontalAdvance(look.change)
        ink = tokens.decrease if look.change.startswith("△") else tokens.increase
        painter.setFont(font)
        painter.setPen(own or (ink if look.change[:1] in "△+" else tokens.third))
        painter.drawText(QPointF(left, rect.top() + theme.px(lower)), look.change)
        if look.bar is not None:
            self._paint_bar(painter, rect.left() + theme.px(BAR), rect.top() + theme.px(lower - 4), look.bar, tokens)
        self._paint_status(painter, rect, right + theme.px(GAP), look, own, tokens)

    def _paint_bar(self, painter: QPainter, axis: float, middle: float, bar: float, tokens: Tokens) -> None:
        half, length = theme.px(BAR_HEIGHT) / 2, bar * theme.px(BAR)
        if bar and abs(length) < 1:
            length = 1.0 if bar > 0 else -1.0
        fill = tokens.increase_fill if bar > 0 else tokens.decrease_fill
        painter.fillRect(QRectF(min(axis, axis + length), middle - half, abs(length), 2 * half), fill)
        painter.fillRect(QRectF(axis - 0.5, middle - half - 2, 1, 2 * half + 4), tokens.border)

    def _paint_status(
        self, painter: QPainter, rect: QRect, left: float, look: ProgramLook, own: QColor | None, tokens: Tokens
    ) -> None:
        side, middle = theme.px(SIGN), rect.center().y() + 0.5
        scale = painter.device().devicePixelRatioF()
        if look.owner is not None:
            mark = theme.px(MARK_SIDE)
            paint_mark(painter, QRectF(left, middle - mark / 2, mark, mark), look.owner, own)
        left += theme.px(SIGN + 2)
        if look.worrying:
            paint_icon(painter, QRectF(left, middle - side / 2, side, side), "warn", own or tokens.warning, scale)
        elif look.new:
            font, metrics = self._face(theme.CAPTION_POINTS)
            width = metrics.horizontalAdvance(look.new) + theme.px(6)
            chip = QRectF(left, middle - side / 2, width, side)
            painter.setPen(own or tokens.strong)
            painter.drawRect(chip.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setFont(font)
            painter.setPen(own or tokens.second)
            base = middle + (metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(left + theme.px(3), base), look.new)

    def _paint_text(self, painter: QPainter, rect: QRect, index: Index, own: QColor | None, tokens: Tokens) -> None:
        font, metrics = self._face(theme.SMALL_POINTS)
        text = str(index.data() or "")
        side = index.data(roles.ALIGNMENT)
        room = QRectF(rect).adjusted(theme.px(PADDING), 0, -theme.px(PADDING), 0)
        left = room.left() if side is None else room.right() - metrics.horizontalAdvance(text)
        painter.setFont(font)
        painter.setPen(own or (tokens.decrease if text.startswith("△") else tokens.second))
        painter.drawText(QPointF(left, room.center().y() + (metrics.ascent() - metrics.descent()) / 2), text)
