"""The verbs on changes: take one back, pass it on to another scenario or the parent, say what a rate rests on."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFileDialog, QFormLayout, QInputDialog, QLineEdit

from planner.core.edits.changes import copy_change, promote, revert, set_evidence
from planner.core.errors import N_, UserError
from planner.core.model.document import BASE, Change, Document, Evidence, EvidenceKind
from planner.core.model.fields import RATE
from planner.core.model.lines import Cell
from planner.files.document.author import author

if TYPE_CHECKING:
    from planner.app.window.main_window import MainWindow


class ChangeVerbs(QObject):
    """What can be done with the changes selected in the list, and with the rates selected in the table."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session, self._texts = window, window.session, window.texts

    def _selected(self) -> list[Change]:
        """The changes selected, oldest first."""
        selected = self._window.change_panel.selected()
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
        self._window.messages.tell(
            self._texts._("The parent has the change now, and so have all its branches that do not set it themselves.")
        )

    def ask_copy(self) -> None:
        """Ask for a scenario and make the selected changes there too."""
        made_in = {change.scenario for change in self._selected()}
        state = self._session.state
        others = [each.name for each in state.document.scenarios if each.number not in made_in]
        if not others:
            raise UserError(N_("There is no other scenario."), N_("Branch one first."))
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self._texts._("Copy to a scenario"))
        dialog.setLabelText(self._texts._("Scenario that gets the changes"))
        dialog.setComboBoxItems(others)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(lambda name: self._window.menus.do(partial(self.copy_to, name)))
        dialog.open()

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
        self._window.messages.tell(self._texts._("{name} has the changes now.").format(name=name))

    def ask_csv(self) -> None:
        """Ask for a name and write the changes of the scenario shown as CSV."""
        name, _filter = QFileDialog.getSaveFileName(
            self._window, self._texts._("Write the changes as CSV…"), "", "CSV (*.csv)"
        )
        if name:
            self.write_csv(Path(name))

    def write_csv(self, path: Path) -> None:
        """Write the changes of the scenario shown, a row a cell."""
        from planner.files.plain.frames import changes_frame, write_csv  # noqa: PLC0415 - pandas on first use

        path = path if path.suffix else path.with_suffix(".csv")
        write_csv(changes_frame(self._session.state.document, self._session.state.scenario), path)
        self._window.messages.tell(self._texts._("The changes are written: {path}").format(path=path))

    def ask_evidence(self) -> None:
        """Ask what the rates of the selected lines rest on."""
        lines = self._window.selected_lines()
        state = self._session.state
        if state.scenario == BASE or not lines:
            raise UserError(
                N_("Evidence is given for rates of a scenario."), N_("Choose a scenario and select lines of it.")
            )
        known = state.document.evidence(state.scenario).get(lines[0], {}).get(Cell(RATE.key, self._year))
        dialog = EvidenceDialog(self._window, known)
        dialog.accepted.connect(lambda: self._window.menus.do(partial(self.set_evidence, lines, dialog.evidence)))
        dialog.open()

    @property
    def _year(self) -> int:
        return self._session.state.shown_year

    def set_evidence(self, lines: list[str], evidence: Evidence | None) -> None:
        """Say what the rates of lines rest on, or take that back."""
        scenario = self._session.state.scenario
        cells = [(line, Cell(RATE.key, self._year)) for line in lines]
        self._session.edit(
            self._texts._("Evidence"), lambda document: set_evidence(document, scenario, cells, evidence)
        )


class EvidenceDialog(QDialog):
    """Kind, document and place of what a rate rests on; an empty document takes it back."""

    def __init__(self, window: MainWindow, known: Evidence | None) -> None:
        super().__init__(window)
        _ = window.texts._
        self.setWindowTitle(_("Evidence for the rate"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.kind, self.document, self.page = QComboBox(), QLineEdit(), QLineEdit()
        names = {
            EvidenceKind.RULE: _("rule (規程)"),
            EvidenceKind.QUOTE: _("quotation (見積)"),
            EvidenceKind.RECORD: _("record (実績)"),
            EvidenceKind.OTHER: _("other"),
        }
        for kind, name in names.items():
            self.kind.addItem(name, kind)
        self.document.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 44)
        if known is not None:
            self.kind.setCurrentIndex(list(names).index(known.kind))
            self.document.setText(known.document)
            self.page.setText(known.page)
        form = QFormLayout(self)
        form.addRow(_("Kind"), self.kind)
        form.addRow(_("Document"), self.document)
        form.addRow(_("Page or article"), self.page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    @property
    def evidence(self) -> Evidence | None:
        """What was typed, `None` for none."""
        document = self.document.text().strip()
        return Evidence(EvidenceKind(self.kind.currentData()), document, self.page.text().strip()) if document else None
