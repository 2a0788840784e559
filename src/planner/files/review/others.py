"""What is another in a workbook that came back than what went out, as far as it can be said: by the record, if any."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from planner.core.errors import N_, Message, UserError
from planner.core.model.document import Document
from planner.core.model.handovers import WrittenFormula, WrittenSheet
from planner.core.review.columns import EXAMINER, FACTORS, PREVIOUS
from planner.core.review.review import Review
from planner.files.incoming.cells import CellValue, text_of
from planner.files.plain.sheet import letter
from planner.files.review.comparison import Form, Place, beside, compare, marks
from planner.files.review.differences import Differences, Kind, Listing
from planner.files.review.table import Table

if TYPE_CHECKING:
    from planner.files.incoming.workbook import IncomingBook

_LIMITED = N_(
    "Compared were the examiner's columns, the figures of the calculation, notes, and what is hidden or struck "
    "through; texts, formulas and the other sheets could not be."
)


_FINGERPRINT = re.compile("[0-9a-f]{64}")


FRONT = 2
"""So many sheets stand in front that say what a workbook is: 提出総括, where it goes out, and 表紙."""


class Others(NamedTuple):
    """What is another, and what is to be told of the comparison."""

    differences: Differences
    told: tuple[Message, ...]


def find_others(
    book: IncomingBook,
    document: Document,
    table: Table,
    headings: Mapping[str, str],
    found: Review,
    said: Mapping[str, str],
) -> Others:
    """Compare a workbook with the record of its hand-over; `said` is what its cover says (`RECOGNISED_BY`)."""
    sheets, listing = [book.sheet(name) for name in book.sheets], Listing()
    for column in table.doubled:
        listing.add(table.sheet, letter(column), Kind.TWICE, None, _heading(book, table, column))
    marks(sheets, listing)
    told: tuple[Message, ...] = ()
    try:
        written = _record(book, document, found.scenario, said)
    except UserError as error:
        written, told = None, (error.what,)
    if written is not None:
        keys = [heading for heading, key in headings.items() if key in ("id", "intake_year")]
        aside = [heading for heading, key in headings.items() if key in EXAMINER]
        compare(written, sheets, Form(table.sheet, keys, aside, frozenset(_told(found, table))), listing)
    else:
        beside(book.sheet(table.sheet), table.heading, set(table.places.values()), listing)
        for name in table.copies:
            listing.add(name, "", Kind.COPIED, table.sheet, name)
        no_record = N_("The document has no record of this hand-over, as of those by an earlier version.")
        told += (Message.of(no_record), Message.of(_LIMITED))
    return Others(listing.all(book.sheets), told)


def _heading(book: IncomingBook, table: Table, column: int) -> CellValue | None:
    return next((row.cells.get(column) for row in book.rows(table.sheet) if row.number == table.heading), None)


def _told(found: Review, table: Table) -> Iterator[Place]:
    """The cells that the review tells of already."""
    for each in found.broken:
        sheet, _mark, row = each.place.rpartition("!")
        if each.key and row.isdigit():
            prefix = PREVIOUS if each.key.startswith(PREVIOUS) else ""
            factors = [f"{prefix}{key}" for key in (*FACTORS, "divisor")]
            for key in factors if each.key.endswith("factor") else (each.key,):
                if key in table.places:
                    yield sheet, int(row), table.places[key]


def _record(
    book: IncomingBook, document: Document, scenario: int, said: Mapping[str, str]
) -> tuple[WrittenSheet, ...] | None:
    """What the workbook held when it went out: of the records that say what its cover says the one most like it.

    Where the cover does not say what was handed over, every record of the scenario is looked at.
    """
    newest = document.handovers[::-1]
    front = (row for sheet in book.sheets[:FRONT] for row in book.rows(sheet))
    there = {text_of(value) for row in front for value in row.cells.values()} | set(book.sheets)
    named = said["content"] if _FINGERPRINT.fullmatch(said["content"]) else None
    best, most = None, -1
    for record in (each for own in (True, False) for each in newest if (each.scenario == scenario) is own):
        sheets = record.sheets()
        texts = {text for sheet in sheets[:FRONT] for text in _texts(sheet)} | {sheet.name for sheet in sheets}
        fits = named in texts if named is not None else record.scenario == scenario
        if fits and len(texts & there) > most:
            best, most = sheets, len(texts & there)
            if texts <= there:
                break
    return best


def _texts(sheet: WrittenSheet) -> Iterator[str]:
    for row in sheet.rows:
        for cell in row:
            value = cell.value if isinstance(cell, WrittenFormula) else cell
            if value is not None:
                yield text_of(value)
