"""The window follows the desktop between light and dark, unless its user wants it otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

from planner.app.desktop.look import Look
from planner.app.session.settings import Density, Settings, Theme
from planner.app.widgets import theme
from planner.app.widgets.tokens import CONTRAST, DARK, LIGHT


@pytest.fixture
def look(qapp: QApplication, settings: Settings) -> Iterator[Look]:
    """The application dressed; undressed again after the test."""
    font, palette = QFont(qapp.font()), QPalette(qapp.palette())
    made = Look(qapp, settings)
    yield made
    made.deleteLater()
    qapp.setProperty("tokens", None)
    qapp.setProperty("compact", None)
    qapp.setStyleSheet("")
    qapp.setFont(font)
    qapp.setPalette(palette)


def test_it_follows_the_desktop_while_it_runs(qapp: QApplication, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    hints = qapp.styleHints()
    for scheme, tokens in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
        monkeypatch.setattr(look._hints, "colorScheme", lambda scheme=scheme: scheme)  # offscreen has no desktop
        hints.colorSchemeChanged.emit(scheme)
        assert theme.tokens() == tokens
        assert qapp.palette().color(QPalette.ColorRole.Base) == tokens.surface


@pytest.mark.parametrize(("chosen", "tokens"), [(Theme.DARK, DARK), (Theme.LIGHT, LIGHT), (Theme.CONTRAST, CONTRAST)])
def test_the_users_choice_comes_first(
    qapp: QApplication, look: Look, settings: Settings, chosen: Theme, tokens: object
) -> None:
    settings.theme = chosen
    look.follow()
    assert theme.tokens() == tokens


def test_everything_grows_with_the_zoom(qapp: QApplication, look: Look, settings: Settings) -> None:
    before = theme.px(28), theme.sized(14).pointSizeF()
    settings.zoom = 1.5
    look.follow()
    assert (theme.px(28), theme.sized(14).pointSizeF()) == (before[0] * 1.5, before[1] * 1.5)


def test_what_the_settings_hold_must_make_sense(settings: Settings) -> None:
    settings._store.setValue("theme", "PINK")
    settings._store.setValue("zoom", "70")
    assert (settings.theme, settings.zoom) == (Theme.SYSTEM, 1.0)


def test_rows_stand_as_close_as_they_shall(qapp: QApplication, look: Look, settings: Settings) -> None:
    assert theme.row_height() == 28
    settings.density = Density.COMPACT
    look.follow()
    assert theme.row_height() == 24
    settings.zoom = 1.5
    look.follow()
    assert theme.row_height() == 36
