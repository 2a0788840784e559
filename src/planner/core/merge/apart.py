"""Parts put beside each other before any is accepted: each in a scenario of its own, below the one it came from.

Nothing of them is taken back yet: the document does not note them, and what belongs to all its scenarios stays as it
is. A part is accepted by merging it into the scenario chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from planner.core.edits.values import NOBODY, Author
from planner.core.errors import N_, UserError
from planner.core.merge.conflicts import Take, always
from planner.core.merge.merge import Incoming, Result, merge
from planner.core.model.document import Document
from planner.core.model.parts import Part


class Apart(NamedTuple):
    """One part as it is put: what is new in it, and the scenario (by number) it stands in."""

    result: Result
    scenario: int


def merge_apart(
    document: Document,
    parts: Iterable[Incoming],
    name: Callable[[Part], str],
    *,
    why: str = "",
    author: Author = NOBODY,
) -> tuple[Document, tuple[Apart, ...]]:
    """Put each part into the scenario of that `name`, which is made where it is not there; what it says holds there.

    Raises `UserError` where one does not belong here, or is no part.
    """
    told = []
    for each in parts:
        part = each.document.part
        if part is None:
            raise UserError(
                N_("Only parts are put into scenarios of their own."),
                N_("Merge a copy of the document with --as NAME."),
                where=each.label,
            )
        into = name(part)
        made = merge(document, [each], into=into, resolve=always(Take.THEIRS), why=why, author=author, apart=True)
        document = made.document
        told.append(Apart(made.results[0], made.scenario))
    return document, tuple(told)
