"""Spoilt imports: each is a value that evaluates and saves, or a `UserError`; more of them by `benchmarks/spoil.py`."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from planner.files.portfolio.book import write_book
from planner.files.portfolio.reading import read_portfolio
from planner.files.portfolio.writing import TableRows, tables_of
from tests.files.portfolio.mutations import settle, spoilt_book, spoilt_csv
from tests.files.portfolio.samples import RICH


@pytest.fixture
def tables(tmp_path: Path) -> TableRows:
    folder = tmp_path / "whole"
    folder.mkdir()
    for name, text in RICH.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return tables_of(read_portfolio(folder))


def test_spoilt_tables_are_imported_or_refused(tmp_path: Path, tables: TableRows) -> None:
    chance = random.Random(12)
    imported = [settle(spoilt_csv(tmp_path / str(n), tables, chance)) for n in range(150)]
    assert 10 < sum(imported) < 140


def test_spoilt_workbooks_are_imported_or_refused(tmp_path: Path, tables: TableRows) -> None:
    chance = random.Random(13)
    whole = tmp_path / "whole.xlsx"
    write_book(whole, tables)
    imported = [settle(spoilt_book(tmp_path / "a.xlsx", whole, chance)) for _ in range(60)]
    assert 3 < sum(imported) < 57
