"""What a document has of its own beside what comes with the sheets, each thing by its id: ceilings, obligations."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TypeVar

from planner.core.model.ceilings import Ceiling
from planner.core.model.obligations import Obligation
from planner.core.model.parts import Part

Own = TypeVar("Own", bound=Ceiling | Obligation)


def put(own: tuple[Own, ...], thing: Own) -> tuple[Own, ...]:
    """With a thing in the place of the one of its id, or last."""
    if any(each.id == thing.id for each in own):
        return tuple(thing if each.id == thing.id else each for each in own)
    return (*own, thing)


def without(own: tuple[Own, ...], id_: str) -> tuple[Own, ...]:
    """Without the thing of that id."""
    return tuple(each for each in own if each.id != id_)


def free_id(known: Iterable[Own], part: Part | None) -> str:
    """An id that none of them has; of a part, one that no other part gives either."""
    taken, stem = {each.id for each in known}, "own" if part is None else part.id[:8]
    return next(id_ for n in itertools.count(1) if (id_ := f"{stem}-{n}") not in taken)
