"""A ceiling as formulas over 積算内訳, where every line that matters to it says which kind it is."""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm
from typing import NamedTuple

from planner.core.ceilings.judge import Judgement, Verdict
from planner.core.model.ceilings import ANY, Kinds, Measure, ScopeKind
from planner.files.submission.factors import DIVIDED
from planner.files.submission.handover import Handover
from planner.files.submission.places import Chosen

LONGEST = 4_000
"""A formula of so many characters at most; Excel takes twice that."""


class LiveCeiling(NamedTuple):
    """What is limited, and what is allowed, in yen."""

    limited: str
    allowance: str

    @property
    def room(self) -> str:
        """What is left."""
        return f"{self.allowance}-({self.limited})"


def live_ceiling(handover: Handover, found: Judgement) -> LiveCeiling | None:
    """The formulas of a ceiling; `None` where it cannot be said by formulas, or what it comes to lies in between."""
    scope = _scope(handover, found)
    exact = found.room.known is not None and found.room.low == found.allowance.low - found.limited.low
    if scope is None or found.verdict is Verdict.UNKNOWN or found.unsettled or not exact:
        return None
    ceiling = found.ceiling
    scale = lcm(*(term.ratio.denominator for term in ceiling.terms))
    parts = [str(ceiling.amount * scale)] if ceiling.amount else []
    for term in ceiling.terms:
        ratio = int(term.ratio * scale)
        before = f"{ratio}*({_sum(handover, scope, 'previous', Kinds(ANY, term.kinds.expense))})"
        now = f"{ratio}*({_sum(handover, scope, 'request', term.kinds)})"
        parts.append(before if term.measure is Measure.PREVIOUS else f"MAX(0,{before}-{now})")
    added = "+".join(parts) or "0"
    # cut off to the yen: n ÷ d cut off is (2n − d + 1) ÷ 2d rounded, which every spreadsheet settles alike
    allowance = f"({added})" if scale == 1 else f"ROUND((2*({added})-{scale}+1)/{2 * scale},0)"
    live = LiveCeiling(_sum(handover, scope, "request", ceiling.kinds), allowance)
    exact = 2 * scale * abs(found.allowance.low) < DIVIDED
    return live if exact and len(live.room) < LONGEST else None


def _scope(handover: Handover, found: Judgement) -> Sequence[Chosen] | None:
    """The lines a ceiling stands over: all, or those of a few programs with their parts."""
    portfolio, places, scope = handover.portfolio, handover.places, found.ceiling.scope
    if scope.kind is ScopeKind.ALL:
        return [places.all]
    programs = scope.programs(portfolio)
    if programs is None:
        return None
    tops = [each for each in sorted(programs) if not programs.intersection(portfolio.ancestors[each][1:])]
    whole = all(programs.issuperset(portfolio.subtrees[each]) for each in tops)
    return [places.program(each) for each in tops] if whole else None


def _sum(handover: Handover, scope: Sequence[Chosen], column: str, kinds: Kinds) -> str:
    of = handover.kinds
    chosen = (of.chosen(each, kinds.demand or None, kinds.expense or None) for each in scope)
    return "+".join(each.sum(column) for each in chosen)
