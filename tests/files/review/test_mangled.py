"""Returned workbooks spoilt by chance: what was done is told, and nothing that was not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.files.review.mangler import Mangled, Sent, content, examine, faults, looks, sent, write_cells
from tests.libreoffice import Office


def mangled(folder: Path, seed: int) -> tuple[Sent, Path, Mangled]:
    out = sent(folder, seed)
    done, target = content(out, seed), folder / f"back-{seed}.xlsx"
    examine(out, seed, done)
    book = write_cells(out.path, done)
    looks(out, book, seed, done)
    book.save(target)
    return out, target, done


@pytest.mark.parametrize("seed", range(12))
def test_a_mangled_workbook_is_told_of_exactly(tmp_path: Path, seed: int) -> None:
    out, path, done = mangled(tmp_path, seed)
    assert list(faults(out, path, done)) == []


def test_a_mangled_workbook_saved_by_libreoffice_is_told_of_exactly(office: Office, tmp_path: Path) -> None:
    made = [mangled(tmp_path, seed) for seed in range(100, 106)]
    again = office.recalculated([path for _out, path, _done in made], tmp_path)
    for (out, _path, done), path in zip(made, again, strict=True):
        assert list(faults(out, path, done)) == []
