"""A sheet laid out on pages of paper, as the workbook prints it, from the same description.

A4 or A3 landscape. The columns are scaled to the page, headings stand on every page, rows are never split, no band
stands last on a page and no line apart from its note; what goes on from the page before is named at the top. What is
folded is left out. Charts stand below the rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QMarginsF, QSize
from PySide6.QtGui import QFontMetricsF, QPageLayout, QPaintDevice

from planner.app.handover.printing.setting import Setting, font_of, printed
from planner.app.paper import landscape
from planner.files.plain.blocks import Blocks
from planner.files.plain.sheet import TOTALS, Band, Row, Sheet, Style, value_of
from planner.files.plain.sheet_text import cell_text

LARGEST, SMALLEST = 8.0, 5.0
"""Text is between these, in points, as large as the columns allow."""
TINIEST = 3.0
"""Of a sheet that is to be on one page it is no smaller than this."""
INCH = 25.4
"""So many millimetres are an inch."""
HEADER, FOOTER = 8.0, 5.0
"""So much room the edges of a page take, in millimetres."""
CHARTS = 0.5
"""Charts stand below the rows where so much of the page is left, else on a page of their own."""

Placed = tuple[Row, float]
"""A row and how high it is, in pixels of the device."""


def paper_of(sheet: Sheet) -> QPageLayout:
    """The paper of a sheet, with its margins; the edges of a page stand within them."""
    return landscape(large=sheet.large, margins=QMarginsF(12, 7, 10, 7))


class Pages:
    """One sheet laid out for a device, on pages of which `area` is painted on, in pixels of the device.

    `pages` are the rows of each with their heights, `above` those above the headings of the first, `heads` what names
    the first row of each page where that stands on a page before. `header`, `footer`, `width` and `height` tell how
    large the edges of a page are, and what is between them.
    """

    def __init__(self, device: QPaintDevice, area: QSize, sheet: Sheet) -> None:
        self.sheet, dots = sheet, device.logicalDpiY()
        self.header, self.footer = (each / INCH * dots for each in (HEADER, FOOTER))
        self.width, self.height = float(area.width()), float(area.height()) - self.header - self.footer
        self.is_picture = bool(sheet.charts) and not any(
            value_of(cell) for row in sheet.rows() for cell in row.cells[: len(printed(sheet))]
        )
        metrics = QFontMetricsF(font_of(sheet.face, LARGEST), device)
        characters = sum(column.width for column in printed(sheet)) or 1
        points = min(LARGEST, LARGEST * self.width / (characters * metrics.horizontalAdvance("0") * 1.05))
        self._lay_out(device, max(points, SMALLEST))
        while sheet.one_page and len(self.pages) > 1 and points > TINIEST:  # as small as it takes, on any device
            points *= 0.97
            self._lay_out(device, points)
        self.heads = list(self._going_on())

    def _lay_out(self, device: QPaintDevice, points: float) -> None:
        """Lay everything out with text of this size."""
        self.setting = Setting(device, self.sheet, self.width, points)
        self.above = [(row, self.setting.row_height(row)) for row in self.sheet.above]
        self.pages: list[list[Placed]] = [[]] if self.is_picture else list(self._paged())
        if self.sheet.charts and not self.is_picture:
            used = sum(height for _, height in self.pages[-1])
            room = self._room(first=len(self.pages) == 1)
            self.pages += [[]] if room - used < CHARTS * self.height else []

    def _paged(self) -> Iterator[list[Placed]]:
        """The rows of each page with their heights; a page that has none is there only for an empty sheet."""
        room = self._room(first=True)
        page: list[Placed] = []
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

    def _blocks(self) -> Iterator[list[Placed]]:
        """Rows that stay together, but for those folded; none is higher than a page."""
        blocks, most = Blocks[Placed](), self._room(first=False)
        for row in self.sheet.rows():
            if not row.outline.folded:
                placed = row, min(self.setting.row_height(row), most)
                yield from blocks.add(placed, row.band, begins=row.begins, follows=row.follows)
        yield from blocks.rest()

    def _room(self, first: bool) -> float:
        """How high the rows of a page can be together."""
        head = 0.0 if self.sheet.one_page else self.setting.head
        return self.height - head - (self.setting.title_height() + self._above_height() if first else 0.0)

    def _above_height(self) -> float:
        """How high the rows above the headings are, with headings of their own."""
        setting = self.setting
        return sum(height for _, height in self.above) + setting.head + setting.size if self.above else 0.0

    def _going_on(self) -> Iterator[str]:
        """By page what heads its first row from a page before, if anything does.

        That is the last row less indented, else of rows that are no bands the last band; of one without a name the last
        row that has one.
        """
        frozen = self.sheet.columns[: self.sheet.frozen]
        place = max((at for at, column in enumerate(frozen) if column.style is Style.WRAPPED), default=None)
        over, band, named = dict[int, str](), "", ""
        for page in self.pages:
            names = [
                (row.band in TOTALS, cell_text(self.sheet, place, row.cells[place]))
                for row, _height in page
                if place is not None and row.band is not Band.NOTE and place < len(row.cells)
            ]
            above = ""
            if names:
                is_band, first = names[0]
                less = [name for depth, name in over.items() if depth < _depth(first)]
                above = named if not first.strip() else less[-1] if less else "" if is_band else band
            yield self.sheet.edges.goes_on.format(name=above) if above else ""
            for is_band, name in names:
                if name.strip():
                    named = name.strip()
                    over = {depth: each for depth, each in over.items() if depth < _depth(name)} | {_depth(name): named}
                    band = named if is_band else band


def _depth(name: str) -> int:
    """How far a name is indented, in wide letters."""
    return len(name) - len(name.lstrip("　"))
