"""Backups: what thinning keeps, and that a save's predecessor is there to be opened."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.edits.scenarios import branch
from planner.core.errors import UserError
from planner.files.document.backups import Backups, thinned
from planner.files.document.bplan import to_bytes
from planner.files.document.store import open_document
from tests.files.document.samples import small_document

NOW = datetime(2026, 8, 31, 17, 5, tzinfo=UTC)
ages = st.one_of(
    st.integers(0, 3_600), st.integers(0, 86_400), st.integers(0, 31 * 86_400), st.integers(0, 500 * 86_400)
)
times = st.lists(ages.map(lambda age: NOW - timedelta(seconds=age)), max_size=200)


@given(times, st.randoms())
def test_thinning_keeps_the_newest_and_no_more_than_it_says(found: list[datetime], chance: object) -> None:
    kept = thinned(found, NOW)
    assert kept <= set(found)
    if found:
        assert max(found) in kept
    assert {time for time in found if NOW - time <= timedelta(hours=1)} <= kept
    for low, high, form, most in (
        (timedelta(hours=1), timedelta(days=1), "%Y%m%d%H", 25),
        (timedelta(days=1), timedelta(days=31), "%Y%m%d", 32),
        (timedelta(days=31), timedelta(days=365), "%Y%m", 13),
    ):
        within = [time for time in kept if low < NOW - time <= high]
        assert len(within) <= most
        assert all(count == 1 for count in Counter(time.strftime(form) for time in within).values())
        days = {time.strftime(form) for time in found if low < NOW - time <= high}
        assert days <= {time.strftime(form) for time in kept}, "something is left of every hour, day and month"
    assert len([time for time in kept if NOW - time > timedelta(days=365)]) <= 1


@given(times, times)
def test_the_order_does_not_matter_and_thinning_often_is_thinning_once(
    early: list[datetime], late: list[datetime]
) -> None:
    assert thinned(reversed([*early, *late]), NOW) == thinned([*late, *early], NOW)
    before = NOW - timedelta(days=20)
    early = [time for time in early if time <= before]
    late = [time for time in late if time > before]
    assert thinned([*thinned(early, before), *late], NOW) == thinned([*early, *late], NOW)
    assert thinned(thinned(early, NOW), NOW) == thinned(early, NOW)


def test_backups_are_listed_newest_first_each_for_its_document(tmp_path: Path) -> None:
    backups = Backups(tmp_path / "backups")
    first, second = small_document(), branch(small_document(), 1, "第二案")
    path, other = tmp_path / "要求.bplan", tmp_path / "b" / "要求.bplan"
    assert backups.of(path) == []
    backups.keep(path, to_bytes(first))
    backups.keep_document(path, second)
    backups.keep(other, to_bytes(first))
    assert [open_document(each.path).document for each in backups.of(path)] == [second, first]
    assert backups.of(path)[1].size == len(to_bytes(first))
    assert len(backups.of(other)) == 1


def test_old_backups_are_thinned_on_the_way(tmp_path: Path) -> None:
    backups = Backups(tmp_path / "backups")
    path = tmp_path / "a.bplan"
    backups.keep(path, b"now")
    folder = backups.of(path)[0].path.parent
    for minute in range(10, 20):
        (folder / f"20200101T10{minute}00.000000Z-a.bplan").write_bytes(b"old")
    (folder / "not ours.bplan").write_bytes(b"?")
    backups.keep(path, b"later")
    assert sorted(each.read_bytes() for each in folder.iterdir()) == [b"?", b"later", b"now"]


def test_a_backup_that_cannot_be_written_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    backups = Backups(tmp_path / "file" / "backups")
    with pytest.raises(UserError, match="cannot be written"):
        backups.keep(tmp_path / "a.bplan", b"content")
    assert backups.of(tmp_path / "a.bplan") == []
