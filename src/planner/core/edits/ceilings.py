"""Edits of a document's own ceilings: pure functions from document to document, or a `UserError`."""

from __future__ import annotations

from dataclasses import replace

from planner.core.edits.own import free_id, put, without
from planner.core.errors import N_, UserError
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import Document


def set_ceiling(document: Document, ceiling: Ceiling) -> Document:
    """Add a ceiling, or put it in the place of the one of its id; `UserError` when it cannot stand."""
    _refuse_given(document, ceiling.id)
    changed = put(document.ceilings, ceiling.check())
    return document if changed == document.ceilings else replace(document, ceilings=changed)


def remove_ceiling(document: Document, id_: str) -> Document:
    """Remove the ceiling of that id, if there is one."""
    _refuse_given(document, id_)
    kept = without(document.ceilings, id_)
    return document if kept == document.ceilings else replace(document, ceilings=kept)


def _refuse_given(document: Document, id_: str) -> None:
    """Refuse a ceiling that came with a part: whoever made the part has set it."""
    if document.part is not None and f"ceiling:{id_}" in document.part.given:
        raise UserError(
            N_("This ceiling came with the part and is not changed in it."),
            N_("Ask whoever made the part for another one."),
            where=id_,
        )


def free_ceiling_id(document: Document) -> str:
    """An id that none of the document's ceilings has."""
    return free_id(document.ceilings, document.part)
