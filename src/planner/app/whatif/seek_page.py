"""目標額に合わせる: the value of a driver with which an amount is met, live while it is typed."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from planner.app.session.desk import Desk
from planner.app.whatif.aim_choice import AimChoice
from planner.app.whatif.asking import Work
from planner.app.whatif.changes_table import Changed, ChangesTable
from planner.app.whatif.chosen import Chosen
from planner.app.whatif.later_years import LaterYears
from planner.app.whatif.mover_choice import MoverChoice
from planner.app.whatif.page import WhatIfPage
from planner.app.whatif.proposal import Proposal
from planner.app.whatif.seek_answer import SeekAnswer, SeekQuestion, Side
from planner.app.widgets import theme
from planner.app.widgets.plain import Label, plain_entry
from planner.core.edits.values import Author
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.fields import Kind, Value
from planner.core.money import format_change, parse_yen
from planner.core.seek.levers import Lever, put
from planner.core.seek.seek import value_text
from planner.words.figures import counted, yen_text
from planner.words.growth import percent_text

SIDES = 2
"""The values nearest to the amount: up to it, and above it."""


class SeekPage(WhatIfPage):
    """What shall come to which amount, by moving what; below it the values to choose from and what they do."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        _ = self._texts._
        self._answer: SeekAnswer | None = None
        self.aim, self.mover = AimChoice(self._session, self._texts), MoverChoice(self._session, self._texts)
        self.amount, self.echo = QLineEdit(), Label()
        self.amount.setFont(theme.sized(theme.TITLE_POINTS, bold=True))
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.amount.setAccessibleName(_("Amount"))
        self.amount.setFixedWidth(theme.px(176))
        self.echo.setProperty("tone", "second")
        self._group = QButtonGroup(self)
        self.sides = [QRadioButton() for _each in range(SIDES)]
        for place, button in enumerate(self.sides):
            button.setFont(theme.table_font())
            button.toggled.connect(partial(self._on_side, place))
            self._group.addButton(button, place)
        self.warning, self.later = Label(), LaterYears(self._session, self._texts)
        self.warning.setProperty("tone", "warning")
        self.warning.setWordWrap(True)
        self.table = ChangesTable(self._session, self._texts)
        self._lay_out()
        self.show_answer(None)
        self.amount.textEdited.connect(self.change)
        self.aim.changed.connect(self.change)
        self.mover.changed.connect(self.change)

    def _lay_out(self) -> None:
        _ = self._texts._
        amount = QWidget()
        typed = QHBoxLayout(amount)
        typed.setContentsMargins(0, 0, 0, 0)
        typed.setSpacing(theme.px(8))
        typed.addWidget(self.amount)
        typed.addWidget(self.echo, 1)
        body = QVBoxLayout()
        body.addLayout(
            self.form(
                (_("Target"), self.aim, self.aim.whole),
                (_("Amount"), amount, self.amount),
                (_("Move"), self.mover, self.mover.mover),
            )
        )
        body.addLayout(self.state_row())
        for button in self.sides:
            body.addWidget(button)
        for label in (self.warning, self.later):
            body.addWidget(label)
        body.addWidget(self.table, 1)
        self.lay_out(body)

    # ---------------------------------------------------------------- what is asked

    def take_up(self, chosen: Chosen) -> None:
        self.aim.take_up(chosen)
        self.mover.take_up(chosen)
        self.change()

    def first(self) -> QWidget:
        return self.amount

    def refresh(self) -> None:
        self.aim.refill()
        self.mover.refill()

    def question(self) -> Work | None:
        text = self.amount.text().strip()
        if not text:
            return None
        state = self._session.state
        return SeekQuestion(
            state.document,
            state.evaluation.base,
            state.scenario,
            self._session.ceilings,
            self.aim.what,
            text,
            self.mover.moving,
        ).answer

    def unasked(self) -> str:
        said = self._texts._("Type the amount it shall come to, for example {example}.")
        return said.format(example=self._texts.name("170億円", "17,000,000,000"))

    def forget(self) -> None:
        super().forget()
        self._echo()

    def _echo(self) -> None:
        """Say the amount as it was understood."""
        try:
            said = yen_text(parse_yen(self.amount.text()), self._texts) if self.amount.text().strip() else ""
        except UserError:
            said = ""  # the answer says what is wrong with it
        self.echo.setText(said)

    # ---------------------------------------------------------------- the answer

    def show_answer(self, answer: object) -> None:
        self._answer = answer if isinstance(answer, SeekAnswer) else None
        sides = self._answer.sides if self._answer is not None else ()
        self._group.setExclusive(False)
        for place, button in enumerate(self.sides):
            button.setVisible(place < len(sides))
            button.blockSignals(True)
            button.setChecked(bool(sides) and place == 0)
            button.blockSignals(False)
            if place < len(sides):
                button.setText(plain_entry(self._side_text(sides[place])))
        self._group.setExclusive(True)
        self._show_now()
        self._show_verdict()
        self._show_side()

    def _show_now(self) -> None:
        now, _ = self._answer.now if self._answer is not None else None, self._texts._
        self.aim.now.setText("" if now is None else _("now {amount}").format(amount=yen_text(now, self._texts)))

    def _show_verdict(self) -> None:
        """Say whether it is met, and where it is not why."""
        if self._answer is None:
            return
        _, found = self._texts._, self._answer.found
        if found.met is not None:
            said = [_("Met to the yen.")]
        elif found.below is not None and found.above is not None:
            said = [_("No value meets it to the yen; these are the nearest.")]
        else:
            said = [] if found.why is None else [found.why.render(self._texts.translate)]
        if found.turning is not None:
            said.append(found.turning.render(self._texts.translate))
        self.say(" ".join(dict.fromkeys(said)), "" if len(self._answer.sides) == SIDES or found.met else "warning")

    def _side_text(self, side: Side) -> str:
        assert self._answer is not None
        _, found = self._texts._, self._answer.found
        value = self._value(found.lever, side.near.value)
        amount = yen_text(side.near.amount, self._texts)
        if found.met is not None:
            return f"{value} → {amount}"
        off = format_change(side.near.amount - found.target)
        said = _("Up to it: {value} → {amount} ({off})")
        if side.near.amount > found.target:
            said = _("Above it: {value} → {amount} ({off})")
        return said.format(value=value, amount=amount, off=off)

    def _value(self, handle: Lever, value: Value) -> str:
        """A value with its unit."""
        if not handle.drivers:
            return percent_text(Fraction(value))
        text = value_text(handle, value)
        if handle.is_factor or handle.begun:
            return text
        driver, lines = handle.drivers[0], self._session.state.portfolio.lines
        if driver.field.kind is Kind.YEN:
            return self._texts.name(f"{text}円", f"{text} yen")
        return counted(text, lines.units[driver.row], self._texts, value) if driver.field.kind is Kind.COUNT else text

    @property
    def _side(self) -> Side | None:
        """The value chosen."""
        sides = self._answer.sides if self._answer is not None else ()
        return sides[max(self._group.checkedId(), 0)] if sides else None

    def _on_side(self, _place: int, checked: bool) -> None:
        if checked:
            self._show_side()
            self.propose()

    def _show_side(self) -> None:
        """Show what the value chosen does."""
        side, _ = self._side, self._texts._
        said = [] if side is None else [each.render(self._texts.translate) for each in side.warnings]
        if side is not None and side.bound:
            stopped = N_("The lowest value stops it.") if side.bound == "low" else N_("The highest value stops it.")
            said.insert(0, _(stopped))
        self.warning.setText("\n".join(said))
        self.warning.setVisible(bool(said))
        self.later.say({} if side is None else side.effects.later)
        rows = [] if side is None else [Changed(*each) for each in side.effects.changes]
        self.table.setVisible(bool(rows))
        self.table.show_changes(rows, self.aim.fiscal_year)

    def proposal(self) -> Proposal | None:
        """The value chosen; none where nothing within the bounds comes near."""
        side, answer = self._side, self._answer
        if side is None or answer is None or (len(answer.sides) < SIDES and answer.found.met is None):
            return None
        handle, position = answer.found.lever, side.near.position
        typed, _ = self.amount.text().strip(), self._texts._

        def made(document: Document, scenario: int, why: str, author: Author) -> Document:
            return put(document, scenario, handle, position, why, author)

        reason = _("{what} to {amount}").format(what=self.aim.name, amount=typed)
        return Proposal(_("Target {amount}").format(amount=typed), reason, made)
