"""ほかに変わったところ: each thing that is another in a workbook that came back, as a list of bounded length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from planner.core.errors import N_

SHOWN = 100
"""So many differences of a kind are named in a sheet; of the others their number."""
LETTERS = 160
"""So many letters of a text are shown, around where it differs."""
_BEFORE = 30


class Kind(StrEnum):
    """What happened to a cell, row, column or sheet."""

    CHANGED = N_("changed")
    FORMULA = N_("another formula")
    VALUE = N_("a value in place of the formula")
    ENTERED = N_("a formula in place of the value")
    RESULT = N_("another result of the same formula and figures")
    WRITTEN = N_("written in")
    EMPTIED = N_("emptied")
    ROW_IN = N_("row put in")
    ROW_OUT = N_("row taken out")
    ROWS_MOVED = N_("rows in another order")
    COLUMN_IN = N_("column put in")
    COLUMN_OUT = N_("column taken out")
    COLUMNS_MOVED = N_("columns in another order")
    NOTE = N_("note")
    STRUCK = N_("struck through")
    MERGED = N_("cells merged")
    ROWS_HIDDEN = N_("rows hidden")
    COLUMNS_HIDDEN = N_("columns hidden")
    SHEET_HIDDEN = N_("sheet hidden")
    SHEET_IN = N_("sheet put in")
    SHEET_OUT = N_("sheet missing")
    RENAMED = N_("sheet renamed")
    COPIED = N_("copy of a sheet: its figures were not read")
    TWICE = N_("heading twice: its figures were not read")


class Difference(NamedTuple):
    """One thing that is another: the sheet, the cell, row or column in it, and what was and is there, as text."""

    sheet: str
    place: str
    kind: Kind
    before: str = ""
    now: str = ""


@dataclass(frozen=True)
class Differences:
    """Everything that is another: `shown` in the order of the sheets, and how many there are of each kind in each."""

    shown: tuple[Difference, ...]
    counts: Mapping[tuple[str, Kind], int]

    @property
    def total(self) -> int:
        """How many differences there are, those not shown included."""
        return sum(self.counts.values())

    @property
    def more(self) -> Mapping[tuple[str, Kind], int]:
        """How many of a kind in a sheet are not shown, where there are any."""
        shown = Counter((each.sheet, each.kind) for each in self.shown)
        return {key: count - shown[key] for key, count in self.counts.items() if count > shown[key]}


class Listing:
    """Collects differences, in bounded memory however many there are."""

    def __init__(self) -> None:
        self._shown: list[Difference] = []
        self._counts: Counter[tuple[str, Kind]] = Counter()

    def add(self, sheet: str, place: str, kind: Kind, before: object = None, now: object = None) -> None:
        """Note a difference."""
        self._counts[sheet, kind] += 1
        if self._counts[sheet, kind] <= SHOWN:
            self._shown.append(Difference(sheet, place, kind, *around(said(before), said(now))))

    def all(self, order: Sequence[str]) -> Differences:
        """All of it, by sheets in this order; those that are in no such sheet first."""
        places = {name: at for at, name in enumerate(order)}
        shown = sorted(self._shown, key=lambda each: places.get(each.sheet, -1))
        return Differences(tuple(shown), MappingProxyType(dict(self._counts)))


def said(value: object) -> str:
    """What a cell holds, as text; nothing for an empty one."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value)
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def around(before: str, now: str) -> tuple[str, str]:
    """Two texts, long ones cut down to where they differ."""
    if max(len(before), len(now)) <= LETTERS:
        return before, now
    same = next((at for at, pair in enumerate(zip(before, now, strict=False)) if pair[0] != pair[1]), None)
    first = max(0, (min(len(before), len(now)) if same is None else same) - _BEFORE)
    return _cut(before, first), _cut(now, first)


def joined(texts: Iterable[object]) -> str:
    """The cells of a row as one text."""
    return " | ".join(filter(None, map(said, texts)))


def _cut(text: str, first: int) -> str:
    shown = text[first : first + LETTERS]
    return f"{'…' if first and shown else ''}{shown}{'…' if len(text) > first + LETTERS else ''}"
