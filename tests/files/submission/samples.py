"""A request that has something of everything, to be handed over."""

from __future__ import annotations

import datetime
from fractions import Fraction

from planner.core.edits.plan import set_growth
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import Document
from planner.files.portfolio.reading import built_in_portfolio

DAY = datetime.date(2026, 8, 31)


def classed() -> Document:
    """The built-in request, its lines of all kinds, with growth, people who leave and values of later years."""
    document = new_document(built_in_portfolio())
    entries = []
    for number, line in enumerate(document.portfolio.lines.ids):
        entries.append(Entry(line, "demand", 2026, 1 + (number % 3 == 2)))
        entries.append(Entry(line, "expense", 2026, 1 + (number % 4 == 3)))
    entries += [
        Entry("fellows/dc/dc1", "duration", 2027, 4),
        Entry("fellows/dc/dc1", "retention", 2, Fraction(95, 100)),
        Entry("fellows/pd/pd", "rate_rule", 2026, 0),
        Entry("fellows/pd/pd", "quantity", 2028, 300),
        Entry("lotus/full", "share", 2028, Fraction(1, 3)),
    ]
    return set_growth(set_values(document, 1, entries, "区分"), 1, "wage", Fraction(1, 10))
