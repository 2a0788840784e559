"""提出・査定 · what goes out to the finance ministry, and what comes back from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from planner.app.handover.handover_page import HandoverPage
from planner.app.review.reviews_page import ReviewsPage
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.elided import ElidedLabel
from planner.app.widgets.tabs import turn_by_keys
from planner.words.texts import Texts

if TYPE_CHECKING:
    from planner.app.together.board_page import BoardPage

OUT, BACK, TOGETHER = range(3)


class HandoverAndReview(QWidget):
    """Three tabs: 提出, 査定 and 取りまとめ; beside them what went out last."""

    def __init__(
        self,
        handover: HandoverPage,
        reviews: ReviewsPage,
        make_board: Callable[[], BoardPage],
        session: Session,
        texts: Texts,
    ) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self._make_board: Callable[[], BoardPage] | None = make_board
        _ = texts._
        self.tabs, self.last = QTabWidget(), ElidedLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(handover, _("Hand over"))
        self.tabs.addTab(reviews, _("Examination"))
        self._empty = QWidget()
        self.tabs.addTab(self._empty, _("Together"))  # the board is made when it is first wanted
        self.tabs.currentChanged.connect(self._come_to)
        turn_by_keys(self.tabs)
        self.last.setProperty("tone", "second")
        self.last.setContentsMargins(0, 0, theme.px(12), 0)
        self.last.setFixedHeight(self.tabs.tabBar().sizeHint().height())
        self.tabs.setCornerWidget(self.last)
        self.setFocusProxy(handover)
        reviews.counted.connect(self._show_count)
        self._show_count(reviews.tabs.count())
        self._show_last()
        session.changed.connect(self._on_changed)

    def _come_to(self, tab: int) -> None:
        """Make the board in its place, where that comes to the front for the first time."""
        if tab != TOGETHER or self._make_board is None:
            return
        board, self._make_board = self._make_board(), None
        self.tabs.insertTab(tab, board, self.tabs.tabText(tab))
        self.tabs.setCurrentIndex(tab)
        self.tabs.removeTab(tab + 1)
        self._empty.deleteLater()

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        front = self.tabs.currentWidget()
        return list(front.regions()) if hasattr(front, "regions") else [front]

    def show_tab(self, tab: int) -> None:
        """Bring one of them to the front, and the cursor into it."""
        self.tabs.setCurrentIndex(tab)
        self.tabs.currentWidget().setFocus()

    def _show_count(self, count: int) -> None:
        """Say on its tab how many workbooks came back."""
        title = self._texts._("Examination")
        self.tabs.setTabText(BACK, f"{title} {count:,}" if count else title)

    def _on_changed(self, moved: Moved) -> None:
        if moved.document:
            self._show_last()

    def _show_last(self) -> None:
        """Say what went out last, and when."""
        _, records = self._texts._, self._session.state.document.handovers
        newest = max(records, key=lambda record: record.when, default=None)
        if newest is None:
            self.last.setText(_("Nothing was handed over yet"))
        else:
            when = newest.when[:16].replace("T", " ")
            self.last.setText(_("Last handed over: {file}, {when}").format(file=newest.file, when=when))
