"""The marks a cell can carry."""

from __future__ import annotations

from enum import Enum


class Mark(Enum):
    """What is marked in a cell's corner."""

    CHANGED = "changed"
    OUT_OF_RANGE = "out of range"
