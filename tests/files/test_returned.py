"""Submissions that come back: whatever an examiner did is found, exactly that, and becomes scenarios."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.core.evaluate import evaluate_base
from planner.files.returned import read_returned
from tests.libreoffice import recalculated
from tests.scripted_examiner import assert_exactly, sent_and_returned


@pytest.mark.parametrize("seed", range(60))
def test_a_scripted_examiner_is_understood_exactly(tmp_path: Path, seed: int) -> None:
    document, path, done = sent_and_returned(tmp_path, seed)
    found = read_returned(path, document, evaluate_base(document.portfolio))
    assert found.same_document
    assert found.same_content
    assert_exactly(document, 1, done, found.review)


@pytest.mark.parametrize("seed", range(100, 112))
def test_a_workbook_saved_by_libreoffice_is_understood_exactly(tmp_path: Path, seed: int) -> None:
    document, path, done = sent_and_returned(tmp_path, seed, orderly=seed % 2 == 1)
    found = read_returned(recalculated(path, tmp_path), document, evaluate_base(document.portfolio))
    assert found.same_document
    assert found.same_content
    assert_exactly(document, 1, done, found.review)
