"""How a workbook that came back is known: by the record of its number, by figures, by what the first form said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.core.calculation.evaluate import evaluate_base
from planner.core.edits.scenarios import branch, delete_scenario, rename
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import BASE, Document
from planner.core.model.handovers import HandoverRecord
from planner.files.document.bplan import from_bytes, to_bytes
from planner.files.review.returned import ReviewedBook, read_returned
from planner.files.submission.fingerprints import content_fingerprint
from planner.files.submission.known_by import NUMBER_NAME
from planner.files.submission.options import ExportOptions
from planner.files.submission.submission import write_submission
from planner.words.texts import LANGUAGES, texts_for
from tests.exports import export_of
from tests.samples import ALL, DC1, small_portfolio

JAPANESE, ENGLISH = (texts_for(language) for language in ("ja", "en"))


@pytest.fixture
def document() -> Document:
    """作業案, and 案A below it with another rate."""
    made = branch(new_document(small_portfolio(), "作業案"), 1, "案A")
    return set_values(made, 2, [Entry(DC1, "rate", 2026, 3_200_000)])


def send(document: Document, scenario: int, path: Path, **choices: Any) -> HandoverRecord:
    return write_submission(path, export_of(document, scenario, ExportOptions(**{"sheets": frozenset(), **choices})))


def keep(document: Document, *records: HandoverRecord) -> Document:
    return replace(document, handovers=(*document.handovers, *records))


def back(path: Path, document: Document, scenario: int | None = None, otherwise: int | None = None) -> ReviewedBook:
    return read_returned(path, document, evaluate_base(document.portfolio), scenario, otherwise=otherwise)


def type_over(path: Path, value: object, *, nameless: bool = False) -> None:
    """Put something else where the number stands; `nameless`: no name leads there any more."""
    book = openpyxl.load_workbook(path)
    ((sheet, cell),) = book.defined_names[NUMBER_NAME].destinations
    book[sheet][cell].value = value
    if nameless:
        for name in list(book.defined_names):
            del book.defined_names[name]
    book.save(path)


def number_of(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    ((sheet, cell),) = book.defined_names[NUMBER_NAME].destinations
    return str(book[sheet][cell].value)


def said(found: ReviewedBook, *wanted: str) -> None:
    """What is told begins with these texts in English, and is wholly told in Japanese."""
    told = (found.verdict, *found.told)
    for message, text in zip(told, wanted, strict=False):
        assert message.render(ENGLISH.translate).startswith(text)
    for message in told:
        assert message.render(JAPANESE.translate) != message.render(ENGLISH.translate)


UNCHANGED = "The workbook was made from this scenario, which is unchanged since."
CHANGED = "The scenario or its base was changed after the workbook was made"
LIMITED = "Compared were the examiner's columns"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scenario", [BASE, 1, 2])
def test_the_record_of_the_number_tells_the_scenario(
    document: Document, tmp_path: Path, scenario: int, language: str
) -> None:
    path = tmp_path / "a.xlsx"
    sent = keep(document, send(document, scenario, path, language=language))
    found = back(path, from_bytes(to_bytes(sent)))
    assert (found.review.scenario, found.same_document, found.same_content) == (scenario, True, True)
    assert (found.others.total, len(found.told)) == (0, 0)
    said(found, UNCHANGED)


def test_a_scenario_changed_or_renamed_since_is_known_by_its_record(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sent = keep(document, send(document, 2, path))
    later = set_values(rename(sent, 2, "案B"), 2, [Entry(DC1, "rate", 2026, 3_300_000)])
    found = back(path, later, otherwise=1)
    assert (found.review.scenario, found.same_document, found.same_content) == (2, True, False)
    assert found.others.total == 0, "what changed in the document is no change of the workbook"
    said(found, CHANGED)


def test_without_a_record_the_figures_tell_the_scenario(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    send(document, 2, path)
    found = back(path, document, otherwise=1)
    assert (found.review.scenario, found.same_document, found.same_content) == (2, True, True)
    said(found, "The workbook was made from figures that this scenario has.", "The document has no record", LIMITED)


def test_of_several_records_of_a_number_the_one_most_like_the_workbook_is_compared(
    document: Document, tmp_path: Path
) -> None:
    choices: tuple[dict[str, Any], ...] = ({"language": "en"}, {"examiner": False}, {}, {"author": "山田"})
    paths = [tmp_path / f"{at}.xlsx" for at in range(len(choices))]
    records = [send(document, 2, path, **each) for path, each in zip(paths, choices, strict=True)]
    sent = keep(document, *records)
    for path, each in zip(paths, choices, strict=True):
        if each.get("examiner", True):
            assert back(path, sent).others.total == 0


def test_scenarios_of_the_same_figures_are_told_and_the_one_shown_is_taken(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    twin = branch(document, 2, "案C")
    sent = keep(twin, send(twin, 2, path), send(twin, 3, path))
    for asked, scenario in ((None, 3), (2, 2), (3, 3), (1, 3)):
        found = back(path, sent, otherwise=asked)
        assert (found.review.scenario, found.same_document, found.same_content) == (scenario, True, True)
        name = sent.scenario(scenario).name
        said(found, UNCHANGED, f"Several scenarios have the number {number_of(path)}: ")
        assert f"It is held against {name};" in str(found.told[0])
        assert f"「{name}」と突き合わせました" in found.told[0].render(JAPANESE.translate)
    unrecorded = back(path, twin, otherwise=BASE)
    assert unrecorded.review.scenario == 2
    assert "案A, 案C" in str(unrecorded.told[0])
    assert len(back(path, sent, 2).told) == 0, "who names one of them knows"


def test_a_scenario_asked_for_that_the_number_is_not_of_is_told(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sent = keep(document, send(document, 2, path))
    found = back(path, sent, BASE)
    assert (found.review.scenario, found.same_document, found.same_content) == (BASE, True, False)
    said(found, CHANGED, f"The number {number_of(path)} is that of 案A; as you chose, it is held against base.")
    assert "「基準」" in found.told[0].render(JAPANESE.translate)


def test_a_scenario_that_is_gone_is_told(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    twin = branch(document, 2, "案C")
    sent = delete_scenario(keep(twin, replace(send(twin, 2, path), file="要求.xlsx")), 2)
    gone = "The scenario that was handed over is no longer in the document; "
    found = back(path, sent)
    assert (found.review.scenario, found.same_document, found.same_content) == (3, True, True)
    said(found, UNCHANGED, f"{gone}案C is taken instead.")
    alone = delete_scenario(sent, 3)
    with pytest.raises(UserError, match=r"as 要求\.xlsx is no longer in the document\. Name the scenario"):
        back(path, alone)
    found = back(path, alone, otherwise=1)
    assert (found.review.scenario, found.same_document, found.same_content) == (1, True, False)
    said(found, CHANGED, f"{gone}作業案 is taken instead.")


UNKNOWN = "The document knows no hand-over of number "


@pytest.mark.parametrize("nameless", [False, True])
def test_a_number_of_another_document_and_one_typed_over_are_told(
    document: Document, tmp_path: Path, nameless: bool
) -> None:
    path = tmp_path / "a.xlsx"
    sent = keep(document, send(document, 2, path))
    type_over(path, "0123abcd", nameless=nameless)
    with pytest.raises(UserError, match=f"{UNKNOWN}0123abcd, and no scenario has its figures. Open the document"):
        back(path, sent)
    for found in (back(path, sent, 2), back(path, sent, otherwise=2)):
        assert (found.review.scenario, found.same_document, found.same_content) == (2, False, False)
        said(found, f"{UNKNOWN}0123abcd", LIMITED)


@pytest.mark.parametrize(("typed", "nameless"), [("照合済", False), (7.5, False), ("照合済", True)])
def test_what_is_no_number_is_told_and_the_scenario_has_to_be_named(
    document: Document, tmp_path: Path, typed: object, nameless: bool
) -> None:
    path = tmp_path / "a.xlsx"
    sent = keep(document, send(document, 1, path), send(document, 2, path))
    type_over(path, typed, nameless=nameless)
    with pytest.raises(UserError, match=f'"{typed}" stands where the number .* Name the scenario it belongs to'):
        back(path, sent)
    found = back(path, sent, otherwise=2)
    assert (found.review.scenario, found.same_document, found.same_content) == (2, None, None)
    said(found, f'"{typed}" stands where the number of the hand-over stood; rows were matched')
    assert [(each.sheet, each.now) for each in found.others.shown] == [("提出総括", str(typed))]


@pytest.mark.parametrize("nameless", [False, True])
def test_where_the_number_is_gone_nothing_else_is_taken_for_it(
    document: Document, tmp_path: Path, nameless: bool
) -> None:
    path = tmp_path / "a.xlsx"
    sent = keep(document, send(document, 1, path))
    type_over(path, None, nameless=nameless)
    with pytest.raises(UserError, match="no longer says which scenario it was made from"):
        back(path, sent)
    said(back(path, sent, otherwise=1), "The workbook no longer says what it was made from")


def test_a_workbook_without_its_first_page_has_to_be_given_a_scenario(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    send(document, 1, path)
    book = openpyxl.load_workbook(path)
    book.remove(book["提出総括"])
    book.save(path)
    with pytest.raises(UserError, match="Name the scenario it belongs to"):
        back(path, document)
    found = back(path, document, otherwise=1)
    assert (found.review.scenario, found.same_document, found.same_content) == (1, None, None)
    said(found, "The workbook no longer says what it was made from")


def numeric(document: Document, is_wanted: Callable[[str], bool]) -> Document:
    """The document with figures of such a number in 作業案."""
    for rate in range(1, 3_000):
        made = set_values(document, 1, [Entry(ALL[0], "rate", 2026, rate)])
        if is_wanted(content_fingerprint(export_of(made, 1, ExportOptions()).evaluation)[:8]):
            return made
    raise AssertionError("none of so many")


def test_a_number_of_digits_alone_may_have_become_a_number(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    made = numeric(document, str.isdecimal)
    send(made, 1, path)
    type_over(path, int(number_of(path)))
    assert back(path, made).review.scenario == 1
    type_over(path, "".join(chr(ord(each) + 0xFEE0) for each in number_of(path).zfill(8)))
    assert back(path, made).review.scenario == 1, "typed in full width"


def test_a_damaged_record_is_told_where_no_other_is_found(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    record = send(document, 2, path)
    damaged = replace(record, packed=record.packed[:40], file="壊れ.xlsx")
    found = back(path, keep(document, damaged))
    assert (found.review.scenario, found.same_content) == (2, True)
    said(found, "The workbook was made from figures", "The record of the hand-over 壊れ.xlsx is damaged.")
    assert back(path, keep(document, replace(damaged, id="another"), record)).told == ()


@pytest.mark.parametrize("cut", [False, True])
def test_a_record_damaged_further_on_is_told(document: Document, tmp_path: Path, cut: bool) -> None:
    path = tmp_path / "a.xlsx"
    record = send(document, 2, path, **({} if cut else {"sheets": ExportOptions().sheets}))
    damaged = replace(record, size=record.size - 1 if cut else record.size + 1)
    found = back(path, keep(document, damaged))
    assert found.review.scenario == 2
    assert any("is damaged" in str(each) for each in found.told)
