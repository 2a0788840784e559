"""A request at a glance (概要): what it asks for, why that differs from last year, and what stands against it.

Every figure is one of another room, taken as it is there: the bridge from `explain`, ceilings from `judge`, later years
from `burdens`, findings from `examine`. An overview made before gives what still holds: an edit costs what moved.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.calculation.burden import Burden, Burdens, burdens
from planner.core.calculation.evaluate import Evaluation, Total
from planner.core.calculation.in_force import ValuesInForce
from planner.core.ceilings.classes import unclassified
from planner.core.ceilings.judge import Judged, Judgement, judge
from planner.core.check.ceilings import judged_over, tightest
from planner.core.check.examination import Examination
from planner.core.check.printed import Figures
from planner.core.edits.waivers import accepted
from planner.core.errors import Problem, Severity
from planner.core.explain.difference import LUMP, UNSURE, Difference, Explained, explain
from planner.core.explain.factors import FACTORS
from planner.core.explain.reasons import Reason, reasons
from planner.core.explain.sides import Side
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import BASE, Document
from planner.core.model.portfolio import Portfolio, View
from planner.core.model.rules import RULES

LARGEST = 10
"""So many programs that rose, and so many that fell, are named."""
COMPARED = 12
"""So many scenarios at most stand side by side, the base and the one shown among them: each has to be evaluated."""
LINES_ASKED = 8
"""Of a program so many lines at most, those that a scenario moves most, are asked for the reasons of their changes."""
APART = "apart"
"""A cause beside the others: lines that have no amount to compare with."""


class Cause(NamedTuple):
    """A step of the bridge in yen: a cause of `Explained` or `APART`, and the line that has the largest part in it."""

    key: str
    yen: int
    row: int | None


class Mover(NamedTuple):
    """A program that differs from the previous year.

    `change` is without `unprinted`, the yen that have no printed figure on one side and are nobody's increase.
    `reasons` are those of changes in force on its lines, the one that moves most first, each with its yen.
    """

    program: int
    change: int
    unprinted: int
    explained: Explained
    reasons: tuple[Reason, ...] = ()


class Standing(NamedTuple):
    """A scenario, or the base: its total, what it adds to the base, and the ceiling that presses most, if one does."""

    number: int
    total: Total
    from_base: int | None
    ceiling: Judgement | None


class Outstanding(NamedTuple):
    """The findings of a rule that nobody has accepted: how many, and the first of them."""

    rule: str
    severity: Severity
    number: int
    first: Problem


@dataclass(frozen=True, eq=False)
class Overview:
    """What is told of a scenario, for all programs or those of a view. Amounts are whole yen.

    `causes` lead from the previous year to the base, in the order of `FACTORS`; those that are 0 are left out, and what
    has no figure on one side (`not_printed`) and what has no amount there (`APART`) come last. `findings` is `None`
    while they are not known.
    """

    document: Document
    scenario: int
    view: View | None
    evaluation: Evaluation
    base: Evaluation
    from_previous: Difference
    """The base beside the previous year."""
    difference: Difference
    """The scenario beside the previous year."""
    burden: Burdens
    judged: Mapping[int, Judged]
    findings: tuple[Outstanding, ...] | None
    printed: tuple[int, int] | None
    """How many printed figures the lines meet, and how many can be held against them."""
    ceilings: tuple[Judgement, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ceilings", judged_over(self.judged[self.scenario], self._view_id))

    @property
    def _view_id(self) -> str | None:
        return None if self.view is None else self.view.id

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio with what is proposed to it."""
        return self.evaluation.portfolio

    @property
    def is_empty(self) -> bool:
        """Whether no line is requested, nor was last year."""
        return not any(any(total) for total in self.evaluation.view(self.view)[:2])

    @cached_property
    def totals(self) -> tuple[Total, Total, Total]:
        """The previous year, the base's request and the scenario's."""
        previous, planned = self.base.view(self.view)[:2]
        return previous, planned, self.evaluation.view(self.view)[1]

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """The bridge from the previous year to the base."""
        previous, planned, _request = self.totals
        found = self.from_previous.view(self.view)
        yen = found.causes
        yen["not_printed"] = yen.pop("not_printed")
        yen[APART] = planned.yen - previous.yen - found.factors.difference
        return tuple(Cause(key, each, self._leading(key, each)) for key, each in yen.items() if each)

    @property
    def own_change(self) -> int:
        """What the scenario adds to the base."""
        _previous, planned, request = self.totals
        return request.yen - planned.yen

    @cached_property
    def own_row(self) -> int | None:
        """The line on which the scenario differs most from the base."""
        moved = ((abs(self._own(row)), -row) for row in self._touched)
        most, row = max(moved, default=(0, 0))
        return -row if most else None

    @cached_property
    def movers(self) -> tuple[Mover, ...]:
        """The programs that rose most, then those that fell most, each with the largest first."""
        rose: list[Mover] = []
        fell: list[Mover] = []
        for each in self._every_mover:
            (rose if each.change > 0 else fell).append(each)
        named = [
            each
            for group in (rose, fell)
            for each in heapq.nsmallest(LARGEST, group, key=lambda one: (-abs(one.change), one.program))
            if each.change
        ]
        why = self._reasons({each.program for each in named})
        return tuple(each._replace(reasons=why.get(each.program, ())) for each in named)

    @property
    def others(self) -> tuple[int, int]:
        """How many programs differ beside those named, and by how much in all."""
        rest = [each.change for each in self._every_mover if each.change]
        return len(rest) - len(self.movers), sum(rest) - sum(each.change for each in self.movers)

    @cached_property
    def unprinted(self) -> tuple[Mover, ...]:
        """The programs with yen that have no printed figure on one side."""
        return tuple(each for each in self._every_mover if each.unprinted)

    @cached_property
    def _every_mover(self) -> tuple[Mover, ...]:
        found = []
        for index in self.portfolio.counted(self.view):
            one = self.difference.program(index)
            unprinted = one.factors.not_printed
            if one.factors.difference or unprinted:
                found.append(Mover(index, one.factors.difference - unprinted, unprinted, one))
        return tuple(found)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """The base, then the scenarios that stand beside it, in the order of the document."""
        planned = self.totals[1]
        found = []
        for number, judged in self.judged.items():
            total = judged.evaluation.view(self.view)[1]
            known = total.amount is not None and planned.amount is not None
            from_base = total.yen - planned.yen if known else None
            found.append(Standing(number, total, from_base, tightest(judged, self._view_id)))
        return tuple(found)

    @property
    def more_scenarios(self) -> int:
        """How many scenarios stand beside none."""
        return len(self.document.scenarios) + 1 - len(self.judged)

    @cached_property
    def years(self) -> tuple[Burden, ...]:
        """Every plan year: what is paid, and what is bound of it."""
        return self.burden.total(self.view)

    @cached_property
    def unclassified(self) -> tuple[int, int]:
        """How many lines of the request lack a class, and how many there are."""
        lacking = sum(bool(self._in_view[row]) for row in unclassified(self.evaluation))
        return lacking, sum(self.totals[2][1:])

    # ---------------------------------------------------------------- which line, and why

    def _leading(self, key: str, yen: int) -> int | None:
        """The line with the largest part in a cause, of those that go the way it goes."""
        found, portfolio = self.from_previous, self.portfolio
        if key == APART:
            return min((row for row in found.apart if self._in_view[row]), default=None)
        columns = dict(zip(FACTORS, found.columns, strict=True))
        parts = columns["rate"] if key == LUMP else columns["new"] + columns["ended"] if key == UNSURE else columns[key]
        shown = self._in_view
        if key in ("rate", LUMP):
            shown = shown & (portfolio.is_lump == (key == LUMP))
        if key in ("new", "ended", UNSURE):
            unsure = np.isin(np.arange(len(portfolio.lines)), list(found.unsure))
            shown = shown & (unsure == (key == UNSURE))
        parts = np.where(shown, parts, 0)
        sign = 1 if yen > 0 else -1
        row = int(np.argmax(parts * sign)) if len(parts) else 0
        best = (int(parts[row]) * sign, row) if len(parts) and parts[row] * sign > 0 else (0, -1)
        for large in found.exact:
            if self._in_view[large]:
                best = max(best, (found.line(large).causes[key] * sign, large))
        return best[1] if best[0] > 0 else None

    @cached_property
    def _in_view(self) -> npt.NDArray[np.bool_]:
        portfolio = self.portfolio
        within = np.zeros(len(portfolio.lines), dtype=np.bool_)
        for index in portfolio.counted(self.view):
            rows = portfolio.rows_below(index)
            within[rows.start : rows.stop] = True
        return within

    @cached_property
    def _touched(self) -> tuple[int, ...]:
        """The lines that may differ from the base, of the programs looked at."""
        index = self.portfolio.line_index
        rows = (index[line_id] for line_id in self.evaluation.overrides if line_id in index)
        return tuple(row for row in rows if self._in_view[row])

    def _own(self, row: int) -> int:
        """What the scenario adds to a line."""
        now, then = self.evaluation.line(row)[1], self.base.line(row)[1]
        return (now if isinstance(now, int) else 0) - (then if isinstance(then, int) else 0)

    def _reasons(self, programs: set[int]) -> Mapping[int, tuple[Reason, ...]]:
        """The changes in force that move yen on the lines of programs, each with what it adds to all lines asked."""
        portfolio = self.portfolio
        rows: dict[int, list[int]] = {}
        for row in self._touched:
            for program in portfolio.ancestors[portfolio.lines.program[row]]:
                if program in programs:
                    rows.setdefault(program, []).append(row)
        values, found = ValuesInForce(self.document, self.scenario), {}
        for program, touched in rows.items():
            asked = heapq.nlargest(LINES_ASKED, touched, key=lambda row: (abs(self._own(row)), -row))
            sums: dict[int, Reason] = {}
            for row in asked:
                for each in reasons(values, self.evaluation.base, row, portfolio.request_year):
                    if each.effect and each.change.why:
                        held = sums.get(each.change.number)
                        effect = each.effect + ((held.effect or 0) if held else 0)
                        sums[each.change.number] = Reason(each.change, effect)
            moving = [each for each in sums.values() if each.effect]
            found[program] = tuple(sorted(moving, key=lambda each: -abs(each.effect or 0)))
        return found


def overview(
    document: Document,
    scenario: int,
    evaluation_of: Callable[[int], Evaluation],
    *,
    ceilings: Sequence[Ceiling],
    examination: Examination | None = None,
    checked: Figures | None = None,
    view: View | None = None,
    known: Overview | None = None,
) -> Overview:
    """What is to be told of a scenario; `known` is any overview made before.

    `evaluation_of` gives the evaluation of every scenario and of the base, `ceilings` are those of the request year,
    `examination` and `checked`, its printed figures, are those of the scenario where they are known.
    """
    evaluation, base = evaluation_of(scenario), evaluation_of(BASE)
    portfolio = evaluation.portfolio
    before, request = Side(base, portfolio.previous_year), portfolio.request_year
    from_previous = known.from_previous if known is not None and known.base is base else None
    judged: dict[int, Judged] = {}
    for number in _compared(document, scenario):
        held = None if known is None else known.judged.get(number) or known.judged[BASE]
        judged[number] = judge(evaluation_of(number), ceilings, held)
    if from_previous is None:
        from_previous = explain(before, Side(base, request))
    if evaluation.overrides or evaluation.base is not base.base:
        sides = Side(evaluation, portfolio.previous_year), Side(evaluation, request)
        difference = explain(*sides, known=None if known is None else known.difference)
    else:  # the scenario is as the base
        difference = from_previous
    return Overview(
        document,
        scenario,
        view,
        evaluation,
        base,
        from_previous,
        difference,
        burdens(evaluation, document.all_obligations, None if known is None else known.burden),
        judged,
        None if examination is None else _outstanding(document, scenario, examination),
        None if checked is None else (checked.met, checked.judged),
    )


def _compared(document: Document, scenario: int) -> list[int]:
    """The base, the scenario shown and the first of the others, in the order of the document."""
    every = [BASE, *(each.number for each in document.scenarios)]
    others = [number for number in every if number not in (BASE, scenario)][: COMPARED - 2]
    return [number for number in every if number in {BASE, scenario, *others}]


def _outstanding(document: Document, scenario: int, examination: Examination) -> tuple[Outstanding, ...]:
    """The rules with findings that nobody has accepted, errors first."""
    waived: dict[str, set[str]] = {}
    for rule, where in accepted(document, scenario):
        waived.setdefault(rule, set()).add(where)
    found = []
    for rule, problems in examination.by_rule.items():
        held = waived.get(rule)
        still = [each for each in problems if each.where not in held] if held else problems
        if still:
            found.append(Outstanding(rule, RULES[rule].severity, len(still), still[0]))
    return tuple(found)
