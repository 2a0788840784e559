"""A table of values in which is typed: what a text stands for in a cell, and many of them entered as one edit.

The subclass says which cell holds which value; typing, pasting and filling work on any of them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from planner.app.session.session import Session
from planner.app.tables.naming import Naming, name_lines
from planner.core.edits.typed import read_entry
from planner.core.edits.values import Entry
from planner.core.errors import N_, UserError
from planner.core.model.document import BASE
from planner.core.model.fields import ALL_FIELDS, Field, Value
from planner.words.texts import Texts

Index = QModelIndex | QPersistentModelIndex
SELECTABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
EDITABLE = SELECTABLE | Qt.ItemFlag.ItemIsEditable


class Address(NamedTuple):
    """Where a cell's value stands in a scenario: line id, field key, year."""

    line: str
    field: str
    year: int


class Typed(NamedTuple):
    """What a text typed into a cell sets, a value or a name, and where it had to be rounded, how: `1.4 → 1`."""

    entry: Entry | Naming
    rounded: str = ""

    @property
    def values(self) -> tuple[Entry, ...]:
        """The values it sets."""
        return (self.entry,) if isinstance(self.entry, Entry) else ()


class EntryModel(QAbstractTableModel):
    """A table of values of the scenario shown.

    Signals:
        noticed(text): something the reader should know about what was just typed, such as a rounding.
    """

    noticed = Signal(str)

    def __init__(self, session: Session, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._texts = session, texts

    # ---------------------------------------------------------------- what a subclass says

    @abstractmethod
    def field_at(self, index: Index) -> Field | None:
        """The field a cell edits, `None` for one that takes no input."""

    @abstractmethod
    def value_at(self, index: Index) -> Value | None:
        """The value in force in an editable cell, `None` where there is none."""

    @abstractmethod
    def address(self, index: Index) -> Address:
        """Where the value of an editable cell stands."""

    @abstractmethod
    def own_cell(self, index: Index) -> bool:
        """Whether the scenario shown sets this cell itself."""

    @abstractmethod
    def is_figure(self, index: Index) -> bool:
        """Whether a cell holds a figure, not words."""

    @abstractmethod
    def place_name(self, index: Index) -> str:
        """How a message names a cell."""

    @abstractmethod
    def computed(self, index: Index) -> UserError:
        """Why a cell takes no input in any scenario."""

    @abstractmethod
    def line_rows(self) -> Sequence[int]:
        """The rows that the cursor goes to and blocks land in."""

    # ---------------------------------------------------------------- what follows from it

    @property
    def takes_input(self) -> bool:
        """Whether the scenario shown can be edited; the base cannot."""
        return self._session.state.scenario != BASE

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return EDITABLE if self.takes_input and self.field_at(index) is not None else SELECTABLE

    def plain(self, index: Index) -> str:
        """The value as an editor starts with it: no separators, an ASCII minus; a choice as officers write it."""
        value, field = self.value_at(index), self.field_at(index)
        if value is None or field is None:
            return ""
        if field.choices:
            return "" if field.is_unstated(value) else field.words[int(value)][0]
        return field.text(value).replace(",", "").replace("△", "-")

    def read(self, index: Index, text: str) -> Typed:
        """What a text typed into a cell sets; `UserError` with the reason when it cannot stand there."""
        field = self.field_at(index)
        if field is None or not self.takes_input:
            raise self.read_only(index)
        value, was_rounded = read_entry(text, field, self.value_at(index))
        return Typed(Entry(*self.address(index), value), f"{text} → {field.text(value)}" if was_rounded else "")

    def read_only(self, index: Index) -> UserError:
        """Why a cell takes no input."""
        if not self.takes_input:
            return UserError(
                N_("The base is not edited: it is the request as printed."),
                N_("Choose a scenario, or branch one from the base, and edit there."),
            )
        return self.computed(index)

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        if role != Qt.ItemDataRole.EditRole or self.field_at(index) is None:
            return False
        self.enter([(index, str(value))])
        return True

    def typed(self, index: Index, text: str | None) -> Typed:
        """The same, or that the cell returns to its parent's value for `None` and an empty text; nothing is set yet.

        Raises `UserError` naming the cell.
        """
        if self.field_at(index) is None or not self.takes_input:
            raise self.read_only(index)
        if text is None or not text.strip():
            return Typed(Entry(*self.address(index), None))
        try:
            return self.read(index, text)
        except UserError as error:
            raise error.at(self.place_name(index)) from error

    def enter(self, cells: Sequence[tuple[Index, str | None]]) -> None:
        """Type texts into cells as one edit; nothing changes when one cannot stand."""
        self.set_typed([self.typed(index, text) for index, text in cells])

    def set_typed(self, typed: Sequence[Typed]) -> None:
        """Set what was typed as one edit, and say what had to be rounded."""
        entries = [entry for each in typed for entry in each.values]
        names = [each.entry for each in typed if isinstance(each.entry, Naming)]
        fields = {ALL_FIELDS[entry.field].label for entry in entries} | ({N_("Label and unit")} if names else set())
        label = self._texts._(fields.pop()) if len(fields) == 1 else self._texts._("Values")
        if names:
            name_lines(self._session, label, names, entries)
        else:
            self.set_entries(label, entries)
        rounded = [each.rounded for each in typed if each.rounded]
        if rounded:
            text = self._texts._("Rounded to whole units: {list}").format(list=", ".join(rounded))
            self.noticed.emit(text)

    def set_entries(self, label: str, entries: Sequence[Entry]) -> None:
        """Set values as one change."""
        self._session.set_values(label, entries)
