"""Texts say how many there are of something, in English of one and of more."""

from __future__ import annotations

import pytest

from planner.core.errors import N_
from planner.words.texts import texts_for


@pytest.mark.parametrize(
    ("n", "english", "japanese"),
    [(0, "0 lines", "0行"), (1, "1 line", "1行"), (2, "2 lines", "2行"), (1_000, "1,000 lines", "1,000行")],
)
def test_one_and_more(n: int, english: str, japanese: str) -> None:
    said = [texts_for(language).plural(n, N_("{n} line"), N_("{n} lines")) for language in ("en", "ja")]
    assert said == [english, japanese]


def test_other_values_are_filled_in_as_well() -> None:
    one, many = N_("{n} change, {given} with a reason"), N_("{n} changes, {given} with a reason")
    assert texts_for("en").plural(1, one, many, given=0) == "1 change, 0 with a reason"
    assert texts_for("en").plural(2, one, many, given=1) == "2 changes, 1 with a reason"
