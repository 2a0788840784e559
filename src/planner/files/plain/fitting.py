"""Texts as a cell of a workbook can hold them: of characters that XML has, and no longer than Excel takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import filterfalse

from planner.files.plain.sheet import Content, Edges, Formula, Row, Sheet, Styled

TEXT_LIMIT = 32_767
"""What a cell holds, in the units that Excel counts: 𠮷 and its kin are two."""
SURELY = TEXT_LIMIT // 2

FORMULA_LIMIT = 8192
"""So many characters a formula may have; a workbook with a longer one is not opened."""

LITERAL_LIMIT = 255
"""So many characters a text within a formula may have; longer ones are put together."""

Shortened = Callable[[int], str]
"""What stands at the end of a text that was shortened, given how many letters it has in all."""

_PERHAPS_LONG = re.compile('"[^"]{128}')
_QUOTED = re.compile("""'(?:[^']|'')*'|"((?:[^"]|"")*)\"""")
_LETTERS = re.compile('""|[^"]')
_SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS, _UNWRITABLE = "\r\n?|[\x0b\x0c]", "[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]"


def fitting(text: str, shortened: Shortened) -> str:
    """The text itself where it fits; else with plain line ends, � for what XML lacks, and cut off in words."""
    text = _writable(text)
    if len(text) <= SURELY:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * TEXT_LIMIT:
        return text
    end = shortened(len(text))
    return units[: 2 * (TEXT_LIMIT - len(end))].decode("utf-16-le", "ignore") + end


def _writable(text: str) -> str:
    """A text with plain line ends and � for what XML lacks."""
    return re.sub(_UNWRITABLE, "�", re.sub(_BREAKS, "\n", text)) if _SUSPECT.search(text) else text


def _put_together(formula: str) -> str:
    """A formula with its long texts in pieces; sheets' names stand between other quotes."""

    def pieces(found: re.Match[str]) -> str:
        letters = _LETTERS.findall(found[1] or "")
        if len(letters) <= LITERAL_LIMIT:
            return found[0]
        starts = range(0, len(letters), LITERAL_LIMIT)
        return "({})".format("&".join(f'"{"".join(letters[at : at + LITERAL_LIMIT])}"' for at in starts))

    return _QUOTED.sub(pieces, formula)


def _texts_of(cells: Iterable[Content]) -> list[str]:
    """What is said in cells: texts, and formulas with what they come to."""
    texts = list[str]()
    for content in filter(None, cells):  # exact types: this is asked of every cell
        said = content.content if type(content) is Styled else content
        if type(said) is str:
            texts.append(said)
        elif type(said) is Formula:
            texts.append(said.text)
            if type(said.value) is str:
                texts.append(said.value)
    return texts


def _surely_fit(texts: Sequence[str]) -> bool:
    """Whether texts of a row fit, seen without a look at each: as those of nearly all rows."""
    if sum(map(len, texts)) > FORMULA_LIMIT or any(map(_SUSPECT.search, filterfalse(str.isprintable, texts))):
        return False
    return not any(_PERHAPS_LONG.search(text) for text in texts if len(text) > LITERAL_LIMIT)


def fitting_sheet(sheet: Sheet, shortened: Shortened) -> Sheet:
    """A sheet of which every text fits into its cell, those above the rows too; a formula too long is its value."""

    def cell(content: Content) -> Content:
        if isinstance(content, str):
            return fitting(content, shortened)
        if isinstance(content, Formula):
            value = content.value
            said = _writable(value) if isinstance(value, str) else value
            text = _put_together(_writable(content.text))
            return Formula(text, said) if len(text) <= FORMULA_LIMIT else said
        if isinstance(content, Styled):
            inner = cell(content.content)
            assert not isinstance(inner, Styled)
            return content._replace(content=inner)
        return content

    def rows() -> Iterator[Row]:
        for row in sheet.rows():
            surely = _surely_fit(_texts_of(row.cells))
            yield row if surely else row._replace(cells=[cell(each) for each in row.cells])

    return sheet._replace(
        title=fitting(sheet.title, shortened),
        note=fitting(sheet.note, shortened),
        edges=Edges(*(fitting(each, shortened) for each in sheet.edges)),
        columns=tuple(each._replace(heading=fitting(each.heading, shortened)) for each in sheet.columns),
        charts=tuple(each._replace(title=fitting(each.title, shortened)) for each in sheet.charts),
        rows=rows,
    )
