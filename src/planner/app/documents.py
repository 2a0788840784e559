"""The files of the window: new, open, save, recent, the submission; what is open is never lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu, QMessageBox

from planner.app.import_dialog import ImportDialog
from planner.app.jobs import Job
from planner.app.message_bar import MessageBar
from planner.app.session import Session
from planner.app.settings import Settings
from planner.core.edits import new_document
from planner.core.errors import UserError
from planner.core.portfolio import Portfolio
from planner.files.portfolio_in import built_in_portfolio
from planner.files.portfolio_out import TableRows, tables_of
from planner.files.store import SUFFIX
from planner.texts import Texts


class Documents(QObject):
    """Asks for names, and does with the session's document what they are given for."""

    def __init__(
        self, window: QMainWindow, session: Session, texts: Texts, settings: Settings, messages: MessageBar
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._texts = window, session, texts
        self._settings, self._messages = settings, messages
        self.job: Job | None = None
        self.dialog: ImportDialog | None = None

    def new(self) -> None:
        """A new document on the built-in portfolio."""
        if self.may_leave():
            self._session.start(new_document(built_in_portfolio()))

    def ask_folder(self) -> None:
        """Ask for a folder of CSV tables and start a new document on them."""
        name = QFileDialog.getExistingDirectory(self._window, self._texts._("Folder with CSV tables"))
        if name:
            self.preview(Path(name))

    def ask_workbook(self) -> None:
        """Ask for a workbook of tables and start a new document on it."""
        name, _filter = QFileDialog.getOpenFileName(
            self._window,
            self._texts._("Workbook with a portfolio"),
            self._folder(),
            "Excel (*.xlsx *.xlsm *.xls *.ods)",
        )
        if name:
            self.preview(Path(name))

    def preview(self, path: Path) -> None:
        """Read a portfolio and show what it is, before it takes the place of what is open."""
        self.dialog = ImportDialog(path, self._texts, self._window)
        self.dialog.chosen.connect(self._start)
        self.dialog.open()

    def _start(self, portfolio: Portfolio) -> None:
        if self.may_leave():
            self._session.start(new_document(portfolio))

    def ask_tables(self) -> None:
        """Ask for a name and write the open portfolio's tables as a workbook."""
        self._ask_book(tables_of(self._session.state.portfolio))

    def ask_template(self) -> None:
        """Ask for a name and write an empty workbook to fill in."""
        self._ask_book(None)

    def _ask_book(self, tables: TableRows | None) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self._window, self._texts._("Workbook with a portfolio"), self._suggested(".xlsx"), "Excel (*.xlsx)"
        )
        if name:
            self.write_book(Path(name).with_suffix(".xlsx"), tables)

    def write_book(self, path: Path, tables: TableRows | None) -> None:
        """Write tables as a workbook that can be imported, empty ones if there are none."""
        from planner.files.portfolio_book import write_book  # noqa: PLC0415 - heavy, on first use

        if self._told(partial(write_book, path, tables)):
            self._messages.tell(self._texts._("The workbook is written: {path}").format(path=path))

    def ask_open(self) -> None:
        """Ask for a document and open it."""
        name, _filter = QFileDialog.getOpenFileName(
            self._window, self._texts._("Open"), self._folder(), self._document_filter()
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Open a document; what is open stays when it cannot be read."""
        if self.may_leave():
            self._told(partial(self._open, path))

    def _open(self, path: Path) -> None:
        self._session.open(path)
        self._settings.remember(path)

    def save(self) -> bool:
        """Save, asking for a name where there is none; whether it is saved."""
        path = self._session.state.path
        return self.ask_save() if path is None else self.save_to(path)

    def ask_save(self) -> bool:
        """Ask for a name and save there; whether it is saved."""
        name, _filter = QFileDialog.getSaveFileName(
            self._window, self._texts._("Save as"), self._suggested(SUFFIX), self._document_filter()
        )
        if not name:
            return False
        path = Path(name)
        return self.save_to(path if path.suffix else path.with_suffix(SUFFIX))

    def save_to(self, path: Path) -> bool:
        """Save to a file; whether it is saved."""
        try:
            self._session.save(path)
        except UserError as error:
            self._messages.refuse(error)
            return False
        self._settings.remember(path)
        self._window.statusBar().showMessage(self._texts._("Saved and read back: {path}").format(path=path), 5000)
        return True

    def ask_export(self) -> None:
        """Ask for a name and write the submission workbook."""
        name, _filter = QFileDialog.getSaveFileName(
            self._window, self._texts._("Export the submission"), self._suggested(".xlsx"), "Excel (*.xlsx)"
        )
        if name:
            path = Path(name)
            self.export(path if path.suffix else path.with_suffix(".xlsx"))

    def export(self, path: Path) -> None:
        """Write the submission workbook of the scenario shown; work goes on meanwhile."""
        state, texts = self._session.state, self._texts

        def work() -> None:
            from planner.files.submission import write_submission  # noqa: PLC0415 - heavy, on first use

            write_submission(path, state.document, state.evaluation, state.scenario)

        job = Job(work, self)
        job.done.connect(lambda: self._messages.tell(texts._("The submission is written: {path}").format(path=path)))
        job.refused.connect(self._messages.refuse)
        job.failed.connect(_raise)
        self.job = job
        self._messages.tell(texts._("Writing the submission: {path}").format(path=path))
        job.start()

    def _folder(self) -> str:
        path = self._session.state.path
        return str(path.parent) if path else str(Path.home())

    def _suggested(self, suffix: str) -> str:
        path = self._session.state.path
        stem = path.stem if path else self._session.state.portfolio.title
        return str(Path(self._folder()) / f"{stem}{suffix}")

    def _document_filter(self) -> str:
        return f"{self._texts._('Planner documents')} (*{SUFFIX})"

    def fill_recent(self, menu: QMenu) -> None:
        """The files opened and saved last, newest first."""
        menu.clear()
        for path in self._settings.recent:
            menu.addAction(str(path), partial(self.open, path))
        menu.setEnabled(bool(self._settings.recent))

    def may_leave(self) -> bool:
        """Whether the open document may be left: clean, saved now, or its changes given up."""
        if self._session.is_clean:
            return True
        _ = self._texts._
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.warning(
            self._window,
            _("Budget Scenario Planner"),
            _("The document has changes that are not saved. Save them?"),
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        return self.save() if answer == buttons.Save else answer == buttons.Discard

    def _told(self, call: Callable[[], None]) -> bool:
        """Do something; where it is refused say why. Whether it is done."""
        try:
            call()
        except UserError as error:
            self._messages.refuse(error)
            return False
        return True


def _raise(error: Exception) -> None:
    """Hand a fault of a job to the crash handler of the screen's thread."""
    raise error
