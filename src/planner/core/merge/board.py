"""The board (取りまとめ): every part that was sent, how far it has come, what it asks for beside its ceiling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.core.calculation.evaluate import Evaluation, evaluate_base, evaluate_scenario
from planner.core.ceilings.judge import judge
from planner.core.check.examination import problems
from planner.core.edits.waivers import accepted, waiver_of
from planner.core.errors import Severity
from planner.core.model.ceilings import Scope, ScopeKind
from planner.core.model.document import Document
from planner.core.model.parts import Part, State


@dataclass(frozen=True)
class Standing:
    """One part on the board; amounts are of the request year, in yen, `None` where they are not known.

    `request` is what its programs come to, `ceiling` the least it may come to by its ceilings, `room` what is left
    under the tightest of them, `difference` what it asks for beyond what it asked for when it was taken back last.
    `findings` are those of its programs that are not accepted. `found` says whether its file was there.
    """

    part: Part
    found: bool
    who: str
    when: str
    request: int | None
    ceiling: int | None
    room: int | None
    findings: int | None
    difference: int | None

    @property
    def state(self) -> State:
        """How far the part has come."""
        return self.part.state

    @property
    def is_awaited(self) -> bool:
        """Whether its officer is waited for: it is not handed in, or was sent back."""
        return self.state in (State.OPEN, State.RETURNED)

    @property
    def is_over(self) -> bool:
        """Whether it asks for more than its ceiling allows."""
        return self.room is not None and self.room < 0


def board(document: Document, found: Mapping[str, Document]) -> tuple[Standing, ...]:
    """The parts that were sent, in the order of their headings in their view; `found` are those at hand, by id."""
    return tuple(_standing(document, sent, found.get(sent.id)) for sent in document.sent)


def _standing(document: Document, sent: Part, there: Document | None) -> Standing:
    part = there.part if there is not None else None
    if there is None or part is None:
        last = sent.history[-1] if sent.history else None
        who, when = (last.who, last.when) if last else ("", "")
        ceiling = given_ceiling(document, sent)
        room = None if ceiling is None or sent.taken is None else ceiling - sent.taken
        return Standing(sent, False, who, when, sent.taken, ceiling, room, None, None)
    numbers = [each.number for each in there.scenarios]
    number = part.working if part.working in numbers else numbers[0]
    evaluation = evaluate_scenario(there, evaluate_base(there.portfolio, there.growth(number)), number)
    request = requested(evaluation, part)
    judged = judge(evaluation, [each for each in there.ceilings if each.scope == scope_of(part)])
    rooms = [each for each in judged if each.exact_room is not None]
    tightest = min(rooms, default=None, key=lambda each: each.sure_room)
    room, ceiling = (tightest.exact_room, tightest.allowance.known) if tightest else (None, None)
    who, when = _last(there, part, number)
    difference = None if request is None or sent.taken is None else request - sent.taken
    return Standing(
        part.with_history_of(sent),
        True,
        who,
        when,
        request,
        ceiling,
        room,
        _findings(there, evaluation, number),
        difference,
    )


def scope_of(part: Part) -> Scope:
    """What the ceiling of a part stands over."""
    return Scope(ScopeKind.HEADING, part.view, part.heading)


def requested(evaluation: Evaluation, part: Part) -> int | None:
    """What the programs of a part come to in the request year."""
    index = evaluation.portfolio.program_index
    return evaluation.sum_of(index[each] for each in part.programs if each in index)[1].amount


def given_ceiling(document: Document, part: Part) -> int | None:
    """The least amount in yen that a ceiling of a document gives to the programs of a part."""
    year = document.portfolio.request_year
    amounts = [each.amount for each in document.ceilings if each.scope == scope_of(part) and each.year == year]
    return min((each for each in amounts if each is not None), default=None)


def _last(document: Document, part: Part, number: int) -> tuple[str, str]:
    """Who touched a part last, and when: by the last step of it, or the last change since."""
    if part.is_frozen:
        return part.history[-1].who, part.history[-1].when
    own = document.changes_of(number)
    return (own[-1].who, own[-1].when) if own else ("", "")


def _findings(document: Document, evaluation: Evaluation, number: int) -> int:
    """How many findings of the part's own programs stand, notes left out."""
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
