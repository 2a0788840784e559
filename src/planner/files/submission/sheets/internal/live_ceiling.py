"""A ceiling as formulas over 積算内訳, where every line that matters to it says which kind it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import lcm
from typing import NamedTuple

from planner.core.ceilings.judge import Judgement, Verdict
from planner.core.model.ceilings import ANY, DISCRETIONARY, MANDATORY, REQUEST, WISH, Ceiling, Kinds, Measure, ScopeKind
from planner.files.submission.factors import DIVIDED
from planner.files.submission.handover import Handover

LONGEST = 4_000
"""A formula of so many characters at most; Excel takes twice that."""


class LiveCeiling(NamedTuple):
    """What is limited, and what is allowed, in yen.

    `settled` is true while no line that matters has an amount and does not say of which kind it is: one that had none
    when the workbook was written may get one. It is blank where kinds do not matter.
    """

    limited: str
    allowance: str
    settled: str = ""

    @property
    def room(self) -> str:
        """What is left."""
        return f"{self.allowance}-({self.limited})"

    def known(self, shown: str, unknown: str) -> str:
        """The formula that shows this while the ceiling can be judged, else that text."""
        return f'IF({self.settled},{shown},"{unknown}")' if self.settled else shown


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
    unstated = list(_unstated(ceiling))
    known = (getattr(handover.kinds.of(i, demand, expense), key) for key, demand, expense in unstated for i in scope)
    if any(known):
        return None  # they have amounts and do not matter all the same: in this request, but perhaps not in another
    sums = (_added(handover, scope, key, demand, expense) for key, demand, expense in unstated)
    settled = ",".join(f"{each}=0" for each in sums)
    live = LiveCeiling(_sum(handover, scope, "request", ceiling.kinds), allowance, f"AND({settled})" if settled else "")
    exact = 2 * scale * abs(found.allowance.low) < DIVIDED
    return live if exact and max(len(live.room), len(live.settled)) < LONGEST else None


def _scope(handover: Handover, found: Judgement) -> Sequence[int | None] | None:
    """What a ceiling stands over: all (`None`), or a few programs with their parts."""
    portfolio, scope = handover.portfolio, found.ceiling.scope
    if scope.kind is ScopeKind.ALL:
        return [None]
    programs = scope.programs(portfolio)
    if programs is None:
        return None
    tops = [each for each in sorted(programs) if not programs.intersection(portfolio.ancestors[each][1:])]
    whole = all(programs.issuperset(portfolio.subtrees[each]) for each in tops)
    return list(tops) if whole else None


def _sum(handover: Handover, scope: Sequence[int | None], column: str, kinds: Kinds) -> str:
    return _added(handover, scope, column, kinds.demand or None, kinds.expense or None)


def _added(
    handover: Handover, scope: Sequence[int | None], column: str, demand: int | None, expense: int | None
) -> str:
    """What lines of these kinds come to; 0 is a kind that is not stated, `None` any."""
    places = handover.places
    chosen = (places.all if index is None else places.program(index) for index in scope)
    return "+".join(handover.kinds.chosen(each, demand, expense).sum(column) for each in chosen)


def _unstated(ceiling: Ceiling) -> Iterator[tuple[str, int | None, int | None]]:
    """The kinds of lines that leave it open whether they count, with the column of their amounts; `None` is any."""
    short = [term.kinds for term in ceiling.terms if term.measure is Measure.SHORTFALL]
    before = [Kinds(ANY, term.kinds.expense) for term in ceiling.terms]  # last year's have no kind of request
    for key, meant in (("previous", before), ("request", [ceiling.kinds, *short])):
        demands = [demand for demand in STATED if _is_open(meant, demand, 0)]
        yield from ((key, demand, 0) for demand in ([None] if len(demands) == len(STATED) else demands))
        yield from ((key, 0, expense) for expense in STATED[1:] if _is_open(meant, 0, expense))


STATED = (0, 1, 2)
"""The kinds of request that have an amount, and of expense; 0 where it is not stated."""


def _is_open(meant: Iterable[Kinds], demand: int, expense: int) -> bool:
    """Whether a line of these kinds may be meant or not, as what it does not say turns out."""
    demands = (demand,) if demand else (REQUEST, WISH)
    expenses = (expense,) if expense else (DISCRETIONARY, MANDATORY)
    possible = list(product(demands, expenses))
    return any(len({kinds.include(*each) for each in possible}) > 1 for kinds in meant)
