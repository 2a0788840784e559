"""A template as it stands: its worksheets, texts, defined names, tables, and what keeps it from being filled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from planner.core.errors import N_, UserError
from planner.files.incoming.package import Package, damaged
from planner.files.template.filling import Rich, substituted
from planner.files.template.worksheet import (
    Area,
    CellTag,
    Span,
    Worksheet,
    after_end,
    area_of,
    parse,
    scan,
    tag_at,
)

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_SHEET_AREA = re.compile(r"(?:'((?:[^']|'')+)'|([^'!,]+))!(\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?)")
_PHONETIC = re.compile(rb"<(?:\w+:)?(?:rPh\b.*?</(?:\w+:)?rPh>|phoneticPr\b[^>]*/>)", re.DOTALL)


class Text(NamedTuple):
    """What a cell reads, and for a text of several formats its XML with the places of the pieces."""

    plain: str
    xml: bytes = b""
    pieces: tuple[tuple[Span, str], ...] = ()


class DefinedName(NamedTuple):
    """A defined name; `sheet` is the place of the sheet it is for, `None` for the whole workbook."""

    name: str
    sheet: int | None
    text: str


class ListTable(NamedTuple):
    """A table (ListObject) of a sheet: its cells, its name and how many of its rows are headings and totals."""

    sheet: str
    name: str
    area: Area
    headings: int
    totals: int


@dataclass(eq=False)
class Template:
    """A workbook to be filled; raises `UserError` where it is no .xlsx workbook or is damaged."""

    path: Path
    package: Package = field(init=False)
    parts: dict[str, str] = field(init=False, default_factory=dict)
    """The worksheets in their order: name and part."""
    places: list[str] = field(init=False, default_factory=list)
    """The names of all sheets, charts' own included, as defined names count them."""
    names: list[DefinedName] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.package = Package(self.path)
        kinds = self.package.relations("").values()
        self._book = next((part for kind, part in kinds if kind == "officeDocument"), "xl/workbook.xml")
        self._refuse_other_kinds()
        self._read_book()

    def _refuse_other_kinds(self) -> None:
        found: list[str] = []

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "Override" and attributes.get("PartName", "").lstrip("/") == self._book:
                found.append(attributes.get("ContentType", ""))

        self.package.read("[Content_Types].xml", start)
        if found != [_WORKBOOK] or self.package.has("xl/vbaProject.bin"):
            raise UserError(
                N_("The template is not a plain Excel workbook: it has macros, or is of another kind."),
                N_("Save it as an Excel workbook (.xlsx) and try again."),
                where=str(self.path),
            )

    def _read_book(self) -> None:
        related = self.package.relations(self._book)
        self._related = related
        open_name: list[str] = []

        def start(element: str, attributes: dict[str, str]) -> None:
            open_name.clear()
            if element == "sheet":
                ids = (value for key, value in attributes.items() if key.rpartition(":")[2] == "id")
                kind, part = related.get(next(ids, ""), ("", ""))
                self.places.append(attributes.get("name", ""))
                if kind == "worksheet":
                    self.parts[attributes.get("name", "")] = part
            elif element == "definedName":
                sheet = attributes.get("localSheetId", "")
                self.names.append(DefinedName(attributes.get("name", ""), int(sheet) if sheet.isdigit() else None, ""))
                open_name.append(element)

        def text(piece: str) -> None:
            if open_name:
                self.names[-1] = self.names[-1]._replace(text=self.names[-1].text + piece)

        self.package.read(self._book, start, lambda _name: open_name.clear(), text)
        if not self.parts:
            raise damaged(self.path, N_("it has no worksheet"))

    @cached_property
    def sheets(self) -> dict[str, Worksheet]:
        """Each worksheet by name, read cell by cell."""
        return {name: scan(self.package.content(part), self.path) for name, part in self.parts.items()}

    @property
    def styles(self) -> str | None:
        """The part that says how cells look."""
        return next((part for kind, part in self._related.values() if kind == "styles"), None)

    @cached_property
    def strings(self) -> list[Text]:
        """The shared texts, without the readings (ふりがな) beside them."""
        part = next((part for kind, part in self._related.values() if kind == "sharedStrings"), None)
        return _read_strings(self.package.content(part), self.path) if part else []

    def text_of(self, sheet: Worksheet, cell: CellTag) -> Text | None:
        """What a cell without a formula reads; `None` where it holds no text."""
        if cell.formula is not None or cell.kind not in ("s", "inlineStr", "str"):
            return None
        if cell.kind != "s":
            if cell.inline is not None and cell.value:
                inside = sheet.content[cell.inline.start : cell.inline.end]
                return _read_strings(b"<sst><si>" + _plain_names(inside, sheet.prefix) + b"</si></sst>", self.path)[0]
            return Text(cell.value)
        number = cell.value.strip()
        if not (number.isascii() and number.isdigit() and int(number) < len(self.strings)):
            raise damaged(self.path, N_("a part of it is not whole"))
        return self.strings[int(number)]

    def areas(self, text: str) -> list[tuple[str, Area]]:
        """The cells that a defined name or a chart says, by sheet; none where it says anything else."""
        found, at = [], 0
        text = text.strip().removeprefix("(").removesuffix(")")
        while at < len(text):
            match = _SHEET_AREA.match(text, at)
            area = area_of(match[3]) if match else None
            if match is None or area is None:
                return []
            found.append(((match[1] or match[2]).replace("''", "'"), area))
            at = match.end()
            if at < len(text):
                if text[at] != ",":
                    return []
                at += 1
        return found

    @cached_property
    def tables(self) -> list[ListTable]:
        """The tables of all worksheets."""
        found = []
        for sheet, part in self.parts.items():
            for kind, target in self.package.relations(part).values():
                if kind == "table":
                    found.append(self._read_table(sheet, target))
        return found

    def _read_table(self, sheet: str, part: str) -> ListTable:
        tags: list[dict[str, str]] = []

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "table":
                tags.append(attributes)

        self.package.read(part, start)
        area = area_of(tags[0].get("ref", "")) if tags else None
        if area is None:
            raise damaged(self.path, N_("a part of it is not whole"))
        headings, totals = tags[0].get("headerRowCount", "1"), tags[0].get("totalsRowCount", "0")
        return ListTable(sheet, tags[0].get("displayName", ""), area, int(headings != "0"), int(totals != "0"))


def with_words(text: Text, words: dict[str, str]) -> str | Rich:
    """A text with marks exchanged for words; formats stay where each mark stands within one of them."""
    plain = _exchanged(text.plain, words)
    if len(text.pieces) < 2:
        return plain
    pieces = [(span, _exchanged(said, words)) for span, said in text.pieces]
    if "".join(said for _span, said in pieces) != plain:
        return plain
    return Rich(substituted("", text.xml, pieces), plain)


def _exchanged(text: str, words: dict[str, str]) -> str:
    for mark, said in words.items():
        text = text.replace(mark, said)
    return text


def _plain_names(xml: bytes, prefix: str) -> bytes:
    if not prefix:
        return xml
    return xml.replace(f"<{prefix}".encode(), b"<").replace(f"</{prefix}".encode(), b"</")


def _read_strings(content: bytes, path: Path) -> list[Text]:
    """The texts of a part of shared strings."""
    strings: list[Text] = []
    pieces: list[tuple[Span, str]] = []
    said: list[str] = []
    state = {"item": 0, "piece": 0, "prefix": 0}
    within = ""

    def start(qualified: str, _attributes: dict[str, str], at: int) -> None:
        nonlocal within
        prefix, _colon, name = qualified.rpartition(":")
        if name == "si":
            pieces.clear()
            state["item"], state["prefix"] = tag_at(content, at)[0].end, len(prefix)
        elif name == "rPh":
            within = name
        elif name == "t" and within != "rPh":
            state["piece"], within = at, name
            said.clear()

    def text(piece: str) -> None:
        if within == "t":
            said.append(piece)

    def end(qualified: str, at: int) -> None:
        nonlocal within
        name = qualified.rpartition(":")[2]
        if name == "t" and within == "t":
            tag, empty = tag_at(content, state["piece"])
            pieces.append((Span(tag.start, after_end(content, at, empty)), "".join(said)))
            within = ""
        elif name == "rPh":
            within = ""
        elif name == "si":
            plain = "".join(piece for _span, piece in pieces)
            if len(pieces) < 2 or state["prefix"] or "_x" in plain:
                strings.append(Text(_unescaped(plain)))
            else:
                strings.append(_rich(content[state["item"] : at], state["item"], pieces, plain))

    parse(content, path, start, end, text)
    return strings


def _rich(xml: bytes, start: int, pieces: Sequence[tuple[Span, str]], plain: str) -> Text:
    """A text of several formats, its readings taken out where none stands before a piece."""
    moved = tuple((Span(span.start - start, span.end - start), said) for span, said in pieces)
    last = moved[-1][0].end
    if _PHONETIC.search(xml[:last]):
        return Text(plain)
    return Text(plain, xml[:last] + _PHONETIC.sub(b"", xml[last:]), moved)


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
