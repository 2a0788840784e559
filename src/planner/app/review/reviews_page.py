"""査定 · the workbooks that came back: one is asked for here, and each has a tab of its own until it is closed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from planner.app.review.review_verbs import ReviewVerbs
from planner.app.session.desk import Desk
from planner.app.widgets.plain import Label, plain_entry


class ReviewsPage(QWidget):
    """The tabs; where there are none, what a returned workbook is good for.

    Signals:
        counted(int): so many workbooks are shown now.
    """

    counted = Signal(int)

    def __init__(self, desk: Desk, verbs: ReviewVerbs) -> None:
        super().__init__()
        _ = desk.texts._
        self.setObjectName("reviews")
        self.tabs = QTabWidget()
        self.tabs.setTabsClosable(True)
        self.tabs.setAccessibleName(_("Returned workbooks"))
        self.tabs.tabCloseRequested.connect(self._close)
        self.read_button, self.first_button = QPushButton(_("Read a workbook…")), QPushButton(_("Read a workbook…"))
        self.first_button.setProperty("look", "primary")
        for button in (self.read_button, self.first_button):
            button.clicked.connect(partial(desk.do, verbs.ask))
        self.tabs.setCornerWidget(self.read_button)
        said = Label(
            _(
                "A workbook that came back from the examination is read here: what was cut, beside what was asked for. "
                "What is accepted and what is asked for again become scenarios."
            )
        )
        said.setWordWrap(True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty, row = QWidget(), QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.first_button)
        row.addStretch(1)
        below = QVBoxLayout(empty)
        below.addStretch(1)
        below.addWidget(said)
        below.addLayout(row)
        below.addStretch(2)
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(self.tabs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.setFocusProxy(self.first_button)
        for review in verbs.shown:
            self.take(review)
        verbs.read.connect(self.take)

    def take(self, review: QWidget) -> None:
        """Give a review a tab, and bring it to the front."""
        self.tabs.setCurrentIndex(self.tabs.addTab(review, plain_entry(review.objectName())))
        self._stack.setCurrentWidget(self.tabs)
        self.setFocusProxy(self.tabs)
        review.destroyed.connect(self._show_empty)
        self.counted.emit(self.tabs.count())

    def _close(self, place: int) -> None:
        review = self.tabs.widget(place)
        assert review is not None
        self.tabs.removeTab(place)
        review.close()
        self._show_empty()

    def _show_empty(self) -> None:
        """Say what can be done where no workbook is left."""
        self.counted.emit(self.tabs.count())
        if not self.tabs.count():
            self._stack.setCurrentIndex(0)
            self.setFocusProxy(self.first_button)
