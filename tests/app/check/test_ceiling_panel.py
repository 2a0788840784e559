"""Ceilings through the window: kinds typed into cells, the strip, the panel, own ceilings, the filter, 事項要求."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from PySide6.QtCore import QModelIndex, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.check.ceiling_panel import LIMITED, ROOM, STATE
from planner.app.check.problem_model import ProblemFilter
from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.programs.program_model import CURRENT
from planner.app.programs.program_pane import Filter
from planner.app.widgets import roles
from planner.app.window.main_window import MainWindow
from planner.core.edits.ceilings import set_ceiling
from planner.core.edits.values import Entry
from planner.core.errors import Severity
from planner.core.model.ceilings import ANY, DISCRETIONARY, REQUEST, WISH, Ceiling, Kinds, Scope, ScopeKind, Term
from planner.core.model.document import Document
from planner.core.money import Unit
from tests.app.hands import cell, popped_up, text, tree_text, type_into

DC, SSH = 11_116_800_000, 2_160_000_000


@pytest.fixture
def showing(window: MainWindow) -> MainWindow:
    """The window with the columns of kinds, in whole yen."""
    for column in (Column.DEMAND, Column.EXPENSE):
        window.work.table.columns.set_shown(column, True)
    window.session.show(unit=Unit.YEN)
    return window


def panel_text(window: MainWindow, row: int, column: int) -> str:
    return text(window.check.ceilings.model.index(row, column))


def state_kinds(window: MainWindow, *, demand: int = REQUEST) -> None:
    ids = window.session.state.portfolio.lines.ids
    entries = [Entry(line, field, 2026, value) for line in ids for field, value in (("demand", demand), ("expense", 1))]
    window.session.set_values("kinds", entries)


def add(window: MainWindow, ceiling: Ceiling) -> None:
    window.session.edit("add", lambda document: set_ceiling(document, ceiling))


@pytest.mark.parametrize(
    ("typed", "column", "shown"),
    [
        ("要望", Column.DEMAND, "wish"),
        ("事項", Column.DEMAND, "item without amount"),
        ("裁量", Column.EXPENSE, "discretionary"),
        ("義務的経費", Column.EXPENSE, "mandatory"),
        ("ｗｉｓｈ", Column.DEMAND, "wish"),
    ],
)
def test_kinds_are_typed_as_words(qtbot: QtBot, showing: MainWindow, typed: str, column: Column, shown: str) -> None:
    index = cell(showing, "ssh/schools", column)
    assert text(index) == ""
    type_into(qtbot, showing, index, typed)
    assert text(index) == shown
    assert index.data(roles.MARK) is not None
    showing.work.table.setCurrentIndex(index)
    QTest.keyClick(showing.work.table, Qt.Key.Key_Delete)
    assert text(index) == ""


def test_a_word_that_is_no_kind_is_refused_beside_the_cell(qtbot: QtBot, showing: MainWindow) -> None:
    index = cell(showing, "ssh/schools", Column.DEMAND)
    type_into(qtbot, showing, index, "たぶん")
    assert "たぶん" in showing.work.table.refusal.reason
    assert not showing.session.state.document.changes


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_list_opens_and_what_is_chosen_is_taken(qtbot: QtBot, showing: MainWindow) -> None:
    index = cell(showing, "ssh/schools", Column.DEMAND)
    showing.work.table.setCurrentIndex(index)
    QTest.keyClick(showing.work.table, Qt.Key.Key_F4)
    menu = popped_up(qtbot)
    (wish,) = [action for action in menu.actions() if action.text() == "wish"]
    wish.trigger()
    menu.close()
    assert text(index) == "wish"


def test_kinds_fill_down_and_are_copied_as_words(qtbot: QtBot, showing: MainWindow) -> None:
    first, last = (cell(showing, line, Column.DEMAND) for line in ("fellows/dc/dc1", "ssh/schools"))
    type_into(qtbot, showing, first, "要望")
    showing.work.table.setCurrentIndex(first)
    for _step in range(2):
        QTest.keyClick(showing.work.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(showing.work.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert text(last) == "wish"
    showing.work.table.blocks.copy()
    assert QApplication.clipboard().text().split() == ["要望"] * 3


def test_an_item_request_is_no_amount_and_totals_say_so(qtbot: QtBot, showing: MainWindow) -> None:
    type_into(qtbot, showing, cell(showing, "ssh/schools", Column.DEMAND), "事項要求")
    assert text(cell(showing, "ssh/schools", Column.AMOUNT)) == "item"
    assert tree_text(showing, "ssh", CURRENT) == "item"
    assert showing.strip.cards["request"].text_shown == f"{DC:,} + item"
    showing.session.undo_stack.undo()
    assert showing.strip.cards["request"].text_shown == f"{DC + SSH:,}"


def test_the_strip_shows_the_room_under_the_tightest_ceiling(showing: MainWindow) -> None:
    strip = showing.strip.cards["room"]
    previous = showing.session.state.totals()[0].yen
    allowed = previous * 6 // 5
    # no line grew by more than 20 %: whatever their kinds are there is room, but not known how much
    assert strip.text_shown == f"0–{allowed - DC - SSH:,}"
    showing.session.set_values("rate", [Entry("ssh/schools", "rate", 2026, 12_000_000)])
    assert strip.text_shown == "3 unclassified"
    showing.session.undo_stack.undo()
    state_kinds(showing)
    assert strip.text_shown == f"{allowed - DC - SSH:,}"
    own = Ceiling("own-1", 2026, "全体", scope=Scope(), amount=13_000_000_000)
    add(showing, own)
    assert strip.text_shown == f"△{DC + SSH - 13_000_000_000:,}"
    showing.session.set_values("rate", [Entry("ssh/schools", "rate", 2026, 7_000_000)])
    assert strip.text_shown == f"{13_000_000_000 - DC - 240 * 7_000_000:,}"
    showing.session.undo_stack.undo()
    assert strip.text_shown.startswith("△")


def test_a_wish_counts_against_its_own_ceiling(showing: MainWindow) -> None:
    state_kinds(showing, demand=WISH)
    previous = showing.session.state.totals()[0].yen
    assert showing.strip.cards["room"].text_shown == f"△{DC + SSH - previous // 5:,}"


def chosen_row(window: MainWindow, row: int) -> str:
    window.check.ceilings.list.selectRow(row)
    return window.check.ceilings.words.toPlainText()


def test_the_panel_says_what_breaks_a_ceiling_and_leads_there(qtbot: QtBot, showing: MainWindow) -> None:
    add(showing, Ceiling("own-1", 2026, "学術", scope=Scope(ScopeKind.PROGRAM, "fellows"), amount=1))
    showing.menus.actions["go.ceilings"].trigger()
    qtbot.waitUntil(lambda: showing.check.ceilings.model.rowCount() == 3)
    assert panel_text(showing, 1, STATE) == "cannot judge"
    assert "cannot judge: not known" in chosen_row(showing, 1)
    assert "SSH › schools" in chosen_row(showing, 1)
    assert (panel_text(showing, 2, LIMITED), panel_text(showing, 2, ROOM)) == (f"{DC:,}", f"△{DC - 1:,}")
    assert panel_text(showing, 2, STATE) == "over"
    said = chosen_row(showing, 2)
    assert "DC2" in said and "SSH" not in said
    showing.check.ceilings.words.anchorClicked.emit(QUrl("1"))
    assert showing.work.table.lines.row_at(showing.work.table.currentIndex()).line == 1


def test_own_ceilings_are_added_changed_removed_and_undone(qtbot: QtBot, showing: MainWindow) -> None:
    showing.menus.actions["go.ceilings"].trigger()
    panel = showing.check.ceilings
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    chosen_row(showing, 0)
    assert not panel.change.isEnabled() and not panel.remove.isEnabled()
    QTest.mouseClick(panel.add, Qt.MouseButton.LeftButton)
    dialog = panel.dialog
    assert dialog is not None and not dialog.isModal()
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert dialog.said.text() and not showing.session.state.document.ceilings
    QTest.keyClicks(dialog.name, "SSH")
    dialog.scope.setCurrentIndex(dialog.scope.findText("SSH"))
    dialog.expense.setCurrentIndex(1)
    dialog.ratio.setText("９０％")
    dialog.amount.setText("100百万円")
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    (made,) = showing.session.state.document.ceilings
    assert made.scope == Scope(ScopeKind.PROGRAM, "ssh") and made.amount == 100_000_000
    assert made.kinds == Kinds(ANY, DISCRETIONARY)
    assert made.terms == (Term(Fraction(9, 10), kinds=Kinds(ANY, DISCRETIONARY)),)
    chosen_row(showing, 2)
    QTest.mouseClick(panel.change, Qt.MouseButton.LeftButton)
    assert panel.dialog is not None
    assert (panel.dialog.ratio.text(), panel.dialog.amount.text()) == ("90%", "100,000,000")
    panel.dialog.name.setText("理数")
    QTest.keyClick(panel.dialog.name, Qt.Key.Key_Return)
    assert [each.name for each in showing.session.state.document.ceilings] == ["理数"]
    chosen_row(showing, 2)
    QTest.mouseClick(panel.remove, Qt.MouseButton.LeftButton)
    assert panel.model.rowCount() == 2
    showing.session.undo_stack.undo()
    assert panel.model.rowCount() == 3


def test_the_filter_shows_what_grew_under_a_broken_ceiling(showing: MainWindow) -> None:
    pane, tree = showing.work.pane, showing.work.tree

    def shown() -> list[str]:
        model, found, waiting = tree.programs, [], [QModelIndex()]
        while waiting:
            above = waiting.pop(0)
            for row in range(model.rowCount(above)):
                index = model.index(row, 0, above)
                if not tree.isRowHidden(row, above):
                    found.append(text(index))
                    waiting.append(index)
        return found

    pane.show_only(Filter.OVER)
    assert shown() == ["All programs"]
    add(showing, Ceiling("own-1", 2026, "全体", amount=1))
    assert shown() == ["All programs", "fellows", "DC"]  # SSH did not grow
    showing.session.undo_stack.undo()
    assert shown() == ["All programs"]


def test_a_broken_ceiling_is_an_error_of_the_check(showing: MainWindow) -> None:
    model = showing.check.problems.model
    model.show_only(ProblemFilter.ALL, "")
    assert model.count(Severity.ERROR) == 0
    assert [model.problem_at(row).where for row in range(model.rowCount())].count(".r8-wish@2026") == 1  # cannot judge
    add(showing, Ceiling("own-1", 2026, "全体", amount=1))
    assert model.count(Severity.ERROR) == 1
    assert model.problem_at(0).where == ".own-1@2026"
    showing.session.undo_stack.undo()
    assert model.count(Severity.ERROR) == 0


def test_reset_hides_the_kinds_again(make_window: Callable[..., MainWindow], document: Document) -> None:
    window = make_window(document)
    places = [COLUMNS.index(column) for column in (Column.DEMAND, Column.EXPENSE)]
    assert all(window.work.table.isColumnHidden(place) for place in places)
    window.work.table.columns.set_shown(Column.DEMAND, True)
    other = make_window(document)
    assert not other.work.table.isColumnHidden(places[0]) and other.work.table.isColumnHidden(places[1])
    other.work.table.columns.reset()
    assert all(other.work.table.isColumnHidden(place) for place in places)
