"""The verbs on scenarios: branch, rename, delete, step through them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QInputDialog

from planner.core.document import BASE
from planner.core.errors import UserError

if TYPE_CHECKING:
    from planner.app.window import MainWindow


class Scenarios(QObject):
    """Asks for names, and does with the scenario shown what they are given for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session, self._texts = window, window.session, window.texts

    def step(self, by: int) -> None:
        """Show the next or previous scenario of the list."""
        numbers = [BASE, *(each.number for each in self._session.state.document.scenarios)]
        place = (numbers.index(self._session.state.scenario) + by) % len(numbers)
        self._session.show(scenario=numbers[place])

    def ask_branch(self) -> None:
        """Ask for a name and branch a scenario from the one shown."""
        self._ask_name(self._texts._("Branch"), self._texts._("Name of the new scenario"), "", self.branch)

    def branch(self, name: str) -> None:
        """Branch a scenario from the one shown."""
        self._session.branch(self._texts._("Branch"), name)

    def ask_rename(self) -> None:
        """Ask for another name of the scenario shown."""
        current = self._session.state.document.scenario(self._session.state.scenario).name
        self._ask_name(self._texts._("Rename"), self._texts._("New name of the scenario"), current, self.rename)

    def rename(self, name: str) -> None:
        """Rename the scenario shown."""
        self._session.rename(self._texts._("Rename"), name)

    def delete(self) -> None:
        """Delete the scenario shown; undo brings it back."""
        if self._session.state.scenario == BASE:
            return
        name = self._session.state.document.scenario(self._session.state.scenario).name
        self._session.delete_scenario(self._texts._("Delete"))
        self._window.messages.tell(
            self._texts._(
                "The scenario {name} is deleted; those branched from it keep their values. Undo brings it back."
            ).format(name=name)
        )

    def _ask_name(self, title: str, label: str, current: str, call: Callable[[str], None]) -> None:
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(title)
        dialog.setLabelText(label)
        dialog.setTextValue(current)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(lambda text: self._answer(call, text))
        dialog.open()

    def _answer(self, call: Callable[[str], None], text: str) -> None:
        try:
            call(text)
        except UserError as error:
            self._window.messages.refuse(error)
