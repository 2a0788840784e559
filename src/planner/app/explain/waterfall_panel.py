"""The change from last year to the request as a waterfall, following what is shown; drawn only while it is visible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPalette, QResizeEvent

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.widgets import theme
from planner.app.widgets.charts.chart_frame import ChartFrame
from planner.core.explain.waterfall import Waterfall, waterfall
from planner.core.money import format_amount, format_change
from planner.words.figures import unit_name
from planner.words.texts import Texts

if TYPE_CHECKING:
    import pyqtgraph

NAME_SHARE = 0.42
"""So much of the width names take at most."""


class ChartPanel(ChartFrame):
    """Bars from the previous year's total over each program's change to the request."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__(texts, texts._("Change on the previous year, by program"))
        self._session = session
        session.changed.connect(self._on_changed)

    def _on_changed(self, moved: Moved) -> None:
        if moved.totals:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names and figures keep their room, the bars take what is left."""
        super().resizeEvent(event)
        self.refresh()

    def names(self, steps: Waterfall) -> list[str]:
        """The label of each bar, from the top: previous year, steps, request."""
        portfolio, name = self._session.state.portfolio, self._texts.name
        said = [self._texts.era(portfolio.previous_year)]
        for step in steps.steps:
            if step.program is None:
                text = self._texts._("Others")
            else:
                program = portfolio.programs[step.program]
                text = name(program.name, program.name_en)
            said.append(f"{text} *" if step.partial else text)
        return [*said, self._texts.era(portfolio.request_year)]

    def draw(self) -> None:
        """Draw what is shown now."""
        self._stale = False
        state = self._session.state
        steps = waterfall(state.evaluation, state.shown_view)
        if steps is None:
            self.said.setText(self._texts._("cannot compute"))
            if self._plot is not None:
                self._plot.clear()  # never the last picture
            return
        plot = self.plot()
        said = [
            self._texts._("Change on the previous year, by program ({unit}); the bars do not start at 0.").format(
                unit=unit_name(state.unit, self._texts)
            )
        ]
        if any(step.unprinted for step in steps.steps):
            said.append(self._texts._("Hatched: no figure of the previous year is printed; nobody's increase."))
        if any(step.partial for step in steps.steps):
            said.append(self._texts._("* a figure of one year is not printed and counts as 0 here"))
        self.said.setText("\n".join(said))
        self._draw(plot, steps, state)

    def _draw(self, plot: pyqtgraph.PlotWidget, steps: Waterfall, state: State) -> None:
        import pyqtgraph as pg  # noqa: PLC0415 - it is there by now

        text, ground = (self.palette().color(role) for role in (QPalette.ColorRole.Text, QPalette.ColorRole.Base))
        plot.clear()
        plot.setBackground(ground)
        ends = [(0, steps.previous)]
        for step in steps.steps:
            ends.append((ends[-1][1], ends[-1][1] + step.change))
        ends.append((0, steps.request))
        labels = [format_amount(steps.previous, state.unit)]
        labels += [format_change(step.change, state.unit) for step in steps.steps]
        labels.append(format_amount(steps.request, state.unit))
        apart = {row for row, step in enumerate(steps.steps, 1) if step.unprinted}
        levels = [end for _start, end in ends]
        span = max(max(levels) - min(levels), 1)
        left = min(levels) - span * 0.15 if min(levels) - span * 0.15 > 0 else min(0, *levels)
        for row, ((start, end), label) in enumerate(zip(ends, labels, strict=True)):
            falls, drawn_from = end < start, max(start, left)
            colour = theme.tokens().decrease_fill if falls else theme.tokens().increase_fill
            brush = QBrush(colour, Qt.BrushStyle.BDiagPattern if row in apart else Qt.BrushStyle.SolidPattern)
            bar = pg.BarGraphItem(
                x0=min(drawn_from, end), y=-row, width=abs(end - drawn_from), height=0.6, brush=brush, pen=text
            )
            plot.addItem(bar)
            said = pg.TextItem(label, color=text, anchor=(0, 0.5))
            said.setFont(theme.sized(theme.SMALL_POINTS))
            said.setPos(max(start, end), -row)
            plot.addItem(said)
        axis, metrics = plot.getAxis("left"), QFontMetrics(theme.sized(theme.SMALL_POINTS))
        names = self.names(steps)
        longest = max(map(metrics.horizontalAdvance, names))
        wide = min(longest, round(self.width() * NAME_SHARE))
        shown = [metrics.elidedText(name, Qt.TextElideMode.ElideRight, wide) for name in names]
        axis.setTicks([[(-row, name) for row, name in enumerate(shown)]])
        axis.setStyle(tickFont=theme.sized(theme.SMALL_POINTS))
        axis.setWidth(wide + theme.px(12))
        axis.setTextPen(text)
        plot.hideAxis("bottom")
        room = self.width() - wide - theme.px(12 + 32)
        figures = max(map(metrics.horizontalAdvance, labels)) + theme.px(8)
        drawn = max(room - figures, room // 4, 1)  # the figures stand right of the bars, whole
        plot.setXRange(left, left + (max(levels) - left) * max(room, 1) / drawn, padding=0)
        plot.setYRange(-len(ends) + 0.4, 0.6, padding=0)
