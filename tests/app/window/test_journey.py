"""A day's work in the real window by real keys, its totals against the exact reference after every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import floor
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import Column
from planner.app.programs.program_pane import Filter
from planner.app.scenarios.change_model import REASON
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import new_document
from planner.core.model.document import Document
from planner.core.model.fields import Value
from planner.core.money import Unit
from planner.files.document.store import open_document, save_document
from planner.files.portfolio.reading import built_in_portfolio
from tests import reference
from tests.app.hands import (
    KEY,
    SHIFT,
    answer,
    cell,
    choose,
    click,
    editor,
    go,
    keys,
    open_bulk_dialog,
    shortcut,
    text,
    type_figure,
)
from tests.samples import many_records

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # a dialog raised where there is no screen
Values = dict[tuple[str, str], Value]
"""What a scenario sets itself: (line, field) → value of the request year."""


class Ledger:
    """What every scenario should come to, kept beside the program and reckoned by the reference alone."""

    def __init__(self) -> None:
        programs, self.lines, self.records = many_records()
        self.programs = {program.id: program for program in programs}
        self.own: dict[str, Values] = {"作業案": {}}
        self.parent: dict[str, str] = {}

    def branch(self, name: str, parent: str) -> None:
        self.own[name], self.parent[name] = {}, parent

    def total(self, name: str | None) -> int:
        """The request of a scenario, `None` for the base; lines whose rate is not printed have no amount."""
        chain = []
        while name is not None:
            chain.append(name)
            name = self.parent.get(name)
        steps = reference.steps_of(self.records)
        for each in reversed(chain):
            for (line, field), value in self.own[each].items():
                steps.setdefault((line, field), {})[2026] = value
        amounts = (reference.line_amount(line, steps, self.programs, 2026, 2026) for line in self.lines)
        return sum(amount for amount in amounts if isinstance(amount, int))


def shown(window: MainWindow) -> int:
    return window.session.state.evaluation.total[1].yen


def scenario_named(window: MainWindow, name: str) -> int:
    return next(each.number for each in window.session.state.document.scenarios if each.name == name)


def type_value(qtbot: QtBot, window: MainWindow, line: str, column: Column, value: int) -> None:
    """Type a number into a cell: the first digit starts the edit, Enter takes it."""
    go(window, cell(window, line, column))
    text = str(value)
    keys(qtbot, window.work.table.viewport(), text[0])
    keys(qtbot, editor(window), text[1:], Qt.Key.Key_Return)


def give_reason(window: MainWindow, why: str) -> None:
    """Ctrl+Shift+E, type, Enter: the reason of the change just made."""
    shortcut(window, "Ctrl+Shift+E")
    reason = window.work.bar.reasoning.reason
    assert QApplication.focusWidget() is reason
    QTest.keyClicks(reason, why)
    QTest.keyClick(reason, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is window.work.table


def compared(qtbot: QtBot, window: MainWindow, ledger: Ledger, names: tuple[str, ...]) -> None:
    """Ctrl+Shift+C, every scenario checked with the space bar: each total and difference is the reference's own."""
    window.session.show(unit=Unit.YEN)
    shortcut(window, "Ctrl+Shift+C")
    comparison = window.comparison.page
    assert comparison is not None
    qtbot.waitUntil(comparison.isActiveWindow)
    comparison.bar.pick_button.click()
    boxes = comparison.pick.list
    assert boxes.hasFocus()
    for at in range(boxes.count()):
        if boxes.item(at).checkState() is not Qt.CheckState.Checked:
            boxes.setCurrentRow(at)
            QTest.keyClick(boxes, KEY.Key_Space)
    QTest.keyClick(boxes, KEY.Key_Escape)
    qtbot.waitUntil(lambda: comparison.model.columnCount() == 3 + len(names))
    row = [text(comparison.model.index(0, column)) for column in range(1, 2 + len(names))]
    heads = [comparison.model.head(column) for column in range(1, 2 + len(names))]
    totals = [head.total.replace(",", "").removesuffix("*") for head in heads if head is not None]
    base = ledger.total(None)
    assert totals[0] == row[0].replace(",", "").removesuffix(" *") == str(base)
    for at, name in enumerate(names, start=1):
        assert totals[at] == str(ledger.total(name))
        assert int(row[at].replace(",", "").replace("△", "-").replace("=", "0")) == ledger.total(name) - base
    shortcut(window, "Ctrl+2")
    qtbot.waitUntil(window.isActiveWindow)
    window.work.table.setFocus()


@pytest.mark.slow
def test_twenty_edits_two_branches_one_promoted_one_locked_all_undone_and_redone(
    qtbot: QtBot, make_window: Callable[..., MainWindow], many: Document
) -> None:
    window, ledger = make_window(many), Ledger()
    session = window.session
    for n in range(10):
        line = f"p{n // 2}/l{(n // 2) * 50 + 1 + n % 2}"
        column, field, value = (
            (Column.RATE, "rate", 2_000_000 + 12_345 * n) if n % 3 else (Column.QUANTITY, "quantity", 50 + n)
        )
        type_value(qtbot, window, line, column, value)
        ledger.own["作業案"][line, field] = value
        give_reason(window, f"reason {n}")
        assert shown(window) == ledger.total("作業案")
    for branch, first in (("案A", 10), ("案B", 15)):
        session.show(scenario=1)
        shortcut(window, "Ctrl+B")
        answer(window, branch)
        ledger.branch(branch, "作業案")
        for n in range(first, first + 5):
            line, value = f"p{n % 5}/l{(n % 5) * 50 + 20 + n}", 3_000_000 + 7_777 * n
            type_value(qtbot, window, line, Column.RATE, value)
            ledger.own[branch][line, "rate"] = value
            give_reason(window, f"reason {n}")
            assert shown(window) == ledger.total(branch)
    changes = session.state.document.changes
    assert [change.why for change in changes] == [f"reason {n}" for n in range(20)]
    assert sum(change.effect or 0 for change in changes) == (
        ledger.total("案A") + ledger.total("案B") - ledger.total("作業案") - ledger.total(None)
    )

    compared(qtbot, window, ledger, ("作業案", "案A", "案B"))

    session.show(scenario=scenario_named(window, "案A"))
    promoted = changes[12].cells[0].line_id
    (row,) = (
        i
        for i in range(window.work.inspector.changes.model.rowCount())
        if window.work.inspector.changes.model.change_at(i).number == changes[12].number
    )
    window.work.inspector.changes.list.setFocus()
    window.work.inspector.changes.list.setCurrentIndex(window.work.inspector.changes.model.index(row, REASON))
    window.desk.do(window.work.changes.promote)
    ledger.own["作業案"][promoted, "rate"] = ledger.own["案A"].pop((promoted, "rate"))
    for name in ("案A", "案B", "作業案"):
        session.show(scenario=scenario_named(window, name))
        assert shown(window) == ledger.total(name), name

    session.show(scenario=scenario_named(window, "案B"))
    shortcut(window, "Ctrl+L")
    fixed = ledger.total("案B")
    session.show(scenario=1)
    type_value(qtbot, window, "p4/l249", Column.QUANTITY, 77)
    ledger.own["作業案"]["p4/l249", "quantity"] = 77
    assert shown(window) == ledger.total("作業案")
    session.show(scenario=scenario_named(window, "案B"))
    assert shown(window) == fixed, "what is locked stays"
    session.show(scenario=scenario_named(window, "案A"))
    assert shown(window) == ledger.total("案A"), "what is not flows"

    last = session.state.document
    window.work.table.setFocus()
    steps = session.undo_stack.count()
    for _ in range(steps):
        shortcut(window, "Ctrl+Z")
    assert session.state.document == many
    assert shown(window) == ledger.total(None)
    for _ in range(steps):
        shortcut(window, "Ctrl+Y")
    assert session.state.document == last
    session.show(scenario=scenario_named(window, "案A"))
    assert shown(window) == ledger.total("案A")


def test_find_filter_and_cut_by_three_percent(
    qtbot: QtBot, make_window: Callable[..., MainWindow], many: Document
) -> None:
    window, ledger = make_window(many), Ledger()
    shortcut(window, "Ctrl+F")
    assert QApplication.focusWidget() is window.work.pane.search
    QTest.keyClicks(window.work.pane.search, "line 151")
    QTest.keyClick(window.work.pane.search, Qt.Key.Key_Return)
    found = window.work.table.lines.row_at(window.work.table.currentIndex()).line
    assert window.session.state.portfolio.lines.ids[found] == "p3/l151"
    QTest.keyClick(window.work.pane.search, Qt.Key.Key_Escape)
    type_value(qtbot, window, "p3/l151", Column.RATE, 4_000_000)
    ledger.own["作業案"]["p3/l151", "rate"] = 4_000_000
    window.work.pane.show_only(Filter.CHANGED)
    tree = window.work.tree
    total = tree.programs.index(0, 0)
    left = [i for i in range(tree.programs.rowCount(total)) if not tree.isRowHidden(i, total)]
    assert [tree.programs.node(tree.programs.index(i, 0, total)).program for i in left] == [3]
    tree.setCurrentIndex(tree.programs.index(left[0], 0, total))
    click(window, cell(window, "p3/l151", Column.RATE))
    click(window, cell(window, "p3/l160", Column.RATE), SHIFT)
    dialog = open_bulk_dialog(window)
    choose(dialog.step, 1_000)
    type_figure(dialog, "-3")
    QTest.keyClick(dialog.figure, KEY.Key_Return)
    steps = reference.steps_of(ledger.records)
    for n in range(151, 161):
        line = f"p3/l{n}"
        rate = ledger.own["作業案"].get((line, "rate"), steps[line, "rate"][2026])
        assert rate is not None
        ledger.own["作業案"][line, "rate"] = floor(rate * Fraction(97, 100) / 1_000 + Fraction(1, 2)) * 1_000
    assert shown(window) == ledger.total("作業案")
    assert len(window.session.state.document.changes) == 2
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.work.table.setFocus()
    shortcut(window, "Ctrl+Z")
    shortcut(window, "Ctrl+Z")
    assert shown(window) == ledger.total(None)


@pytest.mark.slow
def test_the_whole_job_without_a_mouse(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    many: Document,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Open, find, change, reason, branch, compare, check, save, export; only the system's file dialogs are not ours."""
    path = tmp_path / "要求.bplan"
    save_document(many, path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    window, ledger = make_window(new_document(built_in_portfolio())), Ledger()
    with qtbot.waitSignal(window.file.read):
        shortcut(window, "Ctrl+O")
    assert window.session.state.path == path
    assert "line 0" in window.work.inspector.detail.text(), "the line under the cursor is said in words at once"
    shortcut(window, "Ctrl+F")
    QTest.keyClicks(window.work.pane.search, "p1/l66")
    QTest.keyClick(window.work.pane.search, KEY.Key_Return)
    shortcut(window, "Ctrl+2")
    assert QApplication.focusWidget() is window.work.table
    assert window.work.table.currentIndex() == cell(window, "p1/l66", Column.RATE)
    keys(qtbot, window.work.table.viewport(), "3")
    keys(qtbot, editor(window), "000000", KEY.Key_Return)
    ledger.own["作業案"]["p1/l66", "rate"] = 3_000_000
    assert shown(window) == ledger.total("作業案")
    give_reason(window, "agreed")
    shortcut(window, "Ctrl+B")
    answer(window, "plan B")
    ledger.branch("plan B", "作業案")
    shortcut(window, "Ctrl+2")
    keys(qtbot, window.work.table, KEY.Key_Up)
    keys(qtbot, window.work.table.viewport(), "2")
    keys(qtbot, editor(window), "500000", KEY.Key_Return)
    (change,) = window.session.state.document.changes_of(2)[1:]
    ledger.own["plan B"][change.cells[0].line_id, "rate"] = 2_500_000
    assert shown(window) == ledger.total("plan B")
    compared(qtbot, window, ledger, ("作業案", "plan B"))
    shortcut(window, "F8")
    assert window.check.problems.list.currentIndex().row() >= 0
    with qtbot.waitSignal(window.file.saved):
        shortcut(window, "Ctrl+S")
    shortcut(window, "Ctrl+E")
    dialog = window.handover.page
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.preview.model.rowCount() > 0)
    book = dialog.panel.target.path(".xlsx")
    assert book.parent == path.parent, "beside the document, unless another folder is chosen"
    assert QApplication.focusWidget() is dialog.panel.workbook
    QTest.keyClick(dialog.panel.workbook, KEY.Key_Return)
    qtbot.waitUntil(lambda: "is written" in window.messages.text, timeout=20_000)
    assert open_document(path).document == replace(window.session.state.document, handovers=())
    assert len(window.session.state.document.handovers) == 1, "what went out is kept, and saved next"
    written = openpyxl.load_workbook(book, data_only=True)
    assert written["総括表"]["C5"].value == ledger.total("plan B")
