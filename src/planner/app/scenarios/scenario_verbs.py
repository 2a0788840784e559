"""The verbs on scenarios: branch, duplicate, rename, lock, delete, step through them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from planner.app.session.desk import Desk
from planner.core.edits.scenarios import branch, delete_scenario, duplicate, lock, rename, unlock
from planner.core.errors import N_, UserError
from planner.core.model.document import BASE, Scenario


class ScenarioVerbs(QObject):
    """Asks for names, and does with the scenario shown what they are given for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.parent)
        self._desk, self._session, self._texts = desk, desk.session, desk.texts

    def _shown(self) -> Scenario:
        state = self._session.state
        if state.scenario == BASE:
            raise UserError(
                N_("The base is no scenario: it stays as it is."), N_("Choose a scenario, or branch one from the base.")
            )
        return state.document.scenario(state.scenario)

    def step(self, by: int) -> None:
        """Show the next or previous scenario of the list."""
        numbers = [BASE, *(each.number for each in self._session.state.document.scenarios)]
        place = (numbers.index(self._session.state.scenario) + by) % len(numbers)
        self._session.show(scenario=numbers[place])

    def ask_branch(self) -> None:
        """Ask for a name and branch a scenario from the one shown."""
        self._desk.ask(self._texts._("Branch"), self._texts._("Name of the new scenario"), "", self.branch)

    def branch(self, name: str) -> None:
        """Branch a scenario from the one shown."""
        parent = self._session.state.scenario
        self._session.edit(
            self._texts._("Branch"), lambda document: branch(document, parent, name), self._next_number()
        )

    def _next_number(self) -> int:
        """The number that a scenario added now gets."""
        return max((each.number for each in self._session.state.document.scenarios), default=BASE) + 1

    def ask_duplicate(self) -> None:
        """Ask for a name and put a scenario of the same content beside the one shown."""
        current = self._shown()
        self._desk.ask(
            self._texts._("Duplicate"),
            self._texts._("Name of the new scenario"),
            self._texts._("{name} (copy)").format(name=current.name),
            self.duplicate,
        )

    def duplicate(self, name: str) -> None:
        """Put a scenario of the same content beside the one shown, and show it."""
        number = self._shown().number
        self._session.edit(
            self._texts._("Duplicate"), lambda document: duplicate(document, number, name), self._next_number()
        )

    def ask_rename(self) -> None:
        """Ask for another name of the scenario shown."""
        current = self._shown().name
        self._desk.ask(self._texts._("Rename"), self._texts._("New name of the scenario"), current, self.rename)

    def rename(self, name: str) -> None:
        """Rename the scenario shown."""
        scenario = self._session.state.scenario
        self._session.edit(self._texts._("Rename"), lambda document: rename(document, scenario, name))

    def toggle_lock(self) -> None:
        """Lock the scenario shown, or open it again; no figure moves either way."""
        current, _ = self._shown(), self._texts._
        if current.locked:
            self._session.edit(_("Unlock"), lambda document: unlock(document, current.number))
            self._desk.messages.tell(
                _("{name} is open again and takes what it does not set itself from its parent.").format(
                    name=current.name
                )
            )
        else:
            self._session.edit(_("Lock"), lambda document: lock(document, current.number))
            self._desk.messages.tell(
                _("{name} is locked: whatever happens to its parent, no figure of it moves.").format(name=current.name)
            )

    def delete(self) -> None:
        """Delete the scenario shown; undo brings it back."""
        shown = self._shown()
        self._session.edit(
            self._texts._("Delete"), lambda document: delete_scenario(document, shown.number), shown.parent
        )
        self._desk.messages.tell(
            self._texts._(
                "The scenario {name} is deleted; those branched from it keep their values. Undo brings it back."
            ).format(name=shown.name)
        )
