"""A card of the strip of totals: one figure with its name, what stands beside it, and a line below; a button."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from planner.app.tables.flash import Flash
from planner.app.widgets import theme
from planner.app.widgets.icons import paint_icon
from planner.app.widgets.plain import plain_tip
from planner.words.texts import Texts

HIGH, LOW, SIGN = 68, 46, 18
"""The heights with the line below and without it, and the side of an icon, at a zoom of 1."""


class Told(NamedTuple):
    """What a card says: the figure, its unit or share, the line below, the tip, and the colours of the first two.

    `icon` stands before the figure; `link` is what the card does, in words, at the start of the line below; `spoken`
    is what is heard in place of a figure that signs explain; `brief` stands for what is beside the figure where room
    is scarce.
    """

    figure: str
    aside: str = ""
    below: str = ""
    tip: str = ""
    tone: str = "text"
    aside_tone: str = "third"
    icon: str = ""
    link: str = ""
    spoken: str = ""
    brief: str = ""


class Card(QAbstractButton):
    """Shows a `Told`; clicked or entered it leads to its page."""

    def __init__(self, name: str, texts: Texts) -> None:
        super().__init__()
        self._texts, self._name, self._told, self._low = texts, name, Told(""), False
        self.flash = Flash(self, self.update)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def told(self) -> Told:
        """What is shown."""
        return self._told

    @property
    def text_shown(self) -> str:
        """The figure shown."""
        return self._told.figure

    def show_told(self, told: Told, name: str | None = None) -> None:
        """Show a figure, under another name where its unit or year is part of that."""
        if told == self._told and name in (None, self._name):
            return
        self._told, self._name = told, name or self._name
        figure = told.spoken or f"{told.figure} {told.aside}".rstrip()
        self.setAccessibleName(self._texts._(", ").join(filter(None, (self._name, figure, told.link, told.below))))
        self.setToolTip(plain_tip("\n".join(filter(None, (told.tip, self.accessibleName() if not told.tip else "")))))
        self.update()

    def set_low(self, low: bool) -> None:
        """Leave out the line below, where height is scarce."""
        self._low = low
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(LOW if self._low else HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, told = theme.tokens(), self._told
        painter = QPainter(self)
        ground = tokens.header if self.underMouse() else tokens.surface
        painter.fillRect(self.rect(), ground)
        painter.setPen(tokens.hairline)
        painter.drawLine(self.rect().topRight(), self.rect().bottomRight())
        left, width = theme.px(14), self.width() - theme.px(22)
        row = theme.px(18)
        top = theme.px(5)
        self._write(painter, QRect(left, top, width, row), self._name, theme.sized(theme.SMALL_POINTS), "second")
        line = self._figure_line()
        if told.icon:
            side = theme.px(SIGN)
            paint_icon(
                painter,
                QRect(left, line.top() + (line.height() - side) // 2, side, side).toRectF(),
                told.icon,
                getattr(tokens, told.tone),
                self.devicePixelRatioF(),
            )
        figures = self._figure_font(line)
        if self.flash.is_on:  # behind the figure alone
            wide, room = min(QFontMetrics(figures).horizontalAdvance(told.figure), line.width()), theme.px(3)
            behind = QRect(line.left() - room, line.top(), wide + 2 * room, line.height() + theme.px(1))
            painter.fillRect(behind, self.flash.ground(ground))
            self.flash.underline(painter, behind)
        self._write(painter, line, told.figure, figures, told.tone)
        beside = self._beside(line)
        self._write(painter, beside, self.aside_shown, theme.sized(theme.SMALL_POINTS), told.aside_tone)
        if not self._low:
            below = QRect(left, top + row + theme.px(22), width, row)
            if told.link:
                used = self._write(painter, below, told.link, theme.sized(theme.SMALL_POINTS, bold=True), "accent")
                below.setLeft(below.left() + used + theme.px(8))
            self._write(painter, below, told.below, theme.sized(theme.SMALL_POINTS), "second")
        if self.hasFocus():
            painter.setPen(tokens.accent)
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
            painter.drawRect(self.rect().adjusted(2, 2, -3, -3))

    def _figure_line(self) -> QRect:
        """Where the figure and what is beside it stand, after the icon."""
        left = theme.px(14) + (theme.px(SIGN + 4) if self._told.icon else 0)
        return QRect(left, theme.px(5 + 18), self.width() - theme.px(8) - left, theme.px(22))

    def _figure_font(self, line: QRect) -> QFont:
        """The font of the figure, smaller where it or its unit in brief would not fit: neither ends in dots."""
        usual, told = theme.sized(theme.FIGURE_POINTS, bold=True), self._told
        wide = QFontMetrics(usual).horizontalAdvance(told.figure) + self._aside_width(told.brief or told.aside)
        return usual if wide <= line.width() else theme.sized(theme.TITLE_POINTS, bold=True)

    def _beside(self, line: QRect) -> QRect:
        """What of the line is left beside the figure."""
        used = QFontMetrics(self._figure_font(line)).horizontalAdvance(self._told.figure)
        return line.adjusted(used + theme.px(5), theme.px(1), 0, theme.px(1))

    @property
    def aside_shown(self) -> str:
        """What stands beside the figure: in brief where room is scarce."""
        told = self._told
        return told.brief if told.brief and (self._low or not self._fits(told.aside)) else told.aside

    def is_cut(self) -> bool:
        """Whether the figure, or what is beside it, has less room than it needs."""
        return not self._fits(self.aside_shown)

    def _fits(self, aside: str) -> bool:
        """Whether the figure has room with this beside it."""
        line = self._figure_line()
        wide = QFontMetrics(self._figure_font(line)).horizontalAdvance(self._told.figure)
        return wide + self._aside_width(aside) <= line.width()

    def _aside_width(self, aside: str) -> int:
        """How much room a text beside the figure takes."""
        return theme.px(5) + QFontMetrics(theme.sized(theme.SMALL_POINTS)).horizontalAdvance(aside) if aside else 0

    def _write(self, painter: QPainter, place: QRect, text: str, font: QFont, colour: str) -> int:
        """Write a text where it fits, else elided; the width it took."""
        if not text or place.width() <= 0:
            return 0
        painter.setFont(font)
        painter.setPen(getattr(theme.tokens(), colour))
        metrics = QFontMetrics(painter.font())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        return metrics.horizontalAdvance(shown)
