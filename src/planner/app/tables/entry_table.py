"""A table in which is typed as in a spreadsheet: its cells are gone through, typed into, chosen in, copied in blocks.

What is in the cells its `EntryModel` says; the table of lines and the grid of the years are such tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from planner.app.tables.cell_blocks import CellBlocks
from planner.app.tables.cell_editor import CellDelegate, CellEditor, Refusal
from planner.app.tables.cell_table import CONTROL, CellTable
from planner.app.tables.choice_menu import open_choices
from planner.app.tables.entry_model import EntryModel, Index, Typed
from planner.core.errors import UserError
from planner.words.texts import Texts

Trigger = QAbstractItemView.EditTrigger


class EntryTable(CellTable):
    """A table of values to type in.

    Signals:
        refused(UserError): what was typed could not stand; nothing was changed.
        typing(cell): a cell and the text in it while it is typed, `None` when that has ended.
    """

    refused = Signal(object)
    typing = Signal(object)

    def __init__(self, entries: EntryModel, texts: Texts) -> None:
        super().__init__(entries)
        self._texts = texts
        self._composing = False
        self._cells = self.make_cells()
        self._cells.entered.connect(self._enter)
        self._cells.typing.connect(self.typing)
        self.setItemDelegate(self._cells)
        self.setEditTriggers(Trigger.AnyKeyPressed | Trigger.EditKeyPressed | Trigger.DoubleClicked)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)
        self.blocks = CellBlocks(self)

    def make_cells(self) -> CellDelegate:
        """What paints the cells and edits in them."""
        return CellDelegate(self, self._texts)

    @property
    def refusal(self) -> Refusal:
        """The reason beside a cell why what is typed in it cannot stand."""
        return self._cells.refusal

    # ---------------------------------------------------------------- input

    def _enter(self, index: Index, text: str, read: Typed | None, fill: bool) -> None:
        """Set what was typed into a cell, `read` already or not; when filling into every selected one."""
        targets: Sequence[Index] = (self.blocks.cells() if fill else []) or [index]

        def typed(cell: Index) -> Typed:
            return read if read is not None and cell == index else self.entries.typed(cell, text)

        self._try(lambda: self.entries.set_typed([typed(cell) for cell in targets]))

    def enter_chosen(self, column: int, text: str | None) -> None:
        """Type a word chosen from a list into the selected cells of the field; `None` returns to the parent's value."""
        current = self.currentIndex()
        field = self.entries.field_at(current.siblingAtColumn(column))
        selected = [cell for cell in self.blocks.cells() if self.entries.field_at(cell) is field]
        self._try(lambda: self.entries.enter([(cell, text) for cell in selected or [current]]))

    def _try(self, call: Callable[[], None]) -> None:
        try:
            call()
        except UserError as error:
            self.refused.emit(error)

    # ---------------------------------------------------------------- keys

    def edit(self, index: Index, trigger: Trigger = Trigger.AllEditTriggers, event: QEvent | None = None) -> bool:  # type: ignore[override]
        """Open an editor; it is told whether typing opened it."""
        self._cells.typed = trigger is Trigger.AnyKeyPressed
        opened = super().edit(index, trigger, event)  # type: ignore[arg-type]
        if opened and trigger in (Trigger.EditKeyPressed, Trigger.DoubleClicked):
            for editor in self.viewport().findChildren(CellEditor):
                editor.end(False)  # what is there is changed, not typed over
        return opened

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._composing:
            event.ignore()  # the key is the input method's
        elif event.key() == Qt.Key.Key_F4 and not event.modifiers():
            current = self.currentIndex()
            open_choices(self, current, self._texts, partial(self.enter_chosen, current.column()))
        else:
            super().keyPressEvent(event)

    def press(self, event: QKeyEvent) -> None:
        """A key that would write where nothing can be written is refused with the reason; others are as Qt has them."""
        index = self.currentIndex()
        typed = bool(event.text()) and event.text().isprintable()
        plain = not event.modifiers() & (CONTROL | Qt.KeyboardModifier.AltModifier)
        if typed and plain and index.isValid() and not self.entries.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.refused.emit(self.entries.read_only(index))
        else:
            super().press(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composing starts the edit; over a cell that takes no input it stays here, and its keys with it."""
        super().inputMethodEvent(event)
        self._composing = bool(event.preeditString()) and self.state() is not QAbstractItemView.State.EditingState
