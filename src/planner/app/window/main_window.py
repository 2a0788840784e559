"""The main window: puts the screens around one session and turns menus and keys into its verbs.

No calculation and no copy of the data here. Nothing is modal while editing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDockWidget,
    QLabel,
    QMainWindow,
    QSplitter,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from planner.app.check.ceiling_panel import CeilingPanel
from planner.app.check.problem_panel import ProblemPanel
from planner.app.check.source_panel import SourcePanel
from planner.app.documents.document_file import DocumentFile
from planner.app.documents.documents import Documents
from planner.app.explain.waterfall_panel import ChartPanel
from planner.app.lines.bulk_dialog import Bulk
from planner.app.lines.line_detail import LineDetail
from planner.app.lines.line_table import LineTable
from planner.app.lines.line_verbs import StructureVerbs
from planner.app.lines.selection_sum import SelectionSum
from planner.app.programs.program_pane import ProgramPane
from planner.app.programs.totals_strip import TotalsStrip
from planner.app.review.review_verbs import Reviews
from planner.app.scenarios.change_panel import ChangePanel
from planner.app.scenarios.change_verbs import ChangeVerbs
from planner.app.scenarios.scenario_panel import ScenarioPanel
from planner.app.scenarios.scenario_verbs import Scenarios
from planner.app.session.preparation import Preparation
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.session.state import State
from planner.app.widgets.message_bar import MessageBar
from planner.app.window.jumps import Jumps
from planner.app.window.menus import Menus
from planner.core.errors import N_, Severity, UserError
from planner.core.model.document import BASE
from planner.core.money import Unit
from planner.core.years import era_label
from planner.words.figures import unit_name
from planner.words.growth import growth_in_words
from planner.words.texts import Texts

if TYPE_CHECKING:
    from planner.app.compare.compare_window import CompareWindow
    from planner.app.years.years_window import YearsWindow


class MainWindow(QMainWindow):
    """The window of one session.

    Signals:
        language_chosen(str): the reader wants another language; the application makes a new window.
    """

    language_chosen = Signal(str)

    def __init__(self, session: Session, texts: Texts, settings: Settings, file: DocumentFile) -> None:
        super().__init__()
        self.session, self.texts, self.settings, self.file = session, texts, settings, file
        self.setObjectName("window")
        self.scenarios, self.changes, self.structure = Scenarios(self), ChangeVerbs(self), StructureVerbs(self)
        self.jumps = Jumps(self)
        self.compare_window: CompareWindow | None = None
        self.reviews = Reviews(self)
        self.years_window: YearsWindow | None = None
        self._lay_out()
        self.menus.fill()
        self._make_toolbar()
        session.changed.connect(self._on_changed)
        self.preparation = Preparation(session, self)
        self.problem_panel.model.modelReset.connect(self._show_problems)
        self.table.refused.connect(self.messages.refuse)
        self.table.lines.noticed.connect(self.messages.tell)
        self.table.current_line.connect(self.detail.show_line)
        self.pane.line_found.connect(self.show_line)
        self.change_list.jumped.connect(self.jumps.to_change)
        self.problem_panel.list.jumped.connect(self.jumps.to_problem)
        self.problem_panel.refused.connect(self.messages.refuse)
        self.problem_panel.told.connect(self.messages.tell)
        self.source_panel.list.jumped.connect(self.jumps.to_source)
        self.ceiling_panel.line_wanted.connect(self.show_line)
        session.show(unit=settings.unit)
        self._show_state(session.state)
        self.detail.show_line(
            self.table.lines.row_at(self.table.currentIndex()).line if self.table.lines.rowCount() else None
        )
        self._restore_layout()
        self.documents.show_work()
        self.table.setFocus()

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        session, texts = self.session, self.texts
        self.strip = TotalsStrip(session, texts)
        self.messages = MessageBar(texts)
        self.menus = Menus(self)
        self.documents = Documents(self, session, texts, self.settings, self.messages, self.file)
        self.pane = ProgramPane(session, texts)
        self.tree = self.pane.tree
        self.table = LineTable(session, texts, self.settings)
        self.bulk = Bulk(self.table, session, texts)
        self.detail = LineDetail(session, texts)
        self.scenario_panel = ScenarioPanel(session, texts)
        self.scenario_tree = self.scenario_panel.tree
        self.change_panel = ChangePanel(session, texts)
        self.change_list, self.change_model = self.change_panel.list, self.change_panel.model
        self.problem_panel = ProblemPanel(session, texts)
        self.source_panel = SourcePanel(session, texts)
        self.chart_panel = ChartPanel(session, texts)
        self.ceiling_panel = CeilingPanel(session, texts)
        middle = QSplitter(Qt.Orientation.Vertical)
        middle.setObjectName("middle")
        middle.addWidget(self.table)
        middle.addWidget(self.detail)
        middle.setStretchFactor(0, 3)
        middle.setStretchFactor(1, 1)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(self.pane)
        across.addWidget(middle)
        across.setStretchFactor(0, 2)
        across.setStretchFactor(1, 3)
        self.splitters = {"middle": middle, "across": across}
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(4)
        for widget in (self.strip, self.messages, across):
            layout.addWidget(widget)
        layout.setStretchFactor(across, 1)
        self.setCentralWidget(centre)
        _ = texts._
        self.docks = [
            self._dock("dock-scenarios", _("Scenarios"), self.scenario_panel),
            self._dock("dock-changes", _("Changes"), self.change_panel),
            self._dock("dock-problems", _("Check"), self.problem_panel),
            self._dock("dock-sources", _("Sources"), self.source_panel),
            self._dock("dock-chart", _("Chart"), self.chart_panel),
            self._dock("dock-ceilings", _("Ceilings"), self.ceiling_panel),
        ]
        self.docks[3].visibilityChanged.connect(self.source_panel.set_shown)
        self.docks[4].visibilityChanged.connect(self.chart_panel.set_shown)
        self.docks[5].visibilityChanged.connect(self.ceiling_panel.set_shown)
        self.file_label, self.growth_label, self.problem_label = QLabel(), QLabel(), QLabel()
        self.statusBar().addWidget(self.file_label, 1)
        self.statusBar().addPermanentWidget(self.growth_label)
        self.selection_sum = SelectionSum(self.table, session, texts)
        self.statusBar().addPermanentWidget(self.selection_sum)
        self.statusBar().addPermanentWidget(self.problem_label)

    def _dock(self, name: str, title: str, widget: QWidget) -> QDockWidget:
        dock = QDockWidget(title)
        dock.setObjectName(name)
        dock.setWidget(widget)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        return dock

    def _restore_layout(self) -> None:
        digit = self.fontMetrics().horizontalAdvance("0")
        wanted = QSize(digit * 240, self.fontMetrics().height() * 60)
        self.resize(wanted.boundedTo(self.screen().availableSize()))
        self.splitters["across"].setSizes([digit * 97, digit * 107])
        self.splitters["middle"].setSizes([300, 110])
        self.tabifyDockWidget(self.docks[1], self.docks[2])
        self.tabifyDockWidget(self.docks[2], self.docks[3])
        self.tabifyDockWidget(self.docks[3], self.docks[4])
        self.tabifyDockWidget(self.docks[4], self.docks[5])
        self.docks[1].raise_()
        self.resizeDocks(self.docks, [digit * 36] * len(self.docks), Qt.Orientation.Horizontal)
        self.resizeDocks(self.docks[:2], [100, 180], Qt.Orientation.Vertical)
        self.restoreGeometry(self.settings.layout("geometry"))
        self.restoreState(self.settings.layout("state"))

    def _make_toolbar(self) -> None:
        _ = self.texts._
        bar = QToolBar(_("Tools"))
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        self.addToolBar(bar)
        self.scenario_box, self.view_box, self.unit_box = QComboBox(), QComboBox(), QComboBox()
        self.beside_box, self.year_box = QComboBox(), QComboBox()
        for label, box, chosen in (
            (_("Scenario"), self.scenario_box, self._choose_scenario),
            (_("Beside"), self.beside_box, self._choose_beside),
            (_("View"), self.view_box, self._choose_view),
            (_("Year of the table"), self.year_box, self._choose_year),
            (_("Unit"), self.unit_box, self._choose_unit_at),
        ):
            bar.addWidget(QLabel(f" {label} "))
            box.setAccessibleName(label)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.activated.connect(chosen)
            bar.addWidget(box)
        for unit in Unit:
            self.unit_box.addItem(unit.label, unit)
        bar.addSeparator()
        for text in (_("Branch from the one shown…"), _("Save"), _("Export the submission…")):
            bar.addAction(self.menus.actions[text])

    # ---------------------------------------------------------------- what is shown

    def _on_changed(self, before: State, after: State) -> None:
        shown = (before.scenario, before.beside) != (after.scenario, after.beside)
        if shown or before.document.scenarios != after.document.scenarios:
            self._show_scenarios(after)
        if before.portfolio is not after.portfolio or before.view != after.view:
            self._show_views(after)
        if shown or before.document.scenarios is not after.document.scenarios:
            self._show_growth(after)
        if before.unit != after.unit:
            self._show_unit(after)
        if before.portfolio is not after.portfolio or before.shown_year != after.shown_year:
            self._show_years(after)
        if (before.path, before.read_only) != (after.path, after.read_only):
            self._show_title()
        self.setWindowModified(not after.is_clean)
        self._show_problems()

    def _show_state(self, state: State) -> None:
        self._show_scenarios(state)
        self._show_growth(state)
        self._show_views(state)
        self._show_unit(state)
        self._show_years(state)
        self._show_title()
        self._show_problems()

    def _show_scenarios(self, state: State) -> None:
        numbers = [BASE, *(scenario.number for scenario in state.document.scenarios)]
        names = [self.texts._("Base"), *(scenario.name for scenario in state.document.scenarios)]
        _ = self.texts._
        _fill(self.scenario_box, names, numbers, state.scenario)
        _fill(self.beside_box, [_("none"), *names], [None, *numbers], state.beside)
        for text in (_("Rename…"), _("Duplicate…"), _("Lock or unlock"), _("Delete")):
            self.menus.actions[text].setEnabled(state.scenario != BASE)

    def _show_growth(self, state: State) -> None:
        """Say in the status bar when later years' rates are assumed to grow."""
        growths, said = growth_in_words(state.document, state.scenario, self.texts), ""
        if growths:
            said = self.texts._("Later years assume: {growths}").format(growths=growths)
        self.growth_label.setText(said)

    def _show_views(self, state: State) -> None:
        names = [(self.texts._("All programs"))]
        names += [self.texts.name(view.name, view.name_en) for view in state.portfolio.views]
        with QSignalBlocker(self.view_box):
            if [self.view_box.itemText(i) for i in range(self.view_box.count())] != names:
                self.view_box.clear()
                self.view_box.addItems(names)
            self.view_box.setCurrentIndex(0 if state.view is None else state.view + 1)

    def _show_years(self, state: State) -> None:
        years = state.table_years
        _fill(self.year_box, [era_label(year) for year in years], list(years), state.shown_year)

    def _show_unit(self, state: State) -> None:
        self.unit_box.setCurrentIndex(list(Unit).index(state.unit))
        self.unit_box.setToolTip(unit_name(state.unit, self.texts))
        for action in self.menus.units.actions():
            action.setChecked(action.data() == state.unit)

    def _show_title(self) -> None:
        path = self.session.state.path
        name = path.name if path else self.texts._("Untitled")
        mark = f" [{self.texts._('read-only')}]" if self.session.state.read_only else ""
        self.setWindowTitle(f"{name}[*]{mark} — {self.texts._('Budget Scenario Planner')}")
        self.setWindowModified(not self.session.is_clean)
        self.file_label.setText(f"{path}{mark}" if path else self.texts._("Not saved yet"))

    def _show_problems(self) -> None:
        _, count = self.texts._, self.problem_panel.model.count
        if self.problem_panel.model.pending:
            self.problem_label.setMinimumWidth(self.problem_label.width())  # nothing jumps meanwhile
            self.problem_label.setText("…")
            return
        said = _("Errors {errors} · Warnings {warnings} · Notes {notes}").format(
            errors=count(Severity.ERROR), warnings=count(Severity.WARNING), notes=count(Severity.NOTE)
        )
        self.problem_label.setText(said)

    # ---------------------------------------------------------------- choosing

    def _choose_scenario(self, place: int) -> None:
        self.session.show(scenario=self.scenario_box.itemData(place))

    def _choose_beside(self, place: int) -> None:
        self.session.show_beside(self.beside_box.itemData(place))

    def _choose_view(self, place: int) -> None:
        self.session.show(view=place - 1 if place else None, program=None)

    def _choose_year(self, place: int) -> None:
        self.session.show(year=self.year_box.itemData(place))

    def step_year(self, by: int) -> None:
        """Show the next or previous fiscal year in the table of lines."""
        years = self.session.state.table_years
        place = years.index(self.session.state.shown_year) + by
        if 0 <= place < len(years):
            self.session.show(year=years[place])

    def _choose_unit_at(self, place: int) -> None:
        self.choose_unit(list(Unit)[place])

    def choose_unit(self, unit: Unit, _checked: bool = True) -> None:
        """Show amounts in another unit, and remember it."""
        self.settings.unit = unit
        self.session.show(unit=unit)

    def show_line(self, line: int, column: int | None = None) -> None:
        """Bring a line into view, whatever program is shown, and put the cursor on it; in a column that is shown."""
        if self.table.lines.row_of_line(line) < 0:
            program = int(self.session.state.portfolio.lines.program[line])
            if self.session.state.view is not None and self.tree.programs.index_of_program(program).row() == 0:
                self.session.show(view=None)
            self.tree.setCurrentIndex(self.tree.programs.index_of_program(program))
        row = self.table.lines.row_of_line(line)
        if row >= 0:
            if column is None or column not in self.table.columns.shown():
                column = self.table.currentIndex().column()
            index = self.table.lines.index(row, column)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
            self.table.setFocus()

    def selected_lines(self) -> list[str]:
        """The ids of the lines with a selected cell, in the order they are shown."""
        table = self.table
        rows = sorted({index.row() for index in table.selectedIndexes()})
        lines = dict.fromkeys(table.lines.row_at(table.lines.index(row, 0)).line for row in rows)
        return [self.session.state.portfolio.lines.ids[line] for line in lines]

    def compare(self) -> None:
        """Bring the comparison of scenarios to the front; it stays open beside this window."""
        from planner.app.compare.compare_window import CompareWindow  # noqa: PLC0415 - nobody compares at the start

        if self.compare_window is None:
            self.compare_window = CompareWindow(self.session, self.texts, self)
            self.compare_window.jumped.connect(self.jumps.to_compared)
        self.compare_window.show()
        self.compare_window.raise_()
        self.compare_window.activateWindow()

    def show_years(self) -> None:
        """Bring the later years to the front; they stay open beside this window."""
        if self.years_window is None:
            from planner.app.years.years_window import YearsWindow  # noqa: PLC0415 - what the start does not need

            self.years_window = YearsWindow(self.session, self.texts, self)
            self.table.current_line.connect(self.years_window.line.show_line)
            self.years_window.line_wanted.connect(self.jumps.to_line)
            self.years_window.program_wanted.connect(self.jumps.to_program)
        current = self.table.currentIndex()
        self.years_window.line.show_line(self.table.lines.row_at(current).line if current.isValid() else None)
        self.years_window.show()
        self.years_window.raise_()
        self.years_window.activateWindow()

    def show_sources(self) -> None:
        """Bring the list of sources to the front."""
        self._raise(3)
        self.source_panel.list.setFocus()

    def show_chart(self) -> None:
        """Bring the chart to the front."""
        self._raise(4)

    def show_ceilings(self) -> None:
        """Bring the ceilings to the front."""
        self._raise(5)
        self.ceiling_panel.list.setFocus()

    def _raise(self, dock: int) -> None:
        self.docks[dock].show()
        self.docks[dock].raise_()

    def calibrate(self) -> None:
        """Fit the ranges of the program shown to its printed total."""
        state = self.session.state
        if state.program is None:
            raise UserError(N_("No program is chosen."), N_("Choose one at the left."))
        self.session.calibrate(
            self.texts._("Fit ranges to the printed total"), state.portfolio.programs[state.program].id
        )

    # ---------------------------------------------------------------- leaving

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.file.look()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.documents.may_leave(self.close):
            event.ignore()
            return
        self.reviews.close()
        QThreadPool.globalInstance().waitForDone()  # a submission being written is finished
        self.settings.set_layout("geometry", self.saveGeometry())
        self.settings.set_layout("state", self.saveState())
        event.accept()


def _fill(box: QComboBox, names: Sequence[str], numbers: Sequence[int | None], chosen: int | None) -> None:
    """Offer scenarios in a box, filling it anew only where they are others than before."""
    with QSignalBlocker(box):
        wanted = list(zip(names, numbers, strict=True))
        if [(box.itemText(i), box.itemData(i)) for i in range(box.count())] != wanted:
            box.clear()
            for name, number in wanted:
                box.addItem(name, number)
        box.setCurrentIndex(numbers.index(chosen))
