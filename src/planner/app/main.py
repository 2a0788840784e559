"""Starting the program: application, language, crash handler, first window."""

from __future__ import annotations

import signal
import sys
import traceback
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from planner.app.documents.document_file import DocumentFile
from planner.app.documents.recovery import Leftover, Recovery, forget
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.tables.clipboard import CopiedCells
from planner.app.widgets.garbage import Collector
from planner.app.widgets.jobs import end_process
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import new_document
from planner.core.model.document import WORKING
from planner.files.document.aside import backups_folder, unsaved_folder
from planner.files.document.backups import Backups
from planner.files.portfolio.reading import built_in_portfolio
from planner.resources import resource
from planner.words.texts import texts_for


class Planner(QObject):
    """The running program: one session, one window, remade when the language is changed."""

    def __init__(
        self,
        application: QApplication,
        session: Session,
        settings: Settings,
        file: DocumentFile,
        recovery: Recovery | None = None,
    ) -> None:
        super().__init__()
        self._recovery = recovery
        self._application, self._session, self._settings, self._file = application, session, settings, file
        self._translator = QTranslator(self)
        self.window = self._open_window()
        application.aboutToQuit.connect(leave_clipboard)
        application.aboutToQuit.connect(file.close)
        if recovery is not None:
            application.aboutToQuit.connect(recovery.close)
            self._offer(recovery.leftovers(), recovery)
        self._tell_broken([*settings.broken, *(recovery.broken if recovery is not None else ())])

    def _tell_broken(self, broken: list[Path]) -> None:
        """Say what could not be read at the start and was set aside."""
        if broken:
            said = texts_for(self._settings.language)._("Could not be read, and was set aside: {files}")
            self.window.messages.warn(said.format(files=", ".join(map(str, broken))))

    def _open_window(self) -> MainWindow:
        language = self._settings.language
        self._application.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language == "ja" and self._translator.load("qtbase_ja", folder):
            self._application.installTranslator(self._translator)
        QLocale.setDefault(QLocale(language))
        window = MainWindow(self._session, texts_for(language), self._settings, self._file)
        window.setWindowIcon(QIcon(str(resource("icons/planner.svg"))))
        window.language_chosen.connect(self.change_language)
        window.show()
        return window

    def _offer(self, leftovers: list[Leftover], recovery: Recovery) -> None:
        """Offer what an earlier program left unsaved."""
        from planner.app.documents.recovery_dialog import RecoveryDialog  # noqa: PLC0415 - only after a crash

        if not leftovers:
            return
        dialog = RecoveryDialog(leftovers, texts_for(self._settings.language), self.window)
        dialog.taken.connect(partial(self._take, recovery))
        dialog.dropped.connect(lambda leftover: forget(leftover.copy))
        dialog.open()

    def _take(self, recovery: Recovery, leftover: Leftover) -> None:
        recovery.take(leftover)
        self._file.keeper.claim()

    def change_language(self, language: str) -> None:
        """Speak another language from now on: a new window takes the place of the old."""
        self._settings.language = language
        old = self.window
        self.window = self._open_window()
        self.window.setGeometry(old.geometry())
        old.hide()
        old.deleteLater()


def run(path: Path | None = None) -> int:
    """Open the window on a new document over the built-in portfolio, then the document named; the exit code."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("planner")
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C at the prompt ends it; unsaved work is kept aside
    Collector(application)
    sys.excepthook = _on_fault
    settings = Settings()
    first = WORKING.render(texts_for(settings.language).translate)
    session = Session(new_document(built_in_portfolio(), first))
    file = DocumentFile(session, Backups(backups_folder()), unsaved_folder())
    planner = Planner(application, session, settings, file, Recovery(session, unsaved_folder()))
    if path is not None:
        planner.window.documents.open(path)
    return end_process(application.exec())


def leave_clipboard() -> None:
    """Leave what was copied behind as plain text: Qt frees the clipboard when Python, which made it, is gone."""
    clipboard = QGuiApplication.clipboard()
    if isinstance(clipboard.mimeData(), CopiedCells):
        clipboard.setText(clipboard.text())


def _on_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of the program: say so, keep running, so that the document can still be saved."""
    report = "".join(traceback.format_exception(kind, error, trace))
    sys.stderr.write(report)
    texts = texts_for(Settings().language)
    box = QMessageBox(
        QMessageBox.Icon.Critical,
        texts._("Budget Scenario Planner"),
        texts._(
            "The program made a mistake and did not finish what it was doing. "
            "Save under another name, then start again."
        ),
    )
    box.setDetailedText(report)
    box.exec()
