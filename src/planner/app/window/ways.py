"""Where cards, pictures, findings and verbs lead: the page that is brought to the front, and the place in it."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from planner.app.programs.totals_strip import CHANGE, CHECK, FROM_BASE, REQUEST, ROOM, TotalsStrip
from planner.app.scenarios.scenario_verbs import ScenarioVerbs
from planner.app.session.desk import Desk
from planner.app.session.place import Place
from planner.app.window.frame.top_bar import TopBar
from planner.app.window.menus import Menus
from planner.app.window.subjects import Subjects
from planner.core.errors import N_, UserError

if TYPE_CHECKING:
    from planner.app.check.classify_panel import ClassifyPanel
    from planner.app.scenarios.scenario_popup import ScenarioPopup
    from planner.app.together.board_page import BoardPage

CARD_PAGES = {REQUEST: "overview", CHANGE: "overview", FROM_BASE: "compare", ROOM: "check", CHECK: "check"}
PANELS = {"ceilings": "go.ceilings", "classes": "go.unclassified", "check": "go.problems"}
"""Goals of the overview's pictures that a verb leads to."""


class Ways(QObject):
    """Leads through one window."""

    def __init__(
        self, desk: Desk, subjects: Subjects, menus: Menus, scenarios: ScenarioVerbs, strip: TotalsStrip, bar: TopBar
    ) -> None:
        super().__init__(desk.parent)
        self._desk, self._subjects, self._pages, self._menus = desk, subjects, subjects.pages, menus
        self._scenarios, self._strip, self._bar = scenarios, strip, bar
        subjects.jumped.connect(self.come_to)
        subjects.wanted.connect(self.lead_from_overview)
        subjects.reviews.read.connect(self.show_review)
        subjects.handover.wanted.connect(lambda key: menus.actions[key].trigger())
        strip.wanted.connect(self.lead_from_card)
        bar.pill.clicked.connect(self.show_scenarios)
        bar.what_if.clicked.connect(self.toggle_what_if)

    # ---------------------------------------------------------------- places of the document

    def jump(self, place: Place) -> None:
        """Lead to a place of the document."""
        self._subjects.work.jumps.to(place)

    def come_to(self, place: Place) -> None:
        """The same, from the window or one beside it."""
        self.jump(place)
        self.come_forward()

    def come_forward(self) -> None:
        """Stand before all other windows."""
        window = self._desk.parent
        if window.isActiveWindow():
            return
        if window.isMinimized():
            window.showNormal()
        window.raise_()
        window.activateWindow()

    # ---------------------------------------------------------------- pages

    def begin_lines(self) -> None:
        """Lead to the lines of a document that has none yet."""
        self._pages.show_page("lines")
        self._desk.session.show(program=0)

    def hand_over(self) -> None:
        """Bring what goes out to the front."""
        from planner.app.pages.handover_and_review import OUT  # noqa: PLC0415 - another page is in front at the start

        self._pages.show_page("send")
        self._subjects.send.show_tab(OUT)

    def show_board(self) -> BoardPage:
        """Bring the parts of the document to the front."""
        from planner.app.pages.handover_and_review import TOGETHER  # noqa: PLC0415 - another page is in front

        self._pages.show_page("send")
        self._subjects.send.show_tab(TOGETHER)
        return self._subjects.board

    def show_review(self) -> None:
        """Bring what came back to the front."""
        from planner.app.pages.handover_and_review import BACK  # noqa: PLC0415 - another page is in front at the start

        self._pages.show_page("send")
        self._subjects.send.show_tab(BACK)

    def show_classes(self) -> ClassifyPanel:
        """Bring the lines that lack a class to the front."""
        check = self._subjects.check
        self._pages.show_page("check")
        check.show_panel(check.classes)
        return check.classes

    def lead_from_card(self, card: str) -> None:
        """Go where a card of the strip leads."""
        self._pages.show_page(CARD_PAGES[card])
        if CARD_PAGES[card] != "check":
            return
        check = self._subjects.check
        if card == CHECK:
            check.show_panel(check.problems)
        else:
            check.show_panel(check.classes if self._strip.lacks_classes else check.ceilings)

    def lead_from_overview(self, goal: str) -> None:
        """Go where a picture of the overview leads that speaks of no line."""
        session = self._desk.session
        if goal == "add":
            self._pages.show_page("lines")
            if session.state.program is None and session.state.portfolio.programs:
                session.show(program=0)
            self._desk.do(self._subjects.work.lines.add_line)
        elif goal in PANELS:
            self._menus.actions[PANELS[goal]].trigger()
        else:
            self._pages.show_page(goal)
        self.come_forward()

    # ---------------------------------------------------------------- what opens, turns or is printed

    @cached_property
    def scenario_popup(self) -> ScenarioPopup:
        """What opens from the pill, made when it first does."""
        from planner.app.scenarios.scenario_popup import ScenarioPopup  # noqa: PLC0415 - it is closed at the start

        popup = ScenarioPopup(self._bar.pill, self._desk.session, self._desk.texts, self._scenarios)
        popup.compare_wanted.connect(partial(self._pages.show_page, "compare"))
        return popup

    def show_scenarios(self) -> None:
        """Open the tree of scenarios under the pill, or close it."""
        self.scenario_popup.start()

    def toggle_what_if(self) -> None:
        """Open the drawer of what-ifs beside the lines, or close it."""
        self._pages.show_page("lines")
        drawer = self._subjects.work.what_if
        drawer.toggle()
        self._bar.what_if.setChecked(drawer.is_open)

    def turn_table(self) -> None:
        """Show the table behind the picture the cursor is in, on pages that have pictures with one."""
        page = self._pages.made(self._pages.front)
        if hasattr(page, "turn"):
            page.turn()

    def print_page(self) -> None:
        """Print the page in front, as far as it is for paper."""
        if self._pages.front == "send":
            self.hand_over()
        front = self._pages.made(self._pages.front)
        page = self._subjects.handover.page if self._pages.front == "send" else front
        if page is None or not hasattr(page, "ask_print"):
            raise UserError(N_("This page is not printed."), N_("Overview (Ctrl+1) and Hand over (Ctrl+6) are."))
        page.ask_print()
