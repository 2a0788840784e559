"""Scenarios side by side: journeys through the comparison window, and a second scenario beside in the main one."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QStyle, QStyleOptionButton, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from planner.app.compare import compare_page
from planner.app.compare.compare_page import LAST_YEAR, ComparePage
from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.programs.program_model import BESIDE
from planner.app.window.main_window import MainWindow
from planner.core.compare.tree import Level
from planner.core.edits.scenarios import branch
from planner.core.edits.structure import add_line, add_program, remove_lines
from planner.core.edits.values import Entry, set_values
from planner.core.model.document import BASE, Document
from planner.core.model.portfolio import Member, View
from planner.core.money import Unit
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
    """Click the check box of a scenario."""
    boxes = comparison.pick.list
    item = boxes.findItems(name, Qt.MatchFlag.MatchExactly)[0]
    option = QStyleOptionViewItem()
    boxes.initViewItemOption(option)
    option.rect = boxes.visualItemRect(item)
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    box = boxes.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, boxes)
    QTest.mouseClick(boxes.viewport(), Qt.MouseButton.LeftButton, pos=box.center())


def uncheck_only(comparison: ComparePage) -> None:
    box = comparison.only_box
    option = QStyleOptionButton()
    box.initStyleOption(option)
    at = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box).center()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=at)


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


def test_two_branches_side_by_side_with_what_each_differs_by(comparison: ComparePage) -> None:
    assert comparison.pick.chosen() == [BASE, 1], "the base and the scenario shown"
    check(comparison, "別案")
    assert headers(comparison)[1:] == ["R7", "Base", "作業案", "Difference", "%", "別案", "Difference", "%"]
    choose(comparison.level_box, Level.VALUE)
    rows = {row[0]: row[1:] for row in shown(comparison)}
    assert list(rows) == ["All programs", "fellows", "DC", "DC1", "Unit rate", "Quantity"]
    base = 642 * (3_072_000 + 2 * 2_400_000)
    assert rows["DC1"][1:] == [
        *(f"{base // 1000:,}", f"{(base + RISE) // 1000:,}", f"+{RISE // 1000:,}", "+1.6%"),
        *(f"{(base + 58 * 3_072_000) // 1000:,}", f"+{58 * 3072:,}", "+3.5%"),
    ]
    assert rows["Unit rate"] == [
        *("2,400,000 yen", "3,072,000 yen", "3,200,000 yen", f"+{RISE // 1000:,}", "+4.2%"),
        *("3,072,000 yen", "0", "0.0%"),
    ]
    assert rows["Quantity"][-3:] == ["700 people", f"+{58 * 3072:,}", "+9.0%"]
    assert rows["All programs"][3] == f"+{RISE // 1000:,}"
    check(comparison, "基準" if comparison.pick.list.item(0).text() == "基準" else "Base")
    assert headers(comparison)[1:] == ["R7", "作業案", "別案", "Difference", "%"], (
        "the first takes the reference's place"
    )


def test_only_differences_or_all_and_levels(comparison: ComparePage) -> None:
    assert [row[0] for row in shown(comparison)] == ["All programs", "fellows", "DC", "DC1"]
    uncheck_only(comparison)
    names = [row[0] for row in shown(comparison)]
    assert names == ["All programs", "fellows", "DC", "DC1", "DC2", "SSH", "schools"]
    choose(comparison.level_box, Level.VALUE)
    below = [row[0] for row in shown(comparison)]
    assert len(below) == len(names) + 7, "the values of the line that differs"
    choose(comparison.level_box, Level.TOTAL)
    assert [row[0] for row in shown(comparison)] == ["All programs"]
    choose(comparison.level_box, Level.PROGRAM)
    assert [row[0] for row in shown(comparison)] == ["All programs", "fellows", "DC", "SSH"]


def test_against_last_year_and_another_reference(comparison: ComparePage) -> None:
    choose(comparison.reference_box, LAST_YEAR)
    assert headers(comparison)[1:] == ["R7", "Base", "Difference", "%", "作業案", "Difference", "%"]
    rows = {row[0]: row[1:] for row in shown(comparison)}
    assert list(rows) == ["All programs", "fellows", "DC", "DC1", "DC2"], "both have another amount than last year"
    assert rows["DC2"] == ["5,318,400", "6,062,976", "+744,576", "+14.0%", "6,062,976", "+744,576", "+14.0%"]
    choose(comparison.reference_box, 2)
    assert comparison.pick.chosen() == [BASE, 1, 2], "the reference is compared too"
    assert headers(comparison)[-1] == "別案"


def test_a_double_click_goes_to_the_cell_in_the_scenario_of_the_column(
    main: MainWindow, comparison: ComparePage
) -> None:
    check(comparison, "別案")
    choose(comparison.level_box, Level.VALUE)
    index = at(comparison, "Quantity", headers(comparison).index("別案"))
    spot = comparison.view.visualRect(index).center()
    QTest.mouseClick(comparison.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(comparison.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert main.session.state.scenario == 2
    assert here(main) == ("dc1", Column.QUANTITY)
    assert text(main.table.currentIndex()) == "700 people"


def test_enter_goes_there_too_by_keys_alone(main: MainWindow, comparison: ComparePage) -> None:
    choose(comparison.level_box, Level.VALUE)
    comparison.view.setFocus()
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Right, KEY.Key_Right):
        QTest.keyClick(comparison.view, key)
    assert text(comparison.view.currentIndex()) == "3,072,000 yen"
    go(main, cell(main, SCHOOLS, Column.SHARE))
    QTest.keyClick(comparison.view, KEY.Key_Return)
    assert main.session.state.scenario == BASE
    assert here(main) == ("dc1", Column.RATE)


def test_left_and_right_open_and_close_names(comparison: ComparePage) -> None:
    view = comparison.view
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
    check(comparison, "別案")
    comparison.view.setCurrentIndex(at(comparison, "DC1", 2))
    place = headers(comparison).index("作業案")
    before = text(at(comparison, "DC1", place))
    type_into(qtbot, main, cell(main, DC1, Column.RATE), "3,300,000")
    assert text(at(comparison, "DC1", place + 1)) == f"+{228 * 642:,}"
    assert text(comparison.view.currentIndex()) == f"{642 * (3_072 + 4_800):,}", "the cursor stays"
    type_into(qtbot, main, cell(main, SCHOOLS, Column.QUANTITY), "250")
    assert [row[0] for row in shown(comparison)] == ["All programs", "fellows", "DC", "DC1", "SSH", "schools"]
    assert text(at(comparison, "schools", place + 1)) == "+90,000"
    main.session.undo_stack.undo()
    main.session.undo_stack.undo()
    assert text(at(comparison, "DC1", place)) == before
    assert [row[0] for row in shown(comparison)] == ["All programs", "fellows", "DC", "DC1"]
    main.lines_page.head.choose_unit(Unit.YEN)
    assert text(at(comparison, "DC1", place + 1)) == f"+{RISE:,}"


def test_scenarios_that_come_go_and_are_renamed(main: MainWindow, comparison: ComparePage) -> None:
    check(comparison, "別案")
    main.session.show(scenario=2)
    main.scenarios.rename("大臣説明案")
    assert "大臣説明案" in headers(comparison)
    main.scenarios.delete()
    assert headers(comparison)[2:] == ["Base", "作業案", "Difference", "%"]
    main.session.undo_stack.undo()
    assert comparison.pick.list.count() == 3
    main.session.start(main.session.state.document)
    assert [row[0] for row in shown(comparison)] == ["All programs", "fellows", "DC", "DC1"]


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
    assert headers(comparison)[2:] == ["Base"]


def test_the_order_is_changed_by_keys_and_buttons(comparison: ComparePage) -> None:
    check(comparison, "別案")
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
    from dataclasses import replace  # noqa: PLC0415 - for this test alone

    view = View(
        "v", "人と施設", "people and places", (Member("fellows", "人", "people"), Member("ssh", "施設", "places"))
    )
    main = make_window(replace(branched, portfolio=replace(branched.portfolio, views=(view,))))
    main.session.show(view=0)
    main.pages.show_page("compare")
    comparison = main.comparison.page
    assert comparison is not None
    assert [row[0] for row in shown(comparison)] == ["people and places", "people", "fellows", "DC", "DC1"]
    choose(comparison.view_box, None)
    assert [row[0] for row in shown(comparison)] == ["All programs", "fellows", "DC", "DC1"]


def test_lines_added_and_dropped_say_so_and_a_jump_to_one_that_is_not_there_explains(
    make_window: Callable[..., MainWindow], branched: Document
) -> None:
    document, _ = add_line(remove_lines(branched, 2, [SCHOOLS]), 2, "ssh", "new line")
    main = make_window(document)
    main.pages.show_page("compare")
    comparison = main.comparison.page
    assert comparison is not None
    check(comparison, "別案")
    rows = {row[0]: row[1:] for row in shown(comparison)}
    assert rows["schools"][2:] == ["2,160,000", "0", "0.0%", "−", "△2,160,000", "dropped"]
    assert rows["new line"][1:] == ["−", "−", "0", "−", "0", "0", "added"]
    choose(comparison.level_box, Level.VALUE)
    assert [text(at(comparison, "In the request", column)) for column in (2, 6)] == ["requested", "not requested"]
    comparison.view.setCurrentIndex(at(comparison, "new line", 2))
    QTest.keyClick(comparison.view, KEY.Key_Return)
    assert main.session.state.scenario == BASE
    assert main.session.state.program == document.portfolio.program_index["ssh"]
    assert "not in this scenario" in main.messages.text


def test_the_table_is_copied_with_raw_numbers_and_written_as_csv(comparison: ComparePage, tmp_path: Path) -> None:
    QTest.mouseClick(comparison.copy_button, Qt.MouseButton.LeftButton)
    mime = QGuiApplication.clipboard().mimeData()
    rows = list(csv.reader(mime.text().splitlines(), dialect="excel-tab"))
    assert rows[0][:4] == ["Program, line, value", "R7 (yen)", "Base (yen)", "作業案 (yen)"]
    assert [row[0].strip("　") for row in rows[1:]] == ["All programs", "fellows", "DC", "DC1"]
    assert rows[4][1:5] == ["4622400000", "5053824000", str(5_053_824_000 + RISE), str(RISE)]
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
    monkeypatch.setattr(compare_page, "SLICE", 0.0)  # one step, then the screen has its turn
    check(comparison, "別案")
    assert comparison.progress.isVisible()
    assert "別案" not in headers(comparison)
    type_into(qtbot, main, cell(main, DC1, Column.RATE), "3,300,000")
    assert comparison.progress.isVisible(), "an edit meanwhile starts it anew"
    qtbot.waitUntil(lambda: "別案" in headers(comparison))
    assert not comparison.progress.isVisible()
    assert text(at(comparison, "DC1", 4)) == f"+{228 * 642:,}"


def test_nothing_chosen_shows_nothing(comparison: ComparePage, tmp_path: Path) -> None:
    for name in ("Base", "作業案"):
        check(comparison, name)
    assert comparison.pick.chosen() == []
    assert shown(comparison) == []
    assert not comparison.write_button.isEnabled()
    comparison.write(tmp_path / "x.csv")
    assert not (tmp_path / "x.csv").exists()


# -------------------------------------------------------------------- beside


def test_a_second_scenario_stands_beside_in_tree_and_lines(qtbot: QtBot, main: MainWindow) -> None:
    place = COLUMNS.index(Column.BESIDE)
    assert main.table.isColumnHidden(place)
    assert main.tree.isColumnHidden(BESIDE)
    main.session.show_beside(2)
    assert main.session.state.beside == 2
    assert not main.table.isColumnHidden(place)
    assert not main.tree.isColumnHidden(BESIDE)
    header = main.tree.programs.headerData(BESIDE, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
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
    assert main.table.isColumnHidden(place)


def test_the_scenario_beside_follows_edits_of_its_parent_and_goes_when_it_is_deleted(
    qtbot: QtBot, main: MainWindow
) -> None:
    main.scenarios.branch("子")
    child = main.session.state.scenario
    main.session.show(scenario=1)
    main.session.show_beside(child)
    with qtbot.waitSignal(main.table.lines.dataChanged):
        type_into(qtbot, main, cell(main, DC1, Column.RATE), "3,300,000")
    assert text(cell(main, DC1, Column.BESIDE)) == text(cell(main, DC1, Column.AMOUNT))
    assert tree_text(main, "fellows", BESIDE) == f"{(5_053_824 + 228 * 642 + 6_062_976):,}"
    main.session.show(scenario=child)
    main.scenarios.rename("孫")
    assert main.session.state.name_beside == "孫"
    main.scenarios.delete()
    assert main.session.state.beside is None
    assert main.tree.isColumnHidden(BESIDE)
    main.session.show_beside(BASE)
    assert text(cell(main, DC1, Column.BESIDE)) == "5,053,824"
    assert QApplication.activeModalWidget() is None


def test_lines_sort_by_the_scenario_beside(main: MainWindow) -> None:
    main.session.show_beside(2)
    click(main, cell(main, DC1, Column.BESIDE))
    press(main, KEY.Key_L, CTRL | ALT)
    lines = main.table.lines
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
    row = main.table.row_at_cursor
    assert row is not None
    assert main.session.state.portfolio.lines.ids[row] == DC1
