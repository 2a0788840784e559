"""Texts as a cell of a workbook can hold them: of characters that XML has, and no longer than Excel takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from planner.files.plain.sheet import Content, Row, Sheet, Styled

TEXT_LIMIT = 32_767
"""What a cell holds, in the units that Excel counts: 𠮷 and its kin are two."""
SURELY = TEXT_LIMIT // 2

Shortened = Callable[[int], str]
"""What stands at the end of a text that was shortened, given how many letters it has in all."""

_BREAKS = re.compile("\r\n?|[\x0b\x0c]")
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def fitting(text: str, shortened: Shortened) -> str:
    """The text itself where it fits; else with plain line ends, � for what XML lacks, and cut off in words."""
    if not text.isprintable():
        text = _UNWRITABLE.sub("�", _BREAKS.sub("\n", text))
    if len(text) <= SURELY:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * TEXT_LIMIT:
        return text
    end = shortened(len(text))
    return units[: 2 * (TEXT_LIMIT - len(end))].decode("utf-16-le", "ignore") + end


def fitting_sheet(sheet: Sheet, shortened: Shortened) -> Sheet:
    """A sheet of which every text fits into its cell, those above the rows included."""

    def cell(content: Content) -> Content:
        if isinstance(content, str):
            return fitting(content, shortened)
        if isinstance(content, Styled) and isinstance(content.content, str):
            return Styled(fitting(content.content, shortened), content.style)
        return content

    def rows() -> Iterator[Row]:
        for row in sheet.rows():
            cells = row.cells
            if any(type(each) in _TEXTS and not _fits(each) for each in cells):
                row = row._replace(cells=[cell(each) for each in cells])  # noqa: PLW2901
            yield row

    return replace(
        sheet,
        title=fitting(sheet.title, shortened),
        note=fitting(sheet.note, shortened),
        columns=tuple(replace(each, heading=fitting(each.heading, shortened)) for each in sheet.columns),
        charts=tuple(replace(each, title=fitting(each.title, shortened)) for each in sheet.charts),
        rows=rows,
    )


_TEXTS = frozenset((str, Styled))


def _fits(content: Content) -> bool:
    """Whether a text surely needs no change; this is asked of every cell."""
    text = content.content if isinstance(content, Styled) else content
    return not isinstance(text, str) or (len(text) <= SURELY and text.isprintable())
