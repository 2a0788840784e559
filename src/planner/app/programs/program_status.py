"""What is to be known of each program at a glance: changed in the scenario shown, found wanting, new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.core.check.by_rule import NONE, Findings
from planner.core.edits.waivers import Accepted, accepted, waiver_of
from planner.core.errors import Problem, Severity
from planner.core.model.portfolio import Status
from planner.core.model.rules import RULES


class ProgramStatus:
    """The standing of the programs of a session; an edit costs the lines it touches, and the findings there are."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._own: set[int] = set()
        self._lines: Counter[int] = Counter()
        self._own_lines: Counter[int] = Counter()
        self._found: Mapping[str, Findings] = {}
        self._waivers: Accepted = {}
        self._worries: Counter[int] = Counter()
        self._worrying: Counter[int] = Counter()
        self.rebuild()

    def rebuild(self) -> None:
        """Take up another scenario or portfolio."""
        state = self._session.state
        index = state.portfolio.line_index
        self._own = {index[line] for line in state.own_overrides if line in index}
        self._lines, self._own_lines = Counter(), Counter()
        for line in self._own:
            self._count(line, 1)
        self._found, self._worries, self._worrying = {}, Counter(), Counter()
        self.settle()

    def _count(self, line: int, by: int) -> set[int]:
        """Count a changed line in its program and those above; the programs that became changed or unchanged."""
        portfolio = self._session.state.portfolio
        chain = portfolio.ancestors[portfolio.lines.program[line]]
        _turns(self._own_lines, chain[0], by)
        return {program for program in chain if _turns(self._lines, program, by)}

    def take(self, moved: Moved) -> set[int]:
        """Take up an edit; the programs that stand otherwise since, found wanting or not left out."""
        if moved.scenario or moved.portfolio:
            before = self._lines
            self.rebuild()
            return before.keys() ^ self._lines.keys()
        turned: set[int] = set()
        ids, own = moved.after.portfolio.lines.ids, moved.after.own_overrides
        for line in moved.lines:
            if (ids[line] in own) != (line in self._own):
                self._own ^= {line}
                turned ^= self._count(line, 1 if line in self._own else -1)
        return turned

    def settle(self) -> set[int]:
        """Take up the findings as far as they can be had; the programs that stand otherwise since."""
        turned, state = set[int](), self._session.state
        found = {} if self._session.is_settling else self._session.examination.by_rule
        if found is not self._found:
            waivers = accepted(state.document, state.scenario)
            if waivers != self._waivers:
                turned ^= self._worrying.keys()
                self._found, self._waivers, self._worries, self._worrying = {}, waivers, Counter(), Counter()
            for rule in RULES.values():
                if rule.severity is not Severity.NOTE:
                    gone, come = self._found.get(rule.id, NONE).gone_and_come(found.get(rule.id, NONE))
                    turned ^= self._worry(gone, -1)
                    turned ^= self._worry(come, 1)
            self._found = found
        return turned

    def _worry(self, problems: Iterable[Problem], by: int) -> set[int]:
        """Count findings for their programs; those that became found wanting, or are no more, with those above."""
        ancestors, turned = self._session.state.portfolio.ancestors, set[int]()
        for problem in problems:
            program = self._program_of(problem.where.partition("@")[0].partition(".")[0])
            if program is None or (self._waivers and waiver_of(problem, self._waivers)):
                continue
            if _turns(self._worries, program, by):
                turned ^= {above for above in ancestors[program] if _turns(self._worrying, above, by)}
        return turned

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
        return frozenset(self._own_lines)

    def worrying_themselves(self) -> frozenset[int]:
        """The programs that errors or warnings are about, themselves or by a line of their own."""
        return frozenset(self._worries)


def _turns(counts: Counter[int], program: int, by: int) -> bool:
    """Count one more or one less, and hold no zeros; whether that is the first one or the last."""
    now = counts[program] + by
    if now:
        counts[program] = now
    else:
        del counts[program]
    return now in (0, by)
