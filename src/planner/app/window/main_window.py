"""The main window: puts the pages around one session and turns menus and keys into its verbs.

No calculation and no copy of the data here. Nothing is modal while editing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QToolButton, QVBoxLayout, QWidget

from planner.app.check.classify_verbs import ClassifyVerbs
from planner.app.documents.document_file import DocumentFile
from planner.app.documents.documents import Documents
from planner.app.documents.dropped import dropped_file
from planner.app.pages.widths import Width, width_of
from planner.app.programs.past_years_verbs import PastYearsVerbs
from planner.app.programs.totals_strip import TotalsStrip
from planner.app.scenarios.scenario_verbs import ScenarioVerbs
from planner.app.session.desk import Desk
from planner.app.session.moved import Moved
from planner.app.session.preparation import Preparation
from planner.app.session.session import Session
from planner.app.session.settings import ZOOMS, Settings
from planner.app.widgets import theme
from planner.app.widgets.icons import icon
from planner.app.widgets.plain import plain_title
from planner.app.widgets.toast import Toast
from planner.app.window.frame.alt_key import AltKey
from planner.app.window.frame.rail import Rail
from planner.app.window.frame.status_line import StatusLine
from planner.app.window.frame.top_bar import TopBar
from planner.app.window.menus import Menus
from planner.app.window.search.search_field import SearchField
from planner.app.window.subjects import Subjects
from planner.app.window.verbs import Parts
from planner.app.window.walk import Walk
from planner.app.window.ways import Ways
from planner.core.errors import Severity
from planner.words.parts import part_name
from planner.words.texts import Texts

if TYPE_CHECKING:
    from planner.app.check.check_page import CheckPage
    from planner.app.window.beginning import Beginning
    from planner.app.window.search.search_rows import Deed
    from planner.app.window.settings_dialog import SettingsDialog
    from planner.app.window.workplace import Workplace

USUAL_SIZE, LEAST_SIZE = QSize(1440, 860), QSize(900, 450)
"""Logical pixels."""
FRAME = QSize(16, 40)
"""What stands around the window, above all its title bar: where the usual size has no room it is maximized."""


class MainWindow(QMainWindow):
    """The window of one session.

    Signals:
        language_chosen(str): the reader wants another language; the application makes a new window.
        look_chosen(bool): other colours, or with true another size that the application makes a new window for.
    """

    language_chosen = Signal(str)
    look_chosen = Signal(bool)

    def __init__(
        self, session: Session, texts: Texts, settings: Settings, file: DocumentFile, *, begins: bool = False
    ) -> None:
        """The window on a session; one that `begins` has no document yet and welcomes its user."""
        super().__init__()
        self.session, self.texts, self.settings, self.file = session, texts, settings, file
        self.setObjectName("window")
        self.setAcceptDrops(True)
        self.setMinimumSize(LEAST_SIZE)
        self._alt = AltKey(self)
        self.messages = Toast(texts, self, self._toast_area)
        self.desk = Desk(session, texts, self.messages, self)
        self.settings_dialog: SettingsDialog | None = None
        self.beginning: Beginning | None = None
        """What is there in the place of all else while no document is open."""
        self._make_parts()
        self._make_verbs()
        self._lay_out()
        self._connect()
        self.preparation = Preparation(session, self, self.subjects.when_quiet())
        session.show(unit=settings.unit)
        self._show_title()
        self.subjects.findings.refresh()
        self._show_problems()
        self._restore_layout()
        if begins:
            self._begin()
        else:
            self.pages.show_page("overview")
        self.documents.show_work()

    def _begin(self) -> None:
        from planner.app.window.beginning import Beginning  # noqa: PLC0415 - not where a document is there already

        search = SearchField(self.session, self.texts, self.deeds, verbs_only=True)
        self.beginning = Beginning(self, self.desk, self.settings, self.menus, self.documents, search)
        self.beginning.language_chosen.connect(self.language_chosen)
        self.beginning.look_chosen.connect(self.look_chosen)
        self._show_title()
        self.beginning.page.setFocus()

    # ---------------------------------------------------------------- parts and verbs

    def _make_parts(self) -> None:
        """What is seen."""
        session, texts = self.session, self.texts
        self.strip = TotalsStrip(session, texts)
        self.top_bar = TopBar(session, texts)
        self.menus = Menus(self, self.desk, self.settings.file)
        self.subjects = Subjects(self.desk, self.settings)
        self.subjects.lines_made.connect(self._on_lines_made)
        subjects = self.subjects
        self.pages, self.findings, self.reviews = subjects.pages, subjects.findings, subjects.reviews
        self.handover, self.comparison, self.years = subjects.handover, subjects.comparison, subjects.years

    def _on_lines_made(self, work: Workplace) -> None:
        self.menus.serve(work)
        work.page.set_width(self._width)
        work.page.add_buttons([self._add_button()])
        self.status.take(work.selection_sum)
        work.what_if.shown.connect(self.top_bar.what_if.setChecked)
        work.what_if.classes_wanted.connect(self.ways.show_classes)
        work.table.zoom_wanted.connect(self.step_zoom)

    def _add_button(self) -> QToolButton:
        add = QToolButton()
        add.setProperty("look", "quiet")
        add.setDefaultAction(self.menus.actions["line.add"])
        add.setIcon(icon("plus"))
        add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return add

    def _make_verbs(self) -> None:
        """What can be done with it."""
        desk = self.desk
        self.documents = Documents(desk, self.settings, self.file)
        self.scenarios = ScenarioVerbs(desk)
        self.ways = Ways(self.desk, self.subjects, self.menus, self.scenarios, self.strip, self.top_bar)
        self.classify = ClassifyVerbs(desk, self._selected_lines, self.ways.show_classes)
        self.past_years = PastYearsVerbs(desk)
        self.search = SearchField(self.session, self.texts, self.deeds)
        self.menus.fill(
            Parts(
                documents=self.documents,
                reviews=self.reviews,
                read_returned=self.read_returned,
                search_anything=self.search_anything,
                scenarios=self.scenarios,
                work=lambda: self.subjects.work,
                check=lambda: self.subjects.check,
                pages=self.pages,
                help=self.menus.help,
                walk=lambda: self.walk.start(),  # noqa: PLW0108 - made with the layout
                next_region=self.step_region,
                hand_over=self.ways.hand_over,
                board=self.ways.show_board,
                turn_table=self.ways.turn_table,
                print_page=self.ways.print_page,
                quit=self.close,
                classify=self.classify,
                past_years=self.past_years,
                show_settings=self.show_settings,
                scenario_popup=lambda: self.ways.scenario_popup,
            )
        )

    @property
    def check(self) -> CheckPage:
        """What stands in the way of the request, made when it is first wanted."""
        return self.subjects.check

    @property
    def work(self) -> Workplace:
        """The page of the lines and what can be done there, ready to be brought to the front."""
        return self.subjects.work

    @property
    def row_at_cursor(self) -> int | None:
        """The row of the line the cursor is on; `None` also where the lines were not looked at yet."""
        work = self.subjects.work_so_far
        return None if work is None else work.table.row_at_cursor

    def show_settings(self) -> None:
        """Bring the settings to the front."""
        from planner.app.window.settings_dialog import SettingsDialog  # noqa: PLC0415 - nobody sets anything at first

        if self.settings_dialog is None:
            self.settings_dialog = SettingsDialog(self, self.session, self.texts, self.settings)
            self.settings_dialog.language_chosen.connect(self.language_chosen)
            self.settings_dialog.look_chosen.connect(self.look_chosen)
        self.settings_dialog.show()
        self.settings_dialog.raise_()
        self.settings_dialog.activateWindow()

    def step_zoom(self, by: int) -> None:
        """Show everything a step larger, or smaller."""
        place = ZOOMS.index(self.settings.zoom) + by
        if 0 <= place < len(ZOOMS):
            self.settings.zoom = ZOOMS[place]
            self.look_chosen.emit(True)

    def deeds(self) -> list[Deed]:
        """All that can be done with what is shown now, for the search field."""
        from planner.app.window.deeds import deeds  # noqa: PLC0415 - nobody searches at the start

        return deeds(self.menus, self.session.state, self.texts)

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        actions = self.menus.actions
        self.top_bar.fill(self.menus.menus["file"], actions["scenario.branch"], actions["handover.export"])
        self.top_bar.take(self.search)
        self.top_bar.what_if.setToolTip(f"{self.texts._('What-if')} ({actions['whatif.seek'].shortcut().toString()})")
        self.rail = Rail(list(self.pages.pages.values()), self.texts)
        self.rail.page_wanted.connect(self.pages.show_page)
        self.rail.on_menu(self.menus.pop_up_all)
        self._alt.pressed.connect(self.rail.menu.click)
        self.rail.help.clicked.connect(self.menus.help.show_guide)
        self.menus.help.front = lambda: "begin" if self.beginning is not None else self.pages.front
        self.pages.turned.connect(self.rail.show_front)
        right = QVBoxLayout()
        right.setSpacing(0)
        for widget in (self.top_bar, self.strip, self.pages):
            right.addWidget(widget)
        right.setStretchFactor(self.pages, 1)
        centre = QWidget()
        layout = QHBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(right, 1)
        self.setCentralWidget(centre)
        self.walk = Walk(self.desk, self.settings, self.documents, self.pages, self.menus, right)
        self.status = StatusLine(self.session, self.texts, self.findings)
        self.setStatusBar(self.status)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Lay everything out for the room there is."""
        zoom = theme.zoom()
        width = width_of(self.width() / zoom, self.height() / zoom)
        self.top_bar.set_width(width)
        self.rail.set_words(width > Width.NARROW)
        self.strip.set_low(width <= Width.COMPACT)
        self._width = width
        if self.subjects.work_so_far is not None:
            self.subjects.work_so_far.page.set_width(width)

    def _toast_area(self) -> QRect:
        """Messages stand over the foot of the programs, or at the left where these are not shown."""
        if self.beginning is not None:
            over: QWidget = self.beginning.page
        else:
            work = self.subjects.work_so_far
            programs = None if work is None else work.page.programs
            over = programs if programs is not None and programs.isVisible() else self.pages
        return QRect(over.mapTo(self, QPoint()), over.size())

    def _restore_layout(self) -> None:
        self.resize(USUAL_SIZE.boundedTo(self.screen().availableSize()))
        self.restoreGeometry(self.settings.layout("geometry"))
        self._fit()

    def appear(self) -> None:
        """Show it as it was left; for the first time maximized, where its usual size has no room with its frame."""
        room = self.screen().availableSize()
        if self.settings.layout("geometry").isEmpty() and room.expandedTo(USUAL_SIZE + FRAME) != room:
            self.showMaximized()
        else:
            self.show()

    # ---------------------------------------------------------------- where the cursor goes

    def step_region(self, by: int) -> None:
        """Go to the next or previous part of the window that takes the cursor."""
        if self.beginning is not None:
            every = tuple(self.beginning.page.regions())
        else:
            page = self.pages.made(self.pages.front)
            own = page.regions() if hasattr(page, "regions") else [page]
            rail: list[QWidget] = [self.rail.buttons[self.pages.front]]
            every = (*rail, *self.top_bar.regions(), *self.strip.regions(), *own, *self.walk.regions())
        parts = [each for each in every if each.isVisible() and each.isEnabled()]
        focus = QApplication.focusWidget()
        here = next((at for at, part in enumerate(parts) if focus and (part is focus or part.isAncestorOf(focus))), -1)
        there = parts[(here + by) % len(parts)]
        there.setFocus(Qt.FocusReason.TabFocusReason)
        self.pages.bring_into_sight(there)

    def read_returned(self) -> None:
        """Ask for a workbook that came back; without a document for that too."""
        if self.beginning is not None:
            self.beginning.ask_returned()
        else:
            self.reviews.ask()

    def search_anything(self) -> None:
        """Open the field that finds everything."""
        (self.search if self.beginning is None else self.beginning.search).start()

    def _selected_lines(self) -> list[str]:
        return self.subjects.work.table.selected_lines()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._alt.press(event)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._alt.release(event)
        super().keyReleaseEvent(event)

    # ---------------------------------------------------------------- what hears what

    def _connect(self) -> None:
        self.session.changed.connect(self._on_changed)
        self.menus.language_chosen.connect(self.language_chosen)
        self.rail.settings.clicked.connect(self.show_settings)
        self.findings.modelReset.connect(self._show_problems)
        self.search.jumped.connect(self.ways.jump)
        self.documents.worked.connect(self.top_bar.show_work)
        self.documents.begun.connect(self.ways.begin_lines)

    # ---------------------------------------------------------------- what is shown

    def _on_changed(self, moved: Moved) -> None:
        beginning = self.beginning
        if moved.opening:
            self.beginning = None
        if moved.file or moved.read_only or moved.opening:
            self._show_title()
        if moved.opening:
            self.pages.show_page("overview")
        if moved.opening and beginning is not None:
            beginning.end(self.reviews.open)
        self.setWindowModified(not moved.after.is_clean)
        self._show_problems()

    def _show_title(self) -> None:
        path, program = self.session.state.path, self.texts._("Budget Scenario Planner")
        if self.beginning is not None:
            self.setWindowTitle(program)
            return
        name = path.name if path else self.texts._("Untitled")
        mark = f" [{self.texts._('read-only')}]" if self.session.state.read_only else ""
        part = self.session.state.document.part
        if part is not None:
            whose = self.texts._("Part of {heading}").format(heading=part_name(part, self.texts))
            mark += f" — {plain_title(whose)}"
        self.setWindowTitle(f"{plain_title(name)}[*]{mark} — {program}")
        self.setWindowModified(not self.session.is_clean)

    def _show_problems(self) -> None:
        """Say in the status bar, the strip and the rail how many findings there are."""
        self.status.show_findings()
        if not self.findings.pending:
            errors, warnings, notes = (self.findings.count(each) for each in Severity)
            self.strip.show_findings(errors, warnings, notes)
            self.rail.buttons["check"].set_marked(bool(errors + warnings), self.status.problems.text())

    # ---------------------------------------------------------------- a document dragged here

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.documents.take(path)

    # ---------------------------------------------------------------- leaving

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.file.look()

    def closeEvent(self, event: QCloseEvent) -> None:
        ends = self.documents.session_ends  # nobody may be asked then
        if not (ends or self.handover.may_leave(self.close)) or not self.documents.may_leave(self.close):
            event.ignore()
            return
        self.subjects.leave()
        self.menus.help.leave()
        self.settings.set_layout("geometry", self.saveGeometry())
        event.accept()
