"""Returned workbooks spoilt by chance: what was done is told, and nothing that was not."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.core.model.document import Document
from tests.files.review.mangler import Mangled, content, examine, faults, looks, sent, write_cells
from tests.libreoffice import Office


def mangled(folder: Path, seed: int) -> tuple[Document, Path, Mangled]:
    document, path = sent(folder, seed)
    done, target = content(document, seed), folder / f"back-{seed}.xlsx"
    examine(document, seed, done)
    book = write_cells(path, done, target)
    looks(book, seed, done)
    book.save(target)
    return document, target, done


@pytest.mark.parametrize("seed", range(12))
def test_a_mangled_workbook_is_told_of_exactly(tmp_path: Path, seed: int) -> None:
    document, path, done = mangled(tmp_path, seed)
    assert list(faults(document, path, done)) == []


def test_a_mangled_workbook_saved_by_libreoffice_is_told_of_exactly(office: Office, tmp_path: Path) -> None:
    made = [mangled(tmp_path, seed) for seed in range(100, 106)]
    again = office.recalculated([path for _document, path, _done in made], tmp_path)
    for (document, _path, done), path in zip(made, again, strict=True):
        assert list(faults(document, path, done)) == []
