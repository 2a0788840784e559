"""The marks a cell can carry."""

from __future__ import annotations

from enum import Enum


class Mark(Enum):
    """What is marked in a cell's corner."""

    CHANGED = "changed"
    INHERITED = "inherited"
    """Another value than the base's, from a scenario above the one shown."""
    OUT_OF_RANGE = "out of range"
