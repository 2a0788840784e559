"""Stacked bars as a part of a page: the picture, and beneath it its table and the ways to take it elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from planner.app.widgets import theme
from planner.app.widgets.charts.canvas import Canvas
from planner.app.widgets.charts.picture import Mark
from planner.app.widgets.charts.picture_foot import PaintedFoot
from planner.app.widgets.charts.picture_panel import PicturePanel
from planner.app.widgets.charts.stack import Stack, draw_stack
from planner.app.widgets.plain import Label
from planner.words.texts import Texts

HEIGHT = 120
"""The least height in pixels at a zoom of 1."""


class StackedChart(QWidget):
    """Draws a stack when it is another one, once it is in front.

    Signals:
        wanted(object): the goal of a bar was clicked on, or entered.
    """

    wanted = Signal(object)

    def __init__(self, texts: Texts, title: str, heads: Sequence[str]) -> None:
        super().__init__()
        self._texts = texts
        self.stack = Stack("", (), ())
        self._stale, self._shown = True, False
        self.panel = PicturePanel(title, heads, texts)
        self.panel.setMinimumHeight(theme.px(HEIGHT))
        self.refused = Label()
        self.refused.setWordWrap(True)
        self.refused.hide()
        self.foot = PaintedFoot(texts, self.panel, self._refuse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.panel, 1)
        layout.addWidget(self.refused)
        layout.addLayout(self.foot)
        self.setFocusProxy(self.panel)
        self.panel.wanted.connect(lambda mark: self.wanted.emit(mark.goal))

    def set_shown(self, shown: bool) -> None:
        """Say whether the chart is in front: behind another tab it is not worth work."""
        self._shown = shown
        if shown and self._stale:
            self._show()

    def show_stack(self, stack: Stack) -> None:
        """Draw other figures."""
        if stack != self.stack:
            self.stack, self._stale = stack, True
            if self._shown:
                self._show()

    def _show(self) -> None:
        self._stale = False
        self.refused.hide()
        stack, texts = self.stack, self._texts

        def draw(canvas: Canvas, room: QRectF) -> Sequence[Mark]:
            return draw_stack(canvas, room, stack, texts)

        self.panel.show_drawing(draw)

    def _refuse(self, why: str) -> None:
        self.refused.setText(why)
        self.refused.show()
