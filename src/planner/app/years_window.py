"""後年度負担 · later years, in a window of its own beside the main one, live while either is worked in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QTabWidget, QVBoxLayout, QWidget

from planner.app.assumption_strip import AssumptionStrip
from planner.app.line_years_page import LineYearsPage
from planner.app.message_bar import MessageBar
from planner.app.obligation_page import ObligationPage
from planner.app.session import Session
from planner.app.year_figures import YearFigures
from planner.app.years_page import YearsPage
from planner.texts import Texts

PROGRAMS, LINE, OBLIGATIONS = range(3)


class YearsWindow(QDialog):
    """The assumptions above, below them a page for programs, for the line under the cursor, for obligations.

    Signals:
        line_wanted(row): a line is to be shown in the main window.
        program_wanted(program): a program is to be shown there, `None` for all.
    """

    line_wanted = Signal(int)
    program_wanted = Signal(object)

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
        self.obligations.line_wanted.connect(self.line_wanted)
        self.programs.program_wanted.connect(self.program_wanted)
        self._give_keys(session)
        self.programs.tree.setFocus()

    def _give_keys(self, session: Session) -> None:
        homes = (self.programs.tree, self.line.grid, self.obligations.list)
        for page, home in enumerate(homes):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{page + 1}"), self)
            shortcut.activated.connect(lambda page=page, home=home: self.show_page(page, home))
        for keys, call in ((QKeySequence.StandardKey.Undo, "undo"), (QKeySequence.StandardKey.Redo, "redo")):
            action = QShortcut(QKeySequence(keys), self)
            action.activated.connect(getattr(session.undo_stack, call))

    def show_obligation(self, program: str) -> None:
        """Bring the obligations to the front, with the cursor on the first one of a program."""
        self.pages.setCurrentIndex(OBLIGATIONS)
        self.obligations.show_program(program)

    def show_page(self, page: int, home: QWidget | None = None) -> None:
        """Bring a page to the front, and the cursor into it."""
        self.pages.setCurrentIndex(page)
        (home or self.pages.currentWidget()).setFocus()
