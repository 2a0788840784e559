"""What became of the money of past years (執行): beside each program, from review sheets or a table of one's own."""

from __future__ import annotations

from collections.abc import Mapping
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


Execution = Mapping[PastYear, Executed]
"""Of whole years by program."""

NO_EXECUTION: Execution = MappingProxyType({})
