"""The verbs of the window as the search field lists them, each with why it cannot be done now."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from planner.app.session.state import State
from planner.app.window.menus import Menus
from planner.app.window.search.search_rows import Deed
from planner.app.window.verbs import Verb
from planner.core.edits.values import open_scenario
from planner.core.errors import N_, UserError
from planner.core.model.document import BASE
from planner.words.texts import Texts

MNEMONIC = re.compile(r"\(&\w\)")


def deeds(menus: Menus, state: State, texts: Texts) -> list[Deed]:
    """All that stands in the menus, in their order; while no document is open what can be done comes first."""
    verbs = {menus.actions[verb.key]: verb for table in menus.verbs.values() for verb in table}
    found = []
    for menu in menus.menus.values():
        for title, action in _leaves(menu):
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            why_not = why_refused(verbs.get(action), action, state, texts)
            if menus.is_limited and not action.isEnabled():
                why_not = texts._(N_("No document is open yet."))
            found.append(Deed(_plain(action.text()), title, keys, action, why_not))
    return sorted(found, key=lambda each: bool(each.why_not)) if menus.is_limited else found


def why_refused(verb: Verb | None, action: QAction, state: State, texts: Texts) -> str:
    """Why a verb cannot be done with what is shown; empty where it can be tried."""
    if verb is not None and not verb.on_base and state.scenario == BASE:
        return texts._(N_("The base is shown: choose a scenario first."))
    if verb is not None and verb.edits:
        try:
            open_scenario(state.document, state.scenario)
        except UserError as error:
            return error.what.render(texts.translate)
    return "" if action.isEnabled() else texts._(N_("There is nothing to do it with now."))


def _leaves(menu: QMenu) -> Iterator[tuple[str, QAction]]:
    """The actions of a menu and of those in it, with the title of the menu each stands in."""
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _leaves(inner)
        elif not action.isSeparator() and action.text():
            yield _plain(menu.title()), action


def _plain(text: str) -> str:
    """A text of a menu without the mark of its mnemonic: `&File`, `ファイル(&F)`."""
    return MNEMONIC.sub("", text).replace("&&", "\0").replace("&", "").replace("\0", "&")
