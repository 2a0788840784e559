"""The board (取りまとめ): every part that was sent, how far it has come, what it asks for beside its ceiling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.core.merge.ancestor import met
from planner.core.merge.items import CEILING, Held, about, held
from planner.core.merge.summary import Summary, scope_of
from planner.core.model.document import BASE, Document
from planner.core.model.parts import Part, State


@dataclass(frozen=True)
class Standing:
    """One part on the board; amounts are of the request year, in yen, `None` where they are not known.

    `request` is what its programs come to, `ceiling` the least it may come to by its ceilings, `room` what is left
    under the tightest of them, `difference` what it asks for beyond what it asked for when it was taken back last.
    `findings` are those of its programs that are not accepted. `found` says whether its file was there,
    `has_other_ceilings` whether it was given other ceilings than the document has for it now.
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
    has_other_ceilings: bool = False

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


def board(document: Document, found: Mapping[str, Summary]) -> tuple[Standing, ...]:
    """The parts that were sent, in the order of their headings in their view; `found` are those at hand, by id."""
    now = held(document, BASE, {CEILING})
    return tuple(_standing(document, sent, found.get(sent.id), now) for sent in document.sent)


def _standing(document: Document, sent: Part, there: Summary | None, now: Held) -> Standing:
    both = met(sent, sent) or (there.part.given if there is not None else {})
    moved = bool(both) and _has_other_ceilings(document, sent, both, now)
    if there is None:
        last = sent.history[-1] if sent.history else None
        who, when = (last.who, last.when) if last else ("", "")
        ceiling = given_ceiling(document, sent)
        room = None if ceiling is None or sent.taken is None else ceiling - sent.taken
        return Standing(sent, False, who, when, sent.taken, ceiling, room, None, None, moved)
    part, request, ceiling, room, findings, who, when = there
    difference = None if request is None or sent.taken is None else request - sent.taken
    return Standing(part.with_history_of(sent), True, who, when, request, ceiling, room, findings, difference, moved)


def _has_other_ceilings(document: Document, part: Part, both: Mapping[str, str], now: Held) -> bool:
    """Whether the document has other ceilings for the programs of a part `now` than `both` had when they last met."""
    portfolio = document.portfolio
    tops = (portfolio.program_index[each] for each in part.programs if each in portfolio.program_index)
    is_about = about(portfolio, frozenset(), frozenset(each for top in tops for each in portfolio.subtrees[top]))
    known = {name: told for name, told in both.items() if name.startswith(f"{CEILING}:")}
    return known != {now.name(item): now.digest(item) for item, thing in now.things.items() if is_about(thing)}


def given_ceiling(document: Document, part: Part) -> int | None:
    """The least amount in yen that a ceiling of a document gives to the programs of a part."""
    year = document.portfolio.request_year
    amounts = [each.amount for each in document.ceilings if each.scope == scope_of(part) and each.year == year]
    return min((each for each in amounts if each is not None), default=None)
