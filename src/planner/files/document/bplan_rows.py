"""Rows of a `.bplan` file: how values stand in them, and how many are put in at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from planner.core.model.fields import ALL_FIELDS, Value


def fill_table(db: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Put rows into an empty table."""
    listed = list(rows)
    if listed:
        marks = ", ".join("?" * len(listed[0]))
        db.executemany(f"INSERT INTO {table} VALUES ({marks})", listed)


def value_as_text(value: Value | None) -> str | None:
    """A value of a driver as it stands in a file: whole, or `n/d`."""
    return None if value is None else str(value)


def value_of_text(field: str, text: str | None) -> Value | None:
    """The value of a driver from its text: whole where the field counts, else a fraction."""
    if text is None:
        return None
    return int(text) if ALL_FIELDS[field].is_whole else Fraction(text)
