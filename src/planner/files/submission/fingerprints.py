"""Fingerprints of a submission: which portfolio it was made from, and which figures of a scenario it shows.

Both are SHA-256 in hex over what the planner means, not over files: they survive saving, and opening elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from planner.core.calculation.evaluate import Evaluation
from planner.core.model.document import Document
from planner.core.model.fields import ALL_FIELDS
from planner.core.model.lines import Series
from planner.core.model.proposals import base_only


def document_fingerprint(document: Document) -> str:
    """The fingerprint of the base: programs, lines with every step of their drivers, obligations; no proposals."""
    portfolio = base_only(document.portfolio)
    lines = portfolio.lines
    programs = (
        (each.id, each.parent, each.name, each.agency, tuple((p.year, p.printed) for p in each.published))
        for each in portfolio.programs
    )
    texts = [lines.ids, lines.labels, lines.units, sorted(lines.retention.items())]
    if any(lines.of):  # those of documents that had no such lines stay what they were
        texts.append(lines.of)
    columns = (
        (name, hashlib.sha256(column.tobytes()).hexdigest())
        for name, column in lines.columns().items()
        if not name.endswith(".origin")
    )
    return _hashed([(portfolio.title, portfolio.request_year)], programs, portfolio.obligations, texts, columns)


def content_fingerprint(evaluation: Evaluation) -> str:
    """The fingerprint of a scenario's figures: of every line shown the drivers in force and the amounts."""
    portfolio = evaluation.portfolio
    ids = portfolio.lines.ids

    def rows() -> Iterable[object]:
        for row, id_ in enumerate(ids):
            if evaluation.shows(row):
                line = evaluation.drivers(row)
                yield id_, [_settled(getattr(line, key)) for key in ALL_FIELDS], evaluation.line(row)

    return _hashed([portfolio.years], rows())


def _settled(series: Series) -> Series:
    """Steps without those that repeat the value before them: the same figures, however they were given."""
    return tuple(step for i, step in enumerate(series) if not i or step[1] != series[i - 1][1])


def _hashed(*parts: Iterable[object]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        for each in part:
            digest.update(repr(each).encode("utf-8"))
            digest.update(b"\n")
    return digest.hexdigest()
