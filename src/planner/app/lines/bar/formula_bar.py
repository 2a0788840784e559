"""The bar above the table of lines: how the amount under the cursor comes about, and the reason where the number is.

It has one height whatever it says, so that nothing moves because of it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QSize, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout

from planner.app.lines.bar.explained import changes_at
from planner.app.lines.bar.reason_row import ReasonRow
from planner.app.lines.bar.reckoning_row import ReckoningRow
from planner.app.lines.line_columns import column_of
from planner.app.lines.line_table import LineTable
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.tables.entry_model import Index
from planner.app.widgets import theme
from planner.app.widgets.front import bring_forward
from planner.core.edits.values import open_scenario
from planner.core.errors import UserError
from planner.core.model.document import BASE, Change
from planner.core.model.fields import RATE
from planner.words.texts import Texts

HEIGHT = 68
LIMIT = 2_000
"""Of so many selected cells the changes are looked up while the selection moves; of more when a reason is typed."""


class FormulaBar(QFrame):
    """The reckoning in one row, the reason in another; it follows the cursor of a table.

    Signals:
        refused(UserError): what was asked cannot be done; nothing was changed.
        evidence_wanted(): what the rate rests on is to be said.
    """

    refused = Signal(object)
    evidence_wanted = Signal()

    def __init__(self, session: Session, texts: Texts, table: LineTable) -> None:
        super().__init__()
        self._session, self._texts, self._table = session, texts, table
        self._latest: int | None = None
        """The change made last, while its cell was left by nothing but the key that took the value."""
        self._just_made = self._steps_on = self._explains_latest = False
        self.setObjectName("formula-bar")
        self.setAccessibleName(texts._("Formula bar"))
        self.setProperty("area", "surface")
        self.setProperty("line", "below")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.reckoning, self.reasoning = ReckoningRow(session, texts, table), ReasonRow(session, texts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.reckoning, 1)
        layout.addWidget(self.reasoning, 1)
        self.setFixedHeight(theme.px(HEIGHT))
        table.selectionModel().currentChanged.connect(self._on_moved)
        table.selectionModel().selectionChanged.connect(self._on_selected)
        table.lines.modelReset.connect(self._show)
        table.lines.layoutChanged.connect(self._show)
        table.typing.connect(self._on_typing)
        session.changed.connect(self._on_changed)
        self.reckoning.edited.connect(self._on_edited)
        self.reasoning.left.connect(self._go_back)
        self.reasoning.reason.editingFinished.connect(self._end_latest)
        self.setFocusProxy(self.reasoning.reason)
        self.reasoning.evidence_wanted.connect(self.evidence_wanted)
        self.reasoning.return_wanted.connect(self._return)
        self._show()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(HEIGHT))

    @property
    def takes_focus(self) -> bool:
        """Whether there is anything in it to type into."""
        return self.reasoning.currentIndex() == 0

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFixedHeight(theme.px(HEIGHT))

    # ---------------------------------------------------------------- following

    def _on_selected(self) -> None:
        if not self._steps_on:
            self._latest = None
        self._show_reason()

    def _on_moved(self) -> None:
        if not self._steps_on:
            self._latest = None
        self._just_made = self._steps_on = False
        self._show()

    def _on_typing(self, typed: tuple[Index, str] | None) -> None:
        if typed is None:
            self._on_typed()
        self.reckoning.show_typed(typed)

    def _on_typed(self) -> None:
        """The key that took a value leads on from its cell: the change can be explained from there."""
        self._just_made, self._steps_on = False, self._just_made

    def _on_edited(self) -> None:
        self._on_typed()
        self._show()

    def _on_changed(self, moved: Moved) -> None:
        before, after = moved.before.document.changes, moved.after.document.changes
        if moved.changes:
            newer = after[-1] if len(after) > len(before) else None
            there = [change.number for change in after[-1:]]
            self._latest = newer.number if newer is not None else self._latest if self._latest in there else None
            self._just_made = newer is not None
        if moved.document or moved.figures or moved.scenario or moved.year or moved.unit:
            self._show()

    def _show(self) -> None:
        self.reckoning.show_cell(self._cell())
        self._show_reason()

    def _cell(self) -> QModelIndex | None:
        """The cell the bar speaks of: that of the change just made while its reason is typed, else the cursor's."""
        current, lines = self._table.currentIndex(), self._table.lines
        change = self._change() if self._explains_latest else None
        if change is not None:
            row = lines.row_of_line(self._session.state.portfolio.line_index.get(change.cells[0].line_id, -1))
            column = column_of(change.cells[0].field)
            if row >= 0:
                return lines.index(row, current.column() if column is None else column)
        return current if self._is_cell(current) else None

    def _is_cell(self, index: QModelIndex) -> bool:
        """Whether an index is a cell of a line: bands over programs have nothing to reckon."""
        return index.isValid() and self._table.lines.row_at(index).band is None

    def _change(self) -> Change | None:
        """The change made last, if it is still to be explained from here."""
        changes = self._session.state.document.changes
        return changes[-1] if self._latest is not None and changes and changes[-1].number == self._latest else None

    def _cells(self) -> list[QModelIndex]:
        """The cells a reason goes to: those selected, else that of the cursor."""
        current = self._table.currentIndex()
        cells = self._table.blocks.cells()
        return cells if current in cells else [current] if self._is_cell(current) else []

    def _is_small(self) -> bool:
        ranges = self._table.selectionModel().selection().toList()
        return sum(each.width() * each.height() for each in ranges) <= LIMIT

    def _show_reason(self) -> None:
        """Say what can be said of the cells selected: their reason, the evidence of the rate, the way back."""
        state, lines, cell, row = self._session.state, self._table.lines, self._cell(), self.reasoning
        row.say_why_not(self._why_not())
        if cell is None or state.scenario == BASE:
            return
        cells = [cell] if self._explains_latest or not self._is_small() else self._cells()
        change = self._change() if self._explains_latest else None
        row.show_changes((change,) if change is not None else changes_at(state, lines, cells))
        line = lines.row_at(cell).line
        rate = state.values.value(line, RATE.key, state.shown_year)
        row.show_evidence(rate.evidence, missing=rate.is_changed and rate.evidence is None, shown=True)
        own = [each for each in cells if lines.own_cell(each)]
        row.show_back(self._way_back(own))

    def _why_not(self) -> str:
        """Why nothing can be typed; empty where something can."""
        if not self._is_cell(self._table.currentIndex()):
            return self._texts._("What is chosen has no line whose reason could be given.")
        try:
            open_scenario(self._session.state.document, self._session.state.scenario)
        except UserError as error:
            return error.render(self._texts.translate).replace("\n", " ")
        return ""

    def _way_back(self, own: list[QModelIndex]) -> str:
        _, state = self._texts._, self._session.state
        if len(own) != 1:
            return _("Back to the values before ({count})").format(count=len(own)) if own else ""
        parent = state.document.scenario(state.scenario).parent
        said = _("Back to {value} of the base") if parent == BASE else _("Back to {value} of the parent")
        return said.format(value=self._table.lines.parent_text(own[0]))

    # ---------------------------------------------------------------- verbs

    def start_value(self) -> None:
        """Type the value under the cursor here."""
        bring_forward(self)
        self.reckoning.edit()
        if not self.reckoning.is_editing and self._table.currentIndex().isValid():
            self.refused.emit(self._table.lines.read_only(self._table.currentIndex()))

    def start_reason(self) -> None:
        """Type a reason: for the change just made, else for those of the cells selected, else for the edits to come."""
        bring_forward(self)
        self._explains_latest = self._change() is not None
        self._show()
        if not self._explains_latest and not self._is_small():
            self.reasoning.show_changes(changes_at(self._session.state, self._table.lines, self._cells()))
        if self.reasoning.currentIndex() == 0:
            self.reasoning.start()
            return
        self._end_latest()
        try:
            open_scenario(self._session.state.document, self._session.state.scenario)
        except UserError as error:
            self.refused.emit(error)

    def _end_latest(self) -> None:
        if self._explains_latest:
            self._explains_latest = False
            self._show()

    def _go_back(self) -> None:
        self._table.setFocus()
        self._end_latest()

    def _return(self) -> None:
        """Let the selected cells return to their parent's values."""
        try:
            self._table.blocks.clear()
        except UserError as error:
            self.refused.emit(error)
        self._table.setFocus()
