"""Returned workbooks: one is asked for, and each is looked at in a window of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from planner.app.session.desk import Desk

if TYPE_CHECKING:
    from planner.app.review.review_window import ReviewWindow


class ReviewVerbs(QObject):
    """The windows in which returned workbooks are looked at.

    Signals:
        jumped(Place): the reader wants to be there in the main window.
    """

    jumped = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.parent)
        self._desk = desk
        self.shown: list[ReviewWindow] = []

    def ask(self) -> None:
        """Ask for a workbook that came back and read it."""
        title, kinds = self._desk.texts._("Returned workbook"), "Excel (*.xlsx *.xlsm)"
        name, _filter = QFileDialog.getOpenFileName(self._desk.parent, title, str(self._desk.folder), kinds)
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> ReviewWindow:
        """Read a workbook and show what is in it, in a window that stays open beside the main one."""
        from planner.app.review.review_window import ReviewWindow  # noqa: PLC0415 - the start needs none of it

        review = ReviewWindow(path, self._desk.session, self._desk.texts, self._desk.parent)
        review.jumped.connect(self.jumped)
        review.destroyed.connect(lambda: self.shown.remove(review))
        self.shown.append(review)
        review.show()
        return review

    def close(self) -> None:
        """Close all of them; what is being read is given up."""
        for review in tuple(self.shown):
            review.close()
