"""Paints the cells of the table of lines: each from its look, text on explicit baselines, no widgets."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPolygonF
from PySide6.QtWidgets import QStyleOptionViewItem

from planner.app.lines.line_looks import CellLook, Sign
from planner.app.tables.cell_editor import CellDelegate
from planner.app.tables.cell_table import CellTable
from planner.app.tables.entry_model import Index
from planner.app.tables.flash import Flash
from planner.app.widgets import theme
from planner.app.widgets.icons import paint_icon
from planner.app.widgets.scenario_mark import mark_colour
from planner.app.widgets.tokens import MARK, Tokens, contrast
from planner.words.texts import Texts

PADDING, GAP, CORNER, FRAME = 8, 6, 8, 2
BAR, BAR_HEIGHT, BAR_ROOM = 22, 7, 48
"""The longest bar to one side, its thickness, and the room of the axis in the middle with both sides."""
UPPER, LOWER = 12.5, 24.5
"""The baselines of a value and of what stands beneath it, from the top of a row of 28."""
SIGN = 16
BASE_POINTS = 8.0


class Face(NamedTuple):
    """A font with what is asked of it at each painting."""

    font: QFont
    metrics: QFontMetricsF
    middle: float
    """From the middle of a row down to the baseline."""


@lru_cache(maxsize=64)
def face(points: float, strong: bool, struck: bool, _font: str, _zoom: float) -> Face:
    """A face of the window's font; one for each font and zoom in use."""
    font = theme.sized(points, bold=strong)
    font.setStrikeOut(struck)
    metrics = QFontMetricsF(font)
    return Face(font, metrics, (metrics.ascent() - metrics.descent()) / 2)


class CellPainter:
    """Paints looks: those of cells, and those of the last row."""

    def __init__(self) -> None:
        self._key, self._zoom = theme.table_font().key(), theme.zoom()

    def take_up(self) -> None:
        """Take up another font or zoom."""
        self._key, self._zoom = theme.table_font().key(), theme.zoom()

    def face(self, look: CellLook) -> Face:
        """The face a look is painted with."""
        points = theme.SMALL_POINTS if look.small else theme.POINTS
        return face(points, look.strong, look.struck, self._key, self._zoom)

    def width(self, look: CellLook) -> int:
        """How wide a cell has to be for all of its look."""
        zoom = self._zoom
        wide = self.face(look).metrics.horizontalAdvance(look.text)
        if look.below:
            wide = max(wide, self._below().metrics.horizontalAdvance(look.below))
        room = 2 * PADDING + look.indent + (BAR_ROOM if look.bar is not None else 0) + (SIGN + GAP) * len(look.signs)
        return round(wide + (room + (CORNER + GAP if look.warns or look.opens is not None else 0)) * zoom) + 1

    def _below(self) -> Face:
        return face(BASE_POINTS, False, False, self._key, self._zoom)

    def paint(
        self, painter: QPainter, rect: QRect, look: CellLook, *, selected: bool, flash: Flash | None = None
    ) -> None:
        """Paint a cell; `selected` cells stand on the ground of the selection, those in a `flash` stand out."""
        tokens, zoom = theme.tokens(), self._zoom
        ground = tokens.selection if selected else getattr(tokens, look.ground)
        painter.fillRect(rect, ground if flash is None else flash.ground(ground))
        if flash is not None:
            flash.underline(painter, rect)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens.hairline)
        ink = self._ink(tokens, look, selected)
        room = QRectF(rect).adjusted(PADDING * zoom, 0, -PADDING * zoom, 0)
        room.setLeft(room.left() + look.indent * zoom)
        if look.opens is not None:
            self._paint_fold(painter, room, look.opens, tokens.second)
        if look.bar is not None:
            self._paint_bar(painter, room, look.bar, tokens)
        if look.warns:
            self._paint_warning(painter, room, tokens)
        if look.signs:
            self._paint_signs(painter, room, look.signs, tokens)
        if look.text:
            self._paint_text(painter, rect, room, look, ink, tokens)
        if look.owner is not None:
            self._paint_corner(painter, rect, mark_colour(look.owner), hollow=look.inherited)

    def frame(self, painter: QPainter, rect: QRect, *, focused: bool) -> None:
        """Frame the cell of the cursor."""
        ink = theme.tokens().accent if focused else theme.tokens().border
        for edge in (
            QRect(rect.left(), rect.top(), rect.width(), FRAME),
            QRect(rect.left(), rect.bottom() + 1 - FRAME, rect.width(), FRAME),
            QRect(rect.left(), rect.top(), FRAME, rect.height()),
            QRect(rect.right() + 1 - FRAME, rect.top(), FRAME, rect.height()),
        ):
            painter.fillRect(edge, ink)

    def _ink(self, tokens: Tokens, look: CellLook, selected: bool) -> QColor:
        """The ink of a look; on a selection that is strong itself, that of the selection."""
        if selected and contrast(tokens.selection, tokens.surface) >= MARK:
            return tokens.on_selection
        ink = getattr(tokens, look.ink)
        assert isinstance(ink, QColor)
        return ink

    def _paint_text(
        self, painter: QPainter, rect: QRect, room: QRectF, look: CellLook, ink: QColor, tokens: Tokens
    ) -> None:
        used, zoom = self.face(look), self._zoom
        text, width = look.text, used.metrics.horizontalAdvance(look.text)
        if width > room.width() and look.short:
            text, width = look.short, used.metrics.horizontalAdvance(look.short)
        if width > room.width() and look.right:  # part of a figure would read as another one
            text = "#" * max(int(room.width() / used.metrics.horizontalAdvance("#")), 1)
            width = used.metrics.horizontalAdvance(text)
        elif width > room.width():
            text = used.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            width = room.width()
        left = room.right() - width if look.right else room.left()
        middle = rect.top() + rect.height() / 2 + used.middle
        if look.chip:
            self._paint_chip(painter, room, used, width, tokens)
            left = room.left() + GAP * zoom
        below = look.below if rect.height() >= round(LOWER * zoom) + FRAME else ""
        painter.setFont(used.font)
        painter.setPen(ink)
        painter.drawText(QPointF(left, rect.top() + UPPER * zoom if below else middle), text)
        if below:
            under = self._below()
            left = room.right() - under.metrics.horizontalAdvance(below) if look.right else room.left()
            painter.setFont(under.font)
            painter.setPen(ink if ink == tokens.on_selection else tokens.third)
            painter.drawText(QPointF(left, rect.top() + LOWER * zoom), below)

    def _paint_chip(self, painter: QPainter, room: QRectF, used: Face, width: float, tokens: Tokens) -> None:
        height = used.metrics.height() + 2
        chip = QRectF(room.left(), room.center().y() - height / 2, width + 2 * GAP * self._zoom, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.hairline)
        painter.setBrush(tokens.header)
        painter.drawRoundedRect(chip, 4, 4)
        painter.restore()

    def _paint_fold(self, painter: QPainter, room: QRectF, is_open: bool, ink: QColor) -> None:
        """The sign of a band, which makes room for itself."""
        zoom = self._zoom
        middle, size = QPointF(room.left() + 4 * zoom, room.center().y()), 4 * zoom
        corners = ((-1, -0.6), (1, -0.6), (0, 0.8)) if is_open else ((-0.6, -1), (-0.6, 1), (0.8, 0))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF([middle + QPointF(x * size, y * size) for x, y in corners]))
        painter.restore()
        room.setLeft(room.left() + 14 * zoom)

    def _paint_bar(self, painter: QPainter, room: QRectF, bar: float, tokens: Tokens) -> None:
        """The bar of a change on its axis: to the right for a rise, to the left for a fall."""
        zoom = self._zoom
        axis, half = room.left() + BAR * zoom, BAR_HEIGHT * zoom / 2
        length = bar * BAR * zoom
        if bar and abs(length) < 1:
            length = 1.0 if bar > 0 else -1.0
        fill = tokens.increase_fill if bar > 0 else tokens.decrease_fill
        painter.fillRect(QRectF(min(axis, axis + length), room.center().y() - half, abs(length), 2 * half), fill)
        painter.fillRect(QRectF(axis - 0.5, room.center().y() - half - 2, 1, 2 * half + 4), tokens.border)

    def _paint_warning(self, painter: QPainter, room: QRectF, tokens: Tokens) -> None:
        side = SIGN * self._zoom
        where = QRectF(room.left() - 2, room.center().y() - side / 2, side, side)
        paint_icon(painter, where, "warn", tokens.warning, painter.device().devicePixelRatioF())

    def _paint_signs(self, painter: QPainter, room: QRectF, signs: tuple[Sign, ...], tokens: Tokens) -> None:
        side, left, scale = SIGN * self._zoom, room.left(), painter.device().devicePixelRatioF()
        for sign in signs:
            ink = getattr(tokens, sign.ink) if sign.ink else mark_colour(sign.scenario)
            paint_icon(painter, QRectF(left, room.center().y() - side / 2, side, side), sign.icon, ink, scale)
            left += side + GAP * self._zoom
        room.setLeft(left)

    def _paint_corner(self, painter: QPainter, rect: QRect, colour: QColor, *, hollow: bool) -> None:
        """The mark of a changed value, in the colour of the scenario that gave it."""
        size, at = CORNER * self._zoom, QPointF(rect.topLeft())
        corner = QPolygonF([at, at + QPointF(size, 0), at + QPointF(0, size)])
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if hollow:
            painter.setPen(colour)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(corner.translated(0.5, 0.5))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(corner)
        painter.restore()


class LineDelegate(CellDelegate):
    """Edits as every cell does, and knows how wide a look is: the table has its cells painted by `painting`."""

    def __init__(self, table: CellTable, texts: Texts, look: Callable[[int, int], CellLook]) -> None:
        super().__init__(table, texts)
        self._look, self.painting = look, CellPainter()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = self._look(index.row(), index.column())
        return QSize(self.painting.width(look), self._table.verticalHeader().defaultSectionSize())
