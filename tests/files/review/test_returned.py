"""Submissions that come back: whatever an examiner did is found, exactly that, and becomes scenarios."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.handovers import keep_record
from planner.core.edits.plan import set_growth
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import BASE, Document
from planner.core.money import Unit
from planner.core.review.examined import Given
from planner.core.review.outcome import Answer, ask_again, take_examination
from planner.files.document.bplan import from_bytes, to_bytes
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.review import table
from planner.files.review.differences import Kind
from planner.files.review.returned import ReviewedBook, read_returned
from planner.files.submission.handover import Handover
from planner.files.submission.options import ExportOptions, SheetKind
from planner.files.submission.sheets.figures import calculation
from planner.files.submission.submission import write_submission
from tests.files.review.scripted_examiner import Done, assert_exactly, sent_and_returned
from tests.files.samples import random_portfolio, with_what_ifs
from tests.files.submission.samples import classed
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


def recorded(document: Document, path: Path, **choices: Any) -> tuple[Document, Path]:
    """Scenario 1 sent with every sheet, and the document with the record of it."""
    evaluation = evaluate(evaluate_base(document.portfolio, document.growth(1)), document.overrides(1))
    return keep_record(
        document, write_submission(path, Handover(document, evaluation, 1, ExportOptions(**choices)))
    ), path


def test_rows_that_went_out_folded_are_not_hidden_but_one_hidden_beside_open_ones_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.files.submission.request.MANY_LINES", 3)
    document, path = recorded(new_document(random_portfolio(5, 8)), tmp_path / "sent.xlsx")
    rows = openpyxl.load_workbook(path)["積算内訳"].row_dimensions.values()
    assert any(row.hidden for row in rows)
    base = evaluate_base(document.portfolio)
    assert read_returned(path, document, base).others.shown == ()
    openpyxl.load_workbook(path).save(path)
    assert read_returned(path, document, base).others.shown == ()

    def hide_a_line(book: Any) -> None:
        sheet = book["積算内訳"]
        newest = [at for at, row in sheet.row_dimensions.items() if row.outlineLevel == calculation.NEWEST]
        sheet.row_dimensions[newest[1]].hidden = True

    edit(path, hide_a_line)
    (told,) = read_returned(path, document, base).others.shown
    assert (told.sheet, told.kind) == ("積算内訳", Kind.ROWS_HIDDEN)


def test_a_note_that_is_hidden_is_told_where_nothing_went_out_folded(tmp_path: Path) -> None:
    document, path = recorded(new_document(random_portfolio(5, 8)), tmp_path / "sent.xlsx")

    def hide_a_note(book: Any) -> None:
        sheet = book["積算内訳"]
        deepest = max(row.outlineLevel for row in sheet.row_dimensions.values())
        note = next(at for at, row in sheet.row_dimensions.items() if row.outlineLevel == deepest)
        sheet.row_dimensions[note].hidden = True

    edit(path, hide_a_note)
    (told,) = read_returned(path, document, evaluate_base(document.portfolio)).others.shown
    assert (told.sheet, told.kind) == ("積算内訳", Kind.ROWS_HIDDEN)


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


def test_what_comes_back_as_it_was_has_nothing_to_tell(tmp_path: Path) -> None:
    document, path = recorded(new_document(built_in_portfolio()), tmp_path / "sent.xlsx")
    found = back(path, document)
    assert (found.others.shown, found.others.total, found.review.questions) == ((), 0, ())
    assert (found.same_document, found.same_content, found.review.scenario) == (True, True, 1)
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


def test_what_follows_from_a_figure_of_the_newest_intake_is_told_there_alone(office: Office, tmp_path: Path) -> None:
    """The rate of the year and the share are taken from its row by those taken in before, also where others save."""
    document, path = recorded(classed(), tmp_path / "sent.xlsx")
    edit(path, fill("fellows/pd/pd", 単価=4_000_000, 率=95, 除数=100))
    (again,) = office.recalculated([path], tmp_path / "again")
    found = read_returned(again, document, evaluate_base(document.portfolio, document.growth(1)))
    told = found.review.broken
    assert {each.key for each in told} == {"rate", "factor"}
    assert len({each.place for each in told}) == 1
    assert found.others.shown == ()


def test_a_scenario_changed_since_and_another_document_are_told(tmp_path: Path) -> None:
    document, sent = recorded(new_document(built_in_portfolio()), tmp_path / "sent.xlsx", sheets=frozenset())
    moved = set_values(document, 1, [Entry("fellows/dc/dc1", "rate", 2026, 3_200_000)])
    found = back(sent, moved)
    assert (found.same_document, found.same_content) == (True, False)
    assert "was changed after the workbook was made" in str(found.verdict)
    assert {str(each.message) for each in found.review.broken} >= {
        "Unit rate: the request has 3,200,000, the workbook 3072000"
    }
    with pytest.raises(UserError, match="has no line of this document"):
        back(sent, new_document(random_portfolio(1, 5)), BASE)


def test_another_version_of_the_form_and_missing_columns_are_told(sent: Path, tmp_path: Path) -> None:
    document = new_document(built_in_portfolio())

    def version(book: Any) -> None:
        sheet, cell = next(book.defined_names["submission_form"].destinations)
        book[sheet][cell].value = 99

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
    assert found.restored({dc2.row: None}) == found.requested.total[1].yen + (dc1.difference or 0)


def test_the_examination_is_whole_whatever_is_answered_and_what_is_countered_stands_below_it(sent: Path) -> None:
    document = new_document(built_in_portfolio())
    edit(sent, fill("fellows/dc/dc1", 査定員数=600, コメント="実績"))
    edit(sent, fill("fellows/dc/dc2", 査定単価=3_000_000, コメント="高い"))
    edit(sent, fill("ssh/rest", コメント="資料を"))
    found = back(sent, document).review
    dc1, dc2, _rest = (line.row for line in found.lines)
    base = evaluate_base(document.portfolio)
    made = take_examination(document, found, {dc1: Answer.ACCEPT, dc2: Answer.COUNTER}, "査定案", str)
    for answers in ({}, {dc1: Answer.COUNTER, dc2: Answer.LEAVE}, dict.fromkeys((dc1, dc2), Answer.ACCEPT)):
        other = take_examination(document, found, answers, "査定案", str)
        assert (other.overrides(2), other.changes) == (made.overrides(2), made.changes), "an answer moves no figure"
    assert [(each.why, each.scenario, [cell.line_id for cell in each.cells]) for each in made.changes] == [
        ("Examined: 実績", 2, ["fellows/dc/dc1"]),
        ("Examined: 高い", 2, ["fellows/dc/dc2"]),
    ]
    labels = document.portfolio.lines.labels_en
    assert made.scenario(2).note == f"accept (1): {labels[dc1]}\ncounter (1): {labels[dc2]}"
    examined = evaluate(base, made.overrides(2))
    assert examined.total[1] == found.examined.total[1]
    amount = 3_050_000 * 1_108 + 2_400_000 * 1_108
    kept = ask_again(made, found, {dc2: None}, 2, "復活案", str)
    typed = ask_again(made, found, {dc2: amount}, 2, "復活案", str)
    for restored, wanted in ((kept, found.requested.line(dc2)[1]), (typed, amount)):
        assert [each.name for each in restored.scenarios] == ["作業案", "査定案", "復活案"]
        assert set(restored.scenario(3).overrides) == {"fellows/dc/dc2"}, "it holds what is countered and nothing else"
        evaluation = evaluate(base, restored.overrides(3))
        assert evaluation.line(dc2)[1] == wanted
        assert evaluation.line(dc1)[1] == 600 * 3_072_000 + 2 * 642 * 2_400_000
        assert isinstance(wanted, int)
        assert isinstance(examined.line(dc2)[1], int)
        more = wanted - 3_000_000 * 1_108 - 2_400_000 * 1_108
        assert evaluation.total[1].yen - examined.total[1].yen == more, "復活額"
        assert "高い" in restored.scenario(3).note
        change = restored.changes[-1]
        assert (change.scenario, change.why, change.effect) == (3, "Restoration: 高い", more)
        assert change.cells[0].before == 3_000_000
    later = set_values(kept, 2, [Entry("fellows/dc/dc2", "rate", 2026, 1)])
    assert evaluate(base, later.overrides(3)).line(dc2)[1] == found.requested.line(dc2)[1], "it holds what it asks for"
    with pytest.raises(UserError, match="the nearest that whole figures give"):
        ask_again(made, found, {dc2: amount + 1}, 2, "復活案", str)
    with pytest.raises(UserError, match="already a scenario"):
        take_examination(made, found, {}, "査定案", str)
    assert store_round_trip(typed) == typed


def test_a_document_made_before_keeps_its_scenarios(sent: Path) -> None:
    """What an earlier program took over, countered lines at the request in 査定案, stays as it was."""
    document = branch(new_document(built_in_portfolio()), 1, "査定案")
    document = branch(set_values(document, 2, [Entry("fellows/dc/dc1", "quantity", 2026, 600)]), 2, "復活案")
    again = store_round_trip(document)
    assert again == document
    edit(sent, fill("fellows/dc/dc1", 査定員数=500))
    found = back(sent, again).review
    made = take_examination(again, found, {}, "査定案2", str)
    assert made.scenarios[:-1] == document.scenarios


def store_round_trip(document: Document) -> Document:
    return from_bytes(to_bytes(document))


def test_macros_and_links_of_a_returned_workbook_are_told(sent: Path) -> None:
    with zipfile.ZipFile(sent, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"macro")
        parts.writestr("xl/externalLinks/externalLink1.xml", "<x/>")
    told = [str(each) for each in back(sent, new_document(built_in_portfolio())).told]
    assert ["no record" in told[0], "macros" in told[1], "links" in told[2], "could not be" in told[3]] == [True] * 4


def test_far_more_rows_than_a_submission_has_are_refused(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "ROW_LIMIT", 50)
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
