"""The one table of verbs, the one list of pages, and where places lead."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.session.place import Place
from planner.app.window.main_window import MainWindow
from planner.app.window.verbs import Verb
from planner.core.edits.values import new_document
from planner.core.model.document import BASE
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import popped_up, shortcut


def table(window: MainWindow) -> list[Verb]:
    return [verb for its_verbs in window.menus.verbs.values() for verb in its_verbs]


def test_every_verb_has_a_key_of_its_own_and_an_action_by_it(window: MainWindow) -> None:
    keys = [verb.key for verb in table(window)]
    assert len(set(keys)) == len(keys)
    assert list(window.menus.actions) == keys
    assert all(window.menus.actions[verb.key].text() == verb.text for verb in table(window))


def test_keys_are_the_same_in_every_language(make_window: Callable[..., MainWindow], window: MainWindow) -> None:
    japanese = make_window(window.session.state.document, "ja")
    assert list(japanese.menus.actions) == list(window.menus.actions)
    assert japanese.menus.actions["scenario.rename"].text() != window.menus.actions["scenario.rename"].text()


def test_what_needs_a_scenario_is_not_offered_on_the_base(window: MainWindow) -> None:
    needing = {verb.key for verb in table(window) if not verb.on_base}
    assert needing == {"scenario.rename", "scenario.duplicate", "scenario.lock", "scenario.delete"}
    for scenario in (1, BASE):
        window.session.show(scenario=scenario)
        assert all(window.menus.actions[key].isEnabled() is (scenario != BASE) for key in needing)


def test_every_page_has_a_button_and_a_key_that_brings_it_to_the_front(window: MainWindow) -> None:
    for digit, name in zip("123456", window.pages.pages, strict=True):
        window.pages.show_page("lines")
        shortcut(window, f"Ctrl+{digit}")
        QApplication.processEvents()
        assert window.pages.front == name
        assert not window.pages.made(name).visibleRegion().isEmpty()
        assert window.rail.buttons[name].isChecked()
        focus, page = QApplication.focusWidget(), window.pages.made(name)
        assert focus is not None and (focus is page or page.isAncestorOf(focus))
        window.pages.show_page("lines")
        QTest.mouseClick(window.rail.buttons[name], Qt.MouseButton.LeftButton)
        assert window.pages.front == name


def test_f6_goes_through_the_parts_of_the_window_and_back(window: MainWindow) -> None:
    window.work.page.show_inspector(True)
    window.work.table.setFocus()
    seen = []
    for key in ["F6"] * 7 + ["Shift+F6"] * 7:
        shortcut(window, key)
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus)
    assert len(set(seen[:7])) == 7
    assert seen[6] is window.work.table
    assert seen[7:] == [*reversed(seen[:6]), window.work.table]


def test_cards_lead_to_their_pages(window: MainWindow) -> None:
    led = {"from-base": "compare", "room": "check", "check": "check", "request": "overview", "change": "overview"}
    for card, page in led.items():
        window.strip.cards[card].setFocus()
        QTest.keyClick(window.strip.cards[card], Qt.Key.Key_Space)
        assert window.pages.front == page
    assert window.check.tabs.currentWidget() is window.check.problems


@pytest.mark.qt_log_ignore("This plugin does not support")  # menus where there is no screen
def test_alt_alone_opens_all_menus_and_with_another_key_it_does_not(qtbot: QtBot, window: MainWindow) -> None:
    alt = Qt.Key.Key_Alt
    window.work.table.setFocus()
    QTest.keyPress(window, alt)
    QTest.keyRelease(window, alt)
    menu = popped_up(qtbot)
    assert [action.text() for action in menu.actions()] == [each.title() for each in window.menus.menus.values()]
    menu.close()
    QTest.keyPress(window, alt)
    QTest.keyPress(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    QTest.keyRelease(window, alt)
    assert QApplication.activePopupWidget() is None


def test_a_jump_keeps_the_view_wherever_the_program_is_in_it(make_window: Callable[..., MainWindow]) -> None:
    window = make_window(new_document(built_in_portfolio()))
    portfolio = window.session.state.portfolio
    for number, view in enumerate(portfolio.views):
        members = {portfolio.program_index[each.program] for each in view.members}
        for program in range(len(portfolio.programs)):
            window.session.show(view=number, program=None)
            window.work.jumps.to(Place(program=program))
            assert window.session.state.program == program
            inside = members & {program, *portfolio.ancestors[program]}
            assert window.session.state.view == (number if inside else None)
