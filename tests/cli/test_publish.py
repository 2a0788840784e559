"""The command `publish`: into a server, into a folder, refused in one line."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.cli.script import DC, Refused, Run
from tests.postgres import Postgres


@pytest.mark.slow
def test_a_scenario_is_published_and_read_by_sql(file: Path, run: Run, postgres: Postgres) -> None:
    address = postgres.database("commands")
    run("set", file, "--scenario", "作業案", f"{DC[0]}.rate=3,200千円")
    for name in ("作業案", "base", "作業案"):
        printed = run("publish", file, "--scenario", name, "--to", address)
        assert printed.startswith(f"{name} is published") and str(postgres.folder) in printed
    for name in ("作業案", "base"):
        report = run("totals", file, "--scenario", name, "--json")
        with psycopg.connect(address) as connection:
            asked = "SELECT fiscal_year, amount_yen FROM planner.total_by_year WHERE scenario = %s"
            found = connection.execute(asked, (name,)).fetchall()
        assert {str(year): int(amount) for year, amount in found} == report["total"]


@pytest.mark.slow
def test_the_same_tables_in_a_folder(file: Path, tmp_path: Path, run: Run) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow (the extra parquet) is not installed")
    run("publish", file, "--to", tmp_path / "表")
    assert {each.suffix for each in (tmp_path / "表").iterdir()} == {".parquet"}


def test_what_is_wrong_is_told_in_a_line_without_the_password(file: Path, tmp_path: Path, refused: Refused) -> None:
    said = refused("publish", file, "--to", "postgresql://me:secret@localhost:1/plans")
    assert "not reached" in said and "secret" not in said
    assert "not the address" in refused("publish", file, "--to", "mysql://me:secret@localhost/plans")
    assert "no scenario" in refused("publish", file, "--scenario", "別案", "--to", tmp_path / "表")
    assert [each.name for each in tmp_path.iterdir()] == [file.name]
