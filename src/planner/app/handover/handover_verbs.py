"""The hand-over: what goes out is chosen, seen and written on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from planner.app.session.desk import Desk
from planner.app.session.settings import Settings

if TYPE_CHECKING:
    from planner.app.handover.handover_page import HandoverPage


class HandoverVerbs(QObject):
    """Makes the page from which the submission goes out.

    Signals:
        wanted(str): the reader wants to settle what is open, by the key of a verb.
    """

    wanted = Signal(str)

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__(desk.parent)
        self._desk, self._settings = desk, settings
        self.page: HandoverPage | None = None

    def make(self) -> HandoverPage:
        """The page, made when it is first wanted."""
        from planner.app.handover.handover_page import HandoverPage  # noqa: PLC0415 - the start needs none of it

        desk = self._desk
        self.page = HandoverPage(desk, self._settings)
        self.page.written.connect(desk.messages.tell)
        self.page.wanted.connect(self.wanted)
        return self.page

    def leave(self) -> None:
        """The window closes: give up what is under way."""
        if self.page is not None:
            self.page.leave()
