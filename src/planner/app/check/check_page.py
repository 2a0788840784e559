"""上限・点検 · what stands in the way of the request: ceilings, findings, and where figures come from."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from planner.app.check.ceiling_panel import CeilingPanel
from planner.app.check.classify_panel import ClassifyPanel
from planner.app.check.problem_model import ProblemModel
from planner.app.check.problem_panel import ProblemPanel
from planner.app.check.source_panel import SourcePanel
from planner.app.session.session import Session
from planner.app.widgets.tabs import turn_by_keys
from planner.words.texts import Texts


class CheckPage(QWidget):
    """Four tabs: 上限, 未分類, 点検 and 出典; each works only while it is in front, but for the findings of the window.

    Signals:
        jumped(Place): the reader wants to be there.
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts, findings: ProblemModel) -> None:
        super().__init__()
        _ = texts._
        self.ceilings, self.problems = CeilingPanel(session, texts), ProblemPanel(session, texts, findings)
        self.classes, self.sources = ClassifyPanel(session, texts), SourcePanel(session, texts)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for panel, title in (
            (self.ceilings, _("Ceilings")),
            (self.classes, _("Unclassified")),
            (self.problems, _("Check")),
            (self.sources, _("Sources")),
        ):
            self.tabs.addTab(panel, title)
            panel.jumped.connect(self.jumped)
        for panel, proxy in (
            (self.ceilings, self.ceilings.list),
            (self.classes, self.classes.list),
            (self.problems, self.problems.list),
            (self.sources, self.sources.list),
        ):
            panel.setFocusProxy(proxy)
        turn_by_keys(self.tabs)
        self.ceilings.classify_wanted.connect(partial(self.show_panel, self.classes))
        self.tabs.setCurrentWidget(self.problems)
        self.tabs.currentChanged.connect(self._tell_shown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.addWidget(self.tabs)
        self.setFocusProxy(self.tabs)

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        return [self.tabs.currentWidget()]

    def show_panel(self, panel: QWidget) -> None:
        """Bring one of them to the front, and the cursor into its list."""
        self.tabs.setCurrentWidget(panel)
        panel.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell_shown()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tell_shown()

    def _tell_shown(self) -> None:
        for panel in (self.ceilings, self.classes, self.sources):
            panel.set_shown(self.isVisible() and self.tabs.currentWidget() is panel)
