"""モンテカルロ: how sure an amount is where figures turn out otherwise, over many trials, shown while they come in."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from planner.app.session.desk import Desk
from planner.app.whatif.asking import Work
from planner.app.whatif.beside import Beside
from planner.app.whatif.risk.assumed_page import AssumedPage
from planner.app.whatif.risk.assumptions import Assumptions
from planner.app.whatif.risk.figures_table import AT_HIGH, AT_LOW
from planner.app.whatif.risk.histogram import Distribution, Histogram
from planner.app.whatif.risk.risk_answer import RiskAnswer, RiskQuestion
from planner.app.whatif.risk.risk_tables import RiskTables
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.core.seek.targets import Measure
from planner.words.figures import yen_text
from planner.words.risk import SHAPE_NAMES

TRIALS, SEED = "10,000", "1"
BINS = 1
"""The place of the table of the bars among those beside the picture."""


class RiskPage(AssumedPage):
    """The distribution, and beside it tables of what came out, what varies and what is held."""

    def __init__(self, desk: Desk, assumptions: Assumptions) -> None:
        super().__init__(desk, assumptions, with_shape=True, hidden=(AT_LOW, AT_HIGH))
        _ = self._texts._
        self._question: RiskQuestion | None = None
        self._so_far: RiskAnswer | None = None
        self.trials, self.seed, self.limit = QLineEdit(TRIALS), QLineEdit(SEED), QLineEdit()
        self.again = QPushButton(_("Other trials"))
        self.again.setToolTip(_("The same question with the next seed"))
        self.chart = Histogram(self._texts)
        self.tables = RiskTables(self._session, self._texts, self.short_name)
        self.views, self._group = QStackedWidget(), QButtonGroup(self)
        self.segments = [
            QPushButton(name)
            for name in (_("Result"), _("Distribution"), _("Chances"), _("Varies"), _("Held"), _("Fragility"))
        ]
        self._lay_out()
        for field in (self.trials, self.seed, self.limit):
            field.textEdited.connect(self.change)
        self.again.clicked.connect(self._on_again)
        for table in (self.tables.percentiles, self.tables.held, self.tables.fragility):
            table.led.connect(self.place_wanted)
        self.show_answer(None)

    def _lay_out(self) -> None:
        _, body = self._texts._, QVBoxLayout()
        trials, limit = QWidget(), QWidget()
        row, beside = QHBoxLayout(trials), QHBoxLayout(limit)
        seed = Label(_("Seed"))
        for part in (self.trials, seed, self.seed, self.again):
            row.addWidget(part)
        row.addStretch(1)
        beside.addWidget(self.limit)
        beside.addStretch(1)
        for each in (row, beside):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(theme.px(6))
        seed.setBuddy(self.seed)
        seed.setProperty("tone", "second")
        names = (_("Trials"), _("Seed"), _("Limit"))
        for field, name, wide in zip((self.trials, self.seed, self.limit), names, (88, 72, 150), strict=True):
            field.setAccessibleName(name)
            field.setFixedWidth(theme.px(wide))
        of = self.form_part((_("Of"), self.aim, self.aim.whole), (_("Limit"), limit, self.limit))
        within = self.form_part((_("Ranges"), self.ranges, self.ranges.ranges), (_("Trials"), trials, self.trials))
        segments = QHBoxLayout()
        segments.setSpacing(0)
        tables = self.tables
        views = (tables.percentiles, tables.bins, tables.chances, self.figures_view(), tables.held, tables.fragility)
        for place, (button, view) in enumerate(zip(self.segments, views, strict=True)):
            button.setCheckable(True)
            button.setChecked(not place)
            self._group.addButton(button, place)
            self.views.addWidget(view)
            segments.addWidget(button)
        segments.addStretch(1)
        self._group.idClicked.connect(self.views.setCurrentIndex)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addLayout(segments)
        column.addWidget(self.views, 1)
        body.addWidget(Beside(of, within, (1, 1)))
        body.addLayout(self.state_row())
        body.addWidget(Beside(self.chart, right, (5, 6)), 1)
        body.addWidget(self.held)
        self.lay_out(body)

    # ---------------------------------------------------------------- what is asked

    def set_shown(self, shown: bool) -> None:
        super().set_shown(shown)
        self.chart.set_shown(shown)

    def turn(self) -> None:
        """Go from the picture to the table of its bars, and back."""
        if self.chart.has_focus:
            self.segments[BINS].click()
            self.tables.bins.setFocus()
        else:
            self.chart.setFocus()

    def question(self) -> Work | None:
        self._question = RiskQuestion(
            self.asked(), self.trials.text().strip(), self.seed.text().strip(), self.limit.text().strip()
        )
        return self._question.answer

    def _on_again(self) -> None:
        seed = self.seed.text().strip()
        self.seed.setText(f"{int(seed) + 1}" if seed.isdecimal() else SEED)
        self.change()

    # ---------------------------------------------------------------- the answer

    def show_progress(self, done: int, whole: int) -> None:
        """Show what the trials say so far, where they take long enough for it to be read."""
        so_far = self._question.so_far if self._question is not None else None
        if self.stop.isHidden():
            return
        if so_far is not self._so_far:
            self._so_far = so_far
            self._show(so_far)
        self.say(self._texts._("{done} of {whole} trials").format(done=f"{done:,}", whole=f"{whole:,}"), "second")

    def show_answer(self, answer: object) -> None:
        found = answer if isinstance(answer, RiskAnswer) else None
        self._so_far = None
        self._show(found)
        self.tables.tell_bends(() if found is None else found.bends)
        if found is None:
            return
        self.figures.show_figures(found.risk.varied, found.risk.tornado, found.risk.measured.now)
        self.say(self.tables.headline(found))
        if any(each.chance is None for each in found.risk.within):
            self.held.setText(
                f"{self.held.text()} {self._texts._('Where lines lack a class, ceilings cannot be judged.')}"
            )
            self.classify.show()

    def _show(self, found: RiskAnswer | None) -> None:
        """Show trials, all of them or those so far."""
        _ = self._texts._
        if found is None:
            self.aim.now.setText("")
            self.chart.show_distribution(None)
            self.tables.tell(None, "")
            self.show_held((), ())
            return
        risk = found.risk
        measured = risk.measured
        self.aim.now.setText(_("now {amount}").format(amount=yen_text(measured.now, self._texts)))
        lines = [(each.name.render(self._texts.translate), each.amount) for each in found.lines]
        is_room = measured.aim.measure is Measure.ROOM
        percentiles = risk.whole.percentiles
        self.chart.show_distribution(
            Distribution(risk.outcomes, percentiles, measured.now, lines, measured.scenario, is_room)
        )
        self.tables.tell(found, self.aim.name)
        self.show_held(risk.varied, risk.held)
        shapes = dict.fromkeys(_(SHAPE_NAMES[each.spread.shape]) for each in risk.varied)
        said = _("{trials} trials, seed {seed}, {shape}.")
        told = said.format(trials=f"{risk.trials:,}", seed=f"{risk.seed}", shape=_(", ").join(shapes))
        self.held.setText(f"{told} {self.held.text()}")
