"""split, merge and board: a request that goes out to divisions and comes back, by commands alone."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from planner.__main__ import main
from planner.core.edits.parts import hand_in, send_back
from planner.core.edits.values import Author
from planner.core.model.parts import Comment
from planner.files.document.lock import lock_of
from planner.files.document.store import open_document, save_document
from tests.cli.script import DC, Refused, Run

DIVISION = "人材政策課"
RISE = 100_000 * 642


@pytest.fixture
def sent(file: Path, run: Run, tmp_path: Path) -> Path:
    """The folder with the parts of each division."""
    folder = tmp_path / "分担"
    run("set", file, "--scenario", "作業案", f"{DC[0]}.rate=3,200千円", "--reason", "秘密の理由")
    run("split", file, "--view", "divisions", "--scenario", "作業案", "-o", folder, "--deadline", "2026-06-30")
    return folder


def part(folder: Path, heading: str = DIVISION) -> Path:
    return folder / f"要求_{heading}.bplan"


def change(run: Run, file: Path, line: str, rate: str, reason: str = "単価改定") -> None:
    name = open_document(file).document.scenarios[0].name
    run("set", file, "--scenario", name, f"{line}.rate={rate}", "--reason", reason)


def totals(run: Run, file: Path, scenario: str = "base") -> Any:
    return run("totals", file, "--scenario", scenario, "--json")["total"]


def test_every_division_gets_a_part_with_the_totals_of_all(file: Path, sent: Path, run: Run) -> None:
    headings = {
        each.heading
        for view in open_document(file).document.portfolio.views
        if view.id == "divisions"
        for each in view.members
    }
    files = sorted(sent.iterdir())
    assert len(files) == len(headings) == 7
    for each in files:
        assert totals(run, each) == totals(run, file, "作業案")
        assert not lock_of(each).exists()
    document = open_document(part(sent)).document
    assert document.part is not None
    assert (document.part.heading, document.part.deadline, document.part.file) == (
        DIVISION,
        "2026-06-30",
        part(sent).name,
    )
    assert [each.name for each in document.scenarios] == ["Working draft"]


def everything(path: Path) -> str:
    """All that is in a file, every cell and blob, packed ones unpacked."""
    said = []
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        for (table,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            for row in db.execute(f"SELECT * FROM {table}"):
                for cell in row:
                    content = cell if isinstance(cell, bytes) else str(cell).encode()
                    said.append(content.decode("utf-8", "ignore"))
                    try:
                        said.append(zlib.decompress(content).decode("utf-8", "ignore"))
                    except zlib.error:
                        continue
    return "\n".join(
        [*said, path.read_bytes().decode("utf-8", "ignore"), path.read_bytes().decode("utf-16-le", "ignore")]
    )


def test_what_is_others_is_not_in_a_part(file: Path, sent: Path, run: Run, tmp_path: Path) -> None:
    run("export", file, "--scenario", "作業案", "-o", tmp_path / "提出.xlsx")  # a hand-over record, and no change of it
    again = tmp_path / "again"
    run("split", file, "--view", "divisions", "--scenario", "作業案", "-o", again)
    whole = open_document(file).document
    lines, origins = whole.portfolio.lines, whole.portfolio.origins
    for path in sorted(again.iterdir()):
        document, told = open_document(path).document, everything(path)
        assert document.handovers == () and document.part is not None
        is_open = {whole.portfolio.program_index[document.portfolio.programs[i].id] for i in document.open_programs()}
        own = {row for i in is_open for row in whole.portfolio.line_ranges[i]}
        mine = {text for row in own for text in (lines.ids[row], lines.labels[row], lines.labels_en[row])}
        quotes = {
            origins[n].quote
            for row in own
            for steps in lines.steps.values()
            for n in steps.origin[steps.start[row] : steps.start[row + 1]]
        }
        programs = {text for each in whole.portfolio.programs for text in (each.id, each.name, each.name_en)}
        for row in range(len(lines)):
            if row in own:
                continue
            assert f'"{lines.ids[row]}"' not in told
            assert lines.labels[row] in mine | programs or f'"{lines.labels[row]}"' not in told
        for origin in origins:
            if len(origin.quote) > 12 and not any(origin.quote in each for each in quotes):
                assert origin.quote not in told
        assert ("秘密の理由" in told) is (DIVISION in path.name)


def test_parts_come_back_with_their_yen_and_once(file: Path, sent: Path, run: Run) -> None:
    before = totals(run, file, "作業案")["2026"]
    change(run, part(sent), DC[0], "3,300千円")
    found = run("merge", file, sent, "--json")
    assert found["total"] == {"before": before, "after": before + RISE}
    assert {each["file"]: (each["changes"], each["effect"], each["conflicts"]) for each in found["parts"]}[
        str(part(sent))
    ] == (1, RISE, 0)
    assert found["conflicts"] == []
    assert totals(run, file, "作業案")["2026"] == before + RISE
    document = open_document(file).document
    assert [each.why for each in document.changes] == ["秘密の理由", "単価改定"]
    again = run("merge", file, sent, "--json")
    assert {each["changes"] for each in again["parts"]} == {0}
    assert open_document(file).document == document


def test_a_conflict_is_asked_about_and_nothing_is_written(
    file: Path, sent: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    change(run, part(sent), DC[0], "3,300千円")
    change(run, file, DC[0], "3,400千円", "別の見積")
    before = file.read_bytes()
    assert main(["merge", str(file), str(part(sent)), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    conflict = {"line": DC[0], "field": "rate", "year": 2026, "ancestor": 3_200_000}
    assert found["conflicts"] == [{**conflict, "ours": 3_400_000, "theirs": 3_300_000, "effect": -RISE}]
    assert main(["merge", str(file), str(part(sent))]) == 1
    said = capsys.readouterr().out
    assert "3,400,000" in said and "別の見積" in said and "Nothing is written" in said
    assert file.read_bytes() == before
    total = totals(run, file, "作業案")["2026"]
    assert run("merge", file, part(sent), "--conflicts", "ours", "--json")["total"]["after"] == total
    assert run("merge", file, part(sent), "--json")["conflicts"] == []
    change(run, part(sent), DC[0], "3,350千円")
    assert run("merge", file, part(sent), "--conflicts", "theirs", "--json")["total"]["after"] == total - RISE // 2


def test_parts_go_into_a_scenario_of_ones_choice(file: Path, sent: Path, run: Run, refused: Refused) -> None:
    change(run, part(sent), DC[0], "3,300千円")
    before = totals(run, file, "作業案")
    run("merge", file, part(sent), "--as", "集約案")
    assert totals(run, file, "作業案") == before
    assert totals(run, file, "集約案")["2026"] == before["2026"] + RISE
    assert "base is not edited" in refused("merge", file, part(sent), "--as", "base")


def test_the_board_tells_how_far_parts_have_come(file: Path, sent: Path, run: Run, tmp_path: Path) -> None:
    run("merge", file, sent)
    change(run, part(sent), DC[0], "3,300千円")
    document = open_document(part(sent)).document
    handed = hand_in(document, 5, "", Author("sato", "2026-06-20T10:00:00+09:00"))
    save_document(handed, part(sent))
    others = part(sent, "国際研究開発政策課")
    others.unlink()
    rows = {each["heading"]: each for each in run("board", file, sent, "--json")["parts"]}
    assert len(rows) == 7
    row = rows[DIVISION]
    assert (row["state"], row["who"], row["when"][:10], row["difference"]) == ("submitted", "sato", "2026-06-20", RISE)
    assert (row["deadline"], row["found"], row["ceiling"]) == ("2026-06-30", True, None)
    assert rows["国際研究開発政策課"]["found"] is False
    assert rows["国際研究開発政策課"]["request"] == 9_882_800_000
    assert "handed in" in run("board", file, sent)
    run("board", file, sent, "--csv", tmp_path / "board.csv")
    assert DIVISION in (tmp_path / "board.csv").read_text(encoding="utf-8-sig")


def test_a_part_handed_in_is_frozen_until_it_is_sent_back(file: Path, sent: Path, run: Run, refused: Refused) -> None:
    document = open_document(part(sent)).document
    save_document(hand_in(document, 5), part(sent))
    assert "handed in" in refused("set", part(sent), "--scenario", "作業案", f"{DC[0]}.rate=1")
    back = send_back(open_document(part(sent)).document, [Comment(DC[0], "根拠を")], "", Author("main", "2026-06-21"))
    save_document(back, part(sent))
    change(run, part(sent), DC[0], "3,300千円")
    run("merge", file, part(sent))
    told = next(each for each in open_document(file).document.sent if each.heading == DIVISION)
    assert [each.state.value for each in told.history] == ["submitted", "returned"]
    assert told.comments[0].text == "根拠を"


def test_what_does_not_belong_is_refused_in_words(
    file: Path, sent: Path, run: Run, refused: Refused, tmp_path: Path
) -> None:
    other = tmp_path / "other.bplan"
    run("new", "-o", other)
    copy = tmp_path / "copy.bplan"
    shutil.copy(part(sent), copy)
    damaged = tmp_path / "damaged.bplan"
    damaged.write_bytes(part(sent).read_bytes()[:50_000])
    edited = tmp_path / "edited.bplan"
    shutil.copy(part(sent), edited)
    with closing(sqlite3.connect(edited)) as db:
        db.execute("UPDATE scenarios SET note = 'x'")
        db.commit()
    before = file.read_bytes()
    assert "another request" in refused("merge", other, part(sent))
    assert "once more" in refused("merge", file, part(sent), copy)
    assert "damaged" in refused("merge", file, damaged)
    (empty := tmp_path / "empty").mkdir()
    assert "nothing to merge" in refused("merge", file, empty)
    assert "Another program has changed" in refused("merge", file, edited)
    assert "no such file" in refused("merge", file, tmp_path / "none.bplan")
    assert "already a file" in refused("split", file, "--view", "divisions", "--scenario", "作業案", "-o", sent)
    assert "no view" in refused("split", file, "--view", "nothing", "-o", tmp_path / "x")
    assert "no date" in refused("split", file, "--view", "divisions", "-o", tmp_path / "x", "--deadline", "soon")
    assert not (tmp_path / "x").exists()
    assert file.read_bytes() == before
    run("split", file, "--view", "divisions", "--scenario", "作業案", "-o", tmp_path / "second")
    assert "earlier split" in refused("merge", file, part(sent))
    run("merge", file, part(tmp_path / "second"))


def test_a_ceiling_is_spread_over_the_parts(file: Path, run: Run, refused: Refused, tmp_path: Path) -> None:
    folder = tmp_path / "枠"
    split = ("split", file, "--view", "divisions", "-o", folder)
    assert "no total" in refused(*split, "--hold", f"{DIVISION}=300億円")
    assert "no heading" in refused(*split, "--ceiling", "4000億円", "--hold", "総務課=1億円")
    assert "HEADING=AMOUNT" in refused(*split, "--ceiling", "4000億円", "--hold", DIVISION)
    assert not folder.exists()
    said = run(*split, "--ceiling", "4000億円", "--hold", f"{DIVISION}=300億円", "--json")
    given = {each["heading"]: each["ceiling"] for each in said["parts"]}
    assert given[DIVISION] == 30_000_000_000
    assert 400_000_000_000 - 7_000 <= sum(given.values()) <= 400_000_000_000
    for row in run("board", file, folder, "--json")["parts"]:
        assert row["ceiling"] == given[row["heading"]]
        assert row["room"] == row["ceiling"] - row["request"]
    (room,) = (each["room"] for each in run("board", file, folder, "--json")["parts"] if each["heading"] == DIVISION)
    inside = run("ceilings", part(folder), "--json")["ceilings"]
    assert [each["room"] for each in inside if each["name_en"] == "Allotted ceiling"] == [{"low": room, "high": room}]


def test_one_workbook_of_all_and_one_of_each_division(file: Path, run: Run, refused: Refused, tmp_path: Path) -> None:
    out = tmp_path / "要求.xlsx"
    run("set", file, "--scenario", "作業案", f"{DC[0]}.rate=3,200千円", "--reason", "処遇改善")
    export = ("export", file, "--scenario", "作業案", "--unit", "円")
    run(*export, "-o", out, "--each", "divisions", "--sheets", "summary,changes")
    parts = run("split", file, "--view", "divisions", "--scenario", "作業案", "-o", tmp_path / "p", "--json")["parts"]
    assert sum(each["request"] for each in parts) == totals(run, file, "作業案")["2026"]
    for each in parts:
        book = load_workbook(tmp_path / each["file"].replace(".bplan", ".xlsx"), data_only=True)
        values = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
        assert each["request"] in values
        assert ("処遇改善" in values) is (each["heading"] == DIVISION)
    assert "beside one of all" in refused("export", file, "--csv", tmp_path / "a.csv", "--each", "divisions")


def test_copies_edited_by_two_people_merge(file: Path, run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.bplan"
    shutil.copy(file, copy)
    before = totals(run, file, "作業案")["2026"]
    change(run, file, DC[0], "3,172千円", "甲")
    change(run, copy, DC[1], "3,172千円", "乙")
    found = run("merge", file, copy, "--json")
    assert found["parts"] == [{"file": str(copy), "changes": 1, "effect": 100_000 * 1108, "conflicts": 0}]
    assert totals(run, file, "作業案")["2026"] == before + 100_000 * 1750
    assert [each.why for each in open_document(file).document.changes] == ["甲", "乙"]
    strange = tmp_path / "strange.bplan"
    document = open_document(file).document
    save_document(replace(document, portfolio=replace(document.portfolio, title="別の要求")), strange)
    assert main(["merge", str(file), str(strange)]) == 2


def test_a_japanese_reader_reads_japanese(
    file: Path, sent: Path, run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLANNER_LANGUAGE", "ja")
    run("set", part(sent), "--scenario", "作業案", f"{DC[0]}.rate=3,300千円")
    run("set", file, "--scenario", "作業案", f"{DC[0]}.rate=3,400千円")
    assert main(["merge", str(file), str(part(sent))]) == 1
    assert "何も書き込んでいません。" in capsys.readouterr().out
    assert "未提出" in run("board", file, sent)


def english(file: Path) -> str:
    """What the division is called in English."""
    return next(each.heading_en for each in open_document(file).document.sent if each.heading == DIVISION)


def test_a_part_goes_its_way_by_commands_alone(file: Path, sent: Path, run: Run, refused: Refused) -> None:
    other = part(sent, "国際研究開発政策課")
    change(run, part(sent), DC[0], "3,300千円")
    handed = run("hand-in", part(sent), "--by", "佐藤", "--note", "確認済み", "--json")
    assert (handed["heading"], handed["state"], handed["ceiling"]) == (DIVISION, "submitted", None)
    assert "handed in" in refused("hand-in", part(sent))
    assert "Nothing was taken back" in refused("settle", file, DIVISION)
    run("merge", file, part(sent))
    settled = run("settle", file, DIVISION, "--by", "会計課", "--json")
    assert settled == {"heading": DIVISION, "state": "settled", "request": handed["request"]}
    assert "is settled" in refused("merge", file, part(sent))
    assert "handed in" in run("settle", file, DIVISION, "--undo")
    run("settle", file, DIVISION)
    back = run(
        "send-back",
        file,
        part(sent),
        "--reason",
        "根拠を",
        "--comment",
        f"{DC[0]}=見積は？",
        "--by",
        "会計課",
        "--json",
    )
    assert (back["state"], back["comments"]) == ("returned", [{"line": DC[0], "text": "見積は？"}])
    change(run, part(sent), DC[0], "3,250千円")
    run("merge", file, part(sent))
    (row,) = (each for each in run("board", file, sent, "--json")["parts"] if each["heading"] == DIVISION)
    assert [(each["state"], each["who"]) for each in row["history"]][:2] == [
        ("submitted", "佐藤"),
        ("settled", "会計課"),
    ]
    assert row["state"] == "returned"
    assert row["comments"] == [{"line": DC[0], "text": "見積は？", "answer": None}]
    assert [each.why for each in open_document(file).document.changes][1:] == ["単価改定", "単価改定"]
    beside = file.parent / other.name
    shutil.copy(other, beside)
    assert "sent back" in run("send-back", file, "国際研究開発政策課", "--reason", "再考")
    assert open_document(beside).document.part.history[-1].note == "再考"  # type: ignore[union-attr]


def test_what_cannot_be_handed_in_or_sent_back_is_refused(
    file: Path, sent: Path, run: Run, refused: Refused, tmp_path: Path
) -> None:
    assert "no part" in refused("hand-in", file)
    assert "No part has the heading" in refused("settle", file, "総務課")
    back = ("send-back", file, part(sent), "--reason", "x")
    assert "LINE=TEXT" in refused(*back, "--comment", "根拠を")
    assert "no such line" in refused(*back, "--comment", "none=根拠を")
    assert "no such file" in refused("send-back", file, DIVISION, "--reason", "x")  # not beside the document
    other = tmp_path / "other.bplan"
    run("new", "-o", other)
    assert "not sent from this document" in refused("send-back", other, part(sent), "--reason", "x")
    assert "no part" in refused("send-back", file, other, "--reason", "x")
    document = open_document(part(sent)).document
    assert document.part is not None and document.part.history == ()


def test_whom_to_remind_and_how_parts_have_come(file: Path, sent: Path, run: Run, tmp_path: Path) -> None:
    run("hand-in", part(sent))
    out = tmp_path / "督促.csv"
    run("board", file, sent, "--reminders", out)
    said = out.read_text(encoding="utf-8-sig")
    assert "国際研究開発政策課" in said and DIVISION not in said and "2026-06-30" in said
    assert f"{english(file)}\n  " in run("board", file, sent, "--history")


def test_parts_are_put_beside_each_other_before_one_is_accepted(
    file: Path, sent: Path, run: Run, refused: Refused
) -> None:
    change(run, part(sent), DC[0], "3,300千円")
    change(run, file, DC[0], "3,400千円")
    before = totals(run, file, "作業案")
    found = {each["scenario"]: each for each in run("merge", file, sent, "--apart", "--json")["parts"]}
    assert len(found) == 7 and found[english(file)]["effect"] == -RISE
    assert totals(run, file, "作業案") == before
    assert totals(run, file, english(file))["2026"] == before["2026"] - RISE
    document = open_document(file).document
    assert {each.merged for each in document.sent} == {""}
    assert "nothing is asked" in refused("merge", file, sent, "--apart", "--as", "x")
    assert len(run("merge", file, sent, "--apart", "--json")["parts"]) == 7
    assert len(open_document(file).document.scenarios) == len(document.scenarios)
    accepted = run("merge", file, part(sent), "--conflicts", "theirs", "--json")
    assert accepted["total"]["after"] == before["2026"] - RISE
