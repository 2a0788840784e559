"""The hand-over: what goes out is chosen, seen and written on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

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
        self._then: Callable[[], object] | None = None
        """What comes once the file under way is written."""
        self._is_written = False
        """Whether the last file was."""

    def make(self) -> HandoverPage:
        """The page, made when it is first wanted."""
        from planner.app.handover.handover_page import HandoverPage  # noqa: PLC0415 - the start needs none of it

        desk = self._desk
        self.page = HandoverPage(desk, self._settings)
        self.page.written.connect(desk.messages.tell)
        self.page.wanted.connect(self.wanted)
        self.page.writing.written.connect(self._on_written)
        for stopped in (self.page.writing.refused, self.page.writing.cancelled):
            stopped.connect(self._stay)
        return self.page

    def may_leave(self, then: Callable[[], object]) -> bool:
        """Whether the window may close now: nothing is being written, or it is given up.

        Where the file is to be written first it may not, but `then` is called once it is; a file that could not be
        written keeps the window.
        """
        if self.page is None or not self.page.writing.is_busy:
            return True
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - hardly ever

        _ = self._desk.texts._
        asked = QMessageBox(self._desk.parent)
        asked.setIcon(QMessageBox.Icon.Warning)
        asked.setWindowTitle(_("Budget Scenario Planner"))
        asked.setText(_("A file is still being written. Close the window?"))
        wait = asked.addButton(_("Close once it is written"), QMessageBox.ButtonRole.AcceptRole)
        give_up = asked.addButton(_("Close without the file"), QMessageBox.ButtonRole.DestructiveRole)
        asked.addButton(QMessageBox.StandardButton.Cancel)
        asked.setDefaultButton(wait)
        asked.exec()
        if asked.clickedButton() is wait:
            if not self.page.writing.is_busy:  # it came to its end while this was asked
                return self._is_written
            self._then = then
        return asked.clickedButton() is give_up

    def _on_written(self) -> None:
        self._is_written = True
        QTimer.singleShot(0, self, self._go_on)  # its record is kept first

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def _stay(self) -> None:
        self._then, self._is_written = None, False

    def leave(self) -> None:
        """The window closes: give up what is under way."""
        if self.page is not None:
            self.page.leave()
