"""Parts, or copies of a document that were edited apart, taken back into it: three ways, cell by cell.

    merged = merge(document, [Incoming(label, part)], resolve=ask, author=…)
    merged.open        the conflicts that nobody has decided: as long as there are any, `document` is as it was

What the other document started from says the part itself, or the changes that both have. Merging again changes
nothing; the changes come with their reasons, authors and identities.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base, regrown
from planner.core.calculation.in_force import effective
from planner.core.edits.scenarios import branch, find_scenario
from planner.core.edits.values import NOBODY, Author, open_scenario
from planner.core.errors import N_, Message, UserError
from planner.core.merge.ancestor import met, noted
from planner.core.merge.belongs import Kin, kin_of
from planner.core.merge.clocks import clock_told
from planner.core.merge.conflicts import Conflict, Resolve, Take, ask
from planner.core.merge.copies import parents_first, with_scenario_of
from planner.core.merge.items import CELL, KINDS, SCENARIO_KINDS, held
from planner.core.merge.naming import with_proposals
from planner.core.merge.summary import Summary, requested
from planner.core.merge.things import Things, told
from planner.core.merge.values import Address, Source, decide, merged_values
from planner.core.model.document import BASE, CellChange, Change, Document, new_identity
from planner.core.model.fields import ALL_FIELDS
from planner.core.model.lines import Cell
from planner.core.model.parts import Part


class Incoming(NamedTuple):
    """A document that comes back: what it is called, what tells this very state of it, and what it comes to if told."""

    label: str
    document: Document
    mark: str = ""
    summary: Summary | None = None


class Result(NamedTuple):
    """What came of one of them: how many changes are new, what they add to the request year's total in yen."""

    label: str
    changes: int
    effect: int | None
    conflicts: int


@dataclass(frozen=True)
class Merge:
    """What came of all: the document, each part, the conflicts, what else is to be known; totals are yen."""

    document: Document
    results: tuple[Result, ...]
    conflicts: tuple[Conflict, ...]
    open: tuple[Conflict, ...]
    told: tuple[Message, ...]
    before: int | None
    after: int | None
    scenario: int
    """The scenario whose totals these are."""


def merge(
    document: Document,
    parts: Iterable[Incoming],
    *,
    into: str | None = None,
    resolve: Resolve = ask,
    why: str = "",
    author: Author = NOBODY,
    done: Callable[[], object] = bool,
    apart: bool = False,
) -> Merge:
    """Take parts and copies back, one after the other, into the scenario they came from, or into `into`.

    Each is asked for when the one before is taken back, and let go then. A scenario `into` that is not there is
    branched from the one the first of them came from. `why` is the reason of what is decided here; `done` is called
    after each. `apart`: only into that scenario, and nothing is noted of them (`planner.core.merge.apart`). Raises
    `UserError` where one of them does not belong here.
    """
    merged, target = document, BASE
    asked_before: Evaluation | None = None
    seen: dict[str, str] = {}
    results: list[Result] = []
    conflicts: list[Conflict] = []
    undecided: list[Conflict] = []
    told: list[Message] = []
    for place, incoming in enumerate(parts):
        kin = kin_of(document, incoming.label, incoming.document)
        _refuse_twin(incoming, seen)
        if asked_before is None:
            merged, target = _target(document, incoming, kin, into)
            asked_before = _evaluation(merged, target)
        one = _Taking(merged, incoming, resolve, place, Author(*author), why, apart=apart)
        if kin is Kin.PART:
            one.part(_target(merged, incoming, kin, into)[1])
        else:
            one.copy(None if into is None else target)
        effect = one.effect
        if kin is Kin.COPY:
            totals = (_total(each, target) for each in (merged, one.document))
            effect = _difference(*totals)
        merged = one.document
        results.append(Result(incoming.label, one.changes, effect, len(one.conflicts)))
        conflicts += one.conflicts
        undecided += one.open
        told += one.told
        done()
    if asked_before is None:
        raise UserError(N_("There is nothing to merge."), N_("Name parts or copies, or a folder that holds some."))
    before = asked_before.total[1].amount
    after = before if undecided else _evaluation(merged, target, asked_before).total[1].amount
    finished = document if undecided else merged
    return Merge(finished, tuple(results), tuple(conflicts), tuple(undecided), tuple(told), before, after, target)


def _refuse_twin(incoming: Incoming, seen: dict[str, str]) -> None:
    """Refuse a part that was there before; `seen` are those before by id, with what they are called."""
    part = incoming.document.part
    if part is None:
        return
    if part.id in seen:
        raise UserError(
            N_("This is the part of {heading} once more: {other} is that too."),
            N_("Choose the one that counts; if both were edited, merge one after the other."),
            where=incoming.label,
            heading=part.name,
            other=seen[part.id],
        )
    seen[part.id] = incoming.label


def _target(document: Document, first: Incoming, kin: Kin, into: str | None) -> tuple[Document, int]:
    """The document with the scenario to write into, and its number."""
    part = first.document.part
    if kin is Kin.PART and part is not None:
        names = [_way_here(document, part).scenario]
    else:
        names = [each.name for each in first.document.scenarios]
    there = {each.name: each.number for each in document.scenarios}
    source = next((there[name] for name in names if name in there), None)
    if into is None:
        if kin is Kin.PART and names == [""]:
            source = next((each.number for each in document.scenarios if each.parent == BASE and not each.locked), None)
        if source is None:
            raise UserError(
                N_("The part was made from {name}, which takes no edits or is not here any more."),
                N_("Give the name of a scenario to merge into (on the command line with --as NAME)."),
                where=first.label,
                name=names[0] or "base",
            )
        return document, source
    try:
        number = find_scenario(document, into)
    except UserError:
        grown = branch(document, BASE if source is None else source, into)
        return grown, grown.scenarios[-1].number
    return document, open_scenario(document, number).number


def _way_here(document: Document, part: Part) -> Part:
    """The part that a document sent through which another one came: itself, or the one that it was made out of."""
    sent = {each.id: each for each in document.sent}
    return next((sent[id_] for id_ in (part.id, *reversed(part.above)) if id_ in sent), part)


def _evaluation(document: Document, scenario: int, previous: Evaluation | None = None) -> Evaluation:
    growth = document.growth(scenario)
    if previous is not None and previous.portfolio is document.portfolio:
        return evaluate(regrown(previous.base, growth), document.overrides(scenario), previous)
    return evaluate(evaluate_base(document.portfolio, growth), document.overrides(scenario))


def _total(document: Document, scenario: int) -> int | None:
    return _evaluation(document, scenario).total[1].amount


def _difference(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before


class _Taking:
    """One document on its way into another."""

    def __init__(
        self,
        document: Document,
        incoming: Incoming,
        resolve: Resolve,
        place: int,
        author: Author,
        why: str,
        *,
        apart: bool,
    ) -> None:
        self.document, self._incoming, self._theirs = document, incoming, incoming.document
        self._resolve, self._place, self._author, self._why, self._apart = resolve, place, author, why, apart
        self.conflicts: list[Conflict] = []
        self.open: list[Conflict] = []
        self.told: list[Message] = []
        self.changes, self.effect = 0, 0  # type: int, int | None

    def part(self, target: int) -> None:
        """Take a part back into a scenario."""
        part = self._theirs.part
        assert part is not None
        there = {each.number for each in self._theirs.scenarios}
        number = part.working if part.working in there else min(there, default=BASE)
        others = [each.name for each in self._theirs.scenarios if each.number != number]
        if others:
            self.told.append(
                Message.of(
                    N_("{part}: only {name} is taken back; these stay in the part: {others}."),
                    part=self._incoming.label,
                    name=self._theirs.scenario(number).name,
                    others=", ".join(others),
                )
            )
        sent = next((each for each in self.document.sent if each.id == part.id), None)
        if not self._apart and sent is not None and sent.merged and sent.merged == self._incoming.mark:
            self.told.append(
                Message.of(
                    N_("{part} was taken back as it is before: nothing in it is new."), part=self._incoming.label
                )
            )
            return
        way = _way_here(self.document, part)
        both = self._pair(number, target, met(way, part) or dict(part.given))
        if self.open or self._apart:
            return
        if sent is not None:
            self._note(sent, part, number, both)
        elif way is not part:
            self._keep(replace(way, ancestor=noted(way, part, both)))

    def copy(self, target: int | None) -> None:
        """Take a copy back: scenario by scenario of the same name, or its first one into `target`."""
        if target is not None:
            self._pair(self._theirs.scenarios[0].number, target, None)
            return
        for number in parents_first(self._theirs):
            name = self._theirs.scenario(number).name
            here = next((each for each in self.document.scenarios if each.name == name), None)
            if here is None:
                self.document, added = with_scenario_of(self.document, self._theirs, number)
                self.changes += added
            else:
                self._pair(number, here.number, None)

    def _pair(self, number: int, target: int, given: Mapping[str, str] | None) -> Mapping[str, str]:
        """Take one scenario into another; what both have now beside values."""
        theirs = self._theirs
        known = partial(self.document.change_of, target)
        said = (each for each in theirs.changes if each.scenario == number)
        news = [each for each in (*said, *_unsaid(theirs, number, given)) if known(each.identity) is None]
        if news:
            open_scenario(self.document, target)
            wrong = clock_told(self._incoming.label, news, theirs.part.when if theirs.part else "", self._author.when)
            self.told += [wrong] if wrong is not None else []
        grown, names = with_proposals(self.document, theirs, news)
        source = Source(theirs, number, news, _earlier(theirs, number, news), names)
        decided = decide(grown, target, source, self._resolve, self._place)
        self.conflicts += decided.conflicts
        self.open += decided.open
        if decided.open:
            return {}
        settled = Change(0, target, (), 0, self._why, *self._author, new_identity())
        merged = merged_values(grown, target, source, decided, settled)
        self.changes += len(merged.news)
        self.effect = None if self.effect is None or merged.effect is None else self.effect + merged.effect
        kinds = SCENARIO_KINDS if self._apart else KINDS
        things = Things(merged.document, target, self._resolve, self._place, kinds)
        their_things = held(theirs, number, kinds)
        taken = set(decided.of(Take.THEIRS))
        things.take(their_things, names, given, taken, decided.takes.keys() - taken)
        things.reasons(theirs, number, known, given)
        self.conflicts += things.conflicts
        self.open += things.open
        self.document = things.document
        return told(their_things, (each for each in theirs.changes if each.scenario == number))

    def _note(self, sent: Part, part: Part, number: int, both: Mapping[str, str]) -> None:
        """Note in the document what state of the part it has."""
        summary = self._incoming.summary
        self._keep(
            replace(
                sent,
                merged=self._incoming.mark,
                ancestor=noted(sent, part, both),
                history=part.with_history_of(sent).history,
                comments=part.comments,
                taken=requested(_evaluation(self._theirs, number), part) if summary is None else summary.request,
            )
        )

    def _keep(self, part: Part) -> None:
        """Keep a part that was sent as it is known now."""
        sent = tuple(part if each.id == part.id else each for each in self.document.sent)
        self.document = replace(self.document, sent=sent)


def _earlier(theirs: Document, number: int, news: Sequence[Change]) -> dict[str, set[Cell]]:
    """The cells in which a step stood in a scenario before some changes of it, by line."""
    new = {change.identity for change in news}
    above = theirs.overrides(theirs.scenario(number).parent)
    found = {line_id: set(cells) for line_id, cells in above.items()}
    for line_id, cell in _given_cells(theirs.part.given) if theirs.part is not None else ():
        found.setdefault(line_id, set()).add(cell)
    for change in theirs.changes_of(number):
        for line_id, cells in change.cells_of.items() if change.identity not in new else ():
            held = found.setdefault(line_id, set())
            for cell, each in cells.items():
                (held.discard if each.cleared else held.add)(cell)
    return found


def _given_cells(given: Mapping[str, str]) -> dict[Address, str]:
    """The values a part started from beside its base, as they are written."""
    found = {}
    for name, value in given.items():
        kind, _, address = name.partition(":")
        if kind == CELL:
            line_id, _, cell = address.rpartition(".")
            field, _, year = cell.partition("@")
            found[line_id, Cell(field, int(year))] = value
    return found


def _unsaid(theirs: Document, number: int, given: Mapping[str, str] | None) -> list[Change]:
    """What differs in a part from what it was given without any change that says so, as one change."""
    part = theirs.part
    if given is None or part is None:
        return []
    said = {
        (line_id, cell)
        for change in theirs.changes
        if change.scenario == number
        for line_id, cells_ in change.cells_of.items()
        for cell in cells_
    }
    started = _given_cells(part.given)
    now = {
        (line_id, cell): value
        for line_id, cells in theirs.scenario(number).overrides.items()
        for cell, value in cells.items()
    }
    cells = []
    for address in sorted((started.keys() | now.keys()) - said):
        line_id, cell = address
        value = now.get(address)
        if started.get(address) == (None if value is None else str(value)):
            continue
        line = theirs.portfolio.line(theirs.portfolio.line_index[line_id])
        after = effective(line, *cell) if value is None else value
        before = value_of(cell, started[address]) if address in started else effective(line, *cell)
        cells.append(CellChange(line_id, *cell, before, after, value is None))
    if not cells:
        return []
    identity = str(uuid.uuid5(uuid.UUID(part.id), repr(cells)))
    return [Change(0, number, tuple(cells), None, "", part.who, part.when, identity)]


def value_of(cell: Cell, text: str) -> int | Fraction:
    """A value from its text."""
    return int(text) if ALL_FIELDS[cell.field].is_whole else Fraction(text)
