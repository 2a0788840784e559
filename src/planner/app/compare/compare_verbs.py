"""The comparison of scenarios: opened once, in a window of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from planner.app.session.desk import Desk

if TYPE_CHECKING:
    from planner.app.compare.compare_window import CompareWindow


class CompareVerbs(QObject):
    """The window in which scenarios are compared; it stays open beside the main one.

    Signals:
        jumped(Place): the reader wants to be there in the main window.
    """

    jumped = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.parent)
        self._desk = desk
        self.window: CompareWindow | None = None

    def open(self) -> None:
        """Bring the comparison to the front."""
        from planner.app.compare.compare_window import CompareWindow  # noqa: PLC0415 - nobody compares at the start

        if self.window is None:
            self.window = CompareWindow(self._desk.session, self._desk.texts, self._desk.parent)
            self.window.jumped.connect(self.jumped)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
