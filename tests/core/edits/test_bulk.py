"""One change to many values, against plain fractions."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.cohort import line_amount
from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.bulk import STEPS, BulkChange, Reach, Way, reach, read_bulk_change
from planner.core.errors import UserError
from planner.core.model.fields import FIELDS, QUANTITY, RATE, SHARE, TIMES, Field, Kind, Value
from planner.core.model.lines import Cell
from tests.samples import DC1, SCHOOLS, small_portfolio
from tests.strategies import Drawn, examples, portfolios, values

YEAR = 2026


def half_away(exact: Fraction, step: int) -> int:
    """The multiple of `step` nearest to `exact`, of two the one farther from zero."""
    nearest = floor(abs(exact) / step + Fraction(1, 2)) * step
    return -nearest if exact < 0 else nearest


@st.composite
def cases(draw: st.DrawFn) -> tuple[Field, Value, Fraction, int]:
    field = FIELDS[draw(st.sampled_from(list(FIELDS)))]
    figure = draw(st.one_of(st.integers(-100, 300).map(Fraction), st.fractions(-100, 300, max_denominator=1000)))
    return field, draw(values[field.key]), figure, draw(st.sampled_from(STEPS[field.kind] or (1,)))


def expected(field: Field, exact: Fraction, step: int) -> Value | None:
    value = exact if field.kind is Kind.FRACTION else half_away(exact, step)
    try:
        return field.check(value)
    except UserError:
        return None


def outcome(change: BulkChange, value: Value, field: Field) -> Value | None:
    try:
        return change.new_value(value, field)
    except UserError:
        return None


@given(cases())
def test_a_percentage_is_exact_up_to_the_one_rounding(case: tuple[Field, Value, Fraction, int]) -> None:
    field, value, figure, step = case
    exact = value + Fraction(value) * figure / 100
    assert outcome(BulkChange(Way.PERCENT, figure, step), value, field) == expected(field, exact, step)


@given(cases())
def test_an_amount_is_added_exactly(case: tuple[Field, Value, Fraction, int]) -> None:
    field, value, figure, step = case
    assert outcome(BulkChange(Way.ADD, figure, step), value, field) == expected(field, value + figure, step)


@given(cases())
def test_rounding_alone_moves_by_half_a_step_at_most_and_only_once(case: tuple[Field, Value, Fraction, int]) -> None:
    field, value, _, step = case
    rounded = outcome(BulkChange(Way.KEEP, step=step), value, field)
    if rounded is None:
        assert abs(Fraction(value)) + step > field.high
    elif field.kind is Kind.FRACTION:
        assert rounded == value
    else:
        assert rounded == half_away(Fraction(value), step)
        assert 2 * abs(Fraction(rounded) - value) <= step
        assert BulkChange(Way.KEEP, step=step).new_value(rounded, field) == rounded


@given(cases())
def test_setting_takes_no_notice_of_what_was_there(case: tuple[Field, Value, Fraction, int]) -> None:
    field, value, _, _ = case
    change = BulkChange(Way.SET, Fraction(value))
    assert change.new_value(None, field) == change.new_value(1, field) == value


@pytest.mark.parametrize(
    ("way", "text", "field", "step", "value", "result"),
    [
        (Way.PERCENT, "-3", RATE, 1_000, 3_072_000, 2_980_000),
        (Way.PERCENT, "△３％", RATE, 1_000, 2_400_000, 2_328_000),
        (Way.PERCENT, "+2.5%", RATE, 1, 2_400_001, 2_460_001),
        (Way.PERCENT, "1/3", RATE, 1, 300, 301),
        (Way.PERCENT, "-100", QUANTITY, 1, 642, 0),
        (Way.PERCENT, "-3", TIMES, 1, Fraction(3, 12), Fraction(97, 400)),
        (Way.ADD, "△１２千円", RATE, 1, 3_072_000, 3_060_000),
        (Way.ADD, "500", RATE, 1_000, 3_072_000, 3_073_000),
        (Way.ADD, "-500", RATE, 1_000, -3_072_000, -3_073_000),
        (Way.ADD, "-20人", QUANTITY, 5, 642, 620),
        (Way.ADD, "-0.1", SHARE, 1, Fraction(1, 2), Fraction(2, 5)),
        (Way.SET, "2.4百万円", RATE, 1, None, 2_400_000),
        (Way.KEEP, "nonsense", QUANTITY, 10, 645, 650),
        (Way.KEEP, "", RATE, 10_000, 3_072_000, 3_070_000),
    ],
)
def test_what_is_typed(way: Way, text: str, field: Field, step: int, value: Value | None, result: Value) -> None:
    assert read_bulk_change(way, text, field, step).new_value(value, field) == result


@pytest.mark.parametrize(
    ("way", "text", "field", "said"),
    [
        (Way.PERCENT, "", RATE, "not a percentage"),
        (Way.PERCENT, "3千円", RATE, "not a percentage"),
        (Way.PERCENT, "3,0", RATE, "not a number"),
        (Way.PERCENT, "1" * 50, RATE, "not a percentage"),
        (Way.PERCENT, "-101", RATE, "less than nothing"),
        (Way.ADD, "", RATE, "not a number"),
        (Way.ADD, "3円", QUANTITY, "amount of money"),
        (Way.ADD, "2.5", QUANTITY, "not a whole number"),
        (Way.SET, "-5", QUANTITY, "must lie between"),
        (Way.SET, "0.5", RATE, "not a whole number"),
    ],
)
def test_what_is_no_figure_is_refused(way: Way, text: str, field: Field, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read_bulk_change(way, text, field)


def test_a_result_that_may_not_stand_is_refused() -> None:
    with pytest.raises(UserError, match="must lie between"):
        BulkChange(Way.ADD, Fraction(-643)).new_value(642, QUANTITY)
    with pytest.raises(UserError, match="no value to change"):
        BulkChange(Way.PERCENT, Fraction(3)).new_value(None, RATE)


@settings(max_examples=examples(200))
@given(portfolios(), st.sampled_from([RATE, QUANTITY, TIMES, SHARE]), st.sampled_from([YEAR - 1, YEAR]))
def test_what_stays_is_what_is_left_when_nothing_is_given(drawn: Drawn, field: Field, year: int) -> None:
    """With a driver at 0 the vintages it reaches come to nothing; what then remains is what it cannot move."""
    evaluation = evaluate(evaluate_base(drawn.portfolio), {})
    known = movable = kept = unknown = 0
    rows = range(len(drawn.portfolio.lines))
    for row in rows:
        before = line_amount(evaluation.drivers(row), YEAR)
        if isinstance(before, int):
            left = line_amount(evaluation.base.drivers(row, {Cell(field.key, year): 0}), YEAR)
            assert isinstance(left, int)
            known, kept, movable = known + before, kept + left, movable + before - left
        else:
            unknown += 1
    found = reach(evaluation, rows, field, year)
    assert (found.movable, found.kept, found.unknown) == (movable, kept, unknown)
    assert found.movable + found.kept == known


def test_vintages_taken_in_keep_rate_and_people() -> None:
    evaluation = evaluate(evaluate_base(small_portfolio()), {})
    index = small_portfolio().line_index
    for field in (RATE, QUANTITY):
        found = reach(evaluation, [index[DC1]], field, YEAR)
        assert found == Reach(642 * 3_072_000, 2 * 642 * 2_400_000, 1, 0)
    for field in (TIMES, SHARE):
        assert reach(evaluation, [index[DC1]], field, YEAR).kept == 0
    assert reach(evaluation, [index[SCHOOLS]], RATE, YEAR) == Reach(240 * 9_000_000, 0, 0, 0)
