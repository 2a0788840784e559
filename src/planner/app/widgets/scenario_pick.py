"""The list from which scenarios are picked for comparing, in the order they shall stand in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.app.widgets.scenario_mark import ICON, mark_icon
from planner.words.texts import Texts

NUMBER_ROLE = int(Qt.ItemDataRole.UserRole)


class ScenarioPick(QWidget):
    """Scenarios with check boxes, moved by dragging, by buttons, or by Alt with the arrow keys.

    Signals:
        picked(): others are checked, or stand in another order.
    """

    picked = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        _ = texts._
        self.list = QListWidget()
        self.list.setAccessibleName(_("Scenarios to compare"))
        self.list.setIconSize(QSize(theme.px(ICON), theme.px(ICON)))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.up_button, self.down_button = QToolButton(), QToolButton()
        above = QHBoxLayout()
        title = Label(_("Scenarios to compare"))
        title.setBuddy(self.list)
        above.addWidget(title, 1)
        moves = (
            (self.up_button, Qt.ArrowType.UpArrow, _("Move up"), "Alt+Up", -1),
            (self.down_button, Qt.ArrowType.DownArrow, _("Move down"), "Alt+Down", 1),
        )
        for button, arrow, name, keys, by in moves:
            button.setProperty("look", "quiet")
            button.setArrowType(arrow)
            button.setToolTip(f"{name} ({keys})")
            button.setAccessibleName(name)
            button.clicked.connect(lambda _checked=False, by=by: self.move_current(by))
            above.addWidget(button)
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda by=by: self.move_current(by))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(above)
        layout.addWidget(self.list)
        self.list.itemChanged.connect(lambda _item: self.picked.emit())
        self.list.model().rowsMoved.connect(lambda *_: self.picked.emit())

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def chosen(self) -> list[int]:
        """The numbers of the scenarios that are checked, in their order."""
        return [each.data(NUMBER_ROLE) for each in self._items() if each.checkState() is Qt.CheckState.Checked]

    def choose(self, numbers: Collection[int]) -> None:
        """Check these scenarios and no others."""
        with QSignalBlocker(self.list):
            for item in self._items():
                checked = item.data(NUMBER_ROLE) in numbers
                item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)

    def offer(self, scenarios: Sequence[tuple[int, str]]) -> None:
        """Offer scenarios by number and name: those offered before where they stood, others unchecked at the end."""
        names, chosen = dict(scenarios), self.chosen()
        before = [item.data(NUMBER_ROLE) for item in self._items()]
        order = [number for number in before if number in names]
        order += [number for number in names if number not in before]
        current = self.list.currentRow()
        with QSignalBlocker(self.list):
            self.list.clear()
            for number in order:
                item = QListWidgetItem(names[number], self.list)
                item.setData(NUMBER_ROLE, number)
                item.setIcon(mark_icon(number))
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            self.list.setCurrentRow(min(max(current, 0), len(order) - 1))
        self.choose(chosen)

    def move_current(self, by: int) -> None:
        """Move the scenario the cursor is on up or down."""
        row = self.list.currentRow()
        if not 0 <= row + by < self.list.count():
            return
        with QSignalBlocker(self.list):
            item = self.list.takeItem(row)
            self.list.insertItem(row + by, item)
            self.list.setCurrentRow(row + by)
        self.picked.emit()
