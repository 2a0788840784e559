"""削減案 in the drawer: packages side by side, holds and bounds in the rows, the ladder; into a branch and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import Column
from planner.app.whatif.cut_lines import AMOUNT, CAP, DRIVER, FLOOR, LINE, PIN
from planner.app.whatif.cut_page import LADDERS, LINES, PACKAGES, CutPage, Way
from planner.app.window.main_window import MainWindow
from planner.cli.main import main
from planner.core.edits.values import new_document
from planner.core.money import Unit
from planner.core.seek.packages import Method
from planner.core.seek.targets import Progress
from planner.files.document.store import save_document
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import CTRL, cell, choose, click, shortcut, type_over
from tests.app.whatif.hands import drawer, focused, press, settled, type_here

KEY = Qt.Key
THREE = ("strategic/team", "coi-next/centres", "a-step/stage1")
"""Lines counted in projects, of three programs."""
QUANTITIES = list(Method).index(Method.QUANTITY)


@pytest.fixture
def real(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(new_document(built_in_portfolio()), "ja")


def open_with(qtbot: QtBot, window: MainWindow, lines: Sequence[str] = ()) -> CutPage:
    """Click on these lines, and open the page by the search field."""
    for line in lines:
        click(window, cell(window, line, Column.QUANTITY), CTRL if line != lines[0] else None)
    window.work.table.setFocus()
    shortcut(window, "Ctrl+K")
    type_here("削減案")
    qtbot.waitUntil(lambda: not window.search.popup.is_looking)
    press(KEY.Key_Return)
    settled(qtbot, window)
    page = drawer(window).front
    assert isinstance(page, CutPage)
    assert focused() is page.amount
    return page


def asked_of_the_command_line(
    window: MainWindow, folder: Path, capsys: pytest.CaptureFixture[str], *asked: str
) -> dict[str, Any]:
    path = folder / "asked.bplan"
    save_document(window.session.state.document, path)
    capsys.readouterr()
    assert main(["cut", str(path), "--scenario", "作業案", *asked, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def shown(page: CutPage) -> list[tuple[int, int, int]]:
    """Of each package what the aim comes to, what is cut beyond the wish, how many drivers move."""
    packages = [each.package for each in page.packages.offers]
    return [(each.amount, each.remainder, len(each.changes)) for each in packages]


def told(found: dict[str, Any]) -> list[tuple[int, int, int]]:
    return [(each["amount"], each["remainder"], len(each["changes"])) for each in found["packages"]]


def go(page: CutPage, line: str, column: int) -> None:
    """Put the cursor on a cell of the lines of the drawer."""
    table = page.lines
    table.setFocus()
    table.setCurrentIndex(table.lines.index(table.lines.ids.index(line), column))


def test_five_percent_less_of_three_programs_in_whole_projects_and_back(
    real: MainWindow, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = real.session.state.document
    said = asked_of_the_command_line(real, tmp_path, capsys, "--by", "5%", "--lines", ",".join(THREE))
    page = open_with(qtbot, real, THREE)
    assert page.lines.lines.moved == list(THREE)
    type_here("5%")
    settled(qtbot, real)
    assert shown(page) == told(said)
    uncuttable = sum(each["amount"] for each in said["uncuttable"])
    assert page.said.text().startswith(f"動かせない額：{uncuttable:,}円")
    page.packages.setFocus()
    press(*[KEY.Key_Down] * QUANTITIES)
    package = said["packages"][QUANTITIES]
    assert package["method"] == "quantity"
    rows = page.changes.shown.rows
    assert [(each.before, each.after, each.effect) for each in rows] == [
        (each["before"], each["after"], each["effect"]) for each in package["changes"]
    ]
    assert {each.driver.field.key for each in rows} == {"quantity"}
    assert page.foot.name.text() == "削減 5%（員数のみ）"
    assert real.session.state.document is before
    page.amount.setFocus()
    press(KEY.Key_Return, KEY.Key_Return)
    state = real.session.state
    assert state.scenario == state.document.scenarios[-1].number
    assert state.evaluation.total[1].amount == package["amount"]
    assert [len(each.cells) for each in state.document.changes] == [len(package["changes"])]
    real.session.undo_stack.undo()
    assert real.session.state.document == before


def test_all_that_can_be_cut_five_ways_as_the_command_line_says(
    real: MainWindow, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = open_with(qtbot, real)
    type_here("30億円")
    settled(qtbot, real)
    assert shown(page) == told(asked_of_the_command_line(real, tmp_path, capsys, "--by", "30億円"))
    page.ranges.click()
    page.residual.click()
    settled(qtbot, real)
    freed = asked_of_the_command_line(real, tmp_path, capsys, "--by", "30億円", "--ranges", "--residual")
    assert shown(page) == told(freed)
    choose(page.way, Way.CUT_TO)
    type_over(page.amount, "4100億円")
    settled(qtbot, real)
    to = asked_of_the_command_line(real, tmp_path, capsys, "--to", "4100億円", "--ranges", "--residual")
    assert shown(page) == told(to)
    choose(page.way, Way.RISE_BY)
    type_over(page.amount, "10億円")
    settled(qtbot, real)
    up = asked_of_the_command_line(real, tmp_path, capsys, "--by", "10億円", "--up", "--ranges", "--residual")
    assert shown(page) == told(up)
    assert page.said.text().startswith("増やせない額")
    assert not page.segments[LADDERS].isEnabled()


def test_holds_bounds_and_drivers_are_asked_for_in_the_rows(
    real: MainWindow, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = open_with(qtbot, real, THREE)
    type_here("1億円")
    page.show_view(LINES)
    go(page, THREE[0], PIN)
    press(KEY.Key_Space)
    go(page, THREE[2], DRIVER)
    press(KEY.Key_Space)
    go(page, THREE[1], FLOOR)
    type_here("340百万円")
    press(KEY.Key_Return)
    settled(qtbot, real)
    model = page.lines.lines
    limits = model.limits(ranges=False, residual=False)
    assert list(limits.hold) == [THREE[0]]
    assert limits.drivers == {THREE[1]: "rate", THREE[2]: "rate"}
    assert limits.floors == {(THREE[1], "rate"): 340_000_000}
    asked = ("--by", "1億円", "--lines", ",".join(THREE), "--hold", THREE[0], "--driver", f"{THREE[1]}=rate")
    said = asked_of_the_command_line(
        real, tmp_path, capsys, *asked, f"{THREE[2]}=rate", "--floor", f"{THREE[1]}.rate=340百万円"
    )
    assert shown(page) == told(said)
    settled(qtbot, real)
    go(page, THREE[2], CAP)
    type_here("x")
    press(KEY.Key_Return)
    assert page.said.property("tone") == "error"
    assert model.terms(THREE[2]).cap is None


def test_holds_that_leave_nothing_say_so_and_nothing_can_be_taken(real: MainWindow, qtbot: QtBot) -> None:
    page = open_with(qtbot, real)
    type_here("1億円")
    page.show_view(LINES)
    go(page, page.lines.lines.ids[0], PIN)
    shortcut(page.lines, "Ctrl+A")
    press(KEY.Key_Space)
    settled(qtbot, real)
    assert not any(each.package.reached for each in page.packages.offers)
    assert not page.foot.branch.isEnabled()
    press(KEY.Key_Space)
    go(page, page.lines.lines.ids[0], LINE)
    shortcut(page.lines, "Ctrl+A")
    press(KEY.Key_Space)
    settled(qtbot, real)
    assert page.lines.lines.moved == []
    assert page.said.property("tone") == "error"


def test_what_cannot_be_cut_is_told_in_its_row(real: MainWindow, qtbot: QtBot) -> None:
    page = open_with(qtbot, real)
    type_here("30億円")
    settled(qtbot, real)
    model = page.lines.lines
    rest = 0  # 内訳に明示なし of the first program
    assert "残差" in model.why_fixed(rest)
    assert page.lines.columnSpan(rest, DRIVER) > 1
    assert model.why_fixed(model.ids.index("fellows/pd/pd")) == ""
    real.session.show(unit=Unit.OKU)
    settled(qtbot, real)
    assert "億円" in model.headers[AMOUNT]
    assert "億円" in page.packages.shown.headers[1]
    first = [model.index(at, AMOUNT).data() for at in range(2)]
    page.show_view(LINES)
    page.lines.setFocus()
    page.lines.setCurrentIndex(model.index(1, LINE))
    QTest.keyClick(page.lines, KEY.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [model.index(at, AMOUNT).data() for at in range(2)] == first[::-1]
    assert model.chosen[0] == model.ids[0]


def test_a_ladder_of_concessions_is_as_the_command_line_says_and_a_step_can_be_taken(
    real: MainWindow, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = open_with(qtbot, real)
    page.segments[LADDERS].click()
    settled(qtbot, real)
    said = asked_of_the_command_line(real, tmp_path, capsys, "--by", "1%,2%,3%,5%")
    assert shown(page) == [
        (each["package"]["amount"], each["package"]["remainder"], len(each["package"]["changes"]))
        for each in said["ladder"]
    ]
    page.packages.setFocus()
    press(KEY.Key_Down)
    assert page.foot.name.text().startswith("削減 △2%")
    page.foot.branch.click()
    assert real.session.state.evaluation.total[1].amount == said["ladder"][1]["package"]["amount"]
    page = open_with(qtbot, real)
    page.segments[LADDERS].click()
    type_over(page.shares, "多め")
    settled(qtbot, real)
    assert page.said.property("tone") == "error"
    page.segments[PACKAGES].click()
    type_over(page.amount, "たくさん")
    settled(qtbot, real)
    assert "たくさん" in page.said.text()
    assert not page.foot.branch.isEnabled()


def test_a_long_search_can_be_called_off(real: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The work asks at each method whether anybody still wants it."""
    asked: list[int] = []

    def endless(self: object, progress: Progress) -> object:
        while True:
            asked.append(len(asked))
            progress(len(asked), 0)

    monkeypatch.setattr("planner.app.whatif.cut_answer.CutQuestion.answer", endless)
    page = open_with(qtbot, real)
    type_here("1億円")
    qtbot.waitUntil(page.stop.isVisible)
    QTest.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    assert "やめました" in page.said.text()
    assert not page.foot.branch.isEnabled()
    qtbot.waitUntil(lambda: page.asking.is_idle)  # it ended where it asked next
    assert asked
