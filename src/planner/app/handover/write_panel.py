"""Where it goes and the button that writes it; afterwards what was written, to be opened from here."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from planner.app.handover.target import Target
from planner.app.session.desk import Desk
from planner.app.widgets import theme
from planner.app.widgets.file_names import is_there
from planner.app.widgets.plain import Label, plain_tip
from planner.app.widgets.pressing import press_by_enter
from planner.app.widgets.sheet import set_tone

ENDINGS = (".xlsx", ".pdf", ".csv", ".zip")


class WritePanel(QFrame):
    """The file, one primary button, what else can be written; how far it is, and what came of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._texts = desk.texts
        _ = desk.texts._
        self.setProperty("line", "above")
        self.target = Target(desk)
        self.there, self.said, self.bar = Label(), Label(), QProgressBar()
        self.there.setProperty("tone", "warning")
        for label in (self.there, self.said):
            label.setWordWrap(True)
            label.hide()
        self.bar.setAccessibleName(_("Writing"))
        self.workbook = QPushButton(_("Write the workbook"))
        self.workbook.setProperty("look", "primary")
        self.again, self.cancel = QPushButton(_("Write it under this name")), QPushButton(_("Cancel"))
        self.csv, self.pdf, self.paper = QPushButton("CSV"), QPushButton("PDF"), QPushButton(_("Print…"))
        self.data = QPushButton(_("Open data"))
        self.data.setToolTip(plain_tip(_("The table, its codes and a schema in one package, for anyone's programs")))
        self.open_file, self.open_folder = QPushButton(_("Open the file")), QPushButton(_("Open its folder"))
        self._written: list[Path] = []
        self._scenario, self._own = 0, set[Path]()
        """Which scenario is handed over, and what was written of it."""
        """What was written from here, the newest at the end."""
        done, rest, layout = QHBoxLayout(), QGridLayout(), QVBoxLayout(self)
        for button in (self.open_file, self.open_folder):
            button.hide()
            done.addWidget(button)
        for place, button in enumerate((self.pdf, self.csv, self.data, self.paper)):
            rest.addWidget(button, *divmod(place, 2))
        margin = theme.px(12)
        layout.setContentsMargins(margin, theme.px(6), margin, theme.px(8))
        layout.setSpacing(theme.px(4))
        rest.setSpacing(theme.px(4))
        above: tuple[QWidget, ...] = (self.target, self.there, self.said)
        below: tuple[QWidget, ...] = (self.bar, self.cancel, self.again, self.workbook)
        for part in above:
            layout.addWidget(part)
        layout.addLayout(done)
        for part in below:
            layout.addWidget(part)
            part.setVisible(part is self.workbook)
        layout.addLayout(rest)
        self.target.moved.connect(self._look)
        self.open_file.clicked.connect(partial(self._open, False))
        self.open_folder.clicked.connect(partial(self._open, True))
        self.target.name.returnPressed.connect(self.workbook.click)
        press_by_enter((*self._actions, self.cancel, self.open_file, self.open_folder))
        self._look()

    @property
    def _actions(self) -> list[QPushButton]:
        return [self.workbook, self.again, self.csv, self.data, self.pdf, self.paper]

    def _look(self) -> None:
        """Say so before files that are there are replaced."""
        paths = [self.target.path(ending) for ending in ENDINGS]
        names = [path.name for path in paths if is_there(path) and path not in self._own]
        self.there.setText(self._texts._("There already, and replaced: {names}").format(names=", ".join(names)))
        self.there.setVisible(bool(names))

    def show_scenario(self, scenario: int) -> None:
        """What was written of another scenario is not replaced without a word: it may have the same name."""
        if scenario != self._scenario:
            self._scenario = scenario
            self._own.clear()
            self._look()

    def show_busy(self, busy: bool) -> None:
        """Something is being written, or is over."""
        within = self.isAncestorOf(QApplication.focusWidget() or self)
        self.bar.setRange(0, 0)
        self.bar.setVisible(busy)
        self.cancel.setVisible(busy)
        for button in self._actions:
            button.setEnabled(not busy)
        if busy:
            self.said.hide()
            for button in (self.open_file, self.open_folder):
                button.hide()
        if within:  # what is pressed next is at hand, and Enter writes nothing twice
            (self.cancel if busy else self.workbook).setFocus()

    def show_progress(self, done: int, total: int) -> None:
        """Say how far it is."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def show_written(self, path: Path) -> None:
        """A file stands there now: it and its folder can be opened."""
        self._written.append(path)
        self._own.add(path)
        self._look()
        for button in (self.open_file, self.open_folder):
            button.show()
        if self.workbook.hasFocus():
            self.open_file.setFocus()

    def tell(self, text: str, tone: str = "") -> None:
        """Say what came of it."""
        self.said.setText(text)
        set_tone(self.said, tone)
        self.said.setVisible(bool(text))

    def offer_again(self, kept: bool) -> None:
        """A workbook that could not be put in place is kept for another name, which is proposed."""
        self.again.setVisible(kept)
        if kept:
            self.target.suggest_another()
            self.again.setFocus()

    def _open(self, folder: bool) -> None:
        path = self._written[-1].parent if folder else self._written[-1]
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.tell(self._texts._("The system has nothing to open it with: {path}").format(path=path), "warning")
