"""What looks like a search field in the top bar; the real one opens over it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.icons import icon
from planner.words.texts import Texts

if TYPE_CHECKING:
    from planner.app.window.search.search_popup import SearchPopup
    from planner.app.window.search.search_rows import Deed

KEYS = "Ctrl+K"
WIDTH, NARROWEST, WIDEST = 400, 40, 480
"""Logical pixels."""
READABLE = 80
"""Logical pixels that words need to say anything."""


class SearchField(QPushButton):
    """Opens the search over itself; `deeds` are the verbs it finds.

    Signals:
        jumped(Place): what was found is to be shown.
    """

    jumped = Signal(object)

    def __init__(
        self, session: Session, texts: Texts, deeds: Callable[[], list[Deed]], *, verbs_only: bool = False
    ) -> None:
        """`verbs_only`: where no document is open there is nothing else to find."""
        super().__init__(icon("search", "second"), "")
        self._session, self._texts, self._deeds, self._verbs_only = session, texts, deeds, verbs_only
        self._said = texts._("Find commands") if verbs_only else texts._("Find programs, lines, scenarios, commands")
        self.setProperty("look", "field")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(theme.px(WIDEST))
        self.setAccessibleName(self._said)
        self.setToolTip(f"{self._said} ({KEYS})")
        self.clicked.connect(self.start)

    @cached_property
    def popup(self) -> SearchPopup:
        """The search itself, made when it is first opened."""
        from planner.app.session.finding import Kind  # noqa: PLC0415 - as below
        from planner.app.window.search.search_popup import SearchPopup  # noqa: PLC0415 - nobody searches at the start

        only = Kind.VERB if self._verbs_only else None
        popup = SearchPopup(self, self._session, self._texts, self._deeds, only)
        popup.jumped.connect(self.jumped)
        return popup

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(NARROWEST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What it finds and its keys as far as there is room; the icon alone where that would say nothing."""
        super().resizeEvent(event)
        room, metrics = self.width() - theme.px(48), self.fontMetrics()
        whole = f"{self._said}   {KEYS}"
        short = metrics.elidedText(self._said, Qt.TextElideMode.ElideRight, room)
        if room < theme.px(READABLE):
            short = ""
        self.setText(whole if metrics.horizontalAdvance(whole) <= room else short)

    def start(self) -> None:
        """Open the search, ready for the first letter."""
        self.popup.start()
