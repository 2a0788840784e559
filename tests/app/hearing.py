"""Listening to what is shown: the tree that a reader of the screen walks, and what in it is mute or misnamed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QWidget

Role = QAccessible.Role
HEARD = 300
"""Of so many cells or entries of a list the names are heard."""
ITEMS = frozenset((Role.Cell, Role.ListItem, Role.TreeItem))
HEADINGS = frozenset((Role.PageTab, Role.ColumnHeader, Role.RowHeader))
PARTS = frozenset(
    (
        *(Role.Button, Role.ButtonMenu, Role.ButtonDropDown, Role.CheckBox, Role.RadioButton, Role.ComboBox),
        *(Role.EditableText, Role.Table, Role.Tree, Role.List, Role.PageTabList, Role.SpinBox, Role.MenuItem),
    )
)
"""What a part that takes the focus may be; what is scrolled by keys (charts, texts) has no kind of its own in Qt."""
LISTS = frozenset((Role.Table, Role.Tree, Role.List))


@dataclass(frozen=True)
class Heard:
    """A part or an item as it is told: what it is, its name, and what it belongs to."""

    role: QAccessible.Role
    name: str
    part: QWidget | None
    above: str
    state: QAccessible.State

    @property
    def takes_focus(self) -> bool:
        """Whether keys or clicks are meant for it: items are clicked on, parts are reached by Tab."""
        if self.part is None:
            return self.role in HEADINGS or (self.role in ITEMS and bool(self.state.selectable))
        by_tab = bool(self.part.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return by_tab and self.part.focusProxy() is None and self.part.isEnabled()

    def __str__(self) -> str:
        kind = type(self.part).__name__ if self.part is not None else "item"
        return f"{self.role.name} {self.name!r} ({kind} of {self.above})"


def heard(top: QWidget) -> list[Heard]:
    """Everything a reader of the screen comes across in a window, in its order."""
    return list(_walk(QAccessible.queryAccessibleInterface(top), type(top).__name__))


def _walk(at: QAccessibleInterface | None, above: str) -> Iterator[Heard]:
    if at is None or not at.isValid() or at.state().invisible:
        return
    part = at.object()
    widget = part if isinstance(part, QWidget) else None
    role = at.role()
    yield Heard(role, _name(at, widget), widget, above, at.state())
    count = at.childCount()
    for place in range(min(count, HEARD) if role in LISTS else count):
        yield from _walk(at.child(place), type(part).__name__ if widget is not None else above)


def _name(at: QAccessibleInterface, widget: QWidget | None) -> str:
    """The name of a part; that of a box is what it is called, not what is chosen in it."""
    if at.role() is not Role.ComboBox or widget is None:
        return at.text(QAccessible.Text.Name)
    labels = at.relations(QAccessible.RelationFlag.Label)
    return widget.accessibleName() or "".join(label.text(QAccessible.Text.Name) for label, _flag in labels)


def mute(top: QWidget) -> Iterator[str]:
    """What can be focused or clicked and has no name, or is told to be something that nothing is done with."""
    for each in heard(top):
        if each.takes_focus and not each.name.strip():
            yield f"without a name: {each}"
        elif each.takes_focus and each.part is not None and each.role not in PARTS and not _is_scrolled(each.part):
            yield f"of no kind: {each}"


def _is_scrolled(part: QWidget) -> bool:
    return isinstance(part, QAbstractScrollArea) and not isinstance(part, QAbstractItemView)


ENGLISH, FILE = re.compile("[A-Za-z]{3,}"), re.compile(r"\S*/\S*")


def english(top: QWidget, allowed: Collection[str]) -> Iterator[str]:
    """Names with English words in them that are no names of their own."""
    for each in heard(top):
        words = [word for word in ENGLISH.findall(FILE.sub("", each.name)) if word not in allowed]
        if words:
            yield f"{' '.join(words)}: {each}"
