"""A place of the document that a list or a page speaks of, and that the window can lead to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where a jump leads: a line and a field of it, or a program; in a scenario and a fiscal year.

    What is `None` stays as it is shown, so that a place without line and program is all that is shown. `row` is the
    row of the line among the portfolio's, `program` the place of the program among its. With `obligations` those of
    the program are meant too, where they are on the screen.
    """

    scenario: int | None = None
    program: int | None = None
    row: int | None = None
    field: str = ""
    year: int | None = None
    obligations: bool = False
