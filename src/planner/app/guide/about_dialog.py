"""Which program this is: its version, what it is made of and under which terms, and where it keeps what it keeps."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication, QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from planner import __version__
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.app.widgets.room import give_room
from planner.core.errors import N_
from planner.resources import resource
from planner.words.texts import Texts

LOGO = 42
PARTS = (
    ("PySide6-Essentials", "PySide6", "LGPL-3.0"),
    ("numpy", "NumPy", "BSD-3-Clause"),
    ("pandas", "pandas", "BSD-3-Clause"),
    ("pyqtgraph", "PyQtGraph", "MIT"),
    ("openpyxl", "openpyxl", "MIT"),
    ("python-calamine", "python-calamine", "MIT"),
    ("XlsxWriter", "XlsxWriter", "BSD-2-Clause"),
    ("ironcalc", "IronCalc", "MIT / Apache-2.0"),
    ("pypdf", "pypdf", "BSD-3-Clause"),
)
"""What the program is made with: the package, its name, its licence."""
PLACES = {
    "unsaved": N_("Unsaved work"),
    "backups": N_("Backups"),
    "faults": N_("Reports of faults"),
    "settings": N_("Settings"),
}
"""What is kept on this computer, by a name for it."""


class AboutDialog(QDialog):
    """Says it; all of it can be copied, and every folder opened."""

    def __init__(self, texts: Texts, parent: QWidget, places: Sequence[tuple[str, Path]]) -> None:
        super().__init__(parent)
        self._texts, self._places = texts, tuple(places)
        _ = texts._
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("About the planner"))
        picture, name, said = Label(), Label(f"{_('Budget Scenario Planner')} {__version__}"), Label()
        side = theme.px(LOGO)
        picture.setPixmap(QIcon(str(resource("icons/planner.svg"))).pixmap(side, side))
        name.setFont(theme.sized(theme.FIGURE_POINTS, bold=True))
        said.setText(_("Free software under the MIT licence. It uses no network."))
        made = Label(_("Made with {parts}.").format(parts=", ".join(_parts())))
        for each in (said, made):
            each.setWordWrap(True)
            each.setProperty("tone", "second")
        head, words, form = QHBoxLayout(), QVBoxLayout(), QFormLayout()
        words.addWidget(name)
        words.addWidget(said)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        for key, folder in self._places:
            form.addRow(_(PLACES[key]), self._place(_(PLACES[key]), folder))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = self.buttons.addButton(_("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(12))
        layout.addLayout(head)
        layout.addWidget(made)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        give_room(self, self.fontMetrics().horizontalAdvance("0") * 84, self.sizeHint().height())

    def _place(self, name: str, folder: Path) -> QWidget:
        """A folder to be read, copied and opened."""
        field, button, row = QLineEdit(str(folder)), QPushButton(self._texts._("Open the folder")), QWidget()
        field.setReadOnly(True)
        field.setCursorPosition(0)
        field.setAccessibleName(name)
        button.setAutoDefault(False)
        button.setAccessibleName(f"{self._texts._('Open the folder')}: {name}")
        button.clicked.connect(lambda: open_folder(folder))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(field, 1)
        layout.addWidget(button)
        return row

    @property
    def text(self) -> str:
        """All of it as text, for a report."""
        _ = self._texts._
        places = (f"{_(PLACES[key])}: {folder}" for key, folder in self._places)
        return "\n".join((f"{_('Budget Scenario Planner')} {__version__}", *_parts(), platform.platform(), *places))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)


def open_folder(folder: Path) -> None:
    """Show a folder where folders are shown; the nearest above it where it is not there yet."""
    there = next((each for each in (folder, *folder.parents) if each.is_dir()), folder)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(there)))


def _parts() -> list[str]:
    """What the program runs with, each with version and licence."""
    found = [f"Python {platform.python_version()} (PSF-2.0)", f"Qt {qVersion()} (LGPL-3.0)"]
    for package, name, licence in PARTS:
        try:
            found.append(f"{name} {version(package)} ({licence})")
        except PackageNotFoundError:  # as where packages are installed without their papers
            found.append(f"{name} ({licence})")
    return found
