"""What the help menu tells: the guide at the chapter of what is being done, the keyboard, and which program this is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget

from planner.words.texts import Texts

if TYPE_CHECKING:
    from planner.app.guide.guide_window import GuideWindow

F1 = "F1"
CHAPTER_OF = {
    "CellEditor": "typing",
    "ReplaceBar": "typing",
    "BulkDialog": "lines",
    "EvidenceDialog": "lines",
    "LineDialog": "lines",
    "WishDialog": "check",
    "ScenarioPopup": "scenarios",
    "ScenarioPill": "scenarios",
    "ChangePanel": "scenarios",
    "Drawer": "whatif",
    "OverviewPage": "overview",
    "LinesPage": "lines",
    "ComparePage": "compare",
    "LaterYearsPage": "years",
    "SpreadDialog": "years",
    "StockDialog": "years",
    "TotalDialog": "years",
    "ObligationDialog": "years",
    "CheckPage": "check",
    "CeilingDialog": "check",
    "PastYearsDialog": "check",
    "ReviewsPage": "review",
    "ReviewPage": "review",
    "HandoverPage": "send",
    "BoardPage": "together",
    "SplitDialog": "together",
    "ReturnDialog": "together",
    "WelcomePage": "begin",
    "BlankDialog": "own",
    "ImportDialog": "own",
    "RecoveryDialog": "files",
    "BackupsDialog": "files",
    "ConflictDialog": "files",
    "MergeDialog": "together",
    "SettingsDialog": "begin",
    "AboutDialog": "files",
}
"""The chapter about a part of the window, by the name of its class; the innermost part around the cursor counts."""


class Help(QObject):
    """The help of one window; its list of keys is read off the menus, the names in the guide off their actions."""

    def __init__(
        self,
        window: QMainWindow,
        menus: Mapping[str, QMenu],
        actions: Mapping[str, QAction],
        texts: Texts,
        settings_file: Path | None,
    ) -> None:
        super().__init__(window)
        self._window, self._menus, self._actions, self._texts = window, menus, actions, texts
        self._settings_file = settings_file
        self.guide: GuideWindow | None = None
        self.front: Callable[[], str] = lambda: "begin"
        """Tells the chapter of what is in front, where no part around the cursor has one of its own."""
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._on_window)

    def shortcuts(self) -> list[tuple[str, str]]:
        """Every shortcut with what it does."""
        _ = self._texts._
        menu_keys = [
            (action.shortcut().toString(), action.text().replace("&", ""))
            for menu in self._menus.values()
            for action in menu.actions()
            if not action.shortcut().isEmpty()
        ]
        return [
            *menu_keys,
            ("F2", _("Edit the cell, or rename the scenario")),
            ("Enter / Shift+Enter", _("Take the value, next or previous line")),
            ("Tab / Shift+Tab", _("Take the value, next or previous driver")),
            ("Ctrl+Enter", _("Take the value for every selected cell")),
            ("Esc", _("Drop what was typed")),
            ("Ctrl+←↑→↓", _("To the edge: first or last line, first or last driver")),
            ("Home / End", _("To the first or last column of the row")),
            ("Ctrl+Home / Ctrl+End", _("To the first or last cell that can be edited")),
            ("PgUp / PgDown", _("A screenful up or down")),
            ("Shift+ ←↑→↓, Home, End, PgUp, PgDown", _("Extend the selection, with Ctrl to the edge")),
            ("Ctrl+A", _("Select everything")),
            ("F4", _("The list of a cell that holds one of a few words")),
            ("Ctrl+Space / Shift+Space", _("Select whole columns or rows")),
            ("A / C / L", _("In a returned workbook: accept, counter, leave")),
            ("Alt+1 … 4", _("Unit: yen, thousand, million, 100 million yen")),
        ]

    # ---------------------------------------------------------------- the guide

    def show_guide(self) -> None:
        """Open the guide at what is being done."""
        self._open_guide().open_at(self.chapter_here())

    def show_keys(self) -> None:
        """List the shortcuts."""
        from planner.app.guide.chapters import KEYS  # noqa: PLC0415 - nobody asks at the start

        self._open_guide().open_at(KEYS)

    def chapter_here(self) -> str:
        """The chapter about the part that the cursor is in."""
        part: QWidget | None = QApplication.focusWidget() or QApplication.activeWindow()
        while part is not None:
            chapter = CHAPTER_OF.get(type(part).__name__)
            if chapter is not None:
                return chapter
            part = part.parentWidget()
        return self.front()

    def _open_guide(self) -> GuideWindow:
        """The window of the guide, made on first use: it stands by itself, so that no dialog keeps one from reading."""
        from planner.app.guide.chapters import Told, chapters  # noqa: PLC0415 - nobody reads at the start
        from planner.app.guide.guide_window import GuideWindow  # noqa: PLC0415 - as above

        if self.guide is None:
            text = QKeySequence.SequenceFormat.NativeText
            told = {key: Told(each.text(), each.shortcut().toString(text)) for key, each in self._actions.items()}
            self.guide = GuideWindow(chapters(told, self.shortcuts(), self._texts), self._texts)
            self.guide.setWindowIcon(self._window.windowIcon())
            self._window.destroyed.connect(self.guide.deleteLater)
        return self.guide

    def leave(self) -> None:
        """The window goes, and with it what was opened from it."""
        if self.guide is not None:
            self.guide.close()

    def _on_window(self) -> None:
        """Let F1 be heard in dialogs and windows beside, which do not hear the keys of the main window."""
        active = QApplication.activeWindow()
        if active is None or active is self._window or active.property("helped") or active is self.guide:
            return
        above = active.parentWidget()
        if above is not None and above.window() is self._window:
            active.setProperty("helped", True)
            QShortcut(QKeySequence(F1), active).activated.connect(self.show_guide)

    def show_about(self) -> None:
        """Which program this is, and where it keeps what it keeps."""
        from planner.app.guide.about_dialog import AboutDialog  # noqa: PLC0415 - nobody asks at the start
        from planner.files.document.aside import backups_folder, faults_folder, unsaved_folder  # noqa: PLC0415 - as above

        places = [("unsaved", unsaved_folder()), ("backups", backups_folder()), ("faults", faults_folder())]
        if self._settings_file is not None:
            places.append(("settings", self._settings_file.parent))
        AboutDialog(self._texts, self._window, places).open()
