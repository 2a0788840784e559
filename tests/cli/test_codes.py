"""Codes on the command line: a table written, filled in and taken over, with who and why; what is given is told."""

from __future__ import annotations

from pathlib import Path

from planner.core.model.accounts.codes import CodeKind, CodePlace, Owner
from planner.files.document.store import open_document
from tests.cli.script import Refused, Run


def test_a_table_is_written_filled_in_and_taken_over(file: Path, run: Run, tmp_path: Path) -> None:
    table = tmp_path / "codes.csv"
    run("codes", file, "--template", table)
    head, *rows = table.read_text("utf-8-sig").splitlines()
    at = head.split(",").index("request_number" if "request_number" in head else "要求番号")
    ssh = next(row for row in rows if row.split(",")[1] == "ssh").split(",")
    ssh[at] = "①"
    table.write_text("\n".join([head, ",".join(ssh)]), "utf-8")
    found = run("codes", file, table, "--reason", "要求書", "--json")
    (said,) = found["codes"]
    assert (said["program"], said["code"], said["text"], said["why"]) == ("ssh", "request_number", "①", "要求書")
    kept = open_document(file).document.codes
    assert kept[CodePlace(Owner.PROGRAM, "ssh", CodeKind.REQUEST)].text == "①"
    assert "①" in run("codes", file)


def test_what_is_not_there_is_refused_with_its_row(file: Path, refused: Refused, tmp_path: Path) -> None:
    table = tmp_path / "codes.csv"
    table.write_text("id,item\nnowhere,A\n", "utf-8")
    assert "codes.csv, row 2" in refused("codes", file, table)
    assert dict(open_document(file).document.codes) == {}
