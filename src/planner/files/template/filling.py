"""Contents put into the cells of a worksheet, byte for byte: formats stay, and so does all that is not named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from planner.files.plain.sheet import EXACT, Scalar, letter
from planner.files.template.worksheet import Area, CellPlace, CellTag, RowTag, Span, Worksheet, area_of, spliced

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\r\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")


class Rich(NamedTuple):
    """A text of several formats: the XML inside `is`, and what it reads."""

    xml: bytes
    text: str


class RowLooks(NamedTuple):
    """Rows to hide, and the heights of rows in points; `None` for one that shall find its own."""

    hidden: Set[int]
    heights: Mapping[int, float | None]

    def attributes(self, number: int) -> dict[str, str]:
        """What of it a row's tag says."""
        height = self.heights.get(number)
        said = {"hidden": "1"} if number in self.hidden else {}
        return said if height is None else {**said, "ht": f"{height:g}", "customHeight": "1"}


class ErrorValue(str):
    """An error such as #DIV/0! that a formula comes to."""


Filling = Scalar | Rich


def filled(
    sheet: Worksheet,
    fills: Mapping[CellPlace, Filling],
    styles: Mapping[CellPlace, str],
    values: Mapping[CellPlace, Scalar],
    rows: RowLooks,
) -> bytes:
    """The worksheet with contents in cells, fresh values of formulas and rows hidden or higher.

    `styles` has the style of cells that are not there yet. `fills` hold no place of a formula, `values` no other.
    """
    return spliced(sheet.content, _edits(sheet, fills, styles, values, rows))


def _edits(
    sheet: Worksheet,
    fills: Mapping[CellPlace, Filling],
    styles: Mapping[CellPlace, str],
    values: Mapping[CellPlace, Scalar],
    rows: RowLooks,
) -> Iterator[tuple[Span, bytes]]:
    by_row: dict[int, dict[int, Filling]] = defaultdict(dict)
    for place, content in fills.items():
        by_row[place.row][place.column] = content
    new: dict[int, bytes] = {}
    for number in sorted(by_row.keys() | rows.hidden):
        row = sheet.rows.get(number)
        contents = dict(sorted(by_row[number].items()))
        if row is None:
            new[number] = _new_row(sheet, number, contents, styles, rows)
        else:
            yield from _row_edits(sheet, row, contents, styles, rows)
    yield from _new_rows(sheet, new)
    for place, value in values.items():
        cell = sheet.cell(place)
        assert cell is not None, "only formulas of the file have values"
        yield from _value_edits(sheet, cell, value)
    yield from _dimension(sheet, fills)


def _row_edits(
    sheet: Worksheet, row: RowTag, contents: Mapping[int, Filling], styles: Mapping[CellPlace, str], rows: RowLooks
) -> Iterator[tuple[Span, bytes]]:
    added: list[tuple[int, bytes]] = []  # where, what
    following = sorted(row.cells)
    for column, content in contents.items():
        place = CellPlace(row.number, column)
        cell = row.cells.get(column)
        if cell is not None:
            yield Span(cell.tag.start, cell.end), cell_xml(sheet.prefix, place, cell.attributes.get("s"), content)
        elif content is not None:
            after = next((row.cells[each].tag.start for each in following if each > column), row.content_end)
            added.append((after, cell_xml(sheet.prefix, place, styles.get(place), content)))
    attributes = dict(row.attributes)
    if added:
        attributes.pop("spans", None)  # it may not reach as far; it is only a hint for speed
    attributes |= rows.attributes(row.number)
    if row.number in rows.heights and rows.heights[row.number] is None:
        attributes.pop("ht", None)
    if row.empty and added:
        inside = b"".join(each for _at, each in added)
        yield row.tag, _open_tag(f"{sheet.prefix}row", attributes) + inside + f"</{sheet.prefix}row>".encode()
        return
    if attributes != row.attributes:
        yield row.tag, _open_tag(f"{sheet.prefix}row", attributes, row.empty)
    yield from ((Span(at, at), each) for at, each in added)


def _new_row(
    sheet: Worksheet, number: int, contents: Mapping[int, Filling], styles: Mapping[CellPlace, str], rows: RowLooks
) -> bytes:
    cells = (
        cell_xml(sheet.prefix, CellPlace(number, column), styles.get(CellPlace(number, column)), content)
        for column, content in contents.items()
        if content is not None
    )
    attributes = {"r": str(number)} | rows.attributes(number)
    name = f"{sheet.prefix}row"
    return _open_tag(name, attributes) + b"".join(cells) + f"</{name}>".encode()


def _new_rows(sheet: Worksheet, new: Mapping[int, bytes]) -> Iterator[tuple[Span, bytes]]:
    if sheet.data_empty and new:
        name = f"{sheet.prefix}sheetData".encode()
        yield sheet.data, b"<" + name + b">" + b"".join(new.values()) + b"</" + name + b">"
        return
    numbers = iter(sorted(sheet.rows))
    following = next(numbers, None)
    for number, xml in new.items():
        while following is not None and following < number:
            following = next(numbers, None)
        at = sheet.data.end if following is None else sheet.rows[following].tag.start
        yield Span(at, at), xml


def _value_edits(sheet: Worksheet, cell: CellTag, value: Scalar) -> Iterator[tuple[Span, bytes]]:
    """A formula's value: the type in the cell's tag, and what stands in `v`."""
    kind, text = _typed(value)
    attributes = {key: each for key, each in cell.attributes.items() if key != "t"} | ({"t": kind} if kind else {})
    said = f"<{sheet.prefix}v>{_escaped(text)}</{sheet.prefix}v>".encode()
    if cell.formula is None and cell.value_span is None:  # a cell of an array formula, empty so far
        yield (
            Span(cell.tag.start, cell.end),
            _open_tag(f"{sheet.prefix}c", attributes) + said + f"</{sheet.prefix}c>".encode(),
        )
        return
    if attributes != cell.attributes:
        yield cell.tag, _open_tag(f"{sheet.prefix}c", attributes)
    yield cell.value_span or Span(cell.formula_end, cell.formula_end), said


def _dimension(sheet: Worksheet, fills: Mapping[CellPlace, Filling]) -> Iterator[tuple[Span, bytes]]:
    """The reach of the sheet, where cells are filled beyond it."""
    area = area_of(sheet.dimension[1]) if sheet.dimension else None
    if sheet.dimension is None or area is None or all(area.holds(place) for place in fills):
        return
    rows, columns = [place.row for place in fills], [place.column for place in fills]
    area = Area(min(area.top, *rows), min(area.left, *columns), max(area.bottom, *rows), max(area.right, *columns))
    ref = f"{letter(area.left)}{area.top}:{letter(area.right)}{area.bottom}"
    yield sheet.dimension[0], _open_tag(f"{sheet.prefix}dimension", {"ref": ref}, True)


def cell_xml(prefix: str, place: CellPlace, style: str | None, content: Filling) -> bytes:
    """A cell with a content and without a formula."""
    attributes = {"r": f"{letter(place.column)}{place.row}"} | ({"s": style} if style else {})
    name = f"{prefix}c"
    if content is None:
        return _open_tag(name, attributes, True)
    if isinstance(content, Rich):
        inside = content.xml
    elif isinstance(content, str):
        inside = f'<{prefix}t xml:space="preserve">{_escaped(content)}</{prefix}t>'.encode()
    else:
        kind, text = _typed(content)
        attributes |= {"t": kind} if kind else {}
        return _open_tag(name, attributes) + f"<{prefix}v>{text}</{prefix}v></{name}>".encode()
    attributes["t"] = "inlineStr"
    said = f"<{prefix}is>".encode() + inside + f"</{prefix}is></{name}>".encode()
    return _open_tag(name, attributes) + said


def _typed(value: Scalar) -> tuple[str, str]:
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, ErrorValue):
        return "e", value
    if isinstance(value, str):
        return "str", value
    if value is None:
        return "str", ""
    return "", str(int(value)) if float(value).is_integer() and abs(value) < EXACT else repr(float(value))


def _open_tag(name: str, attributes: Mapping[str, str], empty: bool = False) -> bytes:
    said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{said}{'/' if empty else ''}>".encode()


def _escaped(text: str) -> str:
    """A text as XML; characters that XML cannot hold, and what would be read as one, as `_x000D_`."""
    return escape(_CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text))


def substituted(prefix: str, xml: bytes, texts: Iterable[tuple[Span, str]]) -> bytes:
    """The XML of a rich text with what stands in some of its `t` exchanged."""
    return spliced(
        xml,
        ((span, f'<{prefix}t xml:space="preserve">{_escaped(text)}</{prefix}t>'.encode()) for span, text in texts),
    )
