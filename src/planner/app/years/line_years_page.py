"""The line under the cursor over the years: its drivers to edit, a plot that follows while typing, its triangle."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.tables.block_keys import add_block_keys
from planner.app.tables.entry_model import Index
from planner.app.widgets import theme
from planner.app.widgets.charts.stack import Amounts, Fill, Stack
from planner.app.widgets.charts.stacked_chart import StackedChart
from planner.app.widgets.plain import Label
from planner.app.years.spread_dialog import SpreadDialog, StockDialog, TotalDialog
from planner.app.years.tenure_table import TriangleModel, TrianglePart, TriangleTable, triangle_rows
from planner.app.years.year_grid import SINCE_INTAKE, YEARLY, GridModel, YearGrid
from planner.core.calculation.full_effect import above_last_year
from planner.core.calculation.tenure import Tenure, tenure
from planner.core.edits.values import set_values
from planner.core.errors import N_, UserError
from planner.core.model.document import BASE
from planner.core.model.fields import QUANTITY
from planner.core.model.lines import Line
from planner.core.money import format_amount, format_change
from planner.words.figures import unit_name
from planner.words.texts import Texts

PEOPLE, YEN = range(2)
FILLS = (Fill("second"), Fill("increase_fill"))


class LineYearsPage(QWidget):
    """All of one line; it follows the session and the cursor of the main window while it is on the screen.

    Signals:
        refused(UserError): what was typed could not stand; nothing was changed.
        told(text): something worth knowing about what was done.
        jumped(Place): the line is to be seen in a year.
    """

    refused = Signal(object)
    told = Signal(str)
    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        _ = texts._
        self.line: int | None = None
        self._typed: Line | None = None
        self._shown: tuple[object, ...] = ()
        self.found: Tenure | None = None
        self.base: Tenure | None = None
        self.heading, self.words = Label(), Label()
        self.heading.setFont(theme.bold(self.heading.font()))
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.grid = YearGrid(GridModel(session, texts, YEARLY, self), texts, _("Drivers by fiscal year"))
        self.kept = YearGrid(GridModel(session, texts, SINCE_INTAKE, self), texts, _("Retention by year since intake"))
        self.chart = StackedChart(texts, _("The line over the years"), (_("Year"), _("Amount")))
        self.triangle = TriangleModel(texts, self)
        self.table = TriangleTable(self.triangle, texts)
        self.plot_box, self.shown_box = QComboBox(), QComboBox()
        self.plot_box.addItem(_("yen a year"), YEN)
        self.plot_box.addItem(_("people a year"), PEOPLE)
        for shown in TrianglePart:
            self.shown_box.addItem(_(shown.value), shown)
        self.stock_button = QPushButton(_("Spread the opening stock…"))
        self.total_button = QPushButton(_("Spread a total…"))
        self._lay_out()
        for grid in (self.grid, self.kept):
            grid.refused.connect(self.refused)
            grid.entries.noticed.connect(self.told)
            grid.typing.connect(self._preview)
            add_block_keys(grid, texts, self.refused.emit)
        self.plot_box.activated.connect(self._draw)
        self.chart.wanted.connect(self.jumped)
        self.shown_box.activated.connect(self._show_triangle)
        self.stock_button.clicked.connect(lambda: self.ask(StockDialog))
        self.total_button.clicked.connect(lambda: self.ask(TotalDialog))
        session.changed.connect(self.follow)

    def _lay_out(self) -> None:
        _ = self._texts._
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        for button in (self.stock_button, self.total_button):
            button.setAutoDefault(False)
            head.addWidget(button)
        left = QWidget()
        grids = QVBoxLayout(left)
        grids.setContentsMargins(0, 0, 0, 0)
        grids.addWidget(self.grid)
        grids.addWidget(Label(_("Retention: the share of an intake still there, by year since the intake")))
        grids.addWidget(self.kept)
        grids.addStretch(1)
        for grid in (self.grid, self.kept):
            grid.fit_height()
        right = QWidget()
        plot = QVBoxLayout(right)
        plot.setContentsMargins(0, 0, 0, 0)
        plot.addLayout(_named(_("Plot"), self.plot_box))
        plot.addWidget(self.chart, 1)
        above = QSplitter(Qt.Orientation.Horizontal)
        above.addWidget(left)
        above.addWidget(right)
        above.setStretchFactor(0, 3)
        above.setStretchFactor(1, 2)
        below = QWidget()
        cohorts = QVBoxLayout(below)
        cohorts.setContentsMargins(0, 0, 0, 0)
        cohorts.addLayout(_named(_("Intakes over the years"), self.shown_box))
        cohorts.addWidget(self.table, 1)
        cohorts.addWidget(self.words)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(above)
        parts.addWidget(below)
        parts.setStretchFactor(1, 1)
        parts.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(parts, 1)

    # ---------------------------------------------------------------- following

    def show_line(self, line: int | None) -> None:
        """Show another line, or none."""
        self.line = line
        if self.isVisible():
            self._take_up()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take_up()
        self.chart.set_shown(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.chart.set_shown(False)

    def follow(self, *_states: object) -> None:
        """Take up what moved, where it is seen."""
        if self.isVisible():
            self._take_up()

    def _take_up(self) -> None:
        portfolio = self._session.state.portfolio
        if self.line is not None and self.line >= len(portfolio.lines):
            self.line = None
        for grid in (self.grid, self.kept):
            grid.grid.show_line(self.line)
        state, line = self._session.state, self.line
        lines = (None, None) if line is None else (state.drivers(line), self._session.base.drivers(line))
        shown = (*lines, line, portfolio.years, state.unit, state.scenario)
        if shown != self._shown:
            self._typed = None
            self.found = None if lines[0] is None else tenure(lines[0], portfolio.years)
            if shown[1:4:2] != self._shown[1:4:2]:
                self.base = None if lines[1] is None else tenure(lines[1], portfolio.years)
            self._say_line()
            self._show_triangle()
            self._draw()
        self._shown = shown

    def _say_line(self) -> None:
        portfolio, line = self._session.state.portfolio, self.line
        able = line is not None and self._session.state.scenario != BASE
        self.stock_button.setEnabled(able)
        self.total_button.setEnabled(able)
        if line is None:
            self.heading.setText(self._texts._("No line is shown."))
            return
        program = portfolio.programs[portfolio.lines.program[line]]
        name = self._texts.name(portfolio.lines.labels[line], portfolio.lines.labels_en[line])
        self.heading.setText(f"{self._texts.name(program.name, program.name_en)} › {name}")

    # ---------------------------------------------------------------- what the years say

    def _show_triangle(self) -> None:
        state, found = self._session.state, self.found
        rows = [] if found is None else triangle_rows(found, self.shown_box.currentData(), self._texts)
        self.triangle.show(rows, state.portfolio.years, state.unit, unit_name(state.unit, self._texts))
        self.words.setText("" if found is None else " ".join(self._in_words(found)))

    def _in_words(self, found: Tenure) -> list[str]:
        assert self.line is not None
        _, state, line = self._texts._, self._session.state, self._session.state.drivers(self.line)
        said, rest = [], found.steady
        if rest is None:
            why = N_("It never comes to rest: its rates grow.") if line.factor != 1 else N_("It cannot be computed.")
            said.append(_(why))
        elif not rest.people and not rest.amount:
            said.append(_("It runs out in {year}.").format(year=self._texts.era(rest.year)))
        else:
            said.append(
                _("From {year} on nothing moves: {people} people, {amount} yen a year.").format(
                    year=self._texts.era(rest.year),
                    people=QUANTITY.display(rest.people),
                    amount=format_amount(rest.amount),
                )
            )
        said += self._full_effect(self.line)
        enacted, first = state.evaluation.line(self.line)[0], found.sums[0]
        shown = None if first.new is None or first.continuing is None else first.new + first.continuing
        if isinstance(enacted, int) and shown is not None and enacted != shown:
            said.append(
                _("{year} stands here as the past intakes of this scenario make it; enacted are {amount} yen.").format(
                    year=self._texts.era(first.year), amount=format_amount(enacted)
                )
            )
        return said

    def _full_effect(self, line: int) -> list[str]:
        """What the line comes to above last year's course until its full effect (平年度化), if it is anything."""
        _, years = self._texts._, self._session.state.portfolio.years[1:]
        amounts, full = above_last_year(self._session.state.evaluation, line)
        changes = [format_change(each) for each in amounts if each is not None]
        if not any(amounts) or len(changes) < len(amounts):
            return []
        first, told = self._texts.era(years[0]), len(years) if full is None else years.index(full) + 1
        if full == years[0]:
            at_once = _("Above last year's course: {change} yen each year from {first} on, in full from the first.")
            return [at_once.format(change=changes[0], first=first)]
        said = _("Above last year's course: {changes} yen from {first} on.")
        if full is None:
            then = _("Its full effect does not come within the plan.")
        else:
            then = _("Its full effect comes in {year}.").format(year=self._texts.era(full))
        return [said.format(changes=" → ".join(changes[:told]), first=first), then]

    # ---------------------------------------------------------------- the plot

    def _preview(self, typed: tuple[Index, str] | None) -> None:
        """Draw what would come of a text that is being typed; the line as it stands where it cannot stand."""
        line = None if typed is None else self._line_with(*typed)
        if line != self._typed:
            self._typed = line
            self._draw()

    def _line_with(self, index: Index, text: str) -> Line | None:
        model, state = index.model(), self._session.state
        if self.line is None or not isinstance(model, GridModel) or not text.strip():
            return None
        try:
            document = set_values(state.document, state.scenario, model.read(index, text).values)
        except UserError:
            return None
        own = document.overrides(state.scenario).get(state.portfolio.lines.ids[self.line])
        return state.evaluation.base.drivers(self.line, own)

    def _draw(self) -> None:
        self.chart.show_stack(self.stack())

    def stack(self) -> Stack:
        """What the plot shows: new and continuing, with what is typed just now, and the base as a line across."""
        state, _, found, base = self._session.state, self._texts._, self.found, self.base
        if self._typed is not None:
            found = tenure(self._typed, state.portfolio.years)
        if found is None or base is None:
            return Stack("", (), ())
        labels = tuple(self._texts.era(year) for year in found.years)
        is_people = self.plot_box.currentData() == PEOPLE
        if is_people:
            parts: list[tuple[str, Amounts]] = [
                (_("continuing"), tuple(each.people - each.intake for each in found.sums)),
                (_("new"), tuple(each.intake for each in found.sums)),
            ]
            across: Amounts = tuple(each.people for each in base.sums)
        else:
            parts = [
                (_("continuing"), tuple(each.continuing for each in found.sums)),
                (_("new"), tuple(each.new for each in found.sums)),
            ]
            across = tuple((each.new or 0) + (each.continuing or 0) for each in base.sums)
        said = _("people a year") if is_people else _("yen a year")
        if self._typed is not None:
            said += f" — {_('with what is being typed')}"
        names = tuple(map(self._texts.fiscal_year, found.years))
        goals = tuple(Place(row=self.line, year=year) for year in found.years)
        line = (_("Base"), across)
        return Stack(said, labels, tuple(parts), FILLS, is_people, line, names=names, goals=goals)

    def ask(self, dialog: type[SpreadDialog]) -> None:
        """Open one of the ways to fill the years from one number."""
        if self.line is not None:
            dialog(self, self._session, self._texts, self.line).show()


def _named(name: str, box: QComboBox) -> QHBoxLayout:
    label, row = Label(name), QHBoxLayout()
    label.setBuddy(box)
    box.setAccessibleName(name)
    row.addWidget(label)
    row.addWidget(box)
    row.addStretch(1)
    return row
