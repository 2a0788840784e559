"""The steps of the waterfall add up exactly."""

from __future__ import annotations

import pytest

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.explain.waterfall import Step, Waterfall, waterfall, waterfall_of
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.portfolio import Program
from planner.files.portfolio.reading import built_in_portfolio
from tests.samples import PRINTED


@pytest.mark.parametrize("largest", [0, 1, 3, 10, 100])
def test_the_steps_lead_from_the_previous_total_to_the_request(largest: int) -> None:
    portfolio = built_in_portfolio()
    evaluation = evaluate(evaluate_base(portfolio))
    for view in (None, *portfolio.views):
        found = waterfall(evaluation, view, largest)
        assert found is not None
        assert found.previous + sum(step.change for step in found.steps) == found.request
        named = [abs(step.change) for step in found.steps if step.program is not None and not step.unprinted]
        assert named == sorted(named, reverse=True)
        assert len(named) <= largest


def test_what_has_no_figure_of_the_previous_year_stands_apart() -> None:
    portfolio = built_in_portfolio()
    found = waterfall(evaluate(evaluate_base(portfolio)), None, 3)
    assert found is not None
    upgrade = portfolio.program_index["spring8-ii"]
    assert [step for step in found.steps if step.program == upgrade] == [found.steps[-1]]
    assert found.steps[-1].change == 11_000_000_000
    assert [portfolio.lines.program[row] for row in found.steps[-1].unprinted] == [upgrade]
    assert not any(step.unprinted or step.partial for step in found.steps[:-1])


def test_of_a_program_only_the_lines_without_a_figure_stand_apart() -> None:
    programs = [Program("p", "", "1", "事業", "program")]
    lines = [LineRecord(f"p/{name}", "p", name, name, "件") for name in ("known", "unknown")]
    steps = [StepRecord(line.id, "quantity", 2025, 1, PRINTED) for line in lines]
    steps += [StepRecord("p/known", "rate", 2025, 100, PRINTED), StepRecord("p/known", "rate", 2026, 130, PRINTED)]
    steps += [StepRecord("p/unknown", "rate", 2025, None, PRINTED), StepRecord("p/unknown", "rate", 2026, 7, PRINTED)]
    years = (2025, 2026)
    portfolio = build_portfolio(title="試験", title_en="test", years=years, programs=programs, lines=lines, steps=steps)
    assert waterfall(evaluate(evaluate_base(portfolio))) == Waterfall(100, (Step(0, 30), Step(0, 7, False, (1,))), 137)


@pytest.mark.parametrize("largest", [0, 1, 3, 100])
def test_the_steps_of_a_program_are_its_parts_and_lines(largest: int) -> None:
    portfolio = built_in_portfolio()
    evaluation = evaluate(evaluate_base(portfolio))
    for index in range(len(portfolio.programs)):
        found = waterfall_of(evaluation, index, largest)
        assert found is not None
        previous, request = (total.yen for total in evaluation.program(index)[:2])
        assert (found.previous, found.request) == (previous, request)
        assert previous + sum(step.change for step in found.steps) == request
        for step in found.steps:
            assert step.row is None or step.row in portfolio.line_ranges[index]
            assert step.program is None or step.program in portfolio.children[index]
    apart = waterfall_of(evaluation, portfolio.program_index["spring8-ii"], largest)
    assert apart is not None
    assert [bool(step.unprinted) for step in apart.steps] == [True]
