"""Rows of a `.bplan` file: read whole and typed before anything is made of them, and how values stand in them.

What stands here is only raised as `ValueError`: `planner.files.document.bplan` tells it.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NoReturn

from planner.core.model.fields import ALL_FIELDS, Value

Row = tuple[Any, ...]
Tables = dict[str, list[Row]]
"""All rows of a file by table: of texts, whole numbers, bytes and `None`, in the order of the schema's columns."""

KEYED = {"overrides": 4, "evidence": 4, "assumptions": 2, "instalments": 2, "ranges": 3, "codes": 4, "execution": 2}
"""The tables whose rows stand in the order of their first columns; those of all others as they were put in."""

FLAGS = ("at_intake", "known", "proposed")
"""The columns of lines and steps that hold yes or no."""

ROWS_LIMIT = 10_000_000
_TYPES = {"TEXT": str, "INTEGER": int, "BLOB": bytes}
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,18})", re.ASCII)
_YEN = re.compile(r"-?(?:0|[1-9][0-9]{0,59})", re.ASCII)
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]{0,18})(?:/[1-9][0-9]{0,18})?", re.ASCII)


def fill_table(tables: Tables, name: str, rows: Iterable[Row]) -> None:
    """Put all rows of a table; truth values stand as 0 and 1."""
    listed = [tuple(int(value) if value is True or value is False else value for value in row) for row in rows]
    tables[name] = sorted(listed) if name in KEYED else listed


def write_rows(db: sqlite3.Connection, tables: Tables) -> None:
    """Write rows into the empty tables of a new file."""
    for name, rows in tables.items():
        if rows:
            db.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def read_rows(db: sqlite3.Connection, name: str) -> list[Row]:
    """All rows of a table; `ValueError` where one is of another type than its column."""
    columns = db.execute(f"PRAGMA table_info({name})").fetchall()
    order = ", ".join(column[1] for column in columns[: KEYED[name]]) if name in KEYED else "rowid"
    rows = db.execute(f"SELECT * FROM {name} ORDER BY {order}").fetchmany(ROWS_LIMIT + 1)
    if len(rows) > ROWS_LIMIT:
        raise ValueError("rows")
    wanted = [
        (_TYPES[kind],) if filled or key else (_TYPES[kind], type(None)) for _, _, kind, filled, _, key in columns
    ]
    for types in {tuple(map(type, row)) for row in rows}:
        if not all(each in allowed for each, allowed in zip(types, wanted, strict=True)):
            raise ValueError("types")
    return rows


# ---------------------------------------------------------------- values in rows


def flag(value: int) -> bool:
    """A truth value from 0 or 1."""
    if value not in (0, 1):
        raise ValueError(value)
    return value == 1


def value_as_text(value: Value | None) -> str | None:
    """A value of a driver as it stands in a file: whole, or `n/d`."""
    return None if value is None else str(value)


def whole_of_text(text: str) -> int:
    """A whole number from its text, which is never longer than 64 bits need."""
    if not _WHOLE.fullmatch(text):
        raise ValueError(text[:40])
    return int(text)


def yen_of_text(text: str) -> int:
    """A computed amount (yen) from its text: all drivers at their largest, over all lines, stay under 60 digits."""
    if not _YEN.fullmatch(text):
        raise ValueError(text[:40])
    return int(text)


def fraction_of_text(text: str) -> Fraction:
    """A fraction from its text `n` or `n/d`."""
    if not _FRACTION.fullmatch(text):
        raise ValueError(text[:40])
    return Fraction(text)


def value_of_text(field: str, text: str | None) -> Value | None:
    """The value of a driver from its text: whole where the field counts, else a fraction; one that it may have."""
    if text is None:
        return None
    return ALL_FIELDS[field].check(whole_of_text(text) if ALL_FIELDS[field].is_whole else fraction_of_text(text))


def json_of_text(text: str) -> Any:
    """What a JSON text says, in whole numbers and texts; `ValueError` for all else, and where it nests too deep."""
    try:
        return _read_json(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


_read_json = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse).decode


def texts_of_json(text: str) -> tuple[str, ...]:
    """The texts of a JSON array."""
    return () if text == "[]" else tuple(_listed(json_of_text(text), str))


def numbers_of_json(text: str) -> tuple[int, ...]:
    """The whole numbers of a JSON array."""
    return tuple(_listed(json_of_text(text), int))


def _listed(said: object, kind: type) -> list[Any]:
    if not isinstance(said, list) or not {kind}.issuperset(map(type, said)):
        raise ValueError("not a list of such")
    return said


class Groups:
    """Rows by what they belong to, taken by it; whoever is left over belongs to nobody."""

    def __init__(self, rows: Iterable[tuple[Any, Any]]) -> None:
        self._held: dict[Any, list[Any]] = {}
        for owner, row in rows:
            self._held.setdefault(owner, []).append(row)

    def take(self, owner: object) -> tuple[Any, ...]:
        """What belongs to `owner`, in order."""
        return tuple(self._held.pop(owner, ()))

    def settle(self) -> None:
        """Raise `ValueError` where something was not taken."""
        if self._held:
            raise ValueError("belongs to nothing")


def once(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    """A mapping of pairs; `ValueError` where a key is there twice."""
    listed = list(pairs)
    made = dict(listed)
    if len(made) < len(listed):
        raise ValueError("twice")
    return made


def nested(rows: Iterable[tuple[Any, Any, Any, Any]]) -> Mapping[Any, Mapping[Any, Mapping[Any, Any]]]:
    """Rows of (first, second, third, value) as mappings within mappings; `ValueError` where a place is there twice."""
    found: dict[Any, dict[Any, dict[Any, Any]]] = {}
    for first, second, third, value in rows:
        held = found.setdefault(first, {}).setdefault(second, {})
        if third in held:
            raise ValueError("twice")
        held[third] = value
    return found
