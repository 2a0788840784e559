"""The tree of scenarios as it is listed everywhere: the base, then each scenario before those branched from it."""

from __future__ import annotations

from planner.core.model.document import BASE, Document


def outline(document: Document) -> list[tuple[int, int]]:
    """Every scenario by its number with how deep it stands, the base first; branches in the order they were made."""
    below: dict[int, list[int]] = {}
    for each in document.scenarios:
        below.setdefault(each.parent, []).append(each.number)
    listed, waiting = [], [(BASE, 0)]
    while waiting:
        number, depth = waiting.pop()
        listed.append((number, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(number, ()))]
    return listed


def path(document: Document, number: int) -> list[int]:
    """The scenario with all it was branched from, the base first."""
    found = [number]
    while found[-1] != BASE:
        found.append(document.scenario(found[-1]).parent)
    return found[::-1]
