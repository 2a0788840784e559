"""The line at the foot of the window: what is selected, how later years are assumed to grow, what the check found."""

from __future__ import annotations

from PySide6.QtWidgets import QStatusBar, QWidget

from planner.app.check.problem_model import ProblemModel
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.widgets.plain import Label
from planner.core.errors import Severity
from planner.words.growth import growth_in_words
from planner.words.texts import Texts


class StatusLine(QStatusBar):
    """The status bar; it follows the scenario shown, and is told when the findings are others."""

    def __init__(self, session: Session, texts: Texts, findings: ProblemModel) -> None:
        super().__init__()
        self._texts, self._findings = texts, findings
        self.growth, self.problems = Label(), Label()
        self.setSizeGripEnabled(False)
        for label in (self.growth, self.problems):
            self.addPermanentWidget(label)
        self._show_growth(session.state)
        session.changed.connect(self._on_changed)

    def take(self, part: QWidget) -> None:
        """Put a part at the left, where there is room for it."""
        self.addWidget(part, 1)

    def _on_changed(self, moved: Moved) -> None:
        if moved.scenario or moved.beside or moved.scenarios:
            self._show_growth(moved.after)

    def _show_growth(self, state: State) -> None:
        """Say when later years' rates are assumed to grow."""
        growths, said = growth_in_words(state.document, state.scenario, self._texts), ""
        if growths:
            said = self._texts._("Later years assume: {growths}").format(growths=growths)
        self.growth.setText(said)

    def show_findings(self) -> None:
        """Say how many findings there are, or that they are being looked for."""
        if self._findings.pending:
            self.problems.setMinimumWidth(self.problems.width())  # nothing jumps meanwhile
            self.problems.setText("…")
            return
        count = self._findings.count
        self.problems.setText(
            self._texts._("Errors {errors} · Warnings {warnings} · Notes {notes}").format(
                errors=count(Severity.ERROR), warnings=count(Severity.WARNING), notes=count(Severity.NOTE)
            )
        )
