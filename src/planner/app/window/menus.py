"""The menus, keys and toolbar of the window: one table of verbs, from which the list of shortcuts is read too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractScrollArea, QMenu, QWidget

from planner.app.window.help import Help
from planner.core.errors import UserError
from planner.core.money import Unit
from planner.words.texts import LANGUAGES

if TYPE_CHECKING:
    from planner.app.window.main_window import MainWindow

LANGUAGE_NAMES = {"ja": "日本語", "en": "English"}


@dataclass(frozen=True)
class Verb:
    """A thing the window can do: where it stands in the menus, its name, its keys, and what it calls.

    A verb `within` a part of the window is in that part's own menu too, and its keys are heard there alone; one
    `beside` it is in that menu, and its keys are heard everywhere. One that `edits` is left out of the menu of the
    table where nothing can be edited.
    """

    menu: str
    text: str
    call: Callable[[], object]
    keys: str | QKeySequence.StandardKey | None = None
    within: QWidget | None = None
    edits: bool = False
    beside: QWidget | None = None


def verbs(window: MainWindow) -> tuple[Verb, ...]:
    """All the window can do, in menu order."""
    _, key, table, tree, blocks, documents, scenarios, changes, structure = (
        window.texts._,
        QKeySequence.StandardKey,
        window.table,
        window.tree,
        window.table.blocks,
        window.documents,
        window.scenarios,
        window.changes,
        window.structure,
    )
    return (
        Verb("file", _("New from the built-in portfolio"), documents.new, key.New),
        Verb("file", _("New from a workbook…"), documents.ask_workbook),
        Verb("file", _("New from CSV tables…"), documents.ask_folder),
        Verb("file", _("Empty workbook to fill in…"), documents.ask_template),
        Verb("file", _("Write the tables as a workbook…"), documents.ask_tables),
        Verb("file", _("Open…"), documents.ask_open, key.Open),
        Verb("file", _("Open read-only…"), partial(documents.ask_open, read_only=True)),
        Verb("file", _("Save"), documents.save, key.Save),
        Verb("file", _("Save as…"), documents.ask_save, "Ctrl+Shift+S"),
        Verb("file", _("Backups…"), documents.ask_backup),
        Verb("file", _("Export the submission…"), documents.ask_export, "Ctrl+E"),
        Verb("file", _("Read a returned workbook…"), window.reviews.ask, "Ctrl+Shift+O"),
        Verb("file", _("Quit"), window.close, "Ctrl+Q"),
        Verb("edit", _("Cut"), blocks.cut, key.Cut, table, edits=True),
        Verb("edit", _("Copy"), blocks.copy, key.Copy, table),
        Verb("edit", _("Paste"), blocks.paste, key.Paste, table, edits=True),
        Verb("edit", _("Return to the parent's value"), blocks.clear, "Del; Backspace", table, edits=True),
        Verb("edit", _("Fill down"), blocks.fill_down, "Ctrl+D", table, edits=True),
        Verb("edit", _("Fill right"), blocks.fill_right, "Ctrl+R", table, edits=True),
        Verb("edit", _("Bulk change…"), window.bulk.open, "Ctrl+Shift+B", table, edits=True),
        Verb("edit", _("Find…"), window.pane.start_search, "Ctrl+F"),
        Verb("edit", _("Give a reason"), window.change_panel.start_reason, "Ctrl+Shift+E", beside=window.change_list),
        Verb("edit", _("Evidence for the rate…"), changes.ask_evidence, "Ctrl+Shift+V", edits=True),
        Verb("edit", _("Take the change back"), changes.revert, beside=window.change_list),
        Verb("edit", _("Promote the change to the parent"), changes.promote, beside=window.change_list),
        Verb("edit", _("Copy the change to a scenario…"), changes.ask_copy, beside=window.change_list),
        Verb("edit", _("Write the changes as CSV…"), changes.ask_csv, beside=window.change_list),
        Verb("edit", _("Fit ranges to the printed total"), window.calibrate),
        Verb("scenario", _("Branch from the one shown…"), scenarios.ask_branch, "Ctrl+B", beside=window.scenario_tree),
        Verb("scenario", _("Rename…"), scenarios.ask_rename, "Ctrl+Shift+R", beside=window.scenario_tree),
        Verb("scenario", _("Duplicate…"), scenarios.ask_duplicate, beside=window.scenario_tree),
        Verb("scenario", _("Lock or unlock"), scenarios.toggle_lock, "Ctrl+L", beside=window.scenario_tree),
        Verb("scenario", _("Delete"), scenarios.delete, beside=window.scenario_tree),
        Verb("scenario", _("Compare…"), window.compare, "Ctrl+Shift+C", beside=window.scenario_tree),
        Verb("scenario", _("Later years…"), window.show_years, "Ctrl+Shift+Y", beside=window.scenario_tree),
        Verb("scenario", _("Next scenario"), partial(scenarios.step, 1), "Ctrl+PgDown"),
        Verb("scenario", _("Previous scenario"), partial(scenarios.step, -1), "Ctrl+PgUp"),
        Verb("lines", _("Add a line"), structure.add_line, "Ctrl++; Ctrl+=", table, edits=True),
        Verb("lines", _("Duplicate lines"), structure.duplicate_lines, "Ctrl+Shift+D", table, edits=True),
        Verb("lines", _("Take out of the request"), structure.take_out, "Ctrl+-", table, edits=True),
        Verb("lines", _("Put back into the request"), structure.put_back, None, table, edits=True),
        Verb("lines", _("Move up"), partial(structure.shift, -1), "Alt+Up", table, edits=True),
        Verb("lines", _("Move down"), partial(structure.shift, 1), "Alt+Down", table, edits=True),
        Verb("lines", _("Move to another program…"), structure.ask_move, None, table, edits=True),
        Verb("lines", _("Label and unit…"), structure.ask_describe, None, table, edits=True),
        Verb(
            "lines", _("Add a program…"), partial(structure.ask_program, part=False), "Ctrl+Shift+P", beside=window.tree
        ),
        Verb("lines", _("Add a part of the program…"), partial(structure.ask_program, part=True), beside=tree),
        Verb("lines", _("Duplicate the program"), structure.duplicate_program, beside=tree),
        Verb("lines", _("Take the program out of the request"), structure.take_program_out, beside=tree),
        Verb("lines", _("Rename the program…"), structure.ask_program_name, beside=tree),
        Verb("view", _("Go to the programs"), window.tree.setFocus, "Ctrl+1"),
        Verb("view", _("Go to the lines"), window.table.setFocus, "Ctrl+2"),
        Verb("view", _("Go to the scenarios"), window.scenario_tree.setFocus, "Ctrl+3"),
        Verb("view", _("Go to the changes"), window.change_list.setFocus, "Ctrl+4"),
        Verb("view", _("Go to the check"), window.problem_panel.list.setFocus, "Ctrl+5"),
        Verb("view", _("Go to the sources"), window.show_sources, "Ctrl+6"),
        Verb("view", _("Go to the chart"), window.show_chart, "Ctrl+7"),
        Verb("view", _("Next finding"), partial(window.problem_panel.step, 1), "F8"),
        Verb("view", _("Previous finding"), partial(window.problem_panel.step, -1), "Shift+F8"),
        Verb("view", _("Go to the ceilings"), window.show_ceilings, "Ctrl+8"),
        Verb("view", _("Next year in the table"), partial(window.step_year, 1), "Ctrl+Alt+Right"),
        Verb("view", _("Previous year in the table"), partial(window.step_year, -1), "Ctrl+Alt+Left"),
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
            "lines": _("&Lines and programs"),
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
        tree = self._window.scenario_tree
        for part in (self._window.table, self._window.tree, self._window.change_list, tree):
            part.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            part.customContextMenuRequested.connect(partial(self._pop_up, part))
        rename = QShortcut(QKeySequence("F2"), tree)
        rename.setContext(Qt.ShortcutContext.WidgetShortcut)
        rename.activated.connect(partial(self.do, self._window.scenarios.ask_rename))

    def do(self, call: Callable[[], object]) -> None:
        """Run a verb; what the user can settle is said in the message bar."""
        try:
            call()
        except UserError as error:
            self._window.messages.refuse(error)

    def _pop_up(self, part: QAbstractScrollArea, at: QPoint) -> None:
        """What can be done with what is selected in a part of the window, as a menu beside it."""
        table = self._window.table
        editable = table.lines.takes_input and bool(table.blocks.cells())
        menu = QMenu(part)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for verb in verbs(self._window):
            able = table.lines.takes_input if verb.menu == "lines" else editable
            if part in (verb.within, verb.beside) and (able or not verb.edits or part is not table):
                menu.addAction(self.actions[verb.text])
        menu.popup(part.viewport().mapToGlobal(at))

    def _add_undo(self) -> None:
        _, stack = self._window.texts._, self._window.session.undo_stack
        for action, keys in (
            (stack.createUndoAction(self._window, _("Undo")), QKeySequence.StandardKey.Undo),
            (stack.createRedoAction(self._window, _("Redo")), QKeySequence.StandardKey.Redo),
        ):
            known = [each.toString() for each in QKeySequence.keyBindings(keys)]
            if keys == QKeySequence.StandardKey.Redo:
                known.append("Ctrl+Y")
            # the same key twice would be ambiguous and do nothing: some desktops name Ctrl+Y themselves
            action.setShortcuts([QKeySequence(each) for each in dict.fromkeys(known)])
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
