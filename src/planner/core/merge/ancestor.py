"""What this document and a part both had when they last met, noted at the part that was sent.

A part of a part may be taken back past the one it was made out of: then that is noted at this one, under its own id.
"""

from __future__ import annotations

from collections.abc import Mapping

from planner.core.model.parts import Part

PAST = "past"
"""What is noted of a part of a part is named like an item of this kind."""


def met(sent: Part, part: Part) -> dict[str, str]:
    """What both had, by name and content; nothing where a part was never taken back.

    `sent` is the part itself as it was sent, or the one it was made out of.
    """
    if sent.id == part.id:
        return {name: told for name, told in sent.ancestor if not name.startswith(f"{PAST}:")}
    mark = _mark(part)
    return {name.removeprefix(mark): told for name, told in sent.ancestor if name.startswith(mark)}


def noted(sent: Part, part: Part, both: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """`ancestor` of a part that was sent, with what both have now that `part` was taken back: it, or one made of it."""
    if sent.id == part.id:
        return (*both.items(), *(pair for pair in sent.ancestor if pair[0].startswith(f"{PAST}:")))
    mark = _mark(part)
    others = (pair for pair in sent.ancestor if not pair[0].startswith(mark))
    return (*others, *((mark + name, told) for name, told in both.items()))


def _mark(part: Part) -> str:
    return f"{PAST}:{part.id}:"
