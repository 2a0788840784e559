"""What the program remembers of its user between starts: recent files, language, unit, window layout."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from planner.core.money import Unit
from planner.texts import LANGUAGES, system_language

RECENT_LIMIT = 10


class Settings:
    """Remembered settings in the user's own profile; tests and portable use give a file of their own."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store or QSettings("BudgetScenarioPlanner", "planner")

    @property
    def language(self) -> str:
        """The language chosen, else the system's."""
        chosen = str(self._store.value("language", ""))
        return chosen if chosen in LANGUAGES else system_language()

    @language.setter
    def language(self, language: str) -> None:
        self._store.setValue("language", language)

    @property
    def unit(self) -> Unit:
        """The print unit last chosen."""
        name = str(self._store.value("unit", Unit.THOUSAND.name))
        return Unit[name] if name in Unit.__members__ else Unit.THOUSAND

    @unit.setter
    def unit(self, unit: Unit) -> None:
        self._store.setValue("unit", unit.name)

    @property
    def recent(self) -> list[Path]:
        """The files opened or saved last, newest first."""
        stored = self._store.value("recent", [])
        names = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return [Path(str(name)) for name in names]

    def remember(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        names = [str(path), *(str(each) for each in self.recent if each != path)]
        self._store.setValue("recent", names[:RECENT_LIMIT])

    def layout(self, name: str) -> QByteArray:
        """A stored window geometry or state; empty when there is none."""
        stored = self._store.value(f"layout/{name}")
        return stored if isinstance(stored, QByteArray) else QByteArray()

    def set_layout(self, name: str, value: QByteArray) -> None:
        """Store a window geometry or state."""
        self._store.setValue(f"layout/{name}", value)
