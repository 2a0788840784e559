"""The course of an amount in words."""

from __future__ import annotations

import pytest

from planner.words.course import course_in_words
from planner.words.texts import texts_for

YEARS = (2025, 2026, 2027, 2028, 2029)


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ((1, 5, 5, 5, 5), "横ばい"),
        ((1, 5, 7, 9, 9), "R10から一定"),
        ((1, 5, 3, 0, 0), "R9で終わる"),
        ((1, 5, 6, 7, 8), "増え続ける"),
        ((1, 8, 7, 6, 5), "減り続ける"),
        ((1, 5, 9, 7, 8), "R9が最大"),
        ((1, 5, None, 7, 8), ""),
        ((None, 5, 5, 5, 5), "横ばい"),
        ((1, 0, 0, 0, 0), ""),
        ((0, 0, 5, 5, 5), "R9から一定"),
    ],
)
def test_what_is_worth_knowing_of_it(amounts: tuple[int | None, ...], said: str) -> None:
    assert course_in_words(YEARS, amounts, texts_for("ja")) == said


def test_without_later_years_there_is_none() -> None:
    assert course_in_words(YEARS[:2], (1, 2), texts_for("en")) == ""
