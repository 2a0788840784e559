"""What two officers said differently: both sides with who and when, what it does in yen, and which of them holds."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from planner.core.model.fields import Value


class Take(StrEnum):
    """Which side of a conflict holds."""

    OURS = "ours"
    THEIRS = "theirs"


class Said(NamedTuple):
    """One side: a value or a text (`None`: nothing), who gave it, when and why."""

    value: Value | str | None
    who: str = ""
    when: str = ""
    why: str = ""


class Conflict(NamedTuple):
    """A value that both changed since, each otherwise; or another thing that both have otherwise.

    `line`, `field`, `year` are the cell as it is named here. Of other things `field` is their kind (`items`), `line`
    their id, and there is a year only of evidence. `effect` is the request-year yen that taking theirs would add to
    ours, `None` where it cannot be computed. `part` is the place of the part among those that are merged.
    """

    part: int
    scenario: int
    line: str
    field: str
    year: int | None
    ancestor: Value | str | None
    ours: Said
    theirs: Said
    effect: int | None
    removed: bool = False
    """Whether one of them has taken the line out, and the other changed it."""
    of: str = ""
    """Of evidence, the field of the value it is of."""


Resolve = Callable[[Conflict], Take | None]
"""Which side holds; `None`: that is not decided yet."""


def ask(_conflict: Conflict) -> None:
    """Decides nothing."""


def always(take: Take) -> Resolve:
    """The same side, whatever it is."""
    return lambda _conflict: take
