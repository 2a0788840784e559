"""Findings in a list, the one chosen in full, and the reason to accept those that may stand."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPushButton, QTextEdit, QWidget

from planner.app.check.problem_model import ProblemModel
from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.core.edits.waivers import waive, waiver_of, withdraw
from planner.core.errors import N_, Problem, UserError
from planner.core.model.rules import RULES
from planner.files.document.author import author
from planner.words.places import SEVERITIES, place_name
from planner.words.texts import Texts


class FindingView(QWidget):
    """The parts that every list of findings has, and what is done with them; the subclass lays them out.

    Signals:
        jumped(Place): a finding was activated (double click or Enter), or stepped to.
        refused(UserError): what was asked cannot be done.
    """

    jumped = Signal(object)
    refused = Signal(object)

    def __init__(
        self, session: Session, texts: Texts, view: QAbstractItemView, model: ProblemModel, column: int = 0
    ) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self._current: Problem | None = None
        self._row = 0
        self._column = column
        """The column of the model that the list selects."""
        _ = texts._
        self.list = view
        self.model = model
        self.full = QTextEdit()
        self.full.setReadOnly(True)
        self.full.setAccessibleName(_("The finding in full"))
        self.full.setFont(theme.table_font())
        self.full.setTabChangesFocus(True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Reason to accept the selected findings"))
        self.reason.setAccessibleName(_("Reason to accept the selected findings"))
        self.accept_button = QPushButton(_("Accept with the reason"))
        self.withdraw_button = QPushButton(_("Take back"))
        self.list.setModel(self.model)
        self.list.selectionModel().currentRowChanged.connect(lambda index, _before: self._choose(index.row()))
        self.list.selectionModel().selectionChanged.connect(lambda _on, _off: self._offer())
        self.list.activated.connect(self._jump)
        self.model.modelReset.connect(self._on_reset)
        self.reason.returnPressed.connect(self.accept)
        self.accept_button.clicked.connect(self.accept)
        self.withdraw_button.clicked.connect(self.withdraw)

    def _on_reset(self) -> None:
        """Stay on the finding that was chosen, wherever it stands now."""
        row = self.model.row_of(self._current)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, self._column))
        self._show(row)
        self._offer()

    def _choose(self, row: int) -> None:
        self._current = self.model.problem_at(row) if 0 <= row < self.model.rowCount() else None
        self._row = max(row, 0)
        self._show(row)

    def _show(self, row: int) -> None:
        if not 0 <= row < self.model.rowCount():
            self.full.clear()
            return
        from html import escape  # noqa: PLC0415 - no finding is chosen at the start

        problem, _ = self.model.problem_at(row), self._texts._
        rule = RULES[problem.rule]
        place = place_name(self._session.state.portfolio, problem.where, self._texts)
        head = f"<b>{escape(_(SEVERITIES[problem.severity]))}</b> {escape(place)} ({escape(problem.where)})"
        said = [each.render(self._texts.translate) for each in (problem.message, problem.remedy)]
        said.append(_("The examiner asks: {question}").format(question=_(rule.asks)))
        waiver = waiver_of(problem, self.model.accepted)
        if waiver is not None:
            by = f" ({waiver.who} {waiver.when})" if waiver.who else ""
            said.append(_("Accepted: {why}").format(why=waiver.why) + by)
        elif not rule.waivable:
            said.append(_("This finding cannot be accepted; settle it."))
        self.full.setHtml("".join(f"<p>{each}</p>" for each in [head, *map(escape, said)]))

    def selected(self) -> list[Problem]:
        """The findings selected in the list."""
        rows = sorted({index.row() for index in self.list.selectionModel().selectedIndexes()})
        return [self.model.problem_at(row) for row in rows]

    def _offer(self) -> None:
        chosen = self.selected()
        accepted = [each for each in chosen if waiver_of(each, self.model.accepted)]
        self.accept_button.setEnabled(len(accepted) < len(chosen))
        self.withdraw_button.setEnabled(bool(accepted))

    def accept(self) -> None:
        """Accept the selected findings with the reason typed."""
        problems, scenario, why = self.selected(), self._session.state.scenario, self.reason.text()
        try:
            if not problems:
                raise UserError(N_("No finding is selected."), N_("Select one or more in the list of the check."))
            self._session.edit(
                self._texts._("Accept"), lambda document: waive(document, scenario, problems, why, author())
            )
        except UserError as error:
            self.refused.emit(error)
            return
        self.reason.clear()

    def withdraw(self) -> None:
        """Take back that the selected findings are accepted."""
        problems = [each for each in self.selected() if waiver_of(each, self.model.accepted)]
        scenario = self._session.state.scenario
        try:
            self._session.edit(self._texts._("Take back"), lambda document: withdraw(document, scenario, problems))
        except UserError as error:
            self.refused.emit(error)

    def _jump(self, index: QModelIndex) -> None:
        place = self.model.place_at(index.row())
        if place is None:
            return
        if place.row is None:
            self._session.show(view=None)  # a program is looked at among all
        self.jumped.emit(place)
