"""上限・点検・出典・科目 · what stands in the way of the request: ceilings, findings, sources, codes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from planner.app.check.ceiling_panel import CeilingPanel
from planner.app.check.classify_panel import ClassifyPanel
from planner.app.check.code_panel import CodePanel
from planner.app.check.problem_model import ProblemFilter, ProblemModel
from planner.app.check.problem_panel import ProblemPanel
from planner.app.check.source_panel import SourcePanel
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.tabs import turn_by_keys
from planner.words.texts import Texts

CEILINGS, CHECK, SOURCES, CODES = range(4)


class CheckPage(QWidget):
    """Four tabs: 上限 with what is not classified beside it, 点検, 出典 and 科目・番号.

    Each works only while it is in front, but for the findings of the window.

    Signals:
        jumped(Place): the reader wants to be there.
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts, findings: ProblemModel) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        _ = texts._
        self.ceilings, self.problems = CeilingPanel(session, texts), ProblemPanel(session, texts, findings)
        self.classes, self.sources = ClassifyPanel(session, texts), SourcePanel(session, texts)
        self.codes = CodePanel(session, texts)
        self.tabs, self._beside = QTabWidget(), QSplitter()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        self.tabs.setDocumentMode(True)
        for tab, title in ((self._beside, _("Ceilings")), (self.problems, _("Check")), (self.sources, _("Sources"))):
            self.tabs.addTab(tab, title)
        self.tabs.addTab(self.codes, _("Codes"))
        for part, share in ((self.ceilings, 2), (self.classes, 3)):
            self._beside.addWidget(part)
            self._beside.setCollapsible(self._beside.indexOf(part), False)
            self._beside.setStretchFactor(self._beside.indexOf(part), share)
        self._beside.setSizes([theme.px(520), theme.px(780)])
        self._beside.setFocusProxy(self.ceilings)
        for panel in (self.ceilings, self.classes, self.problems, self.sources, self.codes):
            panel.jumped.connect(self.jumped)
            panel.setFocusProxy(panel.list)
        turn_by_keys(self.tabs)
        self.problems.classes_wanted.connect(partial(self.show_panel, self.classes))
        self.tabs.setCurrentWidget(self.problems)
        self.tabs.currentChanged.connect(self._tell_shown)
        findings.modelReset.connect(self._count)
        session.changed.connect(self._on_changed)
        self.setFocusProxy(self.tabs)
        self._count()

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        if self.tabs.currentIndex() == CEILINGS:
            return [self.ceilings.list, self.classes.list]
        return [self.tabs.currentWidget()]

    def show_panel(self, panel: QWidget) -> None:
        """Bring one of them to the front, and the cursor into its list."""
        self.tabs.setCurrentWidget(self._beside if panel in (self.ceilings, self.classes) else panel)
        panel.setFocus()

    def _on_changed(self, moved: Moved) -> None:
        if self.isVisible() and (moved.ceilings or moved.opening):
            self._count()

    def _count(self) -> None:
        """Say on the tabs how much there is: ceilings, and findings to settle."""
        _ = self._texts._
        waiting = self.problems.model.sizes()[ProblemFilter.SETTLE]
        self.tabs.setTabText(CEILINGS, f"{_('Ceilings')} {len(self._session.ceilings):,}")
        self.tabs.setTabText(CHECK, f"{_('Check')} {waiting:,}")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count()
        self._tell_shown()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tell_shown()

    def _tell_shown(self) -> None:
        place = self.tabs.currentIndex() if self.isVisible() else -1
        for panel, tab in (
            *((self.ceilings, CEILINGS), (self.classes, CEILINGS)),
            *((self.sources, SOURCES), (self.codes, CODES)),
        ):
            panel.set_shown(place == tab)
