"""What the program remembers of its user between starts: recent files, language, unit, window layout, columns."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QByteArray, QSettings

from planner.core.errors import N_
from planner.core.money import Unit
from planner.files.document.aside import set_aside
from planner.words.texts import LANGUAGES, system_language

RECENT_LIMIT = 10
ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
"""How large everything can be shown; 1 is the usual size."""
WIDEST = 10_000
SHOWN_LIMIT = 100
"""Of so many documents it is remembered which scenario was shown."""


class Theme(Enum):
    """Which colours the user wants."""

    SYSTEM = N_("As the desktop")
    LIGHT = N_("Light")
    DARK = N_("Dark")
    CONTRAST = N_("High contrast")


class Density(Enum):
    """How close rows stand."""

    COMFORTABLE = N_("Comfortable")
    COMPACT = N_("Compact")


class Motion(Enum):
    """Whether what changed may fade, or is underlined and still."""

    SYSTEM = N_("As the desktop")
    NONE = N_("None")


@dataclass(frozen=True)
class ColumnLayout:
    """What was done to the columns of a table, by their names: widths in logical pixels, and which are hidden."""

    widths: Mapping[str, int] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


class Noted(NamedTuple):
    """What is remembered of a document: the yen of its request (`None`: cannot be computed) and when that was."""

    total: int | None
    when: datetime.datetime


class Settings:
    """Remembered settings in the user's own profile; tests and portable use give a file of their own."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store or QSettings("BudgetScenarioPlanner", "planner")
        self.broken: list[Path] = []
        """What the store held where it could not be read: under another name now, to be out of the way."""
        if self._store.status() is QSettings.Status.FormatError:
            file = Path(self._store.fileName())
            self.broken.append(set_aside(file) or file)
            self._store = QSettings(self._store.fileName(), self._store.format())

    @property
    def file(self) -> Path | None:
        """The file they are kept in; `None` where that is no file, as in the registry of Windows."""
        path = Path(self._store.fileName())
        return path if path.is_absolute() and path.suffix else None

    def _json(self, name: str) -> dict[str, Any]:
        """A mapping kept as JSON; an empty one where the store does not make sense."""
        try:
            stored = json.loads(str(self._store.value(name, "{}")))
        except (ValueError, RecursionError):
            return {}
        return stored if isinstance(stored, dict) else {}

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
    def theme(self) -> Theme:
        """The colours chosen."""
        name = str(self._store.value("theme", Theme.SYSTEM.name))
        return Theme[name] if name in Theme.__members__ else Theme.SYSTEM

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._store.setValue("theme", theme.name)

    @property
    def zoom(self) -> float:
        """How large everything is shown, one of `ZOOMS`."""
        wanted = str(self._store.value("zoom", "1.0"))
        return next((each for each in ZOOMS if str(each) == wanted), 1.0)

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._store.setValue("zoom", str(zoom))

    @property
    def inspector(self) -> bool:
        """Whether the inspector was left open."""
        return str(self._store.value("inspector", "false")) == "true"

    @inspector.setter
    def inspector(self, shown: bool) -> None:
        if shown is not self.inspector:  # nothing is written at a start that changes nothing
            self._store.setValue("inspector", "true" if shown else "false")

    @property
    def density(self) -> Density:
        """How close rows stand."""
        name = str(self._store.value("density", Density.COMFORTABLE.name))
        return Density[name] if name in Density.__members__ else Density.COMFORTABLE

    @density.setter
    def density(self, density: Density) -> None:
        self._store.setValue("density", density.name)

    @property
    def motion(self) -> Motion:
        """Whether anything may move."""
        name = str(self._store.value("motion", Motion.SYSTEM.name))
        return Motion[name] if name in Motion.__members__ else Motion.SYSTEM

    @motion.setter
    def motion(self, motion: Motion) -> None:
        self._store.setValue("motion", motion.name)

    @property
    def export(self) -> Mapping[str, object]:
        """What was chosen for the last submission; empty where nothing was, or the store does not make sense."""
        return self._json("export")

    @export.setter
    def export(self, chosen: Mapping[str, object]) -> None:
        self._store.setValue("export", json.dumps(chosen))

    @property
    def presets(self) -> Mapping[str, object]:
        """The presets of what goes out that the user keeps, by name; empty where the store does not make sense."""
        return self._json("presets")

    @presets.setter
    def presets(self, kept: Mapping[str, object]) -> None:
        self._store.setValue("presets", json.dumps(kept))

    @property
    def guide_step(self) -> int:
        """How many of the guided steps are done."""
        stored = str(self._store.value("guide-step", "0"))
        return int(stored) if stored.isascii() and stored.isdigit() and len(stored) < 3 else 0

    @guide_step.setter
    def guide_step(self, done: int) -> None:
        self._store.setValue("guide-step", str(done))

    @property
    def recent(self) -> list[Path]:
        """The files opened or saved last, newest first."""
        stored = self._store.value("recent", [])
        names = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return [Path(str(name)) for name in names if "\0" not in str(name)]

    def remember(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        names = [str(path), *(str(each) for each in self.recent if each != path)]
        self._store.setValue("recent", names[:RECENT_LIMIT])

    def forget(self, path: Path) -> None:
        """Take a file off the recent ones."""
        self._store.setValue("recent", [str(each) for each in self.recent if each != path])

    def noted(self, path: Path) -> Noted | None:
        """What a document came to when it was last open; `None` where that is not known."""
        stored = self._json("noted").get(str(path))
        if not (isinstance(stored, list) and len(stored) == 2 and (stored[0] is None or type(stored[0]) is int)):
            return None
        try:
            return Noted(stored[0], datetime.datetime.fromisoformat(str(stored[1])).astimezone())
        except (ValueError, OverflowError, OSError):
            return None

    def note(self, path: Path, total: int | None) -> None:
        """Note what a document comes to now; of files that are no more among the recent ones it is forgotten."""
        known = {str(each) for each in self.recent}
        noted = {name: each for name, each in self._json("noted").items() if name in known}
        noted[str(path)] = [total, datetime.datetime.now().astimezone().isoformat(timespec="minutes")]
        self._store.setValue("noted", json.dumps(noted))

    def shown(self, path: Path) -> int | None:
        """The number of the scenario of a document that was shown last, `None` where that is not known."""
        return self._all_shown().get(str(path))

    def remember_shown(self, path: Path, scenario: int) -> None:
        """Note the scenario of a document that is shown; those looked at last are kept."""
        shown = {name: number for name, number in self._all_shown().items() if name != str(path)}
        shown[str(path)] = scenario
        self._store.setValue("shown", json.dumps(dict(list(shown.items())[-SHOWN_LIMIT:])))

    def _all_shown(self) -> dict[str, int]:
        """Document → scenario, the one looked at last at the end; nothing where the store does not make sense."""
        return {name: number for name, number in self._json("shown").items() if type(number) is int}

    def layout(self, name: str) -> QByteArray:
        """A stored window geometry or state; empty when there is none."""
        stored = self._store.value(f"layout/{name}")
        return stored if isinstance(stored, QByteArray) else QByteArray()

    def set_layout(self, name: str, value: QByteArray) -> None:
        """Store a window geometry or state."""
        self._store.setValue(f"layout/{name}", value)

    def columns(self, table: str, hidden: frozenset[str] = frozenset()) -> ColumnLayout:
        """The columns of a table as they were left, `hidden` ones hidden until they were shown once.

        Nothing is done to them where the store does not make sense.
        """
        stored = self._json(f"columns/{table}")
        widths, names = stored.get("widths", {}), stored.get("hidden", list(hidden))
        if not isinstance(widths, dict) or not isinstance(names, list):
            return ColumnLayout(hidden=hidden)
        sound = {name: width for name, width in widths.items() if type(width) is int and 0 < width < WIDEST}
        return ColumnLayout(sound, frozenset(map(str, names)))

    def set_columns(self, table: str, layout: ColumnLayout) -> None:
        """Store the columns of a table."""
        said = {"widths": dict(layout.widths), "hidden": sorted(layout.hidden)}
        self._store.setValue(f"columns/{table}", json.dumps(said))
