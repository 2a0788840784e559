"""Returned workbooks: one is asked for, read, and looked at until it is closed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from planner.app.session.desk import Desk
from planner.app.widgets.file_names import ask_source

if TYPE_CHECKING:
    from planner.app.review.review_page import ReviewPage


class ReviewVerbs(QObject):
    """The reviews that are open.

    Signals:
        jumped(Place): the reader wants to be there.
        read(ReviewPage): one more was opened.
    """

    jumped, read = Signal(object), Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.parent)
        self._desk = desk
        self.shown: list[ReviewPage] = []

    def ask(self) -> None:
        """Ask for a workbook that came back and read it."""
        title, kinds = self._desk.texts._("Returned workbook"), "Excel (*.xlsx *.xlsm)"
        path = ask_source(self._desk.parent, title, self._desk.folder, kinds)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> ReviewPage:
        """Read a workbook and show what is in it."""
        from planner.app.review.review_page import ReviewPage  # noqa: PLC0415 - the start needs none of it

        review = ReviewPage(path, self._desk.session, self._desk.texts)
        review.setObjectName(path.name)
        review.jumped.connect(self.jumped)
        review.destroyed.connect(lambda: self.shown.remove(review))
        self.shown.append(review)
        self.read.emit(review)
        return review

    def close(self) -> None:
        """Close all of them; what is being read is given up."""
        for review in tuple(self.shown):
            review.close()
