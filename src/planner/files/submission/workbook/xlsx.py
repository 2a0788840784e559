"""Descriptions of sheets as an Excel workbook: every formula with its value, row by row, in bounded memory.

XlsxWriter lays out the package and holds names, print settings, charts and links until the end; no row goes through it
(`row_writer`).
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter

from planner.core.memo import memoised
from planner.core.money import Unit
from planner.files.plain.sheet import (
    FIRST_ROW,
    FLAT,
    ON_PAPER,
    TOTALS,
    Band,
    Face,
    Formula,
    Outline,
    Outward,
    Row,
    Scalar,
    Sheet,
    SheetProgress,
    Style,
    Styled,
    letter,
)
from planner.files.plain.sheet_text import note_lines
from planner.files.plain.text_width import heading_lines, text_lines
from planner.files.submission.workbook.looks import (
    EDGE_SIZE,
    FONTS,
    HIGHEST,
    LINE_HEIGHT,
    NOTE_HEIGHT,
    TITLE_HEIGHT,
    WRAPPED_HEIGHT,
    Formats,
)
from planner.files.submission.workbook.native_charts import insert_chart
from planner.files.submission.workbook.pages import DIGIT, HALF, MARGINS, PageBreaks, room_for_rows
from planner.files.submission.workbook.row_writer import PIXEL, Cell, Rows, Texts, put_together

Written = Scalar | Formula
"""What stands in a cell, whatever it looks like."""

_BUFFER = 1 << 20
TYPED = (Style.EXAMINED, Style.REMARK)
"""What somebody fills in."""
FIGURES = (Style.GIVEN, Style.FACTOR, Style.MONEY)
"""What may be filled in, in a guarded sheet that was unprotected."""
A3, A4 = 8, 9
"""The papers, as Excel counts them."""
_EDGE_MARGIN = 7 / 25.4
"""Of the page, and above its header and below its footer, in inches."""
_EDGE_LIMIT = 70
"""So many letters of what a request is called stand in a header: it holds 255 with all signs."""
BELOW = Outline(1)
"""Where a note lies that has no other place in the outline."""
FROZEN_ABOVE = 8
"""Headings stay in sight unless more rows stand above them: nothing else would have room."""
ALLOWED = ("sort", "autofilter", "insert_rows", "delete_rows", "format_cells", "format_columns", "format_rows")
"""What a guarded sheet lets be done, beside filling its unlocked cells in."""


def written_sheets(
    path: Path, sheets: Sequence[Sheet], properties: Mapping[str, str], tally: SheetProgress
) -> Generator[tuple[str, Iterator[Sequence[Written]]]]:
    """Write a workbook of these sheets to `path`, each row as it is asked for, and tell what stands in it.

    Whoever asks has to take all rows of all sheets, one after the other. What `tally` raises ends the work, and the
    file is of no use then.
    """
    package, formats, written = io.BytesIO(), dict[tuple[Unit, str, Face], Formats](), dict[str, Rows]()
    with tempfile.TemporaryFile(dir=path.parent, buffering=_BUFFER) as aside:
        book = xlsxwriter.Workbook(package, {"in_memory": True})
        book.set_properties(dict(properties))
        _set_measure(book)
        texts = Texts(book)
        for number, sheet in enumerate(sheets, start=1):
            tally.start(sheet)
            look = sheet.money, sheet.sign, sheet.face
            if look not in formats:
                formats[look] = Formats(book, *look)
            rows = written[f"xl/worksheets/sheet{number}.xml"] = Rows(aside, texts)
            yield sheet.name, _SheetWriter(book, sheet, formats[look], rows).rows(tally)
        for sheet in sheets:
            for name in sheet.names:
                book.define_name(name.name, f"={sheet.reference}!{name.cells}")
        book.close()
        put_together(path, package, written)


def _set_measure(book: Any) -> None:
    """Set the font that widths of columns are counted in: a digit of it has 7 pixels, and so has every font in its
    place, where programs without Excel's own font would make columns a third wider and print them as much smaller.
    """
    book.formats[0].set_font_name("Arial")
    book.formats[0].set_font_size(10)


class _SheetWriter:
    """Writes one sheet from top to bottom."""

    def __init__(self, book: Any, sheet: Sheet, formats: Formats, rows: Rows) -> None:
        self._book, self._sheet, self._formats, self._rows = book, sheet, formats, rows
        self._out = book.add_worksheet(sheet.name)
        self._row = sheet.first_row
        self._tidy = sheet.tidy
        self._last = (sheet.printed or len(sheet.columns)) - 1
        self._is_framed = not (sheet.tidy or sheet.one_page)
        figures = FIGURES if sheet.guarded else ()
        shown = [
            not sheet.tidy
            and (column.style in TYPED or (place <= self._last and (not sheet.sparse or column.style in figures)))
            for place, column in enumerate(sheet.columns)
        ]
        self._blank = {
            band: [band in TOTALS or (band is not Band.NOTE and each) for each in shown] for band in formats.cells
        }
        """Whether a blank cell of a column is written, for its lines: folded columns need none, unless somebody types
        there, or in a total."""
        for place, column in enumerate(sheet.columns):
            self._out.set_column(place, place, column.width * HALF / DIGIT)  # it adds the sides
        self._out.set_default_row(LINE_HEIGHT)
        self._wrapped = [
            (place, int(column.width))
            for place, column in enumerate(sheet.columns)
            if column.style in (Style.WRAPPED, Style.REMARK)
        ]
        self._above: list[list[Written]] = [[] for _ in range(sheet.first_row)]
        is_paged = not (sheet.tidy or sheet.one_page or sheet.filtered or sheet.charts)
        room = room_for_rows(sheet) - self._heading_height
        above = TITLE_HEIGHT + (FIRST_ROW - 2) * LINE_HEIGHT
        self._pages = PageBreaks(room - above, room) if is_paged else None
        self._shown: list[list[Written]] = []
        """The rows of a sheet with charts, which hold their figures once more."""
        if sheet.tidy:
            self._above[0] = [column.heading for column in sheet.columns]
            self._rows.reach(0, 0, len(sheet.columns) - 1)  # they are the table's own
            self._out.freeze_panes(1, sheet.frozen)
        else:
            self._head()

    @property
    def _heading_height(self) -> float:
        """How high the headings are, in points."""
        columns = self._sheet.columns
        lines = max((heading_lines(column.heading, column.width) for column in columns), default=1)
        return WRAPPED_HEIGHT * max(lines, 2) + 3 * PIXEL

    def _head(self) -> None:
        sheet, rows, formats = self._sheet, self._rows, self._formats
        rows.write(0, [(0, sheet.title, formats.title)], TITLE_HEIGHT)
        self._above[0] = [sheet.title]
        last = self._last
        if last < 0:
            return
        first, *rest = note_lines(sheet) or [""]
        if first:
            rows.write(1, [(0, first, formats.note)], LINE_HEIGHT)
            self._above[1] = [first]
        below = "".join(rest) if last else ""
        cells: list[Cell] = [(0, below, formats.note)] if below else []
        cells += [(last, sheet.unit, formats.unit)] if sheet.unit else []
        rows.write(2, cells, LINE_HEIGHT)
        self._above[2] = [below or None, *[None] * (last - 1), sheet.unit] if last else [sheet.unit]
        if sheet.one_page:
            return
        for at, row in enumerate(sheet.above, start=FIRST_ROW - 1):
            self._row = at
            self._above[at] = self._write(row)
        self._row = sheet.first_row
        headings = [column.heading or None for column in sheet.columns]
        framed = [column.heading or column.style is not Style.PLAIN for column in sheet.columns]
        cells = [(place, text, formats.head) for place, text in enumerate(headings) if framed[place]]
        rows.write(self._row - 1, cells, self._heading_height)
        self._above[self._row - 1] = [*headings]
        self._out.freeze_panes(self._row if len(sheet.above) <= FROZEN_ABOVE else 0, sheet.frozen)

    def rows(self, tally: SheetProgress) -> Iterator[Sequence[Written]]:
        """Write the sheet to its end; its rows from the first on, as they stand in it."""
        yield from self._above
        for row in self._sheet.rows():
            written = self._write(row)
            if self._sheet.charts:
                self._shown.append(written)
            yield written
            tally.row()
        self._finish()

    @memoised
    def _forms(self, band: Band) -> list[Any]:
        """The formats of the columns in rows of a band."""
        return [self._formats.cells[band][column.style] for column in self._sheet.columns]

    def _write(self, row: Row) -> list[Written]:
        """Write the next row."""
        at, formats, band = self._row, self._formats, row.band
        height, outline = None if self._tidy else LINE_HEIGHT, row.outline
        if band is Band.NOTE:
            height, outline = NOTE_HEIGHT, BELOW if outline is FLAT else outline
        elif self._wrapped and (lines := lines_needed(row, self._wrapped)) > 1:
            height = min(WRAPPED_HEIGHT * lines + (lines - 2) * 2 * PIXEL, HIGHEST)
        small, nil, styles = -formats.small, formats.nil, formats.cells[band]
        is_total, blank = band in TOTALS, self._blank[band]
        ends = self._last if band is Band.NOTE and not (self._tidy or self._sheet.sparse) else -1
        own_forms, cells, link = self._forms(band), list[Cell](), styles[Style.LINK]
        written: list[Any] = [*row.cells]
        place = -1
        for place, cell in enumerate(row.cells):
            if cell is None and not blank[place] and place != ends:  # as most cells are
                continue
            form, content = own_forms[place], cell
            if type(content) is Styled:  # exact types: this is asked of every cell
                if content.style in ON_PAPER:
                    written[place] = None
                    continue
                looks = styles if content.band is None else formats.cells[content.band]
                form, content = looks[content.style], content.content
            if type(content) is Outward:
                form = self._lead_out(at, place, content, form)
                content = content.text
            written[place] = content
            if content is None or content == "":
                if blank[place]:
                    cells.append((place, None, form))
                elif place == ends:
                    cells.append((place, None, formats.note_end))
                continue
            value: Scalar = content.value if type(content) is Formula else content  # type: ignore[assignment]
            if type(value) is str:
                if form is link:
                    self._lead(at, place, value)
            elif small < value < 0:  # type: ignore[operator]
                form = nil.get(form, form)
            cells.append((place, content, form))  # type: ignore[arg-type]
        if place < ends:  # a note has no more cells
            cells.append((ends, None, formats.note_end))
        elif self._is_framed and cells and (is_total or (band is not Band.NOTE and not self._sheet.sparse)):
            cells += ((at_end, None, own_forms[at_end]) for at_end in range(place + 1, self._last + 1))
        self._out.outline_row_level = max(self._out.outline_row_level, outline.level)
        self._rows.write(at, cells, height, outline)
        if self._pages is not None and not outline.folded:
            self._pages.row(at, height or LINE_HEIGHT, band, begins=row.begins, follows=row.follows)
        self._row += 1
        return written

    def _lead(self, at: int, place: int, name: str) -> None:
        """Let a cell lead to the sheet of this name; what it says is written with its row."""
        target = name.replace("'", "''")
        self._out.ignore_write_string = True
        self._out.write_url(at, place, f"internal:'{target}'!A1", string=name)

    def _lead_out(self, at: int, place: int, link: Outward, form: Any) -> Any:
        """Let a cell lead to an address; the format it has then."""
        if not link.address:
            return form
        self._out.ignore_write_string = True
        self._out.write_url(at, place, link.address, string=link.text)
        return self._formats.outward

    def _finish(self) -> None:
        """What is known only when all rows are there: print settings, protection, charts."""
        sheet, out = self._sheet, self._out
        self._rows.end()
        last = max(self._row - 1, sheet.first_row)
        out.set_landscape()
        out.set_paper(A3 if sheet.large else A4)
        out.set_margins(**MARGINS)
        out.fit_to_pages(1, 1 if sheet.one_page or sheet.charts else 0)  # a chart is never cut in two
        if self._pages is not None and (breaks := self._pages.found()):
            out.set_h_pagebreaks(breaks)
        if self._pages is not None and self._last and (notes := self._pages.open()):
            self._close(notes)
        if self._out.outline_row_level:
            out.outline_settings(symbols_below=False)
        if not sheet.one_page:
            out.repeat_rows(0 if sheet.tidy else sheet.first_row - 1)
        out.set_header(f"&L{self._edge(sheet.edges.subject)}&R{self._edge('')}&A", {"margin": _EDGE_MARGIN})
        owner, number = self._edge(sheet.edges.owner), self._edge(sheet.edges.number)
        slash = "/" if sheet.face is Face.LATIN else "／"
        out.set_footer(f"&L{owner}&C{self._edge('')}&P{slash}&N&R{number}", {"margin": _EDGE_MARGIN})
        out.hide_gridlines(1)
        if sheet.printed:
            below = (chart.row + ceil((chart.down + chart.height) * PIXEL / LINE_HEIGHT) for chart in sheet.charts)
            out.print_area(0, 0, max(last, *below, 0), sheet.printed - 1)
        if sheet.sparse:
            self._lines(last)
        if sheet.tidy:
            self._table(last)
        elif sheet.guarded or sheet.filtered:
            out.autofilter(sheet.first_row - 1, 0, last, len(sheet.columns) - 1)
        if sheet.guarded:
            out.protect("", dict.fromkeys(ALLOWED, True))
        for chart in sheet.charts:
            insert_chart(self._book, out, sheet, chart, self._shown)

    def _close(self, notes: Sequence[int]) -> None:
        """Draw the frame of a page below the notes that it ends with."""
        spans = (0, 0), (1, self._last - 1), (self._last, self._last)
        for form, (left, right) in zip(self._formats.closing, spans, strict=True):
            if left <= right:
                cells = " ".join(f"{letter(left)}{at + 1}:{letter(right)}{at + 1}" for at in notes)
                rule = {"type": "formula", "criteria": "=TRUE()", "format": form, "multi_range": cells}
                self._out.conditional_format(notes[0], left, notes[0], right, rule)

    def _lines(self, last: int) -> None:
        """Draw the lines of blank cells, of which none is written: of rows but notes, and where notes end."""
        first, right, formats = self._sheet.first_row, self._last, self._formats
        cells = f"COUNTA($B{first + 1}:${letter(right)}{first + 1})"
        lines = {"type": "formula", "criteria": f"={cells}>0", "format": formats.lines}
        self._out.conditional_format(first, 0, last, right, lines)
        ends = {"type": "formula", "criteria": f'=AND({cells}=0,$A{first + 1}<>"")', "format": formats.ends}
        self._out.conditional_format(first, right, last, right, ends)

    def _table(self, last: int) -> None:
        """Make a table of the sheet, named as it is (with _ for what no name has), with the filter of a table.

        XlsxWriter keeps every cell of a table in memory, so that it learns of the first row alone.
        """
        columns = [{"header": each.heading, "header_format": self._formats.tidy_head} for each in self._sheet.columns]
        right = len(columns) - 1
        name = re.sub(r"\W", "_", self._sheet.name)
        self._out.add_table(0, 0, 1, right, {"name": name, "style": "Table Style Light 1", "columns": columns})
        reach = f"A1:{letter(right)}{last + 1}"
        self._out.tables[-1].update(range=reach, autofilter=reach)

    def _edge(self, text: str) -> str:
        """A text of a header or footer, in the sheet's font."""
        name = FONTS[self._sheet.face]["font_name"]
        return f'&{EDGE_SIZE}&"{name},Regular"' + text[:_EDGE_LIMIT].replace("&", "&&")


def lines_needed(row: Row, wrapped: Sequence[tuple[int, int]]) -> int:
    """How many lines the highest cell of a row takes, given the places and widths of those that wrap.

    Not every spreadsheet grows rows by itself when it opens a file.
    """
    most = 1
    cells = row.cells
    for place, width in wrapped:
        text = cells[place] if place < len(cells) else None
        if type(text) is Formula:
            text = text.value
        if isinstance(text, str) and (2 * len(text) > width or "\n" in text):
            most = max(most, text_lines(text, width))
    return most
