"""Names of files: asked for, given their ending, and the folder where documents of a user are."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtWidgets import QWidget


def ask_target(parent: QWidget, title: str, suggested: Path, kinds: str, *endings: str) -> Path | None:
    """Ask where to write a file of one of these endings; `None` where the question is not answered."""
    from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - nobody asks at the start

    name, _filter = QFileDialog.getSaveFileName(parent, title, str(suggested), kinds)
    return with_ending(Path(name), *endings) if name else None


def ask_source(parent: QWidget, title: str, folder: Path, kinds: str) -> Path | None:
    """Ask for a file to read; `None` where the question is not answered."""
    from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - as above

    name, _filter = QFileDialog.getOpenFileName(parent, title, str(folder), kinds)
    return Path(name) if name else None


def with_ending(path: Path, *endings: str) -> Path:
    """The path with the first of the endings where it has none: 「要求.R8」 has none, 「要求.BPLAN」 has one."""
    return path if path.suffix.lower() in endings else path.with_name(path.name + endings[0])


def is_there(path: Path) -> bool:
    """Whether something has that name; nothing has one that no file can have, as one that is too long."""
    return os.path.exists(path)  # noqa: PTH110 - `Path.exists` raises for such a name


def documents_folder() -> Path:
    """The user's folder for documents, wherever the system has put it (as on a share or in a cloud)."""
    from PySide6.QtCore import QStandardPaths  # noqa: PLC0415 - as above

    location = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(location) if location else Path.home()
