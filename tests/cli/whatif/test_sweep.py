"""The command that works out a table of scenarios: printed, in JSON, as files, and what is wrong with a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.script import Refused, Run

HEAD = "name,fellows/pd/pd.rate,fellows/dc/dc1.quantity@R9,ssh/basic.rate\n"


def table(folder: Path, text: str) -> Path:
    path = folder / "表.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


@pytest.fixture
def overrides(tmp_path: Path) -> Path:
    return table(tmp_path, HEAD + '案１,"３，０７２千円",,\n案２,,501,+10%\n案３,,,\n')


def test_a_row_is_the_scenario_made_by_commands(file: Path, run: Run, overrides: Path) -> None:
    found = run("sweep", file, "--scenario", "作業案", "--table", overrides, "--json")
    run("branch", file, "案２", "--from", "作業案")
    run("set", file, "--scenario", "案２", "fellows/dc/dc1.quantity@R9=501", "ssh/basic.rate=+10%")
    made = run("totals", file, "--scenario", "案２", "--json")
    assert found["scenario"] == "作業案"
    assert [each["name"] for each in found["rows"]] == ["案１", "案２", "案３"]
    total = dict(made["total"])
    total.pop("2025")
    assert found["rows"][1]["total"] == total
    amounts = {each["id"]: each["amounts"]["2026"] for each in made["programs"]}
    assert found["rows"][1]["programs"] == {
        each: amounts[each] for each in ("fellows", "fellows/dc", "fellows/pd", "ssh")
    }
    assert found["rows"][2]["total"]["2026"] == 416_812_800_000


def test_results_are_written_as_tables(file: Path, run: Run, overrides: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert "Scenarios written (3)" in run("sweep", file, "--table", overrides, "-o", out)
    head, first, *_rest = out.read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("name,total@2026,total@2027,")
    assert head.endswith(",program:ssh@2026")
    assert first.startswith("案１,416029140000,")
    assert "案３" in run("sweep", file, "--table", overrides)


@pytest.mark.slow
def test_a_cluster_has_the_same_figures(file: Path, run: Run, overrides: Path, scheduler: str) -> None:
    asked = ("sweep", file, "--scenario", "作業案", "--table", overrides)
    assert run(*asked, "--dask", scheduler, "--json") == run(*asked, "--json")


@pytest.mark.slow
def test_parquet_has_the_figures_of_the_csv(file: Path, run: Run, overrides: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow (the extra parquet) is not installed")
    for name in ("out.csv", "out.parquet"):
        run("sweep", file, "--table", overrides, "-o", tmp_path / name)
    head, *rows = (line.split(",") for line in (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines())
    read = parquet.read_table(tmp_path / "out.parquet").to_pydict()
    assert [*read] == head
    assert [[str(each) for each in row] for row in zip(*read.values(), strict=True)] == rows


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name\n案\n", "The table sets nothing"),
        (HEAD, "The table has no row"),
        (HEAD + ",1,,\n", "row 2, column name: The scenario has no name"),
        (HEAD + "案,1,,\n案,2,,\n", 'row 3, column name: "案" is the name of row 2 too'),
        (HEAD + "案,x,,\n", 'row 2, column fellows/pd/pd.rate: "x" is not a number'),
        (HEAD + "案,,-1,\n", "row 2, column fellows/dc/dc1.quantity@R9: Quantity must lie between"),
        ("name,ssh/x.rate\n案,1\n", 'row 1, column ssh/x.rate: There is no line "ssh/x"'),
        ("name,ssh/basic.x\n案,1\n", 'row 1, column ssh/basic.x: There is no field "x"'),
        ("name,ssh\n案,1\n", 'row 1, column ssh: "ssh" is not LINE.FIELD[@YEAR]'),
        ("name,ssh/basic.rate@R7\n案,1\n", "row 2, column ssh/basic.rate@R7: Fiscal year 2025 is enacted"),
        ("name,ssh/basic.rate@R8,ssh/basic.rate\n案,1,2\n", "ssh/basic.rate@2026: A driver is named twice"),
        ("name,ssh/basic.duration,ssh/basic.quantity@R7\n案,1,2\n", "row 2: Fiscal year 2025 is enacted"),
        ("other\n1\n", "Not among the columns: name"),
    ],
)
def test_a_bad_table_is_told_by_row_and_column(
    file: Path, refused: Refused, tmp_path: Path, text: str, said: str
) -> None:
    out = tmp_path / "out.csv"
    assert said in refused("sweep", file, "--table", table(tmp_path, text), "-o", out)
    assert not out.exists()


def test_other_refusals_name_the_remedy(file: Path, refused: Refused, overrides: Path) -> None:
    assert ".csv or .parquet" in refused("sweep", file, "--table", overrides, "-o", "out.xlsx")
    before = overrides.read_bytes()
    assert "table itself" in refused("sweep", file, "--table", overrides, "-o", overrides)
    assert overrides.read_bytes() == before
    assert "tcp://host:8786" in refused("sweep", file, "--table", overrides, "--dask", "host")
    assert "no such file" in refused("sweep", file, "--table", "none.csv")
