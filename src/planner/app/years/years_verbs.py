"""The later years: opened once, in a window of its own, which follows the line under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from planner.app.session.desk import Desk

if TYPE_CHECKING:
    from planner.app.years.years_window import YearsWindow


class YearsVerbs(QObject):
    """The window of the later years; it stays open beside the main one.

    Signals:
        jumped(Place): the reader wants to be there in the main window.
    """

    jumped = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.parent)
        self._desk = desk
        self._row: int | None = None
        self.window: YearsWindow | None = None

    def open(self) -> None:
        """Bring the later years to the front."""
        from planner.app.years.years_window import YearsWindow  # noqa: PLC0415 - what the start does not need

        if self.window is None:
            self.window = YearsWindow(self._desk.session, self._desk.texts, self._desk.parent)
            self.window.jumped.connect(self.jumped)
            self.window.line.show_line(self._row)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def show_line(self, row: int | None) -> None:
        """Follow the cursor of the table to another line, or to none."""
        self._row = row
        if self.window is not None:
            self.window.line.show_line(row)

    def show_obligations(self, program: str) -> None:
        """Put the cursor on the obligations of a program, where the window is open."""
        if self.window is not None and self.window.isVisible():
            self.window.show_obligations(program)
