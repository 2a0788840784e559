"""Rows of worksheets as XML, the same as XlsxWriter writes them, in a fraction of its time and in bounded memory.

XlsxWriter lays out the package: styles, texts, charts, names, print settings, protection, tables. The rows go past it
into a file put aside, and from there into the worksheets. Where it writes what no reader can take, or takes a text for
markup, the text is escaped here: `<r>…</r>`, and what XML cannot hold within a formula. A formula that says the same in
many rows is written once for all of them, as Excel writes it (`shared_formulas`): an eighth of the file.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from planner.files.plain.sheet import EXACT, FLAT, Formula, Outline, Scalar, letter
from planner.files.submission.workbook.shared_formulas import FIRST, SharedFormulas

Cell = tuple[int, Scalar | Formula, Any]
"""A cell of a row: its column from 0, what stands in it (`None` where it is empty), and its format of XlsxWriter's."""

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
"""What a formula comes to that has no value."""

PIXEL = 0.75
"""In points. Heights are whole pixels, whatever a version of XlsxWriter makes of others."""

ORDINARY = 20 * PIXEL
"""The height of a row that has none of its own."""

_CHUNK = 1 << 20

COMPRESSION = 6
"""From 0 to 9; 7 takes a quarter longer for a hundredth less, 9 four times as long for a twenty-fifth."""

AT_ONCE = 256
"""So many rows are held until they are written: as far as a formula is shared."""

SHARED = 8192
"""So many texts stand in the package once and are told by number; further ones stand in their cells."""

_ESCAPES = re.compile("(_x[0-9a-fA-F]{4}_)")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_EXTENT = re.compile(rb'<dimension ref="[^"]*"/>')


class Texts:
    """The texts of all cells of a workbook of XlsxWriter's: names, keys and words come again and again."""

    def __init__(self, book: Any) -> None:
        self._table, self._cells = book.str_table, dict[str, str]()

    def cell(self, text: str) -> str:
        """What follows the style in a cell with this text."""
        said = self._cells.get(text)
        if said is not None:
            self._table.count += 1
            return said
        if len(self._cells) >= SHARED or (text.startswith("<r>") and text.endswith("</r>")):
            return _within(text)
        number = self._table._get_shared_string_index(text)
        said = self._cells[text] = f' t="s"><v>{number}</v></c>'
        return said


class Rows:
    """The rows of one worksheet, written from top to bottom to the end of `file`, then put into the package.

    Some are held until there are enough of them; `end` writes the last.
    """

    def __init__(self, file: IO[bytes], texts: Texts) -> None:
        self._file, self._start = file, file.tell()
        self._text, self._shared = texts.cell, SharedFormulas()
        self._parts: list[str] = []
        self._held = 0
        self._size = 0
        self._styles: dict[Any, str] = {}
        self._top: int | None = None
        self._bottom = self._left = self._right = 0

    def write(self, at: int, cells: Iterable[Cell], height: float | None = None, outline: Outline = FLAT) -> None:
        """Write row `at`, from 0: its cells from left to right, its height in points if it has one, its outline.

        Without cells it is no row.
        """
        number, styles, text, parts = str(at + 1), self._styles, self._text, self._parts
        first, column = -1, -1
        for column, content, form in cells:
            style = styles.get(form)
            if style is None:  # numbers are given in the order in which formats are first used
                style = styles[form] = f'" s="{form._get_xf_index()}"'
            if first < 0:
                first = column
                parts.append(f'<row r="{number}"{_row_look(height, outline)}>')
            kind = type(content)  # exact types: this is asked of every cell
            if content is None:
                said = "/>"
            elif kind is str:
                said = text(content)  # type: ignore[arg-type]
            elif kind is Formula:
                shared = self._shared.number(column, content.text, number, len(parts))  # type: ignore[union-attr]
                said = _formula(content.text, content.value, shared)  # type: ignore[union-attr]
            else:
                said = f"><v>{_number(content)}</v></c>"  # type: ignore[arg-type]
            parts.append(f'<c r="{letter(column)}{number}{style}{said}')
        if first >= 0:
            parts.append("</row>")
            self.reach(at, first, column)
            self._held += 1
            if self._held == AT_ONCE:
                self.end()

    def end(self) -> None:
        """Write the rows that are held; what is shared is shared no further."""
        self._shared.settle(self._parts)
        self._size += self._file.write("".join(self._parts).encode())
        self._parts.clear()
        self._held = 0

    def reach(self, at: int, first: int, last: int) -> None:
        """Row `at` has cells from column `first` to `last`: these, or some that XlsxWriter writes itself."""
        if self._top is None:
            self._top, self._left = at, first
        self._bottom, self._left, self._right = at, min(self._left, first), max(self._right, last)

    def put_into(self, worksheet: bytes, target: IO[bytes]) -> None:
        """Write a worksheet of XlsxWriter's to `target`, with these rows below those it has already."""
        if self._top is not None:
            corners = f"{letter(self._left)}{self._top + 1}", f"{letter(self._right)}{self._bottom + 1}"
            extent = ":".join(dict.fromkeys(corners))
            worksheet = _EXTENT.sub(f'<dimension ref="{extent}"/>'.encode(), worksheet, count=1)
        if self._size:
            worksheet = worksheet.replace(b"<sheetData/>", b"<sheetData></sheetData>")
        before, end, after = worksheet.partition(b"</sheetData>")
        target.write(before)
        self._file.seek(self._start)
        for done in range(0, self._size, _CHUNK):
            target.write(self._file.read(min(_CHUNK, self._size - done)))
        target.write(end + after)


def put_together(workbook: Path | IO[bytes], package: IO[bytes], rows: Mapping[str, Rows]) -> None:
    """Write a package of XlsxWriter's to `workbook`, with the rows of its worksheets by the names of their parts."""
    with (
        zipfile.ZipFile(package) as source,
        zipfile.ZipFile(workbook, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as target,
    ):
        for name in source.namelist():
            with target.open(name, "w") as part:  # so its time is that of no clock
                if name in rows:
                    rows[name].put_into(source.read(name), part)
                else:
                    part.write(source.read(name))


def _row_look(height: float | None, outline: Outline) -> str:
    own = height not in (None, ORDINARY)
    look = f' ht="{height:.16g}"' if own else ""
    if outline is FLAT:
        return f'{look} customHeight="1"' if own else look
    look += ' hidden="1"' if outline.folded else ""
    look += ' customHeight="1"' if own else ""
    return f'{look} outlineLevel="{outline.level}"' if outline.level else look


def _number(number: float) -> str:
    if type(number) is int and -EXACT < number < EXACT:
        return str(number)
    return f"{number:.16G}"


def _within(text: str) -> str:
    """What follows the style in a cell that holds this text itself."""
    said = _escaped(_ESCAPES.sub(r"_x005F\1", text) if "_x" in text else text)
    preserve = ' xml:space="preserve"' if said != said.strip() else ""
    return f' t="inlineStr"><is><t{preserve}>{said}</t></is></c>'


def _formula(text: str, value: Scalar, shared: int | None) -> str:
    """What follows the style in a cell with this formula and its value; `shared`: the group it has the formula of."""
    said = f"{FIRST}{_escaped(text)}</f>" if shared is None else f'<f t="shared" si="{shared}"/>'
    if type(value) is not str:
        return f">{said}<v>{value}</v></c>"
    kind = ' t="e"' if value in ERRORS else ' t="str"' if value else ""
    return f"{kind}>{said}<v>{_escaped(value)}</v></c>"


def _escaped(text: str) -> str:
    """A text without markup, and with what XML does not hold told by its number, as Excel does."""
    if not text.isprintable():  # asked of every formula, and answered faster than by a pattern
        text = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
