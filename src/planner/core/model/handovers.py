"""Hand-over records (提出の控え): what was written into a workbook that went out, kept to compare with what comes back.

    record = HandoverRecord.of(sheets, scenario=1, file="要求.xlsx", who="…", when="…")    at the hand-over
    document = planner.core.edits.handovers.keep_record(document, record)                  outside undo
    record.sheets()                                                                        at the review

A record is kept packed, in the document as in its file; nothing but a review unpacks it.
"""

from __future__ import annotations

import itertools
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from planner.core.errors import N_, UserError

Scalar = str | int | float | bool | None
"""What a cell comes to; `None` for an empty one."""

KEPT = 5
"""So many records of a scenario are kept, the newest."""

SIZE_LIMIT = 1 << 28
"""A record is at most so many bytes unpacked; the sheets of 10,000 lines have some 20 million."""

_PACKING, _CHUNK = 3, 1 << 16
_line = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode


class WrittenFormula(NamedTuple):
    """A cell written as a formula, without its equals sign, and the value it had."""

    text: str
    value: Scalar


WrittenCell = Scalar | WrittenFormula

Written = Scalar | tuple[str, Scalar]
"""A cell as it is written: any pair of text and value is a formula."""


class WrittenSheet(NamedTuple):
    """One sheet as it went out: its rows from the first of the sheet on, their cells from column A on."""

    name: str
    rows: tuple[tuple[WrittenCell, ...], ...]


@dataclass(frozen=True)
class HandoverRecord:
    """What one workbook held when it went out: `scenario` is the number it was made from, `size` its bytes unpacked.

    The scenario may have gone since. `id` is a UUID.
    """

    id: str
    scenario: int
    file: str
    who: str
    when: str
    size: int
    packed: bytes = field(repr=False)

    @classmethod
    def of(
        cls,
        sheets: Iterable[tuple[str, Iterable[Iterable[Written]]]],
        *,
        scenario: int,
        file: str,
        who: str = "",
        when: str = "",
    ) -> HandoverRecord:
        """A record of sheets (name and rows each; `WrittenSheet`s are such), taken row by row and never held whole."""
        import uuid  # noqa: PLC0415 - nothing goes out at the start

        packer, parts, size = zlib.compressobj(_PACKING), [], 0
        for name, rows in sheets:
            for line in itertools.chain((name,), map(tuple, rows)):
                said = f"{_line(line)}\n".encode()
                size += len(said)
                parts.append(packer.compress(said))
        return cls(str(uuid.uuid4()), scenario, file, who, when, size, b"".join([*parts, packer.flush()]))

    def sheets(self, first: int | None = None) -> tuple[WrittenSheet, ...]:
        """The sheets as they went out, or so many of the first alone; raises `UserError` where they cannot be unpacked.

        What is not asked for is not looked at.
        """
        try:
            return tuple(islice(self._sheets(), first))
        except (ValueError, TypeError, IndexError, RecursionError, zlib.error) as error:
            raise UserError(
                N_("The record of the hand-over {file} is damaged."),
                N_("Review without it: only the examiner's columns are compared then."),
                file=self.file,
            ) from error

    def _sheets(self) -> Iterator[WrittenSheet]:
        found: list[tuple[str, list[tuple[WrittenCell, ...]]]] = []
        for said in self._lines():
            line = json.loads(said)
            if isinstance(line, str):
                yield from (WrittenSheet(name, tuple(rows)) for name, rows in found)
                found = [(line, [])]
            else:
                found[-1][1].append(tuple(_cell(each) for each in line))
        yield from (WrittenSheet(name, tuple(rows)) for name, rows in found)

    def _lines(self) -> Iterator[bytes]:
        """The lines of the record, unpacked piece by piece."""
        if self.size > SIZE_LIMIT:
            raise ValueError("size")
        unpacker, packed, size = zlib.decompressobj(), self.packed, 0
        begun: list[bytes] = []
        while not unpacker.eof:
            piece = unpacker.decompress(packed, _CHUNK)
            packed, size = unpacker.unconsumed_tail, size + len(piece)
            if size > self.size or not (piece or unpacker.eof):
                raise ValueError("size")
            first, *others = piece.split(b"\n")
            begun.append(first)
            if others:
                yield b"".join(begun)
                yield from others[:-1]
                begun = others[-1:]
        if size != self.size or unpacker.unused_data or any(begun):
            raise ValueError("size")


def _cell(said: object) -> WrittenCell:
    if isinstance(said, list):
        text, value = said
        if isinstance(text, str) and isinstance(value, Scalar):
            return WrittenFormula(text, value)
    elif isinstance(said, Scalar):
        return said
    raise ValueError("cell")
