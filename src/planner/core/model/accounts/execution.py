"""What became of the money of past years (執行): beside each program, from review sheets or a table of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple


class PastYear(NamedTuple):
    """A program (by id) in a fiscal year."""

    program: str
    year: int


class Executed(NamedTuple):
    """What a program had and spent in a year, in yen; `None` is not known. `source` says where that is from."""

    budget: int | None
    """歳出予算現額: with supplements, and what came over from the year before."""
    spent: int | None
    """執行額"""
    carried: int | None = None
    """翌年度繰越額: what went on into the year after."""
    source: str = ""

    @property
    def rate(self) -> Fraction | None:
        """執行率: how much of the budget was spent, exactly; `None` where either is not known, or there was none."""
        return Fraction(self.spent, self.budget) if self.budget and self.spent is not None else None

    @property
    def left(self) -> int | None:
        """What was not spent, in yen: 不用額 and what was carried over."""
        return None if self.budget is None or self.spent is None else self.budget - self.spent

    @property
    def unused(self) -> int | None:
        """不用額 in yen: neither spent nor carried over; `None` where it is not known what was carried over."""
        return None if self.left is None or self.carried is None else self.left - self.carried

    @property
    def is_known(self) -> bool:
        """Whether any amount of it is known."""
        return self[:3] != (None, None, None)


Execution = Mapping[PastYear, Executed]
"""Of whole years by program."""

NO_EXECUTION: Execution = MappingProxyType({})


def past_years(request_year: int) -> tuple[int, int, int]:
    """The years that are closed when a request is made: three up to the one before last, as the current one runs."""
    return request_year - 4, request_year - 3, request_year - 2
