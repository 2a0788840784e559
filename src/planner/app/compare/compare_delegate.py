"""Paints the cells of a comparison: what differs with its bar, values with the mark of who gave them, reasons."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from planner.app.compare.compare_cells import CompareLook
from planner.app.compare.compare_header import tinted
from planner.app.tables.program_rows import Index
from planner.app.widgets import roles, theme
from planner.app.widgets.charts.canvas import PLAIN, RIGHT, SMALL, Canvas
from planner.app.widgets.tokens import MARK as STRONG
from planner.app.widgets.tokens import Tokens, contrast
from planner.words.texts import Texts

PADDING, GAP, MARK, BAR_HEIGHT, FRAME = 8, 5, 9, 7, 2
BAR_ROOM = 0.36
"""So much of a cell the bar has, the axis in its middle."""
FLAG = QStyle.StateFlag
LEAST_WIDTH = 60
"""What a cell asks for, in pixels: columns are sized by the room there is."""
SELECTED, FOCUSED, OPENED = FLAG.State_Selected, FLAG.State_HasFocus, FLAG.State_Open


class CompareDelegate(QStyledItemDelegate):
    """Each cell from its look; the ground of a row is painted by the view."""

    def __init__(self, parent: QWidget, texts: Texts) -> None:
        super().__init__(parent)
        self._texts = texts

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(LEAST_WIDTH), theme.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look: CompareLook = index.data(roles.LOOK)
        tokens, rect = theme.tokens(), option.rect
        selected = bool(option.state & SELECTED)
        painter.save()
        painter.setClipRect(rect)
        canvas = Canvas(painter, tokens, theme.zoom())
        if selected:
            painter.fillRect(rect, tokens.selection)
        elif look.tint is not None:
            painter.fillRect(rect, tinted(tokens, canvas.scenario_colour(look.tint)))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens.hairline)
        own = tokens.on_selection if selected and contrast(tokens.selection, tokens.surface) >= STRONG else None
        room = QRectF(rect).adjusted(canvas.px(PADDING if look.right else 2), 0, -canvas.px(PADDING), -1)
        if look.because and not option.state & OPENED:
            self._paint_because(canvas, room, look, own)
        elif look.right:
            self._paint_figure(canvas, room, look, own)
        else:
            self._text(canvas, room, look, own)
        if option.state & FOCUSED:
            _frame(painter, rect, tokens)
        painter.restore()

    def _text(self, canvas: Canvas, room: QRectF, look: CompareLook, own: QColor | None) -> float:
        points = SMALL if look.small else PLAIN
        ink = own or getattr(canvas.tokens, look.ink)
        side = RIGHT if look.right else Qt.AlignmentFlag.AlignLeft
        return canvas.text(room, look.text, ink, points, bold=look.strong, side=side, whole=look.right)

    def _paint_figure(self, canvas: Canvas, room: QRectF, look: CompareLook, own: QColor | None) -> None:
        """A figure at the right, at its left the bar of what differs or the mark of who gave it."""
        wide, px = self._text(canvas, room, look, own), canvas.px
        if look.mark is not None:
            at = room.right() - wide - px(GAP + MARK)
            place = QRectF(at, room.center().y() - px(MARK / 2), px(MARK), px(MARK))
            canvas.scenario(place, look.mark)
        elif look.bar is not None and room.width() * BAR_ROOM + wide + px(GAP) <= room.width():
            self._paint_bar(canvas, room, look.bar)

    def _paint_bar(self, canvas: Canvas, room: QRectF, bar: float) -> None:
        px, half = canvas.px, room.width() * BAR_ROOM / 2
        axis, high = room.left() + half, px(BAR_HEIGHT)
        length = max(abs(bar) * half, 1.5)
        top = room.center().y() - high / 2
        canvas.change_bar(QRectF(axis if bar > 0 else axis - length, top, length, high), -1 if bar < 0 else 1)
        canvas.painter.fillRect(QRectF(axis - 0.5, top - px(3), 1, high + px(6)), canvas.tokens.border)

    def _paint_because(self, canvas: Canvas, room: QRectF, look: CompareLook, own: QColor | None) -> None:
        """The reasons one after the other, each behind the mark of whose change it is; an open row has them below."""
        px, tokens, left = canvas.px, canvas.tokens, room.left() + canvas.px(PADDING)
        for because in look.because:
            rest = QRectF(left + px(MARK + GAP), room.top(), room.right() - left - px(MARK + GAP), room.height())
            if rest.width() < px(MARK):
                break
            canvas.scenario(QRectF(left, room.center().y() - px(MARK / 2), px(MARK), px(MARK)), because.scenario)
            words = because.why or self._texts._("no reason given")
            ink = own or (tokens.text if because.why else tokens.warning)
            left = rest.left() + canvas.text(rest, words, ink) + px(2 * GAP)


def _frame(painter: QPainter, rect: QRect, tokens: Tokens) -> None:
    """The frame of the cell of the cursor."""
    for edge in (
        QRect(rect.left(), rect.top(), rect.width(), FRAME),
        QRect(rect.left(), rect.bottom() + 1 - FRAME, rect.width(), FRAME),
        QRect(rect.left(), rect.top(), FRAME, rect.height()),
        QRect(rect.right() + 1 - FRAME, rect.top(), FRAME, rect.height()),
    ):
        painter.fillRect(edge, tokens.accent)
