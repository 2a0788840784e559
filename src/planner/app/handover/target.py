"""Where a hand-over is written to: its folder and its name stand on the page, to be changed there."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from planner.app.session.desk import Desk
from planner.app.widgets import theme
from planner.app.widgets.elided import ElidedLabel
from planner.app.widgets.file_names import is_there, with_ending
from planner.app.widgets.plain import Label

UNUSABLE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
"""What no system takes in the name of a file."""
ENDING = ".xlsx"


class Target(QWidget):
    """The folder (that of the document until another is chosen) and the name (suggested until one is typed).

    Signals:
        moved(): it is another file now.
    """

    moved = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._chosen: Path | None = None
        _ = desk.texts._
        self.shown_folder, self.change = ElidedLabel(), QPushButton(_("Change…"))
        self.shown_folder.setProperty("tone", "second")
        self.change.setProperty("look", "quiet")
        self.change.setAccessibleName(_("Change the folder"))
        self.name = QLineEdit()
        self.name.setAccessibleName(_("File name"))
        title, row, layout = Label(_("File name")), QHBoxLayout(), QVBoxLayout(self)
        title.setProperty("tone", "second")
        title.setBuddy(self.name)
        row.addWidget(self.shown_folder, 1)
        row.addWidget(self.change)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        layout.addWidget(title)
        layout.addWidget(self.name)
        layout.addLayout(row)
        self.change.clicked.connect(self._ask_folder)
        self.name.textChanged.connect(self.moved)
        self._typed = False
        self.name.textEdited.connect(self._on_typed)
        self.show_folder()

    def _on_typed(self, text: str) -> None:
        self._typed = bool(text.strip())

    def suggest(self, name: str) -> None:
        """Name the file so, unless the officer has named it."""
        if not self._typed:
            self.name.setText(f"{UNUSABLE.sub('_', name).strip(' .')}{ENDING}")
            self.name.setCursorPosition(0)

    def name_anew(self) -> None:
        """The name typed is not kept: another document is open."""
        self._typed, self._chosen = False, None
        self.show_folder()

    def suggest_another(self) -> None:
        """Propose a name that no file has: the one on the page cannot be written."""
        path, number = self.path(ENDING), 2
        while is_there(other := path.with_stem(f"{path.stem} ({number})")):
            number += 1
        self._typed = True
        self.name.setText(other.name)

    @property
    def folder(self) -> Path:
        """Where it is written to."""
        return self._chosen or self._desk.folder

    def path(self, ending: str) -> Path:
        """The file with that ending; what no name can have is replaced."""
        name = UNUSABLE.sub("_", self.name.text()).strip(" .") or self._desk.texts._("Untitled")
        stem = name[: -len(ENDING)] if name.casefold().endswith(ENDING) else name
        return with_ending(self.folder / (stem or name), ending)

    def choose_folder(self, folder: Path) -> None:
        """Write into another folder than the document's."""
        self._chosen = folder
        self.show_folder()

    def show_folder(self) -> None:
        """Show the folder as it is now: a document that was saved elsewhere has another."""
        self.shown_folder.setText(str(self.folder))
        self.moved.emit()

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self._desk.texts._("Change the folder"), str(self.folder))
        if chosen:
            self.choose_folder(Path(chosen))
