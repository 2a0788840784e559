"""モンテカルロ in the window: how sure an amount is, shown while the trials come in, and called off at any moment."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import Column
from planner.app.whatif.aim_choice import Whole
from planner.app.whatif.risk.assumptions import Ranges
from planner.app.whatif.risk.figures_table import GROUP, HIGH, LOW, MODE
from planner.app.whatif.risk.risk_page import RiskPage
from planner.app.whatif.risk.told_table import ToldTable
from planner.app.window.main_window import MainWindow
from planner.cli.main import main
from planner.core.edits.ceilings import set_ceiling
from planner.core.edits.values import new_document
from planner.core.model.ceilings import Ceiling, Scope, ScopeKind
from planner.core.model.ranges import Shape
from planner.files.document.store import save_document
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import choose, shortcut, type_over
from tests.app.whatif.hands import drawer, focused, press, put_cursor, settled

KEY = Qt.Key
VARIES, HELD, FRAGILITY = range(3, 6)
SSH_MOST = Ceiling("own-1", 2026, "SSH", scope=Scope(ScopeKind.PROGRAM, "ssh"), amount=2_700_000_000)


@pytest.fixture
def page(make_window: Callable[..., MainWindow], qtbot: QtBot) -> RiskPage:
    """The page on the built-in request with a ceiling over SSH, which is asked about."""
    window = make_window(set_ceiling(new_document(built_in_portfolio()), SSH_MOST), "ja")
    put_cursor(window, "ssh/basic", Column.RATE, "ssh")
    window.menus.actions["whatif.risk"].trigger()
    settled(qtbot, window)
    front = drawer(window).front
    assert isinstance(front, RiskPage)
    return front


def window_of(page: RiskPage) -> MainWindow:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def rows_of(table: ToldTable) -> list[tuple[str, ...]]:
    return [row.cells for row in table.shown.rows]


def told_by_command(page: RiskPage, folder: Path, capsys: pytest.CaptureFixture[str], *asked: str) -> dict[str, Any]:
    path = folder / "asked.bplan"
    save_document(window_of(page).session.state.document, path)
    capsys.readouterr()
    assert main(["risk", str(path), "--scenario", "作業案", "--of", "program:ssh", *asked, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_chance_that_ssh_stays_within_an_amount_is_that_of_the_command_line(
    page: RiskPage, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (page.trials.text(), page.seed.text()) == ("10,000", "1")
    type_over(page.limit, "25億円")
    settled(qtbot, window_of(page))
    assert page.said.text() == "2,500,000,000円に収まる確率は44.0%です。"
    told = told_by_command(page, tmp_path, capsys, "--within", "25億円")
    assert told["within"][0]["chance"] == 0.44
    chances = rows_of(page.tables.chances)
    assert chances == [("2,500,000,000円", "44.0%"), ("SSH", f"{told['within'][1]['chance']:.1%}")]
    percentiles = rows_of(page.tables.percentiles)
    assert percentiles[0][1] == f"{round(told['percentiles']['5'] / 1000):,}"
    assert percentiles[1][1].startswith("±")
    assert "10,000回、乱数の種1、一様分布。" in page.held.text()
    assert page.chart.shown is not None
    assert [at for _name, at in page.chart.shown.limits] == [2_500_000_000, 2_700_000_000]
    assert len(page.chart.shown.outcomes) == 10_000
    assert "軸" in page.chart.said.text()
    assert sum("上限を超える" in mark.said for mark in page.chart.marks) > 3


def test_keys_lead_from_the_picture_to_the_table_of_its_bars_and_back(page: RiskPage) -> None:
    page.chart.plot().setFocus()
    shortcut(focused(), "Ctrl+Shift+T")
    assert focused() is page.tables.bins
    assert page.segments[1].isChecked()
    shortcut(focused(), "Ctrl+Shift+T")
    assert focused() is page.chart.plot()


def test_another_seed_draws_other_trials_and_the_same_seed_the_same(page: RiskPage, qtbot: QtBot) -> None:
    window = window_of(page)
    first = rows_of(page.tables.percentiles)
    page.again.setFocus()
    press(KEY.Key_Space)
    settled(qtbot, window)
    assert page.seed.text() == "2"
    assert rows_of(page.tables.percentiles) != first
    type_over(page.seed, "1")
    settled(qtbot, window)
    assert rows_of(page.tables.percentiles) == first


def test_it_is_shown_while_it_grows_and_stop_calls_it_off(page: RiskPage, qtbot: QtBot) -> None:
    window = window_of(page)
    choose(page.aim.whole, Whole.TOTAL)
    choose(page.ranges.ranges, Ranges.SHARE)
    type_over(page.trials, "600,000")
    qtbot.waitUntil(lambda: page.chart.shown is not None)
    qtbot.waitUntil(page.stop.isVisible)
    assert not page.is_settled
    assert page.chart.shown is not None
    assert 0 < len(page.chart.shown.outcomes) < 600_000
    assert "600,000回のうち" in page.said.text()
    assert rows_of(page.tables.percentiles)[1][1].startswith("±")
    page.stop.setFocus()
    press(KEY.Key_Return)
    assert page.is_settled
    assert page.chart.shown is None
    assert rows_of(page.tables.percentiles) == []
    qtbot.waitUntil(lambda: page.asking.is_idle)
    type_over(page.trials, "500,000")
    qtbot.waitUntil(lambda: page.chart.shown is not None)
    press(KEY.Key_Escape)
    assert not window.work.what_if.is_open
    qtbot.waitUntil(lambda: page.asking.is_idle)
    assert page.chart.shown is None


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("trials", "0", "1回以上"),
        ("trials", "10億", "1,000,000"),
        ("trials", "x", "x"),
        ("seed", "1.5", "1.5"),
        ("limit", "いくら", "いくら"),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_out_of_date_stays(
    page: RiskPage, qtbot: QtBot, field: str, typed: str, said: str
) -> None:
    type_over(getattr(page, field), typed)
    assert page.chart.shown is None
    settled(qtbot, window_of(page))
    assert page.said.property("tone") == "error"
    assert said in page.said.text()
    assert page.chart.shown is None
    assert rows_of(page.tables.fragility) == []


def test_what_is_held_and_how_far_figures_may_err_is_told(page: RiskPage, qtbot: QtBot) -> None:
    window = window_of(page)
    page.segments[HELD].click()
    held = rows_of(page.tables.held)
    assert len(held) == 3
    assert "3行" in page.held.text()
    assert all(why for _name, why, _yen in held)
    page.segments[FRAGILITY].click()
    bends = rows_of(page.tables.fragility)
    assert len(bends) == 5
    assert "基礎枠 継続" in bends[0][0]
    assert "印刷" in bends[0][1] or "公表" in bends[0][1] or "上限" in bends[0][1]
    table = page.tables.fragility
    table.setFocus()
    table.setCurrentIndex(table.shown.index(0, 0))
    table.activated.emit(table.currentIndex())
    assert not window.work.what_if.is_open
    assert focused() is window.work.table


def test_modes_groups_and_shapes_are_asked_for(
    page: RiskPage, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    window, model = window_of(page), page.figures.figures
    page.segments[VARIES].click()
    assert len(model.rows) == 5
    place = next(at for at, each in enumerate(model.rows) if each.named.line == "ssh/basic")
    for column, typed in ((LOW, "7百万円"), (MODE, "8百万円"), (HIGH, "10百万円")):
        assert model.setData(model.index(place, column), typed)
    choose(page.ranges.ranges, Ranges.OWN)
    settled(qtbot, window)
    assert "三角" in page.held.text()
    own = ("--ranges", "own", "--own", "ssh/basic.rate=7百万円..8百万円..10百万円")
    told = told_by_command(page, tmp_path, capsys, *own)
    assert rows_of(page.tables.percentiles)[0][6] == f"{round(told['mean'] / 1000):,}"
    choose(page.ranges.shape, Shape.UNIFORM)
    settled(qtbot, window)
    told = told_by_command(page, tmp_path, capsys, *own, "--shape", "uniform")
    assert rows_of(page.tables.percentiles)[0][6] == f"{round(told['mean'] / 1000):,}"
    assert [each.figure.line for each in window.session.state.document.ranges] == ["ssh/basic"]
    model.take_out(0)
    choose(page.ranges.ranges, Ranges.PUBLISHED)
    settled(qtbot, window)
    apart = rows_of(page.tables.percentiles)[0]
    for place in range(len(model.rows)):
        assert model.setData(model.index(place, GROUP), "A")
    settled(qtbot, window)
    together = rows_of(page.tables.percentiles)[0]
    assert int(together[5].replace(",", "")) > int(apart[5].replace(",", ""))
    assert {each.group for each in window.session.state.document.ranges} == {"A"}


def test_ceilings_that_cannot_be_judged_lead_to_the_lines_without_a_class(page: RiskPage, qtbot: QtBot) -> None:
    window = window_of(page)
    assert not page.classify.isVisible()
    choose(page.aim.whole, Whole.TOTAL)
    settled(qtbot, window)
    assert page.classify.isVisible()
    assert "判定不能" in rows_of(page.tables.chances)[0][1]
    page.classify.click()
    assert window.pages.front == "check"


def test_the_room_under_a_ceiling_is_broken_below_0(page: RiskPage, qtbot: QtBot) -> None:
    choose(page.aim.whole, Whole.CEILING)
    choose(page.aim.which, "own-1")
    settled(qtbot, window_of(page))
    assert page.chart.shown is not None
    assert page.chart.shown.is_room
    chance = rows_of(page.tables.chances)[0][1]
    inside = (page.chart.shown.outcomes >= 0).mean()
    assert chance == f"{inside:.1%}"
    assert "上限を超える" in page.chart.marks[0].said
    assert "上限を超える" not in page.chart.marks[-1].said


def test_the_bars_are_heard_and_stand_in_a_table(page: RiskPage, qtbot: QtBot) -> None:
    bars = rows_of(page.tables.bins)
    assert len(bars) == len(page.chart.marks)
    assert sum(int(each[2].replace(",", "")) for each in bars) == 10_000
    assert bars[-1][4] == "100.0%"
    plot = page.chart.plot()
    plot.setFocus()
    press(KEY.Key_End)
    assert page.chart.told.text() == page.chart.marks[-1].said
    assert "100.0%" in page.chart.told.text()
    interface = QAccessible.queryAccessibleInterface(plot)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name) == "額の分布"
    assert interface.text(QAccessible.Text.Description) == page.chart.said.text()
