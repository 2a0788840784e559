"""Whose a difference is: the giver has the value compared, and its reason is that of the change that set it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import evaluate_base
from planner.core.compare.side_by_side import compare
from planner.core.compare.steps import steps_to
from planner.core.compare.tree import CompareTree, Level, Node
from planner.core.compare.whose import Because, Holding, Whose
from planner.core.edits.plan import set_growth
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import BASE, Document
from planner.core.model.portfolio import Member, View
from tests.samples import DC1, SCHOOLS, small_portfolio
from tests.strategies import Drawn, examples, trees


def tree_of(document: Document, *scenarios: int) -> CompareTree:
    return CompareTree(compare(document, evaluate_base(document.portfolio), scenarios), None)


@pytest.fixture
def document() -> Document:
    """作業案 raises a rate for a reason, 大臣説明案 below it adds people without one."""
    made = set_values(new_document(small_portfolio()), 1, [Entry(DC1, "rate", 2026, 3_200_000)], "民間との差")
    made = branch(made, 1, "大臣説明案")
    return set_values(made, 2, [Entry(DC1, "quantity", 2026, 700)])


def node_of(tree: CompareTree, level: Level, field: str = "") -> Node:
    return next(
        node
        for node in tree.walk()
        if node.level is level and (not field or (node.value is not None and node.value.cell.field == field))
    )


def test_own_inherited_and_base_values_are_told_apart(document: Document) -> None:
    tree = tree_of(document, BASE, 1, 2)
    whose = Whose(document, tree.comparison.scenarios)
    rate, quantity = (node_of(tree, Level.VALUE, field).value for field in ("rate", "quantity"))
    assert rate is not None
    assert quantity is not None
    assert [whose.holding(tree, rate, place) for place in range(3)] == [Holding.BASE, Holding.OWN, Holding.INHERITED]
    assert [whose.holding(tree, quantity, place) for place in range(3)] == [Holding.BASE, Holding.BASE, Holding.OWN]


def test_reasons_are_those_of_the_scenarios_that_gave_the_values(document: Document) -> None:
    tree = tree_of(document, BASE, 1, 2)
    whose = Whose(document, tree.comparison.scenarios)
    assert whose.reasons(tree, node_of(tree, Level.VALUE, "rate")) == (Because(1, "民間との差"),)
    assert whose.reasons(tree, node_of(tree, Level.VALUE, "quantity")) == (Because(2, ""),)
    both = {Because(1, "民間との差"), Because(2, "")}
    assert set(whose.reasons(tree, node_of(tree, Level.LINE))) == both
    assert set(whose.reasons(tree, node_of(tree, Level.PROGRAM))) == both


def test_where_the_reference_was_changed_its_reason_is_told(document: Document) -> None:
    tree = tree_of(document, 1, BASE)
    whose = Whose(document, tree.comparison.scenarios)
    assert whose.reasons(tree, node_of(tree, Level.VALUE, "rate")) == (Because(1, "民間との差"),)


@settings(max_examples=examples(100))
@given(trees())
def test_a_value_in_force_is_the_value_compared_and_its_giver_one_of_the_family(case: tuple[Drawn, Document]) -> None:
    _, document = case
    numbers = [BASE, *(each.number for each in document.scenarios)]
    tree = tree_of(document, *numbers)
    whose = Whose(document, numbers)
    for value in tree.comparison.differences:
        for place, number in enumerate(numbers):
            held = whose.held(tree, value, place)
            assert held.value == value.values[place]
            assert held.giver in {BASE, *(each.number for each in document.lineage(number))}


@settings(max_examples=examples(100))
@given(trees(), st.sampled_from([Fraction(0), Fraction(1, 50)]), st.data())
def test_the_steps_lead_from_one_scenario_to_the_other(
    case: tuple[Drawn, Document], growth: Fraction, data: st.DataObject
) -> None:
    _, document = case
    if growth:
        document = set_growth(document, document.scenarios[0].number, "price", growth, "x")
    numbers = [BASE, *(each.number for each in document.scenarios)]
    comparison = compare(document, evaluate_base(document.portfolio), numbers)
    year = data.draw(st.integers(1, len(document.portfolio.years) - 1))
    tree = CompareTree(comparison, None, year=year)
    for place in range(len(numbers)):
        for largest in (0, 2, 100):
            found = steps_to(tree, place, largest)
            before, after = (tree.amount(tree.root, at) for at in (0, place))
            assert after == comparison.evaluations[place].total[year]
            if before.cannot or after.cannot:
                assert found is None
                continue
            assert found is not None
            assert (found.previous, found.request) == (before.yen, after.yen)
            assert found.previous + sum(step.change for step in found.steps) == found.request


def test_steps_are_those_of_the_view(document: Document) -> None:
    document = set_values(document, 2, [Entry(SCHOOLS, "quantity", 2026, 250)])
    comparison = compare(document, evaluate_base(document.portfolio), (BASE, 2))
    view = View("v", "学校", "schools", (Member("ssh"), Member("fellows", relisted=True)))
    found = steps_to(CompareTree(comparison, view), 1, 10)
    assert found is not None
    assert [comparison.portfolio.lines.ids[step.row or 0] for step in found.steps] == [SCHOOLS]
    last_year = steps_to(CompareTree(comparison, None, against_previous=True), 1, 10)
    assert last_year is not None
    assert last_year.previous == comparison.evaluations[1].total[0].yen


def test_a_later_year_stands_side_by_side_too(document: Document) -> None:
    document = replace(document, portfolio=replace(document.portfolio, years=(2025, 2026, 2027)))
    document = set_values(document, 1, [Entry(DC1, "rate", 2027, 3_500_000)])
    comparison = compare(document, evaluate_base(document.portfolio), (BASE, 1))
    now, later = (CompareTree(comparison, None, year=year) for year in (1, 2))
    assert (now.fiscal_year, later.fiscal_year) == (2026, 2027)
    totals = [each.total for each in comparison.evaluations]
    assert later.difference(later.root, 1) == totals[1][2].yen - totals[0][2].yen
    assert later.difference(later.root, 1) != now.difference(now.root, 1)
    assert later.take_over(now) is None
    value = node_of(later, Level.VALUE, "rate")
    assert later.difference(value, 1) is None, "what a value alone does is known of the request"
