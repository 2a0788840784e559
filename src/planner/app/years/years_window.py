"""後年度負担 · later years, in a window of its own beside the main one, live while either is worked in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QTabWidget, QVBoxLayout, QWidget

from planner.app.session.session import Session
from planner.app.widgets.message_bar import MessageBar
from planner.app.years.assumption_strip import AssumptionStrip
from planner.app.years.line_years_page import LineYearsPage
from planner.app.years.obligation_page import ObligationPage
from planner.app.years.year_figures import YearFigures
from planner.app.years.years_page import YearsPage
from planner.words.texts import Texts

PROGRAMS, LINE, OBLIGATIONS = range(3)


class YearsWindow(QDialog):
    """The assumptions above, below them a page for programs, for the line under the cursor, for obligations.

    Signals:
        jumped(Place): the reader wants to be there in the main window.
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        _ = texts._
        self.setObjectName("years-window")
        self.setWindowTitle(f"{_('Later years')} — {_('Budget Scenario Planner')}")
        self.setWindowFlags(Qt.WindowType.Window)
        self.messages = MessageBar(texts)
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
        for part in (self.assumptions, self.messages, self.pages):
            layout.addWidget(part)
        layout.setStretchFactor(self.pages, 1)
        digit = self.fontMetrics().horizontalAdvance("0")
        self.resize(digit * 190, self.fontMetrics().height() * 52)
        for refusing in (self.assumptions, self.line, self.obligations):
            refusing.refused.connect(self.messages.refuse)
        self.line.told.connect(self.messages.tell)
        self.assumptions.accepted.connect(self.messages.hide)
        for leading in (self.obligations, self.programs):
            leading.jumped.connect(self.jumped)
        self._give_keys(session)
        self.programs.tree.setFocus()

    def _give_keys(self, session: Session) -> None:
        for page in range(self.pages.count()):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{page + 1}"), self)
            shortcut.activated.connect(partial(self.show_page, page))
        for keys, by in (("F6", 1), ("Shift+F6", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(partial(self.step, by))
        stack, key = session.undo_stack, QKeySequence.StandardKey
        for known, call in ((key.Undo, stack.undo), (key.Redo, stack.redo)):
            shortcut = QShortcut(QKeySequence(known), self)
            shortcut.activated.connect(call)

    def show_obligations(self, program: str) -> None:
        """Bring the obligations to the front, with the cursor on the first one of a program."""
        self.pages.setCurrentIndex(OBLIGATIONS)
        self.obligations.show_program(program)

    def show_page(self, page: int) -> None:
        """Bring a page to the front, and the cursor into it."""
        self.pages.setCurrentIndex(page)
        self._parts()[0].setFocus()

    def _parts(self) -> list[QWidget]:
        """What F6 goes through: the parts of the page in front, in which Tab goes from cell to cell, and the strip."""
        page: list[list[QWidget]] = [
            [self.programs.tree, self.programs.measure_box],
            [self.line.grid, self.line.kept, self.line.table, self.line.stock_button, self.line.plot_box],
            [self.obligations.list, *self.obligations.buttons.values()],
        ]
        strip: list[QWidget] = [*self.assumptions.rates.values(), self.assumptions.last_year, self.pages.tabBar()]
        return page[self.pages.currentIndex()] + strip

    def step(self, by: int) -> None:
        """Go to the next or previous part that takes the cursor."""
        parts = [part for part in self._parts() if part.isEnabled()]
        here = next((place for place, part in enumerate(parts) if part.hasFocus()), -by if by < 0 else -1)
        parts[(here + by) % len(parts)].setFocus()
