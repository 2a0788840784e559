"""Results as Parquet, where pyarrow is there, and what is said where it is not."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

from planner.core.errors import UserError
from planner.files.plain.parquet import write_parquet


@pytest.mark.slow
def test_texts_and_whole_numbers_of_any_size_are_kept(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow (the extra parquet) is not installed")
    path = tmp_path / "結果.parquet"
    write_parquet(path, ("name", "total", "large"), [("案１", 1, 10**20), ("案２", None, -1)])
    assert parquet.read_table(path).to_pydict() == {
        "name": ["案１", "案２"],
        "total": [1, None],
        "large": [Decimal(10**20), Decimal(-1)],
    }


def test_without_pyarrow_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UserError, match=r"pip install 'budget-scenario-planner\[parquet\]'"):
        write_parquet(tmp_path / "x.parquet", ("name",), [("x",)])
    assert not list(tmp_path.iterdir())
