"""The check: findings rule by rule, the fix typed where the finding stands, and then the next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from planner.app.check.finding_table import FindingTable
from planner.app.check.finding_view import FindingView
from planner.app.check.fix_bar import FixBar
from planner.app.check.fixes import Fix, Way, value_now, ways
from planner.app.check.problem_model import FINDING, ProblemFilter, ProblemModel
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.file_names import ask_target, documents_folder
from planner.app.widgets.icons import icon, length
from planner.app.widgets.plain import Label, plain_tip
from planner.core.errors import UserError
from planner.core.model.rules import RULES
from planner.files.plain.findings import write_findings
from planner.words.texts import Texts

CHIPS = (ProblemFilter.SETTLE, ProblemFilter.NOTES, ProblemFilter.ACCEPTED, ProblemFilter.ALL)


class ProblemPanel(FindingView):
    """Chips say how many findings there are of a sort; below them the findings, or that nothing is to be settled.

    Signals:
        told(str): something was done that is worth a word.
        classes_wanted(): lines are to be classified.
    """

    told = Signal(str)
    classes_wanted = Signal()

    def __init__(self, session: Session, texts: Texts, model: ProblemModel) -> None:
        _ = texts._
        self.fix = FixBar(texts)
        table = FindingTable("problems", _("Check"), model, self.fix)
        super().__init__(session, texts, table, model, FINDING)
        self.table = table
        self.chips = {each: QPushButton() for each in CHIPS}
        self.rule = QComboBox()
        self.write_button = QPushButton(_("Write as CSV…"))
        self.nothing, self._sign = Label(), Label()
        self._stack = QStackedWidget()
        self._fill_filters()
        self._lay_out()
        self.rule.activated.connect(self._filter)
        self.write_button.clicked.connect(self.ask_write)
        self.fix.wanted.connect(self._settle)
        self.fix.classes_wanted.connect(self.classes_wanted)
        self.fix.jump_wanted.connect(lambda: self._jump(self.list.currentIndex()))
        self.fix.left.connect(self.list.setFocus)
        session.changed.connect(self._on_changed)
        self._filter()

    def _fill_filters(self) -> None:
        _, group = self._texts._, QButtonGroup(self)
        for wanted, chip in self.chips.items():
            chip.setCheckable(True)
            chip.setProperty("look", "chip")
            group.addButton(chip)
            chip.clicked.connect(self._filter)
            chip.setChecked(wanted is ProblemFilter.SETTLE)
        self.rule.setAccessibleName(_("Rule"))
        self.rule.addItem(_("All rules"), "")
        for rule in RULES.values():
            self.rule.addItem(_(rule.name), rule.id)
            self.rule.setItemData(self.rule.count() - 1, _(rule.asks), Qt.ItemDataRole.ToolTipRole)

    def _lay_out(self) -> None:
        self.rule.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.rule.setMinimumWidth(theme.px(160))
        self.rule.currentTextChanged.connect(lambda text: self.rule.setToolTip(plain_tip(text)))
        above, layout = QHBoxLayout(), QVBoxLayout(self)
        above.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(6))
        above.setSpacing(theme.px(6))
        for widget in (*self.chips.values(), self.rule):
            above.addWidget(widget)
        above.addStretch(1)
        above.addWidget(self.write_button)
        empty, column, row = QWidget(), QVBoxLayout(), QHBoxLayout()
        row.addStretch(1)
        for label in (self._sign, self.nothing):
            row.addWidget(label)
        row.addStretch(1)
        self._sign.setPixmap(icon("ok", "ok").pixmap(length()))
        self.nothing.setProperty("tone", "second")
        column.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)
        empty.setLayout(column)
        for each in (self.list, empty):
            self._stack.addWidget(each)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        layout.addWidget(self._stack, 1)

    # ---------------------------------------------------------------- what is shown

    @property
    def wanted(self) -> ProblemFilter:
        """Which findings are listed."""
        return next(each for each, chip in self.chips.items() if chip.isChecked())

    def show_only(self, wanted: ProblemFilter) -> None:
        """List findings of a sort."""
        self.chips[wanted].click()

    def _filter(self) -> None:
        self.model.show_only(self.wanted, self.rule.currentData())

    def _on_changed(self, moved: Moved) -> None:
        if (moved.document or moved.scenario) and not self.model.pending:
            self._offer()  # another way may be open now, though the findings are the same

    def _on_reset(self) -> None:
        self.table.lay_out()
        sizes, _ = self.model.sizes(), self._texts._
        for wanted, chip in self.chips.items():
            chip.setText(f"{_(wanted.value)} {sizes[wanted]:,}")
        super()._on_reset()
        count = self.model.rowCount()
        self._open_one()
        if self.model.pending:
            self.nothing.setText(_("Checking…"))
        else:
            left = sizes[ProblemFilter.NOTES] if self.wanted is ProblemFilter.SETTLE else 0
            words = _("Nothing to settle") if self.wanted is ProblemFilter.SETTLE else _("None of these")
            self.nothing.setText(f"{words}　{_('Notes left: {n}').format(n=f'{left:,}')}" if left else words)
        self._sign.setVisible(not self.model.pending and self.wanted is ProblemFilter.SETTLE)
        self._stack.setCurrentIndex(int(not count))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._open_one()

    def _open_one(self) -> None:
        """Where none is chosen the first is, or the next to the one that has gone; while somebody looks."""
        count = self.model.rowCount()
        if count and self.list.currentIndex().row() < 0 and self.isVisible():
            self._choose_row(min(self._row, count - 1))

    def _choose(self, row: int) -> None:
        before = self._current
        super()._choose(row)
        if self._current != before:
            self.fix.clear()

    def _show(self, row: int) -> None:
        self.table.open_card(row if 0 <= row < self.model.rowCount() else -1)

    def _offer(self) -> None:
        """Say what can be done with those selected, in the ways that the one chosen has."""
        row = self.list.currentIndex().row()
        if not 0 <= row < self.model.rowCount():
            return
        state, chosen = self._session.state, self.selected()
        first, *rest = [self.model.problem_at(row), *chosen]
        offered = ways(first, state, self.model.accepted)
        if len(chosen) > 1:  # one word for many: what settles all of them
            others = [ways(each, state, self.model.accepted) for each in rest]
            offered = tuple(way for way in offered if way is not Way.VALUE and all(way in each for each in others))
        _place, _found, remedy, *said = self.paragraphs(row)
        leads = self.model.place_at(row) is not None
        count = max(len(chosen), 1)
        self.fix.offer(offered, " ".join([remedy, *said]), value_now(first, state), count, leads=leads)

    # ---------------------------------------------------------------- settling, and the next

    def _settle(self, fix: Fix) -> None:
        """Settle those selected, then stand on the next one."""
        row = self._row
        problems = self.selected() or [self.model.problem_at(row)]
        if not self.settle(problems, fix):
            return
        self.fix.clear()
        if self.model.rowCount():
            if self.list.currentIndex().row() < 0:
                self._choose_row(min(row, self.model.rowCount() - 1))
            self.fix.start()
        else:
            self.chips[self.wanted].setFocus()

    def _choose_row(self, row: int) -> None:
        index = self.model.index(row, FINDING)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.list.selectionModel().setCurrentIndex(index, flags)
        self.list.scrollTo(index)

    def step(self, by: int) -> None:
        """Go to the next or previous finding of the list; after the last comes the first.

        Where the list is in front its fix can be typed then, first that of the card that is open; from elsewhere it
        leads to where the finding stands.
        """
        count = self.model.rowCount()
        if not count:
            self.told.emit(self._texts._("Nothing to settle"))
            return
        here, focus = self.list.currentIndex().row(), QApplication.focusWidget()
        if self.isVisible() and here >= 0 and by > 0 and not (focus is not None and self.fix.isAncestorOf(focus)):
            self.fix.start()
            return
        if here < 0:  # none is chosen, or the one chosen has left the list and the next one stands in its place
            here = self._row - (by > 0)
        row = (here + by) % count
        self._choose_row(row)
        if self.isVisible():
            self.fix.start()
            return
        self._jump(self.model.index(row, FINDING))
        self.told.emit("\n".join(self.paragraphs(row)))

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
