"""What cells look like, as far as that says something: which numbers are dates, what is struck through; and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from openpyxl.styles.numbers import BUILTIN_FORMATS

from planner.files.incoming.cells import GENERAL
from planner.files.incoming.package import Part, name_of, units

FORMAT_LETTERS = 32_767
"""Of a number format so many are looked at; Excel's own have at most 255."""

_YEAR, _DAY = "[$-411]ge.m.d", '[$-411]ggge"年"m"月"d"日"'
_JAPANESE = {
    **dict.fromkeys((27, 36, 50, 57), _YEAR),
    **dict.fromkeys((28, 29, 51, 54, 58), _DAY),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    **dict.fromkeys((34, 52, 55), 'yyyy"年"m"月"'),
    **dict.fromkeys((35, 53, 56), 'm"月"d"日"'),
}
_BUILT_IN = {str(number): code for number, code in {**BUILTIN_FORMATS, **_JAPANESE}.items()}
# Each alternative ends at the next bracket or quote at the latest, so that the time is in proportion to the length.
_NO_DATE = re.compile(
    r'"[^"]*(?:"|$)|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\[\]]*\]|e[+-]|general|g/標準', re.IGNORECASE | re.DOTALL
)
_DATE = re.compile("[ymdhsge]", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Look(NamedTuple):
    """A cell format: its number format, whether that shows a date or a time, whether its font is struck through."""

    format: str = GENERAL
    is_date: bool = False
    struck: bool = False


class Text(NamedTuple):
    """A text without the reading (ふりがな) beside it, and whether a piece of it is struck through."""

    text: str
    struck: bool = False


def read_looks(part: Part) -> Iterator[Look]:
    """The cell formats of a workbook in their order."""
    codes, struck, dates = dict(_BUILT_IN), list[bool](), dict[str, bool]()
    for within, element in units(part, 2):
        if within == "numFmts":
            codes[element.get("numFmtId", "")] = element.get("formatCode", "")[:FORMAT_LETTERS]
        elif within == "fonts":
            struck.append(_is_struck(element))
        elif within == "cellXfs":
            code = codes.get(element.get("numFmtId", "0"), GENERAL)
            if code not in dates:
                dates[code] = shows_date(code)
            font = element.get("fontId", "")
            yield Look(code, dates[code], font.isdigit() and int(font) < len(struck) and struck[int(font)])


def read_texts(part: Part) -> Iterator[Text]:
    """The shared texts of a workbook, one after the other."""
    return (rich_text(element) for _within, element in units(part, 1) if name_of(element) == "si")


def rich_text(element: Element) -> Text:
    """What an element of text says, its pieces put together."""
    if len(element) == 1 and not len(element[0]):  # nearly all of them
        return Text(unescaped(element[0].text or ""))
    pieces, struck = [], False
    for child in element:
        name = name_of(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            for each in child:
                if name_of(each) == "t":
                    pieces.append(each.text or "")
                elif name_of(each) == "rPr":
                    struck = struck or _is_struck(each)
    return Text(unescaped("".join(pieces)), struck)


def unescaped(text: str) -> str:
    """A text with `_x000D_` and its kin as the letters they stand for; halves of letters stay as they are."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: match[0] if match[1][0] in "Dd" and match[1][1] > "7" else _letter(match), text)


def shows_date(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    return _DATE.search(_NO_DATE.sub("", code)) is not None


def _letter(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _is_struck(font: Element) -> bool:
    return any(name_of(each) == "strike" and each.get("val", "1") not in ("0", "false") for each in font)
