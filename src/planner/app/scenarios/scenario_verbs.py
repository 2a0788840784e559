"""The verbs on scenarios: branch, duplicate, rename, lock, delete, step through them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from planner.app.scenarios.outline import outline
from planner.app.session.desk import Desk
from planner.core.edits.scenarios import branch, delete_scenario, duplicate, lock, rename, unlock
from planner.core.errors import N_, UserError
from planner.core.model.document import BASE, Scenario


class ScenarioVerbs(QObject):
    """Does something with the scenario shown, or with the one of a number."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.parent)
        self._desk, self._session, self._texts = desk, desk.session, desk.texts

    def _meant(self, number: int | None) -> Scenario:
        state = self._session.state
        number = state.scenario if number is None else number
        if number == BASE:
            raise UserError(
                N_("The base is no scenario: it stays as it is."), N_("Choose a scenario, or branch one from the base.")
            )
        return state.document.scenario(number)

    def step(self, by: int) -> None:
        """Show the next or previous scenario of the tree."""
        numbers = [number for number, _depth in outline(self._session.state.document)]
        place = (numbers.index(self._session.state.scenario) + by) % len(numbers)
        self._session.show(scenario=numbers[place])

    def branch(self, name: str, parent: int | None = None) -> None:
        """Branch a scenario from the one shown, or from `parent`, and show it."""
        parent = self._session.state.scenario if parent is None else parent
        self._session.edit(
            self._texts._("Branch"), lambda document: branch(document, parent, name), self._next_number()
        )

    def _next_number(self) -> int:
        """The number that a scenario added now gets."""
        return max((each.number for each in self._session.state.document.scenarios), default=BASE) + 1

    def duplicate(self, name: str, number: int | None = None) -> None:
        """Put a scenario of the same content beside one, and show it."""
        number = self._meant(number).number
        self._session.edit(
            self._texts._("Duplicate"), lambda document: duplicate(document, number, name), self._next_number()
        )

    def rename(self, name: str, number: int | None = None) -> None:
        """Rename a scenario."""
        scenario = self._meant(number).number
        self._session.edit(self._texts._("Rename"), lambda document: rename(document, scenario, name))

    def toggle_lock(self, number: int | None = None) -> None:
        """Lock a scenario, or open it again; no figure moves either way."""
        current, _ = self._meant(number), self._texts._
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

    def delete(self, number: int | None = None) -> None:
        """Delete a scenario; undo brings it back."""
        gone = self._meant(number)
        shown = self._session.state.scenario
        after = gone.parent if shown == gone.number else shown
        self._session.edit(self._texts._("Delete"), lambda document: delete_scenario(document, gone.number), after)
        self._desk.messages.tell(
            self._texts._(
                "The scenario {name} is deleted; those branched from it keep their values. Undo brings it back."
            ).format(name=gone.name)
        )
