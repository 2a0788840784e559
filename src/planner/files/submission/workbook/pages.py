"""How sheets lie on paper: columns as wide as a page holds at a size that can be read, pages that part nothing.

A spreadsheet scales a sheet to the width of its paper, and breaks pages where they are full. Rows have heights of
their own, so that it is known where that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from planner.files.plain.blocks import Blocks
from planner.files.plain.sheet import Band, Sheet, Style
from planner.files.plain.text_width import text_width

HALF, SIDES, DIGIT = 16 / 3, 5, 7
"""How wide a half-width character is, the room at both sides of a cell, and what Excel counts in, in pixels."""

MARGINS = {"left": 12 / 25.4, "right": 10 / 25.4, "top": 15 / 25.4, "bottom": 12 / 25.4}
"""Of a page, in inches."""

SMALL, LARGE = (297 / 25.4, 210 / 25.4), (420 / 25.4, 297 / 25.4)
"""How wide and high A4 and A3 are in landscape, in inches."""

LEAST = 0.88
"""No form is printed smaller, of its size on the screen: letters of 8 points have 7 then."""

NARROWEST = 26
"""In half-width characters: texts that wrap leave others room down to so much."""

MOST = 1023
"""So many breaks a sheet has at most, for Excel."""

FILLED = 0.96
"""A page is filled to so much of it: not every program sets rows alike."""


def fitted(sheet: Sheet) -> Sheet:
    """A form whose columns of texts are so narrow that a page holds all in a size that can be read; else on A3."""
    if sheet.tidy or sheet.one_page or sheet.charts:
        return sheet
    sheet = _headed(sheet)
    if sheet.large and print_scale(sheet._replace(large=False)) >= LEAST:
        return sheet._replace(large=False)
    if print_scale(sheet) >= LEAST:
        return sheet
    shown = sheet.printed or len(sheet.columns)
    texts = [
        place
        for place, column in enumerate(sheet.columns[:shown])
        if column.style in (Style.WRAPPED, Style.REMARK) and column.width > NARROWEST
    ]
    spare = sum(sheet.columns[place].width - NARROWEST for place in texts)
    lacking = (_pixels(sheet) - _paper(sheet) / LEAST) / HALF + len(texts)  # widths are whole characters
    if lacking > spare and not sheet.large:
        return fitted(sheet._replace(large=True))
    columns = list(sheet.columns)
    for place in texts:
        less = (columns[place].width - NARROWEST) * min(lacking / spare, 1)
        columns[place] = columns[place]._replace(width=int(columns[place].width - less))
    return sheet._replace(columns=tuple(columns))


def _headed(sheet: Sheet) -> Sheet:
    """A sheet whose columns, of those printed, are so wide that no word of a heading is parted or meets the lines."""
    shown = sheet.printed or len(sheet.columns)
    wide = (column._replace(width=max(column.width, _longest(column.heading))) for column in sheet.columns[:shown])
    return sheet._replace(columns=(*wide, *sheet.columns[shown:]))


def _longest(heading: str) -> int:
    """How wide a column is that holds the longest word of its heading; Latin letters may be wide."""
    return max((text_width(word) + word.isascii() for word in heading.split()), default=0)


def print_scale(sheet: Sheet) -> float:
    """How large a sheet is printed, 1 at most: its columns are as wide as a page at most."""
    return min(1.0, _paper(sheet) / max(_pixels(sheet), 1))


def _paper(sheet: Sheet) -> float:
    """How wide a page is within its margins, in pixels."""
    return 96 * ((LARGE if sheet.large else SMALL)[0] - MARGINS["left"] - MARGINS["right"])


def _pixels(sheet: Sheet) -> int:
    """How wide the columns are that are printed, in pixels."""
    shown = sheet.columns[: sheet.printed or len(sheet.columns)]
    return sum(int(column.width * HALF + 0.5) + SIDES for column in shown)


def room_for_rows(sheet: Sheet) -> float:
    """How high the rows of a page may be with its headings, in points."""
    high = (LARGE if sheet.large else SMALL)[1] - MARGINS["top"] - MARGINS["bottom"]
    return high * 72 / print_scale(sheet)


class PageBreaks:
    """The breaks of a sheet, found row by row. Heights are in points, `first` and `others` the room for rows."""

    def __init__(self, first: float, others: float) -> None:
        self._left, self._others = first * FILLED, others * FILLED
        self._blocks = Blocks[_Placed]()
        self._found: list[int] = []
        self._ends: list[_Placed] = []
        self._last: _Placed | None = None

    def row(self, at: int, height: float, band: Band, *, begins: bool = False, follows: bool = False) -> None:
        """The next row in sight, from 0; a page `begins` with it whatever the room, or it `follows` the last."""
        for block in self._blocks.add(_Placed(at, height, band, begins), band, begins=begins, follows=follows):
            self._place(block)

    def found(self) -> list[int]:
        """The rows, from 0, with which pages begin but the first."""
        for block in self._blocks.rest():
            self._place(block)
        return self._found[:MOST]

    def open(self) -> list[int]:
        """The notes, by their rows from 0, with which pages end: no line is drawn below them."""
        ends = [*self._ends, self._last] if self._last is not None else []
        return [each.at for each in ends if each.band is Band.NOTE]

    def _place(self, block: Sequence[_Placed]) -> None:
        """Put rows that stay together on the page, or on the next."""
        high = sum(row.height for row in block)
        if self._last is not None and (block[0].begins or self._left < high <= self._others):
            self._found.append(block[0].at)
            self._ends.append(self._last)
            self._left = self._others
        self._left -= high
        self._last = block[-1]
        while self._left < 0:  # more than a page holds
            self._left += self._others


class _Placed(NamedTuple):
    at: int
    height: float
    band: Band
    begins: bool
