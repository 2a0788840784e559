"""提出・査定 · what goes out to the finance ministry, and what comes back from it."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from planner.app.handover.handover_page import HandoverPage
from planner.app.review.reviews_page import ReviewsPage
from planner.app.widgets.tabs import turn_by_keys
from planner.words.texts import Texts

OUT, BACK = range(2)


class HandoverAndReview(QWidget):
    """Two tabs: 提出 and 査定."""

    def __init__(self, handover: HandoverPage, reviews: ReviewsPage, texts: Texts) -> None:
        super().__init__()
        _ = texts._
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(handover, _("Hand over"))
        self.tabs.addTab(reviews, _("Examination"))
        turn_by_keys(self.tabs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.addWidget(self.tabs)
        self.setFocusProxy(handover)

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        front = self.tabs.currentWidget()
        return front.regions() if isinstance(front, HandoverPage) else [front]

    def show_tab(self, tab: int) -> None:
        """Bring one of them to the front, and the cursor into it."""
        self.tabs.setCurrentIndex(tab)
        self.tabs.currentWidget().setFocus()
