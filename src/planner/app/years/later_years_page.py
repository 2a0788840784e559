"""後年度負担 · later years, live while the document is worked in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from planner.app.session.session import Session
from planner.app.widgets.tabs import turn_by_keys
from planner.app.widgets.toast import Toast
from planner.app.years.assumption_strip import AssumptionStrip
from planner.app.years.line_years_page import LineYearsPage
from planner.app.years.obligation_page import ObligationPage
from planner.app.years.year_figures import YearFigures
from planner.app.years.years_page import YearsPage
from planner.words.texts import Texts

PROGRAMS, LINE, OBLIGATIONS = range(3)


class LaterYearsPage(QWidget):
    """The assumptions above, below them a page for programs, for the line under the cursor, for obligations.

    Signals:
        jumped(Place): the reader wants to be there.
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        _ = texts._
        self.setObjectName("later-years")
        self.messages = Toast(texts, self)
        self.assumptions = AssumptionStrip(session, texts)
        self.programs = YearsPage(session, texts, YearFigures(session))
        self.line = LineYearsPage(session, texts)
        self.obligations = ObligationPage(session, texts)
        self.pages = QTabWidget()
        for page, title in (
            (self.programs, _("Years by program")),
            (self.line, _("Line over the years")),
            (self.obligations, _("Obligations")),
        ):
            self.pages.addTab(page, title)
        self.pages.setCornerWidget(self.programs.choices)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.assumptions, self.pages):
            layout.addWidget(part)
        layout.setStretchFactor(self.pages, 1)
        turn_by_keys(self.pages)
        self.pages.currentChanged.connect(self._fit)
        self._fit(PROGRAMS)
        self.programs.obligation_wanted.connect(self._show_obligation)
        self.programs.setFocusProxy(self.programs.tree)
        self.line.setFocusProxy(self.line.grid)
        self.obligations.setFocusProxy(self.obligations.list)
        for refusing in (self.assumptions, self.line, self.obligations):
            refusing.refused.connect(self.messages.refuse)
        self.line.told.connect(self.messages.tell)
        self.assumptions.accepted.connect(self.messages.hide)
        for leading in (self.obligations, self.programs, self.line):
            leading.jumped.connect(self.jumped)
        self.setFocusProxy(self.programs.tree)

    def show_obligations(self, program: str) -> None:
        """Bring the obligations to the front, with the cursor on the first one of a program."""
        self.pages.setCurrentIndex(OBLIGATIONS)
        self.obligations.show_program(program)

    def _fit(self, shown: int) -> None:
        """Ask for the room that the tab in front needs, not for that of the others; its choices stand beside tabs."""
        self.programs.choices.setVisible(shown == PROGRAMS)
        for place, page in enumerate((self.programs, self.line, self.obligations)):
            policy = QSizePolicy.Policy.Preferred if place == shown else QSizePolicy.Policy.Ignored
            page.setSizePolicy(policy, policy)

    def _show_obligation(self, place: int) -> None:
        """Bring the obligations to the front, with the cursor on one of them."""
        self.show_page(OBLIGATIONS)
        self.obligations.show_place(place)

    def turn(self) -> None:
        """Show the table behind the picture in front, or the picture again."""
        if self.pages.currentIndex() == PROGRAMS:
            self.programs.turn()
        elif self.pages.currentIndex() == LINE:
            self.line.chart.panel.turn()

    def show_page(self, page: int) -> None:
        """Bring a page to the front, and the cursor into it."""
        self.pages.setCurrentIndex(page)
        self.regions()[0].setFocus()

    def regions(self) -> list[QWidget]:
        """What F6 goes through: the parts of what is in front, in which Tab goes from cell to cell, and the strip."""
        page: list[list[QWidget]] = [
            [self.programs.tree, self.programs.measure_box, *self.programs.chart.panel.stops[:1]],
            [self.line.grid, self.line.kept, self.line.table, self.line.stock_button, self.line.plot_box],
            [self.obligations.list, *self.obligations.buttons.values()],
        ]
        strip: list[QWidget] = [*self.assumptions.rates.values(), self.assumptions.last_year, self.pages.tabBar()]
        return page[self.pages.currentIndex()] + strip
