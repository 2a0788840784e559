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
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from planner.core.errors import N_, UserError

Scalar = str | int | float | bool | None
"""What a cell comes to; `None` for an empty one."""

KEPT = 5
"""So many records of a scenario are kept, the newest."""

SIZE_LIMIT = 1 << 28
"""A record is at most so many bytes unpacked; the sheets of 10,000 lines have some 20 million."""

_PACKING = 3
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

    def sheets(self) -> tuple[WrittenSheet, ...]:
        """The sheets as they went out; raises `UserError` where they cannot be unpacked."""
        found: list[tuple[str, list[tuple[WrittenCell, ...]]]] = []
        try:
            for said in self._unpacked().splitlines():
                line = json.loads(said)
                if isinstance(line, str):
                    found.append((line, []))
                else:
                    found[-1][1].append(tuple(_cell(each) for each in line))
        except (ValueError, TypeError, IndexError, RecursionError, zlib.error) as error:
            raise UserError(
                N_("The record of the hand-over {file} is damaged."),
                N_("Review without it: only the examiner's columns are compared then."),
                file=self.file,
            ) from error
        return tuple(WrittenSheet(name, tuple(rows)) for name, rows in found)

    def _unpacked(self) -> bytes:
        if self.size > SIZE_LIMIT:
            raise ValueError("size")
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(self.packed, self.size + 1)
        if len(content) != self.size or not unpacker.eof or unpacker.unused_data:
            raise ValueError("size")
        return content


def _cell(said: object) -> WrittenCell:
    if isinstance(said, list):
        text, value = said
        if isinstance(text, str) and isinstance(value, Scalar):
            return WrittenFormula(text, value)
    elif isinstance(said, Scalar):
        return said
    raise ValueError("cell")
