"""The check before a submission (提出前点検): every rule's findings about the base or a scenario.

An examination keeps what it found by line, program and kind of rate. The next one takes over whatever an edit left
alone, so that it costs what the edit touches; findings about the base are worked out once.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.core.calculation.evaluate import Base, Evaluation, evaluate
from planner.core.calculation.in_force import ValuesInForce
from planner.core.ceilings.judge import Judged
from planner.core.check.base_facts import BaseFacts, RateKind
from planner.core.check.by_rule import ByRule, Findings
from planner.core.check.ceilings import ceiling_problems
from planner.core.check.codes import CodeCheck
from planner.core.check.execution import PastCheck
from planner.core.check.obligations import obligation_problems
from planner.core.check.people import count_finding, sharing_findings
from planner.core.check.printed import Figures, figures, overview_problems
from planner.core.check.questions import Touched, amount_findings, kind_findings, line_findings, program_findings
from planner.core.check.rounding import program_gaps, total_gaps
from planner.core.errors import N_, Both, Message, Problem
from planner.core.memo import memoised
from planner.core.model.accounts.codes import NO_CODES
from planner.core.model.accounts.execution import NO_EXECUTION
from planner.core.model.document import NO_CHANGES, Changes, Document, Evidences
from planner.core.model.fields import DEMAND, EXPENSE
from planner.core.model.layers import touched_lines
from planner.core.model.lines import Cell
from planner.core.model.portfolio import Portfolio, Program, Status, View
from planner.core.model.rules import LOST_LINE, REMARK, RULES
from planner.core.money import Unit

ByPlace = Mapping[int, tuple[Problem, ...]]
"""Findings by the row of a line or the place of a program."""


@dataclass(frozen=True, eq=False)
class BaseCheck:
    """What is to be said about the base, whatever scenario is shown."""

    facts: BaseFacts

    @cached_property
    def evaluation(self) -> Evaluation:
        """The base as an evaluation."""
        return evaluate(self.facts.base)

    @cached_property
    def lines(self) -> ByPlace:
        """The lines that lack an amount, or are a residual below zero."""
        return {row: tuple(amount_findings(self.evaluation, row)) for row in sorted(self.facts.base.suspects)}

    @cached_property
    def by_line(self) -> ByRule:
        """The same in the order of rules."""
        return ByRule().with_places(self.lines)

    @cached_property
    def programs(self) -> ByPlace:
        """The programs that end, or bind later years."""
        ended = (i for i, each in enumerate(self.facts.portfolio.programs) if each.status is Status.ENDED)
        places = sorted({*self.facts.cohorts, *ended})
        return {i: program_findings(self.facts, self.evaluation, i, {}) for i in places}

    @cached_property
    def general(self) -> tuple[Problem, ...]:
        """What concerns everything: the remarks of the sheets."""
        return (*overview_problems(self.evaluation), *_remarks(self.facts.portfolio))

    @cached_property
    def counts(self) -> tuple[Problem | None, ...]:
        """For each number of people or projects that is printed, where the lines leave it."""
        return tuple(count_finding(self.evaluation, count) for count in self.facts.portfolio.counts)

    @cached_property
    def sharing(self) -> ByPlace:
        """The lines that pay the people of another line."""
        rows = (row for row, of in enumerate(self.facts.portfolio.lines.of) if of)
        return {row: tuple(sharing_findings(self.evaluation, row)) for row in rows}

    @memoised
    def gaps(self, unit: Unit) -> ByPlace:
        """The programs whose parts do not add up when printed in a unit."""
        found = ((i, program_gaps(self.evaluation, unit, i)) for i in range(len(self.facts.portfolio.programs)))
        return {i: tuple(gap.finding for gap in gaps) for i, gaps in found if gaps}


@dataclass(frozen=True, eq=False)
class Examination:
    """All findings about the base or a scenario, errors first, and what the next examination can take over."""

    base: BaseCheck
    evaluation: Evaluation
    unit: Unit
    changes: Changes
    family: frozenset[int]
    evidence: Evidences
    lost: tuple[str, ...]
    lines: ByRule | None
    programs: ByPlace
    kinds: Mapping[RateKind, Mapping[str, Problem]]
    gaps: ByPlace
    past: PastCheck
    codes: CodeCheck
    by_rule: Mapping[str, Findings]
    """The findings of each rule that has some, rule by rule."""

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """All of them: rule by rule, which is by severity, then as found."""
        return tuple(itertools.chain.from_iterable(self.by_rule.values()))


def examine(
    document: Document,
    evaluation: Evaluation,
    scenario: int,
    *,
    checked: Figures | None = None,
    judged: Judged | None = None,
    unit: Unit = Unit.YEN,
    view: View | None = None,
    previous: Examination | None = None,
) -> Examination:
    """Examine the base or a scenario, as printed in `unit`.

    `checked` are its printed figures and `judged` its ceilings where they are at hand (no ceiling is looked at
    otherwise), `view` the one whose total is printed, `previous` any examination over the same base, of which is kept
    what still holds.
    """
    if previous is None or previous.evaluation.base is not evaluation.base:
        previous = untouched(evaluation.base)
    base, portfolio = previous.base, evaluation.portfolio
    changes, evidence = document.changes, document.evidence(scenario)
    family = frozenset(each.number for each in document.lineage(scenario))
    moved = {
        *touched_lines(previous.evaluation.overrides, evaluation.overrides),
        *touched_lines(previous.evidence, evidence),
        *_lines_of_differing(previous, changes, family),
    }
    rows = {portfolio.line_index[line_id] for line_id in moved if line_id in portfolio.line_index}
    places = _places(evaluation, previous.evaluation, rows)
    asked = moved | {
        portfolio.lines.ids[row]
        for place in places
        if portfolio.programs[place].proposed
        for row in portfolio.rows_below(place)
    }
    reasoned = _reasoned(ValuesInForce(document, scenario), asked)
    lines: dict[int, tuple[Problem, ...]] = {}
    programs, kinds = dict(previous.programs), dict(previous.kinds)
    groups: dict[RateKind, tuple[int, ...]] = {}
    for row in rows:
        groups.update(base.facts.kinds(row))
        line_id = portfolio.lines.ids[row]
        lines[row] = () if row in portfolio.proposals else base.lines.get(row, ())
        cells = evaluation.overrides.get(line_id)
        if cells and evaluation.shows(row):
            touched = Touched(row, cells, evidence.get(line_id, {}), reasoned.get(line_id, ()))
            lines[row] = line_findings(base.facts, evaluation, touched)
    for place in places:
        programs[place] = program_findings(base.facts, evaluation, place, reasoned)
    for kind, members in groups.items():
        kinds[kind] = kind_findings(base.facts, evaluation, members)
    gaps = dict(previous.gaps) if unit is previous.unit else {}
    for place in places if unit is previous.unit else evaluation.programs:
        gaps[place] = tuple(gap.finding for gap in program_gaps(evaluation, unit, place))
    past = previous.past
    if past.execution is not document.execution:
        past = PastCheck(evaluation.base, document.execution)
    codes = previous.codes
    if codes.own is not document.codes or codes.portfolio is not portfolio:
        codes = CodeCheck(portfolio, document.codes)
    here = (line_id for line_id in moved if line_id in evaluation.overrides and line_id not in portfolio.line_index)
    lost = (*(line_id for line_id in previous.lost if line_id not in moved), *sorted(here))
    by_line = (previous.lines or base.by_line).with_places(lines)
    after_lines = [
        *_disagreeing(evaluation, figures(evaluation) if checked is None else checked, bool(scenario)),
        *{problem.where: problem for found in kinds.values() for problem in found.values()}.values(),
        *_flat(base.programs, programs),
        *_people(base, evaluation),
        *obligation_problems(evaluation, document.all_obligations),
        *past.problems(evaluation),
        *codes.problems(evaluation),
        *(ceiling_problems(judged) if judged is not None else ()),
        *_flat(base.gaps(unit), gaps),
        *(gap.finding for gap in total_gaps(evaluation, unit, view)),
        *base.general,
    ]
    by_rule = _in_order(_lost(lost), by_line, after_lines)
    kept = (changes, family, evidence, lost, by_line, programs, kinds, gaps, past, codes, by_rule)
    return Examination(base, evaluation, unit, *kept)


def problems(
    document: Document,
    evaluation: Evaluation,
    scenario: int,
    checked: Figures | None = None,
    judged: Judged | None = None,
) -> tuple[Problem, ...]:
    """All findings about the base or a scenario, errors first, without what depends on the print unit."""
    return examine(document, evaluation, scenario, checked=checked, judged=judged).problems


def untouched(base: Base) -> Examination:
    """The base with nothing said about it yet: what the first examination of a scenario starts from."""
    check = BaseCheck(BaseFacts(base))
    asked = PastCheck(base, NO_EXECUTION), CodeCheck(base.portfolio, NO_CODES)
    return Examination(check, check.evaluation, Unit.YEN, NO_CHANGES, frozenset(), {}, (), None, {}, {}, {}, *asked, {})


def _lines_of_differing(before: Examination, changes: Changes, family: frozenset[int]) -> set[str]:
    """The lines of changes of a family of scenarios that were not there before, or are no more."""
    if before.family == family:
        places = before.changes.differing(changes)
        held = [each[place] for place in places for each in (before.changes, changes) if place < len(each)]
    else:
        held = [*before.changes, *changes]
    either = before.family | family
    return {line_id for change in held if change.scenario in either for line_id in change.cells_of}


def _reasoned(values: ValuesInForce, lines: Iterable[str]) -> dict[str, Collection[Cell]]:
    """The cells of these lines whose values in force were set with a reason; what a line is called is no value."""
    index = values.document.portfolio.line_index
    found: dict[str, Collection[Cell]] = {}
    for line_id in lines:
        if line_id in index:
            given = [cell for cell in values.given(index[line_id]) if cell.field not in (DEMAND.key, EXPENSE.key)]
            settings = ((cell, values.setting(index[line_id], cell)) for cell in given)
            cells = {cell for cell, change in settings if change is not None and change.why}
            if cells:
                found[line_id] = cells
    return found


def _places(evaluation: Evaluation, before: Evaluation, rows: Iterable[int]) -> set[int]:
    """The programs that have one of these lines, with those they are part of; where lines were taken out, parts too."""
    portfolio = evaluation.portfolio
    found = {place for row in rows for place in portfolio.ancestors[portfolio.lines.program[row]]}
    if evaluation.absent or before.absent:
        found |= {child for place in found for child in portfolio.children[place]}
    return found


def _people(base: BaseCheck, evaluation: Evaluation) -> list[Problem]:
    """What is to be said of people; what the scenario does not touch is the base's."""
    portfolio, own = evaluation.portfolio, evaluation.overrides
    counted = (
        count_finding(evaluation, count) if any(line in own for line in count.lines) else found
        for count, found in zip(portfolio.counts, base.counts, strict=True)
    )
    found = [each for each in counted if each is not None]
    for row, known in base.sharing.items():
        touched = portfolio.lines.ids[row] in own or portfolio.lines.of[row] in own
        found += sharing_findings(evaluation, row) if touched else known
    return found


def _flat(base: ByPlace, own: ByPlace) -> list[Problem]:
    """The findings by place, those of the scenario instead of the base's."""
    places = sorted({*base, *own})
    return [problem for place in places for problem in (own[place] if place in own else base[place])]


def _lost(lines: Iterable[str]) -> list[Problem]:
    return [
        LOST_LINE.finding(
            line_id,
            Message.of(N_("The scenario sets values on a line that is not in the portfolio.")),
            Message.of(N_("Remove the values or restore the line.")),
        )
        for line_id in lines
    ]


def _disagreeing(evaluation: Evaluation, checks: Figures, edited: bool) -> list[Problem]:
    request = evaluation.portfolio.request_year
    return [check.wanted if edited and check.published.year >= request else check.unsettled for check in checks.missed]


def _remarks(portfolio: Portfolio) -> list[Problem]:
    owners: list[Program | View] = [*portfolio.programs, *portfolio.views]
    return [
        REMARK.finding(
            f"{owner.id}@{note.year}" if note.year else owner.id,
            Message.of("{note}", note=Both(note.text, note.text_en)),
            Message.of(N_("Nothing to do: it explains the figures.")),
        )
        for owner in owners
        for note in owner.notes
    ]


def _in_order(first: Iterable[Problem], lines: ByRule, last: Iterable[Problem]) -> dict[str, Findings]:
    """Rule by rule, which is by severity: what is said first, of lines, and last."""
    listed: dict[str, tuple[list[Problem], list[Problem]]] = {rule: ([], []) for rule in RULES}
    for side, found in enumerate((first, last)):
        for problem in found:
            listed[problem.rule][side].append(problem)
    by_rule = {rule: lines.of(rule).with_ends(before, after) for rule, (before, after) in listed.items()}
    return {rule: found for rule, found in by_rule.items() if found}
