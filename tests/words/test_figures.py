"""Figures in words."""

from __future__ import annotations

from planner.core.explain.footing import Shares
from planner.words.figures import shares_text


def test_shares_that_are_nothing_are_not_told_and_a_small_one_is() -> None:
    assert shares_text(Shares(0, 0, 999_999, 0, 1), str) == "assumed over 99.9%, changed under 0.1%"
    assert shares_text(Shares(26, 974, 0, 1, 0), str) == "printed or derived 2.6%, fitted 97.3%, residual under 0.1%"
    assert shares_text(Shares(0, 0, 0, 0), str) == ""
