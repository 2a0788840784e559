"""What officers type into a cell."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.edits.typed import TEXT_LIMIT, read_entry
from planner.core.errors import UserError
from planner.core.model.fields import (
    ATTRIBUTES,
    DEMAND,
    EXPENSE,
    FIELDS,
    QUANTITY,
    RATE,
    SHARE,
    TIMES,
    Field,
    Value,
    field_named,
)
from tests.strategies import values


@given(st.data(), st.sampled_from(list(FIELDS)))
def test_a_value_as_shown_reads_back_as_itself(data: st.DataObject, key: str) -> None:
    field, value = FIELDS[key], data.draw(values[key])
    assert read_entry(field.text(value), field) == (value, False)
    assert read_entry(field.display(value), field).value == value


@pytest.mark.parametrize(
    ("text", "field", "current", "expected", "rounded"),
    [
        ("３，０７２千円", RATE, None, 3_072_000, False),
        ("3200000", RATE, None, 3_200_000, False),
        ("△5", RATE, None, -5, False),
        ("2.4百万円", RATE, None, 2_400_000, False),
        ("+10%", RATE, 3_072_000, 3_379_200, False),
        ("＋１０％", RATE, 3_072_000, 3_379_200, False),
        ("-10%", RATE, 3_072_001, 2_764_801, True),
        ("△10%", RATE, 3_072_000, 2_764_800, False),
        ("×1.05", RATE, 3_072_000, 3_225_600, False),
        ("x1.05", RATE, 1, 1, True),
        ("=2400*1.28", RATE, None, 3_072, False),
        ("＝２４００＊１．２８", RATE, None, 3_072, False),
        ("=2,400千円×1.28", RATE, None, 3_072_000, False),
        ("=(1+2)*-3", RATE, None, -9, False),
        ("=10/4", QUANTITY, None, 3, True),
        ("+10%", QUANTITY, 642, 706, True),
        ("642人", QUANTITY, None, 642, False),
        ("１３機関", QUANTITY, None, 13, False),
        ("3/12", TIMES, None, Fraction(1, 4), False),
        ("3か月", TIMES, None, Fraction(3), False),
        ("60%", SHARE, None, Fraction(3, 5), False),
        ("0.6", SHARE, None, Fraction(3, 5), False),
        ("=1/3", SHARE, None, Fraction(1, 3), False),
    ],
)
def test_typed_text_is_understood(
    text: str, field: Field, current: Value | None, expected: Value, rounded: bool
) -> None:
    assert read_entry(text, field, current) == (expected, rounded)


@pytest.mark.parametrize(
    ("text", "field", "current", "said"),
    [
        ("", RATE, 1, "not a number"),
        ("abc", RATE, 1, "not a number"),
        ("60%", RATE, 1, "is a share"),
        ("+10%", RATE, None, "there is none"),
        ("×2", RATE, None, "there is none"),
        ("5円", QUANTITY, 1, "amount of money"),
        ("△5", QUANTITY, 1, "must lie between"),
        ("-3", TIMES, 1, "must lie between"),
        (str(10**20), RATE, 1, "must lie between"),
        (str(10**20), QUANTITY, 1, "must lie between"),
        ("=1/0", RATE, 1, "divides by zero"),
        ("=(1", RATE, 1, "not a formula"),
        ("=1+", RATE, 1, "not a formula"),
        ("=A1", RATE, 1, "not a formula"),
        ("=__import__('os')", RATE, 1, "not a formula"),
        ("=1 2", RATE, 1, "not a formula"),
        ("1/1000000007", SHARE, 1, "too fine"),
        ("1" * (TEXT_LIMIT + 1), RATE, 1, "too long"),
    ],
)
def test_what_cannot_stand_is_refused_with_the_reason(
    text: str, field: Field, current: Value | None, said: str
) -> None:
    with pytest.raises(UserError, match=said):
        read_entry(text, field, current)


@given(st.text(max_size=40), st.sampled_from(list(FIELDS)))
def test_no_text_whatever_ends_in_anything_but_a_value_or_a_refusal(text: str, key: str) -> None:
    try:
        entered = read_entry(text, FIELDS[key], 5)
    except UserError:
        return
    assert FIELDS[key].check(entered.value) == entered.value


def test_an_unknown_field_is_refused_by_name() -> None:
    with pytest.raises(UserError, match="rate, quantity, times, share"):
        field_named("price")


@pytest.mark.parametrize(
    ("text", "field", "choice"),
    [
        ("要求", DEMAND, 1),
        (" 要望 ", DEMAND, 2),
        ("事項要求", DEMAND, 3),
        ("事項", DEMAND, 3),
        ("Wish", DEMAND, 2),
        ("未設定", DEMAND, 0),
        ("裁量", EXPENSE, 1),
        ("裁量的経費", EXPENSE, 1),
        ("義務的", EXPENSE, 2),
    ],
)
def test_choices_are_typed_as_words(text: str, field: Field, choice: int) -> None:
    assert read_entry(text, field) == (choice, False)


def test_a_choice_as_shown_reads_back_as_itself() -> None:
    for field in ATTRIBUTES.values():
        for choice in range(len(field.choices)):
            assert read_entry(field.text(choice), field).value == choice
            assert all(read_entry(word, field).value == choice for word in field.words[choice])


@pytest.mark.parametrize("text", ["1", "要", "要求額", "=1+1", ""])
def test_what_is_no_choice_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        read_entry(text, DEMAND)
