"""A submission workbook that came back, read by what its columns and rows say they are, wherever they stand now.

Sheets may have other names, columns and rows another order, formulas may have become values: the sheet is known by
its headings, a column by its own, a row by its id and intake year, and the workbook by the names on its cover.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.core.calculation.evaluate import Base, evaluate, evaluate_scenario
from planner.core.edits.scenarios import find_scenario
from planner.core.errors import N_, Message, UserError
from planner.core.model.document import BASE, Document
from planner.core.review.questions import Readings
from planner.core.review.review import Review, review
from planner.files.incoming.apart import incoming_book
from planner.files.incoming.cells import text_of
from planner.files.review.differences import Differences
from planner.files.review.others import find_others
from planner.files.review.table import HEADING_ROWS, find_table, headings_of, read_rows
from planner.files.submission.fingerprints import content_fingerprint, document_fingerprint
from planner.files.submission.handover import Handover
from planner.files.submission.options import ExportOptions
from planner.files.submission.sheets.figures.cover import FORM_VERSION, RECOGNISED_BY, cover_sheet
from planner.files.whole import Progress
from planner.words.texts import LANGUAGES

if TYPE_CHECKING:
    from planner.files.incoming.workbook import IncomingBook


@dataclass(frozen=True)
class ReviewedBook:
    """A returned workbook reviewed.

    `same_document` and `same_content` say whether the document and the scenario are still what they were when the
    workbook was made, `None` where it does not say what it was made from. `told` is what else should be known of it,
    `others` what is another in it than what went out (ほかに変わったところ).
    """

    path: Path
    review: Review
    scenario_name: str
    same_document: bool | None
    same_content: bool | None
    told: tuple[Message, ...]
    others: Differences

    def read_as(self, readings: Readings) -> ReviewedBook:
        """The same with these cells of the examiner's read so."""
        return replace(self, review=self.review.read_as(readings))

    @property
    def verdict(self) -> Message:
        """In words whether the workbook belongs to the document as it is now."""
        if self.same_document is None:
            return Message.of(N_("The workbook no longer says what it was made from; rows were matched by their ids."))
        if not self.same_document:
            return Message.of(
                N_("The workbook was made from another document, or from another base; rows were matched by their ids.")
            )
        if not self.same_content:
            return Message.of(
                N_("The scenario was changed after the workbook was made: differences may be the scenario's own.")
            )
        return Message.of(N_("The workbook was made from this scenario, which is unchanged since."))


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
    said = _cover(book, document, base)
    if said["form"] not in ("", str(FORM_VERSION)):
        raise UserError(
            N_("The workbook has version {form} of the form, this program reads version {own}."),
            N_("Review it with the program that made it."),
            form=said["form"],
            own=FORM_VERSION,
        )
    number = otherwise if scenario is None and not said["scenario"] else scenario
    if number is None:
        number = _made_from(document, base, said["scenario"], said["content"])
    evaluation = evaluate_scenario(document, base, number)
    handover = Handover(document, evaluation, number)
    headings = headings_of(handover)
    table = find_table(book, headings)
    returned, told = read_rows(book, table, handover)
    known = {*document.portfolio.lines.ids, *(program.id for program in document.portfolio.programs)}
    if known.isdisjoint(row.id for row in (*returned.lines, *returned.programs)):
        raise UserError(N_("The workbook has no line of this document."), N_("Open the document it was made from."))
    found = review(evaluation, number, returned)
    others = find_others(book, document, table, headings, found, said)
    return ReviewedBook(
        path,
        found,
        said["scenario"],
        document_fingerprint(document) == said["document"] if said["document"] else None,
        content_fingerprint(evaluation) == said["content"] if said["content"] else None,
        (*book.remarks, *told, *others.told),
        others.differences,
    )


def _cover(book: IncomingBook, document: Document, base: Base) -> Mapping[str, str]:
    """What the workbook says it was made from: form, scenario, document and content, blank for what it does not say.

    Where the names no longer lead to the cover, as when a program renamed it, its labels do.
    """
    facts = {fact: text_of(book.named(f"submission_{fact}") or "") for fact in RECOGNISED_BY}
    if all(facts.values()):
        return facts
    labels: dict[str, str] = {}
    evaluation = evaluate(base)
    for language in LANGUAGES:
        cover = cover_sheet(Handover(document, evaluation, BASE, ExportOptions(language=language)))
        first = [str(row.cells[0]) for row in cover.rows()]
        for name, cell in cover.names:
            labels[first[int(cell.rpartition("$")[2]) - cover.first_row - 1]] = name.removeprefix("submission_")
    for sheet in book.sheets:
        found: dict[str, str] = {}
        for row in itertools.islice(book.rows(sheet), HEADING_ROWS):
            texts = [text_of(value) for _place, value in sorted(row.cells.items())]
            if len(texts) > 1 and texts[0] in labels:
                found.setdefault(labels[texts[0]], texts[1])
        if len(found) == len(RECOGNISED_BY):
            return found
    return facts


def _made_from(document: Document, base: Base, name: str, content: str) -> int:
    """The number of the scenario of that name, or else of the one with those figures: it may have another name now."""
    if not name:
        raise UserError(
            N_("The workbook no longer says which scenario it was made from."), N_("Name the scenario it belongs to.")
        )
    try:
        return find_scenario(document, name)
    except UserError as missing:
        for number in (*(each.number for each in document.scenarios), BASE):
            if content_fingerprint(evaluate_scenario(document, base, number)) == content:
                return number
        raise missing
