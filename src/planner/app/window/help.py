"""What the help menu tells: the keyboard, and which program this is."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu, QVBoxLayout

from planner import __version__
from planner.words.texts import Texts


class Help(QObject):
    """The help of one window; its list of keys is read off the menus."""

    def __init__(self, window: QMainWindow, menus: Iterable[QMenu], texts: Texts) -> None:
        super().__init__(window)
        self._window, self._menus, self._texts = window, tuple(menus), texts

    def shortcuts(self) -> list[tuple[str, str]]:
        """Every shortcut with what it does."""
        _ = self._texts._
        menu_keys = [
            (action.shortcut().toString(), action.text().replace("&", ""))
            for menu in self._menus
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

    def show_keys(self) -> None:
        """List the shortcuts."""
        from html import escape  # noqa: PLC0415 - nobody asks at the start

        from PySide6.QtWidgets import QDialogButtonBox, QTextBrowser  # noqa: PLC0415 - as above

        _, dialog, text = self._texts._, QDialog(self._window), QTextBrowser()
        rows = (f"<tr><td><b>{escape(keys)}</b></td><td>{escape(what)}</td></tr>" for keys, what in self.shortcuts())
        text.setHtml(f'<table cellspacing="0" cellpadding="2">{"".join(rows)}</table>')
        text.setAccessibleName(_("Keyboard"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(dialog.reject)
        layout = QVBoxLayout(dialog)
        layout.addWidget(text)
        layout.addWidget(buttons)
        dialog.setWindowTitle(_("Keyboard"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.resize(dialog.fontMetrics().horizontalAdvance("0") * 96, dialog.fontMetrics().height() * 36)
        dialog.open()

    def show_about(self) -> None:
        """Name and version."""
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - as above

        _ = self._texts._
        said = f"{_('Budget Scenario Planner')} {__version__}"
        close = QMessageBox.StandardButton.Close
        box = QMessageBox(QMessageBox.Icon.NoIcon, _("About the planner"), said, close, self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
