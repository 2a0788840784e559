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
from planner.core.review.review import Review, review
from planner.core.review.rows import COLUMNS, EXAMINER, Returned, ReturnedRow
from planner.files.incoming.apart import incoming_book
from planner.files.incoming.cells import SheetRow, text_of
from planner.files.incoming.package import damaged
from planner.files.submission.fingerprints import content_fingerprint, document_fingerprint
from planner.files.submission.handover import Handover
from planner.files.submission.options import ExportOptions
from planner.files.submission.places import MARKS
from planner.files.submission.sheets.figures.calculation import calculation_sheet
from planner.files.submission.sheets.figures.cover import FORM_VERSION, RECOGNISED_BY, cover_sheet
from planner.files.whole import Progress
from planner.words.texts import LANGUAGES

if TYPE_CHECKING:
    from planner.files.incoming.workbook import IncomingBook

HEADING_ROWS = 40
"""The headings must stand within so many rows that hold something."""
ROW_LIMIT = 300_000
"""Rows of 積算内訳 that are kept."""
_EXPORT_AGAIN = N_("Ask for the workbook as it was exported, with the examiner's figures in its own columns.")


@dataclass(frozen=True)
class ReviewedBook:
    """A returned workbook reviewed.

    `same_document` and `same_content` say whether the document and the scenario are still what they were when the
    workbook was made, `None` where it does not say what it was made from. `told` is what else should be known of it.
    """

    path: Path
    review: Review
    scenario_name: str
    same_document: bool | None
    same_content: bool | None
    told: tuple[Message, ...]

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

    Where it does not say which it was made from, `otherwise` is taken, if there is one.

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
    returned = _rows(book, Handover(document, evaluation, number))
    known = {*document.portfolio.lines.ids, *(program.id for program in document.portfolio.programs)}
    if known.isdisjoint(row.id for row in (*returned.lines, *returned.programs)):
        raise UserError(N_("The workbook has no line of this document."), N_("Open the document it was made from."))
    return ReviewedBook(
        path,
        review(evaluation, number, returned),
        said["scenario"],
        document_fingerprint(document) == said["document"] if said["document"] else None,
        content_fingerprint(evaluation) == said["content"] if said["content"] else None,
        book.remarks,
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


def _rows(book: IncomingBook, handover: Handover) -> Returned:
    """The rows of 積算内訳, found by its headings in either language."""
    headings: dict[str, str] = {}
    for language in LANGUAGES:
        exported = replace(handover, options=ExportOptions(language=language))
        columns = calculation_sheet(exported).columns
        headings |= {_folded(column.heading): key for key, column in zip(exported.places.columns, columns, strict=True)}
    sheet, first, places = _find_sheet(book, headings)
    if not any(key in places for key in EXAMINER[:3]):
        raise UserError(N_("The workbook has no columns for an examiner's figures."), _EXPORT_AGAIN, where=sheet)
    lines, programs = [], []
    program_ids, program_marks = handover.portfolio.program_index, {marks.program for marks in MARKS.values()}
    for row in book.rows(sheet):
        if row.number > first:
            read = _row(sheet, row, places)
            kind = text_of(row.cells.get(places["kind"], "")) if "kind" in places else ""
            if kind in program_marks or (not kind and read.id in program_ids):
                programs.append(read)
            elif read.id or read.name or read.cells:
                lines.append(read)
            if len(lines) + len(programs) > ROW_LIMIT:
                raise damaged(book.path, N_("it has far more cells than any submission"))
    return Returned(tuple(lines), tuple(programs), tuple(key for key in COLUMNS if key not in places))


def _find_sheet(book: IncomingBook, headings: Mapping[str, str]) -> tuple[str, int, dict[str, int]]:
    """The sheet with most of the headings, the row they stand in and the column of each."""
    best: tuple[str, int, dict[str, int]] | None = None
    for sheet in book.sheets:
        for row in itertools.islice(book.rows(sheet), HEADING_ROWS):
            places: dict[str, int] = {}
            for place, value in sorted(row.cells.items()):
                key = headings.get(_folded(value)) if isinstance(value, str) else None
                if key is not None:
                    places.setdefault(key, place)
            if "id" in places and len(places) > max(3, len(best[2]) if best else 0):
                best = sheet, row.number, places
    if best is None:
        raise UserError(N_("No sheet has the headings of the calculation, ID among them."), _EXPORT_AGAIN)
    return best


def _row(sheet: str, row: SheetRow, places: Mapping[str, int]) -> ReturnedRow:
    texts = {key: text_of(row.cells[place]) for key, place in places.items() if place in row.cells}
    return ReturnedRow(
        f"{sheet}!{row.number}",
        texts.get("id", ""),
        texts.get("intake_year", ""),
        texts.get("name", ""),
        {key: texts[key] for key in COLUMNS if texts.get(key)},
    )


def _folded(heading: str) -> str:
    return "".join(heading.split()).casefold()
