"""感度: which figures move an amount most, each alone from one end of its range to the other."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from planner.app.session.desk import Desk
from planner.app.whatif.asking import Work
from planner.app.whatif.beside import Beside
from planner.app.whatif.risk.assumed_page import AssumedPage
from planner.app.whatif.risk.assumptions import Assumptions
from planner.app.whatif.risk.figures_table import GROUP, JUDGED, MODE
from planner.app.whatif.risk.tornado_chart import Bar, TornadoChart
from planner.core.money import format_change
from planner.core.risk.tornado import Ends, Sensitivity
from planner.words.figures import yen_text


class TornadoPage(AssumedPage):
    """The tornado, and beside it the figures it is drawn from."""

    def __init__(self, desk: Desk, assumptions: Assumptions) -> None:
        super().__init__(desk, assumptions, with_shape=False, hidden=(MODE, GROUP, JUDGED))
        _, body = self._texts._, QVBoxLayout()
        self._answer: Sensitivity | None = None
        self.chart = TornadoChart(self._texts)
        self.chart.chosen.connect(self._on_bar)
        of, within = (_("Of"), self.aim, self.aim.whole), (_("Ranges"), self.ranges, self.ranges.ranges)
        body.addWidget(Beside(self.form_part(of), self.form_part(within), (1, 1)))
        body.addLayout(self.state_row())
        body.addWidget(Beside(self.chart, self.figures_view(), (5, 6)), 1)
        body.addWidget(self.held)
        self.lay_out(body)
        self.show_answer(None)

    def set_shown(self, shown: bool) -> None:
        super().set_shown(shown)
        self.chart.set_shown(shown)

    def turn(self) -> None:
        """Go from the picture to the table of its figures, and back."""
        (self.figures if self.chart.has_focus else self.chart).setFocus()

    def question(self) -> Work | None:
        return self.asked().sensitivity

    def show_answer(self, answer: object) -> None:
        self._answer = answer if isinstance(answer, Sensitivity) else None
        found = self._answer
        if found is None:
            self.chart.show_bars((), 0)
            self.show_held((), ())
            self.aim.now.setText("")
            return
        _, now = self._texts._, found.measured.now
        self.aim.now.setText(_("now {amount}").format(amount=yen_text(now, self._texts)))
        widest = found.tornado[0] if found.tornado else None
        if widest is not None:
            said = _("{figure} moves it most: by {yen} from one end to the other.")
            self.say(said.format(figure=self.name(widest.driver), yen=yen_text(widest.spread, self._texts)))
        self.chart.show_bars([self._bar(each, now) for each in found.tornado], now)
        self.figures.show_figures(found.varied, found.tornado, now)
        self.show_held(found.varied, found.held)

    def _bar(self, each: Ends, now: int) -> Bar:
        low, high = (each.driver.field.display(end) for end in (each.low, each.high))
        said = self._texts._("{figure}: {low} {low_effect}, {high} {high_effect}").format(
            figure=self.name(each.driver),
            low=low,
            low_effect=format_change(each.low_amount - now),
            high=high,
            high_effect=format_change(each.high_amount - now),
        )
        return Bar(
            self.short_name(each.driver),
            self._texts._("{low} to {high}").format(low=low, high=high),
            each.low_amount - now,
            each.high_amount - now,
            said,
        )

    def _on_bar(self, place: int) -> None:
        if self._answer is not None and place < len(self._answer.tornado):
            self.lead(self._answer.tornado[place].driver)
