"""The hand-over: what goes out is chosen, seen and written in a dialog of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from planner.app.session.desk import Desk
from planner.app.session.settings import Settings

if TYPE_CHECKING:
    from planner.app.handover.export_dialog import ExportDialog


class HandoverVerbs(QObject):
    """Opens the dialog from which the submission goes out."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__(desk.parent)
        self._desk, self._settings = desk, settings
        self.dialog: ExportDialog | None = None

    def ask_export(self) -> None:
        """Choose, see and write the submission of the scenario shown."""
        from planner.app.handover.export_dialog import ExportDialog  # noqa: PLC0415 - the start needs none of it

        desk = self._desk
        self.dialog = ExportDialog(desk.parent, desk.session, desk.texts, self._settings, desk.suggested(".xlsx"))
        self.dialog.written.connect(desk.messages.tell)
        self.dialog.show()
