"""The parts of the page of the lines that have verbs and a menu of their own, by which verbs name them."""

from __future__ import annotations

from enum import Enum, auto


class Part(Enum):
    """A part of the page of the lines."""

    TABLE = auto()
    PROGRAMS = auto()
    CHANGES = auto()
