"""Past years on the command line: taken over by ID, confirmed by name, shown, filled in; rows for the review sheet."""

from __future__ import annotations

import csv
from pathlib import Path

from planner.core.model.accounts.execution import PastYear
from planner.files.document.store import open_document
from tests.cli.script import DC, Refused, Run
from tests.files.portfolio.review_sheets import account, total, written


def summary(folder: Path) -> Path:
    rows = [
        total("004321", "特別研究員事業", 2024, (17_000_000_000, 16_150_000_000, 0)),
        account("000777", "ＳＳＨ支援事業　", 2023, ("一般会計",), 100, 80),
        account("000777", "ＳＳＨ支援事業　", 2023, ("特別会計",), 100, 20),
        total("000888", "知らない事業", 2024, (1, 1, 0)),
        total("5", "よその事業", 2024, (1, 1, 0), 政策所管府省庁="内閣府", 府省庁="内閣府"),
    ]
    return written(folder / "2-1_RS_2025_予算・執行_サマリ.csv", rows)


def test_by_id_surely_by_name_when_confirmed_and_the_rest_is_listed(file: Path, run: Run, tmp_path: Path) -> None:
    table = summary(tmp_path)
    ssh = open_document(file).document.portfolio.programs
    name = next(each.name for each in ssh if each.id == "ssh")
    table.write_text(table.read_text("utf-8-sig").replace("ＳＳＨ支援事業", name), "utf-8-sig")
    found = run("execution", file, table, "--json")
    assert found["matched"] == []
    assert [(each["row"], each["programs"]) for each in found["to_confirm"]] == [(2, ["fellows"]), (3, ["ssh"])]
    assert found["unmatched"] == [{"row": 5, "name": "知らない事業", "project": "000888"}]
    assert (found["other_ministries"], found["years"]) == (1, [2022, 2023, 2024])
    assert dict(open_document(file).document.execution) == {}
    found = run("execution", file, table, "--confirm", "ssh", "5=lotus", "--json")
    assert [(each["program"], each["by"]) for each in found["matched"]] == [
        ("ssh", "confirmed"),
        ("lotus", "confirmed"),
    ]
    assert found["matched"][0]["years"]["2023"] == {
        **{"budget": 200, "spent": 100, "carried": None, "unused": None, "rate": "1/2"},
        "source": table.name,
    }
    assert open_document(file).document.execution[PastYear("ssh", 2023)][:3] == (200, 100, None)
    found = run("execution", file, table, "--confirm", "all", "--json")
    assert {(each["program"], each["by"]) for each in found["matched"]} == {
        *(("ssh", "id"), ("lotus", "id"), ("fellows", "confirmed"))
    }
    kept = run("execution", file, "--json")
    fellows = next(each for each in kept["programs"] if each["id"] == "fellows")
    assert (fellows["project"], fellows["years"]["2024"]["rate"]) == ("004321", "19/20")
    assert "95.0%" in run("execution", file)
    run("execution", file, "--forget", "fellows", "ssh", "lotus")
    assert "Nothing is known" in run("execution", file)


def test_what_is_told_in_words(file: Path, run: Run, tmp_path: Path) -> None:
    said = run("execution", file, summary(tmp_path), "--confirm", "fellows")
    assert "004321" in said and "confirmed" in said
    assert "No such program here" in said and "知らない事業" in said
    assert "Rows left alone: 1 of other ministries" in said


def test_what_cannot_be_confirmed_is_refused(file: Path, refused: Refused, tmp_path: Path) -> None:
    table = summary(tmp_path)
    before = file.read_bytes()
    assert "nothing to confirm about" in refused("execution", file, table, "--confirm", "lotus")
    assert 'no program "none"' in refused("execution", file, table, "--confirm", "none")
    assert "begins in row 99" in refused("execution", file, table, "--confirm", "99=ssh")
    assert "rows 2 and 5" in refused("execution", file, table, "--confirm", "2=ssh", "5=ssh")
    assert 'no program "none"' in refused("execution", file, "--forget", "none")
    assert file.read_bytes() == before


def test_a_table_is_written_filled_in_and_read_again(file: Path, run: Run, tmp_path: Path) -> None:
    template = tmp_path / "執行.csv"
    run("execution", file, "--template", template, "--encoding", "cp932")
    head, *rows = csv.reader(template.read_text("cp932").splitlines())
    assert head[0] == "Program ID"
    assert len(rows) == 3 * len(open_document(file).document.portfolio.programs)
    for row in rows:
        if row[0] == "ssh":
            row[1], row[4:8] = "42", ["3,000", "1500", "500", "決算"]
    with template.open("w", encoding="cp932", newline="") as filled:
        csv.writer(filled).writerows([head, *rows])
    found = run("execution", file, template, "--json")
    assert [(each["program"], each["by"]) for each in found["matched"]] == [("ssh", "id")]
    kept = next(each for each in run("execution", file, "--json")["programs"] if each["id"] == "ssh")
    assert (kept["project"], kept["years"]["2022"]["unused"]) == ("42", 1000)
    again = tmp_path / "again.csv"
    run("execution", file, "--template", again)
    assert run("execution", file, again, "--json")["matched"][0]["years"]["2024"] == kept["years"]["2024"]


def test_rows_for_the_review_sheet_have_our_amounts_and_reasons(file: Path, run: Run, tmp_path: Path) -> None:
    run("set", file, "--scenario", "作業案", *(f"{line}.rate=3,200千円" for line in DC), "--reason", "処遇改善。")
    run("set", file, "--scenario", "作業案", "ssh/rest.demand=要望")
    run("execution", file, summary(tmp_path), "--confirm", "fellows")
    output = tmp_path / "レビュー.csv"
    run("export", file, "--scenario", "作業案", "--review-sheet", output, "--encoding", "cp932")
    rows = list(csv.DictReader(output.read_text("cp932").splitlines()))
    totals = run("totals", file, "--scenario", "作業案", "--json")["programs"]
    amounts = {each["name"]: each["amounts"]["2026"] for each in totals}
    assert list(rows[0]) == ["予算事業ID", "事業名", "翌年度要求額", "要望額", "主な増減理由"]
    fellows = next(row for row in rows if row["予算事業ID"] == "004321")
    assert int(fellows["翌年度要求額"]) == amounts["特別研究員事業"]
    assert fellows["要望額"] == ""  # no line of it states its kind
    assert fellows["主な増減理由"].endswith("。処遇改善")
    assert all(int(row["翌年度要求額"]) == amounts[row["事業名"]] for row in rows if row["翌年度要求額"])
