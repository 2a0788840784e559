"""Printed figures are intervals of half their last digit; years are read in every form sheets use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.errors import UserError
from planner.core.model.published import Published, printed_interval
from planner.core.money import Unit, format_amount
from planner.core.years import era_label, fiscal_year_name, parse_year


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("178億円", 17_750_000_000, 17_849_999_999),
        ("4.4億円", 435_000_000, 444_999_999),
        ("11,811百万円", 11_810_500_000, 11_811_499_999),
        ("８億円", 750_000_000, 849_999_999),
        ("3,072千円", 3_071_500, 3_072_499),
        ("12円", 12, 12),
        ("0.3億円", 25_000_000, 34_999_999),
        ("新規", 0, 0),
        ("－", 0, 0),
        ("−", 0, 0),
        ("0", 0, 0),
        ("△5百万円", -5_499_999, -4_500_000),
    ],
)
def test_a_printed_figure_stands_for_half_its_last_digit_either_way(printed: str, low: int, high: int) -> None:
    assert printed_interval(printed)[::2] == (low, high)


@given(st.integers(-(10**12), 10**12), st.sampled_from(list(Unit)))
def test_every_amount_lies_in_the_interval_of_its_own_print(amount: int, unit: Unit) -> None:
    low, nominal, high = printed_interval(f"{format_amount(amount, unit)}{unit.label}")
    assert low <= amount <= high
    assert low <= nominal <= high


@pytest.mark.parametrize("printed", ["178", "億円", "約2億円", "1億円2", "二億円", "1,2億円"])
def test_what_is_no_printed_amount_is_refused(printed: str) -> None:
    with pytest.raises(UserError):
        printed_interval(printed)


def test_a_figure_that_is_not_printed_has_no_interval() -> None:
    assert Published(2025, "").interval is None


@pytest.mark.parametrize("text", ["2026", "R8", "r8", "Ｒ８", "令和8年度", "令和８", "2026年度", "FY2026"])
def test_years_are_read_as_written(text: str) -> None:
    assert parse_year(text) == 2026


@given(st.integers(2019, 2200))
def test_a_year_reads_back_from_its_names(year: int) -> None:
    assert parse_year(era_label(year)) == parse_year(fiscal_year_name(year)) == year


@pytest.mark.parametrize("text", ["", "8", "R0", "R", "20266", "来年", "2026.5", "-2026"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="is not a fiscal year"):
        parse_year(text)


def test_the_first_year_of_an_era_is_gannen() -> None:
    assert era_label(2019) == "R元"
    assert parse_year("令和元年度") == 2019
    assert parse_year("H31") == 2019
