"""The subjects of one window: their verbs, and the pages that show them, each made when it is first wanted."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from planner.app.check.problem_model import ProblemModel
from planner.app.compare.compare_verbs import CompareVerbs
from planner.app.handover.handover_verbs import HandoverVerbs
from planner.app.overview.overview_page import OverviewPage
from planner.app.review.review_verbs import ReviewVerbs
from planner.app.session.desk import Desk
from planner.app.session.settings import Settings
from planner.app.window.pages import Page, Pages
from planner.app.years.years_verbs import YearsVerbs

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.app.check.check_page import CheckPage
    from planner.app.pages.handover_and_review import HandoverAndReview
    from planner.app.pages.lines_page import LinesPage
    from planner.app.together.board_page import BoardPage
    from planner.app.window.workplace import Workplace

NOT_IN_FRONT = (
    "planner.app.check.check_page",
    "planner.app.years.later_years_page",
    "planner.app.compare.compare_page",
    "planner.app.handover.handover_page",
    "planner.app.review.reviews_page",
    "planner.app.pages.handover_and_review",
)
"""What other pages are made of: imported when it is quiet, so that whoever goes there does not wait for it."""


class Subjects(QObject):
    """What the window is about.

    Signals:
        jumped(Place): a place of the document is to be shown, as a page says.
        wanted(str): a picture of the overview leads to this goal.
        lines_made(Workplace): 積算 is there for the first time.
    """

    jumped, wanted, lines_made = Signal(object), Signal(str), Signal(object)

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__(desk.parent)
        self._desk, self._settings, self._texts = desk, settings, desk.texts
        self._work: Workplace | None = None
        self._board: BoardPage | None = None
        self.findings = ProblemModel(desk.session, desk.texts, self)
        self.reviews, self.handover = ReviewVerbs(desk), HandoverVerbs(desk, settings)
        self.comparison, self.years = CompareVerbs(desk), YearsVerbs(desk)
        self.pages = Pages(self._pages(), desk.texts)
        for beside in (self.reviews, self.comparison, self.years):
            beside.jumped.connect(self.jumped)

    def _pages(self) -> tuple[Page, ...]:
        """The pages, in the order of the rail and of their keys."""
        _ = self._texts._
        lines, send = _("Lines"), _("Hand over and examination")
        return (
            Page("overview", _("Overview"), _("Overview"), "home", "Ctrl+1", self._make_overview),
            Page("lines", lines, lines, "lines", "Ctrl+2", self._make_lines, beside=False, scrolls=False),
            Page("compare", _("Compare scenarios"), _("Compared"), "compare", "Ctrl+3", self.comparison.make),
            Page("years", _("Later years"), _("Years"), "years", "Ctrl+4", self._make_years),
            Page("check", _("Ceilings and check"), _("Check"), "check", "Ctrl+5", self._make_check, beside=False),
            Page("send", send, _("Send"), "send", "Ctrl+6", self._make_send, beside=False, scrolls=False),
        )

    def when_quiet(self) -> list[Callable[[], object]]:
        """What is made before anybody asks for it, one after the other."""
        lines: list[Callable[[], object]] = [partial(self.pages.made, "lines")]
        rest = [partial(import_module, each) for each in NOT_IN_FRONT]
        return [*lines, *rest, partial(self.pages.made, "send")]  # at last the page that takes longest to make

    def _make_overview(self) -> OverviewPage:
        page = OverviewPage(self._desk.session, self._texts, self._desk.suggested)
        page.jumped.connect(self.jumped)
        page.wanted.connect(self.wanted)
        page.refused.connect(self._desk.messages.refuse)
        page.told.connect(self._desk.messages.tell)
        return page

    def _make_lines(self) -> LinesPage:
        from planner.app.window.workplace import Workplace  # noqa: PLC0415 - the overview is in front at the start

        work = self._work = Workplace(self._desk, self._settings)
        work.page.show_inspector(self._settings.inspector)
        work.table.current_line.connect(self.years.show_line)
        work.jumps.obligations_wanted.connect(self.years.show_obligations)
        self.lines_made.emit(work)
        return work.page

    def _make_years(self) -> QWidget:
        self.years.show_line(self.work.table.row_at_cursor)
        return self.years.make()

    def _make_check(self) -> CheckPage:
        from planner.app.check.check_page import CheckPage  # noqa: PLC0415 - another page is in front at the start

        page = CheckPage(self._desk.session, self._texts, self.findings)
        page.jumped.connect(self.jumped)
        page.problems.refused.connect(self._desk.messages.refuse)
        page.problems.told.connect(self._desk.messages.tell)
        return page

    def _make_send(self) -> HandoverAndReview:
        from planner.app.pages.handover_and_review import HandoverAndReview  # noqa: PLC0415 - another page is in front
        from planner.app.review.reviews_page import ReviewsPage  # noqa: PLC0415 - as above

        reviews = ReviewsPage(self._desk, self.reviews)
        return HandoverAndReview(self.handover.make(), reviews, self._make_board, self._desk.session, self._texts)

    def _make_board(self) -> BoardPage:
        from planner.app.together.board_page import BoardPage  # noqa: PLC0415 - another tab is in front

        self._board = BoardPage(self._desk)
        self._board.jumped.connect(self.jumped)
        self._board.compare_wanted.connect(partial(self.pages.show_page, "compare"))
        return self._board

    @property
    def work(self) -> Workplace:
        """The page of the lines and what can be done there, ready to be brought to the front."""
        self.pages.made("lines")
        assert self._work is not None
        return self._work

    @property
    def work_so_far(self) -> Workplace | None:
        """The same, where it was wanted already."""
        return self._work

    @property
    def check(self) -> CheckPage:
        """What stands in the way of the request."""
        return cast("CheckPage", self.pages.made("check"))

    @property
    def send(self) -> HandoverAndReview:
        """What goes out, what came back, and the parts."""
        return cast("HandoverAndReview", self.pages.made("send"))

    @property
    def board(self) -> BoardPage:
        """The parts of the document, once their tab was in front."""
        assert self._board is not None
        return self._board

    def leave(self) -> None:
        """The window goes, and with it what works for it."""
        self.reviews.close()
        self.handover.leave()
        if self._board is not None:
            self._board.leave()
        if self._work is not None:
            self._work.what_if.leave()
