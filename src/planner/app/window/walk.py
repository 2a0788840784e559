"""The ten steps in this window: begun, taken up again, and shown at its foot; nothing of them is there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from planner.app.documents.documents import Documents
from planner.app.session.desk import Desk
from planner.app.session.settings import Settings
from planner.app.window.menus import Menus
from planner.app.window.pages import Pages

if TYPE_CHECKING:
    from planner.app.guide.path_strip import PathStrip


class Walk(QObject):
    """The guided path of one window; its strip stands below the pages."""

    def __init__(
        self, desk: Desk, settings: Settings, documents: Documents, pages: Pages, menus: Menus, column: QVBoxLayout
    ) -> None:
        super().__init__(desk.parent)
        self._desk, self._settings, self._documents = desk, settings, documents
        self._pages, self._menus, self._column = pages, menus, column
        self.strip: PathStrip | None = None

    @property
    def is_on(self) -> bool:
        """Whether it is walked just now."""
        return self.strip is not None and self.strip.path.is_on

    def start(self) -> None:
        """Walk from where it was left, on the example: that is opened where something else is."""
        from planner.app.guide.path_strip import PathStrip  # noqa: PLC0415 - who is no newcomer needs none of it
        from planner.app.guide.steps import fits  # noqa: PLC0415 - as above

        session = self._desk.session
        if not fits(session.state):
            self._documents.new()
        if not fits(session.state):
            return  # what was open is to stay
        if self.strip is None:
            self.strip = PathStrip(session, self._desk.texts, self._settings, lambda: self._pages.front, self._keys)
            self._column.insertWidget(self._column.indexOf(self._pages) + 1, self.strip)
            self._pages.turned.connect(self.strip.path.look)
        self.strip.path.start()

    def regions(self) -> list[QWidget]:
        """What F6 goes to."""
        return self.strip.regions() if self.strip is not None and self.is_on else []

    def _keys(self, verb: str) -> str:
        """The keys of a verb as they are called here."""
        action = self._menus.actions.get(verb) or self._menus.history.get(verb)
        return "" if action is None else action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
