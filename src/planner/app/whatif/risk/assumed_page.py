"""What pages have in common that ask what becomes of an amount where figures turn out otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from planner.app.session.desk import Desk
from planner.app.session.place import Place
from planner.app.whatif.aim_choice import AimChoice
from planner.app.whatif.chosen import Chosen
from planner.app.whatif.page import WhatIfPage
from planner.app.whatif.proposal import Proposal
from planner.app.whatif.risk.assumptions import Assumptions
from planner.app.whatif.risk.figures_table import LOW, FiguresTable
from planner.app.whatif.risk.judgement_strip import JudgementStrip
from planner.app.whatif.risk.range_choice import RangeChoice
from planner.app.whatif.risk.risk_answer import Asked
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.core.errors import UserError
from planner.core.model.fields import FIELDS
from planner.core.model.ranges import Named
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
        self.judgement = JudgementStrip(self._texts, self.figures)
        self.add = self.judgement.add
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
        self.judgement.refused.connect(self._refuse_typed)
        self.figures.activated.connect(self._on_figure)
        assumptions.changed.connect(self.change)

    def figures_view(self) -> QWidget:
        """The figures, and below them what is judged of the one at the cursor, and the way to one more."""
        view = QWidget()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self.figures, 1)
        column.addWidget(self.judgement)
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
        self.figures.show_figures(self.figures.figures.still_varied, (), 0)

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
        """Put the figure at the cursor into the register: a tenth either way, to be typed over."""
        chosen, model = self._chosen, self.figures.figures
        years = self._session.state.portfolio.years[1:]
        named = Named(chosen.line, chosen.field, chosen.year if chosen.year in years else years[0])
        self.assumptions.show_register()
        if self._session.state.document.range_of(named) is None:
            try:
                model.judge(named, span=TENTH)
            except UserError as error:
                self._refuse_typed(error)
                return
        place = [each.named for each in model.rows].index(named)
        self.figures.setCurrentIndex(model.index(place, LOW))
        self.figures.setFocus()

    # ---------------------------------------------------------------- what is shown

    def show_held(self, varied: Sequence[Varied], held: Sequence[Held]) -> None:
        """Say how much varies and how much is held, and which of the register are of no line any more."""
        _, said = self._texts._, []
        if varied:
            told = _("Varies: figures {count}, lines {lines}. Held: lines {held}; {yen}.")
            counts = {"count": len(varied), "lines": len({each.driver.row for each in varied}), "held": len(held)}
            yen = yen_text(sum(each.amount for each in held), self._texts)
            said.append(told.format(**{name: f"{count:,}" for name, count in counts.items()}, yen=yen))
        gone = [str(each.figure) for each in self._session.state.document.gone_ranges]
        if gone:
            told = _("In the register, but of lines that are no more: {figures}")
            said.append(told.format(figures=", ".join(gone)))
        self.held.setText(" ".join(said))

    def name(self, driver: Driver) -> str:
        """A figure by its program, line and driver."""
        return f"{self.figures.figures.program_name(self.figures.figures.named(driver))} › {self.short_name(driver)}"

    def short_name(self, driver: Driver) -> str:
        """A figure by its line and driver."""
        model, named = self.figures.figures, self.figures.figures.named(driver)
        return model.whole_name(named)

    def lead(self, driver: Driver) -> None:
        """Lead to a figure among the lines."""
        self.place_wanted.emit(Place(row=driver.row, field=driver.field.key, year=driver.year))

    def _on_figure(self, index: QModelIndex) -> None:
        named = self.figures.figures.rows[index.row()].named
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.place_wanted.emit(Place(line_id=named.line, field=named.field, year=named.year))
