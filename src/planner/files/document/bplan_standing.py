"""What a part comes to, kept in its file when it is saved, and read from there without the document.

It is believed where the seal of the file is whole, and where this version of the program has worked it out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from planner import __version__
from planner.core.merge.summary import Summary
from planner.core.model.parts import Part
from planner.files.document.bplan_open import guarded
from planner.files.document.bplan_parts import TABLES, read_parts
from planner.files.document.bplan_rows import Row, read_rows, value_as_text, yen_of_text
from planner.files.document.bplan_seal import is_sealed


def standing_rows(summary: Summary | None) -> list[Row]:
    """The row that tells it; none of a document that is no part."""
    if summary is None:
        return []
    amounts = (value_as_text(each) for each in (summary.request, summary.ceiling, summary.room))
    return [(*amounts, summary.findings, summary.who, summary.when, __version__)]


def summary_in(content: bytes) -> Summary | None:
    """What the part in these bytes comes to; `None` where the document has to be read to tell."""
    if not is_sealed(content):
        return None
    with closing(sqlite3.connect(":memory:")) as db:
        if not guarded(db, content):
            return None
        tables = {name: read_rows(db, name) for name in TABLES}
        return summary_of_rows(read_parts(tables)[0], read_rows(db, "standing"))


def summary_of_rows(part: Part | None, rows: Sequence[Row]) -> Summary | None:
    """What a part comes to by the row that tells it; `None` where none of this version of the program does."""
    if part is None or len(rows) != 1:
        return None
    ((request, ceiling, room, findings, who, when, version),) = rows
    if version != __version__:
        return None
    return Summary(part, _yen(request), _yen(ceiling), _yen(room), findings, who, when)


def _yen(text: str | None) -> int | None:
    return None if text is None else yen_of_text(text)
