"""What risks are asked with as officers type it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from planner.core.errors import UserError
from planner.core.risk.asked import read_count, read_variation


def test_counts_and_variations_are_read_as_typed() -> None:
    assert [read_count(text) for text in ("0", "１０，０００", "1万")] == [0, 10_000, 10_000]
    assert [read_variation(text) for text in ("±10%", "１０", "+/-2.5 %")] == [
        Fraction(1, 10),
        Fraction(1, 10),
        Fraction(1, 40),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-5", "no whole number"),
        ("1.5", "no whole number"),
        ("1e9", "not a number"),
        (str(10**30), "too large"),
        (f"{10**30}.5", "too large"),
    ],
)
def test_what_is_no_count_is_told(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read_count(text)
