"""A workbook from outside as a value: every sheet with all that stands in its cells, on them and about them.

Formulas count with the value they were last saved with. Macros are not run, links to other files not followed, and
`remarks` says so. A book is read whole, where it stands (`IncomingBook`) or in a process of its own
(`planner.files.incoming.apart`), which is how the program does it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import fromstring

from openpyxl.packaging.workbook import ChildSheet, WorkbookPackage

from planner.core.errors import N_, Message, UserError
from planner.files.incoming.cells import ROWS, CellValue, IncomingSheet, SheetRow, column_of
from planner.files.incoming.looks import Look, Text, read_looks, read_texts
from planner.files.incoming.notes import CONVERSATION, read_conversations, read_notes
from planner.files.incoming.package import SMALL_LIMIT, Package, damaged
from planner.files.incoming.sheet import CELL_LETTERS, EndlessSheetError, SheetParser
from planner.files.whole import Progress

CELL_LIMIT = 3_000_000
"""Cells and rows of a workbook, empty ones with a format included."""
TAG_LIMIT = 12_000_000
"""Tags of all sheets, counted before any is read; a submission of 10,000 lines has 7 million."""
STRING_LIMIT, LETTER_LIMIT = 500_000, 20_000_000
"""Different texts of a workbook, and the letters in all of them."""
LOOK_LIMIT = 70_000
"""Cell formats of a workbook: Excel holds 65,490."""

_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!([A-Z]{1,3})([0-9]{1,7})")


class IncomingBook:
    """The sheets, defined names and values of a workbook that somebody sent, read when it is made.

    `progress` is told bytes of sheets. Raises `UserError` for what is no .xlsx or .xlsm workbook, is damaged, or is
    far larger than what it is read for.
    """

    def __init__(self, path: Path, progress: Progress | None = None) -> None:
        self.path = path
        """The file it is read from."""
        package = Package(path)
        self.remarks = tuple(_remarks(package))
        """What the workbook has that was left alone."""
        reader = _Reader(package, progress)
        try:
            self._sheets, self.names = reader.read()
            """Sheets by name; what defined names stand for, by name in small letters."""
        except (UserError, MemoryError):
            raise
        except Exception as error:  # what a parser meets in a workbook it was not made for is the workbook's fault
            if error is reader.stopped:
                raise
            raise damaged(path, N_("a part of it is not whole")) from error

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the worksheets, in their order."""
        return tuple(self._sheets)

    def sheet(self, name: str) -> IncomingSheet:
        """The worksheet of a name in `sheets`."""
        return self._sheets[name]

    def rows(self, sheet: str) -> Iterator[SheetRow]:
        """The rows of a sheet in which some cell has a value, from the top."""
        return (row for row in self._sheets[sheet].rows if row.cells)

    def named(self, name: str) -> CellValue | None:
        """What stands in the cell of a defined name; `None` where there is no such cell, or nothing in it."""
        match = _REFERENCE.fullmatch(self.names.get(name.casefold(), "").replace("$", ""))
        sheet = "" if match is None else (match[1] or match[2]).replace("''", "'")
        if match is None or sheet not in self._sheets:
            return None
        cells = (row.cells for row in self.rows(sheet) if row.number == int(match[4]))
        return next(cells, {}).get(column_of(match[3]))


class _Reader:
    """Reads a package from its workbook down to its cells."""

    def __init__(self, package: Package, progress: Progress | None) -> None:
        self._package, self._progress = package, progress
        kinds = package.relations("").values()
        self._book = next((part for kind, part in kinds if kind == "officeDocument"), "xl/workbook.xml")
        self._related = package.relations(self._book)
        self._count = self._done = self._size = 0
        self.stopped: Exception | None = None
        """What `progress` raised to end the reading."""

    def read(self) -> tuple[dict[str, IncomingSheet], dict[str, str]]:
        """The sheets by name, and what defined names stand for by name in small letters."""
        book = WorkbookPackage.from_tree(fromstring(self._whole(self._book)))  # type: ignore[arg-type]
        assert book is not None
        defined = book.definedNames.definedName if book.definedNames is not None else ()
        names = {
            each.name.casefold(): (each.attr_text or "")[:CELL_LETTERS]
            for each in defined
            if each.localSheetId is None and each.name
        }
        settings = book.workbookPr
        epoch = datetime.datetime(1904, 1, 1) if settings is not None and settings.date1904 else _EPOCH
        parts = self._parts(book.sheets)
        self._size = sum(map(self._package.size, parts.values()))
        self._refuse_endless(parts.values())
        texts, looks = self._texts(), self._looks()
        states = {each.name: each.state or "visible" for each in reversed(book.sheets)}
        return {name: self._sheet(name, states[name], part, texts, looks, epoch) for name, part in parts.items()}, names

    def _refuse_endless(self, parts: Iterable[str]) -> None:
        """Refuse what has too much in it before any of it is read."""
        counts = [self._package.tally(part, b"<c", b"<row", b"<") for part in parts]
        cells, rows, tags = map(sum, zip(*counts, strict=True))
        if cells + rows > CELL_LIMIT or tags > TAG_LIMIT or max(count[1] for count in counts) > ROWS:
            raise self._too_large()
        texts = self._related_part("sharedStrings")
        if texts and self._package.tally(texts, b"<si")[0] > STRING_LIMIT:
            raise self._too_large()

    def _whole(self, name: str) -> bytes:
        part, pieces = self._package.part(name, SMALL_LIMIT), []
        while piece := part.read():
            pieces.append(piece)
        return b"".join(pieces)

    def _parts(self, sheets: list[ChildSheet]) -> dict[str, str]:
        """The part of each worksheet by the sheet's name; sheets of charts alone are left out."""
        found: dict[str, str] = {}
        for each in sheets:
            kind, part = self._related.get(each.id or "", ("", ""))
            if kind == "worksheet" and each.name:
                found.setdefault(each.name, part)
        if not found:
            raise damaged(self._package.path, N_("it has no worksheet"))
        if len({part.casefold() for part in found.values()}) < len(found):
            raise damaged(self._package.path, N_("a part of it is not what a spreadsheet writes"))
        return found

    def _related_part(self, kind: str) -> str | None:
        part = next((part for of, part in self._related.values() if of == kind), None)
        return part if part is not None and self._package.has(part) else None

    def _texts(self) -> list[Text]:
        part = self._related_part("sharedStrings")
        texts: list[Text] = []
        letters = 0
        for text in read_texts(self._package.part(part)) if part else ():
            letters += len(text.text)
            texts.append(text)
            if len(texts) > STRING_LIMIT or letters > LETTER_LIMIT:
                raise self._too_large()
        return texts

    def _looks(self) -> list[Look]:
        part = self._related_part("styles")
        looks = read_looks(self._package.part(part, SMALL_LIMIT)) if part else iter(())
        return list(islice(looks, LOOK_LIMIT))

    def _sheet(
        self, name: str, state: str, part: str, texts: list[Text], looks: list[Look], epoch: datetime.datetime
    ) -> IncomingSheet:
        source = self._package.part(part)
        parser = SheetParser(source, texts, looks, epoch, CELL_LIMIT - self._count)
        rows, told = [], 0
        try:
            for row in parser.rows():
                rows.append(row)
                if source.done != told:
                    told = source.done
                    self._tell(told)
        except EndlessSheetError as error:
            raise self._too_large() from error
        self._count += parser.count
        self._done += self._package.size(part)
        self._tell(0)
        notes = self._notes(part)
        return IncomingSheet(
            name,
            state,
            tuple(rows),
            tuple(parser.merged),
            parser.hidden_rows,
            frozenset(parser.hidden_columns),
            notes,
            folded_rows=parser.folded_rows,
        )

    def _notes(self, part: str) -> dict[tuple[int, int], str]:
        """What is said on the cells of a sheet: a conversation in place of the note that shows it to older programs."""
        notes: dict[tuple[int, int], str] = {}
        remarks: dict[tuple[int, int], list[str]] = {}
        for kind, target in self._package.relations(part).values():
            if kind == "comments":
                notes |= read_notes(self._package.part(target, SMALL_LIMIT))
            elif kind == "threadedComment":
                for place, said in read_conversations(self._package.part(target, SMALL_LIMIT)):
                    remarks.setdefault(place, []).append(said)
        kept = {place: said for place, said in notes.items() if place not in remarks or CONVERSATION not in said}
        return {**kept, **{place: "\n".join(said) for place, said in remarks.items()}}

    def _too_large(self) -> UserError:
        return damaged(self._package.path, N_("it has far more cells than any submission"))

    def _tell(self, done: int) -> None:
        if self._progress is not None:
            try:
                self._progress(min(self._done + done, self._size), self._size)
            except Exception as error:
                self.stopped = error
                raise


_EPOCH = datetime.datetime(1899, 12, 30)  # Excel's own leap day of 1900 included


def _remarks(package: Package) -> Iterator[Message]:
    if package.has("xl/vbaProject.bin"):
        yield Message.of(N_("The workbook has macros; they were not run."))
    if package.count("xl/externalLinks/"):
        yield Message.of(N_("The workbook has links to other files; they were not followed, saved values were read."))
    if package.has("xl/connections.xml"):
        yield Message.of(N_("The workbook has connections to data elsewhere; they were not used."))
