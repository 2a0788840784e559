"""What the blocks of 提出総括 are put together of: cells with a frame of their own."""

from __future__ import annotations

from collections.abc import Sequence

from planner.core.money import Unit
from planner.files.plain.sheet import Band, Content, Formula, Style, Styled

UNIT = Unit.MILLION
"""What amounts of the first page are shown in."""

Cells = Sequence[Content]
"""The cells of a block in one row."""

Plain = str | int | float | Formula | None
"""What stands in a cell that gets a frame."""


def title(text: str) -> Cells:
    """What a block is called, and its number."""
    return [Styled(text, Style.STRONG)]


def head(*texts: str | None) -> Cells:
    """The headings of a block; one stands in the middle of the cells over which it goes on, those with `None` after."""
    cells, starts = list[Content](), [at for at, text in enumerate(texts) if text is not None]
    for start, end in zip(starts, (*starts[1:], len(texts)), strict=True):
        run: list[Content] = [Styled(None, Style.ACROSS)] * (end - start)
        run[(len(run) - 1) // 2] = Styled(texts[start], Style.ACROSS if run[1:] else Style.HEADING)
        cells += run
    return cells


def text(content: Plain) -> Content:
    """A text."""
    return Styled(content, Style.TEXT)


def named(content: Plain) -> Content:
    """What a row is of, to be read first."""
    return Styled(content, Style.NAME)


def money(content: Plain) -> Content:
    """An amount in yen, or a word in its place."""
    return Styled(content, Style.MONEY)


def percent(content: Plain) -> Content:
    """A proportion, or a word in its place."""
    return Styled(content, Style.PERCENT)


def word(content: Plain) -> Content:
    """A short word or number, in the middle."""
    return Styled(content, Style.WORD)


def spread(content: Plain, cells: int) -> Cells:
    """A text that runs over so many cells, its own and the empty ones to its right, two at least."""
    return [Styled(content, Style.SPREAD), *[Styled(None, Style.SPREAD)] * (cells - 2), Styled(None, Style.CLOSING)]


def sums(cells: Cells) -> Cells:
    """The cells of a row that adds up those above it."""
    return [each._replace(band=Band.TOTAL) if isinstance(each, Styled) else each for each in cells]
