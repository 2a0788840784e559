"""A workbook is believed only when every cell of it says what the program says."""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import BASE
from planner.files.plain.sheet import Sheet, SheetProgress
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.handover import Handover
from planner.files.submission.options import ExportOptions
from planner.files.submission.submission import described, submission, write_submission
from planner.files.submission.workbook import xlsx as xlsx_sheets
from planner.files.submission.workbook.read_back import compare_with_program
from tests.exports import export_of

QUIET = SheetProgress(1, None)


def value_copy(path: Path, change: Callable[[Any], None]) -> Path:
    """The workbook with values in place of formulas, changed in one place."""
    book = openpyxl.load_workbook(path, data_only=True)
    change(book)
    book.save(path)
    return path


class Sent(NamedTuple):
    """What was handed over, its sheets as described, and the workbook with values in place of formulas."""

    handover: Handover
    sheets: Sequence[Sheet]
    values: Any


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    handover = export_of(new_document(built_in_portfolio()), BASE, ExportOptions())
    sheets = described(handover)
    path = tmp_path_factory.mktemp("sent") / "book.xlsx"
    path.write_bytes(submission(handover).content)
    compare_with_program(value_copy(path, lambda book: None), sheets, handover, QUIET)
    return Sent(handover, sheets, openpyxl.load_workbook(path))


@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [
        ("積算内訳", "L8", 1),
        ("総括表", "C5", 2),
        ("総括表", "A6", "別の事業"),
        ("データ", "V2", None),
        ("明細表", "F400", 5),
    ],
)
def test_any_cell_that_differs_is_named(tmp_path: Path, sent: Sent, sheet: str, cell: str, value: object) -> None:
    path = tmp_path / "book.xlsx"
    before = sent.values[sheet][cell].value
    sent.values[sheet][cell] = value
    sent.values.save(path)
    sent.values[sheet][cell] = before
    with pytest.raises(UserError, match=f"{sheet}!{cell}: .*does not say what the program says"):
        compare_with_program(path, sent.sheets, sent.handover, QUIET)


def test_a_description_that_leaves_the_program_is_found_too(tmp_path: Path) -> None:
    """The second comparison is with the evaluation itself, whatever the sheets were described from."""
    document = new_document(built_in_portfolio())
    path = tmp_path / "book.xlsx"
    base = export_of(document, BASE, ExportOptions())
    path.write_bytes(submission(base).content)
    moved = set_values(document, 1, [Entry("fellows/dc/dc1", "rate", 2026, 3_000_000)], "")
    other = export_of(moved, 1, ExportOptions())
    with pytest.raises(UserError, match=r"積算内訳, fellows: .*17800000000"):
        compare_with_program(path, described(base), other, QUIET)


def test_nothing_is_put_in_place_that_was_not_found_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = new_document(built_in_portfolio())
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"the old one")
    write = xlsx_sheets.written_sheets

    def wrong(target: Path, *rest: Any) -> Any:
        yield from write(target, *rest)
        value_copy(target, lambda book: book["総括表"].__setitem__("C7", 1))

    monkeypatch.setattr(xlsx_sheets, "written_sheets", wrong)
    with pytest.raises(UserError, match="総括表!C7"):
        write_submission(path, export_of(document, BASE, ExportOptions()))
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_removed_hides_no_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where a reader that refuses may still hold the file in it."""
    refusal = UserError("It differs.", "Write it again.")

    def refuse(*_: object) -> None:
        raise refusal

    def held(*_: object, **__: object) -> None:
        raise OSError(errno.ENOTEMPTY, "The directory is not empty")

    monkeypatch.setattr("planner.files.submission.submission.compare_with_program", refuse)
    monkeypatch.setattr("os.rmdir", held)
    with pytest.raises(UserError) as raised:
        submission(export_of(new_document(built_in_portfolio()), BASE, ExportOptions()))
    assert raised.value is refusal


def test_progress_ends_at_the_whole_and_can_end_the_work(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    export = export_of(new_document(built_in_portfolio()), BASE, ExportOptions())
    submission(export, lambda done, total: told.append((done, total)))
    assert told == sorted(told) and told[0][0] == 0
    assert all(0 <= done <= total for done, total in told)

    class EnoughError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done > total // 3:
            raise EnoughError

    with pytest.raises(EnoughError):
        submission(export, stop)
