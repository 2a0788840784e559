"""What proves the rows of a document, and says where they are damaged.

The digest is over every value of every table in a form that no version of SQLite or Python changes: a table as a JSON
array of rows, bytes by their own digest. The sums beside it prove nothing: where the digest does not fit, they name
the row.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.errors import N_, Message
from planner.core.model.fields import ALL_FIELDS
from planner.files.document.bplan_rows import FLAGS, Row, Tables, texts_of_json

_ODD = 0x9E3779B97F4A7C15
_LINES = "lines"
_SHOWN = 120
_FIELDS = {"at_intake": "rate_rule"}
_ADDRESSES = {"overrides": 1, "evidence": 1, "change_cells": 2, "ranges": 0}
"""The tables of cells, and where in their rows the address begins: line, field, year."""

NAMES = {
    "portfolio": N_("Portfolio"),
    "programs": N_("Programs"),
    "published": N_("Published figures"),
    "notes": N_("Remarks"),
    "views": N_("Views"),
    "members": N_("Programs of views"),
    "listed": N_("Published figures of views"),
    "counts": N_("Printed numbers"),
    "sheets": N_("Request sheets"),
    "origins": N_("Sources"),
    "line_texts": N_("Texts of the lines"),
    "line_columns": N_("Figures of the lines"),
    "scenarios": N_("Scenarios"),
    "overrides": N_("Values of scenarios"),
    "evidence": N_("Evidence of values"),
    "waivers": N_("Accepted findings"),
    "ceilings": N_("Ceilings"),
    "ceiling_terms": N_("Terms of ceilings"),
    "changes": N_("Changes"),
    "change_cells": N_("Cells of changes"),
    "assumptions": N_("Growths assumed"),
    "obligations": N_("Obligations"),
    "instalments": N_("Instalments"),
    "handovers": N_("Hand-over records"),
    "ranges": N_("Register of assumptions"),
    "parts": N_("Parts"),
    "handins": N_("Hand-ins of parts"),
    "comments": N_("Comments on parts"),
    "codes": N_("Codes"),
    "execution": N_("Execution of past years"),
    "answers": N_("Answers to comments"),
}
"""The tables that hold what a document says, as readers name them."""

LATER = {"ranges": 6, "parts": 7, "handins": 7, "comments": 7, "codes": 8, "execution": 8, "answers": 8}
"""With which schema a table came that files of earlier ones do not prove."""


_WITH_BYTES = ("line_columns", "handovers")
_said = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def digest(tables: Tables, schema: int) -> bytes:
    """The digest over all rows of the tables that files of a schema have."""
    found = hashlib.sha256()
    for name in (name for name in NAMES if LATER.get(name, 0) <= schema):
        found.update(f"{name}\n{_said(_in_texts(tables, name))}\n".encode())
    return found.digest()


def row_sums(tables: Tables) -> dict[str, bytes]:
    """A sum of 32 bits for each row of each table, and one of 64 for each line over its columns."""
    return {**{name: _sums(tables, name) for name in NAMES}, _LINES: _line_sums(tables).tobytes()}


def _in_texts(tables: Tables, name: str) -> Sequence[Row]:
    """The rows of a table, bytes by their digest."""
    if name not in _WITH_BYTES:
        return tables[name]
    return [
        tuple(f"\0{hashlib.sha256(value).hexdigest()}" if isinstance(value, bytes) else value for value in row)
        for row in tables[name]
    ]


def _sums(tables: Tables, name: str) -> bytes:
    rows = ("\0".join(map(str, row)).encode() for row in _in_texts(tables, name))
    return np.fromiter(map(zlib.crc32, rows), dtype="<u4").tobytes()


def _line_sums(tables: Tables) -> npt.NDArray[np.uint64]:
    """Over all numbers of a line; where one bit of them is another, so is the sum."""
    columns = {
        name: np.frombuffer(content, "u1" if name.rpartition(".")[2] in FLAGS else "<u8").astype("<u8")
        for name, content in tables["line_columns"]
    }
    sums = np.zeros(len(columns["program"]), dtype="<u8")
    for place, name in enumerate(sorted(columns)):
        mixed = columns[name] * np.uint64((_ODD * (2 * place + 1)) % 2**64)
        driver, _, part = name.partition(".")
        if not part:
            sums += mixed
        elif part != "start":
            start = columns[f"{driver}.start"].astype(np.int64)
            upto = np.concatenate([np.zeros(1, dtype="<u8"), np.cumsum(mixed, dtype="<u8")])
            sums += upto[start[1:]] - upto[start[:-1]]
    return sums


def damaged_place(tables: Tables, sums: Mapping[str, bytes]) -> Message:
    """What is damaged where the digest does not fit: a figure of a line, an entry, a table, or only the checksum."""
    for name in (name for name in NAMES if name in sums):
        now, before = np.frombuffer(_sums(tables, name), "<u4"), _read_sums(sums, name, "<u4")
        if len(now) != len(before):
            return Message.of(NAMES[name])
        if (now != before).any():
            at = int(np.flatnonzero(now != before)[0])
            return _figure(tables, at, sums) if name == "line_columns" else _entry(name, tables[name][at], at)
    return Message.of(N_("its checksum"))


def _read_sums(sums: Mapping[str, bytes], name: str, kind: str) -> npt.NDArray[Any]:
    content, size = sums.get(name, b""), np.dtype(kind).itemsize
    return np.frombuffer(content[: len(content) // size * size], kind)


def _entry(table: str, row: Row, at: int) -> Message:
    said = Message.of(N_("{table}, entry {number}"), table=Message.of(NAMES[table]), number=at + 1)
    if table not in _ADDRESSES:
        return said
    line, field, year = row[_ADDRESSES[table] : _ADDRESSES[table] + 3]
    return Message.of(N_("{entry} ({place})"), entry=said, place=f"{line}.{field}@{year}"[:_SHOWN])


def _figure(tables: Tables, at: int, sums: Mapping[str, bytes]) -> Message:
    """A column of the lines, and of which line where that can be told."""
    driver = str(tables["line_columns"][at][0]).partition(".")[0]
    column = ALL_FIELDS.get(_FIELDS.get(driver, driver))
    named = Message.of(NAMES["line_columns"] if column is None else column.label)
    with suppress(ValueError, KeyError, IndexError):  # the columns or the ids may be damaged themselves
        now, before = _line_sums(tables), _read_sums(sums, _LINES, "<u8")
        row = int(np.flatnonzero(now != before)[0])
        texts: dict[str, str] = dict(tables["line_texts"])
        line = texts_of_json(texts["ids"])[row]
        return Message.of(N_("{column} of the line {line}"), column=named, line=line[:_SHOWN])
    return named
