"""The settings in one place: language, colours, size, rows, movement, the unit. What is chosen holds at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QWidget

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.settings import ZOOMS, Density, Motion, Settings, Theme
from planner.core.money import Unit
from planner.words.figures import unit_name
from planner.words.texts import LANGUAGE_NAMES, LANGUAGES, Texts


class SettingsDialog(QDialog):
    """A box for each setting; it is stored and told as soon as it is chosen. Not modal.

    Signals:
        language_chosen(str): another language is stored.
        look_chosen(bool): other colours or movement are stored, or with true another size or density.
    """

    language_chosen = Signal(str)
    look_chosen = Signal(bool)

    def __init__(self, parent: QWidget, session: Session, texts: Texts, settings: Settings) -> None:
        super().__init__(parent)
        self._session, self._texts, self._settings = session, texts, settings
        _ = texts._
        self.setObjectName("settings")
        self.setWindowTitle(_("Settings"))
        languages = [(LANGUAGE_NAMES[each], each) for each in LANGUAGES]
        self.language = self._box(languages, texts.language, self._choose_language)
        self.theme = self._box([(_(each.value), each) for each in Theme], settings.theme, self._choose_theme)
        zooms = [(f"{each:.0%}", each) for each in ZOOMS]
        self.zoom = self._box(zooms, settings.zoom, self._choose_zoom)
        densities = [(_(each.value), each) for each in Density]
        self.density = self._box(densities, settings.density, self._choose_density)
        motions = [(_(each.value), each) for each in Motion]
        self.motion = self._box(motions, settings.motion, self._choose_motion)
        units = [(unit_name(each, texts), each) for each in Unit]
        self.unit = self._box(units, session.state.unit, self._choose_unit)
        form = QFormLayout(self)
        named = (
            ("言語 / Language", self.language),
            (_("Colours"), self.theme),
            (_("Size"), self.zoom),
            (_("Rows"), self.density),
            (_("Movement"), self.motion),
            (_("Unit of amounts"), self.unit),
        )
        for name, box in named:
            box.setAccessibleName(name)
            form.addRow(name, box)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        session.changed.connect(self._on_changed)

    @staticmethod
    def _box(choices: Sequence[tuple[str, object]], now: object, call: Callable[[int], None]) -> QComboBox:
        box = QComboBox()
        for name, value in choices:
            box.addItem(name, value)
        box.setCurrentIndex([value for _name, value in choices].index(now))
        box.activated.connect(call)
        return box

    def _on_changed(self, moved: Moved) -> None:
        if moved.unit:
            self.unit.setCurrentIndex(list(Unit).index(moved.after.unit))

    def _choose_language(self, place: int) -> None:
        if LANGUAGES[place] != self._texts.language:
            self._settings.language = LANGUAGES[place]
            self.language_chosen.emit(LANGUAGES[place])

    def _choose_theme(self, place: int) -> None:
        if (theme := list(Theme)[place]) is not self._settings.theme:
            self._settings.theme = theme
            self.look_chosen.emit(False)

    def _choose_zoom(self, place: int) -> None:
        if ZOOMS[place] != self._settings.zoom:
            self._settings.zoom = ZOOMS[place]
            self.look_chosen.emit(True)

    def _choose_density(self, place: int) -> None:
        if (density := list(Density)[place]) is not self._settings.density:
            self._settings.density = density
            self.look_chosen.emit(True)

    def _choose_motion(self, place: int) -> None:
        if (motion := list(Motion)[place]) is not self._settings.motion:
            self._settings.motion = motion
            self.look_chosen.emit(False)

    def _choose_unit(self, place: int) -> None:
        """Show amounts in another unit, and remember it; the session tells the rest."""
        unit = list(Unit)[place]
        self._settings.unit = unit
        self._session.show(unit=unit)
