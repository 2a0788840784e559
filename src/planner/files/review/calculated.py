"""What formulas without a value come to: programs that do not calculate write such, and an examiner's are read.

A spreadsheet engine works them out in a process of its own, for what it is given comes from outside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from planner.core.errors import N_, Message, UserError
from planner.files.apart.run import Limits, run_apart
from planner.files.incoming.cells import CellValue

Place = tuple[str, int, int]
"""A sheet, a row from 1 and a column from 0."""
LIMITS = Limits(seconds=120, memory=1 << 30)
_ZONE = "Asia/Tokyo"


def calculated(path: Path, places: Sequence[Place]) -> tuple[Mapping[Place, CellValue], tuple[Message, ...]]:
    """The values of formulas of the workbook at `path`, and what is to be told of it; none where it is refused."""
    try:
        values = run_apart(_calculate, path, tuple(places), limits=LIMITS)
    except (UserError, RuntimeError):
        said = N_("{count} formula(s) of the examiner have no value, and the workbook cannot be calculated here.")
        return {}, (Message.of(said, count=len(places)),)
    said = N_("{count} formula(s) of the examiner have no value in the workbook; they were calculated here.")
    return values, (Message.of(said, count=len(places)),)


def _calculate(path: Path, places: Sequence[Place]) -> dict[Place, CellValue]:
    import ironcalc  # noqa: PLC0415 - heavy, and only formulas without a value need it

    engine: Any = ironcalc.load_from_xlsx(str(path), "en", _ZONE, "en")
    engine.evaluate()
    numbers = {each["name"]: at for at, each in enumerate(engine.get_worksheets_properties())}
    values: dict[Place, CellValue] = {}
    for sheet, row, column in places:
        value = engine.get_cell_value(numbers[sheet], row, column + 1) if sheet in numbers else None
        if value is not None:
            values[sheet, row, column] = int(value) if isinstance(value, float) and value.is_integer() else value
    return values
