"""削減案: an amount taken off several lines at once, or added to them, as packages beside one another."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from planner.app.session.desk import Desk
from planner.app.whatif.aim_choice import AimChoice
from planner.app.whatif.asking import Work
from planner.app.whatif.changes_table import Changed, ChangesTable
from planner.app.whatif.chosen import Chosen
from planner.app.whatif.cut_answer import CutQuestion, Offer
from planner.app.whatif.later_years import LaterYears
from planner.app.whatif.lines_table import LinesTable
from planner.app.whatif.packages_table import PackagesTable
from planner.app.whatif.page import WhatIfPage
from planner.app.whatif.proposal import Proposal
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.core.edits.values import Author, set_values
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.seek.asked import Wish, read_shares
from planner.core.seek.packages import Method
from planner.core.seek.targets import read_aim
from planner.words.figures import yen_text
from planner.words.packages import METHOD_NAMES

LADDER = "1%, 2%, 3%, 5%"


class Way(Enum):
    """What is wished; the value is the name as a catalogue key."""

    CUT_BY = N_("Cut by")
    CUT_TO = N_("Cut to")
    RISE_BY = N_("Raise by")
    RISE_TO = N_("Raise to")

    @property
    def is_up(self) -> bool:
        """Whether something is added."""
        return self in (Way.RISE_BY, Way.RISE_TO)

    @property
    def is_to(self) -> bool:
        """Whether it is said what shall be left."""
        return self in (Way.CUT_TO, Way.RISE_TO)


PACKAGES, LADDERS, LINES = range(3)
"""The views of the page."""


class CutPage(WhatIfPage):
    """How much of what; below it packages, a ladder of concessions, or the lines and what is asked of each."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        session, texts, _ = self._session, self._texts, self._texts._
        self._offers: tuple[Offer, ...] = ()
        self._method = 0
        self._asks_ladder = False
        self.aim = AimChoice(session, texts)
        self.way, self.amount, self.echo = QComboBox(), QLineEdit(), Label()
        self.way.setAccessibleName(_("What is wished"))
        for way in Way:
            self.way.addItem(_(way.value), way)
        self.amount.setFont(theme.sized(theme.TITLE_POINTS, bold=True))
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.amount.setAccessibleName(_("Amount or percent"))
        self.amount.setFixedWidth(theme.px(150))
        self.echo.setProperty("tone", "second")
        self.ranges = QCheckBox(_("Within published ranges"))
        self.residual = QCheckBox(_("What is not itemised too"))
        self.views = QStackedWidget()
        self.segments, self._group = [QPushButton() for _each in range(3)], QButtonGroup(self)
        for place, (button, name) in enumerate(
            zip(self.segments, (_("Packages"), _("Concessions"), _("Lines")), strict=True)
        ):
            button.setText(name)
            button.setCheckable(True)
            button.setChecked(place == PACKAGES)
            button.clicked.connect(partial(self.show_view, place))
            self._group.addButton(button, place)
        self.packages, self.lines = PackagesTable(session, texts), LinesTable(session, texts)
        self.changes, self.later = ChangesTable(session, texts), LaterYears(session, texts)
        self.shares, self.method = QLineEdit(LADDER), QComboBox()
        self.shares.setAccessibleName(_("Steps of the ladder"))
        self.method.setAccessibleName(_("How it is spread"))
        for method, name in METHOD_NAMES.items():
            self.method.addItem(_(name), method)
        self.method.setCurrentIndex(list(METHOD_NAMES).index(Method.FEWEST))
        self._lay_out()
        self.show_answer(None)
        self._connect()

    def _lay_out(self) -> None:
        _, body = self._texts._, QVBoxLayout()
        wished, segments = QWidget(), QHBoxLayout()
        row = QHBoxLayout(wished)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.way, self.amount, self.echo):
            row.addWidget(part, int(part is self.echo))
        for button in self.segments:
            segments.addWidget(button)
        segments.addStretch(1)
        segments.setSpacing(0)
        body.addLayout(self.form((_("Of"), self.aim, self.aim.whole), (_("Wish"), wished, self.amount)))
        body.addLayout(self.state_row())
        body.addLayout(segments)
        body.addWidget(self.views, 1)
        self._ladder = QWidget()
        ladder = QHBoxLayout(self._ladder)
        ladder.setContentsMargins(0, 0, 0, 0)
        for name, field in ((_("Steps"), self.shares), (_("Spread"), self.method)):
            label = Label(name)
            label.setBuddy(field)
            label.setProperty("tone", "second")
            ladder.addWidget(label)
            ladder.addWidget(field, int(field is self.shares))
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        for widget in (self._ladder, self.packages, self.later, self.changes):
            column.addWidget(widget, int(widget is self.changes))
        self.views.addWidget(found)
        self.views.addWidget(self._lines_view())
        self.lay_out(body)

    def _lines_view(self) -> QWidget:
        """The lines, and what holds for all of them."""
        view, options = QWidget(), QHBoxLayout()
        for box in (self.ranges, self.residual):
            options.addWidget(box)
        options.addStretch(1)
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addLayout(options)
        column.addWidget(self.lines, 1)
        return view

    def _connect(self) -> None:
        self.amount.textEdited.connect(self.change)
        self.shares.textEdited.connect(self.change)
        self.way.activated.connect(self._on_way)
        self.method.activated.connect(self.change)
        for box in (self.ranges, self.residual):
            box.toggled.connect(self.change)
        self.aim.changed.connect(self._on_aim)
        self.packages.chosen.connect(self._on_package)
        self.lines.lines.asked.connect(self._on_lines)
        self.lines.lines.refused.connect(self._show_refusal)

    # ---------------------------------------------------------------- what is asked

    def take_up(self, chosen: Chosen) -> None:
        self.aim.take_up(chosen)
        self._refill()
        self.lines.lines.tick(chosen.lines if len(chosen.lines) > 1 else ())
        self._count()
        self.change()

    def first(self) -> QWidget:
        return self.amount

    def refresh(self) -> None:
        self.aim.refill()
        self._refill()

    def _refill(self) -> None:
        """List the lines of what is aimed at."""
        state, ids = self._session.state, self._session.state.portfolio.lines.ids
        place = state.portfolio.years.index(self.aim.fiscal_year)
        try:
            rows = read_aim(self.aim.what, state.portfolio, self._session.ceilings).rows(state.evaluation)
        except UserError:
            rows = []
        amounts = ((row, state.evaluation.line(row)[place]) for row in rows)
        there = [ids[row] for row, amount in amounts if isinstance(amount, int) and amount]
        self.lines.clearSpans()
        self.lines.lines.refill(there, self.aim.fiscal_year)
        self._count()

    @property
    def _way(self) -> Way:
        way = self.way.currentData()
        assert isinstance(way, Way)
        return way

    def question(self) -> Work | None:
        text, shares = self.amount.text().strip(), tuple[Fraction, ...]()
        if self._asks_ladder:
            shares = tuple(read_shares(self.shares.text()))
            if not shares:
                raise UserError(N_("The steps of a ladder are percentages."), N_("Write for example 1%, 2%, 5%."))
        elif not text:
            return None
        model = self.lines.lines
        if model.ids and not model.moved:
            raise UserError(N_("No line is ticked that could be moved."), N_("Tick some under Lines."))
        state = self._session.state
        return CutQuestion(
            state.document,
            state.evaluation.base,
            state.scenario,
            self._session.ceilings,
            self.aim.what,
            Wish(text, to=self._way.is_to, up=self._way.is_up),
            model.chosen,
            model.limits(ranges=self.ranges.isChecked(), residual=self.residual.isChecked()),
            shares,
            Method(self.method.currentData()),
        ).answer

    def unasked(self) -> str:
        return self._texts._("Type how much, for example {example}.").format(
            example=self._texts.name("5%、30億円", "5% or 3,000,000,000")
        )

    def _on_aim(self) -> None:
        self._refill()
        self.change()

    def _on_way(self) -> None:
        self.segments[LADDERS].setEnabled(not self._way.is_up)
        if self._way.is_up and self._asks_ladder:
            self.show_view(PACKAGES)
        self.change()

    def _on_lines(self) -> None:
        self._count()
        self.change()

    def _count(self) -> None:
        model, name = self.lines.lines, self._texts._("Lines")
        self.segments[LINES].setText(f"{name} {len(model.moved):,}/{len(model.ids):,}")

    def show_view(self, place: int) -> None:
        """Show the packages, the ladder, or the lines."""
        self.segments[place].setChecked(True)
        self.views.setCurrentIndex(int(place == LINES))
        self._ladder.setVisible(place == LADDERS)
        if (place == LADDERS) is not self._asks_ladder:
            self._asks_ladder = place == LADDERS
            self.change()

    def _show_refusal(self, error: UserError) -> None:
        self.say(error.render(self._texts.translate), "error")

    # ---------------------------------------------------------------- the answer

    def show_answer(self, answer: object) -> None:
        self._offers = answer if isinstance(answer, tuple) else ()
        self.packages.show_offers(self._offers, self._method)
        self.lines.show_fixed(self._offers[0] if self._offers else None)
        self._ladder.setVisible(self._asks_ladder)
        self._show_verdict()
        self._show_package()

    def _show_verdict(self) -> None:
        """Say first what cannot be moved, then what is wished."""
        now, wished = "", ""
        if self._offers:
            _, cuts, yen = self._texts._, self._offers[0].cuts, self._texts
            one, many = N_("Cannot be cut: {amount} ({n} line)."), N_("Cannot be cut: {amount} ({n} lines).")
            if cuts.up:
                one, many = N_("Cannot be raised: {amount} ({n} line)."), N_("Cannot be raised: {amount} ({n} lines).")
            rows = {each.row for each in cuts.uncuttable}
            amount = yen_text(sum(each.amount for each in cuts.uncuttable), yen)
            self.say(self._texts.plural(len(rows), one, many, amount=amount))
            now = _("now {amount}").format(amount=yen_text(cuts.before, yen))
            if not self._asks_ladder:
                wished = _("→ {amount}").format(amount=yen_text(cuts.target, yen))
        self.aim.now.setText(now)
        self.echo.setText(wished)

    def _on_package(self) -> None:
        if self.packages.currentIndex().isValid() and self._offers:
            self._method = self.packages.currentIndex().row()
            self._show_package()
            self.propose()

    def _show_package(self) -> None:
        """Show what the package chosen changes."""
        offer = self.packages.offer
        rows: list[Changed] = []
        later: dict[int, int] = {}
        if offer is not None:
            sign = 1 if offer.cuts.up else -1
            rows = [Changed(each.driver, each.before, each.after, sign * each.effect) for each in offer.package.changes]
            later = dict(offer.package.later)
        self.later.say(later)
        self.changes.show_changes(rows, self.aim.fiscal_year)

    def proposal(self) -> Proposal | None:
        """The package chosen, where it is enough."""
        offer, _ = self.packages.offer, self._texts._
        if offer is None or not offer.package.reached or not offer.package.changes:
            return None
        package = offer.package
        wish = self.packages.name(offer) if offer.share is not None else self.amount.text().strip()
        method = _(METHOD_NAMES[package.method])
        way = self._way.value if offer.share is None else Way.CUT_BY.value
        said = _("{what}: {way} {amount}, {method}")
        reason = said.format(what=self.aim.name, way=_(way), amount=wish, method=method)

        def made(document: Document, scenario: int, why: str, author: Author) -> Document:
            return set_values(document, scenario, package.entries(document), why, author)

        return Proposal(_("{way} {amount}, {method}").format(way=_(way), amount=wish, method=method), reason, made)
