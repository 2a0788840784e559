"""Scenarios side by side: exactly what a slow comparison finds, and sums that agree from values up to totals."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base
from planner.core.calculation.in_force import effective
from planner.core.compare.side_by_side import Comparison, compare, comparing
from planner.core.compare.tree import CompareTree, Level, Node, Standing
from planner.core.edits.scenarios import branch
from planner.core.edits.structure import add_line, remove_lines
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import BASE, Document
from planner.core.model.fields import ALL_FIELDS, ATTRIBUTES, FIELDS
from planner.core.model.lines import Cell
from planner.core.model.portfolio import Member, View
from tests.samples import DC1, DC2, SCHOOLS, small_portfolio
from tests.strategies import Drawn, edits_of, examples, trees

YEARS = range(2018, 2030)


@pytest.fixture
def document() -> Document:
    return branch(new_document(small_portfolio()), BASE, "別案")


def compared(document: Document, *scenarios: int) -> Comparison:
    return compare(document, evaluate_base(document.portfolio), scenarios)


def listed(tree: CompareTree, level: Level) -> list[Node]:
    return [node for node in tree.walk() if node.level is level]


def finished(work: Generator[int, None, Comparison]) -> tuple[Comparison, list[int]]:
    percents = []
    try:
        while True:
            percents.append(next(work))
    except StopIteration as end:
        return end.value, percents


def same(a: Comparison, b: Comparison) -> bool:
    totals = [each.total for each in a.evaluations] == [each.total for each in b.evaluations]
    effects = [each.effects for each in a.differences] == [each.effects for each in b.differences]
    return totals and effects and list(a.cells.items()) == list(b.cells.items())


@settings(max_examples=examples(300))
@given(trees(), st.data())
def test_the_differences_are_those_a_slow_comparison_of_whole_evaluations_finds(
    case: tuple[Drawn, Document], data: st.DataObject
) -> None:
    _, document = case
    portfolio = document.portfolio
    numbers = data.draw(st.permutations([BASE, *(each.number for each in document.scenarios)]))
    base = evaluate_base(portfolio)
    quick = compare(document, base, numbers)
    slow = {}
    set_somewhere = [document.overrides(number) for number in numbers]
    for row, id_ in enumerate(portfolio.lines.ids):
        lines = [portfolio.line(row, each.get(id_)) for each in set_somewhere]
        for key in ALL_FIELDS:
            begun = False
            for year in range(1, 6) if key == "retention" else YEARS:
                values = tuple(effective(line, key, year) for line in lines)
                if all(value == values[0] for value in values):
                    continue
                # carried from an earlier year it is the same difference still
                if not begun or any(Cell(key, year) in each.get(id_, {}) for each in set_somewhere):
                    slow[id_, key, year] = values
                begun = True
    assert {(each.line_id, *each.cell): each.values for each in quick.differences} == slow
    for place, number in enumerate(numbers):
        whole = evaluate(base, document.overrides(number))
        rows = range(len(portfolio.lines))
        assert [quick.evaluations[place].line(row) for row in rows] == [whole.line(row) for row in rows]
        unlisted = [row for row in rows if row not in quick.cells]
        first = quick.evaluations[0]
        assert all(quick.evaluations[place].line(row) == first.line(row) for row in unlisted)


@settings(max_examples=examples(200))
@given(trees(), st.data())
def test_lines_add_up_to_programs_and_programs_to_the_total(case: tuple[Drawn, Document], data: st.DataObject) -> None:
    _, document = case
    numbers = data.draw(st.permutations([BASE, *(each.number for each in document.scenarios)]))
    tops = [program.id for program in document.portfolio.programs if not program.parent]
    heading = st.sampled_from(["", "人材", "施設"])
    view = View("v", "見方", "view", tuple(Member(id_, data.draw(heading)) for id_ in tops))
    tree = CompareTree(
        compared(document, *numbers),
        data.draw(st.sampled_from([None, view])),
        everything=data.draw(st.booleans()),
        against_previous=data.draw(st.booleans()),
    )

    def moved(node: Node, place: int) -> int:
        return tree.amount(node, place).yen - tree.reference(node).yen

    for node in tree.walk(Level.LINE):
        below = [child for child in tree.children(node) if child.level < Level.VALUE]
        for place in range(len(numbers)):
            if node.level is not Level.LINE:
                assert moved(node, place) == sum(moved(child, place) for child in below)
            known = tree.difference(node, place)
            assert known is None or known == moved(node, place)


@settings(max_examples=examples(200))
@given(trees(), st.data())
def test_a_comparison_taken_further_is_the_one_made_anew(case: tuple[Drawn, Document], data: st.DataObject) -> None:
    drawn, document = case
    numbers = [BASE, *(each.number for each in document.scenarios)]
    reference = data.draw(st.integers(0, len(numbers) - 1))
    base = evaluate_base(document.portfolio)
    known: Comparison | None = None
    for _ in range(3):
        now = document

        def evaluation_of(number: int, now: Document = now) -> Evaluation:
            return evaluate(base, now.overrides(number))

        known, percents = finished(comparing(numbers, evaluation_of, reference, known))
        anew, _ = finished(comparing(numbers, evaluation_of, reference))
        assert same(known, anew)
        assert percents == sorted(percents)
        assert all(0 <= percent <= 100 for percent in percents)
        document = data.draw(edits_of(drawn, document))


def test_only_differences_or_all_by_view(document: Document) -> None:
    document = set_values(document, 2, [Entry(DC1, "rate", 2026, 3_200_000)])
    found = compared(document, BASE, 1, 2)
    tree = CompareTree(found, None)
    assert [node.key for node in tree.walk()] == ["total", 0, 1, DC1, Cell("rate", 2026)]
    rate = listed(tree, Level.VALUE)[0]
    assert [tree.difference(rate, place) for place in range(3)] == [0, 0, 128_000 * 642]
    assert [tree.difference(tree.root, place) for place in range(3)] == [0, 0, 128_000 * 642]
    everything = CompareTree(found, None, everything=True)
    assert [node.key for node in listed(everything, Level.LINE)] == [DC1, DC2, SCHOOLS]
    assert len(listed(everything, Level.VALUE)) == 3 * len(FIELDS | ATTRIBUTES)
    schools = View("s", "学校", "schools", (Member("ssh", "学校"), Member("fellows", "学校", relisted=True)))
    view = CompareTree(found, schools)
    assert [node.key for node in view.walk(Level.PROGRAM)] == ["total", "学校", (0, 1), 1]
    assert view.difference(view.root, 2) == 0, "what is only listed there does not count"
    assert view.amount(view.children(view.root)[0], 2).yen == 240 * 9_000_000


def test_against_last_year_a_line_differs_that_no_scenario_touched(document: Document) -> None:
    tree = CompareTree(compared(document, BASE, 1), None, against_previous=True)
    assert [node.key for node in listed(tree, Level.LINE)] == [DC1, DC2]
    assert [node.key for node in listed(tree, Level.VALUE)] == [Cell("rate", 2026)] * 2
    rate = listed(tree, Level.VALUE)[0]
    assert tree.held_against(rate) == 2_400_000
    assert tree.difference(rate, 1) is None
    assert tree.difference(tree.root, 1) == 672_000 * (642 + 1108)


def test_lines_proposed_and_taken_out_say_so(document: Document) -> None:
    document, proposed = add_line(document, 1, "ssh", "新しい枠")
    document = set_values(document, 1, [Entry(proposed, "rate", 2026, 1000), Entry(proposed, "quantity", 2026, 5)])
    document = remove_lines(document, 2, [SCHOOLS])
    tree = CompareTree(compared(document, BASE, 1, 2), None)
    schools, new = listed(tree, Level.LINE)
    assert (schools.key, new.key) == (SCHOOLS, proposed)
    assert [tree.standing(schools, place) for place in range(3)] == [None, None, Standing.ENDED]
    assert [tree.standing(new, place) for place in range(3)] == [None, Standing.ADDED, None]
    assert [tree.difference(new, place) for place in range(3)] == [0, 5000, 0]
    fields = [each.cell.field for each in tree.comparison.cells[new.row or 0]]
    assert fields == ["rate", "quantity", "present"]
    nowhere = CompareTree(compared(document, BASE, 2), None, everything=True)
    assert proposed not in [node.key for node in nowhere.walk()]
    enacted = CompareTree(compared(document, 1, 2), None, against_previous=True)
    standings = {node.key: [enacted.standing(node, 0), enacted.standing(node, 1)] for node in enacted.walk(Level.LINE)}
    assert standings[proposed] == [Standing.ADDED, None]
    assert standings[SCHOOLS] == [None, Standing.ENDED]
