"""Ceilings in words: their state, their figures in the unit shown, what they stand over and what they limit."""

from __future__ import annotations

from planner.core.ceilings.judge import Judgement, Verdict
from planner.core.ceilings.sums import Interval
from planner.core.errors import N_
from planner.core.model.ceilings import ANY, Ceiling, Kinds, Scope, ScopeKind
from planner.core.model.fields import DEMAND, EXPENSE
from planner.core.model.portfolio import Portfolio
from planner.core.money import Unit, format_amount
from planner.words.texts import Texts

STATE_NAMES = {
    Verdict.HOLDS: N_("within"),
    Verdict.BROKEN: N_("over"),
    Verdict.UNKNOWN: N_("cannot judge: not known"),
}


def ceiling_name(ceiling: Ceiling, texts: Texts) -> str:
    """The name of a ceiling in the reader's language."""
    return texts.name(ceiling.name, ceiling.name_en)


def amount_between(amount: Interval, unit: Unit, texts: Texts) -> str:
    """An amount in the unit shown, or from where to where it lies."""
    low, high = format_amount(amount.low, unit), format_amount(amount.high, unit)
    return low if low == high else f"{low}{texts.name('～', '–')}{high}"


def state_text(judgement: Judgement, texts: Texts) -> str:
    """Whether a ceiling holds, with the 事項要求 that count no amount."""
    said = texts._(STATE_NAMES[judgement.verdict])
    return f"{said} {items_text(judgement, texts)}".strip()


def items_text(judgement: Judgement, texts: Texts) -> str:
    """`＋事項 2件` where lines in scope are requested without an amount, else nothing."""
    count = judgement.unpriced
    return texts._("+ items without an amount: {count}").format(count=count) if count else ""


def ceiling_in_words(judgement: Judgement, unit: Unit, texts: Texts) -> str:
    """One line: name, limited against allowance, room, state."""
    said = texts._("{name}: {limited} of {allowance}, room {room}; {state}")
    return said.format(
        name=ceiling_name(judgement.ceiling, texts),
        limited=amount_between(judgement.limited, unit, texts),
        allowance=amount_between(judgement.allowance, unit, texts),
        room=amount_between(judgement.room, unit, texts),
        state=state_text(judgement, texts),
    )


def kinds_text(kinds: Kinds, texts: Texts) -> str:
    """Which amounts a ceiling limits."""
    demand = texts._("requests and wishes") if kinds.demand == ANY else texts._(DEMAND.choices[kinds.demand])
    expense = texts._("any expense") if kinds.expense == ANY else texts._(EXPENSE.choices[kinds.expense])
    return f"{expense} · {demand}"


def scope_text(scope: Scope, portfolio: Portfolio, texts: Texts) -> str:
    """What a ceiling stands over, by name; the id where the portfolio does not have it."""
    if scope.kind is ScopeKind.ALL:
        return texts._("All programs")
    if scope.kind is ScopeKind.AGENCY:
        return scope.id
    if scope.kind is ScopeKind.PROGRAM:
        place = portfolio.program_index.get(scope.id)
        program = None if place is None else portfolio.programs[place]
        return scope.id if program is None else texts.name(program.name, program.name_en)
    for view in portfolio.views:
        if view.id == scope.id:
            name = texts.name(view.name, view.name_en)
            if scope.kind is ScopeKind.VIEW:
                return name
            found = next((m for m in view.members if m.heading == scope.heading), None)
            heading = scope.heading if found is None else texts.name(found.heading, found.heading_en)
            return f"{name} › {heading}"
    return scope.id
