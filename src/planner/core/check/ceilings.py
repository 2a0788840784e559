"""What is found of ceilings, in words: for the check, the panel and the command line."""

from __future__ import annotations

from collections.abc import Iterable

from planner.core.ceilings.judge import Judged, Judgement, Verdict
from planner.core.ceilings.sums import Interval
from planner.core.errors import N_, Both, Message, Problem
from planner.core.model.ceilings import ALL_KINDS, Scope, ScopeKind
from planner.core.model.rules import CEILING, CEILING_UNKNOWN
from planner.core.money import format_amount


def ceiling_problems(judged: Judged) -> list[Problem]:
    """A finding for each ceiling that is broken, or cannot be judged."""
    return [_problem(each) for each in judged if each.verdict is not Verdict.HOLDS]


def _problem(found: Judgement) -> Problem:
    ceiling = found.ceiling
    name = Both(ceiling.name, ceiling.name_en)
    named = ceiling.scope.kind in (ScopeKind.PROGRAM, ScopeKind.VIEW, ScopeKind.HEADING)
    where = f"{ceiling.scope.id if named else ''}.{ceiling.id}@{ceiling.year}"  # one a ceiling: it may be waived
    if found.verdict is Verdict.BROKEN:
        said = Message.of(
            N_("Over the ceiling “{name}” by {over} yen: {limited} yen against {allowance} yen."),
            name=name,
            over=format_amount(-found.room.high),
            limited=interval_text(found.limited),
            allowance=interval_text(found.allowance),
        )
        cut, move = N_("Cut the request."), N_("Cut the request, or move amounts to another kind.")
        return CEILING.finding(where, said, Message.of(cut if ceiling.kinds == ALL_KINDS else move))
    return CEILING_UNKNOWN.finding(
        where,
        Message.of(N_("The ceiling {name} cannot be judged: {why}"), name=name, why=why_unknown(found)),
        Message.of(N_("Say of the lines which kind of request and expense they are, where it is known.")),
    )


def why_unknown(found: Judgement) -> Message:
    """Why a ceiling cannot be judged."""
    if found.lost:
        return Message.of(N_("the portfolio does not have what it stands over."))
    if found.cannot:
        return Message.of(N_("Lines that cannot be computed: {count}."), count=f"{found.cannot:,}")
    return Message.of(N_("not known. Lines whose kind is not stated: {count}."), count=f"{found.unsettled:,}")


def interval_text(amount: Interval) -> Both:
    """An amount in yen, or from where to where it lies."""
    low, high = format_amount(amount.low), format_amount(amount.high)
    return Both(low, low) if amount.known is not None else Both(f"{low}～{high}", f"{low}–{high}")


def scope_stands_over(scope: Scope, view: str | None) -> bool:
    """Whether a ceiling of that scope is one of all programs, or of the view of that id."""
    return scope.kind is ScopeKind.ALL or (scope.kind is ScopeKind.VIEW and scope.id == view)


def judged_over(judged: Judged, view: str | None) -> tuple[Judgement, ...]:
    """The ceilings that stand over all programs, or over the view of that id."""
    return tuple(each for each in judged if scope_stands_over(each.ceiling.scope, view))


def tightest(judged: Judged, view: str | None) -> Judgement | None:
    """Of those the one with the least room; where none can be judged the one with most lines of unknown kind."""
    over = judged_over(judged, view)
    known = [each for each in over if each.verdict is not Verdict.UNKNOWN]
    if known:
        return min(known, key=lambda each: each.sure_room)
    return max(over, key=lambda each: each.unsettled, default=None)


def allowance_over(judgements: Iterable[Judgement], amount: int) -> int | None:
    """The allowance of a ceiling that limits so many yen, all there is to see and nothing else; `None` without one."""
    for each in judgements:
        if each.limited.known == amount and each.allowance.known is not None:
            return each.allowance.known
    return None
