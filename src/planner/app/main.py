"""Starting the program: application, language, crash handler, first window."""

from __future__ import annotations

import datetime
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from planner.app.desktop.faults import Faults
from planner.app.desktop.look import Look
from planner.app.desktop.taskbar import claim_place
from planner.app.documents.document_file import DocumentFile
from planner.app.documents.recovery import Leftover, Recovery, forget
from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.widgets import theme
from planner.app.widgets.garbage import Collector
from planner.app.widgets.jobs import end_process
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import new_document
from planner.core.model.blank import next_request_year, nothing
from planner.core.model.document import WORKING
from planner.files.document.aside import backups_folder, faults_folder, unsaved_folder
from planner.files.document.backups import Backups
from planner.files.portfolio.reading import built_in_portfolio
from planner.resources import resource
from planner.words.texts import texts_for

if TYPE_CHECKING:
    from planner.app.desktop.doorbell import Doorbell


class Planner(QObject):
    """The running program: one session, one window, remade when the language is changed.

    One that `begins` has nothing open yet: its window welcomes its user.
    """

    def __init__(
        self,
        application: QApplication,
        session: Session,
        settings: Settings,
        file: DocumentFile,
        recovery: Recovery | None = None,
        look: Look | None = None,
        *,
        begins: bool = False,
    ) -> None:
        super().__init__()
        self.recovery, self._look = recovery, look
        self._leftovers: list[Leftover] = []
        self._application, self._session, self._settings, self._file = application, session, settings, file
        self._translator = QTranslator(self)
        self._doorbell: Doorbell | None = None
        self._session_ends = False
        with theme.building(application):
            self.window = self._make_window(begins=begins)
        self.window.appear()
        application.aboutToQuit.connect(leave_clipboard)
        application.aboutToQuit.connect(file.close)
        session.changed.connect(self._on_changed)
        if recovery is not None:
            application.commitDataRequest.connect(self.end_with_session)
            application.aboutToQuit.connect(self.leave)
            self._leftovers = recovery.leftovers()
            self._offer()
        self._tell_broken([*settings.broken, *(recovery.broken if recovery is not None else ())])

    def _tell_broken(self, broken: list[Path]) -> None:
        """Say what could not be read at the start and was set aside."""
        if broken:
            said = texts_for(self._settings.language)._("Could not be read, and was set aside: {files}")
            self.window.messages.warn(said.format(files=", ".join(map(str, broken))))

    def _make_window(self, *, begins: bool) -> MainWindow:
        language = self._settings.language
        self._application.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language == "ja" and self._translator.load("qtbase_ja", folder):
            self._application.installTranslator(self._translator)
        QLocale.setDefault(QLocale(language))
        window = MainWindow(self._session, texts_for(language), self._settings, self._file, begins=begins)
        window.setWindowIcon(QIcon(str(resource("icons/planner.svg"))))
        window.language_chosen.connect(self.change_language)
        window.look_chosen.connect(self.change_look)
        if window.beginning is not None:
            window.beginning.taken.connect(self._take)
            window.beginning.looked_into.connect(self._ask)
        return window

    def _on_changed(self, moved: Moved) -> None:
        """From the first document with a file on, others may ask for its window."""
        from planner.app.desktop.doorbell import Doorbell  # noqa: PLC0415 - nothing listens for a new document

        if moved.after.path is not None:
            self._session.changed.disconnect(self._on_changed)
            self._doorbell = Doorbell(self._session, self)
            self._doorbell.rung.connect(self._come_forward)
            self._doorbell.listen(moved.after.path)

    def _come_forward(self) -> None:
        self.window.ways.come_forward()

    def end_with_session(self) -> None:
        """The user logs off: nothing is asked, and what is unsaved is offered at the next start."""
        if self.recovery is not None:
            self.recovery.secure()
        self._session_ends = self.window.documents.session_ends = True

    def leave(self) -> None:
        """The program ends: what was kept aside is given up, but what the end of the user's session cut short."""
        if self.recovery is not None and (self._session.is_clean or not self._session_ends):
            self.recovery.close()

    def _offer(self) -> None:
        """Offer what an earlier program left unsaved: on the welcome page, else over the document."""
        if self.window.beginning is not None and not self._file.reading:
            self.window.beginning.show_leftovers(self._leftovers)
        elif self._leftovers:
            self._ask()

    def _ask(self) -> None:
        """Show all that was left unsaved."""
        from planner.app.documents.recovery_dialog import RecoveryDialog  # noqa: PLC0415 - only after a crash

        dialog = RecoveryDialog(self._leftovers, texts_for(self._settings.language), self.window)
        dialog.taken.connect(self._take)
        dialog.dropped.connect(self._drop)
        dialog.open()

    def _take(self, leftover: Leftover) -> None:
        assert self.recovery is not None
        self.recovery.take(leftover)
        self._file.keeper.claim()

    def _drop(self, leftover: Leftover) -> None:
        forget(leftover.copy)
        self._leftovers.remove(leftover)
        if self.window.beginning is not None:
            self.window.beginning.show_leftovers(self._leftovers)

    def change_language(self, language: str) -> None:
        """Speak another language from now on: a new window takes the place of the old."""
        self._settings.language = language
        self._remake()

    def change_look(self, anew: bool) -> None:
        """Dress as the settings say; `anew` with a new window, where lengths are others."""
        if self._look is not None:
            self._look.follow()
        if anew:
            self._remake()

    def _remake(self) -> None:
        """Put a new window in the place of the old, on its page and line, with its settings open where they were."""
        old, row = self.window, self.window.row_at_cursor
        self.window = self._make_window(begins=old.beginning is not None)
        self.window.restoreGeometry(old.saveGeometry())
        self.window.show()
        if row is not None:
            self.window.ways.jump(Place(row=row))
        if self.window.beginning is None:
            self.window.pages.show_page(old.pages.front)
        else:
            self.window.beginning.show_leftovers(self._leftovers)
        if old.walk.is_on:
            self.window.walk.start()
        if old.settings_dialog is not None and old.settings_dialog.isVisible():
            self.window.show_settings()
        old.hide()
        old.deleteLater()


def run(path: Path | None = None, *, sample: bool = False) -> int:
    """Open the window: on the document named, on the built-in request as a `sample`, or to welcome; the exit code.

    Where a window of this user shows the document already, that one comes to the front.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("planner")
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C at the prompt ends it; unsaved work is kept aside
    Collector(application)
    settings = Settings()
    look = Look(application, settings)
    Faults(faults_folder(), lambda: texts_for(settings.language)).install()
    claim_place()
    if path is not None and is_shown_already(path):
        return 0
    first = WORKING.render(texts_for(settings.language).translate)
    portfolio = built_in_portfolio() if sample else nothing(next_request_year(datetime.date.today()))
    session = Session(new_document(portfolio, first))
    file = DocumentFile(session, Backups(backups_folder()), unsaved_folder())
    if path is not None:
        file.open(path)
    _planner = Planner(  # lives as long as the application runs
        application, session, settings, file, Recovery(session, unsaved_folder()), look, begins=not sample
    )
    return end_process(application.exec())


def is_shown_already(path: Path) -> bool:
    """Whether a window that shows the document was found, and came to the front."""
    from planner.app.desktop.doorbell import ring  # noqa: PLC0415 - only where there is a document

    return ring(path)


def leave_clipboard() -> None:
    """Leave what was copied behind as plain text: Qt frees the clipboard when Python, which made it, is gone."""
    from planner.app.tables.clipboard import CopiedCells  # noqa: PLC0415 - at the end

    clipboard = QGuiApplication.clipboard()
    if isinstance(clipboard.mimeData(), CopiedCells):
        clipboard.setText(clipboard.text())
