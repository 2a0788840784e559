"""The check at the right: the findings, the one chosen in full, and the reason to accept those that may stand."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from planner.app.check.problem_model import ProblemFilter, ProblemModel
from planner.app.session.session import Session
from planner.app.tables.lists import ListView
from planner.app.widgets import theme
from planner.app.widgets.file_names import ask_target, documents_folder
from planner.app.widgets.plain import Label
from planner.core.edits.waivers import waive, waiver_of, withdraw
from planner.core.errors import N_, Problem, UserError
from planner.core.model.rules import RULES
from planner.files.document.author import author
from planner.files.plain.findings import write_findings
from planner.words.places import SEVERITIES, place_name
from planner.words.texts import Texts


class ProblemPanel(QWidget):
    """Filters above the list of findings, below it the one chosen in full and the reason to accept it.

    Signals:
        jumped(Place): a finding was activated (double click or Enter), or stepped to.
        refused(UserError): what was asked cannot be done.
        told(str): something was done that is worth a word.
    """

    jumped = Signal(object)
    refused = Signal(object)
    told = Signal(str)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self._current: Problem | None = None
        self._row = 0
        _ = texts._
        self.list = ListView("problems", _("Check"), (7, 16, 20))
        self.model = ProblemModel(session, texts, self)
        self.wanted, self.rule, self.said = QComboBox(), QComboBox(), Label()
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
        self.write_button = QPushButton(_("Write as CSV…"))
        self._fill_filters()
        self._lay_out()
        self.list.setModel(self.model)
        self.list.selectionModel().currentRowChanged.connect(lambda index, _before: self._choose(index.row()))
        self.list.selectionModel().selectionChanged.connect(lambda _on, _off: self._offer())
        self.list.activated.connect(self._jump)
        self.model.modelReset.connect(self._on_reset)
        for box in (self.wanted, self.rule):
            box.activated.connect(self._filter)
        self.reason.returnPressed.connect(self.accept)
        self.accept_button.clicked.connect(self.accept)
        self.withdraw_button.clicked.connect(self.withdraw)
        self.write_button.clicked.connect(self.ask_write)
        self.model.refresh()
        self._on_reset()

    def _fill_filters(self) -> None:
        _ = self._texts._
        self.wanted.setAccessibleName(_("Which findings"))
        for each in ProblemFilter:
            self.wanted.addItem(_(each.value), each)
        self.rule.setAccessibleName(_("Rule"))
        self.rule.addItem(_("All rules"), "")
        for rule in RULES.values():
            self.rule.addItem(_(rule.name), rule.id)
            self.rule.setItemData(self.rule.count() - 1, _(rule.asks), Qt.ItemDataRole.ToolTipRole)

    def _lay_out(self) -> None:
        for box in (self.wanted, self.rule):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        filters, verbs = QHBoxLayout(), QHBoxLayout()
        for widget in (self.wanted, self.rule):
            filters.addWidget(widget, 1)
        filters.addWidget(self.said)
        for button in (self.accept_button, self.withdraw_button, self.write_button):
            verbs.addWidget(button)
        verbs.addStretch(1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.list)
        split.addWidget(self.full)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(filters)
        layout.addWidget(split, 1)
        layout.addWidget(self.reason)
        layout.addLayout(verbs)

    def _filter(self) -> None:
        self.model.show_only(self.wanted.currentData(), self.rule.currentData())

    def _on_reset(self) -> None:
        """Stay on the finding that was chosen, wherever it stands now."""
        row = self.model.row_of(self._current)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, 0))
        self._show(row)
        self.said.setText(f"{self.model.rowCount():,}/{len(self.model.found):,}")
        self._offer()

    def _choose(self, row: int) -> None:
        self._current = self.model.problem_at(row) if 0 <= row < self.model.rowCount() else None
        self._row = max(row, 0)
        self._show(row)

    def _show(self, row: int) -> None:
        if not 0 <= row < self.model.rowCount():
            self.full.clear()
            return
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
        return [self.model.problem_at(index.row()) for index in self.list.selectionModel().selectedRows()]

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

    def step(self, by: int) -> None:
        """Go to the next or previous finding of the list, and to where it stands; after the last comes the first."""
        count = self.model.rowCount()
        if not count:
            return
        here = self.list.currentIndex().row()
        if here < 0:  # none is chosen, or the one chosen has left the list and the next one stands in its place
            here = self._row - (by > 0)
        row = (here + by) % count
        index = self.model.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.list.selectionModel().setCurrentIndex(index, flags)
        self.list.scrollTo(index)
        self._jump(index)
        self.told.emit(self.full.toPlainText())

    def _jump(self, index: QModelIndex) -> None:
        place = self.model.place_at(index.row())
        if place is None:
            return
        if place.row is None:
            self._session.show(view=None)  # a program is looked at among all
        self.jumped.emit(place)

    def ask_write(self) -> None:
        """Ask for a name and write all findings as a CSV table."""
        path = self._session.state.path
        folder = path.parent if path else documents_folder()
        target = ask_target(self, self._texts._("Write as CSV…"), folder / "check.csv", "CSV (*.csv)", ".csv")
        if target is not None:
            self.write(target)

    def write(self, path: Path) -> None:
        """Write all findings as a CSV table, accepted ones with the reason."""
        portfolio = self._session.state.portfolio
        try:
            write_findings(path, portfolio, self.model.found, self.model.accepted, self._texts)
        except UserError as error:
            self.refused.emit(error)
            return
        self.told.emit(self._texts._("The findings are written: {path}").format(path=path))
