"""What an answer proposes, and the foot of a page where it is put into a branch or the scenario shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from planner.app.session.desk import Desk
from planner.app.widgets import theme
from planner.app.widgets.icons import icon
from planner.app.widgets.plain import Label
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Author, open_scenario
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.files.document.author import author


@dataclass(frozen=True)
class Proposal:
    """Edits to be made in a scenario (its number, a reason, an author), with a name and a reason that suit them."""

    name: str
    reason: str
    put: Callable[[Document, int, str, Author], Document]


class Foot(QFrame):
    """Name, reason, and the two ways to take a proposal over: each one undo step.

    Signals:
        taken(str): it was taken over, in words.
    """

    taken = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._session, self._texts = desk.session, desk.texts
        self._proposal: Proposal | None = None
        _ = self._texts._
        self.setProperty("line", "above")
        self.setProperty("area", "surface")
        self.name, self.reason = QLineEdit(), QLineEdit()
        self.note = Label()
        self.note.setProperty("tone", "warning")
        self.note.setWordWrap(True)
        self.apply, self.branch = QPushButton(_("Apply to this scenario")), QPushButton(_("Put into a branch"))
        self.branch.setProperty("look", "primary")
        self.branch.setIcon(icon("branch", "on_primary"))
        self.branch.setToolTip(f"{_('A new scenario below the one shown')} (Ctrl+Enter)")
        layout, above, below = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        layout.setContentsMargins(*(theme.px(each) for each in (16, 6, 16, 8)))
        layout.setSpacing(theme.px(6))
        for name, field, share in ((_("Branch"), self.name, 2), (_("Reason"), self.reason, 3)):
            label = Label(name)
            label.setBuddy(field)
            label.setProperty("tone", "second")
            field.setAccessibleName(name)
            above.addWidget(label)
            above.addWidget(field, share)
        for part in (self.note, self.apply, self.branch):
            below.addWidget(part, int(part is self.note))
        for row in (above, below):
            row.setSpacing(theme.px(8))
            layout.addLayout(row)
        self.apply.clicked.connect(self.apply_here)
        self.branch.clicked.connect(self.put_into_branch)
        self.show_state()

    # ---------------------------------------------------------------- what is shown

    def show_proposal(self, proposal: Proposal | None) -> None:
        """Offer a proposal, or nothing; what was typed into name and reason stays."""
        self._proposal = proposal
        if proposal is not None:
            for field, text in ((self.name, self._free(proposal.name)), (self.reason, proposal.reason)):
                if not field.isModified():
                    field.setText(text)
                    field.setCursorPosition(0)
        self.show_state()

    def show_state(self) -> None:
        """Say where it can be put."""
        state, _ = self._session.state, self._texts._
        said, is_open = "", True
        try:
            open_scenario(state.document, state.scenario)
        except UserError:
            is_open = False
            said = _("The scenario shown stays as it is: only into a branch.")
        if state.read_only:
            said = _("Opened read-only: to be tried, and saved under another name.")
        self.note.setText(said)
        self.branch.setEnabled(self._proposal is not None)
        self.apply.setEnabled(self._proposal is not None and is_open)

    def _free(self, name: str) -> str:
        """A name no scenario has yet."""
        taken = {each.name for each in self._session.state.document.scenarios}
        names = (name, *(f"{name} {number}" for number in range(2, len(taken) + 3)))
        return next(each for each in names if each not in taken)

    # ---------------------------------------------------------------- what is done

    def put_into_branch(self) -> None:
        """Put it into a new scenario below the one shown."""
        proposal, state, name = self._proposal, self._session.state, self.name.text().strip()
        if proposal is None:
            return

        def made(document: Document) -> Document:
            document = branch(document, state.scenario, name)
            return proposal.put(document, document.scenarios[-1].number, self.reason.text().strip(), author())

        try:
            after = made(state.document)
        except UserError as error:
            self._refuse(error)
            return
        said = self._texts._("The scenario {name} holds it now; one undo takes it back.").format(name=name)
        self._take(self._texts._("What-if into a branch"), after, after.scenarios[-1].number, said)

    def apply_here(self) -> None:
        """Put it into the scenario shown."""
        proposal, state = self._proposal, self._session.state
        if proposal is None:
            return
        try:
            after = proposal.put(state.document, state.scenario, self.reason.text().strip(), author())
        except UserError as error:
            self._refuse(error)
            return
        said = self._texts._("The scenario shown holds it now; one undo takes it back.")
        self._take(self._texts._("What-if applied"), after, state.scenario, said)

    def _refuse(self, error: UserError) -> None:
        self.note.setText(error.render(self._texts.translate))

    def _take(self, text: str, after: Document, scenario: int, said: str) -> None:
        self._proposal = None
        for field in (self.name, self.reason):
            field.setModified(False)
        self._session.edit(text, lambda _document: after, scenario)
        self.taken.emit(said)
