"""What is another in a workbook that came back than what went out, as far as it can be said: by the record, if any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from planner.core.errors import N_, Message, UserError
from planner.core.model.handovers import HandoverRecord
from planner.core.review.columns import EXAMINER, FACTORS, PREVIOUS
from planner.core.review.review import Review
from planner.files.incoming.cells import CellValue
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


class Others(NamedTuple):
    """What is another, and what is to be told of the comparison."""

    differences: Differences
    told: tuple[Message, ...]


def find_others(
    book: IncomingBook,
    record: HandoverRecord | None,
    table: Table,
    headings: Mapping[str, str],
    found: Review,
    *,
    folds: bool,
) -> Others:
    """Compare a workbook with the record of its hand-over, if there is one; `folds`: groups of rows went out folded."""
    sheets, listing = [book.sheet(name) for name in book.sheets], Listing()
    for column in table.doubled:
        listing.add(table.sheet, letter(column), Kind.TWICE, None, _heading(book, table, column))
    marks(sheets, listing, folds=folds)
    told: tuple[Message, ...] = ()
    try:
        written = None if record is None else record.sheets()
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
        told += (Message.of(_LIMITED),)
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
