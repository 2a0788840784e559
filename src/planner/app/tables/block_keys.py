"""The keys of a table to type in outside of the main window: blocks, filling, the parent's value."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from planner.app.tables.entry_table import EntryTable
from planner.core.errors import UserError
from planner.words.texts import Texts


def add_block_keys(table: EntryTable, texts: Texts, refuse: Callable[[UserError], object]) -> None:
    """Give a table the keys of blocks, and a menu of the same; `refuse` is told what could not be done."""
    _, key, blocks = texts._, QKeySequence.StandardKey, table.blocks
    for text, call, keys in (
        (_("Cut"), blocks.cut, QKeySequence.keyBindings(key.Cut)),
        (_("Copy"), blocks.copy, QKeySequence.keyBindings(key.Copy)),
        (_("Paste"), blocks.paste, QKeySequence.keyBindings(key.Paste)),
        (_("Return to the parent's value"), blocks.clear, QKeySequence.listFromString("Del; Backspace")),
        (_("Fill down"), blocks.fill_down, [QKeySequence("Ctrl+D")]),
        (_("Fill right"), blocks.fill_right, [QKeySequence("Ctrl+R")]),
    ):
        action = QAction(text, table)
        action.setShortcuts(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(partial(_do, call, refuse))
        table.addAction(action)
    table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)


def _do(call: Callable[[], object], refuse: Callable[[UserError], object], _checked: bool = False) -> None:
    try:
        call()
    except UserError as error:
        refuse(error)
