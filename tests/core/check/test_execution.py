"""What the check asks of past years: that they are not known, little spent while more is asked for, much not used."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.check.examination import Examination, examine
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.accounts.execution import NO_EXECUTION, Executed, Execution, PastYear
from planner.core.model.document import Document
from planner.core.model.rules import EXECUTION_RATE, LARGE_UNUSED, LOW_EXECUTION
from planner.words.texts import texts_for
from tests.samples import SCHOOLS, small_portfolio
from tests.strategies import examples

PORTFOLIO = small_portfolio()
BASE = evaluate_base(PORTFOLIO)
BUDGET = 2_160_000_000
"""What 240 schools come to in the base, last year and this year."""
TODAY = new_document(PORTFOLIO)
RISEN = set_values(TODAY, 1, [Entry(SCHOOLS, "quantity", 2026, 250)], "理由")


def past(*years: tuple[int, int | None, int | None, int | None], program: str = "ssh") -> dict[PastYear, Executed]:
    return {PastYear(program, year): Executed(budget, spent, carried) for year, budget, spent, carried in years}


def examined(document: Document, execution: Execution, previous: Examination | None = None) -> Examination:
    document = replace(document, execution=execution)
    return examine(document, evaluate(BASE, document.overrides(1)), 1, previous=previous)


def said(document: Document, execution: Execution, rule: str, language: str = "en") -> list[str]:
    found = examined(document, execution).by_rule.get(rule, ())
    return [each.message.render(texts_for(language).translate) for each in found]


LITTLE = past((2022, 100, 79, 0), (2023, 100, 50, 0), (2024, 100, 0, 0))


def test_little_spent_is_asked_about_where_the_request_rises() -> None:
    assert said(RISEN, LITTLE, LOW_EXECUTION.id) == [
        "Little was spent in each of the past years (R4 79.0%, R5 50.0%, R6 0.0%), "
        "and the request rises by 90,000,000 yen."
    ]
    assert examined(RISEN, LITTLE).by_rule[LOW_EXECUTION.id][0].where == "ssh@2026"
    assert said(TODAY, LITTLE, LOW_EXECUTION.id) == []
    assert said(RISEN, LITTLE, LARGE_UNUSED.id) == []  # it is asked once
    assert "R4 79.0%、R5 50.0%、R6 0.0%" in said(RISEN, LITTLE, LOW_EXECUTION.id, "ja")[0]


@pytest.mark.parametrize(
    "year",
    [
        (2023, 100, 80, 0),
        (2023, 0, 0, 0),
        (2023, None, 3, 0),
        (2023, 100, None, 0),
        (2021, 100, 0, 0),
    ],
)
def test_a_year_of_enough_or_of_which_nothing_is_known_ends_it(year: tuple[int, int | None, int | None, int]) -> None:
    known = {each: executed for each, executed in LITTLE.items() if each.year != 2023} | past(year)
    assert said(RISEN, known, LOW_EXECUTION.id) == []


def test_much_not_used_is_asked_about_where_more_is_requested_than_was_spent() -> None:
    spent = BUDGET * 3 // 4
    assert said(TODAY, past((2024, BUDGET, spent, 0)), LARGE_UNUSED.id) == [
        "540,000,000 yen of the budget of R6 were not used (25.0%), and more is requested than was spent."
    ]
    assert said(TODAY, past((2024, BUDGET, spent, BUDGET // 10)), LARGE_UNUSED.id) == []  # carried over
    assert said(TODAY, past((2024, BUDGET, spent, None)), LARGE_UNUSED.id) == []  # nobody knows
    assert said(TODAY, past((2023, BUDGET, spent, 0), (2024, 10, 10, 0)), LARGE_UNUSED.id) == []  # long ago
    assert said(TODAY, past((2024, 5 * BUDGET, 4 * BUDGET, 0)), LARGE_UNUSED.id) == []  # less is requested


def test_what_is_not_known_is_told_program_by_program() -> None:
    (nothing,) = said(TODAY, NO_EXECUTION, EXECUTION_RATE.id)
    assert "no data were given" in nothing
    assert said(TODAY, LITTLE, EXECUTION_RATE.id) == [
        "Programs whose execution rates of past years are not known (1): fellows."
    ]
    assert said(TODAY, {**LITTLE, **past((2024, 1, 1, 0), program="fellows/dc")}, EXECUTION_RATE.id) == []


amounts = st.sampled_from([None, 0, 1, 100, 10**9, 10**14])
executions = st.dictionaries(
    st.builds(PastYear, st.sampled_from(["ssh", "fellows", "fellows/dc"]), st.sampled_from([2022, 2023, 2024, 2025])),
    st.builds(Executed, amounts, amounts, amounts, st.just("表")),
)


@settings(max_examples=examples(100))
@given(executions, executions, st.booleans())
def test_an_examination_after_others_finds_what_one_from_nothing_finds(
    first: Execution, second: Execution, risen: bool
) -> None:
    document = RISEN if risen else TODAY
    previous = examined(TODAY, first)
    for execution in (first, second):
        fresh = examined(document, execution)
        assert examined(document, execution, previous).problems == fresh.problems
        assert len({(each.rule, each.where) for each in fresh.problems if each.where}) == len(
            [each for each in fresh.problems if each.where]
        )
