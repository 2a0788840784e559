"""The list of a cell that holds one of a few words: opened with F4, chosen by keys or mouse."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from planner.app.tables.entry_model import Index

if TYPE_CHECKING:
    from planner.app.tables.entry_table import EntryTable


def open_choices(table: EntryTable, index: Index) -> None:
    """Open the list of a cell that has one; what is chosen is typed into every selected cell of that field."""
    field = table.entries.field_at(index)
    if field is None or not field.choices or not table.entries.takes_input:
        return
    menu = QMenu(table)
    menu.setObjectName("choices")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for value, (name, words) in enumerate(zip(field.choices, field.words, strict=True)):
        action = menu.addAction(table.texts._(name))
        action.setCheckable(True)
        action.setChecked(value == table.entries.value_at(index))
        action.triggered.connect(partial(table.enter_chosen, index.column(), words[0]))
    menu.addSeparator()
    menu.addAction(table.texts._("Return to the parent's value")).triggered.connect(
        partial(table.enter_chosen, index.column(), None)
    )
    menu.popup(table.viewport().mapToGlobal(table.visualRect(index).bottomLeft()))
    menu.setActiveAction(menu.actions()[int(table.entries.value_at(index) or 0)])
