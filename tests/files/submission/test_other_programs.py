"""Random submissions in other programs: Gnumeric recalculates every formula to what stands there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from planner.core.errors import UserError
from planner.core.model.document import BASE
from planner.files.submission.options import ExportOptions, SheetKind
from tests.exports import Export, export_of, exports, written
from tests.files.submission.by_key import sheets_in
from tests.files.submission.samples import DAY, classed
from tests.second_engine import as_gnumeric_keeps, assert_same
from tests.strategies import examples

BOOKS = 12


def recalculated(books: list[Path], folder: Path) -> list[Path]:
    """Workbooks as Gnumeric saves them after calculating every formula anew; it opens them without a word."""
    program = shutil.which("ssconvert")
    assert program, "Gnumeric is needed: `python3 dev.py test` installs it on Debian and Ubuntu"
    found = []
    for book in books:
        found.append(folder / f"{book.stem}-gnumeric.xlsx")
        command = [program, "--recalc", "--export-type=Gnumeric_Excel:xlsx", str(book), str(found[-1])]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert ran.returncode == 0, ran.stderr
    return found


def assert_same_cells(recalculated: Path, path: Path) -> None:
    """Every cell is the cell of ours, texts as its files keep them."""
    ours, theirs = sheets_in(path), sheets_in(recalculated)
    assert list(theirs) == list(ours)
    for name, rows in ours.items():
        for at, row in enumerate(rows):
            other = theirs[name][at] if at < len(theirs[name]) else []
            for column, expected in enumerate(row):
                found = other[column] if column < len(other) else ""
                assert_same(_kept(found), _kept(expected), f"{name} {at + 1}:{column + 1}")


def _kept(value: object) -> object:
    return as_gnumeric_keeps(value) if isinstance(value, str) else value


def test_gnumeric_calculates_the_same_cells(tmp_path: Path) -> None:
    """Of random documents with every sheet, and of the built-in request with lines of all kinds."""
    everything = ExportOptions(frozenset(SheetKind), compare=(BASE,), programs=("fellows", "women"), date=DAY)
    paths = [written(export_of(classed(), 1, everything), tmp_path / "built-in.xlsx")]

    @settings(max_examples=examples(4 * BOOKS), suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(exports())
    def gather(drawn: Export) -> None:
        try:
            if len(paths) <= BOOKS and drawn.vintages:
                paths.append(written(drawn, tmp_path / f"{len(paths)}.xlsx"))
        except UserError:
            return

    gather()
    assert len(paths) > BOOKS / 2
    for found, path in zip(recalculated(paths, tmp_path), paths, strict=True):
        assert_same_cells(found, path)
