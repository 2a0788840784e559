"""The check at the right: the findings, the one chosen in full, and the reason to accept those that may stand."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout

from planner.app.check.finding_view import FindingView
from planner.app.check.problem_model import ProblemFilter, ProblemModel
from planner.app.session.session import Session
from planner.app.tables.lists import ListView
from planner.app.widgets.file_names import ask_target, documents_folder
from planner.app.widgets.plain import Label
from planner.core.errors import UserError
from planner.core.model.rules import RULES
from planner.files.plain.findings import write_findings
from planner.words.texts import Texts


class ProblemPanel(FindingView):
    """Filters above the list of findings, below it the one chosen in full and the reason to accept it.

    Signals:
        told(str): something was done that is worth a word.
    """

    told = Signal(str)

    def __init__(self, session: Session, texts: Texts, model: ProblemModel) -> None:
        _ = texts._
        super().__init__(session, texts, ListView("problems", _("Check"), (7, 16, 20)), model)
        self.wanted, self.rule, self.said = QComboBox(), QComboBox(), Label()
        self.write_button = QPushButton(_("Write as CSV…"))
        self._fill_filters()
        self._lay_out()
        for box in (self.wanted, self.rule):
            box.activated.connect(self._filter)
        self.write_button.clicked.connect(self.ask_write)
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
        super()._on_reset()
        self.said.setText(f"{self.model.rowCount():,}/{len(self.model.found):,}")

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
