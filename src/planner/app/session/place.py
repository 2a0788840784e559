"""A place of the document that a list or a page speaks of, and that the window can lead to."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Where a jump leads: a scenario, and in it a program, a line, a field of it."""

    scenario: int
    program: int | None = None
    row: int | None = None
    field: str = ""
