"""The files of the window: new, open, save, recent; what is open is never lost on the way.

The reading and writing itself is done by `DocumentFile`, off the screen's thread; here names are asked for, and what
comes back is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu

from planner.app.documents.document_file import DocumentFile, Ready
from planner.app.session.desk import Desk
from planner.app.session.moved import Moved
from planner.app.session.settings import Settings
from planner.app.widgets.file_names import ask_source, ask_target
from planner.app.widgets.plain import plain_entry
from planner.core.calculation.evaluate import Base
from planner.core.edits.values import new_document
from planner.core.errors import N_, UserError
from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.document import WORKING, Document
from planner.core.model.portfolio import Portfolio
from planner.files.document.author import author
from planner.files.document.backups import Backup
from planner.files.document.lock import HeldElsewhere
from planner.files.document.store import SUFFIX, ChangedUnderneath
from planner.files.portfolio.reading import built_in_portfolio

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

    from planner.app.documents.backups_dialog import BackupsDialog
    from planner.app.documents.blank_dialog import BlankDialog
    from planner.app.documents.conflict_dialog import ConflictDialog
    from planner.app.documents.import_dialog import ImportDialog
    from planner.files.portfolio.writing import TableRows


class Documents(QObject):
    """Asks for names, and does with the session's document what they are given for.

    Signals:
        worked(str): what is done with the file just now, in words; empty once it is done.
        begun(): a document was begun that has no lines yet.
    """

    worked, begun = Signal(str), Signal()

    def __init__(self, desk: Desk, settings: Settings, file: DocumentFile) -> None:
        super().__init__(desk.parent)
        self._desk, self._session, self._texts, self._messages = desk, desk.session, desk.texts, desk.messages
        self._window, self._settings, self.file = desk.parent, settings, file
        self.dialog: ImportDialog | None = None
        self.blank: BlankDialog | None = None
        self.conflict: ConflictDialog | None = None
        self.backups: BackupsDialog | None = None
        self.question: QMessageBox | None = None
        self._unproven: UserError | None = None
        self.session_ends = False
        """Whether the user logs off: what is unsaved is kept aside then, and nobody is asked."""
        self._then: Callable[[], object] | None = None
        self._session.changed.connect(self._remember_shown)
        file.working.connect(self.show_work)
        file.read.connect(self._on_read)
        file.saved.connect(self._on_saved)
        file.not_saved.connect(self._on_not_saved)
        file.unkept.connect(self._on_unkept)
        file.refused.connect(self._messages.refuse)
        file.unproven.connect(self._on_unproven)
        file.copies.connect(self._on_copies)
        file.noticed.connect(self._on_noticed)

    def _remember_shown(self, moved: Moved) -> None:
        """Note which scenario of a file is shown, so that opening it again returns there."""
        after = moved.after
        if after.path is not None and (moved.scenario or moved.file):
            self._settings.remember_shown(after.path, after.scenario)
            if after.is_clean:
                self._settings.note(after.path, after.evaluation.total[1].amount)

    def new(self) -> None:
        """A new document on the built-in portfolio."""
        self._start(built_in_portfolio())

    def ask_blank(self, book: Path | None = None) -> None:
        """Ask what a request of one's own begins with; `book` is a workbook that was to tell, and is empty."""
        from planner.app.documents.blank_dialog import BlankDialog  # noqa: PLC0415 - on first use

        self.blank = BlankDialog(self._texts, self._window, book)
        self.blank.chosen.connect(self._begin)
        self.blank.open()

    def _begin(self, portfolio: Portfolio) -> None:
        def begin() -> None:
            self._session.start(new_document(portfolio, WORKING.render(self._texts.translate)))
            self.begun.emit()

        self._leave(begin)

    def ask_folder(self) -> None:
        """Ask for a folder of CSV tables and start a new document on them."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - nobody asks at the start

        name = QFileDialog.getExistingDirectory(self._window, self._texts._("Folder with CSV tables"))
        if name:
            self.preview(Path(name))

    def ask_workbook(self) -> None:
        """Ask for a workbook of tables and start a new document on it."""
        title = self._texts._("Workbook with a portfolio")
        path = ask_source(self._window, title, self._desk.folder, "Excel (*.xlsx *.xlsm)")
        if path is not None:
            self.preview(path)

    def preview(self, path: Path) -> None:
        """Read a portfolio and show what it is, before it takes the place of what is open."""
        from planner.app.documents.import_dialog import ImportDialog  # noqa: PLC0415 - on first use

        self.dialog = ImportDialog(path, self._texts, self._window)
        self.dialog.chosen.connect(self._start)
        self.dialog.empty.connect(self.ask_blank)
        self.dialog.open()

    def _start(self, portfolio: Portfolio, base: Base | None = None) -> None:
        self._leave(lambda: self._session.start(new_document(portfolio, WORKING.render(self._texts.translate)), base))

    def ask_tables(self) -> None:
        """Ask for a name and write the open portfolio's tables, with the codes set since, as a workbook."""
        from planner.files.portfolio.writing import tables_of  # noqa: PLC0415 - on first use

        document = self._session.state.document
        codes = CodeBook.of(document).all_stated()
        self._ask_book(tables_of(replace(document.portfolio, codes=codes)))

    def ask_template(self) -> None:
        """Ask for a name and write an empty workbook to fill in."""
        self._ask_book(None)

    def _ask_book(self, tables: TableRows | None) -> None:
        title, suggested = self._texts._("Workbook with a portfolio"), self._desk.suggested(".xlsx")
        target = ask_target(self._window, title, suggested, "Excel (*.xlsx)", ".xlsx")
        if target is not None:
            self.write_book(target, tables)

    def write_book(self, path: Path, tables: TableRows | None) -> None:
        """Write tables as a workbook that can be imported, empty ones if there are none."""
        from planner.files.portfolio.book import write_book  # noqa: PLC0415 - heavy, on first use

        if self._told(partial(write_book, path, tables, self._texts.language)):
            self._messages.tell(self._texts._("The workbook is written: {path}").format(path=path))

    # ---------------------------------------------------------------- open

    def ask_open(self, *, read_only: bool = False) -> None:
        """Ask for a document and open it."""
        _ = self._texts._
        title = _("Open read-only…") if read_only else _("Open")
        path = ask_source(self._window, title, self._desk.folder, self._document_filter())
        if path is not None:
            self.open(path, read_only=read_only)

    def take(self, path: Path) -> None:
        """Open a document that was dropped, or show what a workbook would begin."""
        if path.suffix.lower() == SUFFIX:
            self.open(path)
        else:
            self.preview(path)

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Open a document; what is open stays when it cannot be read."""
        self.file.open(path, read_only=read_only)

    def _on_read(self, ready: Ready) -> None:
        if self.file.is_backed_up:
            self._adopt(ready)
            self._messages.tell(
                self._texts._("Their version is open now. Yours is kept: File › Backups… opens it as a copy.")
            )
        else:
            self._leave(partial(self._adopt, ready))

    def _adopt(self, ready: Ready) -> None:
        read = ready.read
        self.file.adopt(ready, self._settings.shown(read.path))
        self._settings.remember(read.path)
        self._messages.hide()
        if read.held is not None:
            self._on_noticed(read.held)
        elif read.read_only:
            self._messages.tell(
                self._texts._("The document is open read-only: you may try things, and save under another name.")
            )

    def _on_unproven(self, path: Path, error: UserError) -> None:
        """A document is not what was saved: look for what can be opened in its place.

        What another program has changed can be opened as it is.
        """
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - nothing is unproven at the start

        from planner.files.document.bplan import EditedElsewhere  # noqa: PLC0415 - there now that a document was read

        self._unproven = error
        if not isinstance(error, EditedElsewhere):
            self.file.find_copies(path)
            return
        _, role = self._texts._, QMessageBox.ButtonRole
        self.question = QMessageBox(self._window)
        self.question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.question.setIcon(QMessageBox.Icon.Warning)
        self.question.setWindowTitle(_("Changed by another program"))
        self.question.setTextFormat(Qt.TextFormat.PlainText)
        self.question.setText(error.render(self._texts.translate))
        as_it_is = self.question.addButton(_("Open as it is"), role.AcceptRole)
        others = self.question.addButton(_("Backups…"), role.ActionRole)
        self.question.setDefaultButton(self.question.addButton(QMessageBox.StandardButton.Cancel))
        as_it_is.clicked.connect(lambda: self.file.open(path, edited=True))
        others.clicked.connect(lambda: self.file.find_copies(path))
        self.question.open()

    def _on_copies(self, path: Path, found: list[Backup]) -> None:
        from planner.files.document.bplan_open import NoDocument  # noqa: PLC0415 - as above

        if not found and isinstance(self._unproven, NoDocument):
            return  # some other file was chosen
        self._show_backups(found, path, self._unproven)

    def ask_backup(self) -> None:
        """Show the earlier states of the open document, to open one as a copy."""
        path = self._session.state.path
        if path is None:
            raise UserError(N_("There are no backups of a document that was never saved."), N_("Save it first."))
        self._show_backups(self.file.backups.of(path), path)

    def _show_backups(self, found: list[Backup], path: Path, unproven: UserError | None = None) -> None:
        from planner.app.documents.backups_dialog import BackupsDialog  # noqa: PLC0415 - on first use

        self.backups = BackupsDialog(found, path, self._texts, self._window, unproven)
        self.backups.read.connect(self._on_backup)
        self.backups.refused.connect(self._messages.refuse)
        self.backups.show()

    def _on_backup(self, document: Document, base: Base) -> None:
        self._leave(lambda: self._session.recover(document, None, None, base))

    # ---------------------------------------------------------------- save

    def save(self) -> None:
        """Save, asking for a name where there is none, or the file must not be written."""
        state = self._session.state
        if state.path is None or state.read_only:
            self.ask_save()
        else:
            self.save_to(state.path)

    def ask_save(self) -> None:
        """Ask for a name and save there."""
        self._ask_save(self._desk.suggested(SUFFIX))

    def _ask_save(self, suggested: Path) -> None:
        target = ask_target(self._window, self._texts._("Save as"), suggested, self._document_filter(), SUFFIX)
        if target is None:
            self._stay()
        else:
            self.save_to(target)

    def save_to(self, path: Path) -> None:
        """Save to a file, as the document is now; work goes on meanwhile."""
        self.file.save(path)

    def _on_saved(self, path: Path) -> None:
        self._settings.remember(path)
        if self.conflict is not None:
            self.conflict.close()
        then, self._then = self._then, None
        if then is not None and self.may_leave(then):
            then()

    def _on_unkept(self, path: Path, error: UserError) -> None:
        """The document is saved; of its earlier states only the one beside it can be had."""
        from planner.files.document.store import backup_of  # noqa: PLC0415 - there now that a document was saved

        said = self._texts._("Saved, but its backups cannot be kept on this computer. The state before: {file}. {why}")
        self._messages.tell(said.format(file=backup_of(path).name, why=error.render(self._texts.translate)))

    def _on_not_saved(self, error: UserError) -> None:
        self._stay()
        if isinstance(error, ChangedUnderneath):
            self._settle()
            return
        kept = self._texts._("Your work is still here, and kept aside on this computer.")
        self._messages.warn(f"{error.render(self._texts.translate)} {kept}")

    def show_work(self) -> None:
        """Say that the document is being read or written."""
        _ = self._texts._
        self.worked.emit(_("Saving…") if self.file.saving else _("Opening…") if self.file.reading else "")

    # ---------------------------------------------------------------- what others did to the file

    def _on_noticed(self, error: UserError) -> None:
        _ = self._texts._
        said = error.render(self._texts.translate)
        if isinstance(error, ChangedUnderneath):
            said = _(
                "{path} was changed by someone else. Saving will ask whether to keep both, take theirs or compare."
            )
            said = said.format(path=self._session.state.path)
        elif isinstance(error, HeldElsewhere):
            said += " " + _("Here it is read-only: you may try things; open it again when they have closed it.")
        self._messages.warn(said)

    def _settle(self) -> None:
        """Somebody else has written the file: ask what to do, while work goes on."""
        from planner.app.documents.conflict_dialog import ConflictDialog  # noqa: PLC0415 - nobody needs it at the start

        if self.conflict is not None:
            self.conflict.close()
        self.conflict = ConflictDialog(self._session, self._texts, self._window)
        self.conflict.copy_wanted.connect(self._keep_both)
        self.conflict.reload_wanted.connect(self.file.reload)
        self.conflict.finished.connect(self._on_settled)
        self.conflict.show()

    def _on_settled(self) -> None:
        self.conflict = None

    def _keep_both(self) -> None:
        import socket  # noqa: PLC0415 - only where two saved one file

        name = self._texts._("{name} (copy of {who})").format(
            name=self._desk.suggested(SUFFIX).stem, who=author().who or socket.gethostname()
        )
        self._ask_save(self._desk.folder / f"{name}{SUFFIX}")

    # ---------------------------------------------------------------- names, and leaving what is open

    def _document_filter(self) -> str:
        return f"{self._texts._('Planner documents')} (*{SUFFIX})"

    def fill_recent(self, menu: QMenu) -> None:
        """The files opened and saved last, newest first."""
        menu.clear()
        for path in self._settings.recent:
            menu.addAction(plain_entry(str(path)), partial(self.open, path))
        menu.setEnabled(bool(self._settings.recent))

    def may_leave(self, then: Callable[[], object]) -> bool:
        """Whether the open document may be left now: clean, or its changes given up.

        Where they are to be saved it may not, but `then` is called once they are.
        """
        if self._session.is_clean or self.session_ends:
            return True
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - as above

        _ = self._texts._
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.warning(
            self._window,
            _("Budget Scenario Planner"),
            _("The document has changes that are not saved. Save them?"),
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:
            self._then = then
            self.save()
        elif answer != buttons.Discard:
            self._stay()
        return answer == buttons.Discard

    def _stay(self) -> None:
        """What was to come after leaving the open document does not come."""
        self._then = None
        self.file.drop()

    def _leave(self, then: Callable[[], object]) -> None:
        """Leave the open document for another one, now or once it is saved."""
        if self.may_leave(then):
            then()

    def _told(self, call: Callable[[], None]) -> bool:
        """Do something; where it is refused say why. Whether it is done."""
        try:
            call()
        except UserError as error:
            self._messages.refuse(error)
            return False
        return True
