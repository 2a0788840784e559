"""The menus, keys and context menus of the window, made from its table of verbs."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from planner.app.documents.documents import Documents
from planner.app.session.desk import Desk
from planner.app.session.moved import Moved
from planner.app.session.state import State
from planner.app.widgets.plain import plain_entry
from planner.app.window.help import Help
from planner.app.window.part import Part
from planner.app.window.verbs import Parts, Table, Verb, verbs
from planner.core.model.document import BASE
from planner.core.money import Unit
from planner.words.figures import unit_name
from planner.words.texts import LANGUAGE_NAMES, LANGUAGES

if TYPE_CHECKING:
    from planner.app.window.workplace import Workplace


class Menus(QObject):
    """The menus of a window and the actions in them, by the keys of their verbs.

    Signals:
        language_chosen(str): the reader wants another language.
    """

    language_chosen = Signal(str)

    def __init__(self, window: QMainWindow, desk: Desk, settings_file: Path | None = None) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.verbs: Table = {}
        self.actions: dict[str, QAction] = {}
        self.history: dict[str, QAction] = {}
        """Undo and redo, which Qt makes: `edit.undo`, `edit.redo`."""
        self._only: frozenset[str] | None = None
        _ = desk.texts._
        titles = {
            "file": _("&File"),
            "edit": _("&Edit"),
            "lines": _("&Lines and programs"),
            "scenario": _("&Scenario"),
            "what-if": _("&What-if"),
            "together": _("&Together"),
            "view": _("&View"),
            "help": _("&Help"),
        }
        self.menus = {name: QMenu(title, window) for name, title in titles.items()}
        self.help = Help(window, self.menus, ChainMap(self.actions, self.history), desk.texts, settings_file)

    def fill(self, parts: Parts) -> None:
        """Put every verb into its menu."""
        self.verbs = verbs(self._desk.texts, parts)
        self._add_undo()
        for menu, its_verbs in self.verbs.items():
            for verb in its_verbs:
                self.actions[verb.key] = self._action(verb)
                self.menus[menu].addAction(self.actions[verb.key])
        self._add_recent(parts.documents)
        self._add_beside()
        self._add_view(parts)
        self._show_state(self._desk.session.state)
        self._desk.session.changed.connect(self._on_changed)

    def serve(self, work: Workplace) -> None:
        """Let the parts of the page of the lines hear their own keys, and open their own menus."""
        for part, area in work.parts.items():
            area.addActions([self.actions[verb.key] for verb in self._every_verb() if verb.within is part])
            area.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            area.customContextMenuRequested.connect(partial(self._pop_up, part, work))

    def _every_verb(self) -> Iterator[Verb]:
        return chain.from_iterable(self.verbs.values())

    def _action(self, verb: Verb) -> QAction:
        action = QAction(verb.text, self._window)
        if isinstance(verb.keys, str):
            action.setShortcuts(QKeySequence.listFromString(verb.keys))
        elif verb.keys is not None:
            action.setShortcut(QKeySequence(verb.keys))
        if verb.within is not None:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        else:
            self._window.addAction(action)  # its keys are heard though no menu bar is there
        action.triggered.connect(partial(self._desk.do, verb.call))
        return action

    def _on_changed(self, moved: Moved) -> None:
        if moved.scenario or moved.unit:
            self._show_state(moved.after)

    @property
    def is_limited(self) -> bool:
        """Whether no document is open, so that few verbs can be done."""
        return self._only is not None

    def limit(self, keys: frozenset[str] | None) -> None:
        """Offer these verbs alone while no document is open, and all of them with `None`."""
        self._only = keys
        self._show_state(self._desk.session.state)

    def _show_state(self, state: State) -> None:
        """Offer what can be done in the scenario shown, and tick the unit."""
        for verb in self._every_verb():
            able = self._only is None or verb.key in self._only
            self.actions[verb.key].setEnabled(able and (verb.on_base or state.scenario != BASE))
        for action in self._units.actions():
            action.setChecked(action.data() == state.unit)

    def _pop_up(self, part: Part, work: Workplace, at: QPoint) -> None:
        """What can be done with what is selected in a part of the page of the lines, as a menu beside it."""
        table, area = work.table, work.parts[part]
        editable = table.lines.takes_input and bool(table.blocks.cells())
        popped = QMenu(area)
        popped.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for menu, its_verbs in self.verbs.items():
            able = table.lines.takes_input if menu == "lines" else editable
            for verb in its_verbs:
                if part in (verb.within, verb.beside) and (able or not verb.edits or part is not Part.TABLE):
                    popped.addAction(self.actions[verb.key])
        popped.popup(area.viewport().mapToGlobal(at))

    def _add_undo(self) -> None:
        _, stack = self._desk.texts._, self._desk.session.undo_stack
        for key, action, keys in (
            ("edit.undo", stack.createUndoAction(self._window, _("Undo")), QKeySequence.StandardKey.Undo),
            ("edit.redo", stack.createRedoAction(self._window, _("Redo")), QKeySequence.StandardKey.Redo),
        ):
            self.history[key] = action
            known = [each.toString() for each in QKeySequence.keyBindings(keys)]
            if keys == QKeySequence.StandardKey.Redo:
                known.append("Ctrl+Y")
            # the same key twice would be ambiguous and do nothing: some desktops name Ctrl+Y themselves
            action.setShortcuts([QKeySequence(each) for each in dict.fromkeys(known)])
            self._window.addAction(action)
            self.menus["edit"].addAction(action)
        self.menus["edit"].addSeparator()

    def _add_recent(self, documents: Documents) -> None:
        menu = QMenu(self._desk.texts._("Recent"), self._window)
        self.menus["file"].insertMenu(self.actions["file.save"], menu)
        menu.aboutToShow.connect(partial(documents.fill_recent, menu))

    def _add_beside(self) -> None:
        """Which scenario's amounts stand beside those of the one shown."""
        self.beside = QMenu(self._desk.texts._("Beside"), self._window)
        self.menus["scenario"].addSeparator()
        self.menus["scenario"].addMenu(self.beside)
        self.beside.aboutToShow.connect(self._fill_beside)

    def _fill_beside(self) -> None:
        _, session = self._desk.texts._, self._desk.session
        self.beside.clear()
        scenarios = [(BASE, _("Base")), *((each.number, each.name) for each in session.state.document.scenarios)]
        for number, name in ((None, _("none")), *scenarios):
            action = self.beside.addAction(plain_entry(name), partial(session.show_beside, number))
            action.setCheckable(True)
            action.setChecked(number == session.state.beside)

    def pop_up_all(self, at: QPoint) -> None:
        """All menus, as one."""
        popped = QMenu(self._window)
        popped.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for menu in self.menus.values():
            popped.addMenu(menu)
        popped.popup(at)

    def _add_view(self, parts: Parts) -> None:
        _, menu = self._desk.texts._, self.menus["view"]
        menu.addSeparator()
        vintages = QAction(_("Show vintages under cohort lines"), self._window, checkable=True, checked=True)
        vintages.toggled.connect(partial(_show_vintages, parts))
        menu.addAction(vintages)
        columns = menu.addMenu(_("Columns"))
        columns.aboutToShow.connect(parts.at_work(lambda it: it.table.columns.fill(columns)))
        self._units = QActionGroup(self._window)
        unit_menu = menu.addMenu(_("Unit"))
        for number, unit in enumerate(Unit, start=1):
            action = QAction(unit_name(unit, self._desk.texts), self._window, checkable=True)
            action.setShortcut(QKeySequence(f"Alt+{number}"))
            action.setData(unit)
            action.triggered.connect(partial(_choose_unit, parts, unit))
            self._window.addAction(action)
            self._units.addAction(action)
            unit_menu.addAction(action)
        languages = QActionGroup(self._window)
        language_menu = menu.addMenu("言語 / Language")
        for language in LANGUAGES:
            chosen = language == self._desk.texts.language
            action = QAction(LANGUAGE_NAMES[language], self._window, checkable=True, checked=chosen)
            action.triggered.connect(partial(self.language_chosen.emit, language))
            languages.addAction(action)
            language_menu.addAction(action)


def _choose_unit(parts: Parts, unit: Unit) -> None:
    """Show amounts in another unit, as the head of the lines does."""
    parts.work().page.head.choose_unit(unit)


def _show_vintages(parts: Parts, shown: bool) -> None:
    parts.work().table.lines.set_show_vintages(shown)
