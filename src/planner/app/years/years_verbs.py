"""The later years: their page is made when it is first wanted, and follows the line under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from planner.app.session.desk import Desk

if TYPE_CHECKING:
    from planner.app.years.later_years_page import LaterYearsPage


class YearsVerbs(QObject):
    """Makes the pages of the later years, and tells them where the cursor is.

    Signals:
        jumped(Place): the reader wants to be there.
    """

    jumped = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.parent)
        self._desk = desk
        self._row: int | None = None
        self._pages: list[LaterYearsPage] = []

    @property
    def page(self) -> LaterYearsPage | None:
        """The page made last."""
        return self._pages[-1] if self._pages else None

    def make(self) -> LaterYearsPage:
        """A page of its own."""
        from planner.app.years.later_years_page import LaterYearsPage  # noqa: PLC0415 - what the start does not need

        page = LaterYearsPage(self._desk.session, self._desk.texts)
        page.jumped.connect(self.jumped)
        page.show_line(self._row)
        page.destroyed.connect(lambda: self._pages.remove(page))
        self._pages.append(page)
        return page

    def show_line(self, row: int | None) -> None:
        """Follow the cursor of the table to another line, or to none."""
        self._row = row
        for page in self._pages:
            page.show_line(row)

    def show_obligations(self, program: str) -> None:
        """Put the cursor on the obligations of a program, where the later years are seen."""
        for page in self._pages:
            if page.isVisible():
                page.show_obligations(program)
