"""Keeping what went out: the newest hand-over records of each scenario."""

from __future__ import annotations

from dataclasses import replace

from planner.core.model.document import BASE, Document
from planner.core.model.handovers import KEPT, HandoverRecord


def keep_record(document: Document, record: HandoverRecord) -> Document:
    """Add a hand-over record as the newest; older ones of its scenario go where there are more than are kept.

    Records of scenarios that are no more count as those of one. What is handed over cannot be taken back: this is no
    step of undo, and an undo keeps the records of the document it leaves.
    """
    there = {BASE, *(scenario.number for scenario in document.scenarios)}
    kept: list[HandoverRecord] = []
    counts: dict[int | None, int] = {}
    for each in (record, *reversed(document.handovers)):
        owner = each.scenario if each.scenario in there else None
        counts[owner] = counts.get(owner, 0) + 1
        if counts[owner] <= KEPT:
            kept.append(each)
    return replace(document, handovers=tuple(reversed(kept)))
