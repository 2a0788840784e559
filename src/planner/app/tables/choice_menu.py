"""The list of a cell that holds one of a few words: opened with F4, chosen by keys or mouse."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from planner.app.tables.cell_table import CellTable
from planner.app.tables.entry_model import Index
from planner.words.texts import Texts


def open_choices(table: CellTable, index: Index, texts: Texts, choose: Callable[[str | None], None]) -> None:
    """Open the list of a cell that has one; `choose` is told the word chosen, `None` for the parent's value."""
    field = table.entries.field_at(index)
    if field is None or not field.choices or not table.entries.takes_input:
        return
    menu = QMenu(table)
    menu.setObjectName("choices")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for value, (name, words) in enumerate(zip(field.choices, field.words, strict=True)):
        action = menu.addAction(texts._(name))
        action.setCheckable(True)
        action.setChecked(value == table.entries.value_at(index))
        action.triggered.connect(partial(_choose, choose, words[0]))
    menu.addSeparator()
    menu.addAction(texts._("Return to the parent's value")).triggered.connect(partial(_choose, choose, None))
    menu.popup(table.viewport().mapToGlobal(table.visualRect(index).bottomLeft()))
    menu.setActiveAction(menu.actions()[int(table.entries.value_at(index) or 0)])


def _choose(choose: Callable[[str | None], None], word: str | None, _checked: bool = False) -> None:
    choose(word)
