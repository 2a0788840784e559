"""Formulas that say the same in every row but for its number: spreadsheets write such a formula once for many cells."""

from __future__ import annotations

import re
from functools import lru_cache

ROW = "\0"
"""Stands for the number of the row in a formula that is told without it."""

_TEXT = re.compile('"[^"]*"')
_OWN = re.compile(rf"(?<![\w.\\])\$?[A-Z]{{1,3}}{ROW}(?![\w.(])")
_OTHER = re.compile(r"(?<![\w.\\])\$?[A-Za-z]{1,3}[0-9]|[0-9]:\$?[0-9]|['\[]")
"""A reference to another row, which would move with the cell; or names between quotes and brackets, which are not
looked into here."""


def without_row(text: str, row: str) -> str | None:
    """A formula of row number `row` with `ROW` in place of it; `None` unless that number is all that differs in others.

    Whatever refers to a row then refers to the formula's own, or to one that stays ($), and no text in it has the
    number.
    """
    said = text.replace(row, ROW)
    return said if said != text and _moves(said) else None


@lru_cache(maxsize=1024)
def _moves(said: str) -> bool:
    bare = _TEXT.sub("", said)
    return said.count(ROW) == len(_OWN.findall(bare)) and _OTHER.search(bare) is None
