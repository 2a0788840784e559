"""An amount that leads to another by its causes: a bar each, from the one before to the one after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from planner.app.widgets import theme
from planner.app.widgets.charts.waterfall import broken_at
from planner.core.money import Unit, format_amount
from planner.words.figures import change_text, unit_name
from planner.words.texts import Texts

ROW, BAR, NAME, GAP = 22, 10, 92, 6
"""Lengths in pixels: a row, the bar in it, the room of a name, the room between name, bar and figure."""


class Step(NamedTuple):
    """A bar: a level that is reached, or what a cause adds to the one before it, in yen."""

    name: str
    yen: int
    is_level: bool = False


class Bridge(QWidget):
    """The bars below one another, each with its name and its figure; the axis from 0, or broken and said to be."""

    def __init__(self, texts: Texts, title: str) -> None:
        super().__init__()
        self._texts = texts
        self._steps: tuple[Step, ...] = ()
        self._unit = Unit.THOUSAND
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[Step], unit: Unit) -> None:
        """Show other bars; the first and the last are levels."""
        self._steps, self._unit = tuple(steps), unit
        self.setAccessibleDescription("; ".join(f"{step.name} {self._figure(step)}" for step in self._steps))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(296), theme.px(ROW) * (len(self._steps) + 1))

    @property
    def broken_at(self) -> int:
        """Where the axis begins, in yen; 0 for one that is whole."""
        return broken_at([end for _start, end in self._ends()])

    def _ends(self) -> list[tuple[int, int]]:
        """Where each bar begins and ends, in yen."""
        ends: list[tuple[int, int]] = []
        for step in self._steps:
            start = 0 if step.is_level else ends[-1][1]
            ends.append((start, start + step.yen))
        return ends

    def _figure(self, step: Step) -> str:
        return format_amount(step.yen, self._unit) if step.is_level else change_text(step.yen, self._unit, self._texts)

    def caption(self) -> str:
        """The unit of the figures, and where the axis begins unless at 0."""
        unit, begins = unit_name(self._unit, self._texts), self.broken_at
        if not begins:
            return unit
        said = self._texts._("{unit}; the axis begins at {amount} (wave)")
        return said.format(unit=unit, amount=format_amount(begins, self._unit))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._steps:
            return
        painter, tokens = QPainter(self), theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.sized(theme.SMALL_POINTS))
        figures, metrics = [self._figure(step) for step in self._steps], painter.fontMetrics()
        right = self.width() - max(map(metrics.horizontalAdvance, figures))
        left, row = theme.px(NAME + GAP), theme.px(ROW)
        room, begins, ends = max(right - theme.px(GAP) - left, 1), self.broken_at, self._ends()
        low = begins or min(min(pair) for pair in ends)
        span = max(max(max(pair) for pair in ends) - low, 1)
        for place, (step, (start, end), figure) in enumerate(zip(self._steps, ends, figures, strict=True)):
            top = place * row
            painter.setPen(tokens.text if step.is_level else tokens.second)
            name = metrics.elidedText(step.name, Qt.TextElideMode.ElideRight, theme.px(NAME))
            painter.drawText(QRectF(0, top, theme.px(NAME), row), Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(tokens.text if step.is_level else tokens.decrease if step.yen < 0 else tokens.increase)
            there = QRectF(right, top, self.width() - right, row)
            painter.drawText(there, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, figure)
            fill = tokens.decrease_fill if step.yen < 0 else tokens.increase_fill
            at, until = ((max(level, low) - low) * room / span for level in (min(start, end), max(start, end)))
            bar = QRectF(left + at, top + (row - theme.px(BAR)) / 2, max(until - at, 1), theme.px(BAR))
            painter.fillRect(bar, tokens.total_fill if step.is_level else fill)
            if step.is_level and begins:
                self._wave(painter, bar)
        painter.setPen(QPen(tokens.strong, 1))
        painter.drawLine(QPointF(left, 0), QPointF(left, row * len(self._steps)))
        painter.setPen(tokens.third)
        painter.setFont(theme.sized(theme.CAPTION_POINTS))
        foot = QRectF(0, row * len(self._steps), self.width(), row)
        painter.drawText(foot, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.caption())

    def _wave(self, painter: QPainter, bar: QRectF) -> None:
        """The break of a bar whose beginning is left out."""
        x, half, height = bar.left() + theme.px(8), theme.px(2), bar.height()
        points = [QPointF(x + (half if k % 2 else -half), bar.top() - 1 + (height + 2) * k / 4) for k in range(5)]
        painter.setPen(QPen(theme.tokens().surface, max(theme.px(3), 2)))
        painter.drawPolyline(points)
