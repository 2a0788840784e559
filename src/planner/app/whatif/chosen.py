"""What is chosen in the window while a question is asked: the program shown, lines, and the driver at the cursor."""

from __future__ import annotations

from typing import NamedTuple


class Chosen(NamedTuple):
    """Ids as the window shows them: the program (empty for all), the lines selected, the line and driver at the cursor.

    `field` is the key of a driver, `year` the fiscal year shown.
    """

    program: str = ""
    lines: tuple[str, ...] = ()
    line: str = ""
    field: str = ""
    year: int = 0
