"""What examiners write into a cell, and what it means."""

from __future__ import annotations

import pytest

from planner.core.errors import UserError
from planner.core.model.fields import QUANTITY, RATE, Field
from planner.core.review.meaning import AMOUNT, Meaning, read_cell


def choices(meaning: Meaning) -> dict[str, int | None]:
    return {each.reading.value: each.figure for each in meaning.choices}


@pytest.mark.parametrize(
    ("text", "field", "requested", "figure", "said"),
    [
        ("3,072,000", RATE, 3_000_000, 3_072_000, ""),
        ("３，０７２千円", RATE, 3_000_000, 3_072_000, ""),
        ("同左", AMOUNT, 500, 500, "同左: as requested"),
        ("要求 どおり", RATE, 500, 500, "要求 どおり: as requested"),
        ("○", RATE, None, None, "○: as requested"),
        ("ＯＫ", QUANTITY, 5, 5, "ＯＫ: as requested"),
        ("0", AMOUNT, 500, 0, "0: nothing"),
        ("0", AMOUNT, 0, 0, ""),
        ("－", AMOUNT, 500, 0, "－: nothing"),
        ("−", AMOUNT, 500, 0, "−: nothing"),
        ("皆減", RATE, 500, 0, "皆減: nothing"),
        ("△10%", RATE, 1000, 900, "△10%: 900"),
        ("×0.9", RATE, 1000, 900, "×0.9: 900"),
        ("-5", RATE, -10, -5, ""),
        ("△5", AMOUNT, -10, -5, ""),
        ("600人", QUANTITY, 642, 600, "600人: 600"),
    ],
)
def test_a_figure_or_a_word_is_understood(
    text: str, field: Field, requested: int | None, figure: int | None, said: str
) -> None:
    meaning = read_cell(text, field, requested)
    assert (meaning.figure, str(meaning.said or ""), meaning.choices) == (figure, said, ())


@pytest.mark.parametrize(
    ("text", "field", "requested", "expected"),
    [
        ("△1,000", RATE, 3_000, {"cut": 2_000, "figure": -1_000}),
        ("-1000", AMOUNT, 3_000, {"cut": 2_000, "figure": -1_000}),
        ("▲10千円", AMOUNT, 30_000, {"cut": 20_000, "figure": -10_000}),
        ("△5人", QUANTITY, 642, {"cut": 637}),
        ("△5", RATE, 3, {"figure": -5}),
        ("△5", RATE, None, {"figure": -5}),
        ("90%", RATE, 1_000, {"share": 900, "cut": 100}),
        ("90％", AMOUNT, 1_005, {"share": 905, "cut": 101}),
        ("110%", QUANTITY, 10, {"share": 11}),
        ("－", RATE, 1_000, {"nothing": 0, "none": None}),
    ],
)
def test_what_can_be_meant_in_several_ways_is_asked(
    text: str, field: Field, requested: int | None, expected: dict[str, int | None]
) -> None:
    meaning = read_cell(text, field, requested)
    assert (meaning.figure, choices(meaning)) == (None, expected)


def test_a_struck_figure_is_asked_about() -> None:
    assert choices(read_cell("500", RATE, 1_000, struck=True)) == {"figure": 500, "none": None}
    assert choices(read_cell("△5", RATE, 1_000, struck=True)) == {"cut": 995, "figure": -5, "none": None}


@pytest.mark.parametrize("text", ["TRUE", "False", "減", "増額", "要検討", "なし", "△", "90% of", "%", "同上", "△6人"])
def test_what_says_no_figure_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        read_cell(text, QUANTITY, 5)
