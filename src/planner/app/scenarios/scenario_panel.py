"""The scenarios at the right: the tree with what each adds to the request, and what the one shown is for."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.widgets import theme
from planner.app.widgets.plain import plain_tip
from planner.core.edits.scenarios import set_note
from planner.core.model.document import BASE, Scenario
from planner.core.money import format_change
from planner.words.texts import Texts

NUMBER_ROLE = int(Qt.ItemDataRole.UserRole)


class ScenarioTree(QTreeWidget):
    """The base and the scenarios below it with what each adds to the request; clicking one shows it."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self._items: dict[int, QTreeWidgetItem] = {}
        self.setObjectName("scenarios")
        self.setAccessibleName(texts._("Scenarios"))
        self.setHeaderLabels([texts._("Scenario"), texts._("From base")])
        self.setFont(theme.table_font())
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        session.changed.connect(self._on_changed)
        self.currentItemChanged.connect(self._on_current)
        self._build(session.state)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("0") * 30, self.fontMetrics().height() * 9)

    def _build(self, state: State) -> None:
        self.blockSignals(True)
        self.clear()
        base = QTreeWidgetItem([self._texts._("Base"), ""])
        base.setData(0, NUMBER_ROLE, BASE)
        self.addTopLevelItem(base)
        self._items = {BASE: base}
        waiting = list(state.document.scenarios)
        while waiting:
            later = []
            for scenario in waiting:
                if scenario.parent not in self._items:
                    later.append(scenario)
                    continue
                item = QTreeWidgetItem([self._name(scenario), ""])
                item.setToolTip(0, plain_tip(scenario.note))
                item.setData(0, NUMBER_ROLE, scenario.number)
                item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self._items[scenario.parent].addChild(item)
                self._items[scenario.number] = item
            waiting = later
        self.expandAll()
        self.setCurrentItem(self._items[state.scenario])
        self.blockSignals(False)
        self._show_differences(state)

    def _name(self, scenario: Scenario) -> str:
        return f"{scenario.name} {self._texts._('[locked]')}" if scenario.locked else scenario.name

    def _show_differences(self, state: State) -> None:
        base = state.totals(self._session.base_evaluation)[1].amount
        for number, item in self._items.items():
            if number == BASE:
                continue
            total = state.totals(self._session.evaluation_of(number))[1].amount
            known = base is not None and total is not None
            text = format_change((total or 0) - (base or 0), state.unit) if known else self._texts._("cannot compute")
            if item.text(1) != text:
                item.setText(1, text)

    def _on_changed(self, moved: Moved) -> None:
        after = moved.after
        if moved.scenarios and _shape(moved.before) != _shape(after):
            self._build(after)
            return
        if moved.scenario:
            self.blockSignals(True)
            self.setCurrentItem(self._items[after.scenario])
            self.blockSignals(False)
        if moved.document or moved.view or moved.unit:
            self._show_differences(after)

    def _on_current(self, current: QTreeWidgetItem | None) -> None:
        if current is not None:
            self._session.show(scenario=current.data(0, NUMBER_ROLE))


def _shape(state: State) -> list[tuple[object, ...]]:
    """All that the tree shows of the scenarios but their differences."""
    return [(each.number, each.name, each.parent, each.locked, each.note) for each in state.document.scenarios]


class ScenarioPanel(QWidget):
    """The tree, and below it the note of the scenario shown, to be written there."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self.tree = ScenarioTree(session, texts)
        self.note = QLineEdit()
        self.note.setPlaceholderText(texts._("What this scenario is for"))
        self.note.setAccessibleName(texts._("What this scenario is for"))
        self.note.editingFinished.connect(self._write)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.tree)
        layout.addWidget(self.note)
        session.changed.connect(self._on_changed)
        self._show(session.state)

    def _on_changed(self, moved: Moved) -> None:
        self._show(moved.after)

    def _show(self, state: State) -> None:
        written = "" if state.scenario == BASE else state.document.scenario(state.scenario).note
        self.note.setEnabled(state.scenario != BASE)
        if written != self.note.text() and not self.note.hasFocus():
            self.note.setText(written)

    def _write(self) -> None:
        scenario, note = self._session.state.scenario, self.note.text()
        if scenario != BASE:
            self._session.edit(self._texts._("Note"), lambda document: set_note(document, scenario, note))
