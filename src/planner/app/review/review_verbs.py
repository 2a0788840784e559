"""Returned workbooks of the main window: asks for one, and keeps a window for each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from planner.app.review.review_window import ReviewWindow
    from planner.app.window.main_window import MainWindow


class Reviews(QObject):
    """The windows in which returned workbooks are looked at."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.shown: list[ReviewWindow] = []

    def ask(self) -> None:
        """Ask for a workbook that came back and read it."""
        path = self._window.session.state.path
        name, _filter = QFileDialog.getOpenFileName(
            self._window,
            self._window.texts._("Returned workbook"),
            str(path.parent if path else Path.home()),
            "Excel (*.xlsx *.xlsm)",
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> ReviewWindow:
        """Read a workbook and show what is in it, in a window that stays open beside the main one."""
        from planner.app.review.review_window import ReviewWindow  # noqa: PLC0415 - the start needs none of it

        review = ReviewWindow(path, self._window.session, self._window.texts, self._window)
        review.jumped.connect(self._window.jumps.to_compared)
        review.destroyed.connect(lambda: self.shown.remove(review))
        self.shown.append(review)
        review.show()
        return review

    def close(self) -> None:
        """Close all of them; what is being read is given up."""
        for review in tuple(self.shown):
            review.close()
