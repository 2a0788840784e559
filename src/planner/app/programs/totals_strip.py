"""The strip on top: the totals of the view chosen, live, as cards that lead to the page that explains them."""

from __future__ import annotations

import time
from collections.abc import Generator
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from planner.app.programs.card import Card, Told
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.core.ceilings.judge import Judgement, Verdict
from planner.core.check.ceilings import judged_over, tightest
from planner.core.check.printed import view_remainder
from planner.core.errors import N_
from planner.core.explain.difference import Difference, explaining
from planner.core.explain.footing import Footing, footing, unprinted_before
from planner.core.explain.sides import Side
from planner.core.money import Unit, format_amount, format_change, round_ratio
from planner.words.ceilings import amount_between, ceiling_in_words
from planner.words.differences import FACTOR_NAMES
from planner.words.figures import amount_text, percent_text, shares_text, unit_mark, unit_name, yen_text
from planner.words.texts import Texts

REQUEST, CHANGE, FROM_BASE, ROOM, CHECK = CARDS = ("request", "change", "from-base", "room", "check")
TOTALS = (REQUEST, CHANGE, FROM_BASE)
"""The cards that flash when an edit changes their figure."""
SHARES = {REQUEST: 200, CHANGE: 255, FROM_BASE: 155, ROOM: 230, CHECK: 160}
"""Thousandths of the width: fixed, so that no digit moves a neighbour."""
QUIET_MS = 150
"""So long nothing must move before the change is split into its causes, which looks at every line."""
SLICE = 0.004
"""Seconds of looking through everything between two turns of the event loop."""
BIT = 1_000
"""Changes counted in one go."""
CAUSES = ("rate", "quantity", "new")
"""The causes of the change that are named; the others are summed up."""


class TotalsStrip(QFrame):
    """Request, change on the previous year and its causes, difference from the base, room under the ceiling, findings.

    Signals:
        wanted(str): a card was entered, one of `CARDS`.
    """

    wanted = Signal(str)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self.setObjectName("totals")
        self.setProperty("line", "below")
        _ = texts._
        names = (_("Request"), _("On previous year"), _("From base"), _("Ceiling"), _("Check"))
        self.cards = {key: Card(name, texts) for key, name in zip(CARDS, names, strict=True)}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for key, card in self.cards.items():
            layout.addWidget(card, SHARES[key])
            card.clicked.connect(partial(self.wanted.emit, key))
        self.lacks_classes = False
        """Whether the card of the ceiling leads to lines whose class is not stated."""
        self._rests: Footing | None = None
        self._difference: Difference | None = None
        self._causes = self._reasons = ""
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self.look_through)
        self._looking: Generator[None] | None = None
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._look_on)
        session.changed.connect(self._on_changed)
        session.settled.connect(self._on_settled)
        self._show(session.state)

    def set_low(self, low: bool) -> None:
        """Leave out the lines below the figures, where height is scarce."""
        for card in self.cards.values():
            card.set_low(low)

    @property
    def is_waiting(self) -> bool:
        """Whether causes and counts are still to come."""
        return self._quiet.isActive() or self._idle.isActive()

    def regions(self) -> list[QWidget]:
        """What F6 goes to."""
        return [self.cards[REQUEST]]

    def _on_changed(self, moved: Moved) -> None:
        before = {key: card.text_shown for key, card in self.cards.items()}
        if moved.totals:
            self._show(moved.after)
        elif moved.ceilings:
            self._show_room(moved.after)
        if moved.edited:
            for key in TOTALS:
                if self.cards[key].text_shown != before[key]:
                    self.cards[key].flash.start()
        if moved.changes or moved.scenario or self._idle.isActive():
            self._await_quiet()

    def _on_settled(self) -> None:
        self._show_room(self._session.state)

    def _show(self, state: State) -> None:
        """Show all; the room under the ceilings and the causes may follow once the rest is on the screen."""
        self._causes = ""
        self._show_request(state)
        self._show_change(state)
        self._show_from_base(state)
        if self._session.is_settling:
            self.cards[ROOM].show_told(Told("…"))
        else:
            self._show_room(state)
        self._await_quiet()

    def _await_quiet(self) -> None:
        """Look through everything once nothing moves: not before it is seen, so that it holds up no start."""
        self._idle.stop()
        if self.isVisible():
            self._quiet.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._quiet.start()

    # ---------------------------------------------------------------- the cards

    def _show_request(self, state: State) -> None:
        """The total, last year's, how the printed figures are met and what the total rests on."""
        _, unit, texts = self._texts._, state.unit, self._texts
        totals = state.totals()
        year, before = texts.era(state.portfolio.request_year), texts.era(state.portfolio.previous_year)
        checks = self._session.figures
        met = _("printed {met}/{judged}").format(met=checks.met, judged=checks.judged)
        self._rests = footing(state.evaluation, self._rests)
        shares = self._rests.view(state.shown_view, 1)
        tip = [_exact(totals[1].amount, texts), shares_text(shares, _)]
        tip.append(
            _("Printed figures met: {met} of {judged}, both years, all programs and parts.").format(
                met=checks.met, judged=checks.judged
            )
        )
        tip += self._left_to_printed(state)
        figure = amount_text(totals[1], unit, _)
        cannot = totals[1].amount is None
        self.cards[REQUEST].show_told(
            Told(
                _("cannot compute") if cannot else figure,
                unit_name(unit, texts),
                f"{before} {amount_text(totals[0], unit, _)} · {met}",
                "\n".join(filter(None, tip)),
                tone="error" if cannot else "text",
                brief=unit_mark(unit, texts),
            ),
            f"{year} {_('Request')}",
        )

    def _left_to_printed(self, state: State) -> list[str]:
        """What a view leaves to the total that is printed for it, in words."""
        view, year = state.shown_view, state.portfolio.request_year
        figure = next((each for each in (view.published if view else ()) if each.year == year), None)
        left = view_remainder(state.evaluation, view, figure) if view and figure else None
        if left is None or view is None or figure is None:
            return []
        said = self._texts._("Left to the printed total {printed}: {amount}")
        notes = [self._texts.name(note.text, note.text_en) for note in view.notes]
        return [said.format(printed=figure.printed, amount=yen_text(left, self._texts)), *notes]

    def _show_change(self, state: State) -> None:
        """The change, its causes once they are known, and how much of it is nobody's increase."""
        _, texts, totals = self._texts._, self._texts, state.totals()
        previous, current = totals[0].amount, totals[1].amount
        if previous is None or current is None:
            self.cards[CHANGE].show_told(Told(_("cannot compute"), tone="error"))
            return
        change, tip = current - previous, [_exact(current - previous, texts)]
        gaps = totals[0].missing + totals[1].missing
        counted = state.portfolio.counted(state.shown_view)
        stands = sum(unprinted_before(state.evaluation, counted).values())
        below = self._causes
        if gaps:
            tip.append(_("Figures that no sheet prints: {n}; totals marked * leave them out.").format(n=gaps))
        if stands:
            words = _("{amount} yen of the increase have no printed figure of the previous year: nobody's increase.")
            tip.append(words.format(amount=format_amount(stands)))
            apart = _("without a figure before {amount}").format(amount=format_change(stands, state.unit))
            below = " · ".join(filter(None, (apart, below)))
        self.cards[CHANGE].show_told(
            Told(
                format_change(change, state.unit),
                percent_text(current, previous, texts),
                below,
                "\n".join([*tip, self._causes] if self._causes else tip),
                aside_tone="decrease" if change < 0 else "increase",
            )
        )

    def look_through(self) -> None:
        """Begin to look at everything there is now, from the next turn of the event loop on."""
        self._looking = self._looked_through(self._session.state)
        self._idle.start()

    def _look_on(self) -> None:
        """Look at some more, for so long as no hand notices: what waits meanwhile comes before the rest."""
        until = time.perf_counter() + SLICE
        for _bit in self._looking or ():
            if time.perf_counter() > until:
                return
        self._looking = None
        self._idle.stop()

    def _looked_through(self, state: State) -> Generator[None]:
        """Name the largest causes of the change, and count the scenario's changes: what looks at everything."""
        _, portfolio = self._texts._, state.portfolio
        made = given = 0
        for place, change in enumerate(state.document.changes, start=1):
            if change.scenario == state.scenario:
                made, given = made + 1, given + bool(change.why)
            if place % BIT == 0:
                yield
        one, many = N_("{n} change, {given} with a reason"), N_("{n} changes, {given} with a reason")
        self._reasons = self._texts.plural(made, one, many, given=f"{given:,}")
        self._show_from_base(state)
        before, after = (Side(state.evaluation, year) for year in (portfolio.previous_year, portfolio.request_year))
        self._difference = yield from explaining(before, after, self._difference)
        yield
        found = self._difference.view(state.shown_view)
        causes = found.factors._asdict()
        named = {_(FACTOR_NAMES[cause]): causes[cause] for cause in CAUSES}
        named[_("Others")] = found.factors.difference - sum(named.values())
        unit = Unit.OKU if abs(found.factors.difference) >= 10 * Unit.OKU.yen else state.unit
        said = [f"{name} {format_change(yen, unit)}" for name, yen in named.items() if yen]
        self._causes = f"{' · '.join(said)} {unit_name(unit, self._texts)}" if said else ""
        self._show_change(state)

    def _show_from_base(self, state: State) -> None:
        """What the scenario shown adds to the base, and once counted its changes and how many of them say why."""
        _, totals, base = self._texts._, state.totals(), state.totals(self._session.base_evaluation)
        current, planned = totals[1].amount, base[1].amount
        if current is None or planned is None:
            self.cards[FROM_BASE].show_told(Told(_("cannot compute"), below=self._reasons, tone="error"))
            return
        told = Told(
            format_change(current - planned, state.unit),
            unit_name(state.unit, self._texts),
            self._reasons,
            _exact(current - planned, self._texts),
            brief=unit_mark(state.unit, self._texts),
        )
        self.cards[FROM_BASE].show_told(told)

    def _show_room(self, state: State) -> None:
        """What is left under the tightest ceiling over the view that can be judged; else what keeps it from that."""
        judged, _ = self._session.judged, self._texts._
        view = state.shown_view.id if state.shown_view else None
        found = tightest(judged, view)
        self.lacks_classes = found is not None and found.verdict is Verdict.UNKNOWN and found.unsettled > 0
        if found is None:
            self.cards[ROOM].show_told(Told("−", below=_("no ceiling over this view")))
            return
        tip = "\n".join(ceiling_in_words(each, state.unit, self._texts) for each in judged_over(judged, view))
        told = self._unknown_told if found.verdict is Verdict.UNKNOWN else self._judged_told
        self.cards[ROOM].show_told(told(found, state, tip))

    def _judged_told(self, found: Judgement, state: State, tip: str) -> Told:
        _ = self._texts._
        broken = found.verdict is Verdict.BROKEN
        below = _("ceiling {amount}").format(amount=amount_between(found.allowance, state.unit, self._texts))
        aside, brief = (
            f"{name(state.unit, self._texts)} {_('over') if broken else _('left')}" for name in (unit_name, unit_mark)
        )
        room, tone = amount_between(found.room, state.unit, self._texts), "error" if broken else "text"
        used, spoken = found.limited.high, f"{room} {aside}"
        if used == found.limited.low and found.allowance.low == found.allowance.high > 0:
            spoken += _(", ") + _("{percent}% used").format(percent=round_ratio(used * 1000, found.allowance.low) / 10)
        icon = "err" if broken else ""
        return Told(room, aside, below, tip, tone=tone, icon=icon, spoken=spoken, brief=brief)

    def _unknown_told(self, found: Judgement, state: State, tip: str) -> Told:
        """Lines whose kind is not stated keep a ceiling from being judged: how many, and the way to state it."""
        _ = self._texts._
        if not found.unsettled:
            return Told(_("cannot judge"), tip=tip, tone="warning", icon="warn")
        below = _("ceiling {amount}").format(amount=amount_between(found.allowance, state.unit, self._texts))
        figure = _("{n} unclassified").format(n=f"{found.unsettled:,}")
        return Told(figure, "", below, tip, tone="warning", icon="warn", link=_("Classify →"))

    def show_findings(self, errors: int, warnings: int, notes: int, *, pending: bool = False) -> None:
        """Show how many findings there are; `pending` while they are being worked out."""
        if pending:
            return  # what was known stays until then: nothing flickers
        _ = self._texts._
        icon, tone = ("err", "error") if errors else ("warn", "warning") if warnings else ("ok", "ok")
        words = _("Errors {errors} · Warnings {warnings} · Notes {notes}")
        tip = words.format(errors=errors, warnings=warnings, notes=notes)
        aside = f"⚠ {warnings:,}  ⓘ {notes:,}" if errors else f"ⓘ {notes:,}"
        figure = f"{errors or warnings:,}"
        below = _("F8: the next finding")
        self.cards[CHECK].show_told(Told(figure, aside, below, tip, tone=tone, icon=icon, spoken=tip))


def _exact(yen: int | None, texts: Texts) -> str:
    return "" if yen is None else yen_text(yen, texts)
