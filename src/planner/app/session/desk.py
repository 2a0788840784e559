"""What every verb has at hand, and how a verb is run and asks for a word before it goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QWidget

from planner.app.session.session import Session
from planner.app.widgets.file_names import documents_folder
from planner.app.widgets.toast import Toast
from planner.core.errors import UserError
from planner.words.texts import Texts


class Desk(NamedTuple):
    """What is open, the words of the reader, the bar to tell him something, and what dialogs stand over."""

    session: Session
    texts: Texts
    messages: Toast
    parent: QWidget

    def do(self, call: Callable[[], object]) -> None:
        """Run a verb; what the user can settle is said in the message bar."""
        try:
            call()
        except UserError as error:
            self.messages.refuse(error)

    def choose(self, title: str, label: str, names: Sequence[str], call: Callable[[str], object]) -> None:
        """Ask for one of a few names and do something with it; nothing waits for the answer."""
        from PySide6.QtWidgets import QInputDialog  # noqa: PLC0415 - nothing is asked at the start

        dialog = QInputDialog(self.parent)
        dialog.setWindowTitle(title)
        dialog.setLabelText(label)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(lambda text: self.do(partial(call, text)))
        dialog.setComboBoxItems(list(names))
        self.hold_to(dialog)
        dialog.open()

    def hold_to(self, dialog: QDialog) -> None:
        """Let a dialog ask about what is shown now: it closes when another scenario, year or portfolio is."""
        _Asked(dialog, self.session)

    @property
    def folder(self) -> Path:
        """The folder of the open document; that for documents where it has no file yet."""
        path = self.session.state.path
        return path.parent if path else documents_folder()

    def suggested(self, suffix: str) -> Path:
        """A name for a file beside the open document, after it or after its portfolio."""
        state = self.session.state
        return self.folder / f"{state.path.stem if state.path else state.portfolio.title}{suffix}"


class _Asked(QObject):
    """What a dialog asks about: an answer must not fall on something else that is shown by then."""

    def __init__(self, dialog: QDialog, session: Session) -> None:
        super().__init__(dialog)
        self._dialog, self._session, self._state = dialog, session, session.state
        session.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        asked, shown = self._state, self._session.state
        same = (asked.scenario, asked.shown_year) == (shown.scenario, shown.shown_year)
        if self._dialog.isVisible() and not (same and asked.portfolio is shown.portfolio):
            self._dialog.reject()
