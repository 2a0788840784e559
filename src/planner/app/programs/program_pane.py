"""The tree with what finds things in it: a search over programs and lines, and filters."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from planner.app.programs.program_tree import ProgramTree
from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.tables.program_rows import ProgramRow
from planner.app.widgets.front import bring_forward
from planner.core.errors import N_
from planner.core.model.origins import Basis
from planner.core.model.portfolio import Status
from planner.words.texts import Texts, folded


class Filter(Enum):
    """Which programs the tree shows."""

    ALL = N_("All")
    NEW = N_("New programs")
    RELISTED = N_("Listed again")
    CHANGED = N_("Changed here")
    MISSED = N_("Printed figure not met")
    OVER = N_("Over a ceiling")
    PUBLISHED = N_("With published figures")
    DERIVED = N_("With derived figures")
    FITTED = N_("With fitted figures")
    ASSUMED = N_("With assumed figures")
    RESIDUAL = N_("With a residual")


BASES = {
    Filter.PUBLISHED: Basis.PUBLISHED,
    Filter.DERIVED: Basis.DERIVED,
    Filter.FITTED: Basis.FITTED,
    Filter.ASSUMED: Basis.ASSUMED,
    Filter.RESIDUAL: Basis.RESIDUAL,
}


class SearchBox(QLineEdit):
    """The search: Enter goes to the next hit, Esc clears it.

    Signals:
        next_wanted(): Enter was pressed.
        left(): Esc was pressed in an empty box.
    """

    next_wanted = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)


class ProgramPane(QWidget):
    """Hides what neither fits nor leads to what fits; the search looks at names and ids of programs and lines.

    Signals:
        jumped(Place): the search goes to a line.
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session = session
        _ = texts._
        self.tree = ProgramTree(session, texts)
        self.search, self.filter = SearchBox(), QComboBox()
        self.search.setPlaceholderText(_("Find programs and lines (Ctrl+F)"))
        self.search.setAccessibleName(_("Find"))
        self.search.setClearButtonEnabled(True)
        self.filter.setAccessibleName(_("Show only"))
        for each in Filter:
            self.filter.addItem(_(each.value), each)
        above = QHBoxLayout()
        above.addWidget(self.search, 1)
        above.addWidget(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(above)
        layout.addWidget(self.tree)
        self._hits: list[tuple[int, int | None]] = []
        self._at = -1
        self.search.textChanged.connect(self.apply)
        self.filter.activated.connect(self.apply)
        self.search.next_wanted.connect(self._next)
        self.search.left.connect(self.tree.setFocus)
        self.tree.programs.modelReset.connect(self.apply)
        session.changed.connect(self._on_changed)

    def _on_changed(self, moved: Moved) -> None:
        chosen = self.filter.currentData()
        moving = chosen in (Filter.CHANGED, Filter.MISSED, Filter.OVER) and moved.figures
        if moving or (chosen is Filter.OVER and moved.ceilings):
            self.apply()

    def start_search(self) -> None:
        """Start a search."""
        bring_forward(self)
        self.search.setFocus()
        self.search.selectAll()

    def apply(self) -> None:
        """Hide and show rows for the search and the filter as they are now."""
        wanted = folded(self.search.text())
        chosen = self.filter.currentData()
        fits = self._filter(chosen)
        self._hits, self._at = self._found(wanted) if wanted else [], -1
        by_text = {program for program, _ in self._hits} if wanted else None
        everything = by_text is None and chosen is Filter.ALL

        def settle(node: ProgramRow, above: bool) -> bool:
            """Whether a row or one below it stays; `above`: a program it is part of fits already."""
            program = node.program
            hit = program is not None and (by_text is None or program in by_text) and fits(node)
            own = everything or hit or above
            below = [settle(child, own and program is not None) for child in node.children]
            shown = own or any(below)
            index = self.tree.programs.index_of(node)
            self.tree.setRowHidden(index.row(), index.parent(), not shown and node.parent is not None)
            return shown

        for child in self.tree.programs.node(QModelIndex()).children:
            settle(child, False)
            self.tree.setRowHidden(0, QModelIndex(), False)

    def _filter(self, chosen: Filter) -> Callable[[ProgramRow], bool]:
        state, portfolio = self._session.state, self._session.state.portfolio
        if chosen is Filter.NEW:
            return lambda node: node.program is not None and portfolio.programs[node.program].status is Status.NEW
        if chosen is Filter.RELISTED:
            return lambda node: node.relisted
        if chosen is Filter.CHANGED:
            rows = (portfolio.line_index[line] for line in state.evaluation.overrides if line in portfolio.line_index)
            changed = {int(portfolio.lines.program[row]) for row in rows}
            return lambda node: node.program in changed
        if chosen is Filter.MISSED:
            missed = {check.program for check in self._session.figures.missed}
            return lambda node: node.program in missed
        if chosen is Filter.OVER:
            over = self._session.judged.grown_programs()
            return lambda node: node.program in over
        if chosen in BASES:
            values, year = self._session.state.values, portfolio.request_year
            resting = {
                program
                for row, program in enumerate(portfolio.lines.program.tolist())
                if values.basis(row, year).rest is BASES[chosen]
            }
            return lambda node: node.program in resting
        return lambda node: True

    def _found(self, wanted: str) -> list[tuple[int, int | None]]:
        """(program, line or `None`) for every name or id that holds the text, in tree order."""
        portfolio, evaluation = self._session.state.portfolio, self._session.state.evaluation
        lines, hidden = portfolio.lines, evaluation.hidden
        hits: list[tuple[int, int | None]] = []
        for index, program in enumerate(portfolio.programs):
            if program.proposed and not evaluation.shows_program(index):
                continue
            if wanted in folded(f"{program.name}\n{program.name_en}\n{program.id}"):
                hits.append((index, None))
            for row in portfolio.line_ranges[index]:
                said = f"{lines.labels[row]}\n{lines.labels_en[row]}\n{lines.ids[row]}"
                if row not in hidden and wanted in folded(said):
                    hits.append((index, row))
        return hits

    def _next(self) -> None:
        """Go to the next hit: a program in the tree, or one of its lines."""
        if not self._hits:
            return
        self._at = (self._at + 1) % len(self._hits)
        program, line = self._hits[self._at]
        if line is not None:
            self.jumped.emit(Place(row=line))
        else:
            self.tree.setCurrentIndex(self.tree.programs.index_of_program(program))
        self.search.setFocus()
