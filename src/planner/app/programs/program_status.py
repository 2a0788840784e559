"""What is to be known of each program at a glance: changed in the scenario shown, found wanting, new."""

from __future__ import annotations

from collections import Counter
from itertools import takewhile

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.core.edits.waivers import accepted, waiver_of
from planner.core.errors import Problem, Severity
from planner.core.model.portfolio import Status


class ProgramStatus:
    """The standing of the programs of a session; an edit costs the lines it touches, and the findings there are."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._own: set[int] = set()
        self._lines: Counter[int] = Counter()
        self._found: tuple[Problem, ...] = ()
        self._worrying: frozenset[int] = frozenset()
        self._themselves: frozenset[int] = frozenset()
        self.rebuild()

    def rebuild(self) -> None:
        """Take up another scenario or portfolio."""
        state = self._session.state
        index = state.portfolio.line_index
        self._own = {index[line] for line in state.own_overrides if line in index}
        self._lines = Counter()
        for line in self._own:
            self._count(line, 1)
        self.settle()

    def _count(self, line: int, by: int) -> None:
        portfolio = self._session.state.portfolio
        for program in portfolio.ancestors[portfolio.lines.program[line]]:
            self._lines[program] += by

    def take(self, moved: Moved) -> set[int]:
        """Take up an edit; the programs that stand otherwise since, found wanting or not left out."""
        before = {program for program, count in self._lines.items() if count}
        if moved.scenario or moved.portfolio:
            self.rebuild()
        else:
            ids, own = moved.after.portfolio.lines.ids, moved.after.own_overrides
            for line in moved.lines:
                if (ids[line] in own) != (line in self._own):
                    self._own ^= {line}
                    self._count(line, 1 if line in self._own else -1)
        return before ^ {program for program, count in self._lines.items() if count}

    def settle(self) -> set[int]:
        """Take up the findings as far as they can be had; the programs that stand otherwise since."""
        before, found = self._worrying, () if self._session.is_settling else self._session.examination.problems
        if found is not self._found:
            self._found = found
            state, portfolio = self._session.state, self._session.state.portfolio
            waivers, themselves = accepted(state.document, state.scenario), set()
            for problem in takewhile(lambda each: each.severity is not Severity.NOTE, found):
                program = self._program_of(problem.where.partition("@")[0].partition(".")[0])
                if program is not None and not (waivers and waiver_of(problem, waivers)):
                    themselves.add(program)
            self._themselves = frozenset(themselves)
            self._worrying = frozenset(above for each in themselves for above in portfolio.ancestors[each])
        return set(before ^ self._worrying)

    def _program_of(self, id_: str) -> int | None:
        portfolio = self._session.state.portfolio
        if id_ in portfolio.line_index:
            return int(portfolio.lines.program[portfolio.line_index[id_]])
        return portfolio.program_index.get(id_)

    # ---------------------------------------------------------------- what is asked

    def is_changed(self, program: int) -> bool:
        """Whether the scenario shown sets values on a line of the program or of its parts."""
        return self._lines[program] > 0

    @property
    def is_anything_changed(self) -> bool:
        """Whether it sets values on any line."""
        return bool(self._own)

    def is_worrying(self, program: int) -> bool:
        """Whether errors or warnings are open about the program, its parts or their lines."""
        return program in self._worrying

    def is_new(self, program: int) -> bool:
        """Whether it begins with the request year."""
        found = self._session.state.portfolio.programs[program]
        return found.proposed or found.status is Status.NEW

    def changed_themselves(self) -> frozenset[int]:
        """The programs with a changed line of their own."""
        programs = self._session.state.portfolio.lines.program
        return frozenset(int(programs[line]) for line in self._own)

    def worrying_themselves(self) -> frozenset[int]:
        """The programs that errors or warnings are about, themselves or by a line of their own."""
        return self._themselves
