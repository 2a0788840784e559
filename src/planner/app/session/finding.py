"""What a word leads to in the document: programs, lines, scenarios, reasons and sources, ranked; no screen needed."""

from __future__ import annotations

from enum import Enum
from itertools import islice
from typing import NamedTuple

import numpy as np

from planner.app.session.names import NOT, Names, Query, Ranks, best
from planner.app.session.place import Place
from planner.app.session.said import Said, change_told, coded, evidence, place_of, printed
from planner.app.session.state import State
from planner.core.errors import N_
from planner.core.model.document import BASE, Change, Document
from planner.core.model.fields import FIELDS
from planner.core.model.lines import Amount, Lack
from planner.core.model.portfolio import Portfolio
from planner.core.money import format_amount
from planner.words.figures import amount_text
from planner.words.texts import Texts, folded


class Kind(Enum):
    """What can be found, in the order it is listed in."""

    PROGRAM = N_("Programs")
    LINE = N_("Lines")
    SCENARIO = N_("Scenarios")
    REASON = N_("Reasons and sources")
    VERB = N_("Commands")


class Found(NamedTuple):
    """One thing found: its name, what is told beside it, the amount at the right, and where it is.

    `scenario` is the number of the scenario whose mark stands before it.
    """

    text: str
    detail: str
    amount: str
    place: Place
    scenario: int | None = None


class Matches(NamedTuple):
    """The best of what was found of a kind, and how many there are."""

    best: tuple[Found, ...] = ()
    total: int = 0


class Finder:
    """Finds in one portfolio and in whatever is shown of it; texts are folded once, as many at a time as wanted."""

    def __init__(self, portfolio: Portfolio, texts: Texts) -> None:
        self.portfolio, self._texts = portfolio, texts
        self._known: dict[str, str] = {}
        names = [self._folded(f"{each.name}\n{each.name_en}") for each in portfolio.programs]
        self._programs = Names(names)
        self._paths = Names(["\n".join(names[i] for i in chain) for chain in portfolio.ancestors])
        self._fields = {folded(texts._(field.label)): key for key, field in FIELDS.items()}
        self._labels: list[str] = []
        self._unread, self._read = printed(portfolio, texts), list[Said]()
        self._lines, self._printed = Names(()), Names(())
        self._changes, self._evidence, self._said = list[Change](), list[Said](), Names(())
        self._of: tuple[Document, int] | None = None
        """The document and the scenario of which the rest that is said was read."""

    def _folded(self, text: str) -> str:
        if text not in self._known:
            self._known[text] = folded(text)
        return self._known[text]

    def prepare(self, most: int) -> bool:
        """Fold so many more lines and sentences of the sheets; whether all are folded, and finding may begin."""
        lines, at = self.portfolio.lines, len(self._labels)
        pairs = zip(lines.labels[at : at + most], lines.labels_en[at : at + most], strict=True)
        self._labels += [self._folded(ja) if ja == en or not en else self._folded(f"{ja}\n{en}") for ja, en in pairs]
        read = list(islice(self._unread, most))
        self._read += read
        for each in read:
            self._folded(each.text)
        if len(self._labels) < len(lines) or len(read) == most:
            return False
        self._lines, self._printed = Names(self._labels), Names([self._folded(each.text) for each in self._read])
        return True

    def find(self, typed: str, state: State, most: int = 5) -> dict[Kind, Matches]:
        """What there is of each kind but verbs, the best `most` of it."""
        query = Query.of(typed)
        return {
            Kind.PROGRAM: self._find_programs(query, state, most),
            Kind.LINE: self._find_lines(query, state, most) if query.words else Matches(),
            Kind.SCENARIO: self._find_scenarios(query, state, most),
            Kind.REASON: self._find_said(query, state, most) if query.words else Matches(),
        }

    # ---------------------------------------------------------------- programs and lines

    def _find_programs(self, query: Query, state: State, most: int) -> Matches:
        ranks = self._programs.ranks(query, [self._paths.holding(word) for word in query.words])
        for i, program in enumerate(self.portfolio.programs):
            if program.proposed and not state.evaluation.shows_program(i):
                ranks[i] = NOT
        places, total = best(ranks, most)
        return Matches(tuple(self._program(i, state) for i in places), total)

    def _program(self, i: int, state: State) -> Found:
        programs, name = self.portfolio.programs, self._texts.name
        above = [name(programs[j].name, programs[j].name_en) for j in self.portfolio.ancestors[i][:0:-1]]
        amount = amount_text(state.evaluation.program(i)[1], state.unit, self._texts._)
        return Found(name(programs[i].name, programs[i].name_en), " › ".join(above), amount, Place(program=i))

    def _find_lines(self, query: Query, state: State, most: int) -> Matches:
        """The lines; where a word names a driver (`DC1 単価`), that cell of those that do not hold the word."""
        ranks = self._line_ranks(query, state)
        field = self._fields.get(query.words[-1], "") if len(query.words) > 1 else ""
        if field and not (ranks < NOT).any():
            ranks = self._line_ranks(Query(" ".join(query.words[:-1]), query.words[:-1]), state)
        else:
            field = ""
        places, total = best(ranks, most)
        return Matches(tuple(self._line(row, field, state) for row in places), total)

    def _line_ranks(self, query: Query, state: State) -> Ranks:
        owners = self.portfolio.lines.program
        ranks = self._lines.ranks(query, [self._paths.holding(word)[owners] for word in query.words])
        ranks[np.fromiter(state.evaluation.hidden, dtype=np.int64)] = NOT
        return ranks

    def _line(self, row: int, field: str, state: State) -> Found:
        lines, name = self.portfolio.lines, self._texts.name
        program = self.portfolio.programs[lines.program[row]]
        label = name(lines.labels[row], lines.labels_en[row])
        if field:
            label = f"{label} {self._texts._(FIELDS[field].label)}"
        amount = self._amount(state.evaluation.line(row)[1], state)
        return Found(label, name(program.name, program.name_en), amount, Place(row=row, field=field))

    def _amount(self, amount: Amount, state: State) -> str:
        if isinstance(amount, int):
            return format_amount(amount, state.unit)
        said = {Lack.NOT_PRINTED: "−", Lack.UNPRICED: N_("item"), Lack.CANNOT_COMPUTE: N_("cannot compute")}
        return self._texts._(said[amount])

    # ---------------------------------------------------------------- scenarios

    def _find_scenarios(self, query: Query, state: State, most: int) -> Matches:
        known = [(BASE, self._texts._("Base"), "")]
        known += [(each.number, each.name, each.note) for each in state.document.scenarios]
        notes = Names([self._folded(note) for _, _, note in known])
        ranks = Names([self._folded(name) for _, name, _ in known]).ranks(query, [*map(notes.holding, query.words)])
        places, total = best(ranks, most)
        found = []
        for number, name, note in (known[place] for place in places):
            shown = self._texts._("shown now") if number == state.scenario else ""
            detail = " · ".join(each for each in (shown, note) if each)
            found.append(Found(name, detail, "", Place(scenario=number), number))
        return Matches(tuple(found), total)

    # ---------------------------------------------------------------- reasons and sources

    def _find_said(self, query: Query, state: State, most: int) -> Matches:
        """Reasons of changes, the newest first; then what values rest on, and what the sheets say."""
        if self._of is None or self._of[0] is not state.document or self._of[1] != state.scenario:
            self._changes = [each for each in reversed(state.document.changes) if each.why]
            self._evidence = [*evidence(state, self._texts), *coded(state.document, self._texts)]
            said = (*(each.why for each in self._changes), *(each.text for each in self._evidence))
            self._said = Names([self._folded(each) for each in said])
            self._of = state.document, state.scenario
        places, total = best(np.concatenate([self._said.ranks(query), self._printed.ranks(query)]), most)
        sayings: tuple[Change | Said, ...] = (*self._changes, *self._evidence, *self._read)
        return Matches(tuple(self._saying(sayings[place], state) for place in places), total)

    def _saying(self, each: Change | Said, state: State) -> Found:
        if isinstance(each, Change):
            return Found(each.why, *change_told(each, state, self._texts), place_of(each), each.scenario)
        return Found(each.text, each.figure(self.portfolio, self._texts), "", each.place)
