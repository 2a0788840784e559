"""The sheets of a submission with a tick each; below two of them what they are made for: programs, scenarios."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from planner.app.session.state import State
from planner.app.widgets import theme
from planner.core.model.document import BASE, Document
from planner.files.submission.options import REQUIRED, SHEET_NAMES, SheetKind
from planner.words.texts import Texts

KEY = int(Qt.ItemDataRole.UserRole)
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class SheetChoice(QTreeWidget):
    """Ticks of sheets; a program or a scenario that is ticked takes its sheet with it.

    Signals:
        changed(): other sheets, programs or scenarios are ticked.
        looked_at(SheetKind): the cursor stands on a sheet of that kind.
    """

    changed = Signal()
    looked_at = Signal(object)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.setObjectName("sheets")
        self.setAccessibleName(texts._("Sheets"))
        self.setHeaderHidden(True)
        self.setIndentation(theme.px(16))
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # all of it is seen, and scrolls around
        self.kinds = {kind: self._kind(kind) for kind in SheetKind}
        self.itemChanged.connect(self._on_changed)
        self.itemClicked.connect(self._on_looked)
        self.currentItemChanged.connect(self._on_looked)
        self.itemExpanded.connect(self._fit)
        self.itemCollapsed.connect(self._fit)

    def _kind(self, kind: SheetKind) -> QTreeWidgetItem:
        item = _add(self, self._texts.name(*SHEET_NAMES[kind]), kind.value)
        if kind in REQUIRED:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, CHECKED)
            item.setToolTip(0, self._texts._("Always there: the others lead to it."))
        return item

    def fill(self, state: State) -> None:
        """Offer the programs and scenarios of what is open; those ticked before stay so."""
        name, programs = self._texts.name, state.portfolio.programs
        shown = [(each.id, name(each.name, each.name_en)) for each in programs if not each.parent]
        with QSignalBlocker(self):
            for kind, entries in (
                (SheetKind.PROGRAMS, shown),
                (SheetKind.COMPARISON, scenarios_of(state.document, self._texts)),
            ):
                parent, ticked = self.kinds[kind], set(self._ticked(kind))
                parent.takeChildren()
                for key, text in entries:
                    _add(parent, text, key, key in ticked)
        self._fit()

    def forget(self) -> None:
        """Tick no program and no scenario: another document is open."""
        with QSignalBlocker(self):
            for kind in (SheetKind.PROGRAMS, SheetKind.COMPARISON):
                for item in _below(self.kinds[kind]):
                    item.setCheckState(0, UNCHECKED)

    def tick(self, sheets: Collection[SheetKind]) -> None:
        """Tick these sheets and no others; which programs and scenarios are ticked stays."""
        with QSignalBlocker(self):
            for kind, item in self.kinds.items():
                item.setCheckState(0, CHECKED if kind in sheets or kind in REQUIRED else UNCHECKED)
        self.changed.emit()

    @property
    def sheets(self) -> frozenset[SheetKind]:
        """The kinds that are ticked."""
        return frozenset(kind for kind, item in self.kinds.items() if item.checkState(0) is CHECKED)

    @property
    def programs(self) -> tuple[str, ...]:
        """The ids of the programs that get a sheet of their own."""
        return tuple(map(str, self._ticked(SheetKind.PROGRAMS)))

    @property
    def compared(self) -> tuple[int, ...]:
        """The numbers of the scenarios that go out beside."""
        return tuple(key for key in self._ticked(SheetKind.COMPARISON) if isinstance(key, int))

    def _ticked(self, kind: SheetKind) -> Iterator[object]:
        return (item.data(0, KEY) for item in _below(self.kinds[kind]) if item.checkState(0) is CHECKED)

    def _on_changed(self, item: QTreeWidgetItem) -> None:
        parent: QTreeWidgetItem | None = item.parent()
        if parent is not None and item.checkState(0) is CHECKED:
            with QSignalBlocker(self):
                parent.setCheckState(0, CHECKED)
            self.viewport().update()
        self.changed.emit()

    def _on_looked(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            parent: QTreeWidgetItem | None = item.parent()
            self.looked_at.emit(SheetKind((item if parent is None else parent).data(0, KEY)))

    def _fit(self) -> None:
        """Be as high as all rows are: what scrolls is the column it stands in."""
        rows = sum(1 + item.isExpanded() * item.childCount() for item in self.kinds.values())
        self.setFixedHeight(rows * max(self.sizeHintForRow(0), theme.px(24)) + 2 * self.frameWidth())


def scenarios_of(document: Document, texts: Texts) -> list[tuple[int, str]]:
    """The base and all scenarios: number and name."""
    return [(BASE, texts._("Base"))] + [(each.number, each.name) for each in document.scenarios]


def _add(parent: QTreeWidget | QTreeWidgetItem, text: str, key: object, checked: bool = False) -> QTreeWidgetItem:
    item = QTreeWidgetItem(parent, [text])
    item.setData(0, KEY, key)
    item.setCheckState(0, CHECKED if checked else UNCHECKED)
    return item


def _below(item: QTreeWidgetItem) -> Iterable[QTreeWidgetItem]:
    return [item.child(place) for place in range(item.childCount())]
