"""Edits of a document's own ceilings: pure functions from document to document, or a `UserError`."""

from __future__ import annotations

import itertools
from dataclasses import replace

from planner.core.model.ceilings import Ceiling
from planner.core.model.document import Document


def set_ceiling(document: Document, ceiling: Ceiling) -> Document:
    """Add a ceiling, or put it in the place of the one of its id; `UserError` when it cannot stand."""
    ceiling.check()
    own = document.ceilings
    if any(each.id == ceiling.id for each in own):
        changed = tuple(ceiling if each.id == ceiling.id else each for each in own)
    else:
        changed = (*own, ceiling)
    return document if changed == own else replace(document, ceilings=changed)


def remove_ceiling(document: Document, id_: str) -> Document:
    """Remove the ceiling of that id, if there is one."""
    kept = tuple(each for each in document.ceilings if each.id != id_)
    return document if kept == document.ceilings else replace(document, ceilings=kept)


def free_ceiling_id(document: Document) -> str:
    """An id that none of the document's ceilings has."""
    taken = {each.id for each in document.ceilings}
    return next(id_ for n in itertools.count(1) if (id_ := f"own-{n}") not in taken)
