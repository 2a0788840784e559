"""感度 in the window: what moves an amount most, by picture and by table, within ranges that are typed over."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import Column
from planner.app.whatif.aim_choice import Whole
from planner.app.whatif.risk.assumptions import Ranges
from planner.app.whatif.risk.figures_table import AT_HIGH, AT_LOW, HIGH, LOW
from planner.app.whatif.risk.tornado_page import TornadoPage
from planner.app.window.main_window import MainWindow
from planner.cli.main import main
from planner.core.edits.values import new_document
from planner.files.document.store import save_document
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import choose, shortcut, type_over
from tests.app.whatif.hands import drawer, focused, press, put_cursor, settled

KEY = Qt.Key
MOST = (
    ("strategic/team", "rate"),
    ("foreign-talent/people", "rate"),
    ("start/platforms", "rate"),
    ("ssh/basic", "rate"),
    ("stella/continuing", "rate"),
)
"""The five figures that move the grand total most within their published ranges."""


@pytest.fixture
def page(make_window: Callable[..., MainWindow], qtbot: QtBot) -> TornadoPage:
    """The page on the built-in request, the cursor on the rate of PD, everything asked about."""
    window = make_window(new_document(built_in_portfolio()), "ja")
    put_cursor(window, "fellows/pd/pd", Column.RATE)
    window.menus.actions["whatif.tornado"].trigger()
    settled(qtbot, window)
    front = drawer(window).front
    assert isinstance(front, TornadoPage)
    return front


def window_of(page: TornadoPage) -> MainWindow:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def test_the_five_figures_that_move_the_total_most_are_those_of_the_command_line(
    page: TornadoPage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = page.figures.figures.rows
    assert tuple((each.named.line, each.named.field) for each in rows[:5]) == MOST
    assert rows[0].ends is not None
    assert rows[0].ends.spread == 4_581_818_208
    assert "4,581,818,208円" in page.said.text()
    assert page.chart.bars[0].name == "チーム型（CREST）新規採択 単価"
    assert "90行、402,320,271,000円" in page.held.text()
    path = tmp_path / "asked.bplan"
    save_document(window_of(page).session.state.document, path)
    capsys.readouterr()
    assert main(["risk", str(path), "--scenario", "作業案", "--trials", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["tornado"]
    shown = [each.ends for each in rows if each.ends is not None]
    assert [(each["low_amount"], each["high_amount"]) for each in told] == [
        (each.low_amount, each.high_amount) for each in shown
    ]


def test_the_page_takes_the_whole_room_and_keys_do_not_reach_what_lies_beneath(page: TornadoPage) -> None:
    window = window_of(page)
    found, lines = drawer(window), window.work.page
    assert found.size() == lines.size()
    assert not window.work.table.isVisible()
    assert not page.foot.isVisible()
    assert lines.regions() == [found]
    window.menus.actions["whatif.seek"].trigger()
    assert found.width() < lines.width()
    assert window.work.table.isVisible()
    window.menus.actions["whatif.tornado"].trigger()
    press(KEY.Key_Escape)
    assert focused() is window.work.table


def test_keys_lead_from_the_picture_to_the_table_of_its_figures_and_back(page: TornadoPage) -> None:
    page.chart.plot().setFocus()
    shortcut(focused(), "Ctrl+Shift+T")
    assert focused() is page.figures
    shortcut(focused(), "Ctrl+Shift+T")
    assert focused() is page.chart.plot()


def test_arrows_step_through_the_bars_and_enter_leads_to_the_line(page: TornadoPage, qtbot: QtBot) -> None:
    window, plot = window_of(page), page.chart.plot()
    plot.setFocus()
    assert page.chart.at == 0
    assert page.chart.told.text() == page.chart.marks[0].said
    assert "27,272,727で△3,478,339,656、90,909,091で+1,103,478,552" in page.chart.told.text()
    press(KEY.Key_Down, KEY.Key_Down, KEY.Key_Up)
    assert page.chart.at == 1
    press(KEY.Key_End, KEY.Key_Home, KEY.Key_Down, KEY.Key_Return)
    assert not window.work.what_if.is_open
    assert focused() is window.work.table
    row = window.work.table.row_at_cursor
    assert row is not None
    assert window.session.state.portfolio.lines.ids[row] == "foreign-talent/people"
    assert window.work.table.lines.field_at(window.work.table.currentIndex()) is not None


def test_the_pointer_tells_the_bar_it_is_over(page: TornadoPage, qtbot: QtBot) -> None:
    plot, mark = page.chart.plot(), page.chart.marks[1]
    middle = QPointF((mark.left + mark.right) / 2, (mark.low + mark.high) / 2)

    def is_told() -> bool:
        """The picture takes its room in a moment, with which the bar comes to its place."""
        box = plot.getViewBox()
        QTest.mouseMove(plot.viewport(), QPoint(2, 2))
        QTest.mouseMove(plot.viewport(), plot.mapFromScene(box.mapViewToScene(middle)))
        QApplication.processEvents()
        return page.chart.told.text() == mark.said

    qtbot.waitUntil(is_told)
    QTest.mouseMove(plot.viewport(), QPoint(2, 2))
    qtbot.waitUntil(lambda: not page.chart.told.text())


def test_ranges_are_typed_over_and_taken_back(page: TornadoPage, qtbot: QtBot) -> None:
    window, table, model = window_of(page), page.figures, page.figures.figures
    assert window.session.state.document.ranges == ()
    table.setFocus()
    table.setCurrentIndex(model.index(0, LOW))
    assert model.setData(model.index(0, LOW), "8千万円")
    assert not model.setData(model.index(0, LOW), "x")
    assert "x" in page.said.text()
    page.change()
    settled(qtbot, window)
    own = next(each for each in model.rows if each.named.line == "strategic/team")
    assert (own.low, own.high) == (80_000_000, 90_909_091)
    assert model.rows[0] is not own  # it moves less now
    place = model.rows.index(own)
    assert not model.setData(model.index(place, HIGH), "7千万円")
    assert page.said.property("tone") == "error"
    assert "80,000,000" in page.said.text()  # upside down: nothing is judged so
    place = next(at for at, each in enumerate(model.rows) if each.named.line == "strategic/team")
    left = model.rows[place]
    assert (left.low, left.high) == (80_000_000, 90_909_091)
    assert model.setData(model.index(place, HIGH), "6千万円..7千万円")  # both at once
    settled(qtbot, window)
    place = next(at for at, each in enumerate(model.rows) if each.named.line == "strategic/team")
    assert (model.rows[place].low, model.rows[place].high) == (60_000_000, 70_000_000)
    table.setCurrentIndex(model.index(place, LOW))
    table.setFocus()
    press(KEY.Key_Delete)
    settled(qtbot, window)
    assert tuple((each.named.line, each.named.field) for each in model.rows[:5]) == MOST


def test_the_figure_at_the_cursor_gets_a_range_of_its_own(page: TornadoPage, qtbot: QtBot) -> None:
    window, model = window_of(page), page.figures.figures
    page.add.setFocus()
    press(KEY.Key_Space)
    settled(qtbot, window)
    ((named, span),) = [(each.figure, each.span) for each in window.session.state.document.ranges]
    assert (named.line, span) == ("fellows/pd/pd", Fraction(1, 10))
    figure = next(each for each in model.rows if each.named == named)
    assert figure.ends is not None
    effects = [model.data(model.index(model.rows.index(figure), column)) for column in (AT_LOW, AT_HIGH)]
    assert effects[0].startswith("△")
    assert effects[1] == effects[0].replace("△", "+")
    choose(page.ranges.ranges, Ranges.OWN)
    settled(qtbot, window)
    assert [each.named for each in model.rows] == [named]


def test_a_percentage_moves_everything_and_one_that_is_none_is_refused(page: TornadoPage, qtbot: QtBot) -> None:
    window = window_of(page)
    choose(page.ranges.ranges, Ranges.SHARE)
    settled(qtbot, window)
    assert len(page.figures.figures.rows) == 107
    assert len(page.chart.bars) > len(page.chart.marks) >= 5
    type_over(page.ranges.variation, "x")
    settled(qtbot, window)
    assert page.said.property("tone") == "error"
    assert page.chart.bars == ()
    type_over(page.ranges.variation, "１２０％")
    settled(qtbot, window)
    assert "0" in page.said.text()
    assert page.said.property("tone") == "error"


def test_where_nothing_varies_or_a_ceiling_cannot_be_judged_it_is_said(page: TornadoPage, qtbot: QtBot) -> None:
    window = window_of(page)
    choose(page.aim.whole, Whole.PROGRAM)
    choose(page.aim.which, "fellows")
    settled(qtbot, window)
    assert page.said.text().startswith("特別研究員事業: 動くものがありません")
    assert page.chart.bars == ()
    assert not page.classify.isVisible()
    choose(page.aim.whole, Whole.CEILING)
    settled(qtbot, window)
    assert page.said.property("tone") == "error"
    page.classify.setFocus()
    press(KEY.Key_Return)
    assert not window.work.what_if.is_open
    assert window.pages.front == "check"
    assert window.check.classes.isVisible()


def test_the_picture_is_copied_and_saved(page: TornadoPage, tmp_path: Path) -> None:
    page.chart.copy_button.setFocus()
    press(KEY.Key_Space)
    assert QGuiApplication.clipboard().image().width() > 300
    for name in ("tornado.png", "tornado.svg"):
        page.chart.save(tmp_path / name)
    assert QImage(str(tmp_path / "tornado.png")).height() > 150
    assert "34.8" in (tmp_path / "tornado.svg").read_text(encoding="utf-8")


def test_another_unit_and_an_edit_are_followed(page: TornadoPage, qtbot: QtBot) -> None:
    window = window_of(page)
    before = page.held.text()
    window.session.set_values("x", [])
    window.session.show(scenario=0)
    assert page.chart.bars == ()  # never what was
    settled(qtbot, window)
    assert page.held.text() == before
    QApplication.processEvents()
    assert page.chart.bars
