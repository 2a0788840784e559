"""Scenarios side by side, live while the document is worked in."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from planner.app.compare.compare_model import ColumnKind, CompareModel
from planner.app.compare.compare_view import CompareView
from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.widgets.file_names import ask_target, documents_folder
from planner.app.widgets.plain import Label
from planner.app.widgets.scenario_pick import ScenarioPick
from planner.app.widgets.toast import Toast
from planner.core.compare.side_by_side import Comparison, comparing
from planner.core.compare.tree import CompareTree, Level
from planner.core.errors import N_, UserError
from planner.core.model.document import BASE
from planner.core.model.portfolio import View
from planner.words.growth import growth_in_words
from planner.words.texts import Texts

SLICE = 0.01
"""Seconds that a comparison works before the screen has its turn."""
LAST_YEAR = -1
"""In the place of a scenario's number: last year's budget is the reference."""
LEVELS = {
    Level.TOTAL: N_("Totals"),
    Level.PROGRAM: N_("Programs"),
    Level.LINE: N_("Lines"),
    Level.VALUE: N_("Values"),
}


class ComparePage(QWidget):
    """The scenarios to compare at the left, their comparison at the right.

    Signals:
        jumped(Place): the reader wants to be there.
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self._known: Comparison | None = None
        self._work: Generator[int, None, Comparison] | None = None
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._advance)
        _ = texts._
        self.setObjectName("compare")
        self.messages = Toast(texts, self)
        self.pick = ScenarioPick(texts)
        self.reference_box, self.view_box, self.level_box = QComboBox(), QComboBox(), QComboBox()
        self.only_box = QCheckBox(_("Only differences"))
        self.only_box.setChecked(True)
        self.model = CompareModel(session, texts, self)
        self.view = CompareView(self.model, texts)
        self.assumed = Label()
        self.assumed.setWordWrap(True)
        self.progress = QProgressBar()
        self.copy_button, self.write_button = QPushButton(_("Copy the table")), QPushButton(_("Write as CSV…"))
        for level, name in LEVELS.items():
            self.level_box.addItem(_(name), level)
        self.level_box.setCurrentIndex(self.level_box.findData(Level.LINE))
        self._lay_out()
        self._offered: object = None
        self._offer(session.state)
        shown = session.state.scenario or next((each.number for each in session.state.document.scenarios), BASE)
        self.pick.choose({BASE, shown})
        self._choose_view(session.state)
        self.pick.picked.connect(self.refresh)
        self.view_box.activated.connect(self.refresh)
        self.reference_box.activated.connect(self._pick_reference)
        self.level_box.activated.connect(lambda: self.view.open_to(self.level_box.currentData()))
        self.only_box.toggled.connect(self.refresh)
        self.view.activated.connect(self.jump)
        self.copy_button.clicked.connect(self.view.copy_all)
        self.write_button.clicked.connect(self.ask_write)
        copying = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.view)
        copying.setContext(Qt.ShortcutContext.WidgetShortcut)
        copying.activated.connect(self.view.copy_selected)
        session.changed.connect(self._on_changed)

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        return [self.view, self.pick.list]

    def _lay_out(self) -> None:
        _ = self._texts._
        left, right = QWidget(), QWidget()
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.pick, 1)
        grid = QGridLayout()
        named = ((_("Reference"), self.reference_box), (_("View"), self.view_box), (_("Show down to"), self.level_box))
        for row, (name, box) in enumerate(named):
            label = Label(name)
            label.setBuddy(box)
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(14)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
        grid.setColumnStretch(1, 1)
        below.addLayout(grid)
        below.addWidget(self.only_box)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.assumed)
        beside.addWidget(self.view, 1)
        foot = QHBoxLayout()
        kept = self.progress.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(kept)
        self.progress.setAccessibleName(_("Comparing"))
        self.progress.setFormat(_("Comparing %p%"))
        self.progress.hide()
        foot.addWidget(self.progress, 1)
        for button in (self.copy_button, self.write_button):
            button.setAutoDefault(False)  # Enter goes to the cell
            foot.addWidget(button)
        beside.addLayout(foot)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(left)
        across.addWidget(right)
        across.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(across)
        digit = self.fontMetrics().horizontalAdvance("0")
        across.setSizes([digit * 34, digit * 130])
        self.setFocusProxy(self.view)

    # ---------------------------------------------------------------- what there is to choose from

    def _offer(self, state: State) -> None:
        """Offer the scenarios and views of the document; what was chosen stays chosen where it is still there."""
        _ = self._texts._
        scenarios = [(BASE, _("Base")), *((each.number, each.name) for each in state.document.scenarios)]
        self.pick.offer(scenarios)
        last_year = _("Previous year ({year})").format(year=self._texts.fiscal_year(state.portfolio.previous_year))
        chosen, view = self.reference_box.currentData(), self.view_box.currentData()
        with QSignalBlocker(self.reference_box), QSignalBlocker(self.view_box):
            self.reference_box.clear()
            for number, name in ((LAST_YEAR, last_year), *scenarios):
                self.reference_box.addItem(name, number)
            self.reference_box.setCurrentIndex(
                max(self.reference_box.findData(chosen), 0 if chosen == LAST_YEAR else 1)
            )
            self.view_box.clear()
            self.view_box.addItem(_("All programs"), None)
            for each in state.portfolio.views:
                self.view_box.addItem(self._texts.name(each.name, each.name_en), each.id)
            self.view_box.setCurrentIndex(max(self.view_box.findData(view), 0))

    def _choose_view(self, state: State) -> None:
        self.view_box.setCurrentIndex(0 if state.view is None else state.view + 1)

    def _pick_reference(self) -> None:
        """A scenario that is the reference is compared too."""
        if self.reference_box.currentData() != LAST_YEAR:
            self.pick.choose({*self.pick.chosen(), self.reference_box.currentData()})
        self.refresh()

    @property
    def chosen_view(self) -> View | None:
        """The view whose programs are compared, `None` for all programs."""
        place = self.view_box.currentIndex()
        return None if place <= 0 else self._session.state.portfolio.views[place - 1]

    # ---------------------------------------------------------------- comparing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take_up(self._session.state)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._work = None  # it is compared when it is shown again

    def _on_changed(self, moved: Moved) -> None:
        if not self.isVisible():
            return
        if moved.portfolio or moved.scenarios:
            self._take_up(moved.after)
        elif moved.unit:
            self.model.tell()

    def _take_up(self, state: State) -> None:
        """Compare in the document as it is now, in which the scenarios shown may be no more."""
        numbers = [BASE, *(each.number for each in state.document.scenarios)]
        shown = self.model.tree.comparison if self.model.tree else None
        if shown is not None and (shown.portfolio is not state.portfolio or not set(shown.scenarios) <= set(numbers)):
            self.view.show_tree(None)
        offered = (state.portfolio.views, [(each.number, each.name) for each in state.document.scenarios])
        if offered != self._offered:
            self._offered = offered
            self._offer(state)
            self.model.tell()
        self.refresh()

    def refresh(self) -> None:
        """Compare anew what is chosen now: at once, or bit by bit while the progress is shown."""
        numbers, reference = self.pick.chosen(), self.reference_box.currentData()
        self.write_button.setEnabled(bool(numbers))
        if not numbers:
            self._work = None
            self.progress.hide()
            self.view.show_tree(None)
            return
        if reference not in (LAST_YEAR, *numbers):
            reference = numbers[0]
            with QSignalBlocker(self.reference_box):
                self.reference_box.setCurrentIndex(self.reference_box.findData(reference))
        place = 0 if reference == LAST_YEAR else numbers.index(reference)
        self._work = comparing(numbers, self._session.evaluation_of, place, self._known)
        self._advance()

    def _advance(self) -> None:
        until = time.perf_counter() + SLICE
        while self._work is not None:
            try:
                percent = next(self._work)
            except StopIteration as end:
                self._work, self._known = None, end.value
                self.progress.hide()
                self._show(end.value)
                return
            if time.perf_counter() > until:
                self.progress.setValue(percent)
                self.progress.show()
                self._timer.start()
                return

    def _show(self, comparison: Comparison) -> None:
        against_previous = self.reference_box.currentData() == LAST_YEAR
        everything = not self.only_box.isChecked()
        tree = CompareTree(comparison, self.chosen_view, everything=everything, against_previous=against_previous)
        self.view.show_tree(tree)
        self._say_growths(comparison.scenarios)

    def _say_growths(self, scenarios: Sequence[int]) -> None:
        """Say what the scenarios compared assume for later years, where they assume different things."""
        document, _ = self._session.state.document, self._texts._
        differing = len({document.growth(number) for number in scenarios}) > 1
        self.assumed.setVisible(differing)
        if not differing:
            return
        said = [
            f"{self.model.scenario_name(place)} {growth_in_words(document, number, self._texts) or _('no growth')}"
            for place, number in enumerate(scenarios)
        ]
        self.assumed.setText(_("Growth of rates in later years differs: {list}").format(list=" · ".join(said)))

    # ---------------------------------------------------------------- what is done with it

    def jump(self, index: QModelIndex) -> None:
        """Go to the row of a cell in the main window, in the scenario of its column."""
        tree = self.model.tree
        if tree is None:
            return
        node, column = self.model.node(index), self.model.columns[index.column()]
        numbers = tree.comparison.scenarios
        scenario = numbers[column.place]
        if column.kind in (ColumnKind.NAME, ColumnKind.PREVIOUS) and self._session.state.scenario in numbers:
            scenario = self._session.state.scenario
        field = node.value.cell.field if node.value else ""
        portfolio = tree.comparison.portfolio  # lines put in or moved meanwhile have shifted its rows
        self.jumped.emit(
            Place(
                scenario,
                field=field,
                year=portfolio.request_year,
                line_id="" if node.row is None else portfolio.lines.ids[node.row],
                program_id="" if node.program is None else portfolio.programs[node.program].id,
            )
        )

    def ask_write(self) -> None:
        """Ask for a name and write the comparison as CSV."""
        path = self._session.state.path
        suggested = (path.parent if path else documents_folder()) / f"{self._texts._('Comparison')}.csv"
        target = ask_target(self, self._texts._("Write as CSV…"), suggested, "CSV (*.csv)", ".csv")
        if target is not None:
            self.write(target)

    def write(self, path: Path) -> None:
        """Write all rows of the comparison, open or not, as CSV."""
        from planner.files.plain.frames import comparison_frame, write_frame  # noqa: PLC0415 - pandas on first use

        tree = self.model.tree
        if tree is None:
            return
        names = [self.model.scenario_name(place) for place in range(len(tree.comparison.scenarios))]
        try:
            write_frame(comparison_frame(tree, names, self._texts.translate), path)
        except UserError as error:
            self.messages.refuse(error)
        else:
            self.messages.tell(self._texts._("The comparison is written: {path}").format(path=path))
