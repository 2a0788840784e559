"""The strip on top: the totals of the view chosen, live."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.widgets import theme
from planner.app.widgets.plain import Label, plain_tip
from planner.core.ceilings.judge import Verdict
from planner.core.check.ceilings import scope_stands_over
from planner.core.check.printed import view_remainder
from planner.core.explain.footing import Footing, footing, unprinted_before
from planner.core.money import format_amount, format_change
from planner.words.ceilings import amount_between, ceiling_in_words
from planner.words.figures import amount_text, percent_text, shares_text, unit_name, yen_text
from planner.words.texts import Texts


class Figure(QWidget):
    """A named figure of the strip, with room for `digits` so that nothing moves while it changes.

    The name stands above a large one, and before a small one in the same line.
    """

    def __init__(self, name: str, digits: int, *, large: bool = True) -> None:
        super().__init__()
        self._name, self._value = Label(name), Label()
        self.tip = ""
        """What is told beside it."""
        font = theme.bold(theme.table_font())
        if large:
            font.setPointSizeF(font.pointSizeF() * 1.35)
        self._value.setFont(font)
        self._room = self._value.fontMetrics().horizontalAdvance("0") * digits
        self._value.setMinimumWidth(self._room)
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._value.setAccessibleName(name)
        layout = QVBoxLayout(self) if large else QHBoxLayout(self)
        layout.setContentsMargins(10, 4 if large else 0, 10, 4 if large else 2)
        layout.setSpacing(0 if large else 6)
        layout.addWidget(self._name)
        layout.addWidget(self._value)

    def show_value(self, text: str, tip: str = "") -> None:
        """Show a value; below zero in red beside its △."""
        if text == self._value.text() and tip == self.tip:
            return
        colour = theme.tokens().decrease.name() if text.startswith("△") else ""
        self._value.setStyleSheet(f"color: {colour}" if colour else "")
        self._value.setText(text)
        self._value.setMinimumWidth(max(self._room, self._value.fontMetrics().horizontalAdvance(text)))
        self.tip = tip
        self._value.setToolTip(plain_tip(tip))

    def rename(self, name: str) -> None:
        """Give the figure another name, where the unit is part of it."""
        self._name.setText(name)
        self._value.setAccessibleName(name)

    @property
    def text(self) -> str:
        """The value shown."""
        return self._value.text()


class TotalsStrip(QFrame):
    """Request total, change on the previous year, difference from the base, room under the ceiling; below, in small,
    how the printed figures are met, what the total rests on, and what is not printed.
    """

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self.setObjectName("totals")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        _ = texts._
        self.request, self.change = Figure(_("Request"), 11), Figure(_("On previous year"), 19)
        self.from_base, self.room = Figure(_("From base"), 10), Figure(_("Room under the ceiling"), 10)
        self.agreement = Figure(_("Printed figures met"), 6, large=False)
        self.footing = Figure(_("Printed/fitted/assumed/rest %"), 11, large=False)
        self.remainder = Figure(_("Left to printed total"), 11, large=False)
        self.missing = Figure(_("Figures missing"), 2, large=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 2, 4, 2)
        layout.setSpacing(0)
        large = (self.request, self.change, self.from_base, self.room)
        for figures in (large, (self.agreement, self.footing, self.remainder, self.missing)):
            line = QHBoxLayout()
            for figure in figures:
                line.addWidget(figure)
            line.addStretch(1)
            layout.addLayout(line)
        self._rests: Footing | None = None
        session.changed.connect(self._on_changed)
        session.settled.connect(self._on_settled)
        self._show(session.state)

    def _on_changed(self, moved: Moved) -> None:
        if moved.totals:
            self._show(moved.after)
        elif moved.ceilings:
            self._show_room(moved.after)

    def _on_settled(self) -> None:
        self._show_room(self._session.state)

    def _show(self, state: State) -> None:
        """Show all; the room under the ceilings may follow once the rest is on the screen."""
        _, unit = self._texts._, state.unit
        totals, base = state.totals(), state.totals(self._session.base_evaluation)
        year = self._texts.era(state.portfolio.request_year)
        self.request.rename(f"{year} {_('Request')} ({unit_name(state.unit, self._texts)})")
        self.request.show_value(amount_text(totals[1], unit, _), _exact(totals[1].amount, self._texts))
        previous, current, planned = totals[0].amount, totals[1].amount, base[1].amount
        if previous is None or current is None or planned is None:
            self.change.show_value(_("cannot compute"))
            self.from_base.show_value(_("cannot compute"))
        else:
            change = f"{format_change(current - previous, unit)}  ({percent_text(current, previous, self._texts)})"
            self.change.show_value(change, _exact(current - previous, self._texts))
            self.from_base.show_value(format_change(current - planned, unit), _exact(current - planned, self._texts))
        if self._session.is_settling:
            self.room.show_value("…")
        else:
            self._show_room(state)
        self._show_agreement(state)
        self._show_missing(state, totals[0].missing + totals[1].missing)

    def _show_missing(self, state: State, gaps: int) -> None:
        """How many figures no sheet prints, and how much of the increase stands on one of the previous year."""
        _ = self._texts._
        counted = state.portfolio.counted(state.shown_view)
        stands = sum(unprinted_before(state.evaluation, counted).values())
        self.missing.setVisible(gaps > 0)
        said = [_("Figures that no sheet prints; totals marked * leave them out.")]
        if stands:
            words = _("{amount} yen of the increase have no printed figure of the previous year: nobody's increase.")
            said.append(words.format(amount=format_amount(stands)))
        shown = _("{n} ({amount} of the rise)").format(n=gaps, amount=format_amount(stands, state.unit))
        self.missing.show_value(shown if stands else str(gaps), "\n".join(said))

    def _show_room(self, state: State) -> None:
        """What is left under the tightest ceiling over the view that can be judged."""
        view = state.shown_view.id if state.shown_view else None
        over = [each for each in self._session.judged if scope_stands_over(each.ceiling.scope, view)]
        self.room.setVisible(bool(over))
        if not over:
            return
        rooms = [each for each in over if each.verdict is not Verdict.UNKNOWN]
        tightest = min(rooms, key=lambda each: each.sure_room, default=None)
        text = amount_between(tightest.room, state.unit, self._texts) if tightest else self._texts._("cannot judge")
        self.room.show_value(text, "\n".join(ceiling_in_words(each, state.unit, self._texts) for each in over))

    def _show_agreement(self, state: State) -> None:
        checks = self._session.figures
        self.agreement.show_value(f"{checks.met}/{checks.judged}", self._texts._("Both years, all programs and parts."))
        view = state.shown_view
        self._rests = footing(state.evaluation, self._rests)
        shares = self._rests.view(view, 1)
        parts = shares.in_parts(100)
        self.footing.show_value("" if parts is None else "/".join(map(str, parts)), shares_text(shares, self._texts._))
        figure = next(
            (each for each in (view.published if view else ()) if each.year == state.portfolio.request_year), None
        )
        left = view_remainder(state.evaluation, view, figure) if view and figure else None
        self.remainder.setVisible(left is not None)
        if left is not None and view is not None and figure is not None:
            words = [self._texts.name(note.text, note.text_en) for note in view.notes]
            self.remainder.show_value(format_amount(left, state.unit), "\n".join([figure.printed, *words]))


def _exact(yen: int | None, texts: Texts) -> str:
    return "" if yen is None else yen_text(yen, texts)
