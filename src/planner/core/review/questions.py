"""Cells of the examiner's that can be meant in several ways, and how they are to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.core.errors import Message
from planner.core.review.meaning import Choice, Reading
from planner.core.review.rows import column_label

Address = tuple[int, int, str]
"""Row of a line, age of a vintage and column of one of the examiner's cells."""
Readings = Mapping[Address, Reading]
"""How cells that can be meant in several ways are to be read."""


@dataclass(frozen=True)
class Question:
    """A cell of the examiner's that can be meant in several ways; until `read_as` says how, it gives no figure."""

    address: Address
    place: str
    text: str
    choices: tuple[Choice, ...]
    read_as: Reading | None

    @property
    def row(self) -> int:
        """The row of the line it is about."""
        return self.address[0]

    @property
    def column(self) -> Message:
        """What its column is called."""
        return column_label(self.address[2])

    @property
    def chosen(self) -> Choice | None:
        """The way it is read, `None` while that is open."""
        return next((each for each in self.choices if each.reading is self.read_as), None)
