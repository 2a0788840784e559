"""The main window: puts the pages around one session and turns menus and keys into its verbs.

No calculation and no copy of the data here. Nothing is modal while editing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QToolButton, QVBoxLayout, QWidget

from planner.app.check.classify_verbs import ClassifyVerbs
from planner.app.check.problem_model import ProblemModel
from planner.app.compare.compare_verbs import CompareVerbs
from planner.app.documents.document_file import DocumentFile
from planner.app.documents.documents import Documents
from planner.app.documents.dropped import dropped_file
from planner.app.handover.handover_verbs import HandoverVerbs
from planner.app.overview.overview_page import OverviewPage
from planner.app.pages.widths import Width, width_of
from planner.app.programs.totals_strip import CHANGE, CHECK, FROM_BASE, REQUEST, ROOM, TotalsStrip
from planner.app.review.review_verbs import ReviewVerbs
from planner.app.scenarios.scenario_verbs import ScenarioVerbs
from planner.app.session.desk import Desk
from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.preparation import Preparation
from planner.app.session.session import Session
from planner.app.session.settings import ZOOMS, Settings
from planner.app.widgets import theme
from planner.app.widgets.icons import icon
from planner.app.widgets.plain import plain_title
from planner.app.widgets.toast import Toast
from planner.app.window.alt_key import AltKey
from planner.app.window.menus import Menus
from planner.app.window.pages import Page, Pages
from planner.app.window.rail import Rail
from planner.app.window.search_field import SearchField
from planner.app.window.status_line import StatusLine
from planner.app.window.top_bar import TopBar
from planner.app.window.verbs import Parts
from planner.app.window.walk import Walk
from planner.app.years.years_verbs import YearsVerbs
from planner.core.errors import N_, Severity, UserError
from planner.words.texts import Texts

if TYPE_CHECKING:
    from planner.app.check.check_page import CheckPage
    from planner.app.check.classify_panel import ClassifyPanel
    from planner.app.check.problem_panel import ProblemPanel
    from planner.app.lines.bar.formula_bar import FormulaBar
    from planner.app.lines.line_table import LineTable
    from planner.app.lines.line_verbs import LineVerbs
    from planner.app.pages.handover_and_review import HandoverAndReview
    from planner.app.pages.inspector import Inspector
    from planner.app.pages.lines_page import LinesPage
    from planner.app.pages.whatif_place import WhatIfPlace
    from planner.app.programs.program_pane import ProgramPane
    from planner.app.programs.program_tree import ProgramTree
    from planner.app.scenarios.change_verbs import ChangeVerbs
    from planner.app.scenarios.scenario_popup import ScenarioPopup
    from planner.app.together.board_page import BoardPage
    from planner.app.window.beginning import Beginning
    from planner.app.window.jumps import Jumps
    from planner.app.window.search_rows import Deed
    from planner.app.window.settings_dialog import SettingsDialog
    from planner.app.window.workplace import Workplace

USUAL_SIZE, LEAST_SIZE = QSize(1440, 860), QSize(900, 450)
"""Logical pixels."""
OTHER_PAGES = (
    "planner.app.check.check_page",
    "planner.app.years.later_years_page",
    "planner.app.compare.compare_page",
    "planner.app.handover.handover_page",
    "planner.app.review.reviews_page",
    "planner.app.pages.handover_and_review",
)
"""What the other pages are made of: imported when it is quiet, so that whoever goes there does not wait for it."""
CARD_PAGES = {REQUEST: "overview", CHANGE: "overview", FROM_BASE: "compare", ROOM: "check", CHECK: "check"}


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
        self._work: Workplace | None = None
        self._board: BoardPage | None = None
        self.beginning: Beginning | None = None
        """What is there in the place of all else while no document is open."""
        self._make_parts()
        self._make_verbs()
        self._lay_out()
        self._connect()
        lines: Callable[[], object] = partial(self.pages.made, "lines")
        ready = [lines]
        ready += [partial(import_module, each) for each in OTHER_PAGES]
        ready.append(partial(self.pages.made, "send"))  # the page that takes longest to make
        self.preparation = Preparation(session, self, ready)
        session.show(unit=settings.unit)
        self._show_title()
        self.findings.refresh()
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
        self.findings = ProblemModel(session, texts, self)
        self.reviews, self.handover = ReviewVerbs(self.desk), HandoverVerbs(self.desk, self.settings)
        self.comparison, self.years = CompareVerbs(self.desk), YearsVerbs(self.desk)
        self.pages = Pages(self._pages(), texts)

    def _pages(self) -> tuple[Page, ...]:
        """The pages, in the order of the rail and of their keys."""
        _ = self.texts._
        lines, send = _("Lines"), _("Hand over and examination")
        return (
            Page("overview", _("Overview"), _("Overview"), "home", "Ctrl+1", self._make_overview),
            Page("lines", lines, lines, "lines", "Ctrl+2", self._make_lines, beside=False, scrolls=False),
            Page("compare", _("Compare scenarios"), _("Compared"), "compare", "Ctrl+3", self.comparison.make),
            Page("years", _("Later years"), _("Years"), "years", "Ctrl+4", self._make_years),
            Page("check", _("Ceilings and check"), _("Check"), "check", "Ctrl+5", self._make_check, beside=False),
            Page("send", send, _("Send"), "send", "Ctrl+6", self._make_send, beside=False, scrolls=False),
        )

    def _make_overview(self) -> OverviewPage:
        page = OverviewPage(self.session, self.texts, self.desk.suggested)
        page.jumped.connect(self._come_to)
        page.wanted.connect(self._lead_from_overview)
        page.refused.connect(self.messages.refuse)
        page.told.connect(self.messages.tell)
        return page

    def _make_lines(self) -> LinesPage:
        from planner.app.window.workplace import Workplace  # noqa: PLC0415 - the overview is in front at the start

        work = self._work = Workplace(self.desk, self.settings)
        self.menus.serve(work)
        work.page.set_width(self._width)
        work.page.add_buttons([self._add_button()])
        work.page.show_inspector(self.settings.inspector)
        self.status.take(work.selection_sum)
        work.what_if.shown.connect(self.top_bar.what_if.setChecked)
        work.what_if.classes_wanted.connect(self._show_classes)
        work.table.current_line.connect(self.years.show_line)
        work.table.zoom_wanted.connect(self.step_zoom)
        work.jumps.obligations_wanted.connect(self.years.show_obligations)
        return work.page

    def _add_button(self) -> QToolButton:
        add = QToolButton()
        add.setProperty("look", "quiet")
        add.setDefaultAction(self.menus.actions["line.add"])
        add.setIcon(icon("plus"))
        add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return add

    def _make_years(self) -> QWidget:
        self.years.show_line(self.work.table.row_at_cursor)
        return self.years.make()

    def _make_check(self) -> CheckPage:
        from planner.app.check.check_page import CheckPage  # noqa: PLC0415 - another page is in front at the start

        page = CheckPage(self.session, self.texts, self.findings)
        page.jumped.connect(self.jump)
        page.problems.refused.connect(self.messages.refuse)
        page.problems.told.connect(self.messages.tell)
        return page

    def _make_send(self) -> HandoverAndReview:
        from planner.app.pages.handover_and_review import HandoverAndReview  # noqa: PLC0415 - another page is in front
        from planner.app.review.reviews_page import ReviewsPage  # noqa: PLC0415 - as above

        reviews = ReviewsPage(self.desk, self.reviews)
        return HandoverAndReview(self.handover.make(), reviews, self._make_board, self.session, self.texts)

    def _make_board(self) -> BoardPage:
        from planner.app.together.board_page import BoardPage  # noqa: PLC0415 - another tab is in front

        self._board = BoardPage(self.desk)
        return self._board

    def _make_verbs(self) -> None:
        """What can be done with it."""
        desk = self.desk
        self.documents = Documents(desk, self.settings, self.file)
        self.scenarios = ScenarioVerbs(desk)
        self.top_bar.pill.clicked.connect(self.show_scenarios)
        self.classify = ClassifyVerbs(desk, self._selected_lines, self._show_classes)
        self.search = SearchField(self.session, self.texts, self.deeds)
        self.menus.fill(
            Parts(
                documents=self.documents,
                reviews=self.reviews,
                read_returned=self.read_returned,
                search_anything=self.search_anything,
                scenarios=self.scenarios,
                work=lambda: self.work,
                check=lambda: self.check,
                pages=self.pages,
                help=self.menus.help,
                walk=lambda: self.walk.start(),  # noqa: PLW0108 - made with the layout
                next_region=self.step_region,
                hand_over=self.hand_over,
                turn_table=self.turn_table,
                print_page=self.print_page,
                quit=self.close,
                classify=self.classify,
                show_settings=self.show_settings,
                scenario_popup=lambda: self.scenario_popup,
            )
        )

    @cached_property
    def scenario_popup(self) -> ScenarioPopup:
        """What opens from the pill, made when it first does."""
        from planner.app.scenarios.scenario_popup import ScenarioPopup  # noqa: PLC0415 - it is closed at the start

        popup = ScenarioPopup(self.top_bar.pill, self.session, self.texts, self.scenarios)
        popup.compare_wanted.connect(partial(self.pages.show_page, "compare"))
        return popup

    @property
    def check(self) -> CheckPage:
        """What stands in the way of the request, made when it is first wanted."""
        return cast("CheckPage", self.pages.made("check"))

    @property
    def work(self) -> Workplace:
        """The page of the lines and what can be done there, ready to be brought to the front."""
        self.pages.made("lines")
        assert self._work is not None
        return self._work

    @property
    def row_at_cursor(self) -> int | None:
        """The row of the line the cursor is on; `None` also where the lines were not looked at yet."""
        return None if self._work is None else self._work.table.row_at_cursor

    @property
    def table(self) -> LineTable:
        return self.work.table

    @property
    def tree(self) -> ProgramTree:
        return self.work.tree

    @property
    def pane(self) -> ProgramPane:
        return self.work.pane

    @property
    def bar(self) -> FormulaBar:
        return self.work.bar

    @property
    def inspector(self) -> Inspector:
        return self.work.inspector

    @property
    def lines_page(self) -> LinesPage:
        return self.work.page

    @property
    def lines(self) -> LineVerbs:
        return self.work.lines

    @property
    def changes(self) -> ChangeVerbs:
        return self.work.changes

    @property
    def what_if(self) -> WhatIfPlace:
        return self.work.what_if

    @property
    def jumps(self) -> Jumps:
        return self.work.jumps

    @property
    def problem_panel(self) -> ProblemPanel:
        """The findings of the check."""
        return self.check.problems

    def show_scenarios(self) -> None:
        """Open the tree of scenarios under the pill, or close it."""
        self.scenario_popup.start()

    def toggle_what_if(self) -> None:
        """Open the drawer of what-ifs beside the lines, or close it."""
        self.pages.show_page("lines")
        self.work.what_if.toggle()
        self.top_bar.what_if.setChecked(self.work.what_if.is_open)

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
        self.top_bar.what_if.clicked.connect(self.toggle_what_if)
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
        if self._work is not None:
            self._work.page.set_width(width)

    def _toast_area(self) -> QRect:
        """Messages stand over the foot of the programs, or at the left where these are not shown."""
        if self.beginning is not None:
            over: QWidget = self.beginning.page
        else:
            programs = None if self._work is None else self._work.page.programs
            over = programs if programs is not None and programs.isVisible() else self.pages
        return QRect(over.mapTo(self, QPoint()), over.size())

    def _restore_layout(self) -> None:
        self.resize(USUAL_SIZE.boundedTo(self.screen().availableSize()))
        self.restoreGeometry(self.settings.layout("geometry"))
        self._fit()

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

    def _show_begun(self) -> None:
        """Lead to the lines of a document that has none yet."""
        self.pages.show_page("lines")
        self.session.show(program=0)

    def hand_over(self) -> None:
        """Bring what goes out to the front."""
        from planner.app.pages.handover_and_review import OUT  # noqa: PLC0415 - another page is in front at the start

        self.pages.show_page("send")
        self._handover_page.show_tab(OUT)

    def _show_review(self) -> None:
        """Bring what came back to the front."""
        from planner.app.pages.handover_and_review import BACK  # noqa: PLC0415 - another page is in front at the start

        self.pages.show_page("send")
        self._handover_page.show_tab(BACK)

    @property
    def _handover_page(self) -> HandoverAndReview:
        return cast("HandoverAndReview", self.pages.made("send"))

    def _selected_lines(self) -> list[str]:
        return self.work.table.selected_lines()

    def _show_classes(self) -> ClassifyPanel:
        """Bring the lines that lack a class to the front."""
        self.pages.show_page("check")
        self.check.show_panel(self.check.classes)
        return self.check.classes

    def _lead(self, card: str) -> None:
        """Go where a card of the strip leads."""
        self.pages.show_page(CARD_PAGES[card])
        if card == ROOM and self.strip.lacks_classes:
            self.check.show_panel(self.check.classes)
        elif card == ROOM:
            self.check.show_panel(self.check.ceilings)
        elif card == CHECK:
            self.check.show_panel(self.check.problems)

    def _lead_from_overview(self, goal: str) -> None:
        """Go where a picture of the overview leads that speaks of no line."""
        panels = {"ceilings": "go.ceilings", "classes": "go.unclassified", "check": "go.problems"}
        if goal == "add":
            self.pages.show_page("lines")
            if self.session.state.program is None and self.session.state.portfolio.programs:
                self.session.show(program=0)
            self.desk.do(self.work.lines.add_line)
        elif goal in panels:
            self.menus.actions[panels[goal]].trigger()
        else:
            self.pages.show_page(goal)
        if not self.isActiveWindow():
            self.come_forward()

    def turn_table(self) -> None:
        """Show the table behind the picture the cursor is in, on pages that have pictures with one."""
        page = self.pages.made(self.pages.front)
        if hasattr(page, "turn"):
            page.turn()

    def print_page(self) -> None:
        """Print the page in front, as far as it is for paper."""
        if self.pages.front == "send":
            self.hand_over()
        front = self.pages.made(self.pages.front)
        page = self.handover.page if self.pages.front == "send" else front
        if page is None or not hasattr(page, "ask_print"):
            raise UserError(N_("This page is not printed."), N_("Overview (Ctrl+1) and Hand over (Ctrl+6) are."))
        page.ask_print()

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
        self.search.jumped.connect(self.jump)
        for beside in (self.reviews, self.comparison, self.years):
            beside.jumped.connect(self._come_to)
        self.reviews.read.connect(self._show_review)
        self.handover.wanted.connect(lambda key: self.menus.actions[key].trigger())
        self.strip.wanted.connect(self._lead)
        self.documents.worked.connect(self.top_bar.show_work)
        self.documents.begun.connect(self._show_begun)

    def jump(self, place: Place) -> None:
        """Lead to a place of the document."""
        self.work.jumps.to(place)

    def _come_to(self, place: Place) -> None:
        """The same, from the window or one beside it."""
        self.jump(place)
        if not self.isActiveWindow():
            self.come_forward()

    def come_forward(self) -> None:
        """Stand before all other windows."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

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
        if not self.documents.may_leave(self.close):
            event.ignore()
            return
        self.reviews.close()
        self.handover.leave()
        if self._board is not None:
            self._board.leave()
        if self._work is not None:
            self._work.what_if.leave()
        self.menus.help.leave()
        self.settings.set_layout("geometry", self.saveGeometry())
        event.accept()
