"""Where the rows and cells of a worksheet stand in its bytes, so that a few can be exchanged and all others stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from planner.core.errors import N_
from planner.files.incoming.cells import column_of
from planner.files.incoming.package import damaged

CELL_LIMIT = 500_000
"""Cells of a sheet of a template, empty ones with a format included."""
ROWS = 1 << 20

_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


class CellPlace(NamedTuple):
    """A row and a column, both from 1 and 0: as A1 has row 1 and column 0."""

    row: int
    column: int


class Area(NamedTuple):
    """A rectangle of cells, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, place: CellPlace) -> bool:
        """Whether a cell lies within."""
        return self.top <= place.row <= self.bottom and self.left <= place.column <= self.right

    @property
    def places(self) -> Iterator[CellPlace]:
        """All its cells."""
        rows, columns = range(self.top, self.bottom + 1), range(self.left, self.right + 1)
        return (CellPlace(row, column) for row in rows for column in columns)

    def meets(self, other: Area) -> bool:
        """Whether the two have a cell in common."""
        rows = self.top <= other.bottom and other.top <= self.bottom
        return rows and self.left <= other.right and other.left <= self.right


class Span(NamedTuple):
    """Bytes from `start` up to `end`."""

    start: int
    end: int


@dataclass(eq=False, slots=True)
class CellTag:
    """A cell as it stands in the file: its tag, its formula and value with their places, its inline text."""

    place: CellPlace
    tag: Span
    attributes: dict[str, str]
    empty: bool
    """Whether the tag is all there is of it."""
    end: int = 0
    formula: str | None = None
    formula_tag: dict[str, str] = field(default_factory=dict)
    formula_end: int = 0
    value: str = ""
    value_span: Span | None = None
    inline: Span | None = None

    @property
    def kind(self) -> str:
        """The type of the value: `n`, `s`, `str`, `inlineStr`, `b`, `e`."""
        return self.attributes.get("t", "n")


@dataclass(eq=False)
class RowTag:
    """A row as it stands in the file."""

    number: int
    tag: Span
    attributes: dict[str, str]
    empty: bool
    content_end: int = 0
    end: int = 0
    cells: dict[int, CellTag] = field(default_factory=dict)


@dataclass(eq=False)
class Worksheet:
    """A worksheet's bytes with its rows, and what of it lies over several cells."""

    content: bytes
    prefix: str = ""
    rows: dict[int, RowTag] = field(default_factory=dict)
    data: Span = field(default_factory=lambda: Span(0, 0))
    """What stands between the tags of `sheetData`, or the tag itself where it is empty."""
    data_empty: bool = False
    merged: list[Area] = field(default_factory=list)
    dimension: tuple[Span, str] | None = None
    widths: list[tuple[int, int, float]] = field(default_factory=list)
    """First and last column, from 0, and their width in characters."""
    width: float = 8.43
    height: float = 15.0
    """What columns and rows have that say nothing themselves; heights in points."""

    def width_of(self, column: int) -> float:
        """How wide a column is, in characters."""
        return next((width for first, last, width in self.widths if first <= column <= last), self.width)

    def cell(self, place: CellPlace) -> CellTag | None:
        """The cell of a place; `None` where the file has none."""
        row = self.rows.get(place.row)
        return row.cells.get(place.column) if row else None

    @property
    def cells(self) -> Iterable[CellTag]:
        """All cells, from the top."""
        return (cell for row in self.rows.values() for cell in row.cells.values())


def scan(content: bytes, path: Path) -> Worksheet:
    """The rows and cells of a worksheet; raises `UserError` where it is no plain XML or has far too many cells."""
    reader = _Reader(content, path)
    parse(content, path, reader.start, reader.end, reader.text)
    return reader.sheet


def parse(
    content: bytes,
    path: Path,
    start: Callable[[str, dict[str, str], int], None],
    end: Callable[[str, int], None],
    text: Callable[[str], None],
) -> None:
    """Read XML, telling names without their prefix and the byte each event stands at; `UserError` for no plain XML."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
            raise damaged(path, N_("a part of it is not what a spreadsheet writes"))

    def refuse(*_declared: object) -> None:
        raise damaged(path, N_("it declares a document type or entities, which no spreadsheet does"))

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, found: start(name, found, parser.CurrentByteIndex)
    parser.EndElementHandler = lambda name: end(name, parser.CurrentByteIndex)
    parser.CharacterDataHandler = text
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or content[:1] == b"\0" or content[1:2] == b"\0":
        raise damaged(path, N_("a part of it is not what a spreadsheet writes"))
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:
        raise damaged(path, N_("a part of it is not whole")) from error


class _Reader:
    """Puts rows and cells together from the elements of a sheet."""

    def __init__(self, content: bytes, path: Path) -> None:
        self.sheet = Worksheet(content)
        self._content, self._path = content, path
        self._row: RowTag | None = None
        self._cell: CellTag | None = None
        self._within = ""
        self._number, self._column, self._count = 0, -1, 0
        self._value_start = 0
        self._empty: dict[str, bool] = {}
        self._pieces: list[str] = []

    def start(self, qualified: str, attributes: dict[str, str], at: int) -> None:
        prefix, _colon, name = qualified.rpartition(":")
        if name == "c" and self._row is not None:
            self._start_cell(attributes, at)
        elif name == "row" and self._cell is None:
            self._start_row(attributes, at)
        elif self._cell is not None and name in ("f", "v", "is", "t"):
            self._start_part(name, attributes, at)
        elif name == "rPh":
            self._within = "rPh"
        elif name == "sheetData":
            tag, self.sheet.data_empty = tag_at(self._content, at)
            self.sheet.data = tag if self.sheet.data_empty else Span(tag.end, tag.end)
            self.sheet.prefix = f"{prefix}:" if prefix else ""
        elif name == "mergeCell":
            area = area_of(attributes.get("ref", ""))
            if area is not None:
                self.sheet.merged.append(area)
        elif name == "sheetFormatPr":
            self.sheet.width = number_of(attributes.get("defaultColWidth"), self.sheet.width)
            self.sheet.height = number_of(attributes.get("defaultRowHeight"), self.sheet.height)
        elif name == "col":
            first, last = (int(number_of(attributes.get(key), 0)) - 1 for key in ("min", "max"))
            self.sheet.widths.append((first, last, number_of(attributes.get("width"), self.sheet.width)))
        elif name == "dimension":
            self.sheet.dimension = tag_at(self._content, at)[0], attributes.get("ref", "")

    def _start_row(self, attributes: dict[str, str], at: int) -> None:
        number = attributes.get("r", str(self._number + 1))
        if not (number.isascii() and number.isdigit() and self._number < int(number) <= ROWS):
            raise damaged(self._path, N_("a part of it is not whole"))
        self._number, self._column = int(number), -1
        tag, empty = tag_at(self._content, at)
        self._row = self.sheet.rows[self._number] = RowTag(self._number, tag, attributes, empty)
        self._counted()

    def _start_cell(self, attributes: dict[str, str], at: int) -> None:
        assert self._row is not None
        given = attributes.get("r")
        place = CellPlace(self._number, self._column + 1) if given is None else place_of(given)
        if place is None or place.row != self._number or place.column <= self._column:
            raise damaged(self._path, N_("a part of it is not whole"))
        self._column = place.column
        tag, empty = tag_at(self._content, at)
        self._cell = self._row.cells[place.column] = CellTag(place, tag, attributes, empty)
        self._counted()

    def _start_part(self, name: str, attributes: dict[str, str], at: int) -> None:
        assert self._cell is not None
        tag, empty = tag_at(self._content, at)
        self._empty[name] = empty
        if name == "f":
            self._cell.formula_tag, self._cell.formula = attributes, ""
        elif name == "is":
            self._cell.inline = Span(tag.end, tag.end)
        elif name == "v":
            self._value_start = at
        if not empty and self._within != "rPh":
            self._within = name
        self._pieces.clear()

    def text(self, piece: str) -> None:
        if self._within in ("f", "v", "t"):
            self._pieces.append(piece)

    def end(self, qualified: str, at: int) -> None:
        name = qualified.rpartition(":")[2]
        cell, row = self._cell, self._row
        if cell is not None and name in ("f", "v", "t", "is", "c"):
            self._end_part(name, cell, at)
        elif name == "row" and row is not None and cell is None:
            row.content_end = at
            row.end = after_end(self._content, at, row.empty)
            self._row = None
        elif name == "rPh":
            self._within = ""
        elif name == "sheetData" and not self.sheet.data_empty:
            self.sheet.data = Span(self.sheet.data.start, at)

    def _end_part(self, name: str, cell: CellTag, at: int) -> None:
        said = "".join(self._pieces)
        end = after_end(self._content, at, cell.empty if name == "c" else self._empty[name])
        if name == "f":
            cell.formula, cell.formula_end = said, end
        elif name == "v":
            cell.value, cell.value_span = said, Span(self._value_start, end)
        elif name == "t" and self._within == "t":
            cell.value += said
        elif name == "is" and cell.inline is not None:
            cell.inline = Span(cell.inline.start, at)
        elif name == "c":
            cell.end = end
            self._cell = None
        if self._within != "rPh":
            self._within = ""
        self._pieces.clear()

    def _counted(self) -> None:
        self._count += 1
        if self._count > CELL_LIMIT:
            raise damaged(self._path, N_("it has far more cells than any template"))


def number_of(text: str | None, otherwise: float) -> float:
    """A number as an attribute says it, `otherwise` where it says none."""
    try:
        number = float(text or "")
    except ValueError:
        return otherwise
    return number if 0 <= number <= ROWS else otherwise


def tag_at(content: bytes, at: int) -> tuple[Span, bool]:
    """The tag that begins at a byte, and whether its element is empty."""
    match = _TAG.match(content, at)
    assert match is not None, "the parser has found a tag here"
    return Span(at, match.end()), match[1] == b"/"


def after_end(content: bytes, at: int, empty: bool) -> int:
    """The byte after an element whose end the parser tells at `at`: for an empty one that is it already."""
    return at if empty else content.index(b">", at) + 1


def place_of(reference: str) -> CellPlace | None:
    """The place of a reference such as `$B$7`; `None` where it is none."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column, row = match.groups()
    number = int(row)
    return CellPlace(number, column_of(column)) if 1 <= number <= ROWS else None


def area_of(reference: str) -> Area | None:
    """The rectangle of a reference such as `$A$1:$C$9` or `B7`; `None` where it is none."""
    first, _colon, last = reference.partition(":")
    start, end = place_of(first), place_of(last or first)
    return None if start is None or end is None else Area(start.row, start.column, end.row, end.column)


def spliced(content: bytes, edits: Iterable[tuple[Span, bytes]]) -> bytes:
    """The content with some of its spans exchanged; those at one place in the order given."""
    pieces, at = [], 0
    for span, exchanged in sorted(edits, key=lambda edit: edit[0]):
        pieces += [content[at : span.start], exchanged]
        at = span.end
    return b"".join([*pieces, content[at:]])
