"""What a part comes to, told in a few figures: so that a board of many parts needs no more of each."""

from __future__ import annotations

from typing import NamedTuple

from planner.core.calculation.evaluate import Evaluation, evaluate_base, evaluate_scenario
from planner.core.ceilings.judge import judge
from planner.core.edits.waivers import accepted, waiver_of
from planner.core.errors import Severity
from planner.core.model.ceilings import Scope, ScopeKind
from planner.core.model.document import Document
from planner.core.model.parts import Part


class Summary(NamedTuple):
    """What a part comes to; amounts are of the request year, in yen, `None` where they are not known.

    `request` is what its programs come to, `ceiling` what they may come to, `room` what is left under the tightest of
    its ceilings. `findings` are those of its programs that are not accepted. `who` touched it last, and when.
    """

    part: Part
    request: int | None
    ceiling: int | None
    room: int | None
    findings: int
    who: str
    when: str


def summary_of(document: Document) -> Summary | None:
    """What a part comes to; `None` of a document that is none."""
    part = document.part
    if part is None:
        return None
    numbers = [each.number for each in document.scenarios]
    number = part.working if part.working in numbers else numbers[0]
    evaluation = evaluate_scenario(document, evaluate_base(document.portfolio, document.growth(number)), number)
    judged = judge(evaluation, [each for each in document.ceilings if each.scope == scope_of(part)])
    rooms = [each for each in judged if each.exact_room is not None]
    tightest = min(rooms, default=None, key=lambda each: each.sure_room)
    room, ceiling = (tightest.exact_room, tightest.allowance.known) if tightest else (None, None)
    found = _findings(document, evaluation, number)
    return Summary(part, requested(evaluation, part), ceiling, room, found, *_last(document, part, number))


def scope_of(part: Part) -> Scope:
    """What the ceiling of a part stands over."""
    return Scope(ScopeKind.HEADING, part.view, part.heading)


def requested(evaluation: Evaluation, part: Part) -> int | None:
    """What the programs of a part come to in the request year."""
    index = evaluation.portfolio.program_index
    return evaluation.sum_of(index[each] for each in part.programs if each in index)[1].amount


def _last(document: Document, part: Part, number: int) -> tuple[str, str]:
    """Who touched a part last, and when: by the last step of it, or the last change since."""
    if part.is_frozen:
        return part.history[-1].who, part.history[-1].when
    own = document.changes_of(number)
    return (own[-1].who, own[-1].when) if own else ("", "")


def _findings(document: Document, evaluation: Evaluation, number: int) -> int:
    """How many findings of the part's own programs stand, notes left out."""
    from planner.core.check.examination import problems  # noqa: PLC0415 - every save comes here, few are of parts

    waivers, portfolio = accepted(document, number), document.portfolio
    is_open, closed = document.open_programs(), set[str]()
    for i, program in enumerate(portfolio.programs):
        if i not in is_open:
            closed.update([program.id], (portfolio.lines.ids[row] for row in portfolio.line_ranges[i]))
    return sum(
        each.severity is not Severity.NOTE and waiver_of(each, waivers) is None and _place(each.where) not in closed
        for each in problems(document, evaluation, number)
    )


def _place(where: str) -> str:
    """The line or program a finding is of."""
    before = where.partition("@")[0]
    stem, dot, _field = before.rpartition(".")
    return stem if dot else before
