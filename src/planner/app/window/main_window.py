"""The main window: puts the screens around one session and turns menus and keys into its verbs.

No calculation and no copy of the data here. Nothing is modal while editing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from planner.app.check.ceiling_panel import CeilingPanel
from planner.app.check.problem_panel import ProblemPanel
from planner.app.check.source_panel import SourcePanel
from planner.app.compare.compare_verbs import CompareVerbs
from planner.app.documents.document_file import DocumentFile
from planner.app.documents.documents import Documents
from planner.app.documents.dropped import dropped_document
from planner.app.explain.waterfall_panel import ChartPanel
from planner.app.handover.handover_verbs import HandoverVerbs
from planner.app.lines.bulk_dialog import Bulk
from planner.app.lines.line_detail import LineDetail
from planner.app.lines.line_table import LineTable
from planner.app.lines.line_verbs import LineVerbs
from planner.app.lines.selection_sum import SelectionSum
from planner.app.programs.program_pane import ProgramPane
from planner.app.programs.totals_strip import TotalsStrip
from planner.app.review.review_verbs import ReviewVerbs
from planner.app.scenarios.change_panel import ChangePanel
from planner.app.scenarios.change_verbs import ChangeVerbs
from planner.app.scenarios.scenario_panel import ScenarioPanel
from planner.app.scenarios.scenario_verbs import ScenarioVerbs
from planner.app.session.desk import Desk
from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.preparation import Preparation
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.session.state import State
from planner.app.widgets.message_bar import MessageBar
from planner.app.widgets.plain import Label, plain_title
from planner.app.window.docks import Docks, Panel
from planner.app.window.jumps import Jumps
from planner.app.window.menus import Menus
from planner.app.window.toolbar import ToolBar
from planner.app.window.verbs import Parts
from planner.app.years.years_verbs import YearsVerbs
from planner.core.errors import Severity
from planner.words.growth import growth_in_words
from planner.words.texts import Texts

IN_TOOLBAR = ("scenario.branch", "file.save", "handover.export")


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
        self.setAcceptDrops(True)
        self.messages = MessageBar(texts)
        self.desk = Desk(session, texts, self.messages, self)
        self._make_parts()
        self._lay_out()
        self._make_verbs()
        self._connect()
        self.preparation = Preparation(session, self)
        session.show(unit=settings.unit)
        self._show_growth(session.state)
        self._show_title()
        self._show_problems()
        self._show_line(self.table.row_at_cursor)
        self._restore_layout()
        self.documents.show_work()
        self.table.setFocus()

    # ---------------------------------------------------------------- parts and verbs

    def _make_parts(self) -> None:
        """What is seen."""
        session, texts = self.session, self.texts
        self.strip = TotalsStrip(session, texts)
        self.toolbar = ToolBar(session, texts, self.settings)
        self.menus = Menus(self, self.desk)
        self.pane = ProgramPane(session, texts)
        self.tree = self.pane.tree
        self.table = LineTable(session, texts, self.settings)
        self.detail = LineDetail(session, texts)
        self.scenario_panel = ScenarioPanel(session, texts)
        self.scenario_tree = self.scenario_panel.tree
        self.change_panel = ChangePanel(session, texts)
        self.change_list, self.change_model = self.change_panel.list, self.change_panel.model
        self.problem_panel = ProblemPanel(session, texts)
        self.source_panel = SourcePanel(session, texts)
        self.chart_panel = ChartPanel(session, texts)
        self.ceiling_panel = CeilingPanel(session, texts)

    def _make_verbs(self) -> None:
        """What can be done with it."""
        desk, table = self.desk, self.table
        self.documents = Documents(desk, self.settings, self.file, self.statusBar())
        self.handover = HandoverVerbs(desk, self.settings)
        self.reviews, self.comparison, self.years = ReviewVerbs(desk), CompareVerbs(desk), YearsVerbs(desk)
        self.scenarios, self.changes = ScenarioVerbs(desk), ChangeVerbs(desk, self.change_panel)
        self.lines, self.bulk = LineVerbs(desk, table), Bulk(table, self.session, self.texts)
        self.jumps = Jumps(desk, self.tree, table)
        self.menus.fill(
            Parts(
                documents=self.documents,
                handover=self.handover,
                reviews=self.reviews,
                comparison=self.comparison,
                years=self.years,
                scenarios=self.scenarios,
                changes=self.changes,
                lines=self.lines,
                bulk=self.bulk,
                pane=self.pane,
                table=table,
                scenario_panel=self.scenario_panel,
                change_panel=self.change_panel,
                problem_panel=self.problem_panel,
                docks=self.docks,
                toolbar=self.toolbar,
                help=self.menus.help,
                quit=self.close,
            )
        )
        self.toolbar.addActions([self.menus.actions[key] for key in IN_TOOLBAR])

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
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
        self.docks = Docks(self, self._panels())
        self.file_label, self.growth_label, self.problem_label = Label(), Label(), Label()
        self.selection_sum = SelectionSum(self.table, self.session, self.texts)
        self.statusBar().addWidget(self.file_label, 1)
        for label in (self.growth_label, self.selection_sum, self.problem_label):
            self.statusBar().addPermanentWidget(label)
        self.addToolBar(self.toolbar)

    def _panels(self) -> tuple[Panel, ...]:
        """The panels at the right, in the order of their keys."""
        _, scenarios, changes, problems = self.texts._, self.scenario_panel, self.change_panel, self.problem_panel
        sources, chart, ceilings = self.source_panel, self.chart_panel, self.ceiling_panel
        return (
            Panel("scenarios", _("Scenarios"), _("Go to the scenarios"), "Ctrl+3", scenarios, scenarios.tree),
            Panel("changes", _("Changes"), _("Go to the changes"), "Ctrl+4", changes, changes.list),
            Panel("problems", _("Check"), _("Go to the check"), "Ctrl+5", problems, problems.list),
            Panel("sources", _("Sources"), _("Go to the sources"), "Ctrl+6", sources, sources.list, sources.set_shown),
            Panel("chart", _("Chart"), _("Go to the chart"), "Ctrl+7", chart, None, chart.set_shown),
            Panel(
                "ceilings",
                _("Ceilings"),
                _("Go to the ceilings"),
                "Ctrl+8",
                ceilings,
                ceilings.list,
                ceilings.set_shown,
            ),
        )

    def _restore_layout(self) -> None:
        digit = self.fontMetrics().horizontalAdvance("0")
        wanted = QSize(digit * 240, self.fontMetrics().height() * 60)
        self.resize(wanted.boundedTo(self.screen().availableSize()))
        self.splitters["across"].setSizes([digit * 97, digit * 107])
        self.splitters["middle"].setSizes([300, 110])
        self.docks.arrange(digit)
        self.restoreGeometry(self.settings.layout("geometry"))
        self.restoreState(self.settings.layout("state"))

    # ---------------------------------------------------------------- what hears what

    def _connect(self) -> None:
        self.session.changed.connect(self._on_changed)
        self.menus.language_chosen.connect(self.language_chosen)
        self.problem_panel.model.modelReset.connect(self._show_problems)
        for refusing in (self.table, self.problem_panel):
            refusing.refused.connect(self.messages.refuse)
        for telling in (self.table.lines.noticed, self.problem_panel.told):
            telling.connect(self.messages.tell)
        self.table.current_line.connect(self._show_line)
        here = (self.pane, self.lines, self.change_panel, self.problem_panel, self.source_panel, self.ceiling_panel)
        for leading in here:
            leading.jumped.connect(self.jumps.to)
        for beside in (self.reviews, self.comparison, self.years):
            beside.jumped.connect(self._come_to)
        self.jumps.obligations_wanted.connect(self.years.show_obligations)

    def _show_line(self, row: int | None) -> None:
        """Show the line under the cursor in words, and over the years where these are open."""
        self.detail.show_line(row)
        self.years.show_line(row)

    def _come_to(self, place: Place) -> None:
        """Lead from a window beside to this one."""
        self.jumps.to(place)
        self.come_forward()

    def come_forward(self) -> None:
        """Stand before all other windows."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    # ---------------------------------------------------------------- what is shown

    def _on_changed(self, moved: Moved) -> None:
        after = moved.after
        if moved.scenario or moved.beside or moved.scenarios:
            self._show_growth(after)
        if moved.file or moved.read_only:
            self._show_title()
        self.setWindowModified(not after.is_clean)
        self._show_problems()

    def _show_growth(self, state: State) -> None:
        """Say in the status bar when later years' rates are assumed to grow."""
        growths, said = growth_in_words(state.document, state.scenario, self.texts), ""
        if growths:
            said = self.texts._("Later years assume: {growths}").format(growths=growths)
        self.growth_label.setText(said)

    def _show_title(self) -> None:
        path = self.session.state.path
        name = path.name if path else self.texts._("Untitled")
        mark = f" [{self.texts._('read-only')}]" if self.session.state.read_only else ""
        self.setWindowTitle(f"{plain_title(name)}[*]{mark} — {self.texts._('Budget Scenario Planner')}")
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

    # ---------------------------------------------------------------- a document dragged here

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_document(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_document(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.documents.open(path)

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
        self.settings.set_layout("geometry", self.saveGeometry())
        self.settings.set_layout("state", self.saveState())
        event.accept()
