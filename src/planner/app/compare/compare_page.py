"""比較 · scenarios side by side, live while the document is worked in."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSplitter, QVBoxLayout, QWidget

from planner.app.compare.compare_bar import LAST_YEAR, CompareBar
from planner.app.compare.compare_cells import ColumnKind
from planner.app.compare.compare_model import CompareModel
from planner.app.compare.compare_steps import StepsPanel
from planner.app.compare.compare_view import CompareView
from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.widgets import theme
from planner.app.widgets.elided import ElidedLabel
from planner.app.widgets.file_names import ask_target, documents_folder
from planner.app.widgets.plain import Label
from planner.app.widgets.toast import Toast
from planner.core.compare.side_by_side import Comparison, comparing
from planner.core.compare.tree import REQUEST, CompareTree, Level
from planner.core.errors import N_, UserError
from planner.core.model.document import BASE
from planner.words.figures import unit_name
from planner.words.growth import growth_in_words
from planner.words.texts import Texts

SLICE = 0.01
"""Seconds that a comparison works before the screen has its turn."""
DEEP = 40
"""With so many lines that differ, at most, their values are open by themselves."""
STEPS_ROOM = 240
"""With so much room below the rows the picture stands there by itself, in pixels at a zoom of 1."""


class ComparePage(QWidget):
    """The choices above, below them the comparison, and beneath it one scenario against the other as a picture.

    Signals:
        jumped(Place): the reader wants to be there.
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self._known: Comparison | None = None
        self._work: Generator[int, None, Comparison] | None = None
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._advance)
        self._is_arranged = False
        _ = texts._
        self.setObjectName("compare")
        self.messages = Toast(texts, self)
        self.bar = CompareBar(texts)
        self.pick = self.bar.pick
        self.model = CompareModel(session, texts, self)
        self.view = CompareView(self.model, texts)
        self.steps = StepsPanel(texts)
        self.steps.hide()
        self.assumed = Label()
        self.assumed.setWordWrap(True)
        self.legend = ElidedLabel()
        self.legend.setProperty("tone", "second")
        self.progress = QProgressBar()
        self.copy_button, self.write_button = QPushButton(_("Copy the table")), QPushButton(_("Write as CSV…"))
        self.all_button = QPushButton(_("Show all lines"))
        self.nothing = self._made_nothing()
        self._lay_out()
        self.bar.offer(session.state)
        self.bar.changed.connect(self._choose)
        self.bar.deepened.connect(self._deepen)
        self.bar.measured.connect(self.model.show_amounts)
        self.bar.drawn.connect(self._show_steps)
        self.view.activated.connect(self.jump)
        self.view.selectionModel().currentChanged.connect(lambda *_indexes: self._draw())
        self.steps.jumped.connect(self.jumped)
        self.all_button.clicked.connect(lambda: self.bar.only_button.setChecked(False))
        self.copy_button.clicked.connect(self.view.copy_all)
        self.write_button.clicked.connect(self.ask_write)
        copying = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.view)
        copying.setContext(Qt.ShortcutContext.WidgetShortcut)
        copying.activated.connect(self.view.copy_selected)
        session.changed.connect(self._on_changed)
        session.settled.connect(self._on_settled)

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        return [self.bar.reference_box, self.view, *(self.steps.panel.stops[:1] if self.steps.isVisible() else [])]

    def turn(self) -> None:
        """Show the picture; where it is there, the table behind it, or the picture again."""
        if not self.steps.isVisible():
            self.bar.draw_button.setChecked(True)
        else:
            self.steps.panel.turn()
        self.steps.setFocus()

    # ---------------------------------------------------------------- layout

    def _made_nothing(self) -> QWidget:
        """What is said where nothing differs."""
        found, _ = QWidget(), self._texts._
        found.setProperty("area", "surface")
        found.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        said, why = Label(_("Nothing differs")), Label(_("The scenarios chosen have the same values in every line."))
        said.setFont(theme.sized(theme.TITLE_POINTS, bold=True))
        why.setProperty("tone", "second")
        layout = QVBoxLayout(found)
        layout.addStretch(1)
        for part in (said, why, self.all_button):
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        found.hide()
        return found

    def _lay_out(self) -> None:
        _ = self._texts._
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.px(14), theme.px(2), theme.px(8), theme.px(2))
        kept = self.progress.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(kept)
        self.progress.setFixedWidth(theme.px(120))
        self.progress.setAccessibleName(_("Comparing"))
        self.progress.setFormat(_("Comparing %p%"))
        self.progress.hide()
        foot.addWidget(self.legend, 1)
        foot.addWidget(self.progress)
        for button in (self.copy_button, self.write_button):
            button.setAutoDefault(False)  # Enter goes to the cell
            button.setProperty("look", "quiet")
            foot.addWidget(button)
        self.parts = QSplitter(Qt.Orientation.Vertical)
        self.parts.setChildrenCollapsible(False)
        for part in (self.view, self.nothing, self.steps):
            self.parts.addWidget(part)
        self.parts.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.assumed)
        layout.addWidget(self.parts, 1)
        layout.addLayout(foot)
        self.assumed.setContentsMargins(theme.px(14), theme.px(4), theme.px(8), theme.px(4))
        self.setFocusProxy(self.view)

    def _arrange(self) -> None:
        """Let the picture stand where rows leave it room; not while one types, when nothing shall move."""
        if self._is_arranged or not self.isVisible():
            return
        rows = len(self.view.rows_shown())
        needed = self.view.head.sizeHint().height() + (rows + 1) * theme.row_height()
        room = self.parts.height()
        if room - needed >= theme.px(STEPS_ROOM) and self._place() >= 0:
            self.bar.draw_button.setChecked(True)
            self.parts.setSizes([needed, 0, room - needed])
        self._is_arranged = True

    # ---------------------------------------------------------------- comparing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take_up(self._session.state)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._work = None  # it is compared when it is shown again

    def _on_changed(self, moved: Moved) -> None:
        if not self.isVisible():
            return
        if moved.portfolio or moved.scenarios:
            self._take_up(moved.after)
        elif moved.unit or moved.changes or moved.scenario or moved.ceilings:
            self._tell()

    def _on_settled(self) -> None:
        if self.isVisible():
            self._tell()

    def _tell(self) -> None:
        """Names, reasons, the unit, the scenario shown or the ceiling are others now."""
        self.model.tell()
        self._say()
        self._draw()

    def _take_up(self, state: State) -> None:
        """Compare in the document as it is now, in which the scenarios shown may be no more."""
        numbers = [BASE, *(each.number for each in state.document.scenarios)]
        shown = self.model.tree.comparison if self.model.tree else None
        if shown is not None and (shown.portfolio is not state.portfolio or not set(shown.scenarios) <= set(numbers)):
            self.view.show_tree(None)
        if self.bar.offer(state):
            self.model.tell()
        self.refresh()

    def _choose(self) -> None:
        """Compare what was chosen just now, and lay it out for that."""
        self._is_arranged = self._is_arranged and self.steps.isVisible()
        self.refresh()

    def _deepen(self, level: Level) -> None:
        self.view.open_to(level)

    def refresh(self) -> None:
        """Compare anew what is chosen now: at once, or bit by bit while the progress is shown."""
        numbers = self.pick.chosen()
        self.write_button.setEnabled(bool(numbers))
        if not numbers:
            self._work = None
            self.progress.hide()
            self.view.show_tree(None)
            self._say()
            self._draw()
            return
        reference = self.bar.reference(numbers)
        place = 0 if reference == LAST_YEAR else numbers.index(reference)
        self._work = comparing(numbers, self._session.evaluation_of, place, self._known)
        self._advance()

    def _advance(self) -> None:
        until = time.perf_counter() + SLICE
        while self._work is not None:
            try:
                percent = next(self._work)
            except StopIteration as end:
                self._work, self._known = None, end.value
                self.progress.hide()
                self._show(end.value)
                return
            if time.perf_counter() > until:
                self.progress.setValue(percent)
                self.progress.show()
                self._timer.start()
                return

    def _show(self, comparison: Comparison) -> None:
        against_previous = self.bar.reference_box.currentData() == LAST_YEAR
        everything = not self.bar.only_differences
        view = self.bar.view(self._session.state)
        tree = CompareTree(
            comparison, view, everything=everything, against_previous=against_previous, year=self.bar.year
        )
        if self.model.tree is None:
            level = Level.VALUE if tree.differing_lines <= DEEP else Level.LINE
            self.bar.level_box.setCurrentIndex(self.bar.level_box.findData(level))
            self.view.open_to(level)
        self.view.show_tree(tree)
        self._say_growths(comparison.scenarios)
        self._say()
        self._draw()
        self._arrange()

    def _say(self) -> None:
        """What stands over the names, in the foot, and where nothing differs in place of rows."""
        _, state, tree = self._texts._, self._session.state, self.model.tree
        differs = tree is None or tree.everything or tree.differing_lines > 0
        self.nothing.setVisible(not differs)
        one = self.view.head.sizeHint().height() + theme.row_height() + 2 * self.view.frameWidth()
        self.view.setMinimumHeight(0 if differs else one)
        self.view.setMaximumHeight(16_777_215 if differs else one)
        if tree is None or self.model.cells is None:
            self.legend.setText(_("Choose the scenarios to be compared."))
            self.view.head.about = ()
            return
        unit, year = unit_name(state.unit, self._texts), self._texts.era(tree.fiscal_year)
        ceiling = self.model.allowance()
        asked = _("Request {year}").format(year=year) if tree.year == REQUEST else year
        about = [self.model.cells.name(tree.root), f"{asked} ({unit})"]
        bars = _("bars from 0; dotted: ceiling") if ceiling is not None else _("bars from 0")
        self.view.head.about = (*about, bars)
        self.view.head.reasons = (_("Reason"), _("whose change it is, and why"))
        self.view.head.viewport().update()
        said = self._texts.plural(tree.differing_lines, N_("{n} line differs"), N_("{n} lines differ"))
        own = _("mark: set there itself · pale: as above it · =: no difference · Enter: to the cell")
        self.legend.setText(f"{said} · {own}")

    # ---------------------------------------------------------------- the picture

    def _show_steps(self, wanted: bool) -> None:
        self._is_arranged = True
        self.steps.setVisible(wanted)
        self._draw()

    def _place(self) -> int:
        """The scenario the picture leads to: the column's of the cursor, else the one shown; -1 for none."""
        tree = self.model.tree
        if tree is None:
            return -1
        column = self.model.columns[min(max(self.view.currentIndex().column(), 0), len(self.model.columns) - 1)]
        if column.kind is ColumnKind.SCENARIO:
            return column.place
        numbers = tree.comparison.scenarios
        others = [place for place in range(len(numbers)) if not tree.is_reference(place)]
        shown = [place for place in others if numbers[place] == self._session.state.scenario]
        return next(iter(shown + others), -1)

    def _draw(self) -> None:
        """Show the steps to the scenario of the cursor, where they are seen."""
        if not self.steps.isHidden():
            place = self._place()
            self.steps.show_steps(self.model.cells if place >= 0 else None, place)

    def _say_growths(self, scenarios: Sequence[int]) -> None:
        """Say what the scenarios compared assume for later years, where they assume different things."""
        document, _ = self._session.state.document, self._texts._
        differing = len({document.growth(number) for number in scenarios}) > 1
        self.assumed.setVisible(differing)
        if not differing:
            return
        said = [
            f"{self._name(number)} {growth_in_words(document, number, self._texts) or _('no growth')}"
            for number in scenarios
        ]
        self.assumed.setText(_("Growth of rates in later years differs: {list}").format(list=" · ".join(said)))

    def _name(self, number: int) -> str:
        return self._texts._("Base") if number == BASE else self._session.state.document.scenario(number).name

    # ---------------------------------------------------------------- what is done with it

    def jump(self, index: QModelIndex) -> None:
        """Go to the row of a cell in the main window, in the scenario of its column."""
        tree = self.model.tree
        if tree is None:
            return
        node, column = self.model.node(index), self.model.columns[index.column()]
        numbers = tree.comparison.scenarios
        scenario = numbers[column.place]
        is_amount = column.kind is ColumnKind.SCENARIO or (
            column.kind is ColumnKind.REFERENCE and not tree.against_previous
        )
        because = self.model.cells.because(node) if self.model.cells and column.kind is ColumnKind.REASON else ()
        if because:
            scenario = because[0].scenario
        elif not is_amount and self._session.state.scenario in numbers:
            scenario = self._session.state.scenario
        field = node.value.cell.field if node.value else ""
        portfolio = tree.comparison.portfolio  # lines put in or moved meanwhile have shifted its rows
        self.jumped.emit(
            Place(
                scenario,
                field=field,
                year=tree.fiscal_year,
                line_id="" if node.row is None else portfolio.lines.ids[node.row],
                program_id="" if node.program is None else portfolio.programs[node.program].id,
            )
        )

    def ask_write(self) -> None:
        """Ask for a name and write the comparison as CSV."""
        path = self._session.state.path
        suggested = (path.parent if path else documents_folder()) / f"{self._texts._('Comparison')}.csv"
        target = ask_target(self, self._texts._("Write as CSV…"), suggested, "CSV (*.csv)", ".csv")
        if target is not None:
            self.write(target)

    def write(self, path: Path) -> None:
        """Write all rows of the comparison, open or not, as CSV."""
        from planner.files.plain.frames import comparison_frame, write_frame  # noqa: PLC0415 - pandas on first use

        tree = self.model.tree
        if tree is None:
            return
        names = [self._name(number) for number in tree.comparison.scenarios]
        try:
            write_frame(comparison_frame(tree, names, self._texts.translate), path)
        except UserError as error:
            self.messages.refuse(error)
        else:
            self.messages.tell(self._texts._("The comparison is written: {path}").format(path=path))
