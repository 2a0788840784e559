"""The year of three divisions through real windows, every figure against the exact reference.

Parts go out under ceilings, each is edited in a window of its own and handed in, what came back is taken over with two
conflicts, one part goes back with comments and comes again, the ceiling that was broken is mended, and the request
goes out as one workbook of all and one of each division.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import Column
from planner.app.together import board_verbs
from planner.app.together.board_page import BoardPage
from planner.app.together.merge_dialog import MergeDialog
from planner.app.together.remark_model import REMARK
from planner.app.together.return_dialog import ReturnDialog
from planner.app.together.share_model import SHARE, By
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import new_document
from planner.core.model.build import build_portfolio
from planner.core.model.document import Document
from planner.core.model.parts import State
from planner.core.model.portfolio import Member, View
from planner.core.money import format_amount
from planner.files.document.store import open_document, save_document
from tests import reference
from tests.app.hands import cell, choose, editor, go, keys, shortcut, type_on
from tests.app.together.hands import MakeWindow, asked_to_split, board_of, click, front, until
from tests.samples import many_records

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
DIVISIONS = {"人事課": ("p0", "p1"), "研究課": ("p2", "p3"), "学校課": ("p4",)}
PEOPLE, RESEARCH, SCHOOLS = DIVISIONS
TAKEN_OUT = (7, 107)
"""The lines whose rate is not printed: with them no total is known."""


class Ledger:
    """The request once more, slow and exact: the values that were given on top of the records."""

    def __init__(self) -> None:
        self.programs, lines, records = many_records()
        unknown = {line.id for at, line in enumerate(lines) if at in TAKEN_OUT}
        self.lines = [line for line in lines if line.id not in unknown]
        self.records = [record for record in records if record.line_id not in unknown]
        self.given: dict[tuple[str, str], int | Fraction] = {}

    def document(self) -> Document:
        portfolio = build_portfolio(
            title="要求",
            title_en="request",
            years=(2025, 2026),
            programs=self.programs,
            lines=self.lines,
            steps=self.records,
        )
        members = [Member(id_, division) for division, ids in DIVISIONS.items() for id_ in ids]
        return new_document(replace(portfolio, views=(View("divisions", "課別", "divisions", tuple(members)),)))

    def request(self, *programs: str, year: int = 2026) -> int:
        """What programs come to, all of them where none is named."""
        steps = reference.steps_of(self.records)
        for (line, field), value in self.given.items():
            steps.setdefault((line, field), {})[2026] = value
        index = {each.id: each for each in self.programs}
        amounts = [
            reference.line_amount(line, steps, index, year, 2026)
            for line in self.lines
            if not programs or line.program in programs
        ]
        assert all(isinstance(each, int) for each in amounts)
        return sum(each for each in amounts if isinstance(each, int))

    def division(self, name: str) -> int:
        return self.request(*DIVISIONS[name])


def total(window: MainWindow) -> int:
    return window.session.state.evaluation.total[1].yen


def type_rate(qtbot: QtBot, window: MainWindow, line: str, rate: int, why: str) -> None:
    """Type a rate into its cell by key, then the reason."""
    front(qtbot, window)
    window.pages.show_page("lines")
    portfolio = window.session.state.portfolio
    program = portfolio.lines.program[portfolio.line_index[line]]
    window.session.show(program=int(program))
    go(window, cell(window, line, Column.RATE))
    keys(qtbot, window.work.table.viewport(), str(rate)[0])
    keys(qtbot, editor(window), str(rate)[1:], Qt.Key.Key_Return)
    shortcut(window, "Ctrl+Shift+E")
    reason = window.work.bar.reasoning.reason
    assert QApplication.focusWidget() is reason
    type_on(reason, why)
    QTest.keyClick(reason, Qt.Key.Key_Return)


def saved(qtbot: QtBot, window: MainWindow) -> None:
    window.menus.actions["file.save"].trigger()
    until(qtbot, lambda: window.session.is_clean)


@pytest.fixture
def open_file(qtbot: QtBot, make_window: MakeWindow, ledger: Ledger) -> Callable[[Path], MainWindow]:
    """Opens a file in a window of its own, as an officer does."""

    def opened(path: Path) -> MainWindow:
        window = make_window(ledger.document())
        window.documents.open(path)
        until(qtbot, lambda: window.session.state.path == path)
        return window

    return opened


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def standing(board: BoardPage, division: str) -> tuple[str, str, str]:
    """Request, ceiling and room of a part as they stand on the board."""
    row = [each.part.heading for each in board.model.standings].index(division)
    request, ceiling, room = board.model.texts_of(row)[4:7]
    return request, ceiling, room


def looked_again(qtbot: QtBot, board: BoardPage) -> None:
    before = board.watch.found
    board.watch.glance()
    until(qtbot, lambda: board.watch.found is not before)


def test_the_year_of_three_divisions(
    qtbot: QtBot,
    open_file: Callable[[Path], MainWindow],
    ledger: Ledger,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save_document(ledger.document(), tmp_path / "要求.bplan")
    main = open_file(tmp_path / "要求.bplan")
    assert total(main) == ledger.request()
    board = board_of(main)

    # April: a total under what is asked for, spread by the request; one division is held a million under its request
    dialog, folder = asked_to_split(main, board), tmp_path / "分担"
    dialog.folder.setText(str(folder))
    dialog.deadline.setText("2026-06-30")
    dialog.told.setText("優先順位を付けてください")
    choose(dialog.by, By.REQUEST)
    asked = {each: ledger.division(each) for each in DIVISIONS}
    given = ledger.request() + 30_000_000
    dialog.total.setText(f"{given:,}")
    names = [dialog.model.index(row, 0).data() for row in range(3)]
    dialog.model.setData(dialog.model.index(names.index(SCHOOLS), SHARE), f"{asked[SCHOOLS] - 1_000_000:,}")
    left = given - (asked[SCHOOLS] - 1_000_000)
    free = asked[PEOPLE] + asked[RESEARCH]
    ceilings = {each: left * asked[each] // (free * 1000) * 1000 for each in (PEOPLE, RESEARCH)}
    ceilings[SCHOOLS] = asked[SCHOOLS] - 1_000_000
    assert dialog.model.rest == given - sum(ceilings.values())
    click(dialog.go)
    until(qtbot, lambda: board.watch.found is not None)
    saved(qtbot, main)
    for each in DIVISIONS:
        room = ceilings[each] - asked[each]
        assert standing(board, each) == tuple(map(format_amount, (asked[each], ceilings[each], room)))
    assert "Requests above their ceiling: 1." in board.said.text()
    files = {each.heading: folder / each.file for each in main.session.state.document.sent}

    # May: each division in its own window; the whole goes on being edited, two cells of it are edited on both sides
    work = {PEOPLE: ("p0/l0", 3_000_000), RESEARCH: ("p2/l101", 2_100_000), SCHOOLS: ("p4/l201", 2_800_000)}
    for division, (line, rate) in work.items():
        window = open_file(files[division])
        bar = board_of(window).part
        assert bar.title.text() == f"Part of {division}: not handed in"
        assert "2026-06-30" in bar.told.text() and "優先順位" in bar.told.text()
        type_rate(qtbot, window, line, rate, f"{division}の案")
        ledger.given[line, "rate"] = rate
        request, room = ledger.division(division), ceilings[division] - ledger.division(division)
        bar = board_of(window).part
        assert (f"Over the ceiling by {-room:,} yen." if room < 0 else f"{room:,} yen.") in bar.room.text()
        click(bar.button)
        saved(qtbot, window)
        part = window.session.state.document.part
        assert part is not None and part.history[-1].request == request
        window.close()
        window.file.close()
    ours = {"p0/l0": 2_900_000, "p4/l201": 2_000_000}
    for line, rate in ours.items():
        type_rate(qtbot, main, line, rate, "会計課の案")

    # June: taken back; of the two conflicts one is theirs, one ours
    board = board_of(main)
    looked_again(qtbot, board)
    assert {each.state for each in board.model.standings} == {State.SUBMITTED}
    click(board.take)
    until(qtbot, lambda: main.findChildren(MergeDialog) != [])
    (merge,) = main.findChildren(MergeDialog)
    rows = {merge.model.index(row, 0).data(): row for row in range(merge.model.rowCount())}
    assert len(rows) == 2
    (first,) = (row for text, row in rows.items() if "積算0 " in text or "line 0 " in text)
    merge.table.selectRow(first)
    click(merge.theirs)
    merge.table.selectRow(1 - first)
    click(merge.ours)
    ledger.given["p4/l201", "rate"] = ours["p4/l201"]
    click(merge.apply)
    until(qtbot, lambda: total(main) == ledger.request())
    for division, ids in DIVISIONS.items():
        evaluation, index = main.session.state.evaluation, main.session.state.portfolio.program_index
        assert sum(evaluation.program(index[id_])[1].yen for id_ in ids) == ledger.division(division)
    reasons = [each.why for each in main.session.state.document.changes]
    assert reasons.count("会計課の案") == 2 and reasons[-1] == "Decided at the merge"
    assert {f"{each}の案" for each in DIVISIONS} <= set(reasons)
    saved(qtbot, main)

    # one goes back with a comment on a line, and comes again
    names = [each.part.heading for each in board.model.standings]
    until(qtbot, lambda: all(each.difference == 0 for each in board.model.standings))
    board.table.selectRow(names.index(SCHOOLS))
    click(board.back)
    until(qtbot, lambda: main.findChildren(ReturnDialog) != [])
    (returning,) = main.findChildren(ReturnDialog)
    returning.note.setPlainText("枠に収めてください")
    remark = next(
        row for row in range(returning.model.rowCount()) if "line 202" in returning.model.index(row, 0).data()
    )
    returning.model.setData(returning.model.index(remark, REMARK), "単価を見直してください")
    click(returning.go)
    until(qtbot, lambda: board.model.standings[names.index(SCHOOLS)].state is State.RETURNED)
    school = open_file(files[SCHOOLS])
    bar = board_of(school).part
    assert bar.list.comments.index(0, 1).data() == "単価を見直してください"
    assert bar.room.text().startswith("Over the ceiling by ")
    bar.list.setFocus()
    QTest.keyClick(bar.list, Qt.Key.Key_Return)
    assert school.work.table.row_at_cursor == school.session.state.portfolio.line_index["p4/l202"]
    type_rate(qtbot, school, "p4/l202", 1_500_000, "見直し")
    theirs = dict(ledger.given)
    theirs["p4/l201", "rate"] = work[SCHOOLS][1]
    theirs["p4/l202", "rate"] = 1_500_000
    ledger.given["p4/l202", "rate"] = 1_500_000
    own = Ledger()
    own.given = theirs
    bar = board_of(school).part
    assert bar.room.text() == f"Room under the ceiling: {ceilings[SCHOOLS] - own.division(SCHOOLS):,} yen."
    click(bar.button)
    saved(qtbot, school)
    school.close()
    school.file.close()
    board_of(main)
    looked_again(qtbot, board)
    assert [each.is_over for each in board.model.standings] == [False] * 3
    moved = board.model.standings[names.index(SCHOOLS)].difference
    before = Ledger()
    before.given = {**theirs}
    del before.given["p4/l202", "rate"]
    assert moved == own.division(SCHOOLS) - before.division(SCHOOLS)
    board.table.clearSelection()
    click(board.take)
    until(qtbot, lambda: "New changes: 1," in main.messages.text)
    assert total(main) == ledger.request()

    # August: settled, and out as one workbook of all and one of each division
    until(qtbot, lambda: all(each.difference == 0 for each in board.model.standings))
    board.table.selectAll()
    click(board.settle)
    assert {each.state for each in main.session.state.document.sent} == {State.SETTLED}
    out = tmp_path / "提出" / "要求.xlsx"
    out.parent.mkdir()
    monkeypatch.setattr(board_verbs, "ask_target", lambda *_: out)
    main.menus.actions["together.workbooks"].trigger()
    until(qtbot, lambda: "workbooks are written" in main.messages.text)
    books = {"": out} | {each: out.with_name(f"要求_{each}.xlsx") for each in DIVISIONS}
    assert sorted(out.parent.iterdir()) == sorted(books.values())
    for division, path in books.items():
        values = [
            value
            for sheet in load_workbook(path, data_only=True)
            for row in sheet.iter_rows(values_only=True)
            for value in row
        ]
        assert (ledger.division(division) if division else ledger.request()) in values
        others = {f"事業{id_[1]}" for each, ids in DIVISIONS.items() if division not in ("", each) for id_ in ids}
        assert not others.intersection(map(str, values))
    assert [each.file for each in main.session.state.document.handovers] == ["要求.xlsx"]
    saved(qtbot, main)
    again = open_document(tmp_path / "要求.bplan").document
    assert again == main.session.state.document
