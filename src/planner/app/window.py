"""The main window: puts the screens around one session and turns menus and keys into its verbs.

No calculation and no copy of the data here. Nothing is modal while editing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDockWidget,
    QInputDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QSplitter,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from planner.app.chart_panel import ChartPanel
from planner.app.documents import Documents
from planner.app.help import Help
from planner.app.line_detail import LineDetail
from planner.app.line_model import unit_name
from planner.app.line_table import LineTable
from planner.app.message_bar import MessageBar
from planner.app.panels import ScenarioTree, change_view
from planner.app.problem_panel import ProblemPanel
from planner.app.program_pane import ProgramPane
from planner.app.session import Session, State
from planner.app.settings import Settings
from planner.app.source_panel import SourcePanel
from planner.app.totals_strip import TotalsStrip
from planner.core.errors import N_, Severity, UserError
from planner.core.model import BASE
from planner.core.money import Unit
from planner.texts import LANGUAGES, Texts

LANGUAGE_NAMES = {"ja": "日本語", "en": "English"}


@dataclass(frozen=True)
class Verb:
    """A thing the window can do: where it stands in the menus, its name, its keys, and what it calls."""

    menu: str
    text: str
    call: Callable[[], object]
    keys: str | QKeySequence.StandardKey | None = None


class MainWindow(QMainWindow):
    """The window of one session.

    Signals:
        language_chosen(str): the reader wants another language; the application makes a new window.
    """

    language_chosen = Signal(str)

    def __init__(self, session: Session, texts: Texts, settings: Settings) -> None:
        super().__init__()
        self.session, self.texts, self.settings = session, texts, settings
        self._actions: dict[str, QAction] = {}
        self.setObjectName("window")
        self._lay_out()
        self._make_menus()
        self._make_toolbar()
        session.changed.connect(self._on_changed)
        session.undo_stack.cleanChanged.connect(self._show_clean)
        self.table.refused.connect(self.messages.refuse)
        self.table.lines.noticed.connect(self.messages.tell)
        self.table.current_line.connect(self.detail.show_line)
        self.pane.line_found.connect(self.show_line)
        self.change_list.jumped.connect(self._jump_to_change)
        self.problem_panel.list.jumped.connect(self._jump_to_problem)
        self.source_panel.list.jumped.connect(self._jump_to_source)
        session.show(unit=settings.unit)
        self._show_state(session.state)
        self.detail.show_line(
            self.table.lines.row_at(self.table.currentIndex()).line if self.table.lines.rowCount() else None
        )
        self._restore_layout()
        self.table.setFocus()

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        session, texts = self.session, self.texts
        self.strip = TotalsStrip(session, texts)
        self.messages = MessageBar(texts)
        self.documents = Documents(self, session, texts, self.settings, self.messages)
        self.pane = ProgramPane(session, texts)
        self.tree = self.pane.tree
        self.table = LineTable(session, texts)
        self.detail = LineDetail(session, texts)
        self.scenario_tree = ScenarioTree(session, texts)
        self.change_list, self.change_model = change_view(session, texts)
        self.problem_panel = ProblemPanel(session, texts)
        self.source_panel = SourcePanel(session, texts)
        self.chart_panel = ChartPanel(session, texts)
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
            self._dock("dock-scenarios", _("Scenarios"), self.scenario_tree),
            self._dock("dock-changes", _("Changes"), self.change_list),
            self._dock("dock-problems", _("Check"), self.problem_panel),
            self._dock("dock-sources", _("Sources"), self.source_panel),
            self._dock("dock-chart", _("Chart"), self.chart_panel),
        ]
        self.docks[3].visibilityChanged.connect(self.source_panel.set_shown)
        self.docks[4].visibilityChanged.connect(self.chart_panel.set_shown)
        self.file_label, self.problem_label = QLabel(), QLabel()
        self.statusBar().addWidget(self.file_label, 1)
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
        self.splitters["across"].setSizes([digit * 86, digit * 118])
        self.splitters["middle"].setSizes([300, 110])
        self.tabifyDockWidget(self.docks[1], self.docks[2])
        self.tabifyDockWidget(self.docks[2], self.docks[3])
        self.tabifyDockWidget(self.docks[3], self.docks[4])
        self.docks[1].raise_()
        self.resizeDocks(self.docks, [digit * 36] * len(self.docks), Qt.Orientation.Horizontal)
        self.resizeDocks(self.docks[:2], [100, 180], Qt.Orientation.Vertical)
        self.restoreGeometry(self.settings.layout("geometry"))
        self.restoreState(self.settings.layout("state"))

    # ---------------------------------------------------------------- menus

    def _verbs(self) -> tuple[Verb, ...]:
        _, key, table = self.texts._, QKeySequence.StandardKey, self.table
        return (
            Verb("file", _("New from the built-in portfolio"), self.documents.new, key.New),
            Verb("file", _("New from a workbook…"), self.documents.ask_workbook),
            Verb("file", _("New from CSV tables…"), self.documents.ask_folder),
            Verb("file", _("Empty workbook to fill in…"), self.documents.ask_template),
            Verb("file", _("Write the tables as a workbook…"), self.documents.ask_tables),
            Verb("file", _("Open…"), self.documents.ask_open, key.Open),
            Verb("file", _("Save"), self.documents.save, key.Save),
            Verb("file", _("Save as…"), self.documents.ask_save, "Ctrl+Shift+S"),
            Verb("file", _("Export the submission…"), self.documents.ask_export, "Ctrl+E"),
            Verb("file", _("Quit"), self.close, "Ctrl+Q"),
            Verb("edit", _("Cut"), table.cut),
            Verb("edit", _("Copy"), table.copy),
            Verb("edit", _("Paste"), table.paste),
            Verb("edit", _("Return to the parent's value"), table.clear_values),
            Verb("edit", _("Fill down"), table.fill_down),
            Verb("edit", _("Find…"), self.pane.start_search, "Ctrl+F"),
            Verb("edit", _("Fit ranges to the printed total"), self.calibrate),
            Verb("scenario", _("Branch from the one shown…"), self.ask_branch, "Ctrl+B"),
            Verb("scenario", _("Rename…"), self.ask_rename, "Ctrl+R"),
            Verb("scenario", _("Delete"), self.delete_scenario),
            Verb("scenario", _("Next scenario"), partial(self.step_scenario, 1), "Ctrl+PgDown"),
            Verb("scenario", _("Previous scenario"), partial(self.step_scenario, -1), "Ctrl+PgUp"),
            Verb("view", _("Go to the programs"), self.tree.setFocus, "Ctrl+1"),
            Verb("view", _("Go to the lines"), self.table.setFocus, "Ctrl+2"),
            Verb("view", _("Go to the scenarios"), self.scenario_tree.setFocus, "Ctrl+3"),
            Verb("view", _("Go to the changes"), self.change_list.setFocus, "Ctrl+4"),
            Verb("view", _("Go to the check"), self.problem_panel.list.setFocus, "Ctrl+5"),
            Verb("view", _("Go to the sources"), self.show_sources, "Ctrl+6"),
            Verb("view", _("Go to the chart"), self.show_chart, "Ctrl+7"),
            Verb("help", _("Keyboard"), self.help.show_keys, "F1"),
            Verb("help", _("About the planner"), self.help.show_about),
        )

    def _make_menus(self) -> None:
        _ = self.texts._
        titles = {
            "file": _("&File"),
            "edit": _("&Edit"),
            "scenario": _("&Scenario"),
            "view": _("&View"),
            "help": _("&Help"),
        }
        self.menus = {name: self.menuBar().addMenu(title) for name, title in titles.items()}
        self.help = Help(self, self.menus.values(), self.texts)
        stack = self.session.undo_stack
        for action, keys in (
            (stack.createUndoAction(self, _("Undo")), QKeySequence.StandardKey.Undo),
            (stack.createRedoAction(self, _("Redo")), QKeySequence.StandardKey.Redo),
        ):
            action.setShortcuts(
                QKeySequence.keyBindings(keys) + [QKeySequence("Ctrl+Y")] * (keys == QKeySequence.StandardKey.Redo)
            )
            self.menus["edit"].addAction(action)
        self.menus["edit"].addSeparator()
        for verb in self._verbs():
            action = QAction(verb.text, self)
            if verb.keys is not None:
                action.setShortcut(QKeySequence(verb.keys))
            action.triggered.connect(partial(self._do, verb.call))
            self._actions[verb.text] = action
            self.menus[verb.menu].addAction(action)
        self.recent_menu = QMenu(_("Recent"), self)
        self.menus["file"].insertMenu(self._actions[_("Save")], self.recent_menu)
        self.recent_menu.aboutToShow.connect(partial(self.documents.fill_recent, self.recent_menu))
        self._make_view_menu()

    def _make_view_menu(self) -> None:
        _, menu = self.texts._, self.menus["view"]
        menu.addSeparator()
        vintages = QAction(_("Show vintages under cohort lines"), self, checkable=True, checked=True)
        vintages.toggled.connect(self.table.lines.set_show_vintages)
        menu.addAction(vintages)
        units = QActionGroup(self)
        unit_menu = menu.addMenu(_("Unit"))
        for number, unit in enumerate(Unit, start=1):
            action = QAction(unit.label, self, checkable=True)
            action.setShortcut(QKeySequence(f"Alt+{number}"))
            action.setData(unit)
            action.triggered.connect(partial(self.choose_unit, unit))
            units.addAction(action)
            unit_menu.addAction(action)
        languages = QActionGroup(self)
        language_menu = menu.addMenu("言語 / Language")
        for language in LANGUAGES:
            action = QAction(LANGUAGE_NAMES[language], self, checkable=True, checked=language == self.texts.language)
            action.triggered.connect(partial(self.language_chosen.emit, language))
            languages.addAction(action)
            language_menu.addAction(action)
        for dock in self.docks:
            menu.addAction(dock.toggleViewAction())
        self.unit_actions = units

    def _make_toolbar(self) -> None:
        _ = self.texts._
        bar = QToolBar(_("Tools"))
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        self.addToolBar(bar)
        self.scenario_box, self.view_box, self.unit_box = QComboBox(), QComboBox(), QComboBox()
        for label, box, chosen in (
            (_("Scenario"), self.scenario_box, self._choose_scenario),
            (_("View"), self.view_box, self._choose_view),
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
            bar.addAction(self._actions[text])

    def _do(self, call: Callable[[], object]) -> None:
        """Run a verb; what the user can settle is said in the message bar."""
        try:
            call()
        except UserError as error:
            self.messages.refuse(error)

    # ---------------------------------------------------------------- what is shown

    def _on_changed(self, before: State, after: State) -> None:
        if before.document.scenarios != after.document.scenarios or before.scenario != after.scenario:
            self._show_scenarios(after)
        if before.portfolio is not after.portfolio or before.view != after.view:
            self._show_views(after)
        if before.unit != after.unit:
            self._show_unit(after)
        if before.path != after.path:
            self._show_title()
        self._show_problems()

    def _show_state(self, state: State) -> None:
        self._show_scenarios(state)
        self._show_views(state)
        self._show_unit(state)
        self._show_title()
        self._show_problems()

    def _show_scenarios(self, state: State) -> None:
        numbers = [BASE, *(scenario.number for scenario in state.document.scenarios)]
        names = [self.texts._("Base"), *(scenario.name for scenario in state.document.scenarios)]
        with QSignalBlocker(self.scenario_box):
            if [self.scenario_box.itemText(i) for i in range(self.scenario_box.count())] != names:
                self.scenario_box.clear()
                for name, number in zip(names, numbers, strict=True):
                    self.scenario_box.addItem(name, number)
            self.scenario_box.setCurrentIndex(numbers.index(state.scenario))
        _ = self.texts._
        for text in (_("Rename…"), _("Delete")):
            self._actions[text].setEnabled(state.scenario != BASE)

    def _show_views(self, state: State) -> None:
        names = [(self.texts._("All programs"))]
        names += [self.texts.name(view.name, view.name_en) for view in state.portfolio.views]
        with QSignalBlocker(self.view_box):
            if [self.view_box.itemText(i) for i in range(self.view_box.count())] != names:
                self.view_box.clear()
                self.view_box.addItems(names)
            self.view_box.setCurrentIndex(0 if state.view is None else state.view + 1)

    def _show_unit(self, state: State) -> None:
        self.unit_box.setCurrentIndex(list(Unit).index(state.unit))
        self.unit_box.setToolTip(unit_name(state, self.texts))
        for action in self.unit_actions.actions():
            action.setChecked(action.data() == state.unit)

    def _show_title(self) -> None:
        path = self.session.state.path
        name = path.name if path else self.texts._("Untitled")
        self.setWindowTitle(f"{name}[*] — {self.texts._('Budget Scenario Planner')}")
        self._show_clean(self.session.is_clean)
        self.file_label.setText(str(path) if path else self.texts._("Not saved yet"))

    def _show_clean(self, clean: bool) -> None:
        self.setWindowModified(not clean)

    def _show_problems(self) -> None:
        _, count = self.texts._, self.problem_panel.model.count
        said = _("Errors {errors} · Warnings {warnings} · Notes {notes}").format(
            errors=count(Severity.ERROR), warnings=count(Severity.WARNING), notes=count(Severity.NOTE)
        )
        self.problem_label.setText(said)

    # ---------------------------------------------------------------- choosing

    def _choose_scenario(self, place: int) -> None:
        self.session.show(scenario=self.scenario_box.itemData(place))

    def _choose_view(self, place: int) -> None:
        self.session.show(view=place - 1 if place else None, program=None)

    def _choose_unit_at(self, place: int) -> None:
        self.choose_unit(list(Unit)[place])

    def choose_unit(self, unit: Unit, _checked: bool = True) -> None:
        """Show amounts in another unit, and remember it."""
        self.settings.unit = unit
        self.session.show(unit=unit)

    def step_scenario(self, by: int) -> None:
        """Show the next or previous scenario of the list."""
        place = (self.scenario_box.currentIndex() + by) % self.scenario_box.count()
        self._choose_scenario(place)

    def show_line(self, line: int, column: int | None = None) -> None:
        """Bring a line into view, whatever program is shown, and put the cursor on it."""
        if self.table.lines.row_of_line(line) < 0:
            program = int(self.session.state.portfolio.lines.program[line])
            if self.session.state.view is not None and self.tree.programs.index_of_program(program).row() == 0:
                self.session.show(view=None)
            self.tree.setCurrentIndex(self.tree.programs.index_of_program(program))
        row = self.table.lines.row_of_line(line)
        if row >= 0:
            index = self.table.lines.index(row, self.table.currentIndex().column() if column is None else column)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
            self.table.setFocus()

    def _jump_to_change(self, row: int) -> None:
        cell = self.change_model.change_at(row).cells[0]
        line = self.session.state.portfolio.line_index.get(cell.line)
        if line is not None:
            self.show_line(line)

    def _jump_to_source(self, row: int) -> None:
        self.show_line(self.source_panel.model.figure_at(row).row)

    def show_sources(self) -> None:
        """Bring the list of sources to the front."""
        self._raise(3)
        self.source_panel.list.setFocus()

    def show_chart(self) -> None:
        """Bring the chart to the front."""
        self._raise(4)

    def _raise(self, dock: int) -> None:
        self.docks[dock].show()
        self.docks[dock].raise_()

    def _jump_to_problem(self, row: int) -> None:
        portfolio = self.session.state.portfolio
        place = self.problem_panel.model.problem_at(row).where.partition("@")[0].partition(".")[0]
        if place in portfolio.line_index:
            self.show_line(portfolio.line_index[place])
        elif place in portfolio.program_index:
            self.session.show(view=None)
            self.tree.setCurrentIndex(self.tree.programs.index_of_program(portfolio.program_index[place]))

    # ---------------------------------------------------------------- scenarios

    def ask_branch(self) -> None:
        """Ask for a name and branch a scenario from the one shown."""
        self._ask_name(self.texts._("Branch"), self.texts._("Name of the new scenario"), "", self.branch)

    def branch(self, name: str) -> None:
        """Branch a scenario from the one shown."""
        self.session.branch(self.texts._("Branch"), name)

    def ask_rename(self) -> None:
        """Ask for another name of the scenario shown."""
        current = self.session.state.document.scenario(self.session.state.scenario).name
        self._ask_name(self.texts._("Rename"), self.texts._("New name of the scenario"), current, self.rename)

    def rename(self, name: str) -> None:
        """Rename the scenario shown."""
        self.session.rename(self.texts._("Rename"), name)

    def delete_scenario(self) -> None:
        """Delete the scenario shown; undo brings it back."""
        if self.session.state.scenario == BASE:
            return
        name = self.session.state.document.scenario(self.session.state.scenario).name
        self.session.delete_scenario(self.texts._("Delete"))
        self.messages.tell(
            self.texts._(
                "The scenario {name} is deleted; those branched from it keep their values. Undo brings it back."
            ).format(name=name)
        )

    def _ask_name(self, title: str, label: str, current: str, call: Callable[[str], None]) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(title)
        dialog.setLabelText(label)
        dialog.setTextValue(current)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(lambda text: self._do(partial(call, text)))
        dialog.open()

    def calibrate(self) -> None:
        """Fit the ranges of the program shown to its printed total."""
        state = self.session.state
        if state.program is None:
            raise UserError(N_("No program is chosen."), N_("Choose one at the left."))
        self.session.calibrate(
            self.texts._("Fit ranges to the printed total"), state.portfolio.programs[state.program].id
        )

    # ---------------------------------------------------------------- leaving

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.documents.may_leave():
            event.ignore()
            return
        QThreadPool.globalInstance().waitForDone()  # a submission being written is finished
        self.settings.set_layout("geometry", self.saveGeometry())
        self.settings.set_layout("state", self.saveState())
        event.accept()
