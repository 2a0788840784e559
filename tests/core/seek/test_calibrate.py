"""Calibration: all ranges of a program at one position, the printed total met, or the reason why not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import BASE, Document
from planner.core.model.lines import Cell
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Program
from planner.core.model.published import Published
from planner.core.seek.calibrate import calibrate, ranges_of
from planner.files.portfolio.reading import built_in_portfolio


def document(ranges: list[tuple[int, int, int]], fixed: int, printed: str, *, residual: bool = True) -> Document:
    """Lines of (quantity, low, high), all at low, one fixed amount and a residual, below one printed total."""
    lines, steps = [], []
    given = Origin(Basis.PUBLISHED, "1", "印刷")
    for n, (quantity, low, high) in enumerate(ranges):
        lines.append(LineRecord(f"p/l{n}", "p", f"積算{n}"))
        steps.append(StepRecord(f"p/l{n}", "rate", 2026, low, Origin(Basis.PUBLISHED, "1", "幅", low=low, high=high)))
        steps.append(StepRecord(f"p/l{n}", "quantity", 2026, quantity, given))
    lines.append(LineRecord("p/fixed", "p", "定額"))
    steps += [StepRecord("p/fixed", "rate", 2026, fixed, given), StepRecord("p/fixed", "quantity", 2026, 1, given)]
    rest = Origin(Basis.RESIDUAL, "1")
    if residual:
        lines.append(LineRecord("p/rest", "p", "端数"))
        steps += [StepRecord("p/rest", "rate", 2026, 123, rest), StepRecord("p/rest", "quantity", 2026, 1, rest)]
    figures = (Published(2026, printed),) if printed else ()
    program = Program("p", "", "1", "事業", "program", published=figures)
    return new_document(build_portfolio(title="t", years=(2025, 2026), programs=[program], lines=lines, steps=steps))


def total(made: Document, scenario: int = 1) -> int:
    return evaluate(evaluate_base(made.portfolio), made.overrides(scenario)).total[1].yen


ends = st.tuples(st.integers(1, 300), st.integers(100_000, 9_000_000), st.integers(1, 9_000_000))


@given(st.lists(ends, min_size=1, max_size=5), st.integers(0, 10**8), st.fractions(0, 1))
def test_the_printed_total_is_met_with_all_ranges_at_one_position(
    drawn: list[tuple[int, int, int]], fixed: int, position: Fraction
) -> None:
    ranges = [(quantity, low, low + width) for quantity, low, width in drawn]
    wanted = fixed + sum(quantity * (low + (high - low) * position) for quantity, low, high in ranges)
    printed = f"{round(wanted / 10**6):,}百万円"
    made = document(ranges, fixed, printed)
    base = evaluate_base(made.portfolio)
    interval = Published(2026, printed).interval
    assert interval is not None
    try:
        fitted = calibrate(made, base, 1, "p")
    except UserError as error:
        assert "does not reach" in str(error) or "In whole 千円" in str(error)
        ends = [fixed + sum(each[0] * each[side] for each in ranges) for side in (1, 2)]
        assert not ends[0] <= interval[1] <= ends[1], "what can be met is met"
        return
    assert interval[0] <= total(fitted) <= interval[2]
    ends = [fixed + sum(each[0] * each[side] for each in ranges) for side in (1, 2)]
    assert total(fitted) == max(interval[1], ends[0]), "to the yen, unless even the low ends are above"
    overrides = fitted.overrides(1)
    rest = overrides["p/rest"]
    left = rest.get(Cell("rate", 2026), 123) * rest.get(Cell("quantity", 2026), 1)
    assert left < 1000 * sum(quantity for quantity, _, _ in ranges) or ends[1] < interval[1], "千円 alone are left"
    positions = []
    for n, (_quantity, low, high) in enumerate(ranges):
        rate = next(iter(overrides[f"p/l{n}"].values())) if f"p/l{n}" in overrides else low
        assert low <= rate <= high
        assert rate % 1000 == 0 or rate == low
        positions.append((Fraction(rate - low, high - low), Fraction(1000, high - low)))
    for share, step in positions:
        assert abs(share - positions[0][0]) <= step + positions[0][1]
    assert len(fitted.changes) <= 1


@pytest.mark.parametrize(
    ("ranges", "printed", "said"),
    [
        ([(17, 3_000_000, 6_000_000)], "134百万円", "51,000,000 to 102,000,000 yen, which does not reach"),
        ([(17, 3_000_000, 6_000_000)], "10百万円", "does not reach"),
        ([(17, 3_000_000, 3_000_000)], "51百万円", "No rate of the program has a published range"),
        ([(17, 3_000_000, 6_000_000)], "", "No figure is printed"),
    ],
)
def test_where_it_cannot_it_says_why(ranges: list[tuple[int, int, int]], printed: str, said: str) -> None:
    made = document(ranges, 0, printed)
    with pytest.raises(UserError, match=said):
        calibrate(made, evaluate_base(made.portfolio), 1, "p")


def test_without_a_residual_whole_thousands_may_not_meet_the_total() -> None:
    made = document([(10**6, 1001, 2001)], 0, "1,501,000,000円", residual=False)
    with pytest.raises(UserError, match="In whole 千円 the ranges come to 1,001,000,000 yen, outside"):
        calibrate(made, evaluate_base(made.portfolio), 1, "p")
    met = document([(10**6, 1001, 2001)], 0, "1,501,000,000円")
    assert total(calibrate(met, evaluate_base(met.portfolio), 1, "p")) == 1_501_000_000


def test_a_missing_figure_an_unknown_program_and_the_base_are_refused() -> None:
    made = document([(17, 3_000_000, 6_000_000)], 0, "70百万円")
    base = evaluate_base(made.portfolio)
    with pytest.raises(UserError, match="no program"):
        calibrate(made, base, 1, "q")
    with pytest.raises(UserError, match="base is not edited"):
        calibrate(made, base, BASE, "p")


def test_the_super_science_high_schools_meet_25_oku_yen_and_the_built_in_rates_are_those() -> None:
    built_in = new_document(built_in_portfolio())
    base = evaluate_base(built_in.portfolio)
    index = built_in.portfolio.program_index["ssh"]
    ranges = ranges_of(built_in.portfolio, index)
    assert [(line, low, high) for line, low, high in ranges] == [
        ("ssh/basic", 6_000_000, 12_000_000),
        ("ssh/basic-new", 6_000_000, 12_000_000),
        ("ssh/focus", 10_000_000, 13_000_000),
        ("ssh/focus-new", 10_000_000, 13_000_000),
        ("ssh/allotment", 1_500_000, 5_500_000),
    ]
    low = set_values(built_in, 1, [Entry(line, "rate", 2026, end) for line, end, _ in ranges])
    fitted = calibrate(low, base, 1, "ssh")
    found = evaluate(base, fitted.overrides(1)).program(index)[1].yen
    assert found == evaluate(base).program(index)[1].yen == 2_500_000_000
    assert calibrate(built_in, base, 1, "ssh") is built_in


def test_the_girls_are_out_of_reach_and_the_cap_is_no_answer() -> None:
    built_in = new_document(built_in_portfolio())
    said = "51,000,000 to 102,000,000 yen, which does not reach the printed 133,500,000 to 134,499,999 yen"
    with pytest.raises(UserError, match=said):
        calibrate(built_in, evaluate_base(built_in.portfolio), 1, "women/girls")
