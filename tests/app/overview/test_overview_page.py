"""概要 with real events: what its marks say and where they lead, its tables, its pictures elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QTableWidget
from pytestqt.qtbot import QtBot

from planner.app.overview.bridge_picture import bridge, remainder
from planner.app.overview.overview_page import OverviewPage
from planner.app.overview.pictures import PICTURES
from planner.app.overview.scene import Scene
from planner.app.widgets import theme
from planner.app.widgets.charts.picture_panel import MarkButton, PicturePanel
from planner.app.widgets.tokens import CONTRAST, DARK, LIGHT, Tokens
from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.build import build_portfolio
from planner.core.model.document import BASE, Document
from planner.core.model.portfolio import Program
from planner.core.money import Unit
from planner.files.portfolio.reading import built_in_portfolio
from planner.words.texts import texts_for
from tests.app.hands import shortcut

DC1, TEAM = "fellows/dc/dc1", "strategic/team"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen


@pytest.fixture
def changed() -> Document:
    """The built-in request with a rise and, in a branch, a cut; both with reasons."""
    made = set_values(new_document(built_in_portfolio()), 1, [Entry(DC1, "rate", 2026, 3_200_000)], "民間初任給との差")
    made = branch(made, 1, "大臣説明案")
    return set_values(made, 2, [Entry(TEAM, "rate", 2026, 1_000_000)], "重点化")


@pytest.fixture
def window(make_window: Callable[..., MainWindow], changed: Document, qtbot: QtBot) -> MainWindow:
    window = make_window(changed, "ja")
    qtbot.waitUntil(lambda: not window.check.problems.model.pending)
    window.session.show(scenario=2)
    qtbot.waitUntil(lambda: not window.session.is_settling)
    window.pages.show_page("overview")
    return window


def page_of(window: MainWindow) -> OverviewPage:
    page = window.pages.made("overview")
    assert isinstance(page, OverviewPage)
    return page


def panel(window: MainWindow, key: str) -> PicturePanel:
    return page_of(window).panels[key]


def button(window: MainWindow, key: str, name: str) -> MarkButton:
    """The mark of that name in a picture."""
    return next(each for each in panel(window, key).buttons if each.accessibleName().startswith(name))


def heads(table: QTableWidget) -> list[str]:
    model = table.model()
    return [str(model.headerData(each, Qt.Orientation.Horizontal)) for each in range(model.columnCount())]


def cells(table: QTableWidget, row: int) -> list[str]:
    model = table.model()
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not page_of(window).is_waiting)


def test_arrows_step_through_the_marks_and_enter_goes_to_the_line(window: MainWindow) -> None:
    focus = QApplication.focusWidget()
    assert isinstance(focus, MarkButton)
    shortcut(window, "F6")
    first = QApplication.focusWidget()
    assert first is panel(window, "bridge").buttons[0]
    said = []
    for _step in panel(window, "bridge").buttons:
        at = QApplication.focusWidget()
        assert isinstance(at, MarkButton)
        said.append(at.accessibleName())
        QTest.keyClick(at, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is first  # round
    assert said[0].startswith("R7 予算、374,529,000,000円、")
    assert said[1].startswith("単価、+2,110,294,000円、主なもの: ")
    assert said[-1].startswith("R8 大臣説明案、4")
    QTest.keyClick(first, Qt.Key.Key_Left)
    last = QApplication.focusWidget()
    assert last is panel(window, "bridge").buttons[len(said) - 1]
    QTest.keyClick(last, Qt.Key.Key_Up)
    own = QApplication.focusWidget()
    assert isinstance(own, MarkButton)
    assert own.accessibleName().startswith("大臣説明案の変更、△")
    QTest.keyClick(own, Qt.Key.Key_Return)
    assert window.pages.front == "lines"
    assert window.work.table.row_at_cursor == window.session.state.portfolio.line_index[TEAM]


def test_what_has_no_previous_year_stands_apart_and_is_no_increase(window: MainWindow) -> None:
    bar = button(window, "bridge", "前年度公表なし").accessibleName()
    assert "11,000,000,000円、片方の年の公表がなく、増ではない" in bar
    assert "+11,000" not in bar
    mark = button(window, "movers", "SPring-8の高度化").accessibleName()
    assert "、11,000,000,000円、" in mark


def test_a_click_goes_to_the_program_the_scenario_and_the_page(qtbot: QtBot, window: MainWindow) -> None:
    portfolio = window.session.state.portfolio
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(button(window, "movers", "特別研究員事業"), left)
    assert (window.pages.front, window.session.state.program) == ("lines", portfolio.program_index["fellows"])
    window.pages.show_page("overview")
    QTest.mouseClick(button(window, "scenarios", "基準"), left)
    assert window.session.state.scenario == BASE
    qtbot.waitUntil(lambda: not page_of(window).is_waiting and not window.session.is_settling)
    assert [each.accessibleName().partition("、")[0] for each in panel(window, "bridge").buttons[:10]][-1] == "R8 要求"
    QTest.mouseClick(button(window, "years", "令和10年度"), left)
    assert window.pages.front == "years"
    window.pages.show_page("overview")
    QTest.mouseClick(button(window, "ceilings", "裁量的経費の要求・要望"), left)
    assert window.check.classes.isVisible()
    window.pages.show_page("overview")
    QTest.mouseClick(button(window, "ceilings", "公表額との一致"), left)
    assert window.check.tabs.currentWidget() is window.check.problems
    window.pages.show_page("overview")
    QTest.mouseClick(button(window, "findings", "前年度"), left)
    place = portfolio.program_index["entrepreneurship-package"]
    assert (window.pages.front, window.session.state.program) == ("lines", place)


def test_a_reason_is_named_where_it_makes_most_of_a_change_and_nowhere_else(window: MainWindow) -> None:
    fell = button(window, "movers", "戦略的創造研究推進事業").accessibleName()
    assert "変更の理由: 重点化 △" in fell
    rose = button(window, "movers", "特別研究員事業").accessibleName()
    assert "変更の理由: 民間初任給との差 +82,176,000円" in rose
    from planner.app.overview.movers_picture import reason  # noqa: PLC0415 - said here alone

    scene = page_of(window).scene
    assert scene is not None
    words = {scene.program(each.program): reason(scene, each) for each in scene.facts.movers}
    assert words["特別研究員事業"] == "単価"  # the reason makes 0.8 of 15.8億円
    assert words["戦略的創造研究推進事業（新技術シーズ創出）"] == "重点化"


def test_the_pictures_follow_an_edit_and_a_view(qtbot: QtBot, window: MainWindow) -> None:
    before = button(window, "bridge", "R8 大臣説明案").accessibleName()
    window.session.set_values("x", [Entry(DC1, "rate", 2026, 4_000_000)])
    assert page_of(window).is_waiting  # an edit waits for no picture
    settle(qtbot, window)
    after = button(window, "bridge", "R8 大臣説明案").accessibleName()
    assert after != before
    window.session.undo_stack.undo()
    settle(qtbot, window)
    assert button(window, "bridge", "R8 大臣説明案").accessibleName() == before
    window.session.show(view=1)
    settle(qtbot, window)
    scene = page_of(window).scene
    assert scene is not None
    view = window.session.state.shown_view
    assert scene.facts.totals[2] == window.session.state.evaluation.view(view)[1]
    assert page_of(window).note.text().endswith("科学技術人材施策パッケージ")


def test_it_sleeps_while_another_page_is_in_front(qtbot: QtBot, window: MainWindow) -> None:
    scene = page_of(window).scene
    window.pages.show_page("lines")
    window.session.set_values("x", [Entry(DC1, "rate", 2026, 4_000_000)])
    assert not page_of(window).is_waiting
    assert page_of(window).scene is scene
    window.pages.show_page("overview")
    assert page_of(window).scene is not scene


def test_a_table_lies_behind_each_picture(window: MainWindow) -> None:
    shortcut(window, "F6")
    shown = panel(window, "bridge")
    count = len(shown.marks)
    shortcut(window, "Ctrl+Shift+T")
    table = QApplication.focusWidget()
    assert isinstance(table, QTableWidget)
    assert table is shown.table
    assert heads(table) == ["段階", "円", "説明"]
    assert table.rowCount() == count
    assert cells(table, 1)[:2] == ["単価", "+2,110,294,000円"]
    assert not any(each.isVisible() for each in shown.buttons)
    shortcut(window, "Ctrl+Shift+T")
    assert shown.table is None
    assert QApplication.focusWidget() in shown.buttons
    page_of(window).table_button.click()
    assert all(each.table is not None for each in page_of(window).panels.values())
    movers = panel(window, "movers").table
    assert movers is not None
    assert movers.rowCount() == len(panel(window, "movers").marks) > 10  # also what has no room in the picture
    page_of(window).table_button.click()
    assert all(each.table is None for each in page_of(window).panels.values())


def test_it_is_copied_and_saved_whole_or_one_picture_alone(window: MainWindow, tmp_path: Path) -> None:
    page = page_of(window)
    page.copy_button.click()
    image = QGuiApplication.clipboard().image()
    assert image.width() >= page.sheet.width()
    page.save(tmp_path / "all.png")
    page.save(tmp_path / "one.png", [page.panels["bridge"]])
    whole, one = QImage(str(tmp_path / "all.png")), QImage(str(tmp_path / "one.png"))
    assert whole.width() == 2 * page.sheet.width()
    assert one.size() == page.panels["bridge"].size() * 2
    page.save(tmp_path / "all.svg")
    written = re.sub(r"\s*<[^>]*>\s*", "", (tmp_path / "all.svg").read_text(encoding="utf-8"))
    assert "前年度から要求まで" in written  # as text, whatever fonts its parts have
    with pytest.raises(UserError, match="cannot be written"):
        page.save(tmp_path / "none" / "a.png")


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_rises_falls_and_what_is_apart_are_told_apart_by_more_than_colour(
    make_window: Callable[..., MainWindow],
    dressed: Callable[[Tokens], None],
    changed: Document,
    tokens: Tokens,
) -> None:
    dressed(tokens)
    window = make_window(changed, "ja")
    window.session.show(scenario=2)
    window.pages.show_page("overview")
    QApplication.processEvents()
    page = page_of(window)
    image = page.panels["bridge"].grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
    assert {tokens.increase_fill.name(), tokens.decrease_fill.name(), tokens.total_fill.name()} <= colours
    scene = page.scene
    assert scene is not None
    signs = {scene.change(bar.yen)[0] for bar in bridge(scene) if not bar.is_level and not bar.apart}
    assert signs == {"+", "△"}


def test_figures_shown_leave_what_is_told_as_rounding(window: MainWindow) -> None:
    scene = page_of(window).scene
    assert scene is not None
    assert scene.unit is Unit.OKU
    bars = bridge(scene)
    shown = [scene.rounded(bar.yen) for bar in bars if not bar.is_level]
    left = scene.rounded(bars[-1].yen) - scene.rounded(bars[0].yen) - sum(shown)
    assert remainder(scene, bars) == left * 10_000_000
    first, last = scene.facts.totals[0].yen, scene.facts.totals[2].yen
    assert first + sum(bar.yen for bar in bars if not bar.is_level) == last  # to the yen nothing is left


def test_small_requests_are_told_in_a_unit_that_has_digits_for_them(document: Document, window: MainWindow) -> None:
    scene = page_of(window).scene
    assert scene is not None
    window.session.start(document)
    page_of(window).refresh()
    scene = page_of(window).scene
    assert scene is not None
    assert scene.unit is Unit.OKU
    assert Scene(scene.facts, texts_for("en")).unit_name == "100 million yen"


def test_an_empty_document_leads_to_its_first_line(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    programs = [Program("p", "", "1", "事業", "program")]
    portfolio = build_portfolio(title="試験", title_en="t", years=(2025, 2026), programs=programs, lines=[], steps=[])
    window = make_window(new_document(portfolio), "ja")
    window.pages.show_page("overview")
    page = page_of(window)
    assert page.add_button.isVisible()
    assert page.add_button.hasFocus()
    assert not page.print_button.isEnabled()
    assert page.scene is not None
    shortcut(window, "Ctrl+Shift+T")  # there is no table behind nothing
    QTest.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    assert window.pages.front == "lines"
    assert len(window.session.state.portfolio.lines) == 1
    window.pages.show_page("overview")
    assert page.add_button.isVisible() is page.scene.facts.is_empty is False


def test_ctrl_p_prints_one_page_and_elsewhere_says_which_pages_are_for_paper(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - not every test prints

    from planner.app.overview import brief  # noqa: PLC0415 - as above

    printed = []

    def paint(device: QPrinter, scene: Scene) -> int:
        printed.append((device.pageLayout().orientation().name, scene.facts, scene.leads))
        return 1

    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: 1)
    monkeypatch.setattr(brief, "paint_brief", paint)
    shortcut(window, "Ctrl+P")
    scene = page_of(window).scene
    assert scene is not None
    assert printed == [("Landscape", scene.facts, False)]
    assert "1ページ" in window.messages.text
    window.pages.show_page("lines")
    shortcut(window, "Ctrl+P")
    assert "概要（Ctrl+1）" in window.messages.text
    assert len(printed) == 1


def test_the_menu_of_a_picture_copies_it_and_turns_it(window: MainWindow, qtbot: QtBot) -> None:
    mark = panel(window, "years").buttons[2]
    at = mark.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, mark.mapToGlobal(at))
    QApplication.sendEvent(mark, event)
    (menu,) = [each for each in page_of(window).findChildren(QMenu) if each.isVisible()]
    copy, _save, turn = menu.actions()
    copy.trigger()
    ratio = window.devicePixelRatioF()
    assert QGuiApplication.clipboard().image().size() == panel(window, "years").size() * ratio
    turn.trigger()
    assert panel(window, "years").table is not None
    menu.close()


def test_beside_it_is_scrolled_where_it_has_no_room_and_leads_into_the_window(window: MainWindow, qtbot: QtBot) -> None:
    shortcut(window, "Ctrl+Shift+W")
    (beside,) = window.pages.beside
    beside.resize(700, 400)
    page = beside.findChild(OverviewPage)
    assert page is not None
    panels = page.panels
    qtbot.waitUntil(lambda: all(panels[each.key].height() >= theme.px(each.height) for each in PICTURES))
    assert page.height() > beside.height()
    mark = next(each for each in page.panels["movers"].buttons if each.accessibleName().startswith("特別研究員事業"))
    QTest.mouseClick(mark, Qt.MouseButton.LeftButton)
    assert window.pages.front == "lines"
    beside.close()


def test_hovering_tells_the_exact_yen(window: MainWindow) -> None:
    mark = button(window, "years", "令和9年度")
    assert mark.toolTip() == mark.accessibleName()
    assert "円、" in mark.toolTip()
    assert "%が決まっている" in mark.toolTip()
    at = mark.mapTo(panel(window, "years"), QPoint(mark.width() // 2, mark.height() // 2))
    assert panel(window, "years").childAt(at) is mark
