"""The settings in one place: stored and told as soon as they are chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from planner.app.documents.document_file import DocumentFile
from planner.app.main import Planner
from planner.app.session.session import Session
from planner.app.session.settings import Density, Settings, Theme
from planner.app.window.main_window import MainWindow
from planner.app.window.settings_dialog import SettingsDialog
from planner.core.model.document import Document
from planner.core.money import Unit
from planner.files.document.backups import Backups

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # a dialog raised where there is no screen


def opened(window: MainWindow) -> SettingsDialog:
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert window.settings_dialog is not None
    assert window.settings_dialog.isVisible()
    return window.settings_dialog


def choose(box: QComboBox, text: str) -> None:
    """As by the arrow keys in the box."""
    place = box.findText(text)
    assert place >= 0
    key = Qt.Key.Key_Down if place > box.currentIndex() else Qt.Key.Key_Up
    while box.currentIndex() != place:
        QTest.keyClick(box, key)


def test_colours_are_told_at_once(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(window)
    with qtbot.waitSignal(window.look_chosen) as told:
        choose(dialog.theme, "Light")
    assert told.args == [False]
    assert window.settings.theme is Theme.LIGHT


def test_size_and_density_are_for_a_new_window(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(window)
    with qtbot.waitSignal(window.look_chosen) as told:
        choose(dialog.zoom, "110%")
    assert (told.args, window.settings.zoom) == ([True], 1.1)
    with qtbot.waitSignal(window.look_chosen) as told:
        choose(dialog.density, "Compact")
    assert (told.args, window.settings.density) == ([True], Density.COMPACT)


def test_the_language_is_told_only_when_it_is_another(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(window)
    with qtbot.assertNotEmitted(window.language_chosen):
        dialog.language.activated.emit(dialog.language.currentIndex())
    with qtbot.waitSignal(window.language_chosen) as told:
        choose(dialog.language, "日本語")
    assert told.args == ["ja"]


def test_the_unit_is_that_of_the_window_both_ways(window: MainWindow) -> None:
    dialog = opened(window)
    choose(dialog.unit, "million yen")
    assert window.session.state.unit is Unit.MILLION
    assert window.settings.unit is Unit.MILLION
    window.work.page.head.choose_unit(Unit.YEN)
    assert dialog.unit.currentText() == "yen"


def test_what_was_chosen_is_shown_again(window: MainWindow) -> None:
    window.settings.density, window.settings.theme, window.settings.zoom = Density.COMPACT, Theme.DARK, 1.5
    dialog = opened(window)
    shown = [box.currentText() for box in (dialog.theme, dialog.zoom, dialog.density)]
    assert shown == ["Dark", "150%", "Compact"]
    assert all(box.accessibleName() for box in dialog.findChildren(QComboBox))


def test_another_size_is_a_new_window_with_its_settings_open(
    qapp: QApplication, qtbot: QtBot, document: Document, settings: Settings, tmp_path: Path
) -> None:
    session = Session(document)
    file = DocumentFile(session, Backups(tmp_path / "backups"))
    settings.language = "en"
    planner = Planner(qapp, session, settings, file)
    old = planner.window
    old.show_settings()
    assert old.settings_dialog is not None
    choose(old.settings_dialog.density, "Compact")
    new = planner.window
    assert new is not old
    assert new.settings_dialog is not None
    assert new.settings_dialog.isVisible()
    choose(new.settings_dialog.theme, "Light")
    assert planner.window is new, "colours need no other window"
    new.close()
    new.deleteLater()
    file.close()
