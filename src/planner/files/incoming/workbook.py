"""A workbook from outside, cell by cell: values only, row after row, whatever stands between them.

Formulas count with the value they were last saved with. Macros are not run, links to other files not followed, and
`remarks` says so. Cells are read as they stand in the file: a cell far away from the others costs nothing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from planner.core.errors import N_, Message, UserError
from planner.files.incoming.package import SMALL_LIMIT, Package, damaged
from planner.files.whole import Progress

CELL_LIMIT = 3_000_000
"""Cells and rows of one sheet, empty ones with a format included."""
STRING_LIMIT, LETTER_LIMIT = 500_000, 20_000_000
"""Different texts of a workbook, and the letters in all of them."""
CELL_LETTERS = 32_767
"""Letters in a cell: as many as Excel holds."""
ROWS, COLUMNS = 1 << 20, 1 << 14
EXACT = 10**15
LAST_DAY = 2_950_000
"""Beyond this many days a date lies after the year 9900."""

CellValue = str | int | float | bool | datetime.datetime

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NO_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|e[+-]|general|g/標準', re.IGNORECASE)
_DATE = re.compile("[ymdhsge]", re.IGNORECASE)
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!([A-Z]{1,3})([0-9]{1,7})")


class SheetRow(NamedTuple):
    """A row that holds something: its number from 1, and its values by column, counted from 0."""

    number: int
    cells: Mapping[int, CellValue]


class IncomingBook:
    """The sheets, defined names and values of a workbook that somebody sent.

    Raises `UserError`, here and while rows are read, for what is no .xlsx or .xlsm workbook, is damaged, or is far
    larger than what it is read for. Memory stays within the file, its different texts and the rows the caller keeps.
    """

    def __init__(self, path: Path, progress: Progress | None = None) -> None:
        self._package = Package(path)
        self._progress = progress
        self._sheets: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._epoch = datetime.datetime(1899, 12, 30)  # Excel's own leap day of 1900 included
        self._read = 0
        kinds = self._package.relations("").values()
        book = next((part for kind, part in kinds if kind == "officeDocument"), "xl/workbook.xml")
        self._look_through(book)
        related = self._package.relations(book).values()
        self._strings = self._read_strings(next((part for kind, part in related if kind == "sharedStrings"), None))
        self._dates = self._read_styles(next((part for kind, part in related if kind == "styles"), None))
        self._size = sum(map(self._package.size, self._sheets.values()))

    @property
    def path(self) -> Path:
        """The file it is read from."""
        return self._package.path

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the worksheets."""
        return tuple(self._sheets)

    @property
    def remarks(self) -> tuple[Message, ...]:
        """What the workbook has that was left alone."""
        said = []
        if self._package.has("xl/vbaProject.bin"):
            said.append(Message.of(N_("The workbook has macros; they were not run.")))
        if self._package.count("xl/externalLinks/"):
            said.append(
                Message.of(N_("The workbook has links to other files; they were not followed, saved values were read."))
            )
        if self._package.has("xl/connections.xml"):
            said.append(Message.of(N_("The workbook has connections to data elsewhere; they were not used.")))
        return tuple(said)

    def named(self, name: str) -> CellValue | None:
        """What stands in the cell of a defined name; `None` where there is no such cell, or nothing in it."""
        match = _REFERENCE.fullmatch(self._names.get(name.casefold(), "").replace("$", ""))
        sheet = "" if match is None else (match[1] or match[2]).replace("''", "'")
        if match is None or sheet not in self._sheets:
            return None
        for row in self.rows(sheet):
            if row.number >= int(match[4]):
                return row.cells.get(column_of(match[3])) if row.number == int(match[4]) else None
        return None

    def _look_through(self, book: str) -> None:
        """Find the sheets, the defined names and the day that dates count from."""
        parts = self._package.relations(book)
        name = ""

        def start(element: str, attributes: dict[str, str]) -> None:
            nonlocal name
            name = ""
            if element == "sheet":
                ids = (value for key, value in attributes.items() if key.rpartition(":")[2] == "id")
                kind, part = parts.get(next(ids, ""), ("", ""))
                if kind == "worksheet" and attributes.get("name"):
                    self._sheets.setdefault(attributes["name"], part)
            elif element == "definedName" and "localSheetId" not in attributes:
                name = attributes.get("name", "").casefold()
            elif element == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                self._epoch = datetime.datetime(1904, 1, 1)

        def text(part: str) -> None:
            if name:
                self._names[name] = (self._names.get(name, "") + part)[:CELL_LETTERS]

        def end(_element: str) -> None:
            nonlocal name
            name = ""

        self._package.read(book, start, end, text)
        if not self._sheets:
            raise damaged(self._package.path, N_("it has no worksheet"))

    def _read_strings(self, part: str | None) -> list[str]:
        """The shared texts, without the readings (ふりがな) that stand beside them."""
        strings: list[str] = []
        pieces: list[str] = []
        letters, wanted, reading = 0, False, False

        def start(element: str, _attributes: dict[str, str]) -> None:
            nonlocal wanted, reading
            if element == "si":
                pieces.clear()
            elif element == "rPh":
                reading = True
            elif element == "t":
                wanted = not reading

        def text(piece: str) -> None:
            nonlocal letters
            if wanted:
                letters += len(piece)
                pieces.append(piece)

        def end(element: str) -> None:
            nonlocal wanted, reading
            if element == "t":
                wanted = False
            elif element == "rPh":
                reading = False
            elif element == "si":
                strings.append(_unescaped("".join(pieces)))

        if part is not None and self._package.has(part):
            for _ in self._package.parse(part, start, end, text):
                if len(strings) > STRING_LIMIT or letters > LETTER_LIMIT:
                    raise self._too_large()
        return strings

    def _read_styles(self, part: str | None) -> frozenset[str]:
        """The numbers of the cell styles that show a date or a time."""
        custom: dict[str, str] = {}
        dates: list[bool] = []
        within = False

        def start(element: str, attributes: dict[str, str]) -> None:
            nonlocal within
            if element == "numFmt":
                custom[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            elif element == "cellXfs":
                within = True
            elif element == "xf" and within:
                number = attributes.get("numFmtId", "0")
                known = number.isdigit() and int(number) in _BUILT_IN_DATES
                dates.append(_shows_date(custom[number]) if number in custom else known)

        def end(element: str) -> None:
            nonlocal within
            if element == "cellXfs":
                within = False

        if part is not None and self._package.has(part):
            for _ in self._package.parse(part, start, end, limit=SMALL_LIMIT):
                if len(dates) > STRING_LIMIT:
                    raise self._too_large()
        return frozenset(str(number) for number, shown in enumerate(dates) if shown)

    def _too_large(self) -> UserError:
        return damaged(self._package.path, N_("it has far more cells than any submission"))

    # ---------------------------------------------------------------- rows

    def rows(self, sheet: str) -> Iterator[SheetRow]:
        """The rows of a sheet that hold something, from the top; read only as far as they are asked for."""
        part = self._sheets[sheet]
        reader = _SheetReader(self._strings, self._dates, self._epoch)
        before = self._read
        try:
            for done in self._package.parse(part, reader.start, reader.end, reader.text):
                if reader.count > CELL_LIMIT:
                    raise self._too_large()
                self._tell(before + done)
                yield from reader.take()
                if reader.ended:
                    break
        except _Broken as error:
            raise damaged(self._package.path, N_("a part of it is not whole")) from error
        yield from reader.take()
        self._tell(before + self._package.size(part))

    def _tell(self, done: int) -> None:
        self._read = done
        if self._progress is not None:
            self._progress(min(done, self._size), self._size)


class _Broken(Exception):  # noqa: N818 - told as a damaged workbook
    """A cell stands where none can."""


class _SheetReader:
    """Puts rows together from the elements of a sheet; nearly all the time of reading is spent here."""

    def __init__(self, strings: list[str], dates: frozenset[str], epoch: datetime.datetime) -> None:
        self._strings, self._dates, self._epoch = strings, dates, epoch
        self._columns: dict[str, int] = {}
        self._rows: list[SheetRow] = []
        self._cells: dict[int, CellValue] = {}
        self._number = self._column = self._letters = 0
        self._kind, self._style = "n", ""
        self._text = ""
        self._wanted = self._reading = False
        self.count = 0
        self.ended = False

    def take(self) -> list[SheetRow]:
        """The rows that are whole since the last time."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if element == "v":
            self._wanted = True
        elif element == "c":
            self.count += 1
            self._text = ""
            get = attributes.get
            self._kind, self._style = get("t", "n"), get("s", "")
            place = get("r")
            if place is None:
                self._column += 1
            else:
                letters = place.rstrip("0123456789")
                column = self._columns.get(letters)
                if column is None:
                    column = self._columns[letters] = column_of(letters)
                self._column = column
            if not 0 <= self._column < COLUMNS:
                raise _Broken
        elif element == "row":
            self.count += 1
            number = attributes.get("r")
            self._number = self._number + 1 if number is None else _whole(number)
            if not 1 <= self._number <= ROWS:
                raise _Broken
            self._column = -1
        elif element == "t":
            self._wanted = not self._reading
        elif element == "rPh":
            self._reading = True

    def text(self, piece: str) -> None:
        """Text within an element."""
        if self._wanted:
            self._text += piece
            if len(self._text) > CELL_LETTERS:
                raise _Broken

    def end(self, element: str) -> None:
        """An element ends."""
        if element in ("v", "t"):
            self._wanted = False
        elif element == "c":
            if self._text:
                value = self._value(self._text)
                if value != "":
                    self._cells[self._column] = value
        elif element == "row":
            if self._cells and not self.ended:
                self._rows.append(SheetRow(self._number, self._cells))
            self._cells = {}
        elif element == "rPh":
            self._reading = False
        elif element == "sheetData":
            self.ended = True

    def _value(self, text: str) -> CellValue:
        kind = self._kind
        if kind == "s":
            place = _whole(text)
            if place >= len(self._strings):
                raise _Broken
            return self._strings[place]
        if kind == "n":
            return self._number_of(text)
        if kind in ("str", "inlineStr"):
            return _unescaped(text)
        return text.strip() == "1" if kind == "b" else text

    def _number_of(self, text: str) -> CellValue:
        if len(text) < 16 and text.isascii() and text.isdigit():
            number: int | float = int(text)
        else:
            try:
                number = float(text)
            except ValueError:
                return text
            if number.is_integer() and abs(number) < EXACT:
                number = int(number)
        if self._style in self._dates and 0 <= number < LAST_DAY:
            return self._epoch + datetime.timedelta(days=number)
        return number


def _whole(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise _Broken
    return int(text)


def _unescaped(text: str) -> str:
    """A text with `_x000D_` and its kin as the letters they stand for; halves of letters stay as they are."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: match[0] if match[1][0] in "Dd" and match[1][1] > "7" else _letter(match), text)


def _letter(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _shows_date(code: str) -> bool:
    return _DATE.search(_NO_DATE.sub("", code)) is not None


def column_of(letters: str) -> int:
    """The place of a column, counted from 0, by its letters; -1 for what are none."""
    number = 0
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return -1
    for each in letters.upper():
        number = 26 * number + ord(each) - ord("A") + 1
    return number - 1


def text_of(value: CellValue) -> str:
    """A value as text: whole numbers without a point, others exactly as they are held."""
    if isinstance(value, bool):
        return "1" if value else ""
    return repr(value) if isinstance(value, float) else str(value).strip()
