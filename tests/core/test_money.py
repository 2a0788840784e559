"""Money: what is printed reads back, rounding is Excel's, and nothing that is no number passes."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.errors import UserError
from planner.core.money import (
    YEN_LIMIT,
    Mode,
    Unit,
    format_amount,
    format_change,
    format_percent,
    parse_number,
    parse_yen,
    round_ratio,
    round_ratios,
)

yen = st.integers(1 - YEN_LIMIT, YEN_LIMIT - 1)
DECIMAL_MODES = {Mode.HALF: ROUND_HALF_UP, Mode.DOWN: ROUND_DOWN, Mode.UP: ROUND_UP}


@given(yen)
def test_an_amount_in_yen_reads_back_as_itself(amount: int) -> None:
    assert parse_yen(format_amount(amount)) == amount
    assert parse_yen(format_amount(amount, negative="▲")) == amount
    assert parse_yen(f"{format_amount(amount)}円") == amount


@given(yen, st.sampled_from(list(Unit)))
def test_an_amount_in_any_unit_reads_back_within_half_its_last_digit(amount: int, unit: Unit) -> None:
    shown = format_amount(amount, unit)
    back = parse_number(shown, unit.yen)
    assert abs(back - amount) <= Fraction(unit.yen, 2 * 10**unit.decimals)
    assert parse_number(f"{shown}{unit.label}") == back
    assert not shown.startswith("△0") or any(digit in shown for digit in "123456789")


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**12), st.sampled_from(list(Mode)), st.sampled_from([1, 1000]))
def test_rounding_is_that_of_decimal_arithmetic(numerator: int, denominator: int, mode: Mode, unit: int) -> None:
    exact = Context(prec=120)
    # a quotient that repeats for ever is cut off far below the digit that decides, unless it is exact
    quotient = exact.divide(Decimal(numerator), Decimal(denominator * unit))
    expected = int(quotient.quantize(Decimal(1), DECIMAL_MODES[mode], exact)) * unit
    assert round_ratio(numerator, denominator, mode, unit) == expected


@given(
    st.lists(st.tuples(st.integers(-(2**61), 2**61), st.integers(1, 10**9)), min_size=1, max_size=20),
    st.sampled_from(list(Mode)),
    st.sampled_from([1, 1000]),
)
def test_rounding_arrays_is_rounding_each(ratios: list[tuple[int, int]], mode: Mode, unit: int) -> None:
    numerators, denominators = (np.array(column, dtype=np.int64) for column in zip(*ratios, strict=True))
    together = round_ratios(numerators, denominators, mode, unit).tolist()
    assert together == [round_ratio(n, d, mode, unit) for n, d in ratios]


@pytest.mark.parametrize(
    ("numerator", "denominator", "mode", "expected"),
    [
        (1, 2, Mode.HALF, 1),
        (-1, 2, Mode.HALF, -1),
        (5, 2, Mode.HALF, 3),
        (-5, 2, Mode.HALF, -3),
        (5, 2, Mode.DOWN, 2),
        (-5, 2, Mode.DOWN, -2),
        (5, 2, Mode.UP, 3),
        (-5, 2, Mode.UP, -3),
        (4, 2, Mode.UP, 2),
    ],
)
def test_halves_go_away_from_zero(numerator: int, denominator: int, mode: Mode, expected: int) -> None:
    assert round_ratio(numerator, denominator, mode) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3072000", 3_072_000),
        ("3,072,000", 3_072_000),
        ("３，０７２千円", 3_072_000),
        ("３，０７２，０００円", 3_072_000),
        ("2.4百万円", 2_400_000),
        ("１．５億円", 150_000_000),
        ("1億2,000万円", 120_000_000),
        ("1兆2億3千円", 1_000_200_003_000),
        ("△5", -5),
        ("▲1,000", -1_000),
        ("−5", -5),
        ("－５", -5),
        ("-5千円", -5_000),
        ("+7", 7),
        ("　12　", 12),
        ("0", 0),
    ],
)
def test_amounts_are_read_as_officers_write_them(text: str, expected: int) -> None:
    assert parse_yen(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "円",
        "千円",
        "abc",
        "1,2,3",
        "12,34",
        "1.2.3",
        "--5",
        "5△",
        "1億2億",
        "2万3億",
        "1/0",
        "1e9",
        "五",
        "①",
        "1_000",
        "nan",
        "inf",
        "0x10",
        "1 2",
        "1 000",
        "１０％",
        ",5",
        "1,0000",
        "99" * 30,
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="is not a number"):
        parse_yen(text)


def test_fractions_of_a_yen_and_amounts_beyond_spreadsheets_are_refused() -> None:
    with pytest.raises(UserError, match="not a whole number of yen"):
        parse_yen("0.5円")
    with pytest.raises(UserError, match="too large"):
        parse_yen("1,000兆円")
    with pytest.raises(UserError, match="too large"):
        parse_yen(str(10**20))
    assert parse_yen("999,999,999,999,999円") == YEN_LIMIT - 1


@pytest.mark.parametrize(
    ("amount", "unit", "shown"),
    [
        (11_811_000_000, Unit.MILLION, "11,811"),
        (17_714_372_000, Unit.OKU, "177.1"),
        (149_500, Unit.THOUSAND, "150"),
        (-149_500, Unit.THOUSAND, "△150"),
        (-499, Unit.THOUSAND, "0"),
        (0, Unit.YEN, "0"),
    ],
)
def test_print_units_round_half_away_and_never_print_a_negative_zero(amount: int, unit: Unit, shown: str) -> None:
    assert format_amount(amount, unit) == shown


def test_changes_and_percentages_as_request_books_print_them() -> None:
    assert format_change(5_000, Unit.THOUSAND) == "+5"
    assert format_change(-5_000, Unit.THOUSAND) == "△5"
    assert format_change(1, Unit.MILLION) == "0"
    assert format_percent(110, 100) == "+10.0%"
    assert format_percent(7_700, 100) == "+7,600.0%"
    assert format_percent(90, 100) == "△10.0%"
    assert format_percent(5, 0) == "皆増"
    assert format_percent(0, 5) == "皆減"
    assert format_percent(0, 0) == "−"
    assert format_percent(100_001, 100_000) == "0.0%"
