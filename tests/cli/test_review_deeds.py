"""Whatever an examiner does to a submission is told by the command line, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from planner.cli.review import as_text, report
from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.handovers import keep_record
from planner.core.edits.values import new_document
from planner.core.model.document import Document
from planner.files.review.returned import read_returned
from planner.files.submission.handover import Handover
from planner.files.submission.options import ExportOptions
from planner.files.submission.submission import write_submission
from planner.words.texts import texts_for
from tests.files.review.deeds import DEEDS, Deed
from tests.samples import small_portfolio


class Sent(NamedTuple):
    """A document with the record of its hand-over, the workbook, and what is told of it untouched."""

    document: Document
    path: Path
    untouched: list[str]


def told(path: Path, document: Document, language: str) -> list[str]:
    texts = texts_for(language)
    read = read_returned(path, document, evaluate_base(document.portfolio))
    return as_text(report(document, read, texts), texts).splitlines()


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    document, path = new_document(small_portfolio()), tmp_path_factory.mktemp("deeds") / "sent.xlsx"
    evaluation = evaluate(evaluate_base(document.portfolio), document.overrides(1))
    document = keep_record(document, write_submission(path, Handover(document, evaluation, 1, ExportOptions())))
    openpyxl.load_workbook(path).save(path.with_name("again.xlsx"))
    untouched = told(path, document, "en")
    assert told(path.with_name("again.xlsx"), document, "en") == untouched, "saved by another program alone"
    assert len(untouched) == 4, "scenario, verdict, heading, total"
    return Sent(document, path, untouched)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_nothing_an_examiner_does_is_passed_over(sent: Sent, tmp_path: Path, deed: Deed) -> None:
    book = openpyxl.load_workbook(sent.path)
    deed.do(book)
    book.save(tmp_path / "back.xlsx")
    english = told(tmp_path / "back.xlsx", sent.document, "en")
    found = [line for line in english if line not in sent.untouched]
    assert any(re.search(deed.told, line) for line in found), found
    assert len(found) < 12, "one deed is not told as many"
    japanese = told(tmp_path / "back.xlsx", sent.document, "ja")
    assert len(japanese) == len(english)
    assert [line.startswith(("[", "?")) for line in japanese] == [line.startswith(("[", "?")) for line in english]
