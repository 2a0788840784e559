"""Formulas by what they mean: programs write the same one with other blanks, `$`, quotes, letters and prefixes.

A reference is told by the cell it leads to, which the caller names: so a formula is the same one after rows and
columns have moved, if it still leads to the same cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from planner.files.incoming.cells import CellArea, column_of

_SHEET = r"(?:'(?P<quoted>(?:[^']|'')++)'|(?P<bare>[^\W\d][\w.]*+))!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
# Whatever begins is taken to its end at once, so that the time is in proportion to the length of any text.
_TOKEN = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*+"?)
    |(?:{_SHEET})?(?P<area>{_CELL}(?::(?:{_SHEET.replace("quoted", "quoted2").replace("bare", "bare2")})?{_CELL})?
        |\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}})(?![\w.(])
    |(?P<error>\#[A-Z/0]+[!?]?)
    |(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)
    |(?P<name>(?:{_SHEET.replace("quoted", "quoted3").replace("bare", "bare3")})?[^\W\d][\w.]*)
    |(?P<blank>\s+)
    |(?P<stray>'(?:[^']|'')*+'?)""",
    re.VERBOSE,
)
_CELL_PARTS = re.compile(r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?")
_PREFIX = re.compile(r"(?:_xlfn\.|_xlws\.|_xludf\.)+", re.IGNORECASE)
_LOGICAL = re.compile(r"\b(TRUE|FALSE)\(\)")
LAST_ROW, LAST_COLUMN = 1 << 20, (1 << 14) - 1


class Reference(NamedTuple):
    """Cells that a formula leads to: the sheet it names, empty for its own, and the rectangle."""

    sheet: str
    area: CellArea


class Understood(NamedTuple):
    """What a formula says, its references in the caller's words, what it leads to, and the names it uses."""

    text: str
    references: tuple[Reference, ...]
    names: tuple[str, ...]


def understand(formula: str, place: Callable[[Reference], str] = str) -> Understood:
    """A formula, with or without its equals sign; `place` names what a reference leads to."""
    references: list[Reference] = []
    names: list[str] = []

    def token(match: re.Match[str]) -> str:
        kind = match.lastgroup
        if match["area"] is not None:
            sheet = _sheet(match["quoted"], match["bare"])
            reference = Reference(sheet, _area(match["area"]))
            references.append(reference)
            return place(reference)
        if kind == "name":
            upper = _PREFIX.sub("", match["name"]).upper()
            if not match.string.startswith("(", match.end()) and upper not in ("TRUE", "FALSE"):
                names.append(upper)
            return upper
        if kind == "number":
            return repr(float(match["number"]))
        return "" if kind == "blank" else match[0]

    text = _TOKEN.sub(token, formula.removeprefix("=").removeprefix("+"))
    return Understood(_LOGICAL.sub(r"\1", text), tuple(references), tuple(names))


def _sheet(quoted: str | None, bare: str | None) -> str:
    return quoted.replace("''", "'") if quoted is not None else bare or ""


def _area(text: str) -> CellArea:
    """The rectangle of `B7`, `A1:C9`, `A:C`, `1:3`; a second sheet's name in it says nothing more."""
    first, _colon, last = text.partition(":")
    top, left = _corner(first, 1, 0)
    bottom, right = _corner(last.rpartition("!")[2] or first, LAST_ROW, LAST_COLUMN)
    return CellArea(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _corner(text: str, row: int, column: int) -> tuple[int, int]:
    match = _CELL_PARTS.fullmatch(text)
    assert match is not None
    return int(match[2]) if match[2] else row, column_of(match[1]) if match[1] else column
