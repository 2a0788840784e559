"""How cells of the workbook look: letters, heights of rows, formats by what a row and a cell are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from planner.core.money import Unit
from planner.files.plain.sheet import Band, Face, Style
from planner.files.plain.sheet_text import NOUGHT
from planner.files.submission.workbook.row_writer import PIXEL

SIZE, NOTE_SIZE, TITLE_SIZE, EDGE_SIZE = 8, 7.5, 14, 8
"""Of letters, in points."""
LINE_HEIGHT, NOTE_HEIGHT, WRAPPED_HEIGHT, TITLE_HEIGHT, HIGHEST = (each * PIXEL for each in (18, 15, 15, 27, 545))
"""Of rows, in points: one line, one of a note, each of several lines in a cell, the title; the most Excel takes."""
_MODERN, _JAPANESE = 3, 128
"""The family and character set of fonts, by which a system without them finds others of the kind."""
FONTS: dict[Face, dict[str, object]] = {
    Face.GOTHIC: {"font_name": "BIZ UDゴシック", "font_family": _MODERN, "font_charset": _JAPANESE},
    Face.MINCHO: {"font_name": "BIZ UD明朝 Medium", "font_family": _MODERN, "font_charset": _JAPANESE},
    Face.LATIN: {"font_name": "Arial", "font_family": 2},
}
BETWEEN = "#A6A6A6"
"""The colour of the lines between rows; those between columns are black."""
DIGITS = {Unit.YEN: "#,##0", Unit.THOUSAND: "#,##0,", Unit.MILLION: "#,##0,,", Unit.OKU: "#,##0.0"}
"""The format of an amount by its unit."""


class _WhenAsked(dict[Style, Any]):
    """Formats by style, each made when it is first asked for: a sheet has few of them."""

    def __init__(self, make: Callable[[Style], Any]) -> None:
        self._make = make

    def __missing__(self, style: Style) -> Any:
        self[style] = self._make(style)
        return self[style]


class Formats:
    """The cell formats of a unit, sign and face, by band and style: black on white, totals on two greys.

    Nothing is told by a colour: what falls has a sign, what an examiner fills in is also unlocked and headed so.
    """

    def __init__(self, book: Any, unit: Unit, sign: str, face: Face) -> None:
        digits = DIGITS[unit]
        money = f'{digits};"{sign}"{digits};"{NOUGHT}"'
        plain = f'#,##0;"{sign}"#,##0;"{NOUGHT}"'
        typed = f'#,##0;"{sign}"#,##0;0'  # an examiner's 0 is a figure
        percent = f'#,##0.0%;"{sign}"#,##0.0%;0.0%'
        font = {**FONTS[face], "font_size": SIZE, "valign": "vcenter"}
        note = {**font, "font_size": NOTE_SIZE}
        line = {"border": 1, "top_color": BETWEEN, "bottom_color": BETWEEN}
        framed = {**font, **line}
        total, part = {"bg_color": "#D9D9D9", "bold": True}, {"bg_color": "#EFEFEF", "bold": True}
        head = {**font, "bg_color": "#E6E6E6", "border": 1, "align": "center"}
        left, wrapped = {"align": "left"}, {"align": "left", "text_wrap": True}
        examined = {"bg_color": "#FFF9E5", "locked": False}
        spread = {**note, "top": 1, "bottom": 1, "top_color": BETWEEN, "bottom_color": BETWEEN}
        styles = {
            Style.TEXT: {**framed, **left},
            Style.WRAPPED: {**framed, **wrapped},
            Style.GIVEN: {**framed, "num_format": plain, "align": "right"},
            Style.MONEY: {**framed, "num_format": money, "align": "right"},
            Style.PERCENT: {**framed, "num_format": percent, "align": "right"},
            Style.COUNT: {**framed, "num_format": "0", "align": "center"},
            Style.EXAMINED: {**framed, "num_format": typed, **examined},
            Style.REMARK: {**framed, **wrapped, **examined},
            Style.PLAIN: font,
            Style.NUMBER: {**font, "num_format": "0"},
            Style.FACTOR: {**framed, "num_format": f'[=1]"";[<0]"{sign}"#,##0;#,##0'},
            Style.NOTE: note,
            Style.HEADING: head,
            Style.PAGES: head,
            # not centred across: LibreOffice makes merged cells of that when it saves
            Style.ACROSS: {**head, "left": 0, "right": 0},
            Style.STRONG: {**font, "bold": True},
            Style.WORD: {**framed, "align": "center"},
            Style.NAME: {**framed, **left, "bold": True},
            Style.SPREAD: spread,
            Style.CLOSING: {**spread, "right": 1},
            Style.PAGE: {**framed, "align": "center"},
            Style.LINK: {**framed, **left, "underline": 1},
        }
        free = {Style.EXAMINED: {"locked": True}, Style.REMARK: {"locked": True}}
        grounds: dict[Band, dict[str, object]] = {Band.DETAIL: {}, Band.TOTAL: total, Band.PART: part}

        def made(ground: Mapping[str, object]) -> _WhenAsked:
            freed = free if ground else {}
            return _WhenAsked(lambda style: book.add_format({**styles[style], **ground, **freed.get(style, {})}))

        self.cells: dict[Band, dict[Style, Any]] = {band: made(ground) for band, ground in grounds.items()}
        beginning = book.add_format({**styles[Style.NOTE], "left": 1})
        link = self.cells[Band.DETAIL][Style.LINK]  # apart from all others: it is known by its format
        self.cells[Band.NOTE] = {**dict.fromkeys(styles, beginning), Style.LINK: link}
        self.outward = book.add_format({**styles[Style.NOTE], "left": 1, "underline": 1})
        self.note_end = book.add_format({**styles[Style.NOTE], "right": 1})
        self.closing = [book.add_format({"bottom": 1, **side}) for side in ({"left": 1}, {}, {"right": 1})]
        # A negative amount too small to print in the unit is 0, and zero carries no sign.
        nil = {**styles[Style.MONEY], "num_format": f'{digits};{digits};"{NOUGHT}"'}
        nils = {band: book.add_format({**nil, **ground}) for band, ground in grounds.items()}
        self.nil = {styles[Style.MONEY]: nils.get(band, nils[Band.DETAIL]) for band, styles in self.cells.items()}
        self.small = 0 if unit is Unit.OKU else unit.yen // 2
        self.title = book.add_format({**font, "font_size": TITLE_SIZE, "bold": True})
        self.unit = book.add_format({**note, "align": "right"})
        self.note = book.add_format(note)
        self.head = book.add_format({**head, "text_wrap": True})
        self.lines, self.ends = book.add_format(line), book.add_format({"right": 1})
        self.tidy_head = book.add_format({**font, "bold": True})
