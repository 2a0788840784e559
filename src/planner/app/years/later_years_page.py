"""後年度負担 · later years, live while the document is worked in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from planner.app.session.session import Session
from planner.app.widgets.tabs import turn_by_keys
from planner.app.widgets.toast import Toast
from planner.app.years.assumption_strip import AssumptionStrip
from planner.app.years.year_figures import YearFigures
from planner.app.years.years_page import YearsPage
from planner.words.texts import Texts

if TYPE_CHECKING:
    from planner.app.years.line_years_page import LineYearsPage
    from planner.app.years.obligation_page import ObligationPage

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
        self._session, self._texts = session, texts
        self._row: int | None = None
        self.setObjectName("later-years")
        self.messages = Toast(texts, self)
        self.assumptions = AssumptionStrip(session, texts)
        self.programs = YearsPage(session, texts, YearFigures(session))
        self.pages = QTabWidget()
        titles = (_("Years by program"), _("Line over the years"), _("Obligations"))
        self._places: tuple[QWidget, ...] = (self.programs, _Place(), _Place())
        for page, title in zip(self._places, titles, strict=True):
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
        self.assumptions.refused.connect(self.messages.refuse)
        self.assumptions.accepted.connect(self.messages.hide)
        self.programs.jumped.connect(self.jumped)
        self.setFocusProxy(self.programs.tree)

    @cached_property
    def line(self) -> LineYearsPage:
        """The line under the cursor over the years, made when it is first wanted."""
        from planner.app.years.line_years_page import LineYearsPage  # noqa: PLC0415 - another tab is in front

        page = LineYearsPage(self._session, self._texts)
        page.setFocusProxy(page.grid)
        page.told.connect(self.messages.tell)
        self._put(LINE, page)
        page.show_line(self._row)
        return page

    @cached_property
    def obligations(self) -> ObligationPage:
        """The obligations, made when they are first wanted."""
        from planner.app.years.obligation_page import ObligationPage  # noqa: PLC0415 - another tab is in front

        page = ObligationPage(self._session, self._texts)
        page.setFocusProxy(page.list)
        self._put(OBLIGATIONS, page)
        return page

    def _put(self, tab: int, page: LineYearsPage | ObligationPage) -> None:
        """Put a page into its tab."""
        place = self._places[tab]
        assert isinstance(place, _Place)
        place.take(page)
        page.refused.connect(self.messages.refuse)
        page.jumped.connect(self.jumped)

    def show_line(self, row: int | None) -> None:
        """Follow the cursor to another line, or to none."""
        self._row = row
        if "line" in vars(self):
            self.line.show_line(row)

    def show_obligations(self, program: str) -> None:
        """Bring the obligations to the front, with the cursor on the first one of a program."""
        self.pages.setCurrentIndex(OBLIGATIONS)
        self.obligations.show_program(program)

    def _fit(self, shown: int) -> None:
        """Make the tab in front, and ask for the room that it needs, not the others; its choices stand beside tabs."""
        _ = self.line if shown == LINE else self.obligations if shown == OBLIGATIONS else self.programs
        self.programs.choices.setVisible(shown == PROGRAMS)
        for place, page in enumerate(self._places):
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
        match self.pages.currentIndex():
            case 0:
                parts = [self.programs.tree, self.programs.measure_box, *self.programs.chart.panel.stops[:1]]
            case 1:
                line = self.line
                parts = [line.grid, line.kept, line.table, line.stock_button, line.plot_box]
            case _:
                parts = [self.obligations.list, *self.obligations.buttons.values()]
        return [*parts, *self.assumptions.rates.values(), self.assumptions.last_year, self.pages.tabBar()]


class _Place(QWidget):
    """Where a page will stand once it is made."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    def take(self, page: QWidget) -> None:
        """Let a page stand here, and the cursor go to it."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(page)
        page.show()
        self.setFocusProxy(page)
