"""A window without a document: the welcome page stands in the place of everything else until there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget

from planner.app.documents.documents import Documents
from planner.app.documents.recovery import Leftover
from planner.app.session.desk import Desk
from planner.app.session.settings import Settings, Theme
from planner.app.welcome.welcome_page import Way, WelcomePage
from planner.app.window.menus import Menus
from planner.app.window.pages import scrolling
from planner.app.window.search.search_field import SearchField
from planner.files.document.store import SUFFIX

LINKS = ("file.empty-workbook", "help.guide", "help.keys")
ANYTIME = frozenset(
    (
        *("file.sample", "file.new", "file.new-from-workbook", "file.new-from-tables", "file.empty-workbook"),
        *("file.open", "file.open-read-only", "review.read", "window.quit", "window.search", "window.settings"),
        *("region.next", "region.previous", "help.steps", "help.guide", "help.keys", "help.about"),
    )
)
"""The verbs that need no document."""


class Beginning(QObject):
    """Puts the welcome page before a window and takes it away with the first document.

    Signals:
        taken(Leftover): unsaved work is wanted back.
        looked_into(): all unsaved work is to be seen.
        language_chosen(str): another language is wanted.
        look_chosen(bool): other colours are stored.
    """

    taken, looked_into = Signal(object), Signal()
    language_chosen, look_chosen = Signal(str), Signal(bool)

    def __init__(
        self,
        window: QMainWindow,
        desk: Desk,
        settings: Settings,
        menus: Menus,
        documents: Documents,
        search: SearchField,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._settings = window, desk, settings
        self._menus, self._documents, self.search = menus, documents, search
        self._texts = desk.texts
        self._returned: Path | None = None
        """The workbook to be read once its document is open."""
        self.page = WelcomePage(settings, desk.texts, self._ways(), self._links(), search)
        self._area = scrolling()
        self._area.setWidget(self.page)
        self._frame = window.takeCentralWidget()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._frame)
        self._stack.addWidget(self._area)
        self._stack.setCurrentWidget(self._area)
        window.setCentralWidget(self._stack)
        window.statusBar().hide()
        menus.limit(ANYTIME)
        self.page.wanted.connect(self._do)
        self.page.language_wanted.connect(self.language_chosen)
        self.page.theme_wanted.connect(self._choose_theme)
        self.page.recent.chosen.connect(documents.open)
        self.page.recovery.taken.connect(self.taken)
        self.page.recovery.looked_into.connect(self.looked_into)
        documents.worked.connect(self.page.show_work)
        documents.file.refused.connect(self._stay)

    def _ways(self) -> Sequence[Way]:
        _ = self._texts._
        told = (
            ("help.steps", _("See an example"), _("The request of FY2026 with a path of ten steps"), "home"),
            ("file.new", _("Begin with nothing"), _("Programs and lines, one after the other"), "plus"),
            ("file.new-from-workbook", _("From a workbook"), _("The one to fill in, filled in"), "book"),
            ("file.open", _("Open a document"), _("Choose a file ending in .bplan"), "folder"),
            ("review.read", _("Read what came back"), _("A submission with the examiner's figures"), "returned"),
        )
        return [Way(*way, self._keys(way[0])) for way in told]

    def _keys(self, key: str) -> str:
        return self._menus.actions[key].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def _links(self) -> Sequence[tuple[str, str]]:
        actions = self._menus.actions
        named = ((key, actions[key].text(), self._keys(key)) for key in LINKS)
        return [(key, f"{name} ({keys})" if keys else name) for key, name, keys in named]

    def _do(self, key: str) -> None:
        self._menus.actions[key].trigger()

    def _choose_theme(self, theme: Theme) -> None:
        self._settings.theme = theme
        self.look_chosen.emit(False)

    # ---------------------------------------------------------------- files

    def show_leftovers(self, leftovers: Sequence[Leftover]) -> None:
        """Offer unsaved work."""
        self.page.recovery.show_leftovers(leftovers)

    def ask_returned(self) -> None:
        """Ask for a workbook that came back, and for the document it was made from; read it once that is open."""
        _, window = self._texts._, self._window
        folder = str(self._desk.folder)
        book, _kind = QFileDialog.getOpenFileName(window, _("Returned workbook"), folder, "Excel (*.xlsx *.xlsm)")
        if not book:
            return
        kinds, title = f"{_('Planner documents')} (*{SUFFIX})", _("The document it was made from")
        document, _kind = QFileDialog.getOpenFileName(window, title, str(Path(book).parent), kinds)
        if document:
            self._returned = Path(book)
            self._documents.open(Path(document))

    def _stay(self) -> None:
        self._returned = None

    # ---------------------------------------------------------------- the first document

    def end(self, read_book: Callable[[Path], object]) -> None:
        """Give way to the first document; what came back is read against it."""
        self._documents.worked.disconnect(self.page.show_work)
        self._menus.limit(None)
        self._window.statusBar().show()
        self._stack.setCurrentWidget(self._frame)
        self._stack.removeWidget(self._area)
        self._area.deleteLater()
        self.deleteLater()
        if self._returned is not None:
            self._desk.do(partial(read_book, self._returned))
