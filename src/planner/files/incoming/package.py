"""The parts of a workbook from outside: the file is looked at before any part is, and no part is trusted with its size.

An .xlsx file is a zip archive of XML parts. Here is what a hostile or broken one meets: nothing is written to disk, a
part is only ever read piece by piece and never beyond the size it declares, and document types and entities are
refused before they are declared. Whatever the file, reading takes no more memory than the limits below allow for.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NoReturn
from xml.etree.ElementTree import Element, iterparse
from xml.parsers import expat

from planner.core.errors import N_, Message, UserError
from planner.files.whole import read_whole

FILE_LIMIT = 64 << 20
"""Bytes of a file: it is held in memory as long as it is read."""
PART_COUNT = 5_000
READ_LIMIT = 300 << 20
"""Bytes of XML that all parts together may unpack to."""
SMALL_LIMIT = 16 << 20
"""Bytes of a part that is held whole: what there is, how it hangs together and how cells look."""
RATIO_LIMIT, RATIO_FROM = 250, 1 << 20
"""A part above that size packed tighter than this was written by no spreadsheet: theirs are packed 10 to 50 times."""
PIECE = 1 << 16
TOKEN_LIMIT = 1 << 20
"""Bytes of one tag: the parser holds it until it is whole."""

HELD_TAGS = 300_000
"""Tags that a parser may hold as a tree at once: a row of 16,384 cells has a third of them."""

_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
Start = Callable[[str, dict[str, str]], None]
"""Called with the name of an element, without its namespace, and its attributes."""


def damaged(path: Path, reason: str | Message) -> UserError:
    """The refusal of a workbook that is not what it should be."""
    return UserError(
        N_("The workbook cannot be read ({reason})."),
        N_("Save it again as an Excel workbook (.xlsx) without a password."),
        where=str(path),
        reason=reason if isinstance(reason, Message) else Message.of(reason),
    )


def declares(path: Path) -> UserError:
    """The refusal of a workbook with a document type: it could unfold to anything, or call for other files."""
    return damaged(path, N_("it declares a document type or entities, which no spreadsheet does"))


class Package:
    """The archive of one workbook, its parts by name; names are compared without regard to case.

    Raises `UserError`, here and when parts are read, naming what the file is where it is no .xlsx workbook.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        content = read_whole(path, FILE_LIMIT)
        if content is None:
            raise damaged(path, N_("it is larger than any submission"))
        if not content.startswith(b"PK"):
            raise self._no_workbook(content)
        if content.count(b"PK\x01\x02") > PART_COUNT:
            raise damaged(path, N_("it has more parts than any workbook"))
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
            raise damaged(path, N_("it is not whole")) from error
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self._archive.infolist():
            if self._parts.setdefault(info.filename.casefold(), info) is not info:
                raise damaged(path, N_("two of its parts have the same name"))
        self._refuse_bombs()
        self._refuse_other_kinds()

    def _no_workbook(self, content: bytes) -> UserError:
        if not content.startswith(_OLE):
            return damaged(self.path, N_("it is not an Excel workbook"))
        if _ENCRYPTED in content:
            return damaged(self.path, N_("it is protected by a password"))
        return damaged(self.path, N_("it has the old Excel format, .xls"))

    def _refuse_bombs(self) -> None:
        infos = self._parts.values()
        if sum(info.file_size for info in infos if self._is_xml(info)) > READ_LIMIT:
            raise damaged(self.path, N_("it unpacks to far more than any submission"))
        for info in infos:
            packed = max(info.compress_size, 1)
            if self._is_xml(info) and info.file_size > RATIO_FROM and info.file_size / packed > RATIO_LIMIT:
                raise damaged(self.path, N_("it unpacks to far more than any submission"))
            if info.flag_bits & 1:
                raise damaged(self.path, N_("it is protected by a password"))

    @staticmethod
    def _is_xml(info: zipfile.ZipInfo) -> bool:
        """Whether a part could be read at all: pictures, macros and embedded files never are."""
        return info.filename.casefold().endswith((".xml", ".rels"))

    def _refuse_other_kinds(self) -> None:
        if self.has("xl/workbook.bin"):
            raise damaged(self.path, N_("it has the binary Excel format, .xlsb"))
        if self.has("mimetype"):
            raise damaged(self.path, N_("it is an OpenDocument file, .ods"))
        if not self.has("[Content_Types].xml"):
            raise damaged(self.path, N_("it is not an Excel workbook"))

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name.casefold() in self._parts

    def count(self, folder: str) -> int:
        """How many parts stand directly in a folder such as `xl/externalLinks/`."""
        return sum(posixpath.dirname(name) + "/" == folder.casefold() for name in self._parts)

    def size(self, name: str) -> int:
        """How many bytes a part unpacks to."""
        return self._parts[name.casefold()].file_size if self.has(name) else 0

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in their order in the archive."""
        return tuple(info.filename for info in self._parts.values())

    def content(self, name: str, limit: int = READ_LIMIT) -> bytes:
        """Every byte of a part of XML; raises `UserError` as `parse` does."""
        if self.size(name) > limit:
            raise damaged(self.path, N_("it unpacks to far more than any submission"))
        return b"".join(self._pieces(name))

    def with_parts(self, parts: Mapping[str, bytes]) -> bytes:
        """The archive with the content of some parts exchanged, all others as they are, pictures too."""
        if sum(info.file_size for info in self._parts.values()) > READ_LIMIT:
            raise damaged(self.path, N_("it unpacks to far more than any submission"))
        made = io.BytesIO()
        try:
            with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
                for info in self._parts.values():
                    entry = zipfile.ZipInfo(info.filename, info.date_time)
                    entry.external_attr, entry.compress_type = info.external_attr, info.compress_type
                    exchanged = parts.get(info.filename)
                    archive.writestr(entry, self._archive.read(info) if exchanged is None else exchanged)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise damaged(self.path, N_("a part of it is not whole")) from error
        return made.getvalue()

    def relations(self, name: str) -> Mapping[str, tuple[str, str]]:
        """Id → kind and part, of everything a part refers to inside the package; what lies outside is left out."""
        folder, file = posixpath.split(name)
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
                found[attributes.get("Id", "")] = (kind, target.lstrip("/"))

        part = posixpath.join(folder, "_rels", f"{file}.rels")
        if self.has(part):
            self.read(part, start)
        return found

    def read(
        self,
        name: str,
        start: Start,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Read a part that is held whole, telling the elements as `parse` does; raises `UserError` as it does."""
        for _ in self.parse(name, start, end, text, limit=SMALL_LIMIT):
            pass

    def parse(
        self,
        name: str,
        start: Start,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
        *,
        limit: int = READ_LIMIT,
    ) -> Iterator[int]:
        """Read a part of XML, telling the elements; yields after every piece how many bytes of it are read.

        Elements with the prefix of the outermost one are told without it. Raises `UserError` for what is no plain XML.
        """
        if self.size(name) > limit:
            raise damaged(self.path, N_("it unpacks to far more than any submission"))
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_document_type
        parser.CharacterDataHandler = text

        def outermost(element: str, attributes: dict[str, str]) -> None:
            prefix, colon, _name = element.rpartition(":")
            parser.StartElementHandler, parser.EndElementHandler = start, end
            if colon:
                parser.StartElementHandler = lambda name, found: start(name.removeprefix(prefix + colon), found)
                parser.EndElementHandler = end and (lambda name: end(name.removeprefix(prefix + colon)))
            parser.StartElementHandler(element, attributes)

        parser.StartElementHandler = outermost
        done = 0
        for piece in self._pieces(name):
            done += len(piece)
            try:
                parser.Parse(piece, False)
            except (expat.ExpatError, ValueError, LookupError) as error:  # no such encoding
                raise damaged(self.path, N_("a part of it is not whole")) from error
            if done - parser.CurrentByteIndex > TOKEN_LIMIT:
                raise damaged(self.path, N_("a part of it is not what a spreadsheet writes"))
            yield done
        try:
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:  # no such encoding
            raise damaged(self.path, N_("a part of it is not whole")) from error

    def _pieces(self, name: str) -> Iterator[bytes]:
        info = self._parts.get(name.casefold())
        if info is None:
            raise damaged(self.path, N_("a part of it is missing"))
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or not self._is_xml(info):
            raise damaged(self.path, N_("a part of it is not what a spreadsheet writes"))
        try:
            with self._archive.open(info) as part:
                while piece := part.read(PIECE):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise damaged(self.path, N_("a part of it is not whole")) from error

    def tally(self, name: str, *beginnings: bytes) -> list[int]:
        """About how often a part has each of these beginnings of tags, found without understanding any.

        That takes a moment where reading takes a minute. Raises `UserError` as `parse` does.
        """
        counts = [0] * len(beginnings)
        for piece in self._pieces(name):
            for at, beginning in enumerate(beginnings):
                counts[at] += piece.count(beginning)
        return counts

    def part(self, name: str, limit: int = READ_LIMIT) -> Part:
        """A part of XML for a parser of trees, looked at while it is read; raises `UserError` as `parse` does."""
        if self.size(name) > limit:
            raise damaged(self.path, N_("it unpacks to far more than any submission"))
        return Part(self.path, self._pieces(name))

    def _refuse_document_type(self, *_declared: object) -> NoReturn:
        raise declares(self.path)


class Part:
    """A part of XML as a file that a parser of trees reads: it never holds more of it than any spreadsheet needs.

    Its beginning is looked at for document types and entities before the parser sees it; between two calls of
    `release`, by which whoever reads says that the tree so far is put away, it gives out so many tags and no more.
    """

    def __init__(self, path: Path, pieces: Iterator[bytes]) -> None:
        self._path, self._pieces = path, pieces
        self._tags = self._silent = 0
        self._looking: expat.XMLParserType | None = expat.ParserCreate()
        self._looking.StartDoctypeDeclHandler = self._refuse_document_type
        self._looking.StartElementHandler = self._begin
        self.done = 0
        """Bytes given out so far."""

    def read(self, _size: int = -1) -> bytes:
        """The next piece, empty at the end; raises `UserError` for what no spreadsheet writes."""
        piece = next(self._pieces, b"")
        if self._looking is not None:
            try:
                self._looking.Parse(piece, not piece)
            except (expat.ExpatError, ValueError, LookupError) as error:
                raise damaged(self._path, N_("a part of it is not whole")) from error
            if self._looking.StartElementHandler is None:
                self._looking, piece = None, _transitional(piece)
        tags = piece.count(b"<")
        self._tags, self._silent = self._tags + tags, 0 if tags else self._silent + len(piece)
        if self._tags > HELD_TAGS or self._silent > TOKEN_LIMIT:
            raise damaged(self._path, N_("a part of it is not what a spreadsheet writes"))
        self.done += len(piece)
        return piece

    def release(self) -> None:
        """What was read so far is no longer held as a tree."""
        self._tags = 0

    def _begin(self, _element: str, _attributes: dict[str, str]) -> None:
        assert self._looking is not None
        self._looking.StartElementHandler = None  # no document type can come any more

    def _refuse_document_type(self, *_declared: object) -> NoReturn:
        raise declares(self._path)


def units(part: Part, depth: int) -> Iterator[tuple[str, Element]]:
    """The elements of a part that stand `depth` below the outermost, with the name of what each stands in.

    An element is whole when it is told, and gone after that; so are those nearer to the outermost. Names are told by
    `name_of`.
    """
    above: list[Element] = []
    for event, element in iterparse(part, ("start", "end")):
        if event == "start":
            above.append(element)
            continue
        above.pop()
        if len(above) == depth:
            yield name_of(above[-1]), element
        if 0 < len(above) <= depth:
            above[-1].clear()
            part.release()


def name_of(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _transitional(piece: bytes) -> bytes:
    """The beginning of a part with the names that Excel's strict format gives things as its usual one does."""
    for strict, usual in _STRICT:
        piece = piece.replace(strict, usual)
    return piece
