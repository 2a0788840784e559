"""What was worked out of each scenario over one base, kept so that coming back to it costs what moved meanwhile.

Evaluations, printed figures, ceilings and findings are held by the scenario they are of, with what they were made
from: they are taken as they are only where that is still the same object, else worked out from there.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import NamedTuple

from planner.app.session.state import State
from planner.core.calculation.evaluate import Base, Evaluation, evaluate, evaluate_base
from planner.core.ceilings.judge import Judged, judge
from planner.core.check.examination import Examination, examine, untouched
from planner.core.check.printed import Figures, figures
from planner.core.model.ceilings import Ceiling, Rules
from planner.core.model.document import BASE, Document, Overrides
from planner.core.model.growth import NO_GROWTH


class _Known(NamedTuple):
    """The evaluation last made of a scenario, and the values of itself and those above it that it was made from."""

    layers: tuple[Overrides, ...]
    evaluation: Evaluation


class ScenarioFacts:
    """The facts of all scenarios over a base, worked out when they are first asked for.

    `base` is the portfolio evaluated as it is, without any growth.
    """

    def __init__(self, base: Base, rules: Rules | None) -> None:
        self.base, self._rules = base, rules
        self._bases = {NO_GROWTH: base}
        self.base_evaluation = evaluate(base)
        self.base_figures = figures(self.base_evaluation)
        self._untouched = untouched(base)
        self._evaluations: dict[int, _Known] = {}
        self._figures = {BASE: (self.base_evaluation, self.base_figures)}
        self._judged: dict[int, tuple[tuple[Ceiling, ...], Judged]] = {}
        self._examined: dict[int, tuple[State, Examination]] = {}

    def evaluation(self, document: Document, scenario: int) -> Evaluation:
        """The evaluation of a scenario, from the one last made of it: what has not moved costs nothing."""
        layers = tuple(each.overrides for each in document.lineage(scenario))
        known, base = self._evaluations.get(scenario), self._base_under(document, scenario)
        if known is not None and known.evaluation.base is base and _same(known.layers, layers):
            return known.evaluation
        evaluation = evaluate(base, document.overrides(scenario), known.evaluation if known else None)
        self._evaluations[scenario] = _Known(layers, evaluation)
        return evaluation

    def _base_under(self, document: Document, scenario: int) -> Base:
        """The portfolio evaluated whole under the growth a scenario assumes; worked out once a growth in use."""
        growth = document.growth(scenario)
        if growth not in self._bases:
            used = {NO_GROWTH, *(document.growth(each.number) for each in document.scenarios)}
            self._bases = {each: base for each, base in self._bases.items() if each in used}
            self._bases[growth] = evaluate_base(self.base.portfolio, growth)
        return self._bases[growth]

    def figures(self, state: State) -> Figures:
        """Every printed figure against the scenario shown; worked out once an evaluation."""
        known = self._figures.get(state.scenario) or self._figures[BASE]
        if known[0] is not state.evaluation:
            found = figures(state.evaluation, self.base_figures, known[1])
            known = self._figures[state.scenario] = (state.evaluation, found)
        return known[1]

    def judged(self, state: State) -> Judged:
        """The ceilings of the request year against the scenario shown; an edit costs the lines it touches."""
        scenario, own = state.scenario, state.document.ceilings
        if BASE not in self._judged:
            self._judged[BASE] = (own, judge(self.base_evaluation, state.document.all_ceilings(self._rules)))
        known = self._judged.get(scenario) or self._judged[BASE]
        if known[0] is not own or known[1].evaluation is not state.evaluation:
            found = judge(state.evaluation, state.document.all_ceilings(self._rules), known[1])
            known = self._judged[scenario] = (own, found)
        return known[1]

    def is_judged(self, scenario: int) -> bool:
        """Whether the ceilings were held against a scenario before."""
        return scenario in self._judged

    def is_examined(self, scenario: int) -> bool:
        """Whether a scenario was examined before: then its findings and ceilings cost what moved since."""
        return scenario in self._examined

    def examination(self, state: State) -> Examination:
        """The findings of the check about the scenario shown; an edit costs what it touches."""
        known = self._untouched
        if state.scenario in self._examined:
            then, known = self._examined[state.scenario]
            shown = (then.evaluation, then.unit, then.view) == (state.evaluation, state.unit, state.view)
            if then.document is state.document and shown:
                return known
        found = examine(
            state.document,
            state.evaluation,
            state.scenario,
            checked=self.figures(state),
            judged=self.judged(state),
            unit=state.unit,
            view=state.shown_view,
            previous=known,
        )
        self._examined[state.scenario] = (state, found)
        return found


def _same(layers: Sequence[Overrides], others: Sequence[Overrides]) -> bool:
    return len(layers) == len(others) and all(map(operator.is_, layers, others))
