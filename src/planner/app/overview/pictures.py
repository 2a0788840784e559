"""The pictures of the overview, in the order they are read in, and how they stand on a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from planner.app.overview.bridge_picture import BRIDGE
from planner.app.overview.ceilings_picture import CEILING_GAUGES
from planner.app.overview.findings_picture import OPEN_FINDINGS
from planner.app.overview.movers_picture import MOVERS
from planner.app.overview.scenarios_picture import SCENARIOS
from planner.app.overview.scene import Picture
from planner.app.overview.years_picture import LATER_YEARS
from planner.app.widgets.charts.picture_panel import ABOVE

Row = Sequence[tuple[Picture, int]]
"""Pictures side by side, each with its part of the width."""

WIDE: Sequence[Row] = (
    ((CEILING_GAUGES, 220), (BRIDGE, 532), (OPEN_FINDINGS, 248)),
    ((MOVERS, 384), (SCENARIOS, 300), (LATER_YEARS, 316)),
)
MIDDLE: Sequence[Row] = (
    ((CEILING_GAUGES, 36), (BRIDGE, 64)),
    ((OPEN_FINDINGS, 42), (MOVERS, 58)),
    ((SCENARIOS, 1), (LATER_YEARS, 1)),
)
NARROW: Sequence[Row] = tuple(((picture, 1),) for row in MIDDLE for picture, _share in row)
BY_WIDTH = ((1120, WIDE), (700, MIDDLE), (0, NARROW))
"""The rows by the least width there is for them, in pixels at a zoom of 1."""
PICTURES = tuple(picture for row in WIDE for picture, _share in row)


def rows_for(width: float) -> Sequence[Row]:
    """The rows for a width in pixels at a zoom of 1."""
    return next(rows for least, rows in BY_WIDTH if width >= least)


def heights(rows: Sequence[Row]) -> list[int]:
    """The least height of each row, in pixels at a zoom of 1."""
    return [max(picture.height for picture, _share in row) + 2 * ABOVE for row in rows]


def placed(rows: Sequence[Row], room: QRectF) -> list[tuple[Picture, QRectF]]:
    """Every picture with its place: rows share the height as they need it, pictures the width."""
    least = heights(rows)
    found, top = [], room.top()
    for row, need in zip(rows, least, strict=True):
        height = room.height() * need / sum(least)
        parts, left = sum(share for _picture, share in row), room.left()
        for picture, share in row:
            width = room.width() * share / parts
            found.append((picture, QRectF(left, top, width, height)))
            left += width
        top += height
    return found
