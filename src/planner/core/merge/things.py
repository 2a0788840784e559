"""What a scenario holds beside values, taken over from another document: growths, evidence, accepted findings,
ceilings, obligations, names of what is proposed, reasons of changes that both have.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any

from planner.core.edits.changes import set_reasons
from planner.core.errors import UserError
from planner.core.merge.conflicts import Conflict, Resolve, Said, Take
from planner.core.merge.items import EVIDENCE, KINDS, Coded, Held, Item, Spent, digest, held, renamed, with_item
from planner.core.merge.naming import Names
from planner.core.merge.values import Address
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import Change, Document, Evidence, Waiver
from planner.core.model.growth import Assumption
from planner.core.model.obligations import Obligation
from planner.core.model.ranges import JudgedRange, Own

REASON = "reason"


class Things:
    """The things of one scenario of another document on their way into one of this document."""

    def __init__(
        self, document: Document, target: int, resolve: Resolve, part: int, kinds: Container[str] = KINDS
    ) -> None:
        self.kinds = kinds
        self.document, self._target, self._resolve, self._part = document, target, resolve, part
        self.conflicts: list[Conflict] = []
        self.open: list[Conflict] = []

    def take(
        self, theirs: Held, names: Names, given: Mapping[str, str] | None, taken: set[Address], kept: set[Address]
    ) -> None:
        """Take things over; `names` are what theirs is called here, `given` what both had by name and digest.

        Where that is not known, it is `None`. Evidence goes with its value where that was taken over, and stays away
        where ours holds in spite of theirs.
        """
        ours = held(self.document, self._target, self.kinds)
        known = given or {}
        gone = {name: item for item in ours.things if (name := ours.name(item)) in known} if known else {}
        for item, thing in theirs.things.items():
            name = theirs.name(item)
            gone.pop(name, None)
            here, its = renamed(item, thing, names)
            address = (here.where, here.cell) if here.kind == EVIDENCE else None
            if address in taken:
                self._put(here, its)
            elif address not in kept:
                sides = (ours.digest(here), theirs.digest(item))
                self._one(here, (ours.things.get(here), its), sides, (known.get(name), given is not None))
        for name, item in gone.items():
            address = (item.where, item.cell) if item.kind == EVIDENCE else None
            if address not in taken and address not in kept:
                self._one(item, (ours.things[item], None), (ours.digest(item), None), (known[name], True))

    def _one(
        self, item: Item, both: tuple[Any, Any], digests: tuple[str | None, str | None], before: tuple[str | None, bool]
    ) -> None:
        """Take one thing over, ours and theirs; `before` is what both had, and whether that is known."""
        (ours, theirs), (a, b), (was, is_known) = both, digests, before
        if b in (a, was) and not (b is None and not is_known):
            return
        if a == was or (not is_known and a is None):
            self._put(item, theirs)
            return
        conflict = _conflict(item, ours, theirs, self._target, self._part)
        self.conflicts.append(conflict)
        take = self._resolve(conflict)
        if take is None:
            self.open.append(conflict)
        elif take is Take.THEIRS:
            self._put(item, theirs)

    def _put(self, item: Item, thing: Any) -> None:
        try:
            self.document = with_item(self.document, self._target, item, thing)
        except UserError as error:
            raise error.at(item.name) from error

    def reasons(
        self, theirs: Document, number: int, known: Callable[[str], Change | None], given: Mapping[str, str] | None
    ) -> None:
        """Take over reasons that were written, or rewritten, after the changes came here; `known` tells those."""
        for change in theirs.changes:
            here = known(change.identity) if change.scenario == number else None
            if here is None or here.why == change.why:
                continue
            was = (given or {}).get(f"{REASON}:{change.identity}")
            mine, yours = digest(here.why), digest(change.why)
            if yours == was or (not change.why and was is None):
                continue
            take: Take | None = Take.THEIRS
            if mine != was and here.why:
                said = (Said(here.why, here.who, here.when), Said(change.why, change.who, change.when))
                line = here.cells[0].line_id
                conflict = Conflict(self._part, self._target, line, REASON, None, None, *said, 0)
                self.conflicts.append(conflict)
                take = self._resolve(conflict)
                if take is None:
                    self.open.append(conflict)
            if take is Take.THEIRS:
                self.document = set_reasons(self.document, [here.number], change.why)


def told(theirs: Held, changes: Iterable[Change]) -> dict[str, str]:
    """Things and the reasons of changes by name and digest: what both have, the next time they meet."""
    return theirs.digests | {f"{REASON}:{change.identity}": digest(change.why) for change in changes if change.why}


def _conflict(item: Item, ours: Any, theirs: Any, target: int, part: int) -> Conflict:
    year, of = (item.cell.year, item.cell.field) if item.cell else (None, "")
    return Conflict(part, target, item.where, item.kind, year, None, _said(ours), _said(theirs), 0, of=of)


def _said(thing: Any) -> Said:
    """A thing in words that need no translation."""
    if isinstance(thing, Waiver):
        return Said(thing.why, thing.who, thing.when)
    if isinstance(thing, Assumption):
        return Said(thing.rate, why=thing.why)
    if isinstance(thing, Evidence):
        return Said(" ".join(filter(None, (thing.kind.value, thing.document, thing.page))))
    if isinstance(thing, JudgedRange):
        span = thing.span
        ends = f"{span.low:,} – {span.high:,}" if isinstance(span, Own) else "" if span is None else f"±{span}"
        shape = thing.shape.value if thing.shape else ""
        return Said(" ".join(filter(None, (ends, shape, thing.group))), thing.who, thing.when, thing.why)
    if isinstance(thing, (Ceiling, Obligation)):
        amount = thing.amount if isinstance(thing, Ceiling) else thing.total
        return Said(thing.name if amount is None else f"{thing.name} {amount:,}")
    if isinstance(thing, Coded):
        code = thing.code
        return Said(" ".join(filter(None, (code.text, code.address))), code.who, code.when, code.why)
    if isinstance(thing, Spent):
        amounts = ("−" if yen is None else f"{yen:,}" for yen in thing.executed[:3])
        return Said(" / ".join(amounts), why=thing.executed.source)
    if isinstance(thing, tuple):
        return Said(" ".join(filter(None, thing)))
    return Said(thing)
