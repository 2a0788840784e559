"""Damaged documents and other programs' edits on the command line: one line, the copies that are whole, an option."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from planner.files.document.aside import Note, backups_folder, unsaved_folder, write_note
from planner.files.document.backups import Backups
from planner.files.document.store import backup_of
from tests.cli.script import DC, Refused, Run


@pytest.fixture(autouse=True)
def own_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "profile"))


def damage(path: Path) -> bytes:
    """One bit of the rate set, and what the file was."""
    whole = path.read_bytes()
    assert whole.count(b"rate\x07\xea3200000") == 1
    path.write_bytes(whole.replace(b"rate\x07\xea3200000", b"rate\x07\xea3200001"))
    return whole


def test_damage_is_one_line_with_the_copies_that_are_whole(file: Path, run: Run, refused: Refused) -> None:
    run("set", file, "--scenario", "作業案", f"{DC[0]}.rate=3,200千円")
    whole = damage(file)
    said = refused("totals", file)
    assert str(file) in said
    assert "Values of scenarios, entry 1 (fellows/dc/dc1.rate@2026)" in said
    assert f"These are whole: {backup_of(file)}" in said
    assert "damaged" in refused("totals", file, "--edited"), "damage is not opened on purpose"
    backup_of(file).write_bytes(b"broken")
    assert "No whole copy" in refused("set", file, "--scenario", "作業案", f"{DC[0]}.rate=1")
    Backups(backups_folder()).keep(file, whole)
    unsaved_folder().mkdir()
    (unsaved_folder() / "one.bplan").write_bytes(whole)
    write_note(unsaved_folder() / "one.bplan", Note(file, None))
    (unsaved_folder() / "of another.bplan").write_bytes(whole)
    said = refused("totals", file)
    assert said.count(str(backups_folder())) == said.count(str(unsaved_folder())) == 1


def test_a_file_of_zeros_names_its_backup(file: Path, run: Run, refused: Refused) -> None:
    run("set", file, "--scenario", "作業案", f"{DC[0]}.rate=3,200千円")
    file.write_bytes(bytes(5000))
    assert f"These are whole: {backup_of(file)}" in refused("totals", file)
    backup_of(file).unlink()
    assert "whole" not in refused("totals", file)


def test_another_programs_edit_is_opened_with_an_option(file: Path, run: Run, refused: Refused) -> None:
    run("set", file, "--scenario", "作業案", f"{DC[0]}.rate=3,200千円")
    with closing(sqlite3.connect(file)) as db:
        db.execute("UPDATE overrides SET value = '3300000'")
        db.commit()
    said = refused("totals", file, "--scenario", "作業案")
    assert "--edited" in said and f"These are whole: {backup_of(file)}" in said
    before = run("totals", backup_of(file), "--json")["total"]["2026"]
    assert run("totals", file, "--edited", "--scenario", "作業案", "--json")["total"]["2026"] > before
    run("set", file, "--edited", "--scenario", "作業案", f"{DC[0]}.rate=3,400千円")
    assert run("totals", file, "--scenario", "作業案", "--json")["total"]["2026"] > before, "saved, it proves itself"
