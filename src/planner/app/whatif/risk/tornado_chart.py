"""The tornado (感度): for each figure, how far the amount moves when it alone stands at either end of its range."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent

from planner.app.widgets import theme
from planner.app.widgets.charts.marked_chart import Mark, MarkedChart, unit_for
from planner.core.errors import N_
from planner.core.money import Unit, format_amount
from planner.core.risk.bins import round_step
from planner.words.figures import change_text, unit_name
from planner.words.texts import Texts

MOST_BARS = 12
ROW, HIGHEST_ROW, LEAST_ROWS = 38, 46, 5
"""How high a row is in logical pixels at least and at most, and how many there is room for."""
NAME_SHARE = 0.34
"""So much of the width names take at most."""
HALF, TICKS, GAP = 0.3, 6, 6


class Bar(NamedTuple):
    """A figure by name, its range in words, and by how many yen its low and its high value move the amount."""

    name: str
    range: str
    low: int
    high: int
    said: str


class TornadoChart(MarkedChart):
    """A row a figure, those that move most on top, as many as there is room for; the line in the middle is the amount
    as it is.
    """

    def __init__(self, texts: Texts) -> None:
        super().__init__(texts, texts._("What moves the amount most"))
        self.bars: tuple[Bar, ...] = ()
        self._drawn: tuple[Bar, ...] = ()
        self._now = 0

    def show_bars(self, bars: Sequence[Bar], now: int) -> None:
        """Show other figures; `now` (yen) is what the amount is."""
        self.bars, self._now, self.at = tuple(bars), now, -1
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names and figures keep their room, the bars take what is left."""
        super().resizeEvent(event)
        self.refresh()

    def draw(self) -> None:
        """Draw what is shown now."""
        self._stale = False
        if not self.bars:
            self.said.setText("")
            self.lay_nothing()
            return
        import pyqtgraph as pg  # noqa: PLC0415 - half a second that the start does not have

        plot, tokens = self.plot(), theme.tokens()
        plot.setMinimumHeight(theme.px(ROW) * (LEAST_ROWS + 1))
        plot.show()
        bars = self._drawn = self.bars[: max(LEAST_ROWS, min(MOST_BARS, plot.height() // theme.px(ROW) - 1))]
        plot.clear()
        plot.setBackground(tokens.surface)
        unit = unit_for(max(abs(end) for bar in bars for end in (bar.low, bar.high)))
        said = N_("One at a time to either end, in {unit}: △ orange takes off, + blue adds to the {now} of now.")
        told = [self._texts._(said).format(unit=unit_name(unit, self._texts), now=format_amount(self._now, unit))]
        if len(bars) < len(self.bars):
            one, many = N_("{n} more stands in the table."), N_("{n} more stand in the table.")
            told.append(self._texts.plural(len(self.bars) - len(bars), one, many))
        self.said.setText(" ".join(told))
        small = theme.sized(theme.SMALL_POINTS)
        metrics = QFontMetrics(small)
        ends = [each / unit.yen for bar in bars for each in (bar.low, bar.high)]
        left, right = min(0.0, *ends), max(0.0, *ends)
        span = (right - left) or 1.0
        names = self._lay_names(metrics)
        figures = max(
            metrics.horizontalAdvance(change_text(end, unit, self._texts)) for bar in bars for end in bar[2:4]
        )
        room = max(self.width() - names - theme.px(8), 2)
        drawn = max(room - 2 * (figures + theme.px(2 * GAP)), room // 3)
        pixel = span / drawn
        beyond = (room - drawn) / 2 * pixel
        plot.setXRange(left - beyond, right + beyond, padding=0)
        rows = max(len(bars), plot.height() // theme.px(HIGHEST_ROW) - 1)
        plot.setYRange(0.5 - rows, 0.5, padding=0)
        self._lay_scale(left - beyond, right + beyond, span, unit)
        marks = []
        for row, bar in enumerate(bars):
            for end in sorted((bar.low, bar.high), key=lambda each: -abs(each)):
                fill = tokens.decrease_fill if end < 0 else tokens.increase_fill
                brush = self.brush(fill, hatched=end < 0 and tokens.is_contrast)
                yen = end / unit.yen
                plot.addItem(
                    pg.BarGraphItem(x0=min(0.0, yen), width=abs(yen), y=-row, height=2 * HALF, brush=brush, pen=None)
                )
            for falls in (True, False):
                side = [each for each in (bar.low, bar.high) if (each < 0) is falls and each]
                if side:
                    self._lay_figure(max(side, key=abs), row, unit, pixel * theme.px(GAP))
            shown = (min(0, bar.low, bar.high) / unit.yen, max(0, bar.low, bar.high) / unit.yen)
            marks.append(Mark(shown[0] - 2 * pixel, shown[1] + 2 * pixel, -row - HALF, -row + HALF, bar.said))
        plot.addItem(pg.InfiniteLine(0, pen=pg.mkPen(tokens.text, width=1)))
        self.lay_marks(marks)

    def _lay_figure(self, yen: int, row: int, unit: Unit, gap: float) -> None:
        import pyqtgraph as pg  # noqa: PLC0415 - it is there by now

        tokens = theme.tokens()
        colour = tokens.decrease if yen < 0 else tokens.increase
        figure = pg.TextItem(change_text(yen, unit, self._texts), color=colour, anchor=(1 if yen < 0 else 0, 0.5))
        figure.setFont(theme.sized(theme.SMALL_POINTS, bold=True))
        figure.setPos(yen / unit.yen + (-gap if yen < 0 else gap) / 2, -row)
        self.plot().addItem(figure)

    def _lay_names(self, metrics: QFontMetrics) -> int:
        """Write names and ranges at the left; how much room they take."""
        plot, tokens = self.plot(), theme.tokens()
        axis = plot.getAxis("left")
        lines = [(bar.name, bar.range) for bar in self._drawn]
        longest = max(metrics.horizontalAdvance(text) for pair in lines for text in pair)
        wide = min(longest, round(self.width() * NAME_SHARE))
        elide = Qt.TextElideMode.ElideRight
        shown = ("\n".join(metrics.elidedText(text, elide, wide) for text in pair) for pair in lines)
        axis.setTicks([[(-row, name) for row, name in enumerate(shown)]])
        axis.setStyle(tickFont=theme.sized(theme.SMALL_POINTS), tickLength=0, autoExpandTextSpace=False)
        axis.setTextPen(tokens.text)
        axis.setPen(tokens.surface)
        axis.setWidth(wide + theme.px(16))
        return wide + theme.px(16)

    def _lay_scale(self, left: float, right: float, span: float, unit: Unit) -> None:
        """Write the scale on top, with a thin line down from each figure."""
        import pyqtgraph as pg  # noqa: PLC0415 - it is there by now

        plot, tokens = self.plot(), theme.tokens()
        plot.hideAxis("bottom")
        plot.showAxis("top")
        axis, step = plot.getAxis("top"), round_step(span, TICKS)
        ticks = []
        for place in range(int(left // step) + 1, int(right // step) + 1):
            at = place * step
            told = change_text(round(at * unit.yen), unit, self._texts) if place else format_amount(self._now, unit)
            ticks.append((at, told))
            if place:
                plot.addItem(pg.InfiniteLine(at, pen=pg.mkPen(tokens.hairline, width=1)))
        axis.setTicks([ticks])
        axis.setStyle(tickFont=theme.sized(theme.SMALL_POINTS), tickLength=0)
        axis.setTextPen(tokens.second)
        axis.setPen(tokens.surface)
