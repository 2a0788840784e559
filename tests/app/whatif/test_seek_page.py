"""目標額に合わせる in the drawer, by keys alone: the answer while one types, into a branch and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import Column
from planner.app.whatif.aim_choice import Whole
from planner.app.whatif.seek_page import SeekPage
from planner.app.window.main_window import MainWindow
from planner.cli.main import main
from planner.core.edits.scenarios import lock
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import BASE
from planner.core.seek.targets import Measure
from planner.files.document.store import save_document
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import CTRL, choose, shortcut, type_over
from tests.app.whatif.hands import ask, drawer, focused, press, put_cursor, settled, type_here

KEY = Qt.Key
PD, DC1, DC2 = "fellows/pd/pd", "fellows/dc/dc1", "fellows/dc/dc2"


@pytest.fixture
def real(make_window: Callable[..., MainWindow]) -> MainWindow:
    """The window on the built-in request, the cursor on the rate of PD under 特別研究員事業."""
    window = make_window(new_document(built_in_portfolio()), "ja")
    put_cursor(window, PD, Column.RATE, "fellows")
    return window


def page(window: MainWindow) -> SeekPage:
    front = drawer(window).front
    assert isinstance(front, SeekPage)
    return front


def asked_of_the_command_line(
    window: MainWindow, folder: Path, capsys: pytest.CaptureFixture[str], *asked: str
) -> dict[str, Any]:
    path = folder / "asked.bplan"
    save_document(window.session.state.document, path)
    capsys.readouterr()
    assert main(["seek", str(path), "--scenario", "作業案", *asked, "--json"]) == 0
    return cast("dict[str, Any]", json.loads(capsys.readouterr().out))


def test_the_rate_that_keeps_a_program_under_an_amount_goes_into_a_branch_by_keys_alone(
    real: MainWindow, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl+T, the amount, Enter, Enter; then one undo."""
    before = real.session.state.document
    said = asked_of_the_command_line(
        real, tmp_path, capsys, "--target", "program:fellows=170億円", "--by", f"{PD}.rate", "--step", "千円"
    )
    shortcut(real, "Ctrl+T")
    type_here("170億円")
    settled(qtbot, real)
    found = page(real)
    assert "最も近い" in found.said.text()
    assert "3,025,000円 → 16,999,749,000円（△251,000）" in found.sides[0].text()
    assert "3,026,000円 → 17,000,102,000円（+102,000）" in found.sides[1].text()
    assert "4,344,000" in found.warning.text()
    assert "R9\N{NO-BREAK SPACE}△1,600,502" in found.later.text()
    press(KEY.Key_Return)
    assert focused() is found.foot.branch
    assert real.session.state.document is before  # nothing is changed by asking
    press(KEY.Key_Return)
    state = real.session.state
    made = state.document.scenarios[-1]
    assert (made.name, made.parent, state.scenario) == ("目標 170億円", 1, made.number)
    fellows = state.portfolio.program_index["fellows"]
    assert state.evaluation.program(fellows)[1].amount == said["below"]["amount"] == 16_999_749_000
    (change,) = state.document.changes
    assert (change.why, len(change.cells)) == ("特別研究員事業を170億円に合わせる", 1)
    assert not real.work.what_if.is_open
    assert focused() is real.work.table
    real.session.undo_stack.undo()
    assert real.session.state.document == before
    assert real.session.state.scenario == 1


def test_the_value_above_can_be_taken_and_the_scenario_itself(real: MainWindow, qtbot: QtBot) -> None:
    ask(qtbot, real, "１７０億円")
    found = page(real)
    found.sides[0].setFocus()
    press(KEY.Key_Down)
    assert found.sides[1].isChecked()
    found.foot.reason.setFocus()
    type_over(found.foot.reason, "査定に備える")
    found.foot.apply.setFocus()
    press(KEY.Key_Return)
    state = real.session.state
    assert len(state.document.scenarios) == 1
    assert [(each.why, each.cells[0].after) for each in state.document.changes] == [("査定に備える", 3_026_000)]
    assert real.session.undo_stack.count() == 1


def test_what_is_typed_otherwise_takes_the_answer_away_at_once(real: MainWindow, qtbot: QtBot) -> None:
    ask(qtbot, real, "170億円")
    found = page(real)
    assert found.foot.branch.isEnabled()
    type_here("x")
    assert not found.foot.branch.isEnabled()
    assert not any(button.isVisible() for button in found.sides)
    settled(qtbot, real)
    assert "数値として読めません" in found.said.text() or "x" in found.said.text()
    assert not found.foot.branch.isEnabled()
    press(KEY.Key_Return)
    assert focused() is found.amount
    found.amount.clear()
    type_here("179億円")
    press(KEY.Key_Return)  # before the answer is there
    qtbot.waitUntil(lambda: focused() is found.foot.branch)
    assert found.foot.reason.text() == "特別研究員事業を179億円に合わせる"


def test_another_scenario_under_the_open_drawer_is_asked_at_once(
    make_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    document = new_document(built_in_portfolio())
    document = set_values(document, 1, [Entry(DC1, "rate", 2026, 3_200_000)])
    window = make_window(document, "en")
    put_cursor(window, PD, Column.RATE, "fellows")
    ask(qtbot, window, "17,000,000,000")
    found, first = page(window), page(window).sides[0].text()
    window.session.show(scenario=BASE)
    assert not found.sides[0].isVisible()
    settled(qtbot, window)
    assert "3,025,000" in found.sides[0].text() != first
    assert "only into a branch" in found.foot.note.text()
    assert not found.foot.apply.isEnabled()
    assert found.foot.branch.isEnabled()
    window.session.show(scenario=1)
    window.session.edit("Lock", lambda each: lock(each, 1))
    settled(qtbot, window)
    assert found.sides[0].text() == first
    assert not found.foot.apply.isEnabled()
    press(KEY.Key_Return, KEY.Key_Return)
    assert window.session.state.document.scenarios[-1].parent == 1


def test_out_of_reach_and_what_does_not_move_are_said_and_nothing_can_be_taken(real: MainWindow, qtbot: QtBot) -> None:
    ask(qtbot, real, "1円")
    found = page(real)
    assert "届きません" in found.said.text()
    assert "下限で止まりました" in found.warning.text()
    assert not found.foot.branch.isEnabled()
    assert not found.foot.apply.isEnabled()
    type_over(found.mover.high, "3,000千円")
    type_over(found.amount, "170億円")
    settled(qtbot, real)
    assert "上限で止まりました" in found.warning.text()
    choose(found.aim.whole, Whole.PROGRAM)
    choose(found.aim.which, "ssh")
    settled(qtbot, real)
    assert not found.foot.branch.isEnabled()
    type_over(found.mover.low, "4,000千円")
    settled(qtbot, real)
    assert found.said.property("tone") == "error"


def test_one_factor_on_the_lines_selected_and_the_growth_and_the_year(
    real: MainWindow, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [real.session.state.portfolio.line_index[each] for each in (DC1, DC2)]
    selection, table = real.work.table.selectionModel(), real.work.table.lines
    put_cursor(real, DC1, Column.RATE, "fellows/dc")
    for row in lines:
        place = table.index(table.row_of_line(row), real.work.table.currentIndex().column())
        selection.select(place, selection.SelectionFlag.Select)
    ask(qtbot, real, "118億円")
    found = page(real)
    said = asked_of_the_command_line(
        real,
        tmp_path,
        capsys,
        *("--target", "program:fellows/dc=118億円", "--by", f"{DC1}.rate", f"{DC2}.rate", "--step", "千円"),
    )
    assert found.table.shown.rowCount() == 2
    assert f"{said['below']['amount']:,}円" in found.sides[0].text()
    choose(
        found.mover.mover, found.mover.mover.itemData(found.mover.mover.findText("賃金", Qt.MatchFlag.MatchContains))
    )
    choose(found.aim.whole, Whole.TOTAL)
    choose(found.aim.year, 2028)
    type_over(found.amount, "4200億円")
    settled(qtbot, real)
    growth = asked_of_the_command_line(real, tmp_path, capsys, "--target", "total@R10=4200億円", "--by", "growth:wage")
    assert f"{growth['below']['amount']:,}円" in found.sides[0].text()
    choose(found.aim.measure, Measure.COMMITTED)
    settled(qtbot, real)
    bound = asked_of_the_command_line(
        real, tmp_path, capsys, "--target", "committed:total@R10=4200億円", "--by", "growth:wage"
    )
    assert f"{bound['below']['amount']:,}円" in found.sides[0].text()
    assert "届きません" in found.said.text()


def test_the_drawer_opens_closes_and_gives_the_focus_back(real: MainWindow, qtbot: QtBot) -> None:
    real.work.inspector.want(True)
    shortcut(real, "Ctrl+T")
    found = drawer(real)
    assert real.top_bar.what_if.isChecked()
    assert not real.work.inspector.isVisible()
    assert focused() is page(real).amount
    press(KEY.Key_Escape)
    assert not found.isVisible()
    assert real.work.inspector.isVisible()
    assert focused() is real.work.table
    QTest.mouseClick(real.top_bar.what_if, Qt.MouseButton.LeftButton)
    assert found.isVisible()
    real.work.table.setFocus()
    shortcut(real, "F6")
    assert found.isAncestorOf(focused())
    shortcut(real, "Ctrl+Shift+I")
    assert not found.isVisible()
    real.pages.show_page("compare")
    shortcut(real, "Ctrl+T")
    assert found.isVisible()
    assert real.pages.front == "lines"
    real.resize(900, 450)
    QApplication.processEvents()
    for button in found.front.foot.findChildren(QPushButton):
        assert not button.visibleRegion().isEmpty()
    QTest.mouseClick(real.top_bar.what_if, Qt.MouseButton.LeftButton)
    assert not real.top_bar.what_if.isChecked()


def test_tab_goes_down_the_page_to_the_buttons_and_every_stop_has_a_name(real: MainWindow, qtbot: QtBot) -> None:
    for key in ("whatif.seek", "whatif.cut"):
        real.menus.actions[key].trigger()
        found = drawer(real)
        found.front.first().setFocus()
        type_here("170億円")
        settled(qtbot, real)
        found.tabs[key].setFocus()
        tops, names = [], []
        while found.isAncestorOf(focused()):
            stop = focused()
            tops.append(stop.mapTo(found, stop.rect().center()).y())
            interface = QAccessible.queryAccessibleInterface(stop)
            assert interface is not None
            names.append(stop.accessibleName() or interface.text(QAccessible.Text.Name))
            press(KEY.Key_Tab)
        level = 12  # parts of one row stand this close
        assert all(after > before - level for before, after in pairwise(tops))
        assert len(tops) > 10
        assert all(names)


def test_a_heading_and_a_ceiling_are_aimed_at_by_their_names(real: MainWindow, qtbot: QtBot) -> None:
    ask(qtbot, real, "3,000億円")
    found = page(real)
    choose(found.aim.whole, Whole.CEILING)
    settled(qtbot, real)
    assert found.said.text().startswith(found.aim.which.currentText())  # not judged: lines lack their kinds
    assert not found.foot.branch.isEnabled()
    (view,) = (each for each in real.session.state.portfolio.views if each.id == "agencies")
    heading = next(each.heading for each in view.members if each.program == "fellows")
    choose(found.aim.whole, Whole.HEADING)
    choose(found.aim.which, f"agencies/{heading}")
    settled(qtbot, real)
    now = found.aim.now.text().removeprefix("いま ")
    type_over(found.amount, now)
    settled(qtbot, real)
    assert found.said.text() == "1円まで合います。"
    assert found.sides[0].text() == f"5,292,000円 → {now}"
    assert found.foot.reason.text() == f"{view.name} › {heading}を{now}に合わせる"
    choose(found.aim.whole, Whole.LINES)
    settled(qtbot, real)
    assert "1" in found.aim.whole.currentText()
    assert found.aim.what.startswith(f"lines:{PD}@")


def test_a_read_only_document_can_be_tried(real: MainWindow, qtbot: QtBot) -> None:
    real.session.mark_read_only()
    ask(qtbot, real, "170億円")
    assert "読み取り専用" in page(real).foot.note.text()
    QTest.keyClick(page(real).amount, KEY.Key_Return, CTRL)
    assert len(real.session.state.document.scenarios) == 2


def test_a_name_that_is_taken_is_refused_where_it_is_typed(real: MainWindow, qtbot: QtBot) -> None:
    ask(qtbot, real, "170億円")
    foot = page(real).foot
    type_over(foot.name, "作業案")
    foot.branch.click()
    assert "作業案" in foot.note.text()
    assert real.work.what_if.is_open
    assert len(real.session.state.document.scenarios) == 1


def test_where_nothing_shall_move_the_drawer_is_there_at_once(real: MainWindow, qapp: QApplication) -> None:
    before = qapp.property("still")
    qapp.setProperty("still", True)
    try:
        shortcut(real, "Ctrl+T")
        assert not real.work.what_if.is_moving
        assert drawer(real).geometry().right() == real.work.page.rect().right()
    finally:
        qapp.setProperty("still", before)
