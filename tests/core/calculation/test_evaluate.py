"""The evaluator against the exact reference: every line, every vintage, every total, in every scenario."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.cohort import vintages
from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base
from planner.core.edits.plan import set_growth
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.core.model.fields import UNPRICED
from planner.core.model.growth import Growth
from planner.core.model.lines import Amount, Lack
from tests import reference
from tests.reference import check_totals
from tests.strategies import YEARS, Drawn, edited, examples, portfolios

LACKS = {
    reference.NO_STEP: Lack.CANNOT_COMPUTE,
    reference.NOT_KNOWN: Lack.NOT_PRINTED,
    reference.UNPRICED: Lack.UNPRICED,
}
REQUEST = YEARS[1]
growths = st.one_of(st.just(Fraction(0)), st.sampled_from([Fraction(1, 50), Fraction(-1, 100), Fraction(15, 1000)]))


def expected(
    drawn: Drawn, steps: reference.Steps, line: str, years: Sequence[int], growing: reference.Growing = reference.STILL
) -> tuple[Amount, ...]:
    record = next(each for each in drawn.lines if each.id == line)
    found = [reference.line_amount(record, steps, drawn.programs, year, REQUEST, growing) for year in years]
    return tuple(LACKS[each] if isinstance(each, str) else each for each in found)


@settings(max_examples=examples(1500))
@given(portfolios(), growths, growths)
def test_base_equals_exact_reference(drawn: Drawn, price: Fraction, wage: Fraction) -> None:
    base = evaluate_base(drawn.portfolio, Growth(price, wage))
    steps = reference.steps_of(drawn.steps)
    growing = reference.Growing(REQUEST, price, wage)
    for row, line in enumerate(drawn.portfolio.lines.ids):
        assert base.line(row) == expected(drawn, steps, line, YEARS, growing)
    check_totals(evaluate(base))


@settings(max_examples=examples(600))
@given(portfolios())
def test_every_vintage_equals_exact_reference(drawn: Drawn) -> None:
    steps = reference.steps_of(drawn.steps)
    for record in drawn.lines:
        line = drawn.portfolio.line(drawn.portfolio.line_index[record.id])
        for year in YEARS:
            if record.demand == UNPRICED and year >= REQUEST:
                assert {vintage.amount for vintage in vintages(line, year)} == {Lack.UNPRICED}
                continue
            for k, vintage in enumerate(vintages(line, year)):
                wanted = reference.vintage_amount(record, steps, drawn.programs, year, k)
                assert vintage.amount == (LACKS[wanted] if isinstance(wanted, str) else wanted)


@settings(max_examples=examples(1000))
@given(edited(), st.sampled_from([1, 2, 200]), st.data())
def test_scenarios_equal_exact_reference_and_leave_the_base_alone(
    case: tuple[Drawn, list[list[Entry]]], many: int, data: st.DataObject
) -> None:
    """Whether lines are worked out one by one or, from `many` on, together."""
    drawn, batches = case
    document = branch(new_document(drawn.portfolio), 1, "child")
    document = set_growth(document, data.draw(st.sampled_from([1, 2])), "wage", data.draw(growths))
    base = evaluate_base(drawn.portfolio, document.growth(2))
    evaluation = evaluate(base)
    before = [base.line(row) for row in range(len(drawn.lines))]
    for batch in batches:
        scenario = data.draw(st.sampled_from([1, 2]))
        try:
            document = set_values(document, scenario, batch)
        except UserError:
            continue
        with patch("planner.core.calculation.evaluate.MANY", many):
            evaluation = evaluate(base, document.overrides(2), evaluation)
        fresh = evaluate(base, document.overrides(2))
        assert evaluation.total == fresh.total
        assert (evaluation.absent, evaluation.lengthened) == (fresh.absent, fresh.lengthened)
        assert evaluation.lines == fresh.lines
        for i in range(len(drawn.programs)):
            assert evaluation.program(i) == fresh.program(i)
    check_against_reference(drawn, document, evaluation)
    check_totals(evaluation)
    assert [base.line(row) for row in range(len(drawn.lines))] == before


def check_against_reference(drawn: Drawn, document: Document, evaluation: Evaluation) -> None:
    """Scenario 2 below scenario 1: merge the steps by year, the child winning, and reckon afresh."""
    steps = reference.steps_of(drawn.steps)
    for scenario in document.scenarios:
        for line, cells in scenario.overrides.items():
            for cell, value in cells.items():
                steps.setdefault((line, cell.field), {})[cell.year] = value
    enacted = reference.steps_of(drawn.steps)
    growing = reference.Growing(REQUEST, **document.growth(2)._asdict())
    for row, line in enumerate(drawn.portfolio.lines.ids):
        wanted = expected(drawn, enacted, line, YEARS[:1]) + expected(drawn, steps, line, YEARS[1:], growing)
        assert evaluation.line(row) == wanted
