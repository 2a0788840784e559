"""The comparison of scenarios: its page is made when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from planner.app.session.desk import Desk

if TYPE_CHECKING:
    from planner.app.compare.compare_page import ComparePage


class CompareVerbs(QObject):
    """Makes the page on which scenarios are compared.

    Signals:
        jumped(Place): the reader wants to be there.
    """

    jumped = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.parent)
        self._desk = desk
        self.page: ComparePage | None = None
        """The page made last."""

    def make(self) -> ComparePage:
        """A page of its own."""
        from planner.app.compare.compare_page import ComparePage  # noqa: PLC0415 - nobody compares at the start

        self.page = ComparePage(self._desk.session, self._desk.texts)
        self.page.jumped.connect(self.jumped)
        return self.page
