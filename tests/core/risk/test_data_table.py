"""A data table says in each cell what the scenario made by hand says."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import evaluate_base, evaluate_scenario
from planner.core.ceilings.judge import judge
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import Document
from planner.core.model.fields import DEMAND, EXPENSE, FIELDS, QUANTITY, RATE, SHARE
from planner.core.risk.data_table import MOST, Axis, data_table
from planner.core.seek.levers import Driver
from planner.core.seek.targets import Gauge, read_aim
from planner.files.portfolio.ceilings_in import published_rules
from planner.files.portfolio.reading import built_in_portfolio
from tests.strategies import ceilings, edits_of, examples, portfolios, settable, trees


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Scenarios over lines of any kind, or over lines with an amount and most of them classed."""
    if draw(st.booleans()):
        document: Document = draw(trees())[1]
        assume(len(document.portfolio.lines))
        return document
    drawn = draw(portfolios(complete=True))
    assume(drawn.lines)
    document = new_document(drawn.portfolio)
    kinds = [(line, field, draw(st.sampled_from([1, 2, 2, 0]))) for line in drawn.lines for field in (DEMAND, EXPENSE)]
    document = set_values(document, 1, [Entry(line.id, field.key, 2026, kind) for line, field, kind in kinds if kind])
    return draw(edits_of(drawn, document))


@st.composite
def axes(draw: st.DrawFn, document: Document) -> Axis:
    key = draw(st.sampled_from(sorted(FIELDS)))
    row = draw(st.integers(0, len(document.portfolio.lines) - 1))
    values = draw(st.lists(settable[key], min_size=1, max_size=3))
    return Axis(Driver(row, FIELDS[key], draw(st.sampled_from([2026, 2026, 2027, 2025]))), tuple(values))


@settings(max_examples=examples(200))
@given(documents(), ceilings, st.data())
def test_each_cell_is_the_scenario_made_by_hand(document: Document, ceiling: Ceiling, data: st.DataObject) -> None:
    portfolio = document.portfolio
    scenario = data.draw(st.sampled_from([0, *(each.number for each in document.scenarios)]))
    across, down = (data.draw(axes(document)) for _ in range(2))
    assume(across.driver != down.driver)
    whats = ("total", "total@2027", "program:p0", f"line:{portfolio.lines.ids[0]}", "committed:total@2027", "ceiling:c")
    aim = read_aim(data.draw(st.sampled_from(whats)), portfolio, (ceiling,))
    base = evaluate_base(portfolio)
    wanted, said = [], []
    for value in down.values:
        for other in across.values:
            made = branch(document, scenario, "試算")
            entries = [
                Entry(portfolio.lines.ids[axis.driver.row], axis.driver.field.key, axis.driver.year, each)
                for axis, each in ((across, other), (down, value))
            ]
            try:
                made = set_values(made, made.scenarios[-1].number, entries)
            except UserError:
                with pytest.raises(UserError):
                    data_table(document, base, scenario, aim, across, down, (ceiling,))
                return
            evaluation = evaluate_scenario(made, base, made.scenarios[-1].number)
            wanted.append(Gauge(aim, made.all_obligations).read(evaluation))
            said.append(judge(evaluation, (ceiling,))[0].verdict)
    found = data_table(document, base, scenario, aim, across, down, (ceiling,))
    assert [each for row in found.amounts for each in row] == wanted
    assert {len(row) for row in found.amounts} == {len(across.values)}
    owners = {int(portfolio.lines.program[axis.driver.row]) for axis in (across, down)}
    if owners & (ceiling.scope.programs(portfolio) or frozenset()):
        assert [each for row in found.limits[0].verdicts for each in row] == said
    else:
        assert found.limits == ()


def test_a_table_of_a_rate_and_a_quantity() -> None:
    document = new_document(built_in_portfolio())
    portfolio = document.portfolio
    base, row = evaluate_base(portfolio), portfolio.line_index["ssh/basic"]
    across = Axis.between(Driver(row, RATE, 2026), 8_700_000, 8_720_000, 10_000)
    down = Axis.between(Driver(row, QUANTITY, 2026), 201, 203, 1)
    found = data_table(
        document,
        base,
        1,
        read_aim("line:ssh/basic", portfolio, ()),
        across,
        down,
        published_rules(2026).ceilings,  # type: ignore[union-attr]
    )
    assert found.amounts == tuple(
        tuple(n * rate for rate in (8_700_000, 8_710_000, 8_720_000)) for n in (201, 202, 203)
    )
    told: list[tuple[int, int]] = []
    bound = read_aim("committed:line:ssh/basic", portfolio, ())
    assert (
        data_table(document, base, 1, bound, across, down, (), lambda *each: told.append(each)).amounts == found.amounts
    )
    assert told == [(each, 9) for each in range(9)]


def test_what_cannot_be_a_table_is_refused() -> None:
    document = new_document(built_in_portfolio())
    base, rate, share = evaluate_base(document.portfolio), Driver(0, RATE, 2026), Driver(0, SHARE, 2026)
    with pytest.raises(UserError, match="upside down"):
        Axis.between(rate, 10, 9, 1)
    with pytest.raises(UserError, match="step must be above 0"):
        Axis.between(rate, 1, 10, 0)
    with pytest.raises(UserError, match="step must be above 0"):
        Axis.between(rate, 1, 10, Fraction(1, 2))
    with pytest.raises(UserError, match="at most 10,000"):
        Axis.between(rate, 1, MOST + 1, 1)
    assert Axis.between(share, Fraction(1, 2), Fraction(1), Fraction(1, 4)).values == (
        Fraction(1, 2),
        Fraction(3, 4),
        Fraction(1),
    )
    aim = read_aim("total", document.portfolio, ())
    one = Axis(rate, (1,))
    with pytest.raises(UserError, match="named twice"):
        data_table(document, base, 1, aim, one, one)
    with pytest.raises(UserError, match="A table of 0 cells"):
        data_table(document, base, 1, aim, one, Axis(share, ()))
    with pytest.raises(UserError, match="must lie between"):
        data_table(document, base, 1, aim, one, Axis(share, (Fraction(-1),)))
