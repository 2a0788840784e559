"""The distribution of an amount over trials: how often it came to how much.

Percentiles, limits and the amount as it is now stand in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent

from planner.app.widgets import theme
from planner.app.widgets.charts.marked_chart import Mark, MarkedChart
from planner.app.widgets.scenario_mark import is_hollow, mark_colour, mark_path, mark_place
from planner.app.widgets.tokens import SHAPES
from planner.core.errors import N_
from planner.core.money import Unit, format_amount
from planner.core.risk.bins import bins, round_step, unit_of_step
from planner.core.risk.trials import Yen
from planner.words.figures import unit_name
from planner.words.texts import Texts

HEIGHT, SYMBOL = 220, 13
"""In logical pixels at a zoom of 1."""
TICKS = 6
LEVELS = 0.13
"""So much of the height of the highest bar a row of words above takes."""
FAR = 0.6
"""A limit further off than so much of the whole width is told, not drawn."""


class Distribution(NamedTuple):
    """What is drawn: amounts (yen) in order, percentiles, the amount now, limits by name, the scenario's number.

    `is_room`: it is the room under a ceiling, which is broken below 0.
    """

    outcomes: Yen
    percentiles: Mapping[int, int]
    now: int
    limits: Sequence[tuple[str, int]]
    scenario: int
    is_room: bool = False


class Histogram(MarkedChart):
    """Bars from 0 trials up; those beyond a limit in orange, hatched, those outside the percentiles told pale."""

    def __init__(self, texts: Texts) -> None:
        super().__init__(texts, texts._("How often it comes to how much"))
        self.shown: Distribution | None = None

    def show_distribution(self, shown: Distribution | None) -> None:
        """Show another distribution, or none."""
        self.shown = shown
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Figures keep their room."""
        super().resizeEvent(event)
        self.refresh()

    def draw(self) -> None:
        """Draw what is shown now."""
        self._stale = False
        shown = self.shown
        if shown is None:
            self.said.setText("")
            self.lay_nothing()
            return
        import pyqtgraph as pg  # noqa: PLC0415 - half a second that the start does not have

        plot, tokens = self.plot(), theme.tokens()
        plot.show()
        plot.clear()
        plot.setBackground(tokens.surface)
        plot.setMinimumHeight(theme.px(HEIGHT))
        counts, edges = bins(shown.outcomes)
        top, wide = int(counts.max()), edges[-1] - edges[0]
        near = [(name, at) for name, at in self._limits(shown) if edges[0] - FAR * wide < at < edges[-1] + FAR * wide]
        ends = [*edges, shown.now, *(at for _name, at in near)]
        left, right = min(ends), max(ends)
        margin = (right - left) * 0.04
        unit = unit_of_step(round_step(right - left + 2 * margin, TICKS))
        within = (shown.percentiles[min(shown.percentiles)], shown.percentiles[max(shown.percentiles)])
        marks, done = [], 0
        for count, low, high in zip(counts.tolist(), edges, edges[1:], strict=False):
            middle = (low + high) / 2
            is_beyond = self._is_beyond(shown, low, high)
            fill = tokens.increase_fill if within[0] <= middle <= within[1] else tokens.undecided
            brush = self.brush(
                tokens.decrease_fill if is_beyond else tokens.text if fill == tokens.surface else fill,
                hatched=is_beyond or fill == tokens.surface,
            )
            width = (high - low) * 0.9
            pen = pg.mkPen(tokens.decrease_fill if is_beyond else tokens.increase_fill, width=1)
            plot.addItem(pg.BarGraphItem(x=middle, width=width, height=count, brush=brush, pen=pen))
            done += count
            said = self._bar_text(shown, low, high, count, done, unit)
            marks.append(Mark(low, high, 0, max(count, top * 0.04), said))
        self._lay_lines(shown, near, top, unit, (left - margin, right + margin))
        is_line, colour = is_hollow(shown.scenario), mark_colour(shown.scenario)
        symbol, size = mark_path(mark_place(shown.scenario), is_line), theme.px(SYMBOL)
        pen = colour if is_line else None
        plot.addItem(pg.ScatterPlotItem([shown.now], [0], symbol=symbol, size=size, pen=pen, brush=colour))
        plot.addItem(pg.PlotDataItem([shown.now, shown.now], [0, top * 0.5], pen=pg.mkPen(colour, width=2)))
        plot.setXRange(left - margin, right + margin, padding=0)
        plot.setYRange(-top * 0.03, top * (1 + LEVELS * (4.4 if near else 2.6)), padding=0)
        self._lay_scale(left - margin, right + margin, unit)
        self.said.setText(self._sentence(shown, near, unit, left - margin))
        self.lay_marks(marks)

    @staticmethod
    def _limits(shown: Distribution) -> list[tuple[str, int]]:
        return [*shown.limits, *([("", 0)] if shown.is_room else [])]

    def _is_beyond(self, shown: Distribution, low: float, high: float) -> bool:
        """Whether the most of a bar lies beyond a limit."""
        middle = (low + high) / 2
        if shown.is_room:
            return middle < 0
        return any(middle > at for _name, at in shown.limits)

    def _bar_text(self, shown: Distribution, low: float, high: float, count: int, done: int, unit: Unit) -> str:
        trials = len(shown.outcomes)
        said = self._texts.plural(
            count,
            N_("{low} to {high} {unit}: {n} trial ({share}); up to here {sum}"),
            N_("{low} to {high} {unit}: {n} trials ({share}); up to here {sum}"),
            low=format_amount(round(low), unit),
            high=format_amount(round(high), unit),
            unit=unit_name(unit, self._texts),
            share=f"{count / trials:.1%}",
            sum=f"{done / trials:.1%}",
        )
        return f"{said} · {self._texts._('beyond the limit')}" if self._is_beyond(shown, low, high) else said

    def _sentence(self, shown: Distribution, near: Sequence[tuple[str, int]], unit: Unit, left: float) -> str:
        """Say what is drawn, and which limits stand too far off to be."""
        _ = self._texts._
        said = N_("In {unit}. Bars count trials, from 0; the axis of amounts begins at {left}. {mark} now {now}.")
        told = [
            _(said).format(
                unit=unit_name(unit, self._texts),
                left=format_amount(round(left), unit),
                mark=SHAPES[mark_place(shown.scenario)],
                now=format_amount(shown.now, unit),
            )
        ]
        if near:
            told.append(_("Orange, hatched: beyond the limit."))
        far = [(name, at) for name, at in self._limits(shown) if (name, at) not in near]
        for name, at in far:
            amount = format_amount(at, unit)
            told.append(_("Outside the picture: limit {name} {amount}.").format(name=name, amount=amount))
        return " ".join(told)

    def _lay_lines(
        self, shown: Distribution, near: Sequence[tuple[str, int]], top: int, unit: Unit, ends: tuple[float, float]
    ) -> None:
        """Draw percentiles as dashed lines and limits as whole ones, each with its words above."""
        import pyqtgraph as pg  # noqa: PLC0415 - it is there by now

        plot, tokens, _ = self.plot(), theme.tokens(), self._texts._
        low, middle, high = min(shown.percentiles), 50, max(shown.percentiles)
        for percent in (low, middle, high):
            at = shown.percentiles[percent]
            name = _("median") if percent == middle else f"{percent}%"
            self._lay_words(f"{name}\n{format_amount(at, unit)}", at, top * (1 + LEVELS * 0.1), ends)
            pen = pg.mkPen(tokens.text, width=1, style=Qt.PenStyle.DashLine)
            plot.addItem(pg.PlotDataItem([at, at], [0, top * (1 + LEVELS * 0.1)], pen=pen))
        for name, amount in near:
            height = top * (1 + LEVELS * 2.3)
            said = _("limit {name} {amount}").format(name=name, amount=format_amount(amount, unit)).replace("  ", " ")
            self._lay_words(said, amount, height, ends, bold=True)
            plot.addItem(pg.PlotDataItem([amount, amount], [0, height], pen=pg.mkPen(tokens.decrease, width=2)))

    def _lay_words(self, text: str, at: float, height: float, ends: tuple[float, float], *, bold: bool = False) -> None:
        """Write words over a place, moved so that they stay within the picture."""
        import pyqtgraph as pg  # noqa: PLC0415 - it is there by now

        font = theme.sized(theme.SMALL_POINTS, bold=bold)
        wide = max(QFontMetrics(font).horizontalAdvance(line) for line in text.split("\n")) + theme.px(8)
        room = max(self.plot().width(), 1)
        before = (at - ends[0]) / (ends[1] - ends[0]) * room
        anchor = min(max(0.5, 1 - (room - before) / wide), before / wide)
        item = pg.TextItem(color=theme.tokens().text, anchor=(anchor, 1))
        item.setFont(font)
        item.setText(text)
        option = item.textItem.document().defaultTextOption()
        option.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        item.textItem.document().setDefaultTextOption(option)
        item.textItem.setTextWidth(item.textItem.document().idealWidth())
        item.setPos(at, height)
        self.plot().addItem(item)

    def _lay_scale(self, left: float, right: float, unit: Unit) -> None:
        plot, tokens = self.plot(), theme.tokens()
        plot.hideAxis("left")
        axis, step = plot.getAxis("bottom"), round_step(right - left, TICKS)
        places = range(-int(-left // step), int(right // step) + 1)
        axis.setTicks([[(place * step, format_amount(round(place * step), unit)) for place in places]])
        axis.setStyle(tickFont=theme.sized(theme.SMALL_POINTS), tickLength=4)
        axis.setTextPen(tokens.second)
        axis.setPen(tokens.border)
