"""What pages have in common that ask what becomes of an amount where figures turn out otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from planner.app.session.desk import Desk
from planner.app.session.place import Place
from planner.app.whatif.aim_choice import AimChoice
from planner.app.whatif.chosen import Chosen
from planner.app.whatif.page import WhatIfPage
from planner.app.whatif.proposal import Proposal
from planner.app.whatif.risk.assumptions import Assumptions
from planner.app.whatif.risk.figures_table import LINE, FiguresTable
from planner.app.whatif.risk.range_choice import RangeChoice
from planner.app.whatif.risk.risk_answer import Asked
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.core.errors import UserError
from planner.core.model.fields import FIELDS
from planner.core.model.ranges import Named, Own
from planner.core.money import round_ratio
from planner.core.risk.drivers import Held, Varied
from planner.core.seek.levers import Driver
from planner.words.figures import yen_text

TENTH = Fraction(1, 10)


class AssumedPage(WhatIfPage):
    """Of what it is asked and what varies; nothing is proposed, so that it has no foot."""

    is_wide = True

    def __init__(self, desk: Desk, assumptions: Assumptions, *, with_shape: bool, hidden: Sequence[int]) -> None:
        super().__init__(desk)
        _ = self._texts._
        self.assumptions, self._chosen = assumptions, Chosen()
        self.aim = AimChoice(self._session, self._texts)
        self.ranges = RangeChoice(self._texts, assumptions, with_shape=with_shape)
        self.figures = FiguresTable(self._session, self._texts, assumptions, hidden)
        self.add = QPushButton(_("Add the figure at the cursor"))
        self.classify = QPushButton(_("Classify the lines"))
        self.classify.hide()
        self.held = Label()
        self.held.setProperty("tone", "second")
        self.held.setWordWrap(True)
        self.foot.hide()
        self.add.clicked.connect(self._add)
        self.classify.clicked.connect(self.classes_wanted)
        self.aim.changed.connect(self.change)
        self.figures.figures.refused.connect(self._refuse_typed)
        self.figures.activated.connect(self._on_figure)
        assumptions.changed.connect(self.change)

    def figures_view(self) -> QWidget:
        """The figures, and below them the way to one more."""
        view, foot = QWidget(), QHBoxLayout()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        foot.addWidget(self.add)
        foot.addStretch(1)
        column.addWidget(self.figures, 1)
        column.addLayout(foot)
        return view

    def state_row(self) -> QBoxLayout:
        row = super().state_row()
        row.addWidget(self.classify)
        return row

    # ---------------------------------------------------------------- what is asked

    def take_up(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self.aim.take_up(chosen)
        self.add.setEnabled(chosen.field in FIELDS and not FIELDS[chosen.field].choices)
        self.change()

    def first(self) -> QWidget:
        return self.aim.whole

    def refresh(self) -> None:
        self.aim.refill()
        self.figures.show_figures((), (), 0)

    def asked(self) -> Asked:
        """What is asked; `UserError` where it cannot be asked so."""
        state = self._session.state
        return Asked(
            state.document,
            state.evaluation.base,
            state.scenario,
            self._session.ceilings,
            self.aim.what,
            self.assumptions.wish,
        )

    def unasked(self) -> str:
        return ""

    def proposal(self) -> Proposal | None:
        return None

    def forget(self) -> None:
        super().forget()
        self.figures.show_figures(self.figures.figures.varied, (), 0)
        self.classify.hide()

    def _refuse(self, error: UserError) -> None:
        super()._refuse(error)
        self.figures.show_figures((), (), 0)
        self.classify.setVisible(self.aim.is_ceiling)

    def _refuse_typed(self, error: UserError) -> None:
        self.say(error.render(self._texts.translate), "error")

    def _add(self) -> None:
        """Give the figure at the cursor a range of its own: a tenth either way, to be typed over."""
        chosen, model = self._chosen, self.figures.figures
        years = self._session.state.portfolio.years[1:]
        named = Named(chosen.line, chosen.field, chosen.year if chosen.year in years else years[0])
        now = model.value_now(named)
        if now is None:
            return
        ends = [now * (1 + part * TENTH) for part in (-1, 1)]
        if FIELDS[chosen.field].is_whole:
            ends = [Fraction(round_ratio(*end.as_integer_ratio())) for end in ends]
        low, high = sorted(int(end) if FIELDS[chosen.field].is_whole else end for end in ends)
        self.assumptions.give(named, Own(low, high))
        place = [each.named for each in model.rows].index(named)
        self.figures.setCurrentIndex(model.index(place, LINE))
        self.figures.setFocus()

    # ---------------------------------------------------------------- what is shown

    def show_held(self, varied: Sequence[Varied], held: Sequence[Held]) -> None:
        """Say how much varies and how much is held."""
        said = self._texts._("Varies: {count} figures of {lines} lines. Held: {held} lines, {yen}.")
        self.held.setText(
            said.format(
                count=f"{len(varied):,}",
                lines=f"{len({each.driver.row for each in varied}):,}",
                held=f"{len(held):,}",
                yen=yen_text(sum(each.amount for each in held), self._texts),
            )
            if varied
            else ""
        )

    def name(self, driver: Driver) -> str:
        """A figure by its program, line and driver."""
        return f"{self.figures.figures.program_name(self.figures.figures.named(driver))} › {self.short_name(driver)}"

    def short_name(self, driver: Driver) -> str:
        """A figure by its line and driver."""
        model, named = self.figures.figures, self.figures.figures.named(driver)
        return f"{model.name(named)} {model.driver_name(named)}"

    def lead(self, driver: Driver) -> None:
        """Lead to a figure among the lines."""
        self.place_wanted.emit(Place(row=driver.row, field=driver.field.key, year=driver.year))

    def _on_figure(self, index: QModelIndex) -> None:
        named = self.figures.figures.rows[index.row()].named
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.place_wanted.emit(Place(line_id=named.line, field=named.field, year=named.year))
