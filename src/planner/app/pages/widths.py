"""How much room the window has: what is laid out otherwise, step by step, the smaller it is."""

from __future__ import annotations

from enum import IntEnum

LOW = 640
"""Below this height, in logical pixels, the window is compact however wide it is."""


class Width(IntEnum):
    """The steps, by the least width in logical pixels at a zoom of 1."""

    NARROW = 0
    """Icons without words."""
    COMPACT = 960
    """The programs lie over the lines when they are wanted; rows and strip are lower."""
    USUAL = 1280
    """Programs and lines side by side."""
    WIDE = 1600
    """The inspector beside them as well."""


def width_of(width: float, height: float) -> Width:
    """The step for a window of that size, in logical pixels at a zoom of 1."""
    found = max(each for each in Width if width >= each)
    return min(found, Width.COMPACT) if height < LOW else found
