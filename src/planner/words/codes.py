"""Codes and links as readers name them."""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import CODES, LABELS, LINKS, Code, CodePlace, Owner
from planner.core.model.document import Document
from planner.words.texts import Texts


def codes_told(document: Document, row: int, texts: Texts) -> list[str]:
    """The codes that hold for a line, and the links of its programs: one each, with their names."""
    return list(_told(document, row, texts))


def _told(document: Document, row: int, texts: Texts) -> Iterator[str]:
    book, portfolio = CodeBook.of(document), document.portfolio
    if book.is_empty:
        return
    for kind in CODES:
        code = book.of_line(row, kind)
        if code is not None:
            yield f"{texts._(LABELS[kind])} {code.text}"
    for index in portfolio.ancestors[portfolio.lines.program[row]]:
        for kind in LINKS:
            link = book.of_program(index, kind)
            if link is not None:
                yield f"{texts._(LABELS[kind])} {link_text(link)}"


def link_text(link: Code) -> str:
    """A link with its address, where it has both."""
    return f"{link.text} <{link.address}>" if link.text and link.address else link.text or link.address


def place_told(document: Document, place: CodePlace, texts: Texts) -> str:
    """The program or line a code stands at, by name; its id where it is not there."""
    portfolio = document.portfolio
    if place.owner is Owner.LINE and place.id in portfolio.line_index:
        row = portfolio.line_index[place.id]
        return texts.name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])
    index = portfolio.program_index.get(place.id)
    return place.id if index is None else texts.name(portfolio.programs[index].name, portfolio.programs[index].name_en)
