"""後年度負担 · later years, live while the document is worked in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        for part in (self.assumptions, self.pages):
            layout.addWidget(part)
        layout.setStretchFactor(self.pages, 1)
        turn_by_keys(self.pages)
        self.programs.setFocusProxy(self.programs.tree)
        self.line.setFocusProxy(self.line.grid)
        self.obligations.setFocusProxy(self.obligations.list)
        for refusing in (self.assumptions, self.line, self.obligations):
            refusing.refused.connect(self.messages.refuse)
        self.line.told.connect(self.messages.tell)
        self.assumptions.accepted.connect(self.messages.hide)
        for leading in (self.obligations, self.programs):
            leading.jumped.connect(self.jumped)
        self.setFocusProxy(self.programs.tree)

    def show_obligations(self, program: str) -> None:
        """Bring the obligations to the front, with the cursor on the first one of a program."""
        self.pages.setCurrentIndex(OBLIGATIONS)
        self.obligations.show_program(program)

    def show_page(self, page: int) -> None:
        """Bring a page to the front, and the cursor into it."""
        self.pages.setCurrentIndex(page)
        self.regions()[0].setFocus()

    def regions(self) -> list[QWidget]:
        """What F6 goes through: the parts of what is in front, in which Tab goes from cell to cell, and the strip."""
        page: list[list[QWidget]] = [
            [self.programs.tree, self.programs.measure_box],
            [self.line.grid, self.line.kept, self.line.table, self.line.stock_button, self.line.plot_box],
            [self.obligations.list, *self.obligations.buttons.values()],
        ]
        strip: list[QWidget] = [*self.assumptions.rates.values(), self.assumptions.last_year, self.pages.tabBar()]
        return page[self.pages.currentIndex()] + strip
