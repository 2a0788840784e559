"""Rows that stay together on a page: headings above a row, the row, the notes below it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from planner.files.plain.sheet import TOTALS, Band

HEADINGS = 4
"""So many headings stay with the row below them: of more the first have nothing below that is theirs."""

T = TypeVar("T")


class Blocks(Generic[T]):
    """Puts rows together as they come; what a row is made of is its caller's own matter."""

    def __init__(self) -> None:
        self._held: list[tuple[T, Band]] = []
        self._is_closed = False

    def add(self, row: T, band: Band, *, begins: bool = False, follows: bool = False) -> Iterator[list[T]]:
        """The blocks that end before the next row; one `begins` with it whatever it is, none where it `follows`."""
        bands = [place for place, (_, each) in enumerate(self._held) if each in TOTALS]
        if begins or (self._is_closed and band is not Band.NOTE and not follows):
            yield from self.rest()
        elif band in TOTALS and len(bands) == HEADINGS:
            yield [each for each, _ in self._held[: bands[1]]]
            self._held = self._held[bands[1] :]
        self._held.append((row, band))
        if band is not Band.NOTE:
            self._is_closed = band not in TOTALS

    def rest(self) -> Iterator[list[T]]:
        """The block that is not ended yet, if there is one."""
        if self._held:
            yield [row for row, _ in self._held]
        self._held = []
