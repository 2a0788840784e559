"""The verbs on changes: take one back, pass it on to another scenario or the parent, write them down."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from planner.app.scenarios.change_panel import ChangePanel
from planner.app.session.desk import Desk
from planner.app.widgets.file_names import ask_target
from planner.core.edits.changes import copy_change, promote, revert
from planner.core.errors import N_, UserError
from planner.core.model.document import Change, Document
from planner.files.document.author import author


class ChangeVerbs(QObject):
    """What can be done with the changes selected in the list."""

    def __init__(self, desk: Desk, panel: ChangePanel) -> None:
        super().__init__(desk.parent)
        self._desk, self._session, self._texts, self._panel = desk, desk.session, desk.texts, panel

    def _selected(self) -> list[Change]:
        """The changes selected, oldest first."""
        selected = self._panel.selected()
        if not selected:
            raise UserError(N_("No change is selected."), N_("Select one in the list of changes."))
        return selected[::-1]

    def revert(self) -> None:
        """Take the selected changes back, the latest first, each by a change of its own."""
        numbers = [change.number for change in self._selected()[::-1]]
        _ = self._texts._

        def edit(document: Document) -> Document:
            for number in numbers:
                document = revert(document, number, _("Change {number} taken back").format(number=number), author())
            return document

        self._session.edit(_("Take the change back"), edit)

    def promote(self) -> None:
        """Move the selected changes to the parent of their scenario."""
        numbers = [change.number for change in self._selected()]

        def edit(document: Document) -> Document:
            for number in numbers:
                document = promote(document, number, author())
            return document

        self._session.edit(self._texts._("Promote"), edit)
        self._desk.messages.tell(
            self._texts._("The parent has the change now, and so have all its branches that do not set it themselves.")
        )

    def ask_copy(self) -> None:
        """Ask for a scenario and make the selected changes there too."""
        made_in = {change.scenario for change in self._selected()}
        state = self._session.state
        others = [each.name for each in state.document.scenarios if each.number not in made_in]
        if not others:
            raise UserError(N_("There is no other scenario."), N_("Branch one first."))
        _ = self._texts._
        self._desk.choose(_("Copy to a scenario"), _("Scenario that gets the changes"), others, self.copy_to)

    def copy_to(self, name: str) -> None:
        """Make the selected changes in another scenario."""
        numbers = [change.number for change in self._selected()]
        document = self._session.state.document
        target = next(each.number for each in document.scenarios if each.name == name)

        def edit(document: Document) -> Document:
            for number in numbers:
                document = copy_change(document, number, target, author())
            return document

        self._session.edit(self._texts._("Copy to a scenario"), edit)
        self._desk.messages.tell(self._texts._("{name} has the changes now.").format(name=name))

    def ask_csv(self) -> None:
        """Ask for a name and write the changes of the scenario shown as CSV."""
        title = self._texts._("Write the changes as CSV…")
        target = ask_target(self._desk.parent, title, self._desk.suggested(".csv"), "CSV (*.csv)", ".csv")
        if target is not None:
            self.write_csv(target)

    def write_csv(self, path: Path) -> None:
        """Write the changes of the scenario shown, a row a cell."""
        from planner.files.plain.frames import changes_frame, write_frame  # noqa: PLC0415 - pandas on first use

        write_frame(changes_frame(self._session.state.document, self._session.state.scenario), path)
        self._desk.messages.tell(self._texts._("The changes are written: {path}").format(path=path))
