"""The findings of the check as a table: those still open, or those accepted, of one rule or of all."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from planner.app.session.moved import Moved
from planner.app.session.place import Place, place_of_finding
from planner.app.session.session import Session
from planner.app.tables.lists import Index, TableModel
from planner.app.widgets import theme
from planner.app.widgets.plain import plain_tip
from planner.core.check.by_rule import Findings
from planner.core.check.examination import Examination
from planner.core.edits.waivers import Accepted, accepted, waiver_of
from planner.core.errors import N_, Problem, Severity
from planner.core.model.rules import RULES
from planner.words.places import SEVERITIES, place_name
from planner.words.texts import Texts


class ProblemFilter(Enum):
    """Which findings the list shows; the value is the name as a catalogue key."""

    SETTLE = N_("To settle")
    NOTES = N_("Notes")
    ACCEPTED = N_("Accepted")
    OPEN = N_("Open findings")
    ALL = N_("All findings")


_SEVERITIES = {
    ProblemFilter.SETTLE: (Severity.ERROR, Severity.WARNING),
    ProblemFilter.NOTES: (Severity.NOTE,),
    ProblemFilter.OPEN: tuple(Severity),
}
SEVERITY, RULE, WHERE, FINDING = range(4)
SIGNS = {Severity.ERROR: ("err", "error"), Severity.WARNING: ("warn", "warning"), Severity.NOTE: ("info", "second")}
"""The icon and the token of a severity."""


class ProblemModel(TableModel):
    """The findings of the check for the scenario shown, errors first; accepted ones are struck through.

    Those of a scenario that is shown for the first time follow once its figures stand on the screen; `pending` then.
    """

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = ("", _("Rule"), _("Where"), _("Finding"))
        self._found: Examination | None = None
        self._by_rule: Mapping[str, Findings] = {}
        self._accepted: Accepted = {}
        self._chosen: dict[str, Sequence[Problem]] = {}
        self._open: Counter[Severity] = Counter()
        self._struck = theme.table_font()
        self._struck.setStrikeOut(True)
        self.wanted, self.rule = ProblemFilter.OPEN, ""
        self._places: Collection[str] | None = None
        self._asleep = self.pending = False
        """Whether nobody looks; whether the findings are still to come."""
        session.changed.connect(self._on_changed)
        session.settled.connect(self._on_settled)

    def sleep(self, asleep: bool) -> None:
        """Follow nothing while nobody looks; what moved meanwhile is found when one looks again."""
        self._asleep = asleep
        if not asleep:
            self.refresh()

    def _on_settled(self) -> None:
        if not self._asleep:
            self.refresh()

    def _on_changed(self, moved: Moved) -> None:
        if self._asleep or not moved.findings:
            return
        if self._session.is_settling:
            self.pending, self._found, self._by_rule = True, None, {}
            self._accepted, self._open = {}, Counter()
            self._choose()
        else:
            self.refresh()

    def refresh(self) -> None:
        """Find the problems again."""
        state = self._session.state
        found, waivers = self._session.examination, accepted(state.document, state.scenario)
        moved = self._found is None or found.by_rule != self._by_rule or waivers != self._accepted
        self.pending, self._found = False, found
        if moved:
            self._by_rule, self._accepted = found.by_rule, waivers
            self._open = Counter()
            for rule in found.by_rule:
                self._open[RULES[rule].severity] += len(self._of(rule, ProblemFilter.OPEN))
            self._choose()

    def show_only(self, wanted: ProblemFilter, rule: str) -> None:
        """List findings of a sort, and of one rule where it is given."""
        self.wanted, self.rule = wanted, rule
        self._choose()

    def narrow(self, places: Collection[str] | None) -> None:
        """List findings of these lines and programs alone, by their ids; `None` for all."""
        if places != self._places:
            self._places = places
            self._choose()

    def _choose(self) -> None:
        self.beginResetModel()
        self._chosen = {}
        for rule in self._by_rule if not self.rule else (self.rule,):
            chosen = self._of(rule, self.wanted)
            if self._places is not None:
                chosen = [each for each in chosen if _id(each) in self._places]
            self._chosen[rule] = chosen
        self.endResetModel()

    def _of(self, rule: str, wanted: ProblemFilter) -> Sequence[Problem]:
        """The findings of a rule that a sort of list has; a rule without waivers costs nothing, whatever it found."""
        found, severity = self._by_rule.get(rule, ()), RULES[rule].severity
        if wanted is ProblemFilter.ALL:
            return found
        if wanted is not ProblemFilter.ACCEPTED and severity not in _SEVERITIES[wanted]:
            return ()
        waived = {where for accepted_rule, where in self._accepted if accepted_rule == rule}
        if wanted is ProblemFilter.ACCEPTED:
            return [each for each in found if each.where in waived] if waived else ()
        return [each for each in found if each.where not in waived] if waived else found

    def sizes(self) -> dict[ProblemFilter, int]:
        """How many findings each sort of list has, of all rules."""
        return {wanted: sum(len(self._of(rule, wanted)) for rule in self._by_rule) for wanted in ProblemFilter}

    def firsts(self) -> list[int]:
        """The rows of the first finding of each rule."""
        counts = [len(chosen) for chosen in self._chosen.values() if chosen]
        return list(itertools.accumulate(counts, initial=0))[:-1] if counts else []

    def count_of_rule(self, rule: str) -> int:
        """How many findings of a rule are listed."""
        return len(self._chosen.get(rule, ()))

    def count(self, severity: Severity) -> int:
        """How many findings of a severity are open."""
        return self._open[severity]

    @property
    def found(self) -> tuple[Problem, ...]:
        """All findings, whatever is listed; none while they are still to come."""
        return () if self._found is None else self._found.problems

    @property
    def accepted(self) -> Accepted:
        """The waivers in force."""
        return self._accepted

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else sum(map(len, self._chosen.values()))

    def problem_at(self, row: int) -> Problem:
        """The finding in a row."""
        for chosen in self._chosen.values():
            if row < len(chosen):
                return chosen[row]
            row -= len(chosen)
        raise IndexError(row)

    def place_at(self, row: int) -> Place | None:
        """The line, its cell, or the program that the finding in a row is about; `None` where it is about neither."""
        return place_of_finding(self.problem_at(row), self._session.state.portfolio)

    def row_of(self, problem: Problem | None) -> int:
        """The row of the finding of the same rule at the same place; -1 where it is not listed."""
        first = 0
        for rule, chosen in self._chosen.items():
            if problem is not None and rule == problem.rule:
                return next((row for row, each in enumerate(chosen, first) if each.where == problem.where), -1)
            first += len(chosen)
        return -1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.AccessibleTextRole and orientation is Qt.Orientation.Horizontal:
            return self.headers[section] or self._texts._("Severity")
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = 0) -> Any:
        problem, translate = self.problem_at(index.row()), self._texts.translate
        waiver = waiver_of(problem, self._accepted)
        if role == Qt.ItemDataRole.ToolTipRole:
            told = [problem.message.render(translate), problem.remedy.render(translate), problem.where]
            return plain_tip("\n".join([waiver.why, *told] if waiver else told))
        if role == Qt.ItemDataRole.ForegroundRole:
            if waiver:
                return theme.tokens().third
            return theme.tokens().error if problem.severity is Severity.ERROR else None
        if role == Qt.ItemDataRole.FontRole and waiver and index.column() < len(self.headers) - 1:
            return self._struck
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == FINDING:
            cells = (self.index(index.row(), column).data() for column in (SEVERITY, RULE, WHERE, FINDING))
            return self._texts._(", ").join(map(str, filter(None, cells)))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if index.column() == 0:
            return self._texts._(SEVERITIES[problem.severity])
        if index.column() == 1:
            return self._texts._(RULES[problem.rule].name)
        if index.column() == 2:
            return place_name(self._session.state.portfolio, problem.where, self._texts)
        said = problem.message.render(translate)
        return f"{self._texts._('Accepted: {why}').format(why=waiver.why)} — {said}" if waiver else said


def _id(problem: Problem) -> str:
    """The line or program a finding is about."""
    return problem.where.partition("@")[0].partition(".")[0]
