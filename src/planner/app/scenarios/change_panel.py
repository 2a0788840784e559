"""The changes that make up the scenario shown: found again, explained one or many at a time, taken back, passed on."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from planner.app.scenarios.change_cards import ChangeCards
from planner.app.scenarios.change_model import ChangeFilter, ChangeModel
from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.icons import icon
from planner.core.edits.changes import set_reasons
from planner.core.model.document import BASE, Change
from planner.words.texts import Texts


class ChangePanel(QWidget):
    """The changes as cards under a filter, and below them a reason for those selected.

    Signals:
        jumped(Place): a change was activated (a click, or Enter).
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        _ = texts._
        self.model = ChangeModel(session, texts, self)
        self.list = ChangeCards(self.model, _("Changes"), _("Reason"))
        self.search, self.shown = QLineEdit(), QComboBox()
        self.search.setPlaceholderText(_("Find changes"))
        self.search.setAccessibleName(_("Find changes"))
        self.search.setClearButtonEnabled(True)
        self.shown.setAccessibleName(_("Show only"))
        for each in ChangeFilter:
            self.shown.addItem(_(each.value), each)
        self.verbs = QPushButton(_("Actions"))
        self.verbs.setIcon(icon("down", "second"))
        self.verbs.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.verbs.setToolTip(_("What can be done with the changes selected"))
        self.reason, self.write = QLineEdit(), QPushButton(_("Write"))
        self.reason.setPlaceholderText(_("Reason of the selected changes"))
        self.reason.setAccessibleName(_("Reason of the selected changes"))
        self.write.setToolTip(_("Write the reason beside every selected change"))
        self._lay_out()
        self.list.activated.connect(self._jump)
        self.list.led.connect(self._jump)
        self.search.textChanged.connect(self._narrow)
        self.shown.activated.connect(self._narrow)
        self.verbs.clicked.connect(self._pop_up)
        self.write.clicked.connect(self._explain)
        self.reason.returnPressed.connect(self._explain)
        for moved in (self.model.rowsInserted, self.model.rowsRemoved):
            moved.connect(self.list.selectionModel().clear)  # a reason is written beside what is selected from now on
            moved.connect(self._say_nothing)
        self.model.modelReset.connect(self._say_nothing)
        self._say_nothing()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(8), 0, theme.px(8))
        layout.setSpacing(theme.px(6))
        above, beside, below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.search)
        beside.addWidget(self.shown, 1)
        beside.addWidget(self.verbs)
        below.addWidget(self.reason, 1)
        below.addWidget(self.write)
        for row in (above, beside, below):
            row.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
            row.setSpacing(theme.px(6))
        layout.addLayout(above)
        layout.addLayout(beside)
        layout.addWidget(self.list, 1)
        layout.addLayout(below)

    def _pop_up(self) -> None:
        """Open the menu of the list, beneath its button."""
        below = self.verbs.mapToGlobal(self.verbs.rect().bottomLeft())
        self.list.customContextMenuRequested.emit(self.list.viewport().mapFromGlobal(below))

    def _say_nothing(self) -> None:
        """What stands in the place of cards where there are none."""
        _, state = self._texts._, self._session.state
        if self.model.rowCount():
            return
        if state.document.changes_of(state.scenario):
            self.list.nothing = _("No change is like that. Choose “All changes” and clear the search.")
        elif state.scenario == BASE:
            self.list.nothing = _("The base has no changes: it is the request as printed.")
        else:
            self.list.nothing = _("Nothing is changed yet. Type into a cell, and the change stands here with its yen.")

    def _jump(self, index: QModelIndex) -> None:
        place = self.model.place_at(index.row())
        if place is not None:
            self.jumped.emit(place)

    def _narrow(self) -> None:
        self.model.narrow(self.search.text(), self.shown.currentData())

    def selected(self) -> list[Change]:
        """The changes selected, newest first."""
        rows = sorted({index.row() for index in self.list.selectionModel().selectedIndexes()})
        return [self.model.change_at(row) for row in rows]

    def _explain(self) -> None:
        numbers, why = [change.number for change in self.selected()], self.reason.text()
        if numbers:
            self._session.edit(self._texts._("Reason"), lambda document: set_reasons(document, numbers, why))
