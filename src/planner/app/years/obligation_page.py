"""The obligations (債務負担) with their instalments: read with their sentence, the document's own ones edited."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.tables.clipboard import put_on_clipboard
from planner.app.tables.lists import ListView
from planner.app.widgets.plain import Label
from planner.app.years.obligation_dialog import ObligationDialog
from planner.app.years.obligation_model import TOTAL, ObligationModel
from planner.core.edits.plan import remove_obligation
from planner.core.errors import N_, UserError
from planner.core.model.obligations import Obligation
from planner.words.texts import Texts


class ObligationPage(QWidget):
    """The list, what is to be known of the one chosen, and what can be done with it.

    Signals:
        refused(UserError): something could not be done.
        jumped(Place): the line that pays the obligation chosen is to be shown.
    """

    refused = Signal(object)
    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        _ = texts._
        self.model = ObligationModel(session, texts, self)
        self.list = ListView("obligations", _("Obligations"), (36, 22, 24, 22, 14, 14))
        self.list.setModel(self.model)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.horizontalHeader().setStretchLastSection(False)
        self.said = Label()
        self.said.setWordWrap(True)
        self.said.setMinimumHeight(self.fontMetrics().lineSpacing() * 3)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons: dict[str, QPushButton] = {}
        foot = QHBoxLayout()
        verbs: tuple[tuple[str, Callable[[], None], str], ...] = (
            (_("Add…"), self.add, "Ins"),
            (_("Edit…"), self.edit, "F2"),
            (_("Remove"), self.remove, "Del"),
            (_("Go to the paying line"), self.go_to_line, ""),
            (_("Copy the table"), self.copy, ""),
        )
        for name, call, keys in verbs:
            button = QPushButton(name)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, call=call: self._do(call))
            if keys:
                button.setToolTip(f"{name} ({keys})")
                shortcut = QShortcut(QKeySequence(keys), self.list)
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
                shortcut.activated.connect(lambda call=call: self._do(call))
            foot.addWidget(button)
            self.buttons[name] = button
        foot.addStretch(1)
        copying = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.list)
        copying.setContext(Qt.ShortcutContext.WidgetShortcut)
        copying.activated.connect(self.copy)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.said)
        layout.addLayout(foot)
        self.list.activated.connect(lambda _index: self._do(self.go_to_line))
        self.list.selectionModel().currentRowChanged.connect(self._say)
        self.model.modelReset.connect(self._after_reset)
        session.changed.connect(self.follow)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.follow()

    def follow(self, *_states: object) -> None:
        """Take up what moved, where it is seen."""
        if self.isVisible() and self.model.follow():
            self._say()

    def _after_reset(self) -> None:
        digit = self.list.fontMetrics().horizontalAdvance("0")
        for column in range(TOTAL, self.model.columnCount()):
            self.list.setColumnWidth(column, digit * (22 if column == TOTAL else 13))
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0, 0))
        self._say()

    def show_program(self, program: str) -> None:
        """Put the cursor on the first obligation of a program."""
        self.model.follow()
        for row, each in enumerate(self.model.schedules):
            if each.obligation.program == program:
                self.list.setCurrentIndex(self.model.index(row, 0))
                return

    def show_place(self, place: int) -> None:
        """Put the cursor on an obligation by its place."""
        self.model.follow()
        if 0 <= place < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(place, 0))

    def _row(self) -> int:
        return self.list.currentIndex().row()

    def _say(self, *_states: object) -> None:
        row, _ = self._row(), self._texts._
        chosen = 0 <= row < self.model.rowCount()
        own = chosen and self.model.is_own(row)
        self.buttons[_("Edit…")].setEnabled(own)
        self.buttons[_("Remove")].setEnabled(own)
        self.buttons[_("Go to the paying line")].setEnabled(chosen and bool(self._chosen().lines))
        self.said.setText(self.model.in_words(row) if chosen else _("No obligation is chosen."))

    def _chosen(self) -> Obligation:
        if not 0 <= self._row() < self.model.rowCount():
            raise UserError(N_("No obligation is chosen."), N_("Choose one in the list, or add one."))
        return self.model.schedules[self._row()].obligation

    def _own(self) -> Obligation:
        chosen = self._chosen()
        if not self.model.is_own(self._row()):
            raise UserError(
                N_("The obligation comes with the request sheets and is not changed here."),
                N_("Add one of your own beside it."),
                where=chosen.id,
            )
        return chosen

    def _do(self, call: Callable[[], None]) -> None:
        try:
            call()
        except UserError as error:
            self.refused.emit(error)

    def add(self) -> None:
        """Ask for an obligation of the document's own."""
        self._ask(None)

    def edit(self) -> None:
        """Ask what becomes of the one chosen."""
        self._ask(self._own())

    def _ask(self, obligation: Obligation | None) -> None:
        dialog = ObligationDialog(self, self._session, self._texts, obligation)
        dialog.saved.connect(self._go_to)
        dialog.show()

    def _go_to(self, obligation: str) -> None:
        self.model.follow()
        row = self.model.row_of(obligation)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, 0))

    def remove(self) -> None:
        """Remove the one chosen; undo brings it back."""
        id_ = self._own().id
        self._session.edit(self._texts._("Remove the obligation"), lambda document: remove_obligation(document, id_))

    def go_to_line(self) -> None:
        """Show the line that pays the one chosen."""
        chosen, index = self._chosen(), self._session.state.portfolio.line_index
        rows = [index[line] for line in chosen.lines if line in index]
        if not rows:
            raise UserError(N_("No line pays this obligation."), N_("Its instalments stand outside of all totals."))
        self.jumped.emit(Place(row=rows[0]))

    def copy(self) -> None:
        """Put the whole table on the clipboard, amounts in yen."""
        model = self.model
        columns = range(model.columnCount())
        block = [[model.header(column) for column in columns]]
        for row in range(model.rowCount()):
            amounts = [model.amount(row, column)[0] for column in columns[TOTAL:]]
            words = [model.text(row, column) for column in columns[:TOTAL]]
            block.append([*words, *("" if amount is None else str(amount) for amount in amounts)])
        block[0][TOTAL] = f"{self._texts._('Total')} ({self._texts._('yen')})"
        put_on_clipboard(block, [[column >= TOTAL for column in columns] for _row in block])
