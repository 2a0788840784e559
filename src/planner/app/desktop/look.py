"""The window as the desktop wants it: light or dark, its accent colour, its themes of high contrast; followed live."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from planner.app.session.settings import Density, Motion, Settings, Theme
from planner.app.widgets import theme
from planner.app.widgets.tokens import CONTRAST, DARK, LIGHT, Tokens


class Look(QObject):
    """Dresses the application as its user and the desktop want it, and anew when either changes."""

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__(application)
        self._application, self._settings = application, settings
        self._hints = application.styleHints()
        application.setStyle("fusion")
        self._desktop = QPalette(application.palette())
        self._hints.colorSchemeChanged.connect(self.follow)
        self._hints.accessibility().contrastPreferenceChanged.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Dress as is wanted now."""
        compact, still = self._settings.density is Density.COMPACT, self._settings.motion is Motion.NONE
        theme.dress(self._application, self.wanted(), self._settings.zoom, compact=compact, still=still)

    def wanted(self) -> Tokens:
        """The colours that suit the user's choice, else the desktop."""
        chosen = self._settings.theme
        if chosen is Theme.CONTRAST or (chosen is Theme.SYSTEM and self._contrast):
            return CONTRAST
        dark = self._hints.colorScheme() is Qt.ColorScheme.Dark if chosen is Theme.SYSTEM else chosen is Theme.DARK
        return (DARK if dark else LIGHT).with_accent(self._accent)

    @property
    def _contrast(self) -> bool:
        """Whether the desktop shows a theme of high contrast."""
        return self._hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast

    @property
    def _accent(self) -> QColor:
        """The desktop's own accent colour; an invalid one where it has none."""
        given = self._desktop.isBrushSet(QPalette.ColorGroup.Active, QPalette.ColorRole.Accent)
        return self._desktop.color(QPalette.ColorRole.Accent) if given else QColor()
