"""Sheets on paper and in PDF, painted from the same descriptions that the workbook is written from.

A4 landscape. The columns are scaled to the page, headings stand on every page, rows are never split, and each page
says which sheet it is and its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPagedPaintDevice, QPaintDevice, QPainter

from planner.app.paper import application, write_pages
from planner.files.plain.sheet import Band, Content, Row, Sheet, Style, Styled
from planner.files.plain.sheet_text import cell_text, is_right

FAMILIES = ["ＭＳ ゴシック", "MS Gothic", "IPAGothic", "VL Gothic", "Noto Sans CJK JP"]
LARGEST, SMALLEST = 9.0, 5.0
"""The text is between these sizes in points: as large as the columns allow."""
TINIEST = 3.0
"""Of a sheet that is to be on one page it is no smaller than this."""

PAD, LINE = 0.35, QColor("#A6A6A6")
RUNNING = (Style.NOTE, Style.STRONG)
"""Texts that run over the empty cells to their right."""
UNFRAMED = (*RUNNING, Style.PLAIN)
HEAD, TOTAL, FALL = QColor("#E7E9EC"), QColor("#F1F2F4"), QColor("#B00020")


def write_pdf(path: Path, sheets: Sequence[Sheet], title: str) -> int:
    """Write sheets as a PDF file; how many pages it has.

    Raises `UserError` when the file cannot be written.
    """
    forms = [sheet for sheet in sheets if is_form(sheet)]
    return write_pages(path, title, lambda device: print_sheets(device, forms))


def is_form(sheet: Sheet) -> bool:
    """Whether a sheet is for paper: tables for machines and charts are not."""
    return sheet.on_paper and not sheet.tidy


def write_pdf_alone(path: Path, sheets: Sequence[Sheet], title: str) -> int:
    """`write_pdf` for a program without a window, and without a screen."""
    _held = application()  # for as long as it is painted
    return write_pdf(path, sheets, title)


def print_sheets(device: QPagedPaintDevice, sheets: Sequence[Sheet]) -> int:
    """Paint sheets on a printer or PDF, each beginning a page; how many pages there are, 0 where it could not begin."""
    area = device.pageLayout().paintRectPixels(device.logicalDpiX())
    total = sum(len(Pages(device, area.size(), sheet).pages) for sheet in sheets)
    painter = QPainter()
    if not painter.begin(device):
        return 0
    number = 0
    for sheet in sheets:
        pages = Pages(device, area.size(), sheet)
        for page, rows in enumerate(pages.pages):
            if number:
                device.newPage()
            number += 1
            pages.paint(painter, rows, page == 0, f"{number} / {total}")
    painter.end()
    return number


def _font(points: float, bold: bool = False) -> QFont:
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPointSizeF(points)
    font.setBold(bold)
    return font


class Pages:
    """One sheet laid out on pages: how wide its columns are, how high its rows, and which rows each page has.

    `area` is what is painted on of each page, in pixels of the device.
    """

    def __init__(self, device: QPaintDevice, area: QSize, sheet: Sheet) -> None:
        self._sheet = sheet
        metrics = QFontMetricsF(_font(LARGEST), device)
        self._width, self._height = float(area.width()), float(area.height())
        self._shown = sheet.columns[: sheet.printed or len(sheet.columns)]
        characters = sum(column.width for column in self._shown) or 1
        points = min(LARGEST, LARGEST * self._width / (characters * metrics.horizontalAdvance("0") * 1.05))
        self._lay_out(device, max(points, SMALLEST))
        while sheet.one_page and len(self.pages) > 1 and points > TINIEST:  # as small as it takes, on any device
            points *= 0.97
            self._lay_out(device, points)

    def _lay_out(self, device: QPaintDevice, points: float) -> None:
        """Lay everything out with text of this size."""
        self._font, self._bold = _font(points), _font(points, bold=True)
        self._metrics = QFontMetricsF(self._font, device)
        characters = sum(column.width for column in self._shown) or 1
        unit = min(self._width / characters, self._metrics.horizontalAdvance("0") * 1.05)
        self._columns = [column.width * unit for column in self._shown]
        self._line, self._pad = self._metrics.height(), self._metrics.height() * PAD
        headings = max(1 + column.heading.count("\n") for column in self._shown)
        self._head = self._line * max(headings, 2) + self._pad
        self.pages = list(self._paged())

    def _paged(self) -> Iterator[list[tuple[Row, float]]]:
        """The rows of each page with their heights; a page that has none is there only for an empty sheet."""
        room = self._room(first=True)
        page: list[tuple[Row, float]] = []
        for row in self._sheet.rows():
            height = self._row_height(row)
            if page and height > room:
                yield page
                page, room = [], self._room(first=False)
            page.append((row, height))
            room -= height
        yield page

    def _room(self, first: bool) -> float:
        return self._height - self._head - self._line * 2 - (self._title_height() if first else 0.0)

    def _title_height(self) -> float:
        return self._line * 4.5

    def _row_height(self, row: Row) -> float:
        most = self._line
        if self._sheet.one_page:
            return most + self._pad
        for place, (content, width) in enumerate(zip(row.cells, self._columns, strict=False)):
            if self._style(place, content) in RUNNING:
                continue
            text = cell_text(self._sheet, place, content)
            if text and (len(text) * self._metrics.averageCharWidth() > width / 2 or "\n" in text):
                box = QRectF(0, 0, width - 2 * self._pad, 10**6)
                most = max(most, self._metrics.boundingRect(box, self._flags(place, False), text).height())
        return min(most + self._pad, self._room(first=False))

    def _style(self, place: int, content: Content) -> Style:
        return content.style if isinstance(content, Styled) else self._sheet.columns[place].style

    def _flags(self, place: int, right: bool) -> int:
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignTop)
        wraps = not self._sheet.one_page  # else what is too wide is drawn narrower
        if wraps and self._sheet.columns[place].style in (Style.WRAPPED, Style.REMARK, Style.TEXT, Style.PLAIN):
            flags |= int(Qt.TextFlag.TextWrapAnywhere)
        return flags

    def paint(self, painter: QPainter, rows: list[tuple[Row, float]], first: bool, number: str) -> None:
        """Paint one page."""
        y = 0.0
        if first:
            y = self._title(painter)
        y = self._headings(painter, y)
        for row, height in rows:
            self._row(painter, row, y, height)
            y += height
        painter.setFont(_font(8))
        painter.setPen(Qt.GlobalColor.black)
        foot = QRectF(0, self._height - self._line, self._width, self._line)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), self._sheet.name)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom), number)

    def _title(self, painter: QPainter) -> float:
        painter.setPen(Qt.GlobalColor.black)
        painter.setFont(_font(13, bold=True))
        side, top = self._line, Qt.AlignmentFlag.AlignVCenter
        across = sum(self._columns)
        painter.drawText(
            QRectF(0, 0, self._width, side * 2.2), int(Qt.AlignmentFlag.AlignLeft | top), self._sheet.title
        )
        painter.setFont(self._font)
        below = QRectF(0, side * 2.8, across, side * 1.4)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft | top), self._sheet.note)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignRight | top), self._sheet.unit)
        return self._title_height()

    def _headings(self, painter: QPainter, y: float) -> float:
        if self._sheet.one_page:  # its headings stand within its rows
            return y
        painter.setFont(self._bold)
        x = 0.0
        centred = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWrapAnywhere)
        for column, width in zip(self._shown, self._columns, strict=True):
            box = QRectF(x, y, width, self._head)
            painter.fillRect(box, HEAD)
            painter.setPen(LINE)
            painter.drawRect(box)
            painter.setPen(Qt.GlobalColor.black)
            painter.drawText(box, centred, column.heading)
            x += width
        return y + self._head

    def _row(self, painter: QPainter, row: Row, y: float, height: float) -> None:
        painter.setFont(self._bold if row.band is Band.TOTAL else self._font)
        x = 0.0
        across = sum(self._columns)
        for place, width in enumerate(self._columns):
            box = QRectF(x, y, width, height)
            content = row.cells[place] if place < len(row.cells) else None
            style = self._style(place, content)
            if row.band is Band.TOTAL or style is Style.HEADING:
                painter.fillRect(box, HEAD if style is Style.HEADING else TOTAL)
            if row.band is not Band.NOTE and not (self._sheet.one_page and style in UNFRAMED):
                painter.setPen(LINE)
                painter.drawRect(box)
            if style in RUNNING:
                box.setWidth(across - x)
            x += width
            if place >= len(row.cells):
                continue
            text = cell_text(self._sheet, place, content)
            if text:
                right = is_right(self._sheet, place, content)
                painter.setPen(FALL if right and text.startswith(self._sheet.sign) else Qt.GlobalColor.black)
                inside = box.adjusted(self._pad, self._pad / 2, -self._pad, 0)
                self._text(painter, inside, self._flags(place, right), text)

    def _text(self, painter: QPainter, box: QRectF, flags: int, text: str) -> None:
        """Draw a text, narrower where it is a number that would not fit: a figure is never cut."""
        wide = self._metrics.horizontalAdvance(text)
        if flags & int(Qt.TextFlag.TextWrapAnywhere) or wide <= box.width():
            painter.drawText(box, flags, text)
            return
        painter.save()
        painter.translate(box.topLeft())
        painter.scale(box.width() / (wide * 1.05), 1.0)
        painter.drawText(QRectF(0, 0, wide * 1.05, box.height()), flags, text)
        painter.restore()
