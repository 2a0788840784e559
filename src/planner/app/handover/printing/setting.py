"""A sheet set in type of one size: how wide its columns are, how high its rows, what its cells say and how."""

from __future__ import annotations

import re

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPaintDevice

from planner.files.plain.sheet import TOTALS, Band, Column, Content, Face, Row, Sheet, Style, Styled, band_of
from planner.files.plain.sheet_text import cell_text, is_right, note_lines

FAMILIES = {
    Face.GOTHIC: ["BIZ UDゴシック", "BIZ UDGothic", "ＭＳ ゴシック", "MS Gothic", "IPAGothic", "VL Gothic"],
    Face.MINCHO: ["BIZ UD明朝 Medium", "BIZ UDMincho Medium", "BIZ UDMincho", "ＭＳ 明朝", "MS Mincho", "IPAMincho"],
    Face.LATIN: ["Arial", "Liberation Sans", "BIZ UDGothic"],
}
"""The first of these that the system has; else what it takes in their place."""

TITLE, NOTE = 14.0, 7.5 / 8
"""The size of titles in points, and that of notes in sizes of the text."""
ONE_LINE, NOTE_LINE, LINES = 13.5 / 8, 11.5 / 8, 10.5 / 8
"""How high a row of one line is, one of a note, and each line of several, in sizes of the text."""
POINT = 72
"""So many points are an inch."""

PAD, BESIDE = 0.25, 0.05
"""The room beside the texts of cells, and beside headings of wide letters, in sizes of the text."""
WRAPPING = (Style.WRAPPED, Style.REMARK, Style.TEXT, Style.PLAIN)
MIDDLE = (Style.WORD, Style.COUNT, Style.PAGE, Style.PAGES, Style.HEADING, Style.ACROSS)
CENTRED = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
_LATIN_WORDS = re.compile("[!-~]+")


def families_of(face: Face) -> list[str]:
    """The fonts of a face, the first that there is first."""
    return [*FAMILIES[face], "Noto Serif CJK JP" if face is Face.MINCHO else "Noto Sans CJK JP"]


def font_of(face: Face, points: float, bold: bool = False) -> QFont:
    """The font of a face in a size, in points."""
    font = QFont()
    font.setFamilies(families_of(face))
    font.setPointSizeF(points)
    font.setBold(bold)
    return font


def printed(sheet: Sheet) -> tuple[Column, ...]:
    """The columns of a sheet that are printed."""
    return sheet.columns[: sheet.printed or len(sheet.columns)]


class Setting:
    """A sheet in type of so many points, on a device with room for so many of its pixels from left to right.

    `columns` are their widths, `across` that of all together, `head` how high the headings are and `size` how large the
    text is, in pixels of the device.
    """

    def __init__(self, device: QPaintDevice, sheet: Sheet, width: float, points: float) -> None:
        self.sheet, self.dots = sheet, device.logicalDpiY()
        self.device, face = device, sheet.face
        self.font, self.bold = font_of(face, points), font_of(face, points, bold=True)
        self.note = font_of(face, points * NOTE)
        self.metrics, self.bold_metrics = QFontMetricsF(self.font, device), QFontMetricsF(self.bold, device)
        self.size = points * self.dots / POINT
        self.shown = printed(sheet)
        characters = sum(column.width for column in self.shown) or 1
        unit = width / characters
        if not sheet.one_page:
            unit = min(unit, self.metrics.horizontalAdvance("0") * 1.05)
        self.columns = [column.width * unit for column in self.shown]
        self.across = sum(self.columns)
        self.pad = self.size * PAD
        self.beside = self.pad if face is Face.LATIN else self.size * BESIDE
        self.head = self.size * (LINES * max(self._heading_lines(), 2) + 0.3)

    def title_height(self) -> float:
        """How high the title is with the notes below it."""
        lines = max(len(note_lines(self.sheet)), 1) + (1 if self.sheet.one_page else 0)
        return self.dots / POINT * (TITLE + 6) + self.size * NOTE_LINE * lines

    def row_height(self, row: Row) -> float:
        """How high a row is, with cells that wrap."""
        if row.band is Band.NOTE:
            return self.size * NOTE_LINE
        lines, high_line, whole = 1, self.size * LINES, 0.0
        if not self.sheet.one_page:
            for place, (content, width) in enumerate(zip(row.cells, self.columns, strict=False)):
                if self.style(place, content) not in WRAPPING:
                    continue
                metrics = self.bold_metrics if band_of(row, content) in TOTALS else self.metrics
                high_line = max(high_line, metrics.lineSpacing())  # a font in the place of another may be higher
                text, indent = self.said(place, content, metrics)
                room = width - 2 * self.pad - indent
                if text and (len(text) * self.size > room or "\n" in text):
                    box = QRectF(0, 0, room, 10**6)
                    flags = self.flags(place, content, text, box.width())
                    high = metrics.boundingRect(box, flags, text).height()
                    lines, whole = max(lines, round(high / metrics.lineSpacing())), max(whole, high)
        high = self.size * ONE_LINE if lines == 1 else max(lines * high_line, whole)
        return max(self.size * ONE_LINE, high)

    def _heading_lines(self) -> int:
        """How many lines the highest heading takes."""
        boxes = (QRectF(0, 0, width - 2 * self.beside, 10**6) for width in self.columns)
        highs = (
            self.metrics.boundingRect(box, CENTRED, column.heading).height()
            for box, column in zip(boxes, self.shown, strict=True)
        )
        return max((round(high / self.metrics.lineSpacing()) for high in highs), default=1)

    def in_its_letters(self, text: str) -> str:
        """A text without the letters that fonts of the face lack: those of another stand higher in its lines."""
        if self.sheet.face is Face.LATIN:
            return text.replace("　", "   ").replace("／", "/")
        return text.replace(" › ", "＞")

    def said(self, place: int, content: Content, font: QFontMetricsF) -> tuple[str, float]:
        """What a cell says, and how far its lines are indented: those that wrap as far as the first."""
        text = self.in_its_letters(cell_text(self.sheet, place, content))
        said = text.lstrip("　 ")
        return said, font.horizontalAdvance(text[: len(text) - len(said)])

    def style(self, place: int, content: Content) -> Style:
        """The kind of a cell at a place: its own, or that of its column."""
        return content.style if isinstance(content, Styled) else self.sheet.columns[place].style

    def flags(self, place: int, content: Content, text: str, width: float) -> int:
        """How Qt is to set a text within a cell so wide."""
        style = self.style(place, content)
        side = Qt.AlignmentFlag.AlignRight if is_right(self.sheet, place, content) else Qt.AlignmentFlag.AlignLeft
        if style in MIDDLE:
            side = Qt.AlignmentFlag.AlignHCenter
        flags = int(side | Qt.AlignmentFlag.AlignVCenter)
        if not self.sheet.one_page and style in WRAPPING:  # on one page what is too wide is drawn narrower
            words = _LATIN_WORDS.findall(text)
            whole = all(self.metrics.horizontalAdvance(word) <= width for word in words)
            flags |= int(Qt.TextFlag.TextWordWrap if whole else Qt.TextFlag.TextWrapAnywhere)
        return flags
