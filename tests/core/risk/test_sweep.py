"""A sweep says what scenarios made one by one say, here and where it was sent to."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import Evaluation, evaluate_base, evaluate_scenario
from planner.core.edits.plan import set_growth
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.core.model.lines import Cell
from planner.core.risk.sweep import BLOCK, Column, Sweep, Swept, Values, blocks, packed, sweep, work_packed
from planner.files.portfolio.reading import built_in_portfolio
from tests.strategies import examples, settable, trees


def by_hand(document: Document, scenario: int, plan: Sweep, values: Values) -> Swept:
    """The same scenario branched and edited, and evaluated as any other."""
    made = branch(document, scenario, "試算")
    cells = [
        Entry(line, cell.field, cell.year, value)
        for (line, cell), value in zip(plan.columns, values, strict=True)
        if value is not None
    ]
    made = set_values(made, made.scenarios[-1].number, cells)
    evaluation: Evaluation = evaluate_scenario(made, evaluate_base(made.portfolio), made.scenarios[-1].number)
    return Swept(
        tuple(each.amount for each in evaluation.total[1:]),
        tuple(evaluation.program(each)[1].amount for each in plan.programs),
    )


@st.composite
def tables(draw: st.DrawFn) -> tuple[Document, int, list[Column], list[Values]]:
    """A document, a scenario of it, and a table below that: any field of a few lines, with cells left empty."""
    drawn, document = draw(trees())
    ids = [each.id for each in drawn.lines]
    number = draw(st.sampled_from([0, *(each.number for each in document.scenarios)]))
    if number and draw(st.booleans()):
        document = set_growth(document, number, draw(st.sampled_from(["price", "wage"])), Fraction(1, 50))
    found: dict[Column, st.SearchStrategy[object]] = {}
    for _ in range(draw(st.integers(1, 5)) if ids else 0):
        key = draw(st.sampled_from(sorted(settable)))
        year = draw(st.integers(1, 4) if key == "retention" else st.integers(2025, 2027))
        found[Column(draw(st.sampled_from(ids)), Cell(key, year))] = st.none() | settable[key]
    rows = [tuple(draw(each) for each in found.values()) for _ in range(draw(st.integers(1, 4)))]
    return document, number, list(found), rows  # type: ignore[return-value]


@settings(max_examples=examples(200))
@given(tables())
def test_a_row_is_the_scenario_made_by_hand(table: tuple[Document, int, list[Column], list[Values]]) -> None:
    document, number, columns, rows = table
    plan = sweep(document, evaluate_base(document.portfolio), number, columns)
    sound = []
    for values in rows:
        try:
            sound.append((values, by_hand(document, number, plan, values)))
        except UserError as error:
            with pytest.raises(UserError) as refused:
                plan.scenario(values)
            assert str(refused.value) == str(error)
    assert plan.work([values for values, _ in sound]) == [each for _, each in sound]
    assert work_packed(packed(plan), [values for values, _ in sound]) == [each for _, each in sound]


def test_a_sweep_goes_in_blocks() -> None:
    document = new_document(built_in_portfolio())
    column = Column("ssh/basic", Cell("rate", 2026))
    plan = sweep(document, evaluate_base(document.portfolio), 1, [column])
    rows: list[Values] = [(8_720_000 + each,) for each in range(BLOCK + 3)]
    assert [len(each) for each in blocks(rows)] == [BLOCK, 3]
    found = [each for block in blocks(rows) for each in plan.work(block)]
    assert [each.total[0] for each in found] == [416_812_800_000 + 202 * each for each in range(BLOCK + 3)]
    assert [document.portfolio.programs[each].id for each in plan.programs] == ["ssh"]
    assert found[5].programs == (2_500_000_000 + 202 * 5,)


def test_what_is_not_there_or_named_twice_is_refused() -> None:
    document = new_document(built_in_portfolio())
    base, rate = evaluate_base(document.portfolio), Cell("rate", 2026)
    with pytest.raises(UserError, match="no line"):
        sweep(document, base, 1, [Column("ssh/x", rate)])
    with pytest.raises(UserError, match="named twice"):
        sweep(document, base, 1, [Column("ssh/basic", rate)] * 2)
