"""Submissions that come back: whatever an examiner did is found, exactly that, and becomes scenarios."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.plan import set_growth
from planner.core.edits.scenarios import branch, delete_scenario, rename
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import BASE, Document
from planner.core.money import Unit
from planner.core.review.examined import Given
from planner.core.review.outcome import accept, counter
from planner.files.document.bplan import from_bytes, to_bytes
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.review import returned
from planner.files.review.returned import ReviewedBook, read_returned
from planner.files.submission.handover import Handover
from planner.files.submission.options import ExportOptions, SheetKind
from planner.files.submission.submission import write_submission
from tests.files.review.scripted_examiner import Done, assert_exactly, sent_and_returned
from tests.files.samples import random_portfolio, with_what_ifs
from tests.libreoffice import Office


@pytest.mark.parametrize("seed", range(60))
def test_a_scripted_examiner_is_understood_exactly(tmp_path: Path, seed: int) -> None:
    document, path, done = sent_and_returned(tmp_path, seed)
    found = read_returned(path, document, evaluate_base(document.portfolio))
    assert found.same_document
    assert found.same_content
    assert_exactly(document, 1, done, found.review)


SAVED_AGAIN = range(100, 112)
SavedAgain = Mapping[int, tuple[Document, Done, Path]]


@pytest.fixture(scope="module")
def saved_again(office: Office, tmp_path_factory: pytest.TempPathFactory) -> SavedAgain:
    """What comes back by its seed, saved by LibreOffice: it starts once for all."""
    folder = tmp_path_factory.mktemp("returned")
    made, paths = [], []
    for seed in SAVED_AGAIN:
        document, path, done = sent_and_returned(folder, seed, orderly=seed % 2 == 1)
        made.append((document, done))
        paths.append(path.rename(folder / f"{seed}.xlsx"))
    again = office.recalculated(paths, folder)
    return {seed: (*each, path) for seed, each, path in zip(SAVED_AGAIN, made, again, strict=True)}


@pytest.mark.parametrize("seed", SAVED_AGAIN)
def test_a_workbook_saved_by_libreoffice_is_understood_exactly(saved_again: SavedAgain, seed: int) -> None:
    document, done, path = saved_again[seed]
    found = read_returned(path, document, evaluate_base(document.portfolio))
    assert found.same_document
    assert found.same_content
    assert_exactly(document, 1, done, found.review)


# ---------------------------------------------------------------- what a workbook says, and what is odd in it


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """The built-in request, its scenario 作業案 as it was sent."""
    return send(new_document(built_in_portfolio()), 1, tmp_path / "sent.xlsx")


def send(document: Document, scenario: int, path: Path, **choices: Any) -> Path:
    base = evaluate_base(document.portfolio, document.growth(scenario))
    evaluation = evaluate(base, document.overrides(scenario))
    options = ExportOptions(**{"sheets": frozenset[SheetKind](), **choices})
    write_submission(path, Handover(document, evaluation, scenario, options))
    return path


def edit(path: Path, change: Callable[[Any], object]) -> None:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def fill(line: str, **cells: object) -> Callable[[Any], None]:
    """Put values into the first row of a line, by heading."""

    def change(book: Any) -> None:
        sheet = book["積算内訳"]
        heads = [cell.value for cell in sheet[4]]
        row = next(row for row in sheet.iter_rows(min_row=5) if row[heads.index("ID")].value == line)
        for heading, value in cells.items():
            row[heads.index(heading)].value = value

    return change


def back(path: Path, document: Document, scenario: int | None = None) -> ReviewedBook:
    return read_returned(path, document, evaluate_base(document.portfolio), scenario)


def test_what_comes_back_as_it_was_has_nothing_to_tell(sent: Path) -> None:
    document = new_document(built_in_portfolio())
    found = back(sent, document)
    assert (found.same_document, found.same_content, found.scenario_name) == (True, True, "作業案")
    assert (found.review.lines, found.review.unmatched, found.review.broken, found.told) == ((), (), (), ())
    assert "unchanged since" in str(found.verdict)


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_choice_of_the_export_is_read_back(tmp_path: Path, language: str, unit: Unit) -> None:
    document = with_what_ifs(built_in_portfolio())
    for scenario in (BASE, 2):
        path = send(document, scenario, tmp_path / "a.xlsx", language=language, unit=unit)
        found = back(path, document)
        assert (found.review.scenario, found.same_document, found.same_content) == (scenario, True, True)
        assert (found.review.lines, found.review.unmatched, found.review.broken) == ((), (), ())


def test_a_scenario_changed_since_and_another_document_are_told(sent: Path) -> None:
    document = new_document(built_in_portfolio())
    moved = set_values(document, 1, [Entry("fellows/dc/dc1", "rate", 2026, 3_200_000)])
    found = back(sent, moved)
    assert (found.same_document, found.same_content) == (True, False)
    assert "was changed after the workbook was made" in str(found.verdict)
    assert {str(each.message) for each in found.review.broken} >= {
        "Unit rate: the request has 3,200,000, the workbook 3072000"
    }
    portfolio = document.portfolio
    renamed = replace(document, portfolio=replace(portfolio, title="別の要求"))
    other = back(sent, renamed)
    assert other.same_document is False
    assert "from another document" in str(other.verdict)
    with pytest.raises(UserError, match="has no line of this document"):
        back(sent, new_document(random_portfolio(1, 5)))


def test_a_renamed_scenario_is_known_by_its_figures_and_one_that_is_gone_is_told(sent: Path) -> None:
    document = new_document(built_in_portfolio())
    changed = branch(set_values(document, 1, [Entry("fellows/dc/dc1", "rate", 2026, 5)]), BASE, "残った案")
    renamed = rename(changed, 1, "旧案")
    assert back(sent, renamed).review.scenario == 2, "the one with the figures that were sent"
    gone = delete_scenario(set_values(renamed, 2, [Entry("fellows/dc/dc1", "rate", 2026, 6)]), 1)
    changed_base = set_values(gone, 2, [Entry("fellows/dc/dc2", "rate", 2026, 6)])
    assert back(sent, changed_base).review.scenario == BASE
    path = send(changed, 1, sent.with_name("moved.xlsx"))
    with pytest.raises(UserError, match=r"moved\.xlsx: There is no scenario"):
        back(path, delete_scenario(changed, 1))
    assert back(path, delete_scenario(changed, 1), 2).review.scenario == 2


def test_without_a_cover_the_scenario_has_to_be_named(sent: Path) -> None:
    document = new_document(built_in_portfolio())
    edit(sent, lambda book: book.remove(book["表紙"]))
    with pytest.raises(UserError, match="Name the scenario it belongs to"):
        back(sent, document)
    found = back(sent, document, 1)
    assert (found.same_document, found.same_content) == (None, None)
    assert "no longer says what it was made from" in str(found.verdict)
    assert read_returned(sent, document, evaluate_base(document.portfolio), otherwise=1).review.scenario == 1


def test_another_version_of_the_form_and_missing_columns_are_told(sent: Path, tmp_path: Path) -> None:
    document = new_document(built_in_portfolio())

    def version(book: Any) -> None:
        for row in book["表紙"].iter_rows(min_row=5):
            if row[0].value == "様式の版":
                row[1].value = 99

    def without(*headings: str) -> Callable[[Any], None]:
        def change(book: Any) -> None:
            sheet = book["積算内訳"]
            for heading in headings:
                sheet.delete_cols([cell.value for cell in sheet[4]].index(heading) + 1)

        return change

    content = sent.read_bytes()
    for change, said in (
        (version, "has version 99 of the form"),
        (without("ID"), "No sheet has the headings"),
        (without("査定単価", "査定員数", "査定額"), "no columns for an examiner"),
    ):
        edit(sent, change)
        with pytest.raises(UserError, match=said):
            back(sent, document)
        sent.write_bytes(content)
    edit(sent, without("査定員数", "区分"))
    found = back(sent, document).review
    assert [str(each.message) for each in found.broken] == ["The column is missing: Examined quantity."]
    plain = send(document, 1, tmp_path / "plain.xlsx", examiner=False)
    with pytest.raises(UserError, match="no columns for an examiner"):
        back(plain, document)


def test_comments_on_programs_are_kept_and_their_figures_told(sent: Path) -> None:
    document = new_document(built_in_portfolio())
    edit(sent, fill("fellows/dc", コメント="全体に過大", 査定額=1_000))
    found = back(sent, document).review
    index = document.portfolio.program_index["fellows/dc"]
    assert found.comments == {index: "全体に過大"}
    assert [str(each.message) for each in found.broken] == [
        "Examined amount: 1000 is given for a whole program; give it line by line."
    ]
    assert [row for row in found.rows() if isinstance(row, int)] == [index - 1, index]


def test_what_officers_write_is_understood_and_roundings_are_told(sent: Path) -> None:
    document = new_document(built_in_portfolio())
    edit(sent, fill("fellows/dc/dc1", 査定単価="△10%", 査定員数="６００人"))
    edit(sent, fill("fellows/dc/dc2", 査定単価=3_000_000.5))
    found = back(sent, document).review
    dc1, dc2 = found.lines
    assert dict(dc1.given) == {0: Given(rate=2_764_800, people=600)}
    assert dict(dc2.given) == {0: Given(rate=3_000_001)}
    assert [str(each.message) for each in found.broken] == ["Examined rate: 3000000.5 was read as 3,000,001."]
    assert found.total([dc1]) == found.requested.total[1].yen + (dc1.difference or 0)


def test_accepted_and_countered_lines_become_two_scenarios(sent: Path) -> None:
    document = new_document(built_in_portfolio())
    edit(sent, fill("fellows/dc/dc1", 査定員数=600, コメント="実績"))
    edit(sent, fill("fellows/dc/dc2", 査定単価=3_000_000, コメント="高い"))
    edit(sent, fill("ssh/rest", コメント="資料を"))
    found = back(sent, document).review
    dc1, dc2, _rest = (line.row for line in found.lines)
    made = accept(document, found, [dc1], "査定案", str)
    (change,) = made.changes
    assert (change.why, change.scenario, [cell.line_id for cell in change.cells]) == (
        "Examined (査定): 実績",
        2,
        ["fellows/dc/dc1"],
    )
    amount = 3_050_000 * 1_108 + 2_400_000 * 1_108
    kept = counter(made, found, {dc2: None}, 2, "復活案", str)
    typed = counter(made, found, {dc2: amount}, 2, "復活案", str)
    base = evaluate_base(document.portfolio)
    for restored, wanted in ((kept, found.requested.line(dc2)[1]), (typed, amount)):
        assert [each.name for each in restored.scenarios] == ["作業案", "査定案", "復活案"]
        evaluation = evaluate(base, restored.overrides(3))
        assert evaluation.line(dc2)[1] == wanted
        assert evaluation.line(dc1)[1] == 600 * 3_072_000 + 2 * 642 * 2_400_000
        assert "高い" in restored.scenario(3).note
    assert kept.changes == made.changes
    later = set_values(kept, 2, [Entry("fellows/dc/dc2", "rate", 2026, 1)])
    assert evaluate(base, later.overrides(3)).line(dc2)[1] == found.requested.line(dc2)[1], "it holds what it asks for"
    assert typed.changes[-1].why == "Restoration (復活): 高い"
    with pytest.raises(UserError, match="the nearest that whole figures give"):
        counter(made, found, {dc2: amount + 1}, 2, "復活案", str)
    with pytest.raises(UserError, match="already a scenario"):
        accept(made, found, [dc1], "査定案", str)
    assert store_round_trip(typed) == typed


def store_round_trip(document: Document) -> Document:
    return from_bytes(to_bytes(document))


def test_macros_and_links_of_a_returned_workbook_are_told(sent: Path) -> None:
    with zipfile.ZipFile(sent, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"macro")
        parts.writestr("xl/externalLinks/externalLink1.xml", "<x/>")
    assert len(back(sent, new_document(built_in_portfolio())).told) == 2


def test_far_more_rows_than_a_submission_has_are_refused(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returned, "ROW_LIMIT", 50)
    with pytest.raises(UserError, match="far more cells"):
        back(sent, new_document(built_in_portfolio()))


def test_terms_retention_rate_rules_and_growth_of_a_scenario_come_back_as_they_were(tmp_path: Path) -> None:
    document = new_document(built_in_portfolio())
    entries = [
        Entry("fellows/dc/dc1", "retention", 2, Fraction(1, 2)),
        Entry("fellows/dc/dc2", "rate_rule", 2026, 0),
        Entry("fellows/dc/dc2", "duration", 2026, 4),
    ]
    document = set_growth(set_values(document, 1, entries), 1, "wage", Fraction(3, 100), "")
    path = send(document, 1, tmp_path / "sent.xlsx")
    found = back(path, document)
    assert (found.same_document, found.same_content) == (True, True)
    assert (found.review.lines, found.review.unmatched, found.review.broken) == ((), (), ())
    edit(path, fill("fellows/dc/dc1", 査定員数=600))
    (line,) = back(path, document).review.lines
    assert line.difference == -42 * 3_072_000
