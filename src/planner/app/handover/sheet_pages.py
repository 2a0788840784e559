"""A sheet laid out on pages of paper, and painted: as the workbook prints it, from the same description.

A4 or A3 landscape. The columns are scaled to the page, headings stand on every page, rows are never split, no band
stands last on a page and no line apart from its note; what goes on from the page before is named at the top. What is
folded is left out. Charts stand below the rows.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from PySide6.QtCore import QMarginsF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPaintDevice, QPainter

from planner.app.handover.rules import BLACK, Rules
from planner.app.paper import landscape
from planner.files.plain.blocks import Blocks
from planner.files.plain.sheet import (
    ON_PAPER,
    TOTALS,
    Band,
    Content,
    Face,
    Outward,
    Row,
    Sheet,
    Style,
    Styled,
    band_of,
    value_of,
)
from planner.files.plain.sheet_text import NOUGHT, cell_text, is_right, note_lines

FAMILIES = {
    Face.GOTHIC: ["BIZ UDゴシック", "BIZ UDGothic", "ＭＳ ゴシック", "MS Gothic", "IPAGothic", "VL Gothic"],
    Face.MINCHO: ["BIZ UD明朝 Medium", "BIZ UDMincho Medium", "BIZ UDMincho", "ＭＳ 明朝", "MS Mincho", "IPAMincho"],
    Face.LATIN: ["Arial", "Liberation Sans", "BIZ UDGothic"],
}
"""The first of these that the system has; else what it takes in their place."""

LARGEST, SMALLEST, NOTE, TITLE, EDGE = 8.0, 5.0, 7.5 / 8, 14.0, 7.5
"""Text is between the first two, in points, as large as the columns allow; notes so much of it; titles, edges."""
TINIEST = 3.0
"""Of a sheet that is to be on one page it is no smaller than this."""
ONE_LINE, NOTE_LINE, LINES = 13.5 / 8, 11.5 / 8, 10.5 / 8
"""How high a row of one line is, one of a note, and each line of several, in sizes of the text."""
INCH, POINT = 25.4, 72
HEADER, FOOTER = 8.0, 5.0
"""So much room the edges of a page take, in millimetres."""

CHARTS = 0.5
"""Charts stand below the rows where so much of the page is left, else on a page of their own."""

PAD, BESIDE = 0.25, 0.05
"""The room beside the texts of cells, and beside headings of wide letters, in sizes of the text."""
SPANNING = {Style.SPREAD: Style.SPREAD, Style.CLOSING: Style.SPREAD, Style.ACROSS: Style.ACROSS}
"""The kinds of cells over which one text runs, each with that of the first of them."""
RUNNING = (Style.NOTE, Style.STRONG, *SPANNING)
"""Texts that run over the empty cells to their right."""
BOLD = (Style.STRONG, Style.NAME)
UNFRAMED = (Style.NOTE, Style.STRONG, Style.PLAIN)
WRAPPING = (Style.WRAPPED, Style.REMARK, Style.TEXT, Style.PLAIN)
HEADINGS = (Style.HEADING, Style.PAGES, Style.ACROSS)
MIDDLE = (Style.WORD, Style.COUNT, Style.PAGE, Style.PAGES, Style.HEADING)
CENTRED = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
HEAD = QColor("#E6E6E6")
GROUNDS = {Band.TOTAL: QColor("#D9D9D9"), Band.PART: QColor("#EFEFEF")}
_LATIN_WORDS = re.compile("[!-~]+")


class Number(NamedTuple):
    """Which page it is of its sheet, of how many, and of all sheets together; 0 where only one sheet is known."""

    page: int
    pages: int
    of_all: int = 0
    all: int = 0


def paper_of(sheet: Sheet) -> QPageLayout:
    """The paper of a sheet, with its margins; the edges of a page stand within them."""
    return landscape(large=sheet.large, margins=QMarginsF(12, 7, 10, 7))


def families_of(face: Face) -> list[str]:
    """The fonts of a face, the first that there is first."""
    return [*FAMILIES[face], "Noto Serif CJK JP" if face is Face.MINCHO else "Noto Sans CJK JP"]


def _font(face: Face, points: float, bold: bool = False) -> QFont:
    font = QFont()
    font.setFamilies(families_of(face))
    font.setPointSizeF(points)
    font.setBold(bold)
    return font


class Pages:
    """One sheet laid out: how wide its columns are, how high its rows, and which rows each page has.

    `area` is what is painted on of each page, in pixels of the device; `begins`: the page on which each sheet begins,
    as far as it is known. `links` are the names of sheets that were painted, where they stand on the page, `outward`
    addresses likewise.
    """

    def __init__(
        self, device: QPaintDevice, area: QSize, sheet: Sheet, begins: Mapping[str, int] | None = None
    ) -> None:
        self._sheet, self._begins = sheet, begins or {}
        self._device = device
        self.links: list[tuple[str, QRectF]] = []
        self.outward: list[tuple[str, QRectF]] = []
        self._rules = Rules()
        dots = device.logicalDpiY()
        self._header, self._footer = (each / INCH * dots for each in (HEADER, FOOTER))
        self._width, self._height = float(area.width()), float(area.height()) - self._header - self._footer
        self._hair = max(dots / POINT * 0.4, 1.0)
        self._shown = sheet.columns[: sheet.printed or len(sheet.columns)]
        metrics = QFontMetricsF(_font(sheet.face, LARGEST), device)
        characters = sum(column.width for column in self._shown) or 1
        self._is_picture = bool(sheet.charts) and not any(
            value_of(cell) for row in sheet.rows() for cell in row.cells[: len(self._shown)]
        )
        points = min(LARGEST, LARGEST * self._width / (characters * metrics.horizontalAdvance("0") * 1.05))
        self._lay_out(max(points, SMALLEST))
        while sheet.one_page and len(self.pages) > 1 and points > TINIEST:  # as small as it takes, on any device
            points *= 0.97
            self._lay_out(points)

    def _lay_out(self, points: float) -> None:
        """Lay everything out with text of this size."""
        face, device = self._sheet.face, self._device
        self._font, self._bold = _font(face, points), _font(face, points, bold=True)
        self._note = _font(face, points * NOTE)
        self._metrics, self._bold_metrics = QFontMetricsF(self._font, device), QFontMetricsF(self._bold, device)
        self._size = points * device.logicalDpiY() / POINT
        characters = sum(column.width for column in self._shown) or 1
        unit = self._width / characters
        if not self._sheet.one_page:
            unit = min(unit, self._metrics.horizontalAdvance("0") * 1.05)
        self._columns = [column.width * unit for column in self._shown]
        self._across = sum(self._columns)
        self._pad = self._size * PAD
        self._beside = self._pad if face is Face.LATIN else self._size * BESIDE
        self._head = self._size * (LINES * max(self._heading_lines(), 2) + 0.3)
        self._above = [(row, self._row_height(row)) for row in self._sheet.above]
        self.pages = [[]] if self._is_picture else list(self._paged())
        self._charts_alone = False
        if self._sheet.charts and not self._is_picture:
            used = sum(height for _, height in self.pages[-1])
            room = self._room(first=len(self.pages) == 1)
            self._charts_alone = room - used < CHARTS * self._height
            self.pages += [[]] if self._charts_alone else []
        self._heads = list(self._going_on())

    # ---------------------------------------------------------------- which rows each page has

    def _paged(self) -> Iterator[list[tuple[Row, float]]]:
        """The rows of each page with their heights; a page that has none is there only for an empty sheet."""
        room = self._room(first=True)
        page: list[tuple[Row, float]] = []
        for block in self._blocks():
            high = sum(height for _, height in block)
            if page and (room < high <= self._room(first=False) or block[0][0].begins):
                yield page
                page, room = [], self._room(first=False)
            for row, height in block:
                if page and height > room:  # a block that no page holds
                    yield page
                    page, room = [], self._room(first=False)
                page.append((row, height))
                room -= height
        yield page

    def _blocks(self) -> Iterator[list[tuple[Row, float]]]:
        """Rows that stay together, but for those folded."""
        blocks = Blocks[tuple[Row, float]]()
        for row in self._sheet.rows():
            if not row.outline.folded:
                placed = row, self._row_height(row)
                yield from blocks.add(placed, row.band, begins=row.begins, follows=row.follows)
        yield from blocks.rest()

    def _going_on(self) -> Iterator[str]:
        """By page what heads its first row from a page before: the last band, or what names rows without a name."""
        frozen = self._sheet.columns[: self._sheet.frozen]
        place = max((at for at, column in enumerate(frozen) if column.style is Style.WRAPPED), default=None)
        band = named = ""
        for page in self.pages:
            names = [
                (row.band, cell_text(self._sheet, place, row.cells[place]).strip())
                for row, _height in page
                if place is not None and row.band is not Band.NOTE and place < len(row.cells)
            ]
            above = "" if not names or names[0][0] in TOTALS else band if names[0][1] else named
            yield self._sheet.edges.goes_on.format(name=above) if above else ""
            for kind, name in names:
                named = name or named
                band = name if kind in TOTALS else band

    def _room(self, first: bool) -> float:
        above = self._title_height() + self._above_height() if first else 0.0
        return self._height - (0.0 if self._sheet.one_page else self._head) - above

    def _title_height(self) -> float:
        lines = max(len(note_lines(self._sheet)), 1) + (1 if self._sheet.one_page else 0)
        return self._device.logicalDpiY() / POINT * (TITLE + 6) + self._size * NOTE_LINE * lines

    def _above_height(self) -> float:
        """How high the rows above the headings are, with headings of their own."""
        return sum(height for _, height in self._above) + self._head + self._size if self._above else 0.0

    def _row_height(self, row: Row) -> float:
        if row.band is Band.NOTE:
            return self._size * NOTE_LINE
        lines, high_line = 1, self._size * LINES
        if not self._sheet.one_page:
            for place, (content, width) in enumerate(zip(row.cells, self._columns, strict=False)):
                if self._style(place, content) not in WRAPPING:
                    continue
                metrics = self._bold_metrics if band_of(row, content) in TOTALS else self._metrics
                high_line = max(high_line, metrics.lineSpacing())  # a font in the place of another may be higher
                text, indent = self._said(place, content, metrics)
                room = width - 2 * self._pad - indent
                if text and (len(text) * self._size > room or "\n" in text):
                    box = QRectF(0, 0, room, 10**6)
                    flags = self._flags(place, content, text, box.width())
                    lines = max(lines, round(metrics.boundingRect(box, flags, text).height() / metrics.lineSpacing()))
        high = self._size * ONE_LINE if lines == 1 else lines * high_line
        return min(max(self._size * ONE_LINE, high), self._room(first=False))

    def _heading_lines(self) -> int:
        """How many lines the highest heading takes."""
        boxes = (QRectF(0, 0, width - 2 * self._beside, 10**6) for width in self._columns)
        highs = (
            self._metrics.boundingRect(box, CENTRED, column.heading).height()
            for box, column in zip(boxes, self._shown, strict=True)
        )
        return max((round(high / self._metrics.lineSpacing()) for high in highs), default=1)

    def _in_its_letters(self, text: str) -> str:
        """A text without the wide letters that a Latin font lacks: those of another stand higher in its lines."""
        return text.replace("　", "   ").replace("／", "/") if self._sheet.face is Face.LATIN else text

    def _said(self, place: int, content: Content, font: QFontMetricsF) -> tuple[str, float]:
        """What a cell says, and how far its lines are indented: those that wrap as far as the first."""
        text = self._in_its_letters(cell_text(self._sheet, place, content))
        said = text.lstrip("　 ")
        return said, font.horizontalAdvance(text[: len(text) - len(said)])

    def _style(self, place: int, content: Content) -> Style:
        return content.style if isinstance(content, Styled) else self._sheet.columns[place].style

    def _flags(self, place: int, content: Content, text: str, width: float) -> int:
        style = self._style(place, content)
        side = Qt.AlignmentFlag.AlignRight if is_right(self._sheet, place, content) else Qt.AlignmentFlag.AlignLeft
        if style in MIDDLE:
            side = Qt.AlignmentFlag.AlignHCenter
        flags = int(side | Qt.AlignmentFlag.AlignVCenter)
        if not self._sheet.one_page and style in WRAPPING:  # on one page what is too wide is drawn narrower
            words = _LATIN_WORDS.findall(text)
            whole = all(self._metrics.horizontalAdvance(word) <= width for word in words)
            flags |= int(Qt.TextFlag.TextWordWrap if whole else Qt.TextFlag.TextWrapAnywhere)
        return flags

    # ---------------------------------------------------------------- painting

    def paint(self, painter: QPainter, rows: list[tuple[Row, float]], first: bool, number: Number) -> None:
        """Paint one page."""
        self.links, self.outward, self._rules = [], [], Rules()
        self._edges(painter, number)
        painter.save()
        painter.translate(0, self._header)
        y = self._title(painter) if first else 0.0
        if first and self._above:
            y = self._table(painter, self._above, y) + self._size
        is_last = number.page == len(self.pages)
        if rows or not self._sheet.charts:
            y = self._table(painter, rows, y)
        if self._sheet.one_page:
            self._rules.close()
        self._rules.draw(painter, self._hair)
        if is_last and self._sheet.charts:
            self._paint_charts(painter, y)
        painter.restore()

    def _table(self, painter: QPainter, rows: list[tuple[Row, float]], y: float) -> float:
        """Paint rows below their headings; where they end."""
        top = y
        y = self._headings(painter, y)
        for row, height in rows:
            self._row(painter, row, y, height)
            y += height
        if not self._sheet.one_page:
            self._rules.across(0, self._across, y)
            self._rules.across(0, self._across, top)
        return y

    def _paint_charts(self, painter: QPainter, y: float) -> None:
        """Paint the charts below what stands on the page."""
        from planner.app.handover.sheet_charts import paint_charts  # noqa: PLC0415 - most sheets have none

        area = QRectF(0, y + self._size, self._width, self._height - y - self._size)
        paint_charts(painter, self._sheet, area, self._device.logicalDpiX(), families_of(self._sheet.face))

    def _edges(self, painter: QPainter, number: Number) -> None:
        """What stands at the top and the bottom of the page."""
        edges, sheet = self._sheet.edges, self._sheet
        painter.setFont(_font(sheet.face, EDGE))
        painter.setPen(BLACK)
        top = QRectF(0, 0, self._width, self._header)
        foot = QRectF(0, self._header + self._height, self._width, self._footer)
        left, middle, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
        page = self._in_its_letters(f"{sheet.name}　{number.page}／{number.pages}")
        of_all = self._in_its_letters(f"{number.of_all}／{number.all}") if number.all else ""
        going_on = QRectF(self._width / 4, 0, self._width / 2, self._header)
        above = self._in_its_letters(self._heads[number.page - 1])
        self._text(painter, going_on, int(middle | Qt.AlignmentFlag.AlignTop), above)
        for box, side, end, text in (
            (top, left, Qt.AlignmentFlag.AlignTop, edges.subject),
            (top, right, Qt.AlignmentFlag.AlignTop, page),
            (foot, left, Qt.AlignmentFlag.AlignBottom, edges.owner),
            (foot, middle, Qt.AlignmentFlag.AlignBottom, of_all),
            (foot, right, Qt.AlignmentFlag.AlignBottom, edges.number),
        ):
            painter.drawText(box, int(side | end), text)

    def _title(self, painter: QPainter) -> float:
        painter.setPen(BLACK)
        painter.setFont(_font(self._sheet.face, TITLE, bold=True))
        high = self._device.logicalDpiY() / POINT * (TITLE + 6)
        side = Qt.AlignmentFlag.AlignVCenter
        title = QRectF(0, 0, self._width, high)
        painter.drawText(title, int(Qt.AlignmentFlag.AlignLeft | side), self._in_its_letters(self._sheet.title))
        painter.setFont(self._note)
        below = QRectF(0, high, self._across, self._size * NOTE_LINE)
        for line in note_lines(self._sheet) or [""]:
            self._text(painter, below, int(Qt.AlignmentFlag.AlignLeft | side), self._in_its_letters(line))
            last, below = below, below.translated(0, below.height())
        painter.drawText(last, int(Qt.AlignmentFlag.AlignRight | side), self._sheet.unit)
        return self._title_height()

    def _headings(self, painter: QPainter, y: float) -> float:
        if self._sheet.one_page:  # its headings stand within its rows
            return y
        painter.setFont(self._font)
        x = 0.0
        for column, width in zip(self._shown, self._columns, strict=True):
            box = QRectF(x, y, width, self._head)
            painter.fillRect(box, HEAD)
            self._rules.around(box)
            painter.setPen(BLACK)
            painter.drawText(box.adjusted(self._beside, 0, -self._beside, 0), CENTRED, column.heading)
            x += width
        return y + self._head

    def _row(self, painter: QPainter, row: Row, y: float, height: float) -> None:
        x, boxes = 0.0, list[tuple[Content, Style, QRectF]]()
        for place, width in enumerate(self._columns):
            content = row.cells[place] if place < len(row.cells) else None
            boxes.append((content, self._style(place, content), QRectF(x, y, width, height)))
            self._frame(painter, band_of(row, content), *boxes[-1][1:])
            x += width
        self._close_runs(boxes)
        for place, (content, style, box) in enumerate(boxes[: len(row.cells)]):  # above all grounds: some run on
            bold, small = band_of(row, content) in TOTALS or style in BOLD, style in (Style.NOTE, Style.SPREAD)
            font = self._bold if bold else self._note if small else self._font
            text, indent = self._said(place, content, self._bold_metrics if bold else self._metrics)
            if style in ON_PAPER:
                text = self._on_paper(row, content)
            if style is Style.LINK:
                self.links.append((str(value_of(content)), box.translated(0, self._header)))
            if text:
                if style in RUNNING:
                    box.setWidth(self._spread(row, place, style) if style in SPANNING else self._across - box.left())
                painter.setFont(font)
                painter.setPen(BLACK)
                inside = box.adjusted(self._pad + indent, 0, -self._pad, 0)
                self._text(painter, inside, self._flags(place, content, text, inside.width()), text)
                self._note_address(painter, content, inside.translated(0, self._header), text)

    def _note_address(self, painter: QPainter, content: Content, inside: QRectF, text: str) -> None:
        """Note the address that a text leads to, where it stands."""
        link = content.content if isinstance(content, Styled) else content
        if isinstance(link, Outward) and link.address:
            wide = QFontMetricsF(painter.font(), self._device).horizontalAdvance(text)
            inside.setWidth(min(wide, inside.width()))
            self.outward.append((link.address, inside))

    def _frame(self, painter: QPainter, band: Band, style: Style, box: QRectF) -> None:
        """The ground of a cell, and its lines: black between columns, grey between rows."""
        ground = HEAD if style in HEADINGS else GROUNDS.get(band)
        if ground is not None:
            painter.fillRect(box, ground)
        if band is Band.NOTE:
            if box.left() == 0:
                self._rules.down(0, box.top(), box.bottom())
                self._rules.down(self._across, box.top(), box.bottom())
        elif not (self._sheet.one_page and style in UNFRAMED):
            self._rules.ends(box)
            if style not in SPANNING:
                self._rules.sides(box)

    def _close_runs(self, boxes: list[tuple[Content, Style, QRectF]]) -> None:
        """Lines at both ends of cells over which one text runs: there are none between them."""
        for style, run in itertools.groupby(boxes, key=lambda each: SPANNING.get(each[1])):
            if style is not None:
                _content, _style, first = next(run)
                *_others, last = first, *(box for _content, _style, box in run)
                self._rules.sides(first.united(last))

    def _spread(self, row: Row, place: int, style: Style) -> float:
        """How wide the cells are, together, over which a text runs that stands in the first of them."""
        width = 0.0
        for at in range(place, min(len(row.cells), len(self._columns))):
            if at > place and (SPANNING.get(self._style(at, row.cells[at])) is not style or value_of(row.cells[at])):
                break
            width += self._columns[at]
        return width

    def _on_paper(self, row: Row, content: Content) -> str:
        """The page on which the sheet begins that a row names, or the heading above such pages."""
        if isinstance(content, Styled) and content.content:
            return str(content.content)
        named = [value_of(each) for each in row.cells if isinstance(each, Styled) and each.style is Style.LINK]
        page = self._begins.get(str(named[0])) if named else None
        return str(page) if page is not None else NOUGHT if self._begins else ""

    def _text(self, painter: QPainter, box: QRectF, flags: int, text: str) -> None:
        """Draw a text, narrower where it is a number that would not fit: a figure is never cut."""
        wide = QFontMetricsF(painter.font(), self._device).horizontalAdvance(text)
        if flags & int(Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap) or wide <= box.width():
            painter.drawText(box, flags, text)
            return
        painter.save()
        painter.translate(box.topLeft())
        painter.scale(box.width() / (wide * 1.05), 1.0)
        painter.drawText(QRectF(0, 0, wide * 1.05, box.height()), flags, text)
        painter.restore()
