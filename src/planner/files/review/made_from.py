"""What a workbook that came back was made from: what it says of itself, held against the document.

It says its number (照合番号), the first digits of the fingerprint of its figures: the record of the hand-over of that
number tells the scenario, else the figures of each scenario do. Workbooks of the first form say the name of the
scenario, and the fingerprints of its figures and of the document in full.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from planner.core.calculation.evaluate import Base, evaluate_scenario
from planner.core.edits.scenarios import find_scenario
from planner.core.errors import N_, Both, Message, UserError
from planner.core.model.document import BASE, Document
from planner.core.model.handovers import KEPT, HandoverRecord, WrittenFormula, WrittenSheet
from planner.files.incoming.cells import text_of
from planner.files.review.table import HEADING_ROWS
from planner.files.submission.fingerprints import content_fingerprint
from planner.files.submission.known_by import DIGITS, FORM_LABEL, FORM_NAME, FORM_VERSION, NUMBER_LABEL, NUMBER_NAME
from planner.words.texts import folded

if TYPE_CHECKING:
    from planner.files.incoming.workbook import IncomingBook

FRONT = 2
"""So many sheets stand in front that say what a workbook is: 提出総括, and in the first form 表紙."""

_NO_RECORD = N_(
    "The document has no record of this hand-over: an earlier version kept none, a copy may have been handed over, and "
    "of each scenario the newest {kept} are kept."
)

_NUMBER, _FINGERPRINT = re.compile(rf"[0-9a-f]{{{DIGITS}}}"), re.compile("[0-9a-f]{64}")
_NAMES = {
    "form": FORM_NAME,
    "number": NUMBER_NAME,
    "scenario": "submission_scenario",
    "document": "submission_document",
    "content": "submission_content",
}
_LABELS = {
    **dict.fromkeys((*FORM_LABEL, "Version of the form"), "form"),
    **dict.fromkeys(NUMBER_LABEL, "number"),
    **dict.fromkeys(("シナリオ", "Scenario"), "scenario"),
    **dict.fromkeys(("文書の指紋", "Fingerprint of the document"), "document"),
    **dict.fromkeys(("内容の指紋", "Fingerprint of the content"), "content"),
}
"""What stands before these cells; the last three were in the first form alone."""


class Said(NamedTuple):
    """What a workbook says it was made from; blank what it does not say.

    `content` is the fingerprint of its figures, of which all but the first form say the first digits alone; `instead`
    is what stands where these should. `scenario` and `document` (a fingerprint) are said by the first form only.
    """

    content: str = ""
    scenario: str = ""
    document: str = ""
    instead: str = ""


class MadeFrom(NamedTuple):
    """The scenario a workbook is held against, the record of its hand-over, if any, and what is to be told of both.

    `is_known`: whether the document knows the workbook, by a record or by figures; what names a scenario says more.
    """

    scenario: int
    is_known: bool
    record: HandoverRecord | None
    told: tuple[Message, ...]


# ---------------------------------------------------------------- what a workbook says


def what_is_said(book: IncomingBook) -> Said:
    """What a workbook says; raises `UserError` where it is of a form that this program does not read.

    Where the names no longer lead to the cells, as when a program renamed them, their labels do.
    """
    facts = {fact: text_of(book.named(name) or "") for fact, name in _NAMES.items()}
    if not _is_whole({fact for fact, text in facts.items() if text}):
        facts |= _beside_labels(book)
    if facts["form"] not in ("", *map(str, range(1, FORM_VERSION + 1))):
        raise UserError(
            N_("The workbook has version {form} of the form, this program reads versions up to {own}."),
            N_("Review it with the program that made it."),
            form=facts["form"],
            own=FORM_VERSION,
        )
    number = folded(facts["number"])
    number = number.zfill(DIGITS) if number.isdecimal() else number  # a number to a spreadsheet loses its zeros
    if _NUMBER.fullmatch(number):
        return Said(number)
    content = facts["content"] if _FINGERPRINT.fullmatch(facts["content"]) else ""
    return Said(content, facts["scenario"], facts["document"], facts["number"])


def _is_whole(facts: Collection[str]) -> bool:
    """Whether all is said that a workbook of some form says."""
    return "form" in facts and ("number" in facts or {"scenario", "document", "content"} <= set(facts))


def _beside_labels(book: IncomingBook) -> Mapping[str, str]:
    """What stands to the right of the labels, in a sheet that has all of them."""
    for sheet in book.sheets:
        found: dict[str, str] = {}
        for row in islice(book.rows(sheet), 2 * HEADING_ROWS):
            texts = [text_of(value) for _place, value in sorted(row.cells.items())]
            for label, text in pairwise(texts):
                if label in _LABELS and text not in _LABELS:  # where nothing stands the next label does
                    found.setdefault(_LABELS[label], text)
        if _is_whole(found):
            return found
    return {}


# ---------------------------------------------------------------- what the document knows of it


def made_from(
    book: IncomingBook, said: Said, document: Document, base: Base, wanted: int | None, otherwise: int | None
) -> MadeFrom:
    """Find the scenario a workbook is to be held against: `wanted` where it is given, else the one it was made from.

    Where that cannot be said, `otherwise` is taken, if there is one; it also decides between scenarios that fit alike.
    Raises `UserError` where there is none.
    """
    known = _Known(book, said, document, base)
    scenario = known.scenario(otherwise) if wanted is None else wanted
    told = known.chosen(scenario) if wanted is None else known.wanted(scenario)
    is_known, record = bool(known.records or said.scenario or known.fitting), known.record(scenario)
    lacking = known.lacking() if record is None and (is_known or not said.content) else ()
    return MadeFrom(scenario, is_known, record, (*told, *lacking))


@dataclass(frozen=True, eq=False)
class _Known:
    """What a document knows of a workbook."""

    book: IncomingBook
    said: Said
    document: Document
    base: Base

    @cached_property
    def records(self) -> Sequence[HandoverRecord]:
        """The hand-overs of what the workbook says of its figures: most like it first, the newest of those alike."""
        if not self.said.content:
            return ()
        return [each for each, texts in self._fronts if isinstance(texts, Set) and self.said.content in texts]

    @cached_property
    def owners(self) -> Sequence[int]:
        """The scenarios they were made from, as far as they are still there."""
        return list(dict.fromkeys(each.scenario for each in self.records if each.scenario in self._numbers))

    @cached_property
    def fitting(self) -> Sequence[int]:
        """The scenarios it may have been made from: those of the records, else those with its figures.

        The base counts only where no other has them.
        """
        if self.owners or not self.said.content:
            return self.owners
        scenarios = [each for each in self._numbers if each != BASE and self._has_figures(each)]
        return scenarios or [each for each in (BASE,) if self._has_figures(each)]

    def scenario(self, otherwise: int | None) -> int:
        """The scenario it was made from, else the other."""
        if self.said.scenario:
            try:
                return find_scenario(self.document, self.said.scenario)
            except UserError:
                if not self.fitting:
                    raise
        if otherwise is not None and (otherwise in self.fitting or not self.fitting):
            return otherwise
        if not self.fitting:
            raise self._unknown()
        return self.fitting[0]

    def record(self, scenario: int) -> HandoverRecord | None:
        """The hand-over to compare with: where the workbook does not say which it is, the scenario's most like it."""
        if self.said.content:
            return next(iter(self.records), None)
        return next((each for each, _front in self._fronts if each.scenario == scenario), None)

    @cached_property
    def _numbers(self) -> Sequence[int]:
        return [*(each.number for each in self.document.scenarios), BASE]

    def _has_figures(self, scenario: int) -> bool:
        evaluation = evaluate_scenario(self.document, self.base, scenario)
        return content_fingerprint(evaluation).startswith(self.said.content)

    @cached_property
    def _fronts(self) -> Sequence[tuple[HandoverRecord, Set[str] | Message]]:
        """Every hand-over with the texts of its first sheets, or with what is wrong with its record.

        Those stand first that share most of their texts with the workbook, of those alike the newest.
        """
        front = (row for sheet in self.book.sheets[:FRONT] for row in self.book.rows(sheet))
        there = {text_of(value) for row in front for value in row.cells.values()}
        found = [(each, _front(each)) for each in reversed(self.document.handovers)]
        return sorted(found, key=lambda each: -_likeness(each[1], there))

    # ---------------------------------------------------------------- in words

    def chosen(self, scenario: int) -> Iterator[Message]:
        """What is to be told of a scenario that was found."""
        if self.said.scenario:
            return
        if len(self.fitting) > 1:
            several = N_(
                "Several scenarios have the number {number}: {names}. It is held against {scenario}; if it belongs to "
                "another of them, choose that one and review again."
            )
            yield self._named(several, scenario)
        elif self.records and not self.owners:
            gone = N_("The scenario that was handed over is no longer in the document; {scenario} is taken instead.")
            yield self._named(gone, scenario)

    def lacking(self) -> Iterator[Message]:
        """Why there is no record, where the document knows the workbook."""
        damaged = [wrong for _record, wrong in self._fronts if isinstance(wrong, Message)]
        yield from damaged or (Message.of(_NO_RECORD, kept=KEPT),)

    def wanted(self, scenario: int) -> Iterator[Message]:
        """What is to be told of a scenario that was asked for."""
        if self.owners and scenario not in self.owners:
            other = N_("The number {number} is that of {names}; as you chose, it is held against {scenario}.")
            yield self._named(other, scenario)

    def _named(self, text: str, scenario: int) -> Message:
        number = self.said.content[:DIGITS]
        return Message.of(text, number=number, names=self._names(self.fitting), scenario=self._names([scenario]))

    def _names(self, scenarios: Sequence[int]) -> Both:
        names = ["" if each == BASE else self.document.scenario(each).name for each in scenarios]
        return Both("、".join(name or "基準" for name in names), ", ".join(name or "base" for name in names))

    def _unknown(self) -> UserError:
        said, name_it = self.said, N_("Name the scenario it belongs to.")
        if not said.content and said.instead:
            return UserError(
                N_('"{text}" stands where the number of the hand-over stood: its scenario cannot be said.'),
                name_it,
                text=said.instead,
            )
        if not said.content:
            return UserError(N_("The workbook no longer says which scenario it was made from."), name_it)
        if self.records:
            return UserError(
                N_("The scenario that was handed over as {file} is no longer in the document."),
                N_("Name the scenario to hold it against."),
                file=self.records[0].file,
            )
        return UserError(
            N_("The document knows no hand-over of number {number}, and no scenario has its figures."),
            N_("Open the document it was made from; if it is this one, name the scenario it belongs to."),
            number=said.content,
        )


def _front(record: HandoverRecord) -> Set[str] | Message:
    """The texts of the first sheets of a hand-over."""
    try:
        return {text for sheet in record.sheets(FRONT) for text in _texts(sheet)}
    except UserError as error:
        return error.what


def _likeness(texts: Set[str] | Message, there: Set[str]) -> float:
    return len(texts & there) / max(len(texts | there), 1) if isinstance(texts, Set) else 0


def _texts(sheet: WrittenSheet) -> Iterator[str]:
    for row in sheet.rows:
        for cell in row:
            value = cell.value if isinstance(cell, WrittenFormula) else cell
            if value is not None:
                yield text_of(value)
