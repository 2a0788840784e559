"""Hostile workbooks are read or refused in words, in this process and in one of its own; none freezes, none ends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.core.errors import UserError
from planner.files.apart.run import Limits
from planner.files.incoming import apart
from planner.files.incoming.apart import incoming_book
from planner.files.portfolio.reading import read_portfolio
from tests.files.incoming.hostile import HOSTILE

FROZE = (
    *("a format of brackets", "four thousand sheets of one part", "no encoding at all", "a blank program id"),
    *("a share of 1e999999999", "a share of 1/0", "views times members"),
    "one program with thirty thousand printed figures",
)
"""What froze or ended the program once, or took it longer than anybody waits."""


def settle(path: Path) -> str:
    """What is said of a workbook that is imported; empty where it is a portfolio."""
    try:
        read_portfolio(path)
    except UserError as error:
        assert len(str(error)) < 5_000
        return str(error)
    return ""


@pytest.mark.parametrize("name", FROZE)
def test_what_froze_once_is_read_or_refused(tmp_path: Path, name: str) -> None:
    settle(HOSTILE[name](tmp_path / "a.xlsx"))


@pytest.mark.slow
@pytest.mark.apart
@pytest.mark.parametrize("name", HOSTILE)
def test_every_hostile_workbook_is_read_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """In less than half of the memory a workbook may take; how long it takes is measured by `benchmarks/hostile.py`."""
    monkeypatch.setattr(apart, "LIMITS", Limits(apart.LIMITS.seconds, 250 << 20))
    said = settle(HOSTILE[name](tmp_path / "a.xlsx"))
    assert "was ended" not in said
    assert "ended before it was done" not in said


@pytest.mark.apart
def test_a_workbook_beyond_its_limits_is_refused_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = HOSTILE["texts of 100 million letters"](tmp_path / "a.xlsx")
    monkeypatch.setattr(apart, "LIMITS", Limits(60, 80 << 20))
    with pytest.raises(UserError, match=r"a\.xlsx: The work needed more than 80 MB"):
        incoming_book(path)


@pytest.mark.apart
def test_a_workbook_is_the_same_read_in_another_process(tmp_path: Path) -> None:
    path = HOSTILE["gigantic dimension"](tmp_path / "a.xlsx")
    told: list[tuple[int, int]] = []
    book = incoming_book(path, lambda done, total: told.append((done, total)))
    assert [(row.number, row.cells) for row in book.rows("表")] == [(1, {0: 1}), (1048576, {16383: 1})]
    with pytest.raises(UserError, match="There is no such file"):
        incoming_book(tmp_path / "none.xlsx")
