"""The steps of the waterfall add up exactly."""

from __future__ import annotations

import pytest

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.explain.waterfall import waterfall
from planner.files.portfolio.reading import built_in_portfolio


@pytest.mark.parametrize("largest", [0, 1, 3, 10, 100])
def test_the_steps_lead_from_the_previous_total_to_the_request(largest: int) -> None:
    portfolio = built_in_portfolio()
    evaluation = evaluate(evaluate_base(portfolio))
    for view in (None, *portfolio.views):
        found = waterfall(evaluation, view, largest)
        assert found is not None
        assert found.previous + sum(step.change for step in found.steps) == found.request
        named = [abs(step.change) for step in found.steps if step.program is not None]
        assert named == sorted(named, reverse=True)
        assert len(named) <= largest
