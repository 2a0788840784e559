"""Scenarios side by side: journeys through the comparison window, and a second scenario beside in the main one."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from planner.app.compare import compare_page
from planner.app.compare.compare_bar import LAST_YEAR
from planner.app.compare.compare_cells import CompareLook
from planner.app.compare.compare_page import ComparePage
from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.programs.program_model import BESIDE
from planner.app.widgets import roles
from planner.app.widgets.charts.picture_panel import MarkButton
from planner.app.widgets.tokens import LIGHT, Tokens
from planner.app.window.main_window import MainWindow
from planner.core.compare.tree import Level
from planner.core.edits.ceilings import set_ceiling
from planner.core.edits.changes import set_reasons
from planner.core.edits.plan import set_growth
from planner.core.edits.scenarios import branch
from planner.core.edits.structure import add_line, add_program, remove_lines
from planner.core.edits.values import Entry, set_values
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import BASE, Document
from planner.core.model.portfolio import Member, View
from planner.core.money import Unit, format_change
from tests.app.hands import ALT, CTRL, KEY, SHIFT, cell, click, go, here, press, shortcut, text, tree_text, type_into
from tests.samples import DC1, DC2, SCHOOLS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen

RISE = 128_000 * 642


@pytest.fixture
def branched(document: Document) -> Document:
    """Two branches of the base: 作業案 with a higher rate, 別案 with more people."""
    document = set_values(branch(document, BASE, "別案"), 1, [Entry(DC1, "rate", 2026, 3_200_000)])
    return set_values(document, 2, [Entry(DC1, "quantity", 2026, 700)])


@pytest.fixture
def main(make_window: Callable[..., MainWindow], branched: Document) -> MainWindow:
    return make_window(branched)


@pytest.fixture
def comparison(qtbot: QtBot, main: MainWindow) -> ComparePage:
    """The comparison as the keys open it beside the lines."""
    press(main, KEY.Key_C, CTRL | SHIFT)
    shortcut(main, "Ctrl+Shift+W")
    main.pages.show_page("lines")
    found = main.comparison.page
    assert found is not None
    qtbot.waitUntil(found.isActiveWindow)
    QAbstractItemModelTester(found.model, found)
    return found


def check(comparison: ComparePage, name: str) -> None:
    """Open the list of scenarios, click the check box of one, close the list."""
    QTest.mouseClick(comparison.bar.pick_button, Qt.MouseButton.LeftButton)
    boxes = comparison.pick.list
    item = boxes.findItems(name, Qt.MatchFlag.MatchExactly)[0]
    option = QStyleOptionViewItem()
    boxes.initViewItemOption(option)
    option.rect = boxes.visualItemRect(item)
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    box = boxes.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, boxes)
    QTest.mouseClick(boxes.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    QTest.keyClick(boxes, KEY.Key_Escape)
    assert not comparison.bar.picking.isVisible()


def show_all(comparison: ComparePage) -> None:
    """Click the chip that leaves out what is the same."""
    QTest.mouseClick(comparison.bar.only_button, Qt.MouseButton.LeftButton)
    assert not comparison.bar.only_differences


def look(index: QModelIndex) -> CompareLook:
    found = index.data(roles.LOOK)
    assert isinstance(found, CompareLook)
    return found


def choose(box: object, data: object) -> None:
    """Choose in a combo box by keys."""
    assert isinstance(box, QComboBox)
    box.setFocus()
    QTest.keyClick(box, KEY.Key_Home)
    while box.currentData() != data:
        before = box.currentIndex()
        QTest.keyClick(box, KEY.Key_Down)
        assert box.currentIndex() > before


def shown(comparison: ComparePage) -> list[list[str]]:
    """Every row on the screen, cell by cell."""
    view, found = comparison.view, []
    index = comparison.model.index(0, 0)
    while index.isValid():
        found.append([text(index.siblingAtColumn(column)) for column in range(comparison.model.columnCount())])
        index = view.indexBelow(index)
    return found


def at(comparison: ComparePage, name: str, column: int) -> QModelIndex:
    """The first cell in a column whose row is called so."""
    index = comparison.model.index(0, 0)
    while text(index) != name:
        index = comparison.view.indexBelow(index)
        assert index.isValid(), name
    return index.siblingAtColumn(column)


def headers(comparison: ComparePage) -> list[str]:
    model = comparison.model
    return [
        str(model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)).partition("\n")[0]
        for column in range(model.columnCount())
    ]


def test_three_scenarios_stand_side_by_side_without_a_choice_and_say_what_each_differs_by(
    comparison: ComparePage,
) -> None:
    assert comparison.pick.chosen() == [BASE, 1, 2]
    assert headers(comparison) == ["Program, line, value", "Base", "作業案", "別案", "Reason"]
    rows = {row[0]: row[1:] for row in shown(comparison)}
    assert list(rows) == ["All programs", "fellows", "DC", "DC1", "Unit rate (yen)", "Quantity (people)"]
    base = 642 * (3_072_000 + 2 * 2_400_000)
    assert rows["DC1"][:3] == [f"{base // 1000:,}", f"+{RISE // 1000:,}", f"+{58 * 3072:,}"]
    assert rows["Unit rate (yen)"][:3] == ["3,072,000", "3,200,000", "3,072,000"]
    assert rows["Quantity (people)"][:3] == ["642", "642", "700"]
    assert rows["All programs"][1] == f"+{RISE // 1000:,}"
    check(comparison, "Base")
    assert headers(comparison)[1:-1] == ["作業案", "別案"], "the first takes the reference's place"


def test_own_values_are_told_from_those_of_the_scenario_above(main: MainWindow, comparison: ComparePage) -> None:
    main.scenarios.branch("子")
    child = main.session.state.scenario
    comparison.pick.choose({BASE, 1, child})
    comparison.refresh()
    place = headers(comparison).index("作業案")
    own, inherited = (look(at(comparison, "Unit rate (yen)", column)) for column in (place, place + 1))
    assert (own.strong, own.mark, own.ink) == (True, 1, "text")
    assert (inherited.strong, inherited.mark, inherited.ink) == (False, None, "third")
    told = [str(at(comparison, "Unit rate (yen)", column).data(roles.SPOKEN)) for column in (place, place + 1)]
    assert "set in 作業案 itself" in told[0]
    assert "from 作業案 above it" in told[1]
    assert "3,200,000" in told[0]


def test_it_says_whose_a_difference_is_and_why(main: MainWindow, comparison: ComparePage) -> None:
    main.session.show(scenario=1)
    main.session.set_values("x", [Entry(DC1, "rate", 2026, 3_300_000)], "closer to pay elsewhere")
    reasons = len(headers(comparison)) - 1
    assert text(at(comparison, "Unit rate (yen)", reasons)) == "closer to pay elsewhere"
    assert text(at(comparison, "Quantity (people)", reasons)) == "no reason given"
    assert [(each.scenario, each.why) for each in look(at(comparison, "DC1", reasons)).because] == [
        (1, "closer to pay elsewhere"),
        (2, ""),
    ]
    number = main.session.state.document.changes[-1].number
    main.session.edit("x", lambda document: set_reasons(document, [number], "reworded"))
    assert text(at(comparison, "Unit rate (yen)", reasons)) == "reworded"


@pytest.mark.parametrize(("unit", "least"), [(Unit.OKU, "0.1"), (Unit.MILLION, "1")])
def test_a_small_change_keeps_its_sign(main: MainWindow, comparison: ComparePage, unit: Unit, least: str) -> None:
    main.session.show(scenario=1, unit=unit)
    main.session.set_values("x", [Entry(DC1, "rate", 2026, 3_071_995)])
    assert text(at(comparison, "DC1", 2)) == f"△ under {least}"
    main.session.set_values("x", [Entry(DC1, "rate", 2026, 3_072_005)])
    assert text(at(comparison, "DC1", 2)) == f"+ under {least}"


def test_where_nothing_differs_it_says_so_and_leads_to_all_lines(
    make_window: Callable[..., MainWindow], document: Document
) -> None:
    main = make_window(document, "ja")
    main.pages.show_page("compare")
    comparison = main.comparison.page
    assert comparison is not None
    assert comparison.nothing.isVisible()
    comparison.parts.setSizes([1, 1, 1_000])
    assert "違いはありません" in [each.text() for each in comparison.nothing.findChildren(QLabel)]
    whole = comparison.view.visualRect(comparison.view.model().index(0, 0))
    assert comparison.view.viewport().rect().contains(whole), "the row of the total is not cut"
    QTest.mouseClick(comparison.all_button, Qt.MouseButton.LeftButton)
    assert not comparison.nothing.isVisible()
    assert len(shown(comparison)) > 4


def test_three_scenarios_are_in_sight_on_a_small_desk_after_one_key(
    make_window: Callable[..., MainWindow], branched: Document, dressed: Callable[[Tokens], None]
) -> None:
    dressed(LIGHT)
    main = make_window(branch(branched, 1, "大臣説明用の案（名前の長いシナリオ）"), "ja")
    main.resize(1366, 690)
    press(main, KEY.Key_3, CTRL)
    comparison = main.comparison.page
    assert comparison is not None
    QApplication.processEvents()
    view = comparison.view
    assert len(comparison.model.columns) == 6
    assert not view.horizontalScrollBar().maximum()
    last = view.header().sectionViewportPosition(5) + view.header().sectionSize(5)
    assert last <= view.viewport().width()
    head = comparison.model.head(4)
    assert head is not None
    assert head.total


def test_the_ceiling_stands_over_totals_it_limits(main: MainWindow, comparison: ComparePage) -> None:
    head = comparison.model.head(1)
    assert head is not None
    assert head.ceiling is None, "none is known"
    ceiling = Ceiling("own", 2026, "全体", "all", amount=20_000_000_000)
    main.session.edit("x", lambda document: set_ceiling(document, ceiling))
    head = comparison.model.head(1)
    assert head is not None
    assert head.ceiling == 1.0
    assert head.bar == pytest.approx(main.session.base_evaluation.total[1].yen / 20_000_000_000)


def test_only_differences_or_all_and_levels(comparison: ComparePage) -> None:
    choose(comparison.bar.level_box, Level.LINE)
    assert [row[0] for row in shown(comparison)] == ["All programs", "fellows", "DC", "DC1"]
    show_all(comparison)
    names = [row[0] for row in shown(comparison)]
    assert names == ["All programs", "fellows", "DC", "DC1", "DC2", "SSH", "schools"]
    assert text(at(comparison, "DC2", 2)) == "="
    choose(comparison.bar.level_box, Level.VALUE)
    below = [row[0] for row in shown(comparison)]
    assert len(below) == len(names) + 7, "the values of the line that differs"
    choose(comparison.bar.level_box, Level.TOTAL)
    assert [row[0] for row in shown(comparison)] == ["All programs"]
    choose(comparison.bar.level_box, Level.PROGRAM)
    assert [row[0] for row in shown(comparison)] == ["All programs", "fellows", "DC", "SSH"]


def test_amounts_in_place_of_what_differs(comparison: ComparePage) -> None:
    QTest.mouseClick(comparison.bar.amounts_button, Qt.MouseButton.LeftButton)
    base = 642 * (3_072_000 + 2 * 2_400_000)
    assert text(at(comparison, "DC1", 2)) == f"{(base + RISE) // 1000:,}"


def test_against_last_year_and_another_reference(comparison: ComparePage) -> None:
    choose(comparison.bar.level_box, Level.LINE)
    choose(comparison.bar.reference_box, LAST_YEAR)
    assert headers(comparison)[1:-1] == ["FY2025", "Base", "作業案", "別案"]
    rows = {row[0]: row[1:] for row in shown(comparison)}
    assert list(rows) == ["All programs", "fellows", "DC", "DC1", "DC2"], "both have another amount than last year"
    assert rows["DC2"][:3] == ["5,318,400", "+744,576", "+744,576"]
    told = str(at(comparison, "DC2", 2).data(roles.SPOKEN))
    assert "6,062,976" in told
    assert "+14.0%" in told
    check(comparison, "別案")
    choose(comparison.bar.reference_box, 2)
    assert comparison.pick.chosen() == [BASE, 1, 2], "the reference is compared too"
    assert headers(comparison)[1] == "別案"


def test_a_later_year_is_compared_and_enter_goes_there(
    make_window: Callable[..., MainWindow], branched: Document
) -> None:
    portfolio = replace(branched.portfolio, years=(2025, 2026, 2027, 2028))
    main = make_window(replace(branched, portfolio=portfolio))
    main.pages.show_page("compare")
    comparison = main.comparison.page
    assert comparison is not None
    before = text(at(comparison, "DC1", 2))
    choose(comparison.bar.year_box, 3)
    assert comparison.view.head.about[1].startswith("R10")
    line = portfolio.line_index[DC1]
    amounts = [main.session.evaluation_of(number).line(line)[3] for number in (BASE, 1)]
    assert isinstance(amounts[0], int)
    assert isinstance(amounts[1], int)
    assert text(at(comparison, "DC1", 2)) == f"+{(amounts[1] - amounts[0]) // 1000:,}" != before
    comparison.view.setCurrentIndex(at(comparison, "DC1", 2))
    QTest.keyClick(comparison.view, KEY.Key_Return)
    assert (main.session.state.scenario, main.session.state.shown_year) == (1, 2028)


def test_growth_of_a_scenario_moves_all_that_is_compared_of_a_later_year(
    make_window: Callable[..., MainWindow], branched: Document
) -> None:
    main = make_window(replace(branched, portfolio=replace(branched.portfolio, years=(2025, 2026, 2027))))
    main.pages.show_page("compare")
    comparison = main.comparison.page
    assert comparison is not None
    choose(comparison.bar.year_box, 2)
    main.session.edit("x", lambda document: set_growth(document, 1, "price", Fraction(1, 10), "x"))
    total = main.session.evaluation_of(1).total[2].yen - main.session.evaluation_of(BASE).total[2].yen
    assert text(at(comparison, "All programs", 2)) == format_change(total, main.session.state.unit)
    steps = comparison.steps
    comparison.bar.draw_button.setChecked(True)
    assert [mark.name for mark in steps.panel.marks] == ["Base", "DC1", "Others", "作業案"]


def test_a_double_click_goes_to_the_cell_in_the_scenario_of_the_column(
    main: MainWindow, comparison: ComparePage
) -> None:
    index = at(comparison, "Quantity (people)", headers(comparison).index("別案"))
    spot = comparison.view.visualRect(index).center()
    QTest.mouseClick(comparison.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(comparison.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert main.session.state.scenario == 2
    assert here(main) == ("dc1", Column.QUANTITY)
    assert text(main.work.table.currentIndex()) == "700 people"


def test_enter_goes_there_too_by_keys_alone(main: MainWindow, comparison: ComparePage) -> None:
    comparison.view.setFocus()
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Right):
        QTest.keyClick(comparison.view, key)
    assert text(comparison.view.currentIndex()) == "3,072,000"
    go(main, cell(main, SCHOOLS, Column.SHARE))
    QTest.keyClick(comparison.view, KEY.Key_Return)
    assert main.session.state.scenario == BASE
    assert here(main) == ("dc1", Column.RATE)


def test_enter_on_a_reason_goes_to_the_scenario_it_is_of(main: MainWindow, comparison: ComparePage) -> None:
    reasons = len(headers(comparison)) - 1
    comparison.view.setFocus()
    comparison.view.setCurrentIndex(at(comparison, "Quantity (people)", reasons))
    QTest.keyClick(comparison.view, KEY.Key_Return)
    assert main.session.state.scenario == 2
    assert here(main) == ("dc1", Column.QUANTITY)


def test_left_and_right_open_and_close_names(comparison: ComparePage) -> None:
    view = comparison.view
    choose(comparison.bar.level_box, Level.LINE)
    view.setFocus()
    for key in (KEY.Key_Down, KEY.Key_Left):
        QTest.keyClick(view, key)
    assert [row[0] for row in shown(comparison)] == ["All programs", "fellows"]
    QTest.keyClick(view, KEY.Key_Right)
    assert [row[0] for row in shown(comparison)] == ["All programs", "fellows", "DC", "DC1"]
    for key in (KEY.Key_Right, KEY.Key_Left, KEY.Key_Left, KEY.Key_Left):
        QTest.keyClick(view, key)
    assert text(view.currentIndex()) == "All programs", "from a closed row to the one above it"


def test_it_follows_every_edit_and_keeps_what_is_open(qtbot: QtBot, main: MainWindow, comparison: ComparePage) -> None:
    choose(comparison.bar.level_box, Level.LINE)
    comparison.view.setCurrentIndex(at(comparison, "DC1", 1))
    place = headers(comparison).index("作業案")
    before = text(at(comparison, "DC1", place))
    type_into(qtbot, main, cell(main, DC1, Column.RATE), "3,300,000")
    assert text(at(comparison, "DC1", place)) == f"+{228 * 642:,}"
    assert text(comparison.view.currentIndex()) == f"{642 * (3_072 + 4_800):,}", "the cursor stays"
    type_into(qtbot, main, cell(main, SCHOOLS, Column.QUANTITY), "250")
    assert [row[0] for row in shown(comparison)] == ["All programs", "fellows", "DC", "DC1", "SSH", "schools"]
    assert text(at(comparison, "schools", place)) == "+90,000"
    main.session.undo_stack.undo()
    main.session.undo_stack.undo()
    assert text(at(comparison, "DC1", place)) == before
    assert [row[0] for row in shown(comparison)] == ["All programs", "fellows", "DC", "DC1"]
    main.work.page.head.choose_unit(Unit.YEN)
    assert text(at(comparison, "DC1", place)) == f"+{RISE:,}"


def test_scenarios_that_come_go_and_are_renamed(main: MainWindow, comparison: ComparePage) -> None:
    main.session.show(scenario=2)
    main.scenarios.rename("大臣説明案")
    assert "大臣説明案" in headers(comparison)
    main.scenarios.delete()
    assert headers(comparison)[1:-1] == ["Base", "作業案"]
    main.session.undo_stack.undo()
    assert comparison.pick.list.count() == 3
    assert headers(comparison)[1:-1] == ["Base", "作業案", "大臣説明案"], "nobody picked any: the first ones are shown"
    main.session.start(main.session.state.document)
    assert len(shown(comparison)) == 6


def test_hidden_it_does_no_work_and_shown_again_it_is_up_to_date(qtbot: QtBot, main: MainWindow) -> None:
    press(main, KEY.Key_C, CTRL | SHIFT)
    comparison = main.comparison.page
    assert comparison is not None and comparison.isVisible()
    main.pages.show_page("lines")
    main.session.show(scenario=1)
    main.scenarios.delete()
    tree = comparison.model.tree
    press(main, KEY.Key_C, CTRL | SHIFT)
    qtbot.waitUntil(comparison.isVisible)
    assert comparison.model.tree is not tree
    assert headers(comparison)[1:-1] == ["Base", "別案"]


def test_the_order_is_changed_by_keys_and_buttons(comparison: ComparePage) -> None:
    QTest.mouseClick(comparison.bar.pick_button, Qt.MouseButton.LeftButton)
    boxes = comparison.pick.list
    boxes.setCurrentRow(2)
    press_on = QTest.keyClick
    press_on(boxes, KEY.Key_Up, ALT)
    assert comparison.pick.chosen() == [BASE, 2, 1]
    assert [each for each in headers(comparison) if each in ("作業案", "別案")] == ["別案", "作業案"]
    QTest.mouseClick(comparison.pick.down_button, Qt.MouseButton.LeftButton)
    assert comparison.pick.chosen() == [BASE, 1, 2]
    QTest.mouseClick(comparison.pick.down_button, Qt.MouseButton.LeftButton)
    assert comparison.pick.chosen() == [BASE, 1, 2]


def test_by_view_with_headings(make_window: Callable[..., MainWindow], branched: Document) -> None:
    view = View(
        "v", "人と施設", "people and places", (Member("fellows", "人", "people"), Member("ssh", "施設", "places"))
    )
    main = make_window(replace(branched, portfolio=replace(branched.portfolio, views=(view,))))
    main.session.show(view=0)
    main.pages.show_page("compare")
    comparison = main.comparison.page
    assert comparison is not None
    choose(comparison.bar.level_box, Level.LINE)
    assert [row[0] for row in shown(comparison)] == ["people and places", "people", "fellows", "DC", "DC1"]
    choose(comparison.bar.view_box, None)
    assert [row[0] for row in shown(comparison)] == ["All programs", "fellows", "DC", "DC1"]


def test_lines_added_and_dropped_say_so_and_a_jump_to_one_that_is_not_there_explains(
    make_window: Callable[..., MainWindow], branched: Document
) -> None:
    document, _ = add_line(remove_lines(branched, 2, [SCHOOLS]), 2, "ssh", "new line")
    main = make_window(document)
    main.pages.show_page("compare")
    comparison = main.comparison.page
    assert comparison is not None
    rows = {row[0]: row[1:] for row in shown(comparison)}
    assert rows["schools"][1:3] == ["=", "dropped △2,160,000"]
    assert rows["new line"][:3] == ["−", "=", "added 0"]
    assert [text(at(comparison, "In the request", column)) for column in (1, 3)] == ["requested", "not requested"]
    comparison.view.setCurrentIndex(at(comparison, "new line", 1))
    QTest.keyClick(comparison.view, KEY.Key_Return)
    assert main.session.state.scenario == BASE
    assert main.session.state.program == document.portfolio.program_index["ssh"]
    assert "not in this scenario" in main.messages.text


def test_the_table_is_copied_with_raw_numbers_and_written_as_csv(comparison: ComparePage, tmp_path: Path) -> None:
    check(comparison, "別案")
    choose(comparison.bar.level_box, Level.LINE)
    QTest.mouseClick(comparison.copy_button, Qt.MouseButton.LeftButton)
    mime = QGuiApplication.clipboard().mimeData()
    rows = list(csv.reader(mime.text().splitlines(), dialect="excel-tab"))
    assert rows[0][:4] == ["Program, line, value", "R7 (yen)", "Base (yen)", "作業案 (yen)"]
    assert [row[0].strip("　") for row in rows[1:]] == ["All programs", "fellows", "DC", "DC1"]
    assert rows[4][1:5] == ["4622400000", "5053824000", str(5_053_824_000 + RISE), str(RISE)]
    assert rows[0][-1] == "Reason"
    assert rows[4][-1] == "作業案: no reason given"
    assert f'General">{RISE}</td>' in mime.html()
    comparison.view.setFocus()
    comparison.view.setCurrentIndex(at(comparison, "DC1", 1))
    QTest.keyClick(comparison.view, KEY.Key_C, CTRL)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2
    out = tmp_path / "比較.csv"
    comparison.write(out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    written = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert [row["level"] for row in written] == ["total", "program", "program", "line", "value"]
    assert written[3]["作業案 difference"] == str(RISE)
    assert (written[4]["field"], written[4]["作業案"], written[4]["unit"]) == ("rate", "3200000", "円")
    assert str(out) in comparison.messages.text
    comparison.write(tmp_path / "none" / "x.csv")
    assert "cannot be written" in comparison.messages.text


def test_what_takes_long_is_done_bit_by_bit_with_its_progress_shown(
    qtbot: QtBot, main: MainWindow, comparison: ComparePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(comparison, "別案")
    monkeypatch.setattr(compare_page, "SLICE", 0.0)  # one step, then the screen has its turn
    check(comparison, "別案")
    assert comparison.progress.isVisible()
    assert "別案" not in headers(comparison)
    type_into(qtbot, main, cell(main, DC1, Column.RATE), "3,300,000")
    assert comparison.progress.isVisible(), "an edit meanwhile starts it anew"
    qtbot.waitUntil(lambda: "別案" in headers(comparison))
    assert not comparison.progress.isVisible()
    assert text(at(comparison, "DC1", 2)) == f"+{228 * 642:,}"


def test_nothing_chosen_shows_nothing(comparison: ComparePage, tmp_path: Path) -> None:
    for name in ("Base", "作業案", "別案"):
        check(comparison, name)
    assert comparison.pick.chosen() == []
    assert shown(comparison) == []
    assert not comparison.write_button.isEnabled()
    comparison.write(tmp_path / "x.csv")
    assert not (tmp_path / "x.csv").exists()


# -------------------------------------------------------------------- the picture


def test_the_picture_leads_from_the_reference_to_the_scenario_of_the_cursor(
    main: MainWindow, comparison: ComparePage
) -> None:
    if not comparison.steps.isVisible():
        QTest.mouseClick(comparison.bar.draw_button, Qt.MouseButton.LeftButton)
    for name, yen in (("作業案", RISE), ("別案", 58 * 3_072_000)):
        comparison.view.setCurrentIndex(at(comparison, "DC1", headers(comparison).index(name)))
        marks = comparison.steps.panel.marks
        assert [mark.name for mark in marks] == ["Base", "DC1", name]
        assert marks[1].figures == (f"+{yen:,} yen",)
    comparison.steps.setFocus()
    at_mark = QApplication.focusWidget()
    assert isinstance(at_mark, MarkButton)
    QTest.keyClick(at_mark, KEY.Key_Right)
    step = QApplication.focusWidget()
    assert isinstance(step, MarkButton)
    QTest.keyClick(step, KEY.Key_Return)
    assert main.session.state.scenario == 2
    assert here(main)[0] == "dc1"


def test_its_table_is_turned_to_by_its_keys(main: MainWindow) -> None:
    press(main, KEY.Key_3, CTRL)
    comparison = main.comparison.page
    assert comparison is not None
    QTest.mouseClick(comparison.bar.draw_button, Qt.MouseButton.LeftButton) if comparison.steps.isVisible() else None
    assert not comparison.steps.isVisible()
    shortcut(main, "Ctrl+Shift+T")
    assert comparison.steps.isVisible()
    shortcut(main, "Ctrl+Shift+T")
    assert comparison.steps.panel.table is not None
    assert comparison.steps.panel.table.hasFocus()


# -------------------------------------------------------------------- beside


def test_a_second_scenario_stands_beside_in_tree_and_lines(qtbot: QtBot, main: MainWindow) -> None:
    place = COLUMNS.index(Column.BESIDE)
    assert main.work.table.isColumnHidden(place)
    assert main.work.tree.isColumnHidden(BESIDE)
    main.session.show_beside(2)
    assert main.session.state.beside == 2
    assert not main.work.table.isColumnHidden(place)
    assert not main.work.tree.isColumnHidden(BESIDE)
    header = main.work.tree.programs.headerData(BESIDE, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
    assert header == "別案"
    more = 5_053_824_000 + 58 * 3_072_000
    assert text(cell(main, DC1, Column.BESIDE)) == f"{more // 1000:,}"
    assert tree_text(main, "fellows/dc", BESIDE) == f"{(more + 6_062_976_000) // 1000:,}"
    main.session.show(scenario=2)
    main.session.show_beside(1)
    type_into(qtbot, main, cell(main, DC1, Column.QUANTITY), "701")
    assert text(cell(main, DC1, Column.BESIDE)) == f"{(5_053_824_000 + RISE) // 1000:,}", "an edit here is none there"
    main.session.undo_stack.undo()
    main.session.undo_stack.undo()
    main.session.show_beside(None)
    assert main.work.table.isColumnHidden(place)


def test_the_scenario_beside_follows_edits_of_its_parent_and_goes_when_it_is_deleted(
    qtbot: QtBot, main: MainWindow
) -> None:
    main.scenarios.branch("子")
    child = main.session.state.scenario
    main.session.show(scenario=1)
    main.session.show_beside(child)
    with qtbot.waitSignal(main.work.table.lines.dataChanged):
        type_into(qtbot, main, cell(main, DC1, Column.RATE), "3,300,000")
    assert text(cell(main, DC1, Column.BESIDE)) == text(cell(main, DC1, Column.AMOUNT))
    assert tree_text(main, "fellows", BESIDE) == f"{(5_053_824 + 228 * 642 + 6_062_976):,}"
    main.session.show(scenario=child)
    main.scenarios.rename("孫")
    assert main.session.state.name_beside == "孫"
    main.scenarios.delete()
    assert main.session.state.beside is None
    assert main.work.tree.isColumnHidden(BESIDE)
    main.session.show_beside(BASE)
    assert text(cell(main, DC1, Column.BESIDE)) == "5,053,824"
    assert QApplication.activeModalWidget() is None


def test_lines_sort_by_the_scenario_beside(main: MainWindow) -> None:
    main.session.show_beside(2)
    click(main, cell(main, DC1, Column.BESIDE))
    press(main, KEY.Key_L, CTRL | ALT)
    lines = main.work.table.lines
    ids = main.session.state.portfolio.lines.ids
    assert [ids[lines.row_at(lines.index(row, 0)).line] for row in lines.line_rows()] == [SCHOOLS, DC1, DC2]


def test_enter_finds_the_line_after_lines_were_put_in_above_it(comparison: ComparePage, main: MainWindow) -> None:
    """What the comparison shows may be older than the document while it is compared anew."""
    index = at(comparison, "DC1", 2)
    tree = comparison.model.tree
    assert tree is not None
    comparison.hide()  # so that it keeps what it shows
    main.session.edit("add", lambda document: add_program(document, 1, "先", "fellows/dc")[0])
    main.session.edit("add", lambda document: add_line(document, 1, "fellows/dc", "新", after=DC1)[0])
    comparison.jump(index)
    row = main.work.table.row_at_cursor
    assert row is not None
    assert main.session.state.portfolio.lines.ids[row] == DC1
