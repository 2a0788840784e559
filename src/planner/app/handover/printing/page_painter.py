"""A page of a sheet painted: its edges, its title, its headings and rows, its charts; and where it leads to."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from planner.app.handover.printing.rules import BLACK, Rules
from planner.app.handover.printing.setting import CENTRED, NOTE_LINE, POINT, TITLE, families_of, font_of
from planner.app.handover.printing.sheet_pages import Pages, Placed
from planner.files.plain.sheet import (
    ON_PAPER,
    TOTALS,
    Band,
    Content,
    Outward,
    Row,
    Style,
    Styled,
    band_of,
    value_of,
)
from planner.files.plain.sheet_text import NOUGHT, note_lines

EDGE = 7.5
"""How large the texts at the edges of a page are, in points."""
HAIR = 0.4
"""How wide a line is, in points; it is never less than a pixel."""
SPANNING = {Style.SPREAD: Style.SPREAD, Style.CLOSING: Style.SPREAD, Style.ACROSS: Style.ACROSS}
"""The kinds of cells over which one text runs, each with that of the first of them."""
RUNNING = (Style.NOTE, Style.STRONG, Style.SPREAD)
"""Texts that run over the empty cells to their right."""
BOLD = (Style.STRONG, Style.NAME)
UNFRAMED = (Style.NOTE, Style.STRONG, Style.PLAIN)
HEADINGS = (Style.HEADING, Style.PAGES, Style.ACROSS)
HEAD = QColor("#E6E6E6")
GROUNDS = {Band.TOTAL: QColor("#D9D9D9"), Band.PART: QColor("#EFEFEF")}


class Number(NamedTuple):
    """Which page it is of its sheet, of how many, and of all sheets together; 0 where only one sheet is known."""

    page: int
    pages: int
    of_all: int = 0
    all: int = 0


class PagePainter:
    """Paints one page.

    `begins` is the page on which each sheet begins, as far as it is known. `links` are the names of sheets that were
    painted, where they stand on the page, `outward` addresses likewise.
    """

    def __init__(
        self, painter: QPainter, pages: Pages, number: Number, begins: Mapping[str, int] | None = None
    ) -> None:
        self._painter, self._pages, self._number, self._begins = painter, pages, number, begins or {}
        self._sheet, self._setting = pages.sheet, pages.setting
        self._rules = Rules()
        self.links: list[tuple[str, QRectF]] = []
        self.outward: list[tuple[str, QRectF]] = []

    def paint(self) -> None:
        """Paint the page."""
        painter, pages, sheet, setting = self._painter, self._pages, self._sheet, self._setting
        rows, is_first = pages.pages[self._number.page - 1], self._number.page == 1
        self._edges()
        painter.save()
        painter.translate(0, pages.header)
        y = self._title() if is_first else 0.0
        if is_first and pages.above:
            y = self._table(pages.above, y) + setting.size
        if rows or not sheet.charts:
            y = self._table(rows, y)
        if sheet.one_page:
            self._rules.close()
        self._rules.draw(painter, max(setting.dots / POINT * HAIR, 1.0))
        if sheet.charts and self._number.page == len(pages.pages):
            self._paint_charts(y)
        painter.restore()

    def _table(self, rows: Sequence[Placed], y: float) -> float:
        """Paint rows below their headings; where they end."""
        top, across = y, self._setting.across
        y = self._headings(y)
        for row, height in rows:
            self._row(row, y, height)
            y += height
        if not self._sheet.one_page:
            self._rules.across(0, across, y)
            self._rules.across(0, across, top)
        return y

    def _paint_charts(self, y: float) -> None:
        """Paint the charts below what stands on the page."""
        from planner.app.handover.printing.sheet_charts import paint_charts  # noqa: PLC0415 - most sheets have none

        pages, setting = self._pages, self._setting
        area = QRectF(0, y + setting.size, pages.width, pages.height - y - setting.size)
        paint_charts(self._painter, self._sheet, area, setting.device.logicalDpiX(), families_of(self._sheet.face))

    def _edges(self) -> None:
        """What stands at the top and the bottom of the page."""
        pages, setting, painter = self._pages, self._setting, self._painter
        edges, sheet, number = self._sheet.edges, self._sheet, self._number
        painter.setFont(font_of(sheet.face, EDGE))
        painter.setPen(BLACK)
        top = QRectF(0, 0, pages.width, pages.header)
        foot = QRectF(0, pages.header + pages.height, pages.width, pages.footer)
        left, middle, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
        page = setting.in_its_letters(f"{sheet.name}　{number.page}／{number.pages}")
        of_all = setting.in_its_letters(f"{number.of_all}／{number.all}") if number.all else ""
        going_on = QRectF(pages.width / 4, 0, pages.width / 2, pages.header)
        above = setting.in_its_letters(pages.heads[number.page - 1])
        self._text(going_on, int(middle | Qt.AlignmentFlag.AlignTop), above)
        for box, side, end, text in (
            (top, left, Qt.AlignmentFlag.AlignTop, edges.subject),
            (top, right, Qt.AlignmentFlag.AlignTop, page),
            (foot, left, Qt.AlignmentFlag.AlignBottom, edges.owner),
            (foot, middle, Qt.AlignmentFlag.AlignBottom, of_all),
            (foot, right, Qt.AlignmentFlag.AlignBottom, edges.number),
        ):
            painter.drawText(box, int(side | end), text)

    def _title(self) -> float:
        pages, setting, painter = self._pages, self._setting, self._painter
        painter.setPen(BLACK)
        painter.setFont(font_of(self._sheet.face, TITLE, bold=True))
        high = setting.dots / POINT * (TITLE + 6)
        side = Qt.AlignmentFlag.AlignVCenter
        title = QRectF(0, 0, pages.width, high)
        painter.drawText(title, int(Qt.AlignmentFlag.AlignLeft | side), setting.in_its_letters(self._sheet.title))
        painter.setFont(setting.note)
        below = QRectF(0, high, setting.across, setting.size * NOTE_LINE)
        for line in note_lines(self._sheet) or [""]:
            self._text(below, int(Qt.AlignmentFlag.AlignLeft | side), setting.in_its_letters(line))
            last, below = below, below.translated(0, below.height())
        painter.drawText(last, int(Qt.AlignmentFlag.AlignRight | side), self._sheet.unit)
        return setting.title_height()

    def _headings(self, y: float) -> float:
        setting, painter = self._setting, self._painter
        if self._sheet.one_page:  # its headings stand within its rows
            return y
        painter.setFont(setting.font)
        x = 0.0
        for column, width in zip(setting.shown, setting.columns, strict=True):
            box = QRectF(x, y, width, setting.head)
            painter.fillRect(box, HEAD)
            self._rules.around(box)
            painter.setPen(BLACK)
            painter.drawText(box.adjusted(setting.beside, 0, -setting.beside, 0), CENTRED, column.heading)
            x += width
        return y + setting.head

    def _row(self, row: Row, y: float, height: float) -> None:
        pages, setting = self._pages, self._setting
        x, boxes = 0.0, list[tuple[Content, Style, QRectF]]()
        for place, width in enumerate(setting.columns):
            content = row.cells[place] if place < len(row.cells) else None
            boxes.append((content, setting.style(place, content), QRectF(x, y, width, height)))
            self._frame(band_of(row, content), *boxes[-1][1:])
            x += width
        self._close_runs(boxes)
        for place, (content, style, box) in enumerate(boxes[: len(row.cells)]):  # above all grounds: some run on
            bold, small = band_of(row, content) in TOTALS or style in BOLD, style in (Style.NOTE, Style.SPREAD)
            font = setting.bold if bold else setting.note if small else setting.font
            text, indent = setting.said(place, content, setting.bold_metrics if bold else setting.metrics)
            if style in ON_PAPER:
                text = self._on_paper(row, content)
            if style is Style.LINK:
                self.links.append((str(value_of(content)), box.translated(0, pages.header)))
            if text:
                if style in RUNNING:
                    box.setWidth(self._spread(row, place, style) if style in SPANNING else setting.across - box.left())
                self._painter.setFont(font)
                self._painter.setPen(BLACK)
                inside = box.adjusted(setting.pad + indent, 0, -setting.pad, 0)
                self._text(inside, setting.flags(place, content, text, inside.width()), text)
                self._note_address(content, inside.translated(0, pages.header), text)

    def _note_address(self, content: Content, inside: QRectF, text: str) -> None:
        """Note the address that a text leads to, where it stands."""
        setting = self._setting
        link = content.content if isinstance(content, Styled) else content
        if isinstance(link, Outward) and link.address:
            wide = QFontMetricsF(self._painter.font(), setting.device).horizontalAdvance(text)
            inside.setWidth(min(wide, inside.width()))
            self.outward.append((link.address, inside))

    def _frame(self, band: Band, style: Style, box: QRectF) -> None:
        """The ground of a cell, and its lines: black between columns, grey between rows."""
        setting = self._setting
        ground = HEAD if style in HEADINGS else GROUNDS.get(band)
        if ground is not None:
            self._painter.fillRect(box, ground)
        if band is Band.NOTE:
            if box.left() == 0:
                self._rules.down(0, box.top(), box.bottom())
                self._rules.down(setting.across, box.top(), box.bottom())
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
        setting = self._setting
        width = 0.0
        for at in range(place, min(len(row.cells), len(setting.columns))):
            if at > place and (SPANNING.get(setting.style(at, row.cells[at])) is not style or value_of(row.cells[at])):
                break
            width += setting.columns[at]
        return width

    def _on_paper(self, row: Row, content: Content) -> str:
        """The page on which the sheet begins that a row names, or the heading above such pages."""
        if isinstance(content, Styled) and content.content:
            return str(content.content)
        named = [value_of(each) for each in row.cells if isinstance(each, Styled) and each.style is Style.LINK]
        page = self._begins.get(str(named[0])) if named else None
        return str(page) if page is not None else NOUGHT if self._begins else ""

    def _text(self, box: QRectF, flags: int, text: str) -> None:
        """Draw a text, narrower where it is a number that would not fit: a figure is never cut."""
        setting, painter = self._setting, self._painter
        wide = QFontMetricsF(painter.font(), setting.device).horizontalAdvance(text)
        if flags & int(Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap) or wide <= box.width():
            painter.drawText(box, flags, text)
            return
        painter.save()
        painter.translate(box.topLeft())
        painter.scale(box.width() / (wide * 1.05), 1.0)
        painter.drawText(QRectF(0, 0, wide * 1.05, box.height()), flags, text)
        painter.restore()
