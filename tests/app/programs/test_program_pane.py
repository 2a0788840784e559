"""Finding programs and lines, and filters, in the real request."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from planner.app.programs.program_pane import Filter
from planner.app.tables.program_rows import ProgramRow
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry, new_document
from planner.files.portfolio.reading import built_in_portfolio
from planner.words.texts import folded


@pytest.fixture
def real(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(new_document(built_in_portfolio()), "ja")


def shown(window: MainWindow) -> list[str]:
    """The ids of the programs not hidden, in the order of the tree."""
    portfolio, tree = window.session.state.portfolio, window.work.tree
    found: list[str] = []

    def walk(node: ProgramRow) -> None:
        for child in node.children:
            index = tree.programs.index_of(child)
            if not tree.isRowHidden(index.row(), index.parent()):
                if child.program is not None:
                    found.append(portfolio.programs[child.program].id)
                walk(child)

    walk(tree.programs.node(QModelIndex()))
    return found


def choose(window: MainWindow, wanted: Filter) -> None:
    """Show the programs of a filter by its chip, or from the menu of the others."""
    if wanted in window.work.pane.chips:
        QTest.mouseClick(window.work.pane.chips[wanted], Qt.MouseButton.LeftButton)
    else:
        window.work.pane.others[wanted].trigger()


def test_ctrl_f_finds_programs_and_lines_whatever_their_width_or_case(real: MainWindow, qtbot: QtBot) -> None:
    everything = shown(real)
    assert len(everything) == len(real.session.state.portfolio.programs)
    real.work.table.setFocus()
    QTest.keyClick(real, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(real.work.pane.search.hasFocus)
    real.work.pane.search.setText("ｓｓｈ")
    assert shown(real) == ["ssh"]
    real.work.pane.search.setText("研究奨励金")
    assert shown(real) == ["fellows", "fellows/dc", "fellows/pd", "fellows/rpd", "fellows/cpd"]
    real.work.pane.search.setText("どこにもない")
    assert shown(real) == []
    QTest.keyClick(real.work.pane.search, Qt.Key.Key_Escape)
    assert shown(real) == everything
    QTest.keyClick(real.work.pane.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(real.work.tree.hasFocus)


def test_enter_goes_from_hit_to_hit(real: MainWindow, qtbot: QtBot) -> None:
    portfolio = real.session.state.portfolio
    real.work.pane.start_search()
    real.work.pane.search.setText("DC2")
    QTest.keyClick(real.work.pane.search, Qt.Key.Key_Return)
    line = real.work.table.lines.row_at(real.work.table.currentIndex()).line
    assert portfolio.lines.ids[line] == "fellows/dc/dc2"
    assert real.work.pane.search.hasFocus()
    real.work.pane.search.setText("nanoterasu")
    QTest.keyClick(real.work.pane.search, Qt.Key.Key_Return)
    assert real.session.state.program == portfolio.program_index["nanoterasu"]
    QTest.keyClick(real.work.pane.search, Qt.Key.Key_Return)
    assert (
        portfolio.lines.ids[real.work.table.lines.row_at(real.work.table.currentIndex()).line] == "nanoterasu/operation"
    )


def test_filters_show_what_fits_with_what_leads_to_it(real: MainWindow) -> None:
    choose(real, Filter.NEW)
    assert shown(real) == [
        "industry-innovation",
        "industry-innovation/researchers",
        "industry-innovation/engineers",
        "foreign-talent",
        "epoch",
    ]
    choose(real, Filter.MISSED)
    assert shown(real) == ["entrepreneurship-package"]
    choose(real, Filter.CHANGED)
    assert shown(real) == []
    real.session.set_values("x", [Entry("fellows/dc/dc1", "rate", 2026, 3_200_000)])
    assert shown(real) == ["fellows", "fellows/dc"]
    real.session.undo_stack.undo()
    assert shown(real) == []
    real.session.show(view=1)
    choose(real, Filter.RELISTED)
    assert set(shown(real)) >= {"industry-innovation", "epoch", "social-technology", "entrepreneurship-package"}
    choose(real, Filter.ALL)
    assert "kakenhi" in shown(real)


def test_folding_makes_widths_and_cases_equal() -> None:
    assert folded("ＤＣ２ ") == folded("dc2")
    assert folded("ｶﾞ") == folded("ガ")
