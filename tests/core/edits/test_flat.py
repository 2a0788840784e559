"""An edit takes as many steps where a scenario and those above it hold much as where they hold little."""

from __future__ import annotations

import pytest

from planner.core.calculation.burden import burdens
from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.ceilings.judge import judge
from planner.core.check.examination import examine
from planner.core.check.printed import figures
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.explain.footing import footing
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import Document
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Portfolio, Program
from tests.steps import steps_of

LINES = 600
ORIGIN = Origin(Basis.PUBLISHED, "1", "printed")


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    """Many lines of a few programs."""
    ids = [f"p{n % 4}/l{n}" for n in range(LINES)]
    lines = [LineRecord(each, each[:2], each, each, "件") for each in ids]
    steps = [
        StepRecord(each, key, 2025, value, ORIGIN) for each in ids for key, value in (("rate", 9), ("quantity", 7))
    ]
    programs = [Program(f"p{n}", "", "1", f"事業{n}", f"program {n}") for n in range(4)]
    return build_portfolio(title="試験", years=(2025, 2026, 2027), programs=programs, lines=lines, steps=steps)


def holding(portfolio: Portfolio, count: int) -> Document:
    """A document whose first scenario sets a value on so many lines, each by a change; a second one stands below."""
    document = new_document(portfolio)
    for line_id in portfolio.lines.ids[:count]:
        document = set_values(document, 1, [Entry(line_id, "rate", 2026, 8)], "理由")
    return branch(document, 1, "子")


def steps_of_an_edit(document: Document, scenario: int) -> int:
    """How many it takes with everything that the window works out of it."""
    portfolio, base = document.portfolio, evaluate_base(document.portfolio)
    known, ceilings = figures(evaluate(base)), (Ceiling("own-1", 2026, "上限", amount=10**6),)
    document = set_values(document, scenario, [Entry(portfolio.lines.ids[1], "quantity", 2026, 6)])
    evaluation = evaluate(base, document.overrides(scenario))
    moved, bound, rests = figures(evaluation, known), burdens(evaluation, ()), footing(evaluation)
    judged = judge(evaluation, ceilings)
    examined = examine(document, evaluation, scenario, checked=moved, judged=judged)

    def edit(value: int) -> None:
        nonlocal document, evaluation, moved, bound, rests, judged, examined
        document = set_values(document, scenario, [Entry(portfolio.lines.ids[0], "rate", 2026, value)])
        evaluation = evaluate(base, document.overrides(scenario), evaluation)
        moved, bound = figures(evaluation, known, moved), burdens(evaluation, (), bound)
        rests, judged = footing(evaluation, rests), judge(evaluation, ceilings, judged)
        examined = examine(document, evaluation, scenario, checked=moved, judged=judged, previous=examined)

    edit(10)  # what was made at once is an array from now on
    before = evaluation.total
    steps = steps_of(lambda: edit(11))
    assert evaluation.total != before
    return steps


@pytest.mark.parametrize("scenario", [1, 2])
def test_an_edit_takes_the_same_steps_however_much_is_held(portfolio: Portfolio, scenario: int) -> None:
    few, many = (steps_of_an_edit(holding(portfolio, count), scenario) for count in (3, LINES))
    assert many < few * 1.5, "tries are some nodes deeper"
