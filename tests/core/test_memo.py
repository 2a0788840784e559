"""Answers that are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from planner.core.memo import memoised, replaced


@dataclass(frozen=True)
class Owner:
    """A frozen value that counts how often it works something out."""

    factor: int
    asked: list[int]

    @memoised
    def times(self, key: int) -> int:
        """The factor times a number."""
        self.asked.append(key)
        if key < 0:
            raise KeyError(key)
        return self.factor * key


def test_an_answer_is_worked_out_once_and_goes_with_its_owner() -> None:
    asked: list[int] = []
    owner = Owner(2, asked)
    assert [owner.times(1), owner.times(3), owner.times(1)] == [2, 6, 2]
    assert asked == [1, 3]
    assert replace(owner, factor=5).times(1) == 5
    assert (owner, asked) == (Owner(2, asked), [1, 3, 1])


def test_what_is_replaced_is_another_value_and_the_rest_the_same() -> None:
    asked: list[int] = []
    owner = Owner(2, asked)
    assert replaced(owner, factor=5) == replace(owner, factor=5) == Owner(5, asked)
    assert replaced(owner, factor=5).asked is asked
    assert owner == Owner(2, asked)


def test_what_raises_is_not_kept() -> None:
    owner = Owner(2, [])
    for _time in range(2):
        with pytest.raises(KeyError):
            owner.times(-1)
    assert owner.asked == [-1, -1]
