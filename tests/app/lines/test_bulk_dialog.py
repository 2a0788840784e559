"""The bulk change through the real window: what is shown while typing, and what Apply does."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from planner.app.lines import bulk_dialog
from planner.app.lines.bulk_dialog import PREVIEWED, BulkDialog
from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.window.main_window import MainWindow
from planner.core.edits.bulk import Way
from planner.core.edits.values import Entry
from planner.core.model.document import BASE, Document
from planner.core.money import Unit
from tests import reference
from tests.app.hands import (
    CTRL,
    KEY,
    cell,
    choose,
    click,
    go,
    open_bulk_dialog,
    press,
    select,
    type_figure,
    type_on,
    values,
)
from tests.samples import ALL, DC1, DC2, SCHOOLS, many_records

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # a dialog raised where there is no screen


def preview(dialog: BulkDialog) -> list[list[str]]:
    model = dialog.preview.model()
    return [[str(model.index(row, column).data()) for column in range(3)] for row in range(model.rowCount())]


def test_it_follows_a_selection_that_goes_or_holds_only_words(qtbot: QtBot, window: MainWindow) -> None:
    select(window, (DC1, Column.RATE), (SCHOOLS, Column.RATE))
    dialog = open_bulk_dialog(window)
    type_figure(dialog, "5")
    window.work.table.clearSelection()
    assert [row[0] for row in preview(dialog)] == ["schools"], "the cell under the cursor"
    window.work.table.setColumnHidden(COLUMNS.index(Column.DEMAND), False)
    go(window, cell(window, DC1, Column.DEMAND))
    assert "no figures" in dialog.said.text()
    assert not dialog.apply.isEnabled()
    go(window, cell(window, DC2, Column.QUANTITY))
    assert [row[0] for row in preview(dialog)] == ["DC2"]


def test_a_cut_by_percent_to_thousands_is_shown_with_every_key_and_is_one_step(
    qtbot: QtBot, window: MainWindow
) -> None:
    select(window, (DC1, Column.RATE), (SCHOOLS, Column.RATE))
    dialog = open_bulk_dialog(window)
    assert not dialog.isModal()
    assert not dialog.apply.isEnabled()
    assert preview(dialog) == [["DC1", "3,072,000", ""], ["DC2", "3,072,000", ""], ["schools", "9,000,000", ""]]
    choose(dialog.step, 1_000)
    type_on(dialog.figure, "△")
    assert "not a percentage" in dialog.said.text()
    assert not dialog.apply.isEnabled()
    type_on(dialog.figure, "3")
    assert preview(dialog) == [
        ["DC1", "3,072,000", "2,980,000"],
        ["DC2", "3,072,000", "2,980,000"],
        ["schools", "9,000,000", "8,730,000"],
    ]
    effect = -92_000 * (642 + 1108) - 270_000 * 240
    before = window.session.state.evaluation.total[1].yen
    assert f"{before // 1000:,} → {(before + effect) // 1000:,} thousand yen" in dialog.effect.text()
    assert f"(△{-effect // 1000:,})" in dialog.effect.text()
    assert window.session.is_clean, "nothing is changed before Apply"
    type_on(dialog.figure, "0")
    assert preview(dialog)[0] == ["DC1", "3,072,000", "2,150,000"], "30 %: 2,150,400 to the nearest thousand"
    QTest.keyClick(dialog.figure, KEY.Key_Backspace)
    window.work.page.head.choose_unit(Unit.YEN)
    assert f"(△{-effect:,})" in dialog.effect.text()
    QTest.keyClick(dialog.figure, KEY.Key_Return)
    assert values(window, Column.RATE, *ALL) == [2_980_000, 2_980_000, 8_730_000]
    (change,) = window.session.state.document.changes
    assert change.effect == effect
    assert window.session.undo_stack.count() == 1
    assert window.session.undo_stack.undoText() == "Bulk change: Unit rate"
    window.session.undo_stack.undo()
    assert values(window, Column.RATE, *ALL) == [3_072_000, 3_072_000, 9_000_000]
    qtbot.waitUntil(lambda: not window.findChildren(BulkDialog))


def test_totals_after_a_bulk_change_of_many_lines_are_exact(
    make_window: Callable[..., MainWindow], many: Document
) -> None:
    window = make_window(many)
    programs, lines, records = many_records()
    without = [Entry(line, "rate", 2026, 2_345_678) for line in ("p0/l7", "p2/l107")]
    window.session.set_values("known", without)
    click(window, cell(window, "p0/l3", Column.RATE))
    press(window, KEY.Key_Space, CTRL)
    dialog = open_bulk_dialog(window)
    choose(dialog.step, 1_000)
    type_figure(dialog, "-3")
    assert len(preview(dialog)) == PREVIEWED
    assert "Cells: 250." in dialog.said.text()
    dialog.apply.click()
    steps = reference.steps_of(records)
    for entry in without:
        steps[entry.line_id, "rate"][2026] = entry.value
    for line in lines:
        rate = steps[line.id, "rate"][2026]
        assert rate is not None
        steps[line.id, "rate"][2026] = floor(rate * Fraction(97, 100) / 1_000 + Fraction(1, 2)) * 1_000
    index = {program.id: program for program in programs}
    amounts = [reference.line_amount(line, steps, index, 2026, 2026) for line in lines]
    expected = sum(amount for amount in amounts if isinstance(amount, int))
    assert window.session.state.evaluation.total[1].yen == expected
    assert len(window.session.state.document.changes) == 2


@pytest.mark.parametrize(
    ("way", "figure", "said"),
    [
        (Way.PERCENT, "three", "not a percentage"),
        (Way.PERCENT, "-200", "less than nothing"),
        (Way.ADD, "2.5", "not a whole number"),
        (Way.ADD, "-1,000", "DC1 › Quantity: Quantity must lie between"),
        (Way.SET, "5千円", "amount of money"),
    ],
)
def test_what_cannot_stand_says_why_and_cannot_be_applied(window: MainWindow, way: Way, figure: str, said: str) -> None:
    select(window, (DC1, Column.QUANTITY), (DC2, Column.QUANTITY))
    dialog = open_bulk_dialog(window)
    choose(dialog.way, way)
    type_figure(dialog, figure)
    assert said in dialog.said.text()
    assert not dialog.apply.isEnabled()
    QTest.keyClick(dialog.figure, KEY.Key_Return)
    assert window.session.is_clean
    assert dialog.isVisible()


def test_people_round_to_tens_and_the_other_ways(window: MainWindow) -> None:
    select(window, (DC1, Column.QUANTITY), (DC2, Column.QUANTITY))
    dialog = open_bulk_dialog(window)
    choose(dialog.way, Way.KEEP)
    assert not dialog.figure.isEnabled()
    assert not dialog.apply.isEnabled(), "as they are, nothing would change"
    choose(dialog.step, 10)
    assert [row[2] for row in preview(dialog)] == ["640", "1,110"]
    choose(dialog.way, Way.ADD)
    choose(dialog.step, 5)
    type_figure(dialog, "△１０人")
    assert [row[2] for row in preview(dialog)] == ["630", "1,100"]
    choose(dialog.way, Way.SET)
    assert not dialog.step.isEnabled()
    type_figure(dialog, "501人")
    dialog.apply.click()
    assert values(window, Column.QUANTITY, DC1, DC2) == [501, 501]


def test_the_dialog_follows_selection_column_and_scenario(qtbot: QtBot, window: MainWindow) -> None:
    select(window, (DC1, Column.RATE), (DC2, Column.SHARE))
    dialog = open_bulk_dialog(window)
    type_figure(dialog, "-50")
    fields = [dialog.driver.itemData(place) for place in range(dialog.driver.count())]
    assert fields == [Column.RATE, Column.QUANTITY, Column.TIMES, Column.SHARE]
    choose(dialog.driver, Column.SHARE)
    assert dialog.step.count() == 0
    assert [row[2] for row in preview(dialog)] == ["0.5", "0.5"]
    click(window, cell(window, SCHOOLS, Column.QUANTITY))
    assert preview(dialog) == [["schools", "240", "120"]]
    assert [dialog.step.itemData(place) for place in range(dialog.step.count())] == [1, 5, 10]
    window.session.set_values("more", [Entry(SCHOOLS, "quantity", 2026, 300)])
    assert preview(dialog) == [["schools", "300", "150"]]
    click(window, cell(window, SCHOOLS, Column.AMOUNT))
    assert "computed" in dialog.said.text()
    assert not dialog.apply.isEnabled()
    click(window, cell(window, SCHOOLS, Column.QUANTITY))
    window.session.show(scenario=BASE)
    assert "The base is not edited" in dialog.said.text()
    assert not dialog.apply.isEnabled()
    window.session.show(scenario=1)
    assert dialog.apply.isEnabled()
    assert open_bulk_dialog(window) is dialog, "it is there once"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(BulkDialog))
    assert window.session.undo_stack.count() == 1


def test_a_total_that_cannot_be_computed_is_said(make_window: Callable[..., MainWindow], many: Document) -> None:
    window = make_window(many)
    click(window, cell(window, "p0/l7", Column.RATE))
    dialog = open_bulk_dialog(window)
    type_figure(dialog, "-3")
    assert "line 7 › Unit rate: There is no value to change." in dialog.said.text()
    choose(dialog.way, Way.SET)
    type_figure(dialog, "2,400千円")
    assert dialog.effect.text() == "The total cannot be computed."
    assert dialog.apply.isEnabled()


def test_of_very_many_cells_the_outcome_follows_when_typing_rests(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_dialog, "PROMPT", 1)
    select(window, (DC1, Column.RATE), (DC2, Column.RATE))
    dialog = open_bulk_dialog(window)
    type_figure(dialog, "-3")
    assert not dialog.apply.isEnabled(), "what is not shown yet cannot be applied"
    qtbot.waitUntil(dialog.apply.isEnabled)
    assert [row[2] for row in preview(dialog)] == ["2,979,840", "2,979,840"]
    type_on(dialog.figure, "0")
    QTest.keyClick(dialog.figure, KEY.Key_Return)
    assert window.session.is_clean


def test_what_a_cut_cannot_move_is_said_with_its_yen(window: MainWindow) -> None:
    """5 % off the rates of a program with cohorts is less of its amount: vintages keep the rate of their intake."""
    window.session.show(unit=Unit.YEN)
    select(window, (DC1, Column.RATE), (DC2, Column.RATE))
    dialog = open_bulk_dialog(window)
    moves, stays = (642 + 1108) * 3_072_000, (2 * 642 + 1108) * 2_400_000
    said = dialog.reach.text()
    assert said == (
        f"Selected lines R8: {moves + stays:,} yen. {moves:,} moves, {stays:,} stays (2 lines): "
        "vintages already taken in keep the rate of their intake."
    ), "said before anything is typed"
    type_on(dialog.figure, "-5")
    percent = round(1000 * moves * 0.05 / (moves + stays)) / 10
    assert dialog.reach.text() == f"{said} All told they change by △{percent}%."
    select(window, (SCHOOLS, Column.RATE), (SCHOOLS, Column.RATE))
    assert dialog.reach.text() == "", "all of it moves"
    click(window, cell(window, DC1, Column.QUANTITY))
    assert "vintages already taken in keep their people" in dialog.reach.text()
