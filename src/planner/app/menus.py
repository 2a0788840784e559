"""The menus, keys and toolbar of the window: one table of verbs, from which the list of shortcuts is read too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from planner.app.help import Help
from planner.core.errors import UserError
from planner.core.money import Unit
from planner.texts import LANGUAGES

if TYPE_CHECKING:
    from planner.app.window import MainWindow

LANGUAGE_NAMES = {"ja": "日本語", "en": "English"}


@dataclass(frozen=True)
class Verb:
    """A thing the window can do: where it stands in the menus, its name, its keys, and what it calls.

    A verb `within` a part of the window is in that part's own menu too, and its keys are heard there alone; one that
    `edits` is left out of it where nothing can be edited.
    """

    menu: str
    text: str
    call: Callable[[], object]
    keys: str | QKeySequence.StandardKey | None = None
    within: QWidget | None = None
    edits: bool = False


def verbs(window: MainWindow) -> tuple[Verb, ...]:
    """All the window can do, in menu order."""
    _, key, table, blocks, documents, scenarios = (
        window.texts._,
        QKeySequence.StandardKey,
        window.table,
        window.table.blocks,
        window.documents,
        window.scenarios,
    )
    return (
        Verb("file", _("New from the built-in portfolio"), documents.new, key.New),
        Verb("file", _("New from a workbook…"), documents.ask_workbook),
        Verb("file", _("New from CSV tables…"), documents.ask_folder),
        Verb("file", _("Empty workbook to fill in…"), documents.ask_template),
        Verb("file", _("Write the tables as a workbook…"), documents.ask_tables),
        Verb("file", _("Open…"), documents.ask_open, key.Open),
        Verb("file", _("Save"), documents.save, key.Save),
        Verb("file", _("Save as…"), documents.ask_save, "Ctrl+Shift+S"),
        Verb("file", _("Export the submission…"), documents.ask_export, "Ctrl+E"),
        Verb("file", _("Quit"), window.close, "Ctrl+Q"),
        Verb("edit", _("Cut"), blocks.cut, key.Cut, table, edits=True),
        Verb("edit", _("Copy"), blocks.copy, key.Copy, table),
        Verb("edit", _("Paste"), blocks.paste, key.Paste, table, edits=True),
        Verb("edit", _("Return to the parent's value"), blocks.clear, "Del; Backspace", table, edits=True),
        Verb("edit", _("Fill down"), blocks.fill_down, "Ctrl+D", table, edits=True),
        Verb("edit", _("Fill right"), blocks.fill_right, "Ctrl+R", table, edits=True),
        Verb("edit", _("Bulk change…"), window.bulk.open, "Ctrl+Shift+B", table, edits=True),
        Verb("edit", _("Find…"), window.pane.start_search, "Ctrl+F"),
        Verb("edit", _("Fit ranges to the printed total"), window.calibrate),
        Verb("scenario", _("Branch from the one shown…"), scenarios.ask_branch, "Ctrl+B"),
        Verb("scenario", _("Rename…"), scenarios.ask_rename, "Ctrl+Shift+R"),
        Verb("scenario", _("Delete"), scenarios.delete),
        Verb("scenario", _("Next scenario"), partial(scenarios.step, 1), "Ctrl+PgDown"),
        Verb("scenario", _("Previous scenario"), partial(scenarios.step, -1), "Ctrl+PgUp"),
        Verb("view", _("Go to the programs"), window.tree.setFocus, "Ctrl+1"),
        Verb("view", _("Go to the lines"), window.table.setFocus, "Ctrl+2"),
        Verb("view", _("Go to the scenarios"), window.scenario_tree.setFocus, "Ctrl+3"),
        Verb("view", _("Go to the changes"), window.change_list.setFocus, "Ctrl+4"),
        Verb("view", _("Go to the check"), window.problem_panel.list.setFocus, "Ctrl+5"),
        Verb("view", _("Go to the sources"), window.show_sources, "Ctrl+6"),
        Verb("view", _("Go to the chart"), window.show_chart, "Ctrl+7"),
        Verb("view", _("Go to the ceilings"), window.show_ceilings, "Ctrl+8"),
        Verb("view", _("Sort by this column"), table.columns.sort_by_current, "Ctrl+Shift+L", table),
        Verb("help", _("Keyboard"), window.menus.help.show_keys, "F1"),
        Verb("help", _("About the planner"), window.menus.help.show_about),
    )


class Menus(QObject):
    """The menu bar of a window and the actions in it, by their text."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.actions: dict[str, QAction] = {}
        _ = window.texts._
        titles = {
            "file": _("&File"),
            "edit": _("&Edit"),
            "scenario": _("&Scenario"),
            "view": _("&View"),
            "help": _("&Help"),
        }
        self.menus = {name: window.menuBar().addMenu(title) for name, title in titles.items()}
        self.help = Help(window, self.menus.values(), window.texts)

    def fill(self) -> None:
        """Put every verb into its menu; the window's parts are there by now."""
        self._add_undo()
        for verb in verbs(self._window):
            action = QAction(verb.text, self._window)
            if isinstance(verb.keys, str):
                action.setShortcuts(QKeySequence.listFromString(verb.keys))
            elif verb.keys is not None:
                action.setShortcut(QKeySequence(verb.keys))
            if verb.within is not None:
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                verb.within.addAction(action)
            action.triggered.connect(partial(self.do, verb.call))
            self.actions[verb.text] = action
            self.menus[verb.menu].addAction(action)
        self._add_recent()
        self._add_view()
        table, tree = self._window.table, self._window.scenario_tree
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._pop_up)
        rename = QShortcut(QKeySequence("F2"), tree)
        rename.setContext(Qt.ShortcutContext.WidgetShortcut)
        rename.activated.connect(partial(self.do, self._window.scenarios.ask_rename))

    def do(self, call: Callable[[], object]) -> None:
        """Run a verb; what the user can settle is said in the message bar."""
        try:
            call()
        except UserError as error:
            self._window.messages.refuse(error)

    def _pop_up(self, at: QPoint) -> None:
        """What can be done with the selected cells, as a menu beside them."""
        table = self._window.table
        editable = table.lines.takes_input and bool(table.blocks.cells())
        menu = QMenu(table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for verb in verbs(self._window):
            if verb.within is table and (editable or not verb.edits):
                menu.addAction(self.actions[verb.text])
        menu.popup(table.viewport().mapToGlobal(at))

    def _add_undo(self) -> None:
        _, stack = self._window.texts._, self._window.session.undo_stack
        for action, keys in (
            (stack.createUndoAction(self._window, _("Undo")), QKeySequence.StandardKey.Undo),
            (stack.createRedoAction(self._window, _("Redo")), QKeySequence.StandardKey.Redo),
        ):
            action.setShortcuts(
                QKeySequence.keyBindings(keys) + [QKeySequence("Ctrl+Y")] * (keys == QKeySequence.StandardKey.Redo)
            )
            self.menus["edit"].addAction(action)
        self.menus["edit"].addSeparator()

    def _add_recent(self) -> None:
        _, documents = self._window.texts._, self._window.documents
        menu = QMenu(_("Recent"), self._window)
        self.menus["file"].insertMenu(self.actions[_("Save")], menu)
        menu.aboutToShow.connect(partial(documents.fill_recent, menu))

    def _add_view(self) -> None:
        window, menu = self._window, self.menus["view"]
        _ = window.texts._
        menu.addSeparator()
        vintages = QAction(_("Show vintages under cohort lines"), window, checkable=True, checked=True)
        vintages.toggled.connect(window.table.lines.set_show_vintages)
        menu.addAction(vintages)
        columns = menu.addMenu(_("Columns"))
        columns.aboutToShow.connect(partial(window.table.columns.fill, columns))
        self.units = QActionGroup(window)
        unit_menu = menu.addMenu(_("Unit"))
        for number, unit in enumerate(Unit, start=1):
            action = QAction(unit.label, window, checkable=True)
            action.setShortcut(QKeySequence(f"Alt+{number}"))
            action.setData(unit)
            action.triggered.connect(partial(window.choose_unit, unit))
            self.units.addAction(action)
            unit_menu.addAction(action)
        languages = QActionGroup(window)
        language_menu = menu.addMenu("言語 / Language")
        for language in LANGUAGES:
            chosen = language == window.texts.language
            action = QAction(LANGUAGE_NAMES[language], window, checkable=True, checked=chosen)
            action.triggered.connect(partial(window.language_chosen.emit, language))
            languages.addAction(action)
            language_menu.addAction(action)
        for dock in window.docks:
            menu.addAction(dock.toggleViewAction())
