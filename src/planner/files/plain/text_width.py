"""How wide a text stands, in half-width characters, and in how many lines of a width it stands."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORDS = re.compile("[!-~]+|.")


@lru_cache(maxsize=4096)
def text_lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of that width, in half-width characters.

    A line ends before a wide character or a word of narrow ones that has no room; a word of several lines fills them.
    """
    return sum(_lines(part, width) for part in text.split("\n"))


def _lines(text: str, width: int) -> int:
    if text_width(text) <= width:
        return 1
    lines, used = 1, 0
    for each in _WORDS.findall(text):
        wide = text_width(each)
        if each == " ":  # one that has no room hangs over the end
            used = min(used + 1, width)
            continue
        if used and used + wide > width:
            lines, used = lines + 1, 0
        more = (wide - 1) // width
        lines, used = lines + more, used + wide - more * width
    return lines


def heading_lines(heading: str, width: float) -> int:
    """How many lines a heading takes in a column of that width."""
    return text_lines(heading, max(int(width), 1))


def text_width(text: str) -> int:
    """How wide a text is, in half-width characters."""
    return len(text) if text.isascii() else sum(map(_width_of, text))


def broken(text: str, width: int) -> list[str]:
    """A text in lines of at most that width, broken in the last third of a line where one of its parts ends there.

    That is after a wide space before all, else after a comma or full stop, else after a space. No line begins with a
    sign that ends what is before it (行頭禁則).
    """
    lines = []
    for part in text.split("\n"):
        rest = part
        while text_width(rest) > width:
            end = _fitting(rest, width)
            ends = (max(rest.rfind(each, 2 * end // 3, end) for each in signs) for signs in _PARTING)
            end = next((found + 1 for found in ends if found > 0), end)
            while end > 1 and rest[end:].lstrip(" 　")[:1] in _ENDING:
                end -= 1
            lines.append(rest[:end])
            rest = rest[end:]
        lines.append(rest)
    return [line for line in lines if line.strip(" 　")]


_PARTING = ("　", "、。", " ")
"""After these a line ends, rather after the first ones."""

_ENDING = frozenset("、。，．,.:;：；」』）)］]｝}〉》】！？!?％%・ー々")


def _fitting(text: str, width: int) -> int:
    """So many characters of a text, one at least, fit into a width."""
    used = 0
    for at, character in enumerate(text):
        used += _width_of(character)
        if used > width:
            return max(at, 1)
    return len(text)


class _Widths(dict[str, int]):
    """How wide the characters are that were met."""

    def __missing__(self, character: str) -> int:
        width = self[character] = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        return width


_width_of = _Widths().__getitem__
