"""The program list with what finds things in it: a search over programs and lines, chips with counts, other filters."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from planner.app.programs.program_tree import ProgramTree
from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.tables.program_rows import ProgramRow
from planner.app.widgets import theme
from planner.app.widgets.front import bring_forward
from planner.app.widgets.icons import icon
from planner.app.widgets.popping import pop_up_from
from planner.core.errors import N_
from planner.core.model.origins import Basis
from planner.core.model.portfolio import Portfolio
from planner.words.texts import Texts, folded


class Filter(Enum):
    """Which programs the tree shows."""

    ALL = N_("All")
    NEW = N_("New programs")
    RELISTED = N_("Listed again")
    CHANGED = N_("Changed here")
    CHECK = N_("To check")
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


CHIPS = {
    Filter.ALL: N_("All {count}"),
    Filter.CHANGED: N_("Changed {count}"),
    Filter.CHECK: N_("Check {count}"),
    Filter.NEW: N_("New {count}"),
}
"""The filters that are always in sight; the others stand in a menu."""


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

    def __init__(self, session: Session, texts: Texts, settings: Settings) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self.shown = Filter.ALL
        """Which programs are shown."""
        self.tree = ProgramTree(session, texts, settings)
        self.setProperty("area", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        layout.addLayout(self._filters())
        layout.addWidget(self.tree)
        self._counted: Portfolio | None = None
        self._counts: dict[Filter, int] = {}
        self._hits: list[tuple[int, int | None]] = []
        self._at = -1
        self.search.textChanged.connect(self.apply)
        self.search.next_wanted.connect(self._next)
        self.search.left.connect(self.tree.setFocus)
        self.tree.programs.modelReset.connect(self.apply)
        session.changed.connect(self._on_changed)
        session.settled.connect(self._on_settled)
        self._count()

    def _head(self) -> QHBoxLayout:
        """The search, and which columns are shown."""
        _ = self._texts._
        self.search = SearchBox()
        self.search.setPlaceholderText(_("Find programs and lines (Ctrl+F)"))
        self.search.setAccessibleName(_("Find"))
        self.search.setClearButtonEnabled(True)
        self.columns = QToolButton()
        self.columns.setProperty("look", "quiet")
        self.columns.setIcon(icon("columns", "second"))
        self.columns.setAccessibleName(_("Columns of the program list"))
        self.columns.setToolTip(_("Columns of the program list"))
        menu = QMenu(self.columns)
        menu.aboutToShow.connect(partial(self.tree.fill_columns, menu))
        pop_up_from(self.columns, menu)
        head = QHBoxLayout()
        head.setContentsMargins(*(theme.px(each) for each in (8, 6, 4, 4)))
        head.setSpacing(theme.px(8))
        head.addWidget(self.search, 1)
        head.addWidget(self.columns)
        return head

    def _filters(self) -> QHBoxLayout:
        """The chips with their counts, and a button for the other filters."""
        _ = self._texts._
        row = QHBoxLayout()
        row.setContentsMargins(*(theme.px(each) for each in (8, 2, 4, 6)))
        row.setSpacing(theme.px(4))
        self.chips, together = {each: QToolButton() for each in CHIPS}, QButtonGroup(self)
        for wanted, chip in self.chips.items():
            chip.setProperty("look", "chip")
            chip.setCheckable(True)
            chip.setChecked(wanted is self.shown)
            chip.clicked.connect(partial(self.show_only, wanted))
            together.addButton(chip)
            row.addWidget(chip)
        together.setExclusive(False)
        self.more = QToolButton()
        self.more.setProperty("look", "quiet")
        self.more.setCheckable(True)
        self.more.setIcon(icon("filter", "second"))
        self.more.setAccessibleName(_("Other filters"))
        self.more.setToolTip(_("Other filters"))
        menu = QMenu(self.more)
        self.others = {each: menu.addAction(_(each.value)) for each in Filter if each not in CHIPS}
        for wanted, action in self.others.items():
            action.setCheckable(True)
            action.triggered.connect(partial(self.show_only, wanted))
        self.more.clicked.connect(lambda: self.more.setChecked(self.shown in self.others))
        pop_up_from(self.more, menu)
        row.addStretch()
        row.addWidget(self.more)
        return row

    def show_only(self, wanted: Filter, _checked: bool = True) -> None:
        """Show the programs that fit a filter; asked for once more, all of them."""
        self.shown = Filter.ALL if wanted is self.shown else wanted
        for each, chip in self.chips.items():
            chip.setChecked(each is self.shown)
        for each, action in self.others.items():
            action.setChecked(each is self.shown)
        self.more.setChecked(self.shown in self.others)
        self.apply()

    def _count(self, *, anew: bool = False) -> None:
        """Say on the chips how many programs they show; how many there are, no edit of a value moves."""
        status, state = self.tree.programs.status, self._session.state
        if self._counted is not state.portfolio or anew:
            self._counted = state.portfolio
            there = [i for i in range(len(state.portfolio.programs)) if state.evaluation.shows_program(i)]
            self._counts[Filter.ALL], self._counts[Filter.NEW] = len(there), sum(map(status.is_new, there))
        counts = self._counts
        counts[Filter.CHANGED] = len(status.changed_themselves())
        counts[Filter.CHECK] = len(status.worrying_themselves())
        for each, chip in self.chips.items():
            said = self._texts._(CHIPS[each]).format(count=f"{counts[each]:,}")
            if said != chip.text():
                chip.setText(said)
                bold = QFontMetricsF(theme.sized(theme.POINTS, bold=True))
                chip.setFixedWidth(round(bold.horizontalAdvance(said)) + theme.px(20))

    def _on_changed(self, moved: Moved) -> None:
        if moved.figures or moved.findings:
            self._count(anew=moved.outline or moved.scenario)
        moving = self.shown in (Filter.CHANGED, Filter.CHECK, Filter.MISSED, Filter.OVER) and moved.figures
        if moving or (self.shown is Filter.OVER and moved.ceilings):
            self.apply()

    def _on_settled(self) -> None:
        self._count()
        if self.shown is Filter.CHECK:
            self.apply()

    def start_search(self) -> None:
        """Start a search."""
        bring_forward(self)
        self.search.setFocus()
        self.search.selectAll()

    def apply(self) -> None:
        """Hide and show rows for the search and the filter as they are now."""
        wanted = folded(self.search.text())
        chosen = self.shown
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
        portfolio, status = self._session.state.portfolio, self.tree.programs.status
        if chosen is Filter.NEW:
            return lambda node: node.program is not None and status.is_new(node.program)
        if chosen is Filter.RELISTED:
            return lambda node: node.relisted
        if chosen is Filter.CHANGED:
            changed = status.changed_themselves()
            return lambda node: node.program in changed
        if chosen is Filter.CHECK:
            worrying = status.worrying_themselves()
            return lambda node: node.program in worrying
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
