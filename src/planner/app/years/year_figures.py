"""The plan years of the scenarios on the screen: what is paid, what is bound of it, and what is held against it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from planner.app.session.session import Session
from planner.core.calculation.burden import Burden, Burdens, burdens
from planner.core.errors import N_
from planner.core.model.document import BASE
from planner.core.model.obligations import Obligation


class YearMeasure(Enum):
    """What is shown of a plan year; the value is the name as a catalogue key."""

    AMOUNT = N_("Amount")
    COMMITTED = N_("Bound in later years")
    EARLIER = N_("Bound by earlier decisions")
    REQUEST = N_("Bound by the request year")
    POLICY = N_("Policy: renewals and what is decided later")
    FROM_BASE = N_("Above the base")
    FROM_FLAT = N_("Above a flat line")
    FROM_BESIDE = N_("Above the scenario beside")


DIFFERENCES = (YearMeasure.FROM_BASE, YearMeasure.FROM_FLAT, YearMeasure.FROM_BESIDE)


class Trio(NamedTuple):
    """The burdens of the scenario shown, of the base, and of the scenario beside, `None` where none stands there."""

    shown: Burdens
    base: Burdens
    beside: Burdens | None


class YearFigures:
    """The burdens of a session's scenarios, each worked out from the last ones: an edit costs what it moves."""

    def __init__(self, session: Session) -> None:
        self._session, self._portfolio = session, session.state.portfolio
        self._known: dict[int, tuple[tuple[Obligation, ...], Burdens]] = {}

    def trio(self) -> Trio:
        """The burdens that are on the screen now."""
        state = self._session.state
        if state.portfolio is not self._portfolio:
            self._portfolio, self._known = state.portfolio, {}
        base = self.of(BASE)  # first: the others share what is worked out of it
        beside = None if state.beside is None else self.of(state.beside)
        return Trio(self.of(state.scenario), base, beside)

    def of(self, scenario: int) -> Burdens:
        """The burdens of a scenario, or of the base."""
        evaluation, obligations = self._session.evaluation_of(scenario), self._session.state.document.obligations
        known = self._known.get(scenario) or self._known.get(BASE)
        if known is not None and known[0] is obligations and known[1].evaluation is evaluation:
            return known[1]
        every = self._session.state.document.all_obligations
        found = burdens(evaluation, every, known[1] if known is not None else None)
        self._known[scenario] = (obligations, found)
        return found


def summed(parts: Sequence[tuple[Burden, ...]], years: int) -> tuple[Burden, ...]:
    """The sum of burdens, a plan year each; a year in which one of them cannot be said has no amount."""
    found = []
    for year in range(years):
        each = [part[year] for part in parts]
        amounts = [burden.amount for burden in each if burden.amount is not None]
        policies = [burden.policy for burden in each if burden.policy is not None]
        found.append(
            Burden(
                sum(amounts) if len(amounts) == len(each) else None,
                sum(burden.earlier for burden in each),
                sum(burden.request for burden in each),
                sum(policies) if len(policies) == len(each) else None,
            )
        )
    return tuple(found)


def measured(
    measure: YearMeasure, shown: Sequence[Burden], base: Sequence[Burden], beside: Sequence[Burden] | None
) -> tuple[int | None, ...]:
    """A measure in yen, a plan year each; the flat line is the amount of the request year."""
    match measure:
        case YearMeasure.AMOUNT:
            return tuple(each.amount for each in shown)
        case YearMeasure.COMMITTED:
            return tuple(each.committed for each in shown)
        case YearMeasure.EARLIER:
            return tuple(each.earlier for each in shown)
        case YearMeasure.REQUEST:
            return tuple(each.request for each in shown)
        case YearMeasure.POLICY:
            return tuple(each.policy for each in shown)
        case YearMeasure.FROM_FLAT:
            return tuple(_less(each.amount, shown[1].amount) for each in shown)
    others = base if measure is YearMeasure.FROM_BASE else beside
    if others is None:
        return (None,) * len(shown)
    return tuple(_less(each.amount, other.amount) for each, other in zip(shown, others, strict=True))


def _less(amount: int | None, other: int | None) -> int | None:
    return None if amount is None or other is None else amount - other
