"""The one table of verbs, the one list of panels, and where places lead."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget

from planner.app.session.place import Place
from planner.app.window.main_window import MainWindow
from planner.app.window.verbs import Verb
from planner.core.edits.values import new_document
from planner.core.model.document import BASE
from planner.files.portfolio.reading import built_in_portfolio


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


def test_every_panel_has_a_dock_and_a_key_that_brings_it_to_the_front(window: MainWindow) -> None:
    docks = {dock.objectName() for dock in window.findChildren(QDockWidget)}
    assert docks == {f"dock-{name}" for name in window.docks.panels}
    digit = Qt.Key.Key_3
    for panel in window.docks.panels.values():
        QTest.keyClick(window, digit, Qt.KeyboardModifier.ControlModifier)
        QApplication.processEvents()
        assert not panel.widget.visibleRegion().isEmpty()
        assert panel.focus is None or panel.focus.hasFocus()
        digit = Qt.Key(digit.value + 1)


def test_a_jump_keeps_the_view_wherever_the_program_is_in_it(make_window: Callable[..., MainWindow]) -> None:
    window = make_window(new_document(built_in_portfolio()))
    portfolio = window.session.state.portfolio
    for number, view in enumerate(portfolio.views):
        members = {portfolio.program_index[each.program] for each in view.members}
        for program in range(len(portfolio.programs)):
            window.session.show(view=number, program=None)
            window.jumps.to(Place(program=program))
            assert window.session.state.program == program
            inside = members & {program, *portfolio.ancestors[program]}
            assert window.session.state.view == (number if inside else None)
