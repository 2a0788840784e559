"""What cells of a written sheet and of one that came back hold, as values that can be compared."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from planner.core.model.handovers import WrittenCell, WrittenFormula
from planner.files.incoming.cells import CellValue, SheetRow
from planner.words.texts import folded

_EPOCH = datetime.datetime(1899, 12, 30)

Plain = str | int | float | None
"""A value by which cells are compared."""
Written = Sequence[WrittenCell]
"""A row as it went out."""


def plain(value: CellValue | bool | None) -> Plain:
    """A value by which cells are compared: numbers and dates as numbers, texts without blanks around them."""
    if isinstance(value, str):
        if "\r" in value:
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        return value.strip() or None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        days = (value - _EPOCH) / datetime.timedelta(days=1)
        return int(days) if days.is_integer() else days
    return value


def heading_text(heading: str) -> str:
    """A heading for comparing: without blanks, and whatever its width and case."""
    return "".join(folded(heading).split())


def written_value(cell: WrittenCell) -> Plain:
    """What was written into a cell; nothing of a formula, whatever it came to."""
    return None if isinstance(cell, WrittenFormula) else plain(cell)


def row_value(row: SheetRow, column: int) -> Plain:
    """What stands in a cell; nothing of a formula, whatever it came to."""
    return None if column in row.formulas else plain(row.cells.get(column))


def held(cell: WrittenCell) -> bool:
    """Whether anything was written into a cell."""
    return isinstance(cell, WrittenFormula) or plain(cell) is not None
