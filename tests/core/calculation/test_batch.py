"""Many scenarios at once are what each of them is by itself."""

from __future__ import annotations

from fractions import Fraction
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation import batch as module
from planner.core.calculation.batch import AT_ONCE, Batch
from planner.core.calculation.columns import LACK_CODES
from planner.core.calculation.evaluate import Base, Total, Totals, evaluate, evaluate_base
from planner.core.calculation.outcomes import Outcomes, evaluate_batch
from planner.core.calculation.pairs import DRIVERS
from planner.core.model.document import Overrides
from planner.core.model.fields import FIELDS, Value
from planner.core.model.growth import Growth
from planner.core.model.lines import Amount, Cell
from tests.samples import small_portfolio, vast_portfolio
from tests.strategies import Drawn, examples, portfolios, settable

growths = st.sampled_from(
    [Growth(), Growth(Fraction(1, 50), Fraction(-1, 100)), Growth(Fraction(1), Fraction(15, 1000))]
)

HUGE = [2**61, -(2**61), 2**63, -(2**63), 10**30]
"""Rates that 64 bits do not hold, or not with anything beside them."""


@st.composite
def batches(draw: st.DrawFn, fields: tuple[str, ...]) -> tuple[Drawn, list[Overrides]]:
    """A portfolio and what up to five scenarios set."""
    drawn = draw(portfolios())
    scenarios: list[Overrides] = []
    for _ in range(draw(st.integers(0, 5)) if drawn.lines else 0):
        own: dict[str, dict[Cell, Value]] = {}
        for _ in range(draw(st.integers(0, 6))):
            key = draw(st.sampled_from(fields))
            year = draw(st.integers(1, 5) if key == "retention" else st.integers(2019, 2028))
            line = draw(st.sampled_from([*(each.id for each in drawn.lines), "gone"]))
            value = draw(settable[key] | st.sampled_from(HUGE)) if key == "rate" else draw(settable[key])
            own.setdefault(line, {})[Cell(key, year)] = value
        scenarios.append(own)
    return drawn, scenarios


def check(base: Base, scenarios: list[Overrides], at_once: int = AT_ONCE) -> None:
    """Every pair, every total of everything, of each program and of one line, and what programs move by."""
    portfolio = base.portfolio
    with patch.object(module, "AT_ONCE", at_once):
        found = evaluate_batch(base, Batch.of(portfolio, scenarios))
    alone = [evaluate(base, each) for each in scenarios]
    pairs = list(zip(found.scenario.tolist(), found.row.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert set(pairs) == {(s, row) for s, each in enumerate(alone) for row in each.lines}
    for at, (scenario, row) in enumerate(pairs):
        assert _amounts(found, at) == alone[scenario].line(row)[1:], (scenario, portfolio.lines.ids[row])
    asked: list[tuple[list[range] | None, list[Totals]]] = [(None, [each.total[1:] for each in alone])]
    for index in range(len(portfolio.programs)):
        asked.append(([portfolio.rows_below(index)], [each.program(index)[1:] for each in alone]))
    for rows, wanted in asked:
        sums = found.totals(rows)
        assert [sums.of(s) for s in range(len(scenarios))] == wanted
    moved = [{} for _ in alone]  # type: list[dict[int, list[int]]]
    for scenario_, program, yen in found.programs():
        for s, p, change in zip(scenario_.tolist(), program.tolist(), yen.T.tolist(), strict=True):
            held = moved[s].setdefault(p, [0] * len(change))
            moved[s][p] = [a + b for a, b in zip(held, change, strict=True)]
    for s, each in enumerate(alone):
        for index in range(len(portfolio.programs)):
            pairs_of = zip(each.program(index)[1:], base.programs[index][1:], strict=True)
            assert moved[s].get(index, [0] * (len(portfolio.years) - 1)) == [a.yen - b.yen for a, b in pairs_of]


def _amounts(found: Outcomes, at: int) -> tuple[Amount, ...]:
    lacks = (LACK_CODES[code] for code in found.lack[:, at].tolist())
    return tuple(lack or amount for lack, amount in zip(lacks, found.amounts[:, at].tolist(), strict=True))


@settings(max_examples=examples(500))
@given(batches(DRIVERS), growths, st.sampled_from([AT_ONCE, 1, 3]))
def test_a_batch_of_drivers_is_its_scenarios_one_by_one(
    drawn: tuple[Drawn, list[Overrides]], growth: Growth, at_once: int
) -> None:
    check(evaluate_base(drawn[0].portfolio, growth), drawn[1], at_once)


@settings(max_examples=examples(200))
@given(batches(tuple(settable)), growths)
def test_whatever_scenarios_set_a_batch_says_the_same(drawn: tuple[Drawn, list[Overrides]], growth: Growth) -> None:
    check(evaluate_base(drawn[0].portfolio, growth), drawn[1])


@settings(max_examples=examples(200))
@given(portfolios(complete=True), st.data())
def test_lines_of_ordinary_size_never_leave_the_columns(drawn: Drawn, data: st.DataObject) -> None:
    """What is set by a machine, as arrays: the same cells in every trial."""
    base = evaluate_base(drawn.portfolio)
    if not drawn.lines:
        return
    row = data.draw(st.integers(0, len(drawn.lines) - 1))
    rates = data.draw(st.lists(st.integers(-10_000, 10_000_000), min_size=1, max_size=8))
    size = len(rates)
    column = np.full(size, row), np.full(size, DRIVERS.index("rate")), np.full(size, 2026)
    batch = Batch(size, np.arange(size), *column, np.array(rates), np.ones(size, dtype=np.int64))
    sums = evaluate_batch(base, batch).totals()
    for trial, rate in enumerate(rates):
        wanted = evaluate(base, {drawn.portfolio.lines.ids[row]: {Cell("rate", 2026): rate}}).total[1:]
        assert sums.of(trial) == wanted


def test_vintages_that_64_bits_hold_only_one_by_one_are_added_up_exactly() -> None:
    base = evaluate_base(vast_portfolio())
    assert base.line(0) == (10**19, 10**19)
    check(base, [{"p/l": {Cell("quantity", 2026): 10**9 - 1}}, {"p/l": {Cell("rate", 2026): -2_000_000_000}}])


def test_nothing_set_is_the_base() -> None:
    base = evaluate_base(small_portfolio())
    found = evaluate_batch(base, Batch.of(base.portfolio, [{}, {}]))
    assert [found.totals().of(s) for s in (0, 1)] == [base.total[1:]] * 2
    assert found.totals([]).of(0) == (Total(),)
    assert set(DRIVERS) == set(FIELDS)
