"""A submission workbook that came back, read by what its columns and rows say they are, wherever they stand now.

Sheets may have other names, columns and rows another order, formulas may have become values: the sheet is known by
its headings, a column by its own, a row by its id and intake year, and the workbook by its number (`made_from`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.core.calculation.evaluate import Base, evaluate_scenario
from planner.core.errors import N_, Message, UserError
from planner.core.model.document import Document
from planner.core.review.questions import Readings
from planner.core.review.review import Review, review
from planner.files.incoming.apart import incoming_book
from planner.files.review.differences import Differences
from planner.files.review.made_from import MadeFrom, Said, made_from, what_is_said
from planner.files.review.others import find_others
from planner.files.review.table import find_table, headings_of, read_rows
from planner.files.submission.fingerprints import content_fingerprint, document_fingerprint
from planner.files.submission.handover import Handover
from planner.files.whole import Progress

if TYPE_CHECKING:
    from planner.files.incoming.workbook import IncomingBook


@dataclass(frozen=True)
class ReviewedBook:
    """A returned workbook reviewed.

    `same_document` and `same_content` say whether the document and the scenario are still what they were when the
    workbook was made, `None` where it does not say what it was made from; `verdict` says so in words. `told` is what
    else should be known of it, `others` what is another in it than what went out (ほかに変わったところ).
    """

    path: Path
    review: Review
    same_document: bool | None
    same_content: bool | None
    verdict: Message
    told: tuple[Message, ...]
    others: Differences

    def read_as(self, readings: Readings) -> ReviewedBook:
        """The same with these cells of the examiner's read so."""
        return replace(self, review=self.review.read_as(readings))


def read_returned(
    path: Path,
    document: Document,
    base: Base,
    scenario: int | None = None,
    *,
    otherwise: int | None = None,
    progress: Progress | None = None,
) -> ReviewedBook:
    """Read a returned workbook and hold it against the scenario it was made from, or against `scenario`.

    Where it does not say which it was made from, `otherwise` is taken, if there is one. Whatever else is another than
    in the record of the hand-over is told as well.

    Raises `UserError` when the file is no workbook or not one of ours, is of another form, has no columns for an
    examiner, shares no line with the document, or was made from a scenario that is no longer there.
    """
    book = incoming_book(path, progress)
    try:
        return _read(book, path, document, base, scenario, otherwise)
    except UserError as error:
        raise error if error.where is not None else error.at(str(path)) from error


def _read(
    book: IncomingBook, path: Path, document: Document, base: Base, scenario: int | None, otherwise: int | None
) -> ReviewedBook:
    said = what_is_said(book)
    made = made_from(book, said, document, base, scenario, otherwise)
    evaluation = evaluate_scenario(document, base, made.scenario)
    handover = Handover(document, evaluation, made.scenario)
    headings = headings_of(handover)
    table = find_table(book, headings)
    returned, told = read_rows(book, table, handover)
    known = {*document.portfolio.lines.ids, *(program.id for program in document.portfolio.programs)}
    if known.isdisjoint(row.id for row in (*returned.lines, *returned.programs)):
        raise UserError(N_("The workbook has no line of this document."), N_("Open the document it was made from."))
    found = review(evaluation, made.scenario, returned)
    others = find_others(book, made.record, table, headings, found, folds=handover.is_long)
    same_content = content_fingerprint(evaluation).startswith(said.content) if said.content else None
    same_document = made.is_known if said.content else None
    if said.document:
        same_document = document_fingerprint(document) == said.document
    return ReviewedBook(
        path,
        found,
        same_document,
        same_content,
        _verdict(said, made, same_document, same_content),
        (*made.told, *book.remarks, *told, *others.told),
        others.differences,
    )


def _verdict(said: Said, made: MadeFrom, same_document: bool | None, same_content: bool | None) -> Message:
    if same_document is None and said.instead:
        typed = N_('"{text}" stands where the number of the hand-over stood; rows were matched by their ids.')
        return Message.of(typed, text=said.instead)
    if same_document is None or (same_document and same_content is None):
        return Message.of(N_("The workbook no longer says what it was made from; rows were matched by their ids."))
    if not same_document and said.document:
        return Message.of(
            N_("The workbook was made from another document, or from another base; rows were matched by their ids.")
        )
    if not same_document:
        unknown = N_(
            "The document knows no hand-over of number {number}, and no scenario has its figures: the workbook was "
            "made from another document, its number was typed over, or the scenario was changed since and the record "
            "is no longer kept. Rows were matched by their ids."
        )
        return Message.of(unknown, number=said.content)
    if not same_content:
        changed = N_(
            "The scenario or its base was changed after the workbook was made: differences may be the scenario's own."
        )
        return Message.of(changed)
    if made.record is None and not said.document:
        return Message.of(N_("The workbook was made from figures that this scenario has."))
    return Message.of(N_("The workbook was made from this scenario, which is unchanged since."))
