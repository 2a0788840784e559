"""Stacked bars over the years, with a line to hold them against: drawn anew where only heights moved by moving them."""

from __future__ import annotations

import math
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPalette

from planner.app.widgets.charts.chart_frame import ChartFrame
from planner.core.model.fields import QUANTITY
from planner.core.money import Unit, format_amount
from planner.words.texts import Texts

if TYPE_CHECKING:
    import pyqtgraph

COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b5a800", "#8c6bb1", "#888888")
"""Told apart by most eyes, light or dark; neighbours differ in their pattern too."""
PATTERNS = (Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.Dense4Pattern)
TICKS = 5
NAME_LIMIT = 16
WIDTH = 0.62
LEAST_HEIGHT = 11
"""In lines of text."""


Figures = tuple[int | Fraction | None, ...]


class Stack(NamedTuple):
    """What is drawn: a bar a label, made of one part a series, and perhaps a line across; in yen or people.

    `series` and `line` are names with their values, one a label; `None` is no figure and drawn as nothing.
    """

    labels: tuple[str, ...]
    series: tuple[tuple[str, Figures], ...]
    unit: Unit = Unit.YEN
    said: str = ""
    line: tuple[str, Figures] | None = None


class StackedChart(ChartFrame):
    """Bars of parts above 0, those below 0 hanging down; the sum stands over each."""

    def __init__(self, texts: Texts, title: str) -> None:
        super().__init__(texts, title)
        self.stack = Stack((), ())
        self._items: list[Any] = []
        self._sums: list[Any] = []
        self._tops: list[float] = []
        self._line: Any = None
        self._across: object = None
        self._scale: object = None
        self._legend: Any = None
        self._laid_out: object = None

    def show_stack(self, stack: Stack) -> None:
        """Draw other figures."""
        if stack != self.stack:
            self.stack = stack
            self.refresh()

    def draw(self) -> None:
        """Draw what is shown now."""
        self._stale = False
        stack, plot = self.stack, self.plot()
        self.said.setText(stack.said)
        ground = self.palette().color(QPalette.ColorRole.Base)
        text = self.palette().color(QPalette.ColorRole.Text)
        names = [name for name, _values in stack.series]
        layout = (names, stack.labels, stack.line and stack.line[0], ground.name(), text.name())
        if layout != self._laid_out:
            self._lay_out_plot(plot, text, ground)
            self._fit()  # the widths may be others
            self._laid_out = layout
        ups, downs = [0.0] * len(stack.labels), [0.0] * len(stack.labels)
        for item, (_name, values) in zip(self._items, stack.series, strict=True):
            heights = [float((value or 0) / stack.unit.yen) for value in values]
            starts = []
            for place, height in enumerate(heights):
                ends = ups if height >= 0 else downs
                starts.append(ends[place])
                ends[place] += height
            if (item.opts["y0"], item.opts["height"]) != (starts, heights):
                item.setOpts(y0=starts, height=heights)
        across = [math.nan if value is None else float(value / stack.unit.yen) for value in (stack.line or ("", ()))[1]]
        if self._line is not None and (stack.line, stack.unit) != self._across:
            self._line.setData(list(range(len(across))), across)
        self._across = (stack.line, stack.unit)
        self._tops = ups
        self._show_sums()
        known = [value for value in across if not math.isnan(value)]
        self._show_scale(plot, min([0.0, *downs, *known]), max([0.0, *ups, *known]))

    def _lay_out_plot(self, plot: pyqtgraph.PlotWidget, text: QColor, ground: QColor) -> None:
        import pyqtgraph as pg  # noqa: PLC0415 - it is there by now

        stack, item = self.stack, plot.getPlotItem()
        plot.clear()
        plot.setBackground(ground)
        entries = len(stack.series) + (stack.line is not None)
        plot.setMinimumHeight(round(self.fontMetrics().height() * max(LEAST_HEIGHT, 1.5 * entries + 2)))
        if self._legend is None:
            item.getViewBox().sigResized.connect(self._fit)
        else:
            item.layout.removeItem(self._legend)
            plot.scene().removeItem(self._legend)
        self._legend = pg.LegendItem(labelTextColor=text, verSpacing=-2)
        places = list(range(len(stack.labels)))
        self._items = []
        for place in range(len(stack.series)):
            brush = QBrush(QColor(COLOURS[place % len(COLOURS)]), PATTERNS[place % len(PATTERNS)])
            bars = pg.BarGraphItem(x=places, y0=0, height=[0] * len(places), width=WIDTH, brush=brush, pen=text)
            plot.addItem(bars)
            self._items.append(bars)
        for bars, (name, _values) in reversed(list(zip(self._items, stack.series, strict=True))):
            patch = pg.BarGraphItem(x=[0], height=[0], width=1, brush=bars.opts["brush"], pen=None)
            self._legend.addItem(patch, escape(shortened(name)))  # as they stand on one another
        self._line = self._across = self._scale = None
        if stack.line is not None:
            pen = pg.mkPen(text, width=2, style=Qt.PenStyle.DashLine)
            self._line = pg.PlotDataItem(pen=pen, symbol="o", symbolSize=5, symbolBrush=text, symbolPen=text)
            plot.addItem(self._line)
            self._legend.addItem(self._line, escape(shortened(stack.line[0])))
        self._tops = [0.0] * len(stack.labels)
        self._sums = [pg.TextItem(color=text, anchor=(0.5, 1)) for _label in stack.labels]
        for sum_ in self._sums:
            plot.addItem(sum_)
        self._legend.setMaximumHeight(self.fontMetrics().height() * 1.6 * (len(stack.series) + 1))
        item.layout.addItem(self._legend, 2, 3, Qt.AlignmentFlag.AlignTop)
        axes = plot.getAxis("bottom"), plot.getAxis("left")
        for axis in axes:
            axis.setTextPen(text)
            axis.setPen(text)
            axis.setStyle(tickFont=QFont(self.font()))
        plot.setXRange(-0.6, len(places) - 0.4, padding=0)

    def _fit(self, *_: object) -> None:
        """Write as many labels beneath the bars as have room, and the sums over them."""
        if self._plot is None or not self.stack.labels:
            return
        labels = list(enumerate(self.stack.labels))
        room = self._plot.getPlotItem().getViewBox().width() / len(labels)
        widest = max(self.fontMetrics().horizontalAdvance(f"{label} ") for label in self.stack.labels)
        stride = max(1, math.ceil(widest / max(room, 1)))
        self._plot.getAxis("bottom").setTicks([labels[::stride]])
        self._show_sums()

    def _show_sums(self) -> None:
        """Write the sums over the bars, where they have the room."""
        if not self._sums or self._plot is None or len(self._sums) != len(self.stack.labels):
            return  # hidden while the years became others: they are laid out anew when they are drawn
        room = self._plot.getPlotItem().getViewBox().width() / len(self._sums)
        for place, item in enumerate(self._sums):
            parts = [values[place] for _name, values in self.stack.series]
            known = [value for value in parts if value is not None]
            said = _sum_text(Fraction(sum(known)), self.stack.unit) if known else "−"
            item.setVisible(self.fontMetrics().horizontalAdvance(said) <= room)
            if item.isVisible():
                if item.toPlainText() != said:
                    item.setText(said)
                item.setPos(place, self._tops[place])

    def _show_scale(self, plot: pyqtgraph.PlotWidget, low: float, high: float) -> None:
        span = (high - low) or 1.0
        step = 10 ** math.floor(math.log10(span / TICKS))
        step *= next(factor for factor in (1, 2, 5, 10) if span / (step * factor) <= TICKS + 1)
        first, last = math.floor(low / step), math.ceil(high / step)
        if (first, last, step) == self._scale:
            return  # the scale stands still while only heights move
        self._scale = (first, last, step)
        ticks = [place * step for place in range(first, last + 1)]
        plot.getAxis("left").setTicks([[(tick, _tick_text(tick, step)) for tick in ticks]])
        plot.setYRange(first * step, (last + (last - first) * 0.1) * step, padding=0)


def _sum_text(total: Fraction, unit: Unit) -> str:
    return format_amount(int(total), unit) if total.denominator == 1 else QUANTITY.display(total)


def _tick_text(tick: float, step: float) -> str:
    digits = max(0, -math.floor(math.log10(step)))
    return f"{'△' if tick < 0 else ''}{abs(tick):,.{digits}f}"


def shortened(name: str) -> str:
    """A name as it fits beside a bar."""
    return name if len(name) <= NAME_LIMIT else f"{name[: NAME_LIMIT - 1]}…"
