"""Edits of the register of assumptions: pure functions from document to document, or a `UserError`."""

from __future__ import annotations

from dataclasses import replace

from planner.core.edits.values import NOBODY, Author, admissible, row_of
from planner.core.model.document import Document
from planner.core.model.fields import DURATION_LIMIT
from planner.core.model.lines import Cell
from planner.core.model.ranges import JudgedRange, Named, Own


def set_range(document: Document, judged: JudgedRange, author: Author = NOBODY) -> Document:
    """Put what is judged of a figure in the place of what was, as `author` judges it now.

    Raises `UserError` where it cannot stand, and where there is no such line.
    """
    judged = replace(judged, group=judged.group.strip(), why=judged.why.strip(), who=author.who, when=author.when)
    judged.check()
    line, field, year = judged.figure
    portfolio, row = document.portfolio, row_of(document.portfolio, line)
    ends = judged.span[:2] if isinstance(judged.span, Own) else (None,)
    for value in ends:
        # how long intakes stay is a value of scenarios: of a past one that counts in none, risk says that it is held
        admissible(portfolio, row, Cell(field, year), value, stays=DURATION_LIMIT)
    if document.range_of(judged.figure) == judged:
        return document
    others = (each for each in document.ranges if each.figure != judged.figure)
    return replace(document, ranges=tuple(sorted((*others, judged), key=lambda each: each.figure)))


def remove_range(document: Document, figure: Named) -> Document:
    """Take out what is judged of a figure, if anything is."""
    kept = tuple(each for each in document.ranges if each.figure != figure)
    return document if len(kept) == len(document.ranges) else replace(document, ranges=kept)
