"""The built-in portfolio, and what fills templates with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base
from planner.core.edits.values import new_document
from planner.core.model.document import Document
from planner.files.portfolio.reading import built_in_portfolio
from tests.files.template.templates import Filler


@pytest.fixture(scope="module")
def document() -> Document:
    return new_document(built_in_portfolio())


@pytest.fixture(scope="module")
def evaluation(document: Document) -> Evaluation:
    return evaluate(evaluate_base(document.portfolio), {})


@pytest.fixture
def filler(document: Document, evaluation: Evaluation, tmp_path: Path) -> Filler:
    return Filler(document, evaluation, tmp_path)
